//! Rush: rush.json and its version policies.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::Document;

use super::{CHANGELOG, Group, Imported, Importer, Listed, Pending, Settings, Sharing, folder};
use crate::config::{Message, fits};

const FILE: &str = "rush.json";

const POLICIES: &str = "common/config/rush/version-policies.json";

pub(super) const IMPORTER: Importer =
    Importer { tool: "rush", files: &[FILE, POLICIES], below: None, read };

/// What stands between a package's name and the version in its tags, unless it is told otherwise.
const SEPARATOR: &str = "_v";

/// Keys of a policy that are carried over, that are named by themselves, or that say how change files
/// are written.
const OF_POLICIES: &[&str] = &[
    "policyName",
    "definitionName",
    "version",
    "lockedMajor",
    "exemptFromRushChange",
    "includeEmailInChangeFile",
];

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file(FILE)?;
    let projects = found.get("projects")?.items();
    let published = projects.iter().filter(|project| {
        project.text_at("versionPolicyName").is_some()
            || project.bool_at("shouldPublish") == Some(true)
    });
    let published: Vec<_> = published.collect();
    let chosen: Vec<_> = if published.is_empty() { projects.iter().collect() } else { published };
    let components: Vec<Listed> = chosen
        .iter()
        .filter_map(|project| {
            let path = folder(project.text_at("projectFolder")?)?;
            let changelog = path.join(CHANGELOG).ok().map(|path| (path, None));
            let listed = Listed::new(project.text_at("packageName"), path);
            Some(Listed { changelog, ..listed })
        })
        .collect();
    let mut imported = Imported {
        components,
        sharing: Some(Sharing::None),
        source_of_changelogs: Some("CHANGELOG.json"),
        pending: Some(Pending { folder: "common/changes", ending: ".json" }),
        ..Imported::default()
    };
    let policies = settings.file(POLICIES).map_or(&[][..], |file| file.items());
    for policy in policies {
        self::policy(policy, projects, &mut imported);
    }
    if policies.iter().any(|policy| policy.get("lockedMajor").is_some()) {
        imported.doubts.push(format!(
            "{POLICIES}: lockedMajor: a scheme in which major alone is shared says the same"
        ));
    }
    imported.doubts.push(
        "the lock files that Rush keeps in common/config are not written: `rush update` after a \
         release that moves requirements"
            .into(),
    );
    git(found.get("gitPolicy"), &mut imported);
    imported.leave(FILE, &only(found, &["hotfixChangeEnabled"]), &[]);
    let left = projects.len().saturating_sub(chosen.len());
    if left > 0 {
        imported.doubts.push(format!("{FILE}: {left} project(s) that Rush does not publish"));
    }
    Some(imported)
}

/// Packages that a policy keeps under one number are a group; what else it says is named.
fn policy(policy: &Document, projects: &[Document], imported: &mut Imported) {
    let Some(name) = policy.text_at("policyName") else { return };
    imported.leave(&format!("{POLICIES}: `{name}`"), policy, OF_POLICIES);
    if policy.text_at("definitionName") != Some("lockStepVersion") {
        return;
    }
    if policy.get("version").is_some() {
        imported.stale(&format!("{POLICIES}: `{name}`: version"));
    }
    let under = projects.iter().filter(|one| one.text_at("versionPolicyName") == Some(name));
    let members = under.filter_map(|one| one.text_at("packageName")).map(String::from);
    imported.groups.push(Group {
        said: format!("{POLICIES}: lockStepVersion `{name}`"),
        members: members.collect(),
    });
}

/// How tags are named, and what commits say.
fn git(policy: Option<&Document>, imported: &mut Imported) {
    let text = |key: &str| policy.and_then(|policy| policy.text_at(key));
    let separator = text("tagSeparator").unwrap_or(SEPARATOR);
    imported.own_tag = Some(format!("{{component}}{separator}{{version}}"));
    imported.usual_tag = text("tagSeparator").is_none();
    let Some(policy) = policy else { return };
    let mut known = alloc::vec!["tagSeparator"];
    // The commit that moves the versions is the release here.
    let message = text("versionBumpCommitMessage");
    if let Some(message) = message.filter(|message| fits(message, Message::Commit)) {
        imported.messages.insert("commit", message.into());
        known.push("versionBumpCommitMessage");
    }
    imported.leave(&format!("{FILE}, gitPolicy"), policy, &known);
}

/// Those of a map's entries that decide something about releases.
fn only(all: &Document, keys: &[&str]) -> Document {
    let entries = all.entries().iter().filter(|(key, _)| keys.contains(&key.as_str()));
    Document::Map(entries.cloned().collect())
}
