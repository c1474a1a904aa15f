//! Makefiles: the variable `VERSION`, or the three that the kernel's custom has.
//!
//! Source: GNU make, "Setting Variables". Other names are as often those of something that is
//! fetched or built against, so that none of them is taken.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::{NUMBERS, PLAIN};

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "makefile",
    title: "a Makefile",
    // What lies there as `VERSION ?= dev` is a default for builds: one is named in release.toml.
    files: &[],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: "# VERSION = 1.4.0
export VERSION := 1.4.0  # of core
NET_VERSION = 1.4.0
VERSION_FILE = doc/1.4.0
CFLAGS += -DVERSION=\\\"$(VERSION)\\\"

core-$(VERSION).tar.gz: VERSION = 1.4.0
all: core
\techo VERSION = 1.4.0
",
};

/// The kernel's numbers, the highest first.
const NUMBERED: [&str; 3] = ["VERSION", "PATCHLEVEL", "SUBLEVEL"];

/// What a variable is given: how, and what.
struct Given<'t> {
    sign: &'t str,
    value: Cursor<'t>,
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let of = |name: &str| -> Vec<Given<'_>> {
        code::lines(source.body()).filter_map(|line| given(line, name)).collect()
    };
    let mut found = Located::default();
    let all = of("VERSION");
    if let Some(code) = all.iter().find(|one| is_code(one)) {
        let (span, how) = (source.span(code.value.range()), code.value.text.to_string());
        let how = alloc::format!("VERSION {} {how}", code.sign);
        found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
        return Ok(found);
    }
    if !of("PATCHLEVEL").is_empty() {
        numbers(source, &of, &mut found)?;
        return Ok(found);
    }
    let values: Vec<Cursor<'_>> = all.iter().map(|one| one.value).collect();
    found.one(source, "`VERSION = …`", &values, |_| false)?;
    Ok(found)
}

/// Whether something else says what the value is: another variable, a shell, more than one line.
fn is_code(given: &Given<'_>) -> bool {
    matches!(given.sign, "!=" | "+=") || given.value.text.contains('$')
}

/// `VERSION = 1.4.0`, `export VERSION := 1.4.0`, `VERSION ?= 1.4.0`, at the start of a line: what is
/// indented may be a command, and what stands behind a target is that target's.
fn given<'t>(line: Cursor<'t>, name: &str) -> Option<Given<'t>> {
    let mut rest = line;
    while let Some(after) = rest.word("export ").or_else(|| rest.word("override ")) {
        rest = after.space();
    }
    let rest = rest.word(name)?.space();
    let signs = [":::=", "::=", ":=", "?=", "+=", "!=", "="];
    let (sign, value) = signs.iter().find_map(|sign| Some((*sign, rest.word(sign)?)))?;
    let value = value.until(|c| c == '#').0.space().trimmed();
    Some(Given { sign, value })
}

/// A version that is divided into the kernel's three variables. What `EXTRAVERSION` holds belongs to
/// it and has no place among numbers.
fn numbers<'t>(
    source: &Source<'t>,
    of: &impl Fn(&str) -> Vec<Given<'t>>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut numbers = Vec::new();
    for name in NUMBERED {
        match of(name).as_slice() {
            [one] => numbers.push(one.value),
            [] if name == "SUBLEVEL" => {}
            [] => {
                let wanted = alloc::format!("`{name} =` beside `PATCHLEVEL =`");
                return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
            }
            [_, second, ..] => {
                let what = alloc::format!("`{name} =`");
                let trouble = Trouble::Count { what, wanted: 1, found: 2 };
                return Err(source.refuse(second.value.range(), trouble));
            }
        }
    }
    if let Some(extra) = of("EXTRAVERSION").iter().find(|extra| !extra.value.text.is_empty()) {
        let (key, wanted) = ("EXTRAVERSION".to_string(), "empty, since only numbers are moved");
        return Err(source.refuse(extra.value.range(), Trouble::Type { key, wanted }));
    }
    found.numbers(source, "a version's number", &numbers, SlotKind::Version, &NUMBERS)?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn every_way_of_giving_a_variable_is_read() {
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["1.4.0 Version"]);
        for sign in ["=", ":=", "::=", ":::=", "?="] {
            let text = alloc::format!("override export VERSION{sign}1.4.0 # it\nA = 1\n");
            assert_eq!(slots(&FORMAT, &text), ["1.4.0 Version"], "{sign}");
        }
    }

    #[test]
    fn what_something_else_says_is_computed() {
        for text in [
            "VERSION := $(shell git describe)\n",
            "VERSION = ${MAJOR}.4\n",
            "VERSION != git describe\n",
            "VERSION = 1.4\nVERSION += -rc1\n",
        ] {
            let found = located(&FORMAT, text);
            let [Elsewhere::Computed { how, .. }] = &found.elsewhere[..] else { panic!("{text}") };
            assert!(how.starts_with("VERSION "), "{how}");
        }
    }

    #[test]
    fn the_kernel_s_three_variables_are_one_version() {
        let kernel = "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION =\nNAME = x\n";
        let found = located(&FORMAT, kernel);
        assert_eq!(found.version().unwrap().value(), "6.1.0");
        assert_eq!(found.version().unwrap().rest.len(), 2);
        let two = located(&FORMAT, "VERSION = 6\nPATCHLEVEL = 1\n");
        assert_eq!(two.version().unwrap().value(), "6.1");
        let refused = |text: &str| trouble(&FORMAT, text);
        let candidate = kernel.replace("EXTRAVERSION =", "EXTRAVERSION = -rc1");
        assert!(matches!(refused(&candidate), Trouble::Type { .. }));
        assert!(matches!(refused("PATCHLEVEL = 1\n"), Trouble::NoVersion { .. }));
        assert!(matches!(refused("VERSION = a\nPATCHLEVEL = 1\n"), Trouble::Type { .. }));
        let twice = "VERSION = 6\nPATCHLEVEL = 1\nPATCHLEVEL = 2\n";
        assert!(matches!(refused(twice), Trouble::Count { .. }));
    }

    #[test]
    fn other_names_and_places_are_left_alone() {
        let refused = |text: &str| trouble(&FORMAT, text);
        for text in [
            "PKG_VERSION = 1.4.0\n",
            "VERSIONS = 1.4.0\n",
            "all: VERSION = 1.4.0\n",
            "all:\n\tVERSION = 1.4.0\n",
            "  VERSION = 1.4.0\n",
        ] {
            assert!(matches!(refused(text), Trouble::NoVersion { .. }), "{text}");
        }
        assert!(matches!(refused("VERSION =\n"), Trouble::Empty { .. }));
        assert!(matches!(refused("VERSION = 1.4 \\\n"), Trouble::Unplain { .. }));
        assert!(matches!(refused("VERSION = 1\nVERSION = 2\n"), Trouble::Count { .. }));
    }
}
