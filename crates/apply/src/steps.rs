//! The table of steps: what is done, in which order, how each is undone, and how we know.

use serde::{Deserialize, Serialize};

use crate::journal::Made;
use crate::release::Release;
use crate::{ApplyError, branch, hooks, import, own, push, refs, release, sign, stage};

/// Which step; in the journal by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StepId {
    Journal,
    Objects,
    Branch,
    Stage,
    Hooks,
    PreCommit,
    CommitMsg,
    Commit,
    Tags,
    Refs,
    Push,
    Lead,
    PushLead,
    PostCommit,
    Clean,
}

impl StepId {
    /// Its name in the journal, in messages and for failpoints.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Objects => "objects",
            Self::Branch => "branch",
            Self::Stage => "stage",
            Self::Hooks => "hooks",
            Self::PreCommit => "pre-commit",
            Self::CommitMsg => "commit-msg",
            Self::Commit => "commit",
            Self::Tags => "tags",
            Self::Refs => "refs",
            Self::Push => "push",
            Self::Lead => "lead",
            Self::PushLead => "push-lead",
            Self::PostCommit => "post-commit",
            Self::Clean => "clean",
        }
    }
}

/// One step of publishing. Its name is also a failpoint: see `SYNCLINE_FAIL_AT` in this crate's
/// README.
#[derive(Debug)]
pub struct Step {
    pub(crate) id: StepId,
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

impl Step {
    /// Its name in the journal, in messages and for failpoints.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.id.name()
    }
}

/// Every step, in order. Undone in the reverse order, so that a crash while undoing leaves planned
/// content staged, never its reversal.
pub const STEPS: &[Step] = &[
    Step {
        id: StepId::Journal,
        text: "writing the journal",
        lasting: false,
        run: release::begin,
        undo: release::end,
        done: |release| release.is_journalled(),
    },
    Step {
        id: StepId::Objects,
        text: "writing objects",
        lasting: false,
        run: import::everything,
        undo: nothing,
        done: |release| release.is_done(StepId::Objects),
    },
    Step {
        id: StepId::Branch,
        text: "opening the release branch",
        // Written down by itself, where there is one.
        lasting: false,
        run: branch::open,
        undo: branch::close,
        // Another branch can be checked out while a release is interrupted.
        done: |release| {
            release.is_done(if release.resumed { StepId::Refs } else { StepId::Branch })
        },
    },
    Step {
        id: StepId::Stage,
        text: "staging files",
        lasting: true,
        run: stage::forward,
        undo: stage::back,
        // What is staged can change while a release is interrupted, so a resumed one looks again,
        // but not once the commit is out.
        done: |release| release.is_done(if release.resumed { StepId::Refs } else { StepId::Stage }),
    },
    Step {
        id: StepId::Hooks,
        text: "running the release's own hooks",
        lasting: false,
        run: own::run,
        undo: nothing,
        // What passed stays so: the tree that it passed on is the one that is committed.
        done: |release| release.is_done(StepId::Hooks),
    },
    Step {
        id: StepId::PreCommit,
        text: "running the pre-commit hook",
        lasting: false,
        run: hooks::pre_commit,
        undo: nothing,
        done: |release| release.is_done(StepId::PreCommit),
    },
    Step {
        id: StepId::CommitMsg,
        text: "running the message hooks",
        lasting: false,
        run: hooks::message,
        undo: nothing,
        done: |release| release.is_done(StepId::CommitMsg),
    },
    Step {
        id: StepId::Commit,
        text: "making the commit",
        lasting: false,
        run: sign::commit,
        undo: nothing,
        done: |release| release.is_done(StepId::Commit),
    },
    Step {
        id: StepId::Tags,
        text: "making the tags",
        lasting: false,
        run: sign::tags,
        undo: nothing,
        done: |release| release.is_done(StepId::Tags),
    },
    Step {
        id: StepId::Refs,
        text: "moving the branch and its tags",
        lasting: true,
        run: refs::forward,
        undo: refs::back,
        // Tags can go while a release is interrupted, so a resumed one looks again.
        done: |release| !release.resumed && release.is_done(StepId::Refs),
    },
    Step {
        id: StepId::Push,
        text: "pushing the branch and its tags",
        // Written down by itself, once it is known that something goes out.
        lasting: false,
        run: push::others,
        undo: nothing,
        // What is there can go while a release is interrupted, so a resumed one looks again, as long as
        // its lead tag is not out.
        done: |release| {
            release.is_done(if release.resumed { StepId::PushLead } else { StepId::Push })
        },
    },
    Step {
        id: StepId::Lead,
        text: "setting the lead tag",
        lasting: true,
        run: refs::lead,
        undo: nothing,
        done: |release| !release.resumed && release.is_done(StepId::Lead),
    },
    Step {
        id: StepId::PushLead,
        text: "pushing the lead tag",
        lasting: false,
        run: push::lead,
        undo: nothing,
        done: |release| release.is_done(StepId::PushLead),
    },
    Step {
        id: StepId::PostCommit,
        text: "running the post-commit hook",
        lasting: false,
        run: hooks::post_commit,
        undo: nothing,
        done: |release| release.is_done(StepId::PostCommit),
    },
    Step {
        id: StepId::Clean,
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
        let at = |id: StepId| STEPS.iter().position(|step| step.id == id).unwrap();
        for hook in [StepId::Hooks, StepId::PreCommit, StepId::CommitMsg] {
            assert!(at(hook) < at(StepId::Refs));
        }
        assert!(at(StepId::Journal) == 0 && at(StepId::Stage) < at(StepId::Hooks));
        // Nothing of the user's runs after what git's own hook agreed to.
        assert!(at(StepId::Hooks) < at(StepId::PreCommit));
        // What is undone last: the branch goes once files and index are as they were.
        assert!(at(StepId::Branch) < at(StepId::Stage));
        assert!(at(StepId::Refs) < at(StepId::Lead) && at(StepId::Lead) < at(StepId::Clean));
        // What others see is here before it is there, and the lead tag is last in both places.
        assert!(at(StepId::Refs) < at(StepId::Push) && at(StepId::Push) < at(StepId::Lead));
        assert!(
            at(StepId::Lead) < at(StepId::PushLead) && at(StepId::PushLead) < at(StepId::Clean)
        );
        // What others see, and what can be undone, has to be known of.
        for step in [StepId::Stage, StepId::Refs, StepId::Lead] {
            assert!(STEPS.iter().any(|one| one.id == step && one.lasting), "{step:?}");
        }
    }

    #[test]
    fn every_step_is_in_the_journal_by_its_name() {
        for step in STEPS {
            let written = serde_json::to_string(&step.id).unwrap();
            assert_eq!(written, format!("\"{}\"", step.name()));
            assert_eq!(serde_json::from_str::<StepId>(&written).unwrap(), step.id);
            assert_eq!(STEPS.iter().filter(|other| other.id == step.id).count(), 1, "{written}");
        }
    }
}
