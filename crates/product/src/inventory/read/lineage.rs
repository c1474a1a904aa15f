//! Packages beside the components that have a component's version, because both take it from what
//! they name as the one they inherit from.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, Format, Located, Locator, SlotKind};
use place::{RepoPath, Span};

use super::super::files::Files;
use super::super::workspaces::{Heir, Workspace};
use super::super::{Edge, Holding, Manner};
use super::heirs::named;
use super::siblings::Taken;
use super::{Packages, Shelf};

/// A manifest that is there: where it is, and what it holds.
type Known = (RepoPath, Arc<Located>);

/// The packages by ecosystem and name.
type ByName = BTreeMap<(&'static str, String), Known>;

/// The packages of the workspaces that are no components, and whose version stands where a component's
/// does: each with the first such component.
pub(super) fn heirs(shelf: &mut Shelf<'_>, files: &[Files], workspaces: &[Workspace]) -> Vec<Heir> {
    if workspaces.iter().all(|of| of.beside.is_empty()) {
        return Vec::new();
    }
    let mut all = ByName::new();
    let mut add = |format: &Format, path: &RepoPath, located: &Arc<Located>| {
        if let Some(name) = &located.name {
            let known = || (path.clone(), located.clone());
            all.entry((format.dialect.id, name.clone())).or_insert_with(known);
        }
    };
    let mut own: Vec<(usize, &'static Format, Known)> = Vec::new();
    for (index, files) in files.iter().enumerate() {
        for manifest in &files.manifests {
            let Locator::Format(format) = &manifest.locator else { continue };
            let Some(Ok(located)) = shelf.manifest(manifest) else { continue };
            add(format, &manifest.path, &located);
            own.push((index, format, (manifest.path.clone(), located)));
        }
    }
    let beside = workspaces.iter().flat_map(|of| of.beside.iter().map(|one| (of.format, one)));
    for (format, one) in beside.clone() {
        add(format, &one.path, &one.located);
    }
    let mut components: BTreeMap<(RepoPath, Span), usize> = BTreeMap::new();
    for (index, format, known) in &own {
        if let Some(origin) = origin(&all, format, known) {
            components.entry(origin).or_insert(*index);
        }
    }
    let heirs = beside.filter_map(|(format, one)| {
        let origin = origin(&all, format, &(one.path.clone(), one.located.clone()))?;
        Some(Heir {
            format,
            path: one.path.clone(),
            located: one.located.clone(),
            component: *components.get(&origin)?,
        })
    });
    heirs.collect()
}

/// Adds what the packages of one component that inherit its version require of each other: they move as
/// one, and their manifests are written for what they name as the one they inherit from.
pub(super) fn follow(
    heirs: &[Heir],
    packages: &Packages,
    shelf: &mut Shelf<'_>,
    holdings: &mut [Holding],
) {
    for heir in heirs {
        let (located, dialect) = (&heir.located, heir.format.dialect);
        let Some(holding) = holdings.get_mut(heir.component) else { continue };
        let folder = heir.folder();
        for slot in &located.slots {
            let SlotKind::Requirement { on, path: None, .. } = &slot.kind else { continue };
            if located.parent == Some(slot.span) || located.is_for_others(slot) {
                continue;
            }
            let meant = packages.meant(dialect, &folder, on).first().map(|one| one.component);
            let told = Taken::of(located, on, false).told(slot);
            if let (true, Some(told)) = (meant == Some(heir.component), told) {
                shelf.followed.push((heir.path.clone(), Locator::Format(heir.format)));
                holding.requires.push(Edge {
                    on: heir.component,
                    path: heir.path.clone(),
                    span: slot.span,
                    text: slot.text.clone(),
                    dialect,
                    inherited: false,
                    told,
                    for_developers: slot.kind.is_for_developers(),
                    manner: Manner::default(),
                });
            }
        }
    }
}

/// Where a package's version stands: in its own manifest, or in the first that hands it down of those
/// it inherits from.
fn origin(all: &ByName, format: &Format, known: &Known) -> Option<(RepoPath, Span)> {
    let (mut path, mut located) = (&known.0, &known.1);
    if let Some(version) = located.version() {
        return Some((path.clone(), version.span));
    }
    let key = located.elsewhere.iter().find_map(|one| match one {
        Elsewhere::Version { shared_key, .. } => Some(shared_key),
        _ => None,
    })?;
    let mut asked: Vec<&str> = Vec::new();
    // As many as there are: one that inherits from itself has no version.
    for _ in 0..all.len() {
        let (name, slot) = named(located)?;
        asked.push(&slot.text);
        (path, located) = all.get(&(format.dialect.id, name.clone())).map(|(p, l)| (p, l))?;
        if let Some((_, span)) = located.inheritable.iter().find(|(known, _)| known == key) {
            // One that asks for another version has an earlier release of it for its parent.
            let there = located.at(*span).first().map(|slot| slot.text.as_str());
            let meant = asked.iter().all(|text| Some(*text) == there);
            return meant.then(|| (path.clone(), *span));
        }
    }
    None
}
