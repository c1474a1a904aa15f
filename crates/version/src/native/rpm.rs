//! RPM: the `Version` tag, compared by `rpmvercmp`; release and epoch belong to the packager.
//!
//! Source: rpm's `rpmvercmp` with `~` (4.10) and `^` (4.15).

mod relation;

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, compare_digits};
use super::shared::spelling::Spelling;
use super::{Dialect, Epoch, NativeError, Neutral, Packages, Requires, Target};

const TARGET: Target = Target { id: "rpm", title: "RPM" };
/// `2.5~rc1`: rpm 4.10 and later sort the tilde below the end of the text.
const SPELLING: Spelling = Spelling::any(Shape::any(TARGET), "~", "");

/// RPM packages.
pub static RPM: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &[],
    write: |version, arity| SPELLING.write(version, arity),
    read,
    order,
    epoch: Some(Epoch { sign: ':', inline: false, place: "as `Epoch: 1` in the spec file" }),
    packages: Some(&Packages {
        // The label stands in the release, so that the build counter orders it, not its name.
        pre_release: "0.{n}.{pre}",
        release: "{n}",
        dist_starts: &['.'],
        dist_signs: &['.', '_', '+', '~', '^'],
        dist: ".el5",
        order: order_packages,
    }),
    requires: Some(&Requires { admits: relation::admits, follow: relation::follow, promise: None }),
};

fn read(text: &str) -> Result<Neutral, NativeError> {
    match text.split_once('-') {
        None => SPELLING.read(text),
        Some((version, _)) => Err(NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: "a hyphen begins the release".to_owned(),
            wanted: Some(version.to_owned()),
        }),
    }
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

/// rpm's `rpmverCmp`: epochs, where none is 0; versions; releases, where none is the lowest.
fn order_packages(a: &str, b: &str) -> Ordering {
    let ((epoch_a, version_a, release_a), (epoch_b, version_b, release_b)) = (fields(a), fields(b));
    order(epoch_a, epoch_b).then_with(|| order(version_a, version_b)).then_with(|| {
        match (release_a, release_b) {
            (Some(a), Some(b)) => order(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        }
    })
}

/// Epoch before the first colon, if digits are all that is there; release after the last hyphen.
fn fields(text: &str) -> (&str, &str, Option<&str>) {
    let (epoch, rest) = match text.split_once(':') {
        Some((epoch, rest)) if epoch.bytes().all(|byte| byte.is_ascii_digit()) => (epoch, rest),
        _ => ("0", text),
    };
    let epoch = if epoch.is_empty() { "0" } else { epoch };
    match rest.rsplit_once('-') {
        Some((version, release)) => (epoch, version, Some(release)),
        None => (epoch, rest, None),
    }
}
