//! Dies where a test asks for it.
//!
//! `SYNCLINE_FAIL_AT=<step>:before` ends the process, as a power cut would, once the journal says
//! that the step begins; `<step>:after` when the step is done and the journal does not say so yet;
//! `<step>` alone is `<step>:after`. Compiled only into debug builds and with feature `failpoints`.

use crate::steps::StepId;

/// Which side of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The journal says that the step begins, and nothing is done.
    Before,
    /// The step is done, and the journal does not say so.
    After,
}

/// Ends the process if this is the place that was asked for.
#[cfg(any(debug_assertions, feature = "failpoints"))]
pub(crate) fn pass(step: StepId, side: Side) {
    let Ok(wanted) = std::env::var("SYNCLINE_FAIL_AT") else { return };
    let (name, at) = wanted.rsplit_once(':').unwrap_or((&wanted, "after"));
    let side = if side == Side::Before { "before" } else { "after" };
    if name == step.name() && at == side {
        std::process::abort();
    }
}

/// Nothing, in a build for users.
#[cfg(not(any(debug_assertions, feature = "failpoints")))]
pub(crate) fn pass(_step: StepId, _side: Side) {}
