//! All that stands in a plan's way at once, so that people mend it in one go.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Explain as _, Place};

use super::PlanError;

/// Collects what refuses a plan where one thing after the other is looked at: components, files, tags.
/// The first refusal is told in full, and beside it those of its kind that come up after it, each once.
#[derive(Default)]
pub(super) struct Refused {
    first: Option<PlanError>,
    /// Of which slots something was said, and what without one: what two components share is mended
    /// once.
    said: BTreeSet<String>,
}

impl Refused {
    /// What `result` has; `None` where it is a refusal, which is kept.
    pub(super) fn unless<T>(&mut self, result: Result<T, PlanError>) -> Option<T> {
        match result {
            Ok(made) => Some(made),
            Err(error) => {
                self.add(error);
                None
            }
        }
    }

    /// Keeps a refusal, and those beside it.
    pub(super) fn add(&mut self, refusal: impl Into<PlanError>) {
        for one in refusal.into().parted() {
            let what = match one.place() {
                Some(slot @ Place::File { span: Some(_), .. }) => format!("{slot:?}"),
                place => format!("{place:?} {one}"),
            };
            if !self.said.insert(what) {
                continue;
            }
            match &mut self.first {
                Some(first) => first.join(one),
                first => *first = Some(one),
            }
        }
    }

    /// # Errors
    /// What was kept.
    pub(super) fn end(self) -> Result<(), PlanError> {
        self.first.map_or(Ok(()), Err)
    }
}

/// # Errors
/// These refusals; none where there are none.
pub(super) fn all(
    refusals: impl IntoIterator<Item = impl Into<PlanError>>,
) -> Result<(), PlanError> {
    let mut refused = Refused::default();
    refusals.into_iter().for_each(|refusal| refused.add(refusal));
    refused.end()
}

/// What `of` makes of each.
///
/// # Errors
/// What `of` refuses, of all of them.
pub(super) fn each<T, R>(
    all: impl IntoIterator<Item = T>,
    mut of: impl FnMut(T) -> Result<R, PlanError>,
) -> Result<Vec<R>, PlanError> {
    let mut refused = Refused::default();
    let made = all.into_iter().filter_map(|one| refused.unless(of(one))).collect();
    refused.end().map(|()| made)
}
