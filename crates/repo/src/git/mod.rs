//! The hardened runner of the git program: arguments only, no shell, a cleaned environment.

mod error;
mod pipes;
mod redact;
mod waiting;

use core::sync::atomic::{AtomicUsize, Ordering};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub use error::GitError;
use pipes::Input;
pub(crate) use redact::place;
use redact::{shown, without_credentials};
pub use waiting::Waiting;

/// How many processes this program has started through [`Git`].
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// How many git processes have been started since the program began, over all threads and all
/// [`Git`] values. Tests hold it against invariant 7 of ARCHITECTURE.md: processes started are
/// constant.
#[must_use]
pub fn started() -> usize {
    STARTED.load(Ordering::Relaxed)
}

/// Variables that would make git look at another repository than the one asked for. A hook's git
/// sets some of them; what is meant to pass is set again on purpose.
const FOREIGN: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
];

/// Takes out of the environment of `command`, a program that may start git itself, whatever would
/// make that git look at another repository than the one that it is started in.
pub fn without_repository(command: &mut Command) {
    for name in FOREIGN {
        command.env_remove(name);
    }
}

/// Runs the git program in one folder. A value: each `with_…` gives another one.
#[derive(Debug, Clone)]
pub struct Git {
    program: OsString,
    folder: PathBuf,
    variables: Vec<(OsString, OsString)>,
    settings: Vec<String>,
}

/// What a git process that succeeded wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Its standard output, byte for byte.
    pub stdout: Vec<u8>,
    /// Its standard error, byte for byte: progress and warnings.
    pub stderr: Vec<u8>,
}

impl Output {
    /// Standard output as text, without the line break at its end; bytes that are not UTF-8 are
    /// replaced.
    #[must_use]
    pub fn line(&self) -> String {
        let text = String::from_utf8_lossy(&self.stdout);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        text.strip_suffix('\r').unwrap_or(text).to_owned()
    }
}

/// What a git process left, whether it succeeded or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Its exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it wrote.
    pub output: Output,
}

impl Outcome {
    /// What it wrote on standard output and then on standard error, without credentials: hooks use
    /// either. Bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn told(&self) -> String {
        let mut told = String::from_utf8_lossy(&self.output.stdout).into_owned();
        if !told.is_empty() && !told.ends_with('\n') {
            told.push('\n');
        }
        told.push_str(&String::from_utf8_lossy(&self.output.stderr));
        without_credentials(&told)
    }

    /// What it wrote, if it succeeded with `args`.
    fn success<A: AsRef<OsStr>>(self, args: &[A]) -> Result<Output, GitError> {
        match self.code {
            Some(0) => Ok(self.output),
            code => Err(GitError::failed(args, code, &self.output.stderr)),
        }
    }
}

