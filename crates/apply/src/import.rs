//! Objects, all of a release in one process: `git fast-import` into a scratch git folder.
//!
//! fast-import cannot make a commit or a tag without a ref. So it works in a git folder of its own,
//! whose refs nobody sees, and whose objects are the real repository's. That also frees it from
//! how the real repository keeps its refs.

use std::io;
use std::path::Path;

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
            format!("M {} :{} {}\n", original.mode, blob.number, quoted(change.path.as_str()))
        });
        stream.commit(head, &clean(&tx.message), &entries.collect::<String>())
    });
    let tree = commit.map(|commit| stream.root(commit));
    let mut tags = Vec::new();
    if !head.sign_tags && !head.sign_commit {
        let own = tx.on.as_ref().unwrap_or(&tx.base);
        let on = commit.map_or_else(|| own.to_string(), |commit| format!(":{}", commit.number));
        tags = stream.tags(head, &on);
    }
    let ids = stream.run(release)?;
    let one = |mark: Mark| ids.get(mark.answer).cloned().ok_or_else(|| odd(""));
    Ok(Made {
        blobs: blobs.into_iter().map(one).collect::<Result<_, _>>()?,
        tree: tree.map(one).transpose()?,
        commit: commit.map(one).transpose()?,
        tags: tags.into_iter().map(one).collect::<Result<_, _>>()?,
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
    let tags =
        if head.sign_tags { Vec::new() } else { stream.tags(head, &format!(":{}", commit.number)) };
    let ids = stream.run(release)?;
    let one = |mark: Mark| ids.get(mark.answer).cloned().ok_or_else(|| odd(""));
    Ok(Made {
        commit: Some(one(commit)?),
        tags: tags.into_iter().map(one).collect::<Result<_, _>>()?,
        ..Made::default()
    })
}

/// The tags on a commit that is there.
pub(crate) fn tags_on(
    release: &Release<'_>,
    commit: &ObjectId,
) -> Result<Vec<ObjectId>, ApplyError> {
    let mut stream = Stream::new();
    stream.tags(&release.head, commit.as_str());
    if stream.asked == 0 { Ok(Vec::new()) } else { stream.run(release) }
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
    let scratch = release.folder.join("scratch");
    remove_scratch(&release.folder)?;
    lay_out(release, refs, &scratch).map_err(ApplyError::file("create", &scratch))?;
    let git = release.repo.git().with_variable("GIT_DIR", &scratch);
    let git = git.with_variable("GIT_OBJECT_DIRECTORY", release.repo.common_dir().join("objects"));
    // The scratch folder's own refs are not worth a sync each. One flush for many loose objects.
    Ok(git.with_setting("core.fsync=objects").with_setting("core.fsyncMethod=batch"))
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

/// An object in a stream.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Its number, by which the stream names it.
    number: usize,
    /// Which of the answers is its id.
    answer: usize,
}

/// Input for fast-import, and how many ids it will answer with.
struct Stream {
    input: Vec<u8>,
    marks: usize,
    asked: usize,
}

impl Stream {
    fn new() -> Self {
        Self { input: Vec::new(), marks: 0, asked: 0 }
    }

    fn blob(&mut self, bytes: &[u8]) -> Mark {
        self.line("blob");
        let mark = self.mark();
        self.bytes(bytes);
        self.ask(mark)
    }

    fn commit(&mut self, head: &Head, message: &str, entries: &str) -> Mark {
        self.line("commit refs/heads/release");
        let mark = self.mark();
        self.line(&format!("author {}", head.author));
        self.line(&format!("committer {}", head.committer));
        self.bytes(message.as_bytes());
        self.line(&format!("from {}", head.transaction.base));
        self.line(entries);
        self.ask(mark)
    }

    fn tags(&mut self, head: &Head, on: &str) -> Vec<Mark> {
        let tx = &head.transaction;
        let each = tx.made().iter().map(|tag| {
            self.line(&format!("tag {}", tag.name));
            let mark = self.mark();
            self.line(&format!("from {on}"));
            self.line(&format!("tagger {}", head.committer));
            self.bytes(clean(&tx.tag_message(tag)).as_bytes());
            self.ask(mark)
        });
        each.collect()
    }

    /// Asks for the tree of a commit.
    fn root(&mut self, commit: Mark) -> Mark {
        self.line(&format!("ls :{} \"\"", commit.number));
        self.asked += 1;
        Mark { answer: self.asked - 1, ..commit }
    }

    fn mark(&mut self) -> usize {
        self.marks += 1;
        self.line(&format!("mark :{}", self.marks));
        self.marks
    }

    fn ask(&mut self, number: usize) -> Mark {
        self.line(&format!("get-mark :{number}"));
        self.asked += 1;
        Mark { number, answer: self.asked - 1 }
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

    /// Runs the stream: the ids of what was asked, in order.
    fn run(mut self, release: &Release<'_>) -> Result<Vec<ObjectId>, ApplyError> {
        self.line("done");
        let import = |refs| {
            let git = scratch(release, refs)?;
            git.run(&["fast-import", "--quiet", "--done"], &self.input)
                .map_err(ApplyError::git("the new objects"))
        };
        let output = match import(Refs::Table) {
            // An older git says so before it reads anything.
            Err(ApplyError::Git { source, .. }) if knows_no_table(source.stderr()) => {
                import(Refs::Files)?
            }
            other => other?,
        };
        let answer = String::from_utf8_lossy(&output.stdout).into_owned();
        let ids: Vec<ObjectId> = answer.lines().map(id_in).collect::<Result<_, _>>()?;
        if ids.len() == self.asked { Ok(ids) } else { Err(odd(&answer)) }
    }
}

/// Whether a git refused a repository because it keeps its refs in a table.
fn knows_no_table(stderr: &str) -> bool {
    let stderr = stderr.to_ascii_lowercase();
    stderr.contains("refstorage") || stderr.contains("ref storage")
}

/// The id in one line of an answer: the line itself, or the third word of a tree entry's.
fn id_in(line: &str) -> Result<ObjectId, ApplyError> {
    let word = match line.strip_prefix("040000 tree ") {
        Some(rest) => rest.split('\t').next().unwrap_or_default(),
        None => line,
    };
    ObjectId::new(word).ok_or_else(|| odd(line))
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
