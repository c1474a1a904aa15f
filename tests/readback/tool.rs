//! One ecosystem's own tool: asked in a folder of the repository, and believed.

use std::io::Write as _;
use std::process::Command;

use crate::support::{Output, Repository, run};

/// A tool that is installed.
pub(super) struct Tool {
    words: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Tool {
    /// The tool that these words start, with `trial` behind them for something that it does only
    /// where it is all there. `None`, and a loud word, where it is not.
    pub(super) fn find(words: &[&str], trial: &[&str]) -> Option<Self> {
        let tool = Self {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            variables: Vec::new(),
        };
        let mut command = tool.command();
        command.args(trial);
        if command.output().is_ok_and(|output| output.status.success()) {
            return Some(tool);
        }
        let mut out = std::io::stderr();
        let name = words.join(" ").replace(concat!(env!("CARGO_MANIFEST_DIR"), "/../"), "");
        let _ =
            writeln!(out, "!! SKIPPED: {name} is not installed, so it was not asked what it reads");
        None
    }

    /// With a variable of the environment.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).env("LC_ALL", "C.UTF-8");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// What it answers in a folder of the repository, whatever that is.
    pub(super) fn try_ask(&self, repository: &Repository, folder: &str, words: &[&str]) -> Output {
        let mut command = self.command();
        command.args(words).current_dir(repository.at(folder));
        run(command)
    }

    /// What it says on standard output in a folder of the repository; it has to succeed.
    pub(super) fn ask(&self, repository: &Repository, folder: &str, words: &[&str]) -> String {
        let output = self.try_ask(repository, folder, words);
        assert_eq!(
            output.code, 0,
            "{:?} {words:?}: {}{}",
            self.words, output.stdout, output.stderr
        );
        output.stdout
    }

    /// As [`ask`](Self::ask), without the white space around it.
    pub(super) fn word(&self, repository: &Repository, folder: &str, words: &[&str]) -> String {
        self.ask(repository, folder, words).trim().to_owned()
    }

    /// What it says as JSON.
    pub(super) fn json(
        &self,
        repository: &Repository,
        folder: &str,
        words: &[&str],
    ) -> serde_json::Value {
        let said = self.ask(repository, folder, words);
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }
}
