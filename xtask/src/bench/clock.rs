//! Runs programs by the clock.

extern crate alloc;

use core::time::Duration;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use place::{Class, Explain};

use crate::Error;
use crate::error::FileError;

/// Where programs run, and what they see of the machine.
#[derive(Debug)]
pub struct Clock {
    /// An empty home: the user's git configuration, hooks and signing keys are none of it.
    home: PathBuf,
}

/// One run of a program.
#[derive(Debug, Clone)]
pub struct Run {
    /// From its start to its end, on the wall.
    pub time: Duration,
    /// What it wrote to standard error.
    pub stderr: String,
}

/// A program that did not do what was to be measured.
#[derive(Debug, thiserror::Error)]
#[error("`{program}` ended with exit code {code}: {stderr}")]
struct Failed {
    program: String,
    code: i32,
    stderr: String,
}

impl Explain for Failed {
    fn help(&self) -> Option<String> {
        Some("nothing can be measured until that works: run it by hand".into())
    }

    fn class(&self) -> Class {
        Class::State
    }
}

impl Clock {
    /// A clock whose programs have `home`, an empty folder, for their home.
    #[must_use]
    pub fn new(home: PathBuf) -> Self {
        Self { home }
    }

    /// Waits until the disk has what was written so far: whatever is measured next would wait for it
    /// instead, or share a processor with it. Where there is no `sync`, nothing is waited for.
    pub fn settle(&self) {
        let _ = Command::new("sync").stdin(Stdio::null()).stderr(Stdio::null()).status();
    }

    /// Runs a program in `folder` with the file `input` on its standard input; its standard output
    /// goes nowhere.
    ///
    /// # Errors
    /// It cannot be started, or does not end with 0.
    pub fn run<A: AsRef<OsStr>>(
        &self,
        folder: &Path,
        program: &Path,
        args: impl IntoIterator<Item = A>,
        input: Option<&Path>,
    ) -> Result<Run, Error> {
        let args: Vec<OsString> = args.into_iter().map(|arg| arg.as_ref().to_owned()).collect();
        let stdin = match input {
            Some(path) => File::open(path).map_err(FileError::at("read", path))?.into(),
            None => Stdio::null(),
        };
        let mut command = Command::new(program);
        command.current_dir(folder).args(&args).stdin(stdin).stdout(Stdio::null());
        command.env("HOME", &self.home).env_remove("XDG_CONFIG_HOME").env("NO_COLOR", "1");
        command.stderr(Stdio::piped());
        let start = Instant::now();
        let child = command.spawn().map_err(FileError::at("start", program))?;
        let output = child.wait_with_output().map_err(FileError::at("run", program))?;
        let time = start.elapsed();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            return Ok(Run { time, stderr });
        }
        let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
        let words = args.iter().take(4).map(|word| word.to_string_lossy());
        let program = words.fold(name.into_owned(), |all, word| all + " " + &word);
        Err(Failed { program, code: output.status.code().unwrap_or(-1), stderr }.into())
    }
}
