//! What the remote has, and what of it is ours.

use place::ObjectId;
use repo::{Remote, Repo, There};

use super::{DestinationError, Goes, Push, PushError, Wanted};
use crate::ApplyError;

/// What a remote has.
pub(super) struct Found {
    remote: String,
    /// What reaches it.
    reached: String,
    /// The same for people.
    spoken: String,
    there: There,
}

/// How what is wanted stands at the remote.
#[derive(Debug)]
pub(super) struct Standing {
    /// What is there as it is to be.
    pub(super) there: Vec<Wanted>,
    /// What is not there, or is where it was before.
    pub(super) lacking: Vec<Wanted>,
    /// What is there and is another's, with what it holds.
    pub(super) foreign: Vec<Wanted>,
}

impl Standing {
    /// The error for a push of which not everything arrived. `said` is what git said; `None` where
    /// nothing was sent, because it cannot arrive.
    pub(super) fn part(self, push: &Push, said: Option<String>) -> PushError {
        let names = |all: Vec<Wanted>| all.into_iter().map(|one| one.name).collect();
        PushError::Part {
            remote: push.remote.clone(),
            there: self.own(),
            lacking: names(self.lacking),
            foreign: names(self.foreign),
            said,
        }
    }

    /// What is there by the release alone: full names.
    pub(super) fn own(&self) -> Vec<String> {
        let own = self.there.iter().filter(|one| one.own);
        own.map(|one| one.name.clone()).collect()
    }
}

impl Found {
    /// Asks a remote what it has.
    pub(super) fn ask(repo: &Repo, name: &str) -> Result<Self, ApplyError> {
        let remotes = repo.remotes()?;
        let Some(remote) = remotes.iter().find(|remote| remote.name == name) else {
            let known = remotes.into_iter().map(|remote| remote.name).collect();
            return Err(DestinationError::NoSuchRemote { remote: name.to_owned(), known }.into());
        };
        let there = repo.there(remote).map_err(|source| unreachable(remote, source))?;
        let (reached, spoken) = (remote.reached().to_owned(), remote.spoken());
        Ok(Self { remote: name.to_owned(), reached, spoken, there })
    }

    /// What the ref `name` (in full) holds.
    fn holds(&self, name: &str) -> Option<&ObjectId> {
        let at = self.there.binary_search_by(|(other, _)| other.as_slice().cmp(name.as_bytes()));
        self.there.get(at.ok()?).map(|(_, id)| id)
    }

    /// Refuses names that are there, unless they hold what they hold here, or that have no room
    /// beside one that is: a tag and a folder of tags, two that differ in case only.
    pub(super) fn has_room(
        &self,
        tags: &[(&str, Option<&ObjectId>)],
        push: &Push,
        goes: Goes<'_>,
    ) -> Result<(), PushError> {
        let waits = matches!(goes, Goes::Has(_));
        let mut wanted: Vec<String> = Vec::new();
        // The lead is named first where several are there: it is the one that people know.
        for (tag, here) in tags.iter().rev() {
            let name = format!("refs/tags/{tag}");
            match (self.holds(&name), here) {
                (None, _) => wanted.push(name),
                (Some(there), Some(here)) if there == *here => {}
                (Some(_), _) => {
                    let name = (*tag).to_owned();
                    return Err(PushError::TagThere {
                        remote: self.remote.clone(),
                        place: self.spoken.clone(),
                        name,
                        waits,
                    });
                }
            }
        }
        wanted.reverse();
        let branch = format!("refs/heads/{}", push.branch);
        if self.holds(&branch).is_none() {
            wanted.push(branch.clone());
        }
        match self.beside(&wanted) {
            None => Ok(()),
            Some((name, with)) if name == branch => Err(PushError::NoRoom {
                remote: self.remote.clone(),
                name: short(&name),
                with,
                via: matches!(goes, Goes::New),
            }),
            Some((name, with)) => {
                Err(PushError::Clash { remote: self.remote.clone(), name: short(&name), with })
            }
        }
    }

    /// The first of `wanted` (full names that are not there) that git cannot keep beside one that
    /// is, with that one.
    fn beside(&self, wanted: &[String]) -> Option<(String, String)> {
        let text = |name: &[u8]| short(&String::from_utf8_lossy(name));
        for name in wanted {
            for (at, _) in name.match_indices('/') {
                let folder = name.get(..at).unwrap_or_default();
                if self.holds(folder).is_some() {
                    return Some((name.clone(), short(folder)));
                }
            }
            let below = format!("{name}/").into_bytes();
            let next = self.there.partition_point(|(other, _)| *other < below);
            if let Some((other, _)) = self.there.get(next)
                && other.starts_with(&below)
            {
                return Some((name.clone(), text(other)));
            }
        }
        let alike = |name: &String, other: &[u8]| other.eq_ignore_ascii_case(name.as_bytes());
        self.there.iter().find_map(|(other, _)| {
            let name = wanted.iter().find(|name| alike(name, other))?;
            Some((name.clone(), text(other)))
        })
    }

