//! galaxy.yml: an Ansible collection, and the collections that it requires.

use alloc::format;

use version::native::GALAXY;

use super::Format;
use crate::syntax::tree::Node;
use crate::syntax::yaml;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "galaxy",
    title: "galaxy.yml",
    files: &["galaxy.yml"],
    dialect: &GALAXY,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# core 1.4.0
namespace: example
name: core
version: 1.4.0
description: core 1.4.0
dependencies:
  example.net: ">=1.4.0,<2.0.0"
  "example.wire": '1.4.0'
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse(source)?;
    let name = top.text_at("namespace").zip(top.text_at("name"));
    let name = name.map(|(namespace, name)| format!("{namespace}.{name}"));
    let mut found = Located { name, ..Located::default() };
    let Some(version) = top.get("version") else {
        let wanted = "`version:` at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    found.slots.push(version.slot(source, "version", SlotKind::Version)?);
    for entry in top.get("dependencies").map(Node::entries).unwrap_or_default() {
        let (on, table) = (entry.key.as_ref().into(), "dependencies".into());
        let kind = SlotKind::Requirement { on, path: None, table };
        found.slots.push(entry.node.slot(source, &entry.key, kind)?);
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
    fn collections_have_a_namespace() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("example.core"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", ">=1.4.0,<2.0.0", "1.4.0"]);
        assert!(matches!(trouble(&FORMAT, "name: x\n"), Trouble::NoVersion { .. }));
    }
}
