//! The configuration as text, each choice with what it rests on.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::RepoPath;

use super::components::{Components, Found};
use super::history::History;
use super::reading::same_version;
use super::scheme::{Choice, LAGS};
use super::{Proposal, Seen};
use crate::import::Imported;

/// Writes what was found.
pub(super) fn write(seen: &Seen<'_>, found: &Components, history: &History) -> Proposal {
    let mut doubts = found.doubts.clone();
    let mut text = String::from(
        "# What is released together, and under which policy. `syncline status` shows where it \
         stands,\n# `syncline lint` what is wrong with it, `syncline release minor --dry-run` what \
         a release would do.\n\n",
    );
    text.push_str(&format!("# {}.\n", history.choice.because));
    if seen.given.is_some_and(|given| given.keep) {
        text.push_str("requirements = \"keep\"\n");
    }
    scheme(&history.choice, &mut text);
    text.push_str(&format!("[product]\nname = {}\n", quoted(seen.folder)));
    if let Some(path) = &found.changelog {
        text.push_str(&format!("changelog = {}\n", quoted(path.as_str())));
    }
    let one = one_tag(found, history);
    let is_told = seen.given.is_some_and(|given| given.own_tag.is_some());
    match (&history.product, &history.own) {
        _ if !history.product_tag => {}
        (Some(known), _) => {
            text.push_str(&format!("tag = {}{}\n", quoted(&known.template), rests(known.tags)));
        }
        // A tag that nobody ever made may start what nobody expects.
        (None, Some(own)) if own.tags > 0 || is_told => {
            text.push_str("tag = false # only components are tagged\n");
        }
        (None, _) => {}
    }
    let mut defaults = match (one, &history.own) {
        (Some(template), _) => {
            format!("tag = {} # one tag for all components and the product\n", quoted(template))
        }
        (None, Some(known)) if history.first_tags => {
            format!("tag = {} # no component was ever tagged by itself\n", quoted(&known.template))
        }
        (None, Some(known)) => {
            format!("tag = {}{}\n", quoted(&known.template), rests(known.tags))
        }
        (None, None) if history.choice.lags => {
            "tag = false # every release makes the product's tag, and no other was ever made\n"
                .into()
        }
        (None, None) => String::new(),
    };
    if let Some(given) = seen.given.filter(|given| !given.hooks.is_empty()) {
        let words = |argv: &Vec<String>| {
            let words: Vec<String> = argv.iter().map(|word| quoted(word)).collect();
            format!("[{}]", words.join(", "))
        };
        let hooks: Vec<String> = given.hooks.iter().map(words).collect();
        defaults.push_str(&format!("hooks = [{}]\n", hooks.join(", ")));
    }
    if let Some(name) = &found.changelogs {
        defaults.push_str(&format!("changelog = {}\n", quoted(name)));
    }
    if !defaults.is_empty() {
        text.push_str(&format!("\n[defaults]\n{defaults}"));
    }
    if !history.choice.unread.is_empty() {
        let mut said: Vec<String> =
            history.choice.unread.iter().map(|(text, _)| text.clone()).collect();
        said.dedup();
        let why = history.choice.why.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
        doubts.push(format!(
            "files say {}, which is no version under this scheme as their ecosystems write it{why}: \
             `lint` names the files, and releases leave their components out with `--exclude`, or get \
             no further",
            super::members::dozen(said)
        ));
    }
    if history.choice.lags {
        doubts.push(
            "the components have one number, which some have not caught up with: a release moves \
             those that changed, to the product's next number. Which they are, the messages of the \
             product's tags say from the next one on"
                .into(),
        );
    }
    if history.first_tags {
        doubts.push(
            "the components have no tags of their own, and are not all under the number of the \
             product's: each gets one from its next release on, as `tag` of [defaults] says"
                .into(),
        );
    }
    comments(&found.comments, &mut text);
    match &found.workspace {
        Some((root, _)) => text.push_str(&format!(
            "\n# The components are the members of the workspace in {root}: {}.\n",
            listed(&found.components)
        )),
        None => {
            for component in &found.components {
                table(component, found, &mut text);
            }
            if found.components.len() > 1 {
                doubts.push(
                    "what is built into what cannot be seen in files: add `embeds = [\"NAME\"]` to \
                     a component that has to be released whenever another one is"
                        .into(),
                );
            }
        }
    }
    if let Some(given) = seen.given {
        git(given, &mut text);
        comments(&given.doubts, &mut text);
        doubts.extend(given.doubts.iter().cloned());
    }
    Proposal {
        text,
        doubts,
        components: found.components.len(),
        scheme: history.choice.name.clone(),
        newest: history.newest.clone(),
    }
}

/// How releases are recorded, as another tool was told.
fn git(given: &Imported, text: &mut String) {
    let mut lines = String::new();
    if !given.allow_branch.is_empty() {
        let globs: Vec<String> = given.allow_branch.iter().map(|glob| quoted(glob)).collect();
        lines.push_str(&format!("allow-branch = [{}]\n", globs.join(", ")));
    }
    let switches =
        [("sign-commit", given.sign_commit), ("sign-tag", given.sign_tag), ("push", given.push)];
    for (key, value) in switches {
        if let Some(value) = value {
            lines.push_str(&format!("{key} = {value}\n"));
        }
    }
    if let Some(remote) = &given.remote {
        lines.push_str(&format!("remote = {}\n", quoted(remote)));
    }
    let said = given.messages.iter().map(|(key, said)| format!("{key} = {}", quoted(said)));
    let said: Vec<String> = said.collect();
    if !said.is_empty() {
        lines.push_str(&format!("messages = {{ {} }}\n", said.join(", ")));
    }
    if !lines.is_empty() {
        text.push_str(&format!("\n[git]\n{lines}"));
    }
}

