//! Cargo.toml: package, workspace, and every table of dependencies.

mod patches;

use alloc::format;
use alloc::string::ToString;

use version::native::CARGO;

use super::Format;
use crate::syntax::toml;
use crate::syntax::tree::{Entry, Node, Value};
use crate::{Elsewhere, Import, LocateError, Located, Members, SlotKind, Source, Taken, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "cargo",
    title: "Cargo.toml",
    files: &["Cargo.toml"],
    dialect: &CARGO,
    locks: &["Cargo.lock"],
    above: &["Cargo.toml"],
    locate,
    sample: r#"# core 1.4.0
[package]
name = "core"
version = "1.4.0" # not 1.4.0 of serde
publish = false

[workspace]
members = ["crates/*"]
exclude = ["crates/old"]

[workspace.package]
version = '1.4.0'

[workspace.dependencies]
client = { path = "crates/client", version = "^1.4" }

[dependencies]
serde = "1.4.0"
net = { package = "core-net", path = "crates/net", version = ">=1.4, <2" }
wire.version = "=1.4.0"
wire.path = "crates/wire"
client.workspace = true

[target.'cfg(unix)'.dev-dependencies.extra]
version = "~1.4"

[patch.crates-io]
client = { path = "crates/client", version = "1.4" }
serde = { git = "https://example.org/serde", version = "1.4.0" }
"#,
};

/// The tables of dependencies, with the underscored spelling that editions before 2024 take.
const TABLES: &[&str] = &[
    "dependencies",
    "dev-dependencies",
    "build-dependencies",
    "dev_dependencies",
    "build_dependencies",
];

