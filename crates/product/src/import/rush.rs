//! Rush: rush.json and its version policies.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Group, Imported, Importer, Listed, Settings, Sharing, folder};

const POLICIES: &str = "common/config/rush/version-policies.json";

pub(super) const IMPORTER: Importer =
    Importer { tool: "rush", files: &["rush.json", POLICIES], below: None, read };

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file("rush.json")?;
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
            Some(Listed {
                name: project.text_at("packageName").map(String::from),
                path: folder(project.text_at("projectFolder")?)?,
                manifests: Vec::new(),
                version: None,
            })
        })
        .collect();
    let policies = settings.file(POLICIES).map_or(&[][..], |file| file.items());
    let lock_step =
        |policy: &&manifest::Document| policy.text_at("definitionName") == Some("lockStepVersion");
    let mut imported = Imported { components, sharing: Some(Sharing::None), ..Imported::default() };
    for policy in policies.iter().filter(lock_step) {
        let Some(name) = policy.text_at("policyName") else { continue };
        let under = projects.iter().filter(|one| one.text_at("versionPolicyName") == Some(name));
        let members = under.filter_map(|one| one.text_at("packageName")).map(String::from);
        imported.groups.push(Group {
            said: format!("{POLICIES}: lockStepVersion `{name}`"),
            members: members.collect(),
        });
    }
    if policies.iter().any(|policy| policy.get("lockedMajor").is_some()) {
        imported.doubts.push(format!(
            "{POLICIES}: lockedMajor: a scheme in which major alone is shared says the same"
        ));
    }
    let left = projects.len().saturating_sub(chosen.len());
    if left > 0 {
        imported.doubts.push(format!("rush.json: {left} project(s) that Rush does not publish"));
    }
    Some(imported)
}
