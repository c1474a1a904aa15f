//! What to do next about each error: its place, its class and the command that helps.

use std::io::ErrorKind;

use place::{Class, Explain, ObjectId, Place};

use crate::push::{either, forward};
use crate::words::list;
use crate::{ApplyError, Beside, dirty};

impl Explain for ApplyError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Dirty { .. } => Some("dirty"),
            Self::Moved { .. } | Self::Changed { .. } | Self::Branch { .. } => Some("stale-plan"),
            Self::TagExists { .. } | Self::TagClash { .. } => Some("tag-exists"),
            Self::Repo(error) => error.rule(),
            Self::Push(error) => error.rule(),
            Self::Kept { cause, .. } => cause.rule(),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        let file = |path: &std::path::Path| Place::File {
            path: path.to_string_lossy().into_owned(),
            span: None,
        };
        match self {
            Self::Repo(error) => error.place(),
            Self::Push(error) => error.place(),
            Self::File { path, .. } | Self::Corrupt { path, .. } | Self::Newer { path, .. } => {
                Some(file(path))
            }
            Self::Changed { path, .. }
            | Self::Dirty { path, .. }
            | Self::Unwritable { path, .. } => Some(Place::file(path)),
            Self::Moved { branch, .. } | Self::WentOn { branch, .. } => {
                Some(Place::Ref(branch.clone()))
            }
            Self::Branch { planned, .. } => Some(Place::Ref(planned.clone())),
            Self::TagExists { name }
            | Self::TagClash { name, .. }
            | Self::BranchClash { name, .. }
            | Self::BranchExists { name } => Some(Place::Ref(name.clone())),
            Self::HookProgram { place, .. }
            | Self::OwnHook { place, .. }
            | Self::OwnHookChanged { place, .. }
            | Self::HookMoved { place, .. }
            | Self::HookSwitched { place, .. } => place.clone(),
            Self::Stuck { undo, .. } => undo.place(),
            Self::Kept { cause, .. } => cause.place(),
            Self::Unfinished { cause, .. } | Self::HalfOut { cause, .. } => cause.place(),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Repo(error) => return error.help(),
            Self::Push(error) => return error.help(),
            Self::Malformed { .. } | Self::Answer { .. } => {
                "this is our mistake: please report it, with the command that you ran".into()
            }
            Self::Git { .. } => {
                "nothing was released; mend what git names and run it again".into()
            }
            Self::File { source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on the disk",
                ErrorKind::ReadOnlyFilesystem => "mount the file system such that it can be written to",
                _ => "make the file accessible",
            }
            .to_owned()
                + " and run the command again",
            Self::Locked { .. } => "wait for it to end, then run the command again".into(),
            Self::Pending { hint, is_out: true, .. } => forward(hint),
            Self::Pending { hint, abandoning: true, .. } => back(hint),
            Self::Pending { hint, .. } => either(hint),
            Self::Nothing => return None,
            Self::Corrupt { path, .. } => format!(
                "compare `git status` and `git tag --contains HEAD` with what was planned; then \
                 remove `{}`",
                path.display()
            ),
            Self::Newer { .. } => {
                "finish it with the program that began it, or a newer one".into()
            }
            Self::Elsewhere { root, gone: Some(branch), .. } => format!(
                "that is not there any more: make it again with `git worktree add -f {} {branch}`, and \
                 run the command in it",
                root.display()
            ),
            Self::Elsewhere { root, .. } => format!("run the command in `{}`", root.display()),
            Self::Gone { remote, branch, .. } => format!(
                "it may have been pushed: fetch it with `git fetch --tags {remote} {branch}`"
            ),
            Self::Abandoning { hint, .. } => back(hint),
            Self::Branch { planned, .. } => {
                format!("check it out with `git switch {planned}`")
            }
            Self::Moved { .. } | Self::Changed { .. } => "plan again: run the command anew".into(),
            Self::TagExists { name } => format!(
                "a published tag is never moved; see `git show {name}` and release the next version"
            ),
            Self::BranchExists { name } => format!(
                "where its release was merged or is not wanted any more, remove it: `git branch -d \
                 {name}`; or choose another `via-branch` in [git] of release.toml"
            ),
            Self::BranchClash { with, .. } => format!(
                "git stores branches as files and folders: choose another `via-branch` in [git] of \
                 release.toml, or rename it with `git branch -m {with} NAME`"
            ),
            Self::TagClash { with, .. } => {
                format!(
                    "git stores tags as files and folders; choose another tag template, or \
                         look at `git show {with}`"
                )
            }
            Self::State { help, .. } | Self::WentOn { help, .. } => help.clone(),
            Self::Dirty { path, how, beside } => dirty::way(path, *how, beside),
            Self::Unwritable { help, .. } => help.clone().into_owned(),
            Self::NoIdentity { variable: Some(variable), .. } => {
                format!("{variable} goes before `user.name`: give it a name, or unset it")
            }
            Self::NoMoment { variable, .. } => format!(
                "write it as in `{variable}=2016-11-01T12:00:00Z`, or unset {variable} for now"
            ),
            Self::NoIdentity { .. } => "tell it with `git config user.name \"Your Name\"` and \
                                        `git config user.email you@example.com`"
                .into(),
            Self::Hook { .. } => {
                "everything is as it was before; mend what the hook names and run it again".into()
            }
            Self::HookChanged { .. } => "everything is as it was before; commit the hook's change \
                                         first, or keep the hook from rewriting released files"
                .into(),
            Self::HookMessage { hook, .. } => {
                format!("everything is as it was before; keep the {hook} hook from doing that")
            }
            Self::HookProgram { program, .. } if program.contains(' ') => {
                "write each word of a hook as a string of its own: [\"cargo\", \"test\"]".into()
            }
            Self::HookProgram { .. } => {
                "nothing was released; a program is on the search path, or with a slash in its name \
                 at the repository's root and below; a script is executable (`chmod +x`) and begins \
                 with its `#!` line"
                    .into()
            }
            Self::OwnHook { beside, .. } => {
                "the release is undone; mend what the hook names and run it again".to_owned()
                    + &left(beside)
            }
            Self::OwnHookChanged { beside, .. } => changed() + &left(beside),
            Self::HookMoved { base, held, .. } => went_on(base.short(), held),
            Self::HookSwitched { home, .. } => format!(
                "the release is undone: it commits to the branch that it was planned for, or opened; \
                 check that out with `git switch {home}`, keep hooks from switching, and run it again"
            ),
            Self::Kept { cause, kept, left } => {
                let kept = kept.iter().map(|(path, blob)| stood(path.as_str(), blob));
                let left = left.iter().map(|path| {
                    format!(
                        "`{path}` was edited after the release had written it, and is left as it \
                         stands: look at `git diff {path}`"
                    )
                });
                cause.help().into_iter().chain(kept).chain(left).collect::<Vec<_>>().join("; ")
            }
            // Once undoing began, there is no way forward.
            Self::Stuck { undo, hint, .. } => {
                let first = undo.help().filter(|_| matches!(**undo, Self::State { .. }));
                let first = first.map(|help| help + "; ").unwrap_or_default();
                format!("{first}mend what is in the way, then `{hint} abandon`")
            }
            Self::Unfinished { cause, hint, .. } | Self::HalfOut { cause, hint, .. } => {
                match &**cause {
                    // These already name the only way that is left, or what stands in every way.
                    Self::WentOn { .. } | Self::State { .. } | Self::Branch { .. } => {
                        return cause.help();
                    }
                    Self::Push(error) => error.ways_out(hint),
                    Self::Gone { remote, .. } => format!(
                        "{}; then go on with `{hint} resume`; if `{remote}` has nothing of the release, \
                         `{hint} abandon` takes it back",
                        cause.help().unwrap_or_default()
                    ),
                    Self::TagExists { name } if matches!(self, Self::HalfOut { .. }) => {
                        foreign(name, hint)
                    }
                    Self::TagExists { name } => format!(
                        "{}; or take the release back: `{hint} abandon`",
                        foreign(name, hint)
                    ),
                    _ if matches!(self, Self::Unfinished { abandoning: true, .. }) => back(hint),
                    _ if matches!(self, Self::HalfOut { .. }) => forward(hint),
                    _ => either(hint),
                }
            }
        })
    }

    fn said(&self) -> Option<String> {
        match self {
            Self::Hook { output, .. } | Self::OwnHook { output, .. } => {
                let output = output.trim_end();
                (!output.is_empty()).then(|| output.to_owned())
            }
            Self::Git { source, .. } | Self::NoIdentity { source, .. } => source.said(),
            Self::Repo(error) => error.said(),
            Self::Push(error) => error.said(),
            Self::Unfinished { cause, .. }
            | Self::HalfOut { cause, .. }
            | Self::Kept { cause, .. }
            | Self::Stuck { cause, .. } => cause.said(),
            Self::HookMoved { failed, .. } | Self::HookSwitched { failed, .. } => {
                failed.as_ref()?.said()
            }
            _ => None,
        }
    }

    fn also(&self) -> Vec<&dyn Explain> {
        match self {
            Self::Dirty { beside, .. } => {
                beside.iter().map(|other| other as &dyn Explain).collect()
            }
            Self::Kept { cause, .. } => cause.also(),
            Self::Unfinished { cause, .. } | Self::HalfOut { cause, .. } => cause.also(),
            _ => Vec::new(),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Malformed { .. } => Class::Usage,
            Self::Repo(error) => error.class(),
            Self::Push(error) => error.class(),
            Self::Kept { cause, .. } => cause.class(),
            Self::Nothing => Class::Nothing,
            Self::Pending { .. }
            | Self::Abandoning { .. }
            | Self::Stuck { .. }
            | Self::Unfinished { .. }
            | Self::HalfOut { .. }
            | Self::Elsewhere { .. }
            | Self::WentOn { .. } => Class::Unfinished,
            Self::Branch { .. }
            | Self::Moved { .. }
            | Self::Changed { .. }
            | Self::TagExists { .. }
            | Self::TagClash { .. } => Class::Policy,
            _ => Class::State,
        }
    }
}

