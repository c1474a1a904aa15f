//! package-lock.json and npm-shrinkwrap.json: the root and the workspaces' packages.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::native::NPM;

use super::{Format, package_json};
use crate::syntax::json;
use crate::syntax::tree::{Entry, Node};
use crate::{Holder, LocateError, Located, Pinned, Slot, SlotKind, Source, Trouble};

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
    let packages = top.get("packages").map(Node::entries).unwrap_or_default();
    let tree = Tree(packages.iter().map(|entry| (entry.key.as_ref(), &entry.node)).collect());
    for entry in packages {
        // What lies in a node_modules folder was installed there; links hold no version.
        if entry.key.split('/').any(|folder| folder == "node_modules") {
            found.pinned.extend(installed(source, entry));
            continue;
        }
        let package = &entry.node;
        if let Some(version) = package.get("version") {
            let name = package_name(entry, name.as_deref());
            found.slots.push(version.slot(source, &entry.key, SlotKind::Lock { name })?);
        }
        // The root need not have a name.
        let folder = if entry.key.is_empty() { "." } else { &entry.key };
        let holder = Holder::Folder(folder.into());
        let copied = |on, _table| SlotKind::LockRequirement { by: holder.clone(), on };
        let mut requires = Located::default();
        package_json::requirements(source, package, copied, &mut requires)?;
        let here = |slot: &Slot| match &slot.kind {
            SlotKind::LockRequirement { on, .. } => !tree.installs(&entry.key, on, &slot.text),
            _ => true,
        };
        found.slots.extend(requires.slots.into_iter().filter(here));
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The packages by the folders that they lie in.
struct Tree<'n, 'a>(BTreeMap<&'n str, &'n Node<'a>>);

impl Tree<'_, '_> {
    /// Whether the package in `folder` has what it requires of `on` from a registry: what is nearest
    /// in the folders above is an installed package that meets it, and no link into the workspace. One
    /// table may ask for an old release, to test against, while another means what is here.
    fn installs(&self, folder: &str, on: &str, requirement: &str) -> bool {
        let mut above = Some(folder);
        while let Some(folder) = above {
            let parted = if folder.is_empty() { "" } else { "/" };
            if let Some(found) = self.0.get(format!("{folder}{parted}{NODE_MODULES}{on}").as_str())
            {
                return !found.get("link").is_some_and(Node::is_true) && meets(found, requirement);
            }
            let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
            above = (!folder.is_empty()).then_some(parent);
        }
        false
    }
}

/// Whether an installed package is one that a requirement lets in; it is where that cannot be told.
fn meets(installed: &Node<'_>, requirement: &str) -> bool {
    let version = installed.get("version").and_then(Node::text);
    let met = version.zip(NPM.requires).map(|(version, is)| (is.admits)(requirement, version));
    met.is_none_or(|met| met.unwrap_or(true))
}

const NODE_MODULES: &str = "node_modules/";

/// A package from a registry that lies in a node_modules folder of the workspace, not in that of
/// another installed package.
fn installed(source: &Source<'_>, entry: &Entry<'_>) -> Option<Pinned> {
    let (above, name) = entry.key.split_once(NODE_MODULES)?;
    if !(above.is_empty() || above.ends_with('/')) || name.contains(NODE_MODULES) {
        return None;
    }
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
                "^1.4.0 LockRequirement { by: Folder(\"packages/net\"), on: \"@example/core\" }",
            ]
        );
    }

    #[test]
    fn what_is_installed_answers_what_it_meets() {
        let text = r#"{ "lockfileVersion": 3, "packages": {
            "node_modules/core": { "resolved": "core", "link": true },
            "core": { "version": "7.6.0" },
            "app": {
                "version": "1.0.0",
                "devDependencies": { "core": "7.0.0" },
                "peerDependencies": { "core": "^7.5.0" }
            },
            "app/node_modules/core": { "version": "7.0.0" }
        } }"#;
        let found = slots(&FORMAT, text);
        let on_core = found.iter().filter(|slot| slot.contains("LockRequirement"));
        let on_core: Vec<&String> = on_core.collect();
        assert!(matches!(on_core[..], [one] if one.starts_with("^7.5.0 ")), "{on_core:?}");
    }
}
