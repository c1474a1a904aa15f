//! `schema`: JSON Schemas, for editors and for whoever reads our JSON.

use clap::builder::{PossibleValue, PossibleValuesParser};

use super::Command;
use crate::render::{json, schema};
use crate::{Error, Outcome, Session};

/// Print the JSON Schema of release.toml, or of another document
///
/// Editors complete and check what is written by it. It is of the draft 2020-12, knows every key,
/// and refuses those that syncline refuses; what takes the whole file to judge is `lint`'s.
#[derive(Debug, clap::Args)]
pub(super) struct Schema {
    /// What to describe
    #[arg(value_name = "KIND", default_value = "release", value_parser = kinds())]
    kind: String,
}

fn kinds() -> PossibleValuesParser {
    let kinds = schema::KINDS.iter().map(|kind| PossibleValue::new(kind.name).help(kind.what));
    PossibleValuesParser::new(kinds.collect::<Vec<_>>())
}

impl Command for Schema {
    const NAME: &'static str = "schema";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "for an editor, named in release.toml's first line",
            "syncline schema > .release.schema.json",
        ),
        ("of scheme files", "syncline schema scheme > .scheme.schema.json"),
        ("for whoever reads plans", "syncline schema plan"),
    ];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        if let Some(kind) = schema::KINDS.iter().find(|kind| kind.name == self.kind) {
            session.print(&json::document(&(kind.schema)()))?;
        }
        Ok(Outcome::Done)
    }
}
