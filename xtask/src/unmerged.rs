//! Release branches that are not merged yet: what they wait to be tagged with is not released twice.

use place::{Class, Explain, ObjectId, Place};
use product::{Plan, Product};

use crate::load::Loaded;
use crate::{Error, session};

/// Where the branches of this repository are.
const HEADS: &str = "refs/heads/";
/// Where those of its remotes are.
const REMOTES: &str = "refs/remotes/";

/// A release waits on a branch of its own for a tag that is to be made.
#[derive(Debug, thiserror::Error)]
#[error(
    "tag `{tag}` is waited for by commit {commit} on branch `{branch}`, which is not merged here yet"
)]
pub struct WaitedForError {
    /// The tag: of several, the lead.
    tag: String,
    /// The commit that waits, as people name it.
    commit: String,
    /// Its branch, here (`release/v1.1`) or as a remote had it (`origin/release/v1.1`).
    branch: String,
    /// The command that removes the branch.
    remove: String,
}

impl Explain for WaitedForError {
    fn rule(&self) -> Option<&str> {
        Some("tag-exists")
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Ref(self.branch.clone()))
    }

    fn help(&self) -> Option<String> {
        Some(format!(
            "merge `{}` and `{} resume`; where that release is not wanted any more, `{}`",
            self.branch,
            session::program(),
            self.remove
        ))
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// Refuses a plan of which a tag is waited for already, by a commit on a release branch that is not
/// part of HEAD's history. Looked at are branches here, and those of remotes as they were when they
/// were fetched, that are called as release branches are; no remote is asked.
///
/// # Errors
/// [`WaitedForError`]; refs or commits that cannot be read.
pub fn nothing_waits(loaded: &Loaded, plan: &Plan) -> Result<(), Error> {
    let mut branches = Vec::new();
    for folder in [HEADS, REMOTES] {
        let named = loaded.repo.names_below(folder)?.into_iter();
        let named =
            named.filter_map(|name| Some(format!("{folder}{}", str::from_utf8(&name).ok()?)));
        branches.extend(named.filter(|name| is_release_branch(&loaded.product, name)));
    }
    if branches.is_empty() {
        return Ok(());
    }
    let git = loaded.repo.git().reading();
    let base = plan.base_commit()?;
    // Each commit with the branch that it was found on.
    let grep = format!("--grep=^ *{}", tags::PLAN_LINE);
    let log = ["log", "-z", "--source", "--format=%H %S", &grep];
    let args = log.into_iter().chain(branches.iter().map(String::as_str)).chain([
        "--not",
        "--tags",
        base.as_str(),
        "--",
    ]);
    let found = git.run(&args.collect::<Vec<_>>(), b"")?;
    let found = String::from_utf8_lossy(&found.stdout);
    for (id, name) in found.split('\0').filter_map(|entry| entry.trim().split_once(' ')) {
        let Some(id) = ObjectId::new(id) else { continue };
        let said = tags::read_releases(&loaded.repo.commit(&id)?.message);
        let waits = |tag: &str| said.iter().any(|one| one.tags.iter().any(|other| other == tag));
        // The lead is named first where several are waited for: it is the one that people know.
        if let Some(tag) = plan.tags.iter().rev().find(|tag| waits(&tag.name)) {
            return Err(WaitedForError {
                tag: tag.name.clone(),
                commit: id.short().to_owned(),
                branch: short(name).to_owned(),
                remove: remove(name),
            }
            .into());
        }
    }
    Ok(())
}

/// Whether the ref `name` is called as a release branch. A remote's name may have slashes.
fn is_release_branch(product: &Product, name: &str) -> bool {
    let is = |branch: &str| product.git.push.is_branch(&product.name, branch);
    if let Some(branch) = name.strip_prefix(HEADS) {
        return is(branch);
    }
    let Some(rest) = name.strip_prefix(REMOTES) else { return false };
    rest.match_indices('/').any(|(at, _)| rest.get(at + 1..).is_some_and(is))
}

/// A branch as git and people write it.
fn short(name: &str) -> &str {
    name.strip_prefix(HEADS).or_else(|| name.strip_prefix(REMOTES)).unwrap_or(name)
}

/// The command that removes a branch: of a remote's, the remote's own.
fn remove(name: &str) -> String {
    match name.strip_prefix(REMOTES).and_then(|rest| rest.split_once('/')) {
        Some((remote, branch)) => format!("git push {remote} --delete {branch}"),
        None => format!("git branch -D {}", short(name)),
    }
}
