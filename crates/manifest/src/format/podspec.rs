//! CocoaPods: podspecs, and the pods of folders in Podfile.lock.
//!
//! Source: CocoaPods, "Podspec Syntax Reference", `Pod::Lockfile`.

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::COCOAPODS;

use super::ruby::Specification;
use super::{Format, ruby};
use crate::syntax::code::{self, Cursor, RUBY};
use crate::syntax::tree::{Entry, Node};
use crate::syntax::yaml;
use crate::{Holder, LocateError, Located, Pinned, Seal, SlotKind, Source, Trouble};

pub(super) static SPEC: Format = Format {
    id: "podspec",
    title: "podspec",
    files: &["*.podspec"],
    dialect: &COCOAPODS,
    locks: &["Podfile.lock"],
    above: &[],
    locate: spec,
    sample: r##"# Core 1.4.0
Pod::Spec.new do |s|
  s.name = 'Core'
  s.version = '1.4.0'
  s.summary = 'Core 1.4.0'
  s.source = { :git => 'https://example.org/core.git', :tag => s.version.to_s }
  s.ios.deployment_target = '1.4.0'
  s.dependency 'Left', '1.4.0'
  s.subspec 'Ui' do |ss|
    ss.dependency 'Core/Base'
    ss.ios.dependency 'Net/Wire', '~> 1.4.0'
  end
end
"##,
};

pub(super) static LOCK: Format = Format {
    id: "podfile-lock",
    title: "Podfile.lock",
    files: &["Podfile.lock"],
    dialect: &COCOAPODS,
    locks: &[],
    above: &[],
    locate: lock,
    sample: r#"PODS:
  - Core (1.4.0):
    - Core/Ui (= 1.4.0)
    - Left (= 1.4.0)
  - Core/Ui (1.4.0):
    - Net/Wire (~> 1.4.0)
  - Left (1.4.0)
  - Net/Wire (1.4.0)

DEPENDENCIES:
  - Core (from `../core`)
  - Left (= 1.4.0)
  - Net (from `../net`)

SPEC REPOS:
  trunk:
    - Left

EXTERNAL SOURCES:
  Core:
    :path: "../core"
  Net:
    :path: "../net"

SPEC CHECKSUMS:
  Core: "00"
  Left: 11
  Net: "22"

PODFILE CHECKSUM: "33"

COCOAPODS: 1.15.2
"#,
};

/// The checksums of pods: of a specification as CocoaPods prints it once it has run its code.
static SEAL: Seal = Seal {
    tool: "CocoaPods",
    what: "checksum",
    of: "Podfile",
    vital: false,
    command: "pod install",
    ways: &[],
};

