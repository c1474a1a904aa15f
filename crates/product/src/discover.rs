//! The components of a workspace that release.toml does not list: its members
//! (docs/configuration.md).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use globset::{Glob, GlobBuilder, GlobMatcher};
use manifest::{Elsewhere, Format, Located, Locator, Members};
use place::{Class, Explain, Place, RepoPath};

use crate::{Needs, Product, Snapshot};

mod reached;

pub(crate) use reached::{all_members, reached};

/// What looking for a workspace's members came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discovered {
    /// More has to be read first.
    Needs {
        /// That is all that is needed.
        needs: Box<Needs>,
        /// What will be asked for once those are read.
        soon: Soon,
    },
    /// The members, each a component's name and a folder, sorted by folder.
    Members(Vec<(String, RepoPath)>),
}

/// What will be asked for, and is best read along where it can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Soon {
    /// Files: the locks of a workspace, which are large.
    pub files: BTreeSet<RepoPath>,
    /// Folders: the members' own, whose other manifests count as well.
    pub folders: BTreeSet<RepoPath>,
}

/// Why no components are found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DiscoverError {
    /// No workspace and no package at the root.
    #[error("{file} lists no component, and there is no workspace at the root to find them in")]
    NoWorkspace {
        /// The configuration file.
        file: String,
    },
    /// Two members of one name.
    #[error("two members of the workspace are called `{name}`: in {first} and in {second}")]
    Twice {
        /// The name.
        name: String,
        /// One's folder.
        first: RepoPath,
        /// The other one's.
        second: RepoPath,
        /// The second one's manifest.
        manifest: String,
    },
    /// A manifest that cannot be read.
    #[error("{message}")]
    Manifest {
        /// Where.
        place: Option<Place>,
        /// Why.
        message: String,
        /// What to do.
        help: Option<String>,
        /// The rule.
        rule: Option<String>,
        /// How it is counted.
        class: Class,
    },
}

impl Explain for DiscoverError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Manifest { rule, .. } => rule.as_deref(),
            _ => Some("configuration"),
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::NoWorkspace { file } => Some(Place::File { path: file.clone(), span: None }),
            Self::Twice { manifest, .. } => {
                Some(Place::File { path: manifest.clone(), span: None })
            }
            Self::Manifest { place, .. } => place.clone(),
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::NoWorkspace { .. } => {
                Some("add a [component.NAME] table for each component".into())
            }
            Self::Twice { .. } => Some(
                "give one of them another name, or list the components in release.toml, each with \
                 its `path` in a [component.NAME] table of its own"
                    .into(),
            ),
            Self::Manifest { help, .. } => help.clone(),
        }
    }

    fn class(&self) -> Class {
        match self {
            Self::Manifest { class, .. } => *class,
            _ => Class::Usage,
        }
    }
}

/// Finds the members of the workspace whose manifest lies at the root.
///
/// # Errors
/// No workspace there, or a manifest that cannot be read.
pub fn discover(product: &Product, snapshot: &Snapshot) -> Result<Discovered, DiscoverError> {
    let root = RepoPath::root();
    let mut needs = Needs::default();
    if needs.folder(snapshot, &root).is_none() {
        return Ok(Discovered::Needs { needs: Box::new(needs), soon: Soon::default() });
    }
    let mut members = Vec::new();
    let mut soon = Soon::default();
    let mut alone = None;
    let mut file = String::new();
    for name in names(snapshot, &root) {
        let Ok(path) = root.join(&name) else { continue };
        let Some(located) = locate(snapshot, &path, &mut needs)? else { continue };
        match &located.members {
            Some(workspace) => {
                // A root is often there for its tools only, whatever number it was begun with.
                if !is_placeholder(&located) {
                    package(&located, &root, &mut members);
                }
                let mut search = Search { snapshot, name: &name, seen: BTreeSet::new() };
                search.below(&root, workspace, &mut members, &mut needs)?;
                soon.files = locks(snapshot, &path);
                file = workspace.manifest.map_or_else(|| name.clone(), Into::into);
                alone = None;
                break;
            }
            // Without a workspace, the first package at the root is the only component.
            None if alone.is_none() => alone = Some(located),
            None => {}
        }
    }
    if let Some(located) = alone {
        package(&located, &root, &mut members);
    }
    if !needs.is_empty() {
        let folders = needs.files.iter().filter_map(RepoPath::parent);
        soon.folders.extend(folders.filter(|folder| !snapshot.folders.contains_key(folder)));
        return Ok(Discovered::Needs { needs: Box::new(needs), soon });
    }
    if members.is_empty() {
        return Err(DiscoverError::NoWorkspace { file: product.file.clone() });
    }
    members.sort_by(|a, b| a.1.cmp(&b.1));
    members.dedup();
    let members = named(members);
    let mut seen: BTreeMap<&str, &RepoPath> = BTreeMap::new();
    for (name, folder) in &members {
        if let Some(first) = seen.insert(name, folder) {
            return Err(DiscoverError::Twice {
                name: name.clone(),
                first: first.clone(),
                second: folder.clone(),
                manifest: folder.join(&file).unwrap_or_else(|_| folder.clone()).as_str().into(),
            });
        }
    }
    Ok(Discovered::Members(members))
}

