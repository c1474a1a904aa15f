//! `status`: where everything stands.

use jiff::civil::Date;
use product::{CompositionError, Purpose};

use super::Command;
use crate::load::{self, Loaded};
use crate::options::{JsonOption, date, today};
use crate::parties::{self, PartyError};
use crate::progress::Progress;
use crate::render::{Format, Unfinished};
use crate::{Error, Outcome, Session, awaited, escape, hindrance, render, terminal, waiting};

/// Show the line, and each component on it or behind it
///
/// The last column is the version that `patch` would give a component today; a dash means that it
/// would be refused. With a VERSION of the product: what each component's version was in it.
#[derive(Debug, clap::Args)]
pub(super) struct Status {
    /// A released version of the product, to see what it is made of
    #[arg(value_name = "VERSION")]
    version: Option<String>,

    /// The product line, where the repository has several
    #[arg(long, value_name = "NAME")]
    line: Option<String>,

    /// The day to plan for, in place of SOURCE_DATE_EPOCH or today in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Status {
    const NAME: &'static str = "status";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("at a glance", "syncline status"),
        ("for a program", "syncline status --json"),
        ("what a version of the product was made of", "syncline status 7.2.2"),
    ];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let date = today(self.date)?;
        let repo = load::open(session)?;
        let unfinished = hindrance::tell_unfinished(session, &repo).unwrap_or_else(|error| {
            // A journal that cannot be read keeps nobody from an answer.
            session.say(&render::noted(&error));
            None
        });
        let progress = Progress::start(session, "reading");
        let mut loaded = load::load_committed(session, repo, date)?;
        loaded.doubt(session);
        if let Some(version) = &self.version {
            return self.composition(session, &loaded, version);
        }
        let inventory = loaded.read(session, Purpose::Status)?;
        let lines = parties::lines(&loaded.product, self.line.as_deref())?;
        let (product, snapshot) = (&loaded.product, &loaded.snapshot);
        let lines = product::status_of_lines(product, snapshot, &inventory, &lines)?;
        let waiting = match unfinished {
            None => awaited::told(session, &loaded, &inventory)?,
            Some(_) => Vec::new(),
        };
        drop(progress);
        for one in &waiting {
            session.say(&waiting::noted(&loaded, one));
        }
        // The files are the product's, whichever line is looked at.
        for broken in lines.first().into_iter().flat_map(|line| &line.broken) {
            let broken = escape::visible(broken);
            session.say(&format!("note: {broken}: nothing is planned before that is mended\n"));
        }
        if session.format == Format::Json {
            let waiting = waiting.first().map(|one| one.title(product, snapshot));
            let waiting = waiting.as_deref().map(Unfinished::waiting);
            let unfinished = unfinished.as_ref().map(Unfinished::of).or(waiting);
            session.print(&render::statuses(&lines, unfinished))?;
            return Ok(Outcome::Done);
        }
        for (at, status) in lines.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            session.show(&format!("{gap}{}", render::status(status, terminal::table_width())))?;
        }
        loaded.keep((inventory, lines));
        Ok(Outcome::Done)
    }
}

/// Whether a text is no version of a line's scheme at all.
fn is_none<T>(found: Result<T, CompositionError>) -> bool {
    matches!(found, Err(CompositionError::Version { .. }))
}

impl Status {
    /// What a version of the product is made of.
    fn composition(
        &self,
        session: &Session,
        loaded: &Loaded,
        version: &str,
    ) -> Result<Outcome, Error> {
        let (product, tags) = (&loaded.product, &loaded.snapshot.tags);
        let lines = parties::lines(product, self.line.as_deref())?;
        let release = |line: usize| product::product_release(product, tags, line, version);
        // Of several lines it is the one that has the version.
        let having: Vec<usize> =
            lines.iter().copied().filter(|line| release(*line).is_ok()).collect();
        let line = match (having.as_slice(), lines.as_slice()) {
            ([line], _) | ([], [line]) => *line,
            // What is a version of none is wrong on each of them.
            ([], [first, ..]) if lines.iter().all(|line| is_none(release(*line))) => *first,
            _ => {
                let name = |line: &usize| product.lines.get(*line)?.name.clone();
                let [having, known] = [&having, &lines].map(|all| all.iter().filter_map(name));
                let (having, known) = (having.collect(), known.collect());
                let version = version.to_owned();
                return Err(PartyError::VersionOfLines { version, having, known }.into());
            }
        };
        let release = release(line)?;
        let tagged = loaded.repo.tags(&[release.tag.as_str()])?;
        let message = tagged.into_iter().flatten().find_map(|tagged| tagged.message);
        let made = product::composition(product, tags, line, release, message.as_deref());
        if session.format == Format::Json {
            session.print(&render::json::document(&made))?;
        } else {
            session.show(&render::composition(&made, terminal::table_width()))?;
        }
        Ok(Outcome::Done)
    }
}
