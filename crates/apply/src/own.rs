//! The release's own hooks: commands that run once it is staged, each of which can refuse it.

use alloc::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::process::{Command, ExitStatus};

use place::{ObjectId, RepoPath};
use repo::Repo;

use crate::journal::Made;
use crate::release::{Release, Told};
use crate::stage::{Difference, differing};
use crate::transaction::Hook;
use crate::watched::Watched;
use crate::{ApplyError, Transaction, program, refs, running};

/// How many of the last lines that a hook wrote are part of its refusal.
const LAST: usize = 20;

/// Refuses a hook whose program is not there before anything is written.
pub(crate) fn ready(repo: &Repo, tx: &Transaction) -> Result<(), ApplyError> {
    tx.hooks.iter().try_for_each(|hook| runnable(repo, hook))
}

/// Whether a hook's program is there and can be run, for a word beforehand. Nothing is run.
///
/// # Errors
/// [`ApplyError::HookProgram`], with the hook's place.
pub fn runnable(repo: &Repo, hook: &Hook) -> Result<(), ApplyError> {
    find(repo, hook).map(drop)
}

fn find(repo: &Repo, hook: &Hook) -> Result<PathBuf, ApplyError> {
    let name = hook.argv.first().map_or("", String::as_str);
    program::find(repo.root(), name).map_err(|how| ApplyError::HookProgram {
        title: hook.title.clone(),
        program: name.to_owned(),
        how: how.to_owned(),
        place: hook.place.clone(),
    })
}

/// The step `hooks`. What is staged, what stands in tracked files and where the branch is has to stay
/// as it was: a release is what its plan says.
pub(crate) fn run(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let hooks = release.head.transaction.hooks.clone();
    if hooks.is_empty() {
        return Ok(Made::default());
    }
    release.settle()?;
    let watched = Watched::look(release)?;
    let tracked = tracked(release)?;
    for hook in &hooks {
        let outcome = one(release, hook);
        // What was committed is put back by nobody here, least of all in halves.
        stays(release, hook)?;
        let changed = watched.changed(release);
        outcome?;
        let mut files = changed?;
        let left: Vec<String> = others(release, &tracked)?;
        files.extend(left.iter().cloned());
        files.sort_unstable();
        files.dedup();
        if !files.is_empty() {
            let (title, place) = (hook.title.clone(), hook.place.clone());
            return Err(ApplyError::OwnHookChanged { title, files, left, place });
        }
    }
    Ok(Made::default())
}

/// Runs one hook in the root, with nothing to read, and tells what it says.
fn one(release: &mut Release<'_>, hook: &Hook) -> Result<(), ApplyError> {
    let mut command = Command::new(find(release.repo, hook)?);
    command.args(hook.argv.iter().skip(1)).current_dir(release.repo.root());
    repo::without_repository(&mut command);
    let variables = &release.head.transaction.variables;
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    release.tell(Told::Hook(&hook.title));
    let mut last = VecDeque::new();
    let ended = running::run(command, &mut |line| {
        release.tell(Told::Said(line));
        if last.len() == LAST {
            last.pop_front();
        }
        last.push_back(line.to_owned());
    });
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(ApplyError::OwnHook {
            title: hook.title.clone(),
            ending: ending(status),
            output: last.into_iter().collect::<Vec<_>>().join("\n"),
            place: hook.place.clone(),
        }),
        Err(source) => Err(ApplyError::HookProgram {
            title: hook.title.clone(),
            program: hook.argv.first().cloned().unwrap_or_default(),
            how: format!("cannot be run: {source}"),
            place: hook.place.clone(),
        }),
    }
}

fn ending(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("ended by signal {signal}");
    }
    status.code().map_or_else(|| "ended early".into(), |code| format!("exit status {code}"))
}

/// Refuses where a hook made commits, or checked out something else.
fn stays(release: &Release<'_>, hook: &Hook) -> Result<(), ApplyError> {
    let now = refs::branch(release)?;
    let base = &release.head.transaction.base;
    if now == *base {
        return Ok(());
    }
    Err(ApplyError::OwnHookMoved {
        title: hook.title.clone(),
        branch: release.head.transaction.target().to_owned(),
        base: base.clone(),
        now,
        place: hook.place.clone(),
    })
}

/// A file that is tracked and differs on the disk: its mode, and the blob that it would be.
type Standing = (String, Option<ObjectId>);

/// What stands in tracked files that differ from what is staged.
struct Tracked {
    /// What git says of each.
    entries: BTreeMap<String, Difference>,
    stands: BTreeMap<String, Standing>,
}

/// Looks at all tracked files, as `git diff` does. What a submodule has inside is its own.
fn tracked(release: &Release<'_>) -> Result<Tracked, ApplyError> {
    let args = ["diff-files", "--raw", "-z", "--no-renames", "--no-abbrev"];
    let entries = differing(release, &[&args[..], &["--ignore-submodules=dirty"]].concat())?;
    let known = entries.keys().map(|path| RepoPath::new(path).ok());
    let paths: Vec<RepoPath> = known.clone().flatten().collect();
    let mut hashed = release.repo.hashed(&paths)?.into_iter();
    let blobs = known.map(|path| path.and_then(|_| hashed.next().flatten()));
    let stands = entries.iter().zip(blobs);
    let stands = stands.map(|((path, entry), blob)| (path.clone(), (entry.new_mode.clone(), blob)));
    Ok(Tracked { stands: stands.collect(), entries })
}

/// The tracked files that are not as they were, the planned ones left out: those are looked at by
/// themselves, and put back.
fn others(release: &Release<'_>, before: &Tracked) -> Result<Vec<String>, ApplyError> {
    let now = tracked(release)?;
    let planned = release.head.paths();
    let is_planned = |path: &str| planned.iter().any(|planned| planned.as_str() == path);
    // A file without a difference stands as it is staged.
    let staged = |entry: &Difference| (entry.old_mode.clone(), ObjectId::new(&entry.old));
    let standing = |tracked: &Tracked, other: &Tracked, path: &str| {
        let own = tracked.stands.get(path).cloned();
        own.or_else(|| other.entries.get(path).map(staged))
    };
    let mut paths: Vec<&String> = now.entries.keys().chain(before.entries.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let changed = paths.into_iter().filter(|path| {
        standing(before, &now, path) != standing(&now, before, path) && !is_planned(path)
    });
    Ok(changed.cloned().collect())
}
