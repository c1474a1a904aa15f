//! The table of steps: what is done, in which order, how each is undone, and how we know.

use crate::journal::Made;
use crate::release::Release;
use crate::{ApplyError, branch, hooks, import, own, push, refs, release, sign, stage};

/// One step of publishing. Its id is also a failpoint: see `SYNCLINE_FAIL_AT` in this crate's
/// README.
#[derive(Debug)]
pub struct Step {
    /// Its name in the journal, in messages and for failpoints.
    pub id: &'static str,
    /// What it does, for a line of progress: a participle phrase.
    pub text: &'static str,
    /// Whether the journal has to be on the disk before it begins: it changes what everybody sees.
    pub(crate) lasting: bool,
    /// Does it. Doing it twice is harmless.
    pub(crate) run: fn(&mut Release<'_>) -> Result<Made, ApplyError>,
    /// Undoes whatever part of it was done.
    pub(crate) undo: fn(&mut Release<'_>) -> Result<(), ApplyError>,
    /// Whether it need not be done (again).
    pub(crate) done: fn(&Release<'_>) -> bool,
}

/// Every step, in order. Undone in the reverse order, so that a crash while undoing leaves planned
/// content staged, never its reversal.
pub const STEPS: &[Step] = &[
    Step {
        id: "journal",
        text: "writing the journal",
        lasting: false,
        run: release::begin,
        undo: release::end,
        done: |release| release.is_journalled(),
    },
    Step {
        id: "objects",
        text: "writing objects",
        lasting: false,
        run: import::everything,
        undo: nothing,
        done: |release| release.is_done("objects"),
    },
    Step {
        id: "branch",
        text: "opening the release branch",
        // Written down by itself, where there is one.
        lasting: false,
        run: branch::open,
        undo: branch::close,
        // Another branch can be checked out while a release is interrupted.
        done: |release| release.is_done(if release.resumed { "refs" } else { "branch" }),
    },
    Step {
        id: "stage",
        text: "staging files",
        lasting: true,
        run: stage::forward,
        undo: stage::back,
        // What is staged can change while a release is interrupted, so a resumed one looks again,
        // but not once the commit is out.
        done: |release| release.is_done(if release.resumed { "refs" } else { "stage" }),
    },
    Step {
        id: "hooks",
        text: "running the release's own hooks",
        lasting: false,
        run: own::run,
        undo: nothing,
        // What passed stays so: the tree that it passed on is the one that is committed.
        done: |release| release.is_done("hooks"),
    },
    Step {
        id: "pre-commit",
        text: "running the pre-commit hook",
        lasting: false,
        run: hooks::pre_commit,
        undo: nothing,
        done: |release| release.is_done("pre-commit"),
    },
    Step {
        id: "commit-msg",
        text: "running the message hooks",
        lasting: false,
        run: hooks::message,
        undo: nothing,
        done: |release| release.is_done("commit-msg"),
    },
    Step {
        id: "commit",
        text: "making the commit",
        lasting: false,
        run: sign::commit,
        undo: nothing,
        done: |release| release.is_done("commit"),
    },
    Step {
        id: "tags",
        text: "making the tags",
        lasting: false,
        run: sign::tags,
        undo: nothing,
        done: |release| release.is_done("tags"),
    },
    Step {
        id: "refs",
        text: "moving the branch and its tags",
        lasting: true,
        run: refs::forward,
        undo: refs::back,
        // Tags can go while a release is interrupted, so a resumed one looks again.
        done: |release| !release.resumed && release.is_done("refs"),
    },
    Step {
        id: "push",
        text: "pushing the branch and its tags",
        // Written down by itself, once it is known that something goes out.
        lasting: false,
        run: push::others,
        undo: nothing,
        done: |release| release.is_done("push"),
    },
    Step {
        id: "lead",
        text: "setting the lead tag",
        lasting: true,
        run: refs::lead,
        undo: nothing,
        done: |release| !release.resumed && release.is_done("lead"),
    },
    Step {
        id: "push-lead",
        text: "pushing the lead tag",
        lasting: false,
        run: push::lead,
        undo: nothing,
        done: |release| release.is_done("push-lead"),
    },
    Step {
        id: "post-commit",
        text: "running the post-commit hook",
        lasting: false,
        run: hooks::post_commit,
        undo: nothing,
        done: |release| release.is_done("post-commit"),
    },
    Step {
        id: "clean",
        text: "removing the journal",
        lasting: false,
        run: |release| release::end(release).map(|()| Made::default()),
        undo: nothing,
        done: |_| false,
    },
];

/// For steps that leave nothing visible: objects that nothing names are git's to collect.
fn nothing(_: &mut Release<'_>) -> Result<(), ApplyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ref_moves_before_the_hooks_and_the_lead_tag_is_last() {
        let at = |id: &str| STEPS.iter().position(|step| step.id == id).unwrap();
        for hook in ["hooks", "pre-commit", "commit-msg"] {
            assert!(at(hook) < at("refs"));
        }
        assert!(at("journal") == 0 && at("stage") < at("hooks"));
        // Nothing of the user's runs after what git's own hook agreed to.
        assert!(at("hooks") < at("pre-commit"));
        // What is undone last: the branch goes once files and index are as they were.
        assert!(at("branch") < at("stage"));
        assert!(at("refs") < at("lead") && at("lead") < at("clean"));
        // What others see is here before it is there, and the lead tag is last in both places.
        assert!(at("refs") < at("push") && at("push") < at("lead"));
        assert!(at("lead") < at("push-lead") && at("push-lead") < at("clean"));
        // What others see, and what can be undone, has to be known of.
        for step in ["stage", "refs", "lead"] {
            assert!(STEPS.iter().any(|one| one.id == step && one.lasting), "{step}");
        }
    }
}
