//! What the tags tell: how they are named, and which scheme their versions fit best.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use tags::Template;
use version::{Form, PRESETS, ProductTag, Scheme, Subset, Version};

use super::Seen;
use super::components::{Components, Found};
use crate::import::{Imported, Sharing};

/// How components' tags are usually named. The last two are one tag for all.
const OWN: &[&str] = &[
    "{component}-{version}",
    "{component}-v{version}",
    "{component}@{version}",
    "{component}@v{version}",
    "{component}/v{version}",
    "{component}/{version}",
    "{component}_v{version}",
    "{component}_{version}",
];

/// How products' tags are usually named.
const PRODUCT: &[&str] = &[
    "v{version}",
    "{version}",
    "{product}-{version}",
    "{product}-v{version}",
    "{product}/{version}",
    "release-{version}",
    "release/{version}",
    "rel-{version}",
    "V{version}",
];

/// What the history tells.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// The product's tag, and how many tags are like it.
    pub(super) product: Option<(String, usize)>,
    /// The components' tag, and how many tags are like it.
    pub(super) own: Option<(String, usize)>,
    /// The scheme, and what its choice rests on.
    pub(super) scheme: String,
    /// Whether the product has a tag of its own under it.
    pub(super) product_tag: bool,
    pub(super) because: String,
}

/// Fits names, templates and a scheme to the tags, and names the components as their tags do.
pub(super) fn fit(seen: &Seen<'_>, components: &mut [Found], doubts: &mut Vec<String>) -> History {
    let mut history = History::default();
    let own = best(OWN, |template| {
        let tags: Vec<BTreeSet<&str>> =
            components.iter().map(|one| tagged(seen, template, one)).collect();
        let who = tags.iter().filter(|tags| !tags.is_empty()).count();
        (who, tags.iter().map(BTreeSet::len).sum())
    });
    history.own = own.map(|(template, (_, tags))| (template.to_string(), tags));
    let product = best(PRODUCT, |template| {
        let count = seen.tags.iter().filter(|tag| whole(seen, template, tag).is_some()).count();
        (count, count)
    });
    history.product = product.map(|(template, (tags, _))| (template.to_string(), tags));
    if let Some(given) = seen.given {
        told(seen, given, components, &mut history);
    }
    rename(seen, history.own.as_ref().map(|(template, _)| template.as_str()), components);
    root_tag(seen, &history, components);
    let released = released(seen, &history, components);
    if released.is_empty() {
        doubts.push("no tag reads as a version: the next release is taken for the first".into());
    } else if let Some(other) = seen.tags.len().checked_sub(released.len()).filter(|n| *n > 0) {
        doubts.push(format!(
            "{other} of {} tags are named in another way, or are nobody's: `lint` names them",
            seen.tags.len()
        ));
    }
    scheme(seen, components, &released, &mut history);
    history
}

/// Leaves out what has 0.0.0 for a version and no tag, beside components that have others: package
/// managers want a number where nothing is ever released, as in examples and templates.
pub(super) fn without_stand_ins(seen: &Seen<'_>, found: &mut Components) {
    let stands_in = |one: &Found| {
        let zero = one.version.as_ref().is_some_and(|(text, _)| text == "0.0.0");
        zero && OWN.iter().all(|template| tagged(seen, template, one).is_empty())
    };
    if found.components.iter().all(stands_in) {
        return;
    }
    let (out, rest): (Vec<Found>, Vec<Found>) =
        core::mem::take(&mut found.components).into_iter().partition(stands_in);
    found.components = rest;
    if !out.is_empty() {
        // The workspace at the root would find them again.
        found.workspace = None;
        let paths = out.iter().flat_map(|one| one.manifests.first()).map(ToString::to_string);
        found.doubts.push(format!(
            "left out, being 0.0.0 without a tag: {}; a component that is still to be released \
             for the first time needs a table",
            paths.collect::<Vec<_>>().join(", ")
        ));
    }
}

/// Takes another tool's templates, with the tags that are like them.
fn told(seen: &Seen<'_>, given: &Imported, components: &[Found], history: &mut History) {
    if let Some(template) = &given.own_tag {
        let tags = components.iter().map(|one| tagged(seen, template, one).len()).sum();
        history.own = Some((template.clone(), tags));
    }
    if let Some(template) = &given.product_tag {
        let like = |tag: &&String| whole(seen, template, tag).is_some();
        history.product = Some((template.clone(), seen.tags.iter().filter(like).count()));
    }
}

