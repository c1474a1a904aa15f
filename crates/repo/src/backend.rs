//! What a way of reading a repository has to answer, and the choice between the two there are.

use core::ops::Range;

use place::ObjectId;

use crate::libgit2::Libgit2;
use crate::object::{Kind, Object, malformed};
use crate::plumbing::Plumbing;
use crate::touched::Noted;
use crate::{GitError, Head, Mode, RepoError};

/// One way of reading a repository. Everything above it is computed from these answers alone, so
/// two backends that give the same answers give the same results.
pub(crate) trait Backend {
    /// What `HEAD` is.
    fn head(&self) -> Result<Head, RepoError>;
    /// The names of the refs below a folder of them (`refs/tags/`), without it, in any order.
    fn names_below(&self, folder: &str) -> Result<Vec<Vec<u8>>, RepoError>;
    /// What each `refs/tags/NAME` holds, in the order asked; tag objects are not followed.
    fn tag_objects(&self, names: &[&str]) -> Result<Vec<Option<Held>>, RepoError>;
    /// The objects in the order asked, `None` for one that is not there. Of those with more than
    /// `limit` bytes only kind and size.
    fn objects(&self, ids: &[ObjectId], limit: u64) -> Result<Vec<Option<Object>>, RepoError>;
    /// Lends the objects in the order asked, each while it is at hand. One that is not there is an
    /// error, and ends it.
    fn visit(&self, ids: &[ObjectId], see: &mut See<'_>) -> Result<(), RepoError> {
        for (at, (id, object)) in ids.iter().zip(self.objects(ids, u64::MAX)?).enumerate() {
            match object {
                Some(Object { kind, bytes: Some(bytes), .. }) => see(at, kind, &bytes),
                _ => return Err(RepoError::Missing { id: id.clone() }),
            }
        }
        Ok(())
    }
    /// What is staged, sorted by the bytes of the path, then by stage. A file that is only intended
    /// to be added (`git add -N`) is not staged.
    fn index(&self) -> Result<Stage, RepoError>;
    /// The commit that `rev` leads to.
    fn resolve(&self, rev: &str) -> Result<ObjectId, RepoError>;
    /// Whether `ancestor` is `of` or comes before it.
    fn is_ancestor(&self, ancestor: &ObjectId, of: &ObjectId) -> Result<bool, RepoError>;
    /// The commits that any of `to` has and `from` has not, in any order.
    fn between(&self, from: &ObjectId, to: &[ObjectId]) -> Result<Vec<ObjectId>, RepoError>;
    /// The last value of a configuration key, over all of git's configuration files.
    fn config(&self, key: &str) -> Result<Option<String>, RepoError>;
    /// The same, read as git reads a truth value.
    fn config_bool(&self, key: &str) -> Result<Option<bool>, RepoError>;
    /// Whether any configuration key begins with `section` and a point.
    fn has_section(&self, section: &str) -> Result<bool, RepoError>;
    /// Whether a ref beside `HEAD`, such as `CHERRY_PICK_HEAD`, is there.
    fn root_ref(&self, name: &str) -> Result<bool, RepoError>;
    /// The id that a blob with these bytes has; `None` where only git can tell.
    fn blob_id(&self, bytes: &[u8]) -> Option<ObjectId>;
}

/// What `HEAD` is: of the branch that it names, below `refs/heads/`, and of the commit that it leads to.
pub(crate) fn head(branch: Option<&str>, commit: Option<ObjectId>) -> Result<Head, RepoError> {
    match (branch, commit) {
        (Some(name), Some(commit)) => Ok(Head::Branch { name: name.to_owned(), commit }),
        (Some(branch), None) => Ok(Head::Unborn { branch: branch.to_owned() }),
        (None, Some(commit)) => Ok(Head::Detached { commit }),
        (None, None) => Err(malformed("HEAD", "it names neither a branch nor a commit")),
    }
}

/// Takes an object that is only lent: its place among those asked for, its kind, its bytes.
pub(crate) type See<'s> = dyn FnMut(usize, Kind, &[u8]) + 's;

/// What a ref holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// The object that it names.
    pub(crate) object: ObjectId,
    /// What that leads to when every tag object on the way is followed, where git wrote it down
    /// when it packed the refs; `None` says nothing.
    pub(crate) peeled: Option<ObjectId>,
}

/// What is staged, and what is known of it.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    pub(crate) entries: Vec<Staged>,
    /// Folders as they are in trees, in any order; none where nobody tells.
    pub(crate) known: Vec<Known>,
}

