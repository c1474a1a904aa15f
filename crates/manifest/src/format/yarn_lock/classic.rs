//! What Yarn 1 locks: packages from elsewhere only.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{alias, divided};
use crate::syntax::code;
use crate::{Pinned, Source};

/// The packages that Yarn 1 locked: `"left@^1.4.0", left@1.4.0:` and below it `  version "1.4.0"`.
/// One that is known by another name is nobody's sibling.
pub(super) fn pinned(source: &Source<'_>) -> Vec<Pinned> {
    let mut key = None;
    let mut pinned = Vec::new();
    for line in code::lines(source.body()) {
        if !line.text.starts_with([' ', '#']) {
            key = answers(line.text);
        } else if let Some((version, _)) = line.word("  version ").and_then(|rest| rest.quoted())
            && let Some((name, answers)) = key.take()
        {
            let (span, version) = (source.span(version.range()), version.text.into());
            pinned.push(Pinned { name, span, version, answers });
        }
    }
    pinned
}

/// The package of a key, and the requirements that it lists.
fn answers(key: &str) -> Option<(String, Vec<String>)> {
    let key = key.trim_end().strip_suffix(':')?;
    let all = || key.split(", ").filter_map(|one| divided(one.trim_matches('"')));
    let (name, range) = all().next()?;
    let ranges = all().map(|(_, range)| range.to_string());
    (!alias(range)).then(|| (name.to_string(), ranges.collect()))
}
