//! Folders that are a part of their component by convention, and files that state a version outside of
//! every package.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::RepoPath;

use super::Seen;
use super::components::{Components, Computing, Folders, Found, Stating, names};
use super::reading::Reading;
use super::templates::{Known, OWN, is_tagged, product, tagged};

/// Where files of some formats lie in the folder of what they belong to. What is released is that
/// folder: nobody changes sources in `debian/`.
struct Layout {
    /// The formats' IDs.
    formats: &'static [&'static str],
    /// Folders at the end of their path, from the inside out, as often as they stand there; behind `*`
    /// what such a name ends with.
    inner: &'static [&'static str],
    /// Folders that hold all sources of one thing, however deep below them the file is.
    sources: &'static [&'static str],
}

const LAYOUTS: &[Layout] = &[
    Layout { formats: &["debian"], inner: &["debian", "pkg", "packaging"], sources: &[] },
    Layout {
        formats: &["rpm"],
        inner: &["SPECS", "rpmbuild", "rpm", "redhat", "fedora", "suse", "pkg", "packaging"],
        sources: &[],
    },
    Layout { formats: &["snapcraft"], inner: &["snap", "build-aux", "packaging"], sources: &[] },
    Layout { formats: &["bundle"], inner: &["META-INF", "resources", "main", "src"], sources: &[] },
    Layout { formats: &["assembly"], inner: &["Properties", "My Project"], sources: &[] },
    Layout { formats: &["resource"], inner: &["res", "resources"], sources: &[] },
    Layout { formats: &["xcode"], inner: &["*.xcodeproj"], sources: &[] },
    Layout { formats: &["plist"], inner: &["Supporting Files", "Resources"], sources: &[] },
    Layout { formats: &["ruby"], inner: &[], sources: &["lib"] },
    Layout { formats: &["python"], inner: &[], sources: &["src"] },
    Layout { formats: &["swift"], inner: &[], sources: &["Sources"] },
];

/// The component's folder of every folder that is a part of the one above.
pub(super) type Homes = BTreeMap<RepoPath, RepoPath>;

/// Whose folder each of these is a part of.
pub(super) fn of(folders: &Folders) -> Homes {
    let home = |folder: &RepoPath, stating: &[Stating]| {
        let first = telling(stating)?;
        let layout = LAYOUTS.iter().find(|one| one.formats.contains(&first.format.id))?;
        let home = layout.outside(folder);
        let home = layout.above_sources(&home, folders).unwrap_or(home);
        (home != *folder).then(|| (folder.clone(), home))
    };
    folders.iter().filter_map(|(folder, stating)| home(folder, stating)).collect()
}

/// The file of a folder that says what it is: its package, else the first one with a version.
fn telling(stating: &[Stating]) -> Option<&Stating> {
    let package = stating.iter().find(|one| one.is_package());
    package.or_else(|| stating.iter().find(|one| one.version().is_some()))
}

impl Layout {
    fn outside(&self, folder: &RepoPath) -> RepoPath {
        let is_inner = |folder: &RepoPath| {
            let name = folder.file_name();
            self.inner.iter().any(|one| match one.strip_prefix('*') {
                Some(end) => name.ends_with(end),
                None => name == *one,
            })
        };
        let mut home = folder.clone();
        while !home.is_root() && is_inner(&home) {
            home = home.parent().unwrap_or_else(RepoPath::root);
        }
        home
    }

    /// The folder above those with the sources. Where there is anything else with a version among
    /// them, or in that folder, they are of several things, each in its own.
    fn above_sources(&self, folder: &RepoPath, folders: &Folders) -> Option<RepoPath> {
        let is_sources = |one: &RepoPath| self.sources.contains(&one.file_name());
        let mut here = core::iter::once(folder.clone()).chain(folder.ancestors());
        let sources = here.find(is_sources)?;
        let home = sources.parent()?;
        let mut others = folders.keys().filter(|other| !other.is_within(folder));
        (!others.any(|other| other.is_within(&sources) || *other == home)).then_some(home)
    }
}

