//! Feeds a process and drains it at once, so that no full pipe can stop either side.

use std::io::{self, Read, Write};
use std::process::{Child, ExitStatus};
use std::thread;

use super::Output;

/// Writes `stdin` while reading both outputs, and waits for the end. A process that stops reading
/// early is no error: its exit status tells whether it was content.
pub(super) fn feed(mut child: Child, stdin: &[u8]) -> io::Result<(ExitStatus, Output)> {
    let input = child.stdin.take();
    let mut output = child.stdout.take();
    let mut errors = child.stderr.take();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let (written, read) = thread::scope(|scope| {
        let writer = scope.spawn(move || match input {
            Some(mut pipe) => finished(pipe.write_all(stdin)),
            None => Ok(()),
        });
        let drain = scope.spawn(|| match &mut errors {
            Some(pipe) => pipe.read_to_end(&mut stderr),
            None => Ok(0),
        });
        let read = match &mut output {
            Some(pipe) => pipe.read_to_end(&mut stdout),
            None => Ok(0),
        };
        let drained = joined(drain.join());
        (joined(writer.join()), read.and(drained))
    });
    let status = child.wait()?;
    written?;
    read?;
    Ok((status, Output { stdout, stderr }))
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
