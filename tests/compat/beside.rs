//! Declared pairs beside what the scheme says of others: roles that provide for all, and other lines.

use serde_json::Value;

use super::json as parsed;
use crate::support::Repository;

/// A core that provides for all, of which the components were released.
fn portal(config: &str) -> Repository {
    let repository = Repository::new();
    repository.write("release.toml", format!("scheme = \"diavolo\"\n{config}"));
    let all = [("core", "3.0.0.1890"), ("users", "1.0.1895.5"), ("forum", "1.0.1890.1")];
    for (name, version) in all {
        repository.write(&format!("{name}/VERSION"), version);
    }
    repository.commit("Start");
    for (name, version) in all {
        repository.tag(&format!("{name}-{version}"));
    }
    repository
}

fn pairs(document: &Value) -> Vec<String> {
    let name =
        |side: &Value| side["component"].as_str().or(side.as_str()).unwrap_or_default().to_owned();
    let pairs = document["pairs"].as_array().unwrap().iter();
    pairs.map(|one| format!("{} {}", name(&one["provider"]), name(&one["consumer"]))).collect()
}

#[test]
fn diav_3_who_provides_for_all_does_so_beside_what_is_declared() {
    let repository = portal(
        "[component.core]\nrole = \"core\"\n[component.users]\n\
         works-with = { forum = \">=1.0\" }\n[component.forum]\n",
    );
    assert_eq!(repository.run(&["compat", "--emit", "-o", "inst/"]).code, 0);
    let output = repository.run(&["compat", "--check", "inst", "--deny", "--json"]);
    assert_eq!(output.code, 1, "{}", output.stdout);
    assert_eq!(pairs(&parsed(&output)), ["core forum", "core users", "forum users"]);
    let output = repository.run(&["compat", "--find", "users", "--json"]);
    let found = parsed(&output);
    let of = |at: usize| found["providers"][at]["components"][0].clone();
    assert_eq!((of(0), of(1), of(2)), ("core".into(), "forum".into(), Value::Null), "{found}");
    // Two that are declared are a matrix by themselves, and the core is a row beside them.
    let words = ["compat", "--matrix", "users@1.0.1895.5", "forum@1.0.1890.1", "--json"];
    let matrix = parsed(&repository.run(&words));
    assert_eq!(pairs(&matrix), ["forum@1.0.1890.1 users@1.0.1895.5"], "{matrix}");
    let matrix = parsed(&repository.run(&["compat", "--matrix", "--json"]));
    assert_eq!(pairs(&matrix).len(), 3, "{matrix}");
    assert!(repository.run(&["compat", "--matrix"]).stdout.contains('–'));
}

#[test]
fn versions_that_only_a_range_tells_apart_stay_apart_in_a_matrix() {
    let repository = portal(
        "[component.core]\nrole = \"core\"\n[component.users]\n\
         works-with = { forum = \">=1.0\" }\n[component.forum]\n",
    );
    // To the rules it is what the next one is.
    repository.tag("forum-0.9.1890.1");
    let matrix = parsed(&repository.run(&["compat", "--matrix", "--json"]));
    let all = matrix["pairs"].as_array().unwrap();
    let verdict = |provider: &str| {
        let pair =
            all.iter().find(|one| one["provider"] == provider && one["rule"] == "works-with");
        pair.map(|one| one["verdict"].as_str().unwrap().to_owned())
    };
    assert_eq!(verdict("forum@0.9.1890.1").as_deref(), Some("incompatible"), "{matrix}");
    assert_eq!(verdict("forum@1.0.1890.1").as_deref(), Some("compatible"), "{matrix}");
}

#[test]
fn rows_that_say_nothing_of_the_columns_that_fit_are_left_out() {
    let repository = Repository::new();
    let mut config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n".to_owned();
    repository.write("core/VERSION", "3.0.0.1890");
    for at in 0..50 {
        config += &format!("[component.part-{at:02}]\n");
        if at > 0 {
            config += &format!("works-with = {{ part-{:02} = \">=1.0\" }}\n", at - 1);
        }
        repository.write(&format!("part-{at:02}/VERSION"), format!("1.0.1883.{at}"));
    }
    repository.write("release.toml", config).commit("Start");
    let output = repository.run(&["compat", "--matrix"]).stdout;
    let rows: Vec<&str> = output.lines().skip(1).take_while(|line| !line.is_empty()).collect();
    assert!((2..20).contains(&rows.len()), "{output}");
    let silent = |row: &&&str| row.split_whitespace().skip(1).all(|word| word == "–");
    assert_eq!(rows.iter().find(silent), None, "{output}");
}

