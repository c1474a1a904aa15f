//! Releases that wait for their tags: committed with `--no-tag`, or on a branch of their own that is
//! merged by now.

use apply::{ApplyError, Foreseen, NewTag, Published, Transaction};
use place::{Class, Explain, ObjectId, Place, RepoPath};
use product::{Inventory, LoweredTag, StatedRelease};
use repo::{Repo, Tagged};

use crate::load::{self, Loaded};
use crate::options;
use crate::progress::Progress;
use crate::unplanned::{self, Unplanned};
use crate::{Error, Session, awaited, escape, hindrance, pushing, render, session, stated};

/// A release that is not tagged where it was found.
#[derive(Debug, thiserror::Error)]
#[error("{title} is tagged once it is on branch `{wanted}`, and `{now}` is checked out")]
pub struct UnmergedError {
    /// What is released.
    title: String,
    /// The branch that it has to reach.
    wanted: String,
    /// The branch that it was looked for on.
    now: String,
}

impl Explain for UnmergedError {
    fn place(&self) -> Option<Place> {
        Some(Place::Ref(self.now.clone()))
    }

    fn help(&self) -> Option<String> {
        let Self { wanted, .. } = self;
        Some(format!(
            "once it is merged: `git switch {wanted}`, `git pull`, and `{} resume`",
            session::program()
        ))
    }

    fn class(&self) -> Class {
        Class::State
    }
}

/// A release that gets no tags: none leads there from what was out before its commit.
#[derive(Debug, thiserror::Error)]
#[error("commit {commit} says that it releases {what}")]
pub struct MisstepError {
    /// The commit, as people name it.
    commit: String,
    /// Which step, and why none leads there.
    what: String,
}

impl Explain for MisstepError {
    fn rule(&self) -> Option<&str> {
        Some("release-step")
    }

    fn help(&self) -> Option<String> {
        Some(format!(
            "it gets no tags: `git revert {}` takes it back, and the next release of what it moved \
             takes a number that is free",
            self.commit
        ))
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// A release that was not interrupted, and that waits for its tags.
#[derive(Debug, thiserror::Error)]
#[error(
    "no release was interrupted; commit {commit} released {title}, and that waits for its tags"
)]
pub struct CommittedError {
    /// What is released.
    title: String,
    /// The commit, as people name it.
    commit: String,
    /// Whether nothing of it is out.
    revertible: bool,
    /// The branch that it has to reach, where it is on another one, and that one.
    unmerged: Option<(String, String)>,
}

impl Explain for CommittedError {
    fn help(&self) -> Option<String> {
        let made = format!("`{} resume` makes its tags", session::program());
        let or = match &self.unmerged {
            _ if !self.revertible => return Some(made),
            Some((wanted, now)) => {
                format!("leave it behind: `git switch {wanted}`, and `git branch -D {now}`")
            }
            None => made,
        };
        Some(format!("`git revert {}` takes it back; or {or}", self.commit))
    }

    fn class(&self) -> Class {
        Class::Nothing
    }
}

/// A tag of a release that waits is here, and is another's.
#[derive(Debug, thiserror::Error)]
#[error("tag `{name}` exists already, and is not the one that {title} waits for")]
pub struct TakenError {
    /// The tag.
    name: String,
    /// What is released.
    title: String,
    /// The commit that says so, as people name it.
    commit: String,
}

