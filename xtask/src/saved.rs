//! A plan that was saved: whether it is still what planning comes to.

use place::{Class, Explain, Place};
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
            let branch = plan.branch.clone();
            return Err(apply::ApplyError::Moved { branch, base, now: commit }.into());
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
        Ok(now) => Err(StaleError::Differs(difference(plan, &now)).into()),
        Err(cause) => Err(StaleError::Refused(Box::new(cause)).into()),
    }
}

/// Why a saved plan is not what planning comes to.
#[derive(Debug, thiserror::Error)]
pub enum StaleError {
    /// The same request comes to another plan.
    #[error("the plan is stale: the same request comes to another one now, {0}")]
    Differs(String),
    /// The same request is refused.
    #[error("the plan is stale: the same request is refused now: {0}")]
    Refused(Box<dyn Explain + Send>),
}

impl Explain for StaleError {
    fn rule(&self) -> Option<&str> {
        Some("stale-plan")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Differs(_) => None,
            Self::Refused(cause) => cause.place(),
        }
    }

    fn help(&self) -> Option<String> {
        Some("plan again: `plan … --json > plan.json`".into())
    }

    fn also(&self) -> Vec<&dyn Explain> {
        match self {
            Self::Differs(_) => Vec::new(),
            Self::Refused(cause) => cause.also(),
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
