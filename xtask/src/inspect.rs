//! Lints a view of the repository, and mends what a machine can mend.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::rc::Rc;

use place::{Class, Finding, ObjectId, Place, RepoPath, Severity, Span};
use product::{About, Mended, Product, Purpose, Since, Tagged};
use repo::{Repo, View};

use crate::load::{self, Kept, Loaded};
use crate::options::today;
use crate::progress::Progress;
use crate::{Error, Session, awaited, stated, waiting};

/// What a lint came to.
#[derive(Debug)]
pub struct Linted {
    /// The findings, errors first.
    pub findings: Vec<Finding>,
    /// Whether the configuration itself is unusable, which is then the only finding.
    pub unusable: bool,
    /// What is noted beside them of releases that wait for their tags, where the work tree is looked at.
    pub waiting: Vec<String>,
}

/// Lints `view`: of the index, what is staged only.
///
/// # Errors
/// What cannot be read. A configuration that is refused is a finding, not an error.
pub fn lint(session: &Session, repo: Repo, view: View) -> Result<Linted, Error> {
    let progress = Progress::start(session, "linting");
    let staged = staged(&repo, &view)?;
    // Most commits touch nothing that lint looks at, and most hooks run on those.
    if let Some(staged) = &staged
        && let Ok(product) = load::configured(session, &repo, &view)
        && !staged.iter().any(|path| matters(&product, path))
    {
        return Ok(Linted { findings: Vec::new(), unusable: false, waiting: Vec::new() });
    }
    let found = look_at(session, load::load(session, repo, view, today(None)?), staged)?;
    let linted = found.map(|loaded| unusable(everything(session, loaded)));
    drop(progress);
    linted.unwrap_or_else(Ok)
}

/// Lints a commit as [`lint`] does, after others: what it has as the last one had it is not read
/// again.
///
/// # Errors
/// As [`lint`].
pub fn lint_next(session: &Session, kept: &Rc<Kept>, commit: ObjectId) -> Result<Linted, Error> {
    let progress = Progress::start(session, "linting");
    let loaded = load::load_next(session, kept, View::Commit(commit), today(None)?);
    let found = look_at(session, loaded, None)?;
    let linted = found.map(|loaded| unusable(everything(session, loaded)));
    drop(progress);
    linted.unwrap_or_else(Ok)
}

/// What every rule finds.
fn everything(session: &Session, mut loaded: Loaded) -> Result<Linted, Error> {
    let inventory = loaded.read(session, Purpose::Lint)?;
    let mut linted = judge(session, &mut loaded, |loaded| {
        product::lint_from(&loaded.product, &loaded.snapshot, &inventory)
    })?;
    // One that was interrupted is told of as that.
    if loaded.view == View::Worktree && loaded.snapshot.unfinished.is_empty() {
        let waiting = awaited::told(session, &loaded, &inventory)?;
        linted.waiting = waiting.iter().map(|one| waiting::noted(&loaded, one)).collect();
    }
    loaded.keep(inventory);
    Ok(linted)
}

/// Checks that what changed in `view` is announced by change files, and that those are sound: what
/// changed since each component's last release, and with `since` only since where that revision
/// and HEAD part; of the index, what is staged.
///
/// # Errors
/// What cannot be read; a revision that there is not.
pub fn announcements(
    session: &Session,
    repo: Repo,
    view: View,
    since: Option<&str>,
) -> Result<Linted, Error> {
    let progress = Progress::start(session, "looking for change files");
    let staged = staged(&repo, &view)?;
    let loaded = load::load(session, repo, view, today(None)?);
    let mut loaded = match look_at(session, loaded, staged)? {
        Ok(loaded) => loaded,
        Err(unusable) => return Ok(unusable),
    };
    loaded.snapshot.announced = Some(match since {
        Some(revision) => Since::Commit(parting(&mut loaded, revision)?),
        None => Since::Release,
    });
    let linted = loaded.read(session, Purpose::Announced).and_then(|inventory| {
        judge(session, &mut loaded, |loaded| {
            product::lint_changes(&loaded.product, &loaded.snapshot, &inventory)
        })
    });
    drop(progress);
    unusable(linted)
}

/// What is staged, sorted, where the index is looked at.
fn staged(repo: &Repo, view: &View) -> Result<Option<Vec<RepoPath>>, Error> {
    if *view != View::Index {
        return Ok(None);
    }
    let mut staged = repo.staged()?;
    staged.sort();
    Ok(Some(staged))
}

