//! release-please: release-please-config.json.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::Document;
use place::RepoPath;

use super::{CHANGELOG, Group, Imported, Importer, Listed, Settings, Sharing, folder};

const FILE: &str = "release-please-config.json";

const MANIFEST: &str = ".release-please-manifest.json";

pub(super) const IMPORTER: Importer =
    Importer { tool: "release-please", files: &[FILE, MANIFEST], below: None, read };

/// Keys of a package, and of all of them, that are carried over.
const OF_PACKAGES: &[&str] = &[
    "component",
    "package-name",
    "include-component-in-tag",
    "include-v-in-tag",
    "tag-separator",
    "release-type",
    "extra-files",
    "changelog-path",
    "skip-changelog",
];

/// Keys of the file that are carried over besides, or that say nothing that is not so here anyway.
const OF_ALL: &[&str] = &["$schema", "packages", "plugins"];

/// The release types that call a package as its manifest does, where nothing else is said; under the
/// others a package without a name has none in its tags.
const NAMED: &[&str] = &["dart", "expo", "helm", "node", "node-librarian", "rust", "sfdx"];

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file(FILE)?;
    let packages = found.get("packages")?;
    let mut imported = Imported::default();
    extra_files("", found, &mut imported);
    let mut templates = Vec::new();
    for (text, package) in packages.entries() {
        extra_files(text, package, &mut imported);
        let said = format!("{FILE}, packages `{text}`");
        let Some(path) = folder(text) else {
            imported.doubts.push(format!("{said}: not carried over: it is no folder in here"));
            continue;
        };
        imported.leave(&said, package, OF_PACKAGES);
        templates.push((path.clone(), template(package, found)));
        let name = package.text_at("component").or(package.text_at("package-name"));
        let changelog = changelog(&path, package, found, &said).unwrap_or_else(|doubt| {
            imported.doubts.push(doubt);
            None
        });
        imported.components.push(Listed { changelog, ..Listed::new(name, path) });
    }
    let alone = imported.components.len() < 2;
    imported.sharing = (!alone).then_some(Sharing::None);
    imported.own_tag = most(&templates);
    let others = templates.into_iter().filter(|(_, one)| Some(one) != imported.own_tag.as_ref());
    imported.tags = others.collect();
    let says = |one: &Document| one.get("include-component-in-tag").is_some();
    imported.usual_tag = !says(found) && !packages.entries().iter().any(|(_, one)| says(one));
    for plugin in found.get("plugins").map_or(&[][..], Document::items) {
        self::plugin(plugin, &mut imported);
    }
    if settings.file(MANIFEST).is_some() {
        imported.stale(MANIFEST);
    }
    imported.leave(FILE, found, &[OF_PACKAGES, OF_ALL].concat());
    (!imported.components.is_empty()).then_some(imported)
}

/// Where a package's notes are written.
fn changelog(
    path: &RepoPath,
    package: &Document,
    all: &Document,
    said: &str,
) -> Result<Option<(RepoPath, Option<String>)>, String> {
    let bool = |key: &str| package.bool_at(key).or_else(|| all.bool_at(key));
    if bool("skip-changelog") == Some(true) {
        return Ok(None);
    }
    let told = package.text_at("changelog-path").or_else(|| all.text_at("changelog-path"));
    let said = format!("{said}: changelog-path");
    let found = path.join(told.unwrap_or(CHANGELOG).trim_start_matches("./"));
    let found = found.map_err(|error| format!("{said}: not carried over: {error}"))?;
    Ok(Some((found, told.map(|_| said))))
}

/// How a package's tags are named: as it says itself, or else as `all` are.
fn template(package: &Document, all: &Document) -> String {
    let bool = |key: &str| package.bool_at(key).or_else(|| all.bool_at(key)).unwrap_or(true);
    let text = |key: &str| package.text_at(key).or_else(|| all.text_at(key));
    let v = if bool("include-v-in-tag") { "v" } else { "" };
    let separator = text("tag-separator").unwrap_or("-");
    let told = package.get("component").or(package.get("package-name")).is_some();
    let named = told || text("release-type").is_none_or(|one| NAMED.contains(&one));
    if bool("include-component-in-tag") && named {
        format!("{{component}}{separator}{v}{{version}}")
    } else {
        format!("{v}{{version}}")
    }
}

/// The template that most packages have, one with a name in it before one without; the first of equals.
fn most(templates: &[(RepoPath, String)]) -> Option<String> {
    let named = |template: &str| template.contains("{component}");
    let count = |one: &String| templates.iter().filter(|(_, other)| one == other).count();
    let all = templates.iter().rev().map(|(_, template)| template);
    all.max_by_key(|one| (named(one), count(one))).cloned()
}

/// What a plugin does: packages that it keeps under one number are a group, and the others are named.
fn plugin(plugin: &Document, imported: &mut Imported) {
    let kind = plugin.text().or(plugin.text_at("type")).unwrap_or_default();
    let said = format!("{FILE}: plugins: {kind}");
    let members: Vec<String> =
        plugin.texts_at("components").into_iter().map(String::from).collect();
    if kind == "linked-versions" && !members.is_empty() {
        let name = plugin.text_at("groupName").unwrap_or_default();
        imported.groups.push(Group { said: format!("{said} `{name}`"), members });
    } else if kind.ends_with("-workspace") {
        imported.doubts.push(format!(
            "{said}: not carried over: it releases whoever requires a package that is released, which \
             `embeds` says here"
        ));
    } else {
        imported.doubts.push(format!("{said}: not carried over"));
    }
}

/// Names the further files that the tool writes a version into: how it finds it there is in comments
/// of those files, or in an expression of its own.
fn extra_files(folder: &str, settings: &Document, imported: &mut Imported) {
    let files = settings.get("extra-files").map_or(&[][..], Document::items);
    let folder = folder.trim_matches(['.', '/']);
    for path in files.iter().filter_map(|file| file.text().or(file.text_at("path"))) {
        let path = match path.strip_prefix('/') {
            Some(path) => String::from(path),
            None if folder.is_empty() => String::from(path),
            None => format!("{folder}/{path}"),
        };
        imported.doubts.push(format!(
            "{FILE}: extra-files: {path} holds the version in a way to be told, in `manifests`: \
             {{ path = \"{path}\", regex = '(?<version>…)' }}"
        ));
    }
}
