//! C and C++ headers: a macro that holds a string, and three that hold numbers.

use alloc::vec::Vec;

use version::native::{NUMBERS, PLAIN};

use super::Format;
use crate::syntax::code::{self, C, Cursor};
use crate::syntax::divided::Divided;
use crate::{LocateError, Located, SlotKind, Source};

pub(super) static FORMAT: Format = Format {
    id: "c-header",
    title: "a C header",
    // Any header may be called anything: one is named in release.toml.
    files: &[],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"/* #define CORE_VERSION "1.4.0" */
#ifndef CORE_VERSION_H
#define CORE_VERSION_H
#define CORE_VERSION "1.4.0"
#define CORE_VERSION_MAJOR 1
#define CORE_VERSION_MINOR 4
#define CORE_VERSION_PATCH 0 // of 1.4.0
#define CORE_PROTOCOL "1.4.0"
#define CORE_VERSION_NUMBER (CORE_VERSION_MAJOR * 10000 + CORE_VERSION_MINOR * 100)
#endif
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &C);
    let mut strings: Vec<Cursor<'_>> = Vec::new();
    let mut numbers = Divided::default();
    for line in code::lines(&text) {
        let Some((name, value)) = define(line) else { continue };
        let upper = name.text.to_ascii_uppercase();
        if let Some((text, _)) = value.quoted() {
            let of_it = upper.strip_suffix("_STRING").unwrap_or(&upper);
            // The version of what is linked is another one: `LIB_SOVERSION`.
            let of_abi = ["SOVERSION", "ABIVERSION"].iter().any(|end| of_it.ends_with(end));
            strings.extend((of_it.ends_with("VERSION") && !of_abi).then_some(text));
            continue;
        }
        numbers.take(name.text, value);
    }
    let mut found = Located::default();
    if let Some(number) = numbers.version(source)? {
        let kind = match strings.is_empty() {
            true => SlotKind::Version,
            false => SlotKind::Secondary("the version's numbers"),
        };
        found.numbers(source, "a version's number", &number, kind, &NUMBERS)?;
    }
    if !(strings.is_empty() && found.version().is_some()) {
        found.one(source, "`#define …_VERSION \"…\"`", &strings, |_| false)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The name and the value of `#define NAME value`; white space may stand around the `#`.
fn define(line: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    let rest = line.space().word("#")?.space().word("define")?;
    let (name, rest) = rest.space().name();
    let value = rest.space().trimmed();
    (rest.text.starts_with(char::is_whitespace) && !name.text.is_empty()).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use crate::Trouble;
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn three_numbers_are_one_version() {
        let text =
            "#define A_VERSION_MINOR 4\n# define A_VERSION_MAJOR\t1\n#define A_PATCHLEVEL 10\n";
        let found = located(&FORMAT, text);
        let version = found.version().unwrap();
        assert_eq!(version.value(), "1.4.10");
        assert_eq!(slots(&FORMAT, text), ["4 Number", "1 Version", "10 Number"]);
        let rest = version.rest.iter().map(|(span, number)| (span.of(text).unwrap(), &**number));
        assert_eq!(rest.collect::<Vec<_>>(), [("4", "4"), ("10", "10")]);
    }

    #[test]
    fn a_revision_is_the_third_number_where_there_is_no_other() {
        let define = |name: &str, value: &str| format!("#define A_VERSION_{name} {value}\n");
        let two = define("MAJOR", "1") + &define("MINOR", "4");
        let three = format!("{}{two}", define("REVISION", "2"));
        assert_eq!(located(&FORMAT, &three).version().unwrap().value(), "1.4.2");
        let four = format!("{three}{}", define("PATCH", "0"));
        assert_eq!(located(&FORMAT, &four).version().unwrap().value(), "1.4.0.2");
        for (other, row) in [("PATCH", "PATCH"), ("REVISION", "TWEAK")] {
            let four = format!("{two}{}{}", define(other, "0"), define("TWEAK", "2"));
            assert_eq!(located(&FORMAT, &four).version().unwrap().value(), "1.4.0.2", "{row}");
        }
        // What is the fourth for sure has a third before it, and is the only fourth.
        let gap = trouble(&FORMAT, &format!("{two}{}", define("TWEAK", "2")));
        let Trouble::NoVersion { wanted } = gap else { panic!("{gap:?}") };
        assert_eq!(wanted, "a macro `…VERSION_PATCH` too");
        let both = format!("{four}{}", define("TWEAK", "2"));
        assert!(matches!(trouble(&FORMAT, &both), Trouble::Count { .. }));
    }

    #[test]
    fn a_string_goes_before_its_numbers() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.version().unwrap().text, "1.4.0");
        let numbers = found.slots.iter().find(|slot| !slot.rest.is_empty()).unwrap();
        assert_eq!(numbers.value(), "1.4.0");
        for name in ["CORE_VERSION_STRING", "COREVERSION"] {
            let other = FORMAT.sample.replace("CORE_VERSION \"", &format!("{name} \""));
            assert_eq!(located(&FORMAT, &other).version().unwrap().text, "1.4.0", "{name}");
        }
        for abi in ["CORE_SOVERSION", "SOVERSION", "CORE_ABIVERSION"] {
            let beside = format!("{}#define {abi} \"1.4\"\n", FORMAT.sample);
            assert_eq!(located(&FORMAT, &beside).version().unwrap().text, "1.4.0", "{abi}");
        }
        let two = "#define NETVERSION \"1.4.0\"\n#define NET_PROTOCOL_VERSION \"1.4.0\"\n";
        assert!(matches!(trouble(&FORMAT, two), Trouble::Count { .. }), "nobody says which");
    }

    #[test]
    fn lone_and_repeated_numbers_are_refused() {
        let refused = |text: &str| trouble(&FORMAT, text);
        let gap = "#define A_VERSION_MAJOR 1\n#define A_VERSION_PATCH 0\n";
        assert!(matches!(refused(gap), Trouble::NoVersion { .. }));
        let twice = "#define A_VERSION_MAJOR 1\n#define B_VERSION_MAJOR 1\n";
        assert!(matches!(refused(twice), Trouble::Count { .. }));
        assert!(matches!(refused("#define A_VERSION_MAJOR 1\n"), Trouble::NoVersion { .. }));
        assert!(matches!(refused("#define A_VERSION_MAJOR (B)\n"), Trouble::NoVersion { .. }));
    }
}
