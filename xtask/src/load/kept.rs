//! What looks at several commits of one repository share. Hardly anything differs from one commit to
//! the next: what is the same is neither read nor worked out again.

use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use core::cell::RefCell;

use place::{ObjectId, RepoPath};
use product::{Content, Product};
use repo::{Mode, Repo, RepoError, View};
use tags::{Owner, TagIndex};

use super::Schemes;
use crate::{Error, Session, pushing};

/// A repository, and what the last look at it found.
#[derive(Debug)]
pub struct Kept {
    pub(super) repo: Rc<Repo>,
    configured: RefCell<Option<Configured>>,
    tags: RefCell<Option<(Vec<Owner>, TagIndex)>>,
    files: RefCell<BTreeMap<RepoPath, Content>>,
    plans: RefCell<BTreeMap<ObjectId, Rc<[ObjectId]>>>,
    /// By a branch and the remote that is configured: what the branch is called there.
    branches_there: RefCell<BTreeMap<(String, Option<String>), String>>,
}

/// A configuration, and the texts that it was made of.
#[derive(Debug)]
struct Configured {
    file: String,
    bytes: Vec<u8>,
    /// The scheme files that it names, and what each held.
    schemes: BTreeMap<String, Option<(String, String)>>,
    product: Product,
}

impl Kept {
    /// Nothing yet of `repo`.
    #[must_use]
    pub fn new(repo: Repo) -> Rc<Self> {
        Rc::new(Self {
            repo: Rc::new(repo.keeping_histories()),
            configured: RefCell::default(),
            tags: RefCell::default(),
            files: RefCell::default(),
            plans: RefCell::default(),
            branches_there: RefCell::default(),
        })
    }

    /// As [`super::configured`].
    pub(super) fn configured(&self, session: &Session, view: &View) -> Result<Product, Error> {
        let files = Schemes::new(session, &self.repo, view);
        let read = |name: &str| files.read(name);
        let (file, bytes) = super::configuration(session, &self.repo, view)?;
        if let Some(last) = &*self.configured.borrow()
            && last.file == file
            && last.bytes == bytes
            && last.schemes.iter().all(|(name, text)| read(name) == *text)
        {
            return Ok(last.product.clone());
        }
        let schemes = RefCell::new(BTreeMap::new());
        let noted = |name: &str| {
            let text = read(name);
            schemes.borrow_mut().insert(name.to_owned(), text.clone());
            text
        };
        let product = Product::parse(&file, &bytes, &noted);
        let product = product.map_err(|error| files.told(error))?;
        let schemes = schemes.take();
        *self.configured.borrow_mut() =
            Some(Configured { file, bytes, schemes, product: product.clone() });
        Ok(product)
    }

    /// As [`pushing::branch_there`], asked once: git may have to be started for it.
    pub(super) fn branch_there(&self, product: &Product, branch: &str) -> Result<String, Error> {
        let key = (branch.to_owned(), product.git.push.remote.clone());
        if let Some(known) = self.branches_there.borrow().get(&key) {
            return Ok(known.clone());
        }
        let there = pushing::branch_there(&self.repo, product, branch)?;
        self.branches_there.borrow_mut().insert(key, there.clone());
        Ok(there)
    }

    /// Whether any tags have been sorted.
    pub(super) fn has_tags(&self) -> bool {
        self.tags.borrow().is_some()
    }

    /// All tags by whose they are, where the same owners had them sorted last.
    pub(super) fn tags(&self, owners: &[Owner]) -> Option<TagIndex> {
        let known = self.tags.borrow();
        let (known, index) = known.as_ref()?;
        let same = known.len() == owners.len() && known.iter().zip(owners).all(|(a, b)| a.is(b));
        same.then(|| index.clone())
    }

    /// Keeps tags as these owners have them.
    pub(super) fn keep_tags(&self, owners: Vec<Owner>, index: TagIndex) {
        *self.tags.borrow_mut() = Some((owners, index));
    }

    /// Keeps files in place of those that were kept before. Those of the work tree, which have no
    /// names as blobs, are none of a commit's.
    pub(crate) fn keep_files(&self, files: BTreeMap<RepoPath, Option<Content>>) {
        let files = files.into_iter().filter_map(|(path, content)| Some((path, content?)));
        *self.files.borrow_mut() = files.filter(|(_, content)| content.id().is_some()).collect();
    }

    /// The files at `paths` in a commit that are as they were at the last look, in that order; `None`
    /// for those that are not, or are no plain files.
    ///
    /// # Errors
    /// As [`Repo::entries_at`].
    pub(super) fn known(
        &self,
        commit: &ObjectId,
        paths: &[RepoPath],
    ) -> Result<Vec<Option<Content>>, RepoError> {
        let files = self.files.borrow();
        let entries = self.repo.entries_at(commit, paths)?;
        let same = paths.iter().zip(entries).map(|(path, entry)| {
            let (mode, blob) = entry?;
            let content = files.get(path).filter(|_| mode != Mode::Symlink)?;
            (content.id() == Some(&blob)).then(|| content.clone())
        });
        Ok(same.collect())
    }

    /// The commits in the history of `commit` that say that they are releases, as far as an earlier
    /// look told.
    pub(crate) fn plans(&self, commit: &ObjectId) -> Option<Rc<[ObjectId]>> {
        self.plans.borrow().get(commit).cloned()
    }

    /// Keeps those commits.
    pub(crate) fn keep_plans(&self, commit: &ObjectId, plans: Rc<[ObjectId]>) {
        self.plans.borrow_mut().insert(commit.clone(), plans);
    }
}
