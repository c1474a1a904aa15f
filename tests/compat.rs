//! Compatibility: every truth table of the policies.

mod beside;
mod declared;
mod installed;
mod known;

use serde_json::Value;

use crate::support::{Output, Repository};

/// Runs `compat` outside any product.
fn compat(arguments: &[&str]) -> Output {
    Repository::new().run(&[&["compat"], arguments].concat())
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", output.stdout, output.stderr))
}

/// Provider, consumer, verdict, severity.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Every row's verdict and exit code: 1 for what is blocked, and for all but compatible with
/// `--deny`.
fn holds(scheme: &str, rule: &str, rows: &[Row]) {
    for (provider, consumer, verdict, severity) in rows {
        let pair = format!("{scheme}: {provider} for {consumer}");
        let arguments = ["--scheme", scheme, provider, consumer, "--json"];
        let output = compat(&arguments);
        let answer = json(&output);
        let said = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
        assert_eq!(
            (said("verdict"), said("severity")),
            ((*verdict).into(), (*severity).into()),
            "{pair}"
        );
        assert_eq!(said("rule"), rule, "{pair}");
        assert!(!said("because").is_empty(), "{pair}");
        assert_eq!(output.code, i32::from(*severity == "block"), "{pair}");
        let denied = compat(&[&arguments[..], &["--deny"]].concat());
        assert_eq!(denied.code, i32::from(*verdict != "compatible"), "{pair}, --deny");
        assert_eq!(denied.stdout, output.stdout, "{pair}: --deny changes the exit code only");
        let people = compat(&["--scheme", scheme, provider, consumer]);
        assert!(people.stdout.starts_with(verdict), "{pair}: {}", people.stdout);
        assert!(people.stdout.contains(rule), "{pair}: {}", people.stdout);
    }
}

const YES: Answer = ("compatible", "none");
const NO: Answer = ("incompatible", "block");

#[test]
fn the_json_is_that_of_the_contract() {
    let output = compat(&["--scheme", "iric", "2.1", "2.0", "--json"]);
    let mut answer = json(&output);
    let because = answer["because"].take();
    assert!(because.as_str().unwrap().contains("major number"), "{because}");
    let wanted = serde_json::json!({
        "format": 1, "provider": "2.1", "consumer": "2.0", "verdict": "compatible",
        "severity": "none", "rule": "IRIC-6", "because": null,
    });
    assert_eq!(answer, wanted);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
}

/// A verdict and its severity.
type Answer = (&'static str, &'static str);

/// The page's table reads project → solver; the solver provides. Last, what iric-gui makes of it.
const IRIC: &[(&str, &str, Answer, Answer)] = &[
    ("1.0", "2.0", NO, YES),
    ("2.0", "2.1", YES, YES),
    ("2.1", "2.1.1", YES, YES),
    ("2.1.1", "2.1", YES, YES),
    ("2.1", "2.0", NO, NO),
    ("2.0", "1.0", NO, NO),
    ("2.1", "3.0", NO, NO),
    ("3.0", "2.1", NO, NO),
];

#[test]
fn iric_6_the_truth_table() {
    let rows = IRIC.iter().map(|(project, solver, (v, s), _)| (*solver, *project, *v, *s));
    holds("iric", "IRIC-6", &rows.collect::<Vec<Row>>());
}

#[test]
fn iric_8_the_application_refuses_smaller_majors_only() {
    let rows = IRIC.iter().map(|(project, solver, _, (v, s))| (*solver, *project, *v, *s));
    holds("iric-gui", "IRIC-8", &rows.collect::<Vec<Row>>());
}

#[test]
fn iric_2_another_name_is_another_solver() {
    holds("iric", "IRIC-2", &[("nays2d@2.1", "nays3d@2.1", "incompatible", "block")]);
    holds("iric", "IRIC-6", &[("nays2d@2.1", "nays2d@2.0", "compatible", "none")]);
}

#[test]
fn iric_1_words_are_no_version() {
    for text in ["3.2 beta", "3", "v3.2", ""] {
        let output = compat(&["--scheme", "iric", text, "2.0"]);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{text}: {}", output.stderr);
        assert!(output.stderr.contains("error[IRIC-1]"), "{text}: {}", output.stderr);
    }
}

