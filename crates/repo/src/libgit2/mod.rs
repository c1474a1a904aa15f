//! Reading through libgit2: in this process, and quick.

pub(crate) mod index;
mod packed;
mod refs;

use core::fmt;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Repository, RepositoryOpenFlags};
use place::ObjectId;

use crate::backend::{self, Backend, Held, See, Stage};
use crate::object::{Kind, Object, malformed};
use crate::{Head, RepoError};
use refs::RefFiles;

/// A repository that libgit2 can open.
pub(crate) struct Libgit2 {
    repository: Repository,
    refs: RefFiles,
    /// The repository's own index file, or the one that git was told to use instead.
    index: PathBuf,
    /// Whether git's configuration comes from the environment too, where libgit2 does not look.
    configured_outside: bool,
}

impl fmt::Debug for Libgit2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Libgit2").field("path", &self.repository.path()).finish_non_exhaustive()
    }
}

/// Environment variables by which git's configuration is added to or moved.
const CONFIGURATION: &[&str] = &[
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
];

impl Libgit2 {
    /// Opens the repository that `start` lies in; the error is libgit2's, which speaks only of what
    /// libgit2 can do.
    pub(crate) fn open(start: &Path) -> Result<Self, git2::Error> {
        // git itself does not hash an object again each time it reads one, and for the large trees
        // of a large line that costs more than all the rest. `git fsck` is there for damage.
        git2::opts::strict_hash_verification(false);
        let ceilings = std::env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
        let repository = Repository::open_ext(
            start,
            RepositoryOpenFlags::empty(),
            std::env::split_paths(&ceilings).filter(|ceiling| ceiling.is_absolute()),
        )?;
        let configured_outside = CONFIGURATION.iter().any(|name| std::env::var_os(name).is_some());
        let refs = RefFiles::new(repository.commondir());
        let index = repository.path().join("index");
        Ok(Self { repository, refs, index, configured_outside })
    }

    /// The folder of files, this work tree's git folder and the shared one; `None` for a bare
    /// repository.
    pub(crate) fn folders(&self) -> Option<[PathBuf; 3]> {
        let root = self.repository.workdir().filter(|_| !self.repository.is_bare())?;
        let own = |path: &Path| path.components().collect::<PathBuf>();
        Some([own(root), own(self.repository.path()), own(self.repository.commondir())])
    }

    /// Reads `index`, an absolute path, in the place of the repository's own index.
    pub(crate) fn use_index(&mut self, index: PathBuf) {
        self.index = index;
    }

    /// Whether what commits say of their parents does not hold for all of them: in a shallow clone,
    /// and where grafts change it.
    pub(crate) fn is_cut(&self) -> bool {
        self.repository.is_shallow() || self.repository.commondir().join("info/grafts").exists()
    }

    fn target(&self, name: &str) -> Result<Option<ObjectId>, RepoError> {
        match self.repository.refname_to_id(name) {
            Ok(oid) => id(oid).map(Some),
            Err(error) if absent(&error) => Ok(None),
            Err(error) => Err(unable("a ref", &error)),
        }
    }

    fn snapshot(&self) -> Result<git2::Config, RepoError> {
        let what = "git's configuration";
        if self.configured_outside {
            let message = "some of it comes from the environment, which git alone reads".to_owned();
            return Err(RepoError::Libgit2 { what, message });
        }
        let config = self.repository.config().and_then(|mut config| config.snapshot());
        config.map_err(|error| unable(what, &error))
    }
}

impl Backend for Libgit2 {
    fn head(&self) -> Result<Head, RepoError> {
        let failed = |error| unable("HEAD", &error);
        let head = self.repository.find_reference("HEAD").map_err(failed)?;
        let Some(name) = head.symbolic_target().map_err(failed)? else {
            let oid = head.target().ok_or_else(|| malformed("HEAD", "it names nothing"))?;
            return Ok(Head::Detached { commit: id(oid)? });
        };
        let commit = self.target(name)?;
        backend::head(name.strip_prefix("refs/heads/"), commit)
    }

    fn names_below(&self, folder: &str) -> Result<Vec<Vec<u8>>, RepoError> {
        self.refs.names(folder)
    }

    fn tag_objects(&self, names: &[&str]) -> Result<Vec<Option<Held>>, RepoError> {
        // A ref that names another one leads where that does.
        let other = |name: &str| {
            let object = self.target(&format!("{}{name}", packed::TAGS))?;
            Ok(object.map(|object| Held { object, peeled: None }))
        };
        self.refs.held(names, other)
    }

    fn objects(&self, ids: &[ObjectId], limit: u64) -> Result<Vec<Option<Object>>, RepoError> {
        let odb = self.repository.odb().map_err(|error| unable("the objects", &error))?;
        ids.iter().map(|id| object(&odb, id, limit)).collect()
    }

