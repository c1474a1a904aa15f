//! What the tags tell: who has which, and what was released.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{ProductTag, Scheme};

use super::components::{Components, Found};
use super::evidence::{Evidence, Release};
use super::past::{Releases, Then};
use super::reading::same_version;
use super::scheme::{Choice, choose};
use super::templates::{self, Known, OWN, newest, tagged};
use super::{Seen, apart, by_folder, called, together, told};
use crate::import::Sharing;

/// Where a template has a component's name.
pub(super) const NAME: &str = "{component}";

/// What the history tells.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// The product's tag.
    pub(super) product: Option<Known>,
    /// The components' tag.
    pub(super) own: Option<Known>,
    /// The scheme, and what its choice rests on.
    pub(super) choice: Choice,
    /// Whether the product has a tag of its own under it.
    pub(super) product_tag: bool,
    /// Whether no component was ever tagged by itself, and each gets tags of its own now.
    pub(super) first_tags: bool,
    /// The tags of the newest final releases, one an owner.
    pub(super) newest: Vec<String>,
}

/// Fits names, templates and a scheme to the tags, and names the components as their tags do.
pub(super) fn fit(seen: &Seen<'_>, sharing: Option<Sharing>, found: &mut Components) -> History {
    let (own, product) = templates::fit(seen, &found.components);
    let mut history = History { own, product, ..History::default() };
    let told =
        seen.given.is_some_and(|given| told::take(seen, given, sharing, found, &mut history));
    if seen.given.is_none() {
        together::take(seen, &mut history, found);
    }
    let by_name = history.own.as_ref().is_some_and(|own| own.template.contains(NAME));
    if by_name && seen.given.is_none_or(|given| given.product_tag.is_none()) {
        history.product = templates::product_beside(seen, &found.components);
    }
    let whole = sharing == Some(Sharing::Whole);
    let shared = history.own.as_ref().is_some_and(|own| !own.template.contains("{component}"));
    if whole
        && shared
        && history.product.is_some()
        && !same_version(&found.components, history.product.as_ref())
    {
        // One tag for all is not of those that have not caught up yet.
        history.own = None;
    }
    let lags = sharing != Some(Sharing::None) && apart::lag(seen, whole, &history, found);
    let Components { components, doubts, .. } = found;
    called::rename(seen, history.own.as_ref().map(|own| own.template.as_str()), components);
    by_folder::name(seen, &mut history, components);
    if let [only] = components.as_mut_slice() {
        alone(&mut history, only, told);
    }
    earlier(seen, &history, components);
    let former = templates::former(seen, &history);
    let mut names = BTreeSet::new();
    let releases = released(seen, &history, components, &mut names);
    names.extend(former.iter().flat_map(|(_, tags)| tags.iter().copied()));
    if releases.is_empty() {
        let other: Vec<&String> =
            seen.tags.iter().filter(|tag| templates::before(tag).is_some()).collect();
        doubts.push(match other.last() {
            Some(last) => format!(
                "{} tag(s) have a version behind a word that is no component's, such as {last}: \
                 `tag` and `aliases` can name such forms; as it stands, the next release is taken \
                 for the first",
                other.len()
            ),
            None => "no tag reads as a version: the next release is taken for the first".into(),
        });
    } else if let Some(other) = seen.tags.len().checked_sub(names.len()).filter(|n| *n > 0) {
        doubts.push(format!(
            "{other} of {} tags are named in another way, or are nobody's: `lint` names them",
            seen.tags.len()
        ));
    }
    let mut last = BTreeMap::new();
    for one in releases.iter().filter(|one| templates::is_final(one.text)) {
        let known = last.entry(one.owner).or_insert((templates::rank(one.text), one.tag));
        *known = (*known).clone().max((templates::rank(one.text), one.tag));
    }
    history.newest = last.into_values().map(|(_, tag)| tag.to_string()).collect();
    let own = history.own.is_some();
    let same = !own && same_version(components, history.product.as_ref());
    let evidence = Evidence::take(&releases, components, own, same);
    history.choice = choose(seen, sharing, lags, &evidence);
    let single = history.product.as_ref().and_then(|known| templates::of_one_number(seen, known));
    if let Some((count, newest)) = single {
        let said = format!("; {count} tag(s) of one number alone, up to {newest}, are not read");
        history.choice.because.push_str(&said);
    }
    history.product_tag = Scheme::preset(&history.choice.name)
        .is_ok_and(|scheme| scheme.shared() && scheme.release().product_tag == ProductTag::Line);
    products(seen, &mut history, components, &mut found.comments);
    match components.as_mut_slice() {
        _ if former.is_empty() => {}
        [only] => only.aliases.extend(former.into_iter().map(|(form, _)| form)),
        _ => found.comments.extend(former.into_iter().map(|(form, tags)| {
            format!(
                "{} tag(s) are named {form}: where they are a component's, that is one of its \
                 `aliases`.",
                tags.len()
            )
        })),
    }
    history
}

