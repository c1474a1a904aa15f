//! bumpversion and its heirs: .bumpversion.toml, .bumpversion.cfg, setup.cfg, pyproject.toml.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Document, RegexLocator};
use place::RepoPath;

use super::{Find, Holder, Imported, Importer, Listed, Settings};

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
    "search",
    "replace",
    "regex",
    "sign_tags",
    "allow_dirty",
    "message",
];

/// Keys of one file that are carried over, or that say nothing that is not so here anyway.
const OF_FILES: &[&str] =
    &["filename", "search", "replace", "regex", "ignore_missing_file", "ignore_missing_version"];

/// What stands for the version in what is looked for, and in what is written instead.
const CURRENT: &str = "{current_version}";
const NEW: &str = "{new_version}";

/// What a version looks like whose end nothing tells.
const VERSION: &str = "(?<version>[0-9][0-9A-Za-z]*(?:[.+_-][0-9A-Za-z]+)*)";

fn read(settings: &Settings) -> Option<Imported> {
    let toml =
        |file: &'static str| Some((file, settings.file(file)?.find(&["tool", "bumpversion"])?));
    let ini = |file: &'static str| Some((file, settings.file(file)?.get("bumpversion")?));
    let (file, found) = toml(".bumpversion.toml")
        .or_else(|| toml("pyproject.toml"))
        .or_else(|| ini(".bumpversion.cfg"))
        .or_else(|| ini("setup.cfg"))?;
    let name = found.text_at("tag_name").unwrap_or("v{new_version}");
    let template = name.replace(NEW, "{version}");
    let mut imported = Imported { sign_tag: found.bool_at("sign_tags"), ..Imported::default() };
    if template.matches('{').count() == 1 && template.contains("{version}") {
        imported.own_tag = Some(template.clone());
        imported.product_tag = Some(template);
    } else {
        imported.doubts.push(format!("{file}: tag_name `{name}` has no counterpart"));
    }
    let tables = found.get("files").map_or(&[][..], Document::items);
    let tables = tables.iter().filter_map(|table| Some((table.text_at("filename")?, table)));
    let sections = settings.file(file).map_or(&[][..], Document::entries).iter();
    let sections = sections.filter_map(|(name, section)| {
        // `file(why):PATH` is a further place in a file.
        let (_, path) = name.strip_prefix("bumpversion:file")?.split_once(':')?;
        Some((path.trim(), section))
    });
    let mut manifests = Vec::new();
    for (path, section) in tables.chain(sections) {
        let said = format!("{file}: {path}");
        imported.leave(&said, section, OF_FILES);
        let holder = RepoPath::new(path.trim_start_matches("./"))
            .map_err(|error| error.to_string())
            .and_then(|path| Ok(Holder { path, find: find(section, found)?, said: said.clone() }));
        match holder {
            Ok(holder) => manifests.push(holder),
            Err(why) => imported.doubts.push(format!("{said}: not carried over: {why}")),
        }
    }
    if !manifests.is_empty() {
        let version = found.text_at("current_version").map(String::from);
        let path = RepoPath::root();
        imported.components.push(Listed { name: None, path, manifests, version });
    }
    imported.leave(file, found, KNOWN);
    Some(imported)
}

/// How the version is found in a file, where what is looked for can be said here.
fn find(section: &Document, all: &Document) -> Result<Find, String> {
    let said = |key: &str| section.get(key).or_else(|| all.get(key)).map(joined);
    let search = said("search").unwrap_or_else(|| CURRENT.into());
    let replace = said("replace").unwrap_or_else(|| NEW.into());
    let regex = section.bool_at("regex").or_else(|| all.bool_at("regex"));
    if regex == Some(true) {
        return Err(format!("search `{search}` is a pattern of Python's: say it with `regex`"));
    }
    if search.trim() == CURRENT && replace.trim() == NEW {
        return Ok(Find::Format);
    }
    if search != replace.replace(NEW, CURRENT) {
        return Err(format!(
            "search `{search}` is replaced by `{replace}`, which is more than the version"
        ));
    }
    let (before, after) = search
        .split_once(CURRENT)
        .filter(|(_, after)| !after.contains(CURRENT))
        .ok_or_else(|| format!("search `{search}` does not hold the version once"))?;
    let (before, after) = literal(before)
        .zip(literal(after))
        .ok_or_else(|| format!("search `{search}` has placeholders beside the version"))?;
    Ok(Find::pattern(format!("{before}{VERSION}{after}")))
}

/// A value that may stand on several lines.
fn joined(value: &Document) -> String {
    match value.text() {
        Some(text) => text.into(),
        None => value.items().iter().filter_map(Document::text).collect::<Vec<_>>().join("\n"),
    }
}

/// A text of Python's `format` as a pattern; `None` where it has placeholders.
fn literal(text: &str) -> Option<String> {
    let bare = text.replace("{{", "").replace("}}", "");
    let plain = !bare.contains(['{', '}']);
    plain.then(|| RegexLocator::literal(&text.replace("{{", "{").replace("}}", "}")))
}
