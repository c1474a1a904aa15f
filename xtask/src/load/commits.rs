//! Reads the commits since tags, each once however many tags lie behind it.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;

use place::ObjectId;
use product::Committed;

use super::{Loaded, fill};
use crate::Error;

/// Adds the commits that the history under inspection has since each of `tags` to the snapshot.
pub(super) fn fill(loaded: &mut Loaded, tags: &BTreeSet<String>) -> Result<(), Error> {
    let Some(head) = loaded.snapshot.base.clone().filter(|_| !tags.is_empty()) else {
        loaded.snapshot.commits.extend(tags.iter().map(|tag| (tag.clone(), Vec::new())));
        return Ok(());
    };
    let from: BTreeSet<ObjectId> =
        tags.iter().filter_map(|tag| fill::commit(loaded, tag)).collect();
    let from: Vec<ObjectId> = from.into_iter().collect();
    let repo::Logs { commits, since } = loaded.repo.logs(&from, &head)?;
    let deeds = loaded.repo.deeds(&commits)?.into_iter();
    let read: Vec<Arc<Committed>> = commits
        .into_iter()
        .zip(deeds)
        .map(|(id, (commit, files))| Arc::new(Committed { id, message: commit.message, files }))
        .collect();
    for tag in tags {
        let places = fill::commit(loaded, tag).and_then(|from| since.get(&from));
        let commits = places.into_iter().flatten().filter_map(|at| read.get(*at).cloned());
        let commits = commits.collect();
        loaded.snapshot.commits.insert(tag.clone(), commits);
    }
    Ok(())
}
