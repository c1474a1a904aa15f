//! Feeds a process and drains it at once, so that no full pipe can stop either side.

use std::io::{self, Read, Write};
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, Builder};

use super::Output;

/// How many bytes a pipe holds on every system while nobody reads.
const HELD: usize = 4096;

/// What a process reads.
pub(super) enum Input<'b> {
    /// These bytes.
    Bytes(&'b [u8]),
    /// What is sent, as it comes, until nobody is left who could send more.
    Words(Receiver<Vec<u8>>),
}

impl Input<'_> {
    /// Whether it can be written without waiting for anybody.
    fn is_held(&self) -> bool {
        matches!(self, Self::Bytes(bytes) if bytes.len() <= HELD)
    }

    fn write(self, mut pipe: impl Write) -> io::Result<()> {
        finished(match self {
            Self::Bytes(bytes) => pipe.write_all(bytes),
            Self::Words(words) => words
                .iter()
                .try_for_each(|words| pipe.write_all(&words).and_then(|()| pipe.flush())),
        })
    }
}

/// Starts a process, writes `stdin` while reading both its outputs, and waits for its end. One that
/// stops reading early is no error: its exit status tells whether it was content.
///
/// What serves its pipes is there before it is: where the system gives no thread, nothing was begun.
pub(super) fn feed(
    stdin: Input<'_>,
    start: impl FnOnce() -> io::Result<Child>,
) -> io::Result<(ExitStatus, Output)> {
    thread::scope(|scope| {
        let (errors, to_drain) = channel();
        let drain = Builder::new().spawn_scoped(scope, move || drain(&to_drain))?;
        let (input, to_write) = channel();
        let (here, writer) = if stdin.is_held() {
            (Some(stdin), None)
        } else {
            let write = move || write(&to_write, stdin);
            (None, Some(Builder::new().spawn_scoped(scope, write)?))
        };
        let mut child = start()?;
        // They wait for as long as the other end is there.
        drop(errors.send(child.stderr.take()));
        drop(errors);
        let pipe = child.stdin.take();
        let written = match (here, pipe) {
            (Some(stdin), Some(pipe)) => stdin.write(pipe),
            (_, pipe) => {
                drop(input.send(pipe));
                Ok(())
            }
        };
        let mut stdout = Vec::new();
        let read = match &mut child.stdout.take() {
            Some(pipe) => pipe.read_to_end(&mut stdout),
            None => Ok(0),
        };
        let drained = joined(drain.join());
        let served = writer.map_or(Ok(()), |writer| joined(writer.join()));
        let status = child.wait()?;
        written.and(served)?;
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

/// Writes `input` to what it is given, if anything.
fn write<P: Write>(given: &Receiver<Option<P>>, input: Input<'_>) -> io::Result<()> {
    match given.recv() {
        Ok(Some(pipe)) => input.write(pipe),
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
