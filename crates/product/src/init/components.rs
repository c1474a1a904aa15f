//! The components: packages, and folders that state a version without being one.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Elsewhere, FORMATS, Format, Located, Locator, Members, SlotKind};
use place::RepoPath;
use version::Dialect;

use super::elsewhere::{self, Held};
use super::homes::{self, Homes};
use super::reading::{Reading, agree};
use super::which::Which;
use super::{Seen, by_folder, members};
use crate::Content;
use crate::discover::is_placeholder;

/// A component that a configuration is to have.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// What its tags may call it, the likeliest first: the package's name, without its scope, its
    /// folder's name.
    pub(super) names: Vec<String>,
    /// Its folder.
    pub(super) path: RepoPath,
    /// The folder that its tags are named by, where they are named by one.
    pub(super) home: RepoPath,
    /// The files that state its version, the most important first.
    pub(super) manifests: Vec<RepoPath>,
    /// Further ones in which a pattern finds it, with how often it matches.
    pub(super) patterns: Vec<(RepoPath, String, usize)>,
    /// What the first of them says, and how it says it.
    pub(super) version: Option<(String, &'static Dialect)>,
    /// The template of its tags, where it is not everybody's.
    pub(super) tag: Option<String>,
    /// What its tags were called before: names, and templates with `{version}` in them.
    pub(super) aliases: Vec<String>,
    /// Whether its ecosystem's registry may get it.
    pub(super) public: bool,
    /// The file that its package has its version from, where that is another one.
    pub(super) inherits: Option<RepoPath>,
    /// Files in its folder that say another version, with it.
    pub(super) others: Vec<String>,
    /// Whether some file in its folder is not one of its manifests, as it does not say the same.
    pub(super) differs: bool,
    /// What its package is called there.
    pub(super) package: Option<String>,
    /// The changelog that its releases write into.
    pub(super) changelog: Option<RepoPath>,
}

impl Found {
    /// One of which nothing is known but its names and its folder.
    pub(super) fn new(names: Vec<String>, path: &RepoPath) -> Self {
        Self {
            names,
            path: path.clone(),
            home: path.clone(),
            manifests: Vec::new(),
            patterns: Vec::new(),
            version: None,
            tag: None,
            aliases: Vec::new(),
            public: true,
            inherits: None,
            others: Vec::new(),
            differs: false,
            package: None,
            changelog: None,
        }
    }
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Components {
    pub(super) components: Vec<Found>,
    /// Where they are just the members of the workspace at the root, which needs no tables: its file,
    /// and whom it names.
    pub(super) workspace: Option<(RepoPath, Members)>,
    /// Every file that declares members, with them.
    pub(super) workspaces: Vec<(RepoPath, Members)>,
    /// The packages that some file requires.
    pub(super) required: BTreeSet<String>,
    /// The changelog of everything that is released.
    pub(super) changelog: Option<RepoPath>,
    /// What all components call theirs, each in its folder, where they do.
    pub(super) changelogs: Option<String>,
    /// The files that compute their version, from what nothing that was found states.
    pub(super) computed: Vec<RepoPath>,
    /// What is to be said in the file itself, each a sentence.
    pub(super) comments: Vec<String>,
    pub(super) doubts: Vec<String>,
}

/// A file that states a version, or says where it is.
pub(super) struct Stating {
    pub(super) path: RepoPath,
    pub(super) format: &'static Format,
    pub(super) located: Arc<Located>,
    /// The file that it says its version is in, and what stands there.
    followed: Option<Held>,
}

impl Stating {
    /// A file as it stands among those that are `seen`; `None` where nothing in it says a version, or
    /// where that is.
    pub(super) fn read(seen: &Seen<'_>, path: &RepoPath, content: &Content) -> Option<Self> {
        let format = manifest::format_for(path.file_name())?;
        let located = content.found(path, &Locator::Format(format)).ok()?;
        let followed = elsewhere::held(seen, path, format, &located);
        Some(Self { path: path.clone(), format, located, followed })
    }

    pub(super) fn version(&self) -> Option<(String, &'static Dialect)> {
        match (self.located.version(), &self.followed) {
            (Some(slot), _) => Some((slot.value(), slot.dialect.unwrap_or(self.format.dialect))),
            (None, Some((_, text, dialect))) => Some((text.clone(), dialect)),
            (None, None) => None,
        }
    }

    /// The file that holds its version in its place.
    pub(super) fn holder(&self) -> Option<&RepoPath> {
        self.followed.as_ref().map(|(path, ..)| path)
    }

    pub(super) fn is_package(&self) -> bool {
        self.name().is_some()
    }

    /// The package's name. What is filled in later is none: `$(PRODUCT_NAME)`, `{{ name }}`.
    pub(super) fn name(&self) -> Option<&str> {
        let open = ["$(", "${", "{{"];
        self.located.name.as_deref().filter(|name| !open.iter().any(|open| name.contains(open)))
    }

