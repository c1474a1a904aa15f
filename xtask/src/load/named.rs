//! What release.toml names and cannot be read is told of at the line that names it.

use place::{Class, Explain, PathError, Place, RepoPath};
use product::{Product, ProductError};
use repo::RepoError;

use super::{LoadError, Loaded};
use crate::Error;

/// Why a file or a folder cannot be read, whoever names it.
#[derive(Debug)]
pub struct Unread {
    pub(super) error: Box<dyn Explain + Send>,
    pub(super) class: Class,
}

impl Unread {
    /// The same, of the configuration itself, which nothing names.
    pub(super) fn of(self, file: &RepoPath) -> Error {
        self.at(Place::file(file))
    }

    /// The same, told of the place that names it.
    pub(super) fn at(self, place: Place) -> Error {
        LoadError::Named { unread: self, place }.into()
    }
}

/// Where that is no file, or no folder, another one was meant, and the configuration is wrong. What is
/// another repository's, in the middle of a merge, too large or out of reach is the repository's state.
impl From<RepoError> for Unread {
    fn from(error: RepoError) -> Self {
        let class = if error.is_another_meant() { Class::Usage } else { error.class() };
        Self { error: Box::new(error), class }
    }
}

impl From<PathError> for Unread {
    fn from(error: PathError) -> Self {
        Self { error: Box::new(LoadError::Path(error)), class: Class::Usage }
    }
}

impl From<ProductError> for Unread {
    fn from(error: ProductError) -> Self {
        Self { class: error.class(), error: Box::new(error) }
    }
}

/// Where release.toml names a path, if it does: as a file, or as a folder.
type WhereNamed = for<'p> fn(&'p Product, &RepoPath) -> Option<&'p Place>;

/// The same error, at the place where release.toml names what cannot be read, if it does.
pub(super) fn named(loaded: &Loaded, error: RepoError, place: WhereNamed) -> Error {
    let path = match &error {
        RepoError::Io { path, .. } => {
            let below = path.strip_prefix(loaded.repo.root()).ok();
            below.and_then(|below| RepoPath::new(below.to_str()?).ok())
        }
        error => error.path().cloned(),
    };
    match path.and_then(|path| place(&loaded.product, &path).cloned()) {
        Some(place) => Unread::from(error).at(place),
        None => error.into(),
    }
}
