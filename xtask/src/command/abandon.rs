//! `abandon`: back from an unfinished release.

use apply::Push;

use super::Command;
use crate::options::{DoOptions, JsonOption};
use crate::render::{self, Format};
use crate::{Error, Outcome, Session, escape, foreseen, load, waiting};

/// Take back a release that was interrupted
///
/// Branch, tags, index and files are then as they were. A release whose lead tag is there already
/// stands: nothing is taken back.
#[derive(Debug, clap::Args)]
pub(super) struct Abandon {
    #[command(flatten)]
    how: DoOptions,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Abandon {
    const NAME: &'static str = "abandon";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("after a crash half way", "syncline abandon"),
        ("what that would take back", "syncline abandon --dry-run"),
    ];
    const EXITS: &'static [u8] = &[0, 3, 5, 6];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        let begun = apply::pending(&repo)?.is_some();
        if !begun && let Some(committed) = waiting::committed(session, load::open(session)?) {
            return Err(committed.into());
        }
        if self.how.dry_run {
            return foreseen::show(
                session,
                foreseen::Way::Back,
                &apply::foresee_abandon(&repo)?,
                None,
            );
        }
        let abandoned = apply::abandon(&repo)?;
        let title = escape::visible(&abandoned.title);
        let text = match (abandoned.complete, &abandoned.went_on) {
            (true, _) => {
                format!("the release of {title} is complete: its lead tag is there, so it stands\n")
            }
            (false, None) => {
                let here = if abandoned.pushing.is_some() { " here" } else { "" };
                let but = if abandoned.left.is_empty() { "" } else { " but for what was edited" };
                format!(
                    "the release of {title} is taken back: everything{here} is as it was{but}\n"
                )
            }
            (false, Some(now)) => format!(
                "the release of {title} is given up, and has no tag; but the branch went on to {} \
                 since it was begun: those commits stay, and so do the planned files that \
                 they changed; the others are as they were\n{}",
                now.short(),
                render::help(
                    "where they hold what the release had staged, `git revert` takes them back; \
                     `lint` finds versions that no release made"
                ),
            ),
        };
        let text = text + &abandoned.pushing.as_ref().map(may_arrive).unwrap_or_default();
        match session.format {
            Format::Json => session.conclude(&render::done::abandoned(&abandoned), &text),
            _ => session.conclude(&text, &text),
        }
        for (path, blob) in &abandoned.kept {
            session.say(&format!(
                "what stood in {} is kept: git cat-file blob {}\n",
                escape::visible(path.as_str()),
                blob.short()
            ));
        }
        for path in &abandoned.left {
            session.say(&format!("{}\n", render::left(path)));
        }
        Ok(Outcome::Done)
    }
}

/// What to know where a push had begun: nobody can call it back from a server that has it.
fn may_arrive(push: &Push) -> String {
    let remote = escape::visible(&push.remote);
    let looked = format!(
        "a push to `{remote}` had begun, and nothing of it is there; if its connection broke, the \
         server may still be at work on it\n"
    );
    let help =
        format!("see with `git ls-remote {remote}`, before you release again, that it stays so");
    looked + &render::help(&help)
}
