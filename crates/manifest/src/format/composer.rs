//! composer.json and composer.lock: PHP packages, what they require, and what Composer locked.

mod stability;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use md5::{Digest, Md5};
use place::Span;
use version::native::COMPOSER;

use super::{Format, uv_lock};
use crate::syntax::canonical::{PHP, hex};
use crate::syntax::json;
use crate::syntax::tree::{Node, Value};
use crate::{Elsewhere, Holder, LocateError, Located, Seal, Slot, SlotKind, Source, Trouble};

pub(super) static MANIFEST: Format = Format {
    id: "composer",
    title: "composer.json",
    files: &["composer.json"],
    dialect: &COMPOSER,
    locks: &["composer.lock"],
    above: &[],
    locate: manifest,
    sample: r#"{
  "name": "example/core",
  "description": "core 1.4.0",
  "version": "1.4.0",
  "require": {
    "php": ">=8.1",
    "ext-json": "*",
    "example/net": "^1.4.0",
    "example/wire": "self.version"
  },
  "require-dev": { "example/left": "1.4.0" },
  "replace": { "example/old": "1.4.0" }
}
"#,
};

pub(super) static LOCK: Format = Format {
    id: "composer-lock",
    title: "composer.lock",
    files: &["composer.lock"],
    dialect: &COMPOSER,
    locks: &[],
    above: &[],
    locate: lock,
    sample: r#"{
  "content-hash": "00",
  "packages": [
    {
      "name": "example/net",
      "version": "1.4.0",
      "dist": { "type": "path", "url": "../net", "reference": "00" },
      "require": { "php": ">=8.1", "example/core": "^1.4.0" },
      "type": "library"
    },
    {
      "name": "example/left",
      "version": "1.4.0",
      "dist": { "type": "zip", "url": "https://example.org/left-1.4.0.zip" },
      "require": { "example/core": "^1.4.0" }
    }
  ],
  "packages-dev": []
}
"#,
};

/// The checksum of what composer.json says of the package and its dependencies:
/// `Locker::getContentHash`.
static SEAL: Seal = Seal {
    tool: "Composer",
    what: "checksum",
    of: "composer.json",
    vital: false,
    command: "composer update NAME --no-install",
    ways: &[|manifest, lock| {
        stability::agrees(manifest, lock)?;
        Ok(Vec::from([content_hash(manifest)?]))
    }],
};

/// The keys that count for the checksum, sorted as PHP sorts them.
const RELEVANT: &[&str] = &[
    "config",
    "conflict",
    "extra",
    "minimum-stability",
    "name",
    "prefer-stable",
    "provide",
    "replace",
    "repositories",
    "require",
    "require-dev",
    "version",
];

