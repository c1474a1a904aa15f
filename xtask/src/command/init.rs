//! `init`: a first release.toml.

use alloc::collections::BTreeMap;

use place::{Finding, RepoPath};
use product::Content;
use product::init::{Proposal, Seen, propose, wanted};
use repo::{Mode, Repo, RepoError, View};
use version::PRESETS;

use super::Command;
use crate::error::UsageError;
use crate::load::{self, CONFIG};
use crate::progress::Progress;
use crate::{Error, Outcome, Session, inspect};

/// Write a release.toml for this repository, from its files and tags
///
/// Finds the packages and other files that state versions, which of them belong together, how the
/// tags are named, and the scheme that the released versions fit best. What it cannot tell, it says.
/// It never overwrites a file, and what it wrote is yours to change.
#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// Print the file instead of writing it
    #[arg(short = 'n', long)]
    dry_run: bool,

    /// The scheme to use, in place of the one that fits best
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(
        PRESETS.iter().map(|preset| preset.name)
    ))]
    scheme: Option<String>,

    /// The product's name, in place of the folder's
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

impl Command for Init {
    const NAME: &'static str = "init";
    const EXAMPLES: &'static [(&'static str, &'static str)] = &[
        ("see what it would write", "syncline init --dry-run"),
        ("write it", "syncline init"),
        ("under a policy of your choice", "syncline init --scheme semver-fixed"),
    ];
    const EXITS: &'static [u8] = &[0, 2, 5];

    fn run(self, session: &Session) -> Result<Outcome, Error> {
        let repo = load::open(session)?;
        let config = RepoPath::new(CONFIG).map_err(load::LoadError::Path)?;
        if !self.dry_run && repo.root().join(CONFIG).symlink_metadata().is_ok() {
            return Err(UsageError {
                message: format!("there is a {CONFIG} already, and it is not overwritten"),
                help: "`syncline lint` checks it; of another tool's, `syncline import` makes one \
                       of ours; `syncline init --dry-run` prints what would be written"
                    .into(),
            }
            .into());
        }
        let progress = Progress::start(session, "looking around");
        let (files, left_out) = read(&repo)?;
        let tags = repo.tag_names()?;
        let tags: Vec<String> =
            tags.into_iter().filter_map(|t| String::from_utf8(t).ok()).collect();
        let folder = repo.root().file_name().map(|name| name.to_string_lossy().into_owned());
        let folder = self.name.or(folder).unwrap_or_else(|| "product".into());
        let scheme = self.scheme.as_deref();
        let seen = Seen { folder: &folder, files: &files, tags: &tags, scheme };
        let Some(mut proposal) = propose(&seen) else {
            return Err(UsageError {
                message: "no tracked file states a version that we can read".into(),
                help: "write release.toml by hand, with `regex` or `at` for the files that hold \
                       versions; files count once `git add` knows them"
                    .into(),
            }
            .into());
        };
        proposal.doubts.extend(left_out);
        drop(progress);
        if self.dry_run {
            session.print(&proposal.text)?;
            doubts(session, &proposal, &[]);
            return Ok(Outcome::Done);
        }
        apply::create(&repo, &config, proposal.text.as_bytes())?;
        session.show(&format!(
            "wrote {CONFIG}: {} component(s), scheme {}\n",
            proposal.components, proposal.scheme
        ))?;
        let linted = inspect::lint(session, repo, View::Worktree)?;
        doubts(session, &proposal, &linted.findings);
        Ok(Outcome::Done)
    }
}

/// Reads the files that a configuration could name; the second list says what could not be read.
fn read(repo: &Repo) -> Result<(BTreeMap<RepoPath, Content>, Vec<String>), Error> {
    let paths = wanted(&repo.all_paths(&View::Worktree)?);
    let (mut files, mut left_out) = (BTreeMap::new(), Vec::new());
    let all = match repo.files(&View::Worktree, &paths) {
        Ok(all) => all.into_iter().map(Ok).collect(),
        // One odd file must not keep us from all the others.
        Err(_) => paths
            .iter()
            .map(|path| repo.files(&View::Worktree, core::slice::from_ref(path)))
            .map(|read| read.map(|files| files.into_iter().flatten().next()))
            .collect::<Vec<Result<_, RepoError>>>(),
    };
    for (path, file) in paths.into_iter().zip(all) {
        match file {
            Ok(Some(file)) if file.mode != Mode::Symlink => {
                files.insert(path, Content::new(file.id, file.bytes));
            }
            Ok(_) => {}
            Err(error) => left_out.push(format!("{path} was left out: {error}")),
        }
    }
    Ok((files, left_out))
}

/// Says what people have to look at, and what to do next.
fn doubts(session: &Session, proposal: &Proposal, findings: &[Finding]) {
    for doubt in &proposal.doubts {
        session.say(&format!("note: {doubt}\n"));
    }
    if !findings.is_empty() {
        session.say(&format!(
            "note: `lint` finds {} thing(s) to look at, the first: {}\n",
            findings.len(),
            findings.first().map_or("", |finding| finding.message.as_str())
        ));
    }
    session.say("next: read the file, then `syncline status` and `syncline lint`\n");
}
