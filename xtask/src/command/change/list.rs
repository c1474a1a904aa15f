//! `change list`: what is pending, and for whom.

use product::Purpose;
use product::impact::change_list;
use repo::View;

use crate::load;
use crate::options::{self, JsonOption};
use crate::progress::Progress;
use crate::render::{self, Format};
use crate::{Error, Outcome, Session, escape};

/// List what is pending for each component, and the change files that nobody waits for any more
///
/// Change files are those of the work tree. Where a manifest lets people set something, what became
/// of it since the last release is told as a suggestion.
#[derive(Debug, clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    json: JsonOption,
}

impl List {
    pub(super) fn format(&self) -> Format {
        self.json.format()
    }

    pub(super) fn run(self, session: &Session) -> Result<Outcome, Error> {
        let progress = Progress::start(session, "reading");
        let today = options::today(None)?;
        let mut loaded = load::load(session, load::open(session)?, View::Worktree, today)?;
        loaded.doubt(session);
        let inventory = loaded.read(session, Purpose::Status)?;
        let list = change_list(&loaded.product, &loaded.snapshot, &inventory)?;
        drop(progress);
        if session.format == Format::Json {
            session.print(&render::json::document(&list))?;
        } else {
            session.show(&render::changes(&list, session.width))?;
        }
        let waiting = list.files.iter().filter(|file| !file.pending.is_empty());
        let paths: Vec<_> = waiting.filter_map(|f| place::RepoPath::new(&f.path).ok()).collect();
        for (path, how) in loaded.repo.dirty(&paths)? {
            let path = escape::visible(path.as_str()).into_owned();
            session.say(&format!("{path} is {how}: a release sees what is committed\n"));
        }
        Ok(Outcome::Done)
    }
}
