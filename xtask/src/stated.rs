//! What commits say they released: read from their messages, each beside what was out before it
//! (SEMANTICS 26).

use alloc::collections::BTreeSet;
use alloc::rc::Rc;

use place::ObjectId;
use product::{Inventory, Purpose, Standing, StatedRelease};
use repo::{Making, Tagged, View};
use tags::{OwnerId, Stated};

use crate::load::Loaded;
use crate::{Error, Session};

/// A commit that says it is a release's.
struct Saying {
    id: ObjectId,
    parent: Option<ObjectId>,
    said: Vec<Stated>,
    inspected: bool,
    /// It is still being made, on top of `id`.
    in_the_making: bool,
}

/// Puts into the snapshot what the commit under inspection says it releases, if one is.
///
/// # Errors
/// Commits, tags or files that cannot be read.
pub(crate) fn inspected(session: &Session, loaded: &mut Loaded) -> Result<(), Error> {
    let View::Commit(commit) = loaded.view.clone() else { return Ok(()) };
    let all = near(loaded, &commit, true)?;
    put(session, loaded, all)
}

/// As [`inspected`], with the commits since the last tags: a release that still waits for its tags
/// (`--no-tag`, or until its branch is merged) holds for the commits after it too. Gives those that
/// do not count, because they were taken back since.
///
/// # Errors
/// As [`inspected`].
pub(crate) fn all(session: &Session, loaded: &mut Loaded) -> Result<Vec<StatedRelease>, Error> {
    with(session, loaded, &Making::default())
}

/// As [`all`], with what the commit brings along that is being made of what is looked at: the
/// releases of branches that it merges, and those that the message tells of which git has ready.
///
/// # Errors
/// As [`inspected`].
pub(crate) fn all_and_making(session: &Session, loaded: &mut Loaded) -> Result<(), Error> {
    let making = match loaded.view {
        View::Commit(_) => Making::default(),
        View::Index | View::Worktree => loaded.repo.making(),
    };
    with(session, loaded, &making).map(drop)
}

fn with(
    session: &Session,
    loaded: &mut Loaded,
    making: &Making,
) -> Result<Vec<StatedRelease>, Error> {
    let Some(base) = loaded.snapshot.base.clone() else { return Ok(Vec::new()) };
    let looked_at = matches!(loaded.view, View::Commit(_));
    let mut all = untagged(loaded, &base)?;
    let mut near = near(loaded, &base, looked_at)?;
    for merged in &making.merged {
        all.extend(untagged(loaded, merged)?);
        near.extend(saying(loaded, merged, false)?);
    }
    let known: BTreeSet<ObjectId> = near.iter().map(|saying| saying.id.clone()).collect();
    all.retain(|saying| !known.contains(&saying.id));
    all.extend(near);
    let said = product::in_order(&loaded.product, tags::read_releases(&making.message));
    if !said.is_empty() {
        let (id, parent) = (base.clone(), Some(base));
        all.push(Saying { id, parent, said, inspected: false, in_the_making: true });
    }
    let inventory = if all.is_empty() { Inventory::default() } else { loaded.take(session)? };
    let (all, back) = without_taken_back(loaded, &inventory, all);
    put(session, loaded, all)?;
    releases(session, loaded, back)
}

/// What of these still stands in the files that `inventory` was taken of, and what does not. The
/// commit under inspection is looked at for what it says.
fn without_taken_back(
    loaded: &Loaded,
    inventory: &Inventory,
    all: Vec<Saying>,
) -> (Vec<Saying>, Vec<Saying>) {
    let (mut standing, mut back) = (Vec::new(), Vec::new());
    for Saying { id, parent, said, inspected, in_the_making } in all {
        let stands = |one: &Stated| inspected || product::stands(&loaded.product, inventory, one);
        let (left, gone): (Vec<Stated>, Vec<Stated>) = said.into_iter().partition(stands);
        for (to, said) in [(&mut standing, left), (&mut back, gone)] {
            if !said.is_empty() {
                let (id, parent) = (id.clone(), parent.clone());
                to.push(Saying { id, parent, said, inspected, in_the_making });
            }
        }
    }
    (standing, back)
}

