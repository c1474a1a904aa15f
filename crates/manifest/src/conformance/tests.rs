//! The battery over the whole table of formats, and over random versions and damage.

use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::{FORMATS, Format, Trouble};

fn subject(format: &'static Format) -> Subject<'static> {
    Subject::of(format).unwrap()
}

/// Runs the checks that `takes` takes, over every format.
fn passes(takes: fn(&&&Check) -> bool) {
    let mut lines = Vec::new();
    for format in FORMATS {
        for check in CHECKS.iter().filter(takes) {
            let mut found = Vec::new();
            (check.run)(&subject(format), &mut found);
            let line = |what| alloc::format!("{}: {}: {what}", format.id, check.id);
            lines.extend(found.into_iter().map(line));
        }
    }
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn every_format_passes_every_check() {
    passes(|check| check.id != hostile::LEVELS.id);
}

// As long as all others together: it runs beside them.
#[test]
fn no_format_overflows_where_levels_are_many() {
    passes(|check| check.id == hostile::LEVELS.id);
}

#[test]
fn ids_and_file_names_are_found() {
    for format in FORMATS {
        assert_eq!(crate::format(format.id).map(|found| found.id), Some(format.id));
        for file in format.files {
            let found = crate::format_for(&file.replace('*', "some"));
            assert_eq!(found.map(|found| found.id), Some(format.id), "{file}");
        }
    }
    assert!(crate::format_for("README.md").is_none());
}

#[test]
fn some_formats_have_entries_and_all_their_ways_can_be_gone() {
    let stanzas = |format: &&&'static Format| !located(format, format.sample).stanzas.is_empty();
    assert!(FORMATS.iter().filter(stanzas).count() > 1);
    // A file that cannot hold a version is the exception.
    for format in FORMATS {
        let subject = subject(format);
        assert_eq!(there_and_back(&subject, format.sample, "2.7.18"), Ok(true), "{}", format.id);
    }
}

#[test]
fn a_syntax_is_that_of_the_sample() {
    for (id, wanted) in [
        ("cargo", Syntax::Toml),
        ("cargo-lock", Syntax::Toml),
        ("npm", Syntax::Json),
        ("composer-lock", Syntax::Json),
        ("maven", Syntax::Xml),
        ("plist", Syntax::Xml),
        ("helm", Syntax::Yaml),
        ("helm-lock", Syntax::Yaml),
        ("pubspec-lock", Syntax::Yaml),
        ("plain", Syntax::Lines),
        ("debian-control", Syntax::Lines),
        ("bundle", Syntax::Lines),
    ] {
        assert_eq!(Syntax::of(crate::format(id).unwrap()), wanted, "{id}");
    }
    let each = Syntax::ALL.map(|syntax| syntax.formats().count());
    assert_eq!(each.iter().sum::<usize>(), FORMATS.len());
    assert!(each.iter().all(|formats| *formats > 3), "{each:?}");
}

#[test]
fn the_deepest_are_taken_and_one_more_refused() {
    let json = crate::format("npm").unwrap();
    let nested = |levels: usize| {
        alloc::format!("{{\"version\":\"1\",\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels))
    };
    located(json, &nested(127));
    assert!(matches!(trouble(json, &nested(130)), Trouble::Depth));
    let pom = crate::format("maven").unwrap();
    let nested = |levels: usize| {
        let (open, close) = ("<a>".repeat(levels), "</a>".repeat(levels));
        alloc::format!("<project><version>1</version>{open}{close}</project>")
    };
    located(pom, &nested(127));
    assert!(matches!(trouble(pom, &nested(128)), Trouble::Depth));
}

proptest! {
    #[test]
    fn an_edit_and_back_is_byte_identical(index in 0..FORMATS.len(), new in "[0-9]{1,3}(\\.[0-9]{1,8}){1,3}", crlf: bool, bom: bool) {
        let format = FORMATS[index];
        let mut text = String::new();
        if bom { text.push('\u{feff}'); }
        text.push_str(&if crlf { format.sample.replace('\n', "\r\n") } else { format.sample.into() });
        let moved = there_and_back(&subject(format), &text, &new);
        prop_assert!(moved.is_ok(), "{}: {:?}", format.id, moved);
    }

    #[test]
    fn garbage_never_panics(index in 0..FORMATS.len(), text in "[\\[\\]{}<>/!?=:\",'.a-c0-9 \t\r\n#&;\u{e4}-]{0,60}") {
        let _ = subject(FORMATS[index]).see(&text);
    }

    #[test]
    fn a_damaged_sample_never_panics(index in 0..FORMATS.len(), at in 0usize..2000, text in "[\\[\\]{}<>/!?=\",\\\\.\r\n&;\u{e4}-]{0,4}", cut in 0usize..5) {
        let format = FORMATS[index];
        let mut damaged: Vec<char> = format.sample.chars().collect();
        let at = at % damaged.len();
        let end = (at + cut).min(damaged.len());
        damaged.splice(at..end, text.chars());
        let seen = subject(format).see(&damaged.into_iter().collect::<String>());
        prop_assert!(!matches!(seen, Err(subject::Seen::Unsound(_))), "{:?}", seen);
    }
}
