//! Feeds a process and drains it at once, so that no full pipe can stop either side.

use std::io::{self, Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, Builder};

use super::Output;

/// How many bytes a pipe holds on every system while nobody reads.
const HELD: usize = 4096;

/// Starts a process, writes `stdin` while reading both its outputs, and waits for its end. One that
/// stops reading early is no error: its exit status tells whether it was content.
///
/// What serves its pipes is there before it is: where the system gives no thread, nothing was begun.
pub(super) fn feed(
    stdin: &[u8],
    start: impl FnOnce() -> io::Result<Child>,
) -> io::Result<(ExitStatus, Output)> {
    thread::scope(|scope| {
        let (errors, to_drain) = channel();
        let drain = Builder::new().spawn_scoped(scope, move || drain(&to_drain))?;
        let (input, to_write) = channel();
        // What the pipe holds is written without waiting for anybody.
        let writer = if stdin.len() > HELD {
            let write = move || write(&to_write, stdin);
            Some(Builder::new().spawn_scoped(scope, write)?)
        } else {
            None
        };
        let mut child = start()?;
        // They wait for as long as the other end is there.
        drop(errors.send(child.stderr.take()));
        drop(errors);
        let written = match (writer, child.stdin.take()) {
            (None, Some(mut pipe)) => Ok(finished(pipe.write_all(stdin))),
            (None, None) => Ok(Ok(())),
            (Some(writer), pipe) => {
                drop(input.send(pipe));
                Err(writer)
            }
        };
        let mut stdout = Vec::new();
        let read = match &mut child.stdout.take() {
            Some(pipe) => pipe.read_to_end(&mut stdout),
            None => Ok(0),
        };
        let drained = joined(drain.join());
        let written = written.unwrap_or_else(|writer| joined(writer.join()));
        let status = child.wait()?;
        written?;
        read?;
        Ok((status, Output { stdout, stderr: drained? }))
    })
}

/// Reads to its end what it is given, if anything.
fn drain<P: Read>(given: &Receiver<Option<P>>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Ok(Some(mut pipe)) = given.recv() {
        pipe.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Writes `bytes` to what it is given, if anything.
fn write<P: Write>(given: &Receiver<Option<P>>, bytes: &[u8]) -> io::Result<()> {
    match given.recv() {
        Ok(Some(mut pipe)) => finished(pipe.write_all(bytes)),
        _ => Ok(()),
    }
}

fn finished(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn joined<T>(result: thread::Result<io::Result<T>>) -> io::Result<T> {
    result.unwrap_or_else(|_| Err(io::Error::other("a thread that served git's pipes stopped")))
}
