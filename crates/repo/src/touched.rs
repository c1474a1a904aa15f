//! Files that git would have to look at again: a quick look at what it wrote down of each.

use core::time::Duration;
use std::fs::{self, Metadata};
use std::time::{SystemTime, UNIX_EPOCH};

use place::{ObjectId, RepoPath};

use crate::backend::Staged;
use crate::repo::Repo;
use crate::{Difference, Mode, RepoError};

/// What git wrote down of a file when it last saw that the file is what is staged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noted {
    /// When the file was last written.
    pub(crate) written: SystemTime,
    /// How many bytes it has, as far as 32 bits tell.
    pub(crate) size: u32,
}

impl Noted {
    /// `seconds` and `nanoseconds` since 1970.
    pub(crate) fn new(seconds: u32, nanoseconds: u32, size: u32) -> Option<Self> {
        let since = Duration::new(u64::from(seconds), nanoseconds);
        Some(Self { written: UNIX_EPOCH.checked_add(since)?, size })
    }
}

impl Repo {
    /// As [`Repo::dirty`] of files with what `HEAD` has at each, for a word beforehand: a file is
    /// taken for what is staged where git would take it for that without reading it, by the time it
    /// was written and its size. All others are compared.
    ///
    /// What the system says of each file that is there goes to `seen`, with the file's place in
    /// `files`: a large line's files are asked for once only.
    ///
    /// # Errors
    /// As [`Repo::dirty`].
    pub fn touched(
        &self,
        files: &[(RepoPath, Option<ObjectId>)],
        seen: &mut dyn FnMut(usize, &Metadata),
    ) -> Result<Vec<(RepoPath, Difference)>, RepoError> {
        let index = self.index()?;
        let taken = self.store().index_stamp().map(|(written, ..)| written);
        let unsure = files.iter().enumerate().filter(|(at, (path, blob))| {
            let there = fs::symlink_metadata(self.root().join(path.as_str())).ok();
            if let Some(there) = &there {
                seen(*at, there);
            }
            match (index.at(path), there) {
                ([entry], Some(there)) if entry.stage == 0 && blob.as_ref() == Some(&entry.id) => {
                    !is_as_noted(entry, &there, taken)
                }
                _ => true,
            }
        });
        let unsure: Vec<RepoPath> = unsure.map(|(_, (path, _))| path.clone()).collect();
        if unsure.is_empty() { Ok(Vec::new()) } else { self.dirty(&unsure) }
    }
}

/// Whether a file is as git saw it last. `taken` is when the index was written: what was written at
/// that time or later may have changed since without another date.
fn is_as_noted(entry: &Staged, there: &Metadata, taken: Option<SystemTime>) -> bool {
    let (Some(noted), Some(taken), Ok(written)) = (entry.noted, taken, there.modified()) else {
        return false;
    };
    let executable = match entry.mode {
        Mode::Regular => false,
        Mode::Executable => true,
        _ => return false,
    };
    there.is_file()
        && noted == Noted { written, size: there.len() as u32 }
        && written < taken
        && crate::disk::executable(there) == executable
}
