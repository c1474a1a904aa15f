//! debian/control: the binary packages, and the versions of others that they ask for.
//!
//! Source: Debian Policy 5.6 (control fields) and 7.1 (relations).

use alloc::vec::Vec;

use version::native::DEB;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "debian-control",
    title: "debian/control",
    files: &["control"],
    dialect: &DEB,
    locks: &[],
    above: &[],
    locate,
    sample: r"# Depends: net (>= 1.4.0)
Source: core
Build-Depends: libnet-dev (>= 1.4.0)
Standards-Version: 4.6.0

Package: libcore
Architecture: any
Depends: ${shlibs:Depends}, libnet:any (>= 1.4.0) [linux-any],
 core-data (= ${binary:Version}) | core-data-all
Description: core 1.4.0
 Works with libnet (>= 1.4.0).
",
};

/// The fields that hold relations.
const FIELDS: &[&str] = &[
    "Depends",
    "Pre-Depends",
    "Recommends",
    "Suggests",
    "Enhances",
    "Build-Depends",
    "Build-Depends-Indep",
    "Build-Depends-Arch",
];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let mut field = "";
    for line in code::lines(source.body()) {
        if line.text.starts_with('#') {
            continue;
        }
        let mut rest = line;
        if !line.text.starts_with([' ', '\t']) {
            let (name, after) = line.until(|c| c == ':');
            field = FIELDS.iter().find(|one| one.eq_ignore_ascii_case(name.text)).unwrap_or(&"");
            let Some(value) = after.word(":") else { continue };
            let package = value.space().trimmed().text;
            if name.text.eq_ignore_ascii_case("Source") {
                if found.name.is_some() {
                    let trouble = Trouble::DuplicateKey { key: name.text.into() };
                    return Err(source.refuse(name.range(), trouble));
                }
                found.name = Some(package.into());
            } else if name.text.eq_ignore_ascii_case("Package") {
                found.provides.push(package.into());
            }
            rest = value;
        }
        if !field.is_empty() {
            relations(source, field, rest, &mut found)?;
        }
    }
    if found.name.is_none() && found.provides.is_empty() {
        let wanted = "`Source:` and `Package:` fields".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    Ok(found)
}

/// Each `name (>= 1.0)` of a line; substitutions are filled in when the package is built.
fn relations(
    source: &Source<'_>,
    field: &str,
    line: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    for item in divided(line) {
        let (name, rest) = item.space().until(|c: char| c.is_whitespace() || "(:[<".contains(c));
        let (_, rest) = rest.until(|c| c == '(');
        let Some(inside) = rest.word("(") else { continue };
        let relation = inside.until(|c| c == ')').0.space().trimmed();
        if name.text.is_empty() || relation.text.contains("${") {
            continue;
        }
        let (on, table) = (name.text.into(), field.into());
        let kind = SlotKind::Requirement { on, path: None, table };
        found.slots.push(source.slot(field, relation.range(), relation.text, kind)?);
    }
    Ok(())
}

/// The pieces of a line between `,` and `|`.
fn divided(line: Cursor<'_>) -> Vec<Cursor<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    loop {
        let (piece, after) = rest.until(|c| matches!(c, ',' | '|'));
        pieces.push(piece);
        match after.word(",").or_else(|| after.word("|")) {
            Some(after) => rest = after,
            None => return pieces,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn relations_are_read_and_substitutions_left_alone() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                ">= 1.4.0 Requirement { on: \"libnet-dev\", path: None, table: \"Build-Depends\" }",
                ">= 1.4.0 Requirement { on: \"libnet\", path: None, table: \"Depends\" }",
            ]
        );
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("core"));
        assert_eq!(found.provides, ["libcore"]);
        assert!(matches!(trouble(&FORMAT, "Depends: a (>= 1)\n"), Trouble::NoVersion { .. }));
    }
}
