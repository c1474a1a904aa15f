//! `[tool.uv.sources]`: where uv takes packages from that are required by their names.

use alloc::collections::BTreeMap;
use alloc::string::String;

use super::normal;
use crate::syntax::tree::{Node, Value};
use crate::{Located, SlotKind};

/// Says of the requirements that were found which are on packages of this repository: `workspace =
/// true` is a member whatever its version, `path` a folder. One package may have several sources, each
/// with a marker.
pub(super) fn apply(top: &Node<'_>, found: &mut Located) {
    let entries = top.find(&["tool", "uv", "sources"]).map(Node::entries).unwrap_or_default();
    let mut folders: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries {
        let sources = match &entry.node.value {
            Value::List(items) => items.as_slice(),
            _ => core::slice::from_ref(&entry.node),
        };
        if sources.iter().any(|one| one.get("workspace").is_some_and(Node::is_true)) {
            found.from_here.insert(normal(&entry.key));
            continue;
        }
        let folder = sources.iter().find_map(|one| one.text_at("path"));
        // An archive is no package of this repository.
        if let Some(folder) = folder.filter(|folder| !is_archive(folder)) {
            folders.insert(normal(&entry.key), folder);
        }
    }
    for slot in &mut found.slots {
        if let SlotKind::Requirement { on, path: path @ None, .. } = &mut slot.kind {
            *path = folders.get(on).cloned();
        }
    }
}

fn is_archive(path: &str) -> bool {
    [".whl", ".tar.gz", ".zip"].iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::super::FORMAT;
    use crate::SlotKind;
    use crate::conformance::located;

    #[test]
    fn sources_say_what_is_from_here() {
        let text = r#"[project]
name = "app"
version = "1.4.0"
dependencies = ["Ex.Core>=1.4", "net>=1.4", "wire>=1.4", "far>=1.4", "left>=1.4", "both>=1.4"]

[tool.uv.sources]
ex-core = { workspace = true }
net = { path = "../net", editable = true }
wire = { path = "../wire-1.4.0-py3-none-any.whl" }
far = { git = "https://example.org/far" }
left = { workspace = false, index = "own" }
both = [{ workspace = true, marker = "a" }, { index = "own", marker = "b" }]
"#;
        let found = located(&FORMAT, text);
        assert!(found.from_here.iter().eq(&["both", "ex-core"]));
        let paths = found.slots.iter().filter_map(|slot| match &slot.kind {
            SlotKind::Requirement { on, path: Some(path), .. } => {
                Some((on.as_str(), path.as_str()))
            }
            _ => None,
        });
        assert_eq!(paths.collect::<Vec<_>>(), [("net", "../net")]);
    }

    #[test]
    fn a_workspace_need_not_be_a_package() {
        let text = "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n";
        let found = located(&FORMAT, text);
        assert_eq!(found.members.unwrap().include, ["packages/*"]);
    }
}
