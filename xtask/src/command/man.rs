//! `man`: the manual pages, one a command.

use std::fs;
use std::path::{Path, PathBuf};

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

/// Writes the page of `command` and of every visible command below it; how many there were.
fn pages(command: &clap::Command, folder: &Path) -> Result<usize, Error> {
    let page = clap_mangen::Man::new(command.clone());
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
