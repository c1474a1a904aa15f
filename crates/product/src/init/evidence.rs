//! What the released versions and those in the files tell of a scheme.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use version::Dialect;

use super::components::Found;
use super::templates::{is_final, rank};

/// How many of the newest versions of an owner of tags are looked at, at most and at least, and half
/// of them in between: what was tagged in another way long ago makes no policy.
const NEWEST: (usize, usize) = (20, 5);

/// A tag that has a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Release<'t> {
    /// The component that it is of, by its place in the list; `None` for the product.
    pub(super) owner: Option<usize>,
    /// The version, as the tag has it.
    pub(super) text: &'t str,
    /// The tag.
    pub(super) tag: &'t str,
}

/// What versions there are.
pub(super) struct Evidence<'e> {
    /// The newest final versions of every owner of tags; where there is no tag, those in files.
    pub(super) finals: Vec<&'e str>,
    /// All final versions of each owner of tags, the newest first.
    pub(super) histories: Vec<Vec<&'e str>>,
    /// The newest pre-releases in the same way as the final ones.
    pub(super) pres: Vec<&'e str>,
    /// Those of them that say how pre-releases are written now: see [`current`].
    pub(super) current: Vec<&'e str>,
    /// The versions in files, a component each.
    pub(super) now: Vec<(&'e str, &'static Dialect)>,
    /// The newest final version in the tags of each component that has some.
    pub(super) tagged: Vec<&'e str>,
    /// The newest final version of each component that has none in a file.
    pub(super) unstated: Vec<&'e str>,
    /// Whether pre-releases are made at all, rather than once.
    pub(super) has_pre: bool,
    /// Whether the texts are tags', not files'.
    pub(super) released: bool,
    /// How many components there are.
    pub(super) components: usize,
    /// Whether all of them are at one number, none with tags of its own, as their ecosystems write it.
    pub(super) same: bool,
    /// How many of them have no version anywhere, beside others that have tags of their own.
    pub(super) silent: usize,
}

impl<'e> Evidence<'e> {
    /// Sorts what the tags and the components' files say. `own` is whether components have tags of
    /// their own, and `same` whether they have one number without any.
    pub(super) fn take(
        releases: &[Release<'e>],
        components: &'e [Found],
        own: bool,
        same: bool,
    ) -> Self {
        let now = components.iter().filter_map(|one| one.version.as_ref());
        let now: Vec<(&str, &Dialect)> =
            now.map(|(text, dialect)| (stated(text, dialect), *dialect)).collect();
        let mut owners: BTreeMap<Option<usize>, Vec<&str>> = BTreeMap::new();
        for release in releases {
            owners.entry(release.owner).or_default().push(release.text);
        }
        if releases.is_empty() {
            let of_files = now.iter().map(|(text, _)| *text);
            owners.insert(None, of_files.collect());
        }
        let (mut finals, mut pres, mut tagged, mut made) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let (mut unstated, mut current, mut histories) = (Vec::new(), Vec::new(), Vec::new());
        for (owner, texts) in &mut owners {
            texts.sort_by_key(|text| core::cmp::Reverse(rank(text)));
            texts.dedup();
            made += texts.iter().filter(|text| !is_final(text)).count();
            let newest = texts.iter().copied().filter(|text| is_final(text));
            let one = owner.and_then(|at| components.get(at));
            if owner.is_some() {
                tagged.extend(newest.clone().next());
            }
            if one.is_some_and(|one| one.version.is_none()) {
                unstated.extend(newest.clone().next());
            }
            let (most, least) = NEWEST;
            let some = |all: usize| (all / 2).clamp(least, most);
            // What was called in another way several releases ago decides nothing.
            let before = newest.clone().nth(least.saturating_sub(1)).map(|text| rank(text).0);
            finals.extend(newest.clone().take(some(newest.clone().count())));
            histories.extend((!releases.is_empty()).then(|| newest.collect()));
            let newest = texts.iter().copied().filter(|text| !is_final(text));
            pres.extend(newest.clone().take(some(newest.clone().count())));
            let is_recent = |text: &&str| before.as_ref().is_none_or(|last| rank(text).0 > *last);
            let recent = newest.take_while(is_recent);
            current.extend(self::current(recent, &now));
        }
        if !own && let Some(product) = owners.get(&None).filter(|_| !releases.is_empty()) {
            // Whose version is in tags only has the product's, where there are no others.
            let newest = product.iter().copied().find(|text| is_final(text));
            let unsaid = components
                .iter()
                .enumerate()
                .filter(|(at, one)| one.version.is_none() && !owners.contains_key(&Some(*at)));
            unstated.extend(newest.into_iter().cycle().take(unsaid.count()));
        }
        let silent = |(at, one): &(usize, &Found)| {
            own && one.version.is_none() && !owners.contains_key(&Some(*at))
        };
        let silent = components.iter().enumerate().filter(silent).count();
        let all: usize = owners.values().map(Vec::len).sum();
        let has_pre = made * 20 >= all.max(1) || now.iter().any(|(text, _)| !is_final(text));
        let released = !releases.is_empty();
        let components = components.len();
        Self {
            finals,
            histories,
            pres,
            current,
            now,
            tagged,
            unstated,
            has_pre,
            released,
            components,
            same,
            silent,
        }
    }
}

/// Those of an owner's recent pre-releases, the newest first, that lead to its newest version: what they
/// are written like goes before what all others are. A single one may be a slip, and those that lead to the
/// version before are with it, unless a file states it.
fn current<'e>(
    newest: impl Iterator<Item = &'e str> + Clone,
    now: &[(&str, &'static Dialect)],
) -> Vec<&'e str> {
    let mut left = newest.peekable();
    let mut found: Vec<&str> = Vec::new();
    for _ in 0..2 {
        let Some(leads) = left.peek().map(|text| rank(text)) else { break };
        while let Some(text) = left.next_if(|text| rank(text) == leads) {
            found.push(text);
        }
        if found.len() > 1 || found.iter().any(|one| now.iter().any(|(text, _)| text == one)) {
            break;
        }
    }
    found
}

/// The version that a file states: what is in development tells as much as what it leads to.
pub(super) fn stated<'t>(text: &'t str, dialect: &Dialect) -> &'t str {
    let bases = dialect.unmarked(text).map(|(_, base)| base);
    bases.min_by_key(|base| base.len()).unwrap_or(text)
}
