//! The files that another tool writes a version into, held against what is in them: what is written
//! into release.toml is what releases find there.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Elsewhere, Located, Locator, RegexLocator, Slot, SlotKind, Source};
use place::{RepoPath, Span};

use super::Imported;
use crate::Content;

/// A file that states a component's version, and how the other tool finds it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The file.
    pub path: RepoPath,
    /// How the version is found.
    pub find: Find,
    /// Which setting says so, for people.
    pub said: String,
}

/// How a version is found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Find {
    /// By the format that the file's name tells.
    Format,
    /// By a pattern of `manifests`, and how often it matches.
    Pattern {
        /// The pattern, with a group `version`.
        regex: String,
        /// How often it matches.
        count: usize,
        /// One that matches only what the tool would replace, where it looks for the very version.
        exact: Option<String>,
    },
    /// By what inherits it: it stands there for others only.
    Heirs,
}

impl Find {
    /// By a pattern whose matches are still to be counted.
    pub(super) fn pattern(regex: String) -> Self {
        Self::Pattern { regex, count: 1, exact: None }
    }
}

/// What one file turned out to hold.
struct Seen {
    find: Find,
    version: Option<String>,
    /// Where it stands.
    spans: Vec<Span>,
}

impl Imported {
    /// Keeps the files that hold the version as the other tool was told, and names the others.
    /// `files` are the ones that [`look`](Self::look) named and that are there.
    pub fn settle(&mut self, files: &BTreeMap<RepoPath, Content>) {
        let mut doubts = Vec::new();
        self.components.retain_mut(|one| {
            let holders = core::mem::take(&mut one.manifests);
            let some = !holders.is_empty();
            let seen = holders.into_iter().map(|holder| {
                let seen = look(&holder, files);
                (holder, seen)
            });
            // A file that its name tells how to read is no guess about where the version stands.
            let (known, patterns): (Vec<_>, Vec<_>) = seen.partition(|(_, seen)| {
                seen.as_ref().is_ok_and(|seen| !matches!(seen.find, Find::Pattern { .. }))
            });
            let mut taken: BTreeSet<(RepoPath, Span)> = BTreeSet::new();
            for (holder, seen) in known.into_iter().chain(patterns) {
                let kept = seen.and_then(|seen| {
                    agrees(one.version.as_deref(), &seen)?;
                    Ok(seen)
                });
                match kept {
                    Ok(seen) => {
                        one.version = one.version.take().or_else(|| seen.version.clone());
                        let place = |span: &Span| (holder.path.clone(), *span);
                        let whole = (holder.path.clone(), Span::new(0, 0));
                        let mut places: Vec<_> = seen.spans.iter().map(place).collect();
                        if places.is_empty() {
                            places.push(whole);
                        }
                        let fresh = places.into_iter().filter(|one| taken.insert(one.clone()));
                        if fresh.count() > 0 {
                            one.manifests.push(Holder { find: seen.find, ..holder });
                        }
                    }
                    Err(why) => doubts.push(format!("{}: not carried over: {why}", holder.said)),
                }
            }
            // Those who have it from there are found by themselves.
            if let [Holder { path, find: Find::Heirs, said }] = one.manifests.as_slice() {
                doubts.push(format!(
                    "{said}: not carried over: {path} has a version for others only, who are listed"
                ));
                one.manifests.clear();
            }
            // Of a product that has no name there, others may be found.
            !(some && one.manifests.is_empty() && one.name.is_none())
        });
        self.doubts.splice(0..0, doubts);
    }
}

