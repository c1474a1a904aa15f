//! A policy that nobody but its own scheme file knows, released from its first delivery on: a sixth
//! one takes no line of code.

use serde_json::{Value, json};

use crate::support::{Output, Repository};

const SCHEME: &str = include_str!("sixth/lodestar.toml");

const RELEASE_TOML: &str = r#"scheme = "policies/lodestar.toml"

[product]
name = "Lodestar"
tag = "delivery-{version}"

[component.firmware]
role = "firmware"
manifests = [{ path = "firmware/version.h", regex = 'VERSION "(?<version>[^"]+)"' }]

[component.pilot]
manifests = ["pilot/package.json"]

[component.station]
embeds = ["pilot"]
manifests = ["station/AssemblyInfo.cs"]

[component.sdk]
manifests = ["sdk/VERSION"]
"#;

/// The product line before its first delivery.
fn lodestar() -> Repository {
    let repository = Repository::new();
    repository.write("policies/lodestar.toml", SCHEME).write("release.toml", RELEASE_TOML);
    repository.write(
        "firmware/version.h",
        "#define PROTOCOL \"1.2636.0.100\"\r\n#define VERSION \"1.2636.0.100\"\r\n",
    );
    repository.write(
        "pilot/package.json",
        "{\n  \"name\": \"pilot\",\n  \"version\": \"1.2636.100000\"\n}\n",
    );
    repository.write(
        "station/AssemblyInfo.cs",
        "\u{feff}[assembly: AssemblyVersion(\"1.2636.0.0\")]\r\n",
    );
    repository.write("sdk/VERSION", "1.2636.0.0\n");
    repository.commit("Start");
    repository
}

/// The product line with its first delivery, in week 40 of 2026.
fn delivered() -> Repository {
    let repository = lodestar();
    released(&repository, "2026-09-28", &["release", "week", "--all"]);
    repository
}

fn run(repository: &Repository, day: &str, arguments: &[&str]) -> Output {
    repository.run(&[arguments, &["--date", day, "--yes"]].concat())
}

fn released(repository: &Repository, day: &str, arguments: &[&str]) -> String {
    let output = run(repository, day, arguments);
    assert_eq!(output.code, 0, "{arguments:?}: {}{}", output.stdout, output.stderr);
    output.stdout
}

/// Refused under the policy's own rule, with nothing written.
fn refused(repository: &Repository, day: &str, arguments: &[&str], rule: &str, words: &str) {
    let before = repository.state();
    let output = run(repository, day, arguments);
    assert_eq!(output.code, 1, "{arguments:?}: {}{}", output.stdout, output.stderr);
    assert!(output.stderr.contains(&format!("error[{rule}]")), "{arguments:?}: {}", output.stderr);
    assert!(output.stderr.contains(words), "{arguments:?}: no {words:?} in {}", output.stderr);
    assert!(repository.state().changes_since(&before).is_empty(), "{arguments:?}");
}

/// Every component's version, by `status`, which nothing may be wrong with.
fn versions(repository: &Repository) -> [String; 4] {
    let output = repository.run(&["status", "--json"]);
    let status: Value = serde_json::from_str(&output.stdout).unwrap();
    let version = |at: usize| status["components"][at]["version"].as_str().unwrap().to_owned();
    // Deliveries of weeks to come are worth a warning to whoever runs this before.
    let lint = repository.run(&["lint", "--json"]);
    let findings: Value = serde_json::from_str(&lint.stdout).unwrap();
    assert_eq!(findings["errors"], 0, "{findings:#}");
    [version(0), version(1), version(2), version(3)]
}

