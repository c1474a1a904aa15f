//! Plain text: a VERSION file, a constant, anything that carries the scheme's own spelling.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::numbers::{compare_digits, dotted, label_and_number, number};
use super::{Dialect, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "plain", title: "plain text" };

/// Plain text: the scheme's own spelling, unchanged.
pub static PLAIN: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: false,
    build: false,
    placeholder: "",
    takes: None,
    development: &["-dev", "-dev.{n}", ".dev", ".dev{n}", "-SNAPSHOT"],
    write,
    read,
    order,
    epoch: None,
    packages: None,
    requires: None,
};

/// The scheme's own spelling; the arity is the scheme's business, so it is not padded.
fn write(neutral: &Neutral, _arity: Option<usize>) -> Result<String, NativeError> {
    Ok(spelling(neutral))
}

/// The scheme's spelling, or `1.2.3-rc.1+7` where none came along.
pub(super) fn spelling(neutral: &Neutral) -> String {
    if !neutral.text.is_empty() {
        return neutral.text.clone();
    }
    let mut text = dotted(&neutral.numbers);
    if let Some((label, number)) = &neutral.pre {
        text = format!("{text}-{label}.{number}");
    }
    if let Some(external) = neutral.external {
        text = format!("{text}+{external}");
    }
    text
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: "a version is one word".to_owned(),
            wanted: Some(text.split_whitespace().collect())
                .filter(|word: &String| !word.is_empty()),
        });
    }
    Ok(taken_apart(text))
}

/// The text as it is, with what can be told of its pieces without knowing the scheme.
pub(super) fn taken_apart(text: &str) -> Neutral {
    let (core, external) = match text.split_once('+') {
        Some((core, build)) => (core, number(build).ok()),
        None => (text, None),
    };
    let (numbers, rest) = leading_numbers(core);
    let rest = rest.trim_start_matches(['-', '.', '~']);
    let pre = label_and_number(rest).or_else(|| {
        let (label, digits) = rest.split_once('.')?;
        label_and_number(&format!("{label}{digits}"))
    });
    Neutral { text: text.to_owned(), numbers, pre, external }
}

/// The dotted numbers that a text begins with, and what is left.
fn leading_numbers(text: &str) -> (Vec<u64>, &str) {
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let after = if numbers.is_empty() { Some(rest) } else { rest.strip_prefix('.') };
        let Some(after) = after else { break };
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let Some((piece, tail)) = after.split_at_checked(digits) else { break };
        let Ok(value) = number(piece) else { break };
        numbers.push(value);
        rest = tail;
    }
    (numbers, rest)
}

/// One step of a plain version, lowest kind first: words (a pre-release) sort below the end, and
/// the end below a further number, so that 2.5-beta1 < 2.5 < 2.5.0.
#[derive(PartialEq, Eq)]
enum Step<'t> {
    Word(&'t str),
    End,
    Digits(&'t str),
}

impl Ord for Step<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |step: &Step<'_>| match step {
            Step::Word(_) => 0,
            Step::End => 1,
            Step::Digits(_) => 2,
        };
        match (self, other) {
            (Self::Word(a), Self::Word(b)) => a.cmp(b),
            (Self::Digits(a), Self::Digits(b)) => compare_digits(a, b),
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

impl PartialOrd for Step<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A plain text has no ecosystem, so this is the order that people read: numbers as numbers, words
/// after them as pre-releases, what follows `+` ignored.
pub(super) fn order(a: &str, b: &str) -> Ordering {
    steps(a).cmp(&steps(b))
}

fn steps(text: &str) -> Vec<Step<'_>> {
    let core = text.split_once('+').map_or(text, |(core, _)| core);
    let mut steps = Vec::new();
    let mut rest = core;
    while let Some(first) = rest.chars().next() {
        let same_kind = |c: char| match (first.is_ascii_digit(), first.is_alphanumeric()) {
            (true, _) => c.is_ascii_digit(),
            (false, true) => c.is_alphanumeric() && !c.is_ascii_digit(),
            (false, false) => !c.is_alphanumeric(),
        };
        let end = rest.find(|c| !same_kind(c)).unwrap_or(rest.len());
        let Some((piece, tail)) = rest.split_at_checked(end) else { break };
        if first.is_ascii_digit() {
            steps.push(Step::Digits(piece));
        } else if first.is_alphanumeric() {
            steps.push(Step::Word(piece));
        }
        rest = tail;
    }
    steps.push(Step::End);
    steps
}
