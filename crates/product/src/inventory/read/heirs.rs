//! What packages state of the one that they inherit from: its version, which they have to name as it
//! is, or the workspace no longer builds (SEMANTICS 12).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Format, Located, Locator, Slot, SlotKind};
use place::RepoPath;

use super::super::files::Files;
use super::super::workspaces::Workspace;
use super::super::{Bond, Edge, Holding, Manner, Own, Told, takes_version};
use super::Shelf;
use crate::discover::members;
use crate::{Component, Product};

/// A manifest that names the package it inherits from.
struct Child {
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
    (files, workspaces): (&[Files], &[Workspace]),
    shelf: &mut Shelf<'_>,
    holdings: &mut [Holding],
) {
    let mut children = children(files, shelf);
    let mut holders = holders(shelf, holdings);
    if holders.is_empty() {
        return;
    }
    for root in holders.values().map(|(root, _)| root.clone()).collect::<Vec<_>>() {
        workspace(shelf, &root, &mut children);
    }
    // Where what they inherit from is a member as they are, what lists them all is above it.
    for (format, one) in
        workspaces.iter().flat_map(|of| of.beside.iter().map(|one| (of.format, one)))
    {
        if one.located.parent.is_some() {
            let located = one.located.clone();
            children.entry(one.path.clone()).or_insert(Child { component: None, format, located });
        }
    }
    let mut left: Vec<(RepoPath, Child)> = children.into_iter().collect();
    loop {
        let (mut found, mut later) = (Vec::new(), Vec::new());
        for (path, child) in left {
            let slot = named(&child.located);
            let holder = slot.and_then(|(on, slot)| Some((slot.clone(), holders.get(on)?.1)));
            match holder {
                Some((slot, holder)) => found.push((path, child, slot, holder)),
                None => later.push((path, child)),
            }
        }
        if found.is_empty() {
            return;
        }
        for (path, child, slot, holder) in found {
            // Whoever inherits from that one has the same version as well.
            if let (true, Some(name)) = (takes_version(&child.located), &child.located.name) {
                holders.entry(name.clone()).or_insert_with(|| (path.clone(), holder));
            }
            if child.component.is_none() {
                shelf.followed.push((path.clone(), Locator::Format(child.format)));
            }
            let by = child.component.unwrap_or(holder);
            if let Some(held) = product.components.get(by).zip(holdings.get_mut(by)) {
                place(held, (path, &child), slot, holder);
            }
        }
        left = later;
    }
}

/// The components' manifests that name the package they inherit from.
fn children(files: &[Files], shelf: &mut Shelf<'_>) -> BTreeMap<RepoPath, Child> {
    let mut children = BTreeMap::new();
    for (index, files) in files.iter().enumerate() {
        for manifest in &files.manifests {
            let Locator::Format(format) = &manifest.locator else { continue };
            let Some(Ok(located)) = shelf.manifest(manifest) else { continue };
            if located.parent.is_some() {
                let component = Some(index);
                let child = Child { component, format, located };
                children.entry(manifest.path.clone()).or_insert(child);
            }
        }
    }
    children
}

/// Adds to what a component holds the `slot` in which the manifest `path` names a package whose
/// version is that of component `holder`.
fn place(
    (component, holding): (&Component, &mut Holding),
    (path, child): (RepoPath, &Child),
    slot: Slot,
    holder: usize,
) {
    let known = |edge: &Edge| edge.path == path && edge.span == slot.span;
    if holding.own.is_empty() || holding.requires.iter().any(known) {
        return;
    }
    let (dialect, Slot { span, text, rest, .. }) = (child.format.dialect, slot);
    if child.component.is_some() && !takes_version(&child.located) {
        holding.requires.push(Edge {
            on: holder,
            path,
            span,
            text,
            dialect,
            inherited: false,
            told: Told::ByReleased,
            for_developers: false,
            manner: Manner::default(),
        });
        return;
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
fn workspace(shelf: &mut Shelf<'_>, root: &RepoPath, children: &mut BTreeMap<RepoPath, Child>) {
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
            children.entry(path).or_insert(Child { component: None, format, located });
        }
    }
}

/// The package that a manifest inherits from, and the slot with its version.
pub(super) fn named(located: &Located) -> Option<(&String, &Slot)> {
    let parent = located.parent?;
    located.slots.iter().find_map(|slot| match &slot.kind {
        SlotKind::Requirement { on, .. } if slot.span == parent => Some((on, slot)),
        _ => None,
    })
}
