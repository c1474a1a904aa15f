//! IBEX's rules, with releases in real repositories.

mod branches;
mod lines;
mod parts;

use serde_json::Value;

use crate::support::Repository;

/// The components of the small product lines here, in the order of their configuration.
const COMPONENTS: [&str; 3] = ["gui", "genie", "backend"];

/// What each component's VERSION says.
fn all_at(repository: &Repository) -> Vec<String> {
    let version = |name| repository.file(&format!("{name}/VERSION")).trim().to_owned();
    COMPONENTS.map(version).to_vec()
}

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

/// A client whose manifest has a place for a build, in lines of 72 bytes.
const MANIFEST: &str = "Manifest-Version: 1.0\r\n\
    Bundle-Version: 7.2.1.qualifier\r\n\
    Require-Bundle: org.eclipse.ui;bundle-version=\"7.2.1\",org.eclipse.core.\r\n \
    runtime;bundle-version=\"1.0.0\"\r\n";

fn built_by_a_server() -> Repository {
    let repository = Repository::new();
    repository
        .write(
            "release.toml",
            "scheme = \"ibex\"\n[product]\nname = \"IBEX\"\nbuild-env = \"BUILD_NUMBER\"\n\
             [defaults]\ntag = \"v{version}\"\n[component.gui]\n[component.backend]\n",
        )
        .write("gui/MANIFEST.MF", MANIFEST)
        .write("backend/VERSION", "7.2.1\n")
        .commit("Start");
    repository.annotate("v7.2.1", "IBEX 7.2.1");
    repository
}

#[test]
fn ibex_1_the_configured_variable_gives_the_build() {
    let repository = built_by_a_server();
    let run = |words: &[&str], value: Option<&str>| {
        let mut command = repository.program("", words);
        if let Some(value) = value {
            command.env("BUILD_NUMBER", value);
        }
        crate::support::run(command)
    };
    let before = repository.state();
    for bad in ["6a", "007", "-1"] {
        let refused = run(&["release", "minor", "--yes"], Some(bad));
        assert_eq!(refused.code, 2, "{}", refused.stdout);
        let said = format!("the environment variable BUILD_NUMBER holds `{bad}`");
        assert!(refused.stderr.contains(&said), "{}", refused.stderr);
        let changes = repository.state().changes_since(&before);
        assert!(changes.is_empty(), "{changes:?}");
    }
    let build = |words: &[&str], value: Option<&str>| -> Value {
        let output = run(&[&["plan"], words, &["--json"]].concat(), value);
        let plan: Value = serde_json::from_str(&output.stdout).unwrap();
        plan["options"]["build"].clone()
    };
    assert_eq!(build(&["release", "minor"], None), Value::Null);
    assert_eq!(build(&["release", "minor"], Some("")), Value::Null);
    assert_eq!(build(&["release", "minor"], Some("678")), 678);
    assert_eq!(build(&["release", "minor", "--build", "9"], Some("678")), 9);
    assert_eq!(build(&["release", "minor", "--build", "9"], Some("nonsense")), 9);

    let done = run(&["release", "minor", "--yes"], Some("678"));
    assert_eq!(done.code, 0, "{}", done.stderr);
    let wanted = MANIFEST.replace("7.2.1.qualifier", "7.3.0.678");
    assert_eq!(repository.file("gui/MANIFEST.MF"), wanted);
    assert_eq!(repository.file("backend/VERSION"), "7.3.0\n");
    assert_eq!(repository.tags(), ["v7.2.1", "v7.3.0"]);
    let said = repository.git(&["log", "-1", "--format=%B"])
        + &repository.git(&["cat-file", "-p", "v7.3.0"]);
    // Behind a point, as a part of a version: the names of objects have all digits.
    assert!(!said.contains(".678"), "{said}");
    let lint = repository.run(&["lint"]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
}

#[test]
fn ibex_1_a_variable_that_no_scheme_could_use_is_a_mistake() {
    let repository = built_by_a_server();
    for (old, new, says) in [
        ("scheme = \"ibex\"", "scheme = \"semver-fixed\"", "no scheme here has a part"),
        ("\"BUILD_NUMBER\"", "\"BUILD NUMBER\"", "is not the name of an environment variable"),
        ("build-env", "build-var", "did you mean `build-env`?"),
    ] {
        repository.replace("release.toml", old, new);
        let output = repository.run(&["status"]);
        assert_eq!(output.code, 2, "{}", output.stdout);
        assert!(output.stderr.contains(says), "{}", output.stderr);
        repository.replace("release.toml", new, old);
    }
}
