//! From a folder to a product, its tags and a snapshot: the one place where git meets versions.

mod commits;
mod error;
mod fill;
mod kept;
mod listing;
mod named;
mod schemes;

use alloc::rc::Rc;
use std::path::Path;

use place::{ObjectId, RepoPath};
use product::{Discovered, Inventory, Needs, Product, Purpose, Snapshot, Soon, discover};
use repo::{Head, Repo, State, View};
use tags::TagIndex;
use version::Date;

pub use error::LoadError;
pub use kept::Kept;
pub use named::Unread;
pub(crate) use schemes::Schemes;

use crate::{Error, Session, pushing, render};
use listing::{Ahead, Listing};
use named::named;

/// The configuration file's name, at the root of the repository.
pub const CONFIG: &str = "release.toml";

/// A repository, its product line, and what has been read of both.
#[derive(Debug)]
pub struct Loaded {
    /// The repository.
    pub repo: Rc<Repo>,
    /// What may stand in the way of a release.
    pub state: State,
    /// The product line.
    pub product: Product,
    /// What has been read.
    pub snapshot: Snapshot,
    /// Where files are read from.
    pub view: View,
    /// What the manifests hold, until it is asked for.
    inventory: Option<Inventory>,
    /// What was read last.
    asked: Needs,
    /// What other looks at the repository share with this one.
    kept: Option<Rc<Kept>>,
    /// What another thread reads of the repository meanwhile.
    ahead: Ahead,
}

/// Opens the repository around the session's folder.
///
/// # Errors
/// No repository there, or one that cannot be read.
pub fn open(session: &Session) -> Result<Repo, Error> {
    Ok(Repo::discover(&session.cwd)?)
}

/// The commit that HEAD is at.
///
/// # Errors
/// A branch without a commit.
pub fn head(state: &State) -> Result<ObjectId, LoadError> {
    match &state.head {
        Head::Branch { commit, .. } | Head::Detached { commit } => Ok(commit.clone()),
        Head::Unborn { branch } => Err(LoadError::Unborn { branch: branch.clone() }),
    }
}

/// Reads the product line of `repo` as `view` has it, and everything ever tagged. `date` is the
/// operation's day.
///
/// # Errors
/// A configuration that is missing or refused; a repository that cannot be read.
pub fn load(session: &Session, repo: Repo, view: View, date: Date) -> Result<Loaded, Error> {
    let state = repo.state()?;
    read_product(session, (Rc::new(repo), None), state, [view.clone(), view], date)
}

/// As [`load`], of one commit after the other: what is in one as it was in the last one is not read
/// again. Who is done with a look hands over what it read, see `Loaded::keep`.
///
/// # Errors
/// As [`load`].
pub fn load_next(
    session: &Session,
    kept: &Rc<Kept>,
    view: View,
    date: Date,
) -> Result<Loaded, Error> {
    let state = kept.repo.state()?;
    let from = (Rc::clone(&kept.repo), Some(Rc::clone(kept)));
    read_product(session, from, state, [view.clone(), view], date)
}

/// As [`load`], of the configuration in the work tree and of everything else in the commit that
/// HEAD is at, which releases are made from; without one, of the work tree.
///
/// # Errors
/// As [`load`].
pub fn load_committed(session: &Session, repo: Repo, date: Date) -> Result<Loaded, Error> {
    let state = repo.state()?;
    let files = state.head.commit().cloned().map_or(View::Worktree, View::Commit);
    read_product(session, (Rc::new(repo), None), state, [View::Worktree, files], date)
}

/// The product line as its configuration in `view` has it; where that names no component, without
/// those that the workspace has.
///
/// # Errors
/// A configuration that is missing or refused.
pub fn configured(session: &Session, repo: &Repo, view: &View) -> Result<Product, Error> {
    let schemes = Schemes::new(session, repo, view);
    let (file, bytes) = configuration(session, repo, view)?;
    Product::parse(&file, &bytes, &|name| schemes.read(name)).map_err(|error| schemes.told(error))
}

