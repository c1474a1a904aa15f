//! A conversation with one `git cat-file --batch` process.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use place::ObjectId;

use crate::object::{Kind, Object, malformed};
use crate::{Git, GitError, RepoError};

/// How many objects are asked for before the answers are read. 60 names of at most 65 bytes stay
/// below the 4,096 bytes that every system's pipes hold, so neither side can wait for the other.
const AHEAD: usize = 60;

const ARGS: [&str; 2] = ["cat-file", "--batch"];

/// The process, and both ends of its pipes.
#[derive(Debug)]
pub(super) struct Batch {
    child: Child,
    /// `None` once the conversation is over, which ends the process.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Batch {
    /// Starts it.
    pub(super) fn start(git: &Git) -> Result<Self, RepoError> {
        let mut child = git.start(&ARGS, Stdio::null())?;
        let questions = child.stdin.take();
        let answers = child.stdout.take().ok_or_else(broken)?;
        Ok(Self { child, questions, answers: BufReader::with_capacity(64 << 10, answers) })
    }

    /// The objects in the order asked.
    pub(super) fn read(
        &mut self,
        ids: &[ObjectId],
        limit: u64,
    ) -> Result<Vec<Option<Object>>, RepoError> {
        let mut objects = Vec::with_capacity(ids.len());
        for some in ids.chunks(AHEAD) {
            let question: String = some.iter().flat_map(|id| [id.as_str(), "\n"]).collect();
            let pipe = self.questions.as_mut().ok_or_else(broken)?;
            pipe.write_all(question.as_bytes()).and_then(|()| pipe.flush()).map_err(failed)?;
            for _ in some {
                objects.push(self.answer(limit)?);
            }
        }
        Ok(objects)
    }

    /// One answer: `ID KIND SIZE`, the bytes and a line break, or `ID missing`.
    fn answer(&mut self, limit: u64) -> Result<Option<Object>, RepoError> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(failed)?;
        let mut words = line.split_ascii_whitespace().skip(1);
        let kind = match words.next() {
            Some("commit") => Kind::Commit,
            Some("tree") => Kind::Tree,
            Some("blob") => Kind::Blob,
            Some("tag") => Kind::Tag,
            Some("missing") => return Ok(None),
            _ => return Err(broken()),
        };
        let size: u64 = words.next().and_then(|size| size.parse().ok()).ok_or_else(broken)?;
        let mut content = (&mut self.answers).take(size);
        let bytes = if size > limit {
            std::io::copy(&mut content, &mut std::io::sink()).map_err(failed)?;
            None
        } else {
            let mut bytes = Vec::new();
            content.read_to_end(&mut bytes).map_err(failed)?;
            if bytes.len() as u64 != size {
                return Err(broken());
            }
            Some(bytes)
        };
        self.answers.read_exact(&mut [0]).map_err(failed)?;
        Ok(Some(Object { kind, size, bytes }))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // Closing its input ends it; should it be stuck, killing it does. Neither can be reported
        // from here, and nothing depends on it.
        self.questions = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn failed(source: std::io::Error) -> RepoError {
    let message = format!("its pipe broke: {source}");
    GitError::failed(&ARGS, None, message.as_bytes()).into()
}

fn broken() -> RepoError {
    malformed("the answer of `git cat-file --batch`", "it is cut short or of an unknown kind")
}
