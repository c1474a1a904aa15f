//! uv.lock: the repository's own packages, and the requirements that it copies of them.

use alloc::vec::Vec;

use version::native::PEP440;

use super::{Format, pyproject};
use crate::syntax::toml;
use crate::syntax::tree::Node;
use crate::{Holder, LocateError, Located, Pinned, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "uv-lock",
    title: "uv.lock",
    files: &["uv.lock"],
    dialect: &PEP440,
    locks: &[],
    above: &[],
    locate,
    sample: r#"version = 1
requires-python = ">=3.12"

[[package]]
name = "example-core"
version = "1.4.0"
source = { editable = "." }
dependencies = [
    { name = "example-net" },
    { name = "left" },
]

[package.metadata]
requires-dist = [
    { name = "example-net", specifier = ">=1.4.0,<2", editable = "packages/net" },
    { name = "left", specifier = "==1.4.0" },
]

[package.metadata.requires-dev]
dev = [{ name = "example-net", extras = ["test"], specifier = ">=1.4.0" }]

[[package]]
name = "example-net"
version = "1.4.0"
source = { editable = "packages/net" }

[[package]]
name = "left"
version = "1.4.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://example.org/left-1.4.0.tar.gz", hash = "sha256:00", size = 1 }
"#,
};

/// What a package's source is called where it lies in a folder.
const FOLDERS: &[&str] = &["editable", "virtual", "directory"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = toml::parse(source)?;
    let packages = top.get("package").map(Node::items).unwrap_or_default();
    if packages.is_empty() {
        let wanted = "a [[package]]".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    let mut found = Located::default();
    for package in packages {
        let (Some(name), Some(from)) = (package.text_at("name"), package.get("source")) else {
            let wanted = "`name` and `source` in every [[package]]".into();
            return Err(source.refuse(package.range.clone(), Trouble::NoVersion { wanted }));
        };
        let name = pyproject::normal(&name);
        let version = package.get("version");
        if !FOLDERS.iter().any(|folder| from.get(folder).is_some()) {
            found.pinned.extend(pinned(source, &name, version));
            continue;
        }
        // A package whose version is dynamic has none here.
        if let Some(version) = version {
            let kind = SlotKind::Lock { name: name.clone() };
            found.slots.push(version.slot(source, &name, kind)?);
        }
        let Some(metadata) = package.get("metadata") else { continue };
        let lists = metadata.get("requires-dev").map(Node::entries).unwrap_or_default();
        let lists = lists.iter().map(|entry| &entry.node).chain(metadata.get("requires-dist"));
        for item in lists.flat_map(|list| list.items()) {
            let (Some(on), Some(specifier)) = (item.text_at("name"), item.get("specifier")) else {
                continue;
            };
            let (by, on) = (Holder::Name(name.clone()), pyproject::normal(&on));
            let kind = SlotKind::LockRequirement { by, on };
            found.slots.push(specifier.slot(source, &name, kind)?);
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// A package from a registry, an archive or a repository.
pub(super) fn pinned(
    source: &Source<'_>,
    name: &str,
    version: Option<&Node<'_>>,
) -> Option<Pinned> {
    let version = version?;
    let (name, span) = (name.into(), source.span(version.range.clone()));
    Some(Pinned { name, span, version: version.text()?.into(), answers: Vec::new() })
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn packages_of_folders_are_ours() {
        let on = |text: &str, on: &str| {
            alloc::format!("{text} LockRequirement {{ by: Name(\"example-core\"), on: \"{on}\" }}")
        };
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Lock { name: \"example-core\" }".into(),
                on(">=1.4.0,<2", "example-net"),
                on("==1.4.0", "left"),
                on(">=1.4.0", "example-net"),
                "1.4.0 Lock { name: \"example-net\" }".into(),
            ]
        );
        let pinned = located(&FORMAT, FORMAT.sample).pinned;
        assert_eq!((pinned[0].name.as_str(), pinned[0].version.as_str()), ("left", "1.4.0"));
        assert!(matches!(trouble(&FORMAT, "version = 1\n"), Trouble::NoVersion { .. }));
    }
}
