//! That an edited file reads as planned: each is located again, before anything is written.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Edit, Located, Locator, VerifyError};
use place::{Explain, RepoPath, Span};

use super::{Context, PlanError, Refusal};

/// Runs the checks of a plan, and once what is to be done meanwhile. They do not depend on each
/// other or on that, so a caller that has several processors may run all at the same time; the error
/// is that of the first check that fails.
pub type Checking<'c> = dyn Fn(&[Check<'_>], &mut dyn FnMut()) -> Result<(), PlanError> + 'c;

/// One edited file, seen as one locator sees it.
#[derive(Debug)]
pub struct Check<'s> {
    path: RepoPath,
    before: &'s [u8],
    locator: &'s Locator,
    located: Arc<Located>,
    edits: Vec<Edit>,
}

impl<'s> Check<'s> {
    /// The checks of one file: it may be located in several ways at once, and each answers for its
    /// own slots.
    pub(super) fn gather(
        cx: &Context<'s>,
        path: &RepoPath,
        edits: &[Edit],
        checks: &mut Vec<Self>,
    ) -> Result<(), PlanError> {
        let Some(before) = cx.snapshot.bytes(path) else { return Ok(()) };
        for locator in cx.inventory.locators(path) {
            let located = cx.snapshot.found(path, locator).transpose();
            let refuse = |error| verify_failed(path, ToString::to_string(&error), None);
            let Some(located) = located.map_err(refuse)? else { continue };
            let slots = spans_of(&located);
            let own = |edit: &&Edit| slots.contains(&edit.span);
            let edits = edits.iter().filter(own).cloned().collect();
            checks.push(Self { path: path.clone(), before, locator, located, edits });
        }
        Ok(())
    }

    /// Locates again in the edited text: the planned values are there, and nothing else moved.
    ///
    /// # Errors
    /// The first difference, with its place.
    pub fn run(&self) -> Result<(), PlanError> {
        let Self { path, before, locator, located, edits } = self;
        let after = manifest::splice(before, edits)
            .map_err(|error| verify_failed(path, error.to_string(), None))?;
        manifest::verify_from(locator, path, before, located, &after, edits).map_err(|error| {
            // What cannot be said in this place as it stands is for people to write otherwise.
            let theirs = matches!(error, VerifyError::Locate(_) | VerifyError::Reads { .. });
            let help = if theirs { error.help() } else { None };
            verify_failed(path, error.to_string(), help)
        })
    }
}

/// Runs checks one after the other.
pub(super) fn one_by_one(
    checks: &[Check<'_>],
    meanwhile: &mut dyn FnMut(),
) -> Result<(), PlanError> {
    checks.iter().try_for_each(Check::run)?;
    meanwhile();
    Ok(())
}

/// That edits of `path` would not give what was planned.
pub(super) fn verify_failed(path: &RepoPath, message: String, help: Option<String>) -> PlanError {
    Refusal::Verify { path: path.clone(), message, help }.into()
}

fn spans_of(located: &Located) -> BTreeSet<Span> {
    let blanks = located.stanzas.iter().flat_map(|stanza| &stanza.blanks);
    let blanks = blanks.map(|blank| blank.span);
    located.slots.iter().map(|slot| slot.span).chain(blanks).collect()
}
