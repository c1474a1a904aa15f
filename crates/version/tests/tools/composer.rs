//! Composer: what its constraints admit, by `Composer\Semver`.

use std::process::Command;

use version::native::COMPOSER;

use crate::pairs::Pair;
use crate::tool::ask;

/// A line is a constraint and a version; Debian's package has the library where PHP finds it.
const SATISFIES: &str = r#"
if (!@include 'Composer/Semver/autoload.php') exit(77);
while (($line = fgets(STDIN)) !== false) {
    [$constraint, $version] = explode("\t", rtrim($line, "\n"));
    echo Composer\Semver\Semver::satisfies($version, $constraint) ? "y\n" : "n\n";
}
"#;

/// Constraints of one clause and of two, each with versions around its bounds.
fn pairs() -> Vec<Pair> {
    let bounds = ["0.0.3", "0.2", "0.2.3", "1", "1.0", "1.2", "1.2.3", "1.2.3.4", "2.0.0", "v1.4"];
    let mut constraints: Vec<String> = Vec::new();
    for op in ["^", "~", ">=", "<=", ">", "<", "", "=", "==", "!=", ">= "] {
        constraints.extend(bounds.iter().map(|bound| format!("{op}{bound}")));
    }
    constraints.extend(["1.*", "1.2.*", "0.*", "*"].map(String::from));
    let simple = constraints.clone();
    for (at, first) in simple.iter().enumerate() {
        let second = &simple[(at * 7 + 3) % simple.len()];
        for joined in [" ", ",", " || ", "|"] {
            constraints.push(format!("{first}{joined}{second}"));
        }
    }
    let versions = [
        "0.0.2", "0.0.3", "0.0.4", "0.1.9", "0.2.0", "0.2.3", "0.3.0", "0.9.9", "1.0.0", "1.1.9",
        "1.2.0", "1.2.3", "1.2.3.4", "1.2.4", "1.3.0", "1.4.0", "1.9.9", "2.0.0", "2.0.1", "3.0.0",
    ];
    let each = |constraint: &String| versions.map(|version| (constraint.clone(), version.into()));
    constraints.iter().flat_map(each).collect()
}

#[test]
fn composer_admits_what_its_own_library_does() {
    let pairs = pairs();
    let mut php = Command::new("php");
    let Some(answers) = ask("composer", php.args(["-r", SATISFIES]), &pairs) else { return };
    let admits = COMPOSER.requires.unwrap().admits;
    let differing: Vec<String> = pairs
        .iter()
        .zip(answers)
        .filter(|((constraint, version), answer)| admits(constraint, version) != Ok(*answer == 'y'))
        .take(20)
        .map(|((constraint, version), answer)| format!("{constraint} {version}: {answer}"))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
