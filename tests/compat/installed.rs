//! Installations: the files beside components, and what `compat --check` makes of a folder of them.

use serde_json::{Value, json};

use super::json as parsed;
use crate::support::{Output, Repository};

/// Diavolo in small: a core and two sub-systems, released.
fn diavolo() -> Repository {
    let repository = Repository::new();
    let mut config = String::from("scheme = \"diavolo\"\n[product]\nname = \"Diavolo\"\n");
    for (name, version) in
        [("core", "3.0.0.1890"), ("users", "1.0.1883.5"), ("forum", "2.1.1889.0")]
    {
        config += &format!("[component.{name}]\n");
        repository.write(&format!("{name}/VERSION"), version);
    }
    repository.write(
        "release.toml",
        config.replace("[component.core]", "[component.core]\nrole = \"core\""),
    );
    repository.commit("Start");
    repository.tag("core-3.0.0.1890").tag("users-1.0.1883.5").tag("forum-2.1.1889.0");
    repository
}

/// A folder without a product around, and the installation in it: each file's name and text.
fn installed(files: &[(&str, String)]) -> Repository {
    let repository = Repository::new();
    repository.write("app/readme.txt", "");
    for (name, text) in files {
        repository.write(&format!("app/{name}"), text);
    }
    repository
}

fn check(repository: &Repository, more: &[&str]) -> Output {
    repository.run(&[&["compat", "--check", "app"], more].concat())
}

fn core(version: &str) -> (&'static str, String) {
    let revision: u64 = version.rsplit('.').next().unwrap().parse().unwrap();
    let file = json!({
        "format": 1, "product": "Diavolo", "scheme": "diavolo", "component": "core",
        "role": "core", "version": version, "provides": { "core": revision },
    });
    ("core.compat.json", file.to_string())
}

fn users(version: &str) -> (&'static str, String) {
    let minimum: u64 = version.split('.').nth(2).unwrap().parse().unwrap();
    let file = json!({
        "format": 1, "product": "Diavolo", "scheme": "diavolo", "component": "users",
        "version": version, "needs": { "core": minimum },
    });
    ("modules/users/users.compat.json", file.to_string())
}

#[test]
fn diav_6_each_component_says_what_it_is_and_what_it_needs() {
    let repository = diavolo();
    let one = repository.run(&["compat", "--emit", "users"]);
    assert_eq!((one.code, one.stderr.as_str()), (0, ""));
    assert_eq!(parsed(&one), serde_json::from_str::<Value>(&users("1.0.1883.5").1).unwrap());
    let output = repository.run(&["compat", "--emit", "-o", "out"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stdout.contains("out/core.compat.json: core 3.0.0.1890"), "{}", output.stdout);
    let text = repository.file("out/core.compat.json");
    assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        serde_json::from_str::<Value>(&core("3.0.0.1890").1).unwrap()
    );
    // Again, as a build does it, and into a file of another name.
    assert_eq!(repository.run(&["compat", "--emit", "-o", "out", "--json"]).code, 0);
    let named = repository.run(&["compat", "--emit", "forum@2.0.1885.1", "-o", "f.json", "--json"]);
    assert_eq!(
        parsed(&named)["written"],
        json!([{ "path": "f.json", "component": "forum", "version": "2.0.1885.1" }])
    );
    assert!(repository.file("f.json").contains("\"core\": 1885"));
    let checked = repository.run(&["compat", "--check", "out"]);
    assert_eq!(checked.code, 0, "{}{}", checked.stdout, checked.stderr);
    assert!(checked.stdout.contains("2 of 2 pairs work together"), "{}", checked.stdout);
}

#[test]
fn diav_6_emitting_replaces_no_file_of_somebody_else() {
    let repository = diavolo();
    for (arguments, words) in [
        (&["--emit"][..], "standard output takes one file, and these are 3"),
        (&["--emit", "users", "-o", "release.toml"], "`compat --emit` did not write it"),
        (&["--emit", "usres"], "did you mean `users`?"),
        (&["--emit", "1.0.1883.5"], "which component `1.0.1883.5`"),
        (&["--emit", "--check", "x"], "cannot be used with"),
        (&["core", "users", "-o", "x"], "--emit"),
    ] {
        let before = repository.state();
        let output = repository.run(&[&["compat"], arguments].concat());
        assert_eq!(output.code, 2, "{arguments:?}: {}", output.stdout);
        assert!(output.stderr.contains(words), "{arguments:?}: {}", output.stderr);
        assert!(repository.state().changes_since(&before).is_empty());
    }
}

