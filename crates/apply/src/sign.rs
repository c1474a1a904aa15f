//! The commit and the tags as they become: with the hooks' message, signed where that is wanted.

use place::ObjectId;
use repo::Git;

use crate::journal::{Head, Made};
use crate::release::Release;
use crate::scratch::{Refs, Scratch};
use crate::{ApplyError, import};

/// The step `commit`. Where no hook changed the message and nothing is signed, the commit is there.
pub(crate) fn commit(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let head = &release.head;
    if head.transaction.files.is_empty() {
        return Ok(Made::default());
    }
    let planned = import::clean(&head.transaction.message);
    let message = release.made.message.as_ref().unwrap_or(&planned);
    let lost = || ApplyError::Answer { doing: "the journal", answer: "no tree".into() };
    let tree = release.made.tree.as_ref().ok_or_else(lost)?;
    if head.sign_commit {
        return Ok(Made {
            commit: Some(signed_commit(release, tree, message)?),
            ..Made::default()
        });
    }
    if *message == planned { Ok(Made::default()) } else { import::reworded(release, tree, message) }
}

/// The step `tags`: those that are not there yet.
pub(crate) fn tags(release: &mut Release<'_>) -> Result<Made, ApplyError> {
    let wanted = release.head.transaction.made();
    if release.made.tags.len() == wanted.len() {
        return Ok(Made::default());
    }
    let commit = release.commit()?;
    let tags = if release.head.sign_tags {
        signed_tags(release, commit, &[])?
    } else {
        import::tags_on(release, commit)?
    };
    Ok(Made { tags, ..Made::default() })
}

/// git's `commit-tree` ignores `commit.gpgSign`, so it is told.
fn signed_commit(
    release: &Release<'_>,
    tree: &ObjectId,
    message: &str,
) -> Result<ObjectId, ApplyError> {
    let head = &release.head;
    let git = release.repo.git().with_setting("core.fsync=objects");
    let git = as_person(&as_person(&git, "AUTHOR", &head.author), "COMMITTER", &head.committer);
    let base = head.transaction.base.as_str();
    let output = git
        .run(&["commit-tree", "-S", tree.as_str(), "-p", base, "-F", "-"], message.as_bytes())
        .map_err(ApplyError::git("the signed commit"))?;
    id(&output.line(), "the signed commit")
}

/// One process each: git has no way to sign many. They are made in the scratch folder, because a
/// tag's ref must not be seen before the branch has moved. Those that are `there`, by their numbers, are
/// not made again.
pub(crate) fn signed_tags(
    release: &Release<'_>,
    commit: &ObjectId,
    there: &[Option<ObjectId>],
) -> Result<Vec<ObjectId>, ApplyError> {
    const DOING: &str = "the signed tags";
    let Head { transaction: tx, committer, .. } = &release.head;
    let git = as_person(&Scratch::of(release).lay_out(Refs::Files)?, "COMMITTER", committer);
    let each = tx.made().iter().enumerate().map(|(at, tag)| {
        let there = there.get(at).and_then(Option::as_ref);
        if let Some(here) = tag.here.as_ref().or(there) {
            return Ok(here.clone());
        }
        let args = ["tag", "-s", "--cleanup=verbatim", "-F", "-", "--end-of-options"];
        let args: Vec<&str> =
            args.into_iter().chain([tag.name.as_str(), commit.as_str()]).collect();
        let message = import::clean(&tx.tag_message(tag));
        git.run(&args, message.as_bytes()).map_err(ApplyError::git(DOING))?;
        let path = release.folder.join("scratch/refs/tags").join(&tag.name);
        let text = std::fs::read_to_string(&path).map_err(ApplyError::file("read", path))?;
        id(text.trim_end(), DOING)
    });
    each.collect()
}

/// The runner with `GIT_<ROLE>_NAME`, `_EMAIL` and `_DATE` from `Name <email> seconds zone`.
pub(crate) fn as_person(git: &Git, role: &str, ident: &str) -> Git {
    let (name, rest) = ident.split_once(" <").unwrap_or(("", ident));
    let (email, date) = rest.split_once("> ").unwrap_or((rest, ""));
    git.with_variable(format!("GIT_{role}_NAME"), name)
        .with_variable(format!("GIT_{role}_EMAIL"), email)
        .with_variable(format!("GIT_{role}_DATE"), format!("@{date}"))
}

fn id(text: &str, doing: &'static str) -> Result<ObjectId, ApplyError> {
    ObjectId::new(text).ok_or_else(|| ApplyError::Answer { doing, answer: text.to_owned() })
}
