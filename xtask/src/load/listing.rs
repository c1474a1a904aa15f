//! Tags beside the manifests: neither says anything of the other, so that two threads read them.

use alloc::collections::BTreeSet;
use core::cell::RefCell;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{Builder, JoinHandle};

use place::ObjectId;
use product::{Product, Tagged};
use repo::{Repo, RepoError};
use tags::{Owner, TagIndex};

use super::fill;

/// Tags that are listed at once, and sorted as soon as it is known who owns which.
pub(super) struct Listing {
    /// Nobody, where only git reads the repository.
    beside: Option<Beside>,
}

/// Another thread, and what it is told and tells.
struct Beside {
    tell: Sender<Vec<Owner>>,
    told: Receiver<Sorted>,
    thread: JoinHandle<Repo>,
}

/// Everything ever tagged, by whose it is.
pub(super) struct Sorted {
    pub(super) index: TagIndex,
    /// Where each owner's last release leads, as far as that could be read: hardly any command can
    /// do without. Who needs the others will ask again, and hear why.
    pub(super) latest: Vec<(String, Option<Tagged>)>,
}

/// What is read ahead while the caller goes on with the tags: the commits that were released. Not the
/// index, which in a large repository takes ten times as long as a small product's status.
#[derive(Debug, Default)]
pub(super) struct Ahead(RefCell<Option<JoinHandle<Repo>>>);

impl Ahead {
    /// Waits until it is read, and hands it over to `repo`.
    pub(super) fn hand_over(&self, repo: &Repo) {
        if let Some(thread) = self.0.take() {
            repo.take_over(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        // Whoever is done with a repository can remove it.
        drop(self.0.take().map(JoinHandle::join));
    }
}

impl Listing {
    /// Begins to list the tags of `repo`, of which those in the history of `head` count.
    pub(super) fn begin(repo: &Repo, head: Option<&ObjectId>) -> Self {
        let beside = repo.beside().and_then(|repo| {
            let ((tell, asked), (answer, told)) = (channel(), channel());
            let head = head.cloned();
            // Where the system gives no thread, they are listed when they are asked for.
            let thread = Builder::new().spawn(move || list(repo, head, &asked, &answer));
            Some(Beside { tell, told, thread: thread.ok()? })
        });
        Self { beside }
    }

    /// Lists nothing before it is asked for.
    pub(super) fn later() -> Self {
        Self { beside: None }
    }

    /// Goes on to sort them, while the caller has other things to do.
    pub(super) fn sort(&self, product: &Product) {
        if let Some(beside) = &self.beside {
            // Where nobody listens any more, the tags could not be listed: see below.
            drop(beside.tell.send(product.owners()));
        }
    }

    /// What came of it, and what is read ahead from now on.
    ///
    /// # Errors
    /// Refs that cannot be read.
    pub(super) fn end(self, repo: &Repo, product: &Product) -> Result<(Sorted, Ahead), RepoError> {
        if let Some(Beside { told, thread, .. }) = self.beside {
            match told.recv() {
                Ok(sorted) => return Ok((sorted, Ahead(RefCell::new(Some(thread))))),
                // It ended without a word: the tags could not be listed, or worse.
                Err(_) => drop(thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
            }
        }
        let names = repo.tag_names()?;
        let index = TagIndex::build(&product.owners(), names.iter().map(Vec::as_slice));
        Ok((Sorted { index, latest: Vec::new() }, Ahead::default()))
    }
}

/// Lists, sorts and reads ahead; ends early where the tags cannot be listed, or nobody wants them any
/// more. Until it is known whose they are, it walks the history that they may be in.
fn list(
    repo: Repo,
    head: Option<ObjectId>,
    asked: &Receiver<Vec<Owner>>,
    answer: &Sender<Sorted>,
) -> Repo {
    let Ok(names) = repo.tag_names() else { return repo };
    let mut owners = Err(TryRecvError::Empty);
    if let Some(head) = &head {
        repo.walk_ahead(head, names.len(), || {
            owners = asked.try_recv();
            matches!(owners, Err(TryRecvError::Empty))
        });
    }
    let Ok(owners) = owners.or_else(|_| asked.recv()) else { return repo };
    let index = TagIndex::build(&owners, names.iter().map(Vec::as_slice));
    let latest = latest(&repo, &owners, &index, head.as_ref()).unwrap_or_default();
    let commits = latest.iter().filter_map(|(_, tagged)| Some(tagged.as_ref()?.commit.clone()));
    let commits: BTreeSet<ObjectId> = commits.collect();
    if answer.send(Sorted { index, latest }).is_ok() {
        repo.read_ahead(&commits.into_iter().collect::<Vec<_>>());
    }
    repo
}

/// Where each owner's last final release leads.
fn latest(
    repo: &Repo,
    owners: &[Owner],
    index: &TagIndex,
    head: Option<&ObjectId>,
) -> Result<Vec<(String, Option<Tagged>)>, RepoError> {
    let finals = |owner: &Owner| index.released(owner.id).iter().rev().find(|one| !one.pre);
    let mut tags: Vec<&str> =
        owners.iter().filter_map(finals).map(|one| one.tag.as_str()).collect();
    tags.sort_unstable();
    tags.dedup();
    let found = repo.tags_within(&tags, head)?.into_iter();
    let found = found.map(|found| found.map(fill::tagged));
    Ok(tags.into_iter().map(ToOwned::to_owned).zip(found).collect())
}
