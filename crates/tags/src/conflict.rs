//! Templates that could give one name to two owners' tags.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place};

use crate::affixes::{Affixes, Nest};
use crate::language::Language;
use crate::owner::{Owner, OwnerId};

/// Two owners whose templates can produce or parse one name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("tag templates `{}` and `{}` can both mean `{example}`", templates.0, templates.1)]
pub struct Conflict {
    /// The first of the two, an index into the owners asked about.
    pub a: usize,
    /// The second of the two, a higher index.
    pub b: usize,
    /// Their two templates as text, `{version}` in place.
    pub templates: (String, String),
    /// A name that both can mean, as short as there is one.
    pub example: String,
}

impl Explain for Conflict {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Ref(self.example.clone()))
    }

    fn help(&self) -> Option<String> {
        Some("put the component's name into one of them: `tag = \"{component}-{version}\"`".into())
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// Two owners for each pair of templates and grammars that can produce or parse one name
/// (SEMANTICS 7), ascending by `a`, then `b`; empty for a sound configuration.
///
/// Whether they can is decided exactly, over the prefixes, the suffixes and the forms' grammars,
/// for names of the characters that [`crate::name::check`] admits. Owners with the same template
/// and the same grammar share their tags and are no conflict: see [`shared`]. Of several that are
/// alike, the first speaks for all.
#[must_use]
pub fn conflicts(owners: &[Owner]) -> Vec<Conflict> {
    let grouped = grouped(owners);
    let mut search = Search::default();
    let mut groups = Vec::with_capacity(grouped.len());
    for ((prefix, suffix, grammar), members) in &grouped {
        let Some(owner) = members.first() else { continue };
        groups.push((*prefix, *suffix, Group { owner: *owner, grammar }));
        search.grammars.entry(prefix).or_default().insert(grammar);
    }
    let affixes = Affixes::new(groups);
    let mut met = Vec::new();
    for (nest, above) in affixes.nested() {
        search.within(&nest, &mut met);
        for outer in above {
            search.between(&outer, &nest, &mut met);
        }
    }
    let template = |at: usize| owners.get(at).map(|owner| owner.template.to_string());
    let conflict = |(a, b, example): (usize, usize, String)| {
        let (a, b) = (a.min(b), a.max(b));
        Some(Conflict { a, b, templates: (template(a)?, template(b)?), example })
    };
    let mut found: Vec<Conflict> = met.into_iter().filter_map(conflict).collect();
    found.sort_unstable_by_key(|conflict| (conflict.a, conflict.b));
    found
}

/// The owners (as indices) that share their tags because template and grammar are the same, one
/// list for each such template with at least two [`OwnerId`]s. Their versions have to coincide.
#[must_use]
pub fn shared(owners: &[Owner]) -> Vec<Vec<usize>> {
    let ids = |members: &[usize]| -> Vec<OwnerId> {
        members.iter().filter_map(|at| Some(owners.get(*at)?.id)).collect()
    };
    let several = |members: &Vec<usize>| {
        let ids = ids(members);
        ids.iter().any(|id| Some(id) != ids.first())
    };
    grouped(owners).into_values().filter(several).collect()
}

/// Owners by prefix, suffix and grammar.
fn grouped(owners: &[Owner]) -> BTreeMap<(&str, &str, &str), Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, owner) in owners.iter().enumerate() {
        let template = &owner.template;
        let key = (template.prefix(), template.suffix(), owner.form.grammar());
        groups.entry(key).or_default().push(at);
    }
    groups
}

/// Owners with one template and one grammar.
#[derive(Debug, Clone, Copy)]
struct Group<'g> {
    /// The first of them.
    owner: usize,
    grammar: &'g str,
}

/// A grammar and the suffix that follows it.
type Tail<'g> = (&'g str, &'g str);

#[derive(Default)]
struct Search<'g> {
    /// The grammars that follow each prefix.
    grammars: BTreeMap<&'g str, BTreeSet<&'g str>>,
    /// Built when asked for.
    languages: BTreeMap<Tail<'g>, Option<Language>>,
    /// What the first, once it has read a text, shares with the second.
    known: BTreeMap<(Tail<'g>, String, Tail<'g>), Option<String>>,
}

impl<'g> Search<'g> {
    /// Groups with the same prefix: one suffix has to be the tail of the other.
    fn within(&mut self, nest: &Nest<'g, Group<'g>>, met: &mut Vec<(usize, usize, String)>) {
        for (suffix, groups) in nest.suffixes {
            for (at, one) in groups.iter().enumerate() {
                let same = groups.iter().skip(at + 1).map(|other| (suffix, other));
                let tails = (1..=suffix.len()).filter_map(|cut| suffix.get(cut..));
                let shorter = tails.filter_map(|tail| nest.suffixes.get_key_value(tail));
                let shorter = shorter.flat_map(|(tail, all)| all.iter().map(move |g| (tail, g)));
                for (tail, other) in same.chain(shorter) {
                    let (one_tail, other_tail) =
                        ((one.grammar, suffix.as_str()), (other.grammar, tail.as_str()));
                    if let Some(text) = self.example(one_tail, "", other_tail) {
                        met.push((one.owner, other.owner, format!("{}{text}", nest.prefix)));
                    }
                }
            }
        }
    }

