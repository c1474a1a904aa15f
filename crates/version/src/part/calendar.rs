//! Date formats: YYYYMMDD and the pieces of calendar versions, real days only.
//!
//! The pieces are CalVer's (<https://calver.org>): `YYYY`, `YY`, `0Y`, `MM`, `0M`, `WW`, `0W`,
//! `DD`, `0D`. In a format of several pieces every piece has its full width, since nothing else
//! divides them; weeks are ISO 8601's, and so is the year beside a week.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use jiff::civil::{ISOWeekDate, Weekday};

use crate::Date;
use crate::compose::push_number;
use crate::error::VersionFault;

/// How a date part is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat {
    text: String,
    pieces: Vec<Piece>,
    /// Whether its year is the ISO week year, because a week stands beside it.
    by_week: bool,
}

/// Why a text is no date format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateFormatError {
    /// No piece starts here.
    #[error("`{0}` is no date format: `{1}` is not one of YYYY YY 0Y MM 0M WW 0W DD 0D")]
    Unknown(String, String),
    /// The pieces would not sort as days do.
    #[error("`{0}` does not go from the year down, so later days would not sort higher")]
    Order(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    field: Field,
    padded: bool,
}

/// Ordered from the greatest span of time to the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Year,
    ShortYear,
    Month,
    Week,
    Day,
}

/// What is known of a day from the date parts of one version.
#[derive(Debug, Clone, Copy, Default)]
struct Calendar {
    year: Option<i16>,
    month: Option<i8>,
    week: Option<i8>,
    day: Option<i8>,
}

const PIECES: &[(&str, Field, bool)] = &[
    ("YYYY", Field::Year, true),
    ("YY", Field::ShortYear, false),
    ("0Y", Field::ShortYear, true),
    ("MM", Field::Month, false),
    ("0M", Field::Month, true),
    ("WW", Field::Week, false),
    ("0W", Field::Week, true),
    ("DD", Field::Day, false),
    ("0D", Field::Day, true),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl DateFormat {
    /// Takes `text` (`YYYYMMDD`, `YYYY`, `0M` …) as a format.
    ///
    /// # Errors
    /// An unknown piece, or pieces that do not go from the year down.
    pub fn parse(text: &str) -> Result<Self, DateFormatError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() || pieces.is_empty() {
            let found = PIECES.iter().find_map(|(name, field, padded)| {
                Some((rest.strip_prefix(name)?, Piece { field: *field, padded: *padded }))
            });
            let Some((after, piece)) = found else {
                return Err(DateFormatError::Unknown(text.into(), rest.into()));
            };
            pieces.push(piece);
            rest = after;
        }
        let falls = pieces.windows(2).all(|two| match two {
            [a, b] => a.field < b.field && !(a.field == Field::Year && b.field == Field::ShortYear),
            _ => true,
        });
        let mixed =
            has(&pieces, Field::Week) && (has(&pieces, Field::Month) || has(&pieces, Field::Day));
        if !falls || mixed {
            return Err(DateFormatError::Order(text.into()));
        }
        if pieces.len() > 1 {
            pieces.iter_mut().for_each(|piece| piece.padded = true);
        }
        let by_week = has(&pieces, Field::Week);
        Ok(Self { text: text.to_owned(), pieces, by_week })
    }

    /// The format as the scheme file writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The number that `date` is written as; `None` where the format has no room for its year.
    #[must_use]
    pub fn value(&self, date: Date) -> Option<u64> {
        let mut value = 0_u64;
        for piece in &self.pieces {
            let year = if self.by_week { date.iso_week_date().year() } else { date.year() };
            let number = match piece.field {
                Field::Year => u64::try_from(year).ok().filter(|year| *year >= 1000)?,
                Field::ShortYear => u64::try_from(year - 2000).ok().filter(|year| *year < 100)?,
                Field::Month => u64::try_from(date.month()).ok()?,
                Field::Week => u64::try_from(date.iso_week_date().week()).ok()?,
                Field::Day => u64::try_from(date.day()).ok()?,
            };
            value = value * piece.span() + number;
        }
        Some(value)
    }

    /// The day that `value` names, where the format holds a whole day.
    #[must_use]
    pub fn date(&self, value: u64) -> Option<Date> {
        let mut known = Calendar::default();
        self.fields(value, &mut known);
        Date::new(known.year?, known.month?, known.day?).ok()
    }

    /// Whether the format holds a whole day: a year, a month and a day.
    pub(crate) fn is_whole_day(&self) -> bool {
        let year = has(&self.pieces, Field::Year) || has(&self.pieces, Field::ShortYear);
        year && has(&self.pieces, Field::Month) && has(&self.pieces, Field::Day)
    }

    pub(crate) fn has_week(&self) -> bool {
        has(&self.pieces, Field::Week)
    }

    pub(crate) fn has_month_or_day(&self) -> bool {
        has(&self.pieces, Field::Month) || has(&self.pieces, Field::Day)
    }

    /// Makes the year the ISO week year, because a part beside this one holds the week.
    pub(crate) fn by_week(&mut self) {
        self.by_week = true;
    }

    pub(crate) fn grammar(&self) -> String {
        self.pieces.iter().map(Piece::grammar).collect()
    }

    pub(crate) fn read(&self, part: &str, digits: &str) -> Result<u64, VersionFault> {
        let fault = |why: String, instead: Option<String>| VersionFault::NoDate {
            part: part.to_owned(),
            digits: digits.to_owned(),
            why,
            instead,
        };
        let least: usize = self.pieces.iter().map(|piece| piece.width(false)).sum();
        let most: usize = self.pieces.iter().map(|piece| piece.width(true)).sum();
        if digits.len() < least || digits.len() > most {
            let longer = format!("20{digits}");
            let century = self.pieces.first().is_some_and(|piece| piece.field == Field::Year)
                && digits.len() + 2 == least;
            let instead = century.then(|| self.read(part, &longer).ok()).flatten();
            let why = if instead.is_some() {
                format!("{} takes the year in four digits", self.text)
            } else {
                format!("{} takes {least} digits, not {}", self.text, digits.len())
            };
            return Err(fault(why, instead.map(|_| longer)));
        }
        if digits.len() > 1 && least != most && digits.starts_with('0') {
            let digits: String = digits.into();
            return Err(VersionFault::LeadingZero { part: part.to_owned(), digits });
        }
        let value = digits.parse::<u64>().map_err(|_| fault("it is too long".into(), None))?;
        let mut known = Calendar::default();
        self.fields(value, &mut known);
        match known.refusal() {
            None => Ok(value),
            Some(why) => Err(fault(why, None)),
        }
    }

    pub(crate) fn write(&self, value: u64, out: &mut String) {
        let width: usize = self.pieces.iter().map(|piece| piece.width(false)).sum();
        let mut digits = value.checked_ilog10().unwrap_or(0) as usize + 1;
        while digits < width {
            out.push('0');
            digits += 1;
        }
        push_number(out, value);
    }

    /// Adds what `value` says to what is `known` of the day.
    fn fields(&self, value: u64, known: &mut Calendar) {
        let mut rest = value;
        for piece in self.pieces.iter().rev() {
            let number = rest % piece.span();
            rest /= piece.span();
            let small = i8::try_from(number).ok();
            match piece.field {
                Field::Year => known.year = i16::try_from(number).ok(),
                Field::ShortYear => known.year = i16::try_from(number + 2000).ok(),
                Field::Month => known.month = small,
                Field::Week => known.week = small,
                Field::Day => known.day = small,
            }
        }
    }
}

