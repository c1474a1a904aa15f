//! `report`: one page that shows the product line along its history.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::Command;
use crate::error::UsageError;
use crate::options::{JsonOption, date, today};
use crate::progress::Progress;
use crate::render::{self, Format};
use crate::{Error, Outcome, Session, escape, load, parties, report, whole};

/// Write one page that shows the product line: its releases in time, what embeds what, which
/// versions work together, and what lags behind
///
/// The page is one HTML file that stands for itself: it needs no network and no script, and can be
/// attached, published or printed as it is. The same repository and the same day give the same file.
#[derive(Debug, clap::Args)]
pub(super) struct Report {
    /// The file to write, in place of what it holds; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// The product line, where the repository has several; without it, all of them are shown
    #[arg(long, value_name = "NAME")]
    line: Option<String>,

    /// The day of the report, in place of SOURCE_DATE_EPOCH or today in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Report {
    const NAME: &'static str = "report";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("a page to look at", "syncline report -o report.html"),
        (
            "of one line, to be published elsewhere",
            "syncline report --line server -o - > line.html",
        ),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let shown = self.output == Path::new("-");
        if shown && session.format == Format::Json {
            return Err(UsageError {
                message: "standard output is for one document: the page, or what was written"
                    .into(),
                help: "name a file with -o, or leave out --json".into(),
            }
            .into());
        }
        let progress = Progress::start(session, "reading");
        let date = today(self.date)?;
        let mut loaded = load::load_committed(session, load::open(session)?, date)?;
        loaded.doubt(session);
        let lines = parties::lines(&loaded.product, self.line.as_deref())?;
        let facts = report::gather(session, &mut loaded, &lines)?;
        let page = report::page(&facts);
        drop(progress);
        if shown {
            session.print(&page)?;
            return Ok(Outcome::Done);
        }
        whole::write(&session.path(&self.output), &self.output, page.as_bytes())?;
        let name = self.output.to_string_lossy();
        if session.format == Format::Json {
            session.print(&render::done::reported(&name))?;
        }
        session.say(&format!("the report is in {}\n", escape::visible(&name)));
        Ok(Outcome::Done)
    }
}
