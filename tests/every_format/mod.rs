//! One product line with a file of every format, released as one: every file moves to exactly the
//! planned bytes, and nothing else does.
//!
//! A format joins by its row in the table: its sample is the file. What a sample cannot be alone
//! (a lock file, a shared version) has a fixture.

mod fixtures;
pub(crate) mod line;

use line::{Line, NEW, OLD};

/// Releases the line, and compares every file with what it has to be.
fn moves(dress: fn(&str) -> String) {
    let line = Line::of_all(dress);
    let (repository, plan) = line.release();

    let changed = repository.git(&["diff", "--name-only", "-z", "HEAD~1", "HEAD"]);
    let changed: Vec<&str> = changed.split_terminator('\0').collect();
    let mut faults = Vec::new();
    for (path, before) in &line.files {
        let after = repository.file(path);
        let edits = line::edits(&plan, path);
        if after != line::spliced(before, &edits) {
            faults.push(format!("{path} is not as planned:\n{after}"));
        }
        if changed.contains(&path.as_str()) == edits.is_empty() {
            faults.push(format!("{path} has {} edits", edits.len()));
        }
    }
    let planned = plan["files"].as_array().unwrap().iter().map(|file| file["path"].as_str());
    let planned: Vec<&str> = planned.map(Option::unwrap).collect();
    assert_eq!(changed, planned, "these files and no others change");
    for one in &line.formats {
        faults.extend(one.faults(&plan, &repository));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));

    assert_eq!(repository.git(&["status", "--porcelain"]), "");
    let lint = repository.run(&["lint"]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
}

#[test]
fn a_file_of_every_format_moves_to_the_planned_bytes() {
    moves(str::to_owned);
}

#[test]
fn a_file_of_every_format_keeps_its_line_ends_and_byte_order_mark() {
    moves(|text| format!("\u{feff}{}", text.replace('\n', "\r\n")));
}

#[test]
fn every_format_has_a_file() {
    let line = Line::of_all(str::to_owned);
    let there: Vec<&str> = line.formats.iter().map(|one| one.format.id).collect();
    let wanted: Vec<&str> = manifest::FORMATS.iter().map(|format| format.id).collect();
    assert_eq!(there, wanted);
    assert_ne!(OLD.len(), NEW.len(), "what is behind a version has to move too");
}