#[test]
fn ibex_case_5_backend_and_gui() {
    holds(
        "ibex",
        "IBEX-4",
        &[
            ("7.4.1", "7.2.0", "compatible", "none"),
            ("7.2.0", "7.4.1", "unknown", "none"),
            ("8.0.0", "7.4.1", "incompatible", "warn"),
            ("7.4.1", "8.0.0", "incompatible", "warn"),
        ],
    );
}

#[test]
fn ibex_case_4_the_build_is_ignored() {
    holds(
        "ibex",
        "IBEX-4",
        &[
            ("1.2.3.678", "1.2.3.999", "compatible", "none"),
            ("1.2.3.999", "1.2.3.678", "compatible", "none"),
        ],
    );
    let answer = json(&compat(&["--scheme", "ibex", "1.2.3.999", "1.2.3.678", "--json"]));
    assert_eq!(answer.get("update"), None, "equal in order: there is nothing newer");
}

#[test]
fn ibex_5_an_older_consumer_is_told_what_to_update_to() {
    for (provider, consumer, update) in [
        ("7.4.1", "7.2.0", Some("7.4.1")),
        ("7.4.1.678", "7.4.0", Some("7.4.1")),
        ("8.0.0", "7.4.1", Some("8.0.0")),
        ("7.4.1", "7.4.1", None),
        ("7.2.0", "7.4.1", None),
    ] {
        let arguments = ["--scheme", "ibex", provider, consumer];
        let people = compat(&arguments).stdout;
        let answer = json(&compat(&[&arguments[..], &["--json"]].concat()));
        assert_eq!(answer.get("update").and_then(Value::as_str), update, "{provider} {consumer}");
        let line = update.map(|update| format!("  update to  {update} "));
        let shown = people.lines().find(|line| line.contains("update to"));
        assert_eq!(shown.is_some(), line.is_some(), "{people}");
        assert!(line.is_none_or(|line| people.contains(&line)), "{people}");
    }
}

#[test]
fn diav_3_a_sub_system_states_its_minimum() {
    for role in ["core@", ""] {
        for (core, verdict, severity) in [
            ("3.0.0.1882", "incompatible", "advisory"),
            ("3.0.0.1883", "compatible", "none"),
            ("9.9.9.1900", "compatible", "none"),
        ] {
            let core: &'static str = format!("{role}{core}").leak();
            holds("diavolo", "DIAV-3", &[(core, "1.0.1883.5", verdict, severity)]);
        }
    }
    let output =
        compat(&["--scheme", "diavolo", "--role", "core", "3.0.0.1883", "users@1.0.1883.5"]);
    assert!(output.stdout.starts_with("compatible"), "{}", output.stdout);
}

#[test]
fn diav_4_the_verdict_is_advisory_unless_denied() {
    let arguments = ["--scheme", "diavolo", "core@3.0.0.1882", "1.0.1883.5"];
    let output = compat(&arguments);
    assert_eq!(output.code, 0);
    assert!(output.stdout.starts_with("incompatible (advisory)"), "{}", output.stdout);
    assert_eq!(compat(&[&arguments[..], &["--deny"]].concat()).code, 1);
}

#[test]
fn diav_2_a_core_below_the_serials_start_is_no_version() {
    for core in ["3.0.0.1", "core@3.0.0.1"] {
        let output = compat(&["--scheme", "diavolo", core, "1.0.1883.5"]);
        assert_eq!(output.code, 2, "{}", output.stdout);
        assert!(output.stderr.contains("below 1882"), "{}", output.stderr);
    }
}

#[test]
fn chain_8_minor_updates_do_not_break() {
    holds(
        "chain",
        "CHAIN-8",
        &[
            ("1.1", "1.0", "compatible", "none"),
            ("1.1", "1.1.20161108", "compatible", "none"),
            ("1.0.20161101", "1.0", "compatible", "none"),
            ("2.0", "1.9", "incompatible", "block"),
            ("1.9", "2.0", "incompatible", "block"),
            ("1.0", "1.1", "unknown", "none"),
        ],
    );
}

#[test]
fn chain_8_strict_is_a_scheme_file() {
    holds(
        "chain-strict",
        "CHAIN-8",
        &[
            ("1.1", "1.1.20161108", "compatible", "none"),
            ("1.2", "1.1", "compatible", "none"),
            ("1.3", "1.1", "incompatible", "block"),
            ("1.0", "1.1", "incompatible", "block"),
            ("2.1", "1.1", "incompatible", "block"),
        ],
    );
}

