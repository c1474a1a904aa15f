//! `resume`: on with an unfinished release.

use apply::ApplyError;
use place::{Explain as _, Place, RepoPath};
use repo::{Repo, View};

use super::Command;
use crate::error::UsageError;
use crate::options::{DoOptions, JsonOption, PushOption};
use crate::progress::Progress;
use crate::render::Format;
use crate::{Error, Outcome, Session, foreseen, load, release, waiting};

/// Complete a release that was interrupted, or that waits for its tags
///
/// An interrupted one goes on where it stopped, to the same commit and tags that it would have made.
/// One that was committed without tags, and merged if it was made on a branch of its own, gets them
/// on the commit that says so.
#[derive(Debug, clap::Args)]
pub(super) struct Resume {
    #[command(flatten)]
    how: DoOptions,

    #[command(flatten)]
    push: PushOption,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Resume {
    const NAME: &'static str = "resume";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("after a crash half way", "syncline resume"),
        ("what that would make", "syncline resume --dry-run"),
        ("tag and push what was merged", "syncline resume --push"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 3, 5, 6];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        let begun = apply::pending(&repo)?.map(|pending| pending.title);
        if begun.is_some() && self.push.asked().is_some() {
            return Err(UsageError {
                message: "an interrupted release goes on as it was begun, pushed or not".into(),
                help: "leave out --push and --no-push".into(),
            }
            .into());
        }
        if self.how.dry_run {
            let (foreseen, unplanned) = match apply::foresee_resume(&repo) {
                Err(ApplyError::Nothing) => waiting::foresee(session, repo, self.push.asked())?,
                foreseen => (foreseen?, None),
            };
            return foreseen::show(session, foreseen::Way::On, &foreseen, unplanned.as_ref());
        }
        let progress = Progress::start(session, "releasing");
        let resumed = apply::resume(&repo, &mut |told| progress.told(session, told));
        drop(progress);
        if let Err(error) = &resumed {
            remember(session, &repo, error);
        }
        let (title, published, unplanned) = match resumed {
            Err(ApplyError::Nothing) => waiting::tag(session, repo, self.push.asked())?,
            resumed => (begun.unwrap_or_default(), resumed?, None),
        };
        release::report_with(session, &title, &published, unplanned.as_ref());
        Ok(Outcome::Done)
    }
}

/// Remembers the text that an error points into, as it was planned: a release under way reads none.
fn remember(session: &Session, repo: &Repo, error: &ApplyError) {
    let Some(Place::File { path: name, span: Some(_) }) = error.place() else { return };
    let Ok(state) = repo.state() else { return };
    let (Ok(path), Some(commit)) = (RepoPath::new(&name), state.head.commit()) else { return };
    let files = repo.files(&View::Commit(commit.clone()), &[path]).unwrap_or_default();
    if let Some(Some(file)) = files.into_iter().next()
        && let Ok(text) = String::from_utf8(file.bytes)
    {
        session.remember(&name, text);
    }
}
