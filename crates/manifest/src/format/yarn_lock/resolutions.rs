//! What the project's package.json makes of requirements: `resolutions`, by which a package takes
//! another version of what it requires than it says itself.
//!
//! Source: Yarn, "Manifest fields", `resolutions` (releases 2 to 4): a package, with or without the
//! requirement that is meant, behind the one that requires it, or behind nothing for all.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{NPM_PROTOCOL, bare, divided};
use crate::syntax::json;
use crate::syntax::tree::Node;
use crate::{LocateError, Source};

/// The resolutions of a project.
pub(super) struct Resolutions(Vec<Resolution>);

struct Resolution {
    /// The packages whose requirements it is for; all of them where it names none.
    by: Option<String>,
    name: String,
    /// The requirement that it is for; every one where it names none.
    range: Option<String>,
    /// What is taken instead.
    to: String,
}

impl Resolutions {
    pub(super) fn of(manifest: &Source<'_>) -> Result<Self, LocateError> {
        let top = json::parse(manifest)?;
        let entries = top.get("resolutions").map(Node::entries).unwrap_or_default();
        let read = entries.iter().filter_map(|entry| {
            let (by, wanted) = pattern(&entry.key)?;
            let (name, range) = match divided(wanted) {
                Some((name, range)) => (name, Some(range.into())),
                None => (wanted, None),
            };
            let to = entry.node.text()?.into();
            Some(Resolution { by: by.map(Into::into), name: name.into(), range, to })
        });
        Ok(Self(read.collect()))
    }

    /// What the package `by` takes instead of `name` at `range`, which its entry says. A version
    /// alone is written as `range` is: with `npm:` in front by Yarn 4, bare by those before.
    pub(super) fn taken<'r>(&'r self, by: &str, name: &str, range: &'r str) -> Cow<'r, str> {
        let same = |wanted: &str| bare(wanted).1 == bare(range).1;
        let found = self.0.iter().find(|one| {
            one.name == name
                && one.by.as_deref().is_none_or(|holder| holder == by)
                && one.range.as_deref().is_none_or(same)
        });
        match found {
            None => Cow::Borrowed(range),
            Some(one) if !one.to.contains(':') && range.starts_with(NPM_PROTOCOL) => {
                Cow::Owned(format!("{NPM_PROTOCOL}{}", one.to))
            }
            Some(one) => Cow::Borrowed(&one.to),
        }
    }
}

/// `third/@example/core@npm:^1.4.0`: the one who requires, and the package with its requirement.
/// `None` where more is written than Yarn takes.
fn pattern(key: &str) -> Option<(Option<&str>, &str)> {
    let key = key.strip_prefix("**/").unwrap_or(key);
    // A scope has a slash of its own.
    let first = match key.strip_prefix('@') {
        Some(scoped) => 1 + scoped.find('/')? + 1,
        None => 0,
    };
    let Some(slash) = key.get(first..)?.find('/') else { return Some((None, key)) };
    let (by, wanted) = (key.get(..first + slash)?, key.get(first + slash + 1..)?);
    // One at a version is told from all others by that, and there may be none else.
    let by = divided(by).map_or(by, |(name, _)| name);
    let slashes = usize::from(wanted.starts_with('@'));
    (wanted.matches('/').count() == slashes).then_some((Some(by), wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolution_is_for_all_or_for_one() {
        assert_eq!(pattern("core"), Some((None, "core")));
        assert_eq!(pattern("**/core"), Some((None, "core")));
        assert_eq!(pattern("@example/core@npm:^1"), Some((None, "@example/core@npm:^1")));
        assert_eq!(pattern("third/core"), Some((Some("third"), "core")));
        assert_eq!(pattern("@a/b@1/@c/d"), Some((Some("@a/b"), "@c/d")));
        assert_eq!(pattern("a/b/c"), None);
    }
}
