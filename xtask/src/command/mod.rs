//! The commands: one file each, and a row in [`COMMANDS`].

mod abandon;
mod apply;
mod audit;
mod bench;
mod change;
mod compat;
mod completions;
mod demo;
mod explain;
mod import;
mod init;
mod lint;
mod man;
mod native;
mod next;
mod notes;
mod patch;
mod plan;
mod pre;
mod release;
mod report;
mod resume;
mod schema;
mod status;
mod why;

use clap::ArgMatches;

use crate::error::{Error, UsageError};
use crate::outcome::{EXIT_CODES, Outcome};
use crate::render::Format;
use crate::session::Session;
use crate::style;

/// A command: its options are its fields, its description is the struct's documentation.
pub trait Command: clap::Args {
    /// The word that calls it.
    const NAME: &'static str;
    /// What people use it for, and the command line that does it, starting with `syncline`. All of
    /// them are parsed by a test.
    const EXAMPLES: &'static [(&'static str, &'static str)];
    /// The exit codes it can end with, beside that of a bug.
    const EXITS: &'static [u8];

    /// How it was asked to print its answer; errors follow.
    fn format(&self) -> Format {
        Format::Human
    }

    /// Does it. Whatever there is to say is said through the session.
    ///
    /// # Errors
    /// Whatever ends it early; its class gives the exit code.
    fn run(self, session: &Session) -> Result<Outcome, Error>;
}

/// One row of [`COMMANDS`].
#[derive(Debug)]
pub struct Entry {
    /// The word that calls it.
    pub name: &'static str,
    /// Its arguments, description, examples and exit codes as clap knows them.
    pub command: fn() -> clap::Command,
    /// [`Command::EXAMPLES`], which `command` tells: a test looks at each.
    #[cfg(test)]
    pub examples: &'static [(&'static str, &'static str)],
    /// [`Command::EXITS`], likewise.
    #[cfg(test)]
    pub exits: &'static [u8],
    /// Reads its options from what clap found and runs it; tells the session the format first.
    pub run: fn(&ArgMatches, &mut Session) -> Result<Outcome, Error>,
}

/// Every command, in the order that `--help` lists them.
pub const COMMANDS: &[Entry] = &[
    entry::<status::Status>(),
    entry::<release::Release>(),
    entry::<patch::Patch>(),
    entry::<pre::Pre>(),
    entry::<plan::Plan>(),
    entry::<apply::Apply>(),
    entry::<resume::Resume>(),
    entry::<abandon::Abandon>(),
    entry::<lint::Lint>(),
    entry::<audit::Audit>(),
    entry::<change::Change>(),
    entry::<notes::Notes>(),
    entry::<next::Next>(),
    entry::<compat::Compat>(),
    entry::<native::Native>(),
    entry::<why::Why>(),
    entry::<explain::Explain>(),
    entry::<report::Report>(),
    entry::<init::Init>(),
    entry::<import::Import>(),
    entry::<demo::Demo>(),
    entry::<bench::Bench>(),
    entry::<schema::Schema>(),
    entry::<completions::Completions>(),
    entry::<man::Man>(),
];

const fn entry<C: Command>() -> Entry {
    Entry {
        name: C::NAME,
        command: command::<C>,
        #[cfg(test)]
        examples: C::EXAMPLES,
        #[cfg(test)]
        exits: C::EXITS,
        run: run::<C>,
    }
}

fn command<C: Command>() -> clap::Command {
    let after = format!("{}\n{}", examples(C::EXAMPLES), exit_codes(C::EXITS.iter().copied()));
    C::augment_args(clap::Command::new(C::NAME)).after_long_help(after)
}

fn run<C: Command>(matches: &ArgMatches, session: &mut Session) -> Result<Outcome, Error> {
    let command = C::from_arg_matches(matches)
        .map_err(|error| UsageError { message: error.to_string(), help: String::new() })?;
    session.format = command.format();
    command.run(session)
}

fn examples(rows: &[(&str, &str)]) -> String {
    let mut text = style::paint(style::NOTE, "Examples:") + "\n";
    for (what, line) in rows {
        text.push_str(&format!("  {what}:\n      {}\n", style::paint(style::HELP, line)));
    }
    text
}

/// The exit codes as a section of help.
pub(crate) fn exit_codes(codes: impl Iterator<Item = u8>) -> String {
    let mut text = style::paint(style::NOTE, "Exit codes:");
    for code in codes {
        let meaning = EXIT_CODES.iter().find(|(known, _)| *known == code).map_or("", |(_, m)| m);
        text.push_str(&format!("\n  {code:>3}  {meaning}"));
    }
    text
}
