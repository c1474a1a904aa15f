//! Where a story is played: a real git repository in a temporary folder, real releases in it.

use alloc::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use repo::Git;

use super::Product;
use super::story::{Change, Kind, Step};
use crate::Error;
use crate::error::{FileError, UsageError};

/// The branch that stories are played on.
const BRANCH: &str = "main";
/// Whoever plays.
const NAME: &str = "Release Manager";
/// Their address.
const EMAIL: &str = "release@example.org";

/// A repository in which a story is played with one program.
#[derive(Debug)]
pub struct Stage {
    folder: PathBuf,
    /// The program that releases.
    program: PathBuf,
    /// An empty file in place of the user's git configuration, whose hooks and signing keys are
    /// none of the story's business.
    no_config: PathBuf,
}

/// What a step came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// The program's exit code.
    pub code: i32,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Stage {
    /// Makes the product's repository in `folder`, its files committed on the story's first day.
    ///
    /// # Errors
    /// What git or the system says.
    pub fn set(product: &Product, folder: &Path, program: &Path) -> Result<Self, Error> {
        let root = folder.join(&product.name);
        fs::create_dir_all(&root).map_err(FileError::at("create", &root))?;
        let no_config = folder.join("no-gitconfig");
        fs::write(&no_config, "").map_err(FileError::at("write", &no_config))?;
        let stage = Self { folder: root, program: program.to_owned(), no_config };
        product.write(&stage.folder)?;
        let day = product.story.steps.first().map_or(Date::MIN, |step| step.date);
        stage.git(day).run(&["init", "--quiet", "--initial-branch", BRANCH], b"")?;
        for (key, value) in [("user.name", NAME), ("user.email", EMAIL), ("core.autocrlf", "false")]
        {
            stage.git(day).run(&["config", key, value], b"")?;
        }
        stage.commit("The product line as it is", day)?;
        Ok(stage)
    }

    /// The repository.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Goes to a step's branch, and makes and commits its changes there; whether there were any.
    ///
    /// # Errors
    /// A change that does not fit the file; what git or the system says.
    pub fn change(&self, step: &Step) -> Result<bool, Error> {
        let branch = step.branch.as_deref().unwrap_or(BRANCH);
        let there = format!("refs/heads/{branch}");
        let git = self.git(step.date);
        match &step.from {
            Some(from) if git.run(&["rev-parse", "--quiet", "--verify", &there], b"").is_err() => {
                git.run(&["switch", "--quiet", "--create", branch, from], b"")?;
            }
            _ => {
                git.run(&["switch", "--quiet", branch], b"")?;
            }
        }
        for change in &step.changes {
            self.edit(change)?;
        }
        if !step.changes.is_empty() {
            self.commit(&step.title, step.date)?;
        }
        Ok(!step.changes.is_empty())
    }

    /// Runs the program on a day, its output shown as it comes where `shown` says so (then it is
    /// not in the result).
    ///
    /// # Errors
    /// A program that cannot be started.
    pub fn run<A: AsRef<OsStr>>(
        &self,
        words: &[A],
        day: Date,
        shown: bool,
    ) -> Result<Played, Error> {
        let mut command = Command::new(&self.program);
        command.args(words).current_dir(&self.folder).stdin(Stdio::null());
        for (name, value) in self.environment(day) {
            command.env(name, value);
        }
        let started = |command: &mut Command| -> std::io::Result<Output> {
            if shown {
                let status = command.status()?;
                return Ok(Output { status, stdout: Vec::new(), stderr: Vec::new() });
            }
            command.output()
        };
        let output = started(&mut command).map_err(FileError::at("run", &self.program))?;
        Ok(Played {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Every component's version, as `status` tells it.
    ///
    /// # Errors
    /// A status that cannot be read.
    pub fn versions(&self, day: Date) -> Result<BTreeMap<String, String>, Error> {
        let played = self.run(&["status", "--json"], day, false)?;
        let status: serde_json::Value =
            serde_json::from_str(&played.stdout).map_err(|error| UsageError {
                message: format!("the status cannot be read: {error}"),
                help: played.stderr.clone(),
            })?;
        // A product of several lines has a list of them.
        let lines = status.get("lines").and_then(|lines| lines.as_array());
        let lines = lines.map_or_else(|| vec![&status], |lines| lines.iter().collect());
        let components = lines.into_iter().filter_map(|line| line.get("components")?.as_array());
        let version = |component: &serde_json::Value| {
            let text = |key| component.get(key)?.as_str().map(ToOwned::to_owned);
            Some((text("name")?, text("version")?))
        };
        Ok(components.flatten().filter_map(version).collect())
    }

    fn edit(&self, change: &Change) -> Result<(), Error> {
        let path = self.folder.join(&change.path);
        let text = match (&change.kind, fs::read_to_string(&path)) {
            (Kind::Append(more), Ok(text)) => text + more,
            (Kind::Append(more), Err(_)) => more.clone(),
            (Kind::Replace { old, new }, Ok(text)) if text.matches(old.as_str()).count() == 1 => {
                text.replacen(old.as_str(), new, 1)
            }
            (Kind::Replace { old, .. }, Ok(_)) => {
                return Err(UsageError {
                    message: format!("`{old}` does not stand exactly once in {}", change.path),
                    help: "correct the story".into(),
                }
                .into());
            }
            (Kind::Replace { .. }, Err(error)) => {
                return Err(FileError::at("read", &path)(error).into());
            }
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(FileError::at("create", folder))?;
        }
        fs::write(&path, text).map_err(FileError::at("write", &path))?;
        Ok(())
    }

    fn commit(&self, message: &str, day: Date) -> Result<(), Error> {
        self.git(day).run(&["add", "--all"], b"")?;
        self.git(day).run(&["commit", "--quiet", "--message", message], b"")?;
        Ok(())
    }

    fn git(&self, day: Date) -> Git {
        let git = Git::at(&self.folder);
        self.environment(day)
            .into_iter()
            .fold(git, |git, (name, value)| git.with_variable(name, value))
    }

    /// The clock at noon of `day`, and a git that knows no other configuration than the
    /// repository's own.
    fn environment(&self, day: Date) -> Vec<(&'static str, String)> {
        let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
        let seconds = noon.map_or(0, |noon| noon.timestamp().as_second());
        let git_date = format!("{seconds} +0000");
        vec![
            ("SOURCE_DATE_EPOCH", seconds.to_string()),
            ("GIT_AUTHOR_DATE", git_date.clone()),
            ("GIT_COMMITTER_DATE", git_date),
            ("GIT_CONFIG_GLOBAL", self.no_config.display().to_string()),
            ("GIT_CONFIG_NOSYSTEM", "1".to_owned()),
        ]
    }
}
