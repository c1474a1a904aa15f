//! `demo`: a policy's story, played with real releases.

extern crate alloc;

use alloc::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use place::{Class, Explain};

use super::Command;
use crate::demo::{Played, Product, Stage, Step};
use crate::error::{FileError, UsageError};
use crate::table::{Align, Cell, Table};
use crate::{Error, Outcome, Session, escape, style};

/// Play a policy's story on a small product line, with real releases in a real git repository
///
/// The repository is made in a temporary folder and removed afterwards; --keep leaves it for you
/// to look at. Every step shows what changed, the plan, and all versions before and after, which
/// are compared with what the policy says.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// The policy
    #[arg(value_name = "POLICY", default_value = "chain")]
    policy: String,

    /// Keep the repository, in this folder under the policy's name; it must not exist
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// A release that did not do what its story says.
#[derive(Debug, thiserror::Error)]
#[error("`{title}` did not come out as the story says: {what}")]
struct Differs {
    title: String,
    what: String,
}

impl Explain for Differs {
    fn help(&self) -> Option<String> {
        Some("this is a fault of syncline, or of the story: please report it".into())
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

impl Command for Demo {
    const NAME: &'static str = "demo";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("watch a product line being released", "syncline demo"),
        ("another policy's", "syncline demo ibex"),
        ("and keep it to try commands on", "syncline demo chain --keep /tmp/chain"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let product = Product::find(&self.policy)?;
        let temporary =
            tempfile::tempdir().map_err(FileError::at("create", &std::env::temp_dir()))?;
        let folder = match &self.keep {
            Some(keep) => {
                let folder = session.path(keep);
                std::fs::create_dir(&folder).map_err(|error| not_made(keep, error))?;
                folder
            }
            None => temporary.path().to_owned(),
        };
        let program = std::env::current_exe().map_err(FileError::at("find", &folder))?;
        let stage = Stage::set(&product, &folder, &program)?;
        let files = escape::visible(&stage.folder().display().to_string()).into_owned();
        session
            .show(&format!("A product line under the policy `{}`, in {files}\n", product.name))?;
        for (at, step) in product.story.steps.iter().enumerate() {
            play(session, &stage, at + 1, step)?;
        }
        let steps = product.story.steps.len();
        session.show(&format!(
            "\n{} all {steps} steps came out as the policy says\n",
            style::paint(style::NOTE, "done:")
        ))?;
        if self.keep.is_some() {
            session.show(&format!("the repository is kept in {files}\n"))?;
        }
        Ok(Outcome::Done)
    }
}

/// Why the folder to keep the repository in was not made.
fn not_made(keep: &Path, error: io::Error) -> Error {
    if error.kind() != io::ErrorKind::AlreadyExists {
        return FileError::at("create", keep)(error).into();
    }
    let message = format!("--keep `{}`: there is such a file or folder already", keep.display());
    let help = "name a folder that does not exist: it is made, with the repository in it".into();
    UsageError { message, help }.into()
}

fn play(session: &Session, stage: &Stage, number: usize, step: &Step) -> Result<(), Error> {
    let on = step.branch.as_ref().map_or_else(String::new, |branch| format!(", on {branch}"));
    let head = format!("{number}. {} ({}{on})", step.title, step.date);
    session.show(&format!("\n{}\n", style::paint(style::STRONG, &head)))?;
    if stage.change(step)? {
        let mut paths: Vec<&str> = step.changes.iter().map(|change| change.path.as_str()).collect();
        paths.dedup();
        session.show(&format!("   changed and committed: {}\n", paths.join(", ")))?;
    }
    let before = stage.versions(step.date)?;
    let words = step.words();
    let typed: Vec<String> = words.iter().map(|word| typed(word)).collect();
    let line = format!("   $ syncline {}", typed.join(" "));
    session.show(&format!("{}\n\n", style::paint(style::HELP, &line)))?;
    let played = stage.run(&words, step.date, false)?;
    session.show(&indented(&played))?;
    let after = stage.versions(step.date)?;
    if step.refused.is_none() && !step.looks {
        session.show(&format!("\n{}", indent(&versions(&before, &after, session.width))))?;
    }
    let differs = |what: String| Err(Differs { title: step.title.clone(), what }.into());
    let said = format!("{}{}", played.stdout, played.stderr);
    if let Some(what) = step.differs(played.code, &said) {
        return differs(what);
    }
    if after != step.expect {
        return differs("the versions are others".into());
    }
    Ok(())
}

/// A word as one types it: quoted where it has spaces.
fn typed(word: &str) -> String {
    if word.contains(' ') { format!("\"{word}\"") } else { word.to_owned() }
}

/// Every component's version before and after a step.
fn versions(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    width: usize,
) -> String {
    let columns = ["component", "before", "after"].map(|name| (name, Align::Left));
    let mut table = Table::new(&columns);
    for (name, version) in after {
        let old = before.get(name).map_or("–", String::as_str);
        let style = if old == version { anstyle::Style::new() } else { style::NOTE };
        table.row([Cell::from(name.as_str()), Cell::from(old), Cell::styled(version, style)]);
    }
    table.render(width.saturating_sub(3))
}

/// What the program wrote, under its command line. It has escaped what it says.
fn indented(played: &Played) -> String {
    indent(&format!("{}{}", played.stdout, played.stderr))
}

fn indent(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("   {line}\n") })
        .collect()
}
