//! Refs: the branch and all tags but the lead at once, then the lead tag alone; and back.

use std::path::PathBuf;

use place::ObjectId;
use repo::{Git, Head, Repo, Waiting};

use crate::branch::not_open;
use crate::journal::Made;
use crate::release::Release;
use crate::steps::StepId;
use crate::transaction::trailer;
use crate::{ApplyError, Published, flush};

/// Whether the release of the plan `id` is there already: the last of its tags `names`, the lead
/// tag, is there and carries the id. Without tags it cannot be recognised, and is not.
///
/// # Errors
/// A lead tag that is not this release's, any other of its tags that is there, and one that cannot
/// exist beside a tag that is there; tags that cannot be read.
pub fn applied(repo: &Repo, id: &str, names: &[&str]) -> Result<Option<Published>, ApplyError> {
    if names.is_empty() {
        return Ok(None);
    }
    let there = repo.tag_names()?;
    let taken =
        |name: &str| there.binary_search_by(|tag| tag.as_slice().cmp(name.as_bytes())).is_ok();
    // The lead is named first where several are there: it is the one that people know.
    let Some(name) = names.iter().rev().find(|name| taken(name)) else {
        return clash(&there, names).map(|()| None);
    };
    if names.last() == Some(name)
        && let [Some(lead)] = repo.tags(&[name])?.as_slice()
    {
        let trailer = trailer(id);
        let message = lead.message.as_deref().unwrap_or_default();
        if message.lines().any(|line| line.trim_end() == trailer) {
            return Ok(Some(Published {
                commit: lead.commit.clone(),
                tags: names.iter().map(|name| (*name).to_owned()).collect(),
                missing: Vec::new(),
                already: true,
                via: None,
                pushed: None,
                kept: Vec::new(),
                left: Vec::new(),
            }));
        }
    }
    Err(ApplyError::TagExists { name: (*name).to_owned() })
}

/// The commit of a journal's release that is complete: its own lead tag is here, and there.
pub(crate) fn complete(release: &Release<'_>) -> Result<Option<ObjectId>, ApplyError> {
    let tx = &release.head.transaction;
    // Where it is pushed, it is not complete before it is there too.
    if tx.push.is_some() && !release.is_done(StepId::PushLead) {
        return Ok(None);
    }
    lead_here(release)
}

/// The commit of the release's own lead tag, where that is here: nothing is left to do then, since it
/// is made last. A journal may be behind that, where a copy of it was put back.
pub(crate) fn lead_here(release: &Release<'_>) -> Result<Option<ObjectId>, ApplyError> {
    let tx = &release.head.transaction;
    let Some(lead) = tx.lead() else { return Ok(None) };
    let reached = release.is_done(StepId::Refs);
    // One that was here before it all says nothing of the others.
    if lead.here.is_some() && !reached {
        return Ok(None);
    }
    let found = release.repo.tags(&[&lead.name])?;
    let [Some(tag)] = found.as_slice() else { return Ok(None) };
    let trailer = trailer(&tx.id);
    let own = match release.tags() {
        Ok(tags) if reached => tags.last().is_some_and(|(_, id)| **id == tag.object),
        // By its own words, as where the same plan is applied again.
        _ => {
            let message = tag.message.as_deref().unwrap_or_default();
            message.lines().any(|line| line.trim_end() == trailer)
        }
    };
    Ok(own.then(|| tag.commit.clone()))
}