#[test]
fn a_delivery_moves_the_line_and_the_firmwares_build() {
    let repository = delivered();
    assert_eq!(versions(&repository), ["1.2640.0.101", "1.2640.100.0", "1.2640.0.0", "1.2640.0.0"]);
    let file = |path| repository.file(path);
    assert!(
        file("firmware/version.h")
            .ends_with("\"1.2636.0.100\"\r\n#define VERSION \"1.2640.0.101\"\r\n")
    );
    assert!(file("pilot/package.json").contains("\"version\": \"1.2640.100000\""));
    assert!(file("station/AssemblyInfo.cs").ends_with("Version(\"1.2640.0.0\")]\r\n"));
    assert!(file("sdk/VERSION") == "1.2640.0.0\n");
    assert!(
        repository.tags().contains(&"delivery-1.2640.0.0".to_owned()),
        "{:?}",
        repository.tags()
    );

    // A second one: only the firmware has changed, so the others stay behind.
    repository.write("firmware/main.c", "int main(void) { return 0; }\n").commit("Fly");
    let shown = released(&repository, "2026-10-12", &["release", "week"]);
    assert!(shown.contains("line 1.2640 → 1.2642"), "{shown}");
    assert!(shown.contains("stays behind"), "{shown}");
    assert_eq!(versions(&repository), ["1.2642.0.102", "1.2640.100.0", "1.2640.0.0", "1.2640.0.0"]);

    // Generations are not weeks: whoever is new to one begins it with all.
    released(&repository, "2027-01-04", &["release", "generation", "--all"]);
    assert_eq!(versions(&repository), ["2.2701.0.103", "2.2701.100.0", "2.2701.0.0", "2.2701.0.0"]);
}

#[test]
fn what_missed_a_delivery_catches_up_and_advances() {
    let repository = delivered();
    released(&repository, "2026-10-12", &["release", "week", "-p", "firmware"]);
    released(&repository, "2026-10-13", &["patch", "sdk"]);
    assert_eq!(versions(&repository)[3], "1.2642.0.1");
    // The station holds the pilot's software and goes along; what is flown with is kept.
    released(&repository, "2026-10-14", &["patch", "pilot"]);
    assert_eq!(versions(&repository), ["1.2642.0.102", "1.2642.100.1", "1.2642.0.1", "1.2642.0.1"]);
    let shown = released(&repository, "2026-10-15", &["patch", "pilot", "--needs-core", "latest"]);
    assert!(shown.contains("needs firmware 102"), "{shown}");
    assert_eq!(versions(&repository), ["1.2642.0.102", "1.2642.102.0", "1.2642.0.2", "1.2642.0.1"]);
    assert!(repository.file("pilot/package.json").contains("\"1.2642.102000\""));
    released(&repository, "2026-10-16", &["patch", "firmware"]);
    assert_eq!(versions(&repository)[0], "1.2642.0.103");
}

#[test]
fn every_refusal_speaks_in_the_policys_words() {
    let repository = delivered();
    released(&repository, "2026-10-12", &["release", "week", "-p", "firmware"]);
    let day = "2026-10-19";
    for (arguments, rule, words) in [
        (&["patch", "sdk", "--level", "week"][..], "LODE-2", "the whole product shares"),
        (
            &["release", "1.2643.0.101", "-p", "firmware"],
            "LODE-4",
            "step 101 is that of firmware-1.2640.0.101",
        ),
        (&["patch", "pilot", "--needs-core", "150"], "LODE-6", "its newest release is 102"),
        (&["patch", "pilot", "--needs-core", "99"], "LODE-6", "may only rise"),
        (&["release", "1.2640.0.5", "-p", "sdk"], "LODE-7", "does not go beyond the line"),
    ] {
        refused(&repository, day, arguments, rule, words);
    }
    refused(&repository, "2026-10-13", &["release", "week", "-p", "sdk"], "LODE-2", "2642");
    refused(&repository, "2026-10-05", &["release", "week", "-p", "sdk"], "LODE-7", "above");
    // A week that is none is a wrong request.
    let output = run(&repository, day, &["release", "1.2654.0.0", "-p", "sdk"]);
    assert_eq!(output.code, 2, "{}", output.stderr);
    assert!(output.stderr.contains("error[LODE-1]"), "{}", output.stderr);
    assert!(output.stderr.contains("there is no week 54"), "{}", output.stderr);
    let explained = repository.run(&["explain", "LODE-4"]);
    assert!(explained.stdout.contains("A build of the firmware has its number for ever."));
    assert!(explained.stdout.contains("serial-reused, serial-start"), "{}", explained.stdout);
}

