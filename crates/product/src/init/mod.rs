//! A first release.toml for a repository, from the files and tags that it has.
//!
//! [`wanted`] says which files to read, [`looks_back`] at which tags to read those of then, and
//! [`propose`] makes the configuration of what they hold. All are pure; nothing here knows what else
//! the repository holds, or writes anything.

mod apart;
mod by_folder;
mod called;
mod changelogs;
mod claimed;
mod components;
mod elsewhere;
mod evidence;
mod foreign;
mod fourth;
mod groups;
mod heirs;
mod history;
mod homes;
mod labels;
mod members;
mod never;
mod past;
mod reading;
mod scheme;
mod templates;
mod text;
mod together;
mod told;
mod which;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;

use crate::Content;
use crate::import::Imported;

pub use foreign::wanted;
pub use past::{Past, looks_back};
pub(crate) use text::key;

/// What a repository has that a configuration can be made from.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The folder's name, which the product is called by.
    pub folder: &'a str,
    /// The files that [`wanted`] named and that are there.
    pub files: &'a BTreeMap<RepoPath, Content>,
    /// All files that the repository tracks.
    pub tracked: &'a [RepoPath],
    /// The names of all tags.
    pub tags: &'a [String],
    /// What there was at the tags that [`looks_back`] names, as far as it could be read.
    pub past: &'a BTreeMap<String, Past>,
    /// The scheme to use, by its name; `None` to find the one that fits.
    pub scheme: Option<&'a str>,
    /// What another tool was told, which goes before what we would make of files and tags.
    pub given: Option<&'a Imported>,
}

/// A configuration to begin with, and what it could not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The text of release.toml, with comments that say what each choice rests on.
    pub text: String,
    /// What people have to decide or look at, each a sentence.
    pub doubts: Vec<String>,
    /// How many components were found.
    pub components: usize,
    /// The scheme's name.
    pub scheme: String,
    /// The tags of the newest final releases, the product's and each component's own.
    pub newest: Vec<String>,
}

/// Makes a configuration of what is seen; `None` where no file states a version and no tag has one.
#[must_use]
pub fn propose(seen: &Seen<'_>) -> Option<Proposal> {
    // Tags that begin alike are found without looking at all the others.
    let mut tags = seen.tags.to_vec();
    tags.sort_unstable();
    let seen = &Seen { tags: &tags, ..*seen };
    let mut found = components::find(seen);
    claimed::name(seen, &mut found.components);
    if found.components.is_empty() {
        found.components.push(members::in_tags_only(seen)?);
    }
    if seen.given.is_none_or(|given| given.components.is_empty()) {
        members::only_released(seen, &mut found);
    }
    let sharing = seen.given.and_then(|given| members::as_told(seen, given, &mut found));
    members::say_others(&mut found);
    let called = found.components.iter().map(|one| (one.path.clone(), one.names.first().cloned()));
    let called: Vec<(RepoPath, Option<String>)> = called.collect();
    let mut fitted = found.clone();
    let mut history = history::fit(seen, sharing, &mut fitted);
    let is_told = seen.given.is_some_and(|given| !given.components.is_empty());
    if !is_told && never::leave(seen, &history, &fitted, &mut found) {
        // The others may do with another scheme, or have one tag together.
        fitted = found;
        history = history::fit(seen, sharing, &mut fitted);
    }
    let mut found = fitted;
    if let Some(given) = seen.given {
        groups::say(given, &mut found);
    }
    let has_tags = |one: &components::Found| {
        let names = one.names.get(..1).unwrap_or_default();
        let own = history.own.as_ref().filter(|own| own.template.contains(history::NAME));
        own.is_some_and(|own| templates::is_tagged(seen, &own.template, names))
    };
    let renamed = |one: &components::Found| {
        let before = called.iter().find(|(path, _)| *path == one.path);
        let (now, without) = (one.names.first(), called::without_table(one));
        now != without.as_ref()
            && (has_tags(one) || before.is_some_and(|(_, name)| now != name.as_ref()))
    };
    let said = |one: &components::Found| one.tag.is_some() || !one.aliases.is_empty();
    if found.components.iter().any(|one| said(one) || renamed(one)) {
        // What is said of one component needs tables for all.
        found.workspace = None;
    }
    changelogs::take(seen, &mut found);
    if found.workspace.is_some() {
        for one in &mut found.components {
            let name = called::without_table(one);
            one.names.splice(..0, name);
        }
    }
    Some(text::write(seen, &found, &history))
}

#[cfg(test)]
mod tests;
