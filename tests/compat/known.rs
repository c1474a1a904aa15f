//! Compatibility of many versions: a product's, as released or deployed, and given ones.

use serde_json::Value;

use super::{compat, json};
use crate::support::Repository;

/// IBEX in small: two components under one number, tagged once.
fn ibex() -> Repository {
    let repository = Repository::new();
    let slot = r#"regex = 'version = "(?<version>[^"]*)"'"#;
    let mut text = String::from(
        "scheme = \"ibex\"\n[product]\nname = \"IBEX\"\n[defaults]\ntag = \"v{version}\"\n",
    );
    for name in ["gui", "backend"] {
        text += &format!("[component.{name}]\nmanifests = [{{ path = \"{name}/v\", {slot} }}]\n");
    }
    repository.write("release.toml", text);
    for version in ["7.2.0", "7.2.1", "7.3.0", "7.4.0", "7.4.1", "8.0.0"] {
        for name in ["gui", "backend"] {
            repository.write(&format!("{name}/v"), format!("version = \"{version}\"\n"));
        }
        repository.commit(version);
        repository.annotate(&format!("v{version}"), version);
    }
    repository
}

#[test]
fn ibex_5_a_component_is_updated_to_its_highest_release_that_works() {
    let repository = ibex();
    for (provider, consumer, update) in [
        ("backend@7.4.0", "gui@7.2.0", Some("7.4.1")),
        ("backend@8.0.0", "gui@7.2.0", Some("8.0.0")),
        ("backend@7.2.0", "gui@7.2.1", None),
        ("backend", "gui@7.4.1", Some("8.0.0")),
        ("backend", "gui", None),
    ] {
        let output = repository.run(&["compat", provider, consumer, "--json"]);
        let update_to = json(&output).get("update").and_then(Value::as_str).map(str::to_owned);
        assert_eq!(update_to.as_deref(), update, "{provider} {consumer}: {}", output.stdout);
    }
}

