//! Work that is done for each file by itself, on all processors at once.

use core::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

use product::{Check, PlanError};

/// Files beyond this many are worth another thread.
const LEAST_FILES: usize = 64;
/// More threads than this have nothing to do even in the largest lines.
const MOST_THREADS: usize = 8;

/// How many of so many files each thread takes.
#[must_use]
pub fn share(files: usize) -> usize {
    let processors = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    files.div_ceil(processors).max(LEAST_FILES)
}

/// Runs a plan's checks on all processors.
///
/// # Errors
/// That of the first check that fails, in the order given, whichever ended first.
pub fn check(checks: &[Check<'_>]) -> Result<(), PlanError> {
    let run = |some: &[Check<'_>]| some.iter().try_for_each(Check::run);
    let mut shares = checks.chunks(share(checks.len()));
    let own = shares.next().unwrap_or_default();
    thread::scope(|scope| {
        let others: Vec<_> = shares.map(|some| scope.spawn(move || run(some))).collect();
        let first = run(own);
        others.into_iter().fold(first, |outcome, other| {
            let other = other.join().unwrap_or_else(|panic| resume_unwind(panic));
            outcome.and(other)
        })
    })
}
