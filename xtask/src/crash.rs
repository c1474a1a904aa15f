//! A bug of ours says that it is one, and what to do; exit code 101.

extern crate alloc;

use alloc::boxed::Box;
use core::any::Any;
use core::panic::{AssertUnwindSafe, Location};
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic;

use crate::{escape, outcome, render, session, style};

/// From here on a panic is reported as the bug that it is.
pub(crate) fn install() {
    panic::set_hook(Box::new(|info| {
        session::to_stderr(&message(info.payload(), info.location()));
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            session::to_stderr(&escape::lines(&trace.to_string()));
        }
    }));
}

/// Runs the program; a panic in it becomes exit code 101.
pub(crate) fn guard(body: impl FnOnce() -> u8) -> u8 {
    panic::catch_unwind(AssertUnwindSafe(body)).unwrap_or(outcome::CRASH)
}

fn message(payload: &(dyn Any + Send), location: Option<&Location<'_>>) -> String {
    let what = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no reason given");
    let place = location.map(|at| format!(" at {at}")).unwrap_or_default();
    // Under `cargo run` the program may no longer build when it is needed: it is named by its path.
    let program =
        std::env::current_exe().map_or("syncline".into(), |path| path.display().to_string());
    let help = format!(
        "please report it with the command you typed and the output under RUST_BACKTRACE=1\n\
         if a release was under way, `{program} resume` finishes it and `{program} abandon` undoes it"
    );
    format!(
        "{}: syncline has a bug, and stopped: {}{place}\n{}",
        style::paint(style::ERROR, "error"),
        escape::visible(what),
        render::help(&help)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_exit_code_101() {
        assert_eq!(guard(|| panic!("on purpose: part {} is missing", 3)), 101);
        assert_eq!(guard(|| 3), 3);
    }

    #[test]
    fn the_report_says_what_where_and_what_next() {
        let here = Location::caller();
        let text = message(&"bad \u{1b}[2J index".to_owned(), Some(here));
        let text = anstream::adapter::strip_str(&text).to_string();
        assert!(text.contains("has a bug"), "{text}");
        assert!(text.contains("bad \\u{1b}[2J index at "), "{text}");
        assert!(text.contains("crash.rs:"), "{text}");
        assert!(text.contains("resume"), "{text}");
    }
}
