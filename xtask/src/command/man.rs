//! `man`: the manual pages, one a command.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Arg;
use clap::builder::StyledStr;

use super::Command;
use crate::error::FileError;
use crate::{Error, Outcome, Session, cli, escape};

/// Write the manual pages, one a command, into a folder
///
/// The folder is created if need be; pages of the same names in it are replaced. Packagers copy
/// them to share/man/man1.
#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Command for Man {
    const NAME: &'static str = "man";
    const EXAMPLES: &'static [(&'static str, &'static str)] =
        &[("write them into a folder of this project", "syncline man target/man")];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let folder = session.path(&self.folder);
        fs::create_dir_all(&folder).map_err(FileError::at("create", &folder))?;
        let mut program = cli::program().disable_help_subcommand(true);
        program.build();
        let written = pages(&program, &folder)?;
        let shown = self.folder.to_string_lossy();
        session.say(&format!("{written} pages written to {}\n", escape::visible(&shown)));
        Ok(Outcome::Done)
    }
}

/// The option with its other names behind its description, as `--help` has them and pages do not.
fn with_other_names(option: Arg) -> Arg {
    let short = option.get_visible_short_aliases().unwrap_or_default();
    let short = short.into_iter().map(|name| format!("-{name}"));
    let long = option.get_visible_aliases().unwrap_or_default();
    let names: Vec<_> = short.chain(long.into_iter().map(|name| format!("--{name}"))).collect();
    if names.is_empty() {
        return option;
    }
    let names = names.join(", ");
    let behind = |help: &StyledStr| StyledStr::from(format!("{help} [aliases: {names}]"));
    let (short, long) = (option.get_help().map(behind), option.get_long_help().map(behind));
    let option = match short {
        Some(help) => option.help(help),
        None => option,
    };
    match long {
        Some(help) => option.long_help(help),
        None => option,
    }
}

/// Writes the page of `command` and of every visible command below it; how many there were.
fn pages(command: &clap::Command, folder: &Path) -> Result<usize, Error> {
    let told = command.clone().mut_args(with_other_names);
    // A page's foot says what it is of, which a command below knows of its name alone.
    let source = concat!("syncline ", env!("CARGO_PKG_VERSION"));
    let page = clap_mangen::Man::new(told).source(source);
    let path = folder.join(page.get_filename());
    let mut text = Vec::new();
    page.render(&mut text).map_err(FileError::at("write", &path))?;
    fs::write(&path, text).map_err(FileError::at("write", &path))?;
    let mut written = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        written += pages(below, folder)?;
    }
    Ok(written)
}
