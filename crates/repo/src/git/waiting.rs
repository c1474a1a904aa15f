//! A git process that is there before all that it is to hear is known.

use std::ffi::{OsStr, OsString};
use std::panic::resume_unwind;
use std::process::Stdio;
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, Builder, JoinHandle};

use super::pipes::Input;
use super::{Git, GitError, Outcome, Output};

/// A git process that reads what it is to do as it is told. Dropped, it meets the end of its input
/// there, and is waited for.
#[derive(Debug)]
pub struct Waiting {
    args: Vec<OsString>,
    /// Both are there until it is finished or dropped.
    words: Option<Sender<Vec<u8>>>,
    thread: Option<JoinHandle<Result<Outcome, GitError>>>,
}

impl Git {
    /// Starts `git args…`, which is told later what it reads on its standard input; `None` where the
    /// system gives no thread for that.
    #[must_use]
    pub fn begin<A: AsRef<OsStr>>(&self, args: &[A]) -> Option<Waiting> {
        let git = self.clone();
        let args: Vec<OsString> = args.iter().map(|arg| arg.as_ref().to_owned()).collect();
        let (words, heard) = channel();
        let mut command = self.command(&args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let own = args.clone();
        let run = move || git.wait(&own, command, Input::Words(heard));
        let thread = Builder::new().spawn(run).ok()?;
        Some(Waiting { args, words: Some(words), thread: Some(thread) })
    }
}

impl Waiting {
    /// Tells it something. One that has stopped reading says why at its end.
    pub fn tell(&self, words: Vec<u8>) {
        if let Some(sender) = &self.words {
            let _ = sender.send(words);
        }
    }

    /// Tells it the `last` words, and waits for its end.
    ///
    /// # Errors
    /// git could not be started, or ended with anything but success.
    pub fn finish(mut self, last: Vec<u8>) -> Result<Output, GitError> {
        self.tell(last);
        match self.end() {
            Some(ended) => ended.unwrap_or_else(|panic| resume_unwind(panic))?.success(&self.args),
            None => Ok(Output::default()),
        }
    }

    /// Lets it meet the end of its input, and waits.
    fn end(&mut self) -> Option<thread::Result<Result<Outcome, GitError>>> {
        drop(self.words.take());
        self.thread.take().map(JoinHandle::join)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.end());
    }
}
