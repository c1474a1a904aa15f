//! `apply`: a plan that was saved.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use apply::Published;
use product::{LowerError, Plan};
use repo::Repo;

use super::Command;
use crate::confirm::confirm;
use crate::consent::Agreed;
use crate::error::{FileError, UsageError};
use crate::load::{self, LoadError};
use crate::options::{self, HooksOption, JsonOption, PushOption};
use crate::pushing::Goal;
use crate::render::Format;
use crate::{Error, Outcome, Session, hindrance, pushing, release, saved};

/// Carry out a saved plan, exactly as it was shown
///
/// It is refused when anything that it was made against has moved since, and harmless when it was
/// carried out before.
#[derive(Debug, clap::Args)]
pub(super) struct Apply {
    /// The plan's file, or - for standard input
    #[arg(value_name = "PLAN")]
    plan: PathBuf,

    /// Show the plan and stop
    #[arg(short = 'n', long)]
    dry_run: bool,

    /// Apply without asking
    #[arg(short = 'y', long, visible_short_alias = 'x', visible_aliases = ["execute", "no-confirm"])]
    yes: bool,

    #[command(flatten)]
    push: PushOption,

    #[command(flatten)]
    hooks: HooksOption,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Apply {
    const NAME: &'static str = "apply";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("carry out a reviewed plan", "syncline apply plan.json --yes")];
    const EXITS: &'static [u8] = &[0, 1, 2, 4, 5, 6];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        let plan = self.read(session)?;
        product::genuine(&plan)?;
        if !self.dry_run {
            hindrance::nothing_unfinished(&repo)?;
        }
        if let Some(published) = release::published(&repo, &plan)? {
            return self.already(session, repo, &plan, published);
        }
        let (loaded, plan) = saved::again(session, repo, &plan)?;
        let (push, hooks) = (self.push.asked(), self.hooks.asked());
        let left_out = || {
            if hooks == Some(false) && !plan.hooks.is_empty() {
                session.say("the hooks are left out (--no-hooks)\n");
            }
        };
        if plan.options.no_hooks && hooks == Some(true) {
            return Err(UsageError {
                message: "the plan was made with --no-hooks, so that it has none to run".into(),
                help: "plan again without --no-hooks, or apply this one without --hooks".into(),
            }
            .into());
        }
        if self.dry_run {
            release::present(session, &loaded, &plan, push)?;
            left_out();
            return Ok(Outcome::Done);
        }
        if session.format == Format::Human && !self.yes {
            let way = pushing::way_to_show(&loaded, &plan, push);
            release::to_be_confirmed(session, &plan, &way)?;
        } else if plan.options.no_hooks {
            session.say("no hook runs: the plan was made with --no-hooks\n");
        }
        left_out();
        hindrance::ready(&loaded, &plan.options.allow_branch)?;
        let way = pushing::way(&loaded, &plan, push)?;
        release::carry_out(session, &loaded, &plan, way, Agreed { yes: self.yes, hooks })
    }
}

impl Apply {
    /// Says that the release is here already; pushes it, where that is asked for and the remote lacks
    /// something of it.
    fn already(
        &self,
        session: &Session,
        repo: Repo,
        plan: &Plan,
        mut published: Published,
    ) -> Result<Outcome, Error> {
        let asked = self.push.asked();
        // Where it stays here in any case, its configuration need not be readable any more.
        if !self.dry_run && asked.or(plan.options.push) != Some(false) {
            let date = options::date(&plan.date).map_err(|_| LowerError::Altered)?;
            let loaded = load::load_committed(session, repo, date)?;
            if let Some(Goal { push, .. }) = pushing::way(&loaded, plan, asked)?.goal {
                let (repo, commits) = (&loaded.repo, !plan.files.is_empty());
                if apply::lacks(repo, &push, &published, commits)? {
                    confirm(&format!("push {} to {}", plan.title(), push.remote), self.yes)?;
                    apply::push_published(repo, &push, &published, commits)?;
                }
                published.pushed = Some(push);
            }
        }
        release::report(session, &plan.title(), &published);
        Ok(Outcome::Done)
    }

    fn read(&self, session: &Session) -> Result<Plan, Error> {
        let mut bytes = Vec::new();
        if self.plan == Path::new("-") {
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(FileError::at("read", Path::new("standard input")))?;
        } else {
            let path = session.path(&self.plan);
            bytes = std::fs::read(&path).map_err(FileError::at("read", &path))?;
        }
        serde_json::from_slice(&bytes).map_err(|error| {
            LoadError::NotAPlan {
                path: self.plan.display().to_string(),
                message: error.to_string(),
            }
            .into()
        })
    }
}
