//! Modules whose path ends with their major version are released as that one only.

use alloc::format;
use alloc::string::{String, ToString};

use place::{Class, Explain, Place, RepoPath};

use super::{Context, Moves, PlanError, Refusal};
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

/// Refuses the first move to a version that its package's name does not allow.
pub(super) fn check(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    for step in moved.iter() {
        let all = module_path::misnamed(cx.product, cx.inventory, step.component, &step.to);
        let Some(Misnamed { path, place, now, wanted, .. }) = all.into_iter().next() else {
            continue;
        };
        let (component, to) = (cx.name(step.component), step.to.to_string());
        let refusal = OtherModule { component, to, now, wanted, path, place };
        return Err(Refusal::OtherModule(refusal).into());
    }
    Ok(())
}