    /// The name without the version that it may end with, which the next major one changes.
    pub(super) fn stem(&self) -> Option<&str> {
        let name = self.name()?;
        Some(self.located.numbered.as_ref().map_or(name, |numbered| numbered.stem.as_str()))
    }
}

/// Them by their folders, the most telling first.
pub(super) type Folders = BTreeMap<RepoPath, Vec<Stating>>;

/// A file whose version is computed, from what another file states as a rule.
pub(super) struct Computing {
    pub(super) path: RepoPath,
    /// The package's name.
    pub(super) name: Option<String>,
    /// The words that say so.
    how: String,
}

/// Finds the components in the files that were read.
pub(super) fn find(seen: &Seen<'_>) -> Components {
    let mut found = Components::default();
    let mut folders = Folders::new();
    let mut computing = Vec::new();
    let mut astray: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, content) in seen.files {
        if let Some(members) = members::of_tool(path, content) {
            found.workspaces.push((path.clone(), members));
            continue;
        }
        let Some(format) = manifest::format_for(path.file_name()) else { continue };
        if manifest::is_lock(path.file_name()) {
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
        let members = located.members.as_ref().map(|all| members::with_reached(seen, path, all));
        if let Some(members) = members.filter(|all| !all.include.is_empty()) {
            found.workspaces.push((path.clone(), members.clone()));
            if path.parent().is_none_or(|folder| folder.is_root()) {
                found.workspace = Some((path.clone(), members));
            }
        }
        found.required.extend(located.slots.iter().filter_map(|slot| match &slot.kind {
            SlotKind::Requirement { on, .. } => Some(on.clone()),
            _ => None,
        }));
        if !states(&located) {
            if let Some(Elsewhere::Computed { how, .. }) = located.elsewhere.first() {
                let (name, how) = (located.name.clone(), how.clone());
                computing.push(Computing { path: path.clone(), name, how });
            }
            continue;
        }
        let followed = elsewhere::held(seen, path, format, &located);
        if followed.is_none()
            && let Some(file) = elsewhere::astray(seen, path, &located)
        {
            astray.entry(file).or_default().push(path.to_string());
            continue;
        }
        let folder = path.parent().unwrap_or_else(RepoPath::root);
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
    found.comments.extend(astray.into_iter().map(|(file, paths)| {
        format!(
            "Left out, as they have their version from another file, and no {file} that was found \
             has one: {}. A component that is released needs a table with the file that holds its \
             version.",
            members::dozen(paths)
        )
    }));
    let homes = homes::of(&folders);
    packages(seen, &folders, &homes, &mut found);
    homes::others(seen, &folders, &homes, &mut computing, &mut found);
    found.computed = computing.iter().map(|one| one.path.clone()).collect();
    found.doubts.extend(computing.into_iter().map(|Computing { path, how, .. }| {
        format!(
            "{path} computes its version ({how}): list the file that holds it, or say \
             with `regex` where it stands"
        )
    }));
    if let Some(given) = seen.given.filter(|given| !given.components.is_empty()) {
        members::listed(seen, given, &mut found);
    }
    found.components.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Whether a file states the version of something that is released.
fn states(located: &Located) -> bool {
    let elsewhere = |one: &Elsewhere| {
        matches!(one, Elsewhere::Version { .. } | Elsewhere::File { .. } | Elsewhere::Tags { .. })
    };
    !is_placeholder(located)
        && (located.version().is_some() || located.elsewhere.iter().any(elsewhere))
}

/// Every folder with a package in it is a component, unless it is a part of the one above.
fn packages(seen: &Seen<'_>, folders: &Folders, homes: &Homes, found: &mut Components) {
    let which = Which::of(seen);
    for (folder, stating) in folders.iter().filter(|(folder, _)| !homes.contains_key(*folder)) {
        let Some((package, version)) = which.package(stating) else { continue };
        let reading = version.as_ref().map(Reading::of);
        let (mut manifests, mut others) = (Vec::new(), Vec::new());
        for one in stating {
            let said = one.version();
            let agrees = agree(said.as_ref().map(Reading::of).as_ref(), reading.as_ref());
            match agrees || (one.path == package.path && said.is_none()) {
                true => manifests.push(one.path.clone()),
                // Another number in the same folder is not this package's.
                false => others.extend(said.map(|(says, _)| format!("{} ({says})", one.path))),
            }
        }
        let home = by_folder::home(folder, &package.located);
        let mut names = names(seen, package.stem(), &home);
        // Where somebody named a tag by the whole path, it is one of this package all the same.
        names.extend((home != *folder).then(|| clean(folder.as_str())));
        found.components.push(Found {
            home,
            differs: manifests.len() < stating.len(),
            manifests,
            version,
            others,
            public: package.located.public,
            inherits: package.holder().cloned(),
            package: package.name().map(String::from),
            ..Found::new(names, folder)
        });
    }
}

/// What a component may be called, the likeliest first, each once.
pub(super) fn names(seen: &Seen<'_>, package: Option<&str>, folder: &RepoPath) -> Vec<String> {
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
pub(super) fn clean(name: &str) -> String {
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '/' | '@' | '-');
    let name: String = name.chars().map(|c| if allowed(c) { c } else { '-' }).collect();
    name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '@'))
        .to_string()
}
