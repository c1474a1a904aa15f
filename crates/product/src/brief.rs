//! Requirements that name a pre-release, which they have to in full, and how they stood before: what was
//! brief is brief again once the version is out.

use alloc::string::String;
use alloc::sync::Arc;

use manifest::{Located, Locator, Slot};
use place::RepoPath;

use crate::content::Content;
use crate::inventory::Edge;
use crate::line::{Baseline, LineState};
use crate::{Inventory, Needs, Product, Snapshot};
use version::Version;

/// Wants the files of requirements that name a pre-release, as they were at the last release of what
/// they are on.
pub(crate) fn reads(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    states: &[LineState],
    needs: &mut Needs,
) {
    let components = 0..product.components.len();
    for edge in components.flat_map(|index| inventory.requires(index)) {
        let on = product.components.get(edge.on);
        let state = on.and_then(|on| states.get(on.line));
        if let Some((last, _)) = state.and_then(|state| named(product, state, edge)) {
            needs.tagged_file(snapshot, &last.tag, &edge.path);
        }
    }
}

/// What the requirement `edge` stated at the last release of what it is on, where its text is what the
/// pending pre-release made of that: to a version that is none, it follows from there.
pub(crate) fn before(
    product: &Product,
    snapshot: &Snapshot,
    state: &LineState,
    (edge, to): (&Edge, &Version),
) -> Option<String> {
    if product.components.get(edge.on)?.form.is_pre(to) {
        return None;
    }
    let (last, pre) = named(product, state, edge)?;
    let then = snapshot.tagged_files.get(&(last.tag.clone(), edge.path.clone()))?.as_ref()?;
    let then = alike(snapshot.content(&edge.path)?, then, edge)?;
    let made = edge.follow(product, &then, &pre.version).ok()?;
    (made == edge.text).then_some(then)
}

/// The last release of what `edge` is on, and its pending pre-release, where the text names that.
fn named<'s>(
    product: &Product,
    state: &'s LineState,
    edge: &Edge,
) -> Option<(&'s Baseline, &'s Baseline)> {
    let (last, pre) = (state.baseline(edge.on)?, state.pending(edge.on)?);
    let native = edge.native(product, &pre.version).ok()?;
    edge.text.contains(&native).then_some((last, pre))
}

/// The text that stood in `then` where `edge` stands `now`: of the only requirement of its kind.
fn alike(now: &Content, then: &Content, edge: &Edge) -> Option<String> {
    let (now, then) = (located(now, &edge.path)?, located(then, &edge.path)?);
    let kind = &now.slots.iter().find(|slot| slot.span == edge.span)?.kind;
    let same = |located: &Arc<Located>| -> Option<Slot> {
        let mut all = located.slots.iter().filter(|slot| slot.kind == *kind);
        all.next().filter(|_| all.next().is_none()).cloned()
    };
    same(&now)?;
    same(&then).map(|slot| slot.text)
}

fn located(content: &Content, path: &RepoPath) -> Option<Arc<Located>> {
    let format = manifest::format_for(path.file_name())?;
    content.found(path, &Locator::Format(format)).ok()
}
