//! `abandon`: back from an unfinished release.

use super::Command;
use crate::{Error, Outcome, Session, escape, load, render};

/// Take back a release that was interrupted
///
/// Branch, tags, index and files are then as they were. A release whose lead tag is there already
/// stands: nothing is taken back.
#[derive(Debug, clap::Args)]
pub(super) struct Abandon {}

impl Command for Abandon {
    const NAME: &'static str = "abandon";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("after a crash half way", "syncline abandon")];
    const EXITS: &'static [u8] = &[0, 3, 5, 6];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        let abandoned = apply::abandon(&repo)?;
        let title = escape::visible(&abandoned.title);
        let text = match (abandoned.complete, &abandoned.went_on) {
            (true, _) => {
                format!("the release of {title} is complete: its lead tag is there, so it stands\n")
            }
            (false, None) => {
                format!("the release of {title} is taken back: everything is as it was\n")
            }
            (false, Some(now)) => format!(
                "the release of {title} is given up, and has no tag; but the branch went on to {} \
                 since it was begun: those commits stay, and so do the files\n{}",
                now.short(),
                render::help(
                    "where they hold what the release had staged, `git revert` takes them back; \
                     `lint` finds versions that no release made"
                ),
            ),
        };
        session.conclude(&text, &text);
        for (path, blob) in &abandoned.kept {
            session.say(&format!(
                "what stood in {} is kept: git cat-file blob {}\n",
                escape::visible(path.as_str()),
                blob.short()
            ));
        }
        Ok(Outcome::Done)
    }
}
