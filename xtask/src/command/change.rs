//! `change`: change files, which say what a change is about and what its impact is.

mod add;
mod check;
mod list;

use super::Command;
use crate::render::Format;
use crate::{Error, Outcome, Session};

/// Write, list and check change files
///
/// A change file names components and the impact of a change on those who use them, and tells them
/// about it. Releases are held to what pending changes need; `release auto` goes just that far.
#[derive(Debug, clap::Args)]
pub(super) struct Change {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Add(add::Add),
    List(list::List),
    Check(check::Check),
}

impl Command for Change {
    const NAME: &'static str = "change";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "announce a change",
            "syncline change add -p core --impact new-api -m 'Search takes a time limit.'",
        ),
        ("what is pending", "syncline change list"),
        ("is everything that changed announced?", "syncline change check"),
        ("in CI, for a pull request", "syncline change check --since origin/main --format github"),
        ("as a pre-commit hook", "syncline change check --staged"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5, 6];

    fn format(&self) -> Format {
        match &self.action {
            Action::Add(add) => add.format(),
            Action::List(list) => list.format(),
            Action::Check(check) => check.format(),
        }
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        match self.action {
            Action::Add(add) => add.run(session),
            Action::List(list) => list.run(session),
            Action::Check(check) => check.run(session),
        }
    }
}
