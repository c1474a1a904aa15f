//! bumpversion and its heirs: .bumpversion.toml, .bumpversion.cfg, setup.cfg, pyproject.toml.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use manifest::Document;
use place::RepoPath;

use super::{Imported, Importer, Listed, Settings};

pub(super) const IMPORTER: Importer = Importer {
    tool: "bumpversion",
    files: &[".bumpversion.toml", ".bumpversion.cfg", "setup.cfg", "pyproject.toml"],
    below: None,
    read,
};

const KNOWN: &[&str] = &[
    "current_version",
    "tag_name",
    "tag",
    "commit",
    "files",
    "sign_tags",
    "allow_dirty",
    "message",
];

fn read(settings: &Settings) -> Option<Imported> {
    let toml =
        |file: &'static str| Some((file, settings.file(file)?.find(&["tool", "bumpversion"])?));
    let ini = |file: &'static str| Some((file, settings.file(file)?.get("bumpversion")?));
    let (file, found) = toml(".bumpversion.toml")
        .or_else(|| toml("pyproject.toml"))
        .or_else(|| ini(".bumpversion.cfg"))
        .or_else(|| ini("setup.cfg"))?;
    let name = found.text_at("tag_name").unwrap_or("v{new_version}");
    let template = name.replace("{new_version}", "{version}");
    let mut imported = Imported { sign_tag: found.bool_at("sign_tags"), ..Imported::default() };
    if template.matches('{').count() == 1 && template.contains("{version}") {
        imported.own_tag = Some(template.clone());
        imported.product_tag = Some(template);
    } else {
        imported.doubts.push(format!("{file}: tag_name `{name}` has no counterpart"));
    }
    let tables = found.get("files").map_or(&[][..], Document::items);
    let sections = settings.file(file).map_or(&[][..], Document::entries).iter();
    let sections = sections.filter_map(|(name, _)| name.strip_prefix("bumpversion:file:"));
    let named = tables.iter().filter_map(|table| table.text_at("filename")).chain(sections);
    let mut manifests = Vec::new();
    let mut unknown = BTreeSet::new();
    for path in named {
        let path = path.split('(').next().unwrap_or(path).trim();
        match RepoPath::new(path) {
            Ok(path) if manifest::format_for(path.file_name()).is_some() => manifests.push(path),
            _ => {
                unknown.insert(path.to_string());
            }
        }
    }
    for path in unknown {
        imported.doubts.push(format!(
            "{file}: {path} holds the version in a way to be told: \
             {{ path = \"{path}\", regex = '(?<version>…)' }}"
        ));
    }
    if !manifests.is_empty() {
        let path = RepoPath::root();
        imported.components.push(Listed { name: None, path, manifests });
    }
    imported.leave(file, found, KNOWN);
    Some(imported)
}
