//! Releases in HEAD's history that wait for their tags: nothing gets in their way before they have
//! them, and who looks is told of them.

use place::{ObjectId, Place};
use product::{Inventory, Plan, StatedRelease};

use crate::load::{LoadError, Loaded};
use crate::{Error, Session, session, stated};

/// Refuses a plan that would take a tag which an earlier release of HEAD's history waits for, or move
/// what that moved. History is looked at only where something stands in the repository that is in no
/// tag, and no further back than to where that can be from.
///
/// # Errors
/// [`LoadError::Untagged`]; commits, tags or files that cannot be read.
pub fn nothing_waits(session: &Session, loaded: &Loaded, plan: &Plan) -> Result<(), Error> {
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    let Some(tags) = product::may_be_awaited(product, snapshot, plan) else { return Ok(()) };
    let since = common(loaded, &tags)?;
    let waiting = stated::waiting(session, loaded, &plan.base_commit()?, since.as_ref())?;
    match waiting.iter().find(|one| one.holds_up(product, snapshot, plan)) {
        Some(one) => Err(untagged(loaded, one).into()),
        None => Ok(()),
    }
}

/// That a release is unfinished without its tags.
pub(crate) fn untagged(loaded: &Loaded, one: &StatedRelease) -> LoadError {
    untagged_as(loaded, one, one.title(&loaded.product, &loaded.snapshot), None)
}

/// That a release is unfinished without its tags, by what of it is asked for, and where that stands.
pub(crate) fn untagged_as(
    loaded: &Loaded,
    one: &StatedRelease,
    title: String,
    place: Option<Place>,
) -> LoadError {
    let (repo, branch) = (&loaded.repo, loaded.state.head.branch());
    let shared = || repo.shared_by(branch?, &repo.resolve(&one.commit).ok()?).ok()?;
    LoadError::Untagged {
        title,
        commit: one.commit.clone(),
        tags: one.missing(&loaded.product, &loaded.snapshot),
        revertible: one.can_be_taken_back(&loaded.snapshot),
        remote: shared(),
        place,
        program: session::program(),
    }
}

/// The releases of HEAD's history that wait for their tags, of which people are told, for what only
/// looks. HEAD's own commit may be one; history is looked at where a manifest says what is in no tag.
///
/// # Errors
/// Commits, tags or files that cannot be read.
pub fn told(
    session: &Session,
    loaded: &Loaded,
    inventory: &Inventory,
) -> Result<Vec<StatedRelease>, Error> {
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    // Where history is cut off, tags are missing that are there.
    let Some(head) = snapshot.base.as_ref().filter(|_| !loaded.state.shallow) else {
        return Ok(Vec::new());
    };
    let mut waiting = match product::may_wait_somewhere(product, snapshot, inventory) {
        None => stated::waiting_there(session, loaded, head)?,
        Some(tags) => stated::waiting(session, loaded, head, common(loaded, &tags)?.as_ref())?,
    };
    waiting.retain(|one| !one.missing(product, snapshot).is_empty());
    Ok(waiting)
}

/// The last commit that all of these tags have in their history, or are on; `None` where there is none.
/// Days say nothing here: a clock may be behind, and two commits of one second are not in order.
fn common(loaded: &Loaded, tags: &[String]) -> Result<Option<ObjectId>, Error> {
    let names: Vec<&str> = tags.iter().map(String::as_str).collect();
    let found = loaded.repo.tags(&names)?;
    let mut commits: Vec<ObjectId> = found.into_iter().flatten().map(|tag| tag.commit).collect();
    commits.sort_unstable();
    commits.dedup();
    let mut all = commits.into_iter();
    let mut common = all.next();
    let all = all.as_slice();
    for some in all.chunks(AT_ONCE) {
        let Some(base) = &common else { break };
        let ids = core::iter::once(base).chain(some).map(ObjectId::as_str);
        let args: Vec<&str> = ["merge-base", "--octopus"].into_iter().chain(ids).collect();
        let found = loaded.repo.git().reading().ask(&args, b"")?;
        common = ObjectId::new(found.output.line().trim());
    }
    Ok(common)
}

/// As many commits as a command line takes on every system.
const AT_ONCE: usize = 200;
