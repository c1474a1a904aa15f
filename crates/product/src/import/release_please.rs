//! release-please: release-please-config.json.

use alloc::format;
use alloc::string::String;

use manifest::Document;

use super::{Imported, Importer, Listed, Settings, Sharing, folder};

const FILE: &str = "release-please-config.json";

const MANIFEST: &str = ".release-please-manifest.json";

pub(super) const IMPORTER: Importer =
    Importer { tool: "release-please", files: &[FILE, MANIFEST], below: None, read };

const KNOWN: &[&str] = &[
    "$schema",
    "packages",
    "include-component-in-tag",
    "include-v-in-tag",
    "tag-separator",
    "release-type",
    "plugins",
    "extra-files",
];

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file(FILE)?;
    let packages = found.get("packages")?;
    let mut imported = Imported::default();
    extra_files("", found, &mut imported);
    for (path, package) in packages.entries() {
        extra_files(path, package, &mut imported);
        let Some(path) = folder(path) else { continue };
        let name = package.text_at("component").or(package.text_at("package-name"));
        imported.components.push(Listed {
            name: name.map(String::from),
            path,
            manifests: alloc::vec::Vec::new(),
            version: None,
        });
    }
    let v = if found.bool_at("include-v-in-tag") == Some(false) { "" } else { "v" };
    let separator = found.text_at("tag-separator").unwrap_or("-");
    let alone = imported.components.len() < 2;
    let named = found.bool_at("include-component-in-tag").unwrap_or(!alone);
    imported.own_tag = Some(match named {
        true => format!("{{component}}{separator}{v}{{version}}"),
        false => format!("{v}{{version}}"),
    });
    let plugins = found.get("plugins").map_or(&[][..], |plugins| plugins.items());
    let linked = plugins.iter().any(|plugin| {
        plugin.text() == Some("linked-versions")
            || plugin.text_at("type") == Some("linked-versions")
    });
    imported.sharing = match (linked, alone) {
        (true, _) => Some(Sharing::Whole),
        (false, false) => Some(Sharing::None),
        (false, true) => None,
    };
    if settings.file(MANIFEST).is_some() {
        imported.doubts.push(format!(
            "{MANIFEST}: no release writes it any more, so that what it says is soon out of date: \
             remove it with the tool"
        ));
    }
    imported.leave(FILE, found, KNOWN);
    (!imported.components.is_empty()).then_some(imported)
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
