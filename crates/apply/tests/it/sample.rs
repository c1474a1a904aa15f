//! A small repository with a release to publish and a user's unfinished work in it.

use core::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use apply::{Change, Hook, NewTag, Published, Transaction};
use place::{ObjectId, Place, RepoPath, Span};
use repo::Repo;
use tempfile::TempDir;

pub(crate) struct Sample {
    folder: TempDir,
    /// What its release runs: bodies of shell scripts.
    own: RefCell<Vec<String>>,
}

impl Sample {
    /// A repository on branch `main` with one commit: two manifests and two other files.
    pub(crate) fn new() -> Self {
        Self::with(&[], &[])
    }

    /// The same, with more arguments for `git init` and more settings.
    pub(crate) fn with(init: &[&str], settings: &[(&str, &str)]) -> Self {
        let sample = Self::empty(init, settings);
        sample.write("core/a.toml", "version = \"1.0\"\n");
        sample.write("sdk/b.toml", "[package]\nversion = \"1.0\"\n");
        sample.write("release.toml", "scheme = \"semver\"\n");
        sample.write("staged.txt", "one\n");
        sample.write("open.txt", "one\n");
        sample.git(&["add", "."]);
        sample.git(&["commit", "-q", "-m", "Begin"]);
        sample
    }

    /// A repository without a commit.
    pub(crate) fn empty(init: &[&str], settings: &[(&str, &str)]) -> Self {
        let sample = Self { folder: tempfile::tempdir().unwrap(), own: RefCell::default() };
        let args = ["init", "-q", "-b", "main"];
        sample.git(&args.iter().chain(init).copied().collect::<Vec<_>>());
        // Whatever the machine's own configuration says.
        let hooks = sample.path(".git/hooks");
        let plain = [
            ("user.name", "Rel Ease"),
            ("user.email", "rel@example.com"),
            ("commit.gpgSign", "false"),
            ("tag.gpgSign", "false"),
            ("core.autocrlf", "false"),
            ("core.hooksPath", hooks.to_str().unwrap()),
        ];
        for (key, value) in plain.iter().chain(settings) {
            sample.git(&["config", key, value]);
        }
        sample
    }

    /// Work of the user's that no release may touch: staged, unstaged, both at once, untracked.
    pub(crate) fn with_work(self) -> Self {
        self.write("staged.txt", "two\n");
        self.git(&["add", "staged.txt"]);
        self.write("staged.txt", "three\n");
        self.write("open.txt", "two\n");
        self.write("untracked.txt", "mine\n");
        self
    }

