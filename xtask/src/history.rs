//! Reads a whole tag history, and has it audited.

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;

use place::{Finding, ObjectId, Place, RepoPath};
use product::audit::{
    self, Ancestry, CommitAt, History, Learnt, Statement, Statements, TagAt, Unread,
};
use product::{About, Inventory, Product};
use repo::{Head, Repo};
use tags::{OwnerId, TagIndex};

use crate::inspect;
use crate::load::{self, Loaded};
use crate::options;
use crate::parties::{self, PartyError};
use crate::progress::Progress;
use crate::{Error, Session, hindrance, threads};

/// How many manifests are looked up together: enough to wait for git a few times only, and few
/// enough that their trees and bytes take little memory.
const TOGETHER: usize = 512;

/// What is asked of an audit.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The components to report on; all, and the product, where none is named.
    pub components: &'a [String],
    /// Only tags on commits that this one does not have.
    pub since: Option<&'a str>,
}

/// What an audit came to.
#[derive(Debug)]
pub struct Audited {
    /// The findings: of the product, then of each component.
    pub findings: Vec<Finding>,
    /// Whether the configuration itself is unusable.
    pub unusable: bool,
    /// How many tags it reports on.
    pub tags: usize,
}

/// Audits all tags of `repo`: against the configuration in the work tree, with the manifests of
/// HEAD saying where versions are found.
///
/// # Errors
/// What cannot be read, and a component that there is not. A configuration that is refused is a
/// finding, not an error.
pub fn audit(session: &Session, repo: Repo, asked: &Asked<'_>) -> Result<Audited, Error> {
    let progress = Progress::start(session, "auditing");
    let today = options::today(None)?;
    let since = asked.since.map(|rev| repo.resolve(rev)).transpose()?;
    // A journal that cannot be read says nothing of tags.
    let unfinished = hindrance::tell_unfinished(session, &repo).unwrap_or_default();
    let unfinished = unfinished.map(|pending| pending.id);
    let loaded = load::load_committed(session, repo, today).and_then(|mut loaded| {
        let inventory = loaded.take(session)?;
        Ok((loaded, inventory))
    });
    let (loaded, inventory) = match loaded {
        Ok(loaded) => loaded,
        Err(Error::Explained(error)) if inspect::is_configuration(&*error) => {
            let findings = vec![inspect::configuration(&*error)];
            return Ok(Audited { findings, unusable: true, tags: 0 });
        }
        Err(error) => return Err(error),
    };
    if loaded.state.shallow {
        session.say(
            "this clone is shallow: tags and history are missing, and what is found may be wrong; fetch the rest: `git fetch --unshallow --tags`\n",
        );
    }
    let components = named(&loaded.product, asked.components)?;
    let scope = (components.as_deref(), since.as_ref(), unfinished.as_deref());
    let history = history(session, &loaded, &inventory, scope, &progress)?;
    progress.set("asking", 0, 0);
    let mut findings = audit::audit(&loaded.product, &history, &inventory);
    drop(progress);
    not_there(session, &loaded.product, &history);
    if let Some(components) = &components {
        let names = components.iter().filter_map(|index| loaded.product.components.get(*index));
        let names: BTreeSet<&str> = names.map(|component| component.name.as_str()).collect();
        findings.retain(|f| f.component.as_deref().is_some_and(|name| names.contains(name)));
    }
    if let Some(since) = &since {
        findings.retain(|finding| !is_in(&history, since, finding));
    }
    for finding in &mut findings {
        finding.message = finding.message.replace('\n', " ");
    }
    let unusable = product::any_about(&findings, About::Configuration);
    let tags = reported_on(&loaded.product, &history, components.as_deref(), since.as_ref());
    Ok(Audited { findings, unusable, tags })
}

