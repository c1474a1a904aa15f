//! vcpkg: a version in one of the schemes that a manifest's key names, and lowest versions.
//!
//! Source: vcpkg, "Versioning reference": `version`, `version-semver`, `version-date`, `version>=`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use jiff::civil::Date;

use super::shared::numbers::{Shape, compare_padded, dotted, neutral, number, total};
use super::shared::semver::{self, Cut};
use super::shared::spelling::Spelling;
use super::{Dialect, NativeError, Neutral, Requires, Target};

const TARGET: Target = Target { id: "vcpkg", title: "vcpkg" };
const SEMVER: Target = Target { id: "vcpkg-semver", title: "vcpkg's version-semver" };
const DATE: Target = Target { id: "vcpkg-date", title: "vcpkg's version-date" };
const SPELLING: Spelling = semver::spelling(Shape::any(TARGET));
const SEMVER_SPELLING: Spelling =
    semver::spelling(Shape { target: SEMVER, least: 3, most: 3, limits: &[] });

/// vcpkg ports, `version`: any count of numbers, of which fewer are below more.
pub static VCPKG: Dialect = Dialect {
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
    requires: Some(&Requires {
        admits: |requirement, version| admits(TARGET, order, requirement, version),
        follow: |requirement, version| follow(TARGET, order, requirement, version),
        promise: None,
    }),
};

/// vcpkg ports, `version-semver`.
pub static VCPKG_SEMVER: Dialect = Dialect {
    id: SEMVER.id,
    title: SEMVER.title,
    lossless: true,
    sorts: true,
    build: true,
    placeholder: "",
    takes: Some(semver::takes),
    development: semver::DEVELOPMENT,
    write: |version, _| semver::write(&SEMVER_SPELLING, version),
    read: |text| semver::read(&SEMVER_SPELLING, text),
    order,
    epoch: None,
    packages: None,
    requires: Some(&Requires {
        admits: |requirement, version| admits(SEMVER, order, requirement, version),
        follow: |requirement, version| follow(SEMVER, order, requirement, version),
        promise: None,
    }),
};

/// vcpkg ports, `version-date`: `2024-02-29`, and numbers behind it for more than one a day.
pub static VCPKG_DATE: Dialect = Dialect {
    id: DATE.id,
    title: DATE.title,
    lossless: true,
    sorts: true,
    build: false,
    placeholder: "",
    takes: None,
    development: &[],
    write: write_date,
    read: |text| {
        let why = "it is no day of the form YYYY-MM-DD".to_owned();
        let refused =
            || NativeError::Syntax { target: DATE, text: text.to_owned(), why, wanted: None };
        date(text).map(|numbers| neutral(numbers, None)).ok_or_else(refused)
    },
    order: order_dates,
    epoch: None,
    packages: None,
    requires: Some(&Requires {
        admits: |requirement, version| admits(DATE, order_dates, requirement, version),
        follow: |requirement, version| follow(DATE, order_dates, requirement, version),
        promise: None,
    }),
};

/// The lowest version that is taken; `#2` behind it is that of the port. Baselines raise it.
fn admits(
    target: Target,
    order: fn(&str, &str) -> Ordering,
    requirement: &str,
    version: &str,
) -> Result<bool, NativeError> {
    let bare = requirement.split_once('#').map_or(requirement, |(bare, _)| bare);
    let known = |text: &str| parse(text).is_some() || date(text).is_some();
    if !known(bare) || !known(version) {
        return Err(NativeError::Requirement {
            target,
            requirement: requirement.to_owned(),
            why: "`version>=` takes one version".to_owned(),
            wanted: Some(version.to_owned()),
        });
    }
    Ok(order(bare, version).is_le())
}

fn follow(
    target: Target,
    order: fn(&str, &str) -> Ordering,
    requirement: &str,
    version: &str,
) -> Result<String, NativeError> {
    let bare = version.split_once('+').map_or(version, |(bare, _)| bare);
    admits(target, order, requirement, bare).map(|_| bare.to_owned())
}

fn write_date(version: &Neutral, _arity: Option<usize>) -> Result<String, NativeError> {
    if let Some((label, _)) = &version.pre {
        let (label, why) = (label.clone(), "a day has no pre-releases");
        return Err(NativeError::Pre { target: DATE, label, why, labels: &[] });
    }
    if let Some(external) = version.external {
        let (text, why) = (version.text.clone(), "what follows a day counts the releases of it");
        let parts = Vec::new();
        return Err(NativeError::External { target: DATE, text, external, why, parts });
    }
    let written = match version.numbers.as_slice() {
        // A year has four digits: 2.5.1 is no day of the year 2.
        [year, month, day, rest @ ..] if *year >= 1000 => {
            let day = format!("{year:04}-{month:02}-{day:02}");
            Some(if rest.is_empty() { day } else { format!("{day}.{}", dotted(rest)) })
        }
        _ => None,
    };
    written.filter(|text| date(text).is_some()).ok_or_else(|| NativeError::Shape {
        target: DATE,
        text: version.text.clone(),
        why: "its first numbers are no year, month and day".to_owned(),
        format: "{year}.{month}.{day}".to_string(),
    })
}

/// Year, month, day and what follows them.
fn date(text: &str) -> Option<Vec<u64>> {
    let (day, rest) = match text.split_once('.') {
        Some((day, rest)) => (day, Some(rest)),
        None => (text, None),
    };
    // Its own form and no other: `Date` reads years with a sign, too.
    let sound = day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let read: Date = if sound { day.parse().ok()? } else { return None };
    let part = |number: i8| u64::try_from(number).ok();
    let mut numbers =
        Vec::from([u64::try_from(read.year()).ok()?, part(read.month())?, part(read.day())?]);
    for piece in rest.into_iter().flat_map(|rest| rest.split('.')) {
        numbers.push(number(piece).ok()?);
    }
    Some(numbers)
}

fn parse(text: &str) -> Option<Cut<'_>> {
    let cut = semver::cut(text);
    let sound = cut.core.split('.').all(|piece| number(piece).is_ok())
        && cut.pre.is_none_or(|pre| semver::identifiers(pre, true))
        && cut.build.is_none_or(|build| semver::identifiers(build, false));
    sound.then_some(cut)
}

fn order(a: &str, b: &str) -> Ordering {
    total((a, parse(a)), (b, parse(b)), |a, b| a.relaxed(b))
}

fn order_dates(a: &str, b: &str) -> Ordering {
    total((a, date(a)), (b, date(b)), |a, b| {
        compare_padded(a, b).then_with(|| a.len().cmp(&b.len()))
    })
}
