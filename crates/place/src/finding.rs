//! What lint and audit report.

use alloc::string::String;

use crate::Place;

/// How much a finding matters. Only errors fail a lint; `--deny warnings` makes warnings errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Likely wrong.
    Warning,
    /// Wrong under the policy.
    Error,
}

/// One thing that breaks a rule, with the place and the next step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The generic rule's ID: `part-date`.
    pub rule: &'static str,
    /// The policy's own ID for it, where the scheme binds one: `CHAIN-1`.
    pub policy: Option<String>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: a lower-case fragment without a full stop.
    pub message: String,
    /// The component concerned.
    pub component: Option<String>,
    /// Where.
    pub place: Option<Place>,
    /// What to do next.
    pub help: Option<String>,
    /// What `lint --fix` would write over the place's bytes, where the mending is mechanical.
    pub fix: Option<String>,
}
