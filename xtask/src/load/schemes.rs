//! Scheme files that the configuration, or another one of them, names by their path.

use core::cell::RefCell;

use place::{Explain as _, RepoPath};
use product::ProductError;
use repo::{Repo, View};

use super::fill;
use super::named::Unread;
use crate::{Error, Session};

/// The scheme files of a repository as a view has them.
#[derive(Debug)]
pub struct Schemes<'s> {
    session: &'s Session,
    repo: &'s Repo,
    view: &'s View,
    /// Why the first one that is there cannot be read.
    unread: RefCell<Option<Unread>>,
}

impl<'s> Schemes<'s> {
    /// Those of `repo` in `view`, none of them read.
    pub fn new(session: &'s Session, repo: &'s Repo, view: &'s View) -> Self {
        Self { session, repo, view, unread: RefCell::default() }
    }

    /// The name and the text of the one that is called by its path; `None` for what is no path, and
    /// where there is none that can be read.
    pub fn read(&self, name: &str) -> Option<(String, String)> {
        if !name.contains('/') && !name.ends_with(".toml") {
            return None;
        }
        self.text(name).unwrap_or_else(|error| {
            self.unread.borrow_mut().get_or_insert(error);
            None
        })
    }

    /// Why the configuration is refused: one that could not be read is unknown to its reader, which
    /// stops there.
    pub fn told(self, error: ProductError) -> Error {
        match (self.unread.take(), error.place()) {
            (Some(unread), Some(place)) => unread.at(place),
            _ => error.into(),
        }
    }

    fn text(&self, name: &str) -> Result<Option<(String, String)>, Unread> {
        let path = RepoPath::new(name)?;
        let Some(file) = fill::one(self.repo, self.view, &path)? else { return Ok(None) };
        let text = product::configuration_text(path.as_str(), &file.bytes)?.to_owned();
        self.session.remember(path.as_str(), text.clone());
        Ok(Some((path.as_str().to_owned(), text)))
    }
}
