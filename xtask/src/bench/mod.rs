//! How long this program takes on product lines of any size, beside what git alone takes for the
//! same.

extern crate alloc;

pub mod clock;
pub mod figures;
pub mod line;
pub mod mixed;

use core::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use repo::Git;

use crate::Error;
use crate::error::FileError;
use crate::spent::Spent;
use clock::{Clock, Run};
use figures::{Figures, Floor, Ours};
use line::{ProductLine, copy};

/// How often each step runs; the best counts. Everything is warm then: the programs, the files and
/// the system's caches.
const ROUNDS: usize = 5;
/// The same for large lines, whose copies take long to make.
const ROUNDS_OF_LARGE: usize = 3;
/// How often a round has the steps that change nothing. They take so little time, git's and ours,
/// that one wait of the system is more than the difference between two of them.
const LOOKS: usize = 3;
/// What is large.
const LARGE: usize = 5_000;

/// Measures `program` on a new line of so many components, in `folder`, which is empty.
///
/// # Errors
/// What git or the system says; a program that does not do what is to be measured.
pub fn measure(program: &Path, folder: &Path, components: usize) -> Result<Figures, Error> {
    let line = ProductLine::new(components);
    let home = folder.join("home");
    fs::create_dir(&home).map_err(FileError::at("create", &home))?;
    let bench = Bench { line, program, clock: Clock::new(home), folder };
    line.create(&bench.made())?;
    bench.stage_one_component()?;
    let mut figures = Figures::new(components, line.tags());
    figures.mixed = mixed::measure(ROUNDS_OF_LARGE);
    let rounds = if components < LARGE { ROUNDS } else { ROUNDS_OF_LARGE };
    // A round has every step, so that a busy moment of the machine hits all of them alike.
    for round in 0..rounds {
        bench.clock.settle();
        for _ in 0..LOOKS {
            bench.looks(&mut figures)?;
        }
        bench.release(&mut figures, round)?;
    }
    Ok(figures)
}

/// Where one line is measured.
struct Bench<'a> {
    line: ProductLine,
    program: &'a Path,
    clock: Clock,
    folder: &'a Path,
}

impl Bench<'_> {
    /// The repository as it was made.
    fn made(&self) -> PathBuf {
        self.folder.join("made")
    }

    /// A copy of it in which a change of one component is staged.
    fn staged(&self) -> PathBuf {
        self.folder.join("staged")
    }

    fn stage_one_component(&self) -> Result<(), Error> {
        let staged = self.staged();
        self.copied(&staged)?;
        for manifest in self.line.manifests().take(1) {
            let path = staged.join(&manifest);
            let text = fs::read_to_string(&path).map_err(FileError::at("read", &path))?;
            let text = text.replace("One of many", "The first of many");
            fs::write(&path, text).map_err(FileError::at("write", &path))?;
            Git::at(&staged).run(&["add".as_ref(), manifest.as_os_str()], b"")?;
        }
        Ok(())
    }

    /// Copies the repository. A copy has times of its own: git would compare every file before it
    /// did anything.
    fn copied(&self, to: &Path) -> Result<(), Error> {
        copy(&self.made(), to)?;
        Git::at(to).run(&["update-index", "-q", "--refresh"], b"")?;
        Ok(())
    }

    /// Everything that changes nothing.
    fn looks(&self, figures: &mut Figures) -> Result<(), Error> {
        let made = self.made();
        let mut manifests = String::new();
        for path in self.line.manifests() {
            // Writing to a string cannot fail.
            let _ = writeln!(manifests, "HEAD:{}", path.display());
        }
        let names = self.write("names", &manifests)?;
        let list = self.git(&made, &["for-each-ref", "refs/tags"], None)?;
        figures.floor(Floor::List, list.time);
        let cat = self.clock.run(&made, Path::new("cat"), self.line.manifests(), None)?;
        figures.floor(Floor::Cat, cat.time);
        let batch = self.git(&made, &["cat-file", "--batch"], Some(&names))?;
        figures.floor(Floor::CatFile, batch.time);
        self.ours(figures, Ours::Plan, &made)?;
        self.ours(figures, Ours::PlanAll, &made)?;
        self.ours(figures, Ours::Status, &made)?;
        self.ours(figures, Ours::Lint, &made)?;
        self.ours(figures, Ours::LintStaged, &self.staged())
    }

    /// A release on a copy, then the same change and as many tags by git alone on another.
    fn release(&self, figures: &mut Figures, round: usize) -> Result<(), Error> {
        let ours = self.folder.join(format!("ours-{round}"));
        let theirs = self.folder.join(format!("git-{round}"));
        for copied in [&ours, &theirs] {
            self.copied(copied)?;
        }
        self.clock.settle();
        self.ours(figures, Ours::Release, &ours)?;
        let git = Git::at(&ours);
        for path in git.run(&["diff", "--name-only", "HEAD^", "HEAD"], b"")?.line().lines() {
            let (from, to) = (ours.join(path), theirs.join(path));
            fs::copy(&from, &to).map_err(FileError::at("copy", &from))?;
        }
        self.clock.settle();
        let commit = self.git(&theirs, &["commit", "--quiet", "-a", "-m", "Release"], None)?;
        figures.floor(Floor::Commit, commit.time);
        let head = Git::at(&theirs).run(&["rev-parse", "HEAD"], b"")?.line();
        let mut refs = String::new();
        for tag in git.run(&["tag", "--points-at", "HEAD"], b"")?.line().lines() {
            let _ = writeln!(refs, "create refs/tags/{tag} {head}");
        }
        let refs = self.write("refs", &refs)?;
        let tags = self.git(&theirs, &["update-ref", "--stdin"], Some(&refs))?;
        figures.floor(Floor::UpdateRef, tags.time);
        // The copies stay until the end: a file system can be many times slower at making files
        // where many have just gone, which would be measured in the next round.
        Ok(())
    }

    fn ours(&self, figures: &mut Figures, what: Ours, folder: &Path) -> Result<(), Error> {
        let words = what.words().iter().chain(&["--verbose"]);
        let run = self.clock.run(folder, self.program, words, None)?;
        figures.ours(what, run.time, Spent::read(&run.stderr));
        Ok(())
    }

    fn git(&self, folder: &Path, args: &[&str], input: Option<&Path>) -> Result<Run, Error> {
        self.clock.run(folder, Path::new("git"), args, input)
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, FileError> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(FileError::at("write", &path))?;
        Ok(path)
    }
}
