//! Objects, all of a release in one process: `git fast-import` into a scratch git folder.
//!
//! fast-import cannot make a commit or a tag without a ref. So it works in a git folder of its own,
//! whose refs nobody sees, and whose objects are the real repository's. That also frees it from
//! how the real repository keeps its refs.

use alloc::collections::BTreeMap;
use core::fmt;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use place::ObjectId;
use repo::Git;

use crate::ApplyError;
use crate::journal::{Head, Made};
use crate::release::Release;

/// The step `objects`: blobs, tree, and the commit and tags as they will be if no hook changes the
/// message and nothing is signed.
pub(crate) fn everything(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let head = &release.head;
    let tx = &head.transaction;
    let mut stream = Stream::new();
    let blobs: Vec<Mark> = tx.files.iter().map(|file| stream.blob(&file.bytes)).collect();
    let commit = (!tx.files.is_empty()).then(|| {
        let files = head.files().zip(&blobs);
        let entries = files.map(|((change, original), blob)| {
            format!("M {} {blob} {}\n", original.mode, quoted(change.path.as_str()))
        });
        stream.commit(head, &clean(&tx.message), &entries.collect::<String>())
    });
    if let Some(commit) = commit {
        stream.ask_tree(commit);
    }
    let mut tags = Vec::new();
    if !head.sign_tags && !head.sign_commit {
        let own = tx.on.as_ref().unwrap_or(&tx.base);
        tags = stream.tags(head, &commit.map_or_else(|| own.to_string(), |mark| mark.to_string()));
    }
    let made = stream.run(release)?;
    Ok(Made {
        blobs: made.all(&blobs)?,
        tree: commit.map(|_| made.tree()).transpose()?,
        commit: commit.map(|commit| made.one(commit)).transpose()?,
        tags: made.all(&tags)?,
        message: None,
    })
}

/// The commit of `tree` with another message, and its tags unless they are signed.
pub(crate) fn reworded(
    release: &Release<'_>,
    tree: &ObjectId,
    message: &str,
) -> Result<Made, ApplyError> {
    let head = &release.head;
    let mut stream = Stream::new();
    let commit = stream.commit(head, message, &format!("M 040000 {tree} \"\"\n"));
    let tags = if head.sign_tags { Vec::new() } else { stream.tags(head, &commit.to_string()) };
    let made = stream.run(release)?;
    Ok(Made { commit: Some(made.one(commit)?), tags: made.all(&tags)?, ..Made::default() })
}

/// The tags on a commit that is there.
pub(crate) fn tags_on(
    release: &Release<'_>,
    commit: &ObjectId,
) -> Result<Vec<ObjectId>, ApplyError> {
    let mut stream = Stream::new();
    let tags = stream.tags(&release.head, commit.as_str());
    if tags.is_empty() { Ok(Vec::new()) } else { stream.run(release)?.all(&tags) }
}

/// A message as git's own `whitespace` clean-up leaves it: no white space at a line's end, no empty
/// line at either end, never two in a row, one line break at the end.
pub(crate) fn clean(message: &str) -> String {
    let mut out = String::with_capacity(message.len() + 1);
    let mut blank = false;
    for line in message.lines().map(str::trim_end) {
        if line.is_empty() {
            blank = !out.is_empty();
            continue;
        }
        if core::mem::take(&mut blank) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// How the scratch folder keeps its refs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refs {
    /// In one table: a thousand tags cost one file, and a fifth of the time. Since git 2.45.
    Table,
    /// In a file each, where we can read them.
    Files,
}

/// A runner of git over a fresh scratch folder: it sees the repository's objects and settings, and
/// none of its refs and hooks.
pub(crate) fn scratch(release: &Release<'_>, refs: Refs) -> Result<Git, ApplyError> {
    let scratch = scratch_folder(release);
    remove_scratch(&release.folder)?;
    lay_out(release, refs, &scratch).map_err(ApplyError::file("create", &scratch))?;
    let git = release.repo.git().with_variable("GIT_DIR", &scratch);
    let git = git.with_variable("GIT_OBJECT_DIRECTORY", release.repo.common_dir().join("objects"));
    // The scratch folder's own refs are not worth a sync each. One flush for many loose objects.
    Ok(git.with_setting("core.fsync=objects").with_setting("core.fsyncMethod=batch"))
}

fn scratch_folder(release: &Release<'_>) -> PathBuf {
    release.folder.join("scratch")
}

/// Removes the scratch folder, if it is there.
pub(crate) fn remove_scratch(folder: &Path) -> Result<(), ApplyError> {
    let scratch = folder.join("scratch");
    match std::fs::remove_dir_all(&scratch) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(ApplyError::file("remove", scratch)(error))
        }
        _ => Ok(()),
    }
}

