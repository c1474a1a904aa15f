//! How versions look under one role, and what each part of them is.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::Date;
use crate::format::Format;
use crate::native_template::NativeTemplate;
use crate::part::{Kind, Part, PartId, SameDay, Scope, first_day};
use crate::pre::PreRules;
use crate::version::{Values, Version};

/// How versions look under one role of a scheme. Cheap to clone.
///
/// A form is all that is needed to read, order, write and move versions.
#[derive(Debug, Clone)]
pub struct Form {
    pub(crate) shape: Arc<Shape>,
}

/// Epochs by the ids of their dialects.
pub(crate) type Epochs = Vec<(String, u64)>;

/// What a form knows. Part `n` is piece `n` of the format.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) role: Option<String>,
    pub(crate) format: Format,
    pub(crate) parts: Vec<Part>,
    /// How many parts, from the highest, are shared.
    pub(crate) shared: usize,
    pub(crate) order: Vec<PartId>,
    pub(crate) pre: Option<PreRules>,
    /// What the format, the parts and the pre-releases read, as an expression.
    pub(crate) grammar: String,
    pub(crate) natives: Vec<NativeTemplate>,
    /// The epochs that native versions are written behind, by dialect.
    pub(crate) epochs: Epochs,
    /// Whether leading zeros are read, and only warned of (IRIC-1).
    pub(crate) loose: bool,
}

impl Form {
    /// Whether versions of both read alike and are in one order: roles differ in other things too.
    #[must_use]
    pub fn counts_like(&self, other: &Self) -> bool {
        let seen = |form: &Self| {
            let shape = &form.shape;
            (shape.format.clone(), shape.parts.clone(), shape.order.clone(), shape.loose)
        };
        self.shape.pre == other.shape.pre && seen(self) == seen(other)
    }

