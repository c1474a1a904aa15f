//! Tags that are nobody's, and the versions that they seem to name.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use tags::{StrayKind, TagIndex};

use crate::Product;
use crate::mention::called;

/// What may stand beside the version in a tag that has no name in it.
const BARE: &[&str] = &["", "v", "version", "release"];

/// The tags that are nobody's, by every text in them that may be a version.
pub(crate) struct Strays<'t> {
    texts: BTreeSet<(&'t str, &'t str)>,
    tags: &'t TagIndex,
}

impl<'t> Strays<'t> {
    pub(crate) fn new(tags: &'t TagIndex) -> Self {
        let texts = |name: &'t str| {
            name.char_indices().filter_map(move |(at, c)| {
                let (before, text) = name.split_at_checked(at)?;
                let inside = before.strip_suffix('.').unwrap_or(before);
                let begins = c.is_ascii_digit() && !inside.ends_with(|c: char| c.is_ascii_digit());
                begins.then_some((text, name))
            })
        };
        let all = tags.strays().iter().flat_map(|stray| texts(stray.name.as_str()));
        Self { texts: all.collect(), tags }
    }

    /// A tag that seems to be `component`'s release of `version`, and the template that it would be
    /// one of: it has that version and the component's name in it, or the version and no name.
    fn naming(&self, component: &str, version: &str) -> Option<(&'t str, String)> {
        let from = self.texts.range((version, "")..);
        let mut all = from.take_while(|(text, _)| text.starts_with(version));
        all.find_map(|(text, name)| {
            let before = name.strip_suffix(text)?;
            let after = text.strip_prefix(version)?;
            let letters = |c: char| !c.is_ascii_alphanumeric();
            let bare = after.is_empty()
                && BARE.iter().any(|word| before.trim_matches(letters).eq_ignore_ascii_case(word));
            let named = match after.is_empty() {
                true => called(before, component),
                // Anything else behind a version makes it another one.
                false => called(after, component) && after.starts_with(['-', '_', '/', '@']),
            };
            (bare || named).then(|| (*name, format!("{before}{{version}}{after}")))
        })
    }

    /// What to look at before a component is taken back from `version`, where a tag seems to name it:
    /// ready to stand in front of other advice.
    pub(crate) fn advice(&self, product: &Product, index: usize, version: &str) -> Option<String> {
        let one = product.components.get(index)?;
        let component = &one.name;
        let (tag, template) = self.naming(component, version)?;
        let line = product.lines.get(one.line).and_then(|line| line.tag.as_ref());
        let old = one.aliases.iter().map(|alias| &alias.template);
        let mut known = one.tag.iter().chain(line).chain(old);
        if known.any(|known| format!("{}{{version}}{}", known.prefix(), known.suffix()) == template)
        {
            // It is called as it should be: what it names is what the scheme does not read.
            let stray = self.tags.strays().iter().find(|stray| stray.name == tag);
            let why = stray.and_then(|stray| match &stray.kind {
                StrayKind::NearMiss { why, .. } => Some(why.as_str()),
                StrayKind::Unknown | StrayKind::NotText => None,
            });
            return Some(format!(
                "tag {tag} names this very version, and is not counted ({}): have the scheme read it; \
                 if it is none of `{component}`'s releases, ",
                why.unwrap_or("no version of the scheme")
            ));
        }
        Some(format!(
            "tag {tag} seems to name this very version: `tag = \"{template}\"` for `{component}` lets \
             it be read, or `aliases = [\"{template}\"]` where only older tags are called so; if it is \
             none of its releases, "
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naming(tags: &[&str], component: &str, version: &str) -> Option<(String, String)> {
        let index = TagIndex::build(&[], tags.iter().map(|tag| tag.as_bytes()));
        let found = Strays::new(&index).naming(component, version);
        found.map(|(tag, template)| (tag.into(), template))
    }

    #[test]
    fn a_tag_names_a_version_with_the_components_name_or_with_none() {
        for (tag, component, template) in [
            ("mapi-v3.12.2", "mapi", "mapi-v{version}"),
            ("mapi-v3.12.2", "@group/mapi", "mapi-v{version}"),
            ("release/Mapi/3.12.2", "mapi", "release/Mapi/{version}"),
            ("v3.12.2", "mapi", "v{version}"),
            ("release-3.12.2", "mapi", "release-{version}"),
            ("3.12.2", "mapi", "{version}"),
            ("3.12.2-mapi", "mapi", "{version}-mapi"),
            ("es6.mapi.3.12.2", "mapi", "es6.mapi.{version}"),
        ] {
            let wanted = (tag.into(), template.into());
            assert_eq!(naming(&["nightly", tag], component, "3.12.2"), Some(wanted), "{tag}");
        }
        for tag in [
            "mapi-v3.12.20",
            "mapi-v13.12.2",
            "mapi-v1.3.12.2",
            "mapi-v3.12.2.1",
            "mapi-v3.12.2-rc.1",
            "v3.12.2-rc.1",
            "mapier-v3.12.2",
            "cli-v3.12.2",
            "mapi",
        ] {
            assert_eq!(naming(&[tag], "mapi", "3.12.2"), None, "{tag}");
        }
    }
}
