//! Tags beside the manifests: neither says anything of the other, so that two threads read them.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use place::ObjectId;
use product::{Product, Tagged};
use repo::{Repo, RepoError};
use tags::{Owner, TagIndex};

use super::fill;

/// Tags that are listed at once, and sorted as soon as it is known who owns which.
pub(super) struct Listing {
    /// Nobody, where only git reads the repository.
    beside: Option<(Sender<Whose>, JoinHandle<Option<Sorted>>)>,
}

/// What tags are sorted by: who owns which, and the commit whose history counts.
type Whose = (Vec<Owner>, Option<ObjectId>);

/// Everything ever tagged, by whose it is.
pub(super) struct Sorted {
    pub(super) index: TagIndex,
    /// Where each owner's last release leads, as far as that could be read: hardly any command can
    /// do without. Who needs the others will ask again, and hear why.
    pub(super) latest: Vec<(String, Option<Tagged>)>,
}

impl Listing {
    /// Begins to list the tags of `repo`.
    pub(super) fn begin(repo: &Repo) -> Self {
        let beside = repo.beside().and_then(|beside| {
            let (tell, told) = channel();
            // Where the system gives no thread, they are listed when they are asked for.
            let listing = Builder::new().spawn(move || list(&beside, &told));
            Some((tell, listing.ok()?))
        });
        Self { beside }
    }

    /// Lists nothing before it is asked for.
    pub(super) fn later() -> Self {
        Self { beside: None }
    }

    /// Goes on to sort them, while the caller has other things to do.
    pub(super) fn sort(&self, product: &Product, head: Option<&ObjectId>) {
        if let Some((tell, _)) = &self.beside {
            // Where nobody listens any more, the tags could not be listed: see below.
            drop(tell.send((product.owners(), head.cloned())));
        }
    }

    /// What came of it.
    ///
    /// # Errors
    /// Refs that cannot be read.
    pub(super) fn end(self, repo: &Repo, product: &Product) -> Result<Sorted, RepoError> {
        let sorted = self
            .beside
            .and_then(|(_, thread)| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        sorted.map_or_else(
            || {
                let names = repo.tag_names()?;
                let index = TagIndex::build(&product.owners(), names.iter().map(Vec::as_slice));
                Ok(Sorted { index, latest: Vec::new() })
            },
            Ok,
        )
    }
}

/// `None` where the tags cannot be listed, or nobody wants them any more.
fn list(repo: &Repo, told: &Receiver<Whose>) -> Option<Sorted> {
    let names = repo.tag_names().ok()?;
    let (owners, head) = told.recv().ok()?;
    let index = TagIndex::build(&owners, names.iter().map(Vec::as_slice));
    let latest = latest(repo, &owners, &index, head.as_ref()).unwrap_or_default();
    Some(Sorted { index, latest })
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
