//! What several components have in common: told once, before the sections of each.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::gather::QUIET;
use super::plain::plain;
use super::{ComponentNotes, NotedCommit};

/// How many of a commit's components are named. One more is named rather than counted.
const NAMED: usize = 5;

/// What is told before the sections of the components.
pub(super) struct Shared<'a> {
    /// The commits that several components have, the oldest first as far as their lists say, with
    /// the names of those.
    commits: Vec<(&'a NotedCommit, Vec<&'a str>)>,
    ids: BTreeSet<&'a str>,
    /// Those of which nothing else is to be told.
    bare: Vec<&'a ComponentNotes>,
    /// How many are told of in all.
    all: usize,
}

impl<'a> Shared<'a> {
    pub(super) fn of(components: &'a [ComponentNotes]) -> Self {
        let mut having: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for component in components {
            for commit in &component.commits {
                having.entry(&commit.id).or_default().push(&component.name);
            }
        }
        having.retain(|_, names| names.len() > 1);
        let ids: BTreeSet<&str> = having.keys().copied().collect();
        let commits = in_order(components, &ids)
            .into_iter()
            .filter_map(|commit| having.remove(commit.id.as_str()).map(|names| (commit, names)));
        let commits: Vec<_> = commits.collect();
        let mut bare: Vec<_> = components.iter().filter(|one| is_bare(one, &ids)).collect();
        if commits.is_empty() && bare.len() < 2 {
            // One alone has a section, as those that changed.
            bare.clear();
        }
        Self { commits, ids, bare, all: components.len() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.commits.is_empty() && self.bare.is_empty()
    }

    /// What is left to tell of a component; `None` where that is nothing.
    pub(super) fn left(&self, component: &ComponentNotes) -> Option<ComponentNotes> {
        if !self.is_empty() && is_bare(component, &self.ids) {
            return None;
        }
        let mut left = component.clone();
        left.commits.retain(|commit| !self.ids.contains(commit.id.as_str()));
        Some(left)
    }

    /// A list of the commits, and one line for those of which nothing else is to be told, by what
    /// `step` says of their versions.
    pub(super) fn text(&self, step: impl Fn(&ComponentNotes) -> String) -> String {
        let entry = |(commit, names): &(&NotedCommit, Vec<&str>)| {
            format!("- {} ({})\n", plain(&commit.subject), plain(&self.whose(names)))
        };
        let mut out: String = self.commits.iter().map(entry).collect();
        let mut steps: Vec<(String, Vec<&str>)> = Vec::new();
        for component in &self.bare {
            let said = step(component);
            match steps.iter_mut().find(|(known, _)| *known == said) {
                Some((_, names)) => names.push(&component.name),
                None => steps.push((said, [component.name.as_str()].into())),
            }
        }
        let parts = steps.iter().map(|(said, names)| format!("{} ({said})", names.join(", ")));
        let parts: Vec<String> = parts.collect();
        if !parts.is_empty() {
            let none = out.is_empty();
            let head = if none { "No changes of their own" } else { "\nNo other changes" };
            out.push_str(&format!("{head}: {}.\n", plain(&parts.join("; "))));
        }
        out
    }

    fn whose(&self, names: &[&str]) -> String {
        match names.get(..NAMED) {
            Some(_) if names.len() == self.all => format!("all {}", self.all),
            Some(first) if names.len() > NAMED + 1 => {
                format!("{} and {} more", first.join(", "), names.len() - NAMED)
            }
            _ => names.join(", "),
        }
    }
}

/// The commits called `ids`, one list merged into the other: each goes behind the one that it
/// follows where it is met first.
fn in_order<'a>(components: &'a [ComponentNotes], ids: &BTreeSet<&str>) -> Vec<&'a NotedCommit> {
    // What comes behind a commit; behind `None`, what comes first.
    let mut next: BTreeMap<Option<&str>, &NotedCommit> = BTreeMap::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for component in components {
        let mut last = None;
        for commit in &component.commits {
            let id = commit.id.as_str();
            if !ids.contains(id) {
                continue;
            }
            if known.insert(id)
                && let Some(behind) = next.insert(last, commit)
            {
                next.insert(Some(id), behind);
            }
            last = Some(id);
        }
    }
    let first = next.get(&None).copied();
    core::iter::successors(first, |last| next.get(&Some(last.id.as_str())).copied()).collect()
}

/// Whether there is nothing to say of a component but that it has commits `ids`, or none at all.
fn is_bare(component: &ComponentNotes, ids: &BTreeSet<&str>) -> bool {
    let quiet = matches!(component.because.as_slice(), [only] if only == QUIET);
    let said = !component.commits.is_empty() && component.because.is_empty();
    component.notes.is_empty()
        && (quiet || said)
        && component.commits.iter().all(|commit| ids.contains(commit.id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, to: &str, commits: &[&str]) -> ComponentNotes {
        let commits =
            commits.iter().map(|id| NotedCommit { id: (*id).into(), subject: (*id).into() });
        ComponentNotes {
            name: name.into(),
            from: None,
            to: Some(to.into()),
            tag: Some("t".into()),
            reasons: Vec::new(),
            because: Vec::new(),
            notes: Vec::new(),
            commits: commits.collect(),
        }
    }

    fn step(component: &ComponentNotes) -> String {
        component.to.clone().unwrap()
    }

    #[test]
    fn lists_are_merged_in_their_order() {
        let all = [
            told("x", "1", &["b", "own", "d", "f"]),
            told("y", "2", &["a", "b", "c", "e", "f"]),
            told("z", "1", &["a", "c", "d", "e"]),
        ];
        let shared = Shared::of(&all);
        let order: Vec<&str> = shared.commits.iter().map(|(one, _)| one.id.as_str()).collect();
        assert_eq!(order, ["a", "b", "c", "e", "d", "f"]);
        let left: Vec<String> =
            all.iter().filter_map(|one| shared.left(one)).map(|one| one.name).collect();
        assert_eq!(left, ["x"]);
        assert!(shared.text(step).ends_with("- f (x, y)\n\nNo other changes: y (2); z (1).\n"));
    }

    #[test]
    fn why_it_moves_is_told_of_each() {
        let mut all = [told("x", "1", &["a"]), told("y", "1", &["a"])];
        all[1].because.push("Embeds core.".into());
        let shared = Shared::of(&all);
        assert_eq!(shared.text(step), "- a (x, y)\n\nNo other changes: x (1).\n");
        let left = shared.left(&all[1]).unwrap();
        assert_eq!((left.commits.len(), left.because.len()), (0, 1));
    }
}
