//! Files as they were at many commits, each blob read once.

use place::{ObjectId, RepoPath};

use crate::changed::newest_first;
use crate::locate::{Found, Wanted, locate};
use crate::object::{Kind, Object};
use crate::repo::Repo;
use crate::store::Store;
use crate::{LIMIT, Mode, RepoError};

/// How many commits are looked at together: each may have a root tree of its own, and a large
/// line's are large. This bounds what is held at once.
const TOGETHER: usize = 64;

impl Repo {
    /// The blob at each path in the tree of its commit, in the order asked; `None` where there was
    /// no file: nothing, a folder, a symbolic link, something behind a link or in a submodule.
    ///
    /// # Errors
    /// A commit or tree that is missing or damaged.
    pub fn blobs_at(
        &self,
        wanted: &[(ObjectId, RepoPath)],
    ) -> Result<Vec<Option<ObjectId>>, RepoError> {
        let trees = newest_first(self.store(), wanted)?;
        let mut blobs = vec![None; wanted.len()];
        for (at, id) in self.shared(&trees, |repo, trees| below(repo.store(), trees, wanted))? {
            if let Some(blob) = blobs.get_mut(at) {
                *blob = Some(id);
            }
        }
        Ok(blobs)
    }

    /// The bytes of blobs, in the order asked; `None` for one of more than 8 MiB.
    ///
    /// # Errors
    /// One that is missing.
    pub fn contents(&self, ids: &[ObjectId]) -> Result<Vec<Option<Vec<u8>>>, RepoError> {
        let fits = |object: &Object| object.kind == Kind::Blob && object.size <= LIMIT;
        let blob = |object: Object| Some(object).filter(fits)?.bytes;
        Ok(self.store().objects(ids, u64::MAX)?.into_iter().map(blob).collect())
    }
}

/// The blobs that there are below `trees`: each with the place of what asked for it.
fn below(
    store: &Store,
    trees: &[(ObjectId, Vec<usize>)],
    wanted: &[(ObjectId, RepoPath)],
) -> Result<Vec<(usize, ObjectId)>, RepoError> {
    let mut blobs = Vec::new();
    for some in trees.chunks(TOGETHER) {
        let mut ats = Vec::new();
        let mut asked = Vec::new();
        for (tree, group) in some {
            for at in group {
                let Some((_, path)) = wanted.get(*at) else { continue };
                ats.push(*at);
                asked.push(Wanted { tree: tree.clone(), path });
            }
        }
        for (at, answer) in ats.into_iter().zip(locate(store, &asked, false)?) {
            if let Found::Leaf(Mode::Regular | Mode::Executable, id) = answer.found {
                blobs.push((at, id));
            }
        }
    }
    Ok(blobs)
}
