//! Where a release goes: on which branch it is committed, where it is pushed to, and whether it can
//! be.

use apply::{ApplyError, Goes, Push};
use product::{Plan, Product};
use repo::Repo;

use crate::Error;
use crate::load::Loaded;

/// Where a release is pushed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The remote and the branch there.
    pub push: Push,
    /// Where the remote is, for people, without a password.
    pub place: String,
}

/// Where a release goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    /// The branch that is opened for its commit.
    pub via: Option<String>,
    /// Where it is pushed to; `None` where it stays here.
    pub goal: Option<Goal>,
}

/// The branch that is opened for the commit of `plan`; `None` where it is made on the plan's own.
#[must_use]
pub fn via(loaded: &Loaded, plan: &Plan) -> Option<String> {
    let lead = plan.lead().filter(|_| plan.options.via_branch)?;
    Some(loaded.product.git.push.branch(&loaded.product.name, &lead.name))
}

/// Where a release from `branch` is pushed to; `None` where it stays here. `asked` goes before
/// release.toml. `pushes` is whether the branch itself goes there. The remote is not asked.
///
/// # Errors
/// [`apply::DestinationError`]: nobody can tell where it goes.
pub fn goal(
    loaded: &Loaded,
    branch: &str,
    asked: Option<bool>,
    pushes: bool,
) -> Result<Option<Goal>, ApplyError> {
    let config = &loaded.product.git.push;
    // Where no branch is checked out, that is what is in the way.
    if !asked.unwrap_or(config.on) || branch.is_empty() {
        return Ok(None);
    }
    let named = config.remote.as_deref();
    let (push, place) = apply::destination(&loaded.repo, branch, named, config.batched, pushes)?;
    Ok(Some(Goal { push, place }))
}

/// What `branch` is called where everybody has it: as the branch that it follows at the remote that
/// releases go to. The remote is not asked.
///
/// # Errors
/// Configuration of git's that cannot be read.
pub fn branch_there(repo: &Repo, product: &Product, branch: &str) -> Result<String, ApplyError> {
    apply::name_there(repo, branch, product.git.push.remote.as_deref())
}

/// Where the release of `plan` goes. `asked`, what the command line said of pushing, goes before what
/// the plan was made with.
///
/// # Errors
/// As [`goal`].
pub fn way(loaded: &Loaded, plan: &Plan, asked: Option<bool>) -> Result<Way, ApplyError> {
    let via = via(loaded, plan);
    let asked = asked.or(plan.options.push);
    let mut goal = goal(loaded, &plan.branch, asked, via.is_none())?;
    // It goes to the remote of the branch that it is to reach, under its own name.
    if let (Some(via), Some(goal)) = (&via, &mut goal) {
        goal.push.branch.clone_from(via);
    }
    Ok(Way { via, goal })
}

/// As [`way`], without where it is pushed to if nobody can tell.
#[must_use]
pub fn way_to_show(loaded: &Loaded, plan: &Plan, asked: Option<bool>) -> Way {
    way(loaded, plan, asked).unwrap_or_else(|_| Way { via: via(loaded, plan), goal: None })
}

/// Refuses what the remote would refuse, for a plan that is only shown. It is asked only where the
/// command line says that it is to be pushed: plans are made offline, too.
///
/// # Errors
/// As [`goal`]; a remote that cannot be reached, a branch that has moved there, tags that are there.
pub fn receivable(loaded: &Loaded, plan: &Plan, asked: Option<bool>) -> Result<(), Error> {
    let Way { via, goal: Some(goal) } = way(loaded, plan, asked)? else { return Ok(()) };
    if asked.or(plan.options.push) != Some(true) {
        return Ok(());
    }
    let tags = plan.tags.iter().filter(|_| !plan.options.no_tag);
    let names: Vec<_> = tags.map(|tag| (tag.name.as_str(), None)).collect();
    let base = plan.base_commit()?;
    let goes = if via.is_some() { Goes::New } else { Goes::On(&base) };
    Ok(apply::receivable(&loaded.repo, &goal.push, &names, goes)?)
}
