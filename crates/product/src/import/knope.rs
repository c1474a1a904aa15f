//! Knope: knope.toml.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::Document;
use place::RepoPath;

use super::{Imported, Importer, Listed, Settings, Sharing, folder};

pub(super) const IMPORTER: Importer =
    Importer { tool: "knope", files: &["knope.toml"], below: None, read };

fn read(settings: &Settings) -> Option<Imported> {
    let file = "knope.toml";
    let found = settings.file(file)?;
    let mut imported = Imported::default();
    if let Some(package) = found.get("package") {
        imported.components.extend(listed(None, package));
        imported.own_tag = Some("v{version}".into());
        imported.product_tag = Some("v{version}".into());
    }
    for (name, package) in found.get("packages").map_or(&[][..], Document::entries) {
        imported.components.extend(listed(Some(name), package));
        imported.own_tag = Some("{component}/v{version}".into());
        imported.sharing = Some(Sharing::None);
        imported.leave(&format!("{file}, {name}"), package, &["versioned_files"]);
    }
    imported.leave(file, found, &["package", "packages"]);
    (!imported.components.is_empty()).then_some(imported)
}

/// A package by its versioned files, the first of which tells its folder.
fn listed(name: Option<&str>, package: &Document) -> Option<Listed> {
    let files = package.get("versioned_files")?.items().iter();
    let own = files.filter_map(|file| {
        // A file with a dependency in it is another package's.
        let path = match file {
            Document::Text(path) => path.as_str(),
            other if other.get("dependency").is_none() => other.text_at("path")?,
            _ => return None,
        };
        RepoPath::new(path).ok()
    });
    let locks = |path: &RepoPath| {
        manifest::FORMATS.iter().any(|format| format.locks.contains(&path.file_name()))
    };
    let manifests: Vec<RepoPath> = own.filter(|path| !locks(path)).collect();
    let path = manifests.first().and_then(RepoPath::parent);
    let path = path.or_else(|| folder("."))?;
    Some(Listed { name: name.map(|name: &str| String::from(name).to_string()), path, manifests })
}