/// Looks for the version as a holder says.
fn look(holder: &Holder, files: &BTreeMap<RepoPath, Content>) -> Result<Seen, String> {
    let path = &holder.path;
    let Some(content) = files.get(path) else {
        return Err(format!("{path} is not there, or is no file that can be read"));
    };
    let format = manifest::format_for(path.file_name());
    let known = format.map(|format| content.found(path, &Locator::Format(format)));
    let by_format = known.as_ref().and_then(|found| found.as_deref().ok());
    match &holder.find {
        Find::Format | Find::Heirs => match (&known, by_format.and_then(told)) {
            (_, Some((find, slot))) => Ok(Seen {
                find,
                version: slot.map(Slot::value),
                spans: slot.map(|slot| slot.span).into_iter().collect(),
            }),
            (Some(Err(error)), _) if !error.is_no_version() => Err(error.to_string()),
            _ => Err(format!(
                "{path} holds the version in a way to be told, in `manifests`: \
                 {{ path = \"{path}\", regex = '(?<version>…)' }}"
            )),
        },
        Find::Pattern { regex, exact, .. } => {
            let source = Source::new(path, content.bytes()).map_err(|error| error.to_string())?;
            let count = times(regex, &source)?;
            if count == 0 {
                return Err(format!("nothing in {path} matches `{regex}`"));
            }
            let held = exact.as_ref().map_or(Ok(count), |exact| times(exact, &source))?;
            // What the tool leaves alone says something else.
            let fewer = exact.as_ref().filter(|_| held > 0 && held < count);
            let pattern = match fewer {
                Some(exact) => RegexLocator::new(exact, held),
                None => RegexLocator::new(regex, count),
            };
            let located = pattern.map_err(|error| error.to_string())?.locate(&source);
            let located = located.map_err(|error| format!("{path}: {error}"))?;
            let spans: Vec<Span> = located.slots.iter().map(|slot| slot.span).collect();
            let version = located.version().map(Slot::value);
            let known = by_format.filter(|known| all_known(known, &spans)).and_then(told);
            let known = known.filter(|(_, slot)| slot.is_some_and(|own| spans.contains(&own.span)));
            let find = match known {
                Some((find, _)) => find,
                None if fewer.is_some() => {
                    return Err(format!(
                        "`{regex}` finds {count} places in {path}, and the version is in {held} of \
                         them: no release writes it there; name it in `manifests`, by a pattern that \
                         finds nothing else"
                    ));
                }
                None => Find::Pattern { regex: regex.clone(), count, exact: None },
            };
            Ok(Seen { find, version, spans })
        }
    }
}

/// How often a pattern matches.
fn times(regex: &str, source: &Source<'_>) -> Result<usize, String> {
    let pattern = RegexLocator::new(regex, 1).map_err(|error| error.to_string())?;
    Ok(pattern.times(source))
}

/// How a file is listed for the version that its format finds in it, and where that stands: for
/// itself, or for others only. `None` where it has none.
fn told(located: &Located) -> Option<(Find, Option<&Slot>)> {
    let shared = located.slots.iter().find(|slot| slot.kind == SlotKind::Shared);
    match states(located) {
        true => Some((Find::Format, located.version().or(shared))),
        false => shared.map(|slot| (Find::Heirs, Some(slot))),
    }
}

/// Whether a file has a version of its own, or says from where it has it.
fn states(located: &Located) -> bool {
    let told = |one: &Elsewhere| {
        matches!(one, Elsewhere::Version { .. } | Elsewhere::File { .. } | Elsewhere::Tags { .. })
    };
    located.version().is_some() || located.elsewhere.iter().any(told)
}

/// Whether a format knows all places that a pattern finds, each as one that holds the version.
fn all_known(located: &Located, spans: &[Span]) -> bool {
    spans.iter().all(|span| located.slots.iter().any(|slot| slot.span == *span))
}

/// Whether what a file holds is the component's version.
fn agrees(version: Option<&str>, seen: &Seen) -> Result<(), String> {
    match (version, &seen.version, &seen.find) {
        (Some(wanted), Some(found), Find::Pattern { regex, .. }) if wanted != found => {
            Err(format!("`{regex}` finds {found}, while the version is {wanted}"))
        }
        _ => Ok(()),
    }
}
