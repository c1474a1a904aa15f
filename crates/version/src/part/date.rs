//! A calendar date, or a piece of one: it takes the day of the release.

use alloc::string::{String, ToString};

use place::{ConfigError, Value};

use super::{DateFormat, Kind, Occasion, Part, Row};
use crate::Given;
use crate::bump::BumpError;
use crate::error::VersionFault;

pub(super) const ROW: Row = Row {
    id: "date",
    make,
    grammar,
    read,
    write,
    bump,
    settle,
    holds_zero: |_| false,
    asked_for: true,
    resets: true,
    always_rises: false,
};

fn make(format: Option<&Value<String>>) -> Result<Option<Kind>, ConfigError> {
    let Some(format) = format else { return Ok(None) };
    let help = "YYYYMMDD, or pieces such as YYYY, 0M, DD";
    let made = DateFormat::parse(format).map_err(|error| format.refuse(error.to_string(), help))?;
    Ok(Some(Kind::Date(made)))
}

fn grammar(part: &Part) -> String {
    match &part.kind {
        Kind::Date(format) => format.grammar(),
        _ => String::new(),
    }
}

fn read(part: &Part, digits: &str) -> Result<u64, VersionFault> {
    let Kind::Date(format) = &part.kind else { return super::plain_number(part, digits) };
    format.read(&part.name, digits)
}

fn write(part: &Part, value: u64, out: &mut String) {
    match &part.kind {
        Kind::Date(format) => format.write(value, out),
        _ => super::plain_write(part, value, out),
    }
}

/// The given day in the part's format. Whether that rises is judged on the whole version, where
/// several date parts move together.
fn bump(part: &Part, _: Option<u64>, given: &Given) -> Result<u64, BumpError> {
    let Kind::Date(format) = &part.kind else {
        return Err(BumpError::External { part: part.name.clone() });
    };
    format.value(given.date).ok_or_else(|| BumpError::Unwritable {
        part: part.name.clone(),
        date: given.date,
        format: format.as_str().into(),
    })
}

fn settle(
    part: &Part,
    old: Option<u64>,
    given: &Given,
    _: Occasion,
) -> Result<Option<u64>, BumpError> {
    if part.optional { Ok(None) } else { bump(part, old, given).map(Some) }
}