/// A folder in which nothing was staged since its tree was made or read.
#[derive(Debug)]
pub(crate) struct Known {
    /// Its path with a `/` behind it; empty for the root.
    pub(crate) folder: Vec<u8>,
    /// The entries below it, by their places among all.
    pub(crate) entries: Range<usize>,
    pub(crate) tree: ObjectId,
}

impl Known {
    /// What no other folder has the same of: its first entry, by which the first folder in it may begin
    /// as well, and how long its path is.
    pub(crate) fn place(&self) -> (usize, usize) {
        (self.entries.start, self.folder.len())
    }
}

/// An entry of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Staged {
    /// The path's bytes, `/` between names.
    pub(crate) path: Vec<u8>,
    pub(crate) id: ObjectId,
    pub(crate) mode: Mode,
    /// 0, or 1 to 3 for the sides of a conflict.
    pub(crate) stage: u8,
    /// Left out of the work tree on purpose (sparse checkout).
    pub(crate) skipped: bool,
    /// What git wrote down of the file; `None` where nobody tells.
    pub(crate) noted: Option<Noted>,
}

/// Both ways: libgit2 first, and git wherever libgit2 fails. git is the authority, so its answer
/// and its errors hold, and an error costs one process more.
#[derive(Debug)]
pub(crate) struct Reader {
    /// `None` where libgit2 could not open the repository.
    pub(crate) quick: Option<Libgit2>,
    pub(crate) plain: Plumbing,
}

impl Reader {
    fn either<T>(
        &self,
        ask: impl Fn(&dyn Backend) -> Result<T, RepoError>,
    ) -> Result<T, RepoError> {
        let Some(quick) = &self.quick else { return ask(&self.plain) };
        ask(quick).or_else(|first| match ask(&self.plain) {
            Err(RepoError::Git(GitError::NotInstalled)) => Err(first),
            answer => answer,
        })
    }
}

impl Backend for Reader {
    fn head(&self) -> Result<Head, RepoError> {
        self.either(|b| b.head())
    }

    fn names_below(&self, folder: &str) -> Result<Vec<Vec<u8>>, RepoError> {
        self.either(|b| b.names_below(folder))
    }

    fn tag_objects(&self, names: &[&str]) -> Result<Vec<Option<Held>>, RepoError> {
        self.either(|b| b.tag_objects(names))
    }

    fn objects(&self, ids: &[ObjectId], limit: u64) -> Result<Vec<Option<Object>>, RepoError> {
        self.either(|b| b.objects(ids, limit))
    }

    fn visit(&self, ids: &[ObjectId], see: &mut See<'_>) -> Result<(), RepoError> {
        let Some(quick) = &self.quick else { return self.plain.visit(ids, see) };
        let mut seen = 0;
        let first = quick.visit(ids, &mut |at, kind, bytes| {
            seen = at + 1;
            see(at, kind, bytes);
        });
        // What was seen is not shown again.
        first.or_else(|first| {
            let rest = ids.get(seen..).unwrap_or_default();
            match self.plain.visit(rest, &mut |at, kind, bytes| see(seen + at, kind, bytes)) {
                Err(RepoError::Git(GitError::NotInstalled)) => Err(first),
                answer => answer,
            }
        })
    }

    fn index(&self) -> Result<Stage, RepoError> {
        self.either(|b| b.index())
    }

    fn resolve(&self, rev: &str) -> Result<ObjectId, RepoError> {
        self.either(|b| b.resolve(rev))
    }

    fn is_ancestor(&self, ancestor: &ObjectId, of: &ObjectId) -> Result<bool, RepoError> {
        self.either(|b| b.is_ancestor(ancestor, of))
    }

    fn between(&self, from: &ObjectId, to: &[ObjectId]) -> Result<Vec<ObjectId>, RepoError> {
        self.either(|b| b.between(from, to))
    }

    fn config(&self, key: &str) -> Result<Option<String>, RepoError> {
        self.either(|b| b.config(key))
    }

    fn config_bool(&self, key: &str) -> Result<Option<bool>, RepoError> {
        self.either(|b| b.config_bool(key))
    }

    fn has_section(&self, section: &str) -> Result<bool, RepoError> {
        self.either(|b| b.has_section(section))
    }

    fn root_ref(&self, name: &str) -> Result<bool, RepoError> {
        self.either(|b| b.root_ref(name))
    }

    fn blob_id(&self, bytes: &[u8]) -> Option<ObjectId> {
        self.quick.as_ref().and_then(|quick| quick.blob_id(bytes))
    }
}
