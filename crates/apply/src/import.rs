//! Objects, all of a release in one process: `git fast-import` into a scratch git folder.

use alloc::collections::BTreeMap;
use core::fmt;
use std::ffi::OsString;

use place::ObjectId;

use crate::ApplyError;
use crate::journal::{Head, Made};
use crate::release::Release;
use crate::scratch::{Refs, Scratch};

/// The step `objects`: blobs, tree, and the commit and tags as they will be if no hook changes the
/// message and nothing is signed.
pub(crate) fn everything(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    release.early.take().unwrap_or_else(|| Import::of(release).run())
}

/// All objects of a release, to be made.
pub(crate) struct Import {
    stream: Stream,
    scratch: Scratch,
    blobs: Vec<Mark>,
    commit: Option<Mark>,
    tags: Vec<Mark>,
}

impl Import {
    /// Those of `release`.
    pub(crate) fn of(release: &Release<'_>) -> Self {
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
            let on = commit.map_or_else(|| tx.tagged().to_string(), |mark| mark.to_string());
            tags = stream.tags(head, &on);
        }
        Self { stream, scratch: Scratch::of(release), blobs, commit, tags }
    }

    /// Makes them.
    ///
    /// # Errors
    /// What git says.
    pub(crate) fn run(&self) -> Result<Made, ApplyError> {
        let made = self.stream.run(&self.scratch)?;
        Ok(Made {
            blobs: made.all(&self.blobs)?,
            tree: self.commit.map(|_| made.tree()).transpose()?,
            commit: self.commit.map(|commit| made.one(commit)).transpose()?,
            tags: made.all(&self.tags)?,
            message: None,
        })
    }
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
    let made = stream.run(&Scratch::of(release))?;
    Ok(Made { commit: Some(made.one(commit)?), tags: made.all(&tags)?, ..Made::default() })
}

/// The tags on a commit that is there.
pub(crate) fn tags_on(
    release: &Release<'_>,
    commit: &ObjectId,
) -> Result<Vec<ObjectId>, ApplyError> {
    let mut stream = Stream::new();
    let tags = stream.tags(&release.head, commit.as_str());
    if tags.is_empty() { Ok(Vec::new()) } else { stream.run(&Scratch::of(release))?.all(&tags) }
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
    fn run(&self, scratch: &Scratch) -> Result<Imported, ApplyError> {
        let marks = scratch.path().join("marks");
        let mut export = OsString::from("--export-marks=");
        export.push(&marks);
        let args = ["fast-import".as_ref(), "--quiet".as_ref(), "--done".as_ref(), &*export];
        let import = |refs| {
            // It takes memory for each object and gives it back. glibc would hand every piece to the
            // system and ask for it anew, which takes as long as the objects themselves; others do
            // not look at this variable.
            let git = scratch.lay_out(refs)?.with_variable("MALLOC_TOP_PAD_", "1048576");
            let input = [&self.input[..], b"done\n"].concat();
            git.run(&args, &input).map_err(ApplyError::git("the new objects"))
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
