//! Why a version or a requirement cannot be said in an ecosystem, and what would fit.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain};

use super::{Neutral, dialect};
use crate::error::VersionError;

/// The ecosystem that an error speaks of: the `id` and `title` of its dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The name that configuration uses: `msi`.
    pub id: &'static str,
    /// The name that people use: `MSI`.
    pub title: &'static str,
}

/// Why a version or a requirement cannot be written, read or moved in one ecosystem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NativeError {
    /// More numbers than the ecosystem's versions have.
    #[error("`{text}` has {count} numbers, {} holds at most {most}", target.title)]
    TooMany {
        /// The ecosystem.
        target: Target,
        /// The version, as the scheme spells it.
        text: String,
        /// How many numbers it has, the external one included.
        count: usize,
        /// How many the ecosystem holds.
        most: usize,
        /// The scheme's parts, once [`NativeError::naming`] has put them there.
        parts: Vec<String>,
    },
    /// A number above the ecosystem's limit for its position.
    #[error(
        "{}{value} does not fit {}'s {} number (at most {max})",
        named(parts.get(*position)), target.title, ordinal(*position)
    )]
    TooBig {
        /// The ecosystem.
        target: Target,
        /// The scheme's parts, once [`NativeError::naming`] has put them there.
        parts: Vec<String>,
        /// Which number it is, counted from 0.
        position: usize,
        /// Its value.
        value: u64,
        /// The most that this position holds.
        max: u64,
    },
    /// A longer text than the ecosystem holds.
    #[error("`{text}` is longer than {} holds (at most {most} characters)", target.title)]
    TooLong {
        /// The ecosystem.
        target: Target,
        /// The native text that does not fit.
        text: String,
        /// The most characters.
        most: usize,
    },
    /// A pre-release that the ecosystem cannot spell, or would sort after its final version.
    #[error("{} cannot hold the pre-release label `{label}`: {why}", target.title)]
    Pre {
        /// The ecosystem.
        target: Target,
        /// The label, as the scheme spells it.
        label: String,
        /// Why, as a fragment.
        why: &'static str,
        /// The labels that fit, where some do.
        labels: &'static [&'static str],
    },
    /// An external number that the ecosystem has no room for.
    #[error("{} has no room for the build number {external} of `{text}`: {why}", target.title)]
    External {
        /// The ecosystem.
        target: Target,
        /// The version, as the scheme spells it.
        text: String,
        /// The number that the build server gave.
        external: u64,
        /// Why, as a fragment.
        why: &'static str,
        /// The scheme's parts, once [`NativeError::naming`] has put them there.
        parts: Vec<String>,
    },
    /// The ecosystem takes one integer, and the version has several numbers.
    #[error("{} is one integer, `{text}` has several numbers", target.title)]
    NotOne {
        /// The ecosystem.
        target: Target,
        /// The version, as the scheme spells it.
        text: String,
        /// The scheme's parts, once [`NativeError::naming`] has put them there.
        parts: Vec<String>,
    },
    /// More, or other, numbers than fit, where a template over the scheme's own parts does.
    #[error("{error}")]
    Templated {
        /// What does not fit.
        error: Box<NativeError>,
        /// A template that does, and keeps the order: `{major}{minor|pad:3}{patch|pad:3}`.
        template: String,
    },
    /// The text is not what the ecosystem calls a version, or not its one canonical spelling, or has
    /// what we do not read.
    #[error("`{text}` is not read as a version of {}: {why}", target.title)]
    Syntax {
        /// The ecosystem.
        target: Target,
        /// The offending text.
        text: String,
        /// Why, as a fragment.
        why: String,
        /// The spelling to use instead, where there is one.
        wanted: Option<String>,
    },
    /// The text holds the scheme's own spelling, and is no version of the scheme.
    #[error("{error}")]
    Version {
        /// The ecosystem.
        target: Target,
        /// Why not, and what was probably meant.
        error: Box<VersionError>,
    },
    /// The text is not what the ecosystem calls a version of one particular form, and nothing says
    /// which version was meant.
    #[error("`{text}` is no version of this scheme as {} has them: {why}", target.title)]
    Shape {
        /// The ecosystem.
        target: Target,
        /// The offending text.
        text: String,
        /// Why, as a fragment.
        why: String,
        /// What a version of the form looks like: `{major}.{minor}[.{build}]`.
        format: String,
    },
    /// An epoch above the one that is configured: nothing would be above this text.
    #[error("`{text}` has the epoch {epoch}, and {} is configured for {}", none_or(*configured), target.title)]
    Epoch {
        /// The ecosystem.
        target: Target,
        /// The text.
        text: String,
        /// Its epoch.
        epoch: u64,
        /// The epoch that is configured; 0 for none.
        configured: u64,
    },
    /// The text is not a requirement of the ecosystem.
    #[error("`{requirement}` is not a requirement that {} understands: {why}", target.title)]
    Requirement {
        /// The ecosystem.
        target: Target,
        /// The offending text.
        requirement: String,
        /// Why, as a fragment.
        why: String,
        /// What to write instead, where there is such a thing.
        wanted: Option<String>,
    },
    /// A dependency that is not on a version at all, such as `file:../core`.
    #[error("`{requirement}` is not on a version but {what}")]
    Unsupported {
        /// The ecosystem.
        target: Target,
        /// The requirement.
        requirement: String,
        /// What it is on: `on a folder`.
        what: &'static str,
    },
    /// The requirement cannot be moved to the version without changing what it means.
    #[error("`{requirement}` cannot follow to {version} with its operators kept")]
    Stuck {
        /// The ecosystem.
        target: Target,
        /// The requirement.
        requirement: String,
        /// The version that it should admit.
        version: String,
        /// A requirement that would.
        wanted: String,
    },
    /// A scheme's template for this ecosystem cannot be filled in or read back.
    #[error("the template `{template}` for {} does not do: {why}", target.title)]
    Template {
        /// The ecosystem.
        target: Target,
        /// The template, as configured.
        template: String,
        /// Why, as a fragment.
        why: String,
        /// What to do next, as a sentence.
        help: String,
    },
}

