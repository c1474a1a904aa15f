//! cargo-release: release.toml, the metadata of the workspace, and that of each package.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::Document;

use crate::config::{Hooked, Message, fits, runs, translated};

use super::{Group, Imported, Importer, Settings, Sharing};
use crate::config::is_remote;

pub(super) const IMPORTER: Importer = Importer {
    tool: "cargo-release",
    files: &["release.toml", ".release.toml", MANIFEST],
    below: Some(MANIFEST),
    read,
};

const MANIFEST: &str = "Cargo.toml";

/// Where packages inherit a version from that they have together.
const WORKSPACE: &str = "workspace.package.version";

/// Keys that are carried over, or that say nothing that is not so here anyway.
const KNOWN: &[&str] = &[
    "shared-version",
    "tag",
    "tag-name",
    "tag-prefix",
    "allow-branch",
    "sign-commit",
    "sign-tag",
    "push",
    "push-remote",
    "consolidate-commits",
    "dependent-version",
    "release",
    "verify",
    "pre-release-replacements",
    "pre-release-commit-message",
    "tag-message",
    HOOK,
];

/// Its key for a command that runs in a package's folder before the commit.
const HOOK: &str = "pre-release-hook";

/// Its keys for messages, and ours.
const MESSAGES: &[(&str, &str, Message)] = &[
    ("pre-release-commit-message", "commit", Message::Commit),
    ("tag-message", "tag", Message::Tag),
];

/// Where a setting stands, nearest first: a package's own goes before everybody's.
struct Layers<'d>(Vec<(String, &'d Document)>);

impl<'d> Layers<'d> {
    fn get(&self, key: &str) -> Option<(&str, &'d Document)> {
        self.0.iter().find_map(|(place, layer)| Some((place.as_str(), layer.get(key)?)))
    }

    fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key)?.1.text()
    }

    fn bool(&self, key: &str) -> Option<bool> {
        self.0.iter().find_map(|(_, layer)| layer.bool_at(key))
    }

    /// Whether releases are tagged.
    fn tags(&self) -> bool {
        self.bool("tag") != Some(false)
    }

    /// Whether tags are named as they are unless something is said.
    fn names_nothing(&self) -> bool {
        self.get("tag-name").is_none() && self.get("tag-prefix").is_none()
    }

    /// The group that a package shares its version with.
    fn shared(&self) -> Option<String> {
        let said = self.get("shared-version")?.1;
        match said.text() {
            Some(name) => Some(name.to_string()),
            None => (self.bool("shared-version") == Some(true)).then(|| "default".to_string()),
        }
    }

    /// The template of a package's tags; an error where there is no counterpart. The package at the
    /// root has no prefix.
    fn template(&self, root: bool) -> Result<String, String> {
        let usual = if root { "" } else { "{{crate_name}}-" };
        let prefix = self.text("tag-prefix").unwrap_or(usual);
        let name = self.text("tag-name").unwrap_or("{{prefix}}v{{version}}");
        let words = [
            ("{{prefix}}", prefix),
            ("{{crate_name}}", "{component}"),
            ("{{version}}", "{version}"),
        ];
        let text = words.iter().fold(String::from(name), |text, (from, to)| text.replace(from, to));
        if text.contains("{{") { Err(name.to_string()) } else { Ok(text) }
    }
}

