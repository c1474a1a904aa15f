//! `lockfile-stale`: lock files copy what the manifests say.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Place, RepoPath, Severity};
use version::Dialect;

use super::{About, Findings, Lint, Mended, Rule};
use crate::inventory::{LockEntry, Own};
use crate::whole::{Left, Moved, computed, outgrows, some, unlike, ways};

pub(super) const RULE: Rule = Rule {
    id: "lockfile-stale",
    severity: Severity::Error,
    about: About::Content,
    text: "A lock file's entries for the product's own packages have the versions that the manifests have.",
    example: "core/Cargo.toml says 1.1.0 and Cargo.lock has core 1.0.0: `lint --fix` corrects that entry and no other.",
    check: Some(check),
    mended: Mended::After(2),
};

/// An entry that does not have what its manifest says.
struct Stale<'i> {
    /// The component.
    index: usize,
    entry: &'i LockEntry,
    package: &'i Own,
    /// What should stand there.
    written: String,
}

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let mut files: BTreeMap<&RepoPath, Vec<Stale<'_>>> = BTreeMap::new();
    for one in stale(lint) {
        files.entry(&one.entry.path).or_default().push(one);
    }
    for (path, all) in files {
        // Half of what its tool would write is worse than none: a release leaves it as well.
        if let (Some(Left { why, help }), Some(first)) = (left(lint, path, &all), all.first()) {
            findings.weighed(
                first.index,
                Place::bytes(path, first.entry.span),
                (Severity::Warning, None),
                format!("{path} is older than the manifests: {}", some(&why)),
                help,
            );
            continue;
        }
        for Stale { index, entry, package, written } in all {
            findings.add(
                Some(index),
                Some(Place::bytes(&entry.path, entry.span)),
                format!(
                    "`{}` is {} in {}, but {} in the lock file",
                    entry.name, package.text, package.path, entry.text
                ),
                match lint.mends(Some(&written)) {
                    true => "`lint --fix` corrects the entry",
                    false => "correct the entry",
                },
                Some(written),
            );
        }
    }
}

/// All such entries.
fn stale<'i>(lint: &Lint<'i>) -> Vec<Stale<'i>> {
    let mut all = Vec::new();
    for (index, component, _) in lint.components() {
        for entry in lint.inventory.locks(index).iter().filter(|e| e.requires.is_none()) {
            let package = lint.inventory.own(index).iter().find(|own| own.dialect == entry.dialect);
            // A lock file may spell a version more fully than the manifest does.
            let spelled = |own: &&Own| {
                let version = own.version.as_ref().ok();
                let text = version.and_then(|v| component.form.native(entry.dialect, v, None).ok());
                own.text == entry.text
                    || text.is_some_and(|text| text == entry.text)
                    // Python's `.dev` is `.dev0`.
                    || own.development.is_some()
                        && (entry.dialect.order)(&own.text, &entry.text).is_eq()
            };
            let Some(package) = package.filter(|package| !spelled(package)) else { continue };
            // The ecosystem's tools write its own spelling, whatever the manifest has: uv `2.0.dev0`
            // where pyproject.toml says `2.0.dev`.
            let written = entry.dialect.canonical(&package.text);
            let written = written.unwrap_or_else(|| package.text.clone());
            if written != entry.text {
                all.push(Stale { index, entry, package, written });
            }
        }
    }
    all
}

/// Why the entries of the lock file `path` are not to be corrected without the rest of it; `None`
/// where they are all that is old.
fn left(lint: &Lint<'_>, path: &RepoPath, all: &[Stale<'_>]) -> Option<Left> {
    let lock = lint.snapshot.bytes(path)?;
    outgrown(lint, path).or_else(|| {
        let after = corrected(lock, all);
        let sealed = lint.inventory.seals().iter().find(|sealed| sealed.path == *path)?;
        let moves = |dialect: &'static Dialect, name: &str| {
            let one = |one: &&Stale<'_>| one.entry.name == name && one.entry.dialect == dialect;
            let one = all.iter().find(one)?;
            Some(Moved { old: [one.entry.text.clone()].into(), new: [one.written.clone()].into() })
        };
        let mut why = unlike(lint.inventory, path, &after, &moves);
        let manifest = lint.snapshot.bytes(&sealed.manifest)?;
        let right = ways(lint.snapshot, sealed);
        let mut known = sealed.seal.ways.is_empty();
        for (at, way) in sealed.seal.ways.iter().enumerate() {
            let new = computed(sealed, *way, manifest, &after);
            known |= new.is_some();
            let same = |(place, (_, text)): (usize, &(place::Span, String))| {
                right.get(place) != Some(&Some(at))
                    || new.as_ref().and_then(|new| new.get(place)) == Some(text)
            };
            if why.is_empty() && !sealed.places.iter().enumerate().all(same) {
                why.push(format!("its {} would have to change as well", sealed.seal.what));
            }
        }
        if why.is_empty() && !known {
            why.push(format!("its {} cannot be told from the rest", sealed.seal.what));
        }
        let help = format!("let {} write it anew: `{}`", sealed.seal.tool, sealed.seal.command);
        (!why.is_empty()).then_some(Left { why, help })
    })
}

/// The lock file with all entries corrected.
fn corrected(lock: &[u8], all: &[Stale<'_>]) -> Vec<u8> {
    let mut edits: Vec<(place::Span, &str)> =
        all.iter().map(|one| (one.entry.span, one.written.as_str())).collect();
    edits.sort();
    edits.dedup();
    let (mut after, mut done) = (Vec::with_capacity(lock.len()), 0);
    for (span, text) in edits {
        after.extend_from_slice(lock.get(done..span.start).unwrap_or_default());
        after.extend_from_slice(text.as_bytes());
        done = span.end;
    }
    after.extend_from_slice(lock.get(done..).unwrap_or_default());
    after
}

/// Siblings that the lock file has from a registry, at versions that the requirements exclude by now.
fn outgrown(lint: &Lint<'_>, path: &RepoPath) -> Option<Left> {
    let mut why = Vec::new();
    for (index, ..) in lint.components() {
        let pins = || lint.inventory.pins(index).iter().filter(|pin| pin.path == *path);
        for (edge, pin) in lint
            .inventory
            .requires(index)
            .iter()
            .flat_map(|edge| pins().map(move |pin| (edge, pin)))
        {
            let mut copies = lint.inventory.locks(index).iter();
            let old = copies.find(|one| one.path == *path && one.requires == Some(edge.on));
            if outgrows(edge, old.map(|old| old.text.as_str()), &edge.text, pin) {
                let (name, has, by) = (&pin.name, &pin.text, &edge.path);
                let reason = format!(
                    "it has `{name}` {has} from a registry, and {by} requires {}",
                    edge.text
                );
                if !why.contains(&reason) {
                    why.push(reason);
                }
            }
        }
    }
    let help = format!("let its tool update {path} once what it requires is published");
    (!why.is_empty()).then_some(Left { why, help })
}
