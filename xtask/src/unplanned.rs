//! What a release that waits for its tags has on their commit beyond its plan: squashed or rebased, it
//! stands on what came in after it was planned.

use place::{Class, Explain, ObjectId, RepoPath, few};
use product::plan::{Meanwhile, changed_among};
use product::{Purpose, StatedRelease, in_order};
use repo::{Commit, View};

use crate::load::Loaded;
use crate::{Error, Session, session};

/// How many commits a note names.
const NAMED: usize = 4;

/// What is released with a release that its plan did not have.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words())]
pub struct Unplanned {
    /// The commit that gets the tags, as people name it.
    commit: String,
    /// The commit that the release was planned on.
    pub since: ObjectId,
    /// The commits that came in since and change what it moves, with their titles, the oldest first.
    /// `None` where nobody can tell, for the one that it was planned on is not here.
    pub commits: Option<Vec<(ObjectId, String)>>,
    /// The components that it moves and that they changed.
    pub components: Vec<String>,
    /// The change files of such components that it has and was not planned with.
    pub changes: Vec<RepoPath>,
}

impl Unplanned {
    fn words(&self) -> String {
        let since = self.since.short();
        let Some(commits) = &self.commits else {
            return format!(
                "commit {} may have more than was planned: {since}, which that was planned on, is not \
                 here",
                self.commit
            );
        };
        let mut words = format!("commit {} has what was not planned on {since}", self.commit);
        if !commits.is_empty() {
            let titles = commits.iter().map(|(id, title)| format!("{} ({title})", id.short()));
            let names = few(self.components.iter().map(|name| format!("`{name}`")), NAMED);
            words.push_str(&format!(": {names} changed since, by {}", few(titles, NAMED)));
        }
        if !self.changes.is_empty() {
            words.push_str(&format!("; {} came in as well", few(&self.changes, NAMED)));
        }
        words
    }
}

impl Explain for Unplanned {
    fn help(&self) -> Option<String> {
        Some(format!(
            "its tags release that too, under a number and with notes that were made without it; where \
             that is not wanted, `git revert {}` takes the release back as long as it has no tags \
             (`{} resume -n` makes none)",
            self.commit,
            session::program(),
        ))
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// What came in, where that is known.
#[derive(Default)]
struct Came {
    /// Each commit, its title, and the files in which it differs from its only parent.
    commits: Vec<(ObjectId, String, Vec<RepoPath>)>,
    /// The files that say something which the plan was not made with.
    late: Vec<RepoPath>,
}

/// What `one`, which is to be tagged on `commit`, has beyond its plan; `None` where that is nothing, or
/// the commit does not say what it was planned on.
///
/// # Errors
/// A change that came in and needs more than the release moves; commits or files that cannot be read.
pub fn look(
    session: &Session,
    loaded: &Loaded,
    one: &StatedRelease,
    commit: &ObjectId,
) -> Result<Option<Unplanned>, Error> {
    let found = loaded.repo.commit(commit)?;
    let Some(planned_on) = &one.stated.base else { return Ok(None) };
    // What was squashed with it is no surprise to it: the first of all that the commit tells of.
    let said = in_order(&loaded.product, tags::read_releases(&found.message));
    let mut bases = said.iter().filter_map(|said| said.base.as_ref());
    let base = bases.find(|base| loaded.repo.commit(base).is_ok());
    let moved: Vec<(String, String)> = said.iter().flat_map(|said| said.moved.clone()).collect();
    let came = base.map(|base| came(loaded, base, (commit, &found))).transpose()?;
    let mut unplanned = Unplanned {
        commit: one.commit.clone(),
        since: base.unwrap_or(planned_on).clone(),
        commits: None,
        components: Vec::new(),
        changes: Vec::new(),
    };
    if let Some(came) = &came {
        let changed =
            |files: &[RepoPath]| changed_among(&loaded.product, &loaded.snapshot, &moved, files);
        let all: Vec<RepoPath> =
            came.commits.iter().flat_map(|(.., files)| files.iter().cloned()).collect();
        let of_moved = came.commits.iter().filter(|(.., files)| !changed(files).is_empty());
        unplanned.commits =
            Some(of_moved.map(|(id, title, _)| (id.clone(), title.clone())).collect());
        unplanned.components = changed(&all);
    }
    if came.as_ref().is_none_or(|came| !came.late.is_empty()) {
        let because = found.message.lines().any(|line| line.trim().starts_with("Because: "));
        let late = came.as_ref().map(|came| came.late.as_slice());
        unplanned.changes = answered(session, loaded, (one, commit), (&moved, because), late)?;
    }
    let nothing = unplanned.commits.as_ref().is_some_and(Vec::is_empty);
    Ok((!nothing || !unplanned.changes.is_empty()).then_some(unplanned))
}

/// What came in between `base`, which a release was planned on, and its commit. What was rebased with
/// it came in as little as what was squashed with it.
fn came(
    loaded: &Loaded,
    base: &ObjectId,
    (commit, found): (&ObjectId, &Commit),
) -> Result<Came, Error> {
    let repo = &loaded.repo;
    let mut came = Came::default();
    if let Some(parent) = found.parents.first().filter(|parent| *parent != base) {
        let range = format!("{base}...{parent}");
        let args = ["rev-list", "--reverse", "--right-only", "--cherry-pick", &range, "--"];
        let output = repo.git().reading().run(&args, b"")?;
        let ids = String::from_utf8_lossy(&output.stdout);
        let ids: Vec<ObjectId> = ids.lines().filter_map(ObjectId::new).collect();
        for (id, (commit, files)) in ids.iter().zip(repo.deeds(&ids)?) {
            let title = commit.message.lines().next().unwrap_or_default().to_owned();
            came.late.extend(files.iter().cloned());
            came.commits.push((id.clone(), title, files));
        }
    }
    // What was committed on the release's branch after it, and squashed with it.
    let own = repo.deeds(core::slice::from_ref(commit))?.into_iter().flat_map(|(_, files)| files);
    let own: Vec<RepoPath> = own.filter(|file| file.is_within(&loaded.product.changes)).collect();
    let then = repo.files(&View::Commit(base.clone()), &own)?;
    let added = own.into_iter().zip(then).filter(|(_, then)| then.is_none());
    came.late.extend(added.map(|(file, _)| file));
    Ok(came)
}

/// Refuses a release that goes less far than changes need which came in after it was planned. Gives
/// the change files among them. Where nobody knows what came in, it answers for all that it has.
fn answered(
    session: &Session,
    loaded: &Loaded,
    (one, commit): (&StatedRelease, &ObjectId),
    (moved, because): (&[(String, String)], bool),
    late: Option<&[RepoPath]>,
) -> Result<Vec<RepoPath>, Error> {
    let mut then = loaded.at(commit);
    let inventory = then.read(session, Purpose::Status)?;
    let is_late = |path: &RepoPath| late.is_none_or(|late| late.contains(path));
    let (product, snapshot) = (&then.product, &then.snapshot);
    let meanwhile =
        Meanwhile { product, snapshot, inventory: &inventory, moved, is_late: &is_late };
    meanwhile.answer(because, &|names| {
        let named: String = names.iter().map(|name| format!(" -p {name}")).collect();
        format!(
            "commit {commit} has that and was planned without it, so it gets no tags: `git revert \
             {commit}` takes the release back, and `{} release auto{named}` goes as far as is needed",
            session::program(),
            commit = one.commit,
        )
    })?;
    Ok(if late.is_some() { meanwhile.change_files() } else { Vec::new() })
}
