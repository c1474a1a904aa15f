//! The journal: what a release is about to do, and how far it came, safe against a power cut.
//!
//! A file of lines in the common git folder, `syncline/journal`. Each line is `<checksum> <json>`,
//! the checksum being the SHA-256 of the JSON. The first line, written whole to another name,
//! synced and renamed, holds the transaction; each further line is a [`Record`], appended, and synced
//! before anything happens that has to be known after a power cut. A torn last line is what a crash
//! leaves, and is dropped.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use place::{ObjectId, RepoPath};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bytes::{self, hex};
use crate::flush::sync_folder;
use crate::steps::StepId;
use crate::{ApplyError, Transaction};

/// The number that this program writes, and the highest that it reads.
///
/// 2: a release may be pushed, which programs that know 1 would leave out. 3: it may have hooks of its
/// own, which programs that know 2 would not run. 4: the working tree's path is bytes, which programs
/// that know 3 would not read.
pub(crate) const FORMAT: u64 = 4;

/// What stands on the journal's first line: all that is needed to make the same objects again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// The format's number.
    pub(crate) format: u64,
    /// The working tree that the release was begun in, in the system's own bytes: a path need not be
    /// UTF-8.
    #[serde(with = "bytes")]
    pub(crate) root: Vec<u8>,
    /// Which of the repository's working trees that is, wherever it lies by now: see
    /// [`tree`](crate::publish::tree). Journals of older programs do not say it.
    #[serde(default, with = "bytes::optional")]
    pub(crate) tree: Option<Vec<u8>>,
    /// When it was begun, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) started: i64,
    /// `Name <email> seconds zone`, as git writes it into objects.
    pub(crate) author: String,
    /// The same of the committer, who is also the tagger.
    pub(crate) committer: String,
    /// Whether the commit is signed.
    pub(crate) sign_commit: bool,
    /// Whether the tags are signed.
    pub(crate) sign_tags: bool,
    /// Whether what the refs become was settled once the objects were made: see
    /// [`is_settled`](crate::refs::is_settled). Older programs do not say it.
    #[serde(default)]
    pub(crate) settled: bool,
    /// What to publish.
    pub(crate) transaction: Transaction,
    /// What the base and the disk held, one for each of the transaction's files.
    pub(crate) originals: Vec<Original>,
}

/// A file to be written, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Original {
    /// Its mode in the index: `100644` or `100755`.
    pub(crate) mode: String,
    /// Its bytes on the disk; `None` where it was not there.
    #[serde(with = "bytes::optional")]
    pub(crate) disk: Option<Vec<u8>>,
}

/// A line after the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Record {
    /// A step begins; the second is when, in seconds since 1970-01-01T00:00:00Z.
    Before(StepId, i64),
    /// A step is done.
    After(StepId, Made),
    /// The release is being rolled back; there is no way forward any more.
    Abandoning,
    /// A hook is about to run: from here on it may be what wrote into planned files.
    Hook,
    /// Blobs of what stood in planned files that neither the release nor its base put there.
    Kept(Vec<(RepoPath, ObjectId)>),
}

/// What a step made; every step fills in its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Made {
    /// The blobs of the transaction's files, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) blobs: Vec<ObjectId>,
    /// The tree of the commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tree: Option<ObjectId>,
    /// The message that the hooks left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    /// The commit; until the step `commit` is done, the one that would be if no hook changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<ObjectId>,
    /// The tag objects, in the transaction's order; likewise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<ObjectId>,
}

impl Made {
    /// Takes over what a later step made.
    pub(crate) fn absorb(&mut self, later: &Self) {
        if !later.blobs.is_empty() {
            self.blobs.clone_from(&later.blobs);
        }
        if later.commit.is_some() {
            // Tags belong to one commit: a new commit makes those of the old one worthless.
            self.commit.clone_from(&later.commit);
            self.tags.clone_from(&later.tags);
        } else if !later.tags.is_empty() {
            self.tags.clone_from(&later.tags);
        }
        self.tree = later.tree.clone().or(self.tree.take());
        self.message = later.message.clone().or(self.message.take());
    }
}

/// A journal that is open for more records.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
}

/// What a journal says.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) head: Head,
    pub(crate) records: Vec<Record>,
    /// How many bytes of the file are whole lines.
    whole: u64,
}

impl Journal {
    /// Where a repository's journal lies.
    pub(crate) fn path(folder: &Path) -> PathBuf {
        folder.join("journal")
    }

