//! The index, read from git's own file (gitformat-index).
//!
//! libgit2 reads its entries, but hands out nothing of its "cache tree": which tree each folder is in
//! which nothing was staged since.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use place::ObjectId;
use sha1::{Digest as _, Sha1};

use crate::backend::{Known, Stage, Staged};
use crate::object::malformed;
use crate::touched::Noted;
use crate::{Mode, RepoError};

/// Bytes of an object's name: libgit2 opens no repository with longer ones.
const WIDTH: usize = 20;
/// Flags of an entry: more of them follow; and which side of a conflict it is.
const EXTENDED: u16 = 0x4000;
const STAGE: u16 = 0x3000;
/// Among those that follow: left out of the work tree; only intended to be added.
const SKIPPED: u16 = 0x4000;
const INTENDED: u16 = 0x2000;
/// How long a path is, among the flags; the highest number stands for itself and all above.
const LENGTH: u16 = 0x0fff;

/// Everything staged in the index at `path`; nothing where there is no such file, as git has it.
///
/// # Errors
/// A file that cannot be read, or one of a form that only git reads: a split or a sparse index.
pub(super) fn read(path: &Path) -> Result<Stage, RepoError> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Stage::default()),
        read => read.map_err(|_| malformed("the index", "it cannot be read"))?,
    };
    parse(&bytes).ok_or_else(|| malformed("the index", "it is of no form that is known"))
}

/// What the index file with these bytes says; `None` where it is of no form that is read here.
pub(crate) fn parse(bytes: &[u8]) -> Option<Stage> {
    let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(WIDTH)?)?;
    // Zeros where git was told to leave it out (index.skipHash). Damage is for git to judge.
    if sum != [0; WIDTH] && sum != Sha1::digest(content).as_slice() {
        return None;
    }
    let mut rest = Bytes(content);
    let (b"DIRC", version @ 2..=4, count) = (rest.take(4)?, rest.number()?, rest.number()?) else {
        return None;
    };
    let mut stage = Stage::default();
    let mut path = Vec::new();
    for _ in 0..count {
        stage.entries.extend(rest.entry(version, &mut path)?);
    }
    while !rest.0.is_empty() {
        let name = rest.take(4)?;
        let length = usize::try_from(rest.number()?).ok()?;
        let content = Bytes(rest.take(length)?);
        match name {
            b"TREE" => stage.known = known(content, &stage.entries)?,
            [b'A'..=b'Z', ..] => {}
            // Whoever does not know one of these may not go on: the entries are elsewhere, or stand
            // for whole folders.
            _ => return None,
        }
    }
    Some(stage)
}

/// The folders of a cache tree: each with how many entries and folders it has, its tree where that is
/// known, and then those folders in the same way.
fn known(mut rest: Bytes<'_>, entries: &[Staged]) -> Option<Vec<Known>> {
    let (mut all, mut first) = (Vec::new(), true);
    // The folders that the next one may be in, each with how many more it has.
    let mut above: Vec<(Vec<u8>, usize)> = Vec::new();
    while !rest.0.is_empty() {
        let mut path = Vec::new();
        if let Some((folder, inner)) = above.last_mut() {
            *inner = inner.checked_sub(1)?;
            path.extend_from_slice(folder);
            path.extend_from_slice(rest.until(0)?);
            path.push(b'/');
        } else {
            rest.until(0).filter(|name| name.is_empty() && first)?;
            first = false;
        }
        let count = core::str::from_utf8(rest.until(b' ')?).ok()?;
        let inner = core::str::from_utf8(rest.until(b'\n')?).ok()?.parse().ok()?;
        // It is -1 where something was staged since, and no tree follows.
        if let Ok(count) = count.parse::<usize>() {
            let tree = ObjectId::from_bytes(rest.take(WIDTH)?)?;
            let start = entries.partition_point(|entry| entry.path < path);
            let below = entries.get(start..).unwrap_or_default();
            // One that has other entries than its tree was made of is not worth a try; one that has none
            // cannot be found among them.
            if count > 0 && below.partition_point(|entry| entry.path.starts_with(&path)) == count {
                all.push(Known { folder: path.clone(), entries: start..start + count, tree });
            }
        }
        above.push((path, inner));
        while above.pop_if(|(_, inner)| *inner == 0).is_some() {}
    }
    Some(all)
}

/// What is left of a file to be read.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// What comes before the next `end`, which is taken too.
    fn until(&mut self, end: u8) -> Option<&'b [u8]> {
        let taken = self.take(memchr::memchr(end, self.0)?)?;
        self.take(1)?;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn flags(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// How many bytes at the end of the last path are not in the next one, as git writes offsets.
    fn removed(&mut self) -> Option<usize> {
        let mut value = 0_usize;
        loop {
            let [byte] = self.take(1)? else { return None };
            value = value.checked_mul(128)?.checked_add(usize::from(byte & 127))?;
            if *byte < 128 {
                return Some(value);
            }
            value = value.checked_add(1)?;
        }
    }

    /// The next entry, none where the file is only intended to be added. `path` is the last one's, and
    /// then its own: in version 4 it says only what differs.
    fn entry(&mut self, version: u32, path: &mut Vec<u8>) -> Option<Option<Staged>> {
        let before = self.0.len();
        self.take(8)?;
        let (seconds, nanoseconds) = (self.number()?, self.number()?);
        self.take(8)?;
        let mode = Mode::from_bits(self.number()?);
        self.take(8)?;
        let noted = Noted::new(seconds, nanoseconds, self.number()?);
        let id = ObjectId::from_bytes(self.take(WIDTH)?)?;
        let flags = self.flags()?;
        let more = if flags & EXTENDED == 0 { 0 } else { self.flags()? };
        if more & !(SKIPPED | INTENDED) != 0 {
            return None;
        }
        let kept = if version == 4 { path.len().checked_sub(self.removed()?)? } else { 0 };
        path.truncate(kept);
        path.extend_from_slice(self.until(0)?);
        if usize::from(flags & LENGTH) != path.len().min(LENGTH.into()) {
            return None;
        }
        if version < 4 {
            // An entry has a multiple of eight bytes, one to eight of them zeros at its end.
            self.take((before - self.0.len()).wrapping_neg() % 8)?;
        }
        let stage = ((flags & STAGE) >> 12) as u8;
        let skipped = more & SKIPPED != 0;
        let staged = more & INTENDED == 0;
        Some(staged.then(|| Staged { path: path.clone(), id, mode, stage, skipped, noted }))
    }
}
