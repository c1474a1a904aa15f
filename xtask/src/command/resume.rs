//! `resume`: on with an unfinished release.

use super::Command;
use crate::options::JsonOption;
use crate::progress::Progress;
use crate::render::Format;
use crate::{Error, Outcome, Session, load, release};

/// Complete a release that was interrupted
///
/// It goes on where it stopped, to the same commit and tags that it would have made.
#[derive(Debug, clap::Args)]
pub(super) struct Resume {
    #[command(flatten)]
    json: JsonOption,
}

impl Command for Resume {
    const NAME: &'static str = "resume";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("after a crash half way", "syncline resume")];
    const EXITS: &'static [u8] = &[0, 1, 3, 5, 6];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        let title = apply::pending(&repo)?.map(|pending| pending.title).unwrap_or_default();
        let progress = Progress::start(session, "releasing");
        let published =
            apply::resume(&repo, &mut |step, done, total| progress.set(step, done, total))?;
        drop(progress);
        release::report(session, &title, &published);
        Ok(Outcome::Done)
    }
}
