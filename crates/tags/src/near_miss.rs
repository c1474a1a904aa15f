//! Tags that look like somebody's and are not: a version refused, another case, a `v` too many.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::affixes::Affixes;
use crate::owner::Owner;
use crate::stray::StrayKind;

/// Finds whose tag a name was probably meant to be.
pub(crate) struct NearMisses<'o> {
    owners: &'o [&'o Owner],
    /// Indices of owners by their templates as they are.
    exact: &'o Affixes<usize>,
    /// The same by their templates folded, a `v` before the version taken off.
    folded: Affixes<usize>,
}

impl<'o> NearMisses<'o> {
    /// Considers `owners`, one of those that are alike; `exact` holds each by its template.
    pub(crate) fn new(owners: &'o [&'o Owner], exact: &'o Affixes<usize>) -> Self {
        let templates = owners.iter().map(|owner| &owner.template);
        let templates: Vec<(String, String)> = templates
            .map(|template| (folded(template.prefix()), folded(template.suffix())))
            .collect();
        let bases = templates.iter().map(|(prefix, suffix)| (base(prefix), suffix.as_str()));
        let bases = bases.enumerate().map(|(at, (prefix, suffix))| (prefix, suffix, at));
        Self { owners, exact, folded: Affixes::new(bases) }
    }

    /// What `name`, which no owner can read, comes near to.
    ///
    /// A version refused by its owner with a better one at hand says most, then a name that only
    /// has to be spelled otherwise, then both slips at once, then a version refused. Among equals
    /// the longest prefix wins, then the first owner.
    pub(crate) fn find(&self, name: &str) -> Option<StrayKind> {
        let refused = self.exact.around(name).flat_map(|fit| {
            fit.values.iter().filter_map(move |at| self.refused(*at, fit.middle, fit.prefix == 0))
        });
        let folded = folded(name);
        let spelled = self.folded.around(&folded).flat_map(|fit| {
            // Folding keeps every byte where it was.
            let range = fit.prefix..fit.prefix + fit.middle.len();
            fit.values.iter().filter_map(move |at| self.spelled(*at, name, range.clone()))
        });
        let best = refused.chain(spelled).min_by_key(|(rank, _)| *rank);
        best.map(|(_, miss)| miss)
    }

    /// The owner's affixes are there, but what they enclose is not one of its versions.
    fn refused(&self, at: usize, text: &str, bare: bool) -> Option<(Rank, StrayKind)> {
        let owner = self.owners.get(at)?;
        if !starts_with_number(text) || (bare && !has_parts(text)) {
            return None;
        }
        let error = owner.form.parse(text).err()?;
        let wanted = error.suggestion.as_ref().and_then(|text| owner.template.write(text).ok());
        let rank = if wanted.is_some() { Rank::Mended } else { Rank::Refused };
        Some((rank, StrayKind::NearMiss { owner: owner.id, why: error.to_string(), wanted }))
    }

    /// The owner's affixes are there but for case, separators and a `v`; `range` is what they
    /// enclose.
    fn spelled(&self, at: usize, name: &str, range: Range<usize>) -> Option<(Rank, StrayKind)> {
        let owner = self.owners.get(at)?;
        let (before, rest) = name.split_at_checked(range.start)?;
        let (middle, after) = rest.split_at_checked(range.len())?;
        let text = middle.strip_prefix(['v', 'V']).unwrap_or(middle);
        if !starts_with_number(text) {
            return None;
        }
        let letter = middle.strip_suffix(text)?;
        let (prefix, wanted_letter) = owner.template.prefix().split_at_checked(range.start)?;
        let mut why = Vec::new();
        match (letter, wanted_letter) {
            ("", "") => {}
            ("", _) => why.push(format!("the `{wanted_letter}` before the version is missing")),
            (_, "") => why.push(format!("there is a `{letter}` before the version")),
            _ => {}
        }
        let affixes = [(before, prefix), (letter, wanted_letter), (after, owner.template.suffix())];
        let pairs = || affixes.iter().flat_map(|(found, wanted)| found.chars().zip(wanted.chars()));
        if let Some((found, wanted)) = pairs().find(|(a, b)| !a.eq_ignore_ascii_case(b)) {
            why.push(format!("`{found}` stands in place of `{wanted}`"));
        }
        if pairs().any(|(a, b)| a != b && a.eq_ignore_ascii_case(&b)) {
            why.push("upper and lower case differ".to_owned());
        }
        let (rank, wanted) = match owner.form.parse(text) {
            Ok(_) => (Rank::Spelled, owner.template.write(text).ok()?),
            Err(_) if range.start == 0 && !has_parts(text) => return None,
            Err(error) => {
                let wanted = owner.template.write(error.suggestion.as_ref()?).ok()?;
                why.push(error.to_string());
                (Rank::Both, wanted)
            }
        };
        let miss =
            StrayKind::NearMiss { owner: owner.id, why: why.join(", and "), wanted: Some(wanted) };
        Some((rank, miss))
    }
}

/// What says most about a stray tag comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Mended,
    Spelled,
    Both,
    Refused,
}

/// Whether a text means to be a version: `viewer-v1` is no `v` tag, and `core-latest` no core's.
fn starts_with_number(text: &str) -> bool {
    text.starts_with(char::is_numeric)
}