    /// Groups whose prefix, `outer`, is how the prefix of `inner` starts. A version has to spell
    /// the rest of that prefix, which hardly any does: only then are the groups looked at.
    fn between(
        &mut self,
        outer: &Nest<'g, Group<'g>>,
        inner: &Nest<'g, Group<'g>>,
        met: &mut Vec<(usize, usize, String)>,
    ) {
        let Some(rest) = inner.prefix.strip_prefix(outer.prefix) else { return };
        let grammars = self.grammars.get(outer.prefix).cloned().unwrap_or_default();
        let able = grammars.into_iter().filter(|grammar| self.spells(grammar, rest));
        let able: BTreeSet<&str> = able.collect();
        if able.is_empty() {
            return;
        }
        for (outer_suffix, groups) in outer.suffixes {
            for one in groups.iter().filter(|group| able.contains(group.grammar)) {
                let nested = |suffix: &str| {
                    suffix.ends_with(outer_suffix.as_str()) || outer_suffix.ends_with(suffix)
                };
                let inner = inner.suffixes.iter().filter(|(suffix, _)| nested(suffix));
                for (inner_suffix, other) in
                    inner.flat_map(|(s, all)| all.iter().map(move |g| (s, g)))
                {
                    let one_tail = (one.grammar, outer_suffix.as_str());
                    let other_tail = (other.grammar, inner_suffix.as_str());
                    if let Some(text) = self.example(one_tail, rest, other_tail) {
                        met.push((one.owner, other.owner, format!("{}{rest}{text}", outer.prefix)));
                    }
                }
            }
        }
    }

    fn spells(&mut self, grammar: &'g str, text: &str) -> bool {
        // Where nothing can be proven, templates that could meet are taken to meet.
        self.language((grammar, "")).as_ref().is_none_or(|language| language.meets(text))
    }

    /// The shortest text with which `read` and that text are one of the first's, and that text
    /// alone is one of the second's.
    fn example(&mut self, first: Tail<'g>, read: &str, second: Tail<'g>) -> Option<String> {
        let key = (first, read.to_owned(), second);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        self.language(first);
        self.language(second);
        let languages = (self.languages.get(&first)?, self.languages.get(&second)?);
        let found = match languages {
            (Some(one), Some(other)) => one.after(read).and_then(|at| one.shared(at, other)),
            _ => Some(format!("0{}", second.1)),
        };
        self.known.insert(key, found.clone());
        found
    }

    fn language(&mut self, tail: Tail<'g>) -> &Option<Language> {
        self.languages.entry(tail).or_insert_with(|| Language::new(tail.0, tail.1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{form, owners, template};

    fn pairs(preset: &str, templates: &[&str]) -> Vec<(usize, usize, String)> {
        let found = conflicts(&owners(&form(preset), templates));
        found.into_iter().map(|conflict| (conflict.a, conflict.b, conflict.example)).collect()
    }

    #[test]
    fn components_with_names_of_their_own_do_not_conflict() {
        let templates = [
            "v{version}",
            "core-{version}",
            "core-sdk-{version}",
            "viewer-v{version}",
            "{version}",
        ];
        assert_eq!(pairs("chain", &templates), []);
    }

    #[test]
    fn a_conflict_has_a_name_that_both_mean() {
        let found = pairs("chain", &["core-{version}", "x-{version}", "core-1.{version}"]);
        assert_eq!(found.len(), 1);
        let (a, b, example) = &found[0];
        assert_eq!((*a, *b), (0, 2));
        // The first reads a minor and a date where the second reads a major and a minor.
        assert!(example.starts_with("core-1.") && example.split('.').count() == 3, "{example}");
        assert_eq!(pairs("chain", &["{version}.1", "{version}"]), [], "no date ends a minor");
        assert_eq!(pairs("iric", &["{version}.1", "{version}"]).len(), 1, "a fix may be left out");
        let crossed = pairs("iric", &["a-{version}.1", "a-1.{version}"]);
        assert_eq!(crossed.len(), 1, "a longer suffix may meet a longer prefix");
        assert_eq!(pairs("chain", &["{version}-a", "{version}-b"]), []);
        assert_eq!(pairs("chain", &["a-{version}", "a-{version}-b"]), []);
    }

    #[test]
    fn owners_of_one_template_share_it() {
        let mut all =
            owners(&form("semver-fixed"), &["v{version}", "v{version}", "core-{version}"]);
        assert_eq!(conflicts(&all), []);
        assert_eq!(shared(&all), [[0, 1]]);
        all[1].id = all[0].id;
        assert_eq!(shared(&all), Vec::<Vec<usize>>::new(), "one owner shares with nobody");
        all[1].form = form("diavolo");
        assert_eq!(conflicts(&all), [], "three numbers are never four");
        all[1].form = form("iric");
        let found = conflicts(&all);
        assert_eq!(found.len(), 1);
        let told = found[0].to_string();
        assert!(told.contains("`v{version}` and `v{version}` can both mean `v"), "{told}");
    }

    proptest! {
        #[test]
        fn a_conflict_is_an_example_and_its_absence_is_proof(
            templates in prop::collection::btree_set(template(), 2..5),
            version in "[0-3]\\.[0-3](\\.[0-3])?(\\.20240102)?",
        ) {
            let templates: Vec<String> = templates.into_iter().collect();
            let all = owners(&form("iric"), &templates);
            let found = conflicts(&all);
            let reads = |at: usize, name: &str| {
                let owner: &Owner = &all[at];
                owner.template.read(name).is_some_and(|text| owner.form.parse(text).is_ok())
            };
            for conflict in &found {
                prop_assert!(reads(conflict.a, &conflict.example), "{conflict}");
                prop_assert!(reads(conflict.b, &conflict.example), "{conflict}");
            }
            for name in all.iter().filter_map(|owner| owner.template.write(&version).ok()) {
                let readers: Vec<_> = (0..all.len()).filter(|at| reads(*at, &name)).collect();
                for pair in readers.windows(2) {
                    let told = found.iter().any(|c| (c.a, c.b) == (pair[0], pair[1]));
                    prop_assert!(told, "{name} is read by {pair:?}");
                }
            }
        }
    }
}