/// Reads the configuration from the first view, and all further files from the second.
fn read_product(
    session: &Session,
    (repo, kept): (Rc<Repo>, Option<Rc<Kept>>),
    state: State,
    [config, view]: [View; 2],
    date: Date,
) -> Result<Loaded, Error> {
    let base = match &view {
        View::Commit(commit) => Some(commit.clone()),
        View::Index | View::Worktree => state.head.commit().cloned(),
    };
    // Whatever the configuration says, the tags have to be listed, but for those that are.
    let listed = kept.as_ref().is_some_and(|kept| kept.has_tags());
    let listing = if listed { Listing::later() } else { Listing::begin(&repo, base.as_ref()) };
    let product = match &kept {
        Some(kept) => kept.configured(session, &config)?,
        None => configured(session, &repo, &config)?,
    };
    let untagged = TagIndex::build(&[], core::iter::empty());
    let mut snapshot = Snapshot::new(date, untagged);
    snapshot.branch = state.head.branch().map(ToOwned::to_owned);
    if let Some(branch) = state.head.branch() {
        snapshot.branch_there = Some(match &kept {
            Some(kept) => kept.branch_there(&product, branch)?,
            None => pushing::branch_there(&repo, &product, branch)?,
        });
    }
    snapshot.shallow = state.shallow;
    snapshot.base = base;
    let asked = Needs::default();
    let (inventory, ahead) = (None, Ahead::default());
    let mut loaded = Loaded { repo, state, product, snapshot, view, inventory, asked, kept, ahead };
    // What cannot be read is refused when it is needed, here and below.
    let _ = loaded.fill(session, Needs::usual(&loaded.product));
    if loaded.product.found {
        loaded.discover(session)?;
    }
    listing.sort(&loaded.product);
    loaded.inventory = loaded.take(session).ok();
    let owners = loaded.kept.as_ref().map(|_| loaded.product.owners());
    let kept = loaded.kept.as_ref().zip(owners);
    match kept.as_ref().and_then(|(kept, owners)| kept.tags(owners)) {
        Some(tags) => loaded.snapshot.tags = tags,
        None => {
            let (sorted, ahead) = listing.end(&loaded.repo, &loaded.product)?;
            loaded.ahead = ahead;
            if let Some((kept, owners)) = kept {
                kept.keep_tags(owners, sorted.index.clone());
            }
            loaded.snapshot.tags = sorted.index;
            loaded.snapshot.tagged.extend(sorted.latest);
        }
    }
    if loaded.product.git.ignores_tags() {
        loaded.snapshot.tags.leave_out(|tag| loaded.product.git.ignores(tag).is_some());
    }
    // It was taken beside the listing, without the tags that some requirements are told by.
    loaded.inventory = loaded.inventory.filter(|inventory| !inventory.is_by_tags());
    Ok(loaded)
}

impl Loaded {
    /// Reads what `purpose` needs and the snapshot does not hold yet; the result is the inventory of
    /// it all.
    ///
    /// # Errors
    /// Files or refs that cannot be read.
    pub fn read(&mut self, session: &Session, purpose: Purpose<'_>) -> Result<Inventory, Error> {
        let inventory = match self.inventory.take() {
            Some(inventory) => inventory,
            None => self.take(session)?,
        };
        loop {
            let (product, snapshot) = (&self.product, &self.snapshot);
            let needs = product::needs_beyond(product, snapshot, &inventory, purpose);
            if needs.is_empty() {
                return Ok(inventory);
            }
            self.fill(session, needs)?;
        }
    }

    /// Hands over what was read to the next look. Where there is none, the program ends: to give a
    /// large line's memory back piece by piece, and that of what was `made` of it, takes longer.
    pub(crate) fn keep<T>(self, made: T) {
        match &self.kept {
            Some(kept) => kept.keep_files(self.snapshot.files),
            None => core::mem::forget((self, made)),
        }
    }

    /// What other looks at the repository share with this one.
    pub(crate) fn kept(&self) -> Option<&Kept> {
        self.kept.as_deref()
    }

    /// The same product line as it was in `commit`, nothing read of it yet: what is in the history
    /// of that commit counts, and nothing else.
    #[must_use]
    pub fn at(&self, commit: &ObjectId) -> Self {
        let mut snapshot = Snapshot::new(self.snapshot.date, self.snapshot.tags.clone());
        snapshot.branch.clone_from(&self.snapshot.branch);
        snapshot.branch_there.clone_from(&self.snapshot.branch_there);
        snapshot.base = Some(commit.clone());
        snapshot.only_reachable = true;
        Self {
            repo: Rc::clone(&self.repo),
            state: self.state.clone(),
            product: self.product.clone(),
            snapshot,
            view: View::Commit(commit.clone()),
            inventory: None,
            asked: Needs::default(),
            kept: self.kept.clone(),
            ahead: Ahead::default(),
        }
    }

    /// Has the repository know what another thread read of it meanwhile, and waits for that.
    pub(crate) fn overtake(&self) {
        self.ahead.hand_over(&self.repo);
    }

