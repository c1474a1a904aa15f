//! NSIS scripts: `!define VERSION "1.4.0"`, and the version resource of the installer.

use alloc::vec::Vec;

use version::native::{ASSEMBLY, NUMBERS, PLAIN};

use super::Format;
use crate::syntax::code::{self, C, Cursor, Language};
use crate::syntax::divided::Divided;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "nsis",
    title: "an NSIS script",
    files: &["*.nsi"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"; !define VERSION "1.4.0"
!define PRODUCT_VERSION "1.4.0"
!define NET_MINIMUM "1.4.0"
VIProductVersion "1.4.0.0"
VIAddVersionKey /LANG=0 "ProductVersion" "1.4.0"
VIAddVersionKey "FileVersion" "${PRODUCT_VERSION}"
VIAddVersionKey "Comments" "1.4.0"
"#,
};

const NSIS: Language = Language { line: &[";", "#"], quotes: &['"', '\'', '`'], ..C };

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &NSIS);
    let mut found = Located::default();
    let mut defined = Vec::new();
    let mut numbers = Divided::default();
    let mut resources = Vec::new();
    for line in code::lines(&text) {
        let line = line.space();
        if let Some(rest) = line.word_any_case("!define ") {
            let (name, rest) = rest.space().name();
            let value = word(rest);
            let upper = name.text.to_ascii_uppercase();
            defined.extend(value.filter(|_| upper.ends_with("VERSION")));
            if let Some(value) = value {
                numbers.take(name.text, value);
            }
            continue;
        }
        for (command, what) in
            [("VIProductVersion", "VIProductVersion"), ("VIFileVersion", "VIFileVersion")]
        {
            let value =
                line.word_any_case(command).filter(|rest| rest.text.starts_with([' ', '\t']));
            resources.extend(value.and_then(word).map(|value| (what, value, true)));
        }
        resources.extend(key(line).map(|(what, value)| (what, value, false)));
    }
    let divided = numbers.version(source)?;
    if let [_, second, ..] = defined.as_slice() {
        let what = "`!define …VERSION`".into();
        let trouble = Trouble::Count { what, wanted: 1, found: defined.len() };
        return Err(source.refuse(second.range(), trouble));
    }
    let kind = |found: &Located, what| match found.version() {
        None => SlotKind::Version,
        Some(_) => SlotKind::Secondary(what),
    };
    let computed = |value: &str| value.contains('$');
    for value in defined {
        found.value(source, "`!define …VERSION`", value, SlotKind::Version, computed)?;
    }
    if let Some(numbers) = divided {
        let kind = kind(&found, "the version's numbers");
        found.numbers(source, "a version's number", &numbers, kind, &NUMBERS)?;
    }
    for (what, value, four) in resources.into_iter().filter(|(_, value, _)| !computed(value.text)) {
        let slot = source.slot(what, value.range(), value.text, kind(&found, what))?;
        found.slots.push(if four { slot.in_dialect(&ASSEMBLY) } else { slot });
    }
    if found.version().is_none() && found.elsewhere.is_empty() {
        let wanted = "`!define VERSION \"…\"` or `VIProductVersion`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// `VIAddVersionKey /LANG=… "FileVersion" "1.4.0"`.
fn key(line: Cursor<'_>) -> Option<(&'static str, Cursor<'_>)> {
    let mut rest = line.word_any_case("VIAddVersionKey")?.space();
    if rest.text.starts_with('/') {
        rest = rest.until(char::is_whitespace).1.space();
    }
    let (name, rest) = rest.quoted().unwrap_or_else(|| rest.until(char::is_whitespace));
    let known = ["FileVersion", "ProductVersion"];
    let what = known.into_iter().find(|known| known.eq_ignore_ascii_case(name.text))?;
    Some((what, word(rest)?))
}

/// A value with or without quotes.
fn word(rest: Cursor<'_>) -> Option<Cursor<'_>> {
    let rest = rest.space();
    let bare = || Some(rest.until(char::is_whitespace).0).filter(|value| !value.text.is_empty());
    rest.quoted().map(|(value, _)| value).or_else(bare)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn a_definition_goes_before_the_resource() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Version",
                "1.4.0.0 Secondary(\"VIProductVersion\")",
                "1.4.0 Secondary(\"ProductVersion\")",
            ]
        );
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.slots[1].dialect.map(|dialect| dialect.id), Some("assembly"));
        let bare = "VIProductVersion 1.4.0.0\n";
        assert_eq!(slots(&FORMAT, bare), ["1.4.0.0 Version"]);
    }

    #[test]
    fn definitions_may_be_numbers_and_must_be_one_version() {
        let text = "!define VERSIONMAJOR 1\n!define VERSIONMINOR 4\n!define VERSIONBUILD 7\n";
        assert_eq!(located(&FORMAT, text).version().unwrap().value(), "1.4.7");
        let two = "!define A_VERSION 1\n!define B_VERSION 2\n";
        assert!(matches!(trouble(&FORMAT, two), Trouble::Count { .. }));
        let computed = located(&FORMAT, "!define VERSION \"${MAJOR}.1\"\n");
        assert!(computed.version().is_none());
    }
}
