//! `change-missing`: what changed is announced by a change file, where somebody asks.

use alloc::format;
use alloc::string::{String, ToString};

use place::{Place, RepoPath, Severity};

use super::{About, Findings, Lint, Mended, Rule};
use crate::changes::Changes;
use crate::impact::Pending;
use crate::line::baselines;
use crate::{Product, Since, Snapshot};

pub(super) const RULE: Rule = Rule {
    id: "change-missing",
    severity: Severity::Error,
    about: About::Change,
    text: "A component that changed since its last release has a change file that says how.",
    example: "core/dashboard.go changed since core-1.0: `change add -p core --impact new-api -m TEXT`.",
    check: Some(check),
    mended: Mended::ByHand,
};

/// How many changed files a finding names.
const NAMED: usize = 3;

/// How much of a commit's name a finding spells out.
const SHORT: usize = 10;

/// The components that changed and are not announced, one finding each, where anybody asks
/// ([`Snapshot::announced`]).
///
/// Looked at is what changed since each component's last release, and since a commit only what
/// changed since that as well, which then has to be announced since then too; of staged content
/// only what is staged. A component that was never released has nothing to announce a change of,
/// and one whose release still waits for its tag is that release.
fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let (product, snapshot, inventory) = (lint.product, lint.snapshot, lint.inventory);
    let Some(since) = &snapshot.announced else { return };
    let baselines = baselines(product, lint.states);
    let pending = Pending::take(product, snapshot, inventory, &baselines);
    let changes = Changes::new(product, snapshot);
    for (index, component, state) in lint.components() {
        let Some(baseline) = state.baseline(index) else { continue };
        let version = inventory.version(index);
        let waiting = snapshot.releasing.get(&component.name);
        let waits = version.is_some_and(|version| {
            waiting.is_some_and(|waiting| waiting == version.as_str())
                && !component.form.same(version, &baseline.version)
        });
        // What is staged beside it is no part of it.
        if waits && snapshot.staged.is_none() {
            continue;
        }
        let mut changed = changes.since(index, &baseline.tag);
        let mut after = baseline.tag.clone();
        if let Since::Commit(commit) = since {
            let recent = changes.since(index, commit);
            changed.retain(|path| recent.contains(path));
            after = commit.chars().take(SHORT).collect();
        }
        if let Some(staged) = &snapshot.staged {
            changed = changes.among(index, staged);
            after = "the last commit".into();
        }
        // What an unfinished release has written is its own doing, and nobody's to announce.
        changed.retain(|path| !lint.is_unfinished(path));
        let announced = pending.notes(index).any(|file| match since {
            Since::Release => true,
            Since::Commit(commit) => !is_in(product, snapshot, commit, &file.path),
        });
        if changed.is_empty() || announced {
            continue;
        }
        let place = changed.first().map(|path| Place::file(path));
        let message = format!(
            "`{}` changed since {after}, and no change file says how: {}",
            component.name,
            named(&changed)
        );
        let help = format!("`change add -p {} --impact ID -m TEXT` writes one", component.name);
        findings.add(Some(index), place, message, help, None);
    }
}

/// Whether the change file `path` was there at `at`.
fn is_in(product: &Product, snapshot: &Snapshot, at: &str, path: &RepoPath) -> bool {
    let folder = (at.to_string(), product.changes.clone());
    let entries = snapshot.tagged_folders.get(&folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.name == path.file_name())
}

fn named(paths: &[&RepoPath]) -> String {
    place::few(paths.iter().map(|path| path.as_str()), NAMED)
}
