//! `ComparableVersion`: Maven's order over any two texts.
//!
//! The order is that of Maven 4. Maven 3.8 differs in what was mended since: it takes other scripts'
//! digits for numbers (`1` < `٨`), and `1.0.final-redhat` sorts above `1.0-sp1-redhat`,
//! `1.0-sp-1-redhat` and `1.0-sp.1-redhat`.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::native::shared::numbers::{compare_digits, total};

/// The qualifiers that Maven knows, lowest first; the empty one is the release itself.
const QUALIFIERS: &[&str] = &["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const RELEASE: usize = 5;

/// One item of a version. A missing item is compared as nothing at all.
#[derive(Debug, Clone)]
enum Item {
    /// Digits without leading zeros.
    Number(String),
    /// A qualifier in lower case.
    Word(String),
    /// A qualifier and the number that belongs to it: `rc1` or `rc-1`.
    Numbered(String, String),
    /// What comes after a hyphen, or after a change between digits and letters.
    List(Vec<Item>),
}

/// Maven refuses what is longer, for every hyphen nests a list in a list.
const MOST_CHARACTERS: usize = 256;

/// Maven's comparison. Maven takes any text for a version that is not too long.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    let read = |text: &str| (text.len() <= MOST_CHARACTERS).then(|| parse(text));
    total((a, read(a)), (b, read(b)), |a, b| lists(a, b))
}

/// Cuts a text into nested lists of items.
fn parse(text: &str) -> Vec<Item> {
    let text = text.to_lowercase();
    let mut reader =
        Reader { lists: Vec::from([Vec::new()]), piece: String::new(), kind: Kind::Empty };
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '.' => reader.separate(),
            '-' => {
                let digit_follows = characters.peek().is_some_and(char::is_ascii_digit);
                if reader.kind == Kind::Word && digit_follows {
                    // `rc-1` is `rc1`.
                    reader.kind = Kind::Joined;
                } else {
                    reader.separate();
                    reader.nest();
                }
            }
            '0'..='9' => reader.digit(c),
            _ => reader.letter(c),
        }
    }
    reader.finish()
}

/// What the piece under way holds so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Digits,
    Word,
    /// A word with a hyphen after it, whose digits are still to come.
    Joined,
    Numbered,
}

/// The lists that are open, outermost first, and the piece that is being read.
struct Reader {
    lists: Vec<Vec<Item>>,
    piece: String,
    kind: Kind,
}

impl Reader {
    /// Ends the piece at a separator; an empty piece counts as a zero.
    fn separate(&mut self) {
        if self.kind == Kind::Empty {
            self.push(Item::Number(String::new()));
        } else {
            self.end_piece();
        }
    }

    fn end_piece(&mut self) {
        let piece = core::mem::take(&mut self.piece);
        let item = match self.kind {
            Kind::Empty => return,
            Kind::Digits => Item::Number(piece.trim_start_matches('0').into()),
            Kind::Word | Kind::Joined => Item::Word(alias(&piece, false)),
            Kind::Numbered => {
                let letters = piece.find(|c: char| c.is_ascii_digit()).unwrap_or(piece.len());
                let (word, digits) = piece.split_at_checked(letters).unwrap_or((&piece, ""));
                Item::Numbered(alias(word, true), digits.trim_start_matches('0').into())
            }
        };
        self.kind = Kind::Empty;
        self.push(item);
    }

    fn push(&mut self, item: Item) {
        if let Some(list) = self.lists.last_mut() {
            list.push(item);
        }
    }

    /// Opens a list inside the current one, unless that has nothing in it yet.
    fn nest(&mut self) {
        if self.lists.last().is_some_and(|list| !list.is_empty()) {
            self.lists.push(Vec::new());
        }
    }

    fn digit(&mut self, c: char) {
        match self.kind {
            Kind::Word | Kind::Joined => {
                self.nest();
                self.kind = Kind::Numbered;
            }
            Kind::Empty => self.kind = Kind::Digits,
            Kind::Digits | Kind::Numbered => {}
        }
        self.piece.push(c);
    }

    fn letter(&mut self, c: char) {
        if matches!(self.kind, Kind::Digits | Kind::Numbered) {
            self.end_piece();
            self.lists.push(Vec::new());
        }
        self.kind = Kind::Word;
        self.piece.push(c);
    }