fn lay_out(release: &Release<'_>, refs: Refs, scratch: &Path) -> io::Result<()> {
    for folder in ["objects", "refs/heads", "refs/tags", "reftable"] {
        std::fs::create_dir_all(scratch.join(folder))?;
    }
    std::fs::write(scratch.join("reftable/tables.list"), "")?;
    std::fs::write(scratch.join("HEAD"), "ref: refs/heads/none\n")?;
    let sha256 = release.head.transaction.base.as_str().len() == 64;
    let mut config = Vec::from("[core]\n\tbare = true\n");
    let objects = if sha256 { "\tobjectFormat = sha256\n" } else { "" };
    let table = if refs == Refs::Table { "\trefStorage = reftable\n" } else { "" };
    let version = u8::from(sha256 || refs == Refs::Table);
    let layout = format!("\trepositoryFormatVersion = {version}\n[extensions]\n{objects}{table}");
    config.extend(layout.into_bytes());
    // Signing, compression and the like are the repository's own. git reads what decides a
    // repository's layout from this file alone, never from one that it includes.
    let (common, own) = (release.repo.common_dir(), release.repo.git_dir());
    for file in [common.join("config"), own.join("config.worktree")] {
        config.extend(b"[include]\n\tpath = \"");
        config.extend(escaped(file.as_os_str().as_encoded_bytes()));
        config.extend(b"\"\n");
    }
    config.extend(b"[core]\n\thooksPath = /dev/null\n\tlogAllRefUpdates = false\n");
    std::fs::write(scratch.join("config"), config)
}

/// A value between quotes in git's configuration (git-config, "Syntax"): what would end it, or the
/// line that it stands on, escaped.
fn escaped(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    for byte in value {
        match byte {
            b'\n' => out.extend(b"\\n"),
            b'"' | b'\\' => out.extend([b'\\', *byte]),
            other => out.push(*other),
        }
    }
    out
}

/// An object in a stream, by its number there.
#[derive(Debug, Clone, Copy)]
struct Mark(usize);

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ":{}", self.0)
    }
}

/// Input for fast-import.
struct Stream {
    input: Vec<u8>,
    marks: usize,
}

impl Stream {
    fn new() -> Self {
        Self { input: Vec::new(), marks: 0 }
    }

    fn blob(&mut self, bytes: &[u8]) -> Mark {
        self.line("blob");
        let mark = self.mark();
        self.bytes(bytes);
        mark
    }

    fn commit(&mut self, head: &Head, message: &str, entries: &str) -> Mark {
        self.line("commit refs/heads/release");
        let mark = self.mark();
        self.line(&format!("author {}", head.author));
        self.line(&format!("committer {}", head.committer));
        self.bytes(message.as_bytes());
        self.line(&format!("from {}", head.transaction.base));
        self.line(entries);
        mark
    }

    fn tags(&mut self, head: &Head, on: &str) -> Vec<Mark> {
        let tx = &head.transaction;
        let each = tx.made().iter().map(|tag| {
            self.line(&format!("tag {}", tag.name));
            let mark = self.mark();
            self.line(&format!("from {on}"));
            self.line(&format!("tagger {}", head.committer));
            self.bytes(clean(&tx.tag_message(tag)).as_bytes());
            mark
        });
        each.collect()
    }

