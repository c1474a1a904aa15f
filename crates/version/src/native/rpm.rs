//! RPM: the `Version` tag, compared by `rpmvercmp`; release and epoch belong to the packager.
//!
//! Source: rpm's `rpmvercmp` with `~` (4.10) and `^` (4.15).

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::numbers::{
    Shape, compare_digits, dotted, label_and_number, letters_only, neutral,
};
use super::{Dialect, Epoch, NativeError, Neutral, Target};

const TARGET: Target = Target { id: "rpm", title: "RPM" };
const SHAPE: Shape = Shape { target: TARGET, least: 1, most: usize::MAX, limits: &[] };

/// RPM packages.
pub static RPM: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    build: false,
    placeholder: "",
    write,
    read,
    order,
    epoch: Some(Epoch { mark: "1:", place: "as `Epoch: 1` in the spec file" }),
    requires: None,
};

/// `2.5~rc1`: rpm 4.10 and later sort the tilde below the end of the text.
fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    let numbers = dotted(&SHAPE.numbers(version, arity)?);
    match &version.pre {
        None => Ok(numbers),
        Some(pre) => {
            let (label, number) = letters_only(TARGET, pre)?;
            Ok(format!("{numbers}~{label}{number}"))
        }
    }
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    let refused = |why: &str, wanted| NativeError::Syntax {
        target: TARGET,
        text: text.to_owned(),
        why: why.to_owned(),
        wanted,
    };
    if let Some((version, _)) = text.split_once('-') {
        return Err(refused("a hyphen begins the release", Some(version.to_owned())));
    }
    let (numbers, pre) = match text.split_once('~') {
        None => (text, None),
        Some((numbers, pre)) => {
            let pre = label_and_number(pre)
                .ok_or_else(|| refused("after `~` come a label and its number", None))?;
            (numbers, Some(pre))
        }
    };
    Ok(neutral(SHAPE.read_prefix(text, numbers)?, pre))
}

/// One piece of a version, lowest first: what comes after an equal beginning decides.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece<'t> {
    Tilde,
    End,
    Caret,
    Letters(&'t str),
    Digits(Digits<'t>),
}

/// Digits in the order of the number that they write.
struct Digits<'t>(&'t str);

impl Ord for Digits<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_digits(self.0, other.0)
    }
}

impl PartialOrd for Digits<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Digits<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Digits<'_> {}

/// Piece by piece; every other character only separates. rpm takes any text for a version.
fn order(a: &str, b: &str) -> Ordering {
    pieces(a).cmp(&pieces(b))
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |wanted: fn(&char) -> bool| {
            let end = rest.find(|c| !wanted(&c)).unwrap_or(rest.len());
            rest.split_at_checked(end).unwrap_or((rest, ""))
        };
        let (piece, tail) = match first {
            '0'..='9' => {
                let (digits, tail) = run(char::is_ascii_digit);
                (Some(Piece::Digits(Digits(digits))), tail)
            }
            'a'..='z' | 'A'..='Z' => {
                let (letters, tail) = run(char::is_ascii_alphabetic);
                (Some(Piece::Letters(letters)), tail)
            }
            other => {
                let piece = match other {
                    '~' => Some(Piece::Tilde),
                    '^' => Some(Piece::Caret),
                    _ => None,
                };
                (piece, rest.get(other.len_utf8()..).unwrap_or_default())
            }
        };
        pieces.extend(piece);
        rest = tail;
    }
    pieces.push(Piece::End);
    pieces
}
