//! `plan`: the same as `release`, `patch` or `pre`, planned only.

use super::Command;
use super::patch::PatchAsked;
use super::pre::PreAsked;
use super::release::ReleaseAsked;
use crate::options::{ChangeOptions, JsonOption};
use crate::render::Format;
use crate::{Error, Outcome, Session, load, release};

/// Plan a release, a patch or a pre-release and stop
///
/// With --json the plan goes to standard output, to be reviewed, kept, and carried out exactly
/// with `apply`.
#[derive(Debug, clap::Args)]
pub(super) struct Plan {
    #[command(subcommand)]
    operation: Operation,
}

#[derive(Debug, clap::Subcommand)]
enum Operation {
    /// Plan what `release` would do
    Release {
        #[command(flatten)]
        asked: ReleaseAsked,
        #[command(flatten)]
        change: ChangeOptions,
        #[command(flatten)]
        json: JsonOption,
    },
    /// Plan what `patch` would do
    Patch {
        #[command(flatten)]
        asked: PatchAsked,
        #[command(flatten)]
        change: ChangeOptions,
        #[command(flatten)]
        json: JsonOption,
    },
    /// Plan what `pre` would do
    Pre {
        #[command(flatten)]
        asked: PreAsked,
        #[command(flatten)]
        change: ChangeOptions,
        #[command(flatten)]
        json: JsonOption,
    },
}

impl Command for Plan {
    const NAME: &'static str = "plan";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("keep a plan for review", "syncline plan release minor --json > plan.json"),
        ("look at a patch", "syncline plan patch sdk-java"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 5, 6];

    fn format(&self) -> Format {
        match &self.operation {
            Operation::Release { json, .. }
            | Operation::Patch { json, .. }
            | Operation::Pre { json, .. } => json.format(),
        }
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let (asked, change) = match self.operation {
            Operation::Release { asked, change, .. } => (asked.asked(), change),
            Operation::Patch { asked, change, .. } => (asked.asked(), change),
            Operation::Pre { asked, change, .. } => (asked.asked(), change),
        };
        let (loaded, plan) = release::plan(session, load::open(session)?, asked, &change)?;
        release::present(session, &loaded, &plan, None)?;
        loaded.keep(plan);
        Ok(Outcome::Done)
    }
}
