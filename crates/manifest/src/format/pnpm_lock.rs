//! pnpm-lock.yaml: what the workspace's own packages require of each other, as their manifests have
//! it.
//!
//! pnpm takes a lock file for current (`--frozen-lockfile`) while every `specifier` in it is that of
//! the package.json or the catalogue. Where a sibling is linked, no version of it is locked. One
//! from a registry is: a requirement on it stays as it is until pnpm writes both.
//!
//! Source: pnpm, the lock files of its releases 7 to 12 (versions 5.4, 6.0 and 9.0).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::native::NPM;

use super::package_json::overrides;
use super::{Format, package_json};
use crate::syntax::tree::{Entry, Node};
use crate::syntax::yaml;
use crate::{Answered, Holder, LocateError, Located, Pinned, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "pnpm-lock",
    title: "pnpm-lock.yaml",
    files: &["pnpm-lock.yaml"],
    dialect: &NPM,
    locks: &[],
    above: &[],
    locate,
    sample: r#"lockfileVersion: '9.0'

catalogs:
  default:
    '@example/net':
      specifier: ^1.4.0
      version: 1.4.0
    left:
      specifier: 1.4.0
      version: 1.4.0

overrides:
  left>@example/core: ^1.4.0

importers:

  .: {}

  packages/app:
    dependencies:
      '@example/core':
        specifier: workspace:^1.4.0
        version: link:../core
      '@example/net':
        specifier: 'catalog:'
        version: link:../net
      left:
        specifier: 'catalog:'
        version: 1.4.0
    optionalDependencies:
      wire:
        specifier: npm:@example/core@~1.4.0
        version: file:packages/core(left@1.4.0)
    devDependencies:
      right:
        specifier: ^1.4.0
        version: 1.4.0(left@1.4.0)

  packages/core: {}

packages:

  '@example/core@file:packages/core':
    resolution: {directory: packages/core, type: directory}
    peerDependencies:
      left: '>=1.4.0'

  left@1.4.0:
    resolution: {integrity: sha512-00==}
"#,
};

/// A dependency of one of the workspace's packages.
struct Dependency<'n, 'a> {
    /// The package's folder.
    folder: &'n str,
    entry: &'n Entry<'a>,
    specifier: &'n Node<'a>,
    /// What it came to: a folder behind `link:` or `file:`, or a version.
    resolved: &'n Node<'a>,
}