/// What the members are called as components. Maven and Gradle put a group before a package's name,
/// with a sign that no tag may have: the name alone will do where no other group has it too.
fn named(members: Vec<(String, RepoPath)>) -> Vec<(String, RepoPath)> {
    let short = |name: &str| name.rsplit(':').next().unwrap_or_default().to_string();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in &members {
        *uses.entry(short(name)).or_default() += 1;
    }
    let called = |name: String| match short(&name) {
        alone if uses.get(&alone) == Some(&1) => alone,
        _ => name.replace(':', "/"),
    };
    members.into_iter().map(|(name, folder)| (called(name), folder)).collect()
}

/// A walk over a workspace, whose members may have members of their own, as Maven's modules do.
struct Search<'s> {
    snapshot: &'s Snapshot,
    /// What the manifest is called that declares the workspace.
    name: &'s str,
    /// The folders that were looked into: a module may name the one above it.
    seen: BTreeSet<RepoPath>,
}

impl Search<'_> {
    /// Adds the members that the workspace in `root` has.
    fn below(
        &mut self,
        root: &RepoPath,
        workspace: &Members,
        members: &mut Vec<(String, RepoPath)>,
        needs: &mut Needs,
    ) -> Result<(), DiscoverError> {
        let name = workspace.manifest.unwrap_or(self.name);
        let Ok(file) = root.join(self.name) else { return Ok(()) };
        for folder in all_members(self.snapshot, &file, workspace, needs) {
            let Ok(path) = folder.join(name) else { continue };
            if !self.seen.insert(folder.clone()) {
                continue;
            }
            let Some(located) = locate(self.snapshot, &path, needs)? else { continue };
            // pnpm's root is among the members.
            if !(folder.is_root() && is_placeholder(&located)) {
                package(&located, &folder, members);
            }
            if let Some(inner) = &located.members {
                self.below(&folder, inner, members, needs)?;
            }
        }
        Ok(())
    }
}

/// The folders of a workspace's members, as far as the snapshot has listed those that patterns look
/// into; the others are added to the needs. `root` is the workspace's own folder.
pub(crate) fn members(
    snapshot: &Snapshot,
    root: &RepoPath,
    workspace: &Members,
    needs: &mut Needs,
) -> Vec<RepoPath> {
    let excluded: Vec<GlobMatcher> = workspace.exclude.iter().filter_map(|g| glob(g)).collect();
    let mut found = Vec::new();
    for pattern in &workspace.include {
        let all = folders(snapshot, root, pattern, needs);
        found.extend(all.into_iter().filter(|folder| {
            let below = folder.below(root).unwrap_or_default();
            !excluded.iter().any(|glob| glob.is_match(below))
        }));
    }
    found
}

/// Whether a workspace at the root has a member in `folder`, by its patterns alone.
pub(crate) fn is_member(workspace: &Members, folder: &RepoPath) -> bool {
    let matches = |pattern: &String| {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        glob.is_ok_and(|glob| glob.compile_matcher().is_match(folder.as_str()))
    };
    workspace.include.iter().any(matches) && !workspace.exclude.iter().any(matches)
}

/// The root's files of the formats that packages of one workspace share something in, a lock file or
/// what they inherit, in the order of the formats.
fn names(snapshot: &Snapshot, root: &RepoPath) -> Vec<String> {
    let shared = |format: &&&Format| !(format.locks.is_empty() && format.above.is_empty());
    let exact = manifest::FORMATS.iter().filter(shared);
    exact
        .flat_map(|format| format.files.iter())
        .filter(|name| snapshot.holds(root, name))
        .map(ToString::to_string)
        .collect()
}

