//! The index, read by libgit2.

use std::path::Path;

use git2::{Index, IndexEntry, IndexEntryExtendedFlag, Repository};

use super::{id, unable};
use crate::backend::Staged;
use crate::touched::Noted;
use crate::{Mode, RepoError};

/// Everything staged in `other`, or in the repository's own index.
pub(super) fn read(
    repository: &Repository,
    other: Option<&Path>,
) -> Result<Vec<Staged>, RepoError> {
    let failed = |error| unable("the index", &error);
    let index = match other {
        Some(path) => Index::open(path),
        None => repository.index(),
    };
    let mut index = index.map_err(failed)?;
    // libgit2 keeps the index that it read first; another git may have written it since.
    index.read(false).map_err(failed)?;
    let marked = |entry: &IndexEntry, flag: IndexEntryExtendedFlag| {
        IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended).contains(flag)
    };
    index
        .iter()
        .filter(|entry| !marked(entry, IndexEntryExtendedFlag::INTENT_TO_ADD))
        .map(|entry| {
            Ok(Staged {
                id: id(entry.id)?,
                mode: Mode::from_bits(entry.mode),
                stage: (entry.flags >> 12 & 3) as u8,
                skipped: marked(&entry, IndexEntryExtendedFlag::SKIP_WORKTREE),
                noted: Noted::new(
                    entry.mtime.seconds(),
                    entry.mtime.nanoseconds(),
                    entry.file_size,
                ),
                path: entry.path,
            })
        })
        .collect()
}
