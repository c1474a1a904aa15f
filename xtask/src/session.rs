//! What every command is given: where it runs, how it speaks, and the texts that places point into.

extern crate alloc;

use alloc::sync::Arc;
use core::cell::{Ref, RefCell};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use place::Explain;

use crate::error::{Error, FileError};
use crate::render::{self, Format, Sources};
use crate::{escape, style, terminal, text};

/// How much is said beside the answer itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors and answers only.
    Quiet,
    /// What somebody wants to know.
    #[default]
    Normal,
    /// What somebody wants to know who asks why.
    Verbose,
}

/// What every command is given.
#[derive(Debug)]
pub struct Session {
    /// The folder to start from, after every `-C`.
    pub cwd: PathBuf,
    /// The configuration file named with `--config`, if one was.
    pub config: Option<PathBuf>,
    /// How much to say.
    pub verbosity: Verbosity,
    /// How the command was asked to print its answer.
    pub format: Format,
    /// Columns that a line may take.
    pub width: usize,
    sources: RefCell<Sources>,
}

impl Session {
    /// A session that starts in `cwd` and speaks to people.
    #[must_use]
    pub fn new(cwd: PathBuf, config: Option<PathBuf>, verbosity: Verbosity) -> Self {
        Self {
            cwd,
            config,
            verbosity,
            format: Format::Human,
            width: terminal::width(),
            sources: RefCell::default(),
        }
    }

    /// `path` as given on the command line, seen from the session's folder.
    #[must_use]
    pub fn path(&self, path: &Path) -> PathBuf {
        self.cwd.join(path)
    }

    /// Remembers the text of a file, so that findings and errors can show the line they are about.
    /// `name` is the one that places carry.
    pub fn remember(&self, name: &str, text: impl Into<Arc<str>>) {
        self.sources.borrow_mut().insert(name, text);
    }

    /// Takes the texts remembered so far, to read other versions of the same files.
    #[must_use]
    pub fn take_sources(&self) -> Sources {
        self.sources.take()
    }

    /// Puts back what [`Session::take_sources`] took, in place of what was remembered since.
    pub fn put_sources(&self, sources: Sources) {
        self.sources.replace(sources);
    }

    /// The texts remembered so far. Not to be held while [`Session::remember`] is called.
    pub fn sources(&self) -> Ref<'_, Sources> {
        self.sources.borrow()
    }

    /// Writes an answer that programs read (JSON, a script, a version) to standard output,
    /// untouched.
    ///
    /// # Errors
    /// [`Error::ClosedPipe`], or what the system says.
    pub fn print(&self, text: &str) -> Result<(), Error> {
        let mut out = io::stdout().lock();
        written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Writes an answer that people read, with styles, escaped by whoever made it: to standard
    /// output, or to standard error where standard output is for a program.
    ///
    /// # Errors
    /// [`Error::ClosedPipe`], or what the system says.
    pub fn show(&self, text: &str) -> Result<(), Error> {
        if self.format != Format::Human {
            self.say(text);
            return Ok(());
        }
        let text: &str = &match terminal::shows() {
            true => text::folded(text, terminal::width()),
            false => text.into(),
        };
        // Into a file or a pipe at once: taking styles out on the way costs a write for each line.
        if anstream::AutoStream::choice(&io::stdout()) == anstream::ColorChoice::Never {
            return self.print(&anstream::adapter::strip_str(text).to_string());
        }
        let mut out = anstream::stdout().lock();
        written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Writes what has been done: `answer`, in the format asked for. It is done whether or not
    /// anybody can read of it: where standard output cannot be written, standard error says so, with
    /// `told`, the same for people, and nothing is wrong.
    pub fn conclude(&self, answer: &str, told: &str) {
        let human = self.format == Format::Human;
        let why = match if human { self.show(answer) } else { self.print(answer) } {
            Ok(()) => return,
            Err(Error::ClosedPipe) => "nobody reads standard output any more".to_owned(),
            Err(Error::Explained(error)) => escape::visible(&error.to_string()).into_owned(),
        };
        let warning = style::paint(style::WARNING, "warning");
        to_stderr(&format!("{warning}: {why}, but what follows was done\n{told}"));
    }

    /// Says something beside the answer, on standard error, unless asked to be quiet.
    pub fn say(&self, text: &str) {
        if self.verbosity > Verbosity::Quiet {
            to_stderr(text);
        }
    }

    /// Says something that only `--verbose` asks for.
    pub fn detail(&self, text: &str) {
        if self.verbosity > Verbosity::Normal {
            to_stderr(text);
        }
    }

    /// Reports the error that ended the command: for people on standard error, and in the format
    /// that was asked for on standard output.
    pub fn report(&self, error: &dyn Explain) {
        let sources = self.sources();
        to_stderr(&render::error(error, &sources, Format::Human, self.width));
        if self.format != Format::Human {
            let text = render::error(error, &sources, self.format, self.width);
            // The program is about to end with the error's own code, closed pipe or not.
            drop(self.print(&text));
        }
    }
}

/// Writes to standard error, on a terminal in lines that fit. If that is closed there is nobody left to
/// tell.
pub fn to_stderr(text: &str) {
    let text = match io::stderr().is_terminal() {
        true => text::folded(text, terminal::width()),
        false => text.into(),
    };
    drop(anstream::stderr().lock().write_all(text.as_bytes()));
}

fn written(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Error::ClosedPipe),
        Err(error) => Err(FileError::at("write", Path::new("standard output"))(error).into()),
    }
}

/// How to call this program when Cargo cannot build it, as a shell takes it: by its name where the
/// search path leads to this very program, else by its own path.
#[must_use]
pub fn program() -> String {
    let Ok(own) = std::env::current_exe() else { return "syncline".to_owned() };
    let name = own.file_name().map(|name| name.to_string_lossy().into_owned());
    match name.filter(|name| on_path(name).is_some_and(|found| same(&found, &own))) {
        Some(name) => quoted(&name),
        None => quoted(&own.display().to_string()),
    }
}

/// The first file called `name` on the search path.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// One word for a shell, in quotes where it has other characters than plain ones.
fn quoted(word: &str) -> String {
    let plain =
        |c: char| c.is_alphanumeric() || "/._-+@:,%=".contains(c) || cfg!(windows) && c == '\\';
    if word.chars().all(plain) {
        return word.to_owned();
    }
    match cfg!(windows) {
        true => format!("\"{word}\""),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_program_is_one_word_for_a_shell() {
        for (path, word) in [
            ("/opt/syncline/bin/syncline", "/opt/syncline/bin/syncline"),
            ("/home/me/my bin/syncline", "'/home/me/my bin/syncline'"),
            ("/home/o'neill/syncline", "'/home/o'\\''neill/syncline'"),
            ("/home/$(x)/syncline", "'/home/$(x)/syncline'"),
        ] {
            assert_eq!(quoted(path), word);
        }
    }
}
