//! package.json: version, dependency specifiers, workspaces, overrides.

pub(super) mod overrides;

use alloc::format;
use alloc::string::{String, ToString};

use version::native::NPM;

use super::Format;
use crate::syntax::json;
use crate::syntax::tree::Node;
use crate::{Elsewhere, LocateError, Located, Members, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "npm",
    title: "package.json",
    files: &["package.json"],
    dialect: &NPM,
    locks: &["package-lock.json", "npm-shrinkwrap.json", "bun.lock", "pnpm-lock.yaml", "yarn.lock"],
    above: &["pnpm-workspace.yaml"],
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
    "@example/log": "catalog:",
    "local": "file:../local"
  },
  "peerDependencies": { "@example/ui": ">=1.4.0 <2" },
  "overrides": { "left": { "@example/net": "1.4.0" }, "left@1": "$left" },
  "resolutions": { "left/@example/net@npm:^1": "^1.4.0" }
}
"#,
};

/// How a requirement takes whatever the workspace has.
pub(super) const ANY_HERE: &str = "require any version (what is not published takes what is there: \
                                   `workspace:*` where the tool knows that, else `*`)";

/// The objects of dependencies.
pub(super) const TABLES: &[&str] =
    &["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    let private = top.get("private").is_some_and(Node::is_true);
    let name = top.text_at("name");
    let by_version = Some("workspace:");
    let any_here = Some(ANY_HERE);
    let mut found = Located { name, public: !private, by_version, any_here, ..Located::default() };
    let workspaces = top.get("workspaces");
    found.members =
        workspaces.map(|node| Members::of(node.get("packages").unwrap_or(node).texts()));
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
    catalogued(source, &top, &mut found);
    overrides::locate(source, &top, &mut found);
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
            if let Some((on, start)) = versioned(&entry.key, text) {
                let range = entry.node.range.start + start..entry.node.range.end;
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

/// Adds the dependencies that take their requirement from a catalogue of pnpm's workspace.
fn catalogued(source: &Source<'_>, top: &Node<'_>, found: &mut Located) {
    for table in TABLES {
        for entry in top.get(table).map(Node::entries).unwrap_or_default() {
            let Some(catalog) = entry.node.text().and_then(catalog) else { continue };
            found.elsewhere.push(Elsewhere::Requirement {
                span: source.span(entry.node.range.clone()),
                on: in_catalog(catalog, &entry.key),
                path: None,
                table: table.to_string(),
                parent_file: "pnpm-workspace.yaml",
                by_value: None,
            });
        }
    }
}

/// The catalogue that a specifier names: `catalog:` is `catalog:default`.
pub(super) fn catalog(specifier: &str) -> Option<&str> {
    let name = specifier.strip_prefix("catalog:")?.trim();
    Some(if name.is_empty() { "default" } else { name })
}

/// What a catalogue's requirement on a package is called, for whoever takes it from there.
pub(super) fn in_catalog(catalog: &str, package: &str) -> String {
    format!("catalog:{catalog} {package}")
}

/// The package that the specifier `text` of the dependency `key` asks for, and where its
/// requirement begins in it; `None` for folders, archives, repositories and catalogues, which ask
/// for no version. In `workspace:NAME@RANGE` the name is that of a package which is known as `key`;
/// in `npm:NAME@RANGE` too, and that one comes from the registry on purpose: nobody's sibling. Yarn
/// writes `npm:RANGE` as well.
pub(super) fn versioned(key: &str, text: &str) -> Option<(String, usize)> {
    let workspace = text.strip_prefix("workspace:");
    if let Some(alias) = text.strip_prefix("npm:").or(workspace) {
        let at = alias.rfind('@').filter(|at| *at > 0);
        match at.and_then(|at| Some((alias.get(..at)?, text.len() - alias.len() + at + 1))) {
            // The workspace fills the version in.
            Some((_, start)) if matches!(text.get(start..), Some("*" | "^" | "~")) => return None,
            Some((name, _)) if workspace.is_none() && name != key => return None,
            Some((name, start)) => return Some((name.to_string(), start)),
            None if workspace.is_none() => {
                return is_range(alias).then(|| (key.to_string(), text.len() - alias.len()));
            }
            None => {}
        }
    }
    let elsewhere = text.contains('/') || (text.contains(':') && workspace.is_none());
    (!elsewhere).then(|| (key.to_string(), 0))
}

/// Whether it is a range, and no package's name.
fn is_range(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "^~<>=*".contains(c))
        && NPM.requires.is_some_and(|rules| (rules.admits)(text, "0.0.0").is_ok())
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
                format!(">=1.4.0 <2 {}", on("@example/ui", "peerDependencies")),
                format!("1.4.0 {}", on("@example/net", "overrides")),
                format!("^1.4.0 {}", on("@example/net", "resolutions")),
            ]
        );
    }

    #[test]
    fn workspaces_name_their_members() {
        let text = r#"{"private": true, "workspaces": {"packages": ["a/*", "!a/old"]}}"#;
        let found = located(&FORMAT, text);
        let (include, exclude) = (vec!["a/*".into()], vec!["a/old".into()]);
        let members = Members { include, exclude, ..Members::default() };
        assert_eq!(found.members, Some(members));
        assert!(!found.public && found.slots.is_empty());
    }

    #[test]
    fn protocols_stay_and_folders_ask_for_nothing() {
        for (specifier, wanted) in [
            ("workspace:^", Some(("net", "workspace:^"))),
            ("workspace:*", Some(("net", "workspace:*"))),
            ("workspace:~1.4.0", Some(("net", "workspace:~1.4.0"))),
            ("workspace:@example/net@^1.4.0", Some(("@example/net", "^1.4.0"))),
            ("workspace:@example/net@*", None),
            ("workspace:other@~1.4.0", Some(("other", "~1.4.0"))),
            ("workspace:../net", None),
            ("workspace:packages/net", None),
            ("npm:net@^1.4.0", Some(("net", "^1.4.0"))),
            ("npm:other@^1.4.0", None),
            ("npm:^1.4.0", Some(("net", "^1.4.0"))),
            ("npm:7zip", None),
            ("npm:other", None),
            ("npm:@example/other", None),
            ("catalog:", None),
            ("catalog:old", None),
            ("file:../net", None),
            ("example/net#v1.4.0", None),
        ] {
            let found = versioned("net", specifier);
            let found = found.map(|(on, start)| (on, specifier.get(start..).unwrap()));
            assert_eq!(found, wanted.map(|(on, text)| (on.into(), text)), "{specifier}");
        }
    }

    #[test]
    fn catalogues_are_looked_up_in_the_workspace() {
        let found = located(&FORMAT, FORMAT.sample);
        let [Elsewhere::Requirement { on, parent_file, .. }] = &found.elsewhere[..] else {
            panic!()
        };
        assert_eq!(
            (on.as_str(), *parent_file),
            ("catalog:default @example/log", "pnpm-workspace.yaml")
        );
        assert_eq!(catalog("catalog:default"), catalog("catalog:"));
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
