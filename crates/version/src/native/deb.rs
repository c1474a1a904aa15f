//! Debian: the upstream version of a package; epoch and revision belong to the packager.
//!
//! Source: Debian Policy 5.6.12 (format and order) and dpkg's `verrevcmp`.

mod relation;

use alloc::borrow::ToOwned;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, compare_digits, is_digits, total};
use super::shared::spelling::Spelling;
use super::{Dialect, Epoch, NativeError, Neutral, Packages, Requires, Target};

const TARGET: Target = Target { id: "deb", title: "Debian" };
/// `2.5~rc1`: the tilde sorts below the end of the text, so below 2.5.
const SPELLING: Spelling = Spelling::any(Shape::any(TARGET), "~", "");

/// Debian packages.
pub static DEB: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &[],
    write: |version, arity| SPELLING.write(version, arity),
    read,
    order,
    epoch: Some(Epoch { sign: ':', inline: true, place: "before the version in debian/changelog" }),
    packages: Some(&Packages {
        pre_release: "0.{n}",
        release: "{n}",
        // `~` sorts a backport below what it was made from, `+` an update above it.
        dist_starts: &['~', '+'],
        dist_signs: &['~', '+', '.'],
        dist: "~bpo50+1",
        order,
    }),
    requires: Some(&Requires { admits: relation::admits, follow: relation::follow, promise: None }),
};

fn read(text: &str) -> Result<Neutral, NativeError> {
    let refused = |why: &str, wanted: &str| NativeError::Syntax {
        target: TARGET,
        text: text.to_owned(),
        why: why.to_owned(),
        wanted: Some(wanted.to_owned()),
    };
    if let Some((_, upstream)) = text.split_once(':') {
        return Err(refused("the epoch is the packager's", upstream));
    }
    if let Some((upstream, _)) = text.rsplit_once('-') {
        return Err(refused("the Debian revision is the packager's", upstream));
    }
    SPELLING.read(text)
}

/// A version's three fields, as dpkg tells them apart.
pub(super) struct Fields<'t> {
    epoch: &'t str,
    upstream: &'t str,
    pub(super) revision: Option<&'t str>,
}

/// Epoch before the first colon, revision after the last hyphen; `None` where dpkg refuses.
pub(super) fn fields(text: &str) -> Option<Fields<'_>> {
    let text = text.trim_matches([' ', '\t']);
    let (epoch, rest) = text.split_once(':').unwrap_or(("0", text));
    let (upstream, revision) = match rest.rsplit_once('-') {
        Some((upstream, revision)) => (upstream, Some(revision)),
        None => (rest, None),
    };
    let in_upstream = |c: char| c.is_ascii_alphanumeric() || ".-+~:".contains(c);
    let in_revision = |c: char| c.is_ascii_alphanumeric() || ".+~".contains(c);
    let valid = is_digits(epoch)
        && epoch.parse::<i32>().is_ok()
        && upstream.starts_with(|c: char| c.is_ascii_digit())
        && upstream.chars().all(in_upstream)
        && revision.is_none_or(|text| !text.is_empty() && text.chars().all(in_revision));
    valid.then_some(Fields { epoch, upstream, revision })
}

/// Epoch, then upstream version, then revision.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    total((a, fields(a)), (b, fields(b)), |a, b| {
        compare_digits(a.epoch, b.epoch)
            .then_with(|| compare_field(a.upstream, b.upstream))
            .then_with(|| {
                compare_field(a.revision.unwrap_or_default(), b.revision.unwrap_or_default())
            })
    })
}

/// Policy 5.6.12: non-digits and digits in turns; non-digits by weight, digits as numbers.
fn compare_field(mut a: &str, mut b: &str) -> Ordering {
    while !a.is_empty() || !b.is_empty() {
        let (words_a, rest_a) = split(a, |c| !c.is_ascii_digit());
        let (words_b, rest_b) = split(b, |c| !c.is_ascii_digit());
        let weights =
            |text: &str| text.chars().map(weight).chain([0, 0]).collect::<alloc::vec::Vec<_>>();
        // The end of a field weighs more than `~` and less than anything else, so one closing
        // weight stands for it.
        let order = weights(words_a).cmp(&weights(words_b));
        if order.is_ne() {
            return order;
        }
        let (digits_a, after_a) = split(rest_a, |c| c.is_ascii_digit());
        let (digits_b, after_b) = split(rest_b, |c| c.is_ascii_digit());
        let order = compare_digits(digits_a, digits_b);
        if order.is_ne() {
            return order;
        }
        (a, b) = (after_a, after_b);
    }
    Ordering::Equal
}

/// The leading characters that are `wanted`, and the rest.
fn split(text: &str, wanted: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !wanted(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `~` before the end, letters before signs.
fn weight(c: char) -> i64 {
    match c {
        '~' => -1,
        c if c.is_ascii_alphabetic() => i64::from(u32::from(c)),
        c => i64::from(u32::from(c)) + 256,
    }
}
