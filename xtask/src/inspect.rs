//! Lints a view of the repository, and mends what a machine can mend.

use alloc::collections::BTreeMap;

use place::{Class, Finding, ObjectId, Place, RepoPath, Severity, Span};
use product::{Product, Since, Tagged};
use repo::{Repo, View};

use crate::load::{self, Loaded, Purpose};
use crate::options::ChangeOptions;
use crate::progress::Progress;
use crate::{Error, Session};

/// What a lint came to.
#[derive(Debug)]
pub struct Linted {
    /// The findings, errors first.
    pub findings: Vec<Finding>,
    /// Whether the configuration itself is unusable, which is then the only finding.
    pub unusable: bool,
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
        return Ok(Linted { findings: Vec::new(), unusable: false });
    }
    let mut loaded = match look_at(session, repo, view, staged)? {
        Ok(loaded) => loaded,
        Err(unusable) => return Ok(unusable),
    };
    let inventory = loaded.read(session, Purpose::Lint)?;
    let linted = judge(&mut loaded, |loaded| {
        product::lint_from(&loaded.product, &loaded.snapshot, &inventory)
    });
    drop(progress);
    // The program ends here: giving a large line's memory back piece by piece takes longer.
    core::mem::forget((loaded, inventory));
    linted
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
    let mut loaded = match look_at(session, repo, view, staged)? {
        Ok(loaded) => loaded,
        Err(unusable) => return Ok(unusable),
    };
    loaded.snapshot.announced = Some(match since {
        Some(revision) => Since::Commit(parting(&mut loaded, revision)?),
        None => Since::Release,
    });
    let inventory = loaded.read(session, Purpose::Announced)?;
    let linted = judge(&mut loaded, |loaded| {
        product::lint_changes(&loaded.product, &loaded.snapshot, &inventory)
    });
    drop(progress);
    linted
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

/// Loads what is to be inspected, or the finding that the configuration is unusable.
fn look_at(
    session: &Session,
    repo: Repo,
    view: View,
    staged: Option<Vec<RepoPath>>,
) -> Result<Result<Loaded, Linted>, Error> {
    let today = ChangeOptions::default().today()?;
    let mut loaded = match load::load(session, repo, view, today) {
        Ok(loaded) => loaded,
        Err(Error::Explained(error)) if is_configuration(&*error) => {
            let findings = vec![configuration(&*error)];
            return Ok(Err(Linted { findings, unusable: true }));
        }
        Err(error) => return Err(error),
    };
    loaded.snapshot.only_reachable = true;
    if loaded.state.shallow {
        session.say("this clone is shallow: releases whose tags are missing are not seen\n");
    }
    loaded.snapshot.staged = staged;
    releases_under_way(&mut loaded)?;
    Ok(Ok(loaded))
}

/// What `find` finds, releases that still wait for their tags taken into account.
fn judge(loaded: &mut Loaded, find: impl Fn(&Loaded) -> Vec<Finding>) -> Result<Linted, Error> {
    let mut findings = find(loaded);
    // Hardly any lint has to ask the history.
    if findings.iter().any(|finding| MOVED.contains(&finding.rule)) {
        let mut releasing = untagged_releases(loaded)?;
        releasing.append(&mut loaded.snapshot.releasing);
        loaded.snapshot.releasing = releasing;
        findings = find(loaded);
    }
    for finding in &mut findings {
        finding.message = finding.message.replace('\n', " ");
    }
    let unusable = findings.iter().any(|finding| UNUSABLE.contains(&finding.rule));
    Ok(Linted { findings, unusable })
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

/// The rules whose breach makes the configuration unusable: nothing can be released under it.
const UNUSABLE: [&str; 2] = ["configuration", "pre-label-order"];

/// The rules that a release's own commits are exempt from.
const MOVED: [&str; 3] = ["ahead-of-line", "change-missing", "moved-by-hand"];

/// Writes the fixes of `findings` to the work tree; how many findings that mends.
///
/// # Errors
/// Files that changed meanwhile, or cannot be written.
pub fn mend(session: &Session, repo: Repo, findings: &[Finding]) -> Result<usize, Error> {
    crate::release::nothing_unfinished(&repo)?;
    let mut edits: BTreeMap<RepoPath, BTreeMap<Span, &str>> = BTreeMap::new();
    let mut mended = 0;
    for finding in findings {
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

/// What an unfinished release has planned, and what the commit under inspection says it releases:
/// a release's own content passes (SEMANTICS 26).
fn releases_under_way(loaded: &mut Loaded) -> Result<(), Error> {
    if let Some(pending) = apply::pending(&loaded.repo)? {
        loaded.snapshot.unfinished = pending.blobs.into_iter().collect();
    }
    let commit = match &loaded.view {
        View::Commit(commit) => Some(commit.clone()),
        View::Index | View::Worktree => loaded.state.head.commit().cloned(),
    };
    let Some(commit) = commit else { return Ok(()) };
    let commit = loaded.repo.commit(&commit)?;
    let mut messages = vec![commit.message];
    // Merging a release's branch brings its commit in as a further parent.
    for parent in commit.parents.iter().skip(1) {
        messages.push(loaded.repo.commit(parent)?.message);
    }
    let releases = messages.iter().filter(|message| message.contains("\nRelease-Plan: "));
    loaded.snapshot.releasing = releases.flat_map(|message| tags::read_bill(message)).collect();
    Ok(())
}

/// What the commits since the last tags say they released, the latest release of each component:
/// a release that still waits for its tags (`--no-tag`, or until its branch is merged) holds for
/// the commits after it too.
fn untagged_releases(loaded: &Loaded) -> Result<BTreeMap<String, String>, Error> {
    let Some(commit) = &loaded.snapshot.base else { return Ok(BTreeMap::new()) };
    let log =
        ["log", "-z", "--reverse", "--format=%B", "--grep=^Release-Plan: ", "--not", "--tags"];
    let log = log.into_iter().chain(["--not", commit.as_str(), "--"]);
    let output = loaded.repo.git().reading().run(&log.collect::<Vec<_>>(), b"")?;
    let messages = String::from_utf8_lossy(&output.stdout);
    Ok(messages.split('\0').flat_map(tags::read_bill).collect())
}

/// Whether a staged path can change what lint finds: configuration, a scheme, a manifest, a change
/// file.
fn matters(product: &Product, path: &RepoPath) -> bool {
    let listed = || product.components.iter().filter_map(|c| c.manifests.as_ref()).flatten();
    path.as_str() == product.file
        || product.scheme_files.iter().any(|file| file == path.as_str())
        || path.is_within(&product.changes)
        || manifest::format_for(path.file_name()).is_some()
        || listed().any(|manifest| manifest.path == *path)
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
