//! Pre-releases that are called or written in another way than a preset has them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::Scheme;

use super::evidence::Evidence;
use super::templates::{Rank, rank};

/// What pre-releases are called, beside what the presets know. Other words behind a version
/// (`jre`, `Final`, `post`) are none.
const WORDS: &[&str] = &[
    "a",
    "alpha",
    "b",
    "beta",
    "canary",
    "dev",
    "edge",
    "experimental",
    "insiders",
    "m",
    "milestone",
    "next",
    "nightly",
    "pre",
    "preview",
    "rc",
    "snapshot",
    "unstable",
];

/// How tags write a pre-release's label and number, the likeliest first.
const WRITTEN: &[&str] = &[
    "-{label}[.{n}]",
    "-{label}{n}",
    ".{label}{n}",
    ".{label}[.{n}]",
    "-{label}.{n}",
    "{label}{n}",
];

/// How many labels are given up at most so that a scheme can have the others.
const GIVEN_UP: usize = 3;

/// How many pre-releases are read: of the current ones, and of all.
type Read = (usize, usize);

/// What a scheme's `[pre]` is to say in place of the preset's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labels {
    /// All labels, the earliest first.
    pub(super) labels: Vec<String>,
    /// Those that the preset has not.
    pub(super) added: Vec<String>,
    /// The pattern of label and number, where it is not the preset's.
    pub(super) write: Option<&'static str>,
}

impl Labels {
    /// What a preset's `[pre]` lacks to read the pre-releases that there are, and the preset with it;
    /// `None` where it lacks nothing, where that would not help, and where the preset has no
    /// pre-releases. Labels that cannot be in it together, as an ecosystem does not tell them apart or
    /// sorts them otherwise, are given up one by one, the rarest first.
    ///
    /// `base` is the preset as a scheme's text begins with it.
    pub(super) fn find(
        preset: &Scheme,
        base: &str,
        evidence: &Evidence<'_>,
    ) -> Option<(Self, Scheme)> {
        let known: Vec<String> = preset.plain().labels().map(ToString::to_string).collect();
        if known.is_empty() {
            return None;
        }
        let (words, all) = words(evidence);
        let mut best: Option<(Read, Self, Scheme)> = None;
        for count in (0..=words.len()).rev().take(GIVEN_UP + 1) {
            let found = Self::best(&known, base, evidence, words.get(..count).unwrap_or_default());
            let Some(found) = found else { continue };
            if best.as_ref().is_none_or(|(most, ..)| found.0 > *most) {
                best = Some(found);
            }
            // Fewer read no more than all.
            if best.as_ref().is_some_and(|((_, read), ..)| *read >= all) {
                break;
            }
        }
        let (read, mut one, scheme) = best?;
        let plain = Self { labels: known, added: Vec::new(), write: None };
        if read <= plain.reads(preset, evidence) {
            return None;
        }
        // A label that no text needs under this scheme says nothing.
        one.added.retain(|label| one.labels.contains(label));
        Some((one, scheme))
    }

    /// What reads most of those with these words as labels; `known` are the preset's own.
    fn best(
        known: &[String],
        base: &str,
        evidence: &Evidence<'_>,
        words: &[&str],
    ) -> Option<(Read, Self, Scheme)> {
        let words: BTreeSet<&str> = words.iter().copied().collect();
        let is_known = |word: &&str| known.iter().any(|label| label == word);
        let (same, added): (Vec<&str>, Vec<&str>) = words.into_iter().partition(is_known);
        let added: Vec<String> = added.into_iter().map(String::from).collect();
        // `RC` and `b` are in place of the preset's `rc` and `beta`, unless there are both.
        let replaced = |label: &String| {
            let by = |one: &String| {
                let one = one.to_ascii_lowercase();
                one == *label || (one.len() == 1 && label.starts_with(&one))
            };
            added.iter().any(by) && !same.contains(&label.as_str())
        };
        let kept: Vec<String> = known.iter().filter(|label| !replaced(label)).cloned().collect();
        let same: Vec<String> = same.into_iter().map(String::from).collect();
        let writes = core::iter::once(None).chain(WRITTEN.iter().copied().map(Some));
        let mut best: Option<(Read, Self, Scheme)> = None;
        for write in writes {
            for labels in orders(&kept, &same, &added) {
                let one = Self { labels, added: added.clone(), write };
                let Some(scheme) = one.over(base) else { continue };
                let read = one.reads(&scheme, evidence);
                if best.as_ref().is_none_or(|(most, ..)| read > *most) {
                    best = Some((read, one, scheme));
                }
            }
        }
        best
    }

