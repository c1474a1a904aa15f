//! Reads the commits since tags, each once however many tags lie behind it.

use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
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
    let mut since: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for from in tags.iter().filter_map(|tag| fill::commit(loaded, tag)) {
        if let Entry::Vacant(open) = since.entry(from) {
            let commits = loaded.repo.log(open.key(), &head)?;
            all.extend(commits.iter().cloned());
            open.insert(commits);
        }
    }
    let ids: Vec<ObjectId> = all.into_iter().collect();
    let deeds = loaded.repo.deeds(&ids)?.into_iter();
    let read: BTreeMap<ObjectId, Arc<Committed>> = ids
        .into_iter()
        .zip(deeds)
        .map(|(id, (commit, files))| {
            let committed = Committed { id: id.clone(), message: commit.message, files };
            (id, Arc::new(committed))
        })
        .collect();
    for tag in tags {
        let commits = fill::commit(loaded, tag).and_then(|from| since.get(&from));
        let commits = commits.into_iter().flatten().filter_map(|id| read.get(id).cloned());
        let commits = commits.collect();
        loaded.snapshot.commits.insert(tag.clone(), commits);
    }
    Ok(())
}
