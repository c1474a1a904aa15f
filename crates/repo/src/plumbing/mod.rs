//! Reading through git's plumbing: one process a question, whatever its size, and one that stays
//! for objects.

mod batch;
mod index;

use core::cell::RefCell;
use std::ffi::OsStr;
use std::path::PathBuf;

use place::ObjectId;

use crate::backend::{self, Backend, Held, Stage};
use crate::object::{Object, malformed};
use crate::{Git, GitError, Head, RepoError};
use batch::Batch;

/// Up to this many tags are asked for by name; beyond, listing them all costs less than the
/// patterns, and no command line grows too long.
const PATTERNS: usize = 64;

/// A repository that git reads for us.
#[derive(Debug)]
pub(crate) struct Plumbing {
    git: Git,
    batch: RefCell<Option<Batch>>,
}

impl Plumbing {
    /// Reads with `git`, which works in the root, and `index` in the place of its own index.
    pub(crate) fn new(git: &Git, index: Option<PathBuf>) -> Self {
        let git = git.reading();
        let git = index.map_or_else(|| git.clone(), |index| git.with_index(&index));
        Self { git, batch: RefCell::new(None) }
    }

    /// The runner that reads, over the index asked for.
    pub(crate) fn git(&self) -> &Git {
        &self.git
    }

    /// Runs a question whose exit code 1 is the answer "there is none".
    fn perhaps<A: AsRef<OsStr>>(&self, args: &[A]) -> Result<Option<String>, RepoError> {
        match self.git.run(args, b"") {
            Ok(output) => Ok(Some(output.line())),
            Err(error) if error.code() == Some(1) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Backend for Plumbing {
    fn head(&self) -> Result<Head, RepoError> {
        let name = self.perhaps(&["symbolic-ref", "-q", "HEAD"])?;
        let commit = self.perhaps(&["rev-parse", "--verify", "-q", "HEAD^{commit}"])?;
        let commit = commit.map(|hex| parsed("HEAD", &hex)).transpose()?;
        let branch = name.as_deref().and_then(|name| name.strip_prefix("refs/heads/"));
        backend::head(branch, commit)
    }

    fn names_below(&self, folder: &str) -> Result<Vec<Vec<u8>>, RepoError> {
        let output = self.git.run(&["for-each-ref", "--format=%(refname)", folder], b"")?;
        let lines = output.stdout.split(|b| *b == b'\n');
        Ok(lines.filter_map(|line| Some(line.strip_prefix(folder.as_bytes())?.to_vec())).collect())
    }

    fn tag_objects(&self, names: &[&str]) -> Result<Vec<Option<Held>>, RepoError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut args = vec!["for-each-ref".to_owned(), "--format=%(objectname) %(refname)".into()];
        if names.len() <= PATTERNS {
            args.extend(names.iter().map(|name| format!("refs/tags/{name}")));
        } else {
            args.push("refs/tags/".into());
        }
        let output = self.git.run(&args, b"")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut found: Vec<(&str, &str)> = text
            .lines()
            .filter_map(|line| line.split_once(" refs/tags/"))
            .map(|(id, name)| (name, id))
            .collect();
        found.sort_unstable();
        let look_up = |name: &&str| {
            let at = found.binary_search_by(|(known, _)| known.cmp(name)).ok()?;
            let held = |id| Ok(Held { object: parsed("a tag", id)?, peeled: None });
            found.get(at).map(|(_, id)| held(id))
        };
        names.iter().map(|name| look_up(name).transpose()).collect()
    }

    fn objects(&self, ids: &[ObjectId], limit: u64) -> Result<Vec<Option<Object>>, RepoError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut slot = self.batch.borrow_mut();
        let mut batch = match slot.take() {
            Some(batch) => batch,
            None => Batch::start(&self.git)?,
        };
        // A conversation that failed half way is over: only one that went well is kept.
        let objects = batch.read(ids, limit)?;
        *slot = Some(batch);
        Ok(objects)
    }

    fn index(&self) -> Result<Stage, RepoError> {
        index::read(&self.git)
    }

    fn resolve(&self, rev: &str) -> Result<ObjectId, RepoError> {
        let wanted = format!("{rev}^{{commit}}");
        let args = ["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted];
        match self.git.run(&args, b"") {
            Ok(output) => parsed("a revision", &output.line()),
            Err(GitError::Failed { .. }) => Err(RepoError::UnknownRevision { rev: rev.to_owned() }),
            Err(error) => Err(error.into()),
        }
    }

    fn is_ancestor(&self, ancestor: &ObjectId, of: &ObjectId) -> Result<bool, RepoError> {
        let args = ["merge-base", "--is-ancestor", ancestor.as_str(), of.as_str()];
        Ok(self.perhaps(&args)?.is_some())
    }

    fn between(&self, from: &ObjectId, to: &[ObjectId]) -> Result<Vec<ObjectId>, RepoError> {
        // On its input, since a command line does not hold a commit for each of many components.
        let mut revisions = format!("^{from}\n");
        for id in to {
            // Of a tree git would say nothing, and so call it a part of the history.
            revisions.push_str(id.as_str());
            revisions.push_str("^{commit}\n");
        }
        let output = self.git.run(&["rev-list", "--stdin"], revisions.as_bytes())?;
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().map(|line| parsed("the history", line)).collect()
    }

    fn config(&self, key: &str) -> Result<Option<String>, RepoError> {
        self.perhaps(&["config", "--get", key])
    }

    fn config_bool(&self, key: &str) -> Result<Option<bool>, RepoError> {
        Ok(self.perhaps(&["config", "--type=bool", "--get", key])?.map(|value| value == "true"))
    }

    fn has_section(&self, section: &str) -> Result<bool, RepoError> {
        let keys = format!("^{section}\\.");
        Ok(self.perhaps(&["config", "--name-only", "--get-regexp", &keys])?.is_some())
    }

    fn root_ref(&self, name: &str) -> Result<bool, RepoError> {
        Ok(self.perhaps(&["rev-parse", "--verify", "-q", name])?.is_some())
    }

    fn blob_id(&self, _bytes: &[u8]) -> Option<ObjectId> {
        None
    }
}

fn parsed(what: &str, hex: &str) -> Result<ObjectId, RepoError> {
    ObjectId::new(hex).ok_or_else(|| malformed(what, "it holds no object name"))
}