/// How a release goes on that a tag of somebody else's is in the way of.
fn foreign(name: &str, hint: &str) -> String {
    format!(
        "see `git show {name}`; if nobody else has it, remove it with `git tag -d {name}`, and go on \
         with `{hint} resume`; a published tag is never moved"
    )
}

/// The only way once undoing began.
fn back(hint: &str) -> String {
    format!("it is being undone; finish that: `{hint} abandon`")
}

/// What to do about a hook that changed files.
fn changed() -> String {
    "the release is undone: it commits what its plan shows and nothing else; list files that hold the \
     version in `manifests`, and commit what is generated beforehand"
        .into()
}

/// How to take back what a hook did to files beside the plan, and what goes with it: they may have had
/// changes before.
fn left(beside: &Beside) -> String {
    let Beside { files, open } = beside;
    if files.is_empty() {
        return String::new();
    }
    let one = if files.len() == 1 { "stands as the hook left it" } else { "stand as it left them" };
    let mut help = format!("; {} {one}", list(files));
    if open.is_empty() {
        return help + "; `git restore` takes that back";
    }
    let names: Vec<String> = open.iter().map(|(path, _)| path.clone()).collect();
    help += &format!(
        "; `git restore` takes that back, but {} had changes of yours, not staged, which it takes back \
         too",
        list(&names)
    );
    let kept = open.iter().filter_map(|(path, blob)| Some(stood(path, blob.as_ref()?)));
    core::iter::once(help).chain(kept).collect::<Vec<_>>().join("; ")
}

/// What to do about commits on the branch that are not the release's.
fn went_on(base: &str, held: &[String]) -> String {
    let mut help = format!(
        "a release makes its commit itself, and this one is given up; what it staged is taken back where \
         those commits left it alone; look at `git log {base}..`: your own commits can stay; where all \
         are the hook's, `git reset --keep {base}` takes them back"
    );
    if !held.is_empty() {
        help += &format!(
            "; {} went into them as the release wrote it: `git restore --source={base} --staged \
             --worktree FILE`, and commit that",
            list(held)
        );
    }
    help
}

/// How to get back what stood in a file.
fn stood(path: &str, blob: &ObjectId) -> String {
    format!("what stood in `{path}` is kept: `git cat-file blob {}`", blob.short())
}
