//! Why a word of the command line names no version.

use std::io;
use std::path::PathBuf;

use place::{Class, Explain, Place};
use product::Meant;
use version::VersionError;

/// Why a word of the command line names no version that a scheme speaks of. All of them are wrong
/// requests.
#[derive(Debug, thiserror::Error)]
pub enum PartyError {
    /// A text that is not a version.
    #[error("{error}")]
    Version {
        /// Why not, and what was probably meant.
        error: Box<VersionError>,
        /// The policy's own rule.
        policy: Option<String>,
    },
    /// A name that is neither a component nor a role.
    #[error("there is no component `{name}`")]
    Component {
        /// As asked for.
        name: String,
        /// The component or role that was meant.
        meant: Meant,
    },
    /// A role that the scheme does not have.
    #[error("the scheme `{scheme}` has no role `{role}`")]
    Role {
        /// As asked for.
        role: String,
        /// The scheme's name.
        scheme: String,
        /// The scheme's roles, separated by commas; empty where it has none.
        known: String,
    },
    /// A component without a manifest and without a release.
    #[error("`{name}` has no version yet")]
    NoVersion {
        /// The component.
        name: String,
    },
    /// A component whose manifest cannot be read.
    #[error("{error}")]
    Unread {
        /// What is wrong with it.
        error: Box<product::InventoryError>,
        /// The policy's own rule.
        policy: Option<String>,
    },
    /// A line that the product does not have.
    #[error("there is no line `{name}`")]
    Line {
        /// As asked for.
        name: String,
        /// All lines, separated by commas; empty where the product's only line has no name.
        known: String,
    },
    /// Several lines, and nothing says which one is meant.
    #[error("the product has several lines: {known}")]
    WhichLine {
        /// All lines, separated by commas.
        known: String,
    },
    /// A version of the product that several lines have, or none of several.
    #[error("{} was released as {version}", if having.is_empty() { "no line".to_owned() } else { format!("each of {} lines", having.len()) })]
    VersionOfLines {
        /// As asked for.
        version: String,
        /// The lines that have it.
        having: Vec<String>,
        /// All lines that were asked about.
        known: Vec<String>,
    },
    /// Several lines, and installed components that are not under the scheme of one of them.
    #[error("the product has several lines ({known}), and what is installed is under {named}")]
    WhichInstalled {
        /// All lines, separated by commas.
        known: String,
        /// The schemes that the components name, separated by commas.
        named: String,
    },
    /// Components whose versions no single scheme speaks of.
    #[error("`{a}` and `{b}` are on different lines")]
    TwoLines {
        /// A component.
        a: String,
        /// Another one.
        b: String,
    },
    /// No product around, and no scheme named.
    #[error("`{}` is not in a product line, and no scheme is named", start.display())]
    NoProduct {
        /// Where the search began.
        start: PathBuf,
    },
    /// A scheme file that cannot be read.
    #[error("the scheme file `{}` cannot be read: {source}", path.display())]
    SchemeFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Installed components that do not name one scheme which comes with the program.
    #[error("{}", if named.is_empty() { "no component says which scheme it is under".to_owned() } else { format!("no product line is around, and the components are under {named}") })]
    WhichScheme {
        /// The schemes that they name, separated by commas.
        named: String,
    },
    /// Several components, and no version that is the product's own.
    #[error("the product has no version of its own")]
    WhichComponent {
        /// The components, or the first few of many.
        known: String,
    },
}

impl Explain for PartyError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Version { error, policy } => policy.as_deref().or_else(|| error.rule()),
            Self::Unread { error, policy } => policy.as_deref().or_else(|| error.rule()),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Version { error, .. } => Some(Place::Argument(error.text.clone())),
            Self::Unread { error, .. } => error.place(),
            Self::VersionOfLines { version, .. } => Some(Place::Argument(version.clone())),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Version { error, .. } => return error.help(),
            Self::Unread { error, .. } => return error.help(),
            Self::Component { meant, .. } => meant.help(),
            Self::Role { known, .. } if known.is_empty() => "leave the role out".into(),
            Self::Role { known, .. } => format!("its roles are {known}"),
            Self::NoVersion { name } => format!("say which: `{name}@VERSION`"),
            Self::Line { known, .. } if known.is_empty() => {
                "its only line has no name: leave --line out".into()
            }
            Self::Line { known, .. } => format!("its lines are {known}"),
            Self::WhichLine { .. } => "say which with --line NAME, or name a component".into(),
            Self::VersionOfLines { having, known, .. } => {
                let meant = if having.is_empty() { known } else { having };
                format!("say which line is meant: --line {}", meant.join(" or --line "))
            }
            Self::WhichInstalled { .. } => "say which line's scheme judges: --line NAME; what is under \
                                            another one is judged by itself, in a folder of its own"
                .into(),
            Self::TwoLines { .. } => {
                "no scheme speaks of both; `works-with` in release.toml may say what one needs of the \
                 other, or give two versions, and one scheme with --scheme"
                    .into()
            }
            Self::NoProduct { .. } => {
                format!("name one with --scheme: {}, or a scheme file", presets())
            }
            Self::SchemeFile { .. } => "correct the path given with --scheme".into(),
            Self::WhichScheme { .. } => {
                format!("say which: --scheme FILE, or one of {}", presets())
            }
            Self::WhichComponent { known } => {
                format!("name a version, or a component: {known}")
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::Unread { error, .. } => error.class(),
            _ => Class::Usage,
        }
    }
}

fn presets() -> String {
    let names: Vec<&str> = version::PRESETS.iter().map(|preset| preset.name).collect();
    names.join(", ")
}
