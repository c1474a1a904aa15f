//! A policy's story, played with the built program, and what holds after every step of any story.

use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::{Date, date};
use syncline::demo::{Played, Product, Stage, Step};

/// A product line on stage, in a temporary folder.
pub(crate) struct Play {
    pub(super) stage: Stage,
    /// The product line with its story.
    pub(crate) product: Product,
    _folder: tempfile::TempDir,
}

impl Play {
    /// The product line of that policy on its first day.
    pub(crate) fn set(policy: &str) -> Self {
        let folder = tempfile::TempDir::with_prefix("syncline-").unwrap();
        let product = Product::find(policy).unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_syncline"));
        let stage = Stage::set(&product, &folder.path().canonicalize().unwrap(), program).unwrap();
        Self { stage, product, _folder: folder }
    }

    /// Plays all of it; every step comes out as the story says, and leaves nothing behind.
    pub(crate) fn through(policy: &str) -> Self {
        let play = Self::set(policy);
        for step in &play.product.story.steps {
            play.step(step);
        }
        play
    }

    fn step(&self, step: &Step) {
        let what = &step.title;
        self.stage.change(step).unwrap();
        let before = self.everything();
        let played = self.stage.run(&step.words(), step.date, false).unwrap();
        let said = format!("{}{}", played.stdout, played.stderr);
        assert_eq!(step.differs(played.code, &said), None, "{what}: {said}");
        assert_eq!(self.stage.versions(step.date).unwrap(), step.expect, "{what}");
        assert_eq!(self.git(&["status", "--porcelain"]), "", "{what}");
        if step.looks || step.refused.is_some() {
            assert_eq!(self.everything(), before, "{what}: it was only to look, or refused");
            return;
        }
        assert_ne!(self.everything(), before, "{what}: a release leaves tags");
        // A version of a later day than today's is worth a warning, and stories have such days.
        let lint = self.run(&["lint"], date(2099, 12, 31));
        assert_eq!(lint.0, 0, "{what}: {}", lint.1);
    }

    /// Runs the program on a day: its exit code and all that it said.
    pub(crate) fn run(&self, words: &[&str], day: Date) -> (i32, String) {
        let played = self.played(words, day);
        (played.code, format!("{}{}", played.stdout, played.stderr))
    }

    /// The same, with what it said told apart.
    pub(crate) fn played(&self, words: &[&str], day: Date) -> Played {
        self.stage.run(words, day, false).unwrap()
    }

    /// The work tree's folder.
    pub(crate) fn folder(&self) -> &Path {
        self.stage.folder()
    }

    /// A file of the work tree.
    pub(crate) fn file(&self, path: &str) -> String {
        fs::read_to_string(self.stage.folder().join(path)).unwrap()
    }

    /// A file as it is at a tag or branch.
    pub(crate) fn file_at(&self, at: &str, path: &str) -> String {
        self.git(&["show", &format!("{at}:{path}")])
    }

    /// A file as it was before the story began.
    pub(crate) fn first(&self, path: &str) -> String {
        let root = self.git(&["rev-list", "--max-parents=0", "HEAD"]);
        self.file_at(root.trim(), path)
    }

    /// The names of all tags, sorted.
    pub(crate) fn tags(&self) -> Vec<String> {
        self.git(&["tag"]).lines().map(str::to_owned).collect()
    }

    /// Runs git there, which must succeed; gives its standard output.
    pub(crate) fn git(&self, words: &[&str]) -> String {
        let mut git = Command::new("git");
        git.args(words).current_dir(self.stage.folder());
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let output = git.output().unwrap();
        assert!(output.status.success(), "git {words:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Every ref and everything staged.
    fn everything(&self) -> (String, String) {
        (self.git(&["for-each-ref"]), self.git(&["ls-files", "--stage"]))
    }
}
