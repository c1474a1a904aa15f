//! What stood in the files when the newest releases were tagged: a tag without a name is only theirs
//! who were there and said so.

use alloc::collections::{BTreeMap, BTreeSet};
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

/// How many numbers of former releases are looked at, the lowest first: those are the likeliest that
/// a component has by chance.
const FORMER: usize = 4;

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

/// The tags at whose commits the files have to be read to know whose the product's tags are, and the
/// numbers that it had before; none where nobody below the root could be taken for it, and no two
/// files at the root.
#[must_use]
pub fn looks_back(seen: &Seen<'_>) -> Vec<String> {
    let mut tags = seen.tags.to_vec();
    tags.sort_unstable();
    let seen = &Seen { tags: &tags, ..*seen };
    let mut found = components::find(seen).components;
    if found.iter().all(|one| one.home.is_root() && !one.differs) {
        return Vec::new();
    }
    claimed::name(seen, &mut found);
    let (own, product) = templates::fit(seen, &found);
    let Some(product) = product else { return Vec::new() };
    let mut all: BTreeSet<&str> =
        newest(seen, &product.template).into_iter().map(|(tag, _)| tag).collect();
    // Where there are tags of their own, nobody lags behind one number.
    let found = if own.is_some() { &[] } else { found.as_slice() };
    let finals = finals(seen, &product.template);
    let is_former = |number: &Vec<u64>| {
        product.last.iter().any(|(last, _)| number < last && number.first() == last.first())
    };
    let numbers: BTreeSet<Vec<u64>> = found.iter().filter_map(number).filter(is_former).collect();
    let places = numbers.iter().filter_map(|number| place(&finals, number)).take(FORMER);
    for at in places.flat_map(|at| [Some(at), at.checked_sub(1)]).flatten() {
        all.extend(finals.get(at).map(|(_, tag)| *tag));
    }
    all.into_iter().map(ToString::to_string).collect()
}

/// The number of the final version that a component states, or is on the way to.
fn number(one: &Found) -> Option<Vec<u64>> {
    let (text, dialect) = one.version.as_ref()?;
    Some(rank(stated(text, dialect))).filter(|(_, is_final)| *is_final).map(|(number, _)| number)
}

/// The numbers of the final releases by the product's template, each with a tag of it, the lowest first.
fn finals<'s>(seen: &Seen<'s>, template: &str) -> Vec<(Vec<u64>, &'s str)> {
    let tags = templates::tagged(seen, template, &[String::new()]).into_iter();
    let finals = tags.filter(|(_, text)| templates::is_final(text));
    let finals: BTreeMap<Vec<u64>, &str> = finals.map(|(tag, text)| (rank(text).0, tag)).collect();
    finals.into_iter().collect()
}

/// Where a number is among them.
fn place<T>(finals: &[(Vec<u64>, T)], number: &[u64]) -> Option<usize> {
    finals.binary_search_by(|(one, _)| one.as_slice().cmp(number)).ok()
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

/// What there was at one release: the files, and the components in them.
struct Release<'s>(&'s Past, Vec<Found>);

impl<'s> Release<'s> {
    /// That of a tag, if it was looked at.
    fn of(seen: &Seen<'s>, tag: &str) -> Option<Self> {
        let past = seen.past.get(tag)?;
        let then = Seen { files: &past.files, tracked: &past.tracked, given: None, ..*seen };
        Some(Self(past, components::find(&then).components))
    }

    /// What `one` had to do with a `number` then.
    fn then(&self, one: &Found, number: &[u64]) -> Then {
        let Self(past, all) = self;
        let known = |was: &&Found| was.package.is_some() && was.package == one.package;
        let was = all.iter().find(|was| was.path == one.path).or(all.iter().find(known));
        match was.map(|was| &was.version) {
            Some(Some((text, dialect))) => Then::said(stated(text, dialect), number),
            None if !one.manifests.iter().any(|path| past.files.contains_key(path)) => Then::Absent,
            Some(None) | None => Then::Unknown,
        }
    }
}

/// The newest releases of the product, each with its number.
pub(super) struct Releases<'s>(Vec<(Vec<u64>, Release<'s>)>);

impl<'s> Releases<'s> {
    /// Those that were looked at.
    pub(super) fn of(seen: &Seen<'s>, product: &Known) -> Self {
        let at = |(tag, text): (&str, &str)| Some((rank(text).0, Release::of(seen, tag)?));
        Self(newest(seen, &product.template).into_iter().filter_map(at).collect())
    }

    /// What `one` had to do with them.
    pub(super) fn then(&self, one: &Found) -> Then {
        Then::of(&self.0.iter().map(|(number, at)| at.then(one, number)).collect::<Vec<_>>())
    }
}

impl Then {
    /// What a version then says of a release's number.
    pub(super) fn said(text: &str, number: &[u64]) -> Self {
        if rank(text).0 == number { Self::Along } else { Self::Apart }
    }

    /// What all releases that were looked at say together.
    pub(super) fn of(all: &[Self]) -> Self {
        let any = |then| all.contains(&then);
        match () {
            () if any(Self::Along) => Self::Along,
            () if any(Self::Unknown) || all.is_empty() => Self::Unknown,
            () if any(Self::Apart) => Self::Apart,
            () => Self::Absent,
        }
    }
}

/// All numbers that the product was released as, the lowest first, each with what there was then, if
/// that was looked at.
pub(super) struct Numbers<'s>(Vec<(Vec<u64>, Option<Release<'s>>)>);

impl<'s> Numbers<'s> {
    /// Those by the product's template.
    pub(super) fn of(seen: &Seen<'s>, product: &Known) -> Self {
        let at = |(number, tag): (Vec<u64>, &str)| (number, Release::of(seen, tag));
        Self(finals(seen, &product.template).into_iter().map(at).collect())
    }

    /// Whether a component has the final version that it states from one of these releases: it had it
    /// at that one, and another at the one before. What was not looked at may be so.
    pub(super) fn made(&self, one: &Found) -> bool {
        let Some(number) = number(one) else { return true };
        let then = |at: usize| Some(self.0.get(at)?.1.as_ref()?.then(one, &number));
        let Some(at) = place(&self.0, &number) else { return true };
        match then(at) {
            None | Some(Then::Unknown) => true,
            Some(Then::Along) => at.checked_sub(1).and_then(then) != Some(Then::Along),
            Some(Then::Absent | Then::Apart) => false,
        }
    }
}
