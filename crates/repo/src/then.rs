//! Files as they were at many commits, each blob read once.

use alloc::collections::BTreeMap;

use place::{ObjectId, RepoPath};

use crate::locate::{Found, Wanted, locate};
use crate::object::{Kind, Object};
use crate::repo::Repo;
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
        let mut by_commit: BTreeMap<&ObjectId, Vec<usize>> = BTreeMap::new();
        for (at, (commit, _)) in wanted.iter().enumerate() {
            by_commit.entry(commit).or_default().push(at);
        }
        let ids: Vec<ObjectId> = by_commit.keys().map(|id| (*id).clone()).collect();
        let groups: Vec<Vec<usize>> = by_commit.into_values().collect();
        let mut blobs = vec![None; wanted.len()];
        for (ids, groups) in ids.chunks(TOGETHER).zip(groups.chunks(TOGETHER)) {
            let mut ats = Vec::new();
            let mut asked = Vec::new();
            for (commit, group) in self.store().commits(ids)?.into_iter().zip(groups) {
                for at in group {
                    let Some((_, path)) = wanted.get(*at) else { continue };
                    ats.push(*at);
                    asked.push(Wanted { tree: commit.tree.clone(), path });
                }
            }
            for (at, answer) in ats.into_iter().zip(locate(self.store(), &asked, false)?) {
                if let Found::Leaf(Mode::Regular | Mode::Executable, id) = answer.found
                    && let Some(blob) = blobs.get_mut(at)
                {
                    *blob = Some(id);
                }
            }
        }
        Ok(blobs)
    }

    /// The bytes of blobs, in the order asked; `None` for one of more than 8 MiB.
    ///
    /// # Errors
    /// One that is missing.
    pub fn contents(&self, ids: &[ObjectId]) -> Result<Vec<Option<Vec<u8>>>, RepoError> {
        let objects = self.store().objects(ids, LIMIT)?.into_iter();
        let blob = |object: Object| object.bytes.filter(|_| object.kind == Kind::Blob);
        Ok(objects.map(blob).collect())
    }
}
