//! bun.lock: the workspaces' packages with their requirements, what is taken in the place of others,
//! and what is installed from elsewhere.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::native::NPM;

use super::package_json::overrides;
use super::{Format, package_json};
use crate::syntax::json;
use crate::syntax::tree::{Entry, Node};
use crate::{Holder, LocateError, Located, Pinned, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "bun-lock",
    title: "bun.lock",
    files: &["bun.lock"],
    dialect: &NPM,
    locks: &[],
    above: &[],
    locate,
    sample: r#"{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "@example/all",
      "devDependencies": { "left": "1.4.0", },
    },
    "packages/core": {
      "name": "@example/core",
      "version": "1.4.0",
    },
    "packages/net": {
      "name": "@example/net",
      "version": "1.4.0",
      "dependencies": { "@example/core": "^1.4.0", "left": "1.4.0", },
      "peerDependencies": { "@example/core": "workspace:~1.4.0", },
      "optionalPeers": ["@example/core"],
    },
  },
  "overrides": {
    "@example/core": "^1.4.0",
    "left": "1.4.0",
  },
  "packages": {
    "@example/core": ["@example/core@workspace:packages/core"],
    "@example/net": ["@example/net@workspace:packages/net"],
    "left": ["left@1.4.0", "", {}, "sha512-00"],
    "left/right": ["right@1.4.0", "", {}, "sha512-00"],
  },
}
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse_with_last_commas(source)?;
    let Some(workspaces) = top.get("workspaces") else {
        let wanted = "\"workspaces\" at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let packages = top.get("packages").map(Node::entries).unwrap_or_default();
    let pinned: Vec<Pinned> = packages.iter().filter_map(|one| installed(source, one)).collect();
    let mut found = Located::default();
    for entry in workspaces.entries() {
        let package = &entry.node;
        let name = package.text_at("name").unwrap_or_else(|| entry.key.to_string());
        if let Some(version) = package.get("version") {
            let kind = SlotKind::Lock { name: name.clone() };
            found.slots.push(version.slot(source, &entry.key, kind)?);
        }
        let by = Holder::Folder(if entry.key.is_empty() { "." } else { &entry.key }.to_string());
        let copied = |on, _table| SlotKind::LockRequirement { by: by.clone(), on };
        let mut requires = Located::default();
        package_json::requirements(source, package, copied, &mut requires)?;
        // What is installed from a registry answers for itself.
        let is_installed = |on: &String| pinned.iter().any(|one| one.name == *on);
        requires.slots.retain(
            |slot| !matches!(&slot.kind, SlotKind::LockRequirement { on, .. } if is_installed(on)),
        );
        found.slots.extend(requires.slots);
    }
    for entry in top.get("overrides").map(Node::entries).unwrap_or_default() {
        let Some((on, start)) = overrides::versioned(&entry.key, &entry.node) else { continue };
        if pinned.iter().all(|one| one.name != on) {
            overrides::copied(source, (None, &on), (&entry.node, start), &mut found)?;
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    found.pinned = pinned;
    Ok(found)
}

/// A package that lies at the top of node_modules and comes from a registry: `["left@1.4.0", "", …]`.
/// Those of folders have one word, `left@workspace:left`.
fn installed(source: &Source<'_>, entry: &Entry<'_>) -> Option<Pinned> {
    let [first, _, ..] = entry.node.items() else { return None };
    let text = first.text()?;
    let at = text.rfind('@').filter(|at| *at > 0)?;
    let (name, version) = (text.get(..at)?, text.get(at + 1..)?);
    // Escapes would put its bytes elsewhere.
    let is_plain = first.range.len() == text.len();
    let is_version = version.starts_with(|c: char| c.is_ascii_digit());
    if name != entry.key.as_ref() || !is_plain || !is_version {
        return None;
    }
    let span = source.span(first.range.start + at + 1..first.range.end);
    Some(Pinned { name: name.into(), span, version: version.into(), answers: Vec::new() })
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn packages_of_workspaces_move_and_installed_ones_stay() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Lock { name: \"@example/core\" }",
                "1.4.0 Lock { name: \"@example/net\" }",
                "^1.4.0 LockRequirement { by: Folder(\"packages/net\"), on: \"@example/core\" }",
                "workspace:~1.4.0 LockRequirement { by: Folder(\"packages/net\"), on: \"@example/core\" }",
                "^1.4.0 LockRequirement { by: Name(\"@example/core\"), on: \"@example/core\" }",
                "^1.4.0 LockRequirement { by: Folder(\".\"), on: \"@example/core\" }",
            ]
        );
        let pinned = located(&FORMAT, FORMAT.sample).pinned;
        assert_eq!(pinned.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["left"]);
        assert!(matches!(trouble(&FORMAT, "{}"), Trouble::NoVersion { .. }));
        assert!(matches!(trouble(&FORMAT, "{,}"), Trouble::Syntax { .. }));
    }
}
