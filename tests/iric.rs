//! iRIC's rules, with releases in real repositories.

use jiff::civil::date;
use serde_json::Value;

use crate::support::{Play, Repository};

const DEFINITION: &str = "solvers/nays2dh/definition.xml";
const PACKAGE: &str = "installer/nays2dh/package.xml";

#[test]
fn iric_1_to_8_the_story_comes_out_as_it_says() {
    let play = Play::through("iric");
    let definition = play.file_at("nays2dh-2.1.1", DEFINITION);
    let wanted = play
        .first(DEFINITION)
        .replace("caption=\"Nays2DH 2.1\"", "caption=\"Nays2DH 2.1.1\"")
        .replace("version=\"2.1\"", "version=\"2.1.1\"")
        .replace("release=\"2020.4.12\"", "release=\"2020.5.18\"");
    assert_eq!(definition, wanted);
    assert!(definition.starts_with("\u{feff}<?xml"), "the byte order mark is kept");
    assert_eq!(definition.matches('\n').count(), definition.matches("\r\n").count());
    let wanted = play
        .first(PACKAGE)
        .replace("<DisplayName>Nays2DH 2.1<", "<DisplayName>Nays2DH 2.1.1<")
        .replace("<Version>2.1<", "<Version>2.1.1<")
        .replace("2020-04-12", "2020-05-18");
    assert_eq!(play.file_at("nays2dh-2.1.1", PACKAGE), wanted);
    assert!(wanted.contains("needs iRIC 2.1 or later"), "{wanted}");
    assert_eq!(
        play.tags(),
        [
            "mflow-1.0.8",
            "nays2dh-2.1",
            "nays2dh-2.1.1",
            "nays2dh-2.2",
            "nays2dh-3.0",
            "nays2dh-3.0.1",
            "nays2dh_1-1.5"
        ]
    );
    assert!(play.file("solvers/mflow/definition.xml").contains("version=\"1.0.8\""));
}

fn solver(name: &str, version: &str) -> String {
    format!("<SolverDefinition name=\"{name}\" caption=\"Solver\" version=\"{version}\"/>\n")
}