impl Piece {
    /// How many numbers its digits can hold.
    fn span(self) -> u64 {
        if self.field == Field::Year { 10_000 } else { 100 }
    }

    fn width(self, most: bool) -> usize {
        match (self.field, self.padded || most) {
            (Field::Year, _) => 4,
            (_, true) => 2,
            (_, false) => 1,
        }
    }

    fn grammar(&self) -> &'static str {
        match (self.field, self.padded) {
            (Field::Year, _) => "[1-9][0-9]{3}",
            (Field::ShortYear, true) => "[0-9]{2}",
            (Field::ShortYear, false) => "(?:0|[1-9][0-9]?)",
            (Field::Month, true) => "(?:0[1-9]|1[0-2])",
            (Field::Month, false) => "(?:1[0-2]|[1-9])",
            (Field::Week, true) => "(?:0[1-9]|[1-4][0-9]|5[0-3])",
            (Field::Week, false) => "(?:[1-4][0-9]|5[0-3]|[1-9])",
            (Field::Day, true) => "(?:0[1-9]|[12][0-9]|3[01])",
            (Field::Day, false) => "(?:[12][0-9]|3[01]|[1-9])",
        }
    }
}

impl Calendar {
    /// Why no such day is; `None` if there is one. What is not known is no hindrance.
    fn refusal(&self) -> Option<String> {
        if let Some(year) = self.year.filter(|year| *year < 1000) {
            return Some(format!("there is no year {year} with four digits"));
        }
        if let Some(month) = self.month.filter(|month| !(1..=12).contains(month)) {
            return Some(format!("there is no month {month}"));
        }
        if let Some(week) = self.week {
            // Without a year, a long year's weeks. No year has one beyond those, whichever it is.
            let last = |year| Date::new(year, 12, 28).map_or(52, |day| day.iso_week_date().week());
            return match self.year {
                _ if !(1..=53).contains(&week) => Some(format!("there is no week {week}")),
                Some(year) if week > last(year) => {
                    Some(format!("there is no week {week} in {year}"))
                }
                _ => None,
            };
        }
        let day = self.day?;
        // Without a year, a leap year's days; without a month, the longest month's.
        let year = self.year.unwrap_or(2000);
        let month = self.month.unwrap_or(1);
        if Date::new(year, month, day).is_ok() {
            return None;
        }
        let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index));
        Some(match (self.year, name.filter(|_| self.month.is_some())) {
            (Some(year), Some(name)) => format!("there is no {day} {name} {year}"),
            (None, Some(name)) => format!("there is no {day} {name}"),
            _ => format!("there is no day {day}"),
        })
    }
}

/// Why the date parts of one version, `(format, value)` each, name no real day together.
pub(crate) fn no_such_day<'a>(
    parts: impl Iterator<Item = (&'a DateFormat, u64)>,
) -> Option<String> {
    let mut known = Calendar::default();
    parts.for_each(|(format, value)| format.fields(value, &mut known));
    known.refusal()
}

/// The first day that the date parts of one version, `(format, value)` each, can mean: a month's
/// first where no day is given, a week's Monday. `None` without a year.
pub(crate) fn first_day<'a>(parts: impl Iterator<Item = (&'a DateFormat, u64)>) -> Option<Date> {
    let mut known = Calendar::default();
    parts.for_each(|(format, value)| format.fields(value, &mut known));
    let year = known.year?;
    match known.week {
        Some(week) => ISOWeekDate::new(year, week, Weekday::Monday).ok().map(ISOWeekDate::date),
        None => Date::new(year, known.month.unwrap_or(1), known.day.unwrap_or(1)).ok(),
    }
}

fn has(pieces: &[Piece], field: Field) -> bool {
    pieces.iter().any(|piece| piece.field == field)
}