    fn visit(&self, ids: &[ObjectId], see: &mut See<'_>) -> Result<(), RepoError> {
        let odb = self.repository.odb().map_err(|error| unable("the objects", &error))?;
        for (at, id) in ids.iter().enumerate() {
            let object = odb.read(oid(id)?).map_err(|error| match error.code() {
                ErrorCode::NotFound => RepoError::Missing { id: id.clone() },
                _ => unable("an object", &error),
            })?;
            see(at, kind(object.kind())?, object.data());
        }
        Ok(())
    }

    fn index(&self) -> Result<Stage, RepoError> {
        index::read(&self.index)
    }

    fn resolve(&self, rev: &str) -> Result<ObjectId, RepoError> {
        let found = self.repository.revparse_single(rev).and_then(|found| found.peel_to_commit());
        id(found.map_err(|error| unable("a revision", &error))?.id())
    }

    fn is_ancestor(&self, ancestor: &ObjectId, of: &ObjectId) -> Result<bool, RepoError> {
        if ancestor == of {
            return Ok(true);
        }
        let answer = self.repository.graph_descendant_of(oid(of)?, oid(ancestor)?);
        answer.map_err(|error| unable("the history", &error))
    }

    fn between(&self, from: &ObjectId, to: &[ObjectId]) -> Result<Vec<ObjectId>, RepoError> {
        let failed = |error| unable("the history", &error);
        let mut walk = self.repository.revwalk().map_err(failed)?;
        for id in to {
            walk.push(oid(id)?).map_err(failed)?;
        }
        walk.hide(oid(from)?).map_err(failed)?;
        walk.map(|step| id(step.map_err(failed)?)).collect()
    }

    fn config(&self, key: &str) -> Result<Option<String>, RepoError> {
        value(self.snapshot()?.get_string(key))
    }

    fn config_bool(&self, key: &str) -> Result<Option<bool>, RepoError> {
        value(self.snapshot()?.get_bool(key))
    }

    fn has_section(&self, section: &str) -> Result<bool, RepoError> {
        let failed = |error| unable("git's configuration", &error);
        let config = self.snapshot()?;
        let mut entries = config.entries(Some(&format!("^{section}\\."))).map_err(failed)?;
        Ok(entries.next().transpose().map_err(failed)?.is_some())
    }

    fn root_ref(&self, name: &str) -> Result<bool, RepoError> {
        Ok(self.target(name)?.is_some())
    }

    fn blob_id(&self, bytes: &[u8]) -> Option<ObjectId> {
        id(Oid::hash_object(ObjectType::Blob, bytes).ok()?).ok()
    }
}

fn object(odb: &git2::Odb<'_>, id: &ObjectId, limit: u64) -> Result<Option<Object>, RepoError> {
    let oid = oid(id)?;
    let failed = |error: git2::Error| match error.code() {
        ErrorCode::NotFound => Ok(None),
        _ => Err(unable("an object", &error)),
    };
    // Only a limit makes the header worth a look-up of its own.
    if limit < u64::MAX {
        match odb.read_header(oid) {
            Ok((size, of)) if size as u64 > limit => {
                return Ok(Some(Object { kind: kind(of)?, size: size as u64, bytes: None }));
            }
            Ok(_) => {}
            Err(error) => return failed(error),
        }
    }
    match odb.read(oid) {
        Ok(object) => {
            let bytes = object.data().to_vec();
            let size = bytes.len() as u64;
            Ok(Some(Object { kind: kind(object.kind())?, size, bytes: Some(bytes) }))
        }
        Err(error) => failed(error),
    }
}

fn kind(of: ObjectType) -> Result<Kind, RepoError> {
    match of {
        ObjectType::Commit => Ok(Kind::Commit),
        ObjectType::Tree => Ok(Kind::Tree),
        ObjectType::Blob => Ok(Kind::Blob),
        ObjectType::Tag => Ok(Kind::Tag),
        ObjectType::Any => Err(malformed("an object", "it is of no known kind")),
    }
}

fn value<T>(answer: Result<T, git2::Error>) -> Result<Option<T>, RepoError> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if absent(&error) => Ok(None),
        Err(error) => Err(unable("git's configuration", &error)),
    }
}

/// Whether it only says that there is no such thing.
fn absent(error: &git2::Error) -> bool {
    matches!(error.code(), ErrorCode::NotFound)
}

fn unable(what: &'static str, error: &git2::Error) -> RepoError {
    RepoError::Libgit2 { what, message: error.message().to_owned() }
}

fn oid(id: &ObjectId) -> Result<Oid, RepoError> {
    Oid::from_str(id.as_str()).map_err(|error| unable("an object name", &error))
}

fn id(oid: Oid) -> Result<ObjectId, RepoError> {
    ObjectId::from_bytes(oid.as_bytes()).ok_or_else(|| malformed("an object name", "of no length"))
}
