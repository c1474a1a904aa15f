//! IBEX's rules, with releases in real repositories.

use serde_json::Value;

use crate::support::Repository;

/// How every manifest but the assembly's holds its version.
const SLOT: &str = r#"regex = 'version = "(?<version>[^"]*)"'"#;

/// Two components under one number and one tag, released as 7.2.1.
fn released() -> Repository {
    let repository = Repository::new();
    let mut config = String::from(
        "scheme = \"ibex\"\n[product]\nname = \"IBEX\"\n[defaults]\ntag = \"v{version}\"\n",
    );
    for name in ["gui", "backend"] {
        config += &format!("[component.{name}]\nmanifests = [{{ path = \"{name}/v\", {SLOT} }}]\n");
        repository.write(&format!("{name}/v"), "version = \"7.2.1\"\n");
    }
    repository.write("release.toml", config).commit("Start");
    repository.annotate("v7.2.1", "IBEX 7.2.1");
    repository
}

#[test]
fn ibex_1_a_build_without_a_place_is_a_warning_that_stops_nothing() {
    let repository = released();
    let words = ["release", "minor", "--build", "678"];
    let shown = repository.run(&[&words[..], &["--dry-run"]].concat());
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    let warning = "\nwarning[IBEX-1]: the build number 678 is written nowhere: ";
    assert!(shown.stdout.contains(warning), "{}", shown.stdout);
    assert!(shown.stdout.contains("\nhelp: leave out --build"), "{}", shown.stdout);
    assert!(shown.stdout.lines().all(|line| line.chars().count() <= 85), "{}", shown.stdout);

    let plan = repository.run(&["plan", "release", "minor", "--build", "678", "--json"]);
    let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
    let warnings = plan["warnings"].as_array().unwrap();
    let keys: Vec<&String> = warnings[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["help", "message", "policy", "rule"]);
    let bare = repository.run(&["plan", "release", "minor", "--json"]);
    let bare: Value = serde_json::from_str(&bare.stdout).unwrap();
    assert_eq!(bare.get("warnings"), None);

    let done = repository.run(&[&words[..], &["--yes"]].concat());
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert_eq!(repository.file("gui/v"), "version = \"7.3.0\"\n");
    assert_eq!(repository.tags(), ["v7.2.1", "v7.3.0"]);
}