impl Explain for TakenError {
    fn rule(&self) -> Option<&str> {
        Some("tag-exists")
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Ref(self.name.clone()))
    }

    fn help(&self) -> Option<String> {
        let Self { name, commit, .. } = self;
        Some(format!(
            "see `git show {name}`; if nobody else has it, remove it with `git tag -d {name}`, and \
             `{} resume`; a published tag is never moved: `git revert {commit}` takes the release \
             back, and the next one takes a number that is free",
            session::program()
        ))
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// A release that waits for its tags, and what is to be made of it.
struct Oldest {
    loaded: Loaded,
    transaction: Transaction,
    /// What its commit has beyond its plan.
    unplanned: Option<Unplanned>,
    /// How many wait besides.
    more: usize,
}

/// Makes the tags of the oldest release that HEAD's history tells of and that waits for them, and
/// pushes them where that is asked for. Gives what it is called, what was made of it, and what it has
/// beyond its plan, which is said.
///
/// # Errors
/// [`ApplyError::Nothing`], where none waits; [`UnmergedError`]; [`TakenError`]; [`MisstepError`];
/// what it has beyond its plan, where that needs more; everything that is in the way of a release.
pub fn tag(
    session: &Session,
    repo: Repo,
    asked: Option<bool>,
) -> Result<(String, Published, Option<Unplanned>), Error> {
    let Oldest { loaded, transaction, unplanned, more } = oldest(session, repo, asked)?;
    let progress = Progress::start(session, "tagging");
    let published = apply::publish(&loaded.repo, &transaction, &mut |told| {
        progress.told(session, told);
    })?;
    drop(progress);
    if more > 0 {
        session.say(&format!("{more} more of this branch wait for their tags: resume again\n"));
    }
    Ok((transaction.title, published, unplanned))
}

/// What [`tag`] would make. Writes nothing.
///
/// # Errors
/// As [`tag`], as far as it refuses before it begins.
pub fn foresee(
    session: &Session,
    repo: Repo,
    asked: Option<bool>,
) -> Result<(Foreseen, Option<Unplanned>), Error> {
    let Oldest { loaded, transaction: tx, unplanned, .. } = oldest(session, repo, asked)?;
    apply::foresee(&loaded.repo, &tx)?;
    let tags = tx.tags.into_iter().filter(|tag| tag.here.is_none());
    let foreseen = Foreseen {
        id: tx.id,
        title: tx.title,
        step: "tags".to_owned(),
        complete: false,
        commit: tx.on,
        files: Vec::new(),
        tags: tags.map(|tag| tag.name).collect(),
        push: tx.push,
    };
    Ok((foreseen, unplanned))
}

/// What is to be made of the oldest release that waits. What it has beyond its plan is said.
fn oldest(session: &Session, repo: Repo, asked: Option<bool>) -> Result<Oldest, Error> {
    let state = repo.state()?;
    if state.head.commit().is_none() {
        return Err(ApplyError::Nothing.into());
    }
    hindrance::has_history(&state)?;
    let (loaded, waiting, back) = told(session, repo)?;
    for one in back {
        session.say(&format!(
            "commit {} released {}, and that was taken back since: it gets no tags\n",
            one.commit,
            escape::visible(&one.title(&loaded.product, &loaded.snapshot))
        ));
    }
    let Some(oldest) = waiting.first() else { return Err(ApplyError::Nothing.into()) };
    hindrance::ready(&loaded, &[])?;
    let transaction = transaction(&loaded, oldest, asked)?;
    let on = transaction.on.as_ref();
    let unplanned = on.map(|commit| unplanned::look(session, &loaded, oldest, commit));
    let unplanned = unplanned.transpose()?.flatten();
    if let Some(unplanned) = &unplanned {
        session.say(&render::noted(unplanned));
    }
    let more = waiting.len().saturating_sub(1);
    Ok(Oldest { loaded, transaction, unplanned, more })
}

/// The releases that HEAD's history tells of and that lack tags, the oldest first: those that wait
/// for them, and those that were taken back since.
fn told(
    session: &Session,
    repo: Repo,
) -> Result<(Loaded, Vec<StatedRelease>, Vec<StatedRelease>), Error> {
    let date = options::today(None)?;
    let mut loaded = load::load_committed(session, repo, date)?;
    let back = stated::all(session, &mut loaded)?;
    let waits = |one: &StatedRelease| Ok(!stated::lacking(&loaded, one)?.is_empty());
    let waiting = retained(loaded.snapshot.stated.clone(), waits)?;
    let mut back = retained(back, waits)?;
    // The commit that HEAD is at may say what its own files do not.
    let inventory = if waiting.is_empty() { Inventory::default() } else { loaded.take(session)? };
    let stands = |one: &StatedRelease| product::stands(&loaded.product, &inventory, &one.stated);
    let (waiting, gone): (Vec<_>, Vec<_>) = waiting.into_iter().partition(stands);
    back.extend(gone);
    Ok((loaded, waiting, back))
}

/// Those of which something holds.
fn retained(
    all: Vec<StatedRelease>,
    holds: impl Fn(&StatedRelease) -> Result<bool, Error>,
) -> Result<Vec<StatedRelease>, Error> {
    let mut kept = Vec::new();
    for one in all {
        if holds(&one)? {
            kept.push(one);
        }
    }
    Ok(kept)
}

/// What to say to somebody who would abandon a release where none was interrupted: of the newest that
/// waits for its tags, if one does.
#[must_use]
pub fn committed(session: &Session, repo: Repo) -> Option<CommittedError> {
    // Where nothing can be read, nothing is there to be abandoned.
    let (loaded, waiting, _) = told(session, repo).ok()?;
    let newest = waiting.last()?;
    Some(CommittedError {
        title: newest.title(&loaded.product, &loaded.snapshot),
        commit: newest.commit.clone(),
        revertible: newest.can_be_taken_back(&loaded.snapshot),
        unmerged: unmerged(&loaded, newest),
    })
}

/// What is noted of a release that waits for its tags, beside what only looks.
pub(crate) fn noted(loaded: &Loaded, one: &StatedRelease) -> String {
    let Some((wanted, now)) = unmerged(loaded, one) else {
        return render::noted(&awaited::untagged(loaded, one));
    };
    let title = one.title(&loaded.product, &loaded.snapshot);
    render::noted(&UnmergedError { title, wanted, now })
}

/// The branch that a release has to reach before it is tagged, where it is on another one, and that
/// one.
fn unmerged(loaded: &Loaded, one: &StatedRelease) -> Option<(String, String)> {
    let branch = loaded.state.head.branch().unwrap_or_default();
    let wanted = one.stated.branch.as_ref().filter(|wanted| *wanted != branch)?;
    let there = loaded.snapshot.branch_there.as_ref() == Some(wanted);
    (!there).then(|| (wanted.clone(), branch.to_owned()))
}

/// The tags of a release that waits for some of them, its lead tag last. One that is here already
/// counts only where the release itself made it: on `commit`, and with its plan. Otherwise a lead
/// tag could be seen without what it stands for.
fn tags(
    repo: &Repo,
    one: &StatedRelease,
    title: &str,
    commit: &ObjectId,
    lowered: Vec<LoweredTag>,
) -> Result<Vec<NewTag>, Error> {
    let names: Vec<&str> = lowered.iter().map(|tag| tag.name.as_str()).collect();
    let plan = format!("{}{}", ::tags::PLAN_LINE, one.stated.plan);
    let own = |found: &Tagged| {
        let message = found.message.as_deref().unwrap_or_default();
        found.commit == *commit && message.lines().any(|line| line.trim_end() == plan)
    };
    let found = repo.tags(&names)?;
    // The lead is named first where several are another's: it is the one that people know.
    let mut taken = names.iter().zip(&found).rev();
    if let Some((name, _)) = taken.find(|(_, found)| found.as_ref().is_some_and(|tag| !own(tag))) {
        return Err(TakenError {
            name: (*name).to_owned(),
            title: title.to_owned(),
            commit: one.commit.clone(),
        }
        .into());
    }
    let each = lowered.into_iter().zip(found).map(|(tag, found)| NewTag {
        name: tag.name,
        message: tag.message,
        here: found.map(|found| found.object),
    });
    Ok(each.collect())
}

/// What is to be made of a release that waits.
fn transaction(
    loaded: &Loaded,
    one: &StatedRelease,
    asked: Option<bool>,
) -> Result<Transaction, Error> {
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    let title = one.title(product, snapshot);
    let head = load::head(&loaded.state)?;
    let branch = loaded.state.head.branch().unwrap_or_default().to_owned();
    if let Some((wanted, now)) = unmerged(loaded, one) {
        return Err(UnmergedError { title, wanted, now }.into());
    }
    let commit = loaded.repo.resolve(&one.commit)?;
    let message = loaded.repo.commit(&commit)?.message;
    let tags = tags(&loaded.repo, one, &title, &commit, one.tags(product, snapshot, &message))?;
    if let Some(what) = one.misstep(product) {
        return Err(MisstepError { commit: one.commit.clone(), what }.into());
    }
    let goal = pushing::goal(loaded, &branch, asked, false)?;
    Ok(Transaction {
        id: one.stated.plan.clone(),
        title,
        branch,
        base: head.clone(),
        files: Vec::new(),
        // They ran when the commit was made.
        hooks: Vec::new(),
        variables: Vec::new(),
        guards: product.guards().into_iter().filter_map(|path| RepoPath::new(path).ok()).collect(),
        message: String::new(),
        tags,
        push: goal.map(|goal| goal.push),
        via: None,
        on: Some(commit),
        sign_commit: product.git.sign_commit,
        sign_tags: product.git.sign_tag,
        no_tag: false,
        hint: session::program(),
    })
}
