//! `why`: the derivation of a version.

use jiff::civil::Date;
use product::Purpose;

use super::Command;
use crate::options::{JsonOption, date, today};
use crate::render::Format;
use crate::{Error, Outcome, Session, escape, load, parties, render, text};

/// Explain a component's version, step by step, and what a patch would make of it
#[derive(Debug, clap::Args)]
pub(super) struct Why {
    /// The component
    name: String,

    /// The day to plan for, in place of SOURCE_DATE_EPOCH or today in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,

    #[command(flatten)]
    json: JsonOption,
}

impl Command for Why {
    const NAME: &'static str = "why";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("why is it at that version", "syncline why sdk-java")];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn format(&self) -> Format {
        self.json.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let date = today(self.date)?;
        let repo = load::open(session)?;
        let mut loaded = load::load_committed(session, repo, date)?;
        loaded.doubt(session);
        let product = &loaded.product;
        let index = parties::component(product, &self.name)?;
        loaded.read(session, Purpose::Status)?;
        loaded.read(session, Purpose::Plan(&product::Request::patch_of(&self.name)))?;
        let steps = product::why(&loaded.product, &loaded.snapshot, index)?;
        if session.format == Format::Json {
            session.print(&render::derivation_json(&self.name, &steps))?;
            return Ok(Outcome::Done);
        }
        for (at, step) in steps.iter().enumerate() {
            let lines = text::wrap(&escape::visible(step), session.width.saturating_sub(4));
            for (line_at, line) in lines.iter().enumerate() {
                let lead =
                    if line_at == 0 { format!("{:>2}. ", at + 1) } else { "    ".to_owned() };
                session.show(&format!("{lead}{line}\n"))?;
            }
        }
        Ok(Outcome::Done)
    }
}