/// The table that members inherit requirements from.
const INHERITED: &str = "workspace.dependencies";

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = toml::parse(source)?;
    let any_here = Some(
        "leave the version out of that requirement (what is not published needs the path only)",
    );
    let mut found = Located { by_path: true, any_here, ..Located::default() };
    if let Some(package) = top.entry("package") {
        own(source, package, &mut found)?;
    }
    if let Some(workspace) = top.get("workspace") {
        if let Some(shared) = workspace.find(&["package", "version"]) {
            found.slots.push(shared.slot(source, "workspace.package.version", SlotKind::Shared)?);
        }
        let folders = |key| workspace.get(key).map(Node::texts).unwrap_or_default();
        let (include, exclude) = (folders("members"), folders("exclude"));
        found.members = Some(Members { include, exclude, by_path: true, ..Members::default() });
        if let Some(table) = workspace.get("dependencies") {
            requirements(source, table, INHERITED, &mut found)?;
        }
    }
    tables(source, &top, "", &mut found)?;
    patches::locate(source, &top, &mut found)?;
    for target in top.get("target").map(Node::entries).unwrap_or_default() {
        tables(source, &target.node, &format!("target.{}.", target.key), &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn own(source: &Source<'_>, package: &Entry<'_>, found: &mut Located) -> Result<(), LocateError> {
    let table = &package.node;
    found.name = table.text_at("name");
    let published = table.get("publish").and_then(|node| match &node.value {
        Value::Bool(public) => Some(*public),
        Value::List(registries) => Some(!registries.is_empty()),
        _ => None,
    });
    found.public = published.unwrap_or(true);
    if let Some(folder) = table.text_at("workspace") {
        found.imports.push(Import { file: format!("{folder}/Cargo.toml"), format: &FORMAT });
    }
    let Some(version) = table.entry("version") else {
        // Cargo takes it for 0.0.0 then, and never publishes it.
        if published != Some(true) {
            found.public = false;
            return Ok(());
        }
        let wanted = "`version` under [package]".into();
        return Err(source.refuse(package.at.clone(), Trouble::NoVersion { wanted }));
    };
    match version.node.get("workspace").filter(|node| node.is_true()) {
        Some(inherited) => found.elsewhere.push(Elsewhere::Version {
            span: source.span(words(version, inherited)),
            how: "version.workspace = true".into(),
            parent_file: "Cargo.toml",
            shared_key: "workspace.package.version".into(),
        }),
        None => {
            found.slots.push(version.node.slot(source, "package.version", SlotKind::Version)?)
        }
    }
    Ok(())
}

fn tables(
    source: &Source<'_>,
    parent: &Node<'_>,
    prefix: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    for name in TABLES {
        if let Some(table) = parent.get(name) {
            requirements(source, table, &format!("{prefix}{name}"), found)?;
        }
    }
    Ok(())
}

fn requirements(
    source: &Source<'_>,
    table: &Node<'_>,
    name: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    for entry in table.entries() {
        let node = &entry.node;
        let on = node.text_at("package").unwrap_or_else(|| entry.key.to_string());
        let path = node.text_at("path");
        if let Some(folder) = path.clone() {
            let key = (name == INHERITED).then(|| entry.key.to_string());
            found.taken.push(Taken { folder, key });
        }
        if let Some(inherited) = node.get("workspace").filter(|node| node.is_true()) {
            found.elsewhere.push(Elsewhere::Requirement {
                span: source.span(words(entry, inherited)),
                on,
                path,
                table: name.into(),
                parent_file: "Cargo.toml",
                by_value: None,
            });
            continue;
        }
        let version = match &node.value {
            Value::Map(_) => node.get("version"),
            _ => Some(node),
        };
        if let Some(version) = version {
            let kind = SlotKind::Requirement { on, path, table: name.into() };
            let what = format_args!("{name}.{}", entry.key);
            let slot = version.slot(source, what, kind)?;
            found.sources.extend(patches::taken_from(node).map(|from| (slot.span, from)));
            if name == INHERITED {
                found.inheritable.push((entry.key.to_string(), slot.span));
            }
            found.slots.push(slot);
        }
    }
    Ok(())
}

/// From a key to the end of a value below it: `version.workspace = true`, whichever way written.
fn words(entry: &Entry<'_>, value: &Node<'_>) -> core::ops::Range<usize> {
    entry.at.start..value.range.end.max(entry.at.end)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use crate::conformance::{located, slots, trouble};

    use super::*;

    fn requires(text: &str, on: &str, path: Option<&str>, table: &str) -> String {
        format!("{text} Requirement {{ on: {on:?}, path: {path:?}, table: {table:?} }}")
    }

    #[test]
    fn every_table_and_every_way_of_writing() {
        let wanted = vec![
            "1.4.0 Version".into(),
            "1.4.0 Shared".into(),
            requires("^1.4", "client", Some("crates/client"), "workspace.dependencies"),
            requires("1.4.0", "serde", None, "dependencies"),
            requires(">=1.4, <2", "core-net", Some("crates/net"), "dependencies"),
            requires("=1.4.0", "wire", Some("crates/wire"), "dependencies"),
            requires("~1.4", "extra", None, "target.cfg(unix).dev-dependencies"),
            requires("1.4", "client", Some("crates/client"), "patch.crates-io"),
        ];
        assert_eq!(slots(&FORMAT, FORMAT.sample), wanted);
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("core"));
        assert!(!found.public);
        let (include, exclude) = (vec!["crates/*".into()], vec!["crates/old".into()]);
        let members = Members { include, exclude, by_path: true, ..Members::default() };
        assert_eq!(found.members, Some(members));
    }

    #[test]
    fn inherited_versions_point_at_their_words() {
        for (text, words) in [
            ("[package]\nversion.workspace = true\n", "version.workspace = true"),
            ("[package]\nversion = { workspace = true }\n", "version = { workspace = true"),
            ("[package.version]\nworkspace = true\n", "version]\nworkspace = true"),
        ] {
            let found = located(&FORMAT, text);
            let [Elsewhere::Version { span, shared_key, .. }] = found.elsewhere.as_slice() else {
                panic!("{found:?}")
            };
            assert_eq!(span.of(text), Some(words));
            assert_eq!(shared_key, "workspace.package.version");
            assert!(found.slots.is_empty());
        }
        let text = "[dependencies]\ncore = { workspace = true, features = [] }\n";
        let [Elsewhere::Requirement { on, .. }] = &located(&FORMAT, text).elsewhere[..] else {
            panic!()
        };
        assert_eq!(on, "core");
    }

    #[test]
    fn what_is_not_a_plain_version_is_refused() {
        let refused = |text: &str| trouble(&FORMAT, text);
        for publish in ["true", "['own']"] {
            let text = format!("[package]\nname = 'x'\npublish = {publish}\n");
            assert!(matches!(refused(&text), Trouble::NoVersion { .. }), "{publish}");
        }
        assert!(matches!(refused("[package]\nversion = 1.0\n"), Trouble::Type { .. }));
        assert!(matches!(refused("[dependencies]\nx = 1\n"), Trouble::Type { .. }));
        let twice = "[package]\nversion = '1'\nversion = '2'\n";
        assert!(matches!(refused(twice), Trouble::Syntax { .. }));
        for value in ["\"\\u0031.0\"", "\"\"\"1.0\"\"\"", "'''1.0'''"] {
            let text = format!("[package]\nversion = {value}\n");
            assert!(matches!(refused(&text), Trouble::Unplain { .. }), "{value}");
        }
        let virtual_workspace = located(&FORMAT, "[workspace]\nmembers = []\n");
        assert!(virtual_workspace.slots.is_empty());
    }

    #[test]
    fn what_is_never_published_needs_no_version() {
        for publish in ["", "publish = false\n", "publish = []\n"] {
            let text = format!("[package]\nname = 'x'\n{publish}[dependencies]\nnet = '1.0'\n");
            let found = located(&FORMAT, &text);
            assert!(!found.public && found.version().is_none(), "{publish}");
            assert_eq!((found.name.as_deref(), found.slots.len()), (Some("x"), 1), "{publish}");
        }
    }

    #[test]
    fn a_long_manifest_is_read_whole() {
        let lines: Vec<String> = (0..20_000).map(|n| format!("d{n} = \"^1.{n}\"\n")).collect();
        let text = format!("[dependencies]\n{}", lines.concat());
        assert_eq!(located(&FORMAT, &text).slots.len(), 20_000);
    }
}