    /// Whether it is certain that both are one form, as copies are: `false` says nothing.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shape, &other.shape)
    }

    /// The role whose form this is; `None` for the plain form.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.shape.role.as_deref()
    }

    /// Its parts, the highest first.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.shape.parts
    }

    /// The format as the scheme file writes it: `{major}.{minor}[.{build}]`.
    #[must_use]
    pub fn format(&self) -> &str {
        &self.shape.format.text
    }

    /// The parts that order looks at, in that order.
    #[must_use]
    pub fn order(&self) -> &[PartId] {
        &self.shape.order
    }

    /// The part of that name.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<PartId> {
        self.parts().iter().position(|part| part.name == name).map(PartId)
    }

    /// The lowest part that people may bump, shared or not: no external part, no minimum, and
    /// none that a maximum fixes to its start.
    #[must_use]
    pub fn lowest_bumpable(&self) -> Option<PartId> {
        self.parts().iter().rposition(Part::is_bumpable).map(PartId)
    }

    /// Who moves `part`; [`Scope::External`] for a part that the scheme does not have, since
    /// nobody here moves it.
    #[must_use]
    pub fn scope_of(&self, part: PartId) -> Scope {
        self.parts().get(part.0).map_or(Scope::External, |part| part.scope)
    }

    /// `version` as we write it: an omitted part that stands for zero is left out (2.1.0 → 2.1).
    #[must_use]
    pub fn canonical(&self, version: &Version) -> Version {
        let mut values = version.values.clone();
        self.shape.shorten(&mut values);
        self.shape.compose(values, version.mark)
    }

    /// `version` without what a build server gave it (IBEX-1).
    #[must_use]
    pub fn without_external(&self, version: &Version) -> Version {
        let mut values = version.values.clone();
        self.clear_external(&mut values);
        self.shape.compose(values, version.mark)
    }

    fn clear_external(&self, values: &mut [Option<u64>]) {
        for (value, part) in values.iter_mut().zip(self.parts()) {
            if part.scope == Scope::External {
                *value = None;
            }
        }
    }

    /// `version` with the build server's `number`, where it has a part for one.
    #[must_use]
    pub fn with_external(&self, version: &Version, number: u64) -> Version {
        let mut values = version.values.clone();
        for (value, part) in values.iter_mut().zip(self.parts()) {
            if part.scope == Scope::External {
                *value = Some(number);
            }
        }
        self.shape.compose(values, version.mark)
    }

    /// The part that a build server gives, if there is one.
    #[must_use]
    pub fn external(&self) -> Option<PartId> {
        self.parts().iter().position(|part| part.scope == Scope::External).map(PartId)
    }

    /// Whether what a build server gives tells two releases apart: only where the scheme's order
    /// says so. Otherwise it is a reference that stands in native versions, and nowhere else
    /// (IBEX-1).
    #[must_use]
    pub fn counts_external(&self) -> bool {
        self.external().is_some_and(|part| self.order().contains(&part))
    }

    /// `version` as a release is known by: without what a build server gave it, unless that counts.
    #[must_use]
    pub fn released(&self, version: &Version) -> Version {
        if self.counts_external() { version.clone() } else { self.without_external(version) }
    }

    /// Whether two versions are one: equal numbers, an omitted part that stands for zero counted as
    /// zero, and what a build server gave left out unless it counts. Equal keys do not say so where
    /// `order` looks at some parts only: a core known by its serial may have other numbers beside it
    /// (DIAV-2).
    #[must_use]
    pub fn same(&self, a: &Version, b: &Version) -> bool {
        a.mark == b.mark && self.known_by(a) == self.known_by(b)
    }

    /// The values of [`Form::released`] in its canonical spelling. No text is made of them: many
    /// versions are compared, and few are the same.
    fn known_by(&self, version: &Version) -> Values {
        let mut values = version.values.clone();
        if !self.counts_external() {
            self.clear_external(&mut values);
            self.shape.fill_in(&mut values, version.mark);
        }
        self.shape.shorten(&mut values);
        self.shape.fill_in(&mut values, version.mark);
        values
    }

    /// The part that holds another component's, if there is one (DIAV-3).
    #[must_use]
    pub fn minimum(&self) -> Option<PartId> {
        self.parts().iter().position(|part| part.kind == Kind::Minimum).map(PartId)
    }

    /// The part that rises at every release and never resets, if there is one (DIAV-2).
    #[must_use]
    pub fn serial(&self) -> Option<PartId> {
        self.parts().iter().position(|part| part.kind.row().always_rises).map(PartId)
    }

    /// Whether two versions may have one serial: a pre-release has that of the release that it leads to,
    /// and where the serial is the line's, all that is on one line has it.
    #[must_use]
    pub fn may_share_serial(&self, a: &Version, b: &Version) -> bool {
        let of_line = self.serial().is_some_and(|serial| self.scope_of(serial) == Scope::Product);
        self.same(&self.without_label(a), &self.without_label(b))
            || (of_line && self.line(a) == self.line(b))
    }

    /// `version` with `part` at `value`, which the part can hold.
    #[must_use]
    pub fn with(&self, version: &Version, part: PartId, value: u64) -> Version {
        let mut values = version.values.clone();
        if let Some(cell) = values.get_mut(part.0) {
            *cell = Some(value);
        }
        self.shape.compose(values, version.mark)
    }

    /// The highest part in which `to` differs from `from`: how far the one moved on from the
    /// other. `None` where they agree; what a build server gave does not count.
    #[must_use]
    pub fn moved(&self, from: &Version, to: &Version) -> Option<PartId> {
        let value = |of: &Version, at: usize, part: &Part| match of.value(PartId(at)) {
            None if part.absent == crate::Absent::Zero => Some(0),
            value => value,
        };
        let own = self.parts().iter().enumerate().filter(|(_, part)| part.scope != Scope::External);
        own.into_iter()
            .find(|(at, part)| value(from, *at, part) != value(to, *at, part))
            .map(|(at, _)| PartId(at))
    }

    /// The part to move for what needs `part` on the day `date`: that part itself, or, where it is
    /// a date that `version` has already, the next one below that people bump. No second release
    /// can move a month within the month.
    #[must_use]
    pub fn part_for(&self, version: &Version, part: PartId, date: Date) -> PartId {
        let run = self.shape.run_of(part.0);
        let pieces = self.parts().iter().enumerate().skip(run.start).take(run.len());
        let mut pieces = pieces.map(|(at, piece)| match &piece.kind {
            Kind::Date(format) => format.value(date) == version.value(PartId(at)),
            _ => false,
        });
        if !pieces.all(|had| had) {
            return part;
        }
        let below = self.parts().iter().skip(run.end).position(Part::is_bumpable);
        below.map_or(part, |at| PartId(run.end + at))
    }

    /// Whether a version whose highest moved part is `moved` satisfies what needs `needs` moved:
    /// that part or one above it. Date parts that stand side by side count as one, for they move
    /// together.
    #[must_use]
    pub fn is_enough(&self, moved: PartId, needs: PartId) -> bool {
        moved <= needs || self.shape.run_of(needs.0).contains(&moved.0)
    }

    /// Whether a second release on one day takes the next day that is free: where a date part says
    /// so.
    #[must_use]
    pub fn borrows(&self) -> bool {
        self.parts().iter().any(|part| part.is_date() && part.same_day == SameDay::Borrow)
    }

    /// The day that the date parts of `version` name; the first such day where they name a month,
    /// a week or a year. `None` where no part is a date, none is present, or none holds a year.
    #[must_use]
    pub fn date(&self, version: &Version) -> Option<Date> {
        first_day(self.parts().iter().zip(&version.values).filter_map(|(part, value)| {
            match (&part.kind, value) {
                (Kind::Date(format), Some(value)) => Some((format, *value)),
                _ => None,
            }
        }))
    }

    /// The day that [`Form::date`] finds in a version whose date parts all name `date`: `date` itself,
    /// or the first day of its month, week or year. `None` where no part is a date, or none holds a
    /// year.
    #[must_use]
    pub fn day_of(&self, date: Date) -> Option<Date> {
        first_day(self.parts().iter().filter_map(|part| match &part.kind {
            Kind::Date(format) => Some((format, format.value(date)?)),
            _ => None,
        }))
    }

    /// Whether a part is a date.
    #[must_use]
    pub fn dates(&self) -> bool {
        self.parts().iter().any(Part::is_date)
    }
}

impl Shape {
    /// Omits every optional tail that holds nothing but zeros that may be omitted.
    pub(crate) fn shorten(&self, values: &mut [Option<u64>]) {
        for (first, piece) in self.format.pieces.iter().enumerate().rev() {
            let Some(end) = piece.tail_end.map(|end| end.min(values.len())) else { continue };
            let Some(tail) = values.get_mut(first..end) else { continue };
            let parts = self.parts.iter().skip(first);
            let says_nothing = tail.iter().zip(parts).all(|(value, part)| {
                value.is_none() || (part.absent == crate::Absent::Zero && *value == Some(0))
            });
            if says_nothing {
                tail.fill(None);
            }
        }
    }
}
