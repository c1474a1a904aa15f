//! Conan: numbers with a pre-release, and references that name one version or a range in brackets.
//!
//! Source: Conan 2, "Version ranges", and its `Version` and `VersionRange`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::cmp::Ordering;

use super::shared::clauses::Clauses;
use super::shared::compare::{Compare, first_leading};
use super::shared::numbers::{Shape, compare_padded, total};
use super::shared::semver::{self, compare_identifiers, identifiers};
use super::shared::spelling::{Spelling, leading_numbers};
use super::{Dialect, NativeError, Requires, Target};

const TARGET: Target = Target { id: "conan", title: "Conan" };
const SPELLING: Spelling = semver::spelling(Shape::any(TARGET));

/// Conan packages.
pub static CONAN: Dialect = Dialect {
    id: TARGET.id,
    title: TARGET.title,
    lossless: true,
    sorts: true,
    build: true,
    placeholder: "",
    takes: None,
    development: semver::DEVELOPMENT,
    write: |version, _| semver::write(&SPELLING, version),
    read: |text| semver::read(&SPELLING, text),
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires { admits, follow, promise: None }),
};

/// What stands between the brackets of a range, before its options.
const CLAUSES: Clauses = Clauses {
    target: TARGET,
    ops: &[
        ("^", Compare::Next(first_leading)),
        ("~", Compare::Next(second)),
        (">=", Compare::Least),
        ("<=", Compare::Most),
        (">", Compare::Above),
        ("<", Compare::Below),
        ("=", Compare::Exact),
    ],
    or: &["||"],
    and: &[],
    spaces: true,
    any: &["*", ""],
    stability: false,
    apart: false,
    wild: true,
    hyphen: false,
    // Whether pre-releases are let in is an option of the whole range. Conan then takes one of the
    // very bound of `>=` too, which we leave outside: whoever writes it is asked, not left behind.
    pre: true,
    is_bound: |_, text| version(text.strip_suffix(".*").unwrap_or(text)).is_some(),
    is_pre: |text| text.contains('-'),
    order,
    plain: ">=",
};

/// The option that lets pre-releases into a range.
const PRE_RELEASES: &str = "include_prerelease";

/// What `~` keeps: the second number where there is one.
fn second(numbers: &[u64]) -> usize {
    usize::from(numbers.len() > 1)
}

/// A range without its brackets: where its clauses end, and whether pre-releases are let in.
fn range(requirement: &str) -> Option<(&str, &str, bool)> {
    let inside = requirement.strip_prefix('[')?.strip_suffix(']')?;
    let (clauses, options) = match inside.find(',') {
        Some(comma) => inside.split_at_checked(comma)?,
        None => (inside, ""),
    };
    Some((clauses, options, options.contains(PRE_RELEASES)))
}

fn admits(requirement: &str, version: &str) -> Result<bool, NativeError> {
    let Some((clauses, _, pre)) = range(requirement) else {
        one(requirement)?;
        return Ok(requirement == version);
    };
    Ok(CLAUSES.admits(clauses, version)? && (pre || !version.contains('-')))
}

/// One version is followed in full: Conan takes a reference by its name.
fn follow(requirement: &str, version: &str) -> Result<String, NativeError> {
    let Some((clauses, options, pre)) = range(requirement) else {
        return one(requirement).map(|()| version.to_owned());
    };
    if version.contains('-') && !pre {
        return Err(NativeError::Stuck {
            target: TARGET,
            requirement: requirement.to_owned(),
            version: version.to_owned(),
            wanted: format!("[{clauses}, {PRE_RELEASES}]"),
        });
    }
    Ok(format!("[{}{options}]", CLAUSES.follow(clauses, version)?))
}

/// Refuses what is neither a range nor a version.
fn one(requirement: &str) -> Result<(), NativeError> {
    let sign = |c: char| !(c.is_ascii_alphanumeric() || "_+.-".contains(c));
    if !requirement.is_empty() && !requirement.contains(sign) {
        return Ok(());
    }
    Err(NativeError::Requirement {
        target: TARGET,
        requirement: requirement.to_owned(),
        why: "it is neither a version nor a range in brackets".to_owned(),
        wanted: None,
    })
}

/// A version's numbers without the zeros at their end, its pre-release, its build.
type Parsed<'t> = (alloc::vec::Vec<u64>, Option<&'t str>, Option<&'t str>);

fn version(text: &str) -> Option<Parsed<'_>> {
    let cut = semver::cut(text);
    let (digits, rest) = leading_numbers(cut.core);
    let sound = rest.is_empty()
        && cut.pre.is_none_or(|pre| identifiers(pre, false))
        && cut.build.is_none_or(|build| identifiers(build, false));
    let numbers: Option<alloc::vec::Vec<u64>> = digits.split('.').map(|n| n.parse().ok()).collect();
    numbers.filter(|_| sound).map(|numbers| (numbers, cut.pre, cut.build))
}

/// Numbers, a missing one being a zero; a pre-release below its final version; then the build.
fn order(a: &str, b: &str) -> Ordering {
    total((a, version(a)), (b, version(b)), |a, b| {
        let named = |a: Option<&str>, b: Option<&str>, none: Ordering| match (a, b) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => none,
            (Some(_), None) => none.reverse(),
            (Some(a), Some(b)) => compare_identifiers(a, b, false),
        };
        compare_padded(&a.0, &b.0)
            .then_with(|| named(a.1, b.1, Ordering::Greater))
            .then_with(|| named(a.2, b.2, Ordering::Less))
    })
}
