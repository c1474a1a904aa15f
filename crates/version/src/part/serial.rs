//! A progressive number: it rises at every release of its component and never resets (DIAV-2).

use alloc::string::String;

use super::{Kind, Occasion, Part, Row, plain_grammar, plain_number, plain_write, unformatted};
use crate::Given;
use crate::bump::BumpError;
use crate::error::VersionFault;

pub(super) const ROW: Row = Row {
    id: "serial",
    make: |format| unformatted(Kind::Serial, format),
    grammar: plain_grammar,
    read,
    write: plain_write,
    bump,
    settle,
    holds_zero: |part| part.start == 0,
    asked_for: true,
    resets: false,
    always_rises: true,
};

fn read(part: &Part, digits: &str) -> Result<u64, VersionFault> {
    let value = plain_number(part, digits)?;
    if value < part.start {
        let name: String = part.name.clone();
        return Err(VersionFault::BelowStart { part: name, value, start: part.start });
    }
    Ok(value)
}

fn bump(part: &Part, old: Option<u64>, _: &Given) -> Result<u64, BumpError> {
    match old {
        Some(old) => part.within(old.checked_add(1)),
        None => part.within(Some(part.start)),
    }
}

fn settle(
    part: &Part,
    old: Option<u64>,
    given: &Given,
    occasion: Occasion,
) -> Result<Option<u64>, BumpError> {
    match occasion {
        Occasion::Bump => bump(part, old, given).map(Some),
        Occasion::CatchUp => Ok(Some(old.unwrap_or(part.start))),
        Occasion::Fresh => Ok(Some(part.start)),
    }
}