/// How many tags are of these components, and on commits that `since` does not have. What has no tag
/// of its own is in its line's.
fn reported_on(
    product: &Product,
    history: &History,
    components: Option<&[usize]>,
    since: Option<&ObjectId>,
) -> usize {
    let owner = |index: usize| match product.components.get(index) {
        Some(component) if component.tag.is_none() => OwnerId::Product(component.line),
        _ => OwnerId::Component(index),
    };
    let of = |index: &usize| history.tags.released(owner(*index)).iter();
    let own: Option<BTreeSet<&str>> = components
        .map(|all| all.iter().flat_map(of).map(|released| released.tag.as_str()).collect());
    let later = |at: &TagAt| since.is_none_or(|since| !history.ancestry.has(since, &at.commit));
    let tags = history.tagged.iter();
    tags.filter(|(tag, at)| own.as_ref().is_none_or(|own| own.contains(tag.as_str())) && later(at))
        .count()
}

/// Reads the history: all tags, their commits, one walk over everything, one manifest a tag. Those of
/// the plan that is `unfinished` are passed over: what is still to come would look like a breach.
fn history(
    session: &Session,
    loaded: &Loaded,
    inventory: &Inventory,
    (components, since, unfinished): (Option<&[usize]>, Option<&ObjectId>, Option<&str>),
    progress: &Progress,
) -> Result<History, Error> {
    let (repo, product, index) = (&loaded.repo, &loaded.product, &loaded.snapshot.tags);
    let names = audit::tags_of(product, index);
    progress.set("tags", 0, names.len());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut tagged = BTreeMap::new();
    let mut to_come: BTreeSet<&[u8]> = BTreeSet::new();
    for (name, found) in names.iter().zip(repo.tags(&names)?) {
        if let Some(found) = found {
            let tag = TagAt::new(found.commit, found.message.as_deref(), found.time);
            if unfinished.is_some() && tag.plan.as_deref() == unfinished {
                to_come.insert(name.as_bytes());
            } else {
                tagged.insert((*name).to_owned(), tag);
            }
        }
    }
    let index = &if to_come.is_empty() {
        index.clone()
    } else {
        let mut all = repo.tag_names()?;
        all.retain(|name| !to_come.contains(name.as_slice()));
        let mut left = TagIndex::build(&product.owners(), all.iter().map(Vec::as_slice));
        left.leave_out(|tag| product.git.ignores(tag).is_some());
        left
    };
    let ids: BTreeSet<&ObjectId> = tagged.values().map(|tag| &tag.commit).collect();
    let ids: Vec<ObjectId> = ids.into_iter().cloned().collect();
    let commits = ids.iter().cloned().zip(repo.commits(&ids)?);
    let commits =
        commits.map(|(id, commit)| (id, CommitAt::new(&commit.message, commit.time))).collect();
    let branches = repo.branches()?.into_iter().map(|branch| (branch.name, branch.commit));
    let detached = match &loaded.state.head {
        Head::Detached { commit } => Some(("HEAD".to_owned(), commit.clone())),
        Head::Branch { .. } | Head::Unborn { .. } => None,
    };
    let branches: Vec<(String, ObjectId)> = branches.chain(detached).collect();
    let tips = ids.iter().chain(branches.iter().map(|(_, tip)| tip)).chain(since);
    let tips: Vec<ObjectId> = tips.cloned().collect();
    progress.set("commits", 0, ids.len());
    let mut ancestry = Ancestry::new(tips.iter());
    let mut walked = 0_usize;
    repo.walk(&tips, &mut |commit, parents| {
        walked += 1;
        ancestry.tell(commit, parents);
    })?;
    session.detail(&format!(
        "{} tags on {} commits, {} branches, {walked} commits walked\n",
        tagged.len(),
        ids.len(),
        branches.len()
    ));
    let statements = Statements::new(product, inventory, index, components);
    let statements = stated(session, repo, &tagged, statements, progress)?;
    let (date, tags) = (loaded.snapshot.date, index.clone());
    Ok(History { date, tags, tagged, commits, ancestry, branches, statements })
}

