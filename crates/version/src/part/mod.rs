//! The parts of a version: what each one holds, who moves it, and the table of kinds.
//!
//! A kind is one file here and one row in [`KINDS`].

mod calendar;
mod date;
mod integer;
mod minimum;
mod serial;

use alloc::string::String;

pub use calendar::{DateFormat, DateFormatError};
pub(crate) use calendar::{first_day, no_such_day};

use place::{ConfigError, Value};

use crate::Given;
use crate::bump::BumpError;
use crate::error::VersionFault;

/// Which part of a scheme: an index into [`crate::Scheme::parts`], the highest part first, so a
/// lower part compares greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartId(pub usize);

/// One part of a version, as one form (a role's, or the plain one) sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name in the scheme: `minor`.
    pub name: String,
    /// Who moves it.
    pub scope: Scope,
    /// What it holds.
    pub kind: Kind,
    /// Whether the format's optional tail holds it, so that it may be left out.
    pub optional: bool,
    /// What leaving it out means for order.
    pub absent: Absent,
    /// Where it starts after a higher part moved. A serial is never below it.
    pub start: u64,
    /// The greatest value that it may hold, inclusive.
    pub max: Option<u64>,
    /// What a second release on one day does, for a date.
    pub same_day: SameDay,
}

/// Who moves a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Shared: it moves for the whole product at once.
    Product,
    /// A component's own.
    Component,
    /// Given from outside (a build server's number), never kept and never ordered by default.
    External,
}

/// What an omitted part means for order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// The same as zero: 2.1 ≡ 2.1.0.
    Zero,
    /// Below every value: 1.0 < 1.0.20161024 (CHAIN-2).
    Lowest,
}

/// What a second release of one component on one day does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameDay {
    /// It is refused.
    Refuse,
    /// It takes the next free day.
    Borrow,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A plain number, raised by one and reset to its start.
    Integer,
    /// A calendar date, or a piece of one.
    Date(DateFormat),
    /// A number that rises at every release of its component and never resets (DIAV-2).
    Serial,
    /// The lowest release of another component that this one runs on; kept until raised (DIAV-3).
    Minimum,
}

/// Why a part gets a value without having been asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// A higher part was bumped.
    Bump,
    /// The component catches up with the line.
    CatchUp,
    /// A first version is made.
    Fresh,
}

/// Makes a kind from a part's `format` key.
type Make = fn(Option<&Value<String>>) -> Result<Option<Kind>, ConfigError>;

/// Finds the value of a part that was not asked for.
type Settle = fn(&Part, Option<u64>, &Given, Occasion) -> Result<Option<u64>, BumpError>;

/// How one kind of part behaves.
pub(crate) struct Row {
    /// What a scheme file calls it.
    pub(crate) id: &'static str,
    /// The kind itself, from a part's `format`; `None` where it needs one.
    pub(crate) make: Make,
    /// A regular expression for exactly its digits.
    pub(crate) grammar: fn(&Part) -> String,
    /// Its value from `digits` (ASCII digits, at least one).
    pub(crate) read: fn(&Part, &str) -> Result<u64, VersionFault>,
    /// Its digits.
    pub(crate) write: fn(&Part, u64, &mut String),
    /// Its next value when people ask for this very part.
    pub(crate) bump: fn(&Part, Option<u64>, &Given) -> Result<u64, BumpError>,
    /// Its value on an occasion; `None` leaves it out.
    pub(crate) settle: Settle,
    /// Whether zero is a value of it.
    pub(crate) holds_zero: fn(&Part) -> bool,
    /// Whether people ask for it by name (a minimum is raised by stating a release).
    pub(crate) asked_for: bool,
    /// Whether it starts anew when a part above it moves.
    pub(crate) resets: bool,
    /// Whether it rises at every release, whichever part that moves.
    pub(crate) always_rises: bool,
}

/// Every kind, in the order that messages list them.
pub(crate) const KINDS: &[&Row] = &[&integer::ROW, &date::ROW, &serial::ROW, &minimum::ROW];

impl Kind {
    /// What a scheme file calls it: `integer`, `date`, `serial`, `minimum`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.row().id
    }

    pub(crate) fn row(&self) -> &'static Row {
        match self {
            Self::Integer => &integer::ROW,
            Self::Date(_) => &date::ROW,
            Self::Serial => &serial::ROW,
            Self::Minimum => &minimum::ROW,
        }
    }
}

impl Part {
    /// Whether it holds a date or a piece of one.
    #[must_use]
    pub fn is_date(&self) -> bool {
        matches!(self.kind, Kind::Date(_))
    }

    /// Whether people may ask for it to move: not external, not a minimum, and able to move at
    /// all.
    #[must_use]
    pub fn is_bumpable(&self) -> bool {
        self.scope != Scope::External && self.kind.row().asked_for && self.max != Some(self.start)
    }

    /// Whether zero is a value of it: no date is, and no serial that starts later.
    #[must_use]
    pub fn holds_zero(&self) -> bool {
        (self.kind.row().holds_zero)(self)
    }

    /// Whether `value` says no more than to leave the part out: zero, where an absent part is that.
    pub(crate) fn stands_for_absence(&self, value: u64) -> bool {
        value == 0 && self.optional && self.absent == Absent::Zero
    }

    /// `value`, unless it is past the part's greatest.
    pub(crate) fn within(&self, value: Option<u64>) -> Result<u64, BumpError> {
        value.filter(|value| self.max.is_none_or(|max| *value <= max)).ok_or_else(|| {
            BumpError::Overflow {
                part: self.name.clone(),
                max: self.max.unwrap_or(u64::MAX),
                resets: self.kind.row().resets,
            }
        })
    }
}

/// A kind that takes no format.
fn unformatted(kind: Kind, format: Option<&Value<String>>) -> Result<Option<Kind>, ConfigError> {
    match format {
        Some(format) => Err(format.refuse("only a date has a format", "remove it")),
        None => Ok(Some(kind)),
    }
}

/// Digits without a leading zero, as a number of at most 64 bits.
fn plain_number(part: &Part, digits: &str) -> Result<u64, VersionFault> {
    if digits.len() > 1 && digits.starts_with('0') {
        return Err(VersionFault::LeadingZero { part: part.name.clone(), digits: digits.into() });
    }
    let max = part.max.unwrap_or(u64::MAX);
    let value = digits.parse::<u64>().ok().filter(|value| *value <= max);
    value.ok_or_else(|| VersionFault::TooBig {
        part: part.name.clone(),
        digits: digits.into(),
        max,
    })
}

/// The grammar of [`plain_number`], without its limits.
fn plain_grammar(_: &Part) -> String {
    "(?:0|[1-9][0-9]{0,19})".into()
}

fn plain_write(_: &Part, value: u64, out: &mut String) {
    crate::compose::push_number(out, value);
}