/// Whether a folder is that of a file with the component's version, or in it: what is in there is a part
/// of the same sources.
fn is_in_sources(owner: &Found, folder: &RepoPath, folders: &Folders) -> bool {
    let stating = folders.values().flatten().filter(|one| owner.manifests.contains(&one.path));
    let holders = stating.filter_map(Stating::holder);
    let mut sources = owner.manifests.iter().chain(holders).filter_map(RepoPath::parent);
    sources.any(|sources| !sources.is_root() && folder.is_within(&sources))
}

/// Whether something that may be called so has tags of its own.
fn is_released(seen: &Seen<'_>, names: &[String]) -> bool {
    OWN.iter().any(|form| is_tagged(seen, form, names))
}

/// Whether a component is at the version that a file says: that in its own files or, where none has
/// one, that of its newest tags. The product's are its own at the root, and where it has no others.
fn says(seen: &Seen<'_>, owner: &Found, reading: &Reading) -> bool {
    if let Some(own) = owner.reading() {
        return own.agrees(reading);
    }
    let tags = OWN.iter().flat_map(|form| tagged(seen, form, &owner.names)).collect();
    let own = Known::of("", &tags);
    let product = product(seen).filter(|_| owner.path.is_root() || own.tags == 0);
    let released = product.into_iter().chain([own]).filter_map(|known| known.newest);
    released.into_iter().any(|(numbers, _)| reading.is_under(&numbers))
}

/// A file that states a version outside of every package belongs to the component around it where
/// it says the same, and else makes its folder, or the one that this is a part of, a component.
pub(super) fn others(
    seen: &Seen<'_>,
    folders: &Folders,
    homes: &Homes,
    computing: &mut Vec<Computing>,
    found: &mut Components,
) {
    let home_of = |folder: &RepoPath| homes.get(folder).unwrap_or(folder).clone();
    let is_other = |folder: &RepoPath, stating: &[Stating]| {
        homes.contains_key(folder) || !stating.iter().any(Stating::is_package)
    };
    let mut all: Vec<_> = folders
        .iter()
        .filter(|(folder, stating)| is_other(folder, stating))
        .map(|(folder, stating)| (home_of(folder), folder, stating))
        .collect();
    // What is around others is there before them.
    all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    for (home, folder, stating) in all {
        let Some((first, version)) =
            telling(stating).and_then(|one| one.version().map(|version| (one, version)))
        else {
            continue;
        };
        let reading = Reading::of(&version);
        let around = |one: &&mut Found| folder.is_within(&one.path);
        let nearest = found.components.iter_mut().filter(around);
        match nearest.max_by_key(|one| one.path.as_str().len()) {
            Some(owner) if says(seen, owner, &reading) => {
                owner.manifests.push(first.path.clone());
                // What it has in its tags only, it states from here on.
                owner.version.get_or_insert(version);
            }
            Some(owner)
                if !owner.path.is_root()
                    || owner.path == home
                    || (is_in_sources(owner, folder, folders)
                        && !is_released(seen, &names(seen, first.stem(), &home))) =>
            {
                found.doubts.push(format!(
                    "{} says {}, which is not the version of the component around it: list it \
                     where it belongs",
                    first.path, version.0
                ));
            }
            _ => {
                // A package around it that computes its version has it from here.
                let place = |one: &Computing| one.path.parent().unwrap_or_else(RepoPath::root);
                let around = computing.iter().enumerate().filter(|(_, one)| {
                    let place = place(one);
                    let taken = found.components.iter().any(|known| known.path == place);
                    one.name.is_some() && folder.is_within(&place) && !taken
                });
                let nearest = around.max_by_key(|(_, one)| place(one).as_str().len());
                let package = nearest.map(|(at, _)| at).map(|at| computing.remove(at));
                let path = package.as_ref().map_or(home, place);
                let computed = package.and_then(|package| package.name);
                let (mut manifests, mut others) = (Vec::new(), Vec::new());
                for one in stating {
                    let said = one.version().filter(|said| !Reading::of(said).agrees(&reading));
                    match said.filter(|_| homes.contains_key(folder)) {
                        Some((text, _)) => others.push(format!("{} ({text})", one.path)),
                        None => manifests.push(one.path.clone()),
                    }
                }
                found.components.push(Found {
                    manifests,
                    others,
                    version: Some(version),
                    public: first.located.public,
                    package: first.name().map(ToString::to_string),
                    ..Found::new(names(seen, computed.as_deref().or(first.stem()), &path), &path)
                });
            }
        }
    }
}
