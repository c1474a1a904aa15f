//! A range of versions: the lowest that will do, the first that will not, or both.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::fmt;

use place::{Class, Explain, Place};

use crate::error::VersionError;
use crate::form::Form;
use crate::key::Cells;
use crate::version::Version;

/// Which versions of a form will do: `>=2.1`, `<3`, or both, `>=2.1, <3`.
#[derive(Debug, Clone)]
pub struct Range {
    form: Form,
    least: Option<Bound>,
    below: Option<Bound>,
}

/// One end of a range.
#[derive(Debug, Clone)]
struct Bound {
    /// The version as it was written, which may leave out parts at the end.
    text: String,
    /// How many parts, from the highest, it says something of.
    count: usize,
    /// The comparable numbers of those.
    cells: Cells,
}

/// Why a text is no range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// Nothing, or something else than the two comparisons.
    #[error("`{text}` is no comparison with a version")]
    Comparison {
        /// The text.
        text: String,
        /// Whether it is a version, or the beginning of one, without a comparison.
        bare: bool,
    },
    /// One comparison twice.
    #[error("`{op}` is said twice")]
    Twice {
        /// The comparison.
        op: &'static str,
    },
    /// A range that no version is in.
    #[error("no version is at least {least} and below {below}")]
    Empty {
        /// The lower end.
        least: String,
        /// The upper end.
        below: String,
    },
    /// A text that is neither a version nor the beginning of one.
    #[error("{0}")]
    Version(VersionError),
    /// A pre-release, which counts as the version that it leads to.
    #[error("`{text}` is a pre-release, which counts as the version that it leads to")]
    PreRelease {
        /// The version.
        text: String,
        /// The version that it leads to.
        leads_to: String,
    },
    /// A part that does not count when versions are compared.
    #[error("`{text}` names `{part}`, which does not count when versions are compared")]
    Uncounted {
        /// The version.
        text: String,
        /// The part.
        part: String,
    },
    /// A version that leaves out a part by which versions are ordered first.
    #[error("`{text}` leaves out `{part}`, by which these versions are ordered")]
    Short {
        /// The version.
        text: String,
        /// The part.
        part: String,
        /// What a version of the form looks like.
        format: String,
    },
}

const LEAST: &str = ">=";
const BELOW: &str = "<";

impl Form {
    /// Reads a range of versions of this form: `>=` and a version, `<` and a version, or both with a
    /// comma between. A version may leave out parts at the end: `>=2.1` is met by all of 2.1, and
    /// `<3` by none of 3.
    ///
    /// # Errors
    /// Other comparisons, texts that are no versions, and ranges that no version is in.
    pub fn range(&self, text: &str) -> Result<Range, RangeError> {
        let mut range = Range { form: self.clone(), least: None, below: None };
        for clause in text.split(',').map(str::trim) {
            let refused = || RangeError::Comparison {
                text: clause.to_owned(),
                bare: self.bound(clause).is_ok(),
            };
            let (op, end, version) = if let Some(version) = clause.strip_prefix(LEAST) {
                (LEAST, &mut range.least, version)
            } else if let Some(version) = clause.strip_prefix(BELOW) {
                (BELOW, &mut range.below, version)
            } else {
                return Err(refused());
            };
            let version = version.trim_start();
            // Two comparisons without a comma between them are none, either.
            let is_one = !version.contains(|c: char| c.is_whitespace() || "<>=".contains(c));
            if !is_one || !version.starts_with(|c: char| c.is_alphanumeric()) {
                return Err(refused());
            }
            if end.replace(self.bound(version)?).is_some() {
                return Err(RangeError::Twice { op });
            }
        }
        range.checked()
    }