/// What a commit says, and before it the releases whose branches it merges.
fn near(loaded: &Loaded, commit: &ObjectId, inspected: bool) -> Result<Vec<Saying>, Error> {
    let found = loaded.repo.commit(commit)?;
    let mut all = Vec::new();
    for merged in found.parents.iter().skip(1) {
        all.extend(saying(loaded, merged, false)?);
    }
    all.extend(saying(loaded, commit, inspected)?);
    Ok(all)
}

fn saying(loaded: &Loaded, id: &ObjectId, inspected: bool) -> Result<Option<Saying>, Error> {
    let commit = loaded.repo.commit(id)?;
    let said = product::in_order(&loaded.product, tags::read_releases(&commit.message));
    let parent = commit.parents.first().cloned();
    let id = id.clone();
    Ok((!said.is_empty()).then_some(Saying { id, parent, said, inspected, in_the_making: false }))
}

/// The commits back from `commit` that say they are releases whose tags are missing: the oldest
/// first. What was tagged after one of them, for whatever it is, says nothing of its own tags; but
/// what moved again since is no longer waited for.
fn untagged(loaded: &Loaded, commit: &ObjectId) -> Result<Vec<Saying>, Error> {
    without_tags(loaded, &plans(loaded, commit)?)
}

/// As [`untagged`], of these commits, the newest of which comes first.
fn without_tags(loaded: &Loaded, ids: &[ObjectId]) -> Result<Vec<Saying>, Error> {
    let (product, tags) = (&loaded.product, &loaded.snapshot.tags);
    let mut later: BTreeSet<usize> = BTreeSet::new();
    let mut all = Vec::new();
    for id in ids {
        let Some(saying) = saying(loaded, id, false)? else { continue };
        let moved = saying.said.iter().flat_map(|said| &said.moved);
        let moved: Vec<usize> = moved.filter_map(|(name, _)| product.called(name)).collect();
        let mut said = Vec::new();
        for one in saying.said {
            if product::may_wait(product, tags, &one, &later) && !is_passed(loaded, id, &one)? {
                said.push(one);
            }
        }
        if !said.is_empty() {
            all.push(Saying { said, ..saying });
        }
        later.extend(moved);
    }
    all.reverse();
    Ok(all)
}

/// The commits back from `commit` with a line in their messages that says so: the newest first. All
/// of history is gone through, once for a range of commits: what a commit adds to its parent's
/// history is itself.
fn plans(loaded: &Loaded, commit: &ObjectId) -> Result<Rc<[ObjectId]>, Error> {
    let Some(kept) = loaded.kept() else { return search(loaded, commit, None) };
    if let Some(known) = kept.plans(commit) {
        return Ok(known);
    }
    let found = loaded.repo.commit(commit)?;
    let before = found.parents.iter().map(|parent| kept.plans(parent));
    let before: Option<Vec<Rc<[ObjectId]>>> = before.collect();
    let own = || {
        let mut lines = found.message.lines();
        lines
            .any(|line| line.trim_start_matches(' ').starts_with(tags::PLAN_LINE))
            .then(|| commit.clone())
    };
    // Where two histories have some, git puts them into one order.
    let plans = match before.as_deref() {
        Some([before]) => own().into_iter().chain(before.iter().cloned()).collect(),
        Some(all) if all.iter().all(|before| before.is_empty()) => own().into_iter().collect(),
        _ => search(loaded, commit, None)?,
    };
    kept.keep_plans(commit, Rc::clone(&plans));
    Ok(plans)
}

/// As [`plans`], by git; without what is before `since`, where there is one: that commit itself may be
/// a release that waits, and another one in tags alone stand on it.
fn search(
    loaded: &Loaded,
    commit: &ObjectId,
    since: Option<&ObjectId>,
) -> Result<Rc<[ObjectId]>, Error> {
    let grep = format!("--grep=^ *{}", tags::PLAN_LINE);
    let log = ["log", "-z", "--topo-order", "--format=%H", &grep, commit.as_str()];
    let before = since.map(|since| format!("{since}^@"));
    let not = before.as_deref().map(|before| ["--not", before]);
    let args: Vec<&str> = log.into_iter().chain(not.into_iter().flatten()).chain(["--"]).collect();
    let output = loaded.repo.git().reading().run(&args, b"")?;
    let ids = String::from_utf8_lossy(&output.stdout);
    Ok(ids.split('\0').filter_map(|id| ObjectId::new(id.trim())).collect())
}