/// The step `refs`: the branch, and every tag but the lead, in one transaction of git's.
pub(crate) fn forward(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let prepared = release.prepared.take();
    let (tx, tags) = (&release.head.transaction, release.tags()?);
    let changes = all_but_lead(release)?;
    if changes.input.is_empty() {
        return Ok(Made::default());
    }
    // A lead tag that somebody else made would be met only when all the rest is out. To verify that in
    // the transaction would show it to the user's own reference-transaction hook as one that goes.
    if tx.push.is_some()
        && let Some((name, id)) = tags.last()
        && let [Some(tag)] = release.repo.tags(&[name])?.as_slice()
        && tag.object != **id
    {
        return Err(ApplyError::TagExists { name: (*name).to_owned() });
    }
    // The git that sets the lead tag is there by the time that these refs are on the disk.
    let soon = release.head.settled && tx.push.is_none();
    let next = soon.then(|| waiting(release)).flatten();
    let done = changes.finish(release, prepared, "the branch and its tags");
    done.map_err(|refused| taken(release, &tags).unwrap_or(refused))?;
    release.prepared = next;
    Ok(Made::default())
}

/// The branch where the commit belongs, and every tag but the lead, as far as they are not there.
fn all_but_lead(release: &Release<'_>) -> Result<Changes, ApplyError> {
    let tx = &release.head.transaction;
    let tags = release.tags()?;
    let others = tags.get(..tags.len().saturating_sub(1)).unwrap_or_default();
    let mut changes = Changes::new();
    if !tx.files.is_empty() {
        let (commit, now) = (release.commit()?, branch(release)?);
        if now == tx.base {
            changes.update(tx.target(), commit, &tx.base);
        } else if !release.repo.is_ancestor(commit, &now)? {
            return Err(ApplyError::Moved {
                branch: tx.target().to_owned(),
                base: tx.base.clone(),
                now,
            });
        }
    }
    let names: Vec<&str> = others.iter().map(|(name, _)| *name).collect();
    let looked_at = release.resumed || tx.tags.iter().any(|tag| tag.here.is_some());
    let found = if looked_at { release.repo.tags(&names)? } else { vec![None; names.len()] };
    for ((name, id), found) in others.iter().zip(found) {
        match found {
            Some(tag) if tag.object == **id => {}
            Some(_) => return Err(ApplyError::TagExists { name: (*name).to_owned() }),
            None => changes.create(name, id),
        }
    }
    Ok(changes)
}

/// A git that has heard part of a transaction of refs.
pub(crate) struct Prepared {
    heard: String,
    git: Waiting,
}

impl Prepared {
    /// Tells git what it has not heard yet of the `whole` transaction; whether it was made.
    fn finish(self, whole: &str) -> bool {
        let rest = whole.strip_prefix(&self.heard);
        rest.is_some_and(|rest| self.git.finish(rest.into()).is_ok())
    }
}

/// Has git get ready to move the refs while it writes the files, where nothing that comes between
/// the two can change what the refs become, or look at them.
pub(crate) fn prepare(release: &Release<'_>) -> Option<Prepared> {
    if release.resumed || !release.head.settled {
        return None;
    }
    let changes = all_but_lead(release).ok().filter(|changes| !changes.refs.is_empty())?;
    let prepared = waiting(release)?;
    let heard = changes.prepared();
    prepared.git.tell(heard.clone().into_bytes());
    Some(Prepared { heard, ..prepared })
}

/// A git that has heard nothing yet.
fn waiting(release: &Release<'_>) -> Option<Prepared> {
    let (git, args) = update_ref(release);
    Some(Prepared { heard: String::new(), git: git.begin(&args)? })
}

/// Whether what the refs become is known once the objects are made, and may be locked from then on:
/// neither a hook nor a signature has a word in it, no hook of git's runs meanwhile or is told of them,
/// no filter of the user's makes writing the files long, and each ref has a lock of its own.
pub(crate) fn is_settled(release: &Release<'_>) -> bool {
    const HOOKS: [&str; 5] = [
        "pre-commit",
        "prepare-commit-msg",
        "commit-msg",
        "reference-transaction",
        "post-index-change",
    ];
    let (head, tx) = (&release.head, &release.head.transaction);
    let signed = head.sign_commit || head.sign_tags;
    let silent = || release.repo.may_hook(&HOOKS).is_ok_and(|may| !may);
    let plain = || release.repo.has_section("filter").is_ok_and(|has| !has);
    !signed && tx.via.is_none() && tx.hooks.is_empty() && is_loose(release) && silent() && plain()
}

