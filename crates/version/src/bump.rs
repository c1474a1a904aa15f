//! Moving a part: the higher ones stay, the lower ones reset, and the version rises.

use alloc::format;
use alloc::string::String;

use place::{Class, Explain};

use crate::Date;
use crate::form::{Form, Shape};
use crate::part::{Kind, Occasion, Part, PartId, Scope};
use crate::version::{Values, Version};

/// What a bump takes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The day of the release, in UTC; with `same-day = "borrow"`, the day that was borrowed.
    pub date: Date,
    /// The build server's number. It is taken as it is, or the part is left out: never kept.
    pub external: Option<u64>,
    /// A newly stated minimum (DIAV-7).
    pub minimum: Option<u64>,
}

/// Why a part cannot move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's fields are named by its message")]
pub enum BumpError {
    /// The build server gives it.
    #[error("`{part}` is given by the build server and is never bumped")]
    External { part: String },
    /// Another scheme's part.
    #[error("the scheme has no such part")]
    NoSuchPart,
    /// A component's own part, where the line is to move.
    #[error("`{part}` belongs to each component alone, so the line cannot move it")]
    NotShared { part: String },
    /// Past the part's greatest value. `resets` is whether a part above it starts it again.
    #[error("`{part}` cannot rise: it holds at most {max}")]
    Overflow { part: String, max: u64, resets: bool },
    /// A second release on one day.
    #[error("`{version}` has that date already: its `{part}` is of {date}")]
    AlreadyThatDay { part: String, version: String, date: Date },
    /// The result would not be above the version there is (CHAIN-9). `dated` is whether another day
    /// would make it higher.
    #[error("`{to}` would not be above `{from}`")]
    NotRising { from: String, to: String, dated: bool },
    /// The day does not fit the part's format.
    #[error("the date {date} cannot be written in `{part}` as {format}")]
    Unwritable { part: String, date: Date, format: String },
    /// A minimum is asked for without saying which.
    #[error("`{part}` is a minimum, and none was stated")]
    NoMinimum { part: String },
    /// A stated minimum that is not above the one there is (DIAV-7). `above` is the part above it,
    /// with which it could go down and the version rise all the same.
    #[error("`{part}` is {old} and may only rise, not become {stated}")]
    MinimumNotRaised { part: String, old: u64, stated: u64, above: Option<String> },
    /// A pre-release is pending.
    #[error("`{version}` is a pre-release: it is promoted or followed, not bumped")]
    Pending { version: String },
}

impl Explain for BumpError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::AlreadyThatDay { .. } => Some("one-date"),
            Self::NotRising { .. } => Some("not-lower"),
            Self::MinimumNotRaised { .. } => Some("minimum-lowered"),
            Self::External { .. } => Some("external-given"),
            Self::NoMinimum { .. } => Some("minimum-known"),
            Self::NotShared { .. } => Some("shared-part-alone"),
            Self::Overflow { .. } => Some("native-fits"),
            Self::NoSuchPart | Self::Pending { .. } => None,
            Self::Unwritable { .. } => Some("part-date"),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::External { .. } => "pass it with `--build N`, and bump a part above it".into(),
            Self::NoSuchPart => "name one of the scheme's parts".into(),
            Self::NotShared { part } => {
                format!("move it for the components that changed: `patch NAME --level {part}`")
            }
            Self::Overflow { resets: true, .. } => "bump a part above it, which resets it".into(),
            Self::Overflow { part, .. } => format!(
                "it never starts again: give `{part}` a higher `max` in the scheme, if whatever \
                 holds it has room"
            ),
            Self::AlreadyThatDay { part, .. } => format!(
                "wait until `{part}` is another, pass a later `--date`, or let the scheme take the \
                 next free day with `same-day = \"borrow\"`"
            ),
            Self::NotRising { from, dated: true, .. } => {
                format!("check the clock, or pass a `--date` that puts the result above {from}")
            }
            Self::NotRising { from, .. } => format!("ask for a part that goes beyond {from}"),
            Self::Unwritable { .. } => "pass another `--date`".into(),
            Self::NoMinimum { .. } => "state it: `--needs-core N`, or `--needs-core latest`".into(),
            Self::MinimumNotRaised { old, above: None, .. } => {
                format!("state a minimum above {old}, or leave it out to keep {old}")
            }
            Self::MinimumNotRaised { old, above: Some(above), .. } => format!(
                "state a minimum above {old}, or leave it out to keep {old}; it goes down only with \
                 a part above it and a reason: `--level {above} --because TEXT`"
            ),
            Self::Pending { .. } => {
                "promote it with `release`, or make the next one with `pre`".into()
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::External { .. }
            | Self::NoSuchPart
            | Self::NotShared { .. }
            | Self::Unwritable { .. }
            | Self::NoMinimum { .. } => Class::Usage,
            _ => Class::Policy,
        }
    }
}

