//! The tag of another image: `FROM acme/core:1.4`, a service's `image`, kustomize's `newTag`.
//!
//! No specification says what a tag means; this is the custom of registries: one of fewer numbers
//! stands for the newest version that begins with them, one without numbers (`latest`) for whatever
//! it is moved to, and what follows a hyphen is a pre-release or a variant (`-alpine`).

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::check;
use crate::native::NativeError;

/// The words that begin a pre-release; any other word behind the numbers names a variant.
const PRE_RELEASES: &[&str] = &[
    "alpha", "beta", "rc", "pre", "preview", "dev", "snapshot", "canary", "nightly", "a", "b", "m",
];

/// A tag that begins with numbers.
struct Tag<'t> {
    /// `v`, where it begins with one.
    prefix: &'t str,
    numbers: &'t str,
    /// `-rc.1`, with its hyphen.
    pre: &'t str,
    /// `-alpine`, with its hyphen; `_7`, with its sign.
    variant: &'t str,
}

/// Whether an image that moves to `version` is still the one that the tag names.
pub(super) fn admits(tag: &str, version: &str) -> Result<bool, NativeError> {
    check(tag)?;
    let (Some(tag), Some(version)) = (parse(tag), parse(version)) else { return Ok(true) };
    if !tag.pre.is_empty() || !version.pre.is_empty() {
        return Ok(tag.numbers == version.numbers && tag.pre == version.pre);
    }
    let rest = version.numbers.strip_prefix(tag.numbers);
    Ok(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// The tag of the same precision and variant for `version`.
pub(super) fn follow(tag: &str, version: &str) -> Result<String, NativeError> {
    check(tag)?;
    let (Some(old), Some(new)) = (parse(tag), parse(version)) else { return Ok(tag.to_owned()) };
    let short = old.numbers.split('.').count();
    let numbers = if new.pre.is_empty() && old.pre.is_empty() {
        let end = new.numbers.match_indices('.').nth(short.saturating_sub(1)).map(|(at, _)| at);
        new.numbers.get(..end.unwrap_or(new.numbers.len())).unwrap_or(new.numbers)
    } else {
        new.numbers
    };
    let moved = format!("{}{numbers}{}{}", old.prefix, new.pre, old.variant);
    check(&moved)?;
    Ok(moved)
}

/// A tag's pieces; `None` where it does not begin with a number.
fn parse(text: &str) -> Option<Tag<'_>> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    let (prefix, _) = text.split_at_checked(text.len() - bare.len())?;
    let end = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
    let (numbers, rest) = bare.split_at_checked(end)?;
    let ends = rest.is_empty() || rest.starts_with(['-', '_']);
    if !ends || numbers.split('.').any(str::is_empty) {
        return None;
    }
    let word = rest.strip_prefix('-').unwrap_or_default();
    let letters = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let label = word.get(..letters).unwrap_or_default().to_ascii_lowercase();
    if !PRE_RELEASES.contains(&label.as_str()) {
        return Some(Tag { prefix, numbers, pre: "", variant: rest });
    }
    let variant = word.find(['-', '_']).map_or(rest.len(), |at| at + 1);
    let (pre, variant) = rest.split_at_checked(variant)?;
    Some(Tag { prefix, numbers, pre, variant })
}