    /// Begins a journal. Once this returns, it survives a power cut.
    pub(crate) fn create(folder: &Path, head: &Head) -> Result<Self, ApplyError> {
        let path = Self::path(folder);
        let fresh = folder.join("journal.new");
        let failed = |doing| ApplyError::file(doing, &fresh);
        let mut file = File::create(&fresh).map_err(failed("create"))?;
        file.write_all(line(head).map_err(failed("write"))?.as_bytes()).map_err(failed("write"))?;
        file.sync_all().map_err(failed("sync"))?;
        std::fs::rename(&fresh, &path).map_err(failed("rename"))?;
        sync_folder(folder).map_err(ApplyError::file("sync", folder))?;
        Ok(Self { path, file })
    }

    /// Reads the journal, if there is one.
    pub(crate) fn read(folder: &Path) -> Result<Option<Contents>, ApplyError> {
        let path = Self::path(folder);
        match std::fs::read(&path) {
            Ok(bytes) => parse(&path, &bytes).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ApplyError::file("read", path)(error)),
        }
    }

    /// Opens the journal that was read as `contents`, dropping a torn last line.
    pub(crate) fn reopen(folder: &Path, contents: &Contents) -> Result<Self, ApplyError> {
        let path = Self::path(folder);
        let failed = |doing| ApplyError::file(doing, &path);
        let file = OpenOptions::new().append(true).open(&path).map_err(failed("open"))?;
        file.set_len(contents.whole).map_err(failed("write"))?;
        Ok(Self { path: path.clone(), file })
    }

    /// Appends a record. It survives the end of this program, and a power cut once
    /// [`Journal::sync`] returns.
    pub(crate) fn write(&mut self, record: &Record) -> Result<(), ApplyError> {
        let failed = |doing| ApplyError::file(doing, &self.path);
        let line = line(record).map_err(failed("write"))?;
        self.file.write_all(line.as_bytes()).map_err(failed("write"))
    }

    /// Puts all records on the disk.
    pub(crate) fn sync(&mut self) -> Result<(), ApplyError> {
        self.file.sync_data().map_err(ApplyError::file("sync", &self.path))
    }

    /// Removes the journal: the release is complete, or as if it had never been.
    pub(crate) fn remove(folder: &Path) -> Result<(), ApplyError> {
        let path = Self::path(folder);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(ApplyError::file("remove", path)(error))
            }
            _ => sync_folder(folder).map_err(ApplyError::file("sync", folder)),
        }
    }
}

fn line(value: &impl Serialize) -> io::Result<String> {
    let json = serde_json::to_string(value)?;
    Ok(format!("{} {json}\n", checksum(&json)))
}

fn checksum(json: &str) -> String {
    hex(&Sha256::digest(json.as_bytes()))
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Contents, ApplyError> {
    let corrupt = |why: String| ApplyError::Corrupt { path: path.to_owned(), why };
    let mut whole = 0;
    let mut lines = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n').filter(|line| line.ends_with(b"\n")) {
        lines.push(core::str::from_utf8(line).map_err(|error| corrupt(error.to_string()))?);
    }
    let (first, rest) =
        lines.split_first().ok_or_else(|| corrupt("its first line is torn".into()))?;
    // A newer program may have changed the checksum too, so the number is looked for first.
    let json = first.split_once(' ').map_or("", |(_, json)| json);
    if let Ok(Numbered { format }) = serde_json::from_str::<Numbered>(json)
        && format > FORMAT
    {
        return Err(ApplyError::Newer { path: path.to_owned(), format });
    }
    let head: Head = read_line(first).map_err(|why| corrupt(format!("line 1: {why}")))?;
    if head.originals.len() != head.transaction.files.len() {
        return Err(corrupt("it lacks the original of a file".into()));
    }
    whole += first.len();
    let mut records = Vec::new();
    for (at, line) in rest.iter().enumerate() {
        // A crash may leave a last line of the right length and the wrong content.
        if at + 1 == rest.len() && checked(line).is_err() {
            break;
        }
        let record = read_line(line).map_err(|why| corrupt(format!("line {}: {why}", at + 2)))?;
        records.push(record);
        whole += line.len();
    }
    Ok(Contents { head, records, whole: whole as u64 })
}

#[derive(Deserialize)]
struct Numbered {
    format: u64,
}

fn read_line<T: for<'de> Deserialize<'de>>(line: &str) -> Result<T, String> {
    serde_json::from_str(checked(line)?).map_err(|error| error.to_string())
}

/// A line's JSON, which is what somebody wrote.
fn checked(line: &str) -> Result<&str, &'static str> {
    let (sum, json) = line.trim_end().split_once(' ').ok_or("it has no checksum")?;
    if sum == checksum(json) { Ok(json) } else { Err("its checksum does not hold") }
}

impl Head {
    /// The planned files with what they were, in the transaction's order.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&crate::Change, &Original)> {
        self.transaction.files.iter().zip(&self.originals)
    }

    /// The planned files' paths.
    pub(crate) fn paths(&self) -> Vec<RepoPath> {
        self.transaction.files.iter().map(|file| file.path.clone()).collect()
    }
}
