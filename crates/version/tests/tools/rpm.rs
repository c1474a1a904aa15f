//! RPM: `rpm.vercmp`, which a Lua script inside rpm asks about all pairs.

use std::process::Command;

use version::native::RPM;

use crate::pairs::{Grammar, count, pairs};
use crate::tool::{agrees, ask, differing, various};

/// Neither a hyphen nor a colon: they divide a version from its release and epoch.
const GRAMMAR: Grammar = Grammar {
    words: &["rc", "beta", "a", "Z", "~", "^", "~~", "^^", "git", "~rc", "^git", "el", "_", ""],
    separators: &[".", ".", ".", "_", "~", "^", "", "+", "..", "~^", "^~"],
    starts: &["", "", "", "v", "~", "^", "."],
    characters: "0123459azAZ.+_~^~^ ",
};

/// Whole package versions, with an epoch and a release.
const PACKAGES: Grammar = Grammar {
    separators: &[".", ".", "_", "~", "^", "", "-", "-", "-0.", ":"],
    starts: &["", "", "0:", "1:", "01:", ":", "v"],
    characters: "0123459azAZ.+_~^:-",
    ..GRAMMAR
};

/// Reads pairs, writes answers. `rpm.vercmp` takes whole package versions.
pub(crate) const COMPARE: &str = "%{lua:
    for line in io.lines() do
        local left, right = line:match('^([^\\t]*)\\t([^\\t]*)$')
        local order = rpm.vercmp(left, right)
        io.write(order < 0 and '<' or order > 0 and '>' or '=', '\\n')
    end}";

#[test]
fn rpm_orders_packages_as_rpm_does_over_random_pairs() {
    let some = |(a, b): &(String, String)| !a.is_empty() && !b.is_empty();
    let pairs: Vec<_> = pairs(&PACKAGES, count()).into_iter().filter(some).collect();
    let mut rpm = Command::new("rpm");
    let Some(answers) = ask("rpm", rpm.args(["--eval", COMPARE]), &pairs) else { return };
    let order = RPM.packages.unwrap().order;
    let differing = differing(order, &lowest(), &pairs, &answers);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    various(&answers);
}

/// Sorts below every version of the grammars: nothing has as many tildes.
fn lowest() -> String {
    format!("0:{}", "~".repeat(40))
}

#[test]
fn rpm_orders_as_rpmvercmp_does_over_random_pairs() {
    // An empty version is no version to rpm, and it says so by failing as a whole.
    let some = |(a, b): &(String, String)| !a.is_empty() && !b.is_empty();
    let pairs: Vec<_> = pairs(&GRAMMAR, count()).into_iter().filter(some).collect();
    let mut rpm = Command::new("rpm");
    let Some(answers) = ask("rpm", rpm.args(["--eval", COMPARE]), &pairs) else { return };
    agrees(&RPM, &"~".repeat(40), &pairs, &answers);
}
