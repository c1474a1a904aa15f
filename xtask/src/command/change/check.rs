//! `change check`: whether everything that changed is announced.

use repo::View;

use crate::options::FormatOption;
use crate::render::{self, Format};
use crate::{Error, Outcome, Session, inspect, load};

/// Check that every component that changed has a change file, and that change files are sound
///
/// Looks at what is committed since each component's last release, and at the change files in the
/// work tree. A component that was never released needs none.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Only what changed since HEAD parted from this revision, announced since then
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    since: Option<String>,

    /// Only what is staged
    #[arg(long)]
    staged: bool,

    #[command(flatten)]
    format: FormatOption,
}

impl Check {
    pub(super) fn format(&self) -> Format {
        self.format.format()
    }

    pub(super) fn run(self, session: &Session) -> Result<Outcome, Error> {
        let view = if self.staged { View::Index } else { View::Worktree };
        let repo = load::open(session)?;
        let found = inspect::announcements(session, repo, view, self.since.as_deref())?;
        let outcome = Outcome::of(found.unusable, &found.findings);
        let batches = [(found.findings, session.take_sources())];
        let text = render::findings(&batches, session.format, session.width);
        if session.format == Format::Human {
            session.show(&text)?;
        } else {
            session.print(&text)?;
        }
        Ok(outcome)
    }
}