/// What was loaded, made ready to be inspected, or the finding that the configuration is unusable.
fn look_at(
    session: &Session,
    loaded: Result<Loaded, Error>,
    staged: Option<Vec<RepoPath>>,
) -> Result<Result<Loaded, Linted>, Error> {
    let mut loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return unusable(Err(error)).map(Err),
    };
    loaded.snapshot.only_reachable = true;
    loaded.snapshot.committed = matches!(loaded.view, View::Commit(_));
    if loaded.state.shallow {
        session.say("this clone is shallow: releases whose tags are missing are not seen\n");
    }
    loaded.snapshot.staged = staged;
    unfinished(&mut loaded)?;
    stated::inspected(session, &mut loaded)?;
    Ok(Ok(loaded))
}

/// What `find` finds, releases that still wait for their tags taken into account.
fn judge(
    session: &Session,
    loaded: &mut Loaded,
    find: impl Fn(&Loaded) -> Vec<Finding>,
) -> Result<Linted, Error> {
    let mut findings = find(loaded);
    // Hardly any lint has to ask the history.
    if product::any_about(&findings, About::Change) {
        stated::all_and_making(session, loaded)?;
        findings = find(loaded);
    }
    for finding in &mut findings {
        finding.message = finding.message.replace('\n', " ");
    }
    show(session, loaded, &findings);
    let unusable = product::any_about(&findings, About::Configuration);
    Ok(Linted { findings, unusable, waiting: Vec::new() })
}

/// Remembers the texts that findings point into. Of all that is looked into, hardly any is shown.
fn show(session: &Session, loaded: &Loaded, findings: &[Finding]) {
    let named = findings.iter().filter_map(|finding| match &finding.place {
        Some(Place::File { path, .. }) => Some(path.as_str()),
        _ => None,
    });
    for name in named.collect::<BTreeSet<&str>>() {
        let Ok(path) = RepoPath::new(name) else { continue };
        let bytes = loaded.snapshot.bytes(&path);
        if let Some(text) = bytes.and_then(|bytes| core::str::from_utf8(bytes).ok()) {
            session.remember(name, text);
        }
    }
}

/// Where HEAD and `revision` part, put into the snapshot under its own name as tags are: the last
/// commit that both have, or the revision itself where they have none.
fn parting(loaded: &mut Loaded, revision: &str) -> Result<String, Error> {
    let other = loaded.repo.resolve(revision)?;
    let mut commit = other.clone();
    if let Some(head) = &loaded.snapshot.base {
        let git = loaded.repo.git().reading();
        let base = git.run(&["merge-base", other.as_str(), head.as_str()], b"");
        let base = base.ok().and_then(|output| ObjectId::new(&output.line()));
        commit = base.unwrap_or(other);
    }
    let name = commit.to_string();
    let tagged = Tagged { commit, ancestor: true };
    loaded.snapshot.tagged.insert(name.clone(), Some(tagged));
    Ok(name)
}

/// Mends what a machine can mend of the work tree's `findings`, until a look at it finds nothing
/// more of that kind; what is left then, or `None` where there was nothing to mend.
///
/// # Errors
/// Files that changed meanwhile, or cannot be written.
pub fn mend_all(session: &Session, mut findings: Vec<Finding>) -> Result<Option<Linted>, Error> {
    let mut left: Option<Linted> = None;
    let mut mended = 0;
    // Each turn once, and as often for what those bring up.
    for _ in 0..2 * Mended::turns() {
        let now = mend(session, load::open(session)?, &findings)?;
        if now == 0 {
            break;
        }
        mended += now;
        // What was looked at is no longer what stands there.
        drop(session.take_sources());
        let linted = lint(session, load::open(session)?, View::Worktree)?;
        let stuck = linted.findings == findings;
        findings.clone_from(&linted.findings);
        left = Some(linted);
        if stuck {
            break;
        }
    }
    if left.is_some() {
        let noun = if mended == 1 { "finding" } else { "findings" };
        session.say(&format!("mended {mended} {noun}, {} left\n", findings.len()));
    }
    Ok(left)
}

