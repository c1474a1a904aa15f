//! Statuses as JSON, with the release that is unfinished.

use apply::Pending;
use product::Status;
use schemars::JsonSchema;
use serde::Serialize;

use super::json::{FORMAT, document};

/// The status of one line, and what is unfinished.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Standing")]
pub(super) struct One<'a> {
    #[serde(flatten)]
    status: &'a Status,
    /// The release that was interrupted, else the oldest that waits for its tags; null where there is
    /// none, and while one is running.
    unfinished: Option<Unfinished<'a>>,
}

/// The same of several lines, in a product that has them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StandingOfLines")]
pub(super) struct Several<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The lines.
    lines: &'a [Status],
    /// The release that was interrupted, else the oldest that waits for its tags; null where there is
    /// none, and while one is running.
    unfinished: Option<Unfinished<'a>>,
}

/// A release that is neither complete nor taken back.
#[derive(Serialize, JsonSchema)]
pub struct Unfinished<'a> {
    /// What people call it.
    title: &'a str,
    /// The step that it stopped at.
    step: &'a str,
    /// The commands that are left to end it: `resume`, `abandon` or both.
    ways: Vec<&'static str>,
}

impl<'a> Unfinished<'a> {
    /// One that was interrupted.
    #[must_use]
    pub fn of(pending: &'a Pending) -> Self {
        let ways = match pending {
            Pending { is_out: true, .. } => vec!["resume"],
            Pending { abandoning: true, .. } => vec!["abandon"],
            _ => vec!["resume", "abandon"],
        };
        Self { title: &pending.title, step: &pending.step, ways }
    }

    /// One that waits for its tags.
    #[must_use]
    pub fn waiting(title: &'a str) -> Self {
        Self { title, step: "tags", ways: vec!["resume"] }
    }
}

/// What `status` says of each line: that alone where there is one, else a list.
#[must_use]
pub fn statuses(lines: &[Status], unfinished: Option<Unfinished<'_>>) -> String {
    match lines {
        [status] => document(&One { status, unfinished }),
        lines => document(&Several { format: FORMAT, lines, unfinished }),
    }
}
