//! A second pair of hands on one repository, for another thread.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread::{self, Builder};

use crate::RepoError;
use crate::backend::Reader;
use crate::libgit2::Libgit2;
use crate::plumbing::Plumbing;
use crate::repo::Repo;
use crate::store::Store;

/// From how many questions on a second thread answers some of them.
const MANY: usize = 256;

/// How many questions are taken at a time. Those that follow one another are about objects that are
/// much alike, and the first of them costs the most.
const PART: usize = 64;

impl Repo {
    /// The same repository, opened once more, for another thread to read; `None` where only git can
    /// read it: its processes are not to multiply.
    #[must_use]
    pub fn beside(&self) -> Option<Self> {
        self.store().reader.quick.as_ref()?;
        let mut quick = Libgit2::open(self.root()).ok()?;
        let index = self.index_override().map(ToOwned::to_owned);
        if let Some(index) = &index {
            quick.use_index(index.clone());
        }
        let plain = Plumbing::new(self.git(), index);
        let reader = Reader { quick: Some(quick), plain };
        Some(self.reading_through(Store::new(reader, self.store().index_file().to_owned())))
    }

    /// What `answer` makes of the questions `asked`, one part after the other: where they are many,
    /// two threads take turns at the parts. The error is that of the first part that has one.
    ///
    /// Worth it where most of the time goes into large objects. libgit2 takes locks to find an
    /// object that all its repositories share, and two threads that read small ones take twice as
    /// long as one.
    pub(crate) fn shared<Q: Sync, A: Send>(
        &self,
        asked: &[Q],
        answer: impl Fn(&Self, &[Q]) -> Result<Vec<A>, RepoError> + Sync,
    ) -> Result<Vec<A>, RepoError> {
        let beside = if asked.len() < MANY { None } else { self.beside() };
        let Some(beside) = beside else { return answer(self, asked) };
        let parts = Mutex::new(asked.chunks(PART).enumerate());
        let next = || parts.lock().ok()?.next();
        let work = |repo: &Self| -> Vec<_> {
            core::iter::from_fn(next).map(|(at, part)| (at, answer(repo, part))).collect()
        };
        let mut answers = thread::scope(|scope| {
            let work = &work;
            // Where the system gives no thread, this one does it all.
            let aside = Builder::new().spawn_scoped(scope, move || work(&beside)).ok();
            let mut answers = work(self);
            if let Some(aside) = aside {
                answers.extend(aside.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            answers
        });
        answers.sort_unstable_by_key(|(at, _)| *at);
        let mut all = Vec::new();
        for (_, answer) in answers {
            all.extend(answer?);
        }
        Ok(all)
    }
}
