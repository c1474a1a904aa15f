//! Lerna: lerna.json.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::Document;

use super::{CHANGELOG, Imported, Importer, Settings, Sharing};
use crate::config::{Message, fits, is_remote};

const FILE: &str = "lerna.json";

pub(super) const IMPORTER: Importer = Importer { tool: "lerna", files: &[FILE], below: None, read };

const KNOWN: &[&str] = &[
    "$schema",
    "version",
    "packages",
    "command",
    "npmClient",
    "useWorkspaces",
    "tagVersionPrefix",
];

/// Keys of the command that makes versions which are carried over, or that say nothing that is not
/// so here anyway.
const OF_VERSION: &[&str] =
    &["allowBranch", "signGitCommit", "signGitTag", "tagVersionPrefix", "exact"];

fn read(settings: &Settings) -> Option<Imported> {
    let found = settings.file(FILE)?;
    let command = found.find(&["command", "version"]);
    let option = |key: &str| command.and_then(|command| command.text_at(key));
    let prefix = option("tagVersionPrefix").or(found.text_at("tagVersionPrefix")).unwrap_or("v");
    let mut imported = Imported { manifest: Some("package.json"), ..Imported::default() };
    let apart = found.text_at("version") == Some("independent");
    if apart {
        imported.sharing = Some(Sharing::None);
        imported.own_tag = Some("{component}@{version}".into());
        imported.usual_tag = true;
        imported.scoped = true;
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
        imported.push = command.bool_at("push");
        imported.remote = option("gitRemote").filter(|name| is_remote(name)).map(String::from);
        // Of several versions a commit's message has none of its own there either.
        let said = option("message").filter(|said| !apart || !said.contains('%'));
        let said = said.map(|said| said.replace("%s", "{tag}").replace("%v", "{version}"));
        let said = said.filter(|said| fits(said, Message::Commit));
        imported.messages.extend(said.map(|said| ("commit", said)));
        let carried = [
            ("push", imported.push.is_some()),
            ("gitRemote", imported.remote.is_some()),
            ("message", !imported.messages.is_empty()),
        ];
        let carried = carried.into_iter().filter_map(|(key, is)| is.then_some(key));
        let known: Vec<&str> = OF_VERSION.iter().copied().chain(carried).collect();
        imported.leave(&format!("{FILE}, command.version"), command, &known);
    }
    // Publishing makes versions as well, and takes options of its own for them.
    let publish = found.find(&["command", "publish"]);
    if let Some(publish) = publish {
        imported.leave(&format!("{FILE}, command.publish"), publish, &[]);
    }
    let by_commits = |command: Option<&Document>| {
        command.is_some_and(|command| command.bool_at("conventionalCommits") == Some(true))
    };
    if by_commits(command) || by_commits(publish) || by_commits(Some(found)) {
        imported.changelog = Some(CHANGELOG);
        imported.changelog_of_all = !apart;
    }
    if !apart {
        imported.stale(&format!("{FILE}: version"));
    }
    imported.leave(FILE, found, KNOWN);
    Some(imported)
}