fn manifest(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    let Some(name) = top.get("name") else {
        let wanted = "\"name\" at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let mut found = Located { name: name.text().map(ToString::to_string), ..Located::default() };
    match top.get("version") {
        Some(node) => found.slots.push(version(source, node, "version", SlotKind::Version)?),
        None => found.elsewhere.push(Elsewhere::Tags {
            span: source.span(name.range.clone()),
            how: "no \"version\": Composer asks git".into(),
        }),
    }
    let kind =
        |on: String, table: &str| SlotKind::Requirement { on, path: None, table: table.into() };
    requirements(source, &top, kind, &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// A version, without the `v` that Composer lets stand before one.
fn version(
    source: &Source<'_>,
    node: &Node<'_>,
    what: &str,
    kind: SlotKind,
) -> Result<Slot, LocateError> {
    let slot = node.slot(source, what, kind)?;
    let digits = |bare: &&str| bare.starts_with(|c: char| c.is_ascii_digit());
    Ok(match slot.text.strip_prefix(['v', 'V']).filter(digits) {
        Some(bare) => {
            let (span, text) = (Span::new(slot.span.start + 1, slot.span.end), bare.into());
            Slot { span, text, ..slot }
        }
        None => slot,
    })
}

fn lock(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = json::parse(source)?;
    let Some(hash) = top.get("content-hash") else {
        let wanted = "\"content-hash\" at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let mut found = Located::default();
    found.slots.push(hash.slot(source, "content-hash", SlotKind::Seal(&SEAL))?);
    for package in ["packages", "packages-dev"].iter().flat_map(|key| items(&top, key)) {
        let (Some(name), Some(stated)) = (package.text_at("name"), package.get("version")) else {
            let wanted = "\"name\" and \"version\" in every package".into();
            return Err(source.refuse(package.range.clone(), Trouble::NoVersion { wanted }));
        };
        if package.find(&["dist", "type"]).and_then(Node::text) != Some("path") {
            found.pinned.extend(uv_lock::pinned(source, &name, Some(stated)));
            continue;
        }
        // A branch's name stands there for a package that only tags give a version.
        let branch = |text: &str| text.starts_with("dev-") || text.ends_with("-dev");
        if !stated.text().is_some_and(branch) {
            let kind = SlotKind::Lock { name: name.clone() };
            found.slots.push(version(source, stated, &name, kind)?);
        }
        let by = Holder::Name(name);
        let kind = |on, _: &str| SlotKind::LockRequirement { by: by.clone(), on };
        requirements(source, package, kind, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn items<'n, 'a>(top: &'n Node<'a>, key: &str) -> &'n [Node<'a>] {
    top.get(key).map(Node::items).unwrap_or_default()
}

/// The constraints on packages; PHP itself and its extensions are none.
fn requirements(
    source: &Source<'_>,
    parent: &Node<'_>,
    kind: impl Fn(String, &str) -> SlotKind,
    found: &mut Located,
) -> Result<(), LocateError> {
    for table in ["require", "require-dev"] {
        for entry in parent.get(table).map(Node::entries).unwrap_or_default() {
            if entry.key.contains('/') && !entry.node.text().is_some_and(is_branch) {
                let kind = kind(entry.key.to_string(), table);
                found.slots.push(entry.node.slot(source, &entry.key, kind)?);
            }
        }
    }
    Ok(())
}

/// Whether a constraint names a branch, which is no version of anybody's: `dev-main`, `1.x-dev`, and
/// what it stands for, `dev-main as 1.4.0`.
fn is_branch(constraint: &str) -> bool {
    let name = constraint.split(' ').next().unwrap_or_default();
    name.starts_with("dev-") || name.ends_with(".x-dev")
}

fn content_hash(manifest: &Source<'_>) -> Result<String, LocateError> {
    let top = json::parse(manifest)?;
    let mut relevant = Vec::new();
    for key in RELEVANT {
        let value = match *key {
            "config" => match top.find(&["config", "platform"]) {
                Some(platform) if manifest_text(manifest, platform) != Some("null") => {
                    PHP.map(Vec::from([("platform", PHP.value(manifest, platform)?)]))
                }
                _ => continue,
            },
            key => match top.get(key) {
                Some(node) => PHP.value(manifest, node)?,
                None => continue,
            },
        };
        relevant.push((*key, value));
    }
    Ok(hex(&Md5::digest(PHP.map(relevant).as_bytes())))
}

fn manifest_text<'a>(source: &Source<'a>, node: &Node<'_>) -> Option<&'a str> {
    matches!(node.value, Value::Other).then(|| source.body().get(node.range.clone()))?
}

#[cfg(test)]
mod tests {
    use place::RepoPath;

    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn branches_are_required_at_no_version() {
        let requires = |constraint: &str| {
            let text = alloc::format!(
                "{{\"name\": \"a/b\", \"version\": \"1.4.0\", \"require\": {{\"a/c\": \"{constraint}\"}}}}"
            );
            located(&MANIFEST, &text).slots.len() - 1
        };
        for branch in ["dev-main", "dev-main as 1.4.0", "1.x-dev", "1.4.x-dev"] {
            assert_eq!(requires(branch), 0, "{branch}");
        }
        assert_eq!((requires("^1.4@dev"), requires("1.4.0-dev")), (1, 1));
    }

    #[test]
    fn packages_have_a_vendor() {
        let found = located(&MANIFEST, MANIFEST.sample);
        assert_eq!(found.name.as_deref(), Some("example/core"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "^1.4.0", "self.version", "1.4.0"]);
        let tagged = located(&MANIFEST, "{\"name\": \"example/core\"}");
        assert!(matches!(tagged.elsewhere[..], [Elsewhere::Tags { .. }]));
        assert!(matches!(trouble(&MANIFEST, "{}"), Trouble::NoVersion { .. }));
    }

    #[test]
    fn packages_of_folders_are_ours() {
        assert_eq!(
            slots(&LOCK, LOCK.sample),
            [
                "00 Seal(Seal(\"Composer\"))",
                "1.4.0 Lock { name: \"example/net\" }",
                "^1.4.0 LockRequirement { by: Name(\"example/net\"), on: \"example/core\" }",
            ]
        );
        assert_eq!(located(&LOCK, LOCK.sample).pinned[0].name, "example/left");
        let branch = LOCK.sample.replacen("\"version\": \"1.4.0\"", "\"version\": \"dev-main\"", 1);
        assert_eq!(slots(&LOCK, &branch).len(), 2);
    }

    /// The checksum is that of Composer 2.5.5.
    #[test]
    fn checksums_are_composers() {
        let text = "{\"type\": \"library\", \"version\": \"1.4.0\", \"name\": \"example/caf\u{e9}\", \"require\": {\"php\": \">=8.1\", \"example/net\": \"^1.4\"}, \"extra\": {}, \"config\": {\"sort-packages\": true, \"platform\": {\"php\": \"8.2\"}}, \"repositories\": [{\"type\": \"path\", \"url\": \"../*\", \"options\": {\"symlink\": false}}]}";
        let path = RepoPath::new("composer.json").unwrap();
        let source = Source::new(&path, text.as_bytes()).unwrap();
        assert_eq!(content_hash(&source).unwrap(), HASH);
        let float = text.replace("{}", "{\"a\": 1.0}");
        let float = Source::new(&path, float.as_bytes()).unwrap();
        assert!(content_hash(&float).is_err());
    }

    #[test]
    fn a_sign_before_the_version_stays() {
        for format in [&MANIFEST, &LOCK] {
            let of = |text: &str| format.sample.replace("\"version\": \"1.4.0\"", text);
            let texts = |text: &str| -> Vec<String> {
                located(format, text).slots.into_iter().map(|slot| slot.text).collect()
            };
            let plain = texts(format.sample);
            assert_eq!(texts(&of("\"version\": \"v1.4.0\"")), plain, "{}", format.id);
            assert_eq!(texts(&of("\"version\": \"V1.4.0\"")), plain, "{}", format.id);
        }
    }

    const HASH: &str = "899e2966724d307c1f59514756598e9e";
}