/// Whether everything that `commit` says it released has a higher tag on a commit after it.
fn is_passed(loaded: &Loaded, commit: &ObjectId, said: &Stated) -> Result<bool, Error> {
    for higher in product::higher(&loaded.product, &loaded.snapshot.tags, said) {
        let mut passed = false;
        for tagged in loaded.repo.tags(&higher)?.into_iter().flatten() {
            passed |=
                tagged.commit != *commit && loaded.repo.is_ancestor(commit, &tagged.commit)?;
        }
        if !passed {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The releases back from `commit`, without what is before `since` where there is one, that were
/// committed to be tagged later and wait for it, and that were not taken back: the oldest first.
///
/// # Errors
/// As [`inspected`].
pub(crate) fn waiting(
    session: &Session,
    loaded: &Loaded,
    commit: &ObjectId,
    since: Option<&ObjectId>,
) -> Result<Vec<StatedRelease>, Error> {
    of(session, loaded, &search(loaded, commit, since)?)
}

/// As [`waiting`], of `commit` alone.
///
/// # Errors
/// As [`inspected`].
pub(crate) fn waiting_there(
    session: &Session,
    loaded: &Loaded,
    commit: &ObjectId,
) -> Result<Vec<StatedRelease>, Error> {
    of(session, loaded, core::slice::from_ref(commit))
}

fn of(
    session: &Session,
    loaded: &Loaded,
    commits: &[ObjectId],
) -> Result<Vec<StatedRelease>, Error> {
    let mut all = without_tags(loaded, commits)?;
    // One that does not say so was tagged at once: its tags are elsewhere, or called otherwise today.
    all.iter_mut().for_each(|saying| saying.said.retain(|one| !one.tags.is_empty()));
    if all.iter().all(|saying| saying.said.is_empty()) {
        return Ok(Vec::new());
    }
    // Where a plan was made, all that it takes was read.
    let inventory = Inventory::take(&loaded.product, &loaded.snapshot).unwrap_or_default();
    releases(session, loaded, without_taken_back(loaded, &inventory, all).0)
}

/// What commits say, each release beside what was out before it.
fn releases(
    session: &Session,
    loaded: &Loaded,
    all: Vec<Saying>,
) -> Result<Vec<StatedRelease>, Error> {
    let mut stated: Vec<StatedRelease> = Vec::new();
    for Saying { id, parent, said, inspected, in_the_making } in all {
        let mut before = standing(session, loaded, parent.as_ref())?;
        for said in said {
            let mut after = before.clone();
            after.pass(&loaded.product, &said.moved);
            stated.push(StatedRelease {
                commit: id.short().to_owned(),
                in_the_making,
                taken: taken(loaded, &id, &said)?,
                stated: said,
                before: core::mem::replace(&mut before, after),
                inspected,
            });
        }
    }
    Ok(stated)
}

fn put(session: &Session, loaded: &mut Loaded, all: Vec<Saying>) -> Result<(), Error> {
    let stated = releases(session, loaded, all)?;
    let product = &loaded.product;
    let moved = stated.iter().flat_map(|release| &release.stated.moved).map(|(name, version)| {
        let today = product.called(name).and_then(|index| product.components.get(index));
        (today.map_or_else(|| name.clone(), |component| component.name.clone()), version.clone())
    });
    loaded.snapshot.releasing = moved.collect();
    loaded.snapshot.stated = stated;
    Ok(())
}

/// What was out at `parent`, the releases that wait for their tags included. Where a shallow clone
/// ends, nobody knows, and nothing is held against what comes after.
fn standing(
    session: &Session,
    loaded: &Loaded,
    parent: Option<&ObjectId>,
) -> Result<Standing, Error> {
    let Some(parent) = parent else { return Ok(Standing::default()) };
    if loaded.state.shallow && loaded.repo.commit(parent).is_err() {
        return Ok(Standing::default());
    }
    // What is read there must not be shown in the place of what is looked at.
    let sources = session.take_sources();
    let mut then = loaded.at(parent);
    let inventory = then.read(session, Purpose::Released)?;
    session.put_sources(sources);
    let mut standing = Standing::take(&then.product, &then.snapshot, &inventory);
    for earlier in untagged(loaded, parent)?.into_iter().flat_map(|saying| saying.said) {
        // One that was reverted before then was not out.
        if product::stands(&then.product, &inventory, &earlier) {
            standing.pass(&loaded.product, &earlier.moved);
        }
    }
    Ok(standing)
}

/// The tags of versions that `said` names which lead elsewhere and were not made by its plan: by
/// component. One that was put on the commit later, or after it, is its own.
fn taken(
    loaded: &Loaded,
    commit: &ObjectId,
    said: &Stated,
) -> Result<Vec<(String, String)>, Error> {
    let mut named: Vec<(&str, &str)> = Vec::new();
    for (name, text) in &said.moved {
        let Some(index) = loaded.product.called(name) else { continue };
        let Some(component) = loaded.product.components.get(index) else { continue };
        let Ok(version) = component.form.parse(text) else { continue };
        let released = loaded.snapshot.tags.released(OwnerId::Component(index)).iter();
        let same = released.filter(|one| component.form.same(&one.version, &version));
        named.extend(same.map(|one| (name.as_str(), one.tag.as_str())));
    }
    let tags: Vec<&str> = named.iter().map(|(_, tag)| *tag).collect();
    let mut taken = Vec::new();
    for ((name, tag), found) in named.into_iter().zip(loaded.repo.tags(&tags)?) {
        let Some(found) = found else { continue };
        let ours = |message: &str| {
            tags::read_releases(message).iter().any(|other| other.plan == said.plan)
        };
        if found.message.as_deref().is_some_and(ours)
            || loaded.repo.is_ancestor(commit, &found.commit)?
            || ours(&loaded.repo.commit(&found.commit)?.message)
        {
            continue;
        }
        taken.push((name.to_owned(), tag.to_owned()));
    }
    Ok(taken)
}

/// The tags of a release that `resume` would make: those that it lacks, unless it was tagged at once
/// and its tags are called otherwise today, or what it moved had none. Then one on its commit was made
/// with its plan: under none of these names, or with a bill of materials.
///
/// # Errors
/// Tags that cannot be read.
pub(crate) fn lacking(loaded: &Loaded, one: &StatedRelease) -> Result<Vec<String>, Error> {
    let (repo, product, snapshot) = (&loaded.repo, &loaded.product, &loaded.snapshot);
    let mut missing = one.missing(product, snapshot);
    // What says how its tags are called has those, or waits for them.
    if missing.is_empty() || !one.stated.tags.is_empty() {
        return Ok(missing);
    }
    let names = repo.tag_names()?.into_iter();
    let names: Vec<String> = names.filter_map(|name| String::from_utf8(name).ok()).collect();
    let asked: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = asked.iter().zip(repo.tags_within(&asked, None)?);
    let there = found.filter(|(_, found)| {
        found.as_ref().is_some_and(|found| found.commit.short() == one.commit)
    });
    let there: Vec<&str> = there.map(|(name, _)| *name).collect();
    let plan = format!("{}{}", tags::PLAN_LINE, one.stated.plan);
    let own = one.tag_names(product, snapshot);
    for (name, found) in there.iter().zip(repo.tags(&there)?) {
        let Some(Tagged { message: Some(text), called, .. }) = found else { continue };
        if !text.lines().any(|line| line.trim_end() == plan) {
            continue;
        }
        if own.iter().any(|own| own == name) {
            if !tags::read_bill(&text).is_empty() {
                missing.retain(|tag| !one.is_first(product, snapshot, tag));
            }
        } else if called.as_deref() == Some(*name) {
            // A second name for one of them, `latest`, was not made with the release.
            return Ok(Vec::new());
        }
    }
    Ok(missing)
}