/// The template of one tag for all: the product's, where components have none of their own and are
/// at one version.
fn one_tag<'h>(found: &Components, history: &'h History) -> Option<&'h str> {
    let known = history.product.as_ref().filter(|_| history.own.is_none())?;
    same_version(&found.components, Some(known)).then_some(known.template.as_str())
}

/// The scheme: a preset's name, or a table that changes who takes part and what it calls
/// pre-releases.
fn scheme(choice: &Choice, text: &mut String) {
    if choice.labels.is_none() && !choice.lags && choice.fourth.is_none() {
        text.push_str(&format!("scheme = {}\n\n", quoted(&choice.name)));
        return;
    }
    let labels = choice.labels.as_ref();
    if let Some(labels) = labels.filter(|labels| !labels.added.is_empty()) {
        let added: Vec<String> = labels.added.iter().map(|label| format!("`{label}`")).collect();
        text.push_str(&format!(
            "# There are pre-releases called {}, which the preset does not know: the labels are\n\
             # listed in the order of their release.\n",
            added.join(", ")
        ));
    }
    if choice.fourth.is_some() {
        text.push_str("# Releases have a fourth number, which the preset does not know.\n");
    }
    text.push_str(&format!("[scheme]\nextends = {}\n", quoted(&choice.name)));
    if let Some(fourth) = choice.fourth {
        text.push_str(&format!("format = {}\n\n", quoted(fourth.format)));
        text.push_str(&fourth.part("scheme."));
    }
    text.push('\n');
    if choice.lags {
        text.push_str(&format!("[scheme.release]\n{LAGS}\n"));
    }
    if let Some(labels) = labels {
        text.push_str(&labels.table("scheme.pre"));
        text.push('\n');
    }
}

/// Sentences as comments, a line of at most a hundred characters each.
fn comments(sentences: &[String], text: &mut String) {
    for sentence in sentences {
        text.push_str("\n#");
        let mut width = 1;
        for word in sentence.split_whitespace() {
            if width > 1 && width + word.len() >= 100 {
                text.push_str("\n#");
                width = 1;
            }
            text.push(' ');
            text.push_str(word);
            width += word.len() + 1;
        }
        text.push('\n');
    }
}

/// What a template rests on.
fn rests(tags: usize) -> String {
    if tags == 0 { String::new() } else { format!(" # as {tags} tag(s) have it") }
}

/// The table of a component among those `found`; its changelog is not in there where it is told for all.
fn table(component: &Found, found: &Components, text: &mut String) {
    let name = component.names.first().map_or("", String::as_str);
    let version = component.version.as_ref().map_or("", |version| version.0.as_str());
    let comment = if version.is_empty() { String::new() } else { format!(" # {version}") };
    text.push_str(&format!("\n[component.{}]{comment}\n", key(name)));
    if component.path.as_str() != name {
        let path = if component.path.is_root() { "." } else { component.path.as_str() };
        text.push_str(&format!("path = {}\n", quoted(path)));
    }
    if let Some(tag) = &component.tag {
        text.push_str(&format!("tag = {}\n", quoted(tag)));
    }
    if !component.aliases.is_empty() {
        let aliases: Vec<String> = component.aliases.iter().map(|alias| quoted(alias)).collect();
        text.push_str(&format!("aliases = [{}]\n", aliases.join(", ")));
    }
    let is_here = |path: &&RepoPath| path.parent().unwrap_or_else(RepoPath::root) == component.path;
    match found.computed.iter().find(is_here) {
        Some(path) if component.version.is_none() => text.push_str(&format!(
            "# {path} computes its version: list the file that holds it, unless it is in tags only.\n"
        )),
        _ if component.manifests.is_empty() && component.patterns.is_empty() => {
            text.push_str("# No file that is read states its version: it is in its tags only.\n");
        }
        _ => {}
    }
    let files = component.manifests.iter().map(|path| quoted(path.as_str()));
    let patterns = component.patterns.iter().map(|(path, regex, count)| {
        let count = if *count == 1 { String::new() } else { format!(", count = {count}") };
        format!("{{ path = {}, regex = {}{count} }}", quoted(path.as_str()), verbatim(regex))
    });
    let files: Vec<String> = files.chain(patterns).collect();
    text.push_str(&match files.as_slice() {
        [] => "manifests = []\n".to_string(),
        [one] => format!("manifests = [{one}]\n"),
        many => format!("manifests = [\n    {},\n]\n", many.join(",\n    ")),
    });
    if let Some(path) = component.changelog.as_ref().filter(|_| found.changelogs.is_none()) {
        text.push_str(&format!("changelog = {}\n", quoted(path.as_str())));
    }
}

fn listed(components: &[Found]) -> String {
    place::few(components.iter().filter_map(|one| one.names.first()), 12)
}

/// A key, quoted where it has to be.
pub(crate) fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(bare) { name.to_string() } else { quoted(name) }
}

/// A string without escapes, where it can be one.
fn verbatim(text: &str) -> String {
    let plain = !text.contains(|c: char| c == '\'' || c.is_control());
    if plain { format!("'{text}'") } else { quoted(text) }
}

/// A basic string: what JSON escapes, TOML escapes the same way.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