impl NativeError {
    /// The same error in the scheme's own words: `names` are the names of the parts behind
    /// [`Neutral::numbers`](super::Neutral::numbers), in the same order.
    #[must_use]
    pub fn naming(mut self, names: &[&str]) -> Self {
        if let Self::TooMany { parts, .. }
        | Self::TooBig { parts, .. }
        | Self::External { parts, .. }
        | Self::NotOne { parts, .. } = &mut self
        {
            *parts = names.iter().map(|name| (*name).to_owned()).collect();
        }
        self
    }

    /// The same error, about a text that should have been a version of a form that looks like
    /// `format`: said where the ecosystem itself cannot suggest a spelling.
    #[must_use]
    pub(crate) fn within(self, format: &str) -> Self {
        match self {
            Self::Syntax { target, text, why, wanted: None } => {
                Self::Shape { target, text, why, format: format.to_owned() }
            }
            other => other,
        }
    }

    /// Whether it says what was probably meant.
    #[must_use]
    pub fn suggests(&self) -> bool {
        match self {
            Self::Version { error, .. } => error.suggestion.is_some(),
            Self::Syntax { wanted, .. } => wanted.is_some(),
            _ => false,
        }
    }

    /// The ecosystem that the error speaks of.
    #[must_use]
    pub fn target(&self) -> Target {
        match self {
            Self::TooMany { target, .. }
            | Self::TooBig { target, .. }
            | Self::TooLong { target, .. }
            | Self::Pre { target, .. }
            | Self::External { target, .. }
            | Self::NotOne { target, .. }
            | Self::Syntax { target, .. }
            | Self::Shape { target, .. }
            | Self::Version { target, .. }
            | Self::Epoch { target, .. }
            | Self::Requirement { target, .. }
            | Self::Unsupported { target, .. }
            | Self::Stuck { target, .. }
            | Self::Template { target, .. } => *target,
            Self::Templated { error, .. } => error.target(),
        }
    }
}

