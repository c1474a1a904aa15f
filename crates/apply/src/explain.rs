//! What to do next about each error: its place, its class and the command that helps.

use place::{Class, Explain, Place};

use crate::ApplyError;
use crate::error::list;
use crate::push::{either, forward};

impl Explain for ApplyError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Dirty { .. } => Some("repo.dirty"),
            Self::Moved { .. } | Self::Changed { .. } | Self::Branch { .. } => Some("stale-plan"),
            Self::TagExists { .. } | Self::TagClash { .. } => Some("tag-exists"),
            Self::Repo(error) => error.rule(),
            Self::Push(error) => error.rule(),
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
            | Self::OwnHookMoved { place, .. } => place.clone(),
            Self::Stuck { undo, .. } => undo.place(),
            Self::Unfinished { cause, .. } | Self::HalfOut { cause, .. } => cause.place(),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Repo(error) => return error.help(),
            Self::Push(error) => return error.help(),
            Self::Malformed { .. } | Self::Answer { .. } => {
                "This is our mistake: please report it, with the command that you ran.".into()
            }
            Self::Git { .. } => {
                "Nothing was released; mend what git names and run it again.".into()
            }
            Self::File { .. } => "Make the file accessible and run the command again.".into(),
            Self::Locked { .. } => "Wait for it to end, then run the command again.".into(),
            Self::Pending { hint, is_out: true, .. } => forward(hint),
            Self::Pending { hint, .. } => either(hint),
            Self::Nothing => return None,
            Self::Corrupt { path, .. } => format!(
                "Compare `git status` and `git tag --contains HEAD` with what was planned; then \
                 remove `{}`.",
                path.display()
            ),
            Self::Newer { .. } => {
                "Finish it with the program that began it, or a newer one.".into()
            }
            Self::Elsewhere { root, .. } => format!("Run the command in `{}`.", root.display()),
            Self::Abandoning { hint, .. } => format!("Finish that first: `{hint} abandon`."),
            Self::Branch { planned, .. } => {
                format!("Check it out with `git switch {planned}`.")
            }
            Self::Moved { .. } | Self::Changed { .. } => "Plan again: run the command anew.".into(),
            Self::TagExists { name } => format!(
                "A published tag is never moved; see `git show {name}` and release the next version."
            ),
            Self::BranchExists { name } => format!(
                "Where its release was merged or is not wanted any more, remove it: `git branch -d \
                 {name}`; or choose another `via-branch` in [git] of release.toml."
            ),
            Self::BranchClash { with, .. } => format!(
                "git stores branches as files and folders: choose another `via-branch` in [git] of \
                 release.toml, or rename it with `git branch -m {with} NAME`."
            ),
            Self::TagClash { with, .. } => {
                format!(
                    "git stores tags as files and folders; choose another tag template, or \
                         look at `git show {with}`."
                )
            }
            Self::State { help, .. } | Self::WentOn { help, .. } => help.clone(),
            Self::Dirty { path, how } if how == "untracked" => {
                format!("Move `{path}` away, or `git add` and commit it first.")
            }
            Self::Dirty { path, .. } => {
                format!("Commit it, or set it aside with `git stash push -- {path}`.")
            }
            Self::Unwritable { help, .. } => (*help).into(),
            Self::NoIdentity { .. } => "Tell it with `git config user.name \"Your Name\"` and \
                                        `git config user.email you@example.com`."
                .into(),
            Self::Hook { .. } => {
                "Everything is as it was before; mend what the hook names and run it again.".into()
            }
            Self::HookChanged { .. } => "Everything is as it was before; commit the hook's change \
                                         first, or keep the hook from rewriting released files."
                .into(),
            Self::HookMessage { hook, .. } => {
                format!("Everything is as it was before; keep the {hook} hook from doing that.")
            }
            Self::HookProgram { program, .. } if program.contains(' ') => {
                "Write each word of a hook as a string of its own: [\"cargo\", \"test\"].".into()
            }
            Self::HookProgram { .. } => {
                "Nothing was released. A program is on the search path, or with a slash in its name \
                 at the repository's root and below; a script is executable (`chmod +x`) and begins \
                 with its `#!` line."
                    .into()
            }
            Self::OwnHook { .. } => {
                "The release is undone; mend what the hook names and run it again.".into()
            }
            Self::OwnHookChanged { left, .. } => changed(left),
            Self::OwnHookMoved { base, .. } => format!(
                "A release makes its commit itself, and this one is given up. Look at `git log {0}..`; \
                 commits that are the hook's, `git reset --keep {0}` takes back.",
                base.short()
            ),
            Self::Stuck { hint, .. } => either(hint),
            Self::Unfinished { cause, hint, .. } | Self::HalfOut { cause, hint, .. } => {
                match &**cause {
                    // These already name the only way that is left, or what stands in every way.
                    Self::WentOn { .. } | Self::State { .. } | Self::Branch { .. } => {
                        return cause.help();
                    }
                    Self::Push(error) => error.ways_out(hint),
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
            Self::Git { source, .. } | Self::NoIdentity { source } => source.said(),
            Self::Repo(error) => error.said(),
            Self::Push(error) => error.said(),
            Self::Unfinished { cause, .. }
            | Self::HalfOut { cause, .. }
            | Self::Stuck { cause, .. } => cause.said(),
            _ => None,
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Malformed { .. } => Class::Usage,
            Self::Repo(error) => error.class(),
            Self::Push(error) => error.class(),
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

/// What to do about a hook that changed files, some of which were left as they are.
fn changed(left: &[String]) -> String {
    let ways = "The release is undone: it commits what its plan shows and nothing else. List files \
                that hold the version in `manifests`, and commit what is generated beforehand.";
    if left.is_empty() {
        return ways.into();
    }
    let one = if left.len() == 1 { "stands as the hook left it" } else { "stand as it left them" };
    format!("{ways} {} {one}; `git restore` takes that back.", list(left))
}
