//! pnpm-workspace.yaml: the workspace's members, the requirements that its catalogues hold for them,
//! and what is taken in the place of others.
//!
//! Source: pnpm, "pnpm-workspace.yaml", "Catalogs" and "Settings".

use alloc::string::ToString;

use version::native::NPM;

use super::{Format, package_json};
use crate::syntax::tree::{Node, Value};
use crate::syntax::yaml;
use crate::{LocateError, Located, Members, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "pnpm-workspace",
    title: "pnpm-workspace.yaml",
    files: &["pnpm-workspace.yaml"],
    dialect: &NPM,
    locks: &["pnpm-lock.yaml"],
    above: &[],
    locate,
    sample: r#"# 1.4.0
packages:
  - "packages/*"
  - "!packages/old"
catalog:
  "@example/net": 1.4.0
  left: 1.4.0
catalogs:
  old:
    "@example/net": 1.4.0
overrides:
  "left@1>@example/net": 1.4.0
  left: $left
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse_with_aliases(source)?;
    let (packages, catalog, catalogs) =
        (top.get("packages"), top.get("catalog"), top.get("catalogs"));
    let overrides = top.get("overrides");
    if packages.or(catalog).or(catalogs).or(overrides).is_none() {
        let wanted = "`packages:`, `catalog:`, `catalogs:` or `overrides:` at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    // A member that is named by reference would be lost without a word.
    let all = packages.iter().flat_map(|packages| packages.items().iter().chain([*packages]));
    if let Some(alias) = all.into_iter().find(|one| one.value == Value::Alias) {
        return Err(alias.alias(source));
    }
    let members = packages.map(|packages| {
        let mut members = Members::of(packages.texts());
        // The package at the root belongs to it always.
        members.include.push(".".into());
        Members { manifest: Some("package.json"), ..members }
    });
    let by_version = Some("workspace:");
    let any_here = Some(package_json::ANY_HERE);
    let mut found = Located { members, by_version, any_here, ..Located::default() };
    if let Some(catalog) = catalog {
        requirements(source, "default", catalog, &mut found)?;
    }
    for entry in catalogs.map(Node::entries).unwrap_or_default() {
        requirements(source, &entry.key, &entry.node, &mut found)?;
    }
    if let Some(overrides) = overrides {
        package_json::overrides::selected(source, overrides, "overrides", &mut found);
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Adds a catalogue's requirements, each under the name by which dependencies take it.
fn requirements(
    source: &Source<'_>,
    catalog: &str,
    node: &Node<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    for entry in node.entries() {
        let Some(text) = entry.node.text() else {
            return Err(entry.node.wrong(source, &entry.key, "a string in quotes"));
        };
        let Some((on, start)) = package_json::versioned(&entry.key, text) else { continue };
        let range = entry.node.range.start + start..entry.node.range.end;
        let kind = SlotKind::Requirement { on, path: None, table: catalog.to_string() };
        let value = text.get(start..).unwrap_or_default();
        let slot = source.slot(&entry.key, range, value, kind)?;
        found.inheritable.push((package_json::in_catalog(catalog, &entry.key), slot.span));
        found.slots.push(slot);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::Instead;
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn catalogues_are_there_to_be_inherited() {
        let on = |on: &str, table: &str| {
            alloc::format!("Requirement {{ on: \"{on}\", path: None, table: \"{table}\" }}")
        };
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                alloc::format!("1.4.0 {}", on("@example/net", "default")),
                alloc::format!("1.4.0 {}", on("left", "default")),
                alloc::format!("1.4.0 {}", on("@example/net", "old")),
                alloc::format!("1.4.0 {}", on("@example/net", "overrides")),
            ]
        );
        let found = located(&FORMAT, FORMAT.sample);
        let keys: Vec<&str> = found.inheritable.iter().map(|(key, _)| key.as_str()).collect();
        let wanted = ["catalog:default @example/net", "catalog:default left"];
        assert_eq!(keys, [&wanted[..], &["catalog:old @example/net"]].concat());
        let members = found.members.unwrap();
        assert_eq!(members.include, ["packages/*", "."]);
        assert_eq!(
            (members.exclude, members.manifest),
            (["packages/old".into()].into(), Some("package.json"))
        );
    }

    #[test]
    fn settings_alone_are_no_workspace() {
        let settings = "onlyBuiltDependencies:\n  - esbuild\n";
        assert!(matches!(trouble(&FORMAT, settings), Trouble::NoVersion { .. }));
        assert!(located(&FORMAT, "catalog: { left: ^1.4.0 }\n").members.is_none());
        assert!(matches!(trouble(&FORMAT, "catalog: { left: 1 }\n"), Trouble::Type { .. }));
    }

    #[test]
    fn overrides_may_be_references_and_need_no_workspace() {
        let found =
            located(&FORMAT, "other: &b 1.4.0\noverrides:\n  core: *b\n  net: 'catalog:'\n");
        assert!(found.members.is_none() && found.slots.is_empty());
        let instead: Vec<&Instead> = found.overrides.values().map(|one| &one.instead).collect();
        let net = Instead::Key("catalog:default net".into());
        assert!(matches!(instead[0], Instead::Unread(Trouble::Alias { .. })));
        assert_eq!(instead[1..], [&net]);
    }

    #[test]
    fn members_by_reference_are_refused_and_not_lost() {
        for packages in ["packages:\n  - a\n  - *b\n", "packages: *b\n"] {
            let text = alloc::format!("other: &b [\"b\"]\n{packages}");
            assert!(matches!(trouble(&FORMAT, &text), Trouble::Alias { .. }), "{packages}");
        }
        // Elsewhere it is nobody's concern.
        located(&FORMAT, "other: &b [\"b\"]\nmore: *b\npackages: [a]\n");
    }
}