impl Form {
    /// `version` with `part` moved. The parts above it stay; below it an optional part is left
    /// out, an integer starts again, a minimum is kept, and an external part is as given. A
    /// serial rises at every bump. Date parts that stand side by side move together.
    ///
    /// A minimum in `given` above the version's own is a release of its own: it is raised and the
    /// parts below it start again, unless `part` is above it. With a part above it, and only then,
    /// it is taken as given even where it is lower: the version rises all the same. Whether the
    /// policy wants that is for the caller to ask (DIAV-7).
    ///
    /// # Errors
    /// An external or unknown part, a limit, or a result that is not above `version` by the
    /// scheme's order: nothing ever goes down or comes twice (CHAIN-9).
    pub fn bump(
        &self,
        version: &Version,
        part: PartId,
        given: &Given,
    ) -> Result<Version, BumpError> {
        if version.mark.is_some() {
            return Err(BumpError::Pending { version: version.text.as_ref().into() });
        }
        let raised = self.shape.stated_minimum(&version.values, part, given)?;
        let part = raised.map_or(part, |minimum| minimum.min(part));
        let values = self.shape.raise(&version.values, part, given)?;
        let next = self.shape.compose(values, None);
        let cells = |of: &Version| self.shape.cells(&of.values, usize::MAX);
        self.shape.rising(
            part,
            (&cells(version), &version.text),
            (&cells(&next), &next.text),
            given,
        )?;
        Ok(next)
    }
}

impl Shape {
    /// The minimum that `given` raises, if it does, where `moved` is the part that was asked for.
    fn stated_minimum(
        &self,
        values: &[Option<u64>],
        moved: PartId,
        given: &Given,
    ) -> Result<Option<PartId>, BumpError> {
        let Some(stated) = given.minimum else { return Ok(None) };
        let mut parts = self.parts.iter().zip(values).enumerate();
        let found = parts.find(|(_, (part, _))| part.kind == Kind::Minimum);
        let Some((index, (part, old))) = found else { return Ok(None) };
        let old = old.unwrap_or(part.start);
        if stated < old && moved.0 >= index {
            return Err(self.not_raised(index, old, stated));
        }
        Ok((stated > old).then_some(PartId(index)))
    }

    /// Why the minimum at `index` does not become `stated`.
    fn not_raised(&self, index: usize, old: u64, stated: u64) -> BumpError {
        let name = |at: usize| self.parts.get(at).map(|part| part.name.clone());
        BumpError::MinimumNotRaised {
            part: name(index).unwrap_or_default(),
            old,
            stated,
            above: index.checked_sub(1).and_then(name),
        }
    }

    /// The values (as many as `old` has) after `moved` moved.
    pub(crate) fn raise(
        &self,
        old: &[Option<u64>],
        moved: PartId,
        given: &Given,
    ) -> Result<Values, BumpError> {
        let Some(target) = self.parts.get(moved.0).filter(|_| moved.0 < old.len()) else {
            return Err(BumpError::NoSuchPart);
        };
        if target.scope == Scope::External {
            return Err(BumpError::External { part: target.name.clone() });
        }
        let run = self.run_of(moved.0);
        let mut values = Values::with_capacity(self.parts.len());
        for (index, (part, value)) in self.parts.iter().zip(old).enumerate() {
            let row = part.kind.row();
            let next = if part.scope == Scope::External {
                given.external
            } else if index == moved.0 || run.contains(&index) {
                Some((row.bump)(part, *value, given)?)
            } else if index > moved.0 || (row.always_rises && self.moves_beside(index, moved)) {
                (row.settle)(part, *value, given, Occasion::Bump)?
            } else {
                *value
            };
            values.push(next);
        }
        self.complete(&mut values, given, Occasion::Bump)?;
        Ok(values)
    }

    /// Whether a part that rises at every release does so when `moved` does: a shared one is the line's,
    /// which no release of a component alone moves.
    fn moves_beside(&self, index: usize, moved: PartId) -> bool {
        index >= self.shared || moved.0 < self.shared
    }

    /// Gives a value to what was left out so far and is written because a part behind it in its tail is:
    /// a date is that of the day.
    pub(crate) fn complete(
        &self,
        values: &mut [Option<u64>],
        given: &Given,
        occasion: Occasion,
    ) -> Result<(), BumpError> {
        for (index, part) in self.parts.iter().enumerate().take(values.len()) {
            let lacks = values.get(index).is_some_and(Option::is_none);
            if lacks && self.has_tail(index, values) {
                let needed = Part { optional: false, ..part.clone() };
                let settled = (part.kind.row().settle)(&needed, None, given, occasion)?;
                values.get_mut(index).into_iter().for_each(|value| *value = settled);
            }
        }
        Ok(())
    }

    /// The date parts side by side with part `index`, of its scope, that move with it.
    pub(crate) fn run_of(&self, index: usize) -> core::ops::Range<usize> {
        let Some(moved) = self.parts.get(index).filter(|part| part.is_date()) else {
            return index..index + 1;
        };
        let joins = |part: &&Part| part.is_date() && part.scope == moved.scope;
        let before = self.parts.iter().take(index).rev().take_while(joins).count();
        let after = self.parts.iter().skip(index + 1).take_while(joins).count();
        index - before..index + after + 1
    }

    /// Refuses a version or line that is not above the one before it, given as `(cells, text)`.
    pub(crate) fn rising(
        &self,
        moved: PartId,
        old: (&[u64], &str),
        new: (&[u64], &str),
        given: &Given,
    ) -> Result<(), BumpError> {
        if new.0 > old.0 {
            return Ok(());
        }
        let dated = self.parts.get(moved.0).filter(|part| part.is_date());
        Err(match dated {
            Some(part) if new.0 == old.0 => BumpError::AlreadyThatDay {
                part: part.name.clone(),
                version: old.1.into(),
                date: given.date,
            },
            dated => {
                let dated = dated.is_some();
                BumpError::NotRising { from: old.1.into(), to: new.1.into(), dated }
            }
        })
    }
}