    /// Ends the text. A qualifier after a dot is taken as one after a hyphen.
    fn finish(mut self) -> Vec<Item> {
        if matches!(self.kind, Kind::Word | Kind::Joined) {
            self.nest();
        }
        self.end_piece();
        let mut inner: Option<Vec<Item>> = None;
        while let Some(mut list) = self.lists.pop() {
            list.extend(inner.take().map(Item::List));
            inner = Some(normalized(list));
        }
        inner.unwrap_or_default()
    }
}

/// Drops the zeros and the empty lists that do not count: at the end and before a qualifier.
fn normalized(items: Vec<Item>) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::new();
    // From the end, so that `kept` is in reverse while it is built.
    for item in items.into_iter().rev() {
        let idle = match kept.last() {
            None | Some(Item::Word(_)) => true,
            Some(Item::List(list)) => {
                matches!(list.first(), Some(Item::Word(_) | Item::Numbered(..)))
            }
            Some(Item::Number(_) | Item::Numbered(..)) => false,
        };
        if !(idle && is_nothing(&item)) {
            kept.push(item);
        }
    }
    kept.reverse();
    match kept.as_mut_slice() {
        [Item::List(list)] => core::mem::take(list),
        _ => kept,
    }
}

fn is_nothing(item: &Item) -> bool {
    match item {
        Item::Number(text) | Item::Word(text) => text.is_empty(),
        Item::Numbered(..) => false,
        Item::List(list) => list.is_empty(),
    }
}

/// The qualifier's full name. A single letter is short for one only with a number after it.
fn alias(word: &str, numbered: bool) -> String {
    match (word, numbered) {
        ("cr", _) => "rc",
        ("a", true) => "alpha",
        ("b", true) => "beta",
        ("m", true) => "milestone",
        _ => word,
    }
    .into()
}

/// Known qualifiers in their order, then the others by spelling.
fn rank(word: &str) -> (usize, &str) {
    if matches!(word, "ga" | "final" | "release") {
        return (RELEASE, "");
    }
    match QUALIFIERS.iter().position(|known| *known == word) {
        Some(position) => (position, ""),
        None => (QUALIFIERS.len(), word),
    }
}

/// An item against a missing one.
fn against_nothing(item: &Item) -> Ordering {
    match item {
        Item::Number(digits) => compare_digits(digits, ""),
        Item::Word(word) => rank(word).cmp(&rank("")),
        Item::Numbered(word, digits) => {
            rank(word).cmp(&rank("")).then_with(|| compare_digits(digits, ""))
        }
        Item::List(items) => first_decided(items),
    }
}

fn first_decided(items: &[Item]) -> Ordering {
    items.iter().map(against_nothing).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn lists(a: &[Item], b: &[Item]) -> Ordering {
    (0..a.len().max(b.len()))
        .map(|position| match (a.get(position), b.get(position)) {
            (Some(a), Some(b)) => items(a, b),
            (Some(a), None) => against_nothing(a),
            (None, Some(b)) => against_nothing(b).reverse(),
            (None, None) => Ordering::Equal,
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Numbers above everything else; a list against a single item begins with it.
fn items(a: &Item, b: &Item) -> Ordering {
    match (a, b) {
        (Item::Number(a), Item::Number(b)) => compare_digits(a, b),
        (Item::Number(_), _) => Ordering::Greater,
        (_, Item::Number(_)) => Ordering::Less,
        (Item::Word(a), Item::Word(b)) => rank(a).cmp(&rank(b)),
        (Item::Numbered(a, m), Item::Numbered(b, n)) => {
            rank(a).cmp(&rank(b)).then_with(|| compare_digits(m, n))
        }
        (Item::Numbered(a, digits), Item::Word(b)) => {
            rank(a).cmp(&rank(b)).then_with(|| numbered_above(a, digits))
        }
        (Item::Word(_), Item::Numbered(..)) => items(b, a).reverse(),
        (Item::List(a), Item::List(b)) => lists(a, b),
        (Item::List(list), single) => match list.split_first() {
            None => against_nothing(single).reverse(),
            Some((first, rest)) => items(first, single).then_with(|| first_decided(rest)),
        },
        (_, Item::List(_)) => items(b, a).reverse(),
    }
}

/// `X1` against `X`: above it, unless `X` only says "release" and the number is a zero.
fn numbered_above(word: &str, digits: &str) -> Ordering {
    if rank(word).0 == RELEASE { compare_digits(digits, "") } else { Ordering::Greater }
}