/// Writes the fixes of those `findings` that come first to the work tree; how many those are.
///
/// # Errors
/// Files that changed meanwhile, or cannot be written.
fn mend(session: &Session, repo: Repo, findings: &[Finding]) -> Result<usize, Error> {
    crate::hindrance::nothing_unfinished(&repo)?;
    let mut edits: BTreeMap<RepoPath, BTreeMap<Span, &str>> = BTreeMap::new();
    let mut mended = 0;
    let elsewhere = unlike_the_disk(&repo, findings)?;
    let turn = |finding: &Finding| product::rule(finding.rule).map(|rule| rule.mended);
    let mendable = |finding: &&Finding| match &finding.place {
        Some(Place::File { path, span: Some(_) }) if finding.fix.is_some() => {
            !elsewhere.iter().any(|other| other.as_str() == path)
        }
        _ => false,
    };
    let fixed = || findings.iter().filter(mendable);
    let first = fixed().map(turn).min();
    for finding in fixed().filter(|finding| Some(turn(finding)) == first) {
        let (Some(fix), Some(Place::File { path, span: Some(span) })) =
            (&finding.fix, &finding.place)
        else {
            continue;
        };
        let Ok(path) = RepoPath::new(path) else { continue };
        edits.entry(path).or_default().entry(*span).or_insert(fix);
        mended += 1;
    }
    let paths: Vec<RepoPath> = edits.keys().cloned().collect();
    let files = repo.files(&View::Worktree, &paths)?;
    let mut written = Vec::new();
    for ((path, spans), file) in edits.into_iter().zip(files) {
        let Some(file) = file else { continue };
        let text = String::from_utf8_lossy(&file.bytes);
        let spans = spans.into_iter().map(|(span, new)| manifest::Edit {
            span,
            old: span.of(&text).unwrap_or_default().to_owned(),
            new: new.to_owned(),
        });
        let new = manifest::splice(&file.bytes, &spans.collect::<Vec<_>>())?;
        written.push((path, file.bytes, new));
    }
    for (path, old, new) in &written {
        apply::rewrite(&repo, path, old, new)?;
        session.say(&format!("mended {}\n", crate::escape::visible(path.as_str())));
    }
    Ok(mended)
}

/// The files with something to mend of which not the disk's content was looked at: places in the one
/// are none in the other.
fn unlike_the_disk(repo: &Repo, findings: &[Finding]) -> Result<Vec<RepoPath>, Error> {
    let named = |finding: &Finding| match &finding.place {
        Some(Place::File { path, .. }) if finding.fix.is_some() => RepoPath::new(path).ok(),
        _ => None,
    };
    let mut named: Vec<RepoPath> = findings.iter().filter_map(named).collect();
    named.sort_unstable();
    named.dedup();
    let seen = repo.seen(&View::Worktree, &named)?;
    let there = repo.files(&View::Worktree, &named)?;
    let bytes = |file: Option<repo::File>| file.map(|file| file.bytes);
    let differs = seen.into_iter().zip(there).map(|(seen, there)| bytes(seen) != bytes(there));
    Ok(named
        .into_iter()
        .zip(differs)
        .filter(|(_, differs)| *differs)
        .map(|(path, _)| path)
        .collect())
}

/// What an unfinished release has planned: content that is what it is about to write passes
/// (SEMANTICS 26).
fn unfinished(loaded: &mut Loaded) -> Result<(), Error> {
    let Some(pending) = apply::pending(&loaded.repo)? else { return Ok(()) };
    let mut blobs = pending.blobs;
    if loaded.view == View::Worktree {
        let paths: Vec<RepoPath> = blobs.iter().map(|(path, _)| path.clone()).collect();
        // Files have no names of their content until git gives them, its filters applied.
        let there = loaded.repo.hashed(&paths)?;
        let same =
            blobs.into_iter().zip(there).filter(|((_, blob), there)| there.as_ref() == Some(blob));
        blobs = same.map(|(planned, _)| planned).collect();
    }
    loaded.snapshot.unfinished = blobs.into_iter().collect();
    Ok(())
}

/// Whether a staged path can change what lint finds: configuration, a scheme, a manifest, a change
/// file.
fn matters(product: &Product, path: &RepoPath) -> bool {
    let listed = || product.components.iter().filter_map(|c| c.manifests.as_ref()).flatten();
    path.as_str() == product.file
        || product.scheme_files.iter().any(|file| file == path.as_str())
        || path.is_within(&product.changes)
        || product.may_be_changelog(path)
        || manifest::format_for(path.file_name()).is_some()
        || listed().any(|manifest| manifest.path == *path)
}

/// What a lint came to, with a configuration that turned out to be unusable as a finding.
fn unusable(linted: Result<Linted, Error>) -> Result<Linted, Error> {
    match linted {
        Err(Error::Explained(error)) if is_configuration(&*error) => {
            let findings = vec![configuration(&*error)];
            Ok(Linted { findings, unusable: true, waiting: Vec::new() })
        }
        linted => linted,
    }
}

/// Whether an error is the configuration's own fault.
pub(crate) fn is_configuration(error: &dyn place::Explain) -> bool {
    error.class() == Class::Usage && error.rule() == Some("configuration")
}

/// A refused configuration as a finding.
pub(crate) fn configuration(error: &dyn place::Explain) -> Finding {
    Finding {
        rule: "configuration",
        policy: None,
        severity: Severity::Error,
        message: error.to_string(),
        component: None,
        place: error.place(),
        help: error.help(),
        fix: None,
    }
}
