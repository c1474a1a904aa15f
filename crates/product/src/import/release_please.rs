//! release-please: release-please-config.json.

use alloc::format;
use alloc::string::String;

use super::{Imported, Importer, Listed, Settings, Sharing, folder};

const FILE: &str = "release-please-config.json";

pub(super) const IMPORTER: Importer =
    Importer { tool: "release-please", files: &[FILE, ".release-please-manifest.json"], read };

const KNOWN: &[&str] = &[
    "$schema",
    "packages",
    "include-component-in-tag",
    "include-v-in-tag",
    "tag-separator",
    "release-type",
    "plugins",
];

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file(FILE)?;
    let packages = found.get("packages")?;
    let mut imported = Imported::default();
    for (path, package) in packages.entries() {
        let Some(path) = folder(path) else { continue };
        let name = package.text_at("component").or(package.text_at("package-name"));
        imported.components.push(Listed {
            name: name.map(String::from),
            path,
            manifests: alloc::vec::Vec::new(),
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
    imported.leave(FILE, found, KNOWN);
    (!imported.components.is_empty()).then_some(imported)
}
