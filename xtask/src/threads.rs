//! Work that is done for each file by itself, on all processors at once, or on as many threads as the
//! system gives.

use core::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::sync::mpsc::{self, TrySendError};
use std::thread::{self, Builder};

use product::Task;

/// Files beyond this many are worth another thread.
const LEAST_FILES: usize = 64;
/// More threads than this have nothing to do even in the largest lines.
const MOST_THREADS: usize = 8;

/// How many parts wait for work at most: those that wait take memory.
const MOST_WAITING: usize = 2;

/// Fewer tasks than this are not worth another thread.
const LEAST_TASKS: usize = 4;

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
/// threads as there are. The results come in any order. No more than a few parts wait for their
/// work: before there are more of them, whoever makes them does some of it.
///
/// # Errors
/// The first part that cannot be made; none is made after it.
pub fn follow<T: Send, E>(
    parts: impl ExactSizeIterator<Item = Result<T, E>>,
    work: impl Fn(T) -> T + Sync,
) -> Result<Vec<T>, E> {
    let followers = parts.len().min(processors()).saturating_sub(1);
    let (made, waiting) = mpsc::sync_channel::<T>(MOST_WAITING);
    let waiting = Mutex::new(waiting);
    let next = || waiting.lock().ok()?.recv().ok();
    let follow = || core::iter::from_fn(next).map(&work).collect::<Vec<T>>();
    thread::scope(|scope| {
        let followers: Vec<_> = (0..followers)
            .filter_map(|_| Builder::new().spawn_scoped(scope, follow).ok())
            .collect();
        let mut done = Vec::with_capacity(parts.len());
        for part in parts {
            // Nobody stops listening before this end is closed.
            if let Err(full) = made.try_send(part?) {
                done.push(work(unsent(full)));
            }
        }
        drop(made);
        done.extend(follow());
        for follower in followers {
            done.extend(follower.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        Ok(done)
    })
}

fn unsent<T>(error: TrySendError<T>) -> T {
    match error {
        TrySendError::Full(part) | TrySendError::Disconnected(part) => part,
    }
}

/// Does all tasks on all processors, this one among them; returns when all are done.
pub fn execute(tasks: Vec<Task<'_>>) {
    if tasks.len() < LEAST_TASKS {
        return tasks.into_iter().for_each(|task| task());
    }
    let others = tasks.len().min(processors()).saturating_sub(1);
    // Whoever is free takes the next: a large lock file takes as long as hundreds of manifests.
    let tasks = Mutex::new(tasks.into_iter());
    let next = || tasks.lock().ok()?.next();
    let work = || core::iter::from_fn(next).for_each(|task| task());
    thread::scope(|scope| {
        let others: Vec<_> =
            (0..others).filter_map(|_| Builder::new().spawn_scoped(scope, work).ok()).collect();
        work();
        for other in others {
            other.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
}

/// What `aside` comes to on another thread, and `here` on this one meanwhile.
pub fn beside<A: Send, B>(aside: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let spawned = Builder::new().spawn_scoped(scope, &aside);
        let here = here();
        let aside = match spawned {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // Where the system gives no thread, this one does it.
            Err(_) => aside(),
        };
        (aside, here)
    })
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::AtomicUsize;
    use core::sync::atomic::Ordering::Relaxed;

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
    fn every_task_is_done_once() {
        for count in [0, 1, LEAST_TASKS, 1_000] {
            let done: Vec<AtomicUsize> = (0..count).map(|_| AtomicUsize::new(0)).collect();
            let task = |done: &'_ AtomicUsize| {
                done.fetch_add(1, Relaxed);
            };
            execute(done.iter().map(|done| Box::new(move || task(done)) as Task<'_>).collect());
            assert!(done.iter().all(|done| done.load(Relaxed) == 1), "of {count}");
        }
    }

    #[test]
    fn two_things_are_done_beside_each_other() {
        let (heard, waiting) = mpsc::channel();
        let waiting = Mutex::new(waiting);
        // Each waits for the other: one after the other they would never end.
        let aside = || waiting.lock().unwrap().recv().unwrap();
        assert_eq!(beside(aside, || heard.send(7).is_ok()), (7, true));
    }

    #[test]
    #[should_panic(expected = "the third")]
    fn a_panic_on_another_thread_is_passed_on() {
        let task = |at: usize| move || assert!(at != 3, "the third");
        execute((0..100).map(|at| Box::new(task(at)) as Task<'_>).collect());
    }
}
