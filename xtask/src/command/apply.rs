//! `apply`: a plan that was saved.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use product::Plan;

use super::Command;
use crate::error::FileError;
use crate::load::{self, LoadError};
use crate::options::{JsonOption, PushOption};
use crate::render::Format;
use crate::{Error, Outcome, Session, pushing, release, saved};

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
            release::nothing_unfinished(&repo)?;
        }
        if let Some(published) = release::published(&repo, &plan)? {
            release::report(session, &plan.title(), &published);
            return Ok(Outcome::Done);
        }
        let loaded = saved::again(session, repo, &plan)?;
        let push = self.push.asked();
        if self.dry_run {
            release::present(session, &loaded, &plan, push)?;
            return Ok(Outcome::Done);
        }
        if session.format == Format::Human && !self.yes {
            let way = pushing::way_to_show(&loaded, &plan, push);
            release::to_be_confirmed(session, &plan, &way)?;
        }
        release::ready(&loaded, &plan.options.allow_branch)?;
        let way = pushing::way(&loaded, &plan, push)?;
        release::carry_out(session, &loaded, &plan, way, self.yes)
    }
}

impl Apply {
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
