//! Remotes: which there are, and what one of them has. Looked at, never written to.

use std::env;

use place::ObjectId;

use crate::git::place;
use crate::{Git, GitError, Repo, RepoError};

/// A remote of a repository, as git's configuration has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Its name: `origin`.
    pub name: String,
    /// Where it is fetched from, as git would rewrite it (`insteadOf`).
    fetch: Option<String>,
    /// Where it is pushed to, likewise; more than one where it is pushed to several places at once.
    push: Vec<String>,
}

impl Remote {
    /// Where it is pushed to, for people: without user and password, and without what a URL asks for
    /// behind its path.
    #[must_use]
    pub fn shown(&self) -> Vec<String> {
        self.push.iter().map(|url| place(url)).collect()
    }

    /// What reaches the place that it is pushed to: its name, by which git also knows its other
    /// settings, or the place itself where it is fetched from elsewhere. Not for people.
    #[must_use]
    pub fn reached(&self) -> &str {
        match (&self.fetch, self.push.as_slice()) {
            (fetch, [push, ..]) if fetch.as_ref() != Some(push) => push,
            _ => &self.name,
        }
    }

    /// The same as a word of a command that people may run: without any secret.
    #[must_use]
    pub fn spoken(&self) -> String {
        if self.reached() == self.name {
            return self.name.clone();
        }
        format!("\"$(git remote get-url --push {})\"", self.name)
    }

    /// Where a place that is no remote's name is, for people: as [`Remote::shown`].
    #[must_use]
    pub fn place(text: &str) -> String {
        place(text)
    }
}

/// What a remote has: full names of branches and tags, as bytes, sorted, each with what it holds. A
/// tag holds its tag object.
pub type There = Vec<(Vec<u8>, ObjectId)>;

impl Repo {
    /// The remotes that git's configuration has, in git's order. Nothing is asked of them.
    ///
    /// # Errors
    /// Configuration that cannot be read.
    pub fn remotes(&self) -> Result<Vec<Remote>, RepoError> {
        let output = self.git().reading().run(&["remote", "-v"], b"")?;
        Ok(read(&String::from_utf8_lossy(&output.stdout)))
    }

    /// The branches and tags that `remote` has now, at the place that it is pushed to.
    ///
    /// # Errors
    /// A remote that cannot be reached or refuses to tell; what it said has no password in it.
    pub fn there(&self, remote: &Remote) -> Result<There, GitError> {
        let place = remote.reached();
        let args = ["ls-remote", "--quiet", "--refs", "--heads", "--tags", "--", place];
        let output = self.reaching().run(&args, b"")?;
        let lines = output.stdout.split(|b| *b == b'\n');
        let mut there: There = lines
            .filter_map(|line| {
                let at = line.iter().position(|b| *b == b'\t')?;
                let (id, name) = line.split_at_checked(at)?;
                let id = ObjectId::new(core::str::from_utf8(id).ok()?)?;
                Some((name.get(1..)?.to_vec(), id))
            })
            .collect();
        there.sort_unstable();
        Ok(there)
    }

    /// The runner for what reaches a remote. It asks nobody for a password or a passphrase, on a
    /// terminal either: a release must not stop in the middle to wait for one. Credential helpers,
    /// agents and programs that ask in a window of their own (`GIT_ASKPASS`) answer as ever.
    #[must_use]
    pub fn reaching(&self) -> Git {
        let git = self.git().clone();
        let given = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        if given("GIT_SSH_COMMAND").is_none() && given("GIT_SSH").is_some() {
            return git;
        }
        // Configuration that cannot be read is git's to complain of, in its own words.
        let configured = || self.config("core.sshCommand").ok().flatten();
        let command = given("GIT_SSH_COMMAND").or_else(configured);
        match in_batch(command.as_deref()) {
            Some(command) => git.with_variable("GIT_SSH_COMMAND", command),
            None => git,
        }
    }
}

/// The command by which OpenSSH is called, told to ask nothing; `None` for any other program, whose
/// options we do not know.
fn in_batch(command: Option<&str>) -> Option<String> {
    let command = command.unwrap_or("ssh");
    let program = command.split_whitespace().next()?.trim_matches(['"', '\'']);
    let name = program.rsplit(['/', '\\']).next()?;
    (name == "ssh" || name == "ssh.exe").then(|| format!("{command} -o BatchMode=yes"))
}

/// Reads `git remote -v`: a name, a tab, a place, and in parentheses what for. A partial clone says
/// behind that what it leaves out.
fn read(text: &str) -> Vec<Remote> {
    let mut remotes: Vec<Remote> = Vec::new();
    for line in text.lines() {
        let Some((name, rest)) = line.split_once('\t') else { continue };
        if remotes.last().is_none_or(|last| last.name != name) {
            remotes.push(Remote { name: name.to_owned(), fetch: None, push: Vec::new() });
        }
        let Some(remote) = remotes.last_mut() else { continue };
        if let Some((place, _)) = rest.rsplit_once(" (push)") {
            remote.push.push(place.to_owned());
        } else if let Some((place, _)) = rest.rsplit_once(" (fetch)") {
            remote.fetch = Some(place.to_owned());
        }
    }
    remotes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_are_read_with_all_their_places() {
        let text = "a b\tno url\nfar\thttps://u:p@host/x (fetch) [blob:none]\n\
                    far\tssh://git@host/x (push)\nfar\t/a (fetch) b (push)\norigin\t../x (fetch)\n\
                    origin\t../x (push)\n";
        let remotes = read(text);
        let names: Vec<&str> = remotes.iter().map(|remote| remote.name.as_str()).collect();
        assert_eq!(names, ["a b", "far", "origin"]);
        let [_, far, origin] = remotes.as_slice() else { panic!() };
        assert_eq!(far.fetch.as_deref(), Some("https://u:p@host/x"));
        assert_eq!(far.shown(), ["ssh://host/x", "/a (fetch) b"]);
        assert_eq!(
            (origin.fetch.as_ref(), origin.push.first()),
            (origin.push.first(), Some(&"../x".into()))
        );
    }

    #[test]
    fn only_openssh_is_told_to_ask_nothing() {
        let batch = |command| in_batch(command).map(|told| told.replace(" -o BatchMode=yes", "+"));
        assert_eq!(batch(None).as_deref(), Some("ssh+"));
        assert_eq!(batch(Some("/usr/bin/ssh -i key")).as_deref(), Some("/usr/bin/ssh -i key+"));
        assert_eq!(batch(Some("plink -P 22")), None);
        assert_eq!(batch(Some("")), None);
    }
}