    /// Says beside an answer that what it rests on may be missing, where that is so.
    pub fn doubt(&self, session: &Session) {
        if self.state.shallow {
            session.say(&render::noted(&LoadError::Shallow));
        }
    }

    /// Reads every manifest, and takes the inventory of them; nothing of tags or history.
    ///
    /// # Errors
    /// Files that cannot be read.
    pub fn take(&mut self, session: &Session) -> Result<Inventory, Error> {
        loop {
            match Inventory::take(&self.product, &self.snapshot) {
                Ok(inventory) => return Ok(inventory),
                Err(needs) => self.fill(session, needs)?,
            }
        }
    }

    fn discover(&mut self, session: &Session) -> Result<(), Error> {
        loop {
            match discover(&self.product, &self.snapshot)? {
                Discovered::Needs { needs, soon } => self.answer(session, *needs, &soon)?,
                Discovered::Members(members) => {
                    self.product = self.product.clone().with_found(&members)?;
                    return Ok(());
                }
            }
        }
    }

    fn fill(&mut self, session: &Session, needs: Needs) -> Result<(), Error> {
        self.answer(session, needs, &Soon::default())
    }

    /// Makes the reads of `needs`, which cannot be what was answered just before: that would be asked
    /// for ever.
    fn answer(&mut self, session: &Session, needs: Needs, soon: &Soon) -> Result<(), Error> {
        if needs == self.asked {
            return Err(LoadError::Unanswered { needs: Box::new(needs) }.into());
        }
        session.detail(&read_line(&needs));
        fill::fill(session, self, &needs, soon)?;
        self.asked = needs;
        Ok(())
    }
}

/// What is read, for who asks why: as many of each kind as there are.
fn read_line(needs: &Needs) -> String {
    let kinds = [
        (needs.files.len() + needs.tagged_files.len() + needs.texts.len(), "files"),
        (needs.folders.len() + needs.tagged_folders.len() + needs.disk.len(), "folders"),
        (needs.tags.len(), "tags"),
        (needs.messages.len(), "messages of tags"),
        (needs.told.len(), "messages of tagged commits"),
        (needs.changes.len(), "changes since a tag"),
        (needs.commits.len(), "histories since a tag"),
        (usize::from(needs.tracked), "list of what is tracked"),
        (usize::from(needs.author), "name of who releases"),
    ];
    let read = kinds.iter().filter(|(count, _)| *count > 0);
    let read: Vec<String> = read.map(|(count, kind)| format!("{count} {kind}")).collect();
    format!("reading {}\n", read.join(", "))
}

/// The configuration's name and bytes: the file named with `--config`, or release.toml at the root.
fn configuration(session: &Session, repo: &Repo, view: &View) -> Result<(String, Vec<u8>), Error> {
    if let Some(path) = &session.config {
        let path = session.path(path);
        let inside = inside(repo.root(), &path);
        if inside.is_none() || *view == View::Worktree {
            let bytes = std::fs::read(&path)
                .map_err(|source| LoadError::Config { path: path.clone(), source })?;
            let name =
                inside.map_or_else(|| path.display().to_string(), |path| path.as_str().to_owned());
            remember(session, &name, &bytes);
            return Ok((name, bytes));
        }
        if let Some(inside) = inside {
            return tracked(session, repo, view, &inside);
        }
    }
    let path = RepoPath::new(CONFIG).map_err(LoadError::Path)?;
    tracked(session, repo, view, &path)
}

fn tracked(
    session: &Session,
    repo: &Repo,
    view: &View,
    path: &RepoPath,
) -> Result<(String, Vec<u8>), Error> {
    let file = fill::one(repo, view, path).map_err(|error| Unread::from(error).of(path))?;
    let file = file.ok_or_else(|| LoadError::NoConfig {
        path: path.to_string(),
        root: repo.root().to_owned(),
    })?;
    remember(session, path.as_str(), &file.bytes);
    Ok((path.as_str().to_owned(), file.bytes))
}

fn remember(session: &Session, name: &str, bytes: &[u8]) {
    session.remember(name, String::from_utf8_lossy(bytes).into_owned());
}

/// `path` relative to `root`, if it lies below it.
fn inside(root: &Path, path: &Path) -> Option<RepoPath> {
    let path = path.canonicalize().ok()?;
    let root = root.canonicalize().ok()?;
    let relative = path.strip_prefix(root).ok()?;
    RepoPath::new(&relative.to_str()?.replace(std::path::MAIN_SEPARATOR, "/")).ok()
}
