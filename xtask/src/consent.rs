//! Whether commands that release.toml names may run. That is for the user to say, outside of what the
//! repository holds: whoever clones one has not agreed to anything that is in it.

use apply::Hook;
use place::{Class, Explain, Place};
use product::Plan;
use repo::Repo;

use crate::{Error, terminal};

/// The setting of git's that says so for a clone, or for all of somebody's.
const SETTING: &str = "syncline.hooks";

/// What the command line agreed to.
#[derive(Debug, Clone, Copy)]
pub struct Agreed {
    /// To change something, without a question.
    pub yes: bool,
    /// To hooks, or to a release without them; `None` leaves it to git's configuration.
    pub hooks: Option<bool>,
}

/// Nobody agreed to a plan's hooks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the release runs {hooks}, and {why}")]
pub struct ConsentError {
    hooks: String,
    why: &'static str,
    place: Option<Place>,
}

impl Explain for ConsentError {
    fn place(&self) -> Option<Place> {
        self.place.clone()
    }

    fn help(&self) -> Option<String> {
        Some(format!(
            "--dry-run shows what would run: --hooks agrees to it this once, `git config {SETTING} \
             true` for this clone; --no-hooks releases without"
        ))
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// The commands that a plan's release runs, as they are applied.
#[must_use]
pub fn hooks(plan: &Plan) -> Vec<Hook> {
    let hooks = plan.hooks.iter().map(|hook| Hook {
        title: hook.title(),
        argv: hook.argv.clone(),
        place: hook.place.clone(),
    });
    hooks.collect()
}

/// Whether the user has agreed to `hooks` already; otherwise whoever confirms the release does.
///
/// # Errors
/// [`ConsentError`], where nobody did and nobody is asked, or git's configuration forbids them or has a
/// setting that is no truth value; a configuration that cannot be read.
pub fn given(repo: &Repo, hooks: &[Hook], agreed: Agreed) -> Result<bool, Error> {
    let Some(first) = hooks.first().filter(|_| agreed.hooks.is_none()) else { return Ok(true) };
    let why = match repo.config_bool(SETTING) {
        Ok(Some(true)) => return Ok(true),
        Ok(Some(false)) => "git's setting `syncline.hooks` forbids that",
        Ok(None) if agreed.yes || !terminal::answers() => "nobody agreed to that",
        Ok(None) => return Ok(false),
        Err(_) if repo.config(SETTING)?.is_some() => {
            "git's setting `syncline.hooks` is neither true nor false"
        }
        Err(error) => return Err(error.into()),
    };
    let hooks = match hooks.len() {
        1 => format!("hook {}", first.title),
        more => format!("hook {} and {} more", first.title, more - 1),
    };
    Err(ConsentError { hooks, why, place: first.place.clone() }.into())
}