/// The lock files beside a workspace's manifest, as far as they are not read: its members share them.
fn locks(snapshot: &Snapshot, manifest: &RepoPath) -> BTreeSet<RepoPath> {
    let format = manifest::format_for(manifest.file_name());
    let names = format.into_iter().flat_map(|format| format.locks);
    let folder = manifest.parent().unwrap_or_else(RepoPath::root);
    let held = names.filter(|name| snapshot.holds(&folder, name));
    let paths = held.filter_map(|name| folder.join(name).ok());
    paths.filter(|path| !snapshot.files.contains_key(path)).collect()
}

fn package(located: &Located, folder: &RepoPath, members: &mut Vec<(String, RepoPath)>) {
    // What it requires makes no release of it.
    let elsewhere =
        |one: &Elsewhere| !matches!(one, Elsewhere::Requirement { .. } | Elsewhere::Unread { .. });
    let versioned = located.version().is_some() || located.elsewhere.iter().any(elsewhere);
    if let (Some(name), true) = (&located.name, versioned) {
        members.push((name.clone(), folder.clone()));
    }
}

/// Whether the version is none that anybody releases: 0.0.0 of what is never published.
pub(crate) fn is_placeholder(located: &Located) -> bool {
    let zero = |text: &str| text.split('.').all(|part| part == "0");
    !located.public && located.version().is_some_and(|slot| zero(&slot.text))
}

fn locate(
    snapshot: &Snapshot,
    path: &RepoPath,
    needs: &mut Needs,
) -> Result<Option<Arc<Located>>, DiscoverError> {
    let Some(content) = needs.file(snapshot, path) else { return Ok(None) };
    let (Some(content), Some(format)) = (content, manifest::format_for(path.file_name())) else {
        return Ok(None);
    };
    let refuse = |error: &dyn Explain| DiscoverError::Manifest {
        place: error.place(),
        message: error.to_string(),
        help: error.help(),
        rule: error.rule().map(ToString::to_string),
        class: error.class(),
    };
    match content.found(path, &Locator::Format(format)) {
        Ok(located) => Ok(Some(located)),
        // A package without a version is never released: it is no component.
        Err(error) if error.is_no_version() => Ok(None),
        Err(error) => Err(refuse(&error)),
    }
}

/// The folders that a member pattern means, as far as they are listed; `**` is any folders, or none.
fn folders(
    snapshot: &Snapshot,
    root: &RepoPath,
    pattern: &str,
    needs: &mut Needs,
) -> Vec<RepoPath> {
    let mut found = alloc::vec![root.clone()];
    for name in pattern.trim_end_matches('/').split('/').filter(|name| !matches!(*name, "" | ".")) {
        let mut next = Vec::new();
        for folder in found {
            if name == "**" {
                next.extend(below(snapshot, folder, needs));
                continue;
            }
            if !name.contains(['*', '?', '[', '{']) {
                next.extend(folder.join(name));
                continue;
            }
            let Some(entries) = needs.folder(snapshot, &folder) else { continue };
            let Some(matcher) = glob(name) else { continue };
            let inside = entries.iter().flatten().filter(|entry| entry.folder);
            let matching = inside.filter(|entry| matcher.is_match(&entry.name));
            next.extend(matching.filter_map(|entry| folder.join(&entry.name).ok()));
        }
        found = next;
    }
    found
}

/// A folder and all below it, as far as they are listed; what was installed there is nobody's
/// member.
fn below(snapshot: &Snapshot, folder: RepoPath, needs: &mut Needs) -> Vec<RepoPath> {
    let mut found = alloc::vec![folder];
    let mut at = 0;
    while let Some(folder) = found.get(at).cloned() {
        at += 1;
        let Some(entries) = needs.folder(snapshot, &folder) else { continue };
        let inside =
            entries.iter().flatten().filter(|entry| entry.folder && entry.name != "node_modules");
        found.extend(inside.filter_map(|entry| folder.join(&entry.name).ok()));
    }
    found
}

fn glob(pattern: &str) -> Option<GlobMatcher> {
    Glob::new(pattern).ok().map(|glob| glob.compile_matcher())
}
