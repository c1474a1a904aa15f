//! Days as places along a row, and what stands on the axis.

use version::Date;

/// A stretch of days, shown from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    first: Date,
    last: Date,
}

/// Percent of a row's width that is left free at either end, for what stands there to be seen whole.
const MARGIN: f64 = 3.0;
/// How many marks an axis has at most.
const TICKS: i64 = 8;

/// From one mark to the next.
#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i64),
    Months(i64),
    Years(i64),
}

/// What may be between two marks, the shortest first, and about how many days that is.
const STEPS: &[(Step, i64)] = &[
    (Step::Days(1), 1),
    (Step::Days(2), 2),
    (Step::Days(7), 7),
    (Step::Days(14), 14),
    (Step::Months(1), 30),
    (Step::Months(3), 91),
    (Step::Months(6), 182),
    (Step::Years(1), 365),
    (Step::Years(2), 730),
    (Step::Years(5), 1826),
    (Step::Years(10), 3652),
    (Step::Years(25), 9131),
    (Step::Years(100), 36525),
];

impl Axis {
    /// From the first to the last of `days`, and on to `today` where that is not far away; `None`
    /// where there is no day.
    pub(super) fn of(days: impl Iterator<Item = Date> + Clone, today: Date) -> Option<Self> {
        let (first, last) = (days.clone().min()?, days.max()?);
        let near = (between(first, last) / 4).max(7);
        let past = between(last, today);
        let last = if (0..=near).contains(&past) { today } else { last };
        Some(Self { first, last })
    }

    /// How far `day` is along the row, in percent of its width.
    pub(super) fn place(&self, day: Date) -> f64 {
        let whole = between(self.first, self.last);
        if whole == 0 {
            return 50.0;
        }
        let share = fraction(between(self.first, day), whole);
        MARGIN + share.clamp(0.0, 1.0) * (100.0 - 2.0 * MARGIN)
    }

    /// Whether `day` lies on it.
    pub(super) fn has(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// The last day.
    pub(super) fn last(&self) -> Date {
        self.last
    }

    /// The marks of the axis, and what each is called.
    pub(super) fn ticks(&self) -> Vec<(Date, String)> {
        let whole = between(self.first, self.last);
        let step = STEPS.iter().find(|(_, days)| whole / days < TICKS).or_else(|| STEPS.last());
        let Some((step, _)) = step else { return Vec::new() };
        let mut ticks = Vec::new();
        let mut at = step.from(self.first);
        while let Some(day) = at.filter(|day| *day <= self.last) {
            if day >= self.first {
                ticks.push((day, step.called(day)));
            }
            at = step.after(day);
        }
        ticks
    }
}

impl Step {
    /// The first mark: that of `day`, or one before it.
    fn from(self, day: Date) -> Option<Date> {
        let (year, month) = (i64::from(day.year()), i64::from(day.month()));
        match self {
            Self::Days(_) => Some(day),
            Self::Months(n) => date(year, (month - 1) / n * n + 1),
            Self::Years(n) => date(year / n * n, 1),
        }
    }

    /// The mark after that of `day`.
    fn after(self, day: Date) -> Option<Date> {
        let (year, month) = (i64::from(day.year()), i64::from(day.month()));
        match self {
            Self::Days(n) => day.checked_add(jiff::Span::new().try_days(n).ok()?).ok(),
            Self::Months(n) => {
                let months = month - 1 + n;
                date(year + months / 12, months % 12 + 1)
            }
            Self::Years(n) => date(year + n, 1),
        }
    }