/// The row with the highest score that is not zero; the first of equals.
fn best(
    rows: &'static [&'static str],
    score: impl Fn(&str) -> (usize, usize),
) -> Option<(&'static str, (usize, usize))> {
    let mut found: Option<(&'static str, (usize, usize))> = None;
    for row in rows.iter().copied() {
        let score = score(row);
        if score.0 > 0 && found.is_none_or(|(_, best)| score > best) {
            found = Some((row, score));
        }
    }
    found
}

/// The tags that a component has by a template, under any of its names.
fn tagged<'s>(seen: &Seen<'s>, template: &str, component: &Found) -> BTreeSet<&'s str> {
    let tags = component.names.iter().filter_map(|name| {
        let template = Template::parse(template, &[("component", name.as_str())]).ok()?;
        let like = move |tag: &&str| template.read(tag).is_some_and(is_number);
        Some(seen.tags.iter().map(String::as_str).filter(like))
    });
    tags.flatten().collect()
}

/// The version in a product's tag.
fn whole<'t>(seen: &Seen<'_>, template: &str, tag: &'t str) -> Option<&'t str> {
    let product = crate::config::slug(seen.folder);
    let template = Template::parse(template, &[("product", product.as_str())]).ok()?;
    template.read(tag).filter(|text| is_number(text))
}

/// Whether a text looks like a version at all: digits, and more of them behind a dot.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('.')
}

/// Puts the name first that a component's tags have; makes names different where two are the same.
fn rename(seen: &Seen<'_>, template: Option<&str>, components: &mut [Found]) {
    for component in components.iter_mut() {
        let count = |name: &String| {
            let one = Found { names: alloc::vec![name.clone()], ..component.clone() };
            template.map_or(0, |template| tagged(seen, template, &one).len())
        };
        let most = component.names.iter().map(count).max().unwrap_or(0);
        if let Some(at) = component.names.iter().position(|name| most > 0 && count(name) == most) {
            component.names.swap(0, at);
        }
    }
    let mut taken = BTreeSet::new();
    for component in components.iter_mut() {
        let first = component.names.first().cloned().unwrap_or_default();
        let mut name = first.clone();
        if !taken.insert(name.clone()) {
            name = component.path.as_str().replace('/', "-");
            while name.is_empty() || !taken.insert(name.clone()) {
                name = format!("{first}-{}", taken.len());
            }
        }
        component.names.insert(0, name);
    }
}

/// The module at the root of a repository of Go modules has the tags without a folder.
fn root_tag(seen: &Seen<'_>, history: &History, components: &mut [Found]) {
    let (Some((own, _)), Some((whole, _))) = (&history.own, &history.product) else { return };
    for component in components.iter_mut() {
        let in_tags_only = component.path.is_root() && component.version.is_none();
        if in_tags_only && tagged(seen, own, component).is_empty() {
            component.tag = Some(whole.clone());
        }
    }
}

/// Every version that some tag has.
fn released(
    seen: &Seen<'_>,
    history: &History,
    components: &[Found],
) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for tag in seen.tags {
        if let Some(text) =
            history.product.as_ref().and_then(|(template, _)| whole(seen, template, tag))
        {
            all.insert((tag.clone(), text.to_string()));
        }
    }
    let Some((template, _)) = &history.own else { return all };
    for component in components {
        let Some(name) = component.names.first() else { continue };
        let Ok(template) = Template::parse(template, &[("component", name)]) else { continue };
        for tag in seen.tags {
            if let Some(text) = template.read(tag).filter(|text| is_number(text)) {
                all.insert((tag.clone(), text.to_string()));
            }
        }
    }
    all
}

/// How well a scheme fits; higher is better, compared field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Versions that it reads, in steps of two in a hundred: one that somebody tagged otherwise long
    /// ago makes no policy.
    reads: usize,
    /// Whether the components are where it would have them: on one line, or all at one version.
    holds: bool,
    /// Whether it reads dates in most of them.
    dates: bool,
    /// How many parts are shared: the policy that says most.
    shared: usize,
}

