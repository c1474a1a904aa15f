//! Objects that git collected before a ref named them, made again.
//!
//! Until the refs move, nothing names what a release made, and the lead tag's object is named last of
//! all. `git gc --prune=now` takes what nothing names, so whoever goes on with a release looks whether
//! it is still there. The journal has all that the objects were made from.

use place::ObjectId;

use crate::ApplyError;
use crate::journal::{Made, Record};
use crate::release::Release;
use crate::steps::StepId;
use crate::{import, sign};

/// Makes the objects of a release again of which git has collected any, and says whether there were
/// such. They are the same as before; what is signed, and so cannot be, is made anew while nobody has
/// seen it.
///
/// # Errors
/// [`ApplyError::Gone`]; what git says where it cannot make them.
pub(crate) fn mend(release: &mut Release<'_>) -> Result<bool, ApplyError> {
    if !release.is_done(StepId::Objects) || gone(release)?.is_empty() {
        return Ok(false);
    }
    same(release)?;
    let lost = gone(release)?;
    if !lost.is_empty() {
        anew(release, &lost)?;
    }
    Ok(true)
}

/// What the release made and the repository has not.
fn gone(release: &Release<'_>) -> Result<Vec<ObjectId>, ApplyError> {
    const DOING: &str = "which objects are there";
    let Made { blobs, tree, commit, tags, .. } = &release.made;
    // A tag that was here before the release goes by its own object.
    let own = release.head.transaction.made().iter().zip(tags);
    let own = own.filter(|(tag, _)| tag.here.is_none()).map(|(_, id)| id);
    let ids = blobs.iter().chain(tree).chain(commit).chain(own);
    let input: String = ids.map(|id| format!("{id}\n")).collect();
    if input.is_empty() {
        return Ok(Vec::new());
    }
    let git = release.repo.git().reading();
    let output = git
        .run(&["cat-file", "--batch-check=%(objectname)"], input.as_bytes())
        .map_err(ApplyError::git(DOING))?;
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    let lost = answer.lines().filter_map(|line| line.strip_suffix(" missing"));
    let lost: Option<Vec<ObjectId>> = lost.map(ObjectId::new).collect();
    lost.ok_or(ApplyError::Answer { doing: DOING, answer })
}

/// Makes everything again that has the same id each time: all that is not signed.
fn same(release: &mut Release<'_>) -> Result<(), ApplyError> {
    import::everything(release)?;
    let head = &release.head;
    if head.transaction.files.is_empty() || !release.is_done(StepId::Commit) {
        return Ok(());
    }
    if !head.sign_commit {
        sign::commit(release)?;
    } else if !head.sign_tags && release.is_done(StepId::Tags) {
        let commit = release.commit()?;
        // Tags of a commit that is gone go with it.
        if !gone(release)?.contains(commit) {
            import::tags_on(release, commit)?;
        }
    }
    Ok(())
}

/// Signs again what is `lost`, with all that follows from it.
fn anew(release: &mut Release<'_>, lost: &[ObjectId]) -> Result<(), ApplyError> {
    let is_lost = |id: &ObjectId| lost.contains(id);
    if release.made.commit.as_ref().is_some_and(is_lost) {
        seen(release, "the signed commit")?;
        let made = sign::commit(release)?;
        release.note(Record::After(StepId::Commit, made))?;
        let made = sign::tags(release)?;
        release.note(Record::After(StepId::Tags, made))?;
    } else {
        // The lead tag is last, and others see it last.
        let others = release.made.tags.split_last().map_or(&[][..], |(_, others)| others);
        if others.iter().any(is_lost) {
            seen(release, "a signed tag")?;
        }
        let there: Vec<Option<ObjectId>> =
            release.made.tags.iter().map(|id| (!is_lost(id)).then(|| id.clone())).collect();
        let tags = sign::signed_tags(release, release.commit()?, &there)?;
        release.note(Record::After(StepId::Tags, Made { tags, ..Made::default() }))?;
    }
    release.settle()
}

/// Refuses to make another of what may have been pushed.
fn seen(release: &Release<'_>, what: &'static str) -> Result<(), ApplyError> {
    match &release.head.transaction.push {
        Some(push) if release.is_begun(StepId::Push) => {
            let (remote, branch) = (push.remote.clone(), push.branch.clone());
            Err(ApplyError::Gone { what, remote, branch })
        }
        _ => Ok(()),
    }
}
