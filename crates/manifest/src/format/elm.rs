//! elm.json: an Elm package, and the ranges that it requires.

use version::native::ELM;

use super::Format;
use crate::syntax::json;
use crate::syntax::tree::Node;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "elm",
    title: "elm.json",
    files: &["elm.json"],
    dialect: &ELM,
    locks: &[],
    above: &[],
    locate,
    sample: r#"{
    "type": "package",
    "name": "example/core",
    "summary": "core 1.4.0",
    "version": "1.4.0",
    "elm-version": "0.19.0 <= v < 0.20.0",
    "dependencies": { "example/net": "1.4.0 <= v < 2.0.0" },
    "test-dependencies": { "example/left": "1.4.0 <= v < 2.0.0" }
}
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    let mut found = Located { name: top.text_at("name"), ..Located::default() };
    let Some(version) = top.get("version") else {
        let wanted = "\"version\" at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    found.slots.push(version.slot(source, "version", SlotKind::Version)?);
    for table in ["dependencies", "test-dependencies"] {
        for entry in top.get(table).map(Node::entries).unwrap_or_default() {
            let (on, table) = (entry.key.as_ref().into(), table.into());
            let kind = SlotKind::Requirement { on, path: None, table };
            found.slots.push(entry.node.slot(source, &entry.key, kind)?);
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn ranges_are_requirements_and_applications_have_no_version() {
        let found = located(&FORMAT, FORMAT.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1.4.0 <= v < 2.0.0", "1.4.0 <= v < 2.0.0"]);
        let application = "{\"type\": \"application\", \"dependencies\": {\"direct\": {}}}";
        assert!(matches!(trouble(&FORMAT, application), Trouble::NoVersion { .. }));
    }
}