/// Whether each ref is a file. A reftable is one file, and only git can sync it. Loose refs are many:
/// synced by git one after the other they cost as many answers of the disk, synced by us at once far
/// fewer.
fn is_loose(release: &Release<'_>) -> bool {
    !release.repo.common_dir().join("reftable").is_dir()
}

/// The tag that kept refs from moving, if one did: made since the plan was.
fn taken(release: &Release<'_>, tags: &[(&str, &ObjectId)]) -> Option<ApplyError> {
    let names: Vec<&str> = tags.iter().rev().map(|(name, _)| *name).collect();
    let found = release.repo.tags(&names).ok()?;
    let ids = tags.iter().rev().map(|(_, id)| *id);
    let mut met = names.iter().zip(ids).zip(found);
    let ((name, _), _) =
        met.find(|((_, id), tag)| tag.as_ref().is_some_and(|t| t.object != **id))?;
    Some(ApplyError::TagExists { name: (*name).to_owned() })
}

/// The step `lead`: the lead tag, alone. From here on the release exists.
pub(crate) fn lead(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let prepared = release.prepared.take();
    let tags = release.tags()?;
    let Some((name, id)) = tags.last() else { return Ok(Made::default()) };
    let here = release.head.transaction.lead().is_some_and(|lead| lead.here.is_some());
    if release.resumed || here {
        match release.repo.tags(&[name])?.as_slice() {
            [Some(tag)] if tag.object == **id => return Ok(Made::default()),
            [Some(_)] => return Err(ApplyError::TagExists { name: (*name).to_owned() }),
            _ => {}
        }
    }
    let mut changes = Changes::new();
    changes.create(name, id);
    let done = changes.finish(release, prepared, "the lead tag");
    done.map_err(|refused| taken(release, &tags).unwrap_or(refused))?;
    Ok(Made::default())
}

/// Undoes `refs` and `lead`: tags that were made and hold our objects go, and the branch goes back
/// to the base if it holds our commit. What others moved meanwhile stays.
pub(crate) fn back(release: &mut Release<'_>) -> Result<(), ApplyError> {
    let tx = &release.head.transaction;
    let tags = release.tags()?;
    let names: Vec<&str> = tags.iter().map(|(name, _)| *name).collect();
    let mut changes = Changes::new();
    let made = tx.made().iter().map(|tag| tag.here.is_none());
    for (((name, id), found), made) in tags.iter().zip(release.repo.tags(&names)?).zip(made) {
        if made && found.is_some_and(|tag| tag.object == **id) {
            changes.delete(name, id);
        }
    }
    if !tx.files.is_empty() {
        let (commit, now) = (release.commit()?, branch_if_open(release)?);
        if now == *commit {
            changes.update(tx.target(), &tx.base, commit);
        }
    }
    changes.run(release, "to take the tags back")
}

/// Where the checked-out branch is, which has to be the one that gets the commit.
pub(crate) fn branch(release: &Release<'_>) -> Result<ObjectId, ApplyError> {
    let planned = release.head.transaction.target();
    match release.repo.state()?.head {
        Head::Branch { name, commit } if name == planned => Ok(commit),
        other => Err(elsewhere(release, &other)),
    }
}

/// The same where a branch of the release's own may not be open yet, or be closed again: before its
/// step and after its undoing.
pub(crate) fn branch_if_open(release: &Release<'_>) -> Result<ObjectId, ApplyError> {
    let head = release.repo.state()?.head;
    not_open(release, &head).map_or_else(|| branch(release), Ok)
}

fn elsewhere(release: &Release<'_>, head: &Head) -> ApplyError {
    ApplyError::Branch {
        planned: release.head.transaction.target().to_owned(),
        now: head.branch().unwrap_or("no branch").to_owned(),
    }
}

