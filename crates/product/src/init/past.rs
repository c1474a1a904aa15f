//! What stood in the files when the newest releases were tagged: a tag without a name is only theirs
//! who were there and said so.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::RepoPath;

use super::components::{self, Found};
use super::evidence::stated;
use super::templates::{self, Known, rank};
use super::{Seen, claimed};
use crate::Content;

/// How many of the newest releases are looked at: somebody may have forgotten to write one number.
const NEWEST: usize = 2;

/// What a repository held at the commit of a tag.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// All files that it tracked.
    pub tracked: Vec<RepoPath>,
    /// Those that [`super::wanted`] names of them.
    pub files: BTreeMap<RepoPath, Content>,
}

/// What a component had to do with the newest releases when they were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// It was not looked, or no file said a version.
    Unknown,
    /// It was not there at any of them.
    Absent,
    /// It was under another number at each of them.
    Apart,
    /// One of them was its number.
    Along,
}

/// The tags at whose commits the files have to be read to know whose the product's tags are; none
/// where nobody below the root could be taken for it.
#[must_use]
pub fn looks_back(seen: &Seen<'_>) -> Vec<String> {
    let mut tags = seen.tags.to_vec();
    tags.sort_unstable();
    let seen = &Seen { tags: &tags, ..*seen };
    let mut found = components::find(seen).components;
    if found.iter().all(|one| one.home.is_root()) {
        return Vec::new();
    }
    claimed::name(seen, &mut found);
    let product = templates::fit(seen, &found).1;
    let newest = product.iter().flat_map(|product| newest(seen, &product.template));
    newest.map(|(tag, _)| tag.to_string()).collect()
}

/// The newest final tags by the product's template, each with its version, the newest first.
pub(super) fn newest<'s>(seen: &Seen<'s>, template: &str) -> Vec<(&'s str, &'s str)> {
    let tags = templates::tagged(seen, template, &[String::new()]);
    let mut finals: Vec<_> =
        tags.into_iter().filter(|(_, text)| templates::is_final(text)).collect();
    finals.sort_by_key(|(_, text)| core::cmp::Reverse(rank(text)));
    finals.truncate(NEWEST);
    finals
}

/// The components that there were at the newest releases of the product, each with the numbers that it
/// was released as.
pub(super) struct Releases<'s>(Vec<(Vec<u64>, &'s Past, Vec<Found>)>);

impl<'s> Releases<'s> {
    /// Those that were looked at.
    pub(super) fn of(seen: &Seen<'s>, product: &Known) -> Self {
        let at = |(tag, text): (&str, &str)| {
            let past = seen.past.get(tag)?;
            let then = Seen { files: &past.files, tracked: &past.tracked, given: None, ..*seen };
            Some((rank(text).0, past, components::find(&then).components))
        };
        Self(newest(seen, &product.template).into_iter().filter_map(at).collect())
    }

    /// What `one` had to do with them.
    pub(super) fn then(&self, one: &Found) -> Then {
        let at = |(number, past, all): &(Vec<u64>, &Past, Vec<Found>)| {
            let known = |was: &&Found| was.package.is_some() && was.package == one.package;
            let was = all.iter().find(|was| was.path == one.path).or(all.iter().find(known));
            match was.map(|was| &was.version) {
                Some(Some((text, dialect))) => match rank(stated(text, dialect)).0 == *number {
                    true => Then::Along,
                    false => Then::Apart,
                },
                None if !one.manifests.iter().any(|path| past.files.contains_key(path)) => {
                    Then::Absent
                }
                Some(None) | None => Then::Unknown,
            }
        };
        let all: Vec<Then> = self.0.iter().map(at).collect();
        let any = |then| all.contains(&then);
        match () {
            () if any(Then::Along) => Then::Along,
            () if any(Then::Unknown) || all.is_empty() => Then::Unknown,
            () if any(Then::Apart) => Then::Apart,
            () => Then::Absent,
        }
    }
}
