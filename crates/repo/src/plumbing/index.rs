//! The index, read by `git ls-files`, which understands split and sparse ones.

use alloc::collections::BTreeSet;

use place::ObjectId;

use crate::backend::{Stage, Staged};
use crate::object::malformed;
use crate::{Git, Mode, RepoError};

/// The ids of the empty blob, in SHA-1 and SHA-256.
const EMPTY: [&str; 2] = [
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
];

/// Everything staged, in git's order: by path, then by stage.
pub(super) fn read(git: &Git) -> Result<Stage, RepoError> {
    let output = git.run(&["ls-files", "-z", "-s", "-t"], b"")?;
    let mut entries = Vec::new();
    for record in output.stdout.split(|b| *b == 0).filter(|record| !record.is_empty()) {
        entries.push(staged(record).ok_or_else(|| {
            malformed("the answer of `git ls-files`", "a record is not of the known form")
        })?);
    }
    // A file that is only intended to be added looks like a staged empty one; git tells them apart
    // only by comparing with the work tree, so that is asked only where there is such a file.
    if entries.iter().any(|entry| EMPTY.contains(&entry.id.as_str())) {
        let intended = git.run(&["diff-files", "-z", "--name-only", "--diff-filter=A"], b"")?;
        let intended: BTreeSet<&[u8]> = intended.stdout.split(|b| *b == 0).collect();
        entries.retain(|entry| !intended.contains(entry.path.as_slice()));
    }
    Ok(Stage { entries, known: Vec::new() })
}

/// One record: `H 100644 ID STAGE<tab>PATH`, where `S` marks a file left out of the work tree.
fn staged(record: &[u8]) -> Option<Staged> {
    let tab = record.iter().position(|b| *b == b'\t')?;
    let (head, path) = record.split_at_checked(tab)?;
    let mut words = core::str::from_utf8(head).ok()?.split(' ');
    let skipped = words.next()? == "S";
    let mode = Mode::from_bits(u32::from_str_radix(words.next()?, 8).ok()?);
    let id = ObjectId::new(words.next()?)?;
    let stage = words.next()?.parse().ok()?;
    Some(Staged { path: path.get(1..)?.to_vec(), id, mode, stage, skipped, noted: None })
}
