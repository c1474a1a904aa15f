//! Knope: knope.toml.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::Document;
use place::RepoPath;

use super::{Find, Holder, Imported, Importer, Listed, Pending, Settings, Sharing, folder};

pub(super) const IMPORTER: Importer =
    Importer { tool: "knope", files: &["knope.toml"], below: None, read };

const FILE: &str = "knope.toml";

/// Keys of a package that are carried over.
const OF_PACKAGES: &[&str] = &["versioned_files", "changelog"];

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file(FILE)?;
    let pending = Some(Pending { folder: ".changeset", ending: ".md" });
    let mut imported = Imported { pending, ..Imported::default() };
    if let Some(package) = found.get("package") {
        listed(None, package, &mut imported);
        imported.own_tag = Some("v{version}".into());
        imported.product_tag = Some("v{version}".into());
        imported.leave(&format!("{FILE}, package"), package, OF_PACKAGES);
    }
    for (name, package) in found.get("packages").map_or(&[][..], Document::entries) {
        listed(Some(name), package, &mut imported);
        imported.own_tag = Some("{component}/v{version}".into());
        imported.sharing = Some(Sharing::None);
        imported.leave(&format!("{FILE}, {name}"), package, OF_PACKAGES);
    }
    imported.leave(FILE, found, &["package", "packages"]);
    (found.get("package").is_some() || found.get("packages").is_some()).then_some(imported)
}

/// A package by its versioned files, the first of which tells its folder.
fn listed(name: Option<&str>, package: &Document, imported: &mut Imported) {
    let files = package.get("versioned_files").map_or(&[][..], Document::items);
    if files.is_empty() {
        imported.doubts.push(format!(
            "{FILE}{}: a package without versioned_files has its version in its tags only: a component \
             with `manifests = []`",
            name.map_or_else(String::new, |name| format!(", {name}"))
        ));
        return;
    }
    let mut manifests: Vec<Holder> = Vec::new();
    for file in files {
        // A file with a dependency in it is another package's.
        let text = match file {
            Document::Text(path) => path.as_str(),
            other if other.get("dependency").is_none() => other.text_at("path").unwrap_or_default(),
            _ => continue,
        };
        let said = format!("{FILE}: {text}");
        let path = match RepoPath::new(text.trim_start_matches("./")) {
            Ok(path) => path,
            Err(error) => {
                imported.doubts.push(format!("{said}: not carried over: {error}"));
                continue;
            }
        };
        if manifest::is_lock(path.file_name()) {
            continue;
        }
        // Its patterns are ours: the version is the group of that name.
        let patterns = file.texts_at("regex");
        let mut finds: Vec<Find> =
            patterns.into_iter().map(|regex| Find::pattern(regex.to_string())).collect();
        if finds.is_empty() {
            finds.push(Find::Format);
        }
        let holder = |find| Holder { path: path.clone(), find, said: said.clone() };
        manifests.extend(finds.into_iter().map(holder));
    }
    // What is only mentioned in a file does not tell where the package is.
    let own = manifests.iter().find(|holder| holder.find == Find::Format);
    let path = own.or(manifests.first()).and_then(|holder| holder.path.parent());
    let Some(path) = path.or_else(|| folder(".")) else { return };
    let mut changelog = None;
    if let Some(text) = package.text_at("changelog") {
        let said = format!("{FILE}: changelog");
        match RepoPath::new(text.trim_start_matches("./")) {
            Ok(path) => changelog = Some((path, Some(said))),
            Err(error) => imported.doubts.push(format!("{said}: not carried over: {error}")),
        }
    }
    imported.components.push(Listed { manifests, changelog, ..Listed::new(name, path) });
}