#[test]
fn kolab_4_teeny_apart_is_seamless() {
    holds("kolab", "KOLAB-4", &[("2.4.3", "2.4.0", "compatible", "none")]);
    holds("kolab", "KOLAB-3", &[("2.5.0", "2.4.3", "unknown", "warn")]);
    holds("kolab", "KOLAB-2", &[("3.0.0", "2.4.3", "incompatible", "block")]);
}

#[test]
fn a_scheme_may_be_a_file_that_extends_another() {
    let repository = Repository::new();
    repository
        .write("policies/base.toml", "extends = \"chain\"\nname = \"base\"\n")
        .write(
            "policies/own.toml",
            "extends = \"policies/base.toml\"\nname = \"own\"\n[[compat]]\n\
             if = \"provider.minor == consumer.minor\"\nverdict = \"compatible\"\n",
        )
        .write("policies/out.toml", "extends = \"../../base.toml\"\nname = \"out\"\n");
    for (minor, verdict) in [("1.1", "compatible"), ("1.2", "unknown")] {
        let from =
            [("", "policies/own.toml"), ("policies", "./own.toml"), ("policies", "own.toml")];
        for (folder, file) in from {
            let output = repository.run_in(folder, &["compat", "--scheme", file, minor, "1.1"]);
            assert!(output.stdout.starts_with(verdict), "{}{}", output.stdout, output.stderr);
        }
    }
    for (file, says) in [("policies/none.toml", "none.toml"), ("policies/out.toml", "../../base")] {
        let output = repository.run(&["compat", "--scheme", file, "1.1", "1.1"]);
        assert_eq!(output.code, 2, "{}", output.stdout);
        assert!(output.stderr.contains(says), "{}", output.stderr);
    }
}

#[test]
fn what_is_wrong_with_the_question_is_2() {
    for (arguments, says) in [
        (&["--scheme", "iric", "2.1"][..], "two versions"),
        (&["--scheme", "iric", "2.1", "2.0", "1.0"], "two versions"),
        (&["--scheme", "irik", "2.1", "2.0"], "did you mean `iric`?"),
        (&["--scheme", "iric", "--role", "core", "2.1", "2.0"], "no role `core`"),
        (&["--scheme", "diavolo", "--role", "cor", "3.0.0.1883", "1.0.0.0"], "its roles are core"),
        (&["--scheme", "iric", "--matrix"], "no versions"),
        (&["--scheme", "iric", "--find", "2.1"], "no versions"),
        (&["--scheme", "iric", "--find", "2.1", "--matrix"], "--matrix"),
        (&["--scheme", "iric", "--line", "x", "2.1", "2.0"], "--line"),
        (&["2.1", "2.0"], "release.toml"),
    ] {
        let output = compat(arguments);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(output.stderr.contains(says), "{arguments:?}: {}", output.stderr);
    }
}

#[test]
fn lines_with_schemes_of_their_own_are_not_mixed() {
    let repository = Repository::new();
    repository.write(
        "release.toml",
        "[product]\nname = \"Two\"\n\
         [line.main]\nscheme = \"ibex\"\ncomponents = [\"gui\"]\n\
         [line.tools]\nscheme = \"iric\"\ncomponents = [\"script\"]\n\
         [component.gui]\nmanifests = []\n[component.script]\nmanifests = []\n",
    );
    repository.commit("Start");
    for (arguments, code, says) in [
        (&["gui@7.2.0", "gui@7.2.1"][..], 0, "IBEX-4"),
        (&["--line", "tools", "2.1", "2.0"], 0, "IRIC-6"),
        (&["2.1", "2.0"], 2, "--line"),
        (&["--line", "tool", "2.1", "2.0"], 2, "its lines are main, tools"),
        (&["gui@7.2.0", "script@2.0"], 2, "different lines"),
        (&["gui", "gui@7.2.0"], 2, "no version yet"),
    ] {
        let output = repository.run(&[&["compat"], arguments].concat());
        let all = format!("{}{}", output.stdout, output.stderr);
        assert_eq!(output.code, code, "{arguments:?}: {all}");
        assert!(all.contains(says), "{arguments:?}: {all}");
    }
}