fn read(settings: &Settings) -> Option<Imported> {
    let metadata = |keys: &[&'static str]| settings.file(MANIFEST)?.find(keys);
    let places = [
        ("release.toml", settings.file("release.toml")),
        (".release.toml", settings.file(".release.toml")),
        (MANIFEST, metadata(&["workspace", "metadata", "release"])),
    ];
    // Our own file has the same name.
    let theirs = |(file, found): (&'static str, Option<_>)| {
        let found: &Document = found?;
        let ours = found.get("scheme").is_some() || found.get("line").is_some();
        (!ours).then(|| (file.to_string(), found))
    };
    let all: Vec<(String, &Document)> = places.into_iter().filter_map(theirs).collect();
    let packages: Vec<_> = settings
        .all(MANIFEST)
        .filter_map(|(folder, manifest)| {
            let name = manifest.find(&["package", "name"])?.text()?;
            let version = manifest.find(&["package", "version"]);
            let inherits = version.is_some_and(|it| it.bool_at("workspace") == Some(true));
            Some((folder, name, inherits, manifest.find(&["package", "metadata", "release"])))
        })
        .collect();
    if all.is_empty() && packages.iter().all(|(.., own)| own.is_none()) {
        return None;
    }
    let mut imported = Imported::default();
    let everybody = Layers(all);
    common(&everybody, &mut imported);
    let alone = packages.len() < 2;
    let only = alone && packages.first().is_some_and(|(folder, ..)| folder.is_root());
    let own = packages
        .first()
        .filter(|_| only)
        .and_then(|(.., own)| *own)
        .map(|own| (MANIFEST.to_string(), own));
    let nearest = own.into_iter().chain(everybody.0.iter().cloned()).collect();
    hook(&Layers(nearest), only, &mut imported);
    if packages.is_empty() && everybody.shared().is_some() {
        imported.sharing = Some(Sharing::Whole);
    }
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut released, mut forms, mut untagged) = (Vec::new(), BTreeSet::new(), false);
    for (folder, name, inherits, own) in packages {
        let place = if folder.is_root() { MANIFEST.into() } else { format!("{folder}/{MANIFEST}") };
        let mut layers = everybody.0.clone();
        if let Some(own) = own {
            layers.insert(0, (place.clone(), own));
            left(&place, own, &mut imported);
            if !only {
                hook(&Layers(alloc::vec![(place.clone(), own)]), false, &mut imported);
            }
            for (key, ..) in MESSAGES.iter().filter(|(key, ..)| own.get(key).is_some()) {
                imported.doubts.push(format!("{place}: {key}: messages are the same for all here"));
            }
        }
        let layers = Layers(layers);
        if layers.bool("release") == Some(false) {
            imported.left_out.push(folder);
            continue;
        }
        released.push(name.to_string());
        // The workspace's version is one number, whatever is said of sharing.
        let shared = if inherits { Some(WORKSPACE.to_string()) } else { layers.shared() };
        if let Some(group) = shared {
            groups.entry(group).or_default().push(name.to_string());
        }
        untagged |= !layers.tags();
        match layers.template(folder.is_root()) {
            _ if !layers.tags() && alone => imported.own_tag = None,
            _ if !layers.tags() => {}
            Err(name) if own.is_some() => {
                imported.doubts.push(format!("{place}: tag-name `{name}` has no counterpart"));
            }
            Err(_) => {}
            Ok(template) if alone => {
                imported.usual_tag = layers.names_nothing();
                imported.own_tag = Some(template);
            }
            Ok(template) => {
                forms.insert(template.clone());
                if imported.own_tag.as_ref() != Some(&template) {
                    imported.tags.insert(folder, template);
                }
            }
        }
        if own.is_some_and(|own| own.text_at("dependent-version") == Some("fix")) {
            imported.keep = true;
        }
    }
    for (name, members) in groups {
        let said = match name.as_str() {
            WORKSPACE => format!("{MANIFEST}: {WORKSPACE}"),
            _ => format!("cargo-release: shared-version `{name}`"),
        };
        imported.groups.push(Group { said, members });
    }
    let all = |group: &Group| released.iter().all(|name| group.holds(name));
    let whole = imported.groups.iter().any(all);
    if released.len() > 1 && !whole {
        one_name(&released, &mut imported);
    }
    // Under one number the tag of those that have one is the tag of all.
    let only = forms.first().filter(|form| forms.len() == 1 && !form.contains("{component}"));
    if let Some(form) = only.filter(|_| whole && untagged) {
        imported.own_tag = Some(form.clone());
        imported.usual_tag = false;
        imported.tags.clear();
    }
    // Sharing is off unless it is turned on; one package alone shares nothing in any case.
    if imported.sharing.is_none() && released.len() > 1 {
        imported.sharing = Some(Sharing::None);
    }
    Some(imported)
}

