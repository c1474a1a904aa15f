//! libs.versions.toml: Gradle's version catalogue, which holds requirements only.

use alloc::format;
use alloc::string::{String, ToString};

use version::native::MAVEN;

use super::Format;
use crate::syntax::toml;
use crate::syntax::tree::{Entry, Node, Value};
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "gradle-catalog",
    title: "Gradle version catalogue",
    files: &["libs.versions.toml"],
    dialect: &MAVEN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# core 1.4.0
[versions]
net = "1.4.0"
left = "1.4.0"

[libraries]
net = { module = "org.example:net", version.ref = "net" }
wire = { group = "org.example", name = "wire", version = "1.4.0" }
client = "org.example:client:1.4.0"
ui = { module = "org.example:ui", version = { strictly = "1.4.0" } }
any = { module = "org.example:any" }

[bundles]
all = ["net", "wire"]
"#,
};

/// The keys of a rich version that hold one.
const RICH: &[&str] = &["require", "strictly", "prefer"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = toml::parse(source)?;
    let mut found = Located::default();
    let Some(libraries) = top.get("libraries") else {
        let wanted = "[libraries]".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    for entry in libraries.entries() {
        library(source, &top, entry, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn library(
    source: &Source<'_>,
    top: &Node<'_>,
    entry: &Entry<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let kind = |on| SlotKind::Requirement { on, path: None, table: "libraries".into() };
    if let Value::Text(text) = &entry.node.value {
        // `group:name:version`.
        if let Some((module, version)) = text.rsplit_once(':').filter(|(m, _)| m.contains(':')) {
            let range = entry.node.range.end - version.len()..entry.node.range.end;
            found.slots.push(source.slot(&entry.key, range, version, kind(module.to_string()))?);
        }
        return Ok(());
    }
    let (Some(on), Some(version)) = (module(&entry.node), entry.node.get("version")) else {
        return Ok(());
    };
    let version = match version.get("ref") {
        None => Some(version),
        Some(reference) => {
            let key = reference.text().unwrap_or_default();
            let defined = top.find(&["versions", key]);
            if defined.is_none() {
                let trouble =
                    Trouble::Reference { what: entry.key.to_string(), reference: key.to_string() };
                return Err(source.refuse(reference.range.clone(), trouble));
            }
            defined
        }
    };
    let Some(version) = version else { return Ok(()) };
    if version.text().is_some() {
        found.slots.push(version.slot(source, &entry.key, kind(on))?);
        return Ok(());
    }
    for node in RICH.iter().filter_map(|key| version.get(key)) {
        found.slots.push(node.slot(source, &entry.key, kind(on.clone()))?);
    }
    Ok(())
}

fn module(node: &Node<'_>) -> Option<String> {
    let parts = || Some(format!("{}:{}", node.text_at("group")?, node.text_at("name")?));
    node.text_at("module").or_else(parts)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{slots, trouble};

    use super::*;

    #[test]
    fn references_are_followed_to_their_version() {
        let on = |name: &str| {
            format!(
                "1.4.0 Requirement {{ on: \"org.example:{name}\", path: None, table: \"libraries\" }}"
            )
        };
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["net", "wire", "client", "ui"].map(on));
        let absent = FORMAT.sample.replace("ref = \"net\"", "ref = \"nat\"");
        assert!(matches!(trouble(&FORMAT, &absent), Trouble::Reference { .. }));
        assert!(matches!(trouble(&FORMAT, "[versions]\n"), Trouble::NoVersion { .. }));
    }
}
