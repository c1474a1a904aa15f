//! One ecosystem's own tool: started once, given all pairs, believed.

use core::cmp::Ordering;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use version::Dialect;

use crate::pairs::Pair;

/// What a tool answers about one pair: `<`, `=` or `>`; or `a`, `b` or `!` where the first, the
/// second or neither is a version to it.
pub(crate) type Answer = char;

/// Asks a tool about all pairs: a pair is a line on its standard input, divided by a tab, and an
/// answer a line on its standard output. `None`, and a loud word, where the tool is not there:
/// it cannot be started, or ends with exit code 77.
pub(crate) fn ask(name: &str, command: &mut Command, pairs: &[Pair]) -> Option<Vec<Answer>> {
    let input: String = pairs.iter().map(|(a, b)| format!("{a}\t{b}\n")).collect();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", input.len()));
    fs::write(&path, input).unwrap();
    let output = command
        .stdin(File::open(&path).unwrap())
        .stderr(Stdio::piped())
        .env("LC_ALL", "C.UTF-8")
        .output();
    fs::remove_file(&path).unwrap();
    let output = match output {
        Ok(output) if output.status.code() != Some(77) => output,
        _ => {
            skipped(name);
            return None;
        }
    };
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), output.stderr);
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&errors));
    let answers: Vec<Answer> = said.lines().filter_map(|line| line.chars().next()).collect();
    assert_eq!(answers.len(), pairs.len(), "{name}: {}", String::from_utf8_lossy(&errors));
    Some(answers)
}

/// Says that nothing was compared, on the standard error that the test harness does not keep.
pub(crate) fn skipped(name: &str) {
    let mut out = std::io::stderr();
    let _ = writeln!(out, "!! SKIPPED: {name} is not installed, so nothing was compared with it");
}

/// The pairs on which `order` and a tool differ, at most twenty of them. What is no version to the
/// tool has to sort below `lowest`, which sorts below all versions.
pub(crate) fn differing(
    order: fn(&str, &str) -> Ordering,
    lowest: &str,
    pairs: &[Pair],
    answers: &[Answer],
) -> Vec<String> {
    let taken = |text: &str| order(text, lowest).is_ge();
    let differs = |(a, b): &Pair, answer: Answer| {
        let wanted = match answer {
            '<' | 'b' => Ordering::Less,
            '=' => Ordering::Equal,
            '>' | 'a' => Ordering::Greater,
            _ => return taken(a) || taken(b),
        };
        let versions = (answer != 'b', answer != 'a');
        order(a, b) != wanted || order(b, a) != wanted.reverse() || (taken(a), taken(b)) != versions
    };
    let all = pairs.iter().zip(answers).filter(|(pair, answer)| differs(pair, **answer));
    all.take(20)
        .map(|((a, b), answer)| format!("{a:?} {answer} {b:?}, we say {:?}", order(a, b)))
        .collect()
}

/// Fails where `dialect` and the tool differ, or where the tool was asked nothing that matters.
pub(crate) fn agrees(dialect: &Dialect, lowest: &str, pairs: &[Pair], answers: &[Answer]) {
    let differing = differing(dialect.order, lowest, pairs, answers);
    assert!(differing.is_empty(), "{}:\n{}", dialect.id, differing.join("\n"));
    various(answers);
}

/// Fails where one answer is rare: then the pairs prove little.
pub(crate) fn various(answers: &[Answer]) {
    let share = |answer: Answer| {
        answers.iter().filter(|one| **one == answer).count() * 1000 / answers.len().max(1)
    };
    for answer in ['<', '=', '>'] {
        assert!(share(answer) >= 10, "only {}‰ of the answers are `{answer}`", share(answer));
    }
}
