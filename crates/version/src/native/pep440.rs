//! Python: PEP 440 in its canonical spelling.
//!
//! Source: "Version specifiers", the PyPA specification that PEP 440 became.

mod specifier;
mod version;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use core::cmp::Ordering;

use self::version::Pep440;
use super::shared::numbers::{Shape, dotted, neutral, total};
use super::{Dialect, Epoch, NativeError, Neutral, Requires, Target};

const TARGET: Target = Target { id: "pep440", title: "PEP 440" };
const SHAPE: Shape = Shape::any(TARGET);

/// Labels that PEP 440 has a place for, lowest first, and how it spells them. `dev` is a
/// development release of the version rather than a pre-release, and sorts below all of them.
const SPELLINGS: &[(&str, &str)] = &[("dev", ".dev"), ("alpha", "a"), ("beta", "b"), ("rc", "rc")];

/// Python distributions.
pub static PEP440: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &[".dev", ".dev{n}", "-dev", "-dev{n}", "dev", "dev{n}"],
    write,
    read,
    order,
    epoch: Some(Epoch { sign: '!', inline: true, place: "before the version, in the manifest" }),
    packages: None,
    requires: Some(&Requires {
        admits: specifier::admits,
        follow: specifier::follow,
        promise: None,
    }),
};

/// `1.5.0rc1`, `1.5.0b1`, `1.5.0a1`, `1.5.0.dev1`. A label may be given in PEP 440's own short
/// spelling (`a`, `b`); it is read back in the long one.
fn write(version: &Neutral, arity: Option<usize>) -> Result<String, NativeError> {
    let numbers = dotted(&SHAPE.numbers(version, arity)?);
    let Some((label, number)) = &version.pre else { return Ok(numbers) };
    let named = |name: &&str| name.eq_ignore_ascii_case(label);
    match SPELLINGS.iter().find(|(long, short)| [long, short].into_iter().any(named)) {
        Some((_, spelling)) => Ok(format!("{numbers}{spelling}{number}")),
        None => Err(NativeError::Pre {
            target: TARGET,
            label: label.clone(),
            why: "PEP 440 knows only its own",
            labels: &["alpha", "beta", "rc", "dev"],
        }),
    }
}

fn read(text: &str) -> Result<Neutral, NativeError> {
    let refused = |why: &str, wanted| NativeError::Syntax {
        target: TARGET,
        text: text.to_owned(),
        why: why.to_owned(),
        wanted,
    };
    let parsed = Pep440::parse(text).ok_or_else(|| refused("PEP 440 does not have it", None))?;
    let canonical = parsed.to_string();
    if canonical != text {
        return Err(refused("that is not its canonical spelling", Some(canonical)));
    }
    let (numbers, label, digits) = parsed
        .simple()
        .ok_or_else(|| refused("an epoch, a post-release or a local version has no place", None))?;
    let numbers = SHAPE.read_prefix(text, &numbers)?;
    let Some(short) = label else { return Ok(neutral(numbers, None)) };
    let long = SPELLINGS.iter().find(|(_, spelling)| spelling.trim_start_matches('.') == short);
    let number = digits.parse().ok();
    let pre = long.map(|(long, _)| (*long).to_owned()).zip(number);
    match pre {
        Some(pre) => Ok(neutral(numbers, Some(pre))),
        None => Err(refused("its pre-release number is too big", None)),
    }
}

/// PEP 440, "Summary of permitted suffixes and relative ordering".
fn order(a: &str, b: &str) -> Ordering {
    total((a, Pep440::parse(a)), (b, Pep440::parse(b)), |a, b| a.cmp(b))
}