#[test]
fn diav_3_a_core_that_is_given_first_stays_the_provider() {
    let repository = portal(
        "[component.core]\nrole = \"core\"\nworks-with = { users = \">=1.0, <2\" }\n\
         [component.users]\n[component.forum]\n",
    );
    let words = ["compat", "core@3.0.0.1890", "users@1.0.1895.1", "--deny", "--json"];
    let output = repository.run(&words);
    let answer = parsed(&output);
    assert_eq!((output.code, &answer["rule"]), (1, &"DIAV-3".into()), "{answer}");
    assert_eq!((output.stderr.as_str(), answer.get("turned")), ("", None));
}

/// A server, and a tool on a line of its own.
fn two_lines() -> Repository {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "[line.main]\nscheme = \"semver\"\ncomponents = [\"server\", \"gui\"]\n[line.tool]\n\
         scheme = \"semver\"\ncomponents = [\"tool\"]\n[component.server]\n[component.gui]\n\
         [component.tool]\nworks-with = { server = \">=7.1, <9\" }\n",
    );
    for (name, version) in [("server", "7.1.0"), ("gui", "7.1.0"), ("tool", "1.4.0")] {
        repository.write(&format!("{name}/VERSION"), version);
    }
    repository.commit("Start");
    for tag in ["main-7.1.0", "server-7.1.0", "gui-7.1.0", "tool-1.4.0"] {
        repository.tag(tag);
    }
    repository
}

#[test]
fn ibex_8_several_versions_of_a_provider_of_another_line() {
    let repository = two_lines();
    let words = ["compat", "--find", "tool", "server@7.0.0", "server@8.0.0", "--json"];
    let output = repository.run(&words);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let found = parsed(&output);
    let verdict = |at: usize| found["providers"][at]["verdict"].clone();
    assert_eq!((verdict(0), verdict(1)), ("incompatible".into(), "compatible".into()));
    // Somebody who is not declared is of another line still.
    let output = repository.run(&["compat", "--matrix", "server@7.1.0", "gui", "tool@1.4.0"]);
    assert_eq!(output.code, 2, "{}", output.stdout);
    assert!(output.stderr.contains("`server` and `tool` are on different lines"));
}

#[test]
fn ibex_8_no_scheme_speaks_of_two_lines() {
    let repository = two_lines();
    let words = ["compat", "--matrix", "server@7.1.0", "tool@1.4.0", "--deny"];
    let output = repository.run(&words);
    assert_eq!(output.code, 0, "{}{}", output.stdout, output.stderr);
    let words = ["compat", "--matrix", "server@7.1.0", "tool@1.4.0", "--json"];
    let matrix = parsed(&repository.run(&words));
    assert!(!pairs(&matrix).contains(&"tool@1.4.0 server@7.1.0".into()), "{matrix}");
    for line in ["main", "tool"] {
        assert_eq!(repository.run(&["compat", "--line", line, "--emit", "-o", "app/"]).code, 0);
    }
    let check = || {
        let output = repository.run(&["compat", "--check", "app", "--scheme", "semver", "--json"]);
        (output.code, parsed(&output))
    };
    let (code, document) = check();
    let wanted = ["gui server", "server gui", "server tool"];
    assert_eq!((code, pairs(&document)), (0, wanted.map(String::from).to_vec()), "{document}");
    // Inside the product nobody has to say which line's scheme that is.
    for options in [&[][..], &["--line", "main"], &["--line", "tool"]] {
        let words = [&["compat", "--check", "app", "--json"], options].concat();
        let output = repository.run(&words);
        assert_eq!((output.code, parsed(&output)), (0, document.clone()), "{options:?}");
    }
    assert_eq!(document["pairs"][2]["rule"], "works-with");
    assert_eq!(document["components"][2]["line"], "tool");
    // A range that is none is told, whoever is there.
    repository.replace("app/tool.compat.json", "\"server\":", "\"nobody\":");
    assert_eq!(check().0, 0);
    repository.replace("app/tool.compat.json", ">=7.1, <9", "^7");
    let (code, document) = check();
    assert_eq!(code, 1, "{document}");
    let message = document["findings"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("`tool` is said to need `nobody` ^7, but"), "{message}");
}

#[test]
fn an_installation_under_several_schemes_of_a_product_needs_to_be_told_which() {
    let repository = two_lines();
    for line in ["main", "tool"] {
        assert_eq!(repository.run(&["compat", "--line", line, "--emit", "-o", "app/"]).code, 0);
    }
    repository.replace("app/tool.compat.json", "\"semver\"", "\"calver\"");
    let output = repository.run(&["compat", "--check", "app"]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    let told = "the product has several lines (main, tool), and what is installed is under `calver`, \
                `semver`";
    assert!(output.stderr.contains(told), "{}", output.stderr);
    assert!(output.stderr.contains("help: say which line's scheme judges: --line NAME; "));
    let output = repository.run(&["compat", "--check", "app", "--line", "main"]);
    assert_eq!(output.code, 1, "{}", output.stdout);
    assert!(output.stdout.contains("`tool` is under the scheme `calver`, not `semver`"));
}
