//! Real repositories, built by git, each read by both backends.

mod changed;
mod dirty;
mod discovery;
mod hostile;
mod indexes;
mod past;
mod refs;
mod remote;
mod speed;
mod stage;
mod state;
mod views;
mod whole;

use std::fs;
use std::path::{Path, PathBuf};

use place::{ObjectId, RepoPath};
use tempfile::TempDir;

use crate::repo::Opening;
use crate::{Git, Repo};

/// The kinds of repository that git knows: what to call them, and how to make one.
const KINDS: &[(&str, &[&str])] = &[
    ("files and SHA-1", &[]),
    ("reftable", &["--ref-format=reftable"]),
    ("SHA-256", &["--object-format=sha256"]),
    ("reftable and SHA-256", &["--ref-format=reftable", "--object-format=sha256"]),
];

/// The name of what is under way in a repository.
fn under_way(repo: &Repo) -> Option<&'static str> {
    repo.state().unwrap().operation.map(|operation| operation.name)
}

/// A repository in a temporary folder, on the branch `main`.
struct Sample {
    folder: TempDir,
    git: Git,
}

impl Sample {
    /// An empty one of the usual kind.
    fn new() -> Self {
        Self::of(&[]).expect("git makes an ordinary repository")
    }

    /// An empty one; `None` where the git at hand does not know the kind.
    fn of(kind: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("work");
        fs::create_dir(&root).unwrap();
        let git = author(&root);
        let mut args = vec!["init", "-q", "-b", "main"];
        args.extend(kind);
        git.run(&args, b"").ok()?;
        Some(Self { folder, git })
    }

    fn root(&self) -> &Path {
        self.git.folder()
    }

    /// A folder beside the repository.
    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let place = self.root().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
    }

    /// Runs git here, and gives its first output line's text.
    fn git(&self, args: &[&str]) -> String {
        self.git.run(args, b"").unwrap_or_else(|error| panic!("{error}")).line()
    }

    /// Commits everything.
    fn commit(&self, message: &str) -> ObjectId {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.head()
    }

    fn head(&self) -> ObjectId {
        self.id("HEAD")
    }

    fn id(&self, rev: &str) -> ObjectId {
        ObjectId::new(&self.git(&["rev-parse", rev])).unwrap()
    }

    /// The repository as both backends read it.
    fn both(&self) -> [(&'static str, Repo); 2] {
        self.over(None)
    }

    /// The same over another index.
    fn over(&self, index: Option<&str>) -> [(&'static str, Repo); 2] {
        [("libgit2", false), ("plumbing", true)].map(|(name, plain)| {
            let index = index.map(Into::into);
            (name, Repo::open(self.root(), Opening { index, plain }).unwrap())
        })
    }
}

/// A git whose user's configuration does not matter, with an author.
fn author(root: &Path) -> Git {
    Git::at(root)
        // A file that is not there reads as an empty one, on every system.
        .with_variable("GIT_CONFIG_GLOBAL", root.with_file_name("no-configuration"))
        .with_variable("GIT_CONFIG_NOSYSTEM", "1")
        .with_variable("GIT_AUTHOR_DATE", "2024-05-01T12:00:00Z")
        .with_variable("GIT_COMMITTER_DATE", "2024-05-01T12:00:00Z")
        .with_setting("user.name=Tester")
        .with_setting("user.email=tester@example.invalid")
        .with_setting("commit.gpgSign=false")
        .with_setting("protocol.file.allow=always")
        .with_setting("advice.detachedHead=false")
}

/// Builds a repository of every kind and checks it over both backends. `check` gets the sample, the
/// repository and a name for what failed.
fn every_kind(build: impl Fn(&Sample), check: impl Fn(&Sample, &Repo, &str)) {
    for (kind, args) in KINDS {
        let Some(sample) = Sample::of(args) else {
            eprintln!("SKIPPED: the git at hand cannot make a repository of kind {kind}");
            continue;
        };
        build(&sample);
        for (backend, repo) in sample.both() {
            let quick = repo.store().reader.quick.is_some();
            assert_eq!(quick, backend == "libgit2" && args.is_empty(), "{kind}, {backend}");
            check(&sample, &repo, &format!("{kind}, {backend}"));
        }
    }
}

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

fn paths(texts: &[&str]) -> Vec<RepoPath> {
    texts.iter().map(|text| path(text)).collect()
}
