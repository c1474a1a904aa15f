//! Where a release is pushed to, and whether it can be.

use apply::{ApplyError, Push};
use product::Plan;

use crate::load::Loaded;
use crate::{Error, release};

/// Where a release goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The remote and the branch there.
    pub push: Push,
    /// Where the remote is, for people, without a password.
    pub place: String,
}

/// Whether a release is pushed: by what the command line said, else by what the plan was made with,
/// else by release.toml.
#[must_use]
pub fn wanted(loaded: &Loaded, plan: &Plan, asked: Option<bool>) -> bool {
    asked.or(plan.options.push).unwrap_or(loaded.product.git.push.on)
}

/// Where the release of `plan` is pushed to; `None` where it stays here. The remote is not asked.
///
/// # Errors
/// [`apply::PushError`]: no remote, or several of which none is meant.
pub fn goal(loaded: &Loaded, plan: &Plan, asked: Option<bool>) -> Result<Option<Goal>, ApplyError> {
    // Where no branch is checked out, that is what is in the way.
    if !wanted(loaded, plan, asked) || plan.branch.is_empty() {
        return Ok(None);
    }
    let config = &loaded.product.git.push;
    let (push, place) =
        apply::destination(&loaded.repo, &plan.branch, config.remote.as_deref(), config.batched)?;
    Ok(Some(Goal { push, place }))
}

/// Refuses what the remote would refuse, for a plan that is only shown. It is asked only where the
/// command line says that it is to be pushed: plans are made offline, too.
///
/// # Errors
/// As [`goal`]; a remote that cannot be reached, a branch that has moved there, tags that are there.
pub fn receivable(loaded: &Loaded, plan: &Plan, asked: Option<bool>) -> Result<(), Error> {
    let Some(goal) = goal(loaded, plan, asked)? else { return Ok(()) };
    if asked.or(plan.options.push) != Some(true) {
        return Ok(());
    }
    let tags = plan.tags.iter().filter(|_| !plan.options.no_tag);
    let names: Vec<&str> = tags.map(|tag| tag.name.as_str()).collect();
    Ok(apply::receivable(&loaded.repo, &goal.push, &names, &release::base(plan)?)?)
}
