//! Which syntax a format is of, as its sample tells.

use crate::syntax::tree::Value;
use crate::syntax::{json, toml, xml, yaml};
use crate::{FORMATS, Format, LocateError, Source};

use super::Subject;

/// A syntax that many formats share; each has a parser of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// TOML.
    Toml,
    /// JSON.
    Json,
    /// XML, property lists among it.
    Xml,
    /// YAML.
    Yaml,
    /// Anything that is read line by line or word by word.
    Lines,
}

impl Syntax {
    /// Every syntax.
    pub const ALL: [Self; 5] = [Self::Toml, Self::Json, Self::Xml, Self::Yaml, Self::Lines];

    /// The syntax of a format: that of its sample.
    #[must_use]
    pub fn of(format: &'static Format) -> Self {
        let Some(subject) = Subject::of(format) else { return Self::Lines };
        let source = Source { path: &subject.path, text: format.sample };
        let map = |parsed: Result<crate::syntax::tree::Node<'_>, LocateError>| {
            parsed.is_ok_and(|node| matches!(node.value, Value::Map(_)))
        };
        if xml::parse(&source).is_ok() {
            Self::Xml
        } else if map(json::parse(&source)) {
            Self::Json
        } else if map(toml::parse(&source)) {
            Self::Toml
        } else if is_yaml(format) && map(yaml::parse_with_aliases(&source)) {
            Self::Yaml
        } else {
            Self::Lines
        }
    }

    /// The formats of this syntax, in the order of the table.
    pub fn formats(self) -> impl Iterator<Item = &'static Format> {
        FORMATS.iter().copied().filter(move |format| Self::of(format) == self)
    }
}

/// Whether its files are called YAML, or lock one that is: `a: b` is a line of many languages.
fn is_yaml(format: &Format) -> bool {
    let called =
        |files: &[&str]| files.iter().any(|file| file.ends_with(".yaml") || file.ends_with(".yml"));
    let locked = |other: &&Format| {
        called(other.files) && format.files.iter().any(|file| other.locks.contains(file))
    };
    called(format.files) || FORMATS.iter().any(locked)
}