/// One solver, released as 2.1.
fn released() -> Repository {
    let repository = Repository::new();
    repository
        .write("release.toml", "scheme = \"iric\"\n[component.nays2d]\n")
        .write("nays2d/definition.xml", solver("nays2d", "2.1"))
        .write("nays2d/main.f90", "program nays2d\nend program\n")
        .commit("Start");
    let first = repository.run(&["release", "2.1", "-p", "nays2d", "--yes"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    repository
}

/// The rules that a lint finds broken, with their policy and severity.
fn lint(repository: &Repository, words: &[&str]) -> (i32, Vec<String>) {
    let output = repository.run(&[&["lint", "--json"], words].concat());
    let found: Value = serde_json::from_str(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", output.stdout, output.stderr));
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or("-").to_owned();
    let found = found["findings"].as_array().unwrap().iter();
    let found = found.map(|one| {
        format!("{} {} {}", text(one, "severity"), text(one, "policy"), text(one, "rule"))
    });
    (output.code, found.collect())
}

#[test]
fn iric_2_the_hook_refuses_another_name_and_the_fix_restores_it() {
    let repository = released();
    repository.write("nays2d/definition.xml", solver("Nays2D+", "2.1"));
    let error = "error IRIC-2 identity";
    assert_eq!(lint(&repository, &[]), (1, vec![error.into()]));
    // The index has what is committed next, and only that is compared.
    assert_eq!(lint(&repository, &["--staged"]), (0, vec![]));
    repository.git(&["add", "-A"]);
    assert_eq!(lint(&repository, &["--staged"]), (1, vec![error.into()]));
    let fixed = repository.run(&["lint", "--fix"]);
    assert_eq!(fixed.code, 0, "{}{}", fixed.stdout, fixed.stderr);
    assert_eq!(repository.file("nays2d/definition.xml"), solver("nays2d", "2.1"));

    repository.write("nays2d/definition.xml", solver("Nays2D+", "2.1")).commit("Rename");
    let before = repository.state();
    for words in [
        &["patch", "nays2d"][..],
        &["release", "major", "-p", "nays2d"],
        &["release", "9.0", "-p", "nays2d"],
        &["release", "major", "--all"],
    ] {
        let output = repository.run(&[words, &["--yes"]].concat());
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{words:?}");
        let said =
            "error[IRIC-2]: the name of `nays2d` is `Nays2D+`, but it was released as `nays2d`";
        assert!(output.stderr.contains(said), "{words:?}: {}", output.stderr);
        assert!(output.stderr.contains("nays2d/definition.xml:1:25"), "{}", output.stderr);
        let changes = repository.state().changes_since(&before);
        assert!(changes.is_empty(), "{words:?}: {changes:?}");
    }
}

#[test]
fn iric_4_ci_finds_a_change_without_a_version_and_a_release_ends_it() {
    let repository = released();
    let start = repository.head();
    repository.write("nays2d/main.f90", "! faster\n").commit("Be faster");
    repository.write("README", "").commit("Describe");
    let warning = "warning IRIC-4 unreleased-change";
    let range = format!("{start}..HEAD");
    for words in [&[][..], &["--rev", "HEAD"], &["--range", &range]] {
        assert_eq!(lint(&repository, words), (0, vec![warning.into()]), "{words:?}");
    }
    let denied = lint(&repository, &["--deny", "warnings"]);
    assert_eq!(denied, (1, vec!["error IRIC-4 unreleased-change".into()]));
    assert_eq!(lint(&repository, &["--rev", &start]), (0, vec![]));
    let patched = repository.run(&["patch", "nays2d", "--yes"]);
    assert_eq!(patched.code, 0, "{}", patched.stderr);
    assert_eq!(lint(&repository, &["--deny", "warnings"]), (0, vec![]));
    assert!(repository.file("nays2d/definition.xml").contains("version=\"2.1.1\""));
}

/// Who takes the must literally says so in a scheme of four lines.
#[test]
fn iric_4_a_scheme_of_its_own_makes_it_an_error() {
    let repository = released();
    repository
        .write(
            "release.toml",
            "[scheme]\nextends = \"iric\"\nname = \"strict\"\n[scheme.rule.IRIC-4]\n\
             severity = \"error\"\n[component.nays2d]\n",
        )
        .write("nays2d/main.f90", "! faster\n")
        .commit("Be faster, and strict");
    assert_eq!(lint(&repository, &[]), (1, vec!["error IRIC-4 unreleased-change".into()]));
}

#[test]
fn iric_1_compat_reads_what_people_wrote_and_says_how_it_is_written() {
    let repository = Repository::new();
    for (words, stdout, stderr) in [
        (&["2.1", "2.00"][..], "compatible", "warning[IRIC-1]: `2.00` is written 2.0\n"),
        (
            &["nays2d@01.00.8", "nays2d@1.0"],
            "compatible",
            "warning[IRIC-1]: `01.00.8` is written 1.0.8\n",
        ),
        (&["2.1.0", "2.1"], "compatible", ""),
    ] {
        let output = repository.run(&[&["compat", "--scheme", "iric"], words].concat());
        assert!(output.stdout.starts_with(stdout), "{words:?}: {}", output.stdout);
        assert_eq!((output.code, output.stderr.as_str()), (0, stderr), "{words:?}");
    }
    let quiet = repository.run(&["compat", "--scheme", "iric", "2.01", "2.0", "-q"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
    let json = repository.run(&["compat", "--scheme", "iric", "2.01", "2.0", "--json"]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["provider"], "2.1");
    // Under any other scheme, and for any other mistake, it is no version.
    for words in [["chain", "1.01", "1.0"], ["iric", "3.2 beta", "3.0"], ["iric", "2.0x", "2.0"]] {
        let output = repository.run(&["compat", "--scheme", words[0], words[1], words[2]]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{words:?}: {}", output.stderr);
    }
}

#[test]
fn iric_7_which_of_the_deployed_versions_opens_a_project() {
    let play = Play::through("iric");
    let day = date(2021, 3, 1);
    for (project, wanted, code) in [
        ("nays2dh@2.1", &["2.1", "2.1.1", "2.2"][..], 0),
        ("nays2dh@1.5", &["1.5"], 0),
        ("nays2dh@3.0.1", &["3.0", "3.0.1"], 0),
        ("mflow_02@1.0", &["1.0.8"], 0),
        ("nays2dh@2.3", &[], 1),
        ("nays2dh@4.0", &[], 1),
    ] {
        let (found, said) = play.run(&["compat", "--find", project, "--json"], day);
        assert_eq!(found, code, "{project}: {said}");
        let document: Value = serde_json::from_str(&said).unwrap();
        let able = document["providers"].as_array().unwrap().iter();
        let able = able.filter(|one| one["verdict"] == "compatible");
        let able: Vec<&str> = able.map(|one| one["version"].as_str().unwrap()).collect();
        assert_eq!(able, wanted, "{project}");
    }
}
