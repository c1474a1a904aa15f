//! bumpversion and its heirs: .bumpversion.toml, .bumpversion.cfg, setup.cfg, pyproject.toml.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Document, RegexLocator};
use place::RepoPath;

use super::{Find, Globbed, Holder, Imported, Importer, Listed, Settings};
use crate::config::{Message, fits};

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
    "tag_message",
];

/// Keys of one file that are carried over, or that say nothing that is not so here anyway.
const OF_FILES: &[&str] = &[
    "filename",
    "glob",
    "glob_exclude",
    "search",
    "replace",
    "regex",
    "ignore_missing_file",
    "ignore_missing_version",
];

/// Its keys for messages, and ours.
const MESSAGES: &[(&str, &str, Message)] =
    &[("message", "commit", Message::Commit), ("tag_message", "tag", Message::Tag)];

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
    told(file, found, &mut imported);
    let listed = listed(settings, file, found, &mut imported);
    if !(listed.manifests.is_empty() && listed.globs.is_empty()) {
        let version = found.text_at("current_version").map(String::from);
        imported.components.push(Listed { version, ..listed });
    }
    imported.leave(file, found, KNOWN);
    Some(imported)
}

/// What is said of commits and tags.
fn told(file: &str, found: &Document, imported: &mut Imported) {
    for (theirs, ours, message) in MESSAGES {
        let Some(text) = found.get(theirs).map(joined) else { continue };
        let template = text.replace(NEW, "{version}");
        if fits(&template, *message) {
            imported.messages.insert(ours, template);
        } else {
            imported.doubts.push(format!("{file}: {theirs} `{text}` has no counterpart"));
        }
    }
    for (key, is) in [("tag", "by its tag"), ("commit", "by its commit")] {
        if found.bool_at(key) == Some(false) {
            let doubt = format!("{file}: `{key} = false`: here a release exists {is}");
            imported.doubts.push(doubt);
        }
    }
    if found.get("current_version").is_some() {
        imported.stale(&format!("{file}: current_version"));
    }
}

/// The files that it lists, all of which state one version.
fn listed(settings: &Settings, file: &str, found: &Document, imported: &mut Imported) -> Listed {
    let mut listed = Listed::new(None, RepoPath::root());
    let tables = found.get("files").map_or(&[][..], Document::items).iter();
    let tables = tables.filter_map(|table| {
        let glob = table.text_at("glob").map(|glob| (true, glob));
        let (is_glob, path) = glob.or(table.text_at("filename").map(|path| (false, path)))?;
        Some((is_glob, path, table))
    });
    let mut sections = Vec::new();
    for (name, section) in settings.file(file).map_or(&[][..], Document::entries) {
        let Some(rest) = name.strip_prefix("bumpversion:") else { continue };
        // `file(why):PATH` is a further place in a file.
        match rest.split_once(':') {
            Some((kind, path)) if kind.starts_with("file") => {
                sections.push((false, path.trim(), section));
            }
            Some((kind, path)) if kind.starts_with("glob") => {
                sections.push((true, path.trim(), section));
            }
            _ => imported.doubts.push(format!("{file}: not carried over: [{name}]")),
        }
    }
    for (is_glob, path, section) in tables.chain(sections) {
        let said = format!("{file}: {path}");
        imported.leave(&said, section, OF_FILES);
        let find = match find(section, found) {
            Ok(find) => find,
            Err(why) => {
                imported.doubts.push(format!("{said}: not carried over: {why}"));
                continue;
            }
        };
        if is_glob {
            let but = section.texts_at("glob_exclude").into_iter().map(String::from).collect();
            listed.globs.push(Globbed { glob: path.into(), but, find, said });
            continue;
        }
        match RepoPath::new(path.trim_start_matches("./")) {
            Ok(path) => listed.manifests.push(Holder { path, find, said }),
            Err(error) => imported.doubts.push(format!("{said}: not carried over: {error}")),
        }
    }
    listed
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
    let current = all.text_at("current_version").map(RegexLocator::literal);
    let exact = current.map(|current| format!("{before}(?<version>{current}){after}"));
    Ok(Find::Pattern { regex: format!("{before}{VERSION}{after}"), count: 1, exact })
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