    fn called(self, day: Date) -> String {
        match self {
            Self::Days(_) => day.to_string(),
            Self::Months(_) => format!("{:04}-{:02}", day.year(), day.month()),
            Self::Years(_) => day.year().to_string(),
        }
    }
}

/// The first day of a month.
fn date(year: i64, month: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()
}

/// The days from one to another.
pub(super) fn between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// One of these divided by the other: both are days of our calendar, which lie within 32 bits.
fn fraction(part: i64, whole: i64) -> f64 {
    let float = |days: i64| f64::from(i32::try_from(days).unwrap_or(i32::MAX));
    float(part) / float(whole)
}

/// What is written at places of a row, each with its place in percent and its length in characters:
/// for each, the narrowest of `widths` (in pixels, ascending) at which there is room for it, its
/// place in `widths`. Whatever comes first is the most important. None where there is never room.
pub(super) fn shown(labels: &[(f64, usize)], widths: &[f64]) -> Vec<Option<usize>> {
    let mut shown: Vec<Option<usize>> = vec![None; labels.len()];
    for (tier, width) in widths.iter().enumerate() {
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let span = |(place, length): (f64, usize)| {
            let half = half(length) + GAP;
            // A label at an end is moved inwards.
            let middle = (place / 100.0 * width)
                .clamp(half.min(width / 2.0), (width - half).max(width / 2.0));
            (middle - half, middle + half)
        };
        let free = |taken: &[(f64, f64)], (from, to): (f64, f64)| {
            taken.iter().all(|(start, end)| to <= *start || from >= *end)
        };
        // Those that narrower rows have are there already.
        for (label, seen) in labels.iter().zip(&shown) {
            if seen.is_some() {
                taken.push(span(*label));
            }
        }
        for (label, seen) in labels.iter().zip(&mut shown) {
            if seen.is_none() && taken.len() < MOST && free(&taken, span(*label)) {
                taken.push(span(*label));
                *seen = Some(tier);
            }
        }
    }
    shown
}

/// Half of the width of a label of that many characters, in pixels.
pub(super) fn half(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap_or(u32::MAX)) * CHARACTER / 2.0
}

/// The width of a character in pixels, and what is left free beside a label.
const CHARACTER: f64 = 6.6;
const GAP: f64 = 3.0;
/// No row has room for more labels.
const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn ticks(first: Date, last: Date) -> Vec<String> {
        let axis = Axis::of([first, last].into_iter(), Date::MAX).unwrap();
        axis.ticks().into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn marks_are_as_many_as_can_be_read() {
        assert_eq!(ticks(date(2016, 11, 1), date(2016, 11, 3)).len(), 3);
        assert_eq!(
            ticks(date(2016, 1, 24), date(2016, 6, 5)),
            ["2016-02", "2016-03", "2016-04", "2016-05", "2016-06"]
        );
        assert_eq!(
            ticks(date(2015, 6, 1), date(2018, 2, 1)),
            ["2015-07", "2016-01", "2016-07", "2017-01", "2017-07", "2018-01"]
        );
        assert_eq!(ticks(date(1990, 6, 1), date(2018, 2, 1)).len(), 5);
        assert_eq!(ticks(date(2016, 11, 1), date(2016, 11, 1)), ["2016-11-01"]);
        for days in 1..4000 {
            let last = date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let ticks = ticks(date(2000, 1, 1), last);
            assert!((1..=9).contains(&ticks.len()), "{days}: {ticks:?}");
        }
    }

    #[test]
    fn today_is_on_the_axis_where_it_is_near() {
        let days = [date(2016, 1, 1), date(2016, 12, 31)];
        for (today, last) in [
            (date(2017, 2, 1), date(2017, 2, 1)),
            (date(2026, 1, 1), date(2016, 12, 31)),
            (date(2016, 6, 1), date(2016, 12, 31)),
        ] {
            assert_eq!(Axis::of(days.into_iter(), today).unwrap().last(), last);
        }
        assert!(Axis::of([].into_iter(), date(2017, 1, 1)).is_none());
    }

    #[test]
    fn labels_do_not_overlap_and_more_are_shown_where_there_is_room() {
        let labels = [(97.0, 5), (90.0, 5), (50.0, 5), (48.0, 5), (3.0, 5)];
        assert_eq!(shown(&labels, &[300.0, 1000.0]), [Some(0), Some(1), Some(0), None, Some(0)]);
        assert_eq!(shown(&[(50.0, 400)], &[300.0]), [Some(0)], "one alone is always shown");
    }
}
