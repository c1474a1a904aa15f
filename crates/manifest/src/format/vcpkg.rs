//! vcpkg.json: a port or a project, in the versioning scheme that its key names, and the lowest
//! versions that it requires.
//!
//! Source: vcpkg, "vcpkg.json reference". A port's own count of changes, `port-version`, starts anew
//! with each version, and is 0 then.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::Dialect;
use version::native::{PLAIN, VCPKG, VCPKG_DATE, VCPKG_SEMVER};

use super::Format;
use crate::stanza::{Blank, Piece, Stanza};
use crate::syntax::json;
use crate::syntax::tree::Node;
use crate::{LocateError, Located, Slot, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "vcpkg",
    title: "vcpkg.json",
    files: &["vcpkg.json"],
    dialect: &VCPKG,
    locks: &[],
    above: &[],
    locate,
    sample: r#"{
  "name": "core",
  "version": "1.4.0",
  "port-version": 2,
  "description": "core 1.4.0",
  "dependencies": [
    "left",
    { "name": "net", "version>=": "1.4.0#1" },
    { "name": "wire", "version>=": "2024-02-29", "features": [ "1.4.0" ] }
  ],
  "features": {
    "ui": { "description": "1.4.0", "dependencies": [ { "name": "ui", "version>=": "1.4.0" } ] }
  },
  "overrides": [ { "name": "left", "version": "1.4.0" } ]
}
"#,
};

/// The keys that hold a version, and how each is written; vcpkg takes one of them. Those without a
/// dialect have the format's own.
const KEYS: &[(&str, Option<&Dialect>)] = &[
    ("version", None),
    ("version-semver", Some(&VCPKG_SEMVER)),
    ("version-date", Some(&VCPKG_DATE)),
    ("version-string", Some(&PLAIN)),
];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    let mut found = Located { name: top.text_at("name"), ..Located::default() };
    version(source, &top, &SlotKind::Version, &mut found)?;
    dependencies(source, &top, &mut found)?;
    for feature in top.get("features").map(Node::entries).unwrap_or_default() {
        dependencies(source, &feature.node, &mut found)?;
    }
    for over in top.get("overrides").map(Node::items).unwrap_or_default() {
        let Some(on) = over.text_at("name") else { continue };
        let kind = SlotKind::Requirement { on, path: None, table: "overrides".into() };
        version(source, over, &kind, &mut found)?;
    }
    if found.slots.is_empty() {
        let wanted = "\"version\" at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    let count = found.version().and_then(|version| port_version(source, &top, version));
    found.stanzas.extend(count);
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The version under whichever key it stands.
fn version(
    source: &Source<'_>,
    of: &Node<'_>,
    kind: &SlotKind,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut known = 0;
    for (key, dialect) in KEYS {
        let Some(entry) = of.entry(key) else { continue };
        known += 1;
        if known > 1 {
            let trouble = Trouble::Count { what: "a version".into(), wanted: 1, found: known };
            return Err(source.refuse(entry.at.clone(), trouble));
        }
        let mut slot = entry.node.slot(source, key, kind.clone())?;
        slot.dialect = *dialect;
        found.slots.push(slot);
    }
    Ok(())
}

/// The lowest versions in a list of dependencies. Whether a port's version is a day does not stand
/// there but shows.
fn dependencies(
    source: &Source<'_>,
    of: &Node<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    for item in of.get("dependencies").map(Node::items).unwrap_or_default() {
        let (Some(on), Some(version)) = (item.text_at("name"), item.get("version>=")) else {
            continue;
        };
        let kind = SlotKind::Requirement { on, path: None, table: "dependencies".into() };
        let mut slot = version.slot(source, "version>=", kind)?;
        let bare = slot.text.split('#').next().unwrap_or_default();
        slot.dialect = (VCPKG_DATE.read)(bare).is_ok().then_some(&VCPKG_DATE);
        found.slots.push(slot);
    }
    Ok(())
}

/// A count that is not 0 becomes 0.
fn port_version(source: &Source<'_>, top: &Node<'_>, version: &Slot) -> Option<Stanza> {
    let range = top.get("port-version")?.range.clone();
    let old = source.body().get(range.clone())?.to_string();
    let counts = old != "0" && old.bytes().all(|byte| byte.is_ascii_digit());
    let blank = Blank { span: source.span(range), old, pieces: Vec::from([Piece::text("0")]) };
    let kept_for = Some(version.text.clone());
    counts.then(|| Stanza { instead_of: None, kept_for, blanks: Vec::from([blank]) })
}

#[cfg(test)]
mod tests {
    use crate::conformance::{added, located, trouble};

    use super::*;

    fn shown(text: &str) -> Vec<(alloc::string::String, &'static str)> {
        let slots = located(&FORMAT, text).slots;
        slots.into_iter().map(|slot| (slot.text, slot.dialect.unwrap_or(&VCPKG).id)).collect()
    }

    #[test]
    fn each_key_has_its_own_way_of_writing() {
        for (key, text, dialect) in [
            ("version", "1.4", "vcpkg"),
            ("version-semver", "1.4.0", "vcpkg-semver"),
            ("version-date", "2024-02-29", "vcpkg-date"),
            ("version-string", "1.4.a", "plain"),
        ] {
            let file = alloc::format!("{{\"name\": \"core\", \"{key}\": \"{text}\"}}");
            assert_eq!(shown(&file), [(text.into(), dialect)]);
        }
    }

    #[test]
    fn lowest_versions_and_overrides_are_requirements() {
        let found = located(&FORMAT, FORMAT.sample);
        let required = |slot: &crate::Slot| match &slot.kind {
            SlotKind::Requirement { on, .. } => Some(alloc::format!("{on} {}", slot.text)),
            _ => None,
        };
        let required: Vec<_> = found.slots.iter().filter_map(required).collect();
        assert_eq!(required, ["net 1.4.0#1", "wire 2024-02-29", "ui 1.4.0", "left 1.4.0"]);
        assert_eq!(shown(FORMAT.sample)[2], ("2024-02-29".into(), "vcpkg-date"));
        // A project that is in no registry needs neither a name nor a version.
        let project = "{\"dependencies\": [{\"name\": \"core\", \"version>=\": \"1.4.0\"}]}";
        assert!(located(&FORMAT, project).version().is_none());
    }

    #[test]
    fn the_port_s_own_count_starts_anew() {
        let after = added(&FORMAT, FORMAT.sample, "1.5.0");
        assert_eq!(after, FORMAT.sample.replace("\"port-version\": 2", "\"port-version\": 0"));
        assert!(located(&FORMAT, &after).stanzas.is_empty());
    }

    #[test]
    fn two_versions_none_and_a_number_are_refused() {
        let refused = |text: &str| trouble(&FORMAT, text);
        assert!(matches!(refused("{\"name\": \"core\"}"), Trouble::NoVersion { .. }));
        let two = "{\"version\": \"1.4.0\", \"version-semver\": \"1.4.0\"}";
        assert!(matches!(refused(two), Trouble::Count { .. }));
        assert!(matches!(refused("{\"version\": 1.4}"), Trouble::Type { .. }));
    }
}
