//! Who could never be released as it was found: what no scheme reads, and what has no version to
//! start from.

use super::Seen;
use super::components::{Components, Found};
use super::evidence::stated;
use super::history::History;
use super::members::{leave_out, say};
use super::reading::same_version;
use super::scheme::Unread;
use super::templates::{OWN, is_tagged, tagged};

/// Leaves those out of `found` that no release would get past, as `history` tells, where they were
/// never released: `fitted` are the same components with the names and tags that it gave them.
/// Whether there were any.
pub(super) fn leave(
    seen: &Seen<'_>,
    history: &History,
    fitted: &Components,
    found: &mut Components,
) -> bool {
    let of = |one: &Found| fitted.components.iter().find(|fitted| fitted.path == one.path);
    let product = history.product.as_ref();
    let released = product.and_then(|product| product.newest.as_ref());
    let unread = |one: &Found| {
        let Some((text, dialect)) = &one.version else { return false };
        let text = stated(text, dialect);
        let is_it = |(known, d): &Unread| known == text && d.id == dialect.id;
        // The product's releases move it, once its number is written in another way.
        let is_along = released.is_some_and(|(numbers, _)| {
            // Where there are only numbers, there are too few or too many of them.
            let labelled = text.contains(|c: char| !c.is_ascii_digit() && c != '.');
            labelled && one.reading().is_some_and(|one| one.is_under(numbers))
        });
        // What another tool says of its tags is as good as a usual form.
        let forms = OWN.iter().copied().chain(one.tag.as_deref());
        let own = || forms.clone().any(|form| is_tagged(seen, form, &one.names));
        let is_products = one.path.is_root() && product.is_some();
        history.choice.unread.iter().any(is_it) && !(is_along || is_products || own())
    };
    // A scheme that was asked for is to be followed by the files, not they by it.
    let out = match seen.scheme {
        Some(_) => alloc::vec![],
        None => leave_out(found, unread),
    };
    say(found, "having a version that no scheme reads and no tag", &out);
    let one_tag = history.own.is_none() && same_version(&fitted.components, product);
    // Where nothing was ever released, nobody begins with less than the others.
    let line = seen.tags.is_empty() || one_tag || history.product_tag || history.choice.lags;
    let silent = leave_out(found, |one| {
        let tags = of(one).is_some_and(|fitted| has_tags(seen, history, fitted));
        !line && one.version.is_none() && !one.home.is_root() && !tags
    });
    say(found, "having a version in no file and in no tag", &silent);
    let any = !(out.is_empty() && silent.is_empty());
    if any {
        found.workspace = None;
    }
    any
}

/// Whether a component has a tag under the names and templates that it was given.
fn has_tags(seen: &Seen<'_>, history: &History, one: &Found) -> bool {
    let own = history.own.as_ref().map(|own| own.template.as_str());
    let own = one.tag.as_deref().or(own);
    let names = one.names.get(..1).unwrap_or_default();
    let aliases = one.aliases.iter().map(|alias| match (alias.contains('{'), own) {
        (false, Some(own)) => tagged(seen, own, core::slice::from_ref(alias)),
        _ => tagged(seen, alias, names),
    });
    let now = own.map(|own| tagged(seen, own, names));
    now.into_iter().chain(aliases).any(|tags| !tags.is_empty())
}
