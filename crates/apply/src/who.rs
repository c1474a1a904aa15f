//! Who makes a release, as git knows it.

use std::panic::resume_unwind;
use std::thread::{Builder, JoinHandle};

use repo::{Git, GitError, Repo};

use crate::ApplyError;

/// Author or committer, as git asks for them in the environment.
struct Role {
    /// What `git var` calls all of it: name, address and moment.
    ident: &'static str,
    /// What goes before `user.name`.
    name: &'static str,
    /// The moment.
    date: &'static str,
}

const ROLES: [&Role; 2] = [
    &Role { ident: "GIT_AUTHOR_IDENT", name: "GIT_AUTHOR_NAME", date: "GIT_AUTHOR_DATE" },
    &Role { ident: "GIT_COMMITTER_IDENT", name: "GIT_COMMITTER_NAME", date: "GIT_COMMITTER_DATE" },
];

/// Variables that go before `user.name` and `user.email`, or that git may refuse.
const VARIABLES: &[&str] = &[
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
    "GIT_AUTHOR_DATE",
    "GIT_COMMITTER_NAME",
    "GIT_COMMITTER_EMAIL",
    "GIT_COMMITTER_DATE",
];

/// What git says where nobody is configured (its `ident.c`).
const NOBODY: &[&str] = &[
    "tell me who you are",
    "empty ident name",
    "disallowed characters",
    "no name was given",
    "no email was given",
    "unable to auto-detect",
];

/// What it says of a name that is none, wherever that is from.
const NAMELESS: &[&str] = &["empty ident name", "disallowed characters"];

/// What it says of a date that it does not read.
const DATELESS: &str = "invalid date format";

/// git, asked who author and committer are: it answers while something else is done.
pub(crate) struct Asked([Asking; 2]);

type Answer = Result<String, GitError>;

/// A thread that asks, or its answer where the system gave none.
type Asking = Result<JoinHandle<Answer>, Answer>;

impl Asked {
    /// Asks git, which knows all the places that may say it.
    pub(crate) fn of(repo: &Repo) -> Self {
        Self(ROLES.map(|role| {
            let git = repo.git().reading();
            let own = git.clone();
            let asking = Builder::new().spawn(move || ask(&own, role));
            asking.map_err(|_| ask(&git, role))
        }))
    }

    /// Author and committer, as git writes them into objects.
    ///
    /// # Errors
    /// [`ApplyError::NoIdentity`], [`ApplyError::NoMoment`]; what else git says.
    pub(crate) fn answer(self) -> Result<(String, String), ApplyError> {
        let [author, committer] = self.0.map(|asked| {
            asked.map(JoinHandle::join).map_or_else(
                |done| done,
                |joined| joined.unwrap_or_else(|panic| resume_unwind(panic)),
            )
        });
        let [first, second] = ROLES;
        Ok((
            author.map_err(|source| refused(first, source))?,
            committer.map_err(|source| refused(second, source))?,
        ))
    }
}

fn ask(git: &Git, role: &Role) -> Answer {
    git.run(&["var", role.ident], b"").map(|output| output.line())
}

/// Why git does not say who it is.
fn refused(role: &Role, source: GitError) -> ApplyError {
    let says = |words: &str| source.stderr().contains(words);
    if says(DATELESS) {
        return ApplyError::NoMoment { variable: role.date, source };
    }
    if !NOBODY.iter().any(|words| says(words)) {
        return ApplyError::Git { doing: "to say who makes the release", source };
    }
    let is_set = std::env::var_os(role.name).is_some();
    let variable = (is_set && NAMELESS.iter().any(|words| says(words))).then_some(role.name);
    ApplyError::NoIdentity { variable, source }
}

/// Refuses where git does not know who would make a release, for a word beforehand: git itself is
/// asked only where nobody is plainly configured.
///
/// # Errors
/// [`ApplyError::NoIdentity`], [`ApplyError::NoMoment`]; configuration that cannot be read.
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
