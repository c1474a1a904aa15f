//! What is wrong with a change file.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{LocateError, SourceError, Trouble};
use place::{Class, Explain, Place};

use crate::Meant;

/// What is wrong with a change file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Bytes that are no usable text.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No front matter, or one that cannot be read.
    #[error(transparent)]
    Locate(#[from] LocateError),
    /// A key that change files do not have.
    #[error("a change file has no key `{key}`")]
    Key {
        /// Where.
        place: Place,
        /// The key.
        key: String,
        /// The nearest of those it has.
        nearest: Option<String>,
    },
    /// A key that has to be there and is not, or is empty.
    #[error("the change file does not say {}: `{key}` is {}", if *key == "impact" { "what its impact is" } else { "whom it is about" }, if *empty { "empty" } else { "missing" })]
    Missing {
        /// The key, or the line under which it should be.
        place: Place,
        /// The key.
        key: &'static str,
        /// Whether the key is there, without a value.
        empty: bool,
    },
    /// A name given twice.
    #[error("`{name}` is named twice")]
    Repeated {
        /// Where it comes again.
        place: Place,
        /// The name.
        name: String,
    },
    /// A component that there is not.
    #[error("there is no component `{name}`")]
    Component {
        /// Where.
        place: Place,
        /// The name.
        name: String,
        /// What it was meant for.
        meant: Meant,
    },
    /// Several names in one text.
    #[error("`{text}` is one name, not a list")]
    Unlisted {
        /// Where.
        place: Place,
        /// The key.
        key: &'static str,
        /// The text.
        text: String,
        /// The names in it.
        names: Vec<String>,
    },
    /// An impact that the scheme does not have.
    #[error("the scheme `{scheme}` has no impact `{id}`")]
    Impact {
        /// Where.
        place: Place,
        /// The impact.
        id: String,
        /// The scheme of the components named.
        scheme: String,
        /// The nearest one.
        nearest: Option<String>,
        /// All of them.
        known: Vec<String>,
    },
    /// Nothing for people to read.
    #[error("the change file has no note")]
    Note {
        /// The file, at its end.
        place: Place,
    },
}

impl Explain for ChangeError {
    fn rule(&self) -> Option<&str> {
        Some("change-file")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Source(error) => error.place(),
            Self::Locate(error) => error.place(),
            Self::Key { place, .. }
            | Self::Missing { place, .. }
            | Self::Repeated { place, .. }
            | Self::Component { place, .. }
            | Self::Unlisted { place, .. }
            | Self::Impact { place, .. }
            | Self::Note { place } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Source(error) => return error.help(),
            Self::Locate(error) => match error.trouble() {
                Trouble::Unframed { open: false } => {
                    "begin the file with `---`, `components: NAME`, `impact: ID`, `---`; the note \
                     follows"
                        .into()
                }
                _ => return error.help(),
            },
            Self::Key { nearest: Some(near), .. } | Self::Impact { nearest: Some(near), .. } => {
                format!("did you mean `{near}`?")
            }
            Self::Key { .. } => {
                "its keys are `components` and `impact`; the note follows the second `---`".into()
            }
            Self::Missing { key: "impact", .. } => {
                "write `impact: ID`, with one of the scheme's impacts, or a list of them".into()
            }
            Self::Missing { .. } => {
                "write `components: NAME`, or a list: `components: [core, sdk]`".into()
            }
            Self::Repeated { .. } => "name it once".into(),
            Self::Component { meant, .. } => meant.help(),
            Self::Unlisted { key, names, .. } => {
                format!("write a list: `{key}: [{}]`", names.join(", "))
            }
            Self::Impact { known, scheme, .. } if known.is_empty() => {
                format!("the scheme `{scheme}` lists no impacts: add [[impact]] tables to it")
            }
            Self::Impact { known, .. } => format!("impacts: {}", some(known)),
            Self::Note { .. } => {
                "write below the second `---` what changes for people who use it".into()
            }
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// How many names a message spells out.
const SPELLED: usize = 20;

fn some(names: &[String]) -> String {
    place::few(names, SPELLED)
}
