//! Work in pieces that do not depend on each other, for callers that have several processors.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::iter;

/// One piece of work. It leaves what comes of it where whoever made it looks.
pub type Task<'t> = Box<dyn FnOnce() + Send + 't>;

/// Does every task of a list, in any order or all at the same time, and returns when all are done.
/// The first one takes longest.
pub type Executor<'e> = dyn Fn(Vec<Task<'_>>) + 'e;

/// How many things are done in one task: far more than it costs to hand one over, and few enough to
/// go round.
const AT_ONCE: usize = 32;

/// Does one task after the other.
pub(crate) fn one_by_one(tasks: Vec<Task<'_>>) {
    tasks.into_iter().for_each(|task| task());
}

/// Does `work` on `all`, some at a time, and `beside` meanwhile; what comes of it in the order of
/// `all`, and of that.
pub(crate) fn beside<T: Sync, U: Send, B: Send>(
    execute: &Executor<'_>,
    all: &[T],
    work: impl Fn(&[T]) -> U + Sync,
    beside: impl Fn() -> B + Sync,
) -> (Vec<U>, B) {
    let mut other = None;
    let mut done: Vec<Option<U>> = all.chunks(AT_ONCE).map(|_| None).collect();
    let parts = all.chunks(AT_ONCE).zip(&mut done);
    let tasks = parts.map(|(part, done)| Box::new(|| *done = Some(work(part))) as Task<'_>);
    let first: Task<'_> = Box::new(|| other = Some(beside()));
    // A caller that left a task undone would not be told a lie: it is done now.
    execute(iter::once(first).chain(tasks).collect());
    let done = all.chunks(AT_ONCE).zip(done);
    let done = done.map(|(part, done)| done.unwrap_or_else(|| work(part)));
    (done.collect(), other.unwrap_or_else(beside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_it_stands_in_order_however_it_is_done() {
        let all: Vec<usize> = (0..100).collect();
        let sums = |execute: &Executor<'_>| {
            beside(execute, &all, |part| part.iter().sum::<usize>(), || "beside")
        };
        let wanted = all.chunks(AT_ONCE).map(|part| part.iter().sum()).collect::<Vec<usize>>();
        assert_eq!(wanted.len(), 4);
        assert_eq!(sums(&one_by_one), (wanted.clone(), "beside"));
        let backwards = |tasks: Vec<Task<'_>>| tasks.into_iter().rev().for_each(|task| task());
        assert_eq!(sums(&backwards), (wanted.clone(), "beside"));
        assert_eq!(sums(&|tasks| drop(tasks)), (wanted, "beside"), "nothing is left undone");
    }
}
