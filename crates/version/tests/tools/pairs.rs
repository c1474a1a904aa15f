//! Random pairs of versions: strange ones, and half of them one small change apart.

/// What versions of one ecosystem are made of.
pub(crate) struct Grammar {
    /// What stands between separators; a number beside these is random.
    pub(crate) words: &'static [&'static str],
    /// What stands between words, the common ones several times.
    pub(crate) separators: &'static [&'static str],
    /// What a version begins with.
    pub(crate) starts: &'static [&'static str],
    /// What one change may put anywhere.
    pub(crate) characters: &'static str,
}

/// Two versions.
pub(crate) type Pair = (String, String);

/// A hundred thousand pairs in CI, enough to find a slip while working otherwise.
pub(crate) fn count() -> usize {
    if std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) { 100_000 } else { 5_000 }
}

/// `count` pairs, half of them mutations of each other, and always the same ones for one seed.
pub(crate) fn pairs(grammar: &Grammar, count: usize) -> Vec<Pair> {
    let seed = std::env::var("SYNCLINE_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut random = Random(seed.unwrap_or(0x5EED));
    let mut pairs = Vec::with_capacity(count);
    while pairs.len() < count {
        let a = random.version(grammar);
        let b = match pairs.len() % 2 {
            0 => random.mutation(grammar, &a),
            _ => random.version(grammar),
        };
        pairs.push(if random.below(2) == 0 { (a, b) } else { (b, a) });
    }
    pairs
}

/// `SplitMix64`: a sequence that a seed fixes, for tests only.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Mostly small, sometimes with zeros before it, sometimes longer than any integer type.
    fn number(&mut self) -> String {
        match self.below(20) {
            0 => format!("0{}", self.below(12)),
            1 => format!("00{}", self.below(3)),
            2 => "0".into(),
            3 => self.pick(&["9", "10", "99", "100", "11", "09"]).into(),
            4 => self.pick(&["65535", "2147483647", "2147483648", "20161108"]).into(),
            5 => self.pick(&["9007199254740991", "9007199254740992", "4294967296"]).into(),
            6 => "18446744073709551616".into(),
            7 => format!("1{}", "0".repeat(self.below(30))),
            _ => self.below(4).to_string(),
        }
    }

    fn version(&mut self, grammar: &Grammar) -> String {
        let mut text = String::from(self.pick(grammar.starts));
        text.push_str(&self.number());
        for _ in 0..self.below(5) {
            text.push_str(self.pick(grammar.separators));
            match self.below(3) {
                0 => text.push_str(self.pick(grammar.words)),
                _ => text.push_str(&self.number()),
            }
        }
        text
    }

    /// One to three changes: a character more, less or another, an end more or less, a piece twice.
    fn mutation(&mut self, grammar: &Grammar, of: &str) -> String {
        let mut text: Vec<char> = of.chars().collect();
        let characters: Vec<char> = grammar.characters.chars().collect();
        for _ in 0..1 + self.below(3) {
            let at = self.below(text.len() + 1);
            let inside = at < text.len();
            match self.below(7) {
                0 if inside => drop(text.remove(at)),
                1 if inside => text[at] = self.pick(&characters),
                2 => text.truncate(at),
                3 => text.extend(self.pick(grammar.separators).chars().chain(['0'])),
                4 => {
                    let end = at + self.below(text.len() + 1 - at);
                    let piece = text[at..end].to_vec();
                    text.splice(end..end, piece);
                }
                5 => text.splice(at..at, ['0']).for_each(drop),
                _ => text.insert(at, self.pick(&characters)),
            }
        }
        text.into_iter().collect()
    }
}

#[test]
fn pairs_are_many_and_near() {
    let grammar = Grammar {
        words: &["rc", "a"],
        separators: &[".", "-"],
        starts: &["", "1:"],
        characters: "01ab.-",
    };
    let all = pairs(&grammar, 2_000);
    assert_eq!(all, pairs(&grammar, 2_000), "a seed fixes them");
    let prefix = |(a, b): &&Pair| a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count() > 1;
    assert!(all.iter().filter(prefix).count() > 500);
    assert!(all.iter().any(|(a, b)| a == b));
    assert!(all.iter().any(|(a, b)| a.is_empty() || b.is_empty()));
}
