//! What packages state of the one that they inherit from: its version, which they have to name as it
//! is, or the workspace no longer builds (SEMANTICS 12).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, Format, Located, Locator, Slot, SlotKind};
use place::RepoPath;

use super::super::files::Files;
use super::super::{Bond, Edge, Holding, Own, Told};
use super::Shelf;
use crate::Product;
use crate::discover::members;

/// A manifest that names the package it inherits from.
struct Heir {
    /// The component that it is of; `None` for a package of the workspace that is none.
    component: Option<usize>,
    format: &'static Format,
    located: Arc<Located>,
}

/// Adds to the holdings what names a package whose version is a component's: to that component's
/// where a package that is none does, to its own where the component inherits that very version. A
/// component with a version of its own requires the other one.
pub(super) fn follow(
    product: &Product,
    files: &[Files],
    shelf: &mut Shelf<'_>,
    holdings: &mut [Holding],
) {
    let mut heirs: BTreeMap<RepoPath, Heir> = BTreeMap::new();
    for (index, manifest) in files
        .iter()
        .enumerate()
        .flat_map(|(index, files)| files.manifests.iter().map(move |manifest| (index, manifest)))
    {
        let Locator::Format(format) = &manifest.locator else { continue };
        let Some(Ok(located)) = shelf.manifest(manifest) else { continue };
        if located.parent.is_some() {
            let component = Some(index);
            heirs.entry(manifest.path.clone()).or_insert(Heir { component, format, located });
        }
    }
    let mut holders = holders(shelf, holdings);
    if holders.is_empty() {
        return;
    }
    for root in holders.values().map(|(root, _)| root.clone()).collect::<Vec<_>>() {
        workspace(shelf, &root, &mut heirs);
    }
    let mut left: Vec<(RepoPath, Heir)> = heirs.into_iter().collect();
    loop {
        let (mut found, mut later) = (Vec::new(), Vec::new());
        for (path, heir) in left {
            let slot = named(&heir.located);
            let holder = slot.and_then(|(on, slot)| Some((slot.clone(), holders.get(on)?.1)));
            match holder {
                Some((slot, holder)) => found.push((path, heir, slot, holder)),
                None => later.push((path, heir)),
            }
        }
        if found.is_empty() {
            return;
        }
        for (path, heir, slot, holder) in found {
            let inherits = heir.located.version().is_none()
                && heir.located.elsewhere.iter().any(|e| matches!(e, Elsewhere::Version { .. }));
            // Whoever inherits from that one has the same version as well.
            if let (true, Some(name)) = (inherits, &heir.located.name) {
                holders.entry(name.clone()).or_insert_with(|| (path.clone(), holder));
            }
            if heir.component.is_none() {
                shelf.followed.push((path.clone(), Locator::Format(heir.format)));
            }
            let by = heir.component.unwrap_or(holder);
            let component = product.components.get(by);
            let Some((component, holding)) = component.zip(holdings.get_mut(by)) else { continue };
            let known = |edge: &Edge| edge.path == path && edge.span == slot.span;
            if holding.own.is_empty() || holding.requires.iter().any(known) {
                continue;
            }
            let (dialect, Slot { span, text, rest, .. }) = (heir.format.dialect, slot);
            if heir.component.is_some() && !inherits {
                let edge = Edge {
                    on: holder,
                    path,
                    span,
                    text,
                    dialect,
                    inherited: false,
                    told: Told::ByReleased,
                    for_developers: false,
                };
                holding.requires.push(edge);
                continue;
            }
            let version = component.form.from_native(dialect, &text);
            let ahead = || component.form.in_development(dialect, &text);
            holding.own.push(Own {
                development: version.is_err().then(ahead).flatten(),
                path,
                span,
                text,
                dialect,
                rest,
                shared: true,
                listed: false,
                bond: Bond::States,
                release: None,
                version,
            });
        }
        left = later;
    }
}

/// The packages that others may inherit from and whose version is a component's: by name, the file
/// that has the version and the first component of those that share it.
fn holders(shelf: &Shelf<'_>, holdings: &[Holding]) -> BTreeMap<String, (RepoPath, usize)> {
    let mut holders = BTreeMap::new();
    for (index, holding) in holdings.iter().enumerate() {
        for own in &holding.own {
            let Some(Ok(located)) = shelf.located.get(&own.path) else { continue };
            let whole = located.version().is_some_and(|slot| slot.span == own.span);
            if let (true, true, Some(name)) = (whole, located.stated_by_heirs, &located.name) {
                holders.entry(name.clone()).or_insert_with(|| (own.path.clone(), index));
            }
        }
    }
    holders
}

/// Adds the members of the workspace whose root is `root`, and of those that are in it, as far as
/// they name the package they inherit from. What is not read yet is added to the needs.
fn workspace(shelf: &mut Shelf<'_>, root: &RepoPath, heirs: &mut BTreeMap<RepoPath, Heir>) {
    let snapshot = shelf.snapshot;
    let Some(format) = manifest::format_for(root.file_name()) else { return };
    let locator = Locator::Format(format);
    let mut seen = BTreeSet::from([root.clone()]);
    let mut left = alloc::vec![root.clone()];
    while let Some(path) = left.pop() {
        if shelf.needs.file(snapshot, &path).is_none() {
            continue;
        }
        let Some(Ok(located)) = shelf.whole(&path, &locator).cloned() else { continue };
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        let inside = located.members.iter();
        let inside = inside.flat_map(|of| members(snapshot, &folder, of, &mut shelf.needs));
        let next = inside.filter_map(|member| member.join(root.file_name()).ok());
        left.extend(next.filter(|next| seen.insert(next.clone())));
        if located.parent.is_some() {
            heirs.entry(path).or_insert(Heir { component: None, format, located });
        }
    }
}

/// The package that a manifest inherits from, and the slot with its version.
fn named(located: &Located) -> Option<(&String, &Slot)> {
    let parent = located.parent?;
    located.slots.iter().find_map(|slot| match &slot.kind {
        SlotKind::Requirement { on, .. } if slot.span == parent => Some((on, slot)),
        _ => None,
    })
}
