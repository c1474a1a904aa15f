//! How tags are named.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::RepoPath;
use tags::Template;

use super::Seen;
use super::components::Found;
use super::evidence::stated;
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

/// Formats of the files that a distribution packages a release with. What that calls it may be what the
/// product's tags do.
const PACKAGED: &[&str] = &["debian", "rpm"];

/// How many final releases of the product leave a component's own tags behind.
const SEVERAL: usize = 3;

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
    /// The highest final version among them.
    pub(super) last: Option<Rank>,
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

impl Known {
    /// A template, and the tags that are like it.
    pub(super) fn of(template: &str, tags: &BTreeSet<(&str, &str)>) -> Self {
        let finals = tags.iter().map(|(_, text)| rank(text)).filter(|rank| rank.1);
        let (template, last) = (template.to_string(), finals.max());
        Self { template, tags: tags.len(), newest: newest(tags), last }
    }

    /// These with the last final version for their newest, where a file says that one and none the
    /// newest: a pre-release that is in no file is a build of the day, and nothing goes on from there.
    fn going_by(mut self, components: &[Found]) -> Self {
        let said = |text: &str, dialect| rank(stated(text, dialect)).0;
        let all = components.iter().filter_map(|one| one.version.as_ref());
        let numbers: BTreeSet<Vec<u64>> = all.map(|(text, dialect)| said(text, dialect)).collect();
        let is_stated = |known: &Option<Rank>| known.iter().any(|(own, _)| numbers.contains(own));
        if !is_stated(&self.newest) && is_stated(&self.last) {
            self.newest.clone_from(&self.last);
        }
        self
    }

    /// Whether a component's version may be the next of these, or one of the last: its leading number
    /// is at most one away.
    pub(super) fn is_near(&self, one: &Found) -> bool {
        let leading = |numbers: &[u64]| {
            let at = numbers.iter().position(|number| *number > 0)?;
            Some((at, *numbers.get(at)?))
        };
        let version = one.version.as_ref().map(|(text, _)| rank(text).0);
        let (Some(version), Some((newest, _))) = (version, &self.newest) else { return false };
        match (leading(&version), leading(newest)) {
            (Some((a, version)), Some((b, newest))) if a == b => version.abs_diff(newest) <= 1,
            // From 0.9 to 1.0.
            (Some((0, 1)), Some((1, _))) => true,
            (version, newest) => version == newest,
        }
    }
}

/// How the components' tags are named: as the newest release of most of them is. One tag that happens
/// to look like another form makes no policy: a tenth of the components have to have such tags, or a
/// twentieth of the tags have to be like it. Where distributions' packages alone have some, they are
/// nobody's own.
pub(super) fn own(seen: &Seen<'_>, components: &[Found]) -> Option<Known> {
    let is_packaged = |one: &Found| {
        let format = |path: &RepoPath| manifest::format_for(path.file_name());
        let is = |path| format(path).is_some_and(|format| PACKAGED.contains(&format.id));
        !one.manifests.is_empty() && one.manifests.iter().all(is)
    };
    let others: Vec<&Found> = components.iter().filter(|one| !is_packaged(one)).collect();
    if !others.is_empty() {
        voted(seen, &others)?;
    }
    voted(seen, &components.iter().collect::<Vec<_>>())
}

