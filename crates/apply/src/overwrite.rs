//! Planned files that are written over.
//!
//! git removes a file and makes another of the same name, which takes several times as long, and far
//! longer on a file system that is slow to give a removed file's place away. A file that is written
//! over also stays the one that others watch or have mounted, with its owner and its rights. But what
//! is written is the blob's bytes, which are the file's only where git makes nothing else of them, and
//! whoever has the file under another name, or reads on in it while it runs, meets them too. Such files
//! are left to git.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use place::RepoPath;
use repo::Difference;

use crate::journal::Original;
use crate::release::Release;
use crate::stage::writing;
use crate::{ApplyError, Change};

/// What is left of the planned files.
pub(crate) enum Rest {
    /// Nothing: all are written and staged.
    Nothing,
    /// Some, which git writes.
    Some,
    /// All of them: what git staged is not the plan.
    Astray,
}

/// What came of a file.
enum Done {
    Written,
    /// It is git's to write.
    Left,
    /// It is not what it was when it was looked at.
    Changed(Difference),
}

/// Writes over those planned files that can be, and has git stage them.
///
/// # Errors
/// A file that somebody changed since it was looked at; what the system says.
pub(crate) fn forward(release: &Release<'_>) -> Result<Rest, ApplyError> {
    // A filter may be slow, and git at it when this program is killed alone.
    if release.repo.has_section("filter")? {
        return Ok(Rest::Some);
    }
    let mut written = Vec::new();
    for (at, (change, original)) in release.head.files().enumerate() {
        let path = release.repo.root().join(change.path.as_str());
        let done = match &original.disk {
            Some(disk) if is_plain(release, change, original, disk) => {
                over(&path, disk, &change.bytes).map_err(ApplyError::file("write", path))?
            }
            _ => Done::Left,
        };
        match done {
            Done::Written => written.push(at),
            Done::Left => {}
            Done::Changed(how) => {
                let path = change.path.clone();
                return Err(ApplyError::Dirty { path, how, beside: Vec::new() });
            }
        }
    }
    Ok(match is_staged(release, &written)? {
        true if written.len() == release.head.transaction.files.len() => Rest::Nothing,
        true => Rest::Some,
        false => Rest::Astray,
    })
}

/// Has git look at the files of those numbers, and asks whether it makes the planned blobs of them.
fn is_staged(release: &Release<'_>, written: &[usize]) -> Result<bool, ApplyError> {
    if written.is_empty() {
        return Ok(true);
    }
    let files = &release.head.transaction.files;
    let paths = written.iter().filter_map(|at| files.get(*at)).map(|change| change.path.clone());
    let paths: Vec<RepoPath> = paths.collect();
    let input: String = paths.iter().map(|path| format!("{path}\0")).collect();
    let update = ["update-index", "-z", "--stdin"];
    if writing(release).run(&update, input.as_bytes()).is_err() {
        return Ok(false);
    }
    let staged = release.repo.staged_blobs(&paths)?;
    let planned = written.iter().map(|at| release.made.blobs.get(*at));
    Ok(staged.iter().map(Option::as_ref).eq(planned))
}

/// Whether the file holds its blob's bytes as they are, which are `disk`, and nobody runs it.
fn is_plain(release: &Release<'_>, change: &Change, original: &Original, disk: &[u8]) -> bool {
    original.mode == "100644"
        && !disk.starts_with(b"#!")
        && change.old.is_some()
        && release.repo.blob_id(disk) == change.old
}

/// Writes `new` over the file at `path`, which held `old`. At any moment each of its bytes is in its
/// place in one of the two.
fn over(path: &Path, old: &[u8], new: &[u8]) -> io::Result<Done> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let mut file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Done::Changed(Difference::Deleted));
        }
        // git says what is wrong with it, or can do without.
        Err(_) => return Ok(Done::Left),
    };
    if !is_alone(&file)? {
        return Ok(Done::Left);
    }
    let mut now = Vec::with_capacity(old.len() + 1);
    file.read_to_end(&mut now)?;
    if now == new {
        return Ok(Done::Written);
    }
    if now != old {
        return Ok(Done::Changed(Difference::Modified));
    }
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    file.seek(SeekFrom::Start(u64::try_from(same).unwrap_or(u64::MAX)))?;
    file.write_all(new.get(same..).unwrap_or_default())?;
    if new.len() < old.len() {
        file.set_len(u64::try_from(new.len()).unwrap_or(u64::MAX))?;
    }
    Ok(Done::Written)
}

/// Whether it is a file, and has no other name.
#[cfg(unix)]
fn is_alone(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;

    let known = file.metadata()?;
    Ok(known.is_file() && known.nlink() == 1)
}

/// Elsewhere nobody can tell.
#[cfg(not(unix))]
fn is_alone(_: &File) -> io::Result<bool> {
    Ok(false)
}

/// Whether `now` is what writing `new` over `old` leaves when it is cut off: each byte is in its place in
/// one of the two.
pub(crate) fn is_between(now: &[u8], old: &[u8], new: &[u8]) -> bool {
    let longest = old.len().max(new.len());
    let mut bytes = now.iter().enumerate();
    now.len() <= longest
        && bytes.all(|(at, byte)| [old, new].map(|side| side.get(at)).contains(&Some(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_two_contents_is_of_either_in_each_place() {
        let (old, new) = (b"1.9.0 of x\n", b"1.10.0 of x\n");
        for now in ["", "1.9.0 of x\n", "1.10.0 of x\n", "1.10.0 of \n", "1.1.0", "1.9.0 of x\n\n"]
        {
            assert!(is_between(now.as_bytes(), old, new), "{now:?}");
        }
        for now in ["2", "1.9.1 of x\n", "1.10.0 of x\n\n", "1.10.0 of y\n"] {
            assert!(!is_between(now.as_bytes(), old, new), "{now:?}");
        }
    }
}
