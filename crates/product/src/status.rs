//! Where everything stands: the line, and each component on it or behind it.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::Explain as _;
use serde::Serialize;
use version::Scheme;

use crate::changes::Changes;
use crate::impact::standing;
use crate::line::LineState;
use crate::plan::{Decided, Ground, Relations};
use crate::tasks::one_by_one;
use crate::{Component, Inventory, PlanError, Product, Request, Snapshot};

/// The status of one line, as `status --json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Status {
    /// The format of this JSON: 1.
    pub format: u32,
    /// The product's name.
    pub product: String,
    /// The line's own name, where the product has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The shared parts; null where nothing is shared.
    pub line: Option<String>,
    /// Whether history is cut off: then a component without a tag may have been released all the
    /// same. Not part of the JSON.
    #[serde(skip)]
    pub shallow: bool,
    /// What is wrong with change files, and where: nothing is planned before that is mended. Not part
    /// of the JSON.
    #[serde(skip)]
    pub broken: Vec<String>,
    /// The components that are still there, in file order.
    pub components: Vec<StatusComponent>,
}

/// One component's status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusComponent {
    /// Its name.
    pub name: String,
    /// Its version: its manifest's, in development as that says it, else its baseline; null where
    /// it has none, or one that cannot be read.
    pub version: Option<String>,
    /// The version that its manifest is in development of; left out where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub development: Option<String>,
    /// What is wrong with its manifests, so that nothing is planned for it; left out where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Its last release's tag, a pending pre-release's where there is one; null where it was never
    /// released.
    pub tag: Option<String>,
    /// The pre-release that is to be followed or promoted, and what it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<PendingRelease>,
    /// Whether anything in it changed since then.
    pub changed: bool,
    /// Whether it is below the line.
    pub lag: bool,
    /// Its version if it were patched today; null where that would be refused.
    pub next: Option<String>,
    /// The highest part that a pending impact needs moved; left out where none is pending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
    /// The pending impacts that its change files name, each once; left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impacts: Vec<String>,
    /// The impacts that its manifests suggest, each once; left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggested: Vec<String>,
}

/// A pre-release that is pending (SEMANTICS 17).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PendingRelease {
    /// The pre-release.
    pub version: String,
    /// The final version that it leads to.
    pub to: String,
}

/// The status of line `index`.
///
/// # Errors
/// What the snapshot still lacks, and as [`status_of_lines`].
pub fn status(product: &Product, snapshot: &Snapshot, index: usize) -> Result<Status, PlanError> {
    let inventory = Inventory::take(product, snapshot)?;
    let relations = Relations::of(product, snapshot, &inventory);
    of_line(&relations.map_err(|error| error.bound(scheme(product, index)))?, index)
}

/// The status of each of these `lines`, with the inventory that was taken of this snapshot.
///
/// # Errors
/// A configuration that is not as the files are: two components that list one place as theirs, a
/// manifest that is not there; a line that there is not.
pub fn status_of_lines(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    lines: &[usize],
) -> Result<Vec<Status>, PlanError> {
    let relations = Relations::of(product, snapshot, inventory).map_err(|error| {
        let first = lines.first().and_then(|line| scheme(product, *line));
        error.bound(first)
    })?;
    lines.iter().map(|line| of_line(&relations, *line)).collect()
}

fn scheme(product: &Product, line: usize) -> Option<&Scheme> {
    product.lines.get(line).map(|line| &line.scheme)
}

fn of_line(relations: &Relations<'_>, index: usize) -> Result<Status, PlanError> {
    let Relations { product, snapshot, .. } = *relations;
    let ground = Ground::of(relations, index)?;
    let changes = Changes::new(product, snapshot);
    let members = product.members(index);
    let line = product.lines.get(index);
    let broken = ground.impacts.broken.iter().map(|error| {
        let place = error.place().and_then(|place| snapshot.spot(&place));
        place.map_or_else(|| error.to_string(), |line| format!("{error} ({line})"))
    });
    Ok(Status {
        format: 1,
        product: product.name.clone(),
        name: line.and_then(|line| line.name.clone()),
        line: ground.state.version.as_ref().map(ToString::to_string),
        shallow: snapshot.shallow,
        broken: broken.collect(),
        components: members.map(|(at, one)| row(&ground, &changes, (at, one))).collect(),
    })
}

/// What is said of component `at`.
fn row(
    ground: &Ground<'_>,
    changes: &Changes<'_>,
    (at, component): (usize, &Component),
) -> StatusComponent {
    let Ground { state, ref impacts, relations, .. } = *ground;
    let Relations { product, snapshot, inventory, .. } = *relations;
    let latest = state.latest(at);
    let own = inventory.own(at).first();
    let development = own.filter(|_| inventory.development(at).is_some());
    let version = state.current(inventory, at);
    let problem = inventory.problems(at).first();
    let standing = standing(product, snapshot, inventory, state, impacts, at);
    let said = |inferred: bool| {
        let of = impacts.of(at).iter().filter(|one| one.inferred().is_some() == inferred);
        let ids: BTreeSet<&str> = of.map(|one| one.impact.as_str()).collect();
        ids.into_iter().map(ToString::to_string).collect()
    };
    StatusComponent {
        name: component.name.clone(),
        version: development
            .map(|own| own.text.clone())
            .or_else(|| version.map(ToString::to_string)),
        development: inventory.development(at).map(ToString::to_string),
        problem: problem.map(|problem| problem.with_place(snapshot)),
        tag: latest.map(|latest| latest.tag.clone()),
        pending: state.pending(at).and_then(|pending| {
            Some(PendingRelease {
                version: pending.version.to_string(),
                to: component.form.promote(&pending.version).ok()?.to_string(),
            })
        }),
        changed: changes.of(at, state.baseline(at)).unwrap_or(false),
        lag: version.is_some_and(|version| {
            LineState::lags(&component.form, version, state.version.as_ref())
        }),
        next: next(ground, (at, component)),
        needs: standing.and_then(|standing| standing.demanded()),
        impacts: said(false),
        suggested: said(true),
    }
}

/// What a patch would make of a component today; `None` where that would be refused, and where history
/// is cut off, so that nobody knows what was released.
fn next(ground: &Ground<'_>, (at, component): (usize, &Component)) -> Option<String> {
    if ground.relations.snapshot.shallow {
        return None;
    }
    let request = Request::patch_of(&component.name);
    let decided = Decided::by(ground, &request, &one_by_one).ok()?;
    Some(decided.to(at)?.to_string())
}
