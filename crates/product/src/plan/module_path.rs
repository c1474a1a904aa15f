//! Modules whose path ends with their major version are released as that one only.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place, RepoPath};

use super::refused::each;
use super::{Context, Move, Moves, PlanError, Refusal, Warning};
use crate::module_path::{self, Misnamed};

/// A version that nobody could get under the name that its package has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{component}` {to} cannot be released as `{now}`: no version of that module is")]
pub struct OtherModule {
    /// The component.
    component: String,
    /// The version it would get.
    to: String,
    /// What its package is called.
    now: String,
    /// What it has to be called.
    wanted: String,
    /// The file.
    path: RepoPath,
    /// Where the name stands.
    place: Place,
}

impl Explain for OtherModule {
    fn rule(&self) -> Option<&str> {
        Some(module_path::RULE)
    }

    fn place(&self) -> Option<Place> {
        Some(self.place.clone())
    }

    fn help(&self) -> Option<String> {
        Some(format!(
            "write `{}` in {} and in every import, and commit that first; or release a version that \
             `{}` can be",
            self.wanted, self.path, self.now
        ))
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// Refuses every move to a version that its package's name does not allow, where the last
/// release's did: a program that has gone on under one path for long is not stopped now.
pub(super) fn check(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    each(moved.iter(), |step| {
        let mut all = misnamed(cx, step).into_iter();
        let Some((one, _)) = all.find(|(_, before)| !before) else { return Ok(()) };
        let Misnamed { path, place, now, wanted, .. } = one;
        let (component, to) = (cx.name(step.component), step.to.to_string());
        let refusal = OtherModule { component, to, now, wanted, path, place };
        Err(Refusal::OtherModule(refusal).into())
    })?;
    Ok(())
}

/// Tells of those that go on under a name which the last release had outgrown already.
pub(super) fn outgrown(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for step in moved.iter() {
        let all = misnamed(cx, step).into_iter();
        for (Misnamed { path, now, wanted, .. }, _) in all.filter(|(_, before)| *before) {
            found.push(cx.warning(
                module_path::RULE,
                format!(
                    "nobody can require `{}` {} as `{now}`, nor its last release",
                    cx.name(step.component),
                    step.to
                ),
                format!(
                    "if others are to import it, write `{wanted}` in {path} and in every import"
                ),
            ));
        }
    }
}

/// The names that are not those of a step's version, each with whether the last release had outgrown
/// it before.
fn misnamed(cx: &Context<'_>, step: &Move) -> Vec<(Misnamed, bool)> {
    let last = cx.state.baseline(step.component).map(|last| &last.version);
    module_path::outgrown(cx.product, cx.inventory, step.component, (last, &step.to))
}