    /// A version, or the beginning of one, as the end of a range.
    fn bound(&self, text: &str) -> Result<Bound, RangeError> {
        let (values, count) = match self.parse(text) {
            Ok(version) if version.mark.is_some() => {
                let leads_to = self.canonical(&self.promote(&version).unwrap_or(version));
                let (text, leads_to) = (text.to_owned(), leads_to.as_str().to_owned());
                return Err(RangeError::PreRelease { text, leads_to });
            }
            Ok(version) => (version.values, self.parts().len()),
            Err(error) => match self.shape.read_parts(text, self.parts().len()) {
                Ok(read) if read.at == text.len() => match read.missing {
                    Some(missing) if missing > 0 => (read.values, missing),
                    _ => return Err(RangeError::Version(error)),
                },
                _ => return Err(RangeError::Version(error)),
            },
        };
        let order = self.order();
        let uncounted = self
            .external()
            .filter(|part| !order.contains(part))
            .filter(|part| values.get(part.0).copied().flatten().is_some());
        let name = |at: usize| self.parts().get(at).map_or("", |part| &part.name).to_owned();
        if let Some(part) = uncounted {
            return Err(RangeError::Uncounted { text: text.to_owned(), part: name(part.0) });
        }
        // What is compared first has to be there: the rest alone would say nothing.
        let said = order.iter().take_while(|part| part.0 < count).count();
        let missing = order
            .get(said)
            .filter(|_| said == 0 || order.iter().skip(said).any(|part| part.0 < count));
        if let Some(part) = missing {
            let (text, format) = (text.to_owned(), self.format().to_owned());
            return Err(RangeError::Short { text, part: name(part.0), format });
        }
        let cells = self.shape.cells(&values, count);
        Ok(Bound { text: text.to_owned(), count, cells })
    }
}

impl Range {
    /// Whether `version`, of the form that the range was read for, will do. A pre-release counts as
    /// the version that it leads to: it has what that will have, and breaks what that will break.
    #[must_use]
    pub fn admits(&self, version: &Version) -> bool {
        self.reached(version)
            && self.below.as_ref().is_none_or(|end| self.cells(version, end) < end.cells)
    }

    /// Whether `version` is as high as the range asks.
    #[must_use]
    pub fn reached(&self, version: &Version) -> bool {
        self.least.as_ref().is_none_or(|end| self.cells(version, end) >= end.cells)
    }

    /// Whether it says what the lowest version is that will do.
    #[must_use]
    pub fn has_least(&self) -> bool {
        self.least.is_some()
    }

    fn cells(&self, version: &Version, end: &Bound) -> Cells {
        let final_version = self.form.promote(version).ok();
        self.form.shape.cells(&final_version.as_ref().unwrap_or(version).values, end.count)
    }

    fn checked(self) -> Result<Self, RangeError> {
        let (Some(least), Some(below)) = (&self.least, &self.below) else { return Ok(self) };
        let shorter = least.cells.len().min(below.cells.len());
        let start = |end: &Bound| end.cells.iter().take(shorter).copied().collect::<Cells>();
        // Ends of different length: `>=2.1, <2` has nothing, `>=2, <2.1` has all of 2.0.
        let lowest = below.cells.iter().skip(shorter).all(|cell| *cell == 0);
        let empty = if lowest { start(least) >= start(below) } else { start(least) > start(below) };
        if empty {
            let (least, below) = (least.text.clone(), below.text.clone());
            return Err(RangeError::Empty { least, below });
        }
        Ok(self)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut between = "";
        for (op, end) in [(LEAST, &self.least), (BELOW, &self.below)] {
            if let Some(end) = end {
                write!(f, "{between}{op}{}", end.text)?;
                between = ", ";
            }
        }
        Ok(())
    }
}

