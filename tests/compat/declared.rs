//! The pairs that release.toml declares: who provides, what is needed, and how they stand.

use serde_json::{Value, json};

use super::json as parsed;
use crate::support::Repository;

/// A server with two clients under one number, and a tool on a line of its own that needs a newer
/// server than the first.
fn product() -> Repository {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "[product]\nname = \"Suite\"\n[line.main]\nscheme = \"semver\"\n\
         components = [\"server\", \"gui\", \"cli\"]\n[line.tool]\nscheme = \"semver\"\n\
         components = [\"tool\"]\n[component.server]\n[component.gui]\nworks-with = [\"server\"]\n\
         [component.cli]\nworks-with = { server = \">=7.3\" }\n[component.tool]\n\
         works-with = { server = \">=7.2, <8\" }\n",
    );
    for (name, version) in
        [("server", "7.1.0"), ("gui", "7.1.0"), ("cli", "7.1.0"), ("tool", "1.4.0")]
    {
        repository.write(&format!("{name}/VERSION"), version);
    }
    repository.commit("Start");
    for tag in ["main-7.1.0", "server-7.1.0", "gui-7.1.0", "cli-7.1.0", "tool-1.4.0"] {
        repository.tag(tag);
    }
    repository
}

#[test]
fn a_declared_pair_knows_who_provides_and_says_so() {
    let repository = product();
    let output = repository.run(&["compat", "gui@7.2.0", "server@7.3.0"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(
        output.stdout.starts_with("compatible: provider server@7.3.0, consumer gui@7.2.0"),
        "{}",
        output.stdout
    );
    assert_eq!(output.stderr, "note: `gui` works with `server`, so `server` is the provider\n");
    let output = repository.run(&["compat", "gui@7.2.0", "server@7.3.0", "--json"]);
    let answer = parsed(&output);
    assert_eq!((&answer["provider"], &answer["consumer"]), (&"7.3.0".into(), &"7.2.0".into()));
    assert_eq!(answer["turned"], true);
    // Given as declared, and where nothing is declared, nothing is turned.
    for words in [["server@7.3.0", "gui@7.2.0"], ["gui@7.2.0", "cli@7.3.0"], ["7.2.0", "7.3.0"]] {
        let output = repository.run(&["compat", words[0], words[1], "--line", "main", "--json"]);
        let answer = parsed(&output);
        assert_eq!((output.stderr.as_str(), answer.get("turned")), ("", None), "{words:?}");
        let given = words[0].rsplit('@').next().unwrap();
        assert_eq!(answer["provider"], given, "{words:?}");
    }
}

#[test]
fn a_range_is_a_rule_of_what_a_component_needs_now() {
    let repository = product();
    for (words, code, verdict, because) in [
        (
            ["server@7.2.0", "cli@7.1.0"],
            1,
            "incompatible",
            "`cli` needs `server` >=7.3 (release.toml:13)",
        ),
        (["server@7.2.0", "cli"], 1, "incompatible", "`cli` needs"),
        (["server@7.3.0", "cli"], 0, "compatible", "only add"),
        // What the rules leave open, it promises.
        (["server@7.3.0", "cli@7.5.0"], 0, "compatible", "`cli` needs `server` >=7.3"),
        (["server@8.0.0", "cli"], 1, "incompatible", "public interface"),
        // Of its earlier releases it says nothing.
        (["server@7.0.0", "cli@7.0.0"], 0, "compatible", "only add"),
    ] {
        let output = repository.run(&["compat", words[0], words[1], "--json"]);
        let answer = parsed(&output);
        assert_eq!(
            (output.code, &answer["verdict"]),
            (code, &verdict.into()),
            "{words:?}: {answer}"
        );
        assert!(answer["because"].as_str().unwrap().contains(because), "{words:?}: {answer}");
        let ranged = because.starts_with('`');
        assert_eq!(answer["rule"] == "works-with", ranged, "{words:?}: {answer}");
    }
}

#[test]
fn ibex_8_a_pair_of_two_lines_is_judged_by_its_range() {
    let repository = product();
    for (words, code) in [
        (["server@7.2.0", "tool"], 0),
        (["tool", "server@7.2.0"], 0),
        (["server", "tool@1.5.0"], 1),
        (["server@8.0.0", "tool"], 1),
    ] {
        let output = repository.run(&["compat", words[0], words[1], "--json"]);
        assert_eq!(output.code, code, "{words:?}: {}{}", output.stdout, output.stderr);
        let answer = parsed(&output);
        assert_eq!(
            (&answer["rule"], answer.get("update")),
            (&"works-with".into(), None),
            "{answer}"
        );
    }
    // Of what it needed before, nobody knows.
    let output = repository.run(&["compat", "server@7.2.0", "tool@1.3.0", "--json"]);
    assert_eq!((output.code, &parsed(&output)["verdict"]), (0, &"unknown".into()));
    assert_eq!(parsed(&output).get("update"), None, "their lines say nothing of each other");
    let output = repository.run(&["compat", "gui", "tool"]);
    assert_eq!(output.code, 2, "{}", output.stdout);
    assert!(output.stderr.contains("`works-with` in release.toml"), "{}", output.stderr);
}

#[test]
fn all_declared_pairs_as_they_stand() {
    let repository = product();
    let output = repository.run(&["compat", "--declared"]);
    assert_eq!(output.code, 1, "{}", output.stderr);
    for words in
        ["server@7.1.0", "gui@7.1.0", "tool@1.4.0", ">=7.2, <8", "1 of 3 pairs work together"]
    {
        assert!(output.stdout.contains(words), "no {words}: {}", output.stdout);
    }
    let document = parsed(&repository.run(&["compat", "--declared", "--json"]));
    let pairs = document["pairs"].as_array().unwrap();
    let of = |at: usize| {
        (&pairs[at]["consumer"]["component"], &pairs[at]["verdict"], &pairs[at]["needs"])
    };
    assert_eq!(of(0), (&"gui".into(), &"compatible".into(), &Value::Null));
    assert_eq!(of(1), (&"cli".into(), &"incompatible".into(), &">=7.3".into()));
    assert_eq!(of(2), (&"tool".into(), &"incompatible".into(), &">=7.2, <8".into()));
    assert_eq!(pairs[2]["provider"], json!({ "component": "server", "version": "7.1.0" }));
    // Of a line, of some components, and when all is well.
    let count = |words: &[&str]| {
        let output = repository.run(&[&["compat", "--declared", "--json"], words].concat());
        (output.code, parsed(&output)["pairs"].as_array().unwrap().len())
    };
    assert_eq!(count(&["--line", "tool"]), (1, 1));
    assert_eq!(count(&["gui", "--deny"]), (0, 1));
    assert_eq!(count(&["server"]), (1, 3));
    repository.write("server/VERSION", "7.3.0").commit("A newer server");
    assert_eq!(count(&[]), (0, 3));
    // What has no version yet is told as that.
    repository.write("server/VERSION", "").remove("server/VERSION");
    repository.replace("release.toml", "[component.server]", "[component.server]\nmanifests = []");
    repository.commit("No manifest");
    repository.git(&["tag", "-d", "server-7.1.0"]);
    let document = parsed(&repository.run(&["compat", "--declared", "--json"]));
    let first = &document["pairs"][0];
    assert_eq!(
        (&first["provider"]["version"], &first["verdict"]),
        (&Value::Null, &"unknown".into())
    );
    assert_eq!(first["because"], "`server` has no version yet");
}

#[test]
fn nothing_declared_is_nothing_wrong() {
    let repository = crate::support::chain::released();
    let output = repository.run(&["compat", "--declared", "--deny"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{}", output.stderr);
    assert!(output.stderr.contains("`works-with` in release.toml"), "{}", output.stderr);
    assert!(output.stderr.starts_with("no component is said to"), "{}", output.stderr);
    let output = repository.run(&["compat", "--declared", "core"]);
    assert!(output.stderr.starts_with("none of these is said to"), "{}", output.stderr);
    for (words, said) in [
        (&["--declared", "cor"][..], "did you mean `core`?"),
        (&["--declared", "--matrix"], "cannot be used with"),
        (&["--declared", "--scheme", "chain"], "cannot be used with"),
        (&["--declared", "--line", "x"], "there is no line `x`"),
        (&["1.0"], "--declared"),
    ] {
        let output = repository.run(&[&["compat"], words].concat());
        assert_eq!(output.code, 2, "{words:?}: {}", output.stdout);
        assert!(output.stderr.contains(said), "{words:?}: {}", output.stderr);
    }
}

#[test]
fn what_can_provide_for_a_component_is_who_it_works_with() {
    let repository = product();
    repository.write("server/VERSION", "7.3.0").commit("A newer server");
    repository.tag("server-7.3.0");
    let output = repository.run(&["compat", "--find", "cli", "--line", "main", "--json"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let found = parsed(&output);
    let of: Vec<(&str, &str)> = found["providers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["version"].as_str().unwrap(), one["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(of, [("7.1.0", "incompatible"), ("7.3.0", "compatible")]);
    assert_eq!(found["providers"][1]["components"], json!(["server"]));
    // A provider of another line is found as well.
    let output = repository.run(&["compat", "--find", "tool", "--json"]);
    assert_eq!(parsed(&output)["providers"].as_array().unwrap().len(), 2, "{}", output.stderr);
    // A matrix of versions that are named knows the pairs too.
    let words = ["compat", "--matrix", "server@7.2.0", "cli@7.1.0", "--json"];
    let matrix = parsed(&repository.run(&words));
    let pair = matrix["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|pair| pair["provider"] == "server@7.2.0" && pair["consumer"] == "cli@7.1.0");
    assert_eq!(pair.unwrap()["rule"], "works-with", "{matrix:#}");
}

#[test]
fn what_is_installed_says_what_it_works_with() {
    let repository = product();
    let file = parsed(&repository.run(&["compat", "--line", "main", "--emit", "cli"]));
    assert_eq!(file["works-with"], json!({ "server": ">=7.3" }));
    let file = parsed(&repository.run(&["compat", "--line", "main", "--emit", "cli@7.0.0"]));
    assert_eq!(file["works-with"], json!({ "server": "*" }), "what it needed then is not known");
    let file = parsed(&repository.run(&["compat", "--line", "tool", "--emit", "tool"]));
    assert_eq!(
        file["works-with"],
        json!({ "server": ">=7.2, <8" }),
        "of another line, by its range"
    );
    let output = repository.run(&["compat", "--line", "main", "--emit", "-o", "app/"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let check = |words: &[&str]| {
        let output =
            repository.run(&[&["compat", "--check", "app", "--scheme", "semver"], words].concat());
        (output.code, output.stdout)
    };
    let (code, said) = check(&["--json"]);
    let document: Value = serde_json::from_str(&said).unwrap();
    let pairs = document["pairs"].as_array().unwrap();
    // The two clients have nothing to do with each other.
    assert_eq!((code, pairs.len()), (1, 2), "{document:#}");
    assert_eq!(pairs[1]["verdict"], "compatible");
    assert_eq!(
        (&pairs[0]["verdict"], &pairs[0]["rule"]),
        (&"incompatible".into(), &"works-with".into())
    );
    assert_eq!(pairs[0]["because"], "`cli` says that it needs `server` >=7.3");
    assert!(check(&[]).1.contains("server >=7.3"), "in the column of needs");
    repository.replace("app/server.compat.json", "\"7.1.0\"", "\"7.4.0\"");
    assert_eq!(check(&[]).0, 0);
    repository.replace("app/cli.compat.json", ">=7.3", "^7.3");
    let (code, said) = check(&[]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("`cli` is said to need `server` ^7.3, but `^7.3` is no comparison"),
        "{said}"
    );
}

#[test]
fn a_release_that_parts_them_is_refused_before_anything_is_written() {
    let repository = product();
    repository.write("server/VERSION", "7.3.0").commit("A newer server");
    repository.tag("server-7.3.0").tag("main-7.3.0");
    let before = repository.state();
    let output = repository.run(&["release", "major", "-p", "server", "--yes"]);
    assert_eq!(output.code, 1, "{}", output.stdout);
    assert!(
        output.stderr.contains("error[SEMVER-8]: `gui` 7.1.0 does not work with `server` 8.0.0"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("release.toml:11:"), "{}", output.stderr);
    let ways = "help: release `gui` along with `server`; release `cli` along with `server`; if `tool` \
                runs with `server` 8.0.0, widen the range in release.toml:15; or say why";
    assert!(output.stderr.contains(ways), "{}", output.stderr);
    assert!(repository.state().changes_since(&before).is_empty());
    let output =
        repository.run(&["release", "major", "-p", "server", "--yes", "--because", "It is a test"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(
        output.stderr.contains("warning[SEMVER-8]") || output.stdout.contains("warning[SEMVER-8]"),
        "{output:?}"
    );
    let lint = repository.run(&["lint", "--json"]);
    assert_eq!(lint.code, 0, "{}", lint.stdout);
    let found = parsed(&lint);
    let of: Vec<&Value> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rule"] == "works-with")
        .collect();
    assert_eq!(of.len(), 3, "{found:#}");
    assert_eq!(
        (&of[0]["policy"], &of[0]["path"], &of[0]["line"]),
        (&"SEMVER-8".into(), &"release.toml".into(), &11.into())
    );
}

#[test]
fn semantics_31_a_provider_in_development_is_judged_as_lint_judges_it() {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "scheme = \"semver-independent\"\n[component.server]\n[component.gui]\n\
         works-with = { server = \">=2.1\" }\n",
    );
    let pom = |version: &str| format!("<project><version>{version}</version></project>\n");
    repository.write("server/pom.xml", pom("2.0.3")).write("gui/VERSION", "7.4.0\n");
    repository.commit("Start");
    for tag in ["server-2.0.3", "gui-7.4.0"] {
        repository.tag(tag);
    }
    for (version, code) in [("2.0.3", 1), ("2.0.4-SNAPSHOT", 1), ("2.1.0-SNAPSHOT", 0)] {
        repository.write("server/pom.xml", pom(version)).commit("Go on");
        let lint = repository.run(&["lint", "--deny", "warnings"]);
        assert_eq!(lint.code, code, "{version}: {}", lint.stdout);
        let output = repository.run(&["compat", "--declared", "--deny", "--json"]);
        assert_eq!(output.code, code, "{version}: {}", output.stdout);
        let document = parsed(&output);
        if code == 0 {
            let pair = &document["pairs"][0];
            assert_eq!(pair["provider"]["version"], "2.1.0", "{pair}");
            let because = "`gui` needs `server` >=2.1 (release.toml:4), and `server` is in \
                           development of 2.1.0";
            assert_eq!(
                (&pair["verdict"], &pair["because"]),
                (&"compatible".into(), &because.into())
            );
        }
    }
    // It is not out yet: nobody can have the two.
    let output = repository.run(&["release", "patch", "-p", "gui", "--dry-run"]);
    assert_eq!(output.code, 1, "{}", output.stdout);
}
