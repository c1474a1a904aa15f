//! package.json: version, dependency specifiers, workspaces.

use alloc::format;
use alloc::string::{String, ToString};
use core::ops::Range;

use version::native::NPM;

use super::Format;
use crate::syntax::json;
use crate::syntax::tree::{Entry, Node};
use crate::{LocateError, Located, Members, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "npm",
    title: "package.json",
    files: &["package.json"],
    dialect: &NPM,
    locks: &["package-lock.json", "npm-shrinkwrap.json"],
    above: &[],
    locate,
    sample: r#"{
  "name": "@example/core",
  "version": "1.4.0",
  "description": "core 1.4.0",
  "workspaces": ["packages/*"],
  "dependencies": {
    "left": "1.4.0",
    "@example/net": "workspace:^1.4.0",
    "wire": "npm:@example/wire@~1.4.0",
    "local": "file:../local"
  },
  "peerDependencies": { "@example/ui": ">=1.4.0 <2" }
}
"#,
};

/// The objects of dependencies.
pub(super) const TABLES: &[&str] =
    &["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    let private = top.get("private").is_some_and(Node::is_true);
    let mut found = Located { name: top.text_at("name"), public: !private, ..Located::default() };
    let workspaces = top.get("workspaces");
    found.members = workspaces.map(|node| {
        let globs = node.get("packages").unwrap_or(node).texts();
        let excluded = |glob: &String| glob.starts_with('!');
        let (exclude, include) = globs.into_iter().partition(excluded);
        let bare = |exclude: alloc::vec::Vec<String>| {
            exclude.into_iter().map(|glob| glob.trim_start_matches('!').to_string()).collect()
        };
        Members { include, exclude: bare(exclude) }
    });
    match top.get("version") {
        Some(version) => found.slots.push(version.slot(source, "version", SlotKind::Version)?),
        // The root of a workspace, and what is never published, need none.
        None if private || workspaces.is_some() => {}
        None => {
            let wanted = "\"version\" at the top".into();
            return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
        }
    }
    requirements(
        source,
        &top,
        |on, table| SlotKind::Requirement { on, path: None, table },
        &mut found,
    )?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Adds the specifiers in the dependency objects of `parent`; `kind` makes a slot's kind of the
/// package's name and the object's.
pub(super) fn requirements(
    source: &Source<'_>,
    parent: &Node<'_>,
    kind: impl Fn(String, String) -> SlotKind,
    found: &mut Located,
) -> Result<(), LocateError> {
    for table in TABLES {
        for entry in parent.get(table).map(Node::entries).unwrap_or_default() {
            let what = format!("{table}.{}", entry.key);
            let Some(text) = entry.node.text() else {
                return Err(entry.node.wrong(source, &what, "a string"));
            };
            if let Some((on, start)) = versioned(entry, text) {
                let range: Range<usize> = entry.node.range.start + start..entry.node.range.end;
                let value = text.get(start..).unwrap_or_default();
                let kind = kind(on, table.to_string());
                // An empty specifier means any version: there is nothing to move.
                if !value.is_empty() {
                    found.slots.push(source.slot(&what, range, value, kind)?);
                }
            }
        }
    }
    Ok(())
}

/// The package that a specifier asks for, and where its requirement begins; `None` for folders,
/// archives and repositories, which ask for no version.
fn versioned(entry: &Entry<'_>, text: &str) -> Option<(String, usize)> {
    if let Some(alias) = text.strip_prefix("npm:") {
        let at = alias.rfind('@').filter(|at| *at > 0)?;
        return Some((alias.get(..at)?.to_string(), "npm:".len() + at + 1));
    }
    let elsewhere = text.contains('/') || (text.contains(':') && !text.starts_with("workspace:"));
    (!elsewhere).then(|| (entry.key.to_string(), 0))
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn specifiers_without_a_version_are_no_slots() {
        let found = slots(&FORMAT, FORMAT.sample);
        let on = |on: &str, table: &str| {
            format!("Requirement {{ on: \"{on}\", path: None, table: \"{table}\" }}")
        };
        assert_eq!(
            found,
            [
                "1.4.0 Version".to_string(),
                format!("1.4.0 {}", on("left", "dependencies")),
                format!("workspace:^1.4.0 {}", on("@example/net", "dependencies")),
                format!("~1.4.0 {}", on("@example/wire", "dependencies")),
                format!(">=1.4.0 <2 {}", on("@example/ui", "peerDependencies")),
            ]
        );
    }

    #[test]
    fn workspaces_name_their_members() {
        let text = r#"{"private": true, "workspaces": {"packages": ["a/*", "!a/old"]}}"#;
        let found = located(&FORMAT, text);
        let members = Members { include: vec!["a/*".into()], exclude: vec!["a/old".into()] };
        assert_eq!(found.members, Some(members));
        assert!(!found.public && found.slots.is_empty());
    }

    #[test]
    fn strictness() {
        let refused = |text: &str| trouble(&FORMAT, text);
        assert!(matches!(
            refused(r#"{"version":"1","version":"2"}"#),
            Trouble::DuplicateKey { .. }
        ));
        assert!(matches!(
            refused(r#"{"version":"1","versio\u006e":"2"}"#),
            Trouble::DuplicateKey { .. }
        ));
        assert!(matches!(refused(r#"{"version":"1\u002e0"}"#), Trouble::Unplain { .. }));
        assert!(matches!(refused(r#"{"version":1.0}"#), Trouble::Type { .. }));
        assert!(matches!(refused(r#"{"name":"x"}"#), Trouble::NoVersion { .. }));
        assert!(matches!(refused(r#"{"version":"1",}"#), Trouble::Syntax { .. }));
        assert!(matches!(refused("{\"version\":\"1\"} // x"), Trouble::Syntax { .. }));
    }
}
