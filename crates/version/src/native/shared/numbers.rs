//! Dotted numbers with limits: the part of a version that every ecosystem has.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::compose::push_number;
use crate::native::{NativeError, Neutral, Target};

/// More numbers than this are taken for a mistake, whatever the text that is replaced had.
const MOST_PADDING: usize = 8;

/// How many numbers an ecosystem's version has, and how big they may be.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) target: Target,
    /// The fewest numbers; what is missing is written as zeros.
    pub(crate) least: usize,
    /// The most numbers.
    pub(crate) most: usize,
    /// The most that each position holds; the last limit holds for the positions after it.
    pub(crate) limits: &'static [u64],
}

impl Shape {
    /// One number or more, of any size.
    pub(crate) const fn any(target: Target) -> Self {
        Self { target, least: 1, most: usize::MAX, limits: &[] }
    }

    /// The numbers to write: padded to the arity, the external one fourth.
    pub(crate) fn numbers(
        &self,
        neutral: &Neutral,
        arity: Option<usize>,
    ) -> Result<Vec<u64>, NativeError> {
        let mut numbers = neutral.numbers.clone();
        if let Some(external) = neutral.external {
            if neutral.pre.is_some() {
                return Err(NativeError::External {
                    target: self.target,
                    text: neutral.text.clone(),
                    external,
                    why: "as a fourth number it would lift a pre-release above its final version",
                    parts: Vec::new(),
                });
            }
            pad(&mut numbers, 3);
            numbers.push(external);
        }
        self.fitting(neutral, numbers, arity)
    }

    /// The `numbers` of a version, padded to the arity, as far as the ecosystem has positions.
    pub(crate) fn fitting(
        &self,
        neutral: &Neutral,
        mut numbers: Vec<u64>,
        arity: Option<usize>,
    ) -> Result<Vec<u64>, NativeError> {
        let wanted = arity.unwrap_or(0).min(self.most).min(MOST_PADDING);
        pad(&mut numbers, self.least.max(wanted));
        self.check(&neutral.text, &numbers)?;
        Ok(numbers)
    }

    /// Refuses more numbers than fit, and bigger ones.
    pub(crate) fn check(&self, text: &str, numbers: &[u64]) -> Result<(), NativeError> {
        if numbers.len() > self.most {
            return Err(NativeError::TooMany {
                target: self.target,
                text: shown(text, numbers),
                count: numbers.len(),
                most: self.most,
                parts: Vec::new(),
            });
        }
        for (position, &value) in numbers.iter().enumerate() {
            let limit = self.limits.get(position).or_else(|| self.limits.last());
            if let Some(&max) = limit
                && value > max
            {
                return Err(NativeError::TooBig {
                    target: self.target,
                    parts: Vec::new(),
                    position,
                    value,
                    max,
                });
            }
        }
        Ok(())
    }

    /// Writes a version that has no way to hold a pre-release.
    pub(crate) fn write_final(
        &self,
        neutral: &Neutral,
        arity: Option<usize>,
        why: &'static str,
    ) -> Result<String, NativeError> {
        if let Some((label, _)) = &neutral.pre {
            return Err(NativeError::Pre {
                target: self.target,
                label: label.clone(),
                why,
                labels: &[],
            });
        }
        Ok(dotted(&self.numbers(neutral, arity)?))
    }

    /// Reads dotted numbers, and nothing after them.
    pub(crate) fn read(&self, text: &str) -> Result<Vec<u64>, NativeError> {
        self.read_prefix(text, text)
    }

    /// Reads the dotted numbers `prefix`, which `text` begins with; errors quote `text`.
    pub(crate) fn read_prefix(&self, text: &str, prefix: &str) -> Result<Vec<u64>, NativeError> {
        let mut numbers = Vec::new();
        for piece in prefix.split('.') {
            let number = number(piece).map_err(|why| NativeError::Syntax {
                target: self.target,
                text: text.to_owned(),
                why,
                wanted: without_leading_zeros(prefix)
                    .map(|plain| format!("{plain}{}", text.get(prefix.len()..).unwrap_or_default()))
                    .filter(|wanted| wanted != text),
            })?;
            numbers.push(number);
        }
        if numbers.len() < self.least {
            let mut padded = numbers;
            pad(&mut padded, self.least);
            let rest = text.get(prefix.len()..).unwrap_or_default();
            return Err(NativeError::Syntax {
                target: self.target,
                text: text.to_owned(),
                why: format!("it needs {} numbers", self.least),
                wanted: Some(format!("{}{rest}", dotted(&padded))),
            });
        }
        self.check(text, &numbers)?;
        Ok(numbers)
    }

