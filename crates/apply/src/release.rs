//! A release under way: what it is made from, how far it came, and walking its steps.

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread::{self, Builder};
use std::time::{SystemTime, UNIX_EPOCH};

use place::{ObjectId, RepoPath};
use repo::Repo;

use crate::failpoint::{Side, pass};
use crate::import::Import;
use crate::journal::{Contents, Head, Journal, Made, Record};
use crate::lock::Lock;
use crate::refs::{self, Prepared};
use crate::steps::{STEPS, StepId};
use crate::{ApplyError, Published, objects, scratch};

/// Told of what happens.
pub(crate) type Watch<'w> = dyn FnMut(Told<'_>) + 'w;

/// What happens while a release is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told<'t> {
    /// A step begins.
    Step {
        /// What it does, a participle phrase.
        text: &'static str,
        /// Its number, from one.
        at: usize,
        /// How many steps there are.
        of: usize,
    },
    /// A hook of the release's own begins: what people call it.
    Hook(&'t str),
    /// It wrote a line, not escaped; bytes that are not UTF-8 are replaced.
    Said(&'t str),
}

/// A release under way.
pub(crate) struct Release<'a> {
    pub(crate) repo: &'a Repo,
    /// Our folder in the common git folder.
    pub(crate) folder: PathBuf,
    pub(crate) head: Head,
    /// What the steps made so far.
    pub(crate) made: Made,
    /// The objects, where they were made before their step.
    pub(crate) early: Option<Result<Made, ApplyError>>,
    /// The refs, where git is ready to move them.
    pub(crate) prepared: Option<Prepared>,
    /// Whether another process began it.
    pub(crate) resumed: bool,
    /// The repository's lock, where it is held.
    pub(crate) lock: Option<&'a Lock>,
    /// What stood in planned files that neither we nor the base put there, as blobs.
    pub(crate) kept: Vec<(RepoPath, ObjectId)>,
    /// Planned files that were left as they stand, because nobody but the user can have written them
    /// so.
    pub(crate) left: Vec<RepoPath>,
    /// Whether a hook ran, here or before the interruption.
    pub(crate) hooked: bool,
    /// Told of what happens, if anybody is.
    pub(crate) watch: Option<&'a mut Watch<'a>>,
    /// Whether undoing it has begun.
    pub(crate) abandoning: bool,
    /// The steps that were begun, each with when, in seconds since 1970-01-01T00:00:00Z.
    begun: Vec<(StepId, i64)>,
    done: Vec<StepId>,
    /// The step that is under way, or was when it was interrupted.
    under_way: Option<StepId>,
    /// Whether it was interrupted while planned files were written, or written back.
    found_torn: bool,
    journal: Option<Journal>,
}

impl<'a> Release<'a> {
    /// One that begins now.
    pub(crate) fn new(repo: &'a Repo, folder: PathBuf, head: Head) -> Self {
        Self {
            repo,
            folder,
            head,
            made: Made::default(),
            early: None,
            prepared: None,
            resumed: false,
            lock: None,
            kept: Vec::new(),
            left: Vec::new(),
            hooked: false,
            watch: None,
            abandoning: false,
            begun: Vec::new(),
            done: Vec::new(),
            under_way: None,
            found_torn: false,
            journal: None,
        }
    }

    /// One that another process began.
    pub(crate) fn reopened(
        repo: &'a Repo,
        folder: PathBuf,
        contents: Contents,
    ) -> Result<Self, ApplyError> {
        let journal = Journal::reopen(&folder, &contents)?;
        let mut release = Self::looked_at(repo, folder, contents);
        release.resumed = true;
        release.journal = Some(journal);
        release.found_torn = release.stopped_in(&[StepId::Stage]);
        Ok(release)
    }

