//! What there is to tell of one component.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::brought::{brought, has_pre};
use super::commits::{are_releases, since};
use super::note::{heading, parted};
use super::{ComponentNotes, Note};
use crate::changes::Changes;
use crate::impact::{ChangeFile, Pending};
use crate::line::LineState;
use crate::plan::Reason;
use crate::{Inventory, Product, Snapshot};

/// What is said of a component that moves without any change.
pub(super) const QUIET: &str = "No changes of its own.";

/// Where it is looked for.
pub(crate) struct Gatherer<'a> {
    product: &'a Product,
    changes: Changes<'a>,
    snapshot: &'a Snapshot,
    inventory: &'a Inventory,
    pending: &'a Pending,
    state: &'a LineState,
}

/// A component's version before and after.
pub(crate) struct Going {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

impl<'a> Gatherer<'a> {
    pub(crate) fn new(
        product: &'a Product,
        snapshot: &'a Snapshot,
        inventory: &'a Inventory,
        (pending, state): (&'a Pending, &'a LineState),
    ) -> Self {
        let changes = Changes::new(product, snapshot);
        Self { product, changes, snapshot, inventory, pending, state }
    }

    /// What there is to tell of component `index`, which moves for `reasons`. `to` gives the new
    /// versions of others.
    pub(crate) fn of(
        &self,
        index: usize,
        going: Going,
        reasons: &[Reason],
        to: &dyn Fn(&str) -> Option<String>,
    ) -> ComponentNotes {
        let name = self.product.name_of(index);
        let tag = self.state.baseline(index).map(|baseline| baseline.tag.clone());
        let notes = self.notes(index);
        let commits = match &tag {
            Some(tag) if notes.is_empty() => since(&self.changes, self.snapshot, index, tag),
            _ => Vec::new(),
        };
        let mut because: Vec<String> =
            reasons.iter().filter_map(|reason| sentence(reason, to, tag.is_some())).collect();
        if self.ends_in_final(index, going.to.as_deref()) {
            let (product, state) = (self.product, self.state);
            let brought = brought(product, self.snapshot, self.inventory, state, index);
            let known = brought.into_iter().filter(|(inner, _)| {
                let name = Some(product.name_of(*inner));
                !reasons.iter().any(|reason| reason.other() == name)
            });
            because.extend(known.map(|(inner, how)| {
                let name = product.name_of(inner);
                let last = state.latest(inner).map(|latest| latest.version.to_string());
                match to(name).or(last) {
                    Some(version) => format!("{how} {name} {version}."),
                    None => format!("{how} {name}."),
                }
            }));
        }
        if because.is_empty() && notes.is_empty() && commits.is_empty() {
            because.push(match &tag {
                None => "First release.".to_string(),
                Some(tag) if reasons.iter().any(|one| matches!(one, Reason::Changed { .. })) => {
                    format!("Changed since {tag}.")
                }
                Some(tag) if going.to.is_none() => format!("Changed since {tag}."),
                Some(_) => QUIET.to_string(),
            });
        }
        let Going { from, to } = going;
        ComponentNotes {
            name: name.to_string(),
            from,
            to,
            tag,
            reasons: reasons.to_vec(),
            because,
            notes,
            commits,
        }
    }

    /// Whether `to`, or the next release of component `index`, is the final one after pre-releases,
    /// which tells of them all.
    fn ends_in_final(&self, index: usize, to: Option<&str>) -> bool {
        let form = self.product.components.get(index).map(|component| &component.form);
        let is_pre = |to: &str| form.is_some_and(|f| f.parse(to).is_ok_and(|to| f.is_pre(&to)));
        has_pre(self.state, index) && !to.is_some_and(is_pre)
    }

    /// Whether there is more to tell of component `index` than that releases changed its files.
    pub(crate) fn tells(&self, index: usize) -> bool {
        let Some(baseline) = self.state.baseline(index) else { return true };
        self.pending.notes(index).next().is_some()
            || !are_releases(&self.changes, self.snapshot, index, &baseline.tag)
    }

    /// The notes of a component's pending change files, the greatest impact first.
    fn notes(&self, index: usize) -> Vec<Note> {
        let mut notes: Vec<(usize, Note)> =
            self.pending.notes(index).map(|file| self.note(index, file)).collect();
        notes.sort_by_key(|(rank, _)| *rank);
        notes.into_iter().map(|(_, note)| note).collect()
    }

    /// One change file's note, and how great its impact is: 0 is the greatest.
    fn note(&self, index: usize, file: &ChangeFile) -> (usize, Note) {
        let mut impacts: Vec<(usize, &str)> = file
            .impacts
            .iter()
            .map(|impact| (self.rank(index, &impact.id), impact.id.as_str()))
            .collect();
        impacts.sort_unstable();
        let (text, compatibility) = parted(&file.note);
        let rank = impacts.first().map_or(usize::MAX, |(rank, _)| *rank);
        let impacts = impacts.into_iter().map(|(_, id)| id.to_string()).collect();
        (rank, Note { file: file.path.to_string(), impacts, text, compatibility })
    }

    /// An impact's place among those of the scheme: by the part that it needs, the highest first,
    /// then in the scheme's own order.
    fn rank(&self, index: usize, id: &str) -> usize {
        let line = self.product.components.get(index).map(|component| component.line);
        let scheme = line.and_then(|line| self.product.lines.get(line)).map(|line| &line.scheme);
        let all = scheme.map_or(&[][..], |scheme| scheme.impacts());
        let Some(at) = all.iter().position(|impact| impact.id == id) else { return usize::MAX };
        let Some(needs) = all.get(at).map(|impact| impact.needs) else { return usize::MAX };
        let before =
            |(other, impact): &(usize, &version::Impact)| (impact.needs, *other) < (needs, at);
        all.iter().enumerate().filter(before).count()
    }
}

/// A reason as those who use the component read it; nothing for one that is the release manager's.
fn sentence(
    reason: &Reason,
    to: &dyn Fn(&str) -> Option<String>,
    released: bool,
) -> Option<String> {
    let with = |component: &str| match to(component) {
        Some(version) => format!("{component} {version}"),
        None => component.to_string(),
    };
    Some(match reason {
        Reason::Embeds { component } => format!("Embeds {}.", with(component)),
        Reason::Requires { component, requirement } => {
            format!("Requires {}, which its `{requirement}` had excluded.", with(component))
        }
        Reason::CatchUp { from, to } if released => {
            format!("Catches up with the line, from {from} to {to}.")
        }
        Reason::NeedsCore { core, from, to } => format!("Needs {core} {to} instead of {from}."),
        Reason::Pending { tag } => format!("The final release of what {tag} was leading to."),
        Reason::Impact { inferred: Some(words), impact, .. } => {
            format!("{}: {words}.", heading(impact))
        }
        // Nobody has what was never out.
        Reason::CatchUp { .. }
        | Reason::Requested
        | Reason::Changed { .. }
        | Reason::All
        | Reason::Suite
        | Reason::Impact { .. } => return None,
    })
}