    /// With hooks where git looks for them by itself, if it has any.
    pub(crate) fn with_default_hooks(self) -> Self {
        self.git(&["config", "--unset", "core.hooksPath"]);
        self
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn repo(&self) -> Repo {
        Repo::discover(self.root()).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Installs a hook: the body of a shell script.
    pub(crate) fn hook(&self, name: &str, body: &str) {
        let path = format!(".git/hooks/{name}");
        self.write(&path, &format!("#!/bin/sh\n{body}\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(self.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// Has commits and tags signed with a key of its own; `false` where there is nothing to sign with.
    pub(crate) fn signs(&self) -> bool {
        let key = self.path(".git/key");
        let mut keygen = Command::new("ssh-keygen");
        let made = keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).output();
        if !made.is_ok_and(|made| made.status.success()) {
            eprintln!("SKIPPED: no ssh-keygen to sign with");
            return false;
        }
        for (name, value) in [
            ("gpg.format", "ssh"),
            ("user.signingKey", key.to_str().unwrap()),
            ("commit.gpgSign", "true"),
            ("tag.gpgSign", "true"),
        ] {
            self.git(&["config", name, value]);
        }
        true
    }

    /// Lets its release run the body of a shell script.
    pub(crate) fn own_hook(&self, body: &str) {
        self.own.borrow_mut().push(body.to_owned());
    }

    /// Puts another body in the place of all that its release runs.
    pub(crate) fn own_hook_instead(&self, body: &str) {
        *self.own.borrow_mut() = vec![body.to_owned()];
    }

    pub(crate) fn ask(&self, args: &[&str]) -> Output {
        let mut command = Command::new("git");
        command.args(args).current_dir(self.root());
        // A suite that a hook runs inherits that hook's repository.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.output().unwrap()
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        let output = self.ask(args);
        assert!(output.status.success(), "git {args:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    pub(crate) fn id(&self, rev: &str) -> ObjectId {
        ObjectId::new(&self.git(&["rev-parse", rev])).unwrap()
    }

    /// Rewrites both manifests, adds a file in a new folder, and makes three tags, `v1.1` leading.
    pub(crate) fn transaction(&self) -> Transaction {
        let change = |path: &str, old: Option<ObjectId>, text: &str| Change {
            path: RepoPath::new(path).unwrap(),
            old,
            bytes: text.into(),
        };
        let core = self.id("HEAD:core/a.toml");
        let sdk = self.id("HEAD:sdk/b.toml");
        Transaction {
            id: "4f2a".into(),
            title: "Sample 1.1".into(),
            branch: "main".into(),
            base: self.id("HEAD"),
            files: vec![
                change("core/a.toml", Some(core), "version = \"1.1\"\n"),
                change("sdk/b.toml", Some(sdk), "[package]\nversion = \"1.1\"\n"),
                change("docs/new/CHANGES.md", None, "# 1.1\n"),
            ],
            hooks: self.own.borrow().iter().map(|body| hook(&["sh", "-c", body])).collect(),
            variables: vec![("SYNCLINE_TAG".into(), "v1.1".into())],
            guards: vec![RepoPath::new("release.toml").unwrap()],
            message: "Release 1.1\n\nRelease-Plan: 4f2a\n".into(),
            tags: ["core-1.1", "sdk/java-1.1", "v1.1"]
                .map(|name| NewTag {
                    name: name.into(),
                    message: format!("{name}\n\nRelease-Plan: 4f2a\n"),
                    here: None,
                })
                .into(),
            sign_commit: None,
            sign_tags: None,
            push: None,
            via: None,
            on: None,
            no_tag: false,
            hint: "/opt/bin/syncline".into(),
        }
    }

    pub(crate) fn publish(&self, tx: &Transaction) -> Result<Published, apply::ApplyError> {
        apply::publish(&self.repo(), tx, &mut |_| {})
    }

    pub(crate) fn resume(&self) -> Result<Published, apply::ApplyError> {
        apply::resume(&self.repo(), &mut |_| {})
    }

    pub(crate) fn abandon(&self) -> Result<apply::Abandoned, apply::ApplyError> {
        apply::abandon(&self.repo())
    }

    /// Everything that a release may change and everything that it may not: refs, index, status,
    /// every file's bytes, and what is left in git's folder.
    pub(crate) fn picture(&self) -> String {
        let mut all = [
            self.git(&["symbolic-ref", "HEAD"]),
            self.git(&["for-each-ref"]),
            self.git(&["ls-files", "-s", "-v"]),
            self.git(&["status", "--porcelain", "-uall"]),
        ]
        .join("\n");
        let mut files = Vec::new();
        walk(self.root(), &mut files);
        for file in files {
            let inside = file.strip_prefix(self.root()).unwrap();
            let name = inside.to_string_lossy().replace('\\', "/");
            if !name.starts_with(".git/") {
                all +=
                    &format!("\n{name}: {:?}", String::from_utf8_lossy(&fs::read(&file).unwrap()));
            } else if name.starts_with(".git/syncline/") || name.ends_with(".lock") {
                all += &format!("\n{name}");
            }
        }
        all
    }

    /// Asserts that the sample transaction is out, whole, and nothing else has changed.
    pub(crate) fn assert_new(&self, base: &ObjectId) {
        let commit = self.id("main");
        assert_eq!(self.id("main^"), *base, "one commit on the base");
        let changed = self.git(&["diff", "--name-status", "main^", "main"]);
        assert_eq!(changed, "M\tcore/a.toml\nA\tdocs/new/CHANGES.md\nM\tsdk/b.toml");
        for tag in ["core-1.1", "sdk/java-1.1", "v1.1"] {
            assert_eq!(self.git(&["cat-file", "-t", &format!("refs/tags/{tag}")]), "tag");
            assert_eq!(self.id(&format!("refs/tags/{tag}^{{commit}}")), commit, "{tag}");
        }
        assert_eq!(self.git(&["tag"]), "core-1.1\nsdk/java-1.1\nv1.1");
        assert_eq!(self.read("core/a.toml").trim_end(), "version = \"1.1\"");
        assert_eq!(self.read("docs/new/CHANGES.md").trim_end(), "# 1.1");
        let left = self.picture();
        for trace in ["syncline/journal", "syncline/scratch", ".lock"] {
            assert!(!left.contains(trace), "{trace} is left:\n{left}");
        }
        self.git(&["fsck", "--strict"]);
    }
}

/// A hook of a release's own, configured in the file's first three bytes.
pub(crate) fn hook(argv: &[&str]) -> Hook {
    Hook {
        title: format!("`{}`", argv.first().unwrap()),
        argv: argv.iter().map(|word| (*word).to_owned()).collect(),
        place: Some(Place::File { path: "release.toml".into(), span: Some(Span::new(0, 3)) }),
    }
}

/// The status of [`Sample::with_work`], which no release changes.
pub(crate) const WORK: &str = " M open.txt\nMM staged.txt\n?? untracked.txt";

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() && !entry.ends_with(".git/objects") {
            walk(&entry, files);
        } else if entry.is_file() {
            files.push(entry);
        }
    }
}
