//! Which tagged commit came before which, from one walk over all commits.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use place::ObjectId;

use super::positions::Positions;

/// How the commits that matter (tagged ones, and branches' own) descend from each other.
///
/// It is filled by a walk over all commits that tells each of them after all of its children. Only
/// the walk's frontier is kept on the way, and only commits that matter in the end.
#[derive(Debug, Clone, Default)]
pub struct Ancestry {
    /// The commits that matter, by name, and where the walk met each.
    nodes: BTreeMap<String, Option<Node>>,
    /// By node: the nodes that come after it.
    after: Vec<Positions>,
    /// Commits that were named as a parent and not met yet: the nodes that come after each.
    frontier: BTreeMap<String, Positions>,
}

/// A commit that matters. The walk meets children first, so of two that descend from each other the
/// smaller one is the younger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Node(usize);

impl Ancestry {
    /// One that knows which `commits` matter, and nothing of how they hang together yet.
    #[must_use]
    pub fn new<'c>(commits: impl Iterator<Item = &'c ObjectId>) -> Self {
        let nodes = commits.map(|commit| (commit.as_str().to_owned(), None)).collect();
        Self { nodes, ..Self::default() }
    }

    /// Takes the next commit of the walk, with its parents. Each commit is told once, after all of
    /// its children, and all of them are told.
    pub fn tell<'p>(&mut self, commit: &str, parents: impl Iterator<Item = &'p str>) {
        let mut after = self.frontier.remove(commit).unwrap_or_default();
        if let Some(node) = self.nodes.get_mut(commit) {
            let at = self.after.len();
            *node = Some(Node(at));
            self.after.push(after.clone());
            after.push(at);
        }
        let mut parents = parents.peekable();
        while let Some(parent) = parents.next() {
            match self.frontier.get_mut(parent) {
                Some(known) => known.unite(&after),
                // Most commits have one parent: what comes after them is handed on, not copied.
                None if parents.peek().is_none() => {
                    self.frontier.insert(parent.to_owned(), core::mem::take(&mut after));
                }
                None => {
                    self.frontier.insert(parent.to_owned(), after.clone());
                }
            }
        }
    }

    /// Whether the history of commit `b`, itself included, has commit `a`; `false` where either of them does
    /// not matter, or was not met.
    #[must_use]
    pub fn has(&self, b: &ObjectId, a: &ObjectId) -> bool {
        let nodes = self.node(a).zip(self.node(b));
        nodes.is_some_and(|(a, b)| self.leads_to(a, b))
    }

    /// Where the walk met a commit that matters; `None` where it did not.
    pub(crate) fn node(&self, commit: &ObjectId) -> Option<Node> {
        self.nodes.get(commit.as_str()).copied().flatten()
    }

    /// Whether `a` is one of the commits that led to `b`, and not `b` itself.
    pub(crate) fn is_before(&self, a: Node, b: Node) -> bool {
        self.after(a).is_some_and(|after| after.contains(b.0))
    }

    /// Whether `a` is `b`, or one of the commits that led to it.
    pub(crate) fn leads_to(&self, a: Node, b: Node) -> bool {
        a == b || self.is_before(a, b)
    }

    /// What comes after a commit, itself left out.
    pub(crate) fn after(&self, node: Node) -> Option<&Positions> {
        self.after.get(node.0)
    }

    /// Whether `node` is one of `tips`, or led to one.
    pub(crate) fn reaches(&self, node: Node, tips: &Positions) -> bool {
        tips.contains(node.0) || self.after(node).is_some_and(|after| after.meets(tips))
    }
}

impl Node {
    /// Its place among the nodes, as [`Positions`] have it.
    pub(crate) fn position(self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::format;
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    fn id(commit: usize) -> ObjectId {
        ObjectId::new(&format!("{commit:040x}")).unwrap()
    }

    /// Commit `n` has parents below `n`: told from the last to the first, children come first.
    fn histories() -> impl Strategy<Value = Vec<Vec<usize>>> {
        prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..3), 1..24)
            .prop_map(|commits| {
                let parents = |(n, picks): (usize, Vec<prop::sample::Index>)| {
                    let below: BTreeSet<usize> = match n {
                        0 => BTreeSet::new(),
                        n => picks.iter().map(|pick| pick.index(n)).collect(),
                    };
                    below.into_iter().collect()
                };
                commits.into_iter().enumerate().map(parents).collect()
            })
    }

    proptest! {
        #[test]
        fn ancestry_is_what_a_search_finds(
            commits in histories(), matter in prop::collection::vec(any::<bool>(), 24),
        ) {
            let mut before: Vec<BTreeSet<usize>> = vec![];
            for parents in &commits {
                let older = parents.iter().flat_map(|p| before[*p].iter().copied().chain([*p]));
                before.push(older.collect());
            }
            let ids: Vec<ObjectId> = (0..commits.len()).map(id).collect();
            let matters = |n: &usize| matter[*n];
            let mut ancestry = Ancestry::new(ids.iter().enumerate().filter(|(n, _)| matters(n)).map(|(_, id)| id));
            for (n, parents) in commits.iter().enumerate().rev() {
                ancestry.tell(ids[n].as_str(), parents.iter().map(|parent| ids[*parent].as_str()));
            }
            prop_assert!(ancestry.frontier.is_empty(), "nothing of the walk is kept");
            for a in 0..commits.len() {
                let node = ancestry.node(&ids[a]);
                prop_assert_eq!(node.is_some(), matters(&a));
                for b in (0..commits.len()).filter(matters) {
                    if let (Some(a_node), Some(b_node)) = (node, ancestry.node(&ids[b])) {
                        prop_assert_eq!(ancestry.is_before(a_node, b_node), before[b].contains(&a));
                        let tip: Positions = [b_node.position()].into_iter().collect();
                        prop_assert_eq!(ancestry.reaches(a_node, &tip), ancestry.leads_to(a_node, b_node));
                    }
                }
            }
        }
    }
}