/// The tags of the only component are the product's: of two forms, the newer one is meant, unless
/// another tool was `told`.
fn alone(history: &mut History, only: &Found, told: bool) {
    let newest = |known: &Option<Known>| known.as_ref().and_then(|known| known.newest.clone());
    let product = history.product.is_some() && newest(&history.product) >= newest(&history.own);
    if product && !told {
        history.own = None;
    } else if let (Some(own), Some(name)) = (&history.own, only.names.first()) {
        let template = own.template.replace("{component}", name);
        history.product = Some(Known { template, ..own.clone() });
    }
}

/// What components were called before, and how their tags were named: by the tags that are left over.
fn earlier(seen: &Seen<'_>, history: &History, components: &mut [Found]) {
    let Some(own) = history.own.as_ref().filter(|own| own.template.contains("{component}")) else {
        return;
    };
    let now = |one: &Found| match one.names.first() {
        Some(name) if one.tag.is_none() => tagged(seen, &own.template, core::slice::from_ref(name)),
        _ => BTreeSet::new(),
    };
    let mut taken: BTreeSet<&str> = components.iter().flat_map(now).map(|(tag, _)| tag).collect();
    for component in components.iter_mut().filter(|one| one.tag.is_none()) {
        let bare = now(component).is_empty();
        let forms = core::iter::once(own.template.as_str()).chain(OWN.iter().copied());
        for form in forms {
            for name in &component.names {
                let tags = tagged(seen, form, core::slice::from_ref(name));
                let left = tags.iter().filter(|(tag, _)| !taken.contains(tag)).count();
                let stated = component.version.as_ref().map(|(text, _)| templates::rank(text));
                let is_now = bare && stated == newest(&tags);
                // Another tool says how what it knows is tagged, and nothing of the rest.
                let beside = seen.given.is_some_and(|given| !given.knows(&component.manifests));
                // One tag may be a slip, and whose the others are would be a guess.
                let enough = left > 1 || (left == 1 && is_now && beside);
                if !enough || left < tags.len() {
                    continue;
                }
                // What was released so now, and never in the other way, stays so.
                let is_now = is_now && (beside || seen.given.is_none());
                taken.extend(tags.into_iter().map(|(tag, _)| tag));
                if is_now && form != own.template && component.tag.is_none() {
                    component.tag = Some(form.replace(NAME, name));
                    continue;
                }
                component.aliases.push(match form == own.template {
                    true => name.clone(),
                    false => form.replace("{component}", name),
                });
            }
        }
    }
}

/// Every version that some tag has, and the names of those tags.
fn released<'s>(
    seen: &Seen<'s>,
    history: &History,
    components: &[Found],
    names: &mut BTreeSet<&'s str>,
) -> Vec<Release<'s>> {
    let mut all = BTreeMap::new();
    let product = history.product.as_ref().map(|product| product.template.as_str());
    if let Some(template) = product {
        let tags = tagged(seen, template, &[String::new()]);
        all.extend(tags.into_iter().map(|(tag, text)| (tag, Release { owner: None, text, tag })));
    }
    for (index, component) in components.iter().enumerate() {
        let own = history.own.as_ref().map(|own| own.template.as_str());
        let Some(name) = component.names.first() else { continue };
        let now = component.tag.as_deref().or(own).map(|form| (form, name));
        let aliases = component.aliases.iter().map(|alias| match alias.contains('{') {
            true => (alias.as_str(), name),
            false => (own.unwrap_or_default(), alias),
        });
        for (form, name) in now.into_iter().chain(aliases) {
            let tags = tagged(seen, form, core::slice::from_ref(name));
            // What all have in common is the product's.
            let owner = form.contains("{component}").then_some(index);
            let owner = owner.or((Some(form) != product).then_some(index));
            all.extend(tags.into_iter().map(|(tag, text)| (tag, Release { owner, text, tag })));
        }
    }
    names.extend(all.keys());
    all.into_values().collect()
}

