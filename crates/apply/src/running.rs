//! Runs a program and hands over what it writes, line by line, as it comes.

use core::time::Duration;
use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread::Builder;
use std::time::Instant;

/// Of how many bytes, without its end, a line is handed over whole.
const LONGEST: usize = 8 << 10;

/// How often a program is looked after while it says nothing.
const TICK: Duration = Duration::from_millis(100);

/// For how many ticks of silence a program that ended is listened to, where something that it started
/// still holds its output open: a server for builds to come may do so for hours.
const LINGER: usize = 5;

/// For how long at most, where that goes on to write.
const LONGER: Duration = Duration::from_secs(5);

/// How many pieces of output may wait to be told of.
const WAITING: usize = 16;

/// Starts `command`, whose standard input is empty, and waits for its end. `heard` is given each line of
/// both its outputs, in the order written, without the line's end; longer ones in pieces.
///
/// # Errors
/// It cannot be started, or not be waited for.
pub(crate) fn run(mut command: Command, heard: &mut dyn FnMut(&str)) -> io::Result<ExitStatus> {
    let (reader, writer) = io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    // Before the program: where the system gives no thread, nothing was begun.
    Builder::new().spawn(move || drain(reader, &sender))?;
    let mut child = command.spawn()?;
    // Our copies of the pipe's end, which is open as long as anybody has one.
    drop(command);
    let mut lines = Lines::default();
    let (mut ended, mut quiet) = (None, 0);
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(bytes) => {
                quiet = 0;
                lines.take(&bytes, heard);
            }
            Err(RecvTimeoutError::Timeout) => quiet += 1,
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if ended.is_none() && child.try_wait()?.is_some() {
            (ended, quiet) = (Some(Instant::now()), 0);
        }
        if ended.is_some_and(|at: Instant| quiet > LINGER || at.elapsed() > LONGER) {
            break;
        }
    }
    lines.end(heard);
    child.wait()
}

/// Reads until nobody can write any more, or nobody listens.
fn drain(mut from: impl Read, to: &SyncSender<Vec<u8>>) {
    let mut bytes = vec![0; LONGEST];
    loop {
        match from.read(&mut bytes) {
            Ok(0) => return,
            Ok(count) => {
                if to.send(bytes.get(..count).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// Bytes that become lines.
#[derive(Default)]
struct Lines(Vec<u8>);

impl Lines {
    fn take(&mut self, bytes: &[u8], heard: &mut dyn FnMut(&str)) {
        // How a pipe cuts what is written says nothing: a long line's pieces are the same each time.
        for mut piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let end = usize::from(piece.ends_with(b"\n"));
            while self.0.len() + piece.len() > LONGEST + end
                && let Some((fits, rest)) = piece.split_at_checked(LONGEST - self.0.len())
            {
                self.0.extend_from_slice(fits);
                self.end(heard);
                piece = rest;
            }
            self.0.extend_from_slice(piece);
            if end > 0 {
                self.end(heard);
            }
        }
    }

    /// Hands over what there is of a line.
    fn end(&mut self, heard: &mut dyn FnMut(&str)) {
        let bytes = core::mem::take(&mut self.0);
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !bytes.is_empty() {
            heard(&String::from_utf8_lossy(line));
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn said(script: &str) -> (Option<i32>, Vec<String>) {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let mut lines = Vec::new();
        let status = run(command, &mut |line| lines.push(line.to_owned())).unwrap();
        (status.code(), lines)
    }

    #[test]
    fn both_outputs_are_heard_in_order_and_the_last_line_needs_no_end() {
        let (code, lines) = said("echo one; echo two >&2; printf '\\r\\nfo\\377ur'; exit 3");
        assert_eq!(
            (code, lines),
            (Some(3), ["one", "two", "", "fo\u{fffd}ur"].map(Into::into).into())
        );
        assert_eq!(said("cat"), (Some(0), Vec::new()), "there is nothing to read");
        assert_eq!(said("kill -9 $$").0, None);
        let (_, lines) = said("head -c 20000 /dev/zero | tr '\\0' x");
        assert_eq!(
            lines,
            [LONGEST, LONGEST, 20_000 - 2 * LONGEST].map(|length| "x".repeat(length))
        );
    }

    #[test]
    fn lines_are_the_same_however_their_bytes_arrive() {
        let bytes =
            ["x".repeat(LONGEST + 1), "y".repeat(LONGEST), "z".repeat(9)].join("\n").into_bytes();
        for size in [1, 2, 7, LONGEST - 1, LONGEST, LONGEST + 1, bytes.len()] {
            let (mut lines, mut heard) = (Lines::default(), Vec::new());
            for arrived in bytes.chunks(size) {
                lines.take(arrived, &mut |line| heard.push(line.len()));
            }
            lines.end(&mut |line| heard.push(line.len()));
            assert_eq!(heard, [LONGEST, 1, LONGEST, 9], "by {size}");
        }
    }

    #[test]
    fn what_it_leaves_running_is_not_waited_for() {
        let started = Instant::now();
        let (code, lines) = said("echo begun; sleep 100 & echo done");
        assert_eq!((code, lines), (Some(0), ["begun", "done"].map(Into::into).into()));
        let endless = "(for n in $(seq 3000); do echo on || exit; sleep 0.05; done) & exit 4";
        assert_eq!(said(endless).0, Some(4));
        assert!(started.elapsed() < Duration::from_secs(60));
    }
}
