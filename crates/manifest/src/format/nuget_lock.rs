//! packages.lock.json: what NuGet locks, and the versions of the projects that it refers to.

use alloc::collections::BTreeSet;
use alloc::string::String;

use version::native::NUGET;

use super::{Format, dotnet, uv_lock};
use crate::syntax::json;
use crate::syntax::tree::{Entry, Node};
use crate::{Holder, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "nuget-lock",
    title: "packages.lock.json",
    files: &["packages.lock.json"],
    dialect: &NUGET,
    locks: &[],
    above: &[],
    locate,
    sample: r#"{
  "version": 1,
  "dependencies": {
    "net8.0": {
      "Left": {
        "type": "Direct",
        "requested": "[1.4.0, )",
        "resolved": "1.4.0",
        "contentHash": "00"
      },
      "example.core": {
        "type": "Project",
        "dependencies": { "Example.Net": "[1.4.0, )", "Left": "[1.4.0, )" }
      },
      "example.net": { "type": "Project" }
    }
  }
}
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    let Some(frameworks) = top.get("dependencies") else {
        let wanted = "\"dependencies\" at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let mut found = Located::default();
    for packages in frameworks.entries().iter().map(|framework| &framework.node) {
        let projects: BTreeSet<String> = packages
            .entries()
            .iter()
            .filter(|entry| is_project(&entry.node))
            .map(|entry| dotnet::normal(&entry.key))
            .collect();
        for entry in packages.entries() {
            let name = dotnet::normal(&entry.key);
            if is_project(&entry.node) {
                project(source, entry, &name, &projects, &mut found)?;
            } else {
                found.pinned.extend(uv_lock::pinned(source, &name, entry.node.get("resolved")));
            }
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn is_project(package: &Node<'_>) -> bool {
    package.get("type").and_then(Node::text) == Some("Project")
}

/// A project's references: to another project, by that one's version as the lowest; to packages,
/// as the project requires them.
fn project(
    source: &Source<'_>,
    entry: &Entry<'_>,
    name: &str,
    projects: &BTreeSet<String>,
    found: &mut Located,
) -> Result<(), LocateError> {
    for reference in entry.node.get("dependencies").map(Node::entries).unwrap_or_default() {
        let on = dotnet::normal(&reference.key);
        let range = reference.node.text();
        let lowest = range.and_then(|text| text.strip_prefix('[')?.strip_suffix(", )"));
        match lowest.filter(|_| projects.contains(&on)) {
            Some(version) => {
                let start = reference.node.range.start + 1;
                let range = start..start + version.len();
                let kind = SlotKind::Lock { name: on };
                found.slots.push(source.slot(&reference.key, range, version, kind)?);
            }
            None => {
                let kind = SlotKind::LockRequirement { by: Holder::Name(name.into()), on };
                found.slots.push(reference.node.slot(source, &reference.key, kind)?);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn projects_are_ours_by_their_version() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Lock { name: \"example.net\" }",
                "[1.4.0, ) LockRequirement { by: Name(\"example.core\"), on: \"left\" }",
            ]
        );
        let pinned = located(&FORMAT, FORMAT.sample).pinned;
        assert_eq!((pinned[0].name.as_str(), pinned[0].version.as_str()), ("left", "1.4.0"));
        assert!(matches!(trouble(&FORMAT, "{}"), Trouble::NoVersion { .. }));
    }
}
