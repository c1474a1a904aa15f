//! Work that is done for each file by itself, on all processors at once.

use core::num::NonZero;
use core::sync::atomic::AtomicUsize;
use core::sync::atomic::Ordering::Relaxed;
use std::panic::resume_unwind;
use std::thread;

use product::{Check, PlanError};

/// Files beyond this many are worth another thread.
const LEAST_FILES: usize = 64;
/// More threads than this have nothing to do even in the largest lines.
const MOST_THREADS: usize = 8;

/// How many checks a thread takes at a time.
const AT_ONCE: usize = 16;

/// How many threads there is work for.
fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS)
}

/// How many of so many files are handed on at once to threads that follow the one that reads them.
#[must_use]
pub fn part(files: usize) -> usize {
    (files / MOST_THREADS).max(LEAST_FILES)
}

/// Runs a plan's checks on all processors, this one when it has done what is to be done meanwhile.
///
/// # Errors
/// That of the first check that fails, in the order given, whichever ended first.
pub fn check(checks: &[Check<'_>], meanwhile: &mut dyn FnMut()) -> Result<(), PlanError> {
    each(checks, Check::run, meanwhile)
}

fn each<T: Sync, E: Send>(
    all: &[T],
    run: impl Fn(&T) -> Result<(), E> + Sync,
    meanwhile: &mut dyn FnMut(),
) -> Result<(), E> {
    // Whoever is free takes the next few: a large lock file takes as long as hundreds of manifests.
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let start = next.fetch_add(AT_ONCE, Relaxed);
            let some = all.get(start..).filter(|some| !some.is_empty())?;
            for (one, at) in some.iter().take(AT_ONCE).zip(start..) {
                if let Err(error) = run(one) {
                    return Some((at, error));
                }
            }
        }
    };
    let others = all.len().div_ceil(LEAST_FILES).min(processors()).saturating_sub(1);
    thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        meanwhile();
        let own = work();
        let others = others.into_iter().map(|other| other.join());
        let others = others.map(|other| other.unwrap_or_else(|panic| resume_unwind(panic)));
        // They are taken in order, so none before the first that failed is left out.
        let first = others.chain([own]).flatten().min_by_key(|(at, _)| *at);
        first.map_or(Ok(()), |(_, error)| Err(error))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_is_run_once_and_the_first_that_fails_is_told() {
        let all: Vec<usize> = (0..1_000).collect();
        let count = AtomicUsize::new(0);
        let run = |fails: &[usize]| {
            let mut meanwhile = 0;
            count.store(0, Relaxed);
            let outcome = each(
                &all,
                |one| {
                    count.fetch_add(1, Relaxed);
                    // Those that come first take longest.
                    if *one < AT_ONCE {
                        thread::sleep(core::time::Duration::from_millis(1));
                    }
                    if fails.contains(one) { Err(*one) } else { Ok(()) }
                },
                &mut || meanwhile += 1,
            );
            assert_eq!(meanwhile, 1);
            outcome
        };
        assert_eq!(run(&[]), Ok(()));
        assert_eq!(count.load(Relaxed), 1_000);
        assert_eq!(run(&[999]), Err(999));
        assert_eq!(run(&[900, 40, AT_ONCE - 1, 41]), Err(AT_ONCE - 1));
        let none: [usize; 0] = [];
        assert_eq!(each(&none, |one| Err(*one), &mut || {}), Ok(()));
    }
}