#[test]
fn diav_4_an_installation_with_an_old_core_is_told_and_refused_only_when_denied() {
    for (version, verdict, severity) in
        [("3.0.0.1882", "incompatible", "advisory"), ("9.9.9.1900", "compatible", "none")]
    {
        let app = installed(&[core(version), users("1.0.1883.5")]);
        let output = check(&app, &["--json"]);
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{}", output.stdout);
        let document = parsed(&output);
        assert_eq!((&document["scheme"], &document["errors"]), (&"diavolo".into(), &0.into()));
        let pair = &document["pairs"].as_array().unwrap()[..];
        assert_eq!(pair.len(), 1, "{pair:?}");
        assert_eq!(pair[0]["provider"], json!({ "component": "core", "version": version }));
        assert_eq!(pair[0]["consumer"], json!({ "component": "users", "version": "1.0.1883.5" }));
        assert_eq!(
            (&pair[0]["verdict"], &pair[0]["severity"]),
            (&verdict.into(), &severity.into())
        );
        assert_eq!(check(&app, &["--deny"]).code, i32::from(severity != "none"));
        let people = check(&app, &[]).stdout;
        assert!(
            people.contains(&format!("core@{version}")) && people.contains("DIAV-3"),
            "{people}"
        );
    }
}

/// What each installation is told, and that it ends with 1.
#[test]
fn diav_6_whatever_is_wrong_with_an_installation_is_told_under_the_policys_rule() {
    let changed = |(name, text): (&'static str, String), old: &str, new: &str| {
        assert!(text.contains(old), "{text}");
        (name, text.replace(old, new))
    };
    let (other, users_again) = ("b/users.compat.json", users("1.1.1883.0").1);
    for (files, words) in [
        (vec![users("1.0.1883.5")], "nothing in `app` has the role `core`"),
        (
            vec![core("3.0.0.1890"), users("1.0.1883.5"), (other, users_again)],
            "`users` is installed twice",
        ),
        (vec![core("3.0.0.1890"), ("x.compat.json", "{".into())], "no compatibility file: EOF"),
        (vec![core("3.0.0.1890"), ("x.compat.json", "\u{0}".into())], "no compatibility file"),
        (
            vec![core("3.0.0.1890"), ("x.compat.json", " ".repeat(70_000))],
            "longer than 65536 bytes",
        ),
        (
            vec![core("3.0.0.1890"), changed(users("1.0.1883.5"), "1883}", "1800}")],
            "said to need core 1800",
        ),
        (vec![changed(core("3.0.0.1890"), ":1890}", ":1900}")], "said to provide core 1900"),
        (
            vec![core("3.0.0.1890"), changed(users("1.0.1883.5"), "\"format\":1", "\"format\":7")],
            "format 7",
        ),
        (
            vec![core("3.0.0.1890"), changed(users("1.0.1883.5"), "1.0.1883.5", "1.0.1883")],
            "is not a version",
        ),
        (
            vec![
                core("3.0.0.1890"),
                changed(users("1.0.1883.5"), "\"format\"", "\"role\":\"kernel\",\"format\""),
            ],
            "no role `kernel`",
        ),
        (
            vec![core("3.0.0.1890"), changed(users("1.0.1883.5"), "\"needs\"", "\"wants\"")],
            "unknown field `wants`",
        ),
    ] {
        let app = installed(&files);
        for more in [&[][..], &["--scheme", "diavolo"]] {
            let output = check(&app, more);
            assert_eq!(output.code, 1, "{words}: {}{}", output.stdout, output.stderr);
            assert!(output.stdout.contains(words), "no {words:?} in {}", output.stdout);
            assert!(output.stdout.contains("(DIAV-"), "{}", output.stdout);
        }
        let document = parsed(&check(&app, &["--json"]));
        assert_eq!(document["errors"], 1, "{words}: {document:#}");
    }
}

#[test]
fn diav_2_an_installed_core_below_the_serials_start_is_no_core() {
    let app = installed(&[core("3.0.0.1"), users("1.0.1883.5")]);
    let document = parsed(&check(&app, &["--json"]));
    let rules: Vec<&Value> =
        document["findings"].as_array().unwrap().iter().map(|one| &one["policy"]).collect();
    assert_eq!(rules, ["DIAV-2", "DIAV-6"], "{document:#}");
}

