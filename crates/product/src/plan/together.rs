//! Where a policy gives all components one number, none stays behind (SEMANTICS 8).

use alloc::format;
use alloc::string::{String, ToString};

use version::Subset;

use super::participants::Chosen;
use super::words::Names;
use super::{Context, Operation, PlanError, RequestRefusal};

/// Refuses fewer than all where the scheme lets none stay behind (IBEX-2): those that are left out,
/// and those that nobody named and that embed nobody who moves.
pub(super) fn check(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
) -> Result<(), PlanError> {
    let Operation { named, exclude, .. } = operation;
    let some_only = !named.is_empty() || !exclude.is_empty();
    if cx.line.scheme.release().subset != Subset::Refuse || !some_only {
        return Ok(());
    }
    let moves = |index: &usize| chosen.reasons.contains_key(index) && !exclude.contains(index);
    let left = Names::of(cx.members().filter(|index| !moves(index)), |index| cx.name(index));
    if left.is_empty() {
        return Ok(());
    }
    let ways =
        format!("{}; or {}, and the others keep their number", way(cx, operation), allowed(cx));
    Err(RequestRefusal::NotAll { left, ways }.into())
}

/// Where to write that some may move alone.
fn allowed(cx: &Context<'_>) -> String {
    if !cx.product.scheme_files.is_empty() {
        return "write `subset = \"allow\"` under [release] of the scheme".to_string();
    }
    let line = cx.line.name.as_ref();
    let table = line.map_or_else(|| "scheme".to_string(), |name| format!("line.{name}.scheme"));
    let name = cx.line.scheme.name();
    let extends = match version::PRESETS.iter().any(|preset| preset.name == name) {
        true => format!(", beside `extends = {name:?}` under [{table}]"),
        false => String::new(),
    };
    format!("write `subset = \"allow\"` under [{table}.release] of release.toml{extends}")
}

/// How all of them move.
fn way(cx: &Context<'_>, operation: &Operation) -> String {
    let Operation { named, exclude, all, release, .. } = operation;
    if !release {
        let line = cx.line.name.as_ref();
        let line = line.map_or_else(String::new, |name| format!(" --line {name}"));
        return format!("`patch --all{line}` moves them together");
    }
    match (!named.is_empty() && !all, !exclude.is_empty()) {
        (true, true) => "name no component and leave out --exclude, and all of them move",
        (false, true) => "leave out --exclude, and all of them move",
        _ => "name no component, and all of them move",
    }
    .to_string()
}
