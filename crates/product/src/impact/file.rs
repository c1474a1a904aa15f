//! One change file: which components it is about, what its impact is, and the note for people.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{FrontEntry, FrontText, Source, front_matter};
use place::{Place, RepoPath, Span, nearest};
use version::Scheme;

use super::ChangeError;
use crate::{Meant, Product, Snapshot};

/// The keys of a change file's front matter.
const KEYS: [&str; 2] = ["components", "impact"];

/// A change file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeFile {
    /// Its path.
    pub path: RepoPath,
    /// The components that it is about: indices into [`Product::components`], in its own order.
    pub components: Vec<usize>,
    /// Its impacts, in its own order; each is one of the scheme of every component named.
    pub impacts: Vec<NamedImpact>,
    /// The note, in Markdown, without blank lines around it; never empty.
    pub note: String,
}

/// An impact, and where a change file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedImpact {
    /// The impact's ID in the scheme.
    pub id: String,
    /// The bytes that name it.
    pub span: Span,
}

/// Whether a file of this name, in the folder of change files, is one: Markdown, and not the page
/// that tells people about the folder.
#[must_use]
pub fn is_change_file(name: &str) -> bool {
    name.ends_with(".md") && !name.eq_ignore_ascii_case("readme.md")
}

/// The change files of the view under inspection, in the order of their names; `None` where the
/// folder has not been listed.
pub(crate) fn change_paths(product: &Product, snapshot: &Snapshot) -> Option<Vec<RepoPath>> {
    let listed = snapshot.folders.get(&product.changes)?.as_ref();
    let files = listed.into_iter().flatten().filter(|entry| !entry.folder);
    let files = files.filter(|entry| is_change_file(&entry.name));
    Some(files.filter_map(|entry| product.changes.join(&entry.name).ok()).collect())
}

impl ChangeFile {
    /// Reads the change file `path` of `product`. A name from before speaks of the component that had
    /// it (SEMANTICS 30).
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the file; never empty.
    pub fn read(
        product: &Product,
        path: &RepoPath,
        bytes: &[u8],
    ) -> Result<Self, Vec<ChangeError>> {
        Self::read_by(product, path, bytes, Product::called)
    }

    /// As [`ChangeFile::read`], with what knows a component by its name.
    pub(super) fn read_by(
        product: &Product,
        path: &RepoPath,
        bytes: &[u8],
        called: fn(&Product, &str) -> Option<usize>,
    ) -> Result<Self, Vec<ChangeError>> {
        let source = Source::new(path, bytes).map_err(|error| [error.into()])?;
        let front = front_matter(&source).map_err(|error| [error.into()])?;
        let place = |span: Span| Place::bytes(path, span);
        let mut wrong = Vec::new();
        for entry in front.entries.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())) {
            wrong.push(ChangeError::Key {
                place: place(entry.span),
                key: entry.key.clone(),
                nearest: nearest(&entry.key, KEYS).map(ToString::to_string),
            });
        }
        let mut values = |key: &'static str| -> Vec<FrontText> {
            let entry = front.entries.iter().find(|entry| entry.key == key);
            let given = entry.map_or(&[][..], |entry| &entry.values);
            if given.is_empty() {
                let at = entry.map_or(front.opening, |entry: &FrontEntry| entry.span);
                let empty = entry.is_some();
                wrong.push(ChangeError::Missing { place: place(at), key, empty });
            }
            let mut once: Vec<FrontText> = Vec::with_capacity(given.len());
            for value in given {
                if once.iter().any(|known| known.text == value.text) {
                    let name = value.text.clone();
                    wrong.push(ChangeError::Repeated { place: place(value.span), name });
                } else {
                    once.push(value.clone());
                }
            }
            once
        };
        let [names, ids] = KEYS.map(&mut values);
        let mut components = Vec::with_capacity(names.len());
        for name in names {
            match called(product, &name.text) {
                // Under both names.
                Some(index) if components.contains(&index) => {}
                Some(index) => components.push(index),
                None => wrong.push(
                    unlisted(KEYS[0], &name, place(name.span))
                        .unwrap_or_else(|| unknown_component(product, &name, place(name.span))),
                ),
            }
        }
        let schemes = schemes(product, &components);
        for id in &ids {
            let lacking = schemes.iter().find(|scheme| scheme.impact(&id.text).is_none());
            wrong.extend(lacking.map(|scheme| {
                unlisted(KEYS[1], id, place(id.span))
                    .unwrap_or_else(|| unknown_impact(scheme, id, place(id.span)))
            }));
        }
        if front.text.is_empty() {
            wrong.push(ChangeError::Note { place: place(front.text_span) });
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let impacts = ids.into_iter().map(|id| NamedImpact { id: id.text, span: id.span });
        Ok(Self { path: path.clone(), components, impacts: impacts.collect(), note: front.text })
    }
}

/// The schemes that the components are under, each once; the product's where none is known.
fn schemes<'p>(product: &'p Product, components: &[usize]) -> Vec<&'p Scheme> {
    let lines = components.iter().filter_map(|index| product.components.get(*index));
    let mut lines: Vec<usize> = lines.map(|component| component.line).collect();
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() && product.lines.len() == 1 {
        lines.push(0);
    }
    lines.into_iter().filter_map(|at| product.lines.get(at)).map(|line| &line.scheme).collect()
}

/// The refusal of several names in one text, which people mean for a list.
fn unlisted(key: &'static str, given: &FrontText, place: Place) -> Option<ChangeError> {
    let names = given.text.split([',', ' ']).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(ToOwned::to_owned).collect();
    let text = given.text.clone();
    (names.len() > 1).then_some(ChangeError::Unlisted { place, key, text, names })
}

fn unknown_component(product: &Product, name: &FrontText, place: Place) -> ChangeError {
    let meant = Meant::of(&name.text, product.components.iter(), core::iter::empty());
    ChangeError::Component { place, name: name.text.clone(), meant }
}

fn unknown_impact(scheme: &Scheme, id: &FrontText, place: Place) -> ChangeError {
    let known: Vec<String> = scheme.impacts().iter().map(|impact| impact.id.clone()).collect();
    ChangeError::Impact {
        place,
        id: id.text.clone(),
        scheme: scheme.name().to_string(),
        nearest: nearest(&id.text, known.iter().map(String::as_str)).map(ToString::to_string),
        known,
    }
}
