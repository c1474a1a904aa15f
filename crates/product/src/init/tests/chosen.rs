//! Which scheme is chosen for versions and components.

use super::*;

/// The scheme for packages `p0`, `p1`… with these versions.
fn scheme(versions: &[&str], tags: &[&str]) -> String {
    let files: Vec<(String, String)> = versions
        .iter()
        .enumerate()
        .map(|(at, version)| {
            (alloc::format!("p{at}/package.json"), npm(&alloc::format!("p{at}"), version))
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    proposed(&files, tags).scheme
}

#[test]
fn the_scheme_is_the_one_that_versions_and_components_are_under() {
    let three = ["v1.0.0", "v1.0.1", "v1.1.0", "v1.2.0", "v2.0.0"];
    for (versions, tags, expected) in [
        // One package, three numbers.
        (&["2.0.0"][..], &three[..], "semver-fixed"),
        // Two numbers long ago; the newest tags have three, and keep a zero at the end.
        (
            &["3.2.0"],
            &[
                "0.1", "0.2", "0.2.1", "0.3", "1.0.0", "1.1.0", "1.1.1", "2.0.0", "3.1.0", "3.1.1",
                "3.1.2", "3.1.8", "3.1.9", "3.2.0", "2.1.0", "2.2.0", "2.2.1", "2.3.0", "2.3.1",
                "2.3.2", "2.3.3", "3.0.0",
            ],
            "semver-fixed",
        ),
        // One tag with four numbers among many with three.
        (
            &["2.0.0"],
            &[
                "v0.9.9.1", "v1.0.0", "v1.0.1", "v1.1.0", "v1.2.0", "v1.2.1", "v1.3.0", "v1.3.1",
                "v1.4.0", "v2.0.0",
            ],
            "semver-fixed",
        ),
        // Dates that are left out in between are a policy; so are tails without a date.
        (&["1.1.0"], &["v1.0", "v1.0.20161024", "v1.0.20161108", "v1.1"], "chain"),
        // Some lag far behind, and only a few builds have a day.
        (
            &["1.2.0", "1.2.0", "1.0.0", "1.0.0"],
            &[
                "p0-v1.0",
                "p0-v1.0.20161101",
                "p0-v1.1",
                "p0-v1.2",
                "p1-v1.0",
                "p1-v1.1.20161108",
                "p1-v1.2",
                "p2-v1.0",
                "p3-v1.0",
            ],
            "chain",
        ),
        (&["2.2.0"], &["v1.0", "v1.1", "v1.1.1", "v2.0", "v2.1", "v2.1.1", "v2.2"], "iric"),
        // Pre-releases take a scheme that has them, although another reads the final versions too.
        (
            &["1.1.0", "1.1.0"],
            &["v1.0.0", "v1.1.0-alpha.1", "v1.1.0-rc.1", "v1.1.0"],
            "semver-fixed",
        ),
        // Components that are nowhere near each other share nothing.
        (
            &["2.70.1", "1.1.0", "6.2.4", "0.3.0"],
            &["p0@2.70.0", "p0@2.70.1", "p1@1.1.0", "p2@6.2.4", "p3@0.3.0"],
            "semver-independent",
        ),
        // What is written between releases counts by its numbers.
        (
            &["1.85.0-SNAPSHOT", "1.85.0-SNAPSHOT"],
            &["v1.83.0", "v1.83.1", "v1.84.0"],
            "semver-fixed",
        ),
        // Versions that cannot be read are on no line.
        (
            &["2.0.0", "1.0.0-x", "1.1.0-y"],
            &["p0@2.0.0", "p1@1.0.0-x.1", "p2@1.1.0-y.2"],
            "semver-independent",
        ),
        // One of many that does not stand on the line.
        (
            &["4.6.1", "4.6.0", "4.6.2", "4.6.0", "4.6.0", "1.1.0"],
            &["v4.6.1", "p1-v4.6.0", "p5-v1.1.0"],
            "semver-independent",
        ),
        // On the line, each with a patch of its own.
        (&["4.6.1", "4.6.0", "4.6.2"], &["v4.6.1", "p1-v4.6.0", "p2-v4.6.2"], "semver"),
        // On one line in the files, but released under different numbers.
        (&["1.0.0", "1.0.0"], &["p0-v0.3.0", "p0-v0.4.0", "p1-v0.9.0"], "semver-independent"),
        // Years and months.
        (&["2026.3.0"], &["v2025.11.0", "v2026.1.0", "v2026.1.1", "v2026.3.0"], "calver"),
    ] {
        assert_eq!(scheme(versions, tags), expected, "{versions:?} {tags:?}");
    }
}

#[test]
fn a_scheme_writes_as_many_numbers_as_the_tags_have() {
    let tags = ["3.0.0", "3.0.1", "3.0.2", "3.0.3", "3.1.0", "3.1.1", "3.1.2", "3.2.0"];
    let text = proposed(&[("pyproject.toml", &python("3.2.0"))], &tags).text;
    assert!(text.contains("scheme = \"semver-fixed\"\n"), "{text}");
    assert!(text.contains("reads 5 of the 5 newest final release(s)"), "{text}");
}
