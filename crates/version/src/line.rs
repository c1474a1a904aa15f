//! The product line: the shared parts, and how a component stands to them.

use alloc::boxed::Box;
use alloc::string::String;
use core::cmp::Ordering;
use core::fmt;

use crate::bump::{BumpError, Given};
use crate::error::VersionError;
use crate::form::{Form, Shape};
use crate::key::Cells;
use crate::part::Occasion;
use crate::version::{Values, Version};
use crate::{PartId, Scope};

/// The values of the shared parts: `1.1`. Empty where a scheme shares nothing.
///
/// Ordered, and equal, by the scheme's order. Only lines of one scheme may be compared.
#[derive(Debug, Clone)]
pub struct LineVersion {
    text: Box<str>,
    values: Values,
    cells: Cells,
}

impl LineVersion {
    /// Whether nothing is shared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Its spelling, without any component's own parts.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value of the shared `part`; `None` where it is omitted or not shared.
    #[must_use]
    pub fn value(&self, part: PartId) -> Option<u64> {
        self.values.get(part.0).copied().flatten()
    }
}

impl PartialEq for LineVersion {
    fn eq(&self, other: &Self) -> bool {
        self.cells == other.cells
    }
}

impl Eq for LineVersion {}

impl PartialOrd for LineVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for LineVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cells.cmp(&other.cells)
    }
}

impl fmt::Display for LineVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Form {
    /// The line that `version` is on.
    #[must_use]
    pub fn line(&self, version: &Version) -> LineVersion {
        self.shape.line(self.shape.shared_values(version))
    }

    /// The line that `text` names: the shared parts only, as [`LineVersion`] prints them.
    ///
    /// # Errors
    /// As [`Form::parse`]. Where nothing is shared, only the empty text is a line.
    pub fn line_from(&self, text: &str) -> Result<LineVersion, VersionError> {
        let read = self.shape.read_parts(text, self.shape.shared);
        match read.map(|read| (read.complete(text), read)) {
            Ok((true, read)) => Ok(self.shape.line(read.values)),
            Ok((false, read)) => Err(self.shape.blame(text, &read).into_error(text, &self.shape)),
            Err(fault) => Err(fault.into_error(text, &self.shape)),
        }
    }

    /// A first version on `line`: the shared parts from the line, the component's own at their
    /// start, optional ones left out, a minimum and an external part as given.
    #[must_use]
    pub fn fresh(&self, line: &LineVersion, given: &Given) -> Version {
        self.on_line(&[], line, given, Occasion::Fresh)
    }

    /// `version` caught up with `line` (CHAIN-4): the shared parts from the line and the own ones
    /// reset, but serials and minimums kept, where the version is below the line. A version on
    /// the line, or past it, comes back as it is: nothing is ever put past the line or lowered.
    #[must_use]
    pub fn onto(&self, version: &Version, line: &LineVersion, given: &Given) -> Version {
        if self.is_below(version, line) {
            self.on_line(&version.values, line, given, Occasion::CatchUp)
        } else {
            version.clone()
        }
    }

    /// `version` released with `line`, as [`Form::onto`] brings it there, but as a release of its own:
    /// a serial rises, and a minimum is as given. A version that is on the line, or past it, comes
    /// back as it is.
    ///
    /// # Errors
    /// A serial at its greatest value; a day that a part of its own cannot be written with.
    pub fn take(
        &self,
        version: &Version,
        line: &LineVersion,
        given: &Given,
    ) -> Result<Version, BumpError> {
        if !self.is_below(version, line) {
            return Ok(version.clone());
        }
        let cells = self.settled(&version.values, line, given, Occasion::Bump);
        let mut values = cells.map(|(_, settled)| settled).collect::<Result<Values, _>>()?;
        self.shape.complete(&mut values, given, Occasion::Bump)?;
        Ok(self.shape.compose(values, None))
    }

    /// `line` with the shared `part` moved and the shared parts below it reset.
    ///
    /// # Errors
    /// As [`Form::bump`]; [`BumpError::NotShared`] for a component's own part.
    pub fn next_line(
        &self,
        line: &LineVersion,
        part: PartId,
        given: &Given,
    ) -> Result<LineVersion, BumpError> {
        if part.0 >= self.shape.shared {
            let named = self.parts().get(part.0).map(|part| part.name.clone());
            return Err(match named {
                Some(part) => BumpError::NotShared { part },
                None => BumpError::NoSuchPart,
            });
        }
        let values = self.shape.raise(&line.values, part, given)?;
        let next = self.shape.line(values);
        self.shape.rising(part, (&line.cells, &line.text), (&next.cells, &next.text), given)?;
        Ok(next)
    }

    /// Whether `version` is on a line below this one.
    fn is_below(&self, version: &Version, line: &LineVersion) -> bool {
        self.shape.line_cells(&mut self.shape.shared_values(version)) < line.cells
    }

    fn on_line(
        &self,
        old: &[Option<u64>],
        line: &LineVersion,
        given: &Given,
        occasion: Occasion,
    ) -> Version {
        // Only a limit could refuse here, and a value within its limit stays within it.
        let cells = self.settled(old, line, given, occasion);
        let values = cells.map(|(before, settled)| settled.unwrap_or(before));
        let mut values: Values = values.collect();
        // A day that cannot be written is refused where a part is bumped: nothing else has one to give.
        let _ = self.shape.complete(&mut values, given, occasion);
        self.shape.compose(values, None)
    }

    /// Every part's value on `line`, beside the one that it has in `old`.
    fn settled(
        &self,
        old: &[Option<u64>],
        line: &LineVersion,
        given: &Given,
        occasion: Occasion,
    ) -> impl Iterator<Item = (Option<u64>, Result<Option<u64>, BumpError>)> {
        self.parts().iter().enumerate().map(move |(index, part)| {
            let before = old.get(index).copied().flatten();
            let settled = match part.scope {
                Scope::External => Ok(given.external),
                _ if index < self.shape.shared => Ok(line.value(PartId(index))),
                _ => (part.kind.row().settle)(part, before, given, occasion),
            };
            (before, settled)
        })
    }
}

impl Shape {
    fn line(&self, mut values: Values) -> LineVersion {
        let cells = self.line_cells(&mut values);
        let mut text = String::with_capacity(16);
        self.push_parts(&mut text, &values);
        LineVersion { text: text.into_boxed_str(), values, cells }
    }

    /// The values of the shared parts.
    fn shared_values(&self, version: &Version) -> Values {
        version.values.iter().copied().take(self.shared).collect()
    }

    /// What a line is ordered by, of its `values`, which become as a line writes them.
    fn line_cells(&self, values: &mut Values) -> Cells {
        self.shorten(values);
        for (part, value) in self.parts.iter().zip(values.iter_mut()) {
            if !part.optional && value.is_none() {
                *value = Some(0);
            }
        }
        self.cells(values, self.shared)
    }
}
