//! package-lock.json and npm-shrinkwrap.json: the root and the workspaces' packages.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::native::NPM;

use super::{Format, package_json};
use crate::syntax::json;
use crate::syntax::tree::{Entry, Node};
use crate::{Holder, LocateError, Located, Pinned, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "npm-lock",
    title: "package-lock.json",
    files: &["package-lock.json", "npm-shrinkwrap.json"],
    dialect: &NPM,
    locks: &[],
    above: &[],
    locate,
    sample: r#"{
  "name": "@example/all",
  "version": "1.4.0",
  "lockfileVersion": 3,
  "packages": {
    "": {
      "name": "@example/all",
      "version": "1.4.0",
      "workspaces": ["packages/*"]
    },
    "node_modules/net": { "resolved": "packages/net", "link": true },
    "node_modules/left": { "version": "1.4.0" },
    "packages/net": {
      "version": "1.4.0",
      "dependencies": { "@example/core": "^1.4.0", "left": "1.4.0" }
    },
    "packages/net/node_modules/left": { "version": "1.4.0" }
  },
  "dependencies": { "left": { "version": "1.4.0" } }
}
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    if top.get("lockfileVersion").is_none() {
        let wanted = "\"lockfileVersion\" at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    let name = top.text_at("name");
    let mut found = Located { name: name.clone(), ..Located::default() };
    if let Some(version) = top.get("version") {
        let name = name.clone().unwrap_or_default();
        found.slots.push(version.slot(source, "version", SlotKind::Lock { name })?);
    }
    for entry in top.get("packages").map(Node::entries).unwrap_or_default() {
        // What lies in a node_modules folder was installed there; links hold no version.
        if entry.key.split('/').any(|folder| folder == "node_modules") {
            found.pinned.extend(installed(source, entry));
            continue;
        }
        let package = &entry.node;
        let by = package_name(entry, name.as_deref());
        if let Some(version) = package.get("version") {
            let name = by.clone();
            found.slots.push(version.slot(source, &entry.key, SlotKind::Lock { name })?);
        }
        let copied = |on, _table| SlotKind::LockRequirement { by: Holder::Name(by.clone()), on };
        package_json::requirements(source, package, copied, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// A package from a registry in the lock file's own node_modules.
fn installed(source: &Source<'_>, entry: &Entry<'_>) -> Option<Pinned> {
    let name = entry.key.strip_prefix("node_modules/")?;
    let version = entry.node.get("version")?;
    let (name, span) = (name.to_string(), source.span(version.range.clone()));
    Some(Pinned { name, span, version: version.text()?.to_string(), answers: Vec::new() })
}

/// npm leaves the name out where it is the folder's.
fn package_name(entry: &Entry<'_>, root: Option<&str>) -> String {
    let folder = entry.key.rsplit('/').next().unwrap_or_default();
    let unnamed = if folder.is_empty() { root.unwrap_or_default() } else { folder };
    entry.node.text_at("name").unwrap_or_else(|| unnamed.to_string())
}

#[cfg(test)]
mod tests {
    use crate::conformance::slots;

    use super::*;

    #[test]
    fn installed_packages_stay() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Lock { name: \"@example/all\" }",
                "1.4.0 Lock { name: \"@example/all\" }",
                "1.4.0 Lock { name: \"net\" }",
                "^1.4.0 LockRequirement { by: Name(\"net\"), on: \"@example/core\" }",
                "1.4.0 LockRequirement { by: Name(\"net\"), on: \"left\" }",
            ]
        );
    }
}
