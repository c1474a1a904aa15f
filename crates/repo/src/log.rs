//! The commits since others: those that one history has and another has not, in order.

use alloc::collections::{BTreeMap, BinaryHeap};
use core::cmp::Reverse;

use place::ObjectId;

use crate::RepoError;
use crate::backend::Backend as _;
use crate::repo::Repo;
use crate::store::Store;

/// The commits since several others.
#[derive(Debug, Default)]
pub struct Logs {
    /// All of them, each once.
    pub commits: Vec<ObjectId>,
    /// By the commit that they come after: their places in `commits`, in the order of
    /// [`Repo::log`].
    pub since: BTreeMap<ObjectId, Vec<usize>>,
}

impl Repo {
    /// The commits that `to` has and `from` has not, parents before children; where that leaves a
    /// choice, the older first by committer's time, then by id.
    ///
    /// # Errors
    /// Either is missing.
    pub fn log(&self, from: &ObjectId, to: &ObjectId) -> Result<Vec<ObjectId>, RepoError> {
        let graph = Graph::between(self.store(), from, to)?;
        let order = graph.order(&vec![false; graph.ids.len()]);
        Ok(order.into_iter().filter_map(|at| graph.ids.get(at).cloned()).collect())
    }

    /// The same since each of `from`. History is walked back to the oldest of them once, and once
    /// more for those alone that the walk does not tell of: that are not in it, or do not have the
    /// oldest in theirs.
    ///
    /// # Errors
    /// One of them is missing.
    pub fn logs(&self, from: &[ObjectId], to: &ObjectId) -> Result<Logs, RepoError> {
        let store = self.store();
        let times = store.commits(from)?.into_iter().map(|commit| commit.time);
        let mut open: Vec<(i64, &ObjectId)> = times.zip(from).collect();
        open.sort_unstable();
        open.dedup();
        let mut logs = Logs::default();
        let mut known: BTreeMap<ObjectId, usize> = BTreeMap::new();
        while let Some((_, oldest)) = open.first().copied() {
            let graph = Graph::between(store, oldest, to)?;
            let places: Vec<usize> = graph
                .ids
                .iter()
                .map(|id| {
                    *known.entry(id.clone()).or_insert_with(|| {
                        logs.commits.push(id.clone());
                        logs.commits.len() - 1
                    })
                })
                .collect();
            open.retain(|(_, from)| {
                let left = if *from == oldest {
                    Some(vec![false; graph.ids.len()])
                } else {
                    graph.history(from, oldest)
                };
                let order = left.map(|left| graph.order(&left).into_iter());
                let order = order.map(|order| order.filter_map(|at| places.get(at).copied()));
                let is_told = order.is_some();
                logs.since.extend(order.map(|order| ((*from).clone(), order.collect())));
                !is_told
            });
        }
        Ok(logs)
    }
}

/// The commits that one history has and another has not, and how they hang together.
struct Graph {
    /// Their names, sorted; all else is by the place here.
    ids: Vec<ObjectId>,
    times: Vec<i64>,
    /// Parents that are among them, each once.
    parents: Vec<Vec<usize>>,
    children: Vec<Vec<usize>>,
    /// Parents that are not: where the other history goes on.
    beyond: Vec<Vec<ObjectId>>,
}

impl Graph {
    fn between(store: &Store, from: &ObjectId, to: &ObjectId) -> Result<Self, RepoError> {
        let mut ids = store.reader.between(from, core::slice::from_ref(to))?;
        ids.sort_unstable();
        let commits = store.commits(&ids)?;
        let mut children = vec![Vec::new(); ids.len()];
        let (mut parents, mut beyond) = (Vec::new(), Vec::new());
        for (at, commit) in commits.iter().enumerate() {
            let found = |parent: &ObjectId| ids.binary_search(parent).ok();
            let mut of: Vec<usize> = commit.parents.iter().filter_map(found).collect();
            of.sort_unstable();
            of.dedup();
            for parent in &of {
                children.get_mut(*parent).into_iter().for_each(|all: &mut Vec<_>| all.push(at));
            }
            parents.push(of);
            let outside = commit.parents.iter().filter(|parent| found(parent).is_none());
            beyond.push(outside.cloned().collect());
        }
        let times = commits.iter().map(|commit| commit.time).collect();
        Ok(Self { ids, times, parents, children, beyond })
    }

    /// Which of them `from` has in its history, itself included. `None` where they do not tell: it is
    /// none of them, or does not have `end` in its history, behind which nothing is known.
    fn history(&self, from: &ObjectId, end: &ObjectId) -> Option<Vec<bool>> {
        let at = self.ids.binary_search(from).ok()?;
        let mut met = vec![false; self.ids.len()];
        let mut open = vec![at];
        let mut ends = false;
        while let Some(at) = open.pop() {
            let Some(met) = met.get_mut(at).filter(|met| !**met) else { continue };
            *met = true;
            open.extend(self.parents.get(at).into_iter().flatten());
            ends |= self.beyond.get(at).is_some_and(|beyond| beyond.contains(end));
        }
        ends.then_some(met)
    }

    /// Those that are not `left` out, in order. Who is left out has all its history left out.
    fn order(&self, left: &[bool]) -> Vec<usize> {
        let is_in = |at: &usize| left.get(*at) == Some(&false);
        let waits = |parents: &Vec<usize>| parents.iter().filter(|at| is_in(at)).count();
        let mut waits: Vec<usize> = self.parents.iter().map(waits).collect();
        let time = |at: usize| self.times.get(at).copied().unwrap_or_default();
        let all = 0..self.ids.len();
        let first = all.filter(|at| is_in(at) && waits.get(*at) == Some(&0));
        let mut ready: BinaryHeap<Reverse<(i64, usize)>> =
            first.map(|at| Reverse((time(at), at))).collect();
        let mut order = Vec::new();
        while let Some(Reverse((_, at))) = ready.pop() {
            order.push(at);
            for child in self.children.get(at).into_iter().flatten() {
                if let Some(left) = waits.get_mut(*child) {
                    *left -= 1;
                    if *left == 0 {
                        ready.push(Reverse((time(*child), *child)));
                    }
                }
            }
        }
        order
    }
}
