//! The release's own hooks: commands that run once it is staged, each of which can refuse it.

use alloc::collections::VecDeque;
use std::path::PathBuf;
use std::process::{Command, ExitStatus};

use repo::Repo;

use crate::journal::Made;
use crate::release::{Release, Told};
use crate::tracked::{Beside, Tracked};
use crate::transaction::Hook;
use crate::watched::{Watched, stays};
use crate::{ApplyError, Transaction, program, push, running};

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
    release.hooks_begin()?;
    let watched = Watched::look(release)?;
    let mut tracked = Tracked::look(release)?;
    tracked.keep(release);
    for hook in &hooks {
        let mut outcome = one(release, hook);
        // What was committed is put back by nobody here, least of all in halves.
        stays(release, &hook.title, hook.place.as_ref(), &mut outcome)?;
        let changed = watched.changed(release);
        let beside = tracked.changed(release);
        if let Err(ApplyError::OwnHook { beside: told, .. }) = &mut outcome {
            *told = beside.unwrap_or_default();
            return outcome.map(|()| Made::default());
        }
        outcome?;
        let (mut files, beside) = (changed?, beside?);
        files.extend(beside.files.iter().cloned());
        files.sort_unstable();
        files.dedup();
        if !files.is_empty() {
            let (title, place) = (hook.title.clone(), hook.place.clone());
            return Err(ApplyError::OwnHookChanged { title, files, beside, place });
        }
    }
    // They may have run for long: what the remote would refuse now is refused while nothing is out.
    push::ready(release)?;
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
            beside: Beside::default(),
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