    /// The preset with this `[pre]` in place of its own.
    fn over(&self, base: &str) -> Option<Scheme> {
        let text = format!("{base}{}", self.table("pre"));
        Scheme::parse("release.toml", &text, &|_| None).ok()
    }

    /// The table `name` that says so, in TOML.
    pub(super) fn table(&self, name: &str) -> String {
        let labels: Vec<String> = self.labels.iter().map(|label| format!("{label:?}")).collect();
        let mut text = format!("[{name}]\nlabels = [{}]\n", labels.join(", "));
        if let Some(write) = self.write {
            text.push_str(&format!("write = {write:?}\n"));
        }
        text
    }

    /// How many pre-releases are read, first of the current ones, then of all tags and files; none
    /// where an ecosystem of the components does not sort the labels in this order, which no release
    /// gets past.
    fn reads(&self, scheme: &Scheme, evidence: &Evidence<'_>) -> Read {
        let form = scheme.plain();
        if evidence.now.iter().any(|(_, dialect)| form.unsorted_labels(dialect).is_some()) {
            return (0, 0);
        }
        let read = |all: &[&str]| all.iter().filter(|text| form.parse(text).is_ok()).count();
        let now = evidence.now.iter().filter_map(|(text, d)| form.from_native(d, text).ok());
        let now = now.filter(|version| form.is_pre(version)).count();
        (read(&evidence.current), read(&evidence.pres) + now)
    }
}

/// The orders that are tried: by letter, as most ecosystems sort; a word that some put before all
/// others in front; and, where capitals go before all others, those only that there are.
fn orders(known: &[String], same: &[String], added: &[String]) -> Vec<Vec<String>> {
    let mut sorted: Vec<String> = known.iter().chain(added).cloned().collect();
    sorted.sort_by_key(|label| label.to_ascii_lowercase());
    let in_front: Vec<String> = added.iter().chain(known).cloned().collect();
    let behind: Vec<String> = known.iter().chain(added).cloned().collect();
    let mut seen: Vec<String> = same.iter().chain(added).cloned().collect();
    seen.sort();
    match added.iter().any(|label| label.starts_with(|c: char| c.is_ascii_uppercase())) {
        true => Vec::from([sorted, seen]),
        false => Vec::from([sorted, in_front, behind]),
    }
}

/// The words of the pre-releases that there are, and how many texts have one: first what files state and
/// what is current, then what most have, then what is newest.
fn words<'e>(evidence: &Evidence<'e>) -> (Vec<&'e str>, usize) {
    let now = evidence.now.iter().map(|(text, _)| *text);
    let told = evidence.current.iter().copied().chain(now.clone());
    let told: Vec<&str> = told.filter_map(word).collect();
    let mut found: BTreeMap<&str, (usize, Rank)> = BTreeMap::new();
    let mut all = 0;
    for text in evidence.pres.iter().copied().chain(now) {
        let Some(word) = word(text) else { continue };
        let (count, newest) = found.entry(word).or_default();
        (*count, all) = (*count + 1, all + 1);
        *newest = rank(text).max(core::mem::take(newest));
    }
    let told = |word: &str| told.iter().filter(|one| **one == word).count();
    let mut words: Vec<_> =
        found.into_iter().map(|(word, often)| (told(word), often, word)).collect();
    words.sort_by(|a, b| b.cmp(a));
    (words.into_iter().map(|(.., word)| word).collect(), all)
}

/// The word behind the numbers of a version, where it is one of pre-releases, as it is written there.
/// A single letter has a number behind it: `1.0.2b` is no pre-release.
fn word(text: &str) -> Option<&str> {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let behind = behind.trim_start_matches(['-', '.', '_', '~']);
    let end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
    let (word, rest) = (behind.get(..end)?, behind.get(end..)?);
    let is_word = WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let counted = rest.starts_with(|c: char| c.is_ascii_digit());
    (is_word && (word.len() > 1 || counted)).then_some(word)
}
