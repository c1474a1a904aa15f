//! Tags: their names, and what they lead to.

use alloc::collections::BTreeMap;

use place::ObjectId;

use crate::backend::Backend as _;
use crate::object::{self, Kind, malformed};
use crate::repo::Repo;
use crate::{RepoError, Tagged, Within, refname};

/// How many tag objects may stand one behind the other.
const CHAIN: usize = 8;

impl Repo {
    /// The names of all tags, without `refs/tags/`, sorted by bytes. They are bytes until proven
    /// text; git allows anything but ASCII control characters and a few signs. Names only: no tag
    /// is followed to its commit, so a broken one may be among them.
    ///
    /// # Errors
    /// Refs that cannot be read.
    pub fn tag_names(&self) -> Result<Vec<Vec<u8>>, RepoError> {
        self.names_below("refs/tags/")
    }

    /// The names of the refs below a folder of them (`refs/heads/`), without it, as
    /// [`Repo::tag_names`] has them.
    ///
    /// # Errors
    /// Refs that cannot be read.
    pub fn names_below(&self, folder: &str) -> Result<Vec<Vec<u8>>, RepoError> {
        let mut names = self.store().reader.names_below(folder)?;
        names.retain(|name| refname::valid(name));
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    /// What each tag leads to, in the order asked; `None` for one that is not there or does not
    /// lead to a commit.
    ///
    /// # Errors
    /// Refs or objects that cannot be read; a tag whose object is missing.
    pub fn tags(&self, names: &[&str]) -> Result<Vec<Option<Tagged>>, RepoError> {
        let valid: Vec<&str> =
            names.iter().copied().filter(|name| refname::valid(name.as_bytes())).collect();
        let objects = self.store().reader.tag_objects(&valid)?;
        let refs: BTreeMap<&str, ObjectId> = valid
            .into_iter()
            .zip(objects)
            .filter_map(|(name, held)| Some((name, held?.object)))
            .collect();
        let mut ids: Vec<ObjectId> = refs.values().cloned().collect();
        ids.sort_unstable();
        ids.dedup();
        let peeled = self.peel(ids).map_err(|error| match error {
            Peel::Missing { from, id } => {
                let name = refs.iter().find(|(_, object)| **object == from).map(|(name, _)| *name);
                RepoError::BrokenTag { tag: name.unwrap_or_default().to_owned(), id }
            }
            Peel::Other(error) => error,
        })?;
        let tagged = |name: &&str| {
            let object = refs.get(name)?;
            let (commit, said) = peeled.get(object)?;
            let (commit, object) = (commit.clone(), object.clone());
            let Said { message, called, time } = said.clone();
            Some(Tagged { commit, object, message, called, time })
        };
        Ok(names.iter().map(tagged).collect())
    }

    /// The commit that each tag leads to and whether that is part of the history of `head`, in the
    /// order asked; `None` for a tag that is not there or does not lead to a commit. What git wrote
    /// down of annotated tags when it packed the refs is taken from there, and history is walked
    /// once, however many tags there are.
    ///
    /// # Errors
    /// As [`Repo::tags`]; a `head` that is missing.
    pub fn tags_within(
        &self,
        names: &[&str],
        head: Option<&ObjectId>,
    ) -> Result<Vec<Option<Within>>, RepoError> {
        // What was peeled need not be a commit, and may be missing: then the objects tell.
        self.peeled(names).and_then(|commits| self.within(commits, head)).or_else(|_| {
            let tagged = self.tags(names)?.into_iter();
            self.within(tagged.map(|tagged| Some(tagged?.commit)).collect(), head)
        })
    }

    /// The commits of tags, those that git peeled before taken at its word.
    fn peeled(&self, names: &[&str]) -> Result<Vec<Option<ObjectId>>, RepoError> {
        let valid = |(_, name): &(usize, &&str)| refname::valid(name.as_bytes());
        let (places, asked): (Vec<usize>, Vec<&str>) =
            names.iter().enumerate().filter(valid).map(|(at, name)| (at, *name)).unzip();
        let held = self.store().reader.tag_objects(&asked)?;
        let mut commits = vec![None; names.len()];
        let mut unknown = Vec::new();
        for ((at, name), held) in places.into_iter().zip(asked).zip(held) {
            match held.map(|held| held.peeled) {
                Some(Some(commit)) => {
                    if let Some(place) = commits.get_mut(at) {
                        *place = Some(commit);
                    }
                }
                Some(None) => unknown.push((at, name)),
                None => {}
            }
        }
        let (places, asked): (Vec<usize>, Vec<&str>) = unknown.into_iter().unzip();
        for (at, tagged) in places.into_iter().zip(self.tags(&asked)?) {
            if let Some(place) = commits.get_mut(at) {
                *place = tagged.map(|tagged| tagged.commit);
            }
        }
        Ok(commits)
    }

    fn within(
        &self,
        commits: Vec<Option<ObjectId>>,
        head: Option<&ObjectId>,
    ) -> Result<Vec<Option<Within>>, RepoError> {
        let mut all: Vec<ObjectId> = commits.iter().flatten().cloned().collect();
        all.sort_unstable();
        all.dedup();
        let inside = match head {
            Some(head) => self.ancestors(&all, head)?,
            None => Vec::new(),
        };
        let within = |commit: Option<ObjectId>| {
            let commit = commit?;
            let at = all.binary_search(&commit).ok();
            Some(Within { ancestor: at.and_then(|at| inside.get(at)) == Some(&true), commit })
        };
        Ok(commits.into_iter().map(within).collect())
    }

    /// For each object that leads to a commit: that commit, and what the first tag says.
    fn peel(&self, ids: Vec<ObjectId>) -> Result<BTreeMap<ObjectId, Leading>, Peel> {
        let mut leading = BTreeMap::new();
        // Each round follows every tag one step, so a batch is asked for per step and not per tag.
        let mut open: Vec<(ObjectId, ObjectId, Said)> =
            ids.into_iter().map(|id| (id.clone(), id, Said::default())).collect();
        for _ in 0..CHAIN {
            if open.is_empty() {
                return Ok(leading);
            }
            let now: Vec<ObjectId> = open.iter().map(|(_, now, _)| now.clone()).collect();
            let objects = self.store().reader.objects(&now, crate::LIMIT)?;
            let mut next = Vec::new();
            for ((from, now, said), object) in open.into_iter().zip(objects) {
                let Some(object) = object else { return Err(Peel::Missing { from, id: now }) };
                match (object.kind, object.bytes) {
                    (Kind::Commit, _) => {
                        leading.insert(from, (now, said));
                    }
                    (Kind::Tag, Some(bytes)) => {
                        let object::Tag { target, called, message, time } = object::tag(&bytes)?;
                        // Of several, the first one is the ref's own.
                        let said = match said.message {
                            Some(_) => said,
                            None => Said { message: Some(message), called, time },
                        };
                        next.push((from, target, said));
                    }
                    (Kind::Tag, None) => {
                        let what = format!("tag {now}");
                        return Err(malformed(&what, "it is larger than 8 MiB").into());
                    }
                    (Kind::Tree | Kind::Blob, _) => {}
                }
            }
            open = next;
        }
        Err(malformed("a tag", "it leads to tags without end").into())
    }
}

/// Why tags could not be followed.
enum Peel {
    /// What `from` leads to is not there.
    Missing { from: ObjectId, id: ObjectId },
    /// Anything else.
    Other(RepoError),
}

impl From<RepoError> for Peel {
    fn from(error: RepoError) -> Self {
        Self::Other(error)
    }
}

/// The message of a tag object, what it was called, and when it was made; nothing where there is none.
#[derive(Clone, Default)]
struct Said {
    message: Option<String>,
    called: Option<String>,
    time: Option<i64>,
}

/// A commit, and what the tag said that led there.
type Leading = (ObjectId, Said);