/// See [`own`].
fn voted(seen: &Seen<'_>, components: &[&Found]) -> Option<Known> {
    let mut votes: Vec<(usize, Known)> =
        OWN.iter().map(|row| (0, Known::of(row, &BTreeSet::new()))).collect();
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
/// often are like it. A form that has final releases goes before one that has none.
pub(super) fn product(seen: &Seen<'_>) -> Option<Known> {
    best(PRODUCT.iter().map(|row| whole(seen, row)).collect())
}

/// As [`product`], without the tags that one of several components has: they are its own, although it
/// may be called as the product is.
pub(super) fn product_beside(seen: &Seen<'_>, components: &[Found]) -> Option<Known> {
    let several = components.iter().filter(|_| components.len() > 1);
    let forms = several.flat_map(|one| OWN.iter().map(move |form| (form, one)));
    let own: BTreeSet<(&str, &str)> =
        forms.flat_map(|(form, one)| tagged(seen, form, &one.names)).collect();
    let rest = |row: &str| {
        let tags = tagged(seen, row, &[String::new()]);
        Known::of(row, &tags.difference(&own).copied().collect())
    };
    Some(best(PRODUCT.iter().map(|row| rest(row)).collect())?.going_by(components))
}

/// As [`product`], where no component has tags of its own: a word that is neither the product's name
/// nor a component's may stand before the versions then, as in `apache-tool-1.4.0`, where more tags
/// have it than any other form, and where they are of a version that some component is near to.
pub(super) fn product_alone(seen: &Seen<'_>, components: &[Found]) -> Option<Known> {
    let usual: Vec<Known> = PRODUCT.iter().map(|row| whole(seen, row)).collect();
    let most = usual.iter().map(|known| known.tags).max().unwrap_or(0);
    let words: BTreeSet<&str> = seen.tags.iter().filter_map(|tag| before(tag)).collect();
    let words = words.into_iter().map(|word| whole(seen, &format!("{word}{{version}}")));
    let stated = components.iter().any(|one| one.version.is_some());
    let fits = |known: &Known| {
        known.tags > most && (!stated || components.iter().any(|one| known.is_near(one)))
    };
    let words = words.filter(fits).collect::<Vec<_>>();
    best(if words.is_empty() { usual } else { words })
}

/// How components' tags are named, and the product's. Where no component is anywhere near its own
/// newest tag any more, or several releases of the product are between, and one is near the product's
/// newer one, the product alone is tagged now.
pub(super) fn fit(seen: &Seen<'_>, components: &[Found]) -> (Option<Known>, Option<Known>) {
    let Some(own) = own(seen, components) else {
        let product = product_alone(seen, components);
        return (None, product.map(|product| product.going_by(components)));
    };
    let product = product(seen).map(|product| product.going_by(components));
    let releases = Finals::of(seen, product.as_ref());
    let is_old = |one: &Found| {
        let last = Known::of(&own.template, &tagged(seen, &own.template, &one.names));
        last.tags == 0 || releases.left(one, &last)
    };
    let newer = product.as_ref().is_some_and(|product| {
        product.newest > own.newest && components.iter().any(|one| product.is_near(one))
    });
    let old = newer && components.iter().all(is_old);
    ((!old).then_some(own), product)
}

/// The final releases of the product.
pub(super) struct Finals(BTreeSet<Vec<u64>>);

impl Finals {
    /// Those that the product's tags are of.
    pub(super) fn of(seen: &Seen<'_>, product: Option<&Known>) -> Self {
        let tags = product.map(|product| tagged(seen, &product.template, &[String::new()]));
        let ranks = tags.iter().flatten().map(|(_, text)| rank(text));
        Self(ranks.filter(|(_, is_final)| *is_final).map(|(numbers, _)| numbers).collect())
    }

    /// Whether a component has left its own tags behind: its file is nowhere near the `last` of them
    /// any more, or several of these releases are between.
    pub(super) fn left(&self, one: &Found, last: &Known) -> bool {
        let Some((text, _)) = &one.version else { return false };
        let stated = rank(text).0;
        let is_behind = |number: &Vec<u64>| last.newest.iter().any(|(last, _)| last < number);
        let between = self.0.iter().filter(|number| is_behind(number) && **number <= stated);
        !last.is_near(one) || between.count() >= SEVERAL
    }
}

/// The template of the newest tag, of equals that of the most, and then the first.
fn best(mut rows: Vec<Known>) -> Option<Known> {
    rows.retain(|known| known.tags > 0);
    let most = rows.iter().map(|known| known.tags).max()?;
    rows.retain(|known| known.tags * 20 >= most);
    rows.reverse();
    let key = |one: &Known| (one.last.clone(), one.newest.clone(), one.tags);
    rows.into_iter().max_by_key(key)
}

/// What stands before the version in a tag: something with a letter in it that ends where words do.
/// A version has two numbers at least.
pub(super) fn before(tag: &str) -> Option<&str> {
    let ends = |at: usize| {
        let (word, text) = (tag.get(..at)?, tag.get(at..)?);
        let word_ends = word.trim_end_matches('v').ends_with(['-', '/', '@', '_', '=']);
        let is_word =
            word.contains(|c: char| c.is_ascii_alphabetic()) && !word.contains(['{', '}']);
        (word_ends && is_word && is_number(text) && rank_len(text) > 1).then_some(word)
    };
    tag.char_indices().find_map(|(at, _)| ends(at))
}

/// Whether some tag has a word before a version with these numbers.
pub(super) fn has_a_word(seen: &Seen<'_>, numbers: &[u64]) -> bool {
    let text = |tag: &'_ String| {
        before(tag)
            .and_then(|word| tag.strip_prefix(word))
            .is_some_and(|text| rank(text).0 == numbers)
    };
    seen.tags.iter().any(text)
}

/// How many numbers a version begins with.
fn rank_len(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    text.get(..end).unwrap_or(text).split('.').filter(|part| !part.is_empty()).count()
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

/// How many of the product's tags by a template have one number alone, which no scheme reads, and the
/// highest of them; `None` where they are fewer than the others, and none is above those.
pub(super) fn of_one_number(seen: &Seen<'_>, product: &Known) -> Option<(usize, u64)> {
    let name = crate::config::slug(seen.folder);
    let template = Template::parse(&product.template, &[("product", name.as_str())]).ok()?;
    let read = seen.tags.iter().filter_map(|tag| template.read(tag)?.parse::<u64>().ok());
    let all: BTreeSet<u64> = read.collect();
    let newest = *all.last()?;
    let above =
        product.newest.as_ref().is_none_or(|(numbers, _)| numbers.as_slice() < [newest].as_slice());
    (above || all.len() >= product.tags).then_some((all.len(), newest))
}

/// The product's tags by a template.
pub(super) fn whole(seen: &Seen<'_>, template: &str) -> Known {
    Known::of(template, &tagged(seen, template, &[String::new()]))
}