/// Refuses names that git cannot keep beside one that is there: a tag and a folder of tags. `there`
/// is sorted by bytes.
fn clash(there: &[Vec<u8>], names: &[&str]) -> Result<(), ApplyError> {
    let refuse = |name: &str, with: &[u8]| {
        let with = String::from_utf8_lossy(with).into_owned();
        Err(ApplyError::TagClash { name: name.to_owned(), with })
    };
    for name in names {
        for (at, _) in name.match_indices('/') {
            let folder = name.as_bytes().get(..at).unwrap_or_default();
            if there.binary_search_by(|tag| tag.as_slice().cmp(folder)).is_ok() {
                return refuse(name, folder);
            }
        }
        let below = format!("{name}/").into_bytes();
        let next = there.partition_point(|tag| tag.as_slice() < below.as_slice());
        if let Some(tag) = there.get(next).filter(|tag| tag.starts_with(&below)) {
            return refuse(name, tag);
        }
    }
    Ok(())
}

/// Input for one `git update-ref --stdin -z`: all of it happens, or none.
struct Changes {
    input: String,
    refs: Vec<PathBuf>,
}

impl Changes {
    fn new() -> Self {
        Self { input: String::new(), refs: Vec::new() }
    }

    fn update(&mut self, branch: &str, to: &ObjectId, from: &ObjectId) {
        self.input += &format!("update refs/heads/{branch}\0{to}\0{from}\0");
        self.refs.push(format!("refs/heads/{branch}").into());
    }

    fn create(&mut self, tag: &str, id: &ObjectId) {
        self.input += &format!("create refs/tags/{tag}\0{id}\0");
        self.refs.push(format!("refs/tags/{tag}").into());
    }

    fn delete(&mut self, tag: &str, id: &ObjectId) {
        self.input += &format!("delete refs/tags/{tag}\0{id}\0");
        self.refs.push(format!("refs/tags/{tag}").into());
    }

    /// Makes the changes. Once this returns, they survive a power cut.
    fn run(self, release: &Release<'_>, doing: &'static str) -> Result<(), ApplyError> {
        self.finish(release, None, doing)
    }

    /// The same, where git may be ready for just these.
    fn finish(
        self,
        release: &Release<'_>,
        prepared: Option<Prepared>,
        doing: &'static str,
    ) -> Result<(), ApplyError> {
        if self.input.is_empty() {
            return Ok(());
        }
        let whole = self.prepared() + COMMIT;
        // What kept it from being prepared is gone by now, or said again.
        if !prepared.is_some_and(|prepared| prepared.finish(&whole)) {
            let (git, args) = update_ref(release);
            git.run(&args, whole.as_bytes()).map_err(ApplyError::git(doing))?;
        }
        if is_loose(release) {
            let common = release.repo.common_dir();
            let files: Vec<PathBuf> = self.refs.iter().map(|name| common.join(name)).collect();
            flush::sync_files(&files).map_err(ApplyError::file("sync", common.join("refs")))?;
        }
        Ok(())
    }

    /// What git reads until all is locked and written; it waits for [`COMMIT`] then.
    fn prepared(&self) -> String {
        format!("start\0{}prepare\0", self.input)
    }
}

/// The runner and the arguments that take [`Changes::prepared`].
fn update_ref(release: &Release<'_>) -> (Git, [String; 5]) {
    let git = release.repo.git();
    let git = if is_loose(release) { git.clone() } else { git.writing() };
    let reason = format!("release: {}", release.head.transaction.title.replace('\n', " "));
    let args = ["update-ref", "-m", &reason, "--stdin", "-z"].map(ToOwned::to_owned);
    // Else git looks for refs that are called like each new object, in six places.
    (git.with_setting("core.warnAmbiguousRefs=false"), args)
}

/// The last word of a transaction.
const COMMIT: &str = "commit\0";
