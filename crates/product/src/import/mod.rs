//! What another tool's configuration says about releases: one small file a tool, one row in
//! [`IMPORTERS`].

mod around;
mod bumpversion;
mod cargo_release;
mod changesets;
mod holder;
mod knope;
mod lerna;
mod release_please;
mod rush;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use globset::Glob;
use manifest::{Document, Source};
use place::RepoPath;

use crate::{Content, InventoryError};

pub use around::{Globbed, Pending};
pub use holder::{Find, Holder};

/// A tool whose configuration we understand.
#[derive(Debug, Clone, Copy)]
pub struct Importer {
    /// The tool's name.
    pub tool: &'static str,
    /// The files it reads, from the root, the telling one first.
    pub files: &'static [&'static str],
    /// The name of files of packages, in any folder, that it reads as well.
    pub below: Option<&'static str>,
    /// What they say; `None` where they hold nothing of this tool's.
    read: fn(&Settings) -> Option<Imported>,
}

/// Every tool.
pub const IMPORTERS: &[Importer] = &[
    cargo_release::IMPORTER,
    changesets::IMPORTER,
    lerna::IMPORTER,
    rush::IMPORTER,
    knope::IMPORTER,
    release_please::IMPORTER,
    bumpversion::IMPORTER,
];

/// What most tools call a changelog.
const CHANGELOG: &str = "CHANGELOG.md";

/// How versions are shared between components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// All components have one number, and move together.
    Whole,
    /// Each has its own.
    None,
}

/// A component that the other tool was told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is called; `None` for its package's name.
    pub name: Option<String>,
    /// Its folder.
    pub path: RepoPath,
    /// Files that state its version, where the tool was told of them.
    pub manifests: Vec<Holder>,
    /// More of those files, by globs.
    pub globs: Vec<Globbed>,
    /// The version that they state, as far as that is known.
    pub version: Option<String>,
    /// Its changelog; and which setting says so, where the tool would have it elsewhere otherwise.
    pub changelog: Option<(RepoPath, Option<String>)>,
}

impl Listed {
    /// One of which nothing is known but its name and its folder.
    fn new(name: Option<&str>, path: RepoPath) -> Self {
        let (name, manifests) = (name.map(String::from), Vec::new());
        Self { name, path, manifests, globs: Vec::new(), version: None, changelog: None }
    }
}

/// Packages that the other tool keeps under one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which setting says so, for people.
    pub said: String,
    /// Their names, or globs of names.
    pub members: Vec<String>,
}

impl Group {
    /// Whether a package of that name is in it.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.members.iter().any(|glob| {
            glob == name || Glob::new(glob).is_ok_and(|glob| glob.compile_matcher().is_match(name))
        })
    }
}

/// What another tool's configuration says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// How versions are shared, where it says so.
    pub sharing: Option<Sharing>,
    /// The product's tag template, where it says so.
    pub product_tag: Option<String>,
    /// The components' tag template, where it says so.
    pub own_tag: Option<String>,
    /// Whether that is how the tool names tags unless it is told otherwise: where all of them are named
    /// in another way, something else makes them.
    pub usual_tag: bool,
    /// Whether tags have a package's whole name, its scope (`@x/`) too.
    pub scoped: bool,
    /// The template of the only package at the root of a repository without a workspace, where that is
    /// another one than `own_tag`.
    pub lone_tag: Option<String>,
    /// What the manifests of the packages are called that the tool knows, where it knows those of one
    /// ecosystem only.
    pub manifest: Option<&'static str>,
    /// Branches that releases are made on.
    pub allow_branch: Vec<String>,
    /// Whether commits are signed.
    pub sign_commit: Option<bool>,
    /// Whether tags are signed.
    pub sign_tag: Option<bool>,
    /// What commits and tags say first, by the key of `messages`.
    pub messages: BTreeMap<&'static str, String>,
    /// What the releases of each component run before they commit.
    pub hooks: Vec<Vec<String>>,
    /// Whether releases are pushed.
    pub push: Option<bool>,
    /// The remote that they are pushed to.
    pub remote: Option<String>,
    /// The components, where they are listed; otherwise they are found.
    pub components: Vec<Listed>,
    /// Packages that have one number together, where that is said of some: all of them may be in one
    /// such group, and then versions are shared as a whole.
    pub groups: Vec<Group>,
    /// Folders whose packages are not released.
    pub left_out: Vec<RepoPath>,
    /// Names of packages that are not released, or globs of names, in which `*` is no `/`; those
    /// behind a `!` are released all the same.
    pub ignored: Vec<String>,
    /// Folders whose package has tags of its own form, with its template.
    pub tags: BTreeMap<RepoPath, String>,
    /// Whether a requirement on a package that moves stays while it admits the new version.
    pub keep: bool,
    /// What the changelog is called that the tool writes in the folder of each component, where it
    /// does.
    pub changelog: Option<&'static str>,
    /// Whether it writes one of that name for all components at the root besides.
    pub changelog_of_all: bool,
    /// What a file is called that it keeps beside each changelog, to make that of.
    pub source_of_changelogs: Option<&'static str>,
    /// Where it keeps changes that are not released yet.
    pub pending: Option<Pending>,
    /// What has no counterpart, or has to be looked at, each a sentence.
    pub doubts: Vec<String>,
}

