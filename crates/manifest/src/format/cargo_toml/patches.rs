//! `[patch]`: packages that the root of a workspace takes from folders, whoever requires them.
//!
//! Source: Cargo's reference, "Overriding Dependencies", "The [patch] section".

use alloc::format;
use alloc::string::{String, ToString};

use crate::syntax::tree::Node;
use crate::{LocateError, Located, Patch, SlotKind, Source};

/// What crates.io is called, which is meant where no source is said.
const USUAL: &[&str] = &[
    "crates-io",
    "https://github.com/rust-lang/crates.io-index",
    "sparse+https://index.crates.io",
    "registry+https://github.com/rust-lang/crates.io-index",
];

/// The keys of a requirement that say where it is taken from.
const KEYS: &[&str] = &["git", "registry", "registry-index"];

/// Adds the patches that are folders; what comes from elsewhere is nobody's here.
pub(super) fn locate(
    source: &Source<'_>,
    top: &Node<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let sources = top.get("patch").map(Node::entries).unwrap_or_default();
    for patched in sources {
        for entry in patched.node.entries() {
            let node = &entry.node;
            let Some(folder) = node.text_at("path") else { continue };
            let on = node.text_at("package").unwrap_or_else(|| entry.key.to_string());
            let mut patch = Patch { source: named(&patched.key), on, folder, span: None };
            if let Some(version) = node.get("version") {
                let table = format!("patch.{}", patched.key);
                let what = format!("{table}.{}", entry.key);
                let path = Some(patch.folder.clone());
                let kind = SlotKind::Requirement { on: patch.on.clone(), path, table };
                let slot = version.slot(source, what, kind)?;
                patch.span = Some(slot.span);
                found.slots.push(slot);
            }
            found.patches.push(patch);
        }
    }
    Ok(())
}

/// Where a requirement is taken from, if not from the usual registry.
pub(super) fn taken_from(requirement: &Node<'_>) -> Option<String> {
    named(&KEYS.iter().find_map(|key| requirement.text_at(key))?)
}

/// A source by its name or its address, which Cargo takes with and without what may end it; `None`
/// for the usual registry.
fn named(source: &str) -> Option<String> {
    let source = source.trim_end_matches('/');
    let source = source.strip_suffix(".git").unwrap_or(source);
    (!USUAL.contains(&source)).then(|| source.into())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::super::FORMAT;
    use crate::conformance::{located, slots, trouble};
    use crate::{Patch, Trouble};

    #[test]
    fn folders_are_patches_and_their_versions_requirements() {
        let text = r#"[dependencies]
core = "1.4"
net = { git = "https://example.org/net", version = "1.4" }
wire = { registry = "ours", version = "1.4" }
far = { registry = "crates-io", version = "1.4" }

[patch.crates-io]
core = { path = "core" }
heart = { package = "far", path = "far", version = "=1.4.0" }
serde = { git = "https://example.org/serde", version = "1.4.0" }

[patch."https://example.org/net.git/"]
net = { path = "net" }

[patch.ours]
wire.path = "wire"
"#;
        let found = located(&FORMAT, text);
        let told = |patch: &Patch| {
            let Patch { source, on, folder, span } = patch;
            let version = span.and_then(|span| span.of(text));
            alloc::format!("{source:?} {on} {folder} {version:?}")
        };
        assert_eq!(
            found.patches.iter().map(told).collect::<Vec<_>>(),
            [
                "None core core None",
                "None far far Some(\"=1.4.0\")",
                "Some(\"https://example.org/net\") net net None",
                "Some(\"ours\") wire wire None",
            ]
        );
        let from = |slot: &crate::Slot| found.sources.get(&slot.span).cloned();
        assert_eq!(
            found.slots.iter().map(from).collect::<Vec<_>>(),
            [None, Some("https://example.org/net".into()), Some("ours".into()), None, None]
        );
        assert_eq!(
            slots(&FORMAT, text).last().unwrap(),
            "=1.4.0 Requirement { on: \"far\", path: Some(\"far\"), table: \"patch.crates-io\" }"
        );
        assert!(found.taken.is_empty(), "a patch makes no member");
        let unplain = "[patch.crates-io]\ncore = { path = \"core\", version = 1 }\n";
        assert!(matches!(trouble(&FORMAT, unplain), Trouble::Type { .. }));
    }
}
