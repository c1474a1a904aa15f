//! The tag names that a version grammar and a suffix admit, as an automaton.
//!
//! Grammars are regular, so whether two of them share a name is decided, not sampled.

use alloc::collections::VecDeque;
use alloc::collections::btree_map::{BTreeMap, Entry};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

/// The bytes that a tag of ours can have, digits first so that examples look like versions.
const ALPHABET: &[u8] = b"0123456789.-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_+/@";

/// How large an automaton may become, in bytes.
const LIMIT: usize = 16 << 20;

/// A regular set of texts.
pub(crate) struct Language {
    automaton: dense::DFA<Vec<u32>>,
    start: StateID,
}

/// Where two languages stand that read the same text.
type Pair = (StateID, StateID);

/// A text that was read so far, and may go on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reached(StateID);

impl Language {
    /// The texts of `grammar` (a regular expression, unanchored) followed by `suffix`. `None` for
    /// a grammar that is no regular expression, or too large a one: nothing can be proven then.
    pub(crate) fn new(grammar: &str, suffix: &str) -> Option<Self> {
        let mut pattern = format!("(?:{grammar})");
        for c in suffix.chars() {
            if c.is_ascii_punctuation() {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        let automaton = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .match_kind(MatchKind::All)
                    .start_kind(StartKind::Anchored)
                    .dfa_size_limit(Some(LIMIT))
                    .determinize_size_limit(Some(LIMIT)),
            )
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .thompson(thompson::Config::new().utf8(false))
            .build(&pattern)
            .ok()?;
        let start = automaton.start_state(&start::Config::new().anchored(Anchored::Yes)).ok()?;
        Some(Self { automaton, start })
    }

    /// Reads `text` from the start; `None` where no text of the language starts with it.
    pub(crate) fn after(&self, text: &str) -> Option<Reached> {
        let step = |at, byte| self.step(at, byte);
        text.bytes().try_fold(Reached(self.start), step)
    }

    /// Whether `text` is one of the language.
    pub(crate) fn admits(&self, text: &str) -> bool {
        self.after(text).is_some_and(|at| self.ends(at))
    }

    /// Whether some text of the language followed by some suffix can start with `text`: whether
    /// `text` can be read to its end, or a text of the language ends before it.
    pub(crate) fn meets(&self, text: &str) -> bool {
        let mut at = Reached(self.start);
        for byte in text.bytes() {
            if self.ends(at) {
                return true;
            }
            match self.step(at, byte) {
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }

    /// The shortest text that leads this language from `at` to an end, and is a text of `other`.
    pub(crate) fn shared(&self, at: Reached, other: &Self) -> Option<String> {
        // Breadth first over pairs of states; each pair remembers how it was reached first.
        let start = (at.0, other.start);
        let mut from: BTreeMap<Pair, Option<(Pair, u8)>> = BTreeMap::from([(start, None)]);
        let mut queue = VecDeque::from([start]);
        while let Some(pair) = queue.pop_front() {
            if self.ends(Reached(pair.0)) && other.ends(Reached(pair.1)) {
                let steps = iter::successors(from.get(&pair).copied().flatten(), |(before, _)| {
                    from.get(before).copied().flatten()
                });
                let mut bytes: Vec<u8> = steps.map(|(_, byte)| byte).collect();
                bytes.reverse();
                return String::from_utf8(bytes).ok();
            }
            for byte in ALPHABET {
                let mine = self.step(Reached(pair.0), *byte);
                let Some((mine, its)) = mine.zip(other.step(Reached(pair.1), *byte)) else {
                    continue;
                };
                let next = (mine.0, its.0);
                if let Entry::Vacant(new) = from.entry(next) {
                    new.insert(Some((pair, *byte)));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    fn step(&self, at: Reached, byte: u8) -> Option<Reached> {
        let next = self.automaton.next_state(at.0, byte);
        let over = self.automaton.is_dead_state(next) || self.automaton.is_quit_state(next);
        (!over).then_some(Reached(next))
    }

    fn ends(&self, at: Reached) -> bool {
        self.automaton.is_match_state(self.automaton.next_eoi_state(at.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: (&str, &str), read: &str, b: (&str, &str)) -> Option<String> {
        let (a, b) = (Language::new(a.0, a.1).unwrap(), Language::new(b.0, b.1).unwrap());
        a.shared(a.after(read)?, &b)
    }

    #[test]
    fn languages_share_a_text_or_do_not() {
        let (number, dated) = ("[0-9]+", r"[0-9]+\.[0-9]{8}");
        assert_eq!(shared((number, ""), "", (number, "")).as_deref(), Some("0"));
        assert_eq!(shared((number, ""), "12", (number, "")).as_deref(), Some("0"));
        assert_eq!(shared((number, ""), "1.", (number, "")), None);
        assert_eq!(shared((number, ".00000000"), "", (dated, "")).as_deref(), Some("0.00000000"));
        assert_eq!(shared((number, ".0000000"), "", (dated, "")), None);
        assert_eq!(shared((number, "-a"), "", (number, "-b")), None);
        assert_eq!(shared((number, "+a"), "1", (number, "+a")).as_deref(), Some("0+a"));
        assert_eq!(shared((number, ".a"), "1", (number, "xa")), None, "a dot is a dot");
    }

    #[test]
    fn reading_knows_where_a_suffix_may_begin() {
        let number = Language::new("[0-9]{2,3}", "").unwrap();
        for (text, wanted) in
            [("", true), ("1", true), ("12-sdk", true), ("1-", false), ("x", false)]
        {
            assert_eq!(number.meets(text), wanted, "{text}");
        }
        assert!(number.admits("123") && !number.admits("1") && !number.admits("1234"));
        assert!(Language::new("[0-9", "").is_none());
    }
}
