//! changesets: .changeset/config.json.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::Document;

use super::around::matcher;
use super::{CHANGELOG, Group, Imported, Importer, Pending, Settings, Sharing};

const FILE: &str = ".changeset/config.json";

/// What is there while pre-releases are made.
const PRE: &str = ".changeset/pre.json";

pub(super) const IMPORTER: Importer =
    Importer { tool: "changesets", files: &[FILE, PRE], below: None, read };

const KNOWN: &[&str] = &[
    "$schema",
    "fixed",
    "linked",
    "baseBranch",
    "ignore",
    "updateInternalDependencies",
    "commit",
    "changelog",
];

/// Who writes its changelogs, unless it is told otherwise: notes here are like those.
const GENERATOR: &str = "@changesets/cli/changelog";

/// How a branch may be said where it is compared with, and not worked on: as git names it in full, or
/// as a remote has it, under the names that those usually have.
const BEFORE_BRANCHES: &[&str] = &["refs/heads/", "refs/remotes/", "origin/", "upstream/"];

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file(FILE)?;
    let groups = |key: &str| found.get(key).map_or(0, |groups| groups.items().len());
    let mut imported = Imported {
        sharing: Some(Sharing::None),
        own_tag: Some("{component}@{version}".into()),
        usual_tag: true,
        scoped: true,
        manifest: Some("package.json"),
        lone_tag: Some("v{version}".into()),
        allow_branch: found.text_at("baseBranch").map(branch).into_iter().collect(),
        changelog: (found.bool_at("changelog") != Some(false)).then_some(CHANGELOG),
        pending: Some(Pending { folder: ".changeset", ending: ".md" }),
        ..Imported::default()
    };
    for group in found.get("fixed").map_or(&[][..], Document::items) {
        let names = group.items().iter().filter_map(Document::text);
        let members = names.map(String::from).collect();
        imported.groups.push(Group { said: format!("{FILE}: fixed"), members });
    }
    if groups("linked") > 0 {
        imported.doubts.push(format!(
            "{FILE}: linked groups: under a scheme with a shared part, those that are left out \
             catch up without leading"
        ));
    }
    let (odd, ignored): (Vec<&str>, Vec<&str>) = found
        .texts_at("ignore")
        .into_iter()
        .partition(|glob| matcher(glob.trim_start_matches('!')).is_none());
    imported.ignored = ignored.into_iter().map(String::from).collect();
    if !odd.is_empty() {
        imported.doubts.push(format!(
            "{FILE}: ignore: not carried over: {}: packages that this ignores are components here",
            odd.join(", ")
        ));
    }
    let words = |key: &str| found.texts_at(key).into_iter().next();
    if let Some(other) = words("changelog").filter(|other| *other != GENERATOR) {
        imported.doubts.push(format!(
            "{FILE}: changelog: releases write what `notes` tells, and not as {other} has it"
        ));
    }
    if let Some(other) = words("commit") {
        imported.doubts.push(format!("{FILE}: commit: not carried over: {other}"));
    }
    // What is out of range is written anew in any case, as it is here.
    if let Some(from) = found.text_at("updateInternalDependencies").filter(|it| *it != "patch") {
        imported.doubts.push(format!(
            "{FILE}: updateInternalDependencies: not carried over: `{from}`: requirements follow \
             every release here; with `requirements = \"keep\"` they stay while they admit it"
        ));
    }
    if let Some(pre) = settings.file(PRE) {
        let tag = pre.text_at("tag").unwrap_or("its tag");
        imported.doubts.push(format!(
            "{PRE}: not carried over: pre-releases are being made there ({tag}): here `pre LABEL` \
             makes each, and a release ends them; no release writes that file: remove it with the tool"
        ));
    }
    imported.leave(FILE, found, KNOWN);
    Some(imported)
}

/// What a branch is called in the repository itself.
fn branch(text: &str) -> String {
    let mut bare = text;
    for before in BEFORE_BRANCHES {
        bare = bare.strip_prefix(before).filter(|rest| !rest.is_empty()).unwrap_or(bare);
    }
    bare.into()
}
