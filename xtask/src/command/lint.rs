//! `lint`: the pre-commit check.

use place::Finding;
use repo::{Repo, View};

use super::Command;
use crate::error::UsageError;
use crate::inspect;
use crate::load::{self, Kept};
use crate::options::FormatOption;
use crate::outcome::deny_warnings;
use crate::render::{self, Format, Sources};
use crate::session::Verbosity;
use crate::{Error, Outcome, Session, hindrance};

/// Check that versions are what releases made them
///
/// Looks at the work tree, or at the index (--staged, as a pre-commit hook), a commit (--rev) or a
/// range of them (--range). A release's own commit passes.
#[derive(Debug, clap::Args)]
pub(super) struct Lint {
    /// What is staged, configuration included
    #[arg(long, conflicts_with_all = ["rev", "range", "fix"])]
    staged: bool,

    /// A commit
    #[arg(long, value_name = "REV", conflicts_with_all = ["range", "fix"])]
    rev: Option<String>,

    /// Every commit of a range
    #[arg(long, value_name = "A..B", conflicts_with = "fix")]
    range: Option<String>,

    /// Mend what can be mended mechanically
    #[arg(long)]
    fix: bool,

    /// Take warnings for errors
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    deny: Option<String>,

    #[command(flatten)]
    format: FormatOption,

    /// Files that a hook passes; the index says what is staged
    #[arg(value_name = "FILE", hide = true)]
    files: Vec<std::path::PathBuf>,
}

impl Command for Lint {
    const NAME: &'static str = "lint";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("the work tree", "syncline lint"),
        ("as a pre-commit hook", "syncline lint --staged"),
        ("a pull request, in CI", "syncline lint --range origin/main..HEAD --format github"),
        ("mend what a machine can mend", "syncline lint --fix"),
    ];
    const EXITS: &'static [u8] = &[0, 1, 2, 5];

    fn format(&self) -> Format {
        self.format.format()
    }

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        if let Some(file) = self.files.first().filter(|_| !self.staged) {
            return Err(UsageError {
                message: format!("`{}`: files are not looked at one by one", file.display()),
                help: "leave it out: `lint` looks at all of the work tree; a hook that passes names of \
                       files takes `lint --staged`"
                    .into(),
            }
            .into());
        }
        let mut batches: Vec<(Vec<Finding>, Sources)> = Vec::new();
        // What one commit breaks, the next ones still break.
        let mut known: Vec<Finding> = Vec::new();
        let mut unusable = false;
        let repo = load::open(session)?;
        // A journal that cannot be read is an error where what it has planned is asked for.
        drop(hindrance::tell_unfinished(session, &repo));
        let views = self.views(&repo)?;
        let (kept, mut repo) = match self.range {
            Some(_) => (Some(Kept::new(repo)), None),
            None => (None, Some(repo)),
        };
        for view in views {
            let found = match (&view, &kept) {
                (View::Commit(commit), Some(kept)) => {
                    inspect::lint_next(session, kept, commit.clone())?
                }
                _ => {
                    let repo = repo.take().map_or_else(|| load::open(session), Ok)?;
                    inspect::lint(session, repo, view.clone())?
                }
            };
            unusable |= found.unusable;
            found.waiting.iter().for_each(|waiting| session.say(waiting));
            let mut findings = found.findings;
            if let (View::Commit(commit), Some(_)) = (&view, &self.range) {
                findings.retain(|new| !known.contains(new));
                known.extend(findings.iter().cloned());
                for finding in &mut findings {
                    finding.message.push_str(&format!(" (in commit {})", commit.short()));
                }
                session.detail(&format!(
                    "commit {}: {} new findings\n",
                    commit.short(),
                    findings.len()
                ));
                // All of a long range's texts would be far more than those that are shown.
                let sources = session.take_sources().of(&findings);
                batches.push((findings, sources));
            } else {
                batches.push((findings, session.take_sources()));
            }
        }
        if self.fix {
            let findings: Vec<Finding> = batches.iter().flat_map(|(f, _)| f.clone()).collect();
            if let Some(left) = inspect::mend_all(session, findings)? {
                unusable = left.unusable;
                batches = vec![(left.findings, session.take_sources())];
            }
        }
        if self.deny.is_some() {
            deny_warnings(batches.iter_mut().flat_map(|(findings, _)| findings));
        }
        print(session, &batches)?;
        Ok(Outcome::of(unusable, batches.iter().flat_map(|(findings, _)| findings)))
    }
}

impl Lint {
    fn views(&self, repo: &Repo) -> Result<Vec<View>, Error> {
        if self.staged {
            return Ok(vec![View::Index]);
        }
        if let Some(rev) = &self.rev {
            return Ok(vec![View::Commit(repo.resolve(rev)?)]);
        }
        match &self.range {
            Some(range) => commits(repo, range),
            None => Ok(vec![View::Worktree]),
        }
    }
}

fn commits(repo: &Repo, range: &str) -> Result<Vec<View>, Error> {
    let Some((from, to)) = range.split_once("..").filter(|(_, to)| !to.starts_with('.')) else {
        return Err(UsageError {
            message: format!("`{range}` is not a range"),
            help: "write it as A..B: what B has and A has not".into(),
        }
        .into());
    };
    let end = |rev: &str| repo.resolve(if rev.is_empty() { "HEAD" } else { rev });
    let log = repo.log(&end(from)?, &end(to)?)?;
    Ok(log.into_iter().map(View::Commit).collect())
}

fn print(session: &Session, batches: &[(Vec<Finding>, Sources)]) -> Result<(), Error> {
    if session.format == Format::Human {
        let all = session.verbosity == Verbosity::Verbose;
        return session.show(&render::grouped(batches, session.width, all));
    }
    session.print(&render::findings(batches, session.format, session.width))
}