#[test]
fn ibex_7_the_matrix_flags_what_is_too_far_behind() {
    let repository = ibex();
    let output = repository.run(&["compat", "--matrix"]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{}", output.stdout);
    let rows: Vec<Vec<&str>> = output
        .stdout
        .lines()
        .take(5)
        .map(|line| line.split("  ").map(str::trim).collect())
        .collect();
    let rows: Vec<Vec<&str>> = rows
        .into_iter()
        .map(|row| row.into_iter().filter(|word| !word.is_empty()).collect())
        .collect();
    assert_eq!(
        rows,
        [
            ["provider \\ consumer", "7.2.0 … 7.2.1", "7.3.0", "7.4.0 … 7.4.1", "8.0.0"],
            ["7.2.0 … 7.2.1", "yes", "?", "?!", "warn!"],
            ["7.3.0", "yes", "yes", "?", "warn!"],
            ["7.4.0 … 7.4.1", "yes!", "yes", "yes", "warn"],
            ["8.0.0", "warn!", "warn!", "warn", "yes"],
        ]
    );
    assert!(output.stdout.contains("too far apart: 2 lines or more"), "{}", output.stdout);
    assert_eq!(repository.run(&["compat", "--matrix", "--deny"]).code, 1);
    assert_eq!(repository.run(&["compat", "--matrix", "7.4.0", "7.4.1", "--deny"]).code, 0);

    let document = json(&repository.run(&["compat", "--matrix", "--json"]));
    assert_eq!((&document["format"], &document["scheme"]), (&1.into(), &"ibex".into()));
    assert_eq!(document["providers"][0]["versions"], serde_json::json!(["7.2.0", "7.2.1"]));
    let pairs = document["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 16);
    let far = pairs.iter().find(|pair| pair["provider"] == "7.4.1" && pair["consumer"] == "7.2.1");
    let far = far.unwrap();
    assert_eq!((&far["verdict"], &far["too-far"]), (&"compatible".into(), &true.into()));
}

#[test]
fn ibex_7_versions_that_are_given_need_no_product() {
    let arguments = ["--scheme", "ibex", "--matrix", "7.2.0", "7.2.1", "7.4.1"];
    let document = json(&compat(&[&arguments[..], &["--json"]].concat()));
    let pairs = document["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 9, "what is given is not put together");
    let far = |provider: &str, consumer: &str| {
        let named = |pair: &&Value| pair["provider"] == provider && pair["consumer"] == consumer;
        pairs.iter().find(named).unwrap()["too-far"] == true
    };
    assert!(!far("7.2.1", "7.2.0"), "patches are of one line");
    assert!(far("7.4.1", "7.2.0"), "7.3 lies between, whether it is given or not");
}

#[test]
fn a_matrix_too_wide_for_names_numbers_its_columns() {
    let versions: Vec<String> = (0..12).map(|minor| format!("1.{minor}.20161101")).collect();
    let mut arguments = vec!["--scheme", "chain", "--matrix"];
    arguments.extend(versions.iter().map(String::as_str));
    let output = compat(&arguments).stdout;
    assert!(output.lines().all(|line| line.chars().count() <= 80), "{output}");
    assert!(output.contains("\n  12  1.11.20161101\n"), "{output}");
}

/// A matrix of `versions`, for people.
fn table(scheme: &str, versions: &[String]) -> String {
    let mut arguments = vec!["--scheme", scheme, "--matrix"];
    arguments.extend(versions.iter().map(String::as_str));
    compat(&arguments).stdout
}

#[test]
fn a_matrix_of_many_versions_is_of_the_newest_that_fit() {
    let versions: Vec<String> = (0..90).map(|minor| format!("1.{minor}.0")).collect();
    let output = table("semver", &versions);
    assert!(output.lines().all(|line| line.chars().count() <= 80), "{output}");
    assert!(output.lines().count() < 70, "{output}");
    let rows: Vec<&str> = output.lines().filter(|line| line.starts_with("1.")).collect();
    assert_eq!(rows.len(), 40, "{output}");
    assert!(rows[0].starts_with("1.50.0 ") && rows[39].starts_with("1.89.0 "), "{output}");
    assert!(output.contains("\n  12  1.89.0\n"), "{output}");
    let flat = output.split_whitespace().collect::<Vec<_>>().join(" ");
    let told =
        "There is room for 40 of 90 providers and 12 of 90 consumers, the newest versions of";
    assert!(flat.contains(told), "{output}");
    let mut arguments = vec!["--scheme", "semver", "--matrix", "--json"];
    arguments.extend(versions.iter().map(String::as_str));
    let document = json(&compat(&arguments));
    assert_eq!(document["pairs"].as_array().unwrap().len(), 8100, "JSON leaves nothing out");
}

#[test]
fn diav_3_components_that_are_served_alike_share_a_column_of_a_wide_matrix() {
    let mut versions = vec!["core@3.0.0.1890".to_owned()];
    versions.extend(
        (0..60).map(|at| format!("part-{at:02}@1.0.{}.0", if at < 7 { 1895 } else { 1883 })),
    );
    let output = table("diavolo", &versions);
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines[1].split_whitespace().collect::<Vec<_>>(), ["3.0.0.1890", "advisory", "yes"]);
    let listed = "1.0.1895.0 of part-00, part-01, part-02, part-03, part-04 and 2 more";
    assert!(output.contains(listed), "{output}");
    assert!(!output.contains("--json"), "nothing is left out: {output}");
    // As long as there is room, each stands for itself.
    let output = table("diavolo", &versions[..4]);
    assert!(output.contains("part-00@1.0.1895.0  part-01@1.0.1895.0"), "{output}");
}

#[test]
fn diav_3_versions_of_which_none_provides_are_no_matrix_and_it_says_why() {
    let words = ["--scheme", "diavolo", "--matrix", "users@1.0.1883.5", "forum@1.0.1890.0"];
    let output = compat(&words);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{}", output.stderr);
    assert_eq!(
        output.stderr,
        "no pair of these is judged: under the scheme `diavolo` only `core` provides, and only for \
         others, and `works-with` names no two of them\n"
    );
    let output = compat(&[&words[..], &["--json"]].concat());
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    assert_eq!(json(&output)["pairs"], serde_json::json!([]));
}

#[test]
fn diav_3_only_the_core_is_a_row() {
    let output = compat(&[
        "--scheme",
        "diavolo",
        "--matrix",
        "core@3.0.0.1882",
        "core@3.0.0.1890",
        "1.0.1883.5",
        "users@1.1.1891.0",
        "--json",
    ]);
    let document = json(&output);
    let names = |side: &str| -> Vec<String> {
        let all = document[side].as_array().unwrap().iter();
        all.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("providers"), ["3.0.0.1882", "3.0.0.1890"]);
    assert_eq!(names("consumers"), ["1.0.1883.5", "users@1.1.1891.0"]);
}

/// One solver in three versions side by side, in folders of any name, and another solver.
fn solvers() -> Repository {
    let repository = Repository::new();
    let mut text = String::from("scheme = \"iric\"\n[product]\nname = \"Solvers\"\n");
    for (folder, name, version) in [
        ("old", "nays2d", "2.0"),
        ("newer", "nays2d", "2.1.1"),
        ("next", "nays2d", "3.0"),
        ("other", "mflow", "2.3"),
    ] {
        text += &format!("[component.{folder}]\nmanifests = [\"{folder}/definition.xml\"]\n");
        let definition = format!(
            "<SolverDefinition name=\"{name}\" caption=\"{name}\" version=\"{version}\" />\n"
        );
        repository.write(&format!("{folder}/definition.xml"), definition);
    }
    repository.write("release.toml", text).commit("Deploy the solvers");
    repository.annotate("newer-2.1", "Release 2.1");
    repository
}

#[test]
fn iric_7_what_can_open_a_project() {
    let repository = solvers();
    let can = |project: &str| -> (Vec<String>, i32) {
        let output = repository.run(&["compat", "--find", project, "--json"]);
        let document = json(&output);
        let all = document["providers"].as_array().unwrap();
        let able = all.iter().filter(|one| one["verdict"] == "compatible");
        let label = |one: &Value| {
            format!(
                "{} {}",
                one["components"][0].as_str().unwrap(),
                one["version"].as_str().unwrap()
            )
        };
        (able.map(label).collect(), output.code)
    };
    assert_eq!(can("nays2d@2.1"), (vec!["newer 2.1".into(), "newer 2.1.1".into()], 0));
    assert_eq!(can("old"), (vec!["old 2.0".into(), "newer 2.1".into(), "newer 2.1.1".into()], 0));
    assert_eq!(can("nays2d@2.2"), (vec![], 1), "the other solver is not asked for");
    assert_eq!(can("mflow@2.2"), (vec!["other 2.3".into()], 0));
    assert_eq!(can("1.0"), (vec![], 1));

    let people = repository.run(&["compat", "--find", "nays2d@2.1"]);
    assert!(people.stdout.contains("newer-2.1 "), "{}", people.stdout);
    assert!(people.stdout.contains("2 of 5 known versions"), "{}", people.stdout);
    assert!(!people.stdout.contains("3.0"), "those that cannot are not listed: {}", people.stdout);

    let native = json(&repository.run(&["native", "newer", "--json"]));
    assert_eq!(native["component"], "newer", "outside the rules it keeps its own name");

    let unknown = repository.run(&["compat", "newer", "nay@2.1"]);
    assert_eq!(unknown.code, 2, "{}", unknown.stdout);
    assert!(unknown.stderr.contains("there is no component `nay`"), "{}", unknown.stderr);
}

#[test]
fn a_role_that_no_rule_looks_at_is_no_row_of_its_own() {
    let repository = Repository::new();
    let config = "scheme = \"kolab\"\n[component.core]\n[component.suite]\nrole = \"suite\"\n";
    repository.write("release.toml", config);
    repository.write("core/VERSION", "2.5.0\n").write("suite/VERSION", "2.5.0\n").commit("Start");
    for tag in ["core-2.4.0", "core-2.4.3", "core-2.5.0", "suite-2.4.1", "suite-2.5.0"] {
        repository.annotate(tag, "Release");
    }
    let document = json(&repository.run(&["compat", "--matrix", "--json"]));
    let groups = document["providers"].as_array().unwrap().iter();
    let versions: Vec<String> = groups.map(|group| group["versions"].to_string()).collect();
    assert_eq!(versions, ["[\"2.4.0\",\"2.4.1\",\"2.4.3\"]", "[\"2.5.0\"]"]);
}