    /// Asks for the tree of a commit, which has no mark of its own.
    fn ask_tree(&mut self, commit: Mark) {
        self.line(&format!("ls {commit} \"\""));
    }

    fn mark(&mut self) -> Mark {
        self.marks += 1;
        let mark = Mark(self.marks);
        self.line(&format!("mark {mark}"));
        mark
    }

    fn line(&mut self, line: &str) {
        self.input.extend_from_slice(line.as_bytes());
        self.input.push(b'\n');
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.line(&format!("data {}", bytes.len()));
        self.input.extend_from_slice(bytes);
        self.input.push(b'\n');
    }

    /// Runs the stream.
    fn run(mut self, release: &Release<'_>) -> Result<Imported, ApplyError> {
        self.line("done");
        let marks = scratch_folder(release).join("marks");
        let mut export = OsString::from("--export-marks=");
        export.push(&marks);
        let args = ["fast-import".as_ref(), "--quiet".as_ref(), "--done".as_ref(), &*export];
        let import = |refs| {
            // It takes memory for each object and gives it back. glibc would hand every piece to the
            // system and ask for it anew, which takes as long as the objects themselves; others do
            // not look at this variable.
            let git = scratch(release, refs)?.with_variable("MALLOC_TOP_PAD_", "1048576");
            git.run(&args, &self.input).map_err(ApplyError::git("the new objects"))
        };
        let output = match import(Refs::Table) {
            // An older git says so before it reads anything.
            Err(ApplyError::Git { source, .. }) if knows_no_table(source.stderr()) => {
                import(Refs::Files)?
            }
            other => other?,
        };
        // git is asked for them all at once: answers that it gives one by one are as many switches
        // between two processes.
        let marked = std::fs::read_to_string(&marks).map_err(ApplyError::file("read", &marks))?;
        let answer = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(Imported { marked: read_marks(&marked), answer })
    }
}

/// What fast-import made.
struct Imported {
    /// By the numbers of marks.
    marked: BTreeMap<usize, ObjectId>,
    /// What it answered.
    answer: String,
}

impl Imported {
    fn one(&self, mark: Mark) -> Result<ObjectId, ApplyError> {
        self.marked.get(&mark.0).cloned().ok_or_else(|| odd(&mark.to_string()))
    }

    fn all(&self, marks: &[Mark]) -> Result<Vec<ObjectId>, ApplyError> {
        marks.iter().map(|mark| self.one(*mark)).collect()
    }

    /// The tree that was asked for: the third word of a tree entry's line.
    fn tree(&self) -> Result<ObjectId, ApplyError> {
        let entry = self.answer.strip_prefix("040000 tree ");
        let id = entry.and_then(|entry| ObjectId::new(entry.split('\t').next()?));
        id.ok_or_else(|| odd(&self.answer))
    }
}

/// Marks as fast-import writes them: `:1 ID`, one on each line.
fn read_marks(text: &str) -> BTreeMap<usize, ObjectId> {
    let mark = |line: &str| {
        let (number, id) = line.strip_prefix(':')?.split_once(' ')?;
        Some((number.parse().ok()?, ObjectId::new(id)?))
    };
    text.lines().filter_map(mark).collect()
}

/// Whether a git refused a repository because it keeps its refs in a table.
fn knows_no_table(stderr: &str) -> bool {
    let stderr = stderr.to_ascii_lowercase();
    stderr.contains("refstorage") || stderr.contains("ref storage")
}

fn odd(answer: &str) -> ApplyError {
    ApplyError::Answer { doing: "the new objects", answer: answer.to_owned() }
}

/// A path as git reads it back where it takes C-style quotes, whatever the path begins with.
pub(crate) fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cleaned_as_git_does() {
        for (from, to) in [
            ("a", "a\n"),
            ("\n\na  \n\n\n\nb\t\r\n\n", "a\n\nb\n"),
            ("  a\n", "  a\n"),
            ("", ""),
            (" \n ", ""),
        ] {
            assert_eq!(clean(from), to, "{from:?}");
        }
    }
}
