//! What is done is done, whether or not standard output takes the news.

use std::fs::File;
use std::process::{Command, Output, Stdio};

use super::workspace;

/// Runs a command whose standard output is `stdout`.
fn run(mut command: Command, stdout: impl Into<Stdio>) -> Output {
    command.stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped()).output().unwrap()
}

const RELEASE: &[&str] = &["release", "minor", "--yes", "--json"];

fn is_told(output: &Output) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    for words in ["was done", "released", "commit ", "box-cli-0.4.0", "v0.4.0"] {
        assert!(stderr.contains(words), "no {words}: {stderr}");
    }
}

#[test]
fn a_release_that_nobody_could_be_told_of_is_no_failure() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("SKIPPED: there is no /dev/full");
        return;
    };
    let repository = workspace();
    is_told(&run(repository.program("", RELEASE), full));
    assert_eq!(repository.tags(), ["box-cli-0.4.0", "hammer-0.4.0", "v0.4.0"]);
}

/// With and without a plan shown before: whoever read it need not stay until it is done.
#[test]
fn cli_a_closed_pipe_does_not_stop_a_release() {
    for words in [RELEASE, &["release", "minor", "--yes"]] {
        let repository = workspace();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        is_told(&run(repository.program("", words), writer));
        assert_eq!(repository.tags(), ["box-cli-0.4.0", "hammer-0.4.0", "v0.4.0"], "{words:?}");
    }
}
