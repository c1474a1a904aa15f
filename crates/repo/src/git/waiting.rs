//! A git process that has heard all but its last word.

use std::ffi::OsString;
use std::io::Write as _;
use std::panic::resume_unwind;
use std::process::Stdio;
use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::{Git, GitError, Output};

/// A git process that does what it can without its last word. Dropped, it never hears it, and is
/// waited for.
#[derive(Debug)]
pub struct Waiting {
    /// Both are there until it is finished or dropped.
    word: Option<Sender<()>>,
    thread: Option<JoinHandle<Result<Output, GitError>>>,
}

impl Git {
    /// Starts `git args…` and writes `stdin`, but for the `last` word, to its standard input; `None`
    /// where the system gives no thread for that. It must not answer at length before it ends.
    #[must_use]
    pub fn begin(&self, args: &[&str], stdin: Vec<u8>, last: &'static [u8]) -> Option<Waiting> {
        let git = self.clone();
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        let (word, heard) = channel();
        let run = move || {
            let mut child = git.start(&args, Stdio::piped())?;
            if let Some(mut pipe) = child.stdin.take() {
                // One that stops reading early says why at its end.
                let begun = pipe.write_all(&stdin).and_then(|()| pipe.flush());
                if heard.recv().is_ok() && begun.is_ok() {
                    drop(pipe.write_all(last));
                }
            }
            let output = child.wait_with_output().map_err(|source| git.unstarted(&args, source))?;
            if !output.status.success() {
                return Err(GitError::failed(&args, output.status.code(), &output.stderr));
            }
            Ok(Output { stdout: output.stdout, stderr: output.stderr })
        };
        let thread = Builder::new().spawn(run).ok()?;
        Some(Waiting { word: Some(word), thread: Some(thread) })
    }
}

impl Waiting {
    /// Says the last word, and waits for the end.
    ///
    /// # Errors
    /// git could not be started, or ended with anything but success.
    pub fn finish(mut self) -> Result<Output, GitError> {
        if let Some(word) = self.word.take() {
            let _ = word.send(());
        }
        match self.thread.take() {
            Some(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            None => Ok(Output { stdout: Vec::new(), stderr: Vec::new() }),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.word.take());
        drop(self.thread.take().map(JoinHandle::join));
    }
}
