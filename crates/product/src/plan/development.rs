//! Releases of what is in development: what they come to, and what is worth knowing about them
//! (SEMANTICS 31).

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use version::{BumpError, Form, Given, PartId, Version};

use super::refusal::list;
use super::{Context, Moves, Warning};

/// The generic rule that speaks for versions in development.
const RULE: &str = "in-development";

/// The first release of what is in development of `first`, where `part` is asked for: its final
/// version while the parts below are at their start, else the next one above it (SEMANTICS 31).
pub(crate) fn reached(
    form: &Form,
    first: &Version,
    part: PartId,
    given: &Given,
) -> Result<Version, BumpError> {
    let lead = form.without_label(first);
    if form.starts_below(&lead, part) { Ok(lead) } else { form.bump(&lead, part, given) }
}

/// Releases below what the manifests lead to: whoever set those may have meant the other number.
pub(super) fn below(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    // Many may stand alike: each pair of numbers is told of once.
    let mut alike: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for step in moved.iter() {
        let Some(component) = cx.product.components.get(step.component) else { continue };
        let Some(ahead) = cx.inventory.development(step.component) else { continue };
        let form = &component.form;
        // A pre-release leads to the final version that is worked on; one that is worked on itself is
        // above all that come before it.
        let leads = if form.is_pre(ahead) { step.to.clone() } else { form.without_label(&step.to) };
        if form.key(&leads) < form.key(ahead) {
            let numbers = (step.to.to_string(), ahead.to_string());
            alike.entry(numbers).or_default().push(step.component);
        }
    }
    for ((to, ahead), components) in alike {
        let Some(first) = components.first() else { continue };
        let Some(own) = cx.inventory.own(*first).first() else { continue };
        let names: Vec<String> = components.iter().map(|index| cx.name(*index)).collect();
        // Where nothing is shared, an exact number is one component's.
        let alone = !cx.line.scheme.shared();
        let named = if alone { format!(" -p {}", cx.name(*first)) } else { String::new() };
        let becomes = if names.len() > 1 { "become" } else { "becomes" };
        found.push(cx.warning(
            RULE,
            format!(
                "{} {becomes} {to}, which is below {ahead}: {} says `{}`",
                list(&names),
                own.path,
                own.text
            ),
            format!("if {ahead} is what comes next: `release {ahead}{named}`"),
        ));
    }
}

/// A requirement that goes out with a release, and that nothing released satisfies: it names what a
/// sibling works on, and the sibling stays.
pub(super) fn unready(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for step in moved.iter() {
        for edge in cx.inventory.requires(step.component) {
            let own = cx.inventory.own(edge.on).iter();
            let mut ahead = own.filter(|own| own.development.is_some());
            if moved.of(edge.on).is_some() || cx.inventory.development(edge.on).is_none() {
                continue;
            }
            let last = cx.state.latest(edge.on).map(|latest| &latest.version);
            let is_met = match last {
                Some(last) => edge.admits(cx.product, last).unwrap_or(true),
                // What was never out is required by others under no number, as a helper of tests.
                None => !ahead.any(|own| edge.text.contains(&own.text)),
            };
            if is_met {
                continue;
            }
            let (name, on) = (cx.name(step.component), cx.name(edge.on));
            let last = match last {
                Some(last) => format!("its last release is {last}"),
                None => "it was never released".into(),
            };
            found.push(cx.warning(
                RULE,
                format!(
                    "`{name}` {} requires `{on}` {}, which is not out: {last}",
                    step.to, edge.text
                ),
                format!("release `{on}` along with it: -p {name} -p {on}"),
            ));
        }
    }
}