impl Dependency<'_, '_> {
    /// Whether it is taken from a folder of the repository.
    fn is_linked(&self) -> bool {
        let text = self.resolved.text().unwrap_or_default();
        text.starts_with("link:") || text.starts_with("file:")
    }
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    // Before the workspace's own document, one may lock what pnpm itself is set up with.
    let top = yaml::parse_last(source)?;
    if top.get("lockfileVersion").is_none() {
        let wanted = "`lockfileVersion:` at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    let mut found = Located::default();
    let all = dependencies(&top);
    for one in &all {
        let Some(text) = one.specifier.text() else { continue };
        let asked = package_json::versioned(&one.entry.key, text);
        if !one.is_linked() {
            let name = asked.map_or_else(|| one.entry.key.to_string(), |(on, _)| on);
            let answers = Vec::from_iter((!text.contains(':')).then(|| text.to_string()));
            found.pinned.extend(pinned(source, name, answers, one.resolved));
        } else if let Some((on, start)) = asked {
            let kind = SlotKind::LockRequirement { by: Holder::Folder(one.folder.into()), on };
            requirement(source, one.specifier, start, kind, &mut found)?;
        }
    }
    for catalog in top.get("catalogs").map(Node::entries).unwrap_or_default() {
        for entry in catalog.node.entries() {
            catalogued(source, &catalog.key, entry, &all, &mut found)?;
        }
    }
    for entry in top.get("packages").map(Node::entries).unwrap_or_default() {
        copied(source, &entry.node, &mut found)?;
    }
    // They stand before the packages that they are for.
    let whole = top.get("importers").is_some() || !all.is_empty();
    let overrides = top.get("overrides").filter(|_| whole);
    for entry in overrides.map(Node::entries).unwrap_or_default() {
        overridden(source, &top, entry, &all, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The dependencies of all packages of the workspace; of a repository with one package, those that
/// stand at the top.
fn dependencies<'n, 'a>(top: &'n Node<'a>) -> Vec<Dependency<'n, 'a>> {
    let mut all = Vec::new();
    match top.get("importers") {
        Some(importers) => {
            for importer in importers.entries() {
                add(&importer.key, &importer.node, &mut all);
            }
        }
        None => add(".", top, &mut all),
    }
    all
}

fn add<'n, 'a>(folder: &'n str, package: &'n Node<'a>, all: &mut Vec<Dependency<'n, 'a>>) {
    for entry in
        package_json::TABLES.iter().filter_map(|table| package.get(table)).flat_map(Node::entries)
    {
        // Until 5.4 the specifiers stood in a list of their own.
        let (specifier, resolved) = match entry.node.get("specifier") {
            Some(specifier) => (Some(specifier), entry.node.get("version")),
            None => (package.find(&["specifiers", &entry.key]), Some(&entry.node)),
        };
        if let (Some(specifier), Some(resolved)) = (specifier, resolved) {
            all.push(Dependency { folder, entry, specifier, resolved });
        }
    }
}

fn requirement(
    source: &Source<'_>,
    node: &Node<'_>,
    start: usize,
    kind: SlotKind,
    found: &mut Located,
) -> Result<(), LocateError> {
    let value = node.text().and_then(|text| text.get(start..)).unwrap_or_default();
    let range = node.range.start + start..node.range.end;
    found.slots.push(source.slot("a specifier", range, value, kind)?);
    Ok(())
}

/// A catalogue's requirement on a package that is linked, copied for each that takes it from there,
/// and the version that it came to.
fn catalogued(
    source: &Source<'_>,
    catalog: &str,
    entry: &Entry<'_>,
    all: &[Dependency<'_, '_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let takes = |one: &&Dependency<'_, '_>| {
        one.entry.key == entry.key
            && one.specifier.text().and_then(package_json::catalog) == Some(catalog)
    };
    let users: Vec<_> = all.iter().filter(takes).collect();
    let (Some(specifier), Some(version)) = (entry.node.get("specifier"), entry.node.get("version"))
    else {
        return Ok(());
    };
    let asked = specifier.text().and_then(|text| package_json::versioned(&entry.key, text));
    let Some((on, start)) = asked.filter(|_| users.iter().all(|one| one.is_linked())) else {
        return Ok(());
    };
    // Since pnpm 10, the version of what is linked is the requirement once more.
    let again = version.text() == specifier.text();
    for one in &users {
        let by = Holder::Folder(one.folder.into());
        let kind = SlotKind::LockRequirement { by, on: on.clone() };
        requirement(source, specifier, start, kind.clone(), found)?;
        if again {
            requirement(source, version, start, kind, found)?;
        }
    }
    if !again && !users.is_empty() {
        found.slots.push(version.slot(source, &entry.key, SlotKind::Lock { name: on })?);
    }
    Ok(())
}

/// A package that is copied out of its folder, with what its manifest says of it.
fn copied(source: &Source<'_>, package: &Node<'_>, found: &mut Located) -> Result<(), LocateError> {
    let Some(folder) = package.find(&["resolution", "directory"]).and_then(Node::text) else {
        return Ok(());
    };
    if let (Some(name), Some(version)) = (package.text_at("name"), package.get("version")) {
        let kind = SlotKind::Lock { name: name.clone() };
        found.slots.push(version.slot(source, &name, kind)?);
    }
    for entry in package.get("peerDependencies").map(Node::entries).unwrap_or_default() {
        let Some(text) = entry.node.text() else { continue };
        if let Some((on, start)) = package_json::versioned(&entry.key, text) {
            let kind = SlotKind::LockRequirement { by: Holder::Folder(folder.into()), on };
            requirement(source, &entry.node, start, kind, found)?;
        }
    }
    Ok(())
}

/// What is taken in the place of requirements, and of those of the workspace's own packages that have
/// its text instead of their own.
fn overridden(
    source: &Source<'_>,
    top: &Node<'_>,
    entry: &Entry<'_>,
    all: &[Dependency<'_, '_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let (by, name) = overrides::selector(&entry.key);
    let Some((on, start)) = overrides::versioned(name, &entry.node) else { return Ok(()) };
    let text = entry.node.text().unwrap_or_default();
    let alike =
        all.iter().filter(|one| one.entry.key == name && one.specifier.text() == Some(text));
    let installed = top.get("packages").map(Node::entries).unwrap_or_default().iter();
    let installed: Vec<Pinned> =
        installed.filter_map(|entry| answering(source, entry, &on, (text, start))).collect();
    // One from a registry is locked with its checksum.
    if !installed.is_empty() || alike.clone().any(|one| !one.is_linked()) {
        found.pinned.extend(installed);
        return Ok(());
    }
    overrides::copied(source, (by, &on), (&entry.node, start), found)?;
    // Those of one package are its own in any case. Of others it takes the place only while they are
    // among the ones that it is for.
    let range =
        overrides::range(&entry.key).filter(|_| by.is_none() && alike.clone().next().is_some());
    found
        .answered
        .extend(range.map(|range| Answered { name: on.clone(), requirement: range.into() }));
    for one in alike.filter(|_| by.is_none()) {
        overrides::copied(source, (by, &on), (one.specifier, start), found)?;
    }
    Ok(())
}

/// A package from a registry that is called `on` and answers the requirement in a value:
/// `@example/core@1.4.0`, until 5.4 `/@example/core/1.4.0`.
fn answering(
    source: &Source<'_>,
    entry: &Entry<'_>,
    on: &str,
    (text, start): (&str, usize),
) -> Option<Pinned> {
    let key = entry.key.strip_prefix('/').unwrap_or(&entry.key);
    let behind = key.strip_prefix(on)?.strip_prefix(['@', '/'])?;
    let version = behind.split(['(', '_']).next()?;
    let admits =
        NPM.requires.map(|rules| (rules.admits)(text.get(start..).unwrap_or_default(), version));
    (admits? == Ok(true)).then(|| Pinned {
        name: on.into(),
        span: source.span(entry.at.clone()),
        version: version.into(),
        answers: Vec::from([text.into()]),
    })
}

/// `1.4.0(left@1.4.0)`, or `1.4.0_left@1.4.0` until 5.4, and behind an alias `name@1.4.0`.
fn pinned(
    source: &Source<'_>,
    name: String,
    answers: Vec<String>,
    resolved: &Node<'_>,
) -> Option<Pinned> {
    let whole = resolved.text()?.split(['(', '_']).next()?;
    let version = whole.rsplit('@').next().unwrap_or(whole);
    let span = source.span(resolved.range.clone());
    Some(Pinned { name, span, version: version.into(), answers })
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use crate::conformance::{located, slots, trouble};

    use super::*;

    fn by(text: &str, folder: &str, on: &str) -> String {
        format!("{text} LockRequirement {{ by: Folder(\"{folder}\"), on: \"{on}\" }}")
    }

    fn over(text: &str, by: &str) -> String {
        format!("{text} LockRequirement {{ by: {by}, on: \"@example/core\" }}")
    }

    #[test]
    fn what_is_taken_instead_stands_in_the_place_of_requirements() {
        let text =
            FORMAT.sample.replace("  left>@example/core: ^", "  '@example/core': workspace:^");
        let found = slots(&FORMAT, &text);
        let both = ["Name(\"@example/core\")", "Folder(\".\")"];
        let both = both.map(|by| over("workspace:^1.4.0", by));
        assert_eq!(found[2..4], both);
        assert_eq!(found[4], by("workspace:^1.4.0", "packages/app", "@example/core"));
        assert_eq!(found[5..7], both);
        let some = text.replace("'@example/core': workspace", "'@example/core@1': workspace");
        let answered = located(&FORMAT, &some).answered;
        assert_eq!((answered.len(), answered[0].requirement.as_str()), (1, "1"));
        // From a registry, it is pnpm's to lock.
        let one =
            "  '@example/core@1.4.2(left@1.4.0)':\n    resolution: {integrity: sha512-00==}\n";
        let text = FORMAT.sample.replace("\npackages:\n\n", &format!("\npackages:\n\n{one}\n"));
        let found = located(&FORMAT, &text);
        assert_eq!(found.slots.len(), slots(&FORMAT, FORMAT.sample).len() - 3);
        let pinned = found.pinned.iter().find(|one| one.name == "@example/core").unwrap();
        assert_eq!(
            (pinned.version.as_str(), &pinned.answers[..]),
            ("1.4.2", &["^1.4.0".to_string()][..])
        );
    }

    #[test]
    fn specifiers_of_what_is_linked_are_ours() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                by("^1.4.0", "packages/app", "@example/net"),
                "1.4.0 Lock { name: \"@example/net\" }".into(),
                over("^1.4.0", "Name(\"left\")"),
                over("^1.4.0", "Name(\"@example/core\")"),
                over("^1.4.0", "Folder(\".\")"),
                by("workspace:^1.4.0", "packages/app", "@example/core"),
                by(">=1.4.0", "packages/core", "left"),
            ]
        );
        let pinned = located(&FORMAT, FORMAT.sample).pinned;
        let pinned: Vec<_> =
            pinned.iter().map(|one| (one.name.as_str(), one.version.as_str())).collect();
        assert_eq!(pinned, [("left", "1.4.0"), ("right", "1.4.0")]);
        assert!(matches!(trouble(&FORMAT, "importers: {}\n"), Trouble::NoVersion { .. }));
    }

    #[test]
    fn a_catalogue_that_repeats_its_requirement_has_it_moved_twice() {
        let text = FORMAT.sample.replacen("version: 1.4.0", "version: ^1.4.0", 1);
        let twice = by("^1.4.0", "packages/app", "@example/net");
        assert_eq!(slots(&FORMAT, &text)[..2], [twice.clone(), twice]);
    }

    #[test]
    fn what_pnpm_itself_needs_is_locked_in_a_document_before() {
        let before = "---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    configDependencies:\n      left: {specifier: 1.4.0, version: 1.4.0}\n\n---\n";
        let text = format!("{before}{}", FORMAT.sample);
        assert_eq!(slots(&FORMAT, &text), slots(&FORMAT, FORMAT.sample));
    }

    #[test]
    fn older_lock_files_have_their_specifiers_apart() {
        let text = "lockfileVersion: 5.4\nimporters:\n  packages/app:\n    specifiers:\n      core: workspace:^1.4.0\n      left: ^1.4.0\n    dependencies:\n      core: link:../core\n      left: 1.4.0_right@2.0.0\n";
        assert_eq!(slots(&FORMAT, text), [by("workspace:^1.4.0", "packages/app", "core")]);
        assert_eq!(located(&FORMAT, text).pinned[0].version, "1.4.0");
        let alone = "lockfileVersion: '6.0'\ndependencies:\n  core:\n    specifier: ^1.4.0\n    version: link:../core\n";
        assert_eq!(slots(&FORMAT, alone), [by("^1.4.0", ".", "core")]);
    }
}
