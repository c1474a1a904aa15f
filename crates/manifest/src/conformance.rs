//! The battery that every format passes by having a row and a sample.
#![expect(clippy::string_slice, reason = "tests may panic")]

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::RepoPath;
use proptest::prelude::*;

use version::Date;

use crate::{
    Edit, FORMATS, Filling, Format, LARGEST, LocateError, Located, Locator, Slot, SlotKind, Source,
    SourceError, Trouble, splice, verify,
};

/// What `format` finds in `text`, which has to be good.
pub(crate) fn located(format: &Format, text: &str) -> Located {
    locate(format, text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", format.id))
}

/// Every slot as its text and its kind.
pub(crate) fn slots(format: &Format, text: &str) -> Vec<String> {
    located(format, text).slots.iter().map(shown).collect()
}

/// Why `format` refuses `text`, which has to be bad.
pub(crate) fn trouble(format: &Format, text: &str) -> Trouble {
    match locate(format, text) {
        Ok(found) => panic!("{}: {found:?} found in\n{text}", format.id),
        Err(error) => error.trouble().clone(),
    }
}

/// `text` with the entries that `format` declares, filled in for `version` on a leap day, verified.
pub(crate) fn added(format: &'static Format, text: &str, version: &str) -> String {
    let found = located(format, text);
    let notes = ["One.".to_string(), "Two.".to_string()];
    let filling = Filling {
        version,
        pre: version.contains("rc"),
        day: Date::constant(2024, 2, 29),
        author: ("A Name", "name@example.org"),
        notes: &notes,
        package_release: &|_| "1".into(),
    };
    let edits: Vec<Edit> = found.stanzas.iter().flat_map(|one| one.edits(&filling)).collect();
    let after = spliced(text, &edits);
    let locator = Locator::Format(format);
    let checked = verify(&locator, &path(format), text.as_bytes(), after.as_bytes(), &edits);
    checked.unwrap_or_else(|error| panic!("{}: {error}\n{after}", format.id));
    after
}

fn path(format: &Format) -> RepoPath {
    RepoPath::new(&format!(
        "some/folder/{}",
        format.files.first().unwrap_or(&"some").replace('*', "x")
    ))
    .unwrap()
}

fn locate(format: &Format, text: &str) -> Result<Located, LocateError> {
    let path = path(format);
    let found = (format.locate)(&Source::new(&path, text.as_bytes()).unwrap())?;
    let mut before = 0;
    for slot in &found.slots {
        assert_eq!(
            slot.span.of(text),
            Some(slot.text.as_str()),
            "{}: a slot is its bytes",
            format.id
        );
        assert!(before <= slot.span.start, "{}: slots ascend", format.id);
        before = slot.span.start;
    }
    let own = found.slots.iter().filter(|slot| slot.kind == SlotKind::Version).count();
    assert!(own <= 1, "{}: {own} slots of kind Version", format.id);
    Ok(found)
}

fn shown(slot: &Slot) -> String {
    format!("{} {:?}", slot.text, slot.kind)
}

/// `text` reads as the sample does, or is refused: never as something else.
fn same_or_refused(format: &Format, text: &str, why: &str) {
    if let Ok(found) = locate(format, text) {
        let found: Vec<String> = found.slots.iter().map(shown).collect();
        assert_eq!(found, slots(format, format.sample), "{} {why}", format.id);
    }
}

/// The slots that hold the file's own version, as `Version` or in a lock file; of a file that has
/// requirements only, those. A slot with a dialect of its own cannot take every version.
fn own(found: &Located) -> Vec<&Slot> {
    let is_own = |slot: &&Slot| {
        matches!(
            slot.kind,
            SlotKind::Version | SlotKind::Shared | SlotKind::Secondary(_) | SlotKind::Lock { .. }
        )
    };
    let plain = found.slots.iter().filter(|slot| slot.dialect.is_none());
    let own: Vec<&Slot> = plain.filter(is_own).collect();
    // What is derived from the rest holds no version.
    let rest = found.slots.iter().filter(|slot| !matches!(slot.kind, SlotKind::Seal(_)));
    if own.is_empty() { rest.collect() } else { own }
}

/// The edits that move the file's own version to `new`, in all its places.
fn to(found: &Located, new: &str) -> Vec<Edit> {
    let first = &own(found)[0].kind;
    let moves = |slot: &&Slot| match first {
        SlotKind::Lock { .. } => slot.text == own(found)[0].text,
        _ => own(found).contains(slot),
    };
    found.slots.iter().filter(moves).map(|slot| slot.edit(new)).collect()
}

fn spliced(text: &str, edits: &[Edit]) -> String {
    String::from_utf8(splice(text.as_bytes(), edits).unwrap()).unwrap()
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
fn samples_have_a_version_and_decoys() {
    for format in FORMATS {
        let found = located(format, format.sample);
        let own = own(&found);
        let version = &own.first().unwrap_or_else(|| panic!("{}: no version", format.id)).text;
        let written = format.sample.matches(version.as_str()).count();
        assert!(format.id == "plain" || written > own.len(), "{}: no decoy", format.id);
    }
}

#[test]
fn line_ends_byte_order_mark_and_last_line_do_not_matter() {
    for format in FORMATS {
        let wanted = slots(format, format.sample);
        let crlf = format.sample.replace('\n', "\r\n");
        let last = format.sample.trim_end();
        for text in [
            crlf.clone(),
            last.into(),
            format!("\u{feff}{}", format.sample),
            format!("\u{feff}{crlf}"),
        ] {
            assert_eq!(slots(format, &text), wanted, "{}: {text:?}", format.id);
        }
    }
}

#[test]
fn tabs_spaces_and_comments_never_change_what_is_found() {
    for format in FORMATS {
        let sample = format.sample;
        same_or_refused(format, &sample.replace("  ", "\t"), "with tabs");
        same_or_refused(format, &sample.replace(" = ", "  =\t"), "with odd spacing");
        same_or_refused(format, &sample.replace('\n', "\n\n"), "with empty lines");
        same_or_refused(format, &sample.replace('\n', " \n"), "with trailing spaces");
        for comment in
            ["# version = \"9.9.9\"", "// version: 9.9.9", "<!-- <version>9.9.9</version> -->"]
        {
            same_or_refused(format, &format!("{comment}\n{sample}"), "with a comment before");
            same_or_refused(format, &format!("{sample}{comment}\n"), "with a comment after");
        }
    }
}

#[test]
fn any_spelling_of_a_version_is_located_and_verified() {
    for format in FORMATS {
        let found = located(format, format.sample);
        for new in ["2.0", "1.2.3.4", "1.1.20161108", "1.0.0-rc.1", "1.0.0.rc1", "1"] {
            let edits = to(&found, new);
            let after = spliced(format.sample, &edits);
            // Refused may be: in a lock file a number that something else has, without quotes a
            // hyphen, in YAML a text that is a number. Misread may be none.
            let Ok(again) = locate(format, &after) else {
                let lock = matches!(own(&found)[0].kind, SlotKind::Lock { .. });
                let plain = new.matches('.').count() > 1 && !new.contains("rc");
                assert!(lock || !plain, "{}: {new} is refused", format.id);
                continue;
            };
            assert!(own(&again).iter().all(|slot| slot.text == new), "{}: {new}", format.id);
        }
    }
}

#[test]
fn entries_are_added_and_nothing_else_changes() {
    let mut some = 0;
    for format in FORMATS {
        for text in [format.sample.to_string(), format.sample.replace('\n', "\r\n")] {
            let text = format!("\u{feff}{text}");
            let before = located(format, &text);
            some += before.stanzas.len();
            let after = added(format, &text, "9.9.9");
            let crlf = text.contains('\r');
            assert!(!crlf || !after.replace("\r\n", "").contains('\n'), "{}", format.id);
            let own = |found: &Located| found.version().map(|slot| slot.text.clone());
            let takes = before.stanzas.iter().any(|stanza| stanza.instead_of.is_some());
            let wanted = if takes { Some("9.9.9".to_string()) } else { own(&before) };
            assert_eq!(own(&located(format, &after)), wanted, "{}", format.id);
            // A second release adds another entry: what was written can be read again.
            assert!(added(format, &after, "9.9.10").len() >= after.len(), "{}", format.id);
        }
    }
    assert!(some > 0);
}

#[test]
fn no_version_two_and_an_empty_one_are_refused() {
    for format in FORMATS {
        let found = located(format, format.sample);
        let empty = spliced(format.sample, &to(&found, ""));
        assert!(locate(format, &empty).is_err(), "{}: empty", format.id);
        let other = spliced(format.sample, &to(&found, "9.9.9"));
        // A changelog's entry on top wins; everywhere else two versions are one too many.
        if let Ok(twice) = locate(format, &format!("{}{other}", format.sample)) {
            let (first, found) = (own(&found), own(&twice));
            assert!(first.len() == 1 && first == found, "{}: twice", format.id);
        }
        assert!(
            locate(format, "").is_err() || format.id == "cargo",
            "{}: an empty file",
            format.id
        );
    }
}

#[test]
fn a_truncated_file_is_refused_or_read_rightly() {
    for format in FORMATS {
        let wanted = slots(format, format.sample);
        for end in (0..format.sample.len()).filter(|end| format.sample.is_char_boundary(*end)) {
            if let Ok(found) = locate(format, &format.sample[..end]) {
                // The last value of a line-based file may itself be cut short.
                let whole = found.slots.len().saturating_sub(1);
                let found: Vec<String> = found.slots.iter().take(whole).map(shown).collect();
                let all = found.iter().all(|slot| wanted.contains(slot));
                assert!(all, "{} cut at {end}: {found:?}", format.id);
            }
        }
    }
}

#[test]
fn hostile_bytes_are_refused_before_any_format_sees_them() {
    for format in FORMATS {
        let path = path(format);
        let refused = |bytes: &[u8]| Source::new(&path, bytes).unwrap_err();
        let mut large = format.sample.as_bytes().to_vec();
        large.resize(LARGEST + 1, b'\n');
        assert!(matches!(refused(&large), SourceError::TooLarge { .. }));
        let conflict = format!("<<<<<<< HEAD\n{}=======\n>>>>>>> other\n", format.sample);
        assert!(matches!(refused(conflict.as_bytes()), SourceError::Conflict { .. }));
        let mut broken = format.sample.as_bytes().to_vec();
        broken.push(0xff);
        assert!(matches!(refused(&broken), SourceError::NotUtf8 { .. }));
        let wide: Vec<u8> = format.sample.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(matches!(refused(&wide), SourceError::Utf16 { .. }));
    }
}

#[test]
fn two_hundred_thousand_levels_overflow_nothing() {
    const LEVELS: usize = 200_000;
    for open in ["[", "{\"a\":", "<a>", "a = [", "[a.", "- ", "project(\n", "AC_INIT(\n", "\\\""] {
        let deep = open.repeat(LEVELS);
        for format in FORMATS {
            let found = locate(format, &deep);
            // Only a VERSION file may take such a line: whether it is a version is not its to say.
            assert!(found.is_err() || format.id == "plain", "{} took {open}", format.id);
        }
    }
}

#[test]
fn the_deepest_are_taken_and_one_more_refused() {
    let json = crate::format("npm").unwrap();
    let nested = |levels: usize| {
        format!("{{\"version\":\"1\",\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels))
    };
    assert!(locate(json, &nested(127)).is_ok());
    assert!(matches!(trouble(json, &nested(130)), Trouble::Depth));
    let pom = crate::format("maven").unwrap();
    let nested = |levels: usize| {
        let (open, close) = ("<a>".repeat(levels), "</a>".repeat(levels));
        format!("<project><version>1</version>{open}{close}</project>")
    };
    assert!(locate(pom, &nested(127)).is_ok());
    assert!(matches!(trouble(pom, &nested(128)), Trouble::Depth));
}

proptest! {
    #[test]
    fn an_edit_and_back_is_byte_identical(index in 0..FORMATS.len(), new in "[0-9]{1,3}(\\.[0-9]{1,8}){1,3}", crlf: bool, bom: bool) {
        let format = FORMATS[index];
        let mut text = String::new();
        if bom { text.push('\u{feff}'); }
        text.push_str(&if crlf { format.sample.replace('\n', "\r\n") } else { format.sample.to_string() });
        let found = located(format, &text);
        let edits = to(&found, &new);
        let after = spliced(&text, &edits);
        let Ok(again) = locate(format, &after) else { return Ok(()) };
        // A number where YAML needs quotes: refused by name.
        if again.elsewhere.len() > found.elsewhere.len() { return Ok(()) }
        let checked = verify(&Locator::Format(format), &path(format), text.as_bytes(), after.as_bytes(), &edits);
        prop_assert!(checked.is_ok(), "{:?}", checked);
        prop_assert_eq!(own(&again).len(), own(&found).len());
        let old = &own(&found)[0].text;
        prop_assert_eq!(spliced(&after, &to(&again, old)), text);
    }

    #[test]
    fn garbage_never_panics(index in 0..FORMATS.len(), text in "[\\[\\]{}<>/!?=:\",'.a-c0-9 \t\r\n#&;\u{e4}-]{0,60}") {
        let _ = locate(FORMATS[index], &text);
    }

    #[test]
    fn a_damaged_sample_never_panics(index in 0..FORMATS.len(), at in 0usize..2000, text in "[\\[\\]{}<>/!?=\",\\\\.\r\n&;\u{e4}-]{0,4}", cut in 0usize..5) {
        let format = FORMATS[index];
        let mut damaged: Vec<char> = format.sample.chars().collect();
        let at = at % damaged.len();
        let end = (at + cut).min(damaged.len());
        damaged.splice(at..end, text.chars());
        let _ = locate(format, &damaged.into_iter().collect::<String>());
    }
}
