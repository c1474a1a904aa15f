//! OSGi: `Bundle-Version`, three numbers and a qualifier, which a build fills in.
//!
//! Source: OSGi Core, chapter 3, Version: `major('.'minor('.'micro('.'qualifier)?)?)?`, numbers in
//! 32 signed bits, qualifiers compared as text. Eclipse's build replaces the word `qualifier`.

mod range;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::shared::numbers::{Shape, is_digits, number, total};
use super::{Dialect, NativeError, Neutral, Requires, Target};

const TARGET: Target = Target { id: "osgi", title: "OSGi" };
/// The greatest of 32 signed bits.
const MAX: u64 = 2_147_483_647;
/// Three numbers; the qualifier is text and holds any number.
const SHAPE: Shape =
    Shape { target: TARGET, least: 1, most: 4, limits: &[MAX, MAX, MAX, u64::MAX] };
/// How many numbers count as numbers.
const NUMBERS: usize = 3;
/// What the build fills in.
const QUALIFIER: &str = ".qualifier";

/// OSGi bundles and Eclipse features. A requirement is an interval, or the lowest version.
pub static OSGI: Dialect =
    with(&Requires { admits: range::admits::<0>, follow: range::follow::<0>, promise: None });

/// [`OSGI`] where a requirement of one version takes those with as many equal numbers as the place
/// in this row says, counted from 1: Eclipse's rules `compatible`, `equivalent` and `perfect`.
pub static OSGI_MATCHES: [Dialect; NUMBERS] = [
    with(&Requires { admits: range::admits::<1>, follow: range::follow::<1>, promise: None }),
    with(&Requires { admits: range::admits::<2>, follow: range::follow::<2>, promise: None }),
    with(&Requires { admits: range::admits::<3>, follow: range::follow::<3>, promise: None }),
];

const fn with(requires: &'static Requires) -> Dialect {
    Dialect {
        id: TARGET.id,
        title: TARGET.title,
        lossless: false,
        sorts: true,
        build: true,
        placeholder: QUALIFIER,
        takes: None,
        development: &[],
        write,
        read,
        order,
        epoch: None,
        packages: None,
        requires: Some(requires),
    }
}

/// The build server's number is the qualifier: the policy's order does not look at it, so it does
/// not matter that OSGi compares it as text. A part of the scheme may not be.
fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    if version.numbers.len() > NUMBERS {
        return Err(NativeError::TooMany {
            target: TARGET,
            text: version.text.clone(),
            count: version.numbers.len(),
            most: NUMBERS,
            parts: Vec::new(),
        });
    }
    let why = "a qualifier sorts above the version without one";
    SHAPE.write_final(version, arity.map(|arity| arity.min(NUMBERS)), why)
}

/// A qualifier that is still to be filled in says nothing.
fn read(text: &str) -> Result<Neutral, NativeError> {
    let bare = text.strip_suffix(QUALIFIER).unwrap_or(text);
    let (numbers, qualifier) = split(bare);
    let numbers = SHAPE.read_prefix(text, numbers)?;
    let external = qualifier.map(|qualifier| {
        number(qualifier).map_err(|_| NativeError::Syntax {
            target: TARGET,
            text: text.to_owned(),
            why: format!("the qualifier `{qualifier}` is no build number"),
            wanted: Some(text.to_owned()).and_then(|text| {
                text.strip_suffix(qualifier)?.strip_suffix('.').map(|t| format!("{t}{QUALIFIER}"))
            }),
        })
    });
    let external = external.transpose()?;
    Ok(Neutral { text: String::new(), numbers, pre: None, external })
}

/// The dotted numbers, three at most, and the qualifier behind the third.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.match_indices('.').nth(NUMBERS - 1) {
        Some((at, _)) => {
            let (numbers, rest) = text.split_at_checked(at).unwrap_or((text, ""));
            (numbers, rest.strip_prefix('.'))
        }
        None => (text, None),
    }
}

/// Number by number, a missing one being a zero; then the qualifiers as text.
fn order(a: &str, b: &str) -> Ordering {
    total((a, parts(a)), (b, parts(b)), Ord::cmp)
}

fn parts(text: &str) -> Option<([u64; NUMBERS], &str)> {
    let (numbers, qualifier) = split(text);
    let mut all = [0; NUMBERS];
    for (piece, number) in numbers.split('.').zip(&mut all) {
        *number = piece.parse().ok().filter(|n| is_digits(piece) && *n <= MAX)?;
    }
    let qualifier = qualifier.unwrap_or("");
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let sound = qualifier.chars().all(word) && !text.ends_with('.');
    sound.then_some((all, qualifier))
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn ibex_1_the_qualifier_is_the_build() {
        let built = Neutral { external: Some(678), ..bare(&[7, 2, 1]) };
        assert_eq!(write(&built, Some(3)).unwrap(), "7.2.1.678");
        assert_eq!(read("7.2.1.678").unwrap(), built);
        assert_eq!(read("7.2.1.qualifier").unwrap(), bare(&[7, 2, 1]));
        assert_eq!(write(&bare(&[7, 3]), Some(4)).unwrap(), "7.3.0", "no qualifier is made up");
        let error = read("7.2.1.v2016").unwrap_err();
        assert!(error.to_string().contains("`v2016` is no build number"), "{error}");
        let four = write(&bare(&[3, 0, 0, 1882]), None).unwrap_err();
        assert!(matches!(four, NativeError::TooMany { most: 3, .. }), "{four}");
    }

    #[test]
    fn qualifiers_are_text_and_none_is_lowest() {
        for pair in
            ["1", "1.0.0.0", "1.0.0.1882", "1.0.0.999", "1.0.0.qualifier", "1.0.1"].windows(2)
        {
            assert_eq!(order(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(order("1", "1.0.0"), Ordering::Equal);
    }

    fn bare(numbers: &[u64]) -> Neutral {
        Neutral { text: String::new(), numbers: numbers.into(), pre: None, external: None }
    }
}
