//! What lies in the repository of what another tool was told: the files that its globs mean, the
//! changes that are still pending, the changelogs.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use globset::{GlobBuilder, GlobMatcher};
use place::RepoPath;

use super::{Find, Holder, Imported};
use crate::config::may_be_called;

/// Files that state a component's version, by a glob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Globbed {
    /// The glob, from the root; `*` is no `/`.
    pub glob: String,
    /// Those that are none all the same.
    pub but: Vec<String>,
    /// How the version is found in each.
    pub find: Find,
    /// Which setting says so, for people.
    pub said: String,
}

/// Where the other tool keeps changes until they are released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// The folder.
    pub folder: &'static str,
    /// How their names end.
    pub ending: &'static str,
}

/// What explains such a folder to people, and is no change.
const README: &str = "README.md";

impl Imported {
    /// Looks at what the repository tracks, and names what is to be done about it. The files that
    /// are to be read for [`settle`](Self::settle).
    pub fn look(&mut self, tracked: &[RepoPath]) -> Vec<RepoPath> {
        self.expand(tracked);
        self.pending(tracked);
        self.changelogs(tracked);
        let all = self.components.iter().flat_map(|one| &one.manifests);
        let all: BTreeSet<&RepoPath> = all.map(|holder| &holder.path).collect();
        all.into_iter().cloned().collect()
    }

    fn expand(&mut self, tracked: &[RepoPath]) {
        let Self { components, doubts, .. } = self;
        components.retain_mut(|one| {
            let globs = core::mem::take(&mut one.globs);
            let some = !globs.is_empty();
            for globbed in globs {
                let but: Vec<GlobMatcher> =
                    globbed.but.iter().filter_map(|glob| matcher(glob)).collect();
                let matches = |path: &&RepoPath, glob: &GlobMatcher| {
                    glob.is_match(path.as_str())
                        && !but.iter().any(|glob| glob.is_match(path.as_str()))
                };
                let Globbed { glob, find, said, .. } = globbed;
                let Some(matcher) = matcher(&glob) else {
                    doubts.push(format!("{said}: not carried over: it is no glob here"));
                    continue;
                };
                let mut found = tracked.iter().filter(|path| matches(path, &matcher)).peekable();
                if found.peek().is_none() {
                    doubts.push(format!("{said}: not carried over: no file matches it"));
                }
                let holder = |path: &RepoPath| {
                    let said = format!("{said}: {path}");
                    Holder { path: path.clone(), find: find.clone(), said }
                };
                one.manifests.extend(found.map(holder));
            }
            // Of a product that has no name there, others may be found.
            !(some && one.manifests.is_empty() && one.name.is_none())
        });
    }

    fn pending(&mut self, tracked: &[RepoPath]) {
        let Some(Pending { folder, ending }) = self.pending else { return };
        let is_change = |path: &&RepoPath| {
            let below =
                path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            below && path.as_str().ends_with(ending) && path.file_name() != README
        };
        let count = tracked.iter().filter(is_change).count();
        if count > 0 {
            self.doubts.push(format!(
                "{count} change(s) are still pending in {folder}: they are not carried over; write \
                 them anew with `change add`"
            ));
        }
    }

    /// Keeps the changelogs that are there: a release refuses to write into one that is not.
    fn changelogs(&mut self, tracked: &[RepoPath]) {
        let Self { components, doubts, .. } = self;
        for one in components {
            let Some((path, said)) = one.changelog.take() else { continue };
            let why = if !may_be_called(path.file_name()) {
                "is not called as Markdown is"
            } else if !tracked.contains(&path) {
                "is not there: begin it, and name it in `changelog`"
            } else {
                one.changelog = Some((path, said));
                continue;
            };
            // Where the tool was not told of one, it may never have written any.
            doubts.extend(said.map(|said| format!("{said}: not carried over: {path} {why}")));
        }
        let is_there = |name: &&str| tracked.iter().any(|path| path.file_name() == *name);
        if let Some(name) = self.source_of_changelogs.filter(is_there) {
            self.stale(&format!("{name} beside each changelog"));
        }
    }
}

/// A glob of files or of packages: `*` stops at a `/`, and a pattern of another kind is none.
pub(super) fn matcher(glob: &str) -> Option<GlobMatcher> {
    let odd = glob.contains(['(', '|']);
    let glob = GlobBuilder::new(glob.trim_start_matches("./")).literal_separator(true).build();
    glob.ok().filter(|_| !odd).map(|glob| glob.compile_matcher())
}
