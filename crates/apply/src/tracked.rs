//! Tracked files beside the planned ones: how they stand before the release's hooks, and after each.

use alloc::collections::BTreeMap;

use place::{ObjectId, RepoPath};

use crate::ApplyError;
use crate::release::Release;
use crate::stage::{Difference, Differences, differing, hashes};

/// Tracked files that no plan names and that are otherwise than before a hook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The files, as git names them, sorted.
    pub files: Vec<String>,
    /// Those among them that had changes before which were not staged, each with what stood in it: a
    /// blob, where it was a file and could be kept.
    pub open: Vec<(String, Option<ObjectId>)>,
}

/// What stands in a file on the disk: its mode, and the blob that it would be.
type Standing = (String, Option<ObjectId>);

/// The tracked files that differ from what is staged.
pub(crate) struct Tracked {
    /// What git says of each.
    entries: Differences,
    stands: BTreeMap<Vec<u8>, Standing>,
    /// Whether those are kept as blobs.
    kept: bool,
}

impl Tracked {
    /// Looks at all tracked files, as `git diff` does. What a submodule has inside is its own.
    pub(crate) fn look(release: &Release<'_>) -> Result<Self, ApplyError> {
        let args = ["diff-files", "--raw", "-z", "--no-renames", "--no-abbrev"];
        let entries = differing(release, &[&args[..], &["--ignore-submodules=dirty"]].concat())?;
        let known = entries.keys().map(|path| path_of(path));
        let paths: Vec<RepoPath> = known.clone().flatten().collect();
        let mut hashed = release.repo.hashed(&paths)?.into_iter();
        let blobs = known.map(|path| path.and_then(|_| hashed.next().flatten()));
        let stands = entries.iter().zip(blobs);
        let stands =
            stands.map(|((path, entry), blob)| (path.clone(), (entry.new_mode.clone(), blob)));
        Ok(Self { stands: stands.collect(), entries, kept: false })
    }

    /// Keeps what stands in them as blobs: a hook, or whoever takes back what it did, may write over
    /// work that is nowhere else. Where that fails, nothing is wrong: they are only looked at.
    pub(crate) fn keep(&mut self, release: &Release<'_>) {
        let files = self.stands.iter().filter(|(_, (_, blob))| blob.is_some());
        let paths: Vec<RepoPath> = files.filter_map(|(path, _)| path_of(path)).collect();
        self.kept = hashes(release, &paths, true).is_ok();
    }

    /// The files that are not as they were, the planned ones left out: those are looked at by
    /// themselves, and put back.
    pub(crate) fn changed(&self, release: &Release<'_>) -> Result<Beside, ApplyError> {
        let now = Self::look(release)?;
        let planned = release.head.paths();
        let is_planned =
            |path: &[u8]| planned.iter().any(|planned| planned.as_str().as_bytes() == path);
        let mut paths: Vec<&Vec<u8>> = now.entries.keys().chain(self.entries.keys()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths.retain(|path| {
            self.standing(&now, path) != now.standing(self, path) && !is_planned(path)
        });
        let name = |path: &Vec<u8>| String::from_utf8_lossy(path).into_owned();
        let open = paths.iter().filter_map(|path| {
            let (_, blob) = self.stands.get(*path)?;
            Some((name(path), blob.clone().filter(|_| self.kept)))
        });
        Ok(Beside { open: open.collect(), files: paths.iter().map(|path| name(path)).collect() })
    }

    /// How a file stands; without a difference, as it is staged, which `other` may know.
    fn standing(&self, other: &Self, path: &[u8]) -> Option<Standing> {
        let staged = |entry: &Difference| (entry.old_mode.clone(), ObjectId::new(&entry.old));
        self.stands.get(path).cloned().or_else(|| other.entries.get(path).map(staged))
    }
}

fn path_of(path: &[u8]) -> Option<RepoPath> {
    RepoPath::new(core::str::from_utf8(path).ok()?).ok()
}
