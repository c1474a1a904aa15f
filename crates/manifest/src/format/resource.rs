//! Windows resource scripts: FILEVERSION and PRODUCTVERSION, and the strings that say the same.
//!
//! Source: "VERSIONINFO resource" in Microsoft's documentation of Windows.

use alloc::vec::Vec;

use version::native::ASSEMBLY;

use super::Format;
use crate::syntax::code::{self, C, Cursor};
use crate::syntax::divided::by_commas;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "resource",
    title: "a Windows resource script",
    files: &["*.rc", "*.rc2"],
    dialect: &ASSEMBLY,
    locks: &[],
    above: &[],
    locate,
    sample: r#"// FILEVERSION 1,4,0,0
1 VERSIONINFO
 FILEVERSION 1,4,0,0
 PRODUCTVERSION 1, 4, 0, 0
BEGIN
    BLOCK "StringFileInfo"
    BEGIN
        BLOCK "040904b0"
        BEGIN
            VALUE "FileDescription", "Core 1.4.0.0"
            VALUE "FileVersion", "1.4.0.0\0"
            VALUE "ProductVersion", "1.4.0.0"
        END
    END
END
"#,
};

/// The statements and strings of a version, the first of them its own.
const PLACES: [&str; 4] = ["FILEVERSION", "PRODUCTVERSION", "FileVersion", "ProductVersion"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &C);
    let mut found = Located::default();
    let mut own: [Vec<Cursor<'_>>; 4] = Default::default();
    for line in code::lines(&text) {
        let line = line.space();
        let value = line.word("VALUE").and_then(|rest| rest.space().quoted());
        let (name, rest) = match value {
            Some((name, rest)) => (name, rest.space().word(",").unwrap_or(rest).space()),
            None => line.name(),
        };
        let place = PLACES.iter().position(|place| {
            *place == name.text || value.is_none() && place.eq_ignore_ascii_case(name.text)
        });
        // A string may say the same as a statement, and the other way round never does.
        let is_string = place.is_some_and(|place| place >= 2);
        if let Some(values) = place.and_then(|place| own.get_mut(place))
            && value.is_some() == is_string
            && rest.text != name.text
        {
            values.push(rest.space().trimmed());
        }
    }
    for (what, values) in PLACES.iter().zip(&own) {
        if let [_, second, ..] = values.as_slice() {
            let what = alloc::format!("`{what}`");
            let trouble = Trouble::Count { what, wanted: 1, found: values.len() };
            return Err(source.refuse(second.range(), trouble));
        }
        for value in values {
            let kind = match found.version() {
                None => SlotKind::Version,
                Some(_) => SlotKind::Secondary(what),
            };
            add(source, what, *value, kind, &mut found)?;
        }
    }
    if found.version().is_none() {
        let wanted = "`FILEVERSION 1,4,0,0`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// `1,4,0,0`, or a string of it or of a version. Macros are another file's.
fn add(
    source: &Source<'_>,
    what: &str,
    value: Cursor<'_>,
    kind: SlotKind,
    found: &mut Located,
) -> Result<(), LocateError> {
    let text = match value.quoted() {
        // A string may be closed by a zero of its own.
        Some((text, _)) => Cursor { text: text.text.trim_end_matches("\\0"), ..text },
        None => value,
    };
    match by_commas(text) {
        Some(numbers) => found.numbers(source, what, &numbers, kind, &ASSEMBLY),
        None if value.at == text.at => Ok(()),
        None => found.value(source, what, text, kind, |_| false),
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn statements_and_strings_are_one_version() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.version().unwrap().value(), "1.4.0.0");
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1 Version",
                "4 Number",
                "0 Number",
                "0 Number",
                "1 Secondary(\"PRODUCTVERSION\")",
                "4 Number",
                "0 Number",
                "0 Number",
                "1.4.0.0 Secondary(\"FileVersion\")",
                "1.4.0.0 Secondary(\"ProductVersion\")",
            ]
        );
    }

    #[test]
    fn macros_are_left_to_their_header_and_strings_may_have_commas() {
        let text = "FILEVERSION VER_FILE\nVALUE \"FileVersion\", \"1, 4, 0, 0\"\n";
        let found = located(&FORMAT, text);
        assert_eq!(found.version().unwrap().value(), "1.4.0.0");
        let macros = "FILEVERSION VER_FILE\nVALUE \"FileVersion\", VER_TEXT\n";
        assert!(matches!(trouble(&FORMAT, macros), Trouble::NoVersion { .. }));
        let twice = "FILEVERSION 1,4,0,0\nFILEVERSION 1,5,0,0\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
    }
}
