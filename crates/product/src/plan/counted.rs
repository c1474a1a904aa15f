//! Numbers that stand behind a version or beside it and are not made of it: a build's number counts
//! on with each release, a revision goes with the version that it is of (SEMANTICS 20).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Beside, Slot, SlotKind};
use version::NativeError;

use super::edits::agrees;
use super::{Context, ManifestRefusal, Move, Moves, PlanError, Warning};
use crate::config::Component;
use crate::inventory::{Bond, Own};
use crate::spelling::is_made;

/// Whether `own` is a number that has to rise with the version and that nothing makes of it.
pub(super) fn is_count(component: &Component, step: &Move, own: &Own) -> bool {
    own.bond == Bond::Derived && !is_made(&component.form, own.dialect, &step.to)
}

/// The number that such a count goes on to; `None` where its file's version stays as it is, and where
/// it is no number.
///
/// # Errors
/// What its ecosystem cannot hold.
pub(super) fn next(
    cx: &Context<'_>,
    component: &Component,
    step: &Move,
    own: &Own,
) -> Result<Option<String>, PlanError> {
    if !moves(step) || !goes_along(cx, component, step, own) {
        return Ok(None);
    }
    let Some(next) = own.text.parse::<u64>().ok().and_then(|last| last.checked_add(1)) else {
        return Ok(None);
    };
    let next = next.to_string();
    match (own.dialect.read)(&next) {
        Ok(_) => Ok(Some(next)),
        Err(error) => Err(ManifestRefusal::Native {
            component: component.name.clone(),
            to: step.to.to_string(),
            place: own.place(),
            error,
        }
        .into()),
    }
}

/// What becomes of the revision that `slot` is, sign and all: it goes with its version, or is what a
/// template for its dialect makes of the new one. `None` where the version stays as it is.
///
/// # Errors
/// What its ecosystem cannot hold.
pub(super) fn revision(
    component: &Component,
    step: &Move,
    slot: &Slot,
) -> Result<Option<String>, NativeError> {
    let form = &component.form;
    match slot.dialect.filter(|dialect| form.has_template(dialect)) {
        Some(dialect) => form.native(dialect, &step.to, None).map(|made| Some(format!("+{made}"))),
        None => Ok(moves(step).then(String::new)),
    }
}

/// Says which counts go on, and which revisions go.
pub(super) fn told(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for step in moved.iter() {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        let (name, form) = (&component.name, &component.form);
        let template = |id: &str| format!("`native = {{ {id} = \"…\" }}` in [component.{name}]");
        for own in cx.inventory.own(step.component) {
            let (path, text) = (&own.path, &own.text);
            if is_count(component, step, own)
                && let Ok(Some(next)) = next(cx, component, step, own)
            {
                found.push(cx.warning(
                    "native-fits",
                    format!(
                        "{path}: nothing makes `{text}` of a version, so it counts on to {next}"
                    ),
                    format!("a template makes it of the version: {}", template(own.dialect.id)),
                ));
            }
            let located = cx.inventory.located(path).filter(|_| moves(step));
            for slot in located.iter().flat_map(|located| &located.slots) {
                let Some(dialect) = slot.dialect.filter(|d| !form.has_template(d)) else {
                    continue;
                };
                if slot.kind == SlotKind::Beside(Beside::Revision)
                    && slot.span.start == own.span.end
                {
                    found.push(cx.warning(
                        "native-fits",
                        format!("{path}: `{}` goes, it is a revision of `{text}`", slot.text),
                        format!(
                            "in a file that says it is not published it is the build's number, which \
                             counts on; or a template makes it of the version: {}",
                            template(dialect.id)
                        ),
                    ));
                }
            }
        }
    }
}

/// Whether a step leads to another version: a first release may be what its files say already.
fn moves(step: &Move) -> bool {
    step.from.as_ref() != Some(&step.to)
}

/// Whether the version that a count stands beside moves: in a file that was found, it may be another
/// number altogether.
fn goes_along(cx: &Context<'_>, component: &Component, step: &Move, own: &Own) -> bool {
    let all = cx.inventory.own(step.component).iter().enumerate();
    let mut beside = all.filter(|(_, one)| one.path == own.path && one.bond != Bond::Derived);
    own.listed || beside.any(|(at, one)| at == 0 || agrees(cx, component, step, one))
}
