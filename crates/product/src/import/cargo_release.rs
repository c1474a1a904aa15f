//! cargo-release: release.toml, or the metadata of Cargo.toml.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Imported, Importer, Settings, Sharing};

pub(super) const IMPORTER: Importer = Importer {
    tool: "cargo-release",
    files: &["release.toml", ".release.toml", "Cargo.toml"],
    read,
};

/// Keys that are carried over, or that say nothing that is not so here anyway.
const KNOWN: &[&str] = &[
    "shared-version",
    "tag",
    "tag-name",
    "tag-prefix",
    "allow-branch",
    "sign-commit",
    "sign-tag",
    "consolidate-commits",
    "dependent-version",
    "release",
    "verify",
];

fn read(settings: &Settings) -> Option<Imported> {
    let metadata = |keys: &[&'static str]| settings.file("Cargo.toml")?.find(keys);
    let places = [
        ("release.toml", settings.file("release.toml")),
        (".release.toml", settings.file(".release.toml")),
        ("Cargo.toml", metadata(&["workspace", "metadata", "release"])),
        ("Cargo.toml", metadata(&["package", "metadata", "release"])),
    ];
    // Our own file has the same name.
    let theirs = |(file, found): (&'static str, Option<_>)| {
        let found: &manifest::Document = found?;
        (found.get("scheme").is_none() && found.get("line").is_none()).then_some((file, found))
    };
    let (file, found) = places.into_iter().find_map(theirs)?;
    let mut imported = Imported {
        sign_commit: found.bool_at("sign-commit"),
        sign_tag: found.bool_at("sign-tag"),
        allow_branch: found.texts_at("allow-branch").into_iter().map(String::from).collect(),
        ..Imported::default()
    };
    if found.bool_at("shared-version") == Some(true) || found.text_at("shared-version").is_some() {
        imported.sharing = Some(Sharing::Whole);
    }
    let prefix = found.text_at("tag-prefix").unwrap_or("{{crate_name}}-");
    let name = found.text_at("tag-name").unwrap_or("{{prefix}}v{{version}}");
    let template =
        [("{{prefix}}", prefix), ("{{crate_name}}", "{component}"), ("{{version}}", "{version}")]
            .into_iter()
            .fold(String::from(name), |text, (from, to)| text.replace(from, to));
    match template.contains("{{") {
        true => imported.doubts.push(format!("{file}: tag-name `{name}` has no counterpart")),
        false => imported.own_tag = Some(template),
    }
    if found.bool_at("tag") == Some(false) {
        imported.doubts.push(format!("{file}: `tag = false`: here a release exists by its tag"));
    }
    // Patterns that forbid a branch have no place among those that allow one.
    let (allowed, forbidden): (Vec<String>, Vec<String>) =
        imported.allow_branch.into_iter().partition(|glob| !glob.starts_with('!'));
    imported.allow_branch = allowed;
    if !forbidden.is_empty() {
        imported.doubts.push(format!("{file}: allow-branch {}: forbids", forbidden.join(", ")));
    }
    imported.leave(file, found, KNOWN);
    Some(imported)
}