/// Looks up one manifest a tag. Each blob is read once, and kept only while it is looked at.
fn stated(
    session: &Session,
    repo: &Repo,
    tagged: &BTreeMap<String, TagAt>,
    mut statements: Statements,
    progress: &Progress,
) -> Result<BTreeMap<(usize, String), Statement>, Error> {
    let mut read = 0;
    loop {
        let wanted = statements.wanted();
        let files: Vec<Option<(ObjectId, RepoPath)>> = wanted
            .iter()
            .map(|file| Some((tagged.get(file.tag)?.commit.clone(), file.path.clone())))
            .collect();
        if files.is_empty() {
            session.detail(&format!("{read} manifests read\n"));
            return Ok(statements.done());
        }
        let mut blobs: Vec<Option<ObjectId>> = Vec::with_capacity(files.len());
        // What a manifest says can be read by itself: other threads do it while the next are found.
        let parts = files.chunks(TOGETHER).map(|some| {
            let from = blobs.len();
            progress.set("manifests", from, files.len());
            let found = found(repo, some)?;
            let unread = statements.unread(from, &found);
            read += unread.len();
            blobs.extend(found);
            Part::of(repo, unread)
        });
        for part in threads::follow(parts, Part::read)? {
            statements.learn(part.learnt);
        }
        statements.take(&blobs);
    }
}

/// The blobs of files at commits, in the order asked.
fn found(
    repo: &Repo,
    files: &[Option<(ObjectId, RepoPath)>],
) -> Result<Vec<Option<ObjectId>>, Error> {
    let asked: Vec<(ObjectId, RepoPath)> = files.iter().flatten().cloned().collect();
    let mut found = repo.blobs_at(&asked)?.into_iter();
    Ok(files.iter().map(|file| file.as_ref().and_then(|_| found.next().flatten())).collect())
}

/// Manifests that are read together.
#[derive(Default)]
struct Part {
    unread: Vec<(Unread, Arc<[u8]>)>,
    learnt: Vec<Learnt>,
}

impl Part {
    /// With the bytes of all that is not too large. Many files may be one blob.
    fn of(repo: &Repo, unread: Vec<Unread>) -> Result<Self, Error> {
        let blobs: BTreeSet<&ObjectId> = unread.iter().map(Unread::blob).collect();
        let blobs: Vec<ObjectId> = blobs.into_iter().cloned().collect();
        let contents = repo.contents(&blobs)?.into_iter().map(|bytes| bytes.map(Arc::from));
        let contents: BTreeMap<&ObjectId, Option<Arc<[u8]>>> = blobs.iter().zip(contents).collect();
        let with_bytes = |one: Unread| {
            let bytes = contents.get(one.blob())?.clone()?;
            Some((one, bytes))
        };
        Ok(Self { unread: unread.into_iter().filter_map(with_bytes).collect(), learnt: Vec::new() })
    }

    fn read(self) -> Self {
        let learnt = self.unread.into_iter().map(|(one, bytes)| one.read(&bytes)).collect();
        Self { unread: Vec::new(), learnt }
    }
}

/// The components named, by their places; `None` for all of them.
fn named(product: &Product, names: &[String]) -> Result<Option<Vec<usize>>, PartyError> {
    if names.is_empty() {
        return Ok(None);
    }
    let found = names.iter().map(|name| parties::component(product, name));
    found.collect::<Result<_, _>>().map(Some)
}

/// Whether a finding is about a tag that `commit` has in its history.
fn is_in(history: &History, commit: &ObjectId, finding: &Finding) -> bool {
    let Some(Place::Ref(tag)) = &finding.place else { return false };
    let tagged = history.tagged.get(tag);
    tagged.is_some_and(|tagged| history.ancestry.has(commit, &tagged.commit))
}

/// Says where no manifest was found: it moved, or was not there yet, and nobody is to blame.
fn not_there(session: &Session, product: &Product, history: &History) {
    for (index, path, tags) in audit::not_there(history) {
        let Some(component) = product.components.get(index) else { continue };
        let text = format!(
            "{}: {path} says nothing at {} of its tags: {}\n",
            component.name,
            tags.len(),
            tags.join(", ")
        );
        session.detail(&crate::escape::lines(&text));
    }
}
