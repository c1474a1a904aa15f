//! Where many words stand in a text, found in one pass over it.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use aho_corasick::AhoCorasick;

/// Words that texts are searched for.
#[derive(Debug)]
pub(crate) struct Words<'w> {
    /// By its place here each word is asked about.
    all: Vec<&'w str>,
    /// Nobody, where they are too many for one.
    automaton: Option<AhoCorasick>,
}

/// Where those words stand in one text that has any of them, by the word's place.
#[derive(Debug, Default)]
pub(crate) struct Occurrences {
    starts: BTreeMap<usize, Vec<usize>>,
}

impl<'w> Words<'w> {
    /// The words `all`, each once.
    pub(crate) fn new(all: impl IntoIterator<Item = &'w str>) -> Self {
        let mut all: Vec<&str> = all.into_iter().filter(|word| !word.is_empty()).collect();
        all.sort_unstable();
        all.dedup();
        let automaton = AhoCorasick::new(&all).ok();
        Self { all, automaton }
    }

    /// The place of a word; `None` for one that is not searched for.
    pub(crate) fn place(&self, word: &str) -> Option<usize> {
        self.all.binary_search(&word).ok()
    }

    /// Where they stand in `text`. Two words may share bytes, a word with itself does not: as
    /// [`str::match_indices`] finds each of them.
    pub(crate) fn find(&self, text: &str) -> Occurrences {
        let mut found = Occurrences::default();
        let at_once = self.automaton.as_ref().map(|all| all.try_find_overlapping_iter(text));
        if let Some(Ok(matches)) = at_once {
            let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
            for one in matches {
                let (word, start) = (one.pattern().as_usize(), one.start());
                let end = ends.entry(word).or_default();
                if *end <= start {
                    *end = one.end();
                    found.starts.entry(word).or_default().push(start);
                }
            }
            return found;
        }
        for (place, word) in self.all.iter().enumerate() {
            let starts: Vec<usize> = text.match_indices(word).map(|(start, _)| start).collect();
            if !starts.is_empty() {
                found.starts.insert(place, starts);
            }
        }
        found
    }
}

impl Occurrences {
    /// Whether the text has none of the words.
    pub(crate) fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Where a word begins, ascending.
    pub(crate) fn of(&self, place: usize) -> &[usize] {
        self.starts.get(&place).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_that_share_bytes_are_all_found() {
        let words = Words::new(["1.1", "1.1.1", "", "1.1", "2"]);
        let found = words.find("1.1.1.1");
        assert_eq!(words.place("1.1").map(|place| found.of(place)), Some(&[0, 4][..]));
        assert_eq!(words.place("1.1.1").map(|place| found.of(place)), Some(&[0][..]));
        assert_eq!(words.place("2").map(|place| found.of(place)), Some(&[][..]));
        assert_eq!((words.place(""), words.place("3")), (None, None));
        assert!(words.find("3.3").is_empty());
    }

    proptest! {
        #[test]
        fn they_are_found_where_a_search_for_each_finds_it(
            all in prop::collection::vec("[ab.]{1,3}", 0..6), text in "[ab.é]{0,24}",
        ) {
            let words = Words::new(all.iter().map(String::as_str));
            let one_by_one = Words { all: words.all.clone(), automaton: None };
            for words in [words, one_by_one] {
                let found = words.find(&text);
                for word in &all {
                    let place = words.place(word).unwrap();
                    let wanted: Vec<usize> = text.match_indices(word.as_str()).map(|m| m.0).collect();
                    prop_assert_eq!(found.of(place), wanted, "{}", word);
                }
                prop_assert_eq!(found.is_empty(), !all.iter().any(|word| text.contains(word.as_str())));
            }
        }
    }

    #[test]
    fn no_words_are_nowhere() {
        assert!(Words::new(vec![]).find("1.4.0").is_empty());
    }
}
