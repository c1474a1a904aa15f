//! The components: packages, and folders that state a version without being one.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, FORMATS, Format, Located, Locator, Members};
use place::RepoPath;
use version::Dialect;

use super::Seen;
use crate::import::Imported;

/// Folders whose files are somebody else's, made by a build, or there to be tested with.
const PASSED_OVER: &[&str] = &[
    "node_modules",
    "vendor",
    "third_party",
    "third-party",
    "external",
    "target",
    "dist",
    "build",
    "out",
    "bin",
    "obj",
    "test",
    "tests",
    "testdata",
    "__tests__",
    "fixtures",
    "example",
    "examples",
    "samples",
    "templates",
    "benches",
    "fuzz",
];

/// A component that a configuration is to have.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What its tags may call it, the likeliest first: the package's name, without its scope, its
    /// folder's name.
    pub(super) names: Vec<String>,
    /// Its folder.
    pub(super) path: RepoPath,
    /// The files that state its version, the most important first.
    pub(super) manifests: Vec<RepoPath>,
    /// What the first of them says, and how it says it.
    pub(super) version: Option<(String, &'static Dialect)>,
    /// The template of its tags, where it is not everybody's.
    pub(super) tag: Option<String>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Components {
    pub(super) components: Vec<Found>,
    /// Where they are just the members of the workspace at the root, which needs no tables: its file,
    /// and whom it names.
    pub(super) workspace: Option<(RepoPath, Members)>,
    pub(super) doubts: Vec<String>,
}

/// The files among `paths`, which are all that the repository tracks, that a configuration could
/// name.
#[must_use]
pub fn wanted(paths: &[RepoPath]) -> Vec<RepoPath> {
    let foreign = |path: &RepoPath| {
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        folder.as_str().split('/').any(|name| PASSED_OVER.contains(&name) || is_hidden(name))
    };
    let known = |path: &&RepoPath| manifest::format_for(path.file_name()).is_some();
    paths.iter().filter(known).filter(|path| !foreign(path)).cloned().collect()
}

fn is_hidden(name: &str) -> bool {
    name.len() > 1 && name.starts_with('.')
}

/// A file that states a version, or says where it is.
struct Stating {
    path: RepoPath,
    format: &'static Format,
    located: Arc<Located>,
    /// The file that it says its version is in, and what stands there.
    followed: Option<(RepoPath, String, &'static Dialect)>,
}

impl Stating {
    fn version(&self) -> Option<(String, &'static Dialect)> {
        match (self.located.version(), &self.followed) {
            (Some(slot), _) => {
                Some((slot.text.clone(), slot.dialect.unwrap_or(self.format.dialect)))
            }
            (None, Some((_, text, dialect))) => Some((text.clone(), dialect)),
            (None, None) => None,
        }
    }

    fn is_package(&self) -> bool {
        self.located.name.is_some()
    }
}

/// Finds the components in the files that were read.
pub(super) fn find(seen: &Seen<'_>) -> Components {
    let mut found = Components::default();
    let mut folders: BTreeMap<RepoPath, Vec<Stating>> = BTreeMap::new();
    for (path, content) in seen.files {
        let Some(format) = manifest::format_for(path.file_name()) else { continue };
        if FORMATS.iter().any(|other| other.locks.contains(&path.file_name())) {
            continue;
        }
        let located = match content.found(path, &Locator::Format(format)) {
            Ok(located) => located,
            Err(error) if error.is_no_version() => continue,
            Err(error) => {
                found.doubts.push(format!("{path} was left out: {error}"));
                continue;
            }
        };
        if let Some(members) = &located.members
            && path.parent().is_none_or(|folder| folder.is_root())
            && !members.include.is_empty()
        {
            found.workspace = Some((path.clone(), members.clone()));
        }
        if !states(&located) {
            if let Some(Elsewhere::Computed { how, .. }) = located.elsewhere.first() {
                found.doubts.push(format!(
                    "{path} computes its version ({how}): list the file that holds it"
                ));
            }
            continue;
        }
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        let followed = followed(seen, &folder, format, &located);
        let stating = Stating { path: path.clone(), format, located, followed };
        folders.entry(folder).or_default().push(stating);
    }
    let all = folders.values().flatten();
    let followed: BTreeSet<RepoPath> =
        all.filter_map(|one| one.followed.as_ref()).map(|(path, ..)| path.clone()).collect();
    for stating in folders.values_mut() {
        // What another file leads to is stated by that one.
        stating.retain(|one| one.is_package() || !followed.contains(&one.path));
        stating.sort_by_key(|one| FORMATS.iter().position(|known| known.id == one.format.id));
    }
    packages(seen, &folders, &mut found);
    others(seen, &folders, &mut found);
    if let Some(given) = seen.given.filter(|given| !given.components.is_empty()) {
        listed(seen, given, &mut found);
    }
    only_members(seen, &folders, &mut found);
    found.components.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The file that `located`, in `folder`, names as the place of its version, and what stands there.
fn followed(
    seen: &Seen<'_>,
    folder: &RepoPath,
    format: &Format,
    located: &Located,
) -> Option<(RepoPath, String, &'static Dialect)> {
    let named = located.elsewhere.iter().find_map(|one| match one {
        Elsewhere::File { files, format, .. } => Some((files, manifest::format(format)?)),
        _ => None,
    });
    let (files, there) = named.filter(|_| located.version().is_none())?;
    let paths = files.iter().filter_map(|file| folder.join(file).ok());
    let (path, content) = paths.filter_map(|path| seen.files.get_key_value(&path)).next()?;
    let found = content.found(path, &Locator::Format(there)).ok()?;
    let plain = there.dialect.id == version::native::PLAIN.id;
    let dialect = if plain { format.dialect } else { there.dialect };
    Some((path.clone(), found.version()?.text.clone(), dialect))
}

/// Whether a file states the version of something that is released.
fn states(located: &Located) -> bool {
    let elsewhere = |one: &Elsewhere| {
        matches!(one, Elsewhere::Version { .. } | Elsewhere::File { .. } | Elsewhere::Tags { .. })
    };
    let placeholder = !located.public
        && located.version().is_some_and(|slot| slot.text.split('.').all(|part| part == "0"));
    !placeholder && (located.version().is_some() || located.elsewhere.iter().any(elsewhere))
}

/// Every folder with a package in it is a component.
fn packages(seen: &Seen<'_>, folders: &BTreeMap<RepoPath, Vec<Stating>>, found: &mut Components) {
    for (folder, stating) in folders {
        let Some(package) = stating.iter().find(|one| one.is_package()) else { continue };
        let version = package.version();
        let same = |one: &&Stating| {
            one.path == package.path || one.version().map(|v| v.0) == version.clone().map(|v| v.0)
        };
        // Another number in the same folder is not this package's.
        let manifests = stating.iter().filter(same).map(|one| one.path.clone()).collect();
        found.components.push(Found {
            names: names(seen, package.located.name.as_deref(), folder),
            path: folder.clone(),
            manifests,
            version,
            tag: None,
        });
    }
}

/// A file that states a version outside of every package belongs to the component around it where
/// it says the same, and else makes its folder a component.
fn others(seen: &Seen<'_>, folders: &BTreeMap<RepoPath, Vec<Stating>>, found: &mut Components) {
    for (folder, stating) in folders {
        if stating.iter().any(Stating::is_package) {
            continue;
        }
        let Some((first, version)) =
            stating.iter().find_map(|one| one.version().map(|version| (one, version)))
        else {
            continue;
        };
        let around = |one: &&mut Found| folder.is_within(&one.path);
        let nearest = found.components.iter_mut().filter(around);
        match nearest.max_by_key(|one| one.path.as_str().len()) {
            Some(owner) if owner.version.as_ref().is_some_and(|own| own.0 == version.0) => {
                owner.manifests.push(first.path.clone());
            }
            Some(owner) if !owner.path.is_root() => found.doubts.push(format!(
                "{} says {}, which is not the version of the component around it: list it where \
                 it belongs",
                first.path, version.0
            )),
            _ => found.components.push(Found {
                names: names(seen, None, folder),
                path: folder.clone(),
                manifests: stating.iter().map(|one| one.path.clone()).collect(),
                version: Some(version),
                tag: None,
            }),
        }
    }
}

/// Keeps the components that another tool lists, under the names and with the files that it has.
fn listed(seen: &Seen<'_>, given: &Imported, found: &mut Components) {
    let mut all = core::mem::take(&mut found.components);
    for one in &given.components {
        let at = all.iter().position(|known| known.path == one.path);
        let mut component = match at.map(|at| all.remove(at)) {
            Some(known) => known,
            None if !one.manifests.is_empty() => Found {
                names: names(seen, None, &one.path),
                path: one.path.clone(),
                manifests: Vec::new(),
                version: None,
                tag: None,
            },
            None => {
                found.doubts.push(format!("nothing in {} states a version", one.path));
                continue;
            }
        };
        if !one.manifests.is_empty() {
            component.manifests.clone_from(&one.manifests);
        }
        if let Some(name) = &one.name {
            component.names.insert(0, clean(name));
        }
        found.components.push(component);
    }
    if !all.is_empty() {
        found
            .doubts
            .push(format!("{} more folder(s) state versions, and were left out", all.len()));
    }
}

/// Keeps the note of a workspace at the root only where its members are all there is.
fn only_members(
    seen: &Seen<'_>,
    folders: &BTreeMap<RepoPath, Vec<Stating>>,
    found: &mut Components,
) {
    let Some((root, members)) = found.workspace.take() else { return };
    let name = members.manifest.unwrap_or(root.file_name());
    let own = |one: &Found| {
        let [manifest] = one.manifests.as_slice() else { return false };
        manifest.file_name() == name
    };
    let listed = seen.given.is_some_and(|given| !given.components.is_empty());
    let all = !listed && found.components.iter().all(own);
    let stray = folders.values().flatten().any(|one| {
        one.path.file_name() == name
            && !found.components.iter().any(|known| known.manifests.contains(&one.path))
    });
    // An example that was passed over here is a member there, if the workspace says so.
    let passed_over = seen.tracked.iter().any(|path| {
        let folder = path.parent().unwrap_or_else(RepoPath::root);
        path.file_name() == name
            && !seen.files.contains_key(path)
            && crate::discover::is_member(&members, &folder)
    });
    if all && !stray && !passed_over && seen.files.contains_key(&root) {
        found.workspace = Some((root, members));
    }
}

/// What a component may be called, the likeliest first, each once.
fn names(seen: &Seen<'_>, package: Option<&str>, folder: &RepoPath) -> Vec<String> {
    let last = if folder.is_root() { seen.folder } else { folder.file_name() };
    let short = package.map(|name| name.rsplit([':', '/']).next().unwrap_or(name));
    // A Go module's tags begin with its folder, however deep that is.
    let all = [short, package, Some(last), Some(folder.as_str())].into_iter().flatten().map(clean);
    let mut known = BTreeSet::new();
    let mut names: Vec<String> =
        all.filter(|name| !name.is_empty() && known.insert(name.clone())).collect();
    if names.is_empty() {
        names.push("main".to_string());
    }
    names
}

/// `name` as a component can be called.
fn clean(name: &str) -> String {
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '/' | '@' | '-');
    let name: String = name.chars().map(|c| if allowed(c) { c } else { '-' }).collect();
    name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '@').to_string()
}
