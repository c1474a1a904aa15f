//! A product line of any size, made by one `git fast-import`: a Cargo workspace and its tags.

extern crate alloc;

use alloc::collections::BTreeMap;
use core::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use repo::Git;

use crate::Error;
use crate::error::{FileError, UsageError};

/// How many commits the last releases are spread over, at most: real lines release many components
/// at once, and a commit for each of 5,000 would measure fast-import.
const COMMITS: usize = 1_000;
/// Whoever commits.
const WHO: &str = "Release Manager <release@example.org>";
/// When the first commit was made, in seconds since 1970; each further one is a minute later.
const START: usize = 1_700_000_000;
/// What git needs to be told, so that it neither asks nor tidies up while the clock runs.
const SETTINGS: &[(&str, &str)] = &[
    ("user.name", "Release Manager"),
    ("user.email", "release@example.org"),
    ("core.autocrlf", "false"),
    ("commit.gpgsign", "false"),
    ("tag.gpgsign", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
];

/// A generated product line: crates/part-0000 and so on, on one line, all of them released.
#[derive(Debug, Clone, Copy)]
pub struct ProductLine {
    /// How many components it has.
    pub components: usize,
    /// How often each was released.
    releases: usize,
}

impl ProductLine {
    /// A line of so many components; each has 20 tags in large lines, 10 in those of some hundred,
    /// one in small ones.
    #[must_use]
    pub fn new(components: usize) -> Self {
        let releases = match components {
            0..=999 => 1,
            1_000..=4_999 => 10,
            _ => 20,
        };
        Self { components, releases }
    }

    /// How many tags it has in all.
    #[must_use]
    pub fn tags(self) -> usize {
        self.components * self.releases
    }

    /// Every component's manifest, seen from the root.
    pub fn manifests(self) -> impl Iterator<Item = PathBuf> {
        (0..self.components).map(|part| PathBuf::from(format!("crates/{}/Cargo.toml", name(part))))
    }

    /// Makes its repository in `root`: files checked out, objects in one pack, refs packed.
    ///
    /// # Errors
    /// What git or the system says.
    pub fn create(self, root: &Path) -> Result<(), Error> {
        fs::create_dir_all(root).map_err(FileError::at("create", root))?;
        let git = Git::at(root);
        git.run(&["init", "--quiet", "--initial-branch", "main"], b"")?;
        for (key, value) in SETTINGS {
            git.run(&["config", key, value], b"")?;
        }
        let marks = root.join(".git/bench-marks");
        let export = format!("--export-marks={}", marks.display());
        git.run(&["fast-import", "--quiet", "--force", &export], self.stream().as_bytes())?;
        let ids = fs::read_to_string(&marks).map_err(FileError::at("read", &marks))?;
        self.pack_refs(&root.join(".git"), &read_marks(&ids))?;
        // fast-import leaves small imports loose; a line that is years old is packed.
        git.run(&["repack", "-a", "-d", "--quiet"], b"")?;
        git.run(&["reset", "--quiet", "--hard"], b"")?;
        Ok(())
    }

    /// The commits, and an annotated tag for each component's last release. Marks: commits from 1,
    /// tags from [`ProductLine::tag_mark`].
    fn stream(self) -> String {
        let mut stream = String::new();
        commit(&mut stream, 1);
        file(&mut stream, "release.toml", RELEASE_TOML);
        file(&mut stream, "Cargo.toml", ROOT_TOML);
        file(&mut stream, "Cargo.lock", &self.lock());
        for part in 0..self.components {
            file(&mut stream, &format!("crates/{}/Cargo.toml", name(part)), &self.manifest(part));
            file(&mut stream, &source(part), "//! As it was at first.\n");
        }
        for round in 0..self.rounds() {
            commit(&mut stream, self.commit_mark(round));
            for part in (0..self.components).filter(|part| self.round(*part) == round) {
                file(&mut stream, &source(part), "//! As it was released.\n");
            }
        }
        // What is worked on now: every tenth component has changed since it was released.
        commit(&mut stream, self.commit_mark(self.rounds()));
        for part in (0..self.components).step_by(10) {
            file(&mut stream, &source(part), "//! As it is now.\n");
        }
        for part in 0..self.components {
            let (tag, message) = (self.tag(part, self.releases - 1), "Released\n");
            let (mark, from) = (self.tag_mark(part), self.commit_mark(self.round(part)));
            // Writing to a string cannot fail, here and below.
            let _ = write!(stream, "tag {tag}\nmark :{mark}\nfrom :{from}\n");
            let _ = writeln!(stream, "tagger {WHO} {} +0000", when(from));
            let _ = write!(stream, "data {}\n{message}\n", message.len());
        }
        stream
    }

    /// Packs all tags at once: those of old releases, which point at the first commit, are never
    /// written as files of their own, which would take minutes.
    fn pack_refs(self, git_dir: &Path, ids: &BTreeMap<usize, &str>) -> Result<(), Error> {
        let missing = || UsageError {
            message: "git fast-import did not say what it imported".into(),
            help: "try a newer git".into(),
        };
        let id = |mark: usize| ids.get(&mark).copied().ok_or_else(missing);
        let mut tags = BTreeMap::new();
        for part in 0..self.components {
            for release in 0..self.releases - 1 {
                tags.insert(self.tag(part, release), id(1)?.to_owned());
            }
            let (tag, at) = (id(self.tag_mark(part))?, id(self.commit_mark(self.round(part)))?);
            tags.insert(self.tag(part, self.releases - 1), format!("{tag}\n^{at}"));
        }
        let mut packed = String::from("# pack-refs with: peeled fully-peeled sorted \n");
        packed.push_str(&format!("{} refs/heads/main\n", id(self.commit_mark(self.rounds()))?));
        for (tag, id) in tags {
            let (id, peeled) = id.split_once('\n').unwrap_or((&id, ""));
            let _ = writeln!(packed, "{id} refs/tags/{tag}");
            if !peeled.is_empty() {
                let _ = writeln!(packed, "{peeled}");
            }
        }
        let path = git_dir.join("packed-refs");
        fs::write(&path, packed).map_err(FileError::at("write", &path))?;
        for loose in ["refs/tags", "refs/heads"] {
            let folder = git_dir.join(loose);
            let emptied = fs::remove_dir_all(&folder).and_then(|()| fs::create_dir(&folder));
            emptied.map_err(FileError::at("empty", &folder))?;
        }
        Ok(())
    }

    fn rounds(self) -> usize {
        self.components.min(COMMITS)
    }

    /// The commit, counted from 0 after the first, that a component was last released at.
    fn round(self, part: usize) -> usize {
        part % self.rounds()
    }

    fn commit_mark(self, round: usize) -> usize {
        round + 2
    }

    fn tag_mark(self, part: usize) -> usize {
        self.commit_mark(self.rounds()) + 1 + part
    }

    fn tag(self, part: usize, release: usize) -> String {
        format!("{}-1.{release}.{}", name(part), part % 3)
    }

    /// The version that a component was last released as.
    fn version(self, part: usize) -> String {
        format!("1.{}.{}", self.releases - 1, part % 3)
    }

    /// Two components of three require another one.
    fn dependency(self, part: usize) -> Option<usize> {
        (part > 0 && !part.is_multiple_of(3)).then_some(part / 2)
    }

    fn manifest(self, part: usize) -> String {
        let (name, version) = (name(part), self.version(part));
        let mut text = format!(
            "[package]\nname = \"{name}\"\nversion = \"{version}\"\nedition = \"2024\"\n\
             description = \"One of many\"\nlicense = \"MIT\"\n\n[dependencies]\n"
        );
        if let Some(on) = self.dependency(part) {
            let (on, version) = (self::name(on), self.version(on));
            let _ = writeln!(text, "{on} = {{ path = \"../{on}\", version = \"{version}\" }}");
        }
        text
    }

    fn lock(self) -> String {
        let mut text = String::from("version = 4\n");
        for part in 0..self.components {
            let _ = write!(
                text,
                "\n[[package]]\nname = \"{}\"\nversion = \"{}\"\n",
                name(part),
                self.version(part)
            );
            if let Some(on) = self.dependency(part) {
                let _ = write!(text, "dependencies = [\n \"{}\",\n]\n", name(on));
            }
        }
        text
    }
}

const RELEASE_TOML: &str = "scheme = \"semver\"\n\n[product]\nname = \"Many Parts\"\n";
const ROOT_TOML: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n";

/// Copies a folder with everything in it.
///
/// # Errors
/// What the system says.
pub fn copy(from: &Path, to: &Path) -> Result<(), FileError> {
    fs::create_dir_all(to).map_err(FileError::at("create", to))?;
    let entries = fs::read_dir(from).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    for entry in entries.map_err(FileError::at("read", from))? {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to).map_err(FileError::at("copy", &from))?;
        }
    }
    Ok(())
}

/// What fast-import says of its marks: `:1 ID` on each line.
fn read_marks(text: &str) -> BTreeMap<usize, &str> {
    let mark = |line: &'_ str| line.strip_prefix(':')?.split_once(' ')?.0.parse().ok();
    text.lines().filter_map(|line| Some((mark(line)?, line.split_once(' ')?.1))).collect()
}

fn name(part: usize) -> String {
    format!("part-{part:04}")
}

/// When the commit with that mark was made.
fn when(mark: usize) -> usize {
    START + mark * 60
}

fn source(part: usize) -> String {
    format!("crates/{}/src/lib.rs", name(part))
}

fn commit(stream: &mut String, mark: usize) {
    let message = "Work\n";
    let _ = write!(stream, "commit refs/heads/main\nmark :{mark}\n");
    let _ = writeln!(stream, "committer {WHO} {} +0000", when(mark));
    let _ = write!(stream, "data {}\n{message}\n", message.len());
}

fn file(stream: &mut String, path: &str, text: &str) {
    let _ = write!(stream, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
}