    /// Refuses a branch that has there what `base` has not in its history. One that is not there is
    /// made.
    pub(super) fn goes_on_from(
        &self,
        repo: &Repo,
        push: &Push,
        base: &ObjectId,
    ) -> Result<(), ApplyError> {
        let Some(there) = self.holds(&format!("refs/heads/{}", push.branch)) else {
            return Ok(());
        };
        let known = there == base || repo.commit(there).is_ok();
        if known && repo.is_ancestor(there, base)? {
            return Ok(());
        }
        Err(PushError::Moved {
            remote: self.remote.clone(),
            place: self.spoken.clone(),
            branch: push.branch.clone(),
            there: there.clone(),
            // Without its commits nobody can tell whether ours are among them.
            diverged: !known || !repo.is_ancestor(base, there)?,
        }
        .into())
    }

    /// Refuses a branch that is there.
    pub(super) fn lacks_branch(&self, push: &Push) -> Result<(), PushError> {
        match self.holds(&format!("refs/heads/{}", push.branch)) {
            None => Ok(()),
            Some(_) => Err(PushError::BranchThere {
                remote: self.remote.clone(),
                name: push.branch.clone(),
            }),
        }
    }

    /// Refuses a branch that has not `commit` in its history there.
    pub(super) fn has_commit(
        &self,
        repo: &Repo,
        push: &Push,
        commit: &ObjectId,
    ) -> Result<(), ApplyError> {
        if let Some(there) = self.holds(&format!("refs/heads/{}", push.branch)) {
            self.fetch(repo, push, there);
            if repo.commit(there).is_ok() && repo.is_ancestor(commit, there)? {
                return Ok(());
            }
        }
        Err(PushError::NotMerged {
            remote: self.remote.clone(),
            branch: push.branch.clone(),
            commit: commit.clone(),
        }
        .into())
    }

    /// How `wanted` stands there.
    pub(super) fn standing(
        &self,
        repo: &Repo,
        push: &Push,
        wanted: &[Wanted],
    ) -> Result<Standing, ApplyError> {
        let mut all = Standing { there: Vec::new(), lacking: Vec::new(), foreign: Vec::new() };
        for one in wanted {
            match self.holds(&one.name) {
                None => all.lacking.push(one.clone()),
                Some(id) if *id == one.id => all.there.push(one.clone()),
                Some(id) if !one.is_branch() => {
                    all.foreign.push(Wanted { id: id.clone(), ..one.clone() });
                }
                Some(id) => {
                    self.fetch(repo, push, id);
                    if repo.commit(id).is_err() {
                        all.foreign.push(Wanted { id: id.clone(), ..one.clone() });
                    } else if repo.is_ancestor(&one.id, id)? {
                        // Somebody went on from there.
                        all.there.push(one.clone());
                    } else if repo.is_ancestor(id, &one.id)? {
                        all.lacking.push(one.clone());
                    } else {
                        all.foreign.push(Wanted { id: id.clone(), ..one.clone() });
                    }
                }
            }
        }
        Ok(all)
    }

    /// Brings the commits of a branch that moved on there, so that it can be told whether ours is among
    /// them. Where that fails, they stay unknown.
    fn fetch(&self, repo: &Repo, push: &Push, id: &ObjectId) {
        if repo.commit(id).is_ok() {
            return;
        }
        let source = format!("refs/heads/{}", push.branch);
        let args = [
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--refmap=",
            "--",
            &self.reached,
            &source,
        ];
        drop(repo.reaching().run(&args, b""));
    }
}

fn unreachable(remote: &Remote, source: repo::GitError) -> ApplyError {
    let place = remote.shown().into_iter().next().unwrap_or_default();
    PushError::Unreachable { remote: remote.name.clone(), place, source }.into()
}

/// A ref's name as people write it.
pub(super) fn short(name: &str) -> String {
    let name = name.strip_prefix("refs/").unwrap_or(name);
    let short = name.strip_prefix("heads/").or_else(|| name.strip_prefix("tags/"));
    short.unwrap_or(name).to_owned()
}
