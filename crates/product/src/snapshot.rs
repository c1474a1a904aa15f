//! Every input of a plan or a lint, read once.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::Locator;
use place::{ObjectId, Place, RepoPath};
use serde::{Deserialize, Serialize};
use tags::{Stated, TagIndex};
use version::Date;

use crate::StatedRelease;
use crate::content::{Content, Found};

/// All that planning and linting look at. Two equal snapshots give the same plan on any machine.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The day, in UTC.
    pub date: Date,
    /// The branch, by its short name; `None` where HEAD is detached.
    pub branch: Option<String>,
    /// What that branch is called where everybody has it; `None` where that is not known, or as here.
    pub branch_there: Option<String>,
    /// The commit that is looked at; `None` in a repository without one.
    pub base: Option<ObjectId>,
    /// Everything ever released, by tag.
    pub tags: TagIndex,
    /// Whether history is cut off, as in a shallow clone: releases may be missing from `tags`, and
    /// what is next is not known.
    pub shallow: bool,
    /// Files by path; `None` for those that are not there.
    pub files: BTreeMap<RepoPath, Option<Content>>,
    /// What folders hold, not recursively, sorted by name; `None` for those that are not there.
    pub folders: BTreeMap<RepoPath, Option<Vec<Entry>>>,
    /// What folders hold on the disk, as in `folders`, where that is what the next commit may hold;
    /// `None` for those that are not there.
    pub disk: BTreeMap<RepoPath, Option<Vec<Entry>>>,
    /// Every tracked file, sorted; `None` where nobody asked.
    pub tracked: Option<Vec<RepoPath>>,
    /// What tags point at; `None` for those that do not lead to a commit.
    pub tagged: BTreeMap<String, Option<Tagged>>,
    /// What tags say; `None` for those that are not annotated.
    pub messages: BTreeMap<String, Option<String>>,
    /// What the commits that tags lead to say they released; nothing for a tag that leads to none.
    pub told: BTreeMap<String, Vec<Stated>>,
    /// Files changed since a tag, below a folder.
    pub changes: BTreeMap<(String, RepoPath), Vec<RepoPath>>,
    /// Files as they were at a tag; `None` where they were not there.
    pub tagged_files: BTreeMap<(String, RepoPath), Option<Content>>,
    /// What folders held at a tag, as in `folders`; `None` for those that were not there.
    pub tagged_folders: BTreeMap<(String, RepoPath), Option<Vec<Entry>>>,
    /// The commits that the history under inspection has since a tag, the oldest first; none for one
    /// that leads to no commit.
    pub commits: BTreeMap<String, Vec<Arc<Committed>>>,
    /// The versions that the commit under inspection says it releases, by component: its
    /// `Release-Component` trailers. They let a release's own commit pass the lint.
    pub releasing: BTreeMap<String, String>,
    /// The releases that these commits say they are, the oldest first, for the step of each to be
    /// looked at.
    pub stated: Vec<StatedRelease>,
    /// Blobs that an unfinished release has planned, by path.
    pub unfinished: BTreeMap<RepoPath, ObjectId>,
    /// Whether only tags in the history under inspection count: a lint of an older branch is not
    /// held to what was released elsewhere since. Planning refuses such baselines instead.
    pub only_reachable: bool,
    /// Whether what is looked at is a commit, which is mended by making it anew: nothing is written
    /// over what it holds.
    pub committed: bool,
    /// Who releases, as git knows: `None` while nobody asked, `Some(None)` where git does not.
    pub author: Option<Option<Author>>,
    /// What differs from the last commit, where a lint is of staged content only; `None` to look
    /// at everything.
    pub staged: Option<Vec<RepoPath>>,
    /// Since when changes have to be announced by change files; `None` where nobody asks.
    pub announced: Option<Since>,
}

/// Since when changes have to be announced by change files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// Each component's last release.
    Release,
    /// This commit, and the last release: the name under which `tagged` holds the commit.
    Commit(String),
}

/// Whoever releases, for the entries that say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Author {
    /// The name.
    pub name: String,
    /// The address.
    pub mail: String,
}

/// A commit, as far as notes tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Its name.
    pub id: ObjectId,
    /// The whole message.
    pub message: String,
    /// The files that it changed, sorted; none for a merge.
    pub files: Vec<RepoPath>,
}

/// One name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Whether it is a folder.
    pub folder: bool,
}

/// What a tag points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The commit, through however many tag objects.
    pub commit: ObjectId,
    /// Whether the commit is part of the history under inspection.
    pub ancestor: bool,
}

impl Snapshot {
    /// A snapshot with tags and a day, and nothing read yet.
    #[must_use]
    pub fn new(date: Date, tags: TagIndex) -> Self {
        Self {
            date,
            branch: None,
            branch_there: None,
            base: None,
            tags,
            shallow: false,
            files: BTreeMap::new(),
            folders: BTreeMap::new(),
            disk: BTreeMap::new(),
            tracked: None,
            tagged: BTreeMap::new(),
            messages: BTreeMap::new(),
            told: BTreeMap::new(),
            changes: BTreeMap::new(),
            tagged_files: BTreeMap::new(),
            tagged_folders: BTreeMap::new(),
            commits: BTreeMap::new(),
            releasing: BTreeMap::new(),
            stated: Vec::new(),
            unfinished: BTreeMap::new(),
            only_reachable: false,
            committed: false,
            author: None,
            staged: None,
            announced: None,
        }
    }

    /// The bytes of a file that has been read and is there.
    #[must_use]
    pub fn bytes(&self, path: &RepoPath) -> Option<&[u8]> {
        self.content(path).map(Content::bytes)
    }

    /// A file that has been read and is there.
    #[must_use]
    pub fn content(&self, path: &RepoPath) -> Option<&Content> {
        self.files.get(path)?.as_ref()
    }

    /// What a locator finds in a file that has been read; `None` where it is not there.
    #[must_use]
    pub fn found(&self, path: &RepoPath, locator: &Locator) -> Option<Found> {
        Some(self.content(path)?.found(path, locator))
    }

    /// A place in a file, as a part of a sentence: `core/package.json:3`; `None` for other places.
    pub(crate) fn spot(&self, place: &Place) -> Option<String> {
        let Place::File { path, span } = place else { return None };
        let bytes = RepoPath::new(path).ok().and_then(|path| self.bytes(&path));
        let before = bytes.zip(*span).and_then(|(bytes, span)| bytes.get(..span.start));
        let line = before.map(|bytes| bytes.iter().filter(|byte| **byte == b'\n').count() + 1);
        Some(line.map_or_else(|| path.clone(), |line| format!("{path}:{line}")))
    }

    /// Whether a tag is known to lie outside of the history under inspection, and does not count.
    pub(crate) fn is_out_of_sight(&self, tag: &str) -> bool {
        self.only_reachable && self.is_elsewhere(tag)
    }

    /// Whether a tag is known to lie outside of the history under inspection.
    pub(crate) fn is_elsewhere(&self, tag: &str) -> bool {
        let outside = |tagged: &Option<Tagged>| tagged.as_ref().is_some_and(|t| !t.ancestor);
        self.tagged.get(tag).is_some_and(outside)
    }

    /// Whether `folder` has been listed and has a file called `name`.
    #[must_use]
    pub fn holds(&self, folder: &RepoPath, name: &str) -> bool {
        let listed = self.folders.get(folder).and_then(Option::as_ref);
        listed.and_then(|entries| called(entries, name)).is_some_and(|entry| !entry.folder)
    }
}

/// The one of these, sorted by name, that is called so.
pub(crate) fn called<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
    let at = entries.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
    entries.get(at)
}
