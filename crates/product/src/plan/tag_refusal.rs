//! Why the tags of a release cannot be made (SEMANTICS 6, 7).

use alloc::format;
use alloc::string::String;

use place::{Class, Explain, Place};

use super::words::Names;
use super::{PlanError, Refusal};

/// Why the tags of a release cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagRefusal {
    /// Components whose tags have one name, and not all of them moving alike (SEMANTICS 7).
    #[error("`{component}` is tagged `{tag}`, and so would be {left}")]
    Shared {
        /// One that moves.
        component: String,
        /// The template.
        tag: String,
        /// Those that share it and do not move to the same version.
        left: Names,
    },
    /// A tag that is there already, or stands in the way.
    #[error("tag `{tag}` cannot be made: `{existing}` is there{}", if tag == existing { " already" } else { "" })]
    Exists {
        /// The tag.
        tag: String,
        /// The one in the way.
        existing: String,
    },
    /// A tag that would count for nothing: the configuration says so of its name.
    #[error("tag `{tag}` cannot be made: by `ignore-tags` in [git] it would be no release")]
    Ignored {
        /// The tag.
        tag: String,
        /// Where it says so.
        place: Place,
    },
    /// Two tags of one release that stand in each other's way.
    #[error("tags `{one}` and `{other}` cannot both be made")]
    Clash {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// A tag name that git or we refuse.
    #[error("`{component}` cannot be tagged: {message}")]
    Name {
        /// The component.
        component: String,
        /// Why.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// A release that no tag would record.
    #[error("a release of `{component}` would leave no tag")]
    Nothing {
        /// The component.
        component: String,
    },
    /// A release that changes no file, and is to have no tag yet: nothing would say that it is out.
    #[error(
        "the release of {components} changes no file, and with `--no-tag` it makes no tag: nothing \
         would say that there is one"
    )]
    Unwritten {
        /// Who moves.
        components: Names,
    },
    /// Components that are in no file, and are to have no tag yet: the next release would not know.
    #[error(
        "no file has the version of {components}, and with `--no-tag` there is no tag: nothing would \
         say that it is out"
    )]
    Unstated {
        /// Those that move and have no manifest.
        components: Names,
    },
}

impl Explain for TagRefusal {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Exists { .. } => Some("not-lower"),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Exists { existing, .. } => Some(Place::Ref(existing.clone())),
            Self::Ignored { place, .. } => Some(place.clone()),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Shared { left, .. } => format!(
                "release {left} along with it, or give each a `tag` of its own: \"{{component}}-{{version}}\""
            ),
            Self::Exists { tag, existing, .. } if tag == existing => {
                "that version is out: the next release goes beyond it".into()
            }
            Self::Ignored { .. } => {
                "release a number past it: `release VERSION`; or have `ignore-tags` name the tags that \
                 are there and no others"
                    .into()
            }
            Self::Exists { .. } | Self::Clash { .. } => {
                "git cannot hold both on every system: change a component's `tag`".into()
            }
            Self::Name { help, .. } => return help.clone(),
            Self::Nothing { .. } => {
                "release it together with a component that has a tag, or give it a `tag`".into()
            }
            Self::Unwritten { .. } => {
                "leave out `--no-tag`: the tags go on the commit that HEAD is at".into()
            }
            Self::Unstated { .. } => {
                "leave out `--no-tag`, or release the others without it: -p names them".into()
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::Name { .. }
            | Self::Nothing { .. }
            | Self::Unwritten { .. }
            | Self::Unstated { .. } => Class::Usage,
            Self::Shared { .. }
            | Self::Exists { .. }
            | Self::Ignored { .. }
            | Self::Clash { .. } => Class::Policy,
        }
    }
}

impl From<TagRefusal> for PlanError {
    fn from(refusal: TagRefusal) -> Self {
        Refusal::Tag(refusal).into()
    }
}
