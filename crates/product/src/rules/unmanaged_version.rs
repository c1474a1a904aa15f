//! `unmanaged-version`: a component's version is written only where a release writes it.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use place::{Place, RepoPath, Severity, Span};

use super::{Findings, Lint, Rule};
use crate::{Product, Snapshot};

pub(super) const RULE: Rule = Rule {
    id: "unmanaged-version",
    severity: Severity::Note,
    text: "Where a text names a component together with its version, a release moves that version too.",
    example: "README.md says `cargo add hammer@1.4.0`: after the next release it is wrong. List it as a manifest of hammer, with a `regex`; or leave it out with `unmanaged` in [lint].",
    check: Some(check),
    fixable: false,
};

/// What people and scripts read, by the end of its name.
const TEXTS: &[&str] = &[
    ".md",
    ".markdown",
    ".rst",
    ".adoc",
    ".txt",
    ".html",
    ".sh",
    ".ps1",
    ".yml",
    ".yaml",
    "Dockerfile",
    "README",
    "INSTALL",
    "Makefile",
];

/// Larger files are not written by hand.
const LARGEST: usize = 256 * 1024;

/// The files that are looked at: texts that are tracked, that a history is not, and of which
/// nothing says that they may have such versions; of staged content, those staged.
pub(crate) fn files<'s>(product: &Product, snapshot: &'s Snapshot) -> Vec<&'s RepoPath> {
    let tracked = snapshot.tracked.iter().flatten();
    let text = |path: &&RepoPath| TEXTS.iter().any(|end| path.file_name().ends_with(end));
    let staged = |path: &&RepoPath| {
        snapshot.staged.as_ref().is_none_or(|staged| staged.binary_search(path).is_ok())
    };
    let change = |path: &&RepoPath| path.is_within(&product.changes);
    tracked
        .filter(text)
        .filter(staged)
        .filter(|path| !product.lint.leaves(path) && !change(path))
        .collect()
}

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let managed = managed(lint);
    for path in files(lint.product, lint.snapshot) {
        let Some(bytes) = lint.snapshot.bytes(path).filter(|bytes| bytes.len() <= LARGEST) else {
            continue;
        };
        let Ok(text) = core::str::from_utf8(bytes) else { continue };
        for (index, component, _) in lint.components() {
            let Some(version) = lint.inventory.version(index) else { continue };
            let version = version.as_str();
            // `1.1` is in every file; what has three parts hardly means anything else.
            if version.split('.').count() < 3 {
                continue;
            }
            let free = |at: &usize| {
                let span = Span::new(*at, at + version.len());
                let held = |(file, slot): &(RepoPath, Span)| {
                    file == path && slot.start <= span.start && span.end <= slot.end
                };
                !managed.iter().any(held)
            };
            let mut found = text.match_indices(version).map(|(at, _)| at).filter(free);
            let Some(at) = found.find(|at| names(text, *at, version, &component.name)) else {
                continue;
            };
            findings.add(
                Some(index),
                Some(Place::bytes(path, Span::new(at, at + version.len()))),
                format!(
                    "`{}` is said to be at {version} here, which no release moves",
                    component.name
                ),
                format!(
                    "list it: {{ path = \"{path}\", regex = '…(?<version>[\\d.]+)' }} in the \
                     component's `manifests`; or let it be: unmanaged = [\"{path}\"] in [lint]"
                ),
                None,
            );
        }
    }
}

/// The bytes that a release moves, in texts that are listed as manifests.
fn managed(lint: &Lint<'_>) -> BTreeSet<(RepoPath, Span)> {
    let own = |index| {
        let own = lint.inventory.own(index).iter().map(|own| (own.path.clone(), own.span));
        let edges = lint.inventory.requires(index).iter();
        own.chain(edges.map(|edge| (edge.path.clone(), edge.span))).collect::<Vec<_>>()
    };
    lint.components().flat_map(|(index, ..)| own(index)).collect()
}

/// Whether the line around a version names the component, and the version stands by itself.
fn names(text: &str, at: usize, version: &str, component: &str) -> bool {
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    let after = rest.get(version.len()..).unwrap_or_default();
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let ends = !after.starts_with(|c: char| part(c) && c != '.')
        && !after
            .strip_prefix('.')
            .is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()));
    let bare = before.strip_suffix('v').unwrap_or(before);
    if !ends || bare.ends_with(part) {
        return false;
    }
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_before = before.get(start..).unwrap_or_default();
    let line_after = after.split('\n').next().unwrap_or_default();
    let called = |line: &str| line.to_ascii_lowercase().contains(&component.to_ascii_lowercase());
    called(line_before) || called(line_after)
}

#[cfg(test)]
mod tests {
    use super::names;

    fn found(text: &str) -> bool {
        text.match_indices("1.4.0").any(|(at, _)| names(text, at, "1.4.0", "hammer"))
    }

    #[test]
    fn a_version_counts_where_its_line_names_the_component() {
        assert!(found("Take it:\n\n    cargo add hammer@1.4.0\n"));
        assert!(found("Hammer v1.4.0.\n"));
        assert!(found("download 1.4.0 of hammer"));
        assert!(!found("hammer\n1.4.0\n"), "another line may mean another thing");
        assert!(!found("hammer 11.4.0"));
        assert!(!found("hammer 1.4.0.1"));
        assert!(!found("hammer 1.4.01"));
        assert!(!found("nail 1.4.0"));
    }
}
