//! Dates beside a version: read for the form they have, so that another day is written alike.

use alloc::format;
use alloc::string::{String, ToString};

use version::Date;

/// How a date is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayForm {
    /// Year, month and day, in that order: `2020-04-12`, `2020.4.12`, `20200412`.
    Numbers {
        /// What stands between them, if anything does.
        between: Option<char>,
        /// Whether month and day always have two digits.
        padded: bool,
        /// A time of day, which becomes midnight, and the zone behind it: `T00:00:00Z`.
        time: Option<String>,
    },
    /// Debian's: `Tue, 01 Nov 2016 00:00:00 +0000` (RFC 2822), at midnight UTC.
    Mail,
    /// RPM's: `Tue Nov 01 2016`.
    Rpm,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

impl DayForm {
    /// `2020-04-12`.
    pub const ISO: Self = Self::Numbers { between: Some('-'), padded: true, time: None };

    /// The form of `text`; `None` where it is no date whose order of numbers is certain. Numbers
    /// that would look alike with and without padding (2016.11.17) are taken for padded between
    /// hyphens only, as ISO 8601 has it.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let (day, time) = match text.split_once('T') {
            Some((day, time)) => (day, Some(midnight(time)?)),
            None => (text, None),
        };
        let year = day.get(..4).filter(|year| is_digits(year))?;
        let rest = day.strip_prefix(year)?;
        let between = rest.chars().next().filter(|c| matches!(c, '-' | '.' | '/'));
        let Some(c) = between else {
            let (month, day) = rest.split_at_checked(2)?;
            return is_day(month, day).then_some(Self::Numbers { between, padded: true, time });
        };
        let (month, day) = rest.strip_prefix(c)?.split_once(c)?;
        let zero = month.starts_with('0') || day.starts_with('0');
        let short = month.len() == 1 || day.len() == 1;
        let padded = zero || (c == '-' && !short);
        (is_day(month, day) && !(zero && short)).then_some(Self::Numbers { between, padded, time })
    }

    /// `date` in this form.
    #[must_use]
    pub fn write(&self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let named = |names: &[&'static str], at: i8| {
            usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
        };
        let month_name = named(&MONTHS, month - 1);
        let weekday = named(&WEEKDAYS, date.weekday().to_sunday_zero_offset());
        match self {
            Self::Numbers { between, padded, time } => {
                let between = between.map_or_else(String::new, |c| c.to_string());
                let time = time.as_deref().unwrap_or_default();
                if *padded {
                    format!("{year:04}{between}{month:02}{between}{day:02}{time}")
                } else {
                    format!("{year:04}{between}{month}{between}{day}{time}")
                }
            }
            Self::Mail => format!("{weekday}, {day:02} {month_name} {year:04} 00:00:00 +0000"),
            Self::Rpm => format!("{weekday} {month_name} {day:02} {year:04}"),
        }
    }
}

/// A time of day set to midnight, with its `T`; the zone stays, because the day is UTC's only where
/// nobody says otherwise.
fn midnight(time: &str) -> Option<String> {
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(zone)?;
    let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let sound = clock.len() >= 5 && clock.chars().all(|c| c.is_ascii_digit() || ":.".contains(c));
    let zero: String = clock.chars().map(digits).collect();
    sound.then(|| format!("T{zero}{zone}"))
}

fn is_day(month: &str, day: &str) -> bool {
    let in_range = |text: &str, most: u8| {
        let number = text.parse::<u8>().ok().filter(|_| is_digits(text) && text.len() <= 2);
        number.is_some_and(|number| (1..=most).contains(&number))
    };
    in_range(month, 12) && in_range(day, 31)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(year: i16, month: i8, day: i8) -> Date {
        Date::constant(year, month, day)
    }

    #[test]
    fn iric_dates_keep_their_own_form() {
        let again = |text: &str| DayForm::of(text).map(|form| form.write(on(2021, 1, 5)));
        for (text, wanted) in [
            ("2020.4.12", "2021.1.5"),
            ("2020-04-12", "2021-01-05"),
            ("2016.11.07", "2021.01.05"),
            ("2016.11.17", "2021.1.5"),
            ("2016-11-17", "2021-01-05"),
            ("2020/4/12", "2021/1/5"),
            ("20200412", "20210105"),
            ("2020-04-12T08:30:00Z", "2021-01-05T00:00:00Z"),
            ("2020-04-12T08:30+02:00", "2021-01-05T00:00+02:00"),
        ] {
            assert_eq!(again(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_may_be_another_order_is_no_date() {
        for text in [
            "",
            "soon",
            "12.4.2020",
            "4/12/2020",
            "2020-13-01",
            "2020-1",
            "2020-4-012",
            "2020-04-1",
            "2020.4-12",
            "202041",
            "2020-04-12T",
            "2020-04-12Tea",
            "\u{662}020-04-12",
        ] {
            assert_eq!(DayForm::of(text), None, "{text}");
        }
    }

    #[test]
    fn changelogs_write_days_by_name() {
        assert_eq!(DayForm::Mail.write(on(2016, 11, 1)), "Tue, 01 Nov 2016 00:00:00 +0000");
        assert_eq!(DayForm::Rpm.write(on(2016, 11, 1)), "Tue Nov 01 2016");
        assert_eq!(DayForm::Rpm.write(on(2024, 2, 29)), "Thu Feb 29 2024");
    }

    proptest! {
        #[test]
        fn a_day_is_read_in_the_form_it_was_written(
            year in 1000i16..9999, month in 1i8..=12, day in 1i8..=28, padded: bool,
            between in prop::sample::select(alloc::vec!['-', '.', '/']),
        ) {
            let form = DayForm::Numbers { between: Some(between), padded, time: None };
            let text = form.write(on(year, month, day));
            let read = DayForm::of(&text).unwrap();
            prop_assert_eq!(read.write(on(year, month, day)), text);
        }
    }
}
