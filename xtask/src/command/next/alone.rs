//! The next version of one that stands alone, outside any product.

use place::nearest_or;
use product::Asked;
use version::{Advance, Given, PartId, Scheme, Scope, Version};

use super::Words;
use crate::error::{Refused, UsageError};
use crate::options::{ChangeOptions, today};
use crate::parties::{Policy, PolicyOptions};
use crate::{Error, Session};

/// What is made of the version that `words` name, under the scheme called `scheme`.
///
/// # Errors
/// A scheme, a version or a part that is none; a step that the policy does not make.
pub(super) fn next(
    session: &Session,
    scheme: String,
    role: Option<String>,
    words: Words,
) -> Result<Version, Error> {
    let options = PolicyOptions { scheme: Some(scheme), role, line: None };
    let policy = Policy::open(session, &options, &[], false)?;
    let step = Step::of(&policy.scheme, words)?;
    let party = policy.subject(&step.version)?;
    let part = step.part.map(|name| part(&policy.scheme, &name)).transpose()?;
    let by = match (&step.label, part) {
        (Some(label), part) => {
            let level = part.or_else(|| party.form.pre_level());
            // What is pending says itself what it leads to.
            let level = level.or_else(|| party.form.is_pre(&party.version).then_some(PartId(0)));
            let part = level.ok_or_else(|| which_level(&policy.scheme))?;
            Advance::Pre { label, part }
        }
        (None, Some(part)) => Advance::Part(part),
        (None, None) if step.lowest => Advance::Lowest,
        (None, None) => Advance::Promotion,
    };
    let given = Given {
        date: today(step.change.date)?,
        external: step.change.build,
        minimum: party.form.minimum().and_then(|part| party.version.value(part)),
    };
    let next = party.form.advance(&party.version, by, &given);
    let next = next.map_err(|error| Refused::under(&policy.scheme, error))?;
    Ok(party.form.released(&next))
}

/// The words of an operation, told apart.
struct Step {
    version: String,
    part: Option<String>,
    label: Option<String>,
    lowest: bool,
    change: ChangeOptions,
}

impl Step {
    fn of(scheme: &Scheme, Words { asked, version, change }: Words) -> Result<Self, UsageError> {
        let missing = || UsageError {
            message: "no version is named".into(),
            help: "outside a product, name the version that moves: `next release minor 1.0.2`"
                .into(),
        };
        Ok(match asked {
            Asked::Release { what, components, all, exclude } => {
                nobody(&components, all, &exclude)?;
                // Alone, a version is what is to be promoted.
                let (part, version) = match (what, version) {
                    (Some(word), None) if scheme.part(&word).is_none() => (None, Some(word)),
                    other => other,
                };
                let version = version.ok_or_else(missing)?;
                Self { version, part, label: None, lowest: false, change }
            }
            Asked::Patch { unstable: true, .. } => {
                let help = "leave --scheme out, or use `next pre LABEL VERSION`";
                return Err(of_products("--unstable", help));
            }
            Asked::Patch { needs_core: Some(_), .. } => {
                return Err(of_products("--needs-core", "leave it out, or --scheme"));
            }
            Asked::Patch { level: Some(part), .. } => {
                let help = format!("name the part that moves: `next release {part} VERSION`");
                return Err(of_products("--level", &help));
            }
            Asked::Patch { components, all, .. } => {
                let mut versions = components.into_iter();
                let version = versions.next();
                nobody(&versions.collect::<Vec<_>>(), all, &[])?;
                let version = version.ok_or_else(missing)?;
                Self { version, part: None, label: None, lowest: true, change }
            }
            Asked::Pre { label, level, components, all, exclude } => {
                nobody(&components, all, &exclude)?;
                let version = version.ok_or_else(missing)?;
                Self { version, part: level, label: Some(label), lowest: false, change }
            }
        })
    }
}

/// Refuses the names of who takes part, where there is one version and nobody else.
fn nobody(components: &[String], all: bool, exclude: &[String]) -> Result<(), UsageError> {
    if components.is_empty() && !all && exclude.is_empty() {
        return Ok(());
    }
    Err(of_products("who takes part", "name one version alone, or leave --scheme out"))
}

fn of_products(what: &str, help: &str) -> UsageError {
    UsageError { message: format!("{what} is asked of a product"), help: help.into() }
}

fn part(scheme: &Scheme, name: &str) -> Result<PartId, UsageError> {
    scheme.part(name).ok_or_else(|| UsageError {
        message: format!("the scheme `{}` has no part `{name}`", scheme.name()),
        help: nearest_or(name, parts(scheme), || {
            format!("its parts are {}", parts(scheme).collect::<Vec<_>>().join(", "))
        }),
    })
}

fn which_level(scheme: &Scheme) -> UsageError {
    UsageError {
        message: "nothing says which part's next version it leads to".into(),
        help: format!("say it with --level: {}", parts(scheme).collect::<Vec<_>>().join(", ")),
    }
}

fn parts(scheme: &Scheme) -> impl Iterator<Item = &str> {
    let people = scheme.parts().iter().filter(|part| part.scope != Scope::External);
    people.map(|part| part.name.as_str())
}
