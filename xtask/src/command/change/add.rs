//! `change add`: a new change file.

use std::io::{IsTerminal as _, Read as _};
use std::path::Path;

use product::impact::{change_path, change_text, named_path};
use product::{Purpose, Since};
use repo::View;

use crate::error::{FileError, UsageError};
use crate::load;
use crate::options::{self, JsonOption};
use crate::render::{self, Format};
use crate::{Error, Outcome, Session, escape, hindrance};

/// Write a change file
///
/// It is named after the note's first line, never over another file, and not committed.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// A component that the change is about; once for each
    #[arg(short, long = "package", value_name = "NAME", required = true)]
    packages: Vec<String>,

    /// Its impact, one of the scheme's; once for each
    #[arg(long, value_name = "ID", required = true)]
    impact: Vec<String>,

    /// What changes for people who use it, in Markdown; each further one is a paragraph. Without
    /// it, standard input
    #[arg(short, long, value_name = "TEXT")]
    message: Vec<String>,

    /// The file's name, in place of one made of the note
    #[arg(long, value_name = "SLUG")]
    name: Option<String>,

    #[command(flatten)]
    json: JsonOption,
}

impl Add {
    pub(super) fn format(&self) -> Format {
        self.json.format()
    }

    pub(super) fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        hindrance::nothing_unfinished(&repo)?;
        let today = options::today(None)?;
        let mut loaded = load::load(session, repo, View::Worktree, today)?;
        let note = match self.message.as_slice() {
            [] => standard_input()?,
            paragraphs => paragraphs.join("\n\n"),
        };
        let text = change_text(&loaded.product, &self.packages, &self.impact, &note)?;
        loaded.snapshot.announced = Some(Since::Release);
        loaded.read(session, Purpose::Announced)?;
        let (product, snapshot) = (&loaded.product, &loaded.snapshot);
        let path = match &self.name {
            Some(name) => named_path(product, snapshot, name)?,
            None => {
                let about: Vec<String> =
                    self.packages.iter().chain(&self.impact).cloned().collect();
                change_path(product, snapshot, &about, note.trim()).ok_or_else(|| UsageError {
                    message: "no name can be made of the note".into(),
                    help: "give one with --name".into(),
                })?
            }
        };
        apply::create(&loaded.repo, &path, text.as_bytes())?;
        if session.format == Format::Json {
            session.print(&render::done::added(path.as_str()))?;
        } else {
            session.show(&format!("wrote {}\n", escape::visible(path.as_str())))?;
        }
        Ok(Outcome::Done)
    }
}

/// The note from a pipe or a file: nobody is kept waiting at a terminal.
fn standard_input() -> Result<String, Error> {
    let mut text = String::new();
    let mut input = std::io::stdin().lock();
    if !input.is_terminal() {
        let failed = FileError::at("read", Path::new("standard input"));
        input.read_to_string(&mut text).map_err(failed)?;
    }
    Ok(text)
}
