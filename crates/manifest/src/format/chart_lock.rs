//! Chart.lock: the charts of this repository's folders, and the checksum over both files.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use sha2::{Digest, Sha256};
use version::native::HELM;

use super::{Format, uv_lock};
use crate::syntax::canonical::{GO, hex};
use crate::syntax::tree::{Node, Value};
use crate::syntax::yaml;
use crate::{Holder, LocateError, Located, Seal, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "helm-lock",
    title: "Chart.lock",
    files: &["Chart.lock"],
    dialect: &HELM,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# net 1.4.0
dependencies:
- name: net
  repository: file://../net
  version: 1.4.0
- name: inner
  repository: ""
  version: ^1.4.0
- name: left
  repository: https://example.org/charts
  version: 1.4.0
digest: sha256:00
generated: "2024-04-12T09:00:00Z"
"#,
};

/// The checksum over the dependencies of both files: `HashReq` and `HashV2Req` of Helm's resolver.
static SEAL: Seal = Seal {
    tool: "Helm",
    what: "checksum",
    of: "Chart.yaml",
    vital: false,
    command: "helm dependency update",
    ways: &[
        |manifest, lock| {
            let lists = [dependencies(manifest)?, dependencies(lock)?];
            Ok(Vec::from([sha256(&GO.list(&lists))]))
        },
        |manifest, _| {
            let all = GO.map(Vec::from([("dependencies", dependencies(manifest)?)]));
            Ok(Vec::from([sha256(&all)]))
        },
    ],
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse(source)?;
    let mut found = Located::default();
    for item in top.get("dependencies").map(Node::items).unwrap_or_default() {
        let (Some(name), Some(version)) = (item.text_at("name"), item.get("version")) else {
            let wanted = "`name` and `version` in every dependency".into();
            return Err(source.refuse(item.range.clone(), Trouble::NoVersion { wanted }));
        };
        let repository = item.text_at("repository").unwrap_or_default();
        let kind = if repository.starts_with("file://") {
            SlotKind::Lock { name: name.clone() }
        } else if repository.is_empty() {
            // A chart below charts/ is locked to what Chart.yaml requires.
            SlotKind::LockRequirement { by: Holder::Folder(".".into()), on: name.clone() }
        } else {
            found.pinned.extend(uv_lock::pinned(source, &name, Some(version)));
            continue;
        };
        found.slots.push(version.slot(source, &name, kind)?);
    }
    let Some(digest) = top.get("digest") else {
        let wanted = "`digest:` at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    found.slots.push(digest.slot(source, "digest", SlotKind::Seal(&SEAL))?);
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// A file's dependencies as Go writes Helm's `chart.Dependency`: what is absent or empty is left
/// out, but for the name and the repository.
fn dependencies(source: &Source<'_>) -> Result<String, LocateError> {
    let top = yaml::parse(source)?;
    let Some(list) = top.get("dependencies") else { return Ok("null".to_string()) };
    let mut written = Vec::new();
    for item in list.items() {
        let mut fields = Vec::new();
        for (key, always) in [
            ("name", true),
            ("version", false),
            ("repository", true),
            ("condition", false),
            ("tags", false),
            ("enabled", false),
            ("import-values", false),
            ("alias", false),
        ] {
            match item.get(key) {
                Some(node) if !is_empty(node) => fields.push((key, GO.value(source, node)?)),
                _ if always => fields.push((key, GO.text(""))),
                _ => {}
            }
        }
        written.push(GO.record(&fields));
    }
    Ok(GO.list(&written))
}

fn is_empty(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Text(text) => text.is_empty(),
        Value::Bool(value) => !value,
        Value::List(items) => items.is_empty(),
        Value::Other | Value::Alias | Value::Map(_) => false,
    }
}

fn sha256(text: &str) -> String {
    format!("sha256:{}", hex(&Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use place::RepoPath;

    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn charts_of_folders_are_ours() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Lock { name: \"net\" }",
                "^1.4.0 LockRequirement { by: Folder(\".\"), on: \"inner\" }",
                "sha256:00 Seal(Seal(\"Helm\"))",
            ]
        );
        assert_eq!(located(&FORMAT, FORMAT.sample).pinned[0].name, "left");
        assert!(matches!(trouble(&FORMAT, "dependencies: []\n"), Trouble::NoVersion { .. }));
    }

    /// The checksums are those that Helm's formulas give; charts in the wild agree with the first.
    #[test]
    fn checksums_are_helms() {
        let chart = "name: all\ndependencies:\n- name: net\n  version: '>=1.4.0 <2'\n  repository: file://../net\n  condition: net.enabled\n  enabled: false\n  tags: [a]\n  import-values: [data, { parent: y, child: x }]\n  alias: n\n";
        let lock = "dependencies:\n- name: net\n  repository: file://../net\n  version: 1.4.0\ndigest: x\n";
        let path = RepoPath::new("Chart.yaml").unwrap();
        let chart = Source::new(&path, chart.as_bytes()).unwrap();
        let lock = Source::new(&path, lock.as_bytes()).unwrap();
        let found: Vec<String> =
            SEAL.ways.iter().flat_map(|way| way(&chart, &lock).unwrap()).collect();
        assert_eq!(found, [V3, V2]);
    }

    const V3: &str = "sha256:94e91dfbd36f30f608137eab4daf4d3687f68945c91c2a896123a66d7d2206bc";
    const V2: &str = "sha256:949a70c298ef925b3088d23c08dc201a5ffb6f0a7c8876f2deb0a472699194cd";
}
