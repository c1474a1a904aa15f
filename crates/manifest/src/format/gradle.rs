//! gradle.properties: `version=1.4.0`, or the names that plugins and Android builds read.

use alloc::vec::Vec;

use version::native::{ANDROID, MAVEN};

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "gradle-properties",
    title: "gradle.properties",
    files: &["gradle.properties"],
    dialect: &MAVEN,
    locks: &[],
    above: &[],
    locate,
    sample: r"# version=1.4.0
! version=1.4.0
group=org.example
version=1.4.0
versionCode=1
netVersion=1.4.0
",
};

/// The keys that hold the version. The first of them that a file has is its own.
const NAMES: &[&str] = &["version", "VERSION_NAME", "versionName"];
/// The keys that hold Android's versionCode.
const CODES: &[&str] = &["VERSION_CODE", "versionCode"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let values = |name: &str| code::each_line(source.body(), |line| value(line, name));
    for name in NAMES {
        let values: Vec<Cursor<'_>> = values(name);
        match (values.as_slice(), found.version()) {
            ([], _) => {}
            ([value], Some(_)) => {
                found.value(source, name, *value, SlotKind::Secondary(name), |_| false)?;
            }
            (values, _) => found.one(source, name, values, |_| false)?,
        }
    }
    if found.slots.is_empty() {
        let wanted = "`version=`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    for name in CODES {
        for value in values(name) {
            let slot = source.slot(name, value.range(), value.text, SlotKind::Derived(name))?;
            found.slots.push(slot.in_dialect(&ANDROID));
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// `version = 1.4.0`, `version: 1.4.0`. A comment begins with another character than the key.
fn value<'t>(line: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let rest = line.word(name)?.space();
    let rest = rest.word("=").or_else(|| rest.word(":"))?;
    Some(rest.space().trimmed())
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn android_has_a_name_and_a_code() {
        let text = "VERSION_NAME=1.4.0\nVERSION_CODE=1004000\n";
        assert_eq!(slots(&FORMAT, text), ["1.4.0 Version", "1004000 Derived(\"VERSION_CODE\")"]);
        assert_eq!(located(&FORMAT, text).slots[1].dialect, Some(&ANDROID));
        assert!(matches!(trouble(&FORMAT, "versionCode=1\n"), Trouble::NoVersion { .. }));
        let twice = "version=1\nversion=2\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
    }
}
