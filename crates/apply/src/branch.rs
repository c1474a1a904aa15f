//! The release branch: where the commit goes that is to reach its branch through a merge.
//!
//! It is opened where the branch is and checked out before anything is staged, so that hooks see the
//! branch that they commit to. What is in the work tree and the index stays as it is.

use place::ObjectId;
use repo::{Git, Head};

use crate::journal::Made;
use crate::release::Release;
use crate::steps::StepId;
use crate::{ApplyError, Transaction};

/// The step `branch`: opens the release branch, and checks it out.
pub(crate) fn open(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    const DOING: &str = "the release branch";
    let tx = release.head.transaction.clone();
    let Some(via) = &tx.via else { return Ok(Made::default()) };
    // Everybody sees it.
    release.settle()?;
    let git = release.repo.git().writing();
    let (name, reason) = (full(via), reason(&tx));
    match at(release, via) {
        None => {
            let input = format!("create {name}\0{}\0", tx.base);
            git.run(&["update-ref", "-m", &reason, "--stdin", "-z"], input.as_bytes())
                .map_err(ApplyError::git(DOING))?;
        }
        Some(there) if there == tx.base => {}
        // Its commit may be there already: the step that moves it there judges of that.
        Some(_) if release.is_begun(StepId::Refs) => return Ok(Made::default()),
        Some(_) => return Err(ApplyError::BranchExists { name: via.clone() }),
    }
    check_out(&git, &name, &reason)?;
    Ok(Made::default())
}

/// Undoes `branch`: the branch that was checked out is so again, and the release branch goes, if it
/// holds nothing. Where either went on, it stays as it is.
pub(crate) fn close(release: &mut Release<'_>) -> Result<(), ApplyError> {
    const DOING: &str = "to remove the release branch";
    let tx = &release.head.transaction;
    let Some(via) = &tx.via else { return Ok(()) };
    let git = release.repo.git().writing();
    if at(release, via).as_ref() != Some(&tx.base) {
        return Ok(());
    }
    if release.repo.state()?.head.branch() == Some(via) {
        if at(release, &tx.branch).as_ref() != Some(&tx.base) {
            return Ok(());
        }
        check_out(&git, &full(&tx.branch), &reason(tx))?;
    }
    let input = format!("delete {}\0{}\0", full(via), tx.base);
    git.run(&["update-ref", "--stdin", "-z"], input.as_bytes()).map_err(ApplyError::git(DOING))?;
    Ok(())
}

/// Refuses a release branch that is there already, or that has no room.
pub(crate) fn is_free(repo: &repo::Repo, tx: &Transaction) -> Result<(), ApplyError> {
    tx.via.as_ref().map_or(Ok(()), |via| has_room(repo, via))
}

/// Whether a branch called `name` (short) can be made here. Writes nothing.
///
/// # Errors
/// [`ApplyError::BranchExists`]; [`ApplyError::BranchClash`], where git cannot keep it beside one
/// that is there: a branch and a folder of branches, two that differ in case only.
pub fn has_room(repo: &repo::Repo, name: &str) -> Result<(), ApplyError> {
    const DOING: &str = "to list the branches";
    let args = ["for-each-ref", "--format=%(refname)", "refs/heads/"];
    let output = repo.git().reading().run(&args, b"").map_err(ApplyError::git(DOING))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let below = |folder: &str, other: &str| {
        other.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    for other in text.lines().filter_map(|line| line.strip_prefix("refs/heads/")) {
        if other == name {
            return Err(ApplyError::BranchExists { name: name.to_owned() });
        }
        if below(other, name) || below(name, other) || other.eq_ignore_ascii_case(name) {
            let (name, with) = (name.to_owned(), other.to_owned());
            return Err(ApplyError::BranchClash { name, with });
        }
    }
    Ok(())
}

/// Whether HEAD is where a release through a branch has it while that branch is not opened, or is
/// closed again: then the commit that it is at.
pub(crate) fn not_open(release: &Release<'_>, head: &Head) -> Option<ObjectId> {
    let tx = &release.head.transaction;
    let via = tx.via.as_ref()?;
    let commit = head.commit().filter(|_| head.branch() == Some(&tx.branch))?;
    let unused = at(release, via).is_none_or(|there| there == tx.base);
    unused.then(|| commit.clone())
}

fn at(release: &Release<'_>, branch: &str) -> Option<ObjectId> {
    release.repo.resolve(&full(branch)).ok()
}

/// Points HEAD at a branch, without a look at files: both branches are at one commit.
fn check_out(git: &Git, name: &str, reason: &str) -> Result<(), ApplyError> {
    git.run(&["symbolic-ref", "-m", reason, "HEAD", name], b"")
        .map_err(ApplyError::git("to check out the release's branch"))?;
    Ok(())
}

fn full(branch: &str) -> String {
    format!("refs/heads/{branch}")
}

fn reason(tx: &Transaction) -> String {
    format!("release: {}", tx.title.replace('\n', " "))
}
