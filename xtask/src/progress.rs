//! Shows that long work goes on: on a terminal only, and only past half a second.

extern crate alloc;

use core::time::Duration;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{Builder, JoinHandle};

use apply::Told;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::session::{Session, Verbosity};
use crate::{escape, style, terminal};

/// What is over sooner needs no progress: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// A line that shows how far some work is. It is gone when this is dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    /// Dropping the sender wakes the thread, which then ends.
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts to wait. `title` says what is done; nothing is shown where nobody watches or the
    /// session is quiet.
    #[must_use]
    pub fn start(session: &Session, title: &str) -> Self {
        if session.verbosity == Verbosity::Quiet || !terminal::watched() {
            return Self { bar: ProgressBar::hidden(), waiting: None };
        }
        Self::on(ProgressDrawTarget::stderr(), title, PATIENCE)
    }

    /// Shows what is told of a release, and says what its hooks say.
    pub fn told(&self, session: &Session, told: Told<'_>) {
        let line = match told {
            Told::Step { text, at, of } => return self.set(text, at, of),
            Told::Hook(title) => {
                style::paint(style::STRONG, &format!("hook {}", escape::visible(title)))
            }
            Told::Said(line) => escape::written(line),
        };
        let line = line + "\n";
        self.bar.suspend(|| session.say(&line));
    }

    /// `done` of `total` steps are over, and `what` is next.
    pub fn set(&self, what: &str, done: usize, total: usize) {
        self.bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
        self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        self.bar.set_message(escape::visible(what).into_owned());
    }

    fn on(target: ProgressDrawTarget, title: &str, patience: Duration) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let template = "{spinner} {prefix} {pos}/{len} {msg}";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or(ProgressStyle::default_bar()),
        );
        bar.set_prefix(escape::visible(title).into_owned());
        let (sender, receiver) = mpsc::channel::<()>();
        let shown = bar.clone();
        let thread = Builder::new().spawn(move || {
            // One long step reports nothing: the thread keeps the spinner turning meanwhile.
            if receiver.recv_timeout(patience) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            shown.set_draw_target(target);
            while receiver.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                shown.tick();
            }
        });
        // Where the system gives no thread, nothing is drawn.
        Self { bar, waiting: thread.ok().map(|thread| (sender, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.waiting.take() {
            drop(sender);
            // A thread that only draws has nothing to report.
            drop(thread.join());
        }
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use alloc::sync::Arc;
    use std::io;
    use std::sync::Mutex;

    use indicatif::TermLike;

    use super::*;

    /// A terminal that keeps what is written to it.
    #[derive(Debug, Clone, Default)]
    struct Screen(Arc<Mutex<String>>);

    impl Screen {
        fn text(&self) -> String {
            self.0.lock().unwrap().clone()
        }
    }

    impl TermLike for Screen {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            self.0.lock().unwrap().push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            Ok(())
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is shown by work that takes until something is, and no longer than `length`.
    fn work(patience: Duration, length: Duration) -> String {
        let screen = Screen::default();
        let target = ProgressDrawTarget::term_like(Box::new(screen.clone()));
        let progress = Progress::on(target, "tags", patience);
        progress.set("core-1.\u{1b}1", 3, 20);
        let begun = std::time::Instant::now();
        while begun.elapsed() < length && !screen.text().contains("3/20") {
            std::thread::sleep(Duration::from_millis(10));
        }
        drop(progress);
        screen.text()
    }

    #[test]
    fn short_work_shows_nothing() {
        assert_eq!(work(Duration::from_secs(600), 3 * TICK), "");
    }

    #[test]
    fn long_work_shows_where_it_is() {
        let text = work(Duration::ZERO, Duration::from_secs(60));
        assert!(text.contains("tags 3/20 core-1.\\u{1b}1"), "{text:?}");
    }
}