/// Leaves messages out that name one of several packages beside the version: here that is the version
/// of the component that leads the release, which may be another one.
fn one_name(names: &[String], imported: &mut Imported) {
    for (theirs, ours, _) in MESSAGES {
        let Some(text) = imported.messages.get(ours).filter(|text| text.contains("{version}"))
        else {
            continue;
        };
        let mut words = text.split(|c: char| c.is_whitespace() || ":,;()[]`'\"@".contains(c));
        let Some(name) = words.find(|word| names.iter().any(|name| name == word)) else { continue };
        let doubt = format!(
            "{theirs} `{text}`: not carried over: it names {name}, and {{version}} is that of the \
             component that leads a release, which may be another one"
        );
        imported.doubts.push(doubt);
        imported.messages.remove(ours);
    }
}

/// The command that runs before a commit. Here it runs in the root, which is where it ran if that is
/// the `only` package's folder.
fn hook(layers: &Layers<'_>, only: bool, imported: &mut Imported) {
    let Some((file, found)) = layers.get(HOOK) else { return };
    let words = found.items().iter().filter_map(Document::text);
    let theirs: Vec<&str> = found.text().into_iter().chain(words).collect();
    let argv: Vec<String> = theirs.iter().map(|word| translated(word)).collect();
    let doubt = if !only {
        "not carried over: it ran in each package's folder, and `hooks` run in the root, with {path} \
         for the folder"
    } else if theirs.len() < found.items().len() || !runs(&argv, Hooked::Component) {
        "not carried over: its words have no counterpart in `hooks`"
    } else {
        imported.hooks.push(argv);
        "carried over as `hooks`: it may not change files that are tracked, and is told of \
         SYNCLINE_VERSION in place of NEW_VERSION"
    };
    let theirs = theirs.join(" ");
    imported.doubts.push(format!("{file}: {HOOK} `{theirs}`: {doubt}"));
}

/// What is said of all packages.
fn common(layers: &Layers<'_>, imported: &mut Imported) {
    imported.sign_commit = layers.bool("sign-commit");
    imported.sign_tag = layers.bool("sign-tag");
    imported.push = layers.bool("push");
    match layers.get("push-remote").and_then(|(file, found)| Some((file, found.text()?))) {
        Some((_, name)) if is_remote(name) => imported.remote = Some(name.into()),
        Some((file, _)) => imported.doubts.push(format!("{file}: push-remote: no remote's name")),
        None => {}
    }
    imported.keep = layers.text("dependent-version") == Some("fix");
    for (theirs, ours, message) in MESSAGES {
        let Some(text) = layers.text(theirs) else { continue };
        let template = translated(text);
        if fits(&template, *message) {
            imported.messages.insert(ours, template);
        } else {
            imported.doubts.push(format!("{theirs} `{text}` has no counterpart"));
        }
    }
    imported.usual_tag = layers.names_nothing();
    match layers.template(false) {
        // What is never tagged is named by nobody.
        _ if !layers.tags() => {}
        Ok(template) => imported.own_tag = Some(template),
        Err(name) => imported.doubts.push(format!("tag-name `{name}` has no counterpart")),
    }
    for (file, found) in &layers.0 {
        let branches = found.texts_at("allow-branch");
        if imported.allow_branch.is_empty() {
            // Patterns that forbid a branch have no place among those that allow one.
            let (allowed, forbidden): (Vec<&str>, Vec<&str>) =
                branches.iter().partition(|glob| !glob.starts_with('!'));
            imported.allow_branch = allowed.into_iter().map(String::from).collect();
            if !forbidden.is_empty() {
                let forbidden = forbidden.join(", ");
                imported.doubts.push(format!("{file}: allow-branch {forbidden}: forbids"));
            }
        }
        left(file, found, imported);
    }
}

/// Names what has no counterpart among the settings in `file`.
fn left(file: &str, found: &Document, imported: &mut Imported) {
    if found.bool_at("tag") == Some(false) {
        imported.doubts.push(format!("{file}: `tag = false`: here a release exists by its tag"));
    }
    let replaced = found.get("pre-release-replacements").map_or(&[][..], Document::items);
    let mut files: Vec<&str> = replaced.iter().filter_map(|one| one.text_at("file")).collect();
    files.sort_unstable();
    files.dedup();
    if !files.is_empty() {
        imported.doubts.push(format!(
            "{file}: pre-release-replacements: not carried over, in {}: a file that holds the \
             version is listed in `manifests`, with a `regex`; a changelog is `changelog`",
            files.join(", ")
        ));
    }
    imported.leave(file, found, KNOWN);
}