impl Explain for RangeError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Version(error) => error.rule(),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        None
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Comparison { text, bare: true } => {
                format!("say which versions will do: `>={text}`, `<{text}`, or a range of both")
            }
            Self::Comparison { .. } => {
                "a range is `>=` or `<` and a version, or both with a comma between: `>=2.1, <3`"
                    .into()
            }
            Self::Twice { .. } => "say each of `>=` and `<` once".into(),
            Self::Empty { .. } => "write the lower version behind `>=`".into(),
            Self::Version(error) => return error.help(),
            Self::PreRelease { leads_to, .. } => format!("name that one: {leads_to}"),
            Self::Uncounted { part, .. } => format!("leave out `{part}`"),
            Self::Short { format, .. } => format!("write all of it: {format}"),
        })
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::Scheme;

    fn form(scheme: &str) -> Form {
        Scheme::preset(scheme).unwrap().plain().clone()
    }

    fn admits(form: &Form, range: &str, versions: &[(&str, bool)]) {
        let range = form.range(range).unwrap();
        for (text, wanted) in versions {
            assert_eq!(range.admits(&form.parse(text).unwrap()), *wanted, "{range}: {text}");
        }
    }

    #[test]
    fn a_range_holds_what_is_between_its_ends() {
        let semver = form("semver");
        admits(
            &semver,
            ">=2.1",
            &[("2.0.9", false), ("2.1.0", true), ("2.1.7", true), ("9.0.0", true)],
        );
        admits(
            &semver,
            "<3",
            &[("0.1.0", true), ("2.99.0", true), ("3.0.0", false), ("3.0.1", false)],
        );
        admits(&semver, ">= 2.1.3,<2.2", &[("2.1.2", false), ("2.1.3", true), ("2.2.0", false)]);
        admits(&semver, "<3, >=2", &[("1.9.0", false), ("2.0.0", true), ("3.0.0", false)]);
        assert_eq!(semver.range("< 3 , >=2.1").unwrap().to_string(), ">=2.1, <3");
        // What is left out of a tail means what it means in a version.
        admits(&form("iric"), ">=2.1", &[("2.0.9", false), ("2.1", true), ("2.1.0", true)]);
        admits(
            &form("chain"),
            ">=1.1",
            &[("1.0.20161101", false), ("1.1", true), ("1.1.20161108", true)],
        );
        admits(
            &form("chain"),
            "<1.1",
            &[("1.0.20161101", true), ("1.1", false), ("1.1.20161108", false)],
        );
        admits(&form("ibex"), ">=7.2.1", &[("7.2.0.999", false), ("7.2.1.1", true)]);
    }

    #[test]
    fn a_pre_release_counts_as_what_it_leads_to() {
        let semver = form("semver");
        admits(&semver, ">=2.1", &[("2.1.0-rc.1", true), ("2.0.0-rc.1", false)]);
        admits(&semver, "<3", &[("3.0.0-alpha.1", false), ("2.9.0-rc.1", true)]);
        let kolab = form("kolab");
        admits(&kolab, ">=2.5.0", &[("2.5-beta1", true), ("2.4.3", false)]);
        // KOLAB-6: one by exception leads to a fourth number.
        admits(&kolab, ">=2.5.1.0", &[("2.5.1-rc1", true), ("2.5.1", false), ("2.5.1.0", true)]);
        admits(&kolab, ">=2.5, <2.5.1.0", &[("2.5.1-rc1", false), ("2.5.1", true)]);
    }

    #[test]
    fn diav_2_a_range_of_cores_goes_by_their_serial() {
        let scheme = Scheme::preset("diavolo").unwrap();
        let core = scheme.form(Some("core")).unwrap();
        admits(
            core,
            ">=3.0.0.1890",
            &[("9.9.9.1889", false), ("3.0.0.1890", true), ("1.0.0.1900", true)],
        );
        let error = core.range(">=3.0").unwrap_err();
        assert!(error.to_string().contains("leaves out `revision`"), "{error}");
    }

    #[test]
    fn other_texts_are_refused_with_what_to_write() {
        for (scheme, text, message, help) in [
            ("semver", "", "`` is no comparison", "`>=2.1, <3`"),
            ("semver", "2.1", "`2.1` is no comparison", "`>=2.1`"),
            ("semver", "^2.1", "`^2.1` is no comparison", "`>=2.1, <3`"),
            ("semver", "<=2.1", "`<=2.1` is no comparison", "`>=2.1, <3`"),
            ("semver", ">2.1", "`>2.1` is no comparison", "`>=2.1, <3`"),
            ("semver", ">=2.1,", "`` is no comparison", "`>=2.1, <3`"),
            ("semver", ">=", "`>=` is no comparison", "`>=2.1, <3`"),
            ("semver", ">=2 <3", "`>=2 <3` is no comparison", "a comma between"),
            ("semver", ">=2<3", "`>=2<3` is no comparison", "a comma between"),
            ("semver", ">=2.x", "`2.x` is not a version", "major"),
            ("semver", ">=v2", "starts with `v`", "`2.0.0`"),
            ("semver", ">=2, >=3", "`>=` is said twice", "once"),
            ("semver", ">=3, <2", "at least 3 and below 2", "lower version"),
            ("semver", ">=2.1, <2", "at least 2.1 and below 2", "lower version"),
            ("semver", ">=2.1, <2.1.0", "no version", "lower version"),
            ("semver", ">=2, <2.0", "no version", "lower version"),
            ("semver", ">=2.1.0-rc.1", "is a pre-release", "2.1.0"),
            ("kolab", "<2.5.1-rc1", "is a pre-release", "2.5.1.0"),
            ("semver", "1.2.x", "`1.2.x` is no comparison", "`>=2.1, <3`"),
            ("ibex", ">=7.2.1.678", "names `build`", "leave out `build`"),
            ("chain", ">=1.0.161205", "is not a version", "1.0.20161205"),
        ] {
            let error = form(scheme).range(text).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
            let said = error.help().unwrap_or_default();
            assert!(said.contains(help), "{text}: {said}");
        }
        assert!(form("semver").range(">=2, <2.1").is_ok());
    }
}
