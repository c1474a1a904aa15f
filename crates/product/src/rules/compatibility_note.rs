//! `compatibility-note`: a version that no longer serves what the one before it served tells people
//! so (CHAIN-12). A plan warns before it is made, and lint once it is there.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;

use place::Severity;
use tags::OwnerId;
use version::{Compatibility, Version};

use super::{About, Findings, Lint, Mended, Rule};
use crate::config::Component;
use crate::impact::{ChangeFile, change_paths, had};
use crate::{Inventory, Needs, Product, Snapshot};

pub(crate) const RULE: Rule = Rule {
    id: "compatibility-note",
    severity: Severity::Warning,
    about: About::Content,
    text: "A release that does not serve what the last one served has a note on compatibility.",
    example: "`release major` with no `## Compatibility` in any pending change file.",
    check: Some(check),
    mended: Mended::ByHand,
};

/// One warning a line: the first component that breaks speaks for all that moved with it. A note
/// that is added afterwards is a note.
fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let (product, snapshot, inventory) = (lint.product, lint.snapshot, lint.inventory);
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for (index, component, _) in lint.components() {
        let Some(broken) = broken(product, snapshot, inventory, index) else { continue };
        if told.contains(&component.line) || has_note(product, snapshot, broken.tag) {
            continue;
        }
        told.insert(component.line);
        findings.add(
            Some(index),
            inventory.place(index),
            format!(
                "`{}` {} does not serve what {} served, and no change file since {} says what that means",
                component.name, broken.to, broken.from, broken.tag
            ),
            "give one of the change files a section `## Compatibility`: `change add -m TEXT` writes one",
            None,
        );
    }
}

/// What telling this still lacks: what was out before each version that breaks, and the change
/// files since.
pub(crate) fn reads(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    needs: &mut Needs,
) {
    for index in 0..product.components.len() {
        let Some(broken) = broken(product, snapshot, inventory, index) else { continue };
        if needs.tag(snapshot, broken.tag).is_none() {
            continue;
        }
        needs.tagged_folder(snapshot, broken.tag, &product.changes);
        needs.folder(snapshot, &product.changes);
        for path in change_paths(product, snapshot).unwrap_or_default() {
            needs.file(snapshot, &path);
        }
    }
}

/// A version that does not serve what was made for the one before it.
struct Broken<'a> {
    to: &'a Version,
    from: &'a Version,
    /// The tag of the one before.
    tag: &'a str,
}

/// Whether the version of component `index` breaks with the final release before it, which is the
/// highest below it in sight. Only a policy that asks for notes is held to them.
fn broken<'a>(
    product: &Product,
    snapshot: &'a Snapshot,
    inventory: &'a Inventory,
    index: usize,
) -> Option<Broken<'a>> {
    let component = product.components.get(index).filter(|component| !component.retired)?;
    let line = product.lines.get(component.line)?;
    line.scheme.policy(RULE.id)?;
    let (form, to) = (&component.form, inventory.version(index)?);
    let key = form.key(to);
    let earlier = snapshot.tags.released(OwnerId::Component(index)).iter().rev();
    let earlier = earlier.filter(|released| !released.pre && released.key < key);
    let before = earlier.into_iter().find(|released| !snapshot.is_out_of_sight(&released.tag))?;
    let from = &before.version;
    breaks(product, component, to, from).then_some(Broken { to, from, tag: &before.tag })
}

/// Whether a component at `to` does not serve what was made for it at `from`.
pub(crate) fn breaks(
    product: &Product,
    component: &Component,
    to: &Version,
    from: &Version,
) -> bool {
    let Some(line) = product.lines.get(component.line) else { return false };
    let (role, name) = (component.role.as_deref(), Some(component.name.as_str()));
    let verdict = line.scheme.compare((role, to, name), (role, from, name)).verdict;
    verdict == Compatibility::Incompatible
}

/// Whether a change file that was not there at `tag` has a note on compatibility, whichever
/// component it is about: the product speaks for all.
fn has_note(product: &Product, snapshot: &Snapshot, tag: &str) -> bool {
    let folder = (tag.to_string(), product.changes.clone());
    let then = snapshot.tagged_folders.get(&folder).and_then(Option::as_deref).unwrap_or_default();
    let mut paths = change_paths(product, snapshot).unwrap_or_default().into_iter();
    paths.any(|path| {
        let bytes = snapshot.bytes(&path).filter(|_| !had(then, &path));
        let file = bytes.and_then(|bytes| ChangeFile::read(product, &path, bytes).ok());
        file.is_some_and(|file| tells(&file.note))
    })
}

/// Whether a note in Markdown has a heading about compatibility.
pub(crate) fn tells(note: &str) -> bool {
    let mut headings = note.lines().filter(|line| line.starts_with('#'));
    headings.any(|heading| heading.to_ascii_lowercase().contains("compatib"))
}