/// Whose the product's tags are. Where no component has tags of its own, and not all are under the
/// number of the one tag that there is, each gets tags like that one, or a release of it alone would
/// leave none. Under a scheme that knows no product the tags are a component's, unless that one has
/// newer tags of its own.
fn products(
    seen: &Seen<'_>,
    history: &mut History,
    components: &mut [Found],
    unclaimed: &mut Vec<String>,
) {
    let Some(product) = &history.product else { return };
    if history.choice.lags {
        return;
    }
    // What a tool usually makes says nothing of tags that it never made.
    let usual = seen.given.is_some_and(|given| given.usual_tag);
    let told =
        seen.given.is_some() && history.own.as_ref().is_some_and(|own| !usual || own.tags > 0);
    history.first_tags = history.own.is_none() && !same_version(components, Some(product));
    if history.first_tags {
        let template = templates::with_component(&product.template);
        history.own = Some(Known::of(&template, &BTreeSet::new()));
    }
    if history.product_tag || told || history.own.is_none() {
        return;
    }
    let newest = product.newest.clone().unwrap_or_default();
    let rank = |one: &Found| one.version.as_ref().map(|(text, _)| templates::rank(text));
    // The one at the root, where it is of the same major version; or else one that has the number.
    let root = |one: &Found| {
        let own = rank(one).unwrap_or_else(|| newest.clone());
        one.home.is_root() && own.0.first() == newest.0.first()
    };
    let same = |one: &Found| rank(one).as_ref() == Some(&newest);
    // Or else the one that is on the way to its next release.
    let next = |one: &Found| {
        let major = |numbers: &[u64]| numbers.first().copied().unwrap_or(0);
        let own = rank(one).filter(|own| own.0 >= newest.0);
        one.public && own.is_some_and(|own| major(&own.0) <= major(&newest.0) + 1)
    };
    // Tags from before it was there, or was under their number, are another one's.
    let past = Releases::of(seen, product);
    let was_there = |one: &Found| past.then(one) != Then::Absent;
    let was_along = |one: &Found| matches!(past.then(one), Then::Along | Then::Unknown);
    let root = |one: &Found| root(one) && was_there(one);
    let position = |is: &dyn Fn(&Found) -> bool| components.iter().position(is);
    // Whose they are would be a guess where they fit several, or where other tags have that version.
    let alone = |is: &dyn Fn(&Found) -> bool| {
        let mut all = components.iter().enumerate().filter(|(_, one)| is(one));
        all.next().filter(|_| all.next().is_none()).map(|(at, _)| at)
    };
    let any = components.iter().any(same);
    let elsewhere = |one: &Found| rank(one).is_some_and(|own| templates::has_a_word(seen, &own.0));
    let next = |one: &Found| !any && next(one) && !elsewhere(one) && was_along(one);
    let same = |one: &Found| same(one) && was_along(one);
    let at = position(&root).or_else(|| alone(&same)).or_else(|| alone(&next));
    if at.is_none() && product.tags > 0 {
        unclaimed.push(format!(
            "{} tag(s) are named {} and are nobody's here, as the newest of them fits no component \
             alone: where they are a component's, that is its `tag`, or one of its `aliases`.",
            product.tags, product.template
        ));
    }
    let Some(main) = at.and_then(|at| components.get_mut(at)) else { return };
    let own = history.own.as_ref().map(|own| tagged(seen, &own.template, &main.names));
    if main.tag.is_none() && own.and_then(|own| self::newest(&own)).is_none_or(|own| own < newest) {
        main.tag = Some(product.template.clone());
        main.aliases.clear();
    }
}
