//! `next`: a version and nothing else, in a product and outside of any.

use crate::support::{Output, Repository, chain};

/// Components of these schemes and versions, all released, each with a change since.
fn line(config: &str, components: &[(&str, &str)]) -> Repository {
    let repository = Repository::new();
    repository.write("release.toml", config);
    for (name, version) in components {
        repository.write(&format!("{name}/VERSION"), format!("{version}\n"));
    }
    repository.commit("Start");
    for (name, version) in components {
        repository.annotate(&format!("{name}-{version}"), "Release");
        repository.write(&format!("{name}/change"), "");
    }
    repository.commit("Change all");
    repository
}

fn next(repository: &Repository, words: &[&str]) -> String {
    let output = repository.run(&[&["next"], words].concat());
    assert_eq!(output.code, 0, "{words:?}: {output:?}");
    output.stdout
}

#[test]
fn one_version_for_all_is_printed_alone() {
    let repository = chain::released();
    repository.write("core/change", "").write("sdk/change", "").commit("Change it");
    assert_eq!(next(&repository, &["release", "minor"]), "1.1\n");
    assert_eq!(next(&repository, &["patch", "core", "--date", "2016-11-01"]), "1.0.20161101\n");
    let output = repository.run(&["next", "release", "minor", "1.0"]);
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.stderr.contains("--scheme"), "{output:?}");
}

#[test]
fn versions_of_their_own_are_printed_with_their_names() {
    let config = "scheme = \"semver-independent\"\n[component.b]\n[component.a]\n";
    let repository = line(config, &[("b", "1.2.3"), ("a", "0.4.0")]);
    assert_eq!(next(&repository, &["release", "minor"]), "b 1.3.0\na 0.5.0\n");
    assert_eq!(next(&repository, &["patch", "a"]), "0.4.1\n");
    let config = format!("{config}[component.c]\nembeds = [\"a\"]\n");
    let repository = line(&config, &[("b", "1.2.3"), ("a", "0.4.0"), ("c", "3.0.0")]);
    assert_eq!(next(&repository, &["patch", "a"]), "0.4.1\n", "what embeds it is another's");
}

#[test]
fn kolab_10_the_suites_version_is_the_products() {
    let config = "scheme = \"kolab\"\n[component.imapd]\n[component.suite]\nrole = \"suite\"\n\
                  embeds = [\"imapd\"]\n";
    let repository = line(config, &[("imapd", "2.4.3"), ("suite", "3.1.2")]);
    assert_eq!(next(&repository, &["release", "teeny"]), "3.2.0\n");
    assert_eq!(next(&repository, &["patch", "imapd"]), "2.4.4\n");
}

