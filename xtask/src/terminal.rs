//! What standard output and error are connected to: colours, width, whether somebody can answer.

use std::io::{self, IsTerminal as _};

/// When to use colours, as `--color` says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal that shows them, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Even into a file or a pipe.
    Always,
    /// Not at all.
    Never,
}

impl Color {
    /// Makes every later write through `anstream` follow the choice.
    pub fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// The width of lines where no terminal says otherwise.
pub const WIDTH: usize = 80;
/// Below this nothing is legible; a terminal that claims less is taken for this wide.
const NARROW: usize = 40;

/// How wide a line of standard error or standard output may be: the terminal's width, else
/// [`WIDTH`].
#[must_use]
pub fn width() -> usize {
    let size = terminal_size::terminal_size_of(io::stderr())
        .or_else(|| terminal_size::terminal_size_of(io::stdout()));
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).max(NARROW))
}

/// How wide a table on standard output may be: the terminal's width, and whatever it takes in a file
/// or a pipe, where rows are searched.
#[must_use]
pub fn table_width() -> usize {
    if io::stdout().is_terminal() { width() } else { usize::MAX }
}

/// Whether a question on standard error would be read and answered by somebody.
#[must_use]
pub fn answers() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Whether whoever could answer sees standard output.
#[must_use]
pub fn shows() -> bool {
    io::stdout().is_terminal()
}

/// Whether somebody watches standard error.
#[must_use]
pub fn watched() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