#[test]
fn changes_say_how_far_a_delivery_has_to_go() {
    let repository = delivered();
    repository.write("sdk/client.py", "RATE = 10\n");
    repository.write(
        "changes/telemetry.md",
        "---\ncomponents: [sdk]\nimpact: new-telemetry\n---\nThe rate is sent to the ground.\n",
    );
    repository.commit("Send the rate");
    refused(&repository, "2026-10-13", &["patch", "sdk"], "LODE-8", "`new-telemetry` needs week");
    let shown = released(&repository, "2026-10-13", &["release", "auto"]);
    assert!(shown.contains("line 1.2640 → 1.2642"), "{shown}");
    assert_eq!(versions(&repository)[3], "1.2642.0.0");
}

#[test]
fn a_field_test_comes_before_its_delivery() {
    let repository = delivered();
    let field = |label: &str, day: &str| {
        released(&repository, day, &["pre", label, "-p", "firmware", "-p", "sdk"]);
        let [firmware, _, _, sdk] = versions(&repository);
        (firmware, sdk)
    };
    let pair = |firmware: &str, sdk: &str| (firmware.to_owned(), sdk.to_owned());
    assert_eq!(field("bench", "2026-10-12"), pair("1.2642.0.102-bench1", "1.2642.0.0-bench1"));
    assert_eq!(field("bench", "2026-10-13"), pair("1.2642.0.102-bench2", "1.2642.0.0-bench2"));
    assert_eq!(field("field", "2026-10-14"), pair("1.2642.0.102-field1", "1.2642.0.0-field1"));
    released(&repository, "2026-10-15", &["release"]);
    let [firmware, pilot, _, sdk] = versions(&repository);
    assert_eq!((&*firmware, &*pilot, &*sdk), ("1.2642.0.102", "1.2640.100.0", "1.2642.0.0"));
}

#[test]
fn a_number_made_by_hand_is_found_and_mended() {
    let repository = delivered();
    let manifest = "firmware/version.h";
    // The build that is out, in another week: its order says nothing of that.
    repository.replace(manifest, "1.2640.0.101", "1.2640.0.100");
    let lint = repository.run(&["lint"]);
    assert_eq!(lint.code, 1);
    assert!(
        lint.stdout.contains("error[not-lower]") && lint.stdout.contains("(LODE-7)"),
        "{}",
        lint.stdout
    );
    repository.replace(manifest, "1.2640.0.100", "1.2640.0.99");
    let lint = repository.run(&["lint"]);
    assert!(
        lint.stdout.contains("error[serial-start]") && lint.stdout.contains("(LODE-4)"),
        "{}",
        lint.stdout
    );
    repository.replace(manifest, "1.2640.0.99", "1.2640.0.100");
    assert_eq!(repository.run(&["lint", "--fix"]).code, 0);
    assert_eq!(versions(&repository)[0], "1.2640.0.101");
    repository.replace("pilot/package.json", "1.2640.100000", "1.2640.150000");
    let lint = repository.run(&["lint"]);
    assert!(
        lint.stdout.contains("error[minimum-known]") && lint.stdout.contains("(LODE-6)"),
        "{}",
        lint.stdout
    );
}

