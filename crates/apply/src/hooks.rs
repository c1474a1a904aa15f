//! The hooks that `git commit` would run, run as it runs them: on the real index and message file.

use repo::Git;

use crate::journal::Made;
use crate::release::Release;
use crate::sign::as_person;
use crate::watched::{Watched, stays};
use crate::{ApplyError, import};

/// The step `pre-commit`. The hook may look, and may do as it likes with files outside the
/// transaction's on the disk, as under `git commit`; but what is staged must stay as it was.
pub(crate) fn pre_commit(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    const HOOK: &str = "pre-commit";
    if release.head.transaction.files.is_empty() || !release.repo.may_hook(&[HOOK])? {
        return Ok(Made::default());
    }
    release.hooks_begin()?;
    let watched = Watched::look(release)?;
    let mut outcome = run(release, HOOK, &[]);
    stays(release, HOOK, None, &mut outcome)?;
    let files = watched.changed(release);
    // A refusal is the better story where there is one: formatters both rewrite and refuse.
    outcome?;
    let files = files?;
    if files.is_empty() { Ok(Made::default()) } else { Err(ApplyError::HookChanged { files }) }
}

/// The step `commit-msg`: prepare-commit-msg, then commit-msg, on the file that `git commit` uses.
pub(crate) fn message(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    const HOOKS: [&str; 2] = ["prepare-commit-msg", "commit-msg"];
    if release.head.transaction.files.is_empty() || !release.repo.may_hook(&HOOKS)? {
        return Ok(Made::default());
    }
    release.hooks_begin()?;
    let tx = &release.head.transaction;
    let path = release.repo.git_dir().join("COMMIT_EDITMSG");
    let planned = import::clean(&tx.message);
    std::fs::write(&path, &planned).map_err(ApplyError::file("write", &path))?;
    let shown = path.to_string_lossy();
    let [prepare, check] = HOOKS;
    for (hook, args) in [(prepare, &[&*shown, "message"][..]), (check, &[&*shown])] {
        let mut outcome = run(release, hook, args);
        stays(release, hook, None, &mut outcome)?;
        outcome?;
    }
    let bytes = std::fs::read(&path).map_err(ApplyError::file("read", &path))?;
    let refuse = |why: String| Err(ApplyError::HookMessage { hook: "commit-msg", why });
    let Ok(text) = String::from_utf8(bytes) else { return refuse("that is not UTF-8".into()) };
    let message = import::clean(&text);
    let trailer = tx.trailer();
    let carries = |text: &str| text.lines().any(|line| line == trailer);
    match message.as_str() {
        "" => refuse("that is empty".into()),
        text if text.contains('\0') => refuse("with a NUL character".into()),
        text if carries(&planned) && !carries(text) => refuse(format!("without `{trailer}`")),
        _ => Ok(Made { message: Some(message), ..Made::default() }),
    }
}

/// The step `post-commit`. The release is out, so whatever the hook says changes nothing.
pub(crate) fn post_commit(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    const HOOK: &str = "post-commit";
    let may = || release.repo.may_hook(&[HOOK]).unwrap_or(true);
    if !release.head.transaction.files.is_empty() && may() {
        let _ = run(release, HOOK, &[]);
    }
    Ok(Made::default())
}

/// Runs a hook if the repository has it: git knows, and looks.
fn run(release: &Release<'_>, hook: &'static str, args: &[&str]) -> Result<(), ApplyError> {
    let all = ["hook", "run", "--ignore-missing", hook, "--"];
    let all: Vec<&str> = all.iter().chain(args).copied().collect();
    let outcome = like_commit(release).ask(&all, b"").map_err(ApplyError::git("to run a hook"))?;
    if outcome.code == Some(0) {
        return Ok(());
    }
    let output = [outcome.output.stdout, outcome.output.stderr].concat();
    Err(ApplyError::Hook { hook, output: String::from_utf8_lossy(&output).into_owned() })
}

/// The environment that `git commit` gives its hooks.
fn like_commit(release: &Release<'_>) -> Git {
    let git = release.repo.git().with_index(&release.repo.git_dir().join("index"));
    as_person(&git, "AUTHOR", &release.head.author).with_variable("GIT_EDITOR", ":")
}
