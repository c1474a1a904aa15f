//! Components that the product's own tag releases, beside others that have tags of their own.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::Seen;
use super::apart::is_next;
use super::components::{Components, Found};
use super::history::{History, NAME};
use super::members::{leave_out, paths};
use super::templates::{Finals, Known, OWN, has_a_word, rank, tagged};

/// Where several components have the product's number, or are in development on the way from there to
/// the next, and have no tags of their own, and more than have such tags at other numbers, the product's
/// tag is theirs, and no component's form is everybody's: whoever is tagged along with the product keeps
/// its tag, as modules of Go that are tagged by their folders. Leaves the others out.
pub(super) fn take(seen: &Seen<'_>, history: &mut History, found: &mut Components) {
    let (Some(_), Some(product), None) = (&history.own, &history.product, seen.scheme) else {
        return;
    };
    let Some(released) = product.newest.clone() else { return };
    let releases = Finals::of(seen, Some(product));
    // Tags that the product's releases left behind are nobody's any more.
    let is_left = |one: &Found, last: &Known| {
        last.newest.as_ref() < Some(&released) && product.is_near(one) && releases.left(one, last)
    };
    let last = |one: &Found| last(seen, one).filter(|last| !is_left(one, last));
    let own = |one: &Found| last(one)?.newest;
    let stated = |one: &Found| one.version.as_ref().map(|(text, _)| rank(text).0);
    let mut numbers: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    for number in found.components.iter().filter(|one| own(one).is_none()).filter_map(stated) {
        *numbers.entry(number).or_default() += 1;
    }
    let fits = |number: &Vec<u64>| {
        // What was released in another way is not what the product comes to next.
        let next = || is_next(&released.0, number) && !has_a_word(seen, number);
        *number == released.0 || next()
    };
    let numbers = numbers.into_iter().filter(|(number, _)| fits(number));
    let Some((number, _)) = numbers.max_by_key(|(_, count)| *count) else { return };
    let is_under = |one: &Found| {
        own(one).is_none()
            && one.reading().map_or(one.home.is_root(), |own| {
                own.numbers == number || own.is_under(&released.0)
            })
    };
    let under =
        found.components.iter().filter(|one| one.version.is_some() && is_under(one)).count();
    let along = |one: &Found| {
        own(one).as_ref() == Some(&released) && stated(one).is_none_or(|own| own == number)
    };
    let apart = found.components.iter().filter(|one| own(one).is_some() && !along(one)).count();
    if under < 2 || under <= apart {
        return;
    }
    let out = leave_out(found, |one| !is_under(one) && !along(one));
    if !out.is_empty() {
        found.workspace = None;
        found.comments.push(format!(
            "Left out, not being under the product's number: {}. What is released under a number of \
             its own needs a [line.NAME] with a scheme and a tag.",
            paths(&out)
        ));
    }
    for one in &mut found.components {
        if let Some(last) = last(one) {
            one.tag = Some(last.template);
        }
    }
    history.own = None;
}

/// A component's tags of the form that its newest is named by, under the name that it has there.
fn last(seen: &Seen<'_>, one: &Found) -> Option<Known> {
    let forms = OWN.iter().flat_map(|form| one.names.iter().map(move |name| (form, name)));
    let all = forms.filter_map(|(form, name)| {
        let tags = tagged(seen, form, core::slice::from_ref(name));
        (!tags.is_empty()).then(|| Known::of(&form.replace(NAME, name), &tags))
    });
    all.max_by(|a, b| a.newest.cmp(&b.newest))
}
