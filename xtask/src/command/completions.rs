//! `completions`: what a shell needs to complete our command lines.

use clap_complete::Shell;

use super::Command;
use crate::{Error, Outcome, Session, cli};

/// Print a script that completes syncline's commands and options in a shell
///
/// The script goes to standard output. Save it where the shell looks for completions, or source
/// it from the shell's start file.
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl Command for Completions {
    const NAME: &'static str = "completions";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        (
            "bash, for this user",
            "syncline completions bash > ~/.local/share/bash-completion/completions/syncline",
        ),
        ("fish", "syncline completions fish > ~/.config/fish/completions/syncline.fish"),
        ("zsh, into a folder of $fpath", "syncline completions zsh > ~/.zfunc/_syncline"),
    ];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let mut program = cli::program();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, "syncline", &mut script);
        session.print(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Done)
    }
}