/// Whether a text has the shape of a version: where nothing stands before it, a number alone ties
/// a tag to nobody.
fn has_parts(text: &str) -> bool {
    text.contains('.')
}

/// ASCII letters in lower case, separators as `-`; every byte stays where it is.
fn folded(text: &str) -> String {
    let fold = |c: char| if is_separator(c) { '-' } else { c.to_ascii_lowercase() };
    text.chars().map(fold).collect()
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '_' | '/' | '@')
}

/// A folded prefix without the `v` that announces the version.
fn base(prefix: &str) -> &str {
    match prefix.strip_suffix('v') {
        Some(base) if base.is_empty() || base.ends_with('-') => base,
        _ => prefix,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use crate::sample::{bytes, form, owners};
    use crate::{OwnerId, StrayKind, TagIndex};

    const TEMPLATES: &[&str] = &[
        "v{version}",
        "core-{version}",
        "sdk-java-{version}",
        "mac/v{version}",
        "win-{version}-x",
    ];

    /// The owner's template, why, and the name wanted.
    fn miss(name: &str) -> Option<(&'static str, String, Option<String>)> {
        let index = TagIndex::build(&owners(&form("chain"), TEMPLATES), bytes(&[name]));
        match &index.strays()[0].kind {
            StrayKind::NearMiss { owner: OwnerId::Component(at), why, wanted } => {
                Some((TEMPLATES[*at], why.clone(), wanted.clone()))
            }
            StrayKind::Unknown => None,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn a_name_spelled_otherwise_is_told_how_it_was_meant() {
        for (name, template, wanted, why) in [
            ("Core-1.0", "core-{version}", "core-1.0", "upper and lower case differ"),
            ("V1.0", "v{version}", "v1.0", "upper and lower case differ"),
            ("1.0", "v{version}", "v1.0", "the `v` before the version is missing"),
            ("core-v1.0", "core-{version}", "core-1.0", "there is a `v` before the version"),
            ("core_1.0", "core-{version}", "core-1.0", "`_` stands in place of `-`"),
            ("core/1.0", "core-{version}", "core-1.0", "`/` stands in place of `-`"),
            ("core@1.0", "core-{version}", "core-1.0", "`@` stands in place of `-`"),
            ("sdk_java-1.0", "sdk-java-{version}", "sdk-java-1.0", "`_` stands in place of `-`"),
            ("mac-v1.0", "mac/v{version}", "mac/v1.0", "`-` stands in place of `/`"),
            ("mac/1.0", "mac/v{version}", "mac/v1.0", "the `v` before the version is missing"),
            ("win-1.0_X", "win-{version}-x", "win-1.0-x", "`_` stands in place of `-`"),
        ] {
            let (owner, told, meant) = miss(name).expect(name);
            assert_eq!((owner, meant.as_deref()), (template, Some(wanted)), "{name}");
            assert!(told.starts_with(why), "{name}: {told}");
        }
        let (_, why, _) = miss("SDK_java-v1.0").unwrap();
        assert_eq!(
            why,
            "there is a `v` before the version, and `_` stands in place of `-`, \
             and upper and lower case differ"
        );
    }

    #[test]
    fn chain_1_a_refused_version_is_told_in_its_own_words() {
        let (template, why, wanted) = miss("core-1.0.161205").unwrap();
        assert_eq!((template, wanted.as_deref()), ("core-{version}", Some("core-1.0.20161205")));
        let error = form("chain").parse("1.0.161205").unwrap_err();
        assert_eq!(why, alloc::format!("{error}"));
        let (_, why, wanted) = miss("Core-1.0.161205").unwrap();
        assert_eq!(wanted.as_deref(), Some("core-1.0.20161205"), "two slips at once");
        assert!(why.starts_with("upper and lower case differ, and `1.0.161205`"), "{why}");
        let (template, _, wanted) = miss("sdk-java-1.x").unwrap();
        assert_eq!((template, wanted), ("sdk-java-{version}", None));
        assert!(miss("core-\u{661}.0").is_some(), "digits of any script are meant as a version");
    }

    #[test]
    fn other_names_are_nobodys() {
        for name in [
            "viewer-v1",
            "vintage",
            "core-latest",
            "core-",
            "v",
            "core",
            "1",
            "2016-backup",
            "xcore-1.0",
        ] {
            assert_eq!(miss(name), None, "{name}");
        }
    }

    #[test]
    fn a_v_that_ends_a_word_is_no_version_mark() {
        let index = TagIndex::build(&owners(&form("chain"), &["dev{version}"]), bytes(&["de1.0"]));
        assert_eq!(index.strays()[0].kind, StrayKind::Unknown);
    }

    #[test]
    fn the_longest_prefix_speaks() {
        let all = owners(&form("chain"), &["core-{version}", "core-2-{version}"]);
        let index = TagIndex::build(&all, bytes(&["core-2_1.0", "core-2-1"]));
        for stray in index.strays() {
            let StrayKind::NearMiss { owner, .. } = &stray.kind else { panic!("{stray:?}") };
            assert_eq!(*owner, OwnerId::Component(1), "{stray:?}");
        }
    }
}
