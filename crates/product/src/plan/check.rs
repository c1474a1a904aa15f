//! That an edited file reads as planned: each is located again, before anything is written.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Edit, Located, VerifyError};
use place::{Explain, RepoPath, Span};

use super::{Context, ManifestRefusal, PlanError};

/// Locates again in the edited text of one file: the planned values are there, and nothing else
/// moved. A file may be located in several ways at once, and each answers for its own slots.
///
/// # Errors
/// The first difference, with its place.
pub(super) fn reads_as_planned(
    cx: &Context<'_>,
    path: &RepoPath,
    edits: &[Edit],
) -> Result<(), PlanError> {
    let Some(before) = cx.snapshot.bytes(path) else { return Ok(()) };
    for locator in cx.inventory.locators(path) {
        let located = cx.snapshot.found(path, locator).transpose();
        let refuse = |error| verify_failed(path, ToString::to_string(&error), None);
        let Some(located) = located.map_err(refuse)? else { continue };
        let slots = spans_of(&located);
        let own = |edit: &&Edit| slots.contains(&edit.span);
        let edits: Vec<Edit> = edits.iter().filter(own).cloned().collect();
        let after = manifest::splice(before, &edits)
            .map_err(|error| verify_failed(path, error.to_string(), None))?;
        manifest::verify_from(locator, path, before, &located, &after, &edits).map_err(
            |error| {
                // What cannot be said in this place as it stands is for people to write otherwise.
                let theirs = matches!(error, VerifyError::Locate(_) | VerifyError::Reads { .. });
                let help = if theirs { error.help() } else { None };
                verify_failed(path, error.to_string(), help)
            },
        )?;
    }
    Ok(())
}

/// That edits of `path` would not give what was planned.
pub(super) fn verify_failed(path: &RepoPath, message: String, help: Option<String>) -> PlanError {
    ManifestRefusal::Verify { path: path.clone(), message, help }.into()
}

fn spans_of(located: &Located) -> BTreeSet<Span> {
    let blanks = located.stanzas.iter().flat_map(|stanza| &stanza.blanks);
    let blanks = blanks.map(|blank| blank.span);
    located.slots.iter().map(|slot| slot.span).chain(blanks).collect()
}
