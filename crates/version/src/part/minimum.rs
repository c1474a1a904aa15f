//! The lowest release of another component that this one runs on: kept until raised (DIAV-3).

use super::{Kind, Occasion, Part, Row, plain_grammar, plain_number, plain_write, unformatted};
use crate::Given;
use crate::bump::BumpError;

pub(super) const ROW: Row = Row {
    id: "minimum",
    make: |format| unformatted(Kind::Minimum, format),
    grammar: plain_grammar,
    read: plain_number,
    write: plain_write,
    bump,
    settle,
    holds_zero: |_| true,
    asked_for: false,
    resets: false,
    always_rises: false,
};

/// The stated minimum, which must be above the one there is (DIAV-7).
fn bump(part: &Part, old: Option<u64>, given: &Given) -> Result<u64, BumpError> {
    let stated = given.minimum.ok_or_else(|| BumpError::NoMinimum { part: part.name.clone() })?;
    if old.is_some_and(|old| stated <= old) {
        let old = old.unwrap_or_default();
        return Err(BumpError::MinimumNotRaised {
            part: part.name.clone(),
            old,
            stated,
            above: None,
        });
    }
    part.within(Some(stated))
}

fn settle(
    part: &Part,
    old: Option<u64>,
    given: &Given,
    occasion: Occasion,
) -> Result<Option<u64>, BumpError> {
    let value = match occasion {
        // A part above it moved: the version rises, whatever becomes of the minimum.
        Occasion::Bump => given.minimum.or(old),
        Occasion::CatchUp => old.or(given.minimum),
        Occasion::Fresh => given.minimum,
    };
    part.within(Some(value.unwrap_or(part.start))).map(Some)
}