impl Git {
    /// A runner whose processes work in `folder`, found as `git` on the search path.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self {
            program: "git".into(),
            folder: folder.to_owned(),
            variables: Vec::new(),
            settings: Vec::new(),
        }
    }

    /// The folder that its processes work in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The same in another folder.
    #[cfg(test)]
    pub(crate) fn in_folder(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }

    /// The same with an environment variable set, one of the cleaned ones (`GIT_DIR`) included.
    #[must_use]
    pub fn with_variable(&self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        let mut next = self.clone();
        next.variables.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        next
    }

    /// The same over another index file than the repository's own.
    #[must_use]
    pub fn with_index(&self, index: &Path) -> Self {
        self.with_variable("GIT_INDEX_FILE", index)
    }

    /// The same with `-c setting`, for example `core.autocrlf=false`.
    #[must_use]
    pub fn with_setting(&self, setting: &str) -> Self {
        let mut next = self.clone();
        next.settings.push(setting.to_owned());
        next
    }

    /// The same for what writes: refs and objects are synced to the disk before git says so, which
    /// by default refs are not (docs/safety.md, "What git leaves open").
    #[must_use]
    pub fn writing(&self) -> Self {
        self.with_setting("core.fsync=reference,objects")
    }

    /// The same for what only reads: no lock taken to refresh the index, no object replaced by
    /// `refs/replace`, every path literal, no program run that watches the files.
    #[must_use]
    pub fn reading(&self) -> Self {
        self.with_setting("core.fsmonitor=false")
            .with_variable("GIT_OPTIONAL_LOCKS", "0")
            .with_variable("GIT_NO_REPLACE_OBJECTS", "1")
            .with_variable("GIT_LITERAL_PATHSPECS", "1")
    }

    /// Runs `git args…` with `stdin` on its standard input, of any length, and waits for it.
    ///
    /// # Errors
    /// git is not there, cannot be started, or ends with anything but success.
    pub fn run<A: AsRef<OsStr>>(&self, args: &[A], stdin: &[u8]) -> Result<Output, GitError> {
        self.ask(args, stdin)?.success(args)
    }

    /// As [`Git::run`], with `held` as [`Git::ask_holding`] has it.
    ///
    /// # Errors
    /// As [`Git::run`].
    pub fn run_holding<A: AsRef<OsStr>>(&self, args: &[A], held: File) -> Result<Output, GitError> {
        self.ask_holding(args, held)?.success(args)
    }

    /// As [`Git::run`], for a command whose exit code is its answer.
    ///
    /// # Errors
    /// git is not there or cannot be started.
    pub fn ask<A: AsRef<OsStr>>(&self, args: &[A], stdin: &[u8]) -> Result<Outcome, GitError> {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        self.wait(args, command, Input::Bytes(stdin))
    }

    /// As [`Git::ask`], for a command that reads nothing: `held` is its standard input. A lock on
    /// that file, if it belongs to what is opened and not to a process, then lasts as long as the
    /// command, also where this program ends before it.
    ///
    /// # Errors
    /// git is not there or cannot be started.
    pub fn ask_holding<A: AsRef<OsStr>>(
        &self,
        args: &[A],
        held: File,
    ) -> Result<Outcome, GitError> {
        let mut command = self.command(args);
        command.stdin(Stdio::from(held)).stdout(Stdio::piped()).stderr(Stdio::piped());
        self.wait(args, command, Input::Bytes(b""))
    }

    fn wait<A: AsRef<OsStr>>(
        &self,
        args: &[A],
        mut command: Command,
        stdin: Input<'_>,
    ) -> Result<Outcome, GitError> {
        let (status, output) = pipes::feed(stdin, move || counted(&mut command))
            .map_err(|source| self.unstarted(args, source))?;
        Ok(Outcome { code: status.code(), output })
    }

    /// Starts `git args…` with both ends of its pipes open, for a conversation.
    pub(crate) fn start<A: AsRef<OsStr>>(
        &self,
        args: &[A],
        stderr: Stdio,
    ) -> Result<Child, GitError> {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr);
        counted(&mut command).map_err(|source| self.unstarted(args, source))
    }

    fn command<A: AsRef<OsStr>>(&self, args: &[A]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder);
        without_repository(&mut command);
        command.env("LC_ALL", "C").env("GIT_PAGER", "cat").env("GIT_TERMINAL_PROMPT", "0");
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        for setting in &self.settings {
            command.arg("-c").arg(setting);
        }
        command.args(args);
        command
    }

    fn unstarted<A: AsRef<OsStr>>(&self, args: &[A], source: std::io::Error) -> GitError {
        // A missing working folder is also reported as "not found", and installing git would not
        // help against that.
        if source.kind() == std::io::ErrorKind::NotFound && self.folder.is_dir() {
            return GitError::NotInstalled;
        }
        GitError::Unstarted { args: shown(args), folder: self.folder.clone(), source }
    }
}

/// Starts a process, and counts it.
fn counted(command: &mut Command) -> std::io::Result<Child> {
    let child = command.spawn()?;
    STARTED.fetch_add(1, Ordering::Relaxed);
    Ok(child)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_input_and_output_do_not_block_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let large = vec![b'x'; 4 << 20];
        let git = Git::at(folder.path());
        let output = git.run(&["stripspace"], &large).unwrap();
        assert_eq!(output.stdout.len(), large.len() + 1);
    }

    #[test]
    fn input_that_git_does_not_read_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let output = Git::at(folder.path()).run(&["version"], &vec![b'x'; 1 << 20]).unwrap();
        assert!(output.line().starts_with("git version"));
    }

    #[test]
    fn a_failure_carries_its_arguments_status_and_words_without_credentials() {
        let folder = tempfile::tempdir().unwrap();
        let url = "https://me:secret@example.invalid/x.git";
        let error = Git::at(folder.path()).run(&["no-such-command", url], b"").unwrap_err();
        let GitError::Failed { args, code, stderr } = &error else { panic!("{error:?}") };
        assert_eq!(args, &["no-such-command", "https://example.invalid/x.git"]);
        assert_eq!(*code, Some(1));
        assert!(stderr.contains("is not a git command"), "{stderr}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn a_missing_program_and_a_missing_folder_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let mut git = Git::at(folder.path());
        git.program = "no-such-git".into();
        assert!(matches!(git.run(&["version"], b""), Err(GitError::NotInstalled)));
        let gone = Git::at(&folder.path().join("gone"));
        assert!(matches!(gone.run(&["version"], b""), Err(GitError::Unstarted { .. })));
    }

    #[test]
    fn what_is_started_is_counted_and_what_is_set_reaches_git() {
        let folder = tempfile::tempdir().unwrap();
        let before = started();
        let git = Git::at(folder.path()).with_setting("x.y=z").with_variable("GIT_DIR", "nowhere");
        assert_eq!(git.run(&["config", "x.y"], b"").unwrap().line(), "z");
        let error = git.run(&["rev-parse", "--git-dir"], b"").unwrap_err();
        assert!(error.to_string().contains("nowhere"), "{error}");
        assert!(started() >= before + 2);
    }
}
