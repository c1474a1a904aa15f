//! Work that is done for each file by itself, on all processors at once.

use core::num::NonZero;
use core::sync::atomic::AtomicUsize;
use core::sync::atomic::Ordering::Relaxed;
use std::panic::resume_unwind;
use std::sync::{Mutex, mpsc};
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

/// Makes parts one after the other, and does `work` on each while the next ones are made, on as many
/// threads as there are. The results come in any order.
///
/// # Errors
/// The first part that cannot be made; none is made after it.
pub fn follow<T: Send, E>(
    parts: impl ExactSizeIterator<Item = Result<T, E>>,
    work: impl Fn(T) -> T + Sync,
) -> Result<Vec<T>, E> {
    let followers = parts.len().min(processors()).saturating_sub(1);
    let (made, waiting) = mpsc::channel::<T>();
    let waiting = Mutex::new(waiting);
    let next = || waiting.lock().ok()?.recv().ok();
    let follow = || core::iter::from_fn(next).map(&work).collect::<Vec<T>>();
    thread::scope(|scope| {
        let followers: Vec<_> = (0..followers).map(|_| scope.spawn(follow)).collect();
        for part in parts {
            // Nobody stops listening before this end is closed.
            drop(made.send(part?));
        }
        drop(made);
        let mut done = follow();
        for follower in followers {
            done.extend(follower.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        Ok(done)
    })
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
    fn each_part_is_worked_on_once_and_none_after_an_error() {
        let made = AtomicUsize::new(0);
        let parts = |fails: usize| {
            made.store(0, Relaxed);
            let made = &made;
            (0..20_usize).map(move |part| {
                made.fetch_add(1, Relaxed);
                if part == fails { Err(part) } else { Ok(part) }
            })
        };
        let mut done = follow(parts(99), |part| part * 2).unwrap();
        done.sort_unstable();
        assert_eq!(done, (0..20).map(|part| part * 2).collect::<Vec<_>>());
        assert_eq!(follow(parts(3), |part| part), Err(3));
        assert_eq!(made.load(Relaxed), 4);
        assert_eq!(follow(core::iter::empty::<Result<u8, u8>>(), |part| part), Ok(Vec::new()));
    }

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
