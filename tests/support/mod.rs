//! Real git repositories to run the built program on.
//!
//! Everything that could differ between two machines is fixed: who commits, when, and every
//! configuration outside the repository.

pub(crate) mod chain;
pub(crate) mod ends;
pub(crate) mod line;
mod mould;
mod run;
#[path = "../../crates/product/tests/it/schemas.rs"]
pub(crate) mod schemas;
mod state;
mod story;

use core::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

pub(crate) use mould::Mould;
pub(crate) use run::{Output, run};
pub(crate) use state::State;
pub(crate) use story::Play;

/// The commits' first moment, 2016-10-01T00:00:00Z; each later commit or tag is a minute younger.
const EPOCH: i64 = 1_475_280_000;

/// A repository in a temporary folder, removed with it.
pub(crate) struct Repository {
    folder: TempDir,
    root: PathBuf,
    home: PathBuf,
    moment: Cell<i64>,
}

impl Repository {
    /// An empty repository on branch `main`.
    pub(crate) fn new() -> Self {
        Self::with_format(&[])
    }

    /// An empty repository made with further options of `git init`: `--ref-format=reftable`.
    pub(crate) fn with_format(options: &[&str]) -> Self {
        let folder = TempDir::with_prefix("syncline-").unwrap();
        // The temporary folder may be reached through a link, which git would resolve.
        let base = folder.path().canonicalize().unwrap();
        let (root, home) = (base.join("repository"), base.join("home"));
        fs::create_dir(&root).unwrap();
        fs::create_dir(&home).unwrap();
        let repository = Self { folder, root, home, moment: Cell::new(EPOCH) };
        repository.git(&[&["init", "-q", "-b", "main"], options].concat());
        repository.git(&["config", "user.name", "Release Manager"]);
        repository.git(&["config", "user.email", "release@example.com"]);
        repository
    }

    /// The work tree's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path of the work tree.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Does `what` while a folder cannot be written to: left out, loudly, where this user writes all
    /// the same.
    #[cfg(unix)]
    pub(crate) fn while_closed(&self, folder: &str, what: impl FnOnce()) {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = self.at(folder);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
        if fs::write(folder.join("probe"), "").is_ok() {
            fs::remove_file(folder.join("probe")).unwrap();
            eprintln!("SKIPPED: this user writes to read-only folders");
        } else {
            what();
        }
        // The temporary folder could not be removed otherwise.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// A path beside the repository, in the same temporary folder.
    pub(crate) fn beside(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, its folders included.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let at = self.at(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, &bytes).unwrap();
        self.agree(path, bytes.as_ref());
        self
    }

    /// Replaces text in a file, which must be there.
    pub(crate) fn replace(&self, path: &str, old: &str, new: &str) -> &Self {
        let text = self.file(path);
        assert!(text.contains(old), "{path} has no {old:?}:\n{text}");
        self.write(path, text.replace(old, new))
    }

    /// Removes a file from the work tree.
    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.at(path)).unwrap();
        self
    }

    /// A file's text.
    pub(crate) fn file(&self, path: &str) -> String {
        let text = fs::read_to_string(self.at(path)).unwrap();
        self.agree(path, text.as_bytes());
        text
    }

    /// Sees that a configuration's schema says of it what its reader says.
    fn agree(&self, path: &str, bytes: &[u8]) {
        schemas::agree(path, bytes, &|name| fs::read_to_string(self.at(name)).ok());
    }

    /// Commits the whole work tree and gives the commit's id.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "--no-verify", "-m", message]);
        self.head()
    }

    /// Makes a lightweight tag at HEAD.
    pub(crate) fn tag(&self, name: &str) -> &Self {
        self.git(&["tag", "--no-sign", name]);
        self
    }

    /// Makes an annotated tag at HEAD.
    pub(crate) fn annotate(&self, name: &str, message: &str) -> &Self {
        self.git(&["tag", "--no-sign", "-a", "-m", message, name]);
        self
    }

    /// Packs every ref into one file, as `git gc` does.
    pub(crate) fn pack_refs(&self) -> &Self {
        self.git(&["pack-refs", "--all"]);
        self
    }

    /// The commit that HEAD is at.
    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// The names of all tags, sorted.
    pub(crate) fn tags(&self) -> Vec<String> {
        let names = self.git(&["for-each-ref", "--format=%(refname:strip=2)", "refs/tags"]);
        names.lines().map(str::to_owned).collect()
    }

    /// Runs git in the work tree, which must succeed; gives its standard output.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert_eq!(output.code, 0, "git {arguments:?}: {}{}", output.stdout, output.stderr);
        output.stdout
    }

    /// Runs git in the work tree, whatever comes of it.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Output {
        let moment = self.moment.replace(self.moment.get() + 60);
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.root);
        self.isolate(&mut command);
        command.env("GIT_AUTHOR_DATE", format!("@{moment} +0000"));
        command.env("GIT_COMMITTER_DATE", format!("@{moment} +0000"));
        run::run(command)
    }

    /// Runs the built program at the work tree's root.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_in("", arguments)
    }

    /// Runs the built program in a folder of the work tree.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Output {
        run::run(self.program(folder, arguments))
    }

    /// The built program, ready to run in a folder of the work tree.
    pub(crate) fn program(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_syncline"));
        command.args(arguments).current_dir(self.at(folder));
        self.isolate(&mut command);
        command
    }

    /// Everything that a refused command must leave as it was.
    pub(crate) fn state(&self) -> State {
        State::of(self)
    }

    /// Leaves nothing of the surroundings but the search path.
    fn isolate(&self, command: &mut Command) {
        command.env_clear();
        // Coverage runs name their output in the environment.
        for name in ["PATH", "LLVM_PROFILE_FILE", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("HOME", &self.home)
            .env("TMPDIR", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.folder.path())
            .env("LC_ALL", "C.UTF-8");
    }
}

#[test]
fn repositories_are_the_same_wherever_they_are_built() {
    let build = || {
        let repository = Repository::new();
        repository.write("a/f", b"1\r\n\xff").commit("First");
        repository.tag("light").annotate("heavy", "Why").pack_refs();
        let heavy = repository.git(&["rev-parse", "heavy"]);
        (repository.head(), heavy, repository.tags())
    };
    let (head, heavy, tags) = build();
    assert_eq!(tags, ["heavy", "light"]);
    assert_ne!(head, heavy.trim(), "an annotated tag is an object of its own");
    assert_eq!(build(), (head, heavy, tags));
}