    /// Compares texts number by number, a missing one being a zero; total, as [`total`] has it.
    pub(crate) fn order(&self, a: &str, b: &str) -> Ordering {
        total((a, self.read(a).ok()), (b, self.read(b).ok()), |a, b| compare_padded(a, b))
    }
}

/// The version as the scheme spells it, or its numbers where no spelling came along.
fn shown(text: &str, numbers: &[u64]) -> String {
    if text.is_empty() { dotted(numbers) } else { text.to_owned() }
}

/// `1.2.3`
pub(crate) fn dotted(numbers: &[u64]) -> String {
    let mut text = String::with_capacity(4 * numbers.len());
    for (position, number) in numbers.iter().enumerate() {
        if position > 0 {
            text.push('.');
        }
        push_number(&mut text, *number);
    }
    text
}

/// Zeros up to `count` numbers.
pub(crate) fn pad(numbers: &mut Vec<u64>, count: usize) {
    if numbers.len() < count {
        numbers.resize(count, 0);
    }
}

/// A canonical number: ASCII digits, no leading zero, below 2⁶⁴. The error is a fragment.
pub(crate) fn number(text: &str) -> Result<u64, String> {
    if text.is_empty() {
        return Err("a number is missing".to_owned());
    }
    if !is_digits(text) {
        return Err(format!("`{text}` is not a number"));
    }
    if text.len() > 1 && text.starts_with('0') {
        return Err(format!("`{text}` has a leading zero"));
    }
    text.parse().map_err(|_| format!("`{text}` is too big"))
}

/// The same dotted numbers without leading zeros, if numbers are all they are.
fn without_leading_zeros(text: &str) -> Option<String> {
    let mut plain = String::new();
    for piece in text.split('.') {
        if !is_digits(piece) {
            return None;
        }
        if !plain.is_empty() {
            plain.push('.');
        }
        plain.push_str(significant(piece));
    }
    Some(plain)
}

/// The digits after the leading zeros; the last zero stays.
fn significant(digits: &str) -> &str {
    let rest = digits.trim_start_matches('0');
    if rest.is_empty() { "0" } else { rest }
}

/// One or more ASCII digits and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One or more ASCII letters and nothing else.
pub(crate) fn is_letters(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Compares digits as numbers, of any length and with any leading zeros.
pub(crate) fn compare_digits(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// Compares dotted numbers; a missing one is a zero.
pub(crate) fn compare_padded(a: &[u64], b: &[u64]) -> Ordering {
    let longest = a.len().max(b.len());
    let at = |numbers: &[u64], position: usize| numbers.get(position).copied().unwrap_or(0);
    (0..longest)
        .map(|position| at(a, position).cmp(&at(b, position)))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Makes a comparison of parsed versions total: what did not parse sorts lowest, by bytes.
pub(crate) fn total<T>(
    a: (&str, Option<T>),
    b: (&str, Option<T>),
    compare: impl FnOnce(&T, &T) -> Ordering,
) -> Ordering {
    match (a.1, b.1) {
        (Some(left), Some(right)) => compare(&left, &right),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => a.0.cmp(b.0),
    }
}

/// The label and the number of a final piece like `rc1`: letters, then a canonical number.
pub(crate) fn label_and_number(text: &str) -> Option<(String, u64)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (label, digits) = text.split_at_checked(letters)?;
    if label.is_empty() {
        return None;
    }
    Some((label.to_owned(), number(digits).ok()?))
}

/// A version read from an ecosystem.
pub(crate) fn neutral(numbers: Vec<u64>, pre: Option<(String, u64)>) -> Neutral {
    Neutral { text: String::new(), numbers, pre, external: None }
}
