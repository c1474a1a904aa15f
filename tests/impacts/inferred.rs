//! What a solver's definition suggests.

use super::{look, run};
use crate::support::Repository;

fn definition(conditions: &str) -> String {
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<SolverDefinition name=\"flow\" caption=\"Flow\" version=\"2.1\">\r\n  <CalculationCondition>\r\n    <Tab name=\"basic\">{conditions}</Tab>\r\n  </CalculationCondition>\r\n</SolverDefinition>\r\n"
    )
}

const STEPS: &str = "<Item name=\"steps\"><Definition valueType=\"integer\" default=\"9\"/></Item>";
const SLOPE: &str = "<Item name=\"slope\"><Definition valueType=\"real\" default=\"1\"/></Item>";

/// A solver with one condition, released as 2.1.
fn solver() -> Repository {
    let repository = Repository::new();
    repository.write("release.toml", "scheme = \"iric\"\n[component.flow]\n");
    repository.write("flow/definition.xml", definition(STEPS)).write("flow/flow.f90", "one\n");
    repository.commit("Start");
    repository.annotate("flow-2.1", "Release 2.1");
    repository
}

#[test]
fn iric_5_a_condition_more_suggests_a_minor_everywhere_one_looks() {
    let repository = solver();
    repository.write("flow/definition.xml", definition(&format!("{STEPS}{SLOPE}")));
    let list = look(&repository, &["change", "list"], 0).stdout;
    assert!(list.contains("condition-added") && list.contains("suggests it"), "{list}");
    repository.commit("Add a slope");
    let status = look(&repository, &["status"], 0).stdout;
    assert!(status.contains("changed, suggests minor"), "{status}");
    let why = look(&repository, &["why", "flow"], 0).stdout.replace("\n    ", " ");
    assert!(why.contains("flow/definition.xml suggests `minor`: `condition-added`"), "{why}");
    let refused = look(&repository, &["patch", "flow", "--yes"], 1).stderr;
    for words in [
        "error[IRIC-5]: `flow` 2.1.1 is less than its changes need",
        " --> flow/definition.xml:4:",
        "to go below it, say why with --because TEXT",
    ] {
        assert!(refused.contains(words), "no {words:?} in:\n{refused}");
    }
    run(&repository, &["release", "auto", "--yes"], 0);
    assert!(repository.file("flow/definition.xml").contains("version=\"2.2\""));
    look(&repository, &["release", "auto", "--yes"], 3);
}

#[test]
fn iric_5_going_below_is_the_developers_to_decide_and_to_explain() {
    let repository = solver();
    repository.write("flow/definition.xml", definition(""));
    repository.commit("Drop the steps");
    look(&repository, &["patch", "flow", "--level", "minor", "--yes"], 1);
    let words =
        ["patch", "flow", "--level", "minor", "--yes", "--because", "The steps were never read"];
    let output = run(&repository, &words, 0);
    assert!(output.stdout.contains("warning"), "{}", output.stdout);
    assert!(repository.file("flow/definition.xml").contains("version=\"2.2\""));
    let tag = repository.git(&["tag", "-l", "--format=%(contents)", "flow-2.2"]);
    assert!(tag.contains("Because: The steps were never read"), "{tag}");
}

#[test]
fn iric_5_the_algorithm_alone_is_a_fix() {
    let repository = solver();
    repository.write("flow/flow.f90", "two\n").commit("Solve it better");
    let list = look(&repository, &["change", "list", "--json"], 0).stdout;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let pending = &list["components"][0]["pending"][0];
    assert_eq!((&pending["impact"], &pending["needs"]), (&"algorithm".into(), &"fix".into()));
    assert_eq!(look(&repository, &["next", "release", "auto"], 0).stdout, "2.1.1\n");
}
