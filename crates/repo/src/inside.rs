//! Which commits are in the histories of others, kept for the next history that is asked about: what
//! a commit adds to its parents' is itself.

use alloc::collections::BTreeMap;

use place::ObjectId;

/// How many histories are kept. Each takes some ten bytes a commit asked about.
const MOST: usize = 512;

/// Answers of before.
#[derive(Debug, Default)]
pub(crate) struct Inside {
    /// The commits asked about, by short names.
    numbers: BTreeMap<ObjectId, usize>,
    /// By the commit whose history it is: whether each of those is in it.
    histories: BTreeMap<ObjectId, BTreeMap<usize, bool>>,
}

impl Inside {
    /// Whether each of `commits` is in the history of `of`, which has these `parents`; `None` where
    /// that does not follow from what is kept.
    pub(crate) fn tell(
        &self,
        commits: &[ObjectId],
        of: &ObjectId,
        parents: &[ObjectId],
    ) -> Option<Vec<bool>> {
        let known = |history: &ObjectId| self.histories.get(history);
        if let Some(own) = known(of) {
            let told = commits.iter().map(|commit| own.get(self.numbers.get(commit)?).copied());
            return told.collect();
        }
        let before: Option<Vec<_>> = parents.iter().map(known).collect();
        let before = before?;
        let told = commits.iter().map(|commit| {
            if commit == of {
                return Some(true);
            }
            let number = self.numbers.get(commit);
            let mut inside = false;
            for history in &before {
                inside |= *history.get(number?)?;
            }
            Some(inside)
        });
        told.collect()
    }

    /// Keeps an answer.
    pub(crate) fn keep(&mut self, commits: &[ObjectId], of: &ObjectId, inside: &[bool]) {
        if self.histories.len() >= MOST {
            self.histories.clear();
        }
        let history = self.histories.entry(of.clone()).or_default();
        for (commit, inside) in commits.iter().zip(inside) {
            let next = self.numbers.len();
            let number = *self.numbers.entry(commit.clone()).or_insert(next);
            history.insert(number, *inside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(of: char) -> ObjectId {
        ObjectId::new(&of.to_string().repeat(40)).unwrap()
    }

    #[test]
    fn a_history_is_its_parents_and_itself() {
        let mut inside = Inside::default();
        let [a, b, c, d] = ['a', 'b', 'c', 'd'].map(id);
        let both = [a.clone(), b.clone()];
        inside.keep(&both, &a, &[true, false]);
        inside.keep(&both, &c, &[false, false]);
        let child = |of: &ObjectId, parents: &[&ObjectId]| {
            let parents: Vec<ObjectId> = parents.iter().map(|parent| (*parent).clone()).collect();
            inside.tell(&both, of, &parents)
        };
        assert_eq!(child(&a, &[]), Some(vec![true, false]), "the same question again");
        assert_eq!(child(&d, &[&c]), Some(vec![false, false]));
        assert_eq!(child(&d, &[&c, &a]), Some(vec![true, false]), "a merge has both");
        assert_eq!(child(&b, &[&c]), Some(vec![false, true]), "itself");
        assert_eq!(child(&d, &[&b]), None, "nothing is known of its parent");
        assert_eq!(child(&d, &[]), Some(vec![false, false]), "a first commit has itself alone");
        let other = [d.clone()];
        assert_eq!(inside.tell(&other, &c, &[]), None, "another question");
        assert_eq!(inside.tell(&other, &b, core::slice::from_ref(&c)), None);
    }
}