fn spec(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &RUBY);
    let mut found = Located::default();
    let mut spec = Specification { text: &text, versions: Vec::new(), calls: Vec::new() };
    for line in code::lines(&text).flat_map(|line| ruby::pieces(line, &[';'])) {
        if let Some(member) = line.name().1.word(".") {
            if let Some((name, _)) = ruby::assigned(member, "name").and_then(Cursor::quoted) {
                // A subspec takes its name from the call that begins it.
                found.name.get_or_insert_with(|| name.text.into());
            }
            spec.versions.extend(ruby::assigned(member, "version"));
        }
        // A block may begin and end on one line.
        for inside in ruby::pieces(line, &['|']) {
            let Some(member) = inside.name().1.word(".") else { continue };
            let of_platform = || member.name().1.word(".")?.word("dependency");
            spec.calls.extend(member.word("dependency").or_else(of_platform));
        }
    }
    ruby::own(source, &text, &spec.versions, &mut found)?;
    spec.requirements(source, |on| pod(on).to_string(), &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The pod of `Core/Ui`, which is a part of it.
fn pod(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

fn lock(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse(source)?;
    let Some(pods) = top.get("PODS") else {
        let wanted = "`PODS:` at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let external = top.get("EXTERNAL SOURCES").map(Node::entries).unwrap_or_default();
    let of_path = |entry: &&Entry<'_>| entry.node.get(":path").is_some();
    let ours: BTreeSet<&str> =
        external.iter().filter(of_path).map(|entry| pod(&entry.key)).collect();
    let mut found = Located::default();
    for item in pods.items() {
        // `Core (1.4.0)`, and as a key where it requires something.
        let (line, requires): (_, &[Node<'_>]) = match item.entries() {
            [entry] => (cursor(source, &entry.at, &entry.key), entry.node.items()),
            _ => (item.text().and_then(|text| cursor(source, &item.range, text)), &[]),
        };
        let Some((name, version)) = line.and_then(divided) else {
            let message = "a pod is `Name (version)`".into();
            let trouble = Trouble::Syntax { syntax: "Podfile.lock", message };
            return Err(source.refuse(item.range.clone(), trouble));
        };
        let own = pod(name.text).to_string();
        if !ours.contains(own.as_str()) {
            let (span, version) = (source.span(version.range()), version.text.to_string());
            found.pinned.push(Pinned { name: own, span, version, answers: Vec::new() });
            continue;
        }
        let kind = SlotKind::Lock { name: own.clone() };
        found.slots.push(source.slot(name.text, version.range(), version.text, kind)?);
        for node in requires {
            let line = node.text().and_then(|text| cursor(source, &node.range, text));
            if let Some((on, bounds)) = line.and_then(divided) {
                requirement(source, &own, pod(on.text), bounds, &mut found)?;
            }
        }
    }
    for entry in top.get("SPEC CHECKSUMS").map(Node::entries).unwrap_or_default() {
        if ours.contains(entry.key.as_ref()) {
            found.slots.push(entry.node.slot(source, &entry.key, SlotKind::Seal(&SEAL))?);
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The text at a range, where it is written plainly.
fn cursor<'t>(
    source: &Source<'t>,
    range: &core::ops::Range<usize>,
    text: &str,
) -> Option<Cursor<'t>> {
    let raw = source.body().get(range.clone()).filter(|raw| *raw == text)?;
    Some(Cursor { text: raw, at: range.start })
}

/// `Core/Ui (= 1.4.0)`: the name, and what is in the brackets.
fn divided(line: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    let (name, rest) = line.until(char::is_whitespace);
    let (inside, end) = rest.space().word("(")?.until(|c| c == ')');
    (end.text == ")").then_some((name, inside))
}

/// `>= 1.4.0, < 2`: each bound is a slot, as it is in a podspec. What a pod requires of itself is
/// its own version.
fn requirement(
    source: &Source<'_>,
    own: &str,
    on: &str,
    bounds: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut rest = Some(bounds);
    while let Some(bounds) = rest {
        let (bound, after) = bounds.space().until(|c| c == ',');
        let bound = bound.trimmed();
        if on == own {
            if let Some(version) = bound.word("=").map(Cursor::space) {
                let kind = SlotKind::Lock { name: own.into() };
                found.slots.push(source.slot(on, version.range(), version.text, kind)?);
            }
        } else {
            let kind = SlotKind::LockRequirement { by: Holder::Name(own.into()), on: on.into() };
            found.slots.push(source.slot(on, bound.range(), bound.text, kind)?);
        }
        rest = after.word(",");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use crate::Elsewhere;
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn dependencies_of_subspecs_are_on_the_whole_pod() {
        let on = |text: &str, on: &str| {
            format!("{text} Requirement {{ on: \"{on}\", path: None, table: \"dependencies\" }}")
        };
        assert_eq!(
            slots(&SPEC, SPEC.sample),
            ["1.4.0 Version".into(), on("1.4.0", "Left"), on("~> 1.4.0", "Net")]
        );
        assert_eq!(located(&SPEC, SPEC.sample).name.as_deref(), Some("Core"));
        assert!(matches!(trouble(&SPEC, "Pod::Spec.new\n"), Trouble::NoVersion { .. }));
    }

    #[test]
    fn a_react_native_pod_has_the_version_of_its_package() {
        let text = "require 'json'\npackage = JSON.parse(File.read(File.join(__dir__, 'package.json')))\nPod::Spec.new do |s|\n  s.name = 'Core'\n  s.version = package['version']\nend\n";
        let found = located(&SPEC, text);
        let [Elsewhere::File { files, format, .. }] = &found.elsewhere[..] else { panic!() };
        assert_eq!((files[0].as_str(), format.id), ("package.json", "npm"));
    }

    #[test]
    fn pods_of_folders_are_ours() {
        let own = |name: &str| format!("1.4.0 Lock {{ name: \"{name}\" }}");
        let by = |text: &str, by: &str, on: &str| {
            format!("{text} LockRequirement {{ by: Name(\"{by}\"), on: \"{on}\" }}")
        };
        assert_eq!(
            slots(&LOCK, LOCK.sample),
            [
                own("Core"),
                own("Core"),
                by("= 1.4.0", "Core", "Left"),
                own("Core"),
                by("~> 1.4.0", "Core", "Net"),
                own("Net"),
                "00 Seal(Seal(\"CocoaPods\"))".into(),
                "22 Seal(Seal(\"CocoaPods\"))".into(),
            ]
        );
        let pinned = located(&LOCK, LOCK.sample).pinned;
        let pinned: Vec<(&str, &str)> =
            pinned.iter().map(|one| (one.name.as_str(), one.version.as_str())).collect();
        assert_eq!(pinned, [("Left", "1.4.0")]);
        assert!(matches!(trouble(&LOCK, "COCOAPODS: 1.15.2\n"), Trouble::NoVersion { .. }));
        assert!(matches!(trouble(&LOCK, "PODS:\n  - Core\n"), Trouble::Syntax { .. }));
        let texts: Vec<String> = slots(&LOCK, "PODS:\n  - Core (1.4.0)\n");
        assert!(texts.is_empty(), "{texts:?}");
    }
}
