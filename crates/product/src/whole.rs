//! Whether a lock file with edits is what its tool would write: wholly, or it is left as it is. Plans
//! and `lint --fix` both ask here.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Source, Way};
use place::RepoPath;
use version::Dialect;

use crate::inventory::{Edge, Pin, Sealed};
use crate::{Inventory, Snapshot};

/// Why a lock file is left to its tool, and what to do about it.
pub(crate) struct Left {
    pub(crate) why: Vec<String>,
    pub(crate) help: String,
}

/// A package's old and new version, each as its ecosystem may write it.
pub(crate) struct Moved {
    pub(crate) old: Vec<String>,
    pub(crate) new: Vec<String>,
}

/// How many reasons are told of one lock file.
const TOLD: usize = 3;

/// The first reasons, and how many more there are.
pub(crate) fn some(why: &[String]) -> String {
    let first: Vec<&str> = why.iter().take(TOLD).map(String::as_str).collect();
    match why.len().saturating_sub(TOLD) {
        0 => first.join("; "),
        more => format!("{}; and {more} more", first.join("; ")),
    }
}

/// What is not as the tool would have it in the lock file `path` with `after` for its bytes: what is
/// not seen among the edits, such as a third party's requirement that no longer means the workspace's
/// package. `moves` tells of a package of this repository that moves.
pub(crate) fn unlike(
    inventory: &Inventory,
    path: &RepoPath,
    after: &[u8],
    moves: &dyn Fn(&'static Dialect, &str) -> Option<Moved>,
) -> Vec<String> {
    let mut why = Vec::new();
    let Ok(source) = Source::new(path, after) else { return why };
    for locator in inventory.locators(path) {
        let located = match locator.locate(&source) {
            Ok(located) => located,
            Err(error) => {
                why.push(error.to_string());
                continue;
            }
        };
        let dialect = locator.dialect();
        let Some(rules) = dialect.requires else { continue };
        let met = |requirement: &str, versions: &[String]| {
            versions.iter().any(|version| (rules.admits)(requirement, version) == Ok(true))
        };
        for one in &located.answered {
            let Some(Moved { old, new }) = moves(dialect, &one.name) else { continue };
            let (name, requirement) = (&one.name, &one.requirement);
            if met(requirement, &old) && !met(requirement, &new) {
                let new = new.first().map_or("", String::as_str);
                why.push(format!("`{name}` {requirement} is asked for, which {new} is not"));
            }
        }
        // Where nothing is answered by its version, versions do not decide.
        for one in located.pinned.iter().filter(|_| !located.answered.is_empty()) {
            let Some(Moved { old, new }) = moves(dialect, &one.name) else { continue };
            let would = |requirement: &&String| !met(requirement, &old) && met(requirement, &new);
            if let Some(requirement) = one.answers.iter().find(would) {
                let (name, version) = (&one.name, &one.version);
                let new = new.first().map_or("", String::as_str);
                why.push(format!(
                    "`{name}` {requirement} is {version} from a registry, and will mean {new}"
                ));
            }
        }
    }
    why
}

/// For each place that a lock file derives, which of the ways gives what is there; `None` where none
/// does.
pub(crate) fn ways(snapshot: &Snapshot, sealed: &Sealed) -> Vec<Option<usize>> {
    let mut right: Vec<Option<usize>> = Vec::new();
    right.resize(sealed.places.len(), None);
    let bytes = |path| snapshot.bytes(path);
    let Some((manifest, lock)) = bytes(&sealed.manifest).zip(bytes(&sealed.path)) else {
        return right;
    };
    for (at, way) in sealed.seal.ways.iter().enumerate() {
        let Some(all) = computed(sealed, *way, manifest, lock) else { continue };
        for ((known, (_, text)), found) in right.iter_mut().zip(&sealed.places).zip(all) {
            if known.is_none() && found == *text {
                *known = Some(at);
            }
        }
    }
    right
}

/// What stands in all places by one way; `None` where it cannot be told.
pub(crate) fn computed(
    sealed: &Sealed,
    way: Way,
    manifest: &[u8],
    lock: &[u8],
) -> Option<Vec<String>> {
    let manifest = Source::new(&sealed.manifest, manifest).ok()?;
    let all = way(&manifest, &Source::new(&sealed.path, lock).ok()?).ok()?;
    (all.len() == sealed.places.len()).then_some(all)
}

/// Whether a locked version is what a requirement had, and not what `new` has. Third parties have the
/// sibling from there too, at versions of their own. `old` is what the requirement was, where that is
/// known.
pub(crate) fn outgrows(edge: &Edge, old: Option<&str>, new: &str, pin: &Pin) -> bool {
    if pin.on != edge.on || pin.dialect != edge.dialect {
        return false;
    }
    let Some(rules) = edge.dialect.requires else { return false };
    let admits = |requirement: &str| (rules.admits)(requirement, &pin.text);
    let had = old.is_none_or(|old| match pin.answers.as_slice() {
        [] => admits(old) != Ok(false),
        answers => answers.iter().any(|answer| answer == old),
    });
    had && admits(new) == Ok(false)
}
