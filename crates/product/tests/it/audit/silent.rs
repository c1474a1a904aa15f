//! What our own releases make breaks nothing, whatever is asked for and in whatever order.

use product::Asked;
use proptest::prelude::*;

use super::Chronicle;
use crate::properties::{Operation, cases, history, world};
use crate::world::{patch, pre, promote, release, unstable};

/// Which kind of operation a history's next one is: mostly those of every day.
fn kinds() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..10usize, 8)
}

fn asked(past: &Chronicle, operation: &Operation, kind: usize) -> Asked {
    let names: Vec<String> = operation.who.iter().map(|index| format!("c{index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let scheme = &past.world.product.lines[0].scheme;
    let parts = scheme.parts();
    let part = operation.part.map(|part| parts[part.min(parts.len() - 1)].name.as_str());
    let labels: Vec<&str> = scheme.plain().labels().collect();
    match (kind, part, labels.as_slice()) {
        (0 | 1, part, [.., low, _] | [low]) => pre(low, part, &names),
        (2, part, [.., high]) => pre(high, part, &names),
        (3 | 4, ..) => promote(&names),
        (5, ..) => unstable(names.first().unwrap_or(&"c0")),
        (_, Some(part), _) => release(part, &names),
        _ => patch(&names),
    }
}

/// Plans one operation of a history, and carries it out if it is allowed; what it was.
fn step(past: &mut Chronicle, operation: &Operation, kind: usize) -> String {
    for _ in 0..operation.days.max(0) {
        past.world.today = past.world.today.tomorrow().unwrap();
    }
    if let Some(touched) = operation.touched {
        let edits = past.world.files.len();
        past.write(&format!("c{touched}/file{edits}"), "").commit("Change");
    }
    match past.world.plan(asked(past, operation, kind)) {
        Ok(plan) => {
            past.carry_out(&plan);
            format!("{:?}", plan.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>())
        }
        Err(error) => error.to_string(),
    }
}

/// What was found, but for components that a new major left behind: the policy lets them lag, and
/// calls what they are part of incompatible all the same.
fn broken(past: &Chronicle) -> Vec<String> {
    let mut found = past.found();
    found.retain(|found| !found.starts_with("bill-compatible "));
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases() / 3))]

    #[test]
    fn what_we_release_breaks_nothing((scheme, embeds, operations) in history(), kinds in kinds()) {
        let mut past = Chronicle::of(world(scheme, &embeds));
        let mut story = Vec::new();
        for (operation, kind) in operations.iter().zip(&kinds) {
            story.push(step(&mut past, operation, *kind));
        }
        prop_assert_eq!(broken(&past), Vec::<String>::new(), "{} {:#?}", scheme, story);
    }

    /// Nor does what a maintenance branch releases: what came out since is not in its history.
    #[test]
    fn a_maintenance_branch_breaks_nothing(
        (scheme, embeds, operations) in history(), kinds in kinds(), apart in 0..4usize,
    ) {
        let mut past = Chronicle::of(world(scheme, &embeds));
        let mut before = None;
        for (at, (operation, kind)) in operations.iter().zip(&kinds).enumerate() {
            if at == apart {
                before = Some(past.world.tags.clone());
                past.switch("maintenance").switch("main");
            }
            step(&mut past, operation, *kind);
        }
        let Some(before) = before else { return Ok(()) };
        past.switch("maintenance");
        let taken = core::mem::replace(&mut past.world.tags, before);
        past.commit("Fix");
        let Ok(plan) = past.world.plan(patch(&["c0"])) else { return Ok(()) };
        // Names and serials are one's own over all branches: a plan that knew of them would refuse.
        let free = plan.tags.iter().all(|tag| !taken.contains_key(&tag.name));
        let serials = past.world.product.components.iter().any(|c| c.form.serial().is_some());
        if free && !serials {
            past.carry_out(&plan);
            prop_assert_eq!(broken(&past), Vec::<String>::new(), "{}", scheme);
        }
    }
}
