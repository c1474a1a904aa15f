//! Versions that are none, that no target can hold, or that do not rise: exit code 1, and where
//! the text stands.

use super::{RELEASE, Refused, refused};
use crate::support::ends::run;
use crate::support::{Repository, chain};

/// The core's manifest holds `text` where its version should be.
fn holds(repository: &Repository, text: &str) {
    repository
        .write("core/version.txt", format!("version = \"{text}\"\n"))
        .commit("Change the version by hand");
}

/// The core's manifest is written for the ecosystem `dialect`.
fn speaks(repository: &Repository, dialect: &str) {
    let line = r#"{ path = "core/version.txt", "#;
    let with = format!("{line}dialect = \"{dialect}\", ");
    repository.replace("release.toml", line, &with).commit("Name a dialect");
}

refused! {
    empty(|at| holds(at, ""), RELEASE) => 1 ["core/version.txt:1:12", "empty"];
    too_few_parts(|at| holds(at, "1"), RELEASE) => 1 ["core/version.txt:1:12", "`1`"];
    too_many_parts(|at| holds(at, "1.0.20161101.5"), RELEASE)
        => 1 ["core/version.txt:1:12", "`1.0.20161101.5`"];
    a_leading_zero(|at| holds(at, "01.2"), RELEASE) => 1 ["core/version.txt:1:12", "`01.2`", "1.2"];
    a_v_in_a_field(|at| holds(at, "v1.2"), RELEASE) => 1 ["core/version.txt:1:12", "`v1.2`", "1.2"];
    more_than_64_bits(|at| holds(at, "18446744073709551616.0"), RELEASE)
        => 1 ["core/version.txt:1:12", "18446744073709551616"];
    arabic_digits(|at| holds(at, "\u{661}.\u{660}"), RELEASE)
        => 1 ["core/version.txt:1:12", "\u{661}.\u{660}"];
    the_30th_of_february(|at| holds(at, "1.0.20160230"), RELEASE)
        => 1 ["core/version.txt:1:12", "20160230"];
    a_year_of_two_digits(|at| holds(at, "1.0.161205"), RELEASE)
        => 1 ["core/version.txt:1:12", "1.0.161205", "1.0.20161205"];
    terminal_escapes(|at| holds(at, "1.0\u{1b}[2J\u{202e}"), RELEASE)
        => 1 ["core/version.txt:1:12", "1.0\\u{1b}[2J\\u{202e}"];
    a_control_character(
        |at| {
            let line = r#"manifests = [{ path = "core/version.txt", "#;
            at.replace("release.toml", line, &line.replace("[{", "[\"core/VERSION\", {"));
            at.write("core/VERSION", "1.0\0\n").commit("List another file");
        },
        RELEASE
    ) => 1 ["core/VERSION:1:1", "1.0\\u{0}", "leave out the control characters"];
    a_hand_moved_version(|at| holds(at, "1.3"), RELEASE) => 1 ["core/version.txt", "1.3", "1.0"];
    not_greater(|_| (), ["release", "0.9", "-p", "core", "--yes"]) => 1 ["0.9", "1.0"];
    already_released(|_| (), ["release", "1.0", "-p", "core", "--yes"]) => 1 ["1.0"];
    a_clock_behind_the_last_release(
        |at| {
            let first = ["patch", "core", "--date", "2016-11-02", "--yes"];
            assert_eq!(at.run(&first).code, 0);
        },
        ["patch", "core", "--date", "2016-11-01", "--yes"]
    ) => 1 ["CHAIN-9", "1.0.20161102", "1.0.20161101"];
    twice_on_one_day(
        |at| {
            let first = ["patch", "sdk", "--date", "2016-11-02", "--yes"];
            assert_eq!(at.run(&first).code, 0);
        },
        ["patch", "sdk", "--date", "2016-11-02", "--yes"]
    ) => 1 ["1.0.20161102"];
    an_installer_field_of_8_bits(|at| speaks(at, "msi"), ["release", "256.0", "-p", "core", "--yes"])
        => 1 ["256", "255"];
    an_assembly_field_of_16_bits(
        |at| speaks(at, "assembly"), ["release", "65535.0", "-p", "core", "--yes"]
    ) => 1 ["65535", "65534"];
    a_date_in_16_bits(
        |at| speaks(at, "msi"), ["patch", "core", "--date", "2016-11-01", "--yes"]
    ) => 1 ["20161101", "days:"];
    an_underscore_in_debian(
        |at| {
            speaks(at, "deb");
            holds(at, "1.0_1");
        },
        RELEASE
    ) => 1 ["core/version.txt:1:12", "`1.0_1`"];
    a_hyphen_in_rpm(
        |at| {
            speaks(at, "rpm");
            holds(at, "1.0-1");
        },
        RELEASE
    ) => 1 ["core/version.txt:1:12", "`1.0-1`"];
}

#[test]
fn an_exact_version_that_is_none_is_wrong_usage() {
    for text in ["1.", "1.x", "v1.2", "1.0.20160230"] {
        let refused = Refused { code: 2, says: &["not a version"] };
        refused.check(&chain::released(), &["release", text, "-p", "core", "--yes"]);
    }
}

/// What counts within the month goes on; only what takes the day is lower.
#[test]
fn a_future_month_holds_up_what_takes_the_day_alone() {
    let repository = Repository::new();
    repository.write("release.toml", "scheme = \"calver\"\n[component.sdk]\n");
    repository.write("sdk/VERSION", "2999.1.0\n").commit("Start");
    run(&repository, &["release", "2999.1.0", "--all", "--yes"], 0);
    repository.write("sdk/a", "").commit("Go on");
    let output = run(&repository, &["lint"], 0);
    let says = "until 2999-01-01 a version that takes its day of release would be lower";
    assert!(output.stdout.contains(says), "{}", output.stdout);
    run(&repository, &["release", "month", "-n"], 1);
    run(&repository, &["patch", "sdk", "-n"], 0);
}

#[test]
fn a_future_date_in_a_manifest_is_a_warning() {
    let repository = chain::released();
    holds(&repository, "1.0.29991231");
    repository.annotate("core-1.0.29991231", "Release 1.0.29991231");
    let before = repository.state();
    let output = repository.run(&["lint"]);
    assert_eq!(output.code, 0, "{}{}", output.stdout, output.stderr);
    assert!(output.stdout.contains("warning["), "{}", output.stdout);
    assert!(output.stdout.contains("1.0.29991231"), "{}", output.stdout);
    assert_eq!(repository.run(&["lint", "--deny", "warnings"]).code, 1);
    let written = repository.state().changes_since(&before);
    assert!(written.is_empty(), "{written:#?}");
}
