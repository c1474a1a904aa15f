//! Listing the tags while something else is read.

use std::path::PathBuf;
use std::thread::{self, JoinHandle};

use crate::backend::Backend as _;
use crate::libgit2::Libgit2;
use crate::repo::Repo;
use crate::{RepoError, refname};

/// The tags' names, which another thread is listing.
#[derive(Debug)]
pub struct Listing(JoinHandle<Option<Vec<Vec<u8>>>>);

impl Repo {
    /// Begins to list the tags' names, beside whatever is asked of this repository meanwhile. Only
    /// libgit2 reads beside; where git has to, it is asked when the names are wanted.
    #[must_use]
    pub fn list_tags(&self) -> Listing {
        let folder: Option<PathBuf> =
            self.store().reader.quick.is_some().then(|| self.root().to_owned());
        Listing(thread::spawn(move || {
            let names = Libgit2::open(&folder?).ok()?.tag_names().ok()?;
            Some(sorted(names))
        }))
    }

    /// The names that were listed: those of [`Repo::tag_names`].
    ///
    /// # Errors
    /// As [`Repo::tag_names`].
    pub fn listed_tags(&self, listing: Listing) -> Result<Vec<Vec<u8>>, RepoError> {
        match listing.0.join() {
            Ok(Some(names)) => Ok(names),
            Ok(None) | Err(_) => self.tag_names(),
        }
    }
}

/// The names that git allows, in order, each once.
pub(crate) fn sorted(mut names: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    names.retain(|name| refname::valid(name));
    names.sort_unstable();
    names.dedup();
    names
}
