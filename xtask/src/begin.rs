//! A first release.toml: what `init` and `import` have in common.

use alloc::collections::{BTreeMap, BTreeSet};

use place::{Finding, RepoPath};
use product::import::{IMPORTERS, Imported, Importer, import};
use product::init::{Past, Proposal, Seen, looks_back, propose, wanted};
use product::{Content, Product, ProductError};
use repo::{Mode, Repo, RepoError, View};

use crate::error::UsageError;
use crate::load::{self, CONFIG, Schemes};
use crate::progress::Progress;
use crate::{Error, Outcome, Session, inspect, render};

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Beginning {
    /// Whether the file is only printed.
    pub dry_run: bool,
    /// The scheme to use, by its name.
    pub scheme: Option<String>,
    /// The product's name.
    pub name: Option<String>,
    /// Whether another tool's configuration is carried over.
    pub import: bool,
    /// That tool's name; `None` for the first that is there.
    pub from: Option<String>,
}

/// Writes release.toml, or prints it.
///
/// # Errors
/// A file that is there already, nothing to make one of, and what the system says.
pub fn begin(session: &Session, asked: Beginning) -> Result<Outcome, Error> {
    let repo = load::open(session)?;
    let config = RepoPath::new(CONFIG).map_err(load::LoadError::Path)?;
    let there = repo.root().join(CONFIG).symlink_metadata().is_ok();
    let progress = Progress::start(session, "looking around");
    let tracked = repo.all_paths(&View::Worktree)?;
    let given = match asked.import {
        true => Some(other(&repo, &tracked, asked.from.as_deref())?),
        false => None,
    };
    let refusal = there.then(|| there_already(asked.import, is_foreign(&repo)));
    if let Some(refusal) = refusal.as_ref().filter(|_| !asked.dry_run) {
        return Err(refusal.clone().into());
    }
    let tags = repo.tag_names()?.into_iter().filter_map(|tag| String::from_utf8(tag).ok());
    let tags: Vec<String> = tags.collect();
    let (files, left_out) = read(&repo, &View::Worktree, &wanted(&tracked, &tags))?;
    let folder = repo.root().file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = asked.name.or(folder).unwrap_or_else(|| "product".into());
    let unseen = BTreeMap::new();
    let seen = Seen {
        folder: &folder,
        files: &files,
        tracked: &tracked,
        tags: &tags,
        past: &unseen,
        scheme: asked.scheme.as_deref(),
        given: given.as_ref().map(|(_, imported)| imported),
    };
    let past = then(&repo, &looks_back(&seen), &tags);
    let seen = Seen { past: &past, ..seen };
    let tool = given.as_ref().map(|(importer, _)| importer.tool);
    let Some(mut proposal) = propose(&seen) else {
        drop(progress);
        // What could not be carried over may be all that there was.
        let told = given.iter().flat_map(|(_, imported)| &imported.doubts);
        say_read(session, tool, told.chain(&left_out));
        return Err(UsageError {
            message: "no tracked file states a version that we can read".into(),
            help: "write release.toml by hand, with `regex` or `at` for the files that hold \
                   versions; files count once `git add` knows them"
                .into(),
        }
        .into());
    };
    proposal.doubts.extend(left_out);
    proposal.doubts.extend(elsewhere(&repo, &proposal.newest)?);
    drop(progress);
    say_read(session, tool, []);
    let unread = unreadable(session, &repo, &proposal.text);
    if asked.dry_run {
        session.print(&proposal.text)?;
        // Otherwise the lint below says it.
        if repo.state()?.shallow {
            session.say(&render::noted(&load::LoadError::Shallow));
        }
        doubts(session, &proposal, &[]);
        if let Some(unread) = unread {
            session.say(&format!("note: {}\n", unread.message));
        }
        if let Some(refusal) = refusal {
            session.say(&format!("note: {refusal}: without --dry-run this would be refused\n"));
        }
        return Ok(Outcome::Done);
    }
    if let Some(unread) = unread {
        return Err(unread.into());
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

/// What is wrong with a configuration that is to be written: every command would refuse it.
fn unreadable(session: &Session, repo: &Repo, text: &str) -> Option<UsageError> {
    let schemes = Schemes::new(session, repo, &View::Worktree);
    let error = Product::parse(CONFIG, text.as_bytes(), &|name| schemes.read(name)).err()?;
    Some(UsageError {
        message: format!("the {CONFIG} that was made cannot be read: {error}"),
        help: "it is not written; `--dry-run` prints it, to be put right by hand".into(),
    })
}

/// Whether the file that is there is another tool's, by its keys.
fn is_foreign(repo: &Repo) -> bool {
    let bytes = std::fs::read(repo.root().join(CONFIG)).unwrap_or_default();
    let parsed = Product::parse(CONFIG, &bytes, &|_| None);
    matches!(parsed, Err(ProductError::Foreign { .. }))
}

/// The file is there: it may be the very one that is to be imported.
fn there_already(import: bool, foreign: bool) -> UsageError {
    let help = match (import, foreign) {
        (true, true) => format!(
            "put it out of the way where its tool still reads it: `git mv {CONFIG} .{CONFIG}`"
        ),
        (true, false) => {
            "`syncline lint` checks it; `--dry-run` prints what would be written".into()
        }
        (false, _) => {
            "`syncline lint` checks it; of another tool's, `syncline import` makes one of \
                       ours; `--dry-run` prints what would be written"
                .into()
        }
    };
    UsageError { message: format!("there is a {CONFIG} already, and it is not overwritten"), help }
}

/// Another tool's configuration.
fn other(
    repo: &Repo,
    tracked: &[RepoPath],
    from: Option<&str>,
) -> Result<(&'static Importer, Imported), Error> {
    let names = IMPORTERS.iter().flat_map(|importer| importer.files);
    let mut paths: BTreeSet<RepoPath> = names.filter_map(|name| RepoPath::new(name).ok()).collect();
    let below = |path: &RepoPath| IMPORTERS.iter().any(|one| one.below == Some(path.file_name()));
    paths.extend(wanted(tracked, &[]).into_iter().filter(below));
    let paths: Vec<RepoPath> = paths.into_iter().collect();
    let (files, _) = read(repo, &View::Worktree, &paths)?;
    let tools: Vec<&str> = IMPORTERS.iter().map(|importer| importer.tool).collect();
    let Some((importer, mut imported)) = import(&files, from)? else {
        return Err(UsageError {
            message: match from {
                Some(tool) => format!("there is no configuration of {tool} here"),
                None => "there is no configuration of another tool here".into(),
            },
            help: format!("these are read: {}; `syncline init` needs none", tools.join(", ")),
        }
        .into());
    };
    let (held, _) = read(repo, &View::Worktree, &imported.look(tracked))?;
    imported.settle(&held);
    Ok((importer, imported))
}

/// Reads the files that are there; the second list says what could not be read.
fn read(
    repo: &Repo,
    view: &View,
    paths: &[RepoPath],
) -> Result<(BTreeMap<RepoPath, Content>, Vec<String>), Error> {
    let (mut files, mut left_out) = (BTreeMap::new(), Vec::new());
    let all = match repo.files(view, paths) {
        Ok(all) => all.into_iter().map(Ok).collect(),
        // One odd file must not keep us from all the others.
        Err(_) => paths
            .iter()
            .map(|path| repo.files(view, core::slice::from_ref(path)))
            .map(|read| read.map(|files| files.into_iter().flatten().next()))
            .collect::<Vec<Result<_, RepoError>>>(),
    };
    for (path, file) in paths.iter().cloned().zip(all) {
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

/// What the repository held at these tags, as far as it is there: a shallow clone may lack it.
fn then(repo: &Repo, back: &[String], tags: &[String]) -> BTreeMap<String, Past> {
    let names: Vec<&str> = back.iter().map(String::as_str).collect();
    let commits = repo.tags_within(&names, None).unwrap_or_default();
    let at = |(tag, within): (&String, Option<repo::Within>)| {
        let view = View::Commit(within?.commit);
        let tracked = repo.all_paths(&view).ok()?;
        let (files, _) = read(repo, &view, &wanted(&tracked, tags)).ok()?;
        Some((tag.clone(), Past { tracked, files }))
    };
    back.iter().zip(commits).filter_map(at).collect()
}

/// What is to be said where the newest releases, by their tags, are not in the history of what is
/// checked out: which branch releases are made on is people's to know.
fn elsewhere(repo: &Repo, newest: &[String]) -> Result<Option<String>, Error> {
    // Before the first commit nothing is anywhere else.
    let Ok(head) = repo.resolve("HEAD") else { return Ok(None) };
    let names: Vec<&str> = newest.iter().map(String::as_str).collect();
    let within = repo.tags_within(&names, Some(&head))?;
    let mut away = names
        .iter()
        .zip(within)
        .filter(|(_, within)| within.as_ref().is_some_and(|within| !within.ancestor));
    let Some((first, _)) = away.next() else { return Ok(None) };
    let more = match away.count() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Ok(Some(format!(
        "the newest release, {first}{more}, is not in the history of this branch: it was made on \
         another one. Here it goes by the releases that are in this history; release on the branch \
         that has the tag, or merge that one first"
    )))
}

/// Says whose configuration was read, where another tool's was, and what people have to know of it.
fn say_read<'d>(
    session: &Session,
    tool: Option<&str>,
    doubts: impl IntoIterator<Item = &'d String>,
) {
    if let Some(tool) = tool {
        session.say(&format!("read the configuration of {tool}\n"));
    }
    for doubt in doubts {
        session.say(&format!("note: {doubt}\n"));
    }
}

/// Says what people have to look at, and what to do next.
fn doubts(session: &Session, proposal: &Proposal, findings: &[Finding]) {
    say_read(session, None, &proposal.doubts);
    if !findings.is_empty() {
        session.say(&format!(
            "note: `lint` finds {} thing(s) to look at, the first: {}\n",
            findings.len(),
            findings.first().map_or("", |finding| finding.message.as_str())
        ));
    }
    session.say("next: read the file, then `syncline status` and `syncline lint`\n");
}
