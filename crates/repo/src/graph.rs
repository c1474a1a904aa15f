//! Branches, and how all commits hang together: what a look at a whole history needs.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::process::Stdio;

use place::ObjectId;

use crate::object::malformed;
use crate::repo::Repo;
use crate::{Branch, Commit, GitError, RepoError};

const LIST: [&str; 4] = [
    "for-each-ref",
    "--format=%(objectname) %(objecttype) %(refname)",
    "refs/heads/",
    "refs/remotes/",
];

const WALK: [&str; 4] = ["rev-list", "--topo-order", "--parents", "--stdin"];

impl Repo {
    /// Every branch that has a commit, those of remotes included, by the names of their refs in
    /// git's order.
    ///
    /// # Errors
    /// Refs that cannot be read.
    pub fn branches(&self) -> Result<Vec<Branch>, RepoError> {
        let output = self.git().reading().run(&LIST, b"")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let branch = |line: &str| {
            let (id, rest) = line.split_once(' ')?;
            let (kind, name) = rest.split_once(' ')?;
            let local = name.strip_prefix("refs/heads/");
            // A remote's name may hold a slash, but hardly any does: `origin/main` is `main`.
            let remote = || name.strip_prefix("refs/remotes/")?.split_once('/').map(|(_, n)| n);
            let name = local.or_else(remote)?.to_owned();
            let commit = (kind == "commit").then(|| ObjectId::new(id))??;
            Some(Branch { name, remote: local.is_none(), commit })
        };
        Ok(text.lines().filter_map(branch).collect())
    }

    /// Reads commits, in the order asked.
    ///
    /// # Errors
    /// One that is missing, damaged or not a commit.
    pub fn commits(&self, ids: &[ObjectId]) -> Result<Vec<Commit>, RepoError> {
        self.store().commits(ids)
    }

    /// Walks every commit that led to one of `tips`, each after all of its children, and hands its
    /// name and those of its parents to `visit`. The names are git's text, as full as
    /// [`ObjectId`]'s. One process, and nothing of the walk is kept, however long the history is.
    ///
    /// # Errors
    /// A tip that is missing; history that cannot be read.
    pub fn walk(
        &self,
        tips: &[ObjectId],
        visit: &mut dyn FnMut(&str, &mut dyn Iterator<Item = &str>),
    ) -> Result<(), RepoError> {
        if tips.is_empty() {
            return Ok(());
        }
        let mut child = self.git().reading().start(&WALK, Stdio::piped())?;
        let mut asked: String = String::with_capacity(tips.len() * 41);
        for tip in tips {
            asked.push_str(tip.as_str());
            asked.push('\n');
        }
        // git reads all of them before it answers. If it stops early, its exit status says why.
        if let Some(mut input) = child.stdin.take() {
            drop(input.write_all(asked.as_bytes()));
        }
        let answers =
            child.stdout.take().ok_or_else(|| malformed("git's answer", "it has none"))?;
        let mut answers = BufReader::with_capacity(64 << 10, answers);
        let mut line = String::new();
        let failed = |source: std::io::Error| {
            let message = format!("its pipe broke: {source}");
            GitError::failed(&WALK, None, message.as_bytes())
        };
        loop {
            line.clear();
            match answers.read_line(&mut line) {
                Ok(0) => break,
                Ok(_) => {
                    let mut names = line.split_ascii_whitespace();
                    if let Some(id) = names.next() {
                        visit(id, &mut names);
                    }
                }
                Err(source) => {
                    drop(child.kill());
                    drop(child.wait());
                    return Err(failed(source).into());
                }
            }
        }
        let mut words = Vec::new();
        if let Some(mut errors) = child.stderr.take() {
            errors.read_to_end(&mut words).map_err(failed)?;
        }
        let status = child.wait().map_err(failed)?;
        if status.success() {
            return Ok(());
        }
        Err(GitError::failed(&WALK, status.code(), &words).into())
    }
}