    /// An interrupted release as its journal has it, to look at: it can neither go on nor back.
    pub(crate) fn looked_at(repo: &'a Repo, folder: PathBuf, contents: Contents) -> Self {
        let mut release = Self::new(repo, folder, contents.head);
        release.begun.push((StepId::Journal, release.head.started));
        for record in contents.records {
            release.take_in(record);
        }
        release
    }

    /// The step that was begun last.
    pub(crate) fn stopped_at(&self) -> StepId {
        self.begun.last().map_or(StepId::Journal, |(step, _)| *step)
    }

    /// Whether the journal is on the disk.
    pub(crate) fn is_journalled(&self) -> bool {
        self.journal.is_some()
    }

    /// Whether a step was begun, here or before the interruption.
    pub(crate) fn is_begun(&self, step: StepId) -> bool {
        self.since(step).is_some()
    }

    /// Whether a step was completed, here or before the interruption.
    pub(crate) fn is_done(&self, step: StepId) -> bool {
        self.done.contains(&step)
    }

    /// Whether it was interrupted in one of `steps`, or in undoing it.
    pub(crate) fn stopped_in(&self, steps: &[StepId]) -> bool {
        let in_step = self.under_way.is_some_and(|step| steps.contains(&step));
        in_step || self.abandoning && steps.iter().any(|step| self.is_begun(*step))
    }

    /// Whether writing the planned files may have been cut off, here or by what interrupted it.
    pub(crate) fn may_be_torn(&self) -> bool {
        if self.resumed { self.found_torn } else { self.under_way == Some(StepId::Stage) }
    }

    /// When a step was begun last, here or before the interruption, in seconds since
    /// 1970-01-01T00:00:00Z.
    pub(crate) fn since(&self, step: StepId) -> Option<i64> {
        self.begun.iter().rev().find(|(begun, _)| *begun == step).map(|(_, at)| *at)
    }

    /// The commit that the branch gets, once it is known; the one that is to be
    /// tagged where no file is written.
    pub(crate) fn commit(&self) -> Result<&ObjectId, ApplyError> {
        if self.head.transaction.files.is_empty() {
            return Ok(self.head.transaction.tagged());
        }
        self.made.commit.as_ref().ok_or_else(|| missing("the commit"))
    }

    /// The tags with their objects, those that were here before among them, the lead tag last.
    pub(crate) fn tags(&self) -> Result<Vec<(&str, &ObjectId)>, ApplyError> {
        let made = self.head.transaction.made();
        if made.len() != self.made.tags.len() {
            return Err(missing("a tag"));
        }
        let each = made.iter().zip(&self.made.tags);
        Ok(each.map(|(tag, id)| (tag.name.as_str(), tag.here.as_ref().unwrap_or(id))).collect())
    }

    /// Walks every step that is not done yet.
    pub(crate) fn forward(&mut self) -> Result<(), ApplyError> {
        for (at, step) in STEPS.iter().enumerate() {
            if (step.done)(self) {
                continue;
            }
            self.tell(Told::Step { text: step.text, at: at + 1, of: STEPS.len() });
            self.note(Record::Before(step.id, now()))?;
            if step.lasting {
                self.settle()?;
            }
            pass(step.id, Side::Before);
            let made = match (step.run)(self) {
                // A hook may have let git collect what no ref names yet.
                Err(ApplyError::Git { .. } | ApplyError::Repo(_))
                    if objects::mend(self).is_ok_and(|mended| mended) =>
                {
                    (step.run)(self)?
                }
                ran => ran?,
            };
            pass(step.id, Side::After);
            self.note(Record::After(step.id, made))?;
        }
        Ok(())
    }

    /// Tells whoever watches.
    pub(crate) fn tell(&mut self, told: Told<'_>) {
        if let Some(watch) = &mut self.watch {
            watch(told);
        }
    }

    /// Walks back over every step that was begun. There is no way forward after this.
    pub(crate) fn back(&mut self) -> Result<(), ApplyError> {
        // What it has locked is to be as it was.
        self.prepared = None;
        self.note(Record::Abandoning)?;
        self.settle()?;
        for step in STEPS.iter().rev().filter(|step| step.id != StepId::Clean) {
            if self.is_begun(step.id) {
                (step.undo)(self)?;
            }
        }
        Ok(())
    }

