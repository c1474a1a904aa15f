//! `abandon`: back from an unfinished release.

use super::Command;
use crate::{Error, Outcome, Session, escape, load};

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
        session.show(&if abandoned.complete {
            format!("the release of {title} is complete: its lead tag is there, so it stands\n")
        } else {
            format!("the release of {title} is taken back: everything is as it was\n")
        })?;
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