#[test]
fn it_takes_the_words_of_the_commands_that_it_asks_about() {
    let config = "scheme = \"semver-independent\"\n[component.b]\n[component.a]\n\
                  [component.c]\nembeds = [\"a\"]\n";
    let repository = line(config, &[("b", "1.2.3"), ("a", "0.4.0"), ("c", "0.4.0")]);
    for (words, wanted) in [
        (&["patch", "a", "b"][..], "a 0.4.1\nb 1.2.4\n"),
        (&["patch", "a", "c"], "0.4.1\n"),
        (&["patch", "--all"], "b 1.2.4\na 0.4.1\nc 0.4.1\n"),
        (&["patch", "b", "--level", "minor"], "1.3.0\n"),
        (&["release", "minor", "-p", "b"], "1.3.0\n"),
        (&["release", "minor", "--all", "--exclude", "b"], "0.5.0\n"),
        (&["pre", "rc", "-p", "b"], "1.3.0-rc.1\n"),
    ] {
        assert_eq!(next(&repository, words), wanted, "{words:?}");
    }
    let json = next(&repository, &["patch", "a", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let moves = serde_json::json!([
        { "name": "a", "from": "0.4.0", "to": "0.4.1" },
        { "name": "c", "from": "0.4.0", "to": "0.4.1" },
    ]);
    assert_eq!(json, serde_json::json!({ "format": 1, "next": "0.4.1", "components": moves }));
    let json = next(&repository, &["patch", "--all", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["next"].is_null(), "{json}");
}

/// What is refused is explained with a command that works here too.
#[test]
fn ibex_2_all_are_patched_together() {
    let repository = line(
        "scheme = \"ibex\"\n[component.gui]\n[component.genie]\n",
        &[("gui", "7.2.1"), ("genie", "7.2.1")],
    );
    let output = repository.run(&["next", "patch", "gui"]);
    assert_eq!(output.code, 1, "{output:?}");
    assert!(output.stderr.contains("`patch --all`"), "{output:?}");
    assert_eq!(next(&repository, &["patch", "--all"]), "7.2.2\n");
}

fn alone(repository: &Repository, words: &[&str]) -> Output {
    repository.run(&[&["next"], words].concat())
}

#[test]
fn outside_any_product_the_version_that_moves_is_given() {
    let repository = Repository::new();
    for (words, wanted) in [
        (&["release", "minor", "2.1.1", "--scheme", "iric"][..], "2.2"),
        (&["--scheme", "iric", "release", "fix", "2.1"], "2.1.1"),
        (&["patch", "1.0", "--scheme", "chain", "--date", "2016-11-01"], "1.0.20161101"),
        (&["patch", "core@3.0.0.1890", "--scheme", "diavolo"], "3.0.0.1891"),
        (
            &["release", "major", "3.0.0.1890", "--scheme", "diavolo", "--role", "core"],
            "4.0.0.1891",
        ),
        (&["pre", "beta", "2.4.3", "--scheme", "kolab", "--level", "minor"], "2.5-beta1"),
        (&["pre", "rc", "2.5-beta2", "--scheme", "kolab"], "2.5-rc1"),
        (&["release", "2.5-rc1", "--scheme", "kolab"], "2.5.0"),
        (&["pre", "rc", "1.2.3", "--scheme", "semver"], "1.3.0-rc.1"),
        (&["patch", "7.2.1", "--scheme", "ibex", "--build", "678"], "7.2.2"),
    ] {
        let output = alone(&repository, words);
        assert_eq!((output.code, output.stdout), (0, format!("{wanted}\n")), "{words:?}");
    }
    for (words, code, said) in [
        (&["release", "--scheme", "kolab"][..], 2, "no version is named"),
        (&["release", "minr", "1.0", "--scheme", "chain"], 2, "did you mean `minor`?"),
        (&["release", "build", "7.2.1", "--scheme", "ibex"], 2, "IBEX-1"),
        (&["patch", "1.0.20161101", "--scheme", "chain", "--date", "2016-11-01"], 1, "CHAIN-7"),
        (&["pre", "beta", "2.5-rc1", "--scheme", "kolab"], 1, "KOLAB-5"),
        (&["patch", "1.0", "--scheme", "nonsense"], 2, "nonsense"),
        (&["patch", "x", "--scheme", "chain"], 2, "CHAIN-1"),
        (&["patch", "1.2.3", "--role", "core"], 2, "--scheme"),
        (&["patch", "1.2.3", "--unstable", "--scheme", "kolab"], 2, "--unstable"),
        (&["patch", "1.2.3", "--needs-core", "1", "--scheme", "iric"], 2, "--needs-core"),
        (
            &["patch", "1.2.3", "--level", "minor", "--scheme", "semver"],
            2,
            "`next release minor VERSION`",
        ),
        (&["patch", "1.2.3", "1.2.4", "--scheme", "semver"], 2, "one version alone"),
        (&["patch", "--all", "--scheme", "semver"], 2, "one version alone"),
        (&["release", "minor", "1.2.3", "-p", "a", "--scheme", "semver"], 2, "one version alone"),
        (&["pre", "rc", "1.2.3", "--exclude", "a", "--scheme", "semver"], 2, "one version alone"),
    ] {
        let output = alone(&repository, words);
        assert_eq!((output.code, output.stdout.as_str()), (code, ""), "{words:?}: {output:?}");
        assert!(output.stderr.contains(said), "{words:?}: {}", output.stderr);
    }
}

#[test]
fn a_manifest_that_cannot_be_read_is_no_reason_to_tell_what_was_released() {
    let config = "scheme = \"semver\"\n[component.core]\n";
    let repository = Repository::new();
    repository.write("release.toml", config);
    repository.write("core/package.json", "{ \"name\": \"core\", \"version\": \"1.0.0\" }\n");
    repository.commit("Start");
    repository.annotate("core-1.0.0", "Release");
    repository.write("core/package.json", "{ \"name\": \"core\", \"version\": \"1.5.0\"\n");
    repository.commit("Break it");
    for words in [
        &["compat", "--emit", "core"][..],
        &["native", "core", "--dialect", "npm"],
        &["compat", "core", "1.0.0"],
        &["next", "patch", "core"],
    ] {
        let output = repository.run(words);
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{words:?}: {output:?}");
        for said in ["error[manifest]: not valid JSON", "core/package.json:2:1", "help: "] {
            assert!(output.stderr.contains(said), "{words:?}: {}", output.stderr);
        }
    }
    let output = repository.run(&["status"]);
    assert_eq!(output.code, 0, "{output:?}");
    assert!(output.stdout.contains("unusable: not valid JSON"), "{output:?}");
    let why = repository.run(&["why", "core"]).stdout;
    assert!(why.contains("1. core has no version that can be read: not valid JSON"), "{why}");
    // What nobody asks the manifest about is answered.
    assert_eq!(repository.run(&["native", "core@1.0.0", "--dialect", "npm"]).stdout, "1.0.0\n");
}
