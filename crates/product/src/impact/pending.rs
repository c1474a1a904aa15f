//! What the next release of each component answers for: the impacts of change files that its last
//! release did not have, and those that its manifests suggest.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Place, RepoPath, Span};

use super::{ChangeError, ChangeFile, change_paths, inferred};
use crate::changes::Changes;
use crate::config::Component;
use crate::line::Baseline;
use crate::{Entry, Inventory, Product, Snapshot};

/// The change files of a view, and for whom each of them is pending.
#[derive(Debug, Clone, Default)]
pub struct Pending {
    /// Those that could be read, in the order of their names. A file that every component looked
    /// at has released already need not have been read, and is not among them then.
    pub files: Vec<ChangeFile>,
    /// What is wrong with the others.
    pub broken: Vec<ChangeError>,
    of: Vec<Vec<PendingImpact>>,
}

/// An impact that the next release of a component answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingImpact {
    /// The impact's ID in the scheme.
    pub impact: String,
    /// The file that says so: a change file, or the manifest that it is inferred from.
    pub path: RepoPath,
    /// Where in that file, if it is one place.
    pub span: Option<Span>,
    /// Who says so.
    pub origin: Origin,
}

/// Who says that there is an impact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A change file: an index into [`Pending::files`].
    File(usize),
    /// Nobody: it is inferred from what the manifest lets people set. The words say what differs.
    Inferred(String),
}

impl PendingImpact {
    /// Where it is said.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.span {
            Some(span) => Place::bytes(&self.path, span),
            None => Place::file(&self.path),
        }
    }

    /// What it is inferred from, in words; `None` where a change file says it.
    #[must_use]
    pub fn inferred(&self) -> Option<&str> {
        match &self.origin {
            Origin::File(_) => None,
            Origin::Inferred(words) => Some(words),
        }
    }
}

impl Pending {
    /// What the snapshot's change files and manifests say. `baselines` holds that of every
    /// component; one that is not asked about may be without.
    ///
    /// A change file is pending for a component that it names and whose last release did not have
    /// it: the paths in that release's tree are compared, so nothing has to be deleted by a
    /// release, and a laggard keeps what it has yet to release.
    #[must_use]
    pub fn take(
        product: &Product,
        snapshot: &Snapshot,
        inventory: &Inventory,
        baselines: &[Option<&Baseline>],
    ) -> Self {
        let mut pending = Self::default();
        for path in change_paths(product, snapshot).unwrap_or_default() {
            let Some(bytes) = snapshot.bytes(&path) else { continue };
            match ChangeFile::read(product, &path, bytes) {
                Ok(file) => pending.files.push(file),
                Err(mut wrong) => pending.broken.append(&mut wrong),
            }
        }
        let changes = Changes::new(product, snapshot);
        for (index, component) in product.components.iter().enumerate() {
            let baseline = baselines.get(index).copied().flatten();
            let mut impacts = Vec::new();
            if !component.retired {
                pending.files_of(product, snapshot, index, baseline, &mut impacts);
                if let Some(baseline) = baseline {
                    let changed = changes.of(index, Some(baseline));
                    suggested(product, snapshot, inventory, component, (index, baseline, changed))
                        .for_each(|one| impacts.push(one));
                }
            }
            pending.of.push(impacts);
        }
        pending
    }

    /// What the next release of component `index` answers for: change files in the order of their
    /// names, then what is inferred.
    #[must_use]
    pub fn of(&self, index: usize) -> &[PendingImpact] {
        self.of.get(index).map_or(&[], Vec::as_slice)
    }

    /// The change files that are pending for component `index`, in the order of their names: its
    /// release notes.
    pub fn notes(&self, index: usize) -> impl Iterator<Item = &ChangeFile> {
        let files: BTreeSet<usize> = self
            .of(index)
            .iter()
            .filter_map(|one| match one.origin {
                Origin::File(file) => Some(file),
                Origin::Inferred(_) => None,
            })
            .collect();
        files.into_iter().filter_map(|file| self.files.get(file))
    }

    fn files_of(
        &self,
        product: &Product,
        snapshot: &Snapshot,
        index: usize,
        baseline: Option<&Baseline>,
        impacts: &mut Vec<PendingImpact>,
    ) {
        // Where the release's folder was not asked for, the component was not either.
        let Some(released) = released(product, snapshot, baseline) else { return };
        for (at, file) in self.files.iter().enumerate() {
            if file.components.contains(&index) && !had(released, &file.path) {
                impacts.extend(file.impacts.iter().map(|impact| PendingImpact {
                    impact: impact.id.clone(),
                    path: file.path.clone(),
                    span: Some(impact.span),
                    origin: Origin::File(at),
                }));
            }
        }
    }
}

/// The folder of change files as a release had it, sorted by name; empty before the first release.
/// `None` where the snapshot does not say.
pub(super) fn released<'s>(
    product: &Product,
    snapshot: &'s Snapshot,
    baseline: Option<&Baseline>,
) -> Option<&'s [Entry]> {
    let Some(baseline) = baseline else { return Some(&[]) };
    let folder = (baseline.tag.clone(), product.changes.clone());
    let listed = snapshot.tagged_folders.get(&folder)?;
    Some(listed.as_deref().unwrap_or_default())
}

/// Whether a release that had these entries had the change file `path`.
pub(crate) fn had(released: &[Entry], path: &RepoPath) -> bool {
    released.binary_search_by(|entry| entry.name.as_str().cmp(path.file_name())).is_ok()
}

/// The impacts that a component's manifests suggest.
fn suggested<'p>(
    product: &'p Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    component: &Component,
    (index, baseline, changed): (usize, &Baseline, Option<bool>),
) -> impl Iterator<Item = PendingImpact> + use<'p> {
    let scheme = product.lines.get(component.line).map(|line| &line.scheme);
    let found = inferred::differences(snapshot, inventory, (index, baseline, changed));
    found.into_iter().flat_map(move |found| {
        let impacts = scheme.into_iter().flat_map(|scheme| scheme.impacts());
        impacts.filter(move |impact| impact.inferred_by == Some(found.difference)).map(
            move |impact| PendingImpact {
                impact: impact.id.to_string(),
                path: found.path.clone(),
                span: found.span,
                origin: Origin::Inferred(found.words.clone()),
            },
        )
    })
}
