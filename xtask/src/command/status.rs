//! `status`: where everything stands.

use jiff::civil::Date;

use super::Command;
use crate::load::{self, Purpose};
use crate::options::{ChangeOptions, JsonOption, date};
use crate::progress::Progress;
use crate::render::Format;
use crate::{Error, Outcome, Session, render};

/// Show the line, and each component on it or behind it
///
/// The last column is the version that `patch` would give a component today; a dash means that it
/// would be refused.
#[derive(Debug, clap::Args)]
pub(super) struct Status {
    /// The day to plan for, in place of SOURCE_DATE_EPOCH or today in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Status {
    const NAME: &'static str = "status";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("at a glance", "syncline status"), ("for a program", "syncline status --json")];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let progress = Progress::start(session, "reading");
        let date = ChangeOptions { date: self.date, ..ChangeOptions::default() }.today()?;
        let repo = load::open(session)?;
        let mut loaded = load::load_committed(session, repo, date)?;
        let inventory = loaded.read(session, Purpose::Status)?;
        let lines = 0..loaded.product.lines.len();
        let lines = lines
            .map(|line| product::status_from(&loaded.product, &loaded.snapshot, &inventory, line));
        let lines = lines.collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        if session.format == Format::Json {
            // A product with one line is that line; with several, they are a list.
            let document = match lines.as_slice() {
                [line] => render::json::document(line),
                lines => {
                    render::json::document(&serde_json::json!({ "format": 1, "lines": lines }))
                }
            };
            session.print(&document)?;
            return Ok(Outcome::Done);
        }
        for (at, status) in lines.iter().enumerate() {
            let gap = if at == 0 { "" } else { "\n" };
            session.show(&format!("{gap}{}", render::status(status, session.width)))?;
        }
        Ok(Outcome::Done)
    }
}
