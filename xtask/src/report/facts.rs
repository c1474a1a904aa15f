//! What a report tells of: everything that was read, and nothing of how it is shown.

use product::Status;
use version::{Date, Verdict};

use crate::parties::{Declared, Matrix};

/// A product line, as a report tells of it.
#[derive(Debug)]
pub struct Facts {
    /// The product's name.
    pub product: String,
    /// The day of the report.
    pub date: Date,
    /// Its lines, in the configuration's order.
    pub lines: Vec<Line>,
}

/// One version line.
#[derive(Debug)]
pub struct Line {
    /// The scheme's name.
    pub scheme: String,
    /// Where its components stand; its name too, where the product has several lines.
    pub status: Status,
    /// When the shared parts came to what, ascending by day; empty where none is shared.
    pub moves: Vec<Move>,
    /// The product's own releases, ascending; empty where it has no tag of its own.
    pub releases: Vec<Release>,
    /// Its components in the configuration's order, retired ones included.
    pub components: Vec<Component>,
    /// Which versions work together.
    pub matrix: Compatibility,
    /// The components that are said to work with each other, as they stand.
    pub pairs: Vec<Declared>,
}

/// The day on which a line first stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The day, in UTC.
    pub day: Date,
    /// The shared parts.
    pub to: String,
}

/// A component of a line.
#[derive(Debug)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// Whether it is no longer there.
    pub retired: bool,
    /// What it embeds: places in [`Line::components`].
    pub embeds: Vec<usize>,
    /// What it requires of its siblings.
    pub requires: Vec<Requirement>,
    /// What was released of it, ascending by version.
    pub releases: Vec<Release>,
    /// The times in which it was behind the line, ascending.
    pub behind: Vec<Behind>,
}

/// A requirement on a sibling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Requirement {
    /// The sibling.
    pub on: String,
    /// What is required, as it is written.
    pub text: String,
    /// The file that says so.
    pub path: String,
}

/// One release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The version.
    pub version: String,
    /// The tag that says so.
    pub tag: String,
    /// The day on which the tag was made, or, where it does not say, its commit, in UTC; `None`
    /// where the tag leads to no commit.
    pub day: Option<Date>,
    /// Whether it is a pre-release.
    pub pre: bool,
}

/// A time behind the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    /// The day on which the line moved on.
    pub from: Date,
    /// The day on which the component caught up; `None` where it has not yet.
    pub to: Option<Date>,
}

/// The compatibility of the versions of a line.
#[derive(Debug)]
pub enum Compatibility {
    /// The scheme has no rules of it.
    NoRules,
    /// Nothing was released, and no manifest states a version.
    NoVersions,
    /// The matrix.
    Of {
        /// The pairs.
        matrix: Matrix,
        /// How many versions are known of, where the matrix is only of the newest.
        of: Option<usize>,
        /// How many lines apart is too far, where the scheme says so.
        too_far: Option<u64>,
    },
}

impl Component {
    /// Its releases that have a day, in the order of their days; of one day, by version.
    #[must_use]
    pub fn dated(&self) -> Vec<(Date, &Release)> {
        dated(&self.releases)
    }
}

/// The `releases` that have a day, in the order of their days; of one day, in the order given.
#[must_use]
pub fn dated(releases: &[Release]) -> Vec<(Date, &Release)> {
    let mut all: Vec<_> =
        releases.iter().filter_map(|release| Some((release.day?, release))).collect();
    all.sort_by_key(|(day, _)| *day);
    all
}

/// The verdicts of a matrix, those that matter least first.
#[must_use]
pub fn verdicts(matrix: &Matrix) -> Vec<&Verdict> {
    let mut verdicts: Vec<&Verdict> = matrix.verdicts.iter().collect();
    verdicts.sort_by_key(|verdict| (verdict.severity, verdict.verdict));
    verdicts
}