impl Imported {
    /// Whether a package with these manifests is one that the tool may know.
    #[must_use]
    pub fn knows(&self, manifests: &[RepoPath]) -> bool {
        self.manifest.is_none_or(|name| manifests.iter().any(|path| path.file_name() == name))
    }

    /// Whether a package of that name is not released.
    #[must_use]
    pub fn ignores(&self, name: &str) -> bool {
        let is = |glob: &str| {
            glob == name || around::matcher(glob).is_some_and(|glob| glob.is_match(name))
        };
        let (but, of): (Vec<&str>, Vec<&str>) =
            self.ignored.iter().map(String::as_str).partition(|glob| glob.starts_with('!'));
        let named = of.iter().any(|glob| is(glob)) || (of.is_empty() && !but.is_empty());
        named && !but.iter().any(|glob| is(glob.trim_start_matches('!')))
    }

    /// Notes what only the other tool writes, so that it no longer says what is so.
    fn stale(&mut self, what: &str) {
        self.doubts.push(format!(
            "{what}: no release writes it any more, so that what it says is soon out of date: remove \
             it with the tool"
        ));
    }

    /// Notes every key of `settings` that is not among `known`.
    fn leave(&mut self, file: &str, settings: &Document, known: &[&str]) {
        let left = settings.entries().iter().filter(|(key, _)| !known.contains(&key.as_str()));
        let left: Vec<&str> = left.map(|(key, _)| key.as_str()).collect();
        if !left.is_empty() {
            self.doubts.push(format!("{file}: not carried over: {}", left.join(", ")));
        }
    }
}

/// The files of a tool, parsed.
#[derive(Debug, Default)]
pub struct Settings(BTreeMap<String, Document>);

impl Settings {
    fn file(&self, name: &str) -> Option<&Document> {
        self.0.get(name)
    }

    /// The files of that name, with their folders, the root's first.
    fn all(&self, name: &str) -> impl Iterator<Item = (RepoPath, &Document)> {
        self.0.iter().filter_map(move |(path, document)| {
            let path = RepoPath::new(path).ok().filter(|path| path.file_name() == name)?;
            Some((path.parent().unwrap_or_else(RepoPath::root), document))
        })
    }
}

/// Reads the first tool's configuration among `files`, by `tool`'s name where one is given, and names
/// the other tools that have one.
///
/// # Errors
/// A file of that tool that cannot be read.
pub fn import(
    files: &BTreeMap<RepoPath, Content>,
    tool: Option<&str>,
) -> Result<Option<(&'static Importer, Imported)>, InventoryError> {
    let mut first: Option<(&'static Importer, Imported)> = None;
    let mut others = Vec::new();
    for importer in IMPORTERS.iter().filter(|one| tool.is_none_or(|tool| tool == one.tool)) {
        let mut settings = Settings::default();
        for name in importer.files {
            let Ok(path) = RepoPath::new(name) else { continue };
            let Some(content) = files.get(&path) else { continue };
            // One that cannot be read is in nobody's way but its own tool's.
            let read = || -> Result<Document, InventoryError> {
                Ok(Document::read(&Source::new(&path, content.bytes())?)?)
            };
            match read() {
                Ok(document) => settings.0.insert((*name).to_string(), document),
                Err(_) if first.is_some() => continue,
                Err(error) => return Err(error),
            };
        }
        let below = files.iter().filter(|(path, _)| Some(path.file_name()) == importer.below);
        for (path, content) in below {
            // One odd file of many is nobody's setting.
            let Ok(source) = Source::new(path, content.bytes()) else { continue };
            if let Ok(document) = Document::read(&source) {
                settings.0.entry(path.to_string()).or_insert(document);
            }
        }
        match (importer.read)(&settings) {
            Some(imported) if first.is_none() => first = Some((importer, imported)),
            Some(_) => others.push(importer.tool),
            None => {}
        }
    }
    if let Some((_, imported)) = first.as_mut().filter(|_| !others.is_empty()) {
        imported.doubts.push(format!(
            "There is a configuration of {} as well, which was not carried over: `import --from` \
             takes the one that it names.",
            others.join(", ")
        ));
    }
    Ok(first)
}

/// A folder as another tool writes it: `./` and a slash at the end say nothing.
fn folder(text: &str) -> Option<RepoPath> {
    let text = text.trim_start_matches("./").trim_matches('/');
    if matches!(text, "" | ".") { Some(RepoPath::root()) } else { RepoPath::new(text).ok() }
}

#[cfg(test)]
mod tests;
