//! Whose tag it is.

use version::Form;

use crate::Template;

/// A component or a product, by its position in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnerId {
    /// The product of a line, by the line's index.
    Product(usize),
    /// A component, by its index.
    Component(usize),
}

/// One way in which somebody's tags are named. A component with aliases is several owners of one
/// [`OwnerId`].
#[derive(Debug, Clone)]
pub struct Owner {
    /// Whose tags they are.
    pub id: OwnerId,
    /// How they are named.
    pub template: Template,
    /// How the versions in them are read and ordered.
    pub form: Form,
    /// Whether it is a name from before a renaming (SEMANTICS 30): read, never written.
    pub alias: bool,
}

impl Owner {
    /// Whether it is certain that both have the same tags, and read the same in them: `false` says
    /// nothing.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.id == other.id
            && self.template == other.template
            && self.alias == other.alias
            && self.form.is(&other.form)
    }
}
