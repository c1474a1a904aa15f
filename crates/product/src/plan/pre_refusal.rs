//! What a refusal that is about pre-releases carries (SEMANTICS 17).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, Explain, Place};
use version::PreError;

use super::refusal::list;

/// Why a pre-release, or the promotion of one, cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PreRefusal {
    /// A promotion with nothing to promote.
    #[error("{} no pre-release pending", component.as_ref().map_or_else(|| String::from("there is"), |name| format!("`{name}` has")))]
    NothingPending {
        /// The component that was named; `None` where nobody was.
        component: Option<String>,
        /// The parts that can be asked for.
        parts: Vec<String>,
        /// The labels that pre-releases have.
        labels: Vec<String>,
    },
    /// A pending pre-release that the request would leave behind.
    #[error("`{component}` has the pre-release {pending} pending ({}): {why}", tag.as_deref().unwrap_or("never released"))]
    Pending {
        /// The component.
        component: String,
        /// Its pre-release.
        pending: String,
        /// That one's tag; `None` where only its manifest says it.
        tag: Option<String>,
        /// Where its manifest says it.
        place: Option<Place>,
        /// What the request would do to it.
        why: String,
        /// The final version that it leads to.
        leads_to: String,
        /// Its label.
        label: String,
        /// How the component is named on the command line: ` -p NAME`, or nothing where all move
        /// together.
        named: String,
        /// How a promotion names it: along with what it embeds that is a pre-release as well.
        promoted: String,
    },
    /// A label that the scheme does not have.
    #[error(transparent)]
    Label(PreError),
    /// A pre-release that there cannot be.
    #[error("`{component}` cannot have that pre-release: {error}")]
    Refused {
        /// The component.
        component: String,
        /// Why.
        error: PreError,
    },
    /// Nothing is pending, and neither request nor scheme says what a pre-release leads to.
    #[error("nothing is pending, and the scheme does not say which part a pre-release moves")]
    WhichLevel {
        /// The parts that can be asked for.
        parts: Vec<String>,
    },
    /// `--unstable` where the scheme has no such exception.
    #[error("the scheme has no unstable fixes")]
    NoUnstable,
    /// An unstable fix that was not asked for as one (KOLAB-6).
    #[error(
        "`{component}` {to} keeps `{part}`, which only the pre-release of an unstable fix does"
    )]
    Unstable {
        /// The component.
        component: String,
        /// The pre-release.
        to: String,
        /// The part that other pre-releases leave out.
        part: String,
    },
    /// The part that the final version of an unstable fix has, where no such fix leads to it (KOLAB-6).
    #[error(
        "`{component}` {to} has `{part}`, which only the final version of an unstable fix does, and none leads to it"
    )]
    Settled {
        /// The component.
        component: String,
        /// The version as asked for.
        to: String,
        /// The part that other versions do not have.
        part: String,
    },
    /// A final version without that part, while an unstable fix is pending that leads to one with it.
    #[error(
        "`{component}` has the unstable fix {pending} pending, which is final as {leads_to}, not as {to}"
    )]
    Unsettled {
        /// The component.
        component: String,
        /// The version as asked for.
        to: String,
        /// The pre-release.
        pending: String,
        /// Its final version.
        leads_to: String,
    },
    /// A final version of something that embeds a pre-release.
    #[error(
        "`{component}` {to} would be final and hold `{inner}` {version}, which is a pre-release"
    )]
    Inside {
        /// The component.
        component: String,
        /// Its version after the plan.
        to: String,
        /// What it embeds.
        inner: String,
        /// That one's version after the plan.
        version: String,
    },
}

impl Explain for PreRefusal {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Pending { .. } => Some("pre-pending"),
            Self::Refused { error, .. } => error.rule(),
            Self::NoUnstable
            | Self::Unstable { .. }
            | Self::Settled { .. }
            | Self::Unsettled { .. } => Some("pre-unstable"),
            Self::Inside { .. } => Some("pre-inside"),
            Self::NothingPending { .. } | Self::Label(_) | Self::WhichLevel { .. } => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Pending { tag: Some(tag), .. } => Some(Place::Ref(tag.clone())),
            Self::Pending { tag: None, place, .. } => place.clone(),
            Self::Label(PreError::Label { label, .. }) => Some(Place::Argument(label.clone())),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NothingPending { component, parts, labels } => {
                let named = component.as_ref().map(|name| format!(" -p {name}"));
                let named = named.as_deref().unwrap_or("");
                let part = parts.first().map_or("PART", String::as_str);
                let first = labels.first().map_or_else(String::new, |label| {
                    format!("; `pre {label}{named}` makes a pre-release")
                });
                format!("ask for a part ({}), as in `release {part}{named}`{first}", list(parts))
            }
            Self::Pending { leads_to, label, named, promoted, .. } => format!(
                "`release{promoted}` promotes it to {leads_to}, `pre {label}{named}` makes the one after it"
            ),
            Self::Label(error) => return error.help(),
            Self::Refused { error, .. } => return error.help(),
            Self::WhichLevel { parts } => format!("say which: `--level`, with one of {}", list(parts)),
            Self::NoUnstable => {
                "make a pre-release with `pre LABEL --level PART`, or allow it with [pre.unstable] in the scheme".into()
            }
            Self::Unstable { component, .. } => {
                format!("`patch {component} --unstable` makes the next one")
            }
            Self::Settled { component, part, .. } => format!(
                "leave out `{part}`: it comes of promoting what `patch {component} --unstable` makes"
            ),
            Self::Unsettled { leads_to, .. } => {
                format!("`release {leads_to}` for it, or `release` without a number, which promotes it")
            }
            Self::Inside { inner, .. } => {
                format!("promote `{inner}` with it, or make this one a pre-release too")
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::NothingPending { .. } | Self::WhichLevel { .. } | Self::NoUnstable => {
                Class::Usage
            }
            Self::Label(error) | Self::Refused { error, .. } => error.class(),
            _ => Class::Policy,
        }
    }
}
