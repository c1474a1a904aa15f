//! One release's step from a version to the next: making it, and knowing one that was made.

use alloc::vec::Vec;

use place::{Class, Explain};

use crate::bump::{BumpError, Given};
use crate::form::Form;
use crate::line::LineVersion;
use crate::part::{PartId, Scope};
use crate::pre::PreError;
use crate::version::Version;
use crate::{Date, Part};

/// What moves a version that stands alone: its line is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advance<'a> {
    /// This part; a shared one moves the line.
    Part(PartId),
    /// The lowest part that people may bump.
    Lowest,
    /// To the next pre-release with this label: the pending one's, else that of this part's next
    /// version.
    Pre {
        /// The label.
        label: &'a str,
        /// The part.
        part: PartId,
    },
    /// To what the pre-release leads to.
    Promotion,
}

/// Why there is no such step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// A part that cannot move.
    #[error(transparent)]
    Bump(#[from] BumpError),
    /// A pre-release that there is not.
    #[error(transparent)]
    Pre(#[from] PreError),
}

impl Explain for StepError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Bump(error) => error.rule(),
            Self::Pre(error) => error.rule(),
        }
    }

    fn help(&self) -> Option<alloc::string::String> {
        match self {
            Self::Bump(error) => error.help(),
            Self::Pre(error) => error.help(),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Bump(error) => error.class(),
            Self::Pre(error) => error.class(),
        }
    }
}

/// How a component and its line stood before a release.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The component's highest final release.
    pub baseline: Option<&'a Version>,
    /// Its highest pre-release above that.
    pub pending: Option<&'a Version>,
    /// What its manifest said, where it was never released.
    pub unreleased: Option<&'a Version>,
    /// The line; `None` where nothing is shared, or nothing was there yet.
    pub line: Option<&'a LineVersion>,
    /// Whether the same release promotes anybody's pre-release: then one that lags may land on the
    /// line as it stands.
    pub promotes: bool,
}

impl Form {
    /// `version` moved by one step, as a release of a product would move it that has nothing else.
    ///
    /// # Errors
    /// As [`Form::bump`], [`Form::next_line`], [`Form::pre`] and [`Form::promote`].
    pub fn advance(
        &self,
        version: &Version,
        by: Advance<'_>,
        given: &Given,
    ) -> Result<Version, StepError> {
        match by {
            Advance::Promotion => Ok(self.promote(version)?),
            Advance::Pre { label, .. } if self.is_pre(version) => Ok(self.pre(version, label)?),
            Advance::Pre { label, part } => {
                Ok(self.pre(&self.moved_on(version, part, given)?, label)?)
            }
            Advance::Part(part) if self.is_pre(version) && self.starts_below(version, part) => {
                Ok(self.promote(version)?)
            }
            Advance::Part(part) => self.moved_on(version, part, given),
            Advance::Lowest => {
                let lowest = self.lowest_bumpable().ok_or(BumpError::NoSuchPart)?;
                self.moved_on(version, lowest, given)
            }
        }
    }

    fn moved_on(
        &self,
        version: &Version,
        part: PartId,
        given: &Given,
    ) -> Result<Version, StepError> {
        if self.scope_of(part) != Scope::Product {
            return Ok(self.bump(version, part, given)?);
        }
        if self.is_pre(version) {
            return Err(BumpError::Pending { version: version.text.as_ref().into() }.into());
        }
        let line = self.next_line(&self.line(version), part, given)?;
        Ok(self.take(version, &line, given)?)
    }

    /// Whether one release can have led to `to` from where the component stood `before`: one part
    /// moved by one, after catching up to the line, or the line itself moved by one; the next
    /// pre-release, or the one that was pending promoted. Dates, minimums and what a build server
    /// gives are taken as `to` has them.
    #[must_use]
    pub fn is_step(&self, before: Before<'_>, to: &Version) -> bool {
        let given = Given {
            date: self.date(to).unwrap_or(Date::MIN),
            external: self.external().and_then(|part| to.value(part)),
            minimum: self.minimum().and_then(|part| to.value(part)),
        };
        let leads = |landed: &Version| self.leads(landed, to);
        if let Some(pending) = before.pending {
            let follows = self.is_pre(to) && self.without_label(pending) == self.without_label(to);
            let promoted = self.promote(pending).is_ok_and(|promoted| self.same(&promoted, to));
            if follows || promoted {
                return true;
            }
        }
        self.landings(before, to, &given).iter().any(leads)
    }

    /// Every final version that one release from `before` can have led to, on the line of `to`.
    fn landings(&self, before: Before<'_>, to: &Version, given: &Given) -> Vec<Version> {
        let next = self.line(to);
        let known = [before.baseline, before.pending, before.unreleased];
        let starts: Vec<&Version> = known.into_iter().flatten().collect();
        let mut all = Vec::new();
        if !next.is_empty() && before.line.is_none_or(|line| next > *line) {
            let parts = (0..self.parts().len()).map(PartId);
            let one = |line: &LineVersion| {
                parts
                    .clone()
                    .any(|part| self.next_line(line, part, given).is_ok_and(|line| line == next))
            };
            if before.line.is_none_or(one) {
                all.push(self.fresh(&next, given));
                all.extend(starts.iter().filter_map(|from| self.take(from, &next, given).ok()));
                all.extend(before.pending.map(|pending| self.without_label(pending)));
            }
        } else {
            let line = before.line.filter(|line| !line.is_empty());
            let caught_up = |from: &Version| match line {
                Some(line) => self.onto(from, line, given),
                None => from.clone(),
            };
            let lags = |from: &&Version| line.is_some_and(|line| self.line(from) < *line);
            let behind: Vec<&Version> = starts.iter().copied().filter(lags).collect();
            if let Some(line) = line.filter(|_| before.promotes) {
                all.extend(behind.iter().filter_map(|from| self.take(from, line, given).ok()));
            }
            let mut starts: Vec<Version> = starts.into_iter().map(caught_up).collect();
            if before.baseline.is_none() {
                starts.extend(line.map(|line| self.fresh(line, given)));
                // A first release may have the number that is there.
                all.extend(starts.iter().filter(|start| !self.is_pre(start)).cloned());
            }
            // Only pre-releases so far: what they lead to is where a part starts that leads further.
            let lead = before.pending.filter(|_| before.baseline.is_none());
            let lead = lead.map(|pending| self.without_label(pending));
            let own = self.parts().iter().enumerate().filter(|(_, part)| is_own(part));
            for (at, _) in own {
                let further = lead.iter().filter(|lead| !self.starts_below(lead, PartId(at)));
                all.extend(further.filter_map(|lead| self.bump(lead, PartId(at), given).ok()));
                all.extend(
                    starts.iter().filter_map(|from| self.bump(from, PartId(at), given).ok()),
                );
            }
        }
        all
    }

    /// Whether `to` is `landed`, or a pre-release of it.
    fn leads(&self, landed: &Version, to: &Version) -> bool {
        match self.label(to) {
            None => self.same(landed, to),
            Some((label, _)) => self
                .pre_after(landed, None, label)
                .is_ok_and(|first| self.without_label(&first) == self.without_label(to)),
        }
    }
}

/// Whether a component moves the part by itself.
fn is_own(part: &Part) -> bool {
    part.scope == Scope::Component && part.is_bumpable()
}
