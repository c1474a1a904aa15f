//! What is taken in the place of what packages require: npm's `overrides`, Yarn's `resolutions`.
//!
//! Source: npm, "package.json", `overrides`: they count in the root of the project alone, and one of a
//! package that the root itself requires has to be what it requires; pnpm and Yarn look at the root
//! alone too.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Instead, LocateError, Located, Locator, Override, Slot, SlotKind};
use place::{RepoPath, Span};
use version::Dialect;

use super::super::files::by_name;
use super::super::{Edge, Holding, InventoryError, Manner};
use super::siblings::Taken;
use super::{Packages, Reader};
use crate::config::ManifestRef;

/// Files in one folder that say what is taken for what, or hand down what is.
pub(super) type Sayers = Vec<(RepoPath, Arc<Located>)>;

/// What the files in one folder say.
struct Said<'a> {
    packages: &'a Packages,
    dialect: &'static Dialect,
    home: &'a RepoPath,
    all: &'a [(RepoPath, Arc<Located>)],
}

impl Said<'_> {
    /// The component that a name means there.
    fn meant(&self, name: &str) -> Option<usize> {
        let meant = self.packages.meant(self.dialect, self.home, name);
        meant.first().map(|package| package.component)
    }

    /// The requirement on component `on` that `one` of the file at `path` is; `None` where it is on what
    /// the registry has.
    fn edge(
        &self,
        on: usize,
        (path, located): (&RepoPath, &Located),
        (span, one): (Span, &Override),
    ) -> Option<Result<Edge, InventoryError>> {
        let (path, located, slot, inherited) = match &one.instead {
            Instead::Unread(trouble) => {
                return Some(Err(LocateError::new(path, Some(span), trouble.clone()).into()));
            }
            Instead::Slot => (path, located, located.at(span).first()?, false),
            Instead::Key(key) => self.all.iter().find_map(|(path, located)| {
                let (_, span) = located.inheritable.iter().find(|(known, _)| known == key)?;
                Some((path, located.as_ref(), located.at(*span).first()?, true))
            })?,
        };
        let told = Taken::of(located, &one.on, true).told(slot)?;
        Some(Ok(Edge {
            on,
            path: path.clone(),
            span: slot.span,
            text: slot.text.clone(),
            dialect: self.dialect,
            inherited,
            told,
            for_developers: true,
            manner: Manner::default(),
        }))
    }
}

/// Adds to the holdings what the roots of workspaces say. It is of the package whose requirement it
/// stands for, where that is here, else the required one's own to follow: whoever has the root is not
/// concerned. Those files are handed back, and how they are read.
pub(super) fn follow(packages: &Packages, holdings: &mut [Holding]) -> Vec<(RepoPath, Locator)> {
    let mut files = Vec::new();
    for (dialect, home, all) in packages.all_overrides() {
        let said = Said { packages, dialect, home, all };
        for (path, located) in all.iter().filter(|(_, located)| !located.overrides.is_empty()) {
            let own = required(located);
            for (span, one) in &located.overrides {
                if is_root_s(located, &own, (*span, one)) {
                    continue;
                }
                let Some(on) = said.meant(&one.on) else { continue };
                let by = one.by.as_deref().and_then(|by| said.meant(by));
                let Some(edge) = said.edge(on, (path, located), (*span, one)) else { continue };
                files.extend(by_name(path).map(|locator| (path.clone(), locator)));
                add(holdings.get_mut(by.unwrap_or(on)), on, edge);
            }
        }
    }
    files
}

impl Reader<'_, '_> {
    /// Adds what a manifest says by itself: one that is in no workspace everything, with the files
    /// beside it, the root of one what it requires as well.
    pub(super) fn overrides(&mut self, manifest: &ManifestRef, located: &Arc<Located>) {
        let Some(home) = manifest.path.parent() else { return };
        let (alone, root) = self.packages.position(manifest.dialect, &home);
        let mut all: Sayers = Vec::from([(manifest.path.clone(), located.clone())]);
        let above = self.files.above.get(&manifest.path).into_iter().flatten();
        for path in above.filter(|path| alone && path.parent().as_ref() == Some(&home)) {
            let locator = by_name(path);
            let found = locator.and_then(|locator| self.shelf.whole(path, &locator).cloned());
            all.extend(found.and_then(Result::ok).map(|located| (path.clone(), located)));
        }
        let dialect = manifest.dialect;
        let said = Said { packages: self.packages, dialect, home: &home, all: &all };
        for (path, located) in all.iter().filter(|(_, located)| !located.overrides.is_empty()) {
            let own = required(located);
            for (span, one) in &located.overrides {
                if let Some(on) = said.meant(&one.on)
                    && (alone || root && is_root_s(located, &own, (*span, one)))
                    && let Some(edge) = said.edge(on, (path, located), (*span, one))
                {
                    add(Some(&mut self.holding), on, edge);
                }
            }
        }
    }
}

fn add(holding: Option<&mut Holding>, on: usize, edge: Result<Edge, InventoryError>) {
    let Some(holding) = holding else { return };
    match edge {
        Ok(edge) => {
            let same = |known: &Edge| known.span == edge.span && known.path == edge.path;
            if !holding.requires.iter().any(same) {
                holding.requires.push(edge);
            }
        }
        Err(problem) => holding.cannot_read(on, problem),
    }
}

/// What a package requires itself: of whom, and how.
fn required(located: &Located) -> BTreeSet<(&str, &str)> {
    let own = |slot: &&Slot| !located.is_for_others(slot);
    let required = located.slots.iter().filter(own).filter_map(|slot| match &slot.kind {
        SlotKind::Requirement { on, .. } => Some((on.as_str(), slot.text.as_str())),
        _ => None,
    });
    required.collect()
}

/// Whether it is what the root requires itself: both have to stay the same.
fn is_root_s(
    located: &Located,
    own: &BTreeSet<(&str, &str)>,
    (span, one): (Span, &Override),
) -> bool {
    let slot = located.at(span).first().filter(|_| one.instead == Instead::Slot);
    one.by.is_none()
        && slot.is_some_and(|slot| own.contains(&(one.on.as_str(), slot.text.as_str())))
}
