//! How tags are named.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use tags::Template;

use super::Seen;
use super::components::Found;
use super::history::History;

/// How components' tags are usually named.
pub(super) const OWN: &[&str] = &[
    "{component}-{version}",
    "{component}-v{version}",
    "{component}@{version}",
    "{component}@v{version}",
    "{component}/v{version}",
    "{component}/{version}",
    "{component}_v{version}",
    "{component}_{version}",
    "rel/{component}-{version}",
    "release/{component}-{version}",
];

/// How products' tags are usually named.
const PRODUCT: &[&str] = &[
    "v{version}",
    "{version}",
    "{product}-{version}",
    "{product}-v{version}",
    "{product}/{version}",
    "{product}@{version}",
    "release-{version}",
    "release/{version}",
    "rel-{version}",
    "rel/{version}",
    "rel/{product}-{version}",
    "parent-{version}",
    "V{version}",
];

/// What a version counts among others: its numbers, a pre-release below the final version.
pub(super) type Rank = (Vec<u64>, bool);

/// See [`Rank`].
pub(super) fn rank(text: &str) -> Rank {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let numbers = text.get(..end).unwrap_or(text).split('.').filter_map(|part| part.parse().ok());
    let mut numbers: Vec<u64> = numbers.collect();
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    (numbers, is_final(text))
}

/// Whether a version has nothing but numbers.
pub(super) fn is_final(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Whether a text looks like a version at all: digits, and more of them behind a dot.
pub(super) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('.')
}

/// A template, and what there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// Its text.
    pub(super) template: String,
    /// How many tags are like it.
    pub(super) tags: usize,
    /// The highest version among them.
    pub(super) newest: Option<Rank>,
}

/// The tags that a component has by a template, under any of its names: each with its version.
pub(super) fn tagged<'s>(
    seen: &Seen<'s>,
    template: &str,
    names: &[String],
) -> BTreeSet<(&'s str, &'s str)> {
    let product = crate::config::slug(seen.folder);
    let mut found = BTreeSet::new();
    for name in names {
        let known = [("component", name.as_str()), ("product", product.as_str())];
        let Ok(template) = Template::parse(template, &known) else { continue };
        let (prefix, suffix) = (template.prefix(), template.suffix());
        // The tags are sorted: those that begin alike are neighbours.
        let start = seen.tags.partition_point(|tag| tag.as_str() < prefix);
        let near = seen.tags.iter().skip(start).take_while(|tag| tag.starts_with(prefix));
        let near = near.filter(|tag| tag.ends_with(suffix));
        let read = near.filter_map(|tag| Some((tag.as_str(), template.read(tag)?)));
        found.extend(read.filter(|(_, text)| is_number(text)));
    }
    found
}

/// Whether a component has a tag by a template.
pub(super) fn is_tagged(seen: &Seen<'_>, template: &str, names: &[String]) -> bool {
    !tagged(seen, template, names).is_empty()
}

/// A template like `whole`, which has no component, for each component's own.
pub(super) fn with_component(whole: &str) -> String {
    let own = whole.replace("{product}", "{component}");
    if own.contains("{component}") {
        own
    } else if own.starts_with("{version}") || own.starts_with("v{version}") {
        format!("{{component}}-{own}")
    } else {
        "{component}-{version}".to_string()
    }
}

/// The highest version among tags.
pub(super) fn newest(tags: &BTreeSet<(&str, &str)>) -> Option<Rank> {
    tags.iter().map(|(_, text)| rank(text)).max()
}

/// How the components' tags are named: as the newest release of most of them is. One tag that happens
/// to look like another form makes no policy: a tenth of the components have to have such tags, or a
/// twentieth of the tags have to be like it.
pub(super) fn own(seen: &Seen<'_>, components: &[Found]) -> Option<Known> {
    let mut votes: Vec<(usize, Known)> = OWN
        .iter()
        .map(|row| (0, Known { template: row.to_string(), tags: 0, newest: None }))
        .collect();
    let mut all: Vec<BTreeSet<&str>> = OWN.iter().map(|_| BTreeSet::new()).collect();
    for component in components {
        let mut best: Option<(Rank, usize, usize)> = None;
        for (at, ((_, known), all)) in votes.iter_mut().zip(&mut all).enumerate() {
            let tags = tagged(seen, &known.template, &component.names);
            let Some(newest) = newest(&tags) else { continue };
            // A tag that two components could have is one tag.
            all.extend(tags.iter().map(|(tag, _)| *tag));
            known.tags = all.len();
            known.newest = known.newest.take().max(Some(newest.clone()));
            let better =
                |(rank, count, _): &(Rank, usize, usize)| (&newest, tags.len()) > (rank, *count);
            if best.as_ref().is_none_or(better) {
                best = Some((newest, tags.len(), at));
            }
        }
        if let Some((who, _)) = best.and_then(|(.., at)| votes.get_mut(at)) {
            *who += 1;
        }
    }
    // The first of equals: `max_by` takes the last.
    votes.reverse();
    let (who, known) = votes.into_iter().max_by_key(|(who, known)| (*who, known.tags))?;
    let real = who * 10 >= components.len() || known.tags * 20 >= seen.tags.len();
    (who > 0 && real).then_some(known)
}

/// How the product's tags are named: as the newest one is, if a twentieth of those that are named most
/// often are like it.
pub(super) fn product(seen: &Seen<'_>) -> Option<Known> {
    let rows = PRODUCT.iter().map(|row| whole(seen, row));
    let mut rows: Vec<Known> = rows.filter(|known| known.tags > 0).collect();
    let most = rows.iter().map(|known| known.tags).max()?;
    rows.retain(|known| known.tags * 20 >= most);
    rows.reverse();
    rows.into_iter().max_by(|a, b| (&a.newest, a.tags).cmp(&(&b.newest, b.tags)))
}

/// How the product's tags were named before, where components have none of their own: the templates
/// that two tags at least are like, with those tags, none of which is like one before it.
pub(super) fn former<'s>(seen: &Seen<'s>, history: &History) -> Vec<(String, BTreeSet<&'s str>)> {
    let Some(product) = history.product.as_ref().filter(|_| history.own.is_none()) else {
        return Vec::new();
    };
    let tags = |form: &str| -> BTreeSet<&'s str> {
        tagged(seen, form, &[String::new()]).into_iter().map(|(tag, _)| tag).collect()
    };
    let mut taken = tags(&product.template);
    let mut all = Vec::new();
    for form in PRODUCT {
        let tags = tags(form);
        // One tag may be a slip.
        if tags.len() < 2 || !tags.is_disjoint(&taken) {
            continue;
        }
        taken.extend(tags.iter().copied());
        all.push((form.replace("{product}", &crate::config::slug(seen.folder)), tags));
    }
    all
}

/// The product's tags by a template.
pub(super) fn whole(seen: &Seen<'_>, template: &str) -> Known {
    let tags = tagged(seen, template, &[String::new()]);
    Known { template: template.to_string(), tags: tags.len(), newest: newest(&tags) }
}