#[test]
fn what_flies_together_is_the_policys_to_say() {
    let repository = delivered();
    released(&repository, "2026-10-12", &["patch", "pilot", "--needs-core", "latest"]);
    for (firmware, verdict, severity, rule) in [
        ("firmware@1.2640.0.101", "compatible", "none", "LODE-6"),
        ("firmware@1.2640.0.100", "incompatible", "warn", "LODE-6"),
        ("firmware@2.2640.0.300", "incompatible", "block", "LODE-5"),
        ("firmware@1.2636.0.200", "unknown", "none", "LODE-6"),
    ] {
        let output = repository.run(&["compat", firmware, "pilot", "--json"]);
        let answer: Value = serde_json::from_str(&output.stdout).unwrap();
        let said = |key: &str| answer[key].clone();
        assert_eq!(
            (said("verdict"), said("severity"), said("rule")),
            (json!(verdict), json!(severity), json!(rule)),
            "{firmware}"
        );
        assert_eq!(output.code, i32::from(severity == "block"), "{firmware}");
    }
    // On the drone itself, where no repository is: the scheme file judges what was loaded.
    for component in ["pilot", "sdk", "firmware@1.2640.0.100"] {
        assert_eq!(repository.run(&["compat", "--emit", component, "-o", "../drone/"]).code, 0);
    }
    let scheme = repository.at("policies/lodestar.toml");
    let drone = Repository::new();
    let folder = repository.beside("drone");
    let check = |more: &[&str]| {
        let arguments = ["compat", "--check", folder.to_str().unwrap()];
        drone.run(&[&arguments[..], more].concat())
    };
    assert_eq!(check(&[]).code, 2, "nobody there knows the policy");
    let judged = check(&["--scheme", scheme.to_str().unwrap()]);
    assert_eq!(judged.code, 0, "{}{}", judged.stdout, judged.stderr);
    assert!(judged.stdout.contains("incompatible"), "{}", judged.stdout);
    assert!(judged.stdout.contains("(warn)"), "{}", judged.stdout);
    assert!(judged.stdout.contains("1 of 2 pairs work together"), "{}", judged.stdout);
    assert_eq!(check(&["--scheme", scheme.to_str().unwrap(), "--deny"]).code, 1);
}

#[test]
fn each_ecosystem_gets_a_number_that_it_can_hold() {
    let repository = delivered();
    for (dialect, code, words) in [
        ("npm", 0, "1.2640.100012"),
        ("android", 0, "126400100"),
        ("assembly", 0, "1.2640.100.12"),
        ("apple", 1, "LODE-9"),
    ] {
        let output = repository.run(&["native", "pilot@1.2640.100.12", "--dialect", dialect]);
        assert_eq!(output.code, code, "{dialect}: {}{}", output.stdout, output.stderr);
        let all = format!("{}{}", output.stdout, output.stderr);
        assert!(all.contains(words), "{dialect}: {all}");
    }
    // A step that does not fit its three digits is refused before anything moves.
    repository.replace("pilot/package.json", "1.2640.100000", "1.2640.100999");
    repository.commit("Count on");
    repository.git(&["tag", "pilot-1.2640.100.999"]);
    refused(&repository, "2026-10-01", &["patch", "pilot"], "LODE-9", "at most 999");
}

#[test]
fn a_rule_bound_to_a_check_that_there_is_not_is_refused() {
    let repository = lodestar();
    repository.replace("policies/lodestar.toml", "\"serial-reused\"", "\"serial-resued\"");
    let output = repository.run(&["status"]);
    assert_eq!(output.code, 2, "{}", output.stdout);
    for words in
        ["LODE-4 is enforced by `serial-resued`", "did you mean `serial-reused`?", "lodestar.toml:"]
    {
        assert!(output.stderr.contains(words), "no {words:?} in {}", output.stderr);
    }
    let lint = repository.run(&["lint"]);
    assert_eq!(lint.code, 2);
    assert!(lint.stdout.contains("error[configuration]"), "{}", lint.stdout);
    // That it is called nothing does not make it none.
    repository.replace("policies/lodestar.toml", "\"serial-resued\"", "\"\"");
    let output = repository.run(&["status"]);
    assert!(output.stderr.contains("LODE-4 is enforced by ``"), "{}", output.stderr);
}