impl Explain for NativeError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Syntax { .. } | Self::Shape { .. } | Self::Epoch { .. } => Some("version-parse"),
            Self::Version { error, .. } => error.rule(),
            Self::Templated { error, .. } => error.rule(),
            Self::Requirement { .. } | Self::Unsupported { .. } | Self::Stuck { .. } => {
                Some("requirement-excludes")
            }
            _ => Some("native-fits"),
        }
    }

    fn help(&self) -> Option<String> {
        let id = self.target().id;
        match self {
            Self::TooMany { most, .. } => Some(format!(
                "join some of its parts, so that {most} numbers hold them: {}",
                setting(id, "…")
            )),
            Self::TooBig { max, .. } => {
                Some(format!("keep it at {max} or below, or leave it out: {}", setting(id, "…")))
            }
            Self::Templated { error, template } => {
                let how = match **error {
                    Self::TooBig { .. } => "write the date as the days since a fixed one",
                    Self::External { .. } => "leave it out with a template that does not name it",
                    _ => "write its parts so that they fit and keep their order",
                };
                Some(format!("{how}: {}", setting(id, template)))
            }
            Self::TooLong { .. } => Some(format!("shorten it: {}", setting(id, "…"))),
            Self::Pre { labels: [], .. } => Some(
                "release this component without a pre-release, or leave this manifest out of it"
                    .to_owned(),
            ),
            Self::Pre { labels, .. } => {
                Some(format!("use one of the labels {} in the scheme", labels.join(", ")))
            }
            Self::External { .. } => Some(format!(
                "leave it out with a template that does not name it: {}",
                setting(id, "…")
            )),
            Self::NotOne { parts, .. } => {
                let one = match parts.as_slice() {
                    [] => "a part".to_owned(),
                    parts => format!("one of {}", parts.join(", ")),
                };
                Some(format!(
                    "where {one} rises with every release, name that one: {}; without a template, the \
                     number beside a version counts on by one with each release",
                    setting(id, "{PART}")
                ))
            }
            Self::Version { error, .. } => error.help(),
            Self::Epoch { epoch, .. } => Some(format!(
                "if versions are behind it on purpose, say so for the component in release.toml: \
                 `native = {{ {id} = {{ epoch = {epoch} }} }}`"
            )),
            Self::Shape { format, .. } => Some(format!("a version here is written {format}")),
            Self::Syntax { wanted: None, .. } => {
                example(id).map(|text| format!("versions are written like `{text}` there"))
            }
            Self::Requirement { wanted: None, .. } => example(id)
                .map(|text| format!("require a version such as `{text}`, or a range of them")),
            Self::Syntax { wanted, .. } | Self::Requirement { wanted, .. } => {
                wanted.as_ref().map(|wanted| format!("write `{wanted}`"))
            }
            Self::Unsupported { .. } => Some(
                "write a version requirement, or set `requirements = \"keep\"` for it".to_owned(),
            ),
            Self::Stuck { wanted, .. } => {
                Some(format!("write the requirement by hand, for instance `{wanted}`"))
            }
            Self::Template { help, .. } => Some(help.clone()),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Template { .. } => Class::Usage,
            Self::Templated { error, .. } => error.class(),
            _ => Class::Policy,
        }
    }
}

/// What a version looks like in an ecosystem, as its dialect writes one of three numbers, or of as
/// many as it takes, or a day.
fn example(id: &str) -> Option<String> {
    let dialect = dialect(id)?;
    [&[1, 2, 3][..], &[1, 2], &[1], &[2024, 2, 29]].into_iter().find_map(|numbers| {
        let text = "1.2.3".to_owned();
        let version = Neutral { text, numbers: numbers.to_vec(), ..Neutral::default() };
        (dialect.write)(&version, None).ok()
    })
}

/// Where a template is said, whosever the scheme is: a preset takes no further words.
fn setting(id: &str, template: &str) -> String {
    format!("`native = {{ {id} = \"{template}\" }}` for the component in release.toml")
}

/// The part's name and a space, where it is known.
fn named(part: Option<&String>) -> String {
    part.map(|part| format!("{part} ")).unwrap_or_default()
}

/// `none` for 0.
fn none_or(epoch: u64) -> String {
    if epoch == 0 { "none".to_owned() } else { epoch.to_string() }
}

/// `third` for position 2.
fn ordinal(position: usize) -> &'static str {
    ["first", "second", "third", "fourth"].get(position).copied().unwrap_or("last")
}
