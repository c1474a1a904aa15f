//! What a solver's definition suggests, by comparison with its last release.

use product::plan::Reason;

use super::{because, change, level, moved};
use crate::world::{World, patch, refusal, release};

fn definition(version: &str, conditions: &str) -> String {
    format!(
        "\u{feff}<SolverDefinition name=\"flow\" version=\"{version}\">\r\n<CalculationCondition>{conditions}</CalculationCondition>\r\n</SolverDefinition>\r\n"
    )
}

const STEPS: &str = "<Item name=\"steps\"><Definition valueType=\"integer\" default=\"9\"/></Item>";
const SLOPE: &str = "<Item name=\"slope\"><Definition valueType=\"real\"/></Item>";

/// A solver with the condition `steps`, released as 2.1.
fn solver() -> World {
    let config = "scheme = \"iric\"\n[component.flow]\n";
    let mut world = World::new(config, &[("flow/definition.xml", &definition("2.1", STEPS))]);
    world.write("flow/flow.f90", "one");
    world.tag(&["flow-2.1"]);
    world
}

#[test]
fn iric_5_what_became_of_the_conditions_suggests_the_part_to_move() {
    for (conditions, impact, version, words) in [
        (String::new(), "condition-removed", "3.0", "`CalculationCondition/steps` is gone"),
        (
            STEPS.replace("integer", "real"),
            "condition-retyped",
            "3.0",
            "`CalculationCondition/steps` has another type",
        ),
        (
            format!("{STEPS}{SLOPE}"),
            "condition-required",
            "3.0",
            "`CalculationCondition/slope` has to be given",
        ),
        (
            format!("{STEPS}{}", STEPS.replace("steps", "more")),
            "condition-added",
            "2.2",
            "`CalculationCondition/more` is new and has a default",
        ),
    ] {
        let mut world = solver();
        world.write("flow/definition.xml", &definition("2.1", &conditions));
        let plan = world.plan(release("auto", &[])).unwrap();
        assert_eq!(plan.components[0].to, version, "{impact}");
        let suggested = plan.components[0].reasons.iter().any(|reason| {
            matches!(reason, Reason::Impact { impact: id, inferred: Some(why), .. }
                if id == impact && why == words)
        });
        assert!(suggested, "{:?}", plan.components[0].reasons);
        let said = refusal(world.plan(patch(&["flow"])));
        assert!(said.starts_with("IRIC-5: `flow` 2.1.1 is less than its changes need"), "{said}");
        assert!(said.contains(&format!("inferred from flow/definition.xml: {words}")), "{said}");
        assert!(said.contains("to go below it, say why with --because TEXT"), "{said}");
    }
}

#[test]
fn iric_5_the_algorithm_alone_is_a_fix_and_nothing_is_nothing() {
    let mut world = solver();
    assert!(refusal(world.plan(release("auto", &[]))).ends_with("/ 3"));
    world.write("flow/flow.f90", "two");
    assert_eq!(moved(&world, release("auto", &[])), ["flow 2.1.1"]);
    world.run(release("auto", &[])).unwrap();
    assert!(refusal(world.plan(release("auto", &[]))).ends_with("/ 3"));
    // One condition less, and back again: nobody is asked about what stayed as it was.
    world.write("flow/definition.xml", &definition("2.1.1", SLOPE));
    world.write("flow/definition.xml", &definition("2.1.1", STEPS));
    assert!(refusal(world.plan(release("auto", &[]))).ends_with("/ 3"));
}

#[test]
fn iric_5_the_developer_decides_in_the_last_and_says_why() {
    let mut world = solver();
    world.write("flow/definition.xml", &definition("2.1", SLOPE));
    change(&mut world, "slope", "flow", "condition-added");
    let asked = || level(&["flow"], "minor");
    let said = refusal(world.plan(asked()));
    assert!(said.starts_with("IRIC-5: `flow` 2.2 is less"), "{said}");
    let plan = world.plan_with(asked(), because("`steps` was never read")).unwrap();
    assert_eq!(plan.components[0].to, "2.2");
    assert!(plan.commit.message.contains("Because: `steps` was never read"), "{plan:?}");
    // What was gone below is told all the same.
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert_eq!(warning.policy.as_deref(), Some("IRIC-5"));
    assert!(warning.message.contains("`condition-removed` needs major"), "{warning:?}");
    assert_eq!(moved(&world, level(&["flow"], "major")), ["flow 3.0"], "more is always allowed");
}
