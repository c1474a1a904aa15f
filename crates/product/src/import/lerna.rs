//! Lerna: lerna.json.

use alloc::format;
use alloc::string::String;

use super::{Imported, Importer, Settings, Sharing};

pub(super) const IMPORTER: Importer =
    Importer { tool: "lerna", files: &["lerna.json"], below: None, read };

const KNOWN: &[&str] = &["$schema", "version", "packages", "command", "npmClient", "useWorkspaces"];

fn read(settings: &Settings) -> Option<Imported> {
    let file = "lerna.json";
    let found = settings.file(file)?;
    let command = found.find(&["command", "version"]);
    let option = |key: &str| command.and_then(|command| command.text_at(key));
    let prefix = option("tagVersionPrefix").or(found.text_at("tagVersionPrefix")).unwrap_or("v");
    let mut imported = Imported::default();
    if found.text_at("version") == Some("independent") {
        imported.sharing = Some(Sharing::None);
        imported.own_tag = Some("{component}@{version}".into());
        imported.usual_tag = true;
    } else {
        imported.sharing = Some(Sharing::Whole);
        let template = format!("{prefix}{{version}}");
        imported.product_tag = Some(template.clone());
        imported.own_tag = Some(template);
    }
    if let Some(command) = command {
        let branches = command.texts_at("allowBranch");
        imported.allow_branch = branches.into_iter().map(String::from).collect();
        imported.sign_commit = command.bool_at("signGitCommit");
        imported.sign_tag = command.bool_at("signGitTag");
        let known = ["allowBranch", "signGitCommit", "signGitTag", "tagVersionPrefix", "exact"];
        imported.leave("lerna.json, command.version", command, &known);
    }
    imported.leave(file, found, KNOWN);
    Some(imported)
}
