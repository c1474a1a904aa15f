//! Entries that files have of releases, newest first: which places head one.

use manifest::Stanza;

use super::{Inventory, Own};

impl Inventory {
    /// The stanza whose entry takes the place of the version that `own` is, if the file's format
    /// declares one. What heads an entry says what was released then, and is never written over.
    pub(crate) fn entry_instead_of(&self, own: &Own) -> Option<&Stanza> {
        let located = self.located(&own.path)?;
        located.stanzas.iter().find(|stanza| stanza.instead_of == Some(own.span))
    }
}
