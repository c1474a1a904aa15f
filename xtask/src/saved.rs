//! A plan that was saved: whether it is still what planning comes to.

use place::{Class, Explain, ObjectId, Place};
use product::{LowerError, Plan, Request};
use repo::{Head, Repo};

use crate::load::{self, Loaded};
use crate::options;
use crate::progress::Progress;
use crate::{Error, Session, hindrance, release};

/// Plans the request of `plan` again, with its options and on its day, and refuses the plan unless
/// that comes to the very same one: everything that it was made against is as it was then
/// (SEMANTICS 23), and everything in it is what planning makes. Gives that plan, which knows the places
/// of its hooks besides.
///
/// # Errors
/// [`StaleError`]; a branch or a commit that is not the plan's; what loading refuses.
pub fn again(session: &Session, repo: Repo, plan: &Plan) -> Result<(Loaded, Plan), Error> {
    let state = repo.state()?;
    hindrance::has_history(&state)?;
    let base = plan.base_commit()?;
    match state.head {
        Head::Branch { name, .. } if name != plan.branch => {
            return Err(
                apply::ApplyError::Branch { planned: plan.branch.clone(), now: name }.into()
            );
        }
        Head::Branch { commit, .. } | Head::Detached { commit } if commit != base => {
            let (branch, now) = (plan.branch.clone(), commit);
            return Err(StaleError::Moved { branch, base, now, again: again_with(plan) }.into());
        }
        _ => {}
    }
    let progress = Progress::start(session, "planning");
    let date = options::date(&plan.date).map_err(|_| LowerError::Altered)?;
    let mut loaded = load::load_committed(session, repo, date)?;
    // Detached at the plan's commit, it can still be shown.
    loaded.snapshot.branch = Some(plan.branch.clone());
    // Whoever applies it need not be whoever made it.
    loaded.snapshot.author = plan.author.clone().map(Some);
    let request = Request { asked: plan.request.clone(), options: plan.options.clone() };
    let now = release::planned(session, &mut loaded, &request)?;
    drop(progress);
    match now {
        Ok(now) if now.id == plan.id => Ok((loaded, now)),
        Ok(now) => {
            let (what, again) = (difference(plan, &now), again_with(plan));
            Err(StaleError::Differs { what, again }.into())
        }
        Err(cause) => {
            let (cause, again) = (Box::new(cause), again_with(plan));
            Err(StaleError::Refused { cause, again }.into())
        }
    }
}

/// The command that makes such a plan anew.
fn again_with(plan: &Plan) -> String {
    let request = Request { asked: plan.request.clone(), options: plan.options.clone() };
    format!("plan {} --json > plan.json", request.words())
}

/// Why a saved plan is not what planning comes to. `again` is the command that makes such a one.
#[derive(Debug, thiserror::Error)]
pub enum StaleError {
    /// The branch went on.
    #[error("the plan is stale: `{branch}` was at {} and is at {}", base.short(), now.short())]
    Moved {
        /// The branch.
        branch: String,
        /// Where the plan saw it.
        base: ObjectId,
        /// Where it is.
        now: ObjectId,
        /// What plans again.
        again: String,
    },
    /// The same request comes to another plan.
    #[error("the plan is stale: the same request comes to another one now, {what}")]
    Differs {
        /// In what they differ.
        what: String,
        /// What plans again.
        again: String,
    },
    /// The same request is refused.
    #[error("the plan is stale: the same request is refused now: {cause}")]
    Refused {
        /// Why.
        cause: Box<dyn Explain + Send>,
        /// What plans again.
        again: String,
    },
}

impl Explain for StaleError {
    fn rule(&self) -> Option<&str> {
        Some("stale-plan")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Moved { branch, .. } => Some(Place::Ref(branch.clone())),
            Self::Differs { .. } => None,
            Self::Refused { cause, .. } => cause.place(),
        }
    }

    fn help(&self) -> Option<String> {
        let (Self::Moved { again, .. } | Self::Differs { again, .. } | Self::Refused { again, .. }) =
            self;
        Some(format!("plan again: `{again}`"))
    }

    fn also(&self) -> Vec<&dyn Explain> {
        match self {
            Self::Moved { .. } | Self::Differs { .. } => Vec::new(),
            Self::Refused { cause, .. } => cause.also(),
        }
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// The first thing in which two plans of one request differ, in words.
fn difference(saved: &Plan, now: &Plan) -> String {
    let step = |step: &product::plan::Step| format!("`{}` to {}", step.name, step.to);
    let steps = saved.components.iter().zip(&now.components);
    if let Some((was, is)) =
        steps.into_iter().find(|(was, is)| (&was.name, &was.to) != (&is.name, &is.to))
    {
        return format!("with {} in place of {}", step(is), step(was));
    }
    let parts = [
        (saved.guards != now.guards, "made from other configuration files (see --config)"),
        (saved.components != now.components, "with other moves"),
        (saved.files != now.files || saved.edits != now.edits, "with other edits"),
        (saved.tags != now.tags, "with other tags"),
        (saved.hooks != now.hooks, "with other hooks"),
        (saved.commit != now.commit, "with another commit message"),
    ];
    let found = parts.into_iter().find(|(differs, _)| *differs);
    found.map_or("with other content", |(_, words)| words).to_owned()
}