/// Takes the scheme that fits best: of equals, the one that is listed first.
fn scheme(
    seen: &Seen<'_>,
    components: &[Found],
    released: &BTreeSet<(String, String)>,
    history: &mut History,
) {
    // Each ecosystem writes pre-releases in its own way: final versions tell schemes apart.
    let is_final = |text: &&str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let mut texts: BTreeSet<&str> =
        released.iter().map(|(_, text)| text.as_str()).filter(is_final).collect();
    if texts.is_empty() {
        texts.extend(components.iter().filter_map(|c| {
            // What is in development tells as much as what it leads to.
            let (text, dialect) = c.version.as_ref()?;
            let bases = dialect.unmarked(text).map(|(_, base)| base);
            Some(bases.min_by_key(|base| base.len()).unwrap_or(text))
        }));
    }
    let tags: Vec<Vec<&str>> =
        components.iter().map(|component| own_versions(seen, history, component)).collect();
    let mut best: Option<(Fit, &str, usize)> = None;
    for preset in PRESETS {
        if seen.scheme.is_some_and(|wanted| wanted != preset.name) {
            continue;
        }
        let Ok(scheme) = Scheme::preset(preset.name) else { continue };
        let sharing = seen.given.and_then(|given| given.sharing).filter(|_| seen.scheme.is_none());
        if sharing.is_some_and(|sharing| !shares(&scheme, sharing)) {
            continue;
        }
        let read = read(&scheme, &texts);
        let fit = measure(&scheme, components, &read, texts.len(), &tags);
        if best.is_none_or(|(known, ..)| fit > known) {
            best = Some((fit, preset.name, read.len()));
        }
    }
    let Some((fit, name, read)) = best else { return };
    history.scheme = name.to_string();
    history.product_tag = Scheme::preset(name)
        .is_ok_and(|scheme| scheme.shared() && scheme.release().product_tag == ProductTag::Line);
    let what =
        if released.is_empty() { "version(s) in files" } else { "final released version(s)" };
    let share = (read * 100).checked_div(texts.len()).unwrap_or(100);
    history.because = format!("reads {share} % of {} {what}", texts.len());
    if components.len() > 1 && fit.shared > 0 && fit.holds {
        history.because.push_str("; the components share a line");
    }
}

/// Whether a scheme shares versions as another tool was told to.
fn shares(scheme: &Scheme, sharing: Sharing) -> bool {
    match sharing {
        Sharing::Whole => scheme.release().subset == Subset::Refuse,
        Sharing::None => !scheme.shared(),
    }
}

/// The versions that a component's own tags have.
fn own_versions<'s>(seen: &Seen<'s>, history: &History, component: &Found) -> Vec<&'s str> {
    let own = history.own.as_ref().map(|(template, _)| template);
    let (Some(template), Some(name)) = (component.tag.as_ref().or(own), component.names.first())
    else {
        return Vec::new();
    };
    let product = crate::config::slug(seen.folder);
    let known = [("component", name.as_str()), ("product", product.as_str())];
    let Ok(template) = Template::parse(template, &known) else { return Vec::new() };
    let read = seen.tags.iter().filter_map(|tag| template.read(tag));
    read.filter(|text| is_number(text)).collect()
}

/// The versions that a scheme reads.
fn read(scheme: &Scheme, texts: &BTreeSet<&str>) -> Vec<Version> {
    texts.iter().filter_map(|text| scheme.plain().parse(text).ok()).collect()
}

fn measure(
    scheme: &Scheme,
    components: &[Found],
    read: &[Version],
    all: usize,
    tags: &[Vec<&str>],
) -> Fit {
    let form = scheme.plain();
    let dated = read.iter().filter(|version| form.date(version).is_some()).count();
    let shared = form.parts().iter().filter(|part| part.scope == version::Scope::Product).count();
    Fit {
        reads: (read.len() * 50 + all / 2).checked_div(all).unwrap_or(50),
        holds: holds(scheme, form, components, tags),
        dates: !read.is_empty() && dated * 2 > read.len(),
        shared,
    }
}

/// Whether the components' versions are as a scheme would have them: all equal where it moves all
/// or none, at least half of them on the line where it lets some lag.
fn holds(scheme: &Scheme, form: &Form, components: &[Found], tags: &[Vec<&str>]) -> bool {
    let stands = |(one, tags): (&Found, &Vec<&str>)| match &one.version {
        Some((text, dialect)) => {
            let ahead = || form.in_development(dialect, text).map(|ahead| ahead.version);
            form.from_native(dialect, text).ok().or_else(ahead)
        }
        // Its version is in its tags only.
        None => {
            let all = tags.iter().filter_map(|text| form.parse(text).ok());
            all.max_by_key(|version| form.key(version))
        }
    };
    let versions: Vec<Version> = components.iter().zip(tags).filter_map(stands).collect();
    if scheme.release().subset == Subset::Refuse {
        return versions.windows(2).all(|pair| match pair {
            [a, b] => form.key(a) == form.key(b),
            _ => true,
        });
    }
    if !scheme.shared() {
        return true;
    }
    let line = versions.iter().map(|version| form.line(version)).max();
    let on = versions.iter().filter(|version| Some(form.line(version)) == line).count();
    on * 2 >= versions.len()
}