#[test]
fn diav_6_within_a_product_its_components_are_known() {
    let repository = diavolo();
    let (name, text) = users("1.0.1883.5");
    repository.write("app/core.compat.json", core("3.0.0.1890").1);
    for (text, code, words) in [
        (text.clone(), 0, "1 of 1 pairs work together"),
        (text.replace("\"users\"", "\"usres\""), 1, "did you mean `users`?"),
        // A sub-system that somebody else makes is nobody's mistake.
        (
            text.replace("\"users\"", "\"gallery\"").replace("Diavolo", "Others"),
            0,
            "gallery@1.0.1883.5",
        ),
        (
            text.replace("\"version\"", "\"role\":\"core\",\"version\""),
            1,
            "is said to have the role `core`",
        ),
    ] {
        repository.write(&format!("app/{name}"), text);
        let output = check(&repository, &[]);
        assert_eq!(output.code, code, "{}{}", output.stdout, output.stderr);
        assert!(output.stdout.contains(words), "no {words:?} in {}", output.stdout);
    }
}

#[test]
fn no_policy_and_no_installation_are_wrong_requests() {
    let mut other = users("1.0.1883.5");
    other.1 = other.1.replace("\"diavolo\"", "\"harbor\"");
    for (files, arguments, code, words) in [
        (vec![], &[][..], 2, "nothing in `app` says what it is"),
        (vec![other.clone()], &[], 2, "the components are under harbor"),
        (vec![core("3.0.0.1890"), other.clone()], &[], 2, "diavolo, harbor"),
        (vec![core("3.0.0.1890")], &["--scheme", "harbour"], 2, "no scheme `harbour`"),
        (vec![core("3.0.0.1890")], &["1.0"], 2, "cannot be used with"),
    ] {
        let output = check(&installed(&files), arguments);
        assert_eq!(output.code, code, "{words}: {}{}", output.stdout, output.stderr);
        assert!(output.stderr.contains(words), "no {words:?} in {}", output.stderr);
    }
    let output = check(&installed(&[core("3.0.0.1890"), other]), &["--scheme", "diavolo"]);
    assert_eq!(output.code, 1);
    assert!(
        output.stdout.contains("under the scheme `harbor`, not `diavolo`"),
        "{}",
        output.stdout
    );
    let gone = Repository::new().run(&["compat", "--check", "none"]);
    assert_eq!(gone.code, 5, "{}", gone.stderr);
}

/// Nobody in particular provides, and one pair is too far apart: all that is in the scheme.
#[test]
fn ibex_7_an_installation_is_judged_by_whatever_its_policy_says() {
    let file = |name: &str, version: &str| {
        let file = json!({ "format": 1, "scheme": "ibex", "component": name, "version": version });
        file.to_string()
    };
    let app = installed(&[
        ("gui.compat.json", file("gui", "7.4.0.678")),
        ("backend.compat.json", file("backend", "7.2.0")),
        ("scripts.compat.json", file("scripts", "8.0.0")),
    ]);
    let output = check(&app, &["--json"]);
    assert_eq!(output.code, 0, "a warning blocks nothing: {}", output.stdout);
    let document = parsed(&output);
    let pairs = document["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 6, "everybody with everybody: {document:#}");
    let far: Vec<&Value> = pairs.iter().filter(|pair| pair["too-far"] == true).collect();
    assert_eq!(far.len(), 4, "7.2 with 7.4 and with 8.0, both ways: {far:?}");
    let warned = pairs.iter().filter(|pair| pair["severity"] == "warn").count();
    assert_eq!(warned, 4);
    assert_eq!(check(&app, &["--deny"]).code, 1);
}

#[test]
fn iric_7_versions_of_one_solver_stand_side_by_side() {
    let file = |version: &str| {
        let file =
            json!({ "format": 1, "scheme": "iric", "component": "nays2d", "version": version });
        file.to_string()
    };
    let app = installed(&[("a/n.compat.json", file("2.1")), ("b/n.compat.json", file("3.0"))]);
    let output = check(&app, &["--deny"]);
    assert_eq!(output.code, 0, "{}", output.stdout);
    assert!(output.stdout.contains("there is no pair to judge"), "{}", output.stdout);
    let app = installed(&[("a/n.compat.json", file("2.1")), ("b/n.compat.json", file("2.1"))]);
    assert_eq!(check(&app, &[]).code, 1, "the same one twice");
}