    /// `cause`, with what stood in planned files and is kept.
    pub(crate) fn failed(&self, cause: ApplyError) -> ApplyError {
        if self.kept.is_empty() && self.left.is_empty() {
            return cause;
        }
        let (kept, left) = (self.kept.clone(), self.left.clone());
        ApplyError::Kept { cause: Box::new(cause), kept, left }
    }

    /// The result of a release that is complete.
    pub(crate) fn published(&self, already: bool) -> Result<Published, ApplyError> {
        let tx = &self.head.transaction;
        let names = || tx.tags.iter().map(|tag| tag.name.clone()).collect();
        Ok(Published {
            commit: self.commit()?.clone(),
            tags: if tx.no_tag { Vec::new() } else { names() },
            missing: if tx.no_tag { names() } else { Vec::new() },
            already,
            via: tx.via.clone(),
            pushed: tx.push.clone().filter(|_| !already || self.is_done(StepId::Push)),
            kept: self.kept.clone(),
            left: self.left.clone(),
        })
    }

    /// Notes a record, in the journal where there is one and here in any case.
    pub(crate) fn note(&mut self, record: Record) -> Result<(), ApplyError> {
        if let Some(journal) = &mut self.journal {
            journal.write(&record)?;
        }
        self.take_in(record);
        Ok(())
    }

    /// Notes that a hook is about to run, for good: it may write what it likes.
    pub(crate) fn hooks_begin(&mut self) -> Result<(), ApplyError> {
        if !self.hooked {
            self.note(Record::Hook)?;
        }
        self.settle()
    }

    /// Puts everything that was noted on the disk. Each time costs an answer of the disk, so it is
    /// done only before what has to be known after a power cut.
    pub(crate) fn settle(&mut self) -> Result<(), ApplyError> {
        self.journal.as_mut().map_or(Ok(()), Journal::sync)
    }

    fn take_in(&mut self, record: Record) {
        match record {
            Record::Before(step, at) => {
                self.begun.push((step, at));
                self.under_way = Some(step);
            }
            Record::After(step, made) => {
                self.made.absorb(&made);
                self.done.push(step);
                self.under_way = None;
            }
            Record::Abandoning => self.abandoning = true,
            Record::Hook => self.hooked = true,
            Record::Kept(files) => {
                self.kept.extend(files);
                // The same content may be met more than once.
                self.kept.sort_unstable();
                self.kept.dedup();
            }
        }
    }
}

/// The step `journal`: from here on the release can be resumed. While the disk takes it in, git makes
/// the objects, which nobody sees.
pub(crate) fn begin(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    release.head.settled = refs::is_settled(release);
    let import = Import::of(release);
    let (made, journal) = thread::scope(|scope| {
        let aside = Builder::new().spawn_scoped(scope, || import.run());
        let journal = Journal::create(&release.folder, &release.head);
        // Where the system gives no thread, their own step makes them.
        (aside.ok().map(|made| made.join().unwrap_or_else(|panic| resume_unwind(panic))), journal)
    });
    release.journal = Some(journal?);
    release.early = made;
    Ok(Made::default())
}

/// Removes every trace of a release that is complete or undone, the journal last.
pub(crate) fn end(release: &mut Release<'_>) -> Result<(), ApplyError> {
    scratch::remove(&release.folder)?;
    // Closed first, because some systems do not remove a file that is open.
    release.journal = None;
    Journal::remove(&release.folder)
}

/// Now, in seconds since 1970-01-01T00:00:00Z.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    i64::try_from(since).unwrap_or(i64::MAX)
}

/// A journal that claims a step without what the step makes.
fn missing(what: &'static str) -> ApplyError {
    ApplyError::Answer { doing: "the journal", answer: format!("{what} is missing") }
}
