//! Who makes a release, as git knows it.

use std::panic::resume_unwind;
use std::thread::{self, JoinHandle};

use repo::{GitError, Repo};

use crate::ApplyError;

/// What git calls author and committer, each with name, address and moment.
const ROLES: [&str; 2] = ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"];

/// Variables and settings that go before `user.name` and `user.email`, or stand in for them.
const VARIABLES: &[&str] =
    &["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];

/// git, asked who author and committer are: it answers while something else is done.
pub(crate) struct Asked([JoinHandle<Result<String, GitError>>; 2]);

impl Asked {
    /// Asks git, which knows all the places that may say it.
    pub(crate) fn of(repo: &Repo) -> Self {
        Self(ROLES.map(|role| {
            let git = repo.git().reading();
            thread::spawn(move || git.run(&["var", role], b"").map(|output| output.line()))
        }))
    }

    /// Author and committer, as git writes them into objects.
    ///
    /// # Errors
    /// [`ApplyError::NoIdentity`].
    pub(crate) fn answer(self) -> Result<(String, String), ApplyError> {
        let [author, committer] = self.0.map(|answer| {
            let answer = answer.join().unwrap_or_else(|panic| resume_unwind(panic));
            answer.map_err(|source| ApplyError::NoIdentity { source })
        });
        Ok((author?, committer?))
    }
}

/// Refuses where git does not know who would make a release, for a word beforehand: git itself is
/// asked only where nobody is plainly configured.
///
/// # Errors
/// [`ApplyError::NoIdentity`]; configuration that cannot be read.
pub fn maker_known(repo: &Repo) -> Result<(), ApplyError> {
    // git takes brackets, quotes and the like off a name, and refuses it where nothing is left.
    let says = |key| repo.config(key).map(|value| value.is_some_and(has_letters));
    let overridden = VARIABLES.iter().any(|name| std::env::var_os(name).is_some());
    if !overridden && says("user.name")? && says("user.email")? {
        return Ok(());
    }
    Asked::of(repo).answer().map(drop)
}

fn has_letters(text: String) -> bool {
    text.contains(char::is_alphanumeric)
}
