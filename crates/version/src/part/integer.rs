//! A plain number: raised by one, reset to its start.

use super::{
    Absent, Kind, Occasion, Part, Row, plain_grammar, plain_number, plain_write, unformatted,
};
use crate::Given;
use crate::bump::BumpError;

pub(super) const ROW: Row = Row {
    id: "integer",
    make: |format| unformatted(Kind::Integer, format),
    grammar: plain_grammar,
    read: plain_number,
    write: plain_write,
    bump,
    settle,
    holds_zero: |_| true,
    asked_for: true,
    resets: true,
    always_rises: false,
};

/// One more; an omitted part that stands for zero counts from zero, any other from its start. One
/// that holds nothing but its start comes and goes with other parts, and is never moved itself.
fn bump(part: &Part, old: Option<u64>, _: &Given) -> Result<u64, BumpError> {
    if part.max == Some(part.start) {
        return part.within(None);
    }
    match (old, part.absent) {
        (Some(old), _) => part.within(old.checked_add(1)),
        (None, Absent::Zero) => part.within(Some(part.start.max(1))),
        (None, Absent::Lowest) => part.within(Some(part.start)),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every kind settles through one signature")]
fn settle(part: &Part, _: Option<u64>, _: &Given, _: Occasion) -> Result<Option<u64>, BumpError> {
    Ok((!part.optional).then_some(part.start))
}
