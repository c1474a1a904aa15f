//! Releases of components that are no longer there (SAFETY 4).

use crate::support::Repository;
use crate::support::ends::run;

/// Three components, all released as 1.1.0, of which one is retired since.
fn retired() -> Repository {
    let repository = Repository::new();
    let text = "scheme = \"semver\"\n[component.core]\n[component.docs]\n[component.old]\n";
    repository.write("release.toml", text);
    for name in ["core", "docs", "old"] {
        repository.write(&format!("{name}/VERSION"), "1.0.0\n");
    }
    repository.commit("Start");
    run(&repository, &["release", "1.0.0", "--all", "--yes"], 0);
    run(&repository, &["release", "minor", "--all", "--yes"], 0);
    repository.git(&["rm", "-rq", "old"]);
    repository.write("release.toml", format!("{text}retired = true\n")).commit("Retire it");
    repository
}

/// What was out before a release is told without those that came later, retired or not.
#[test]
fn safety_4_a_retired_components_own_release_was_not_out_before_itself() {
    let repository = retired();
    let before = repository.tags();
    run(&repository, &["lint"], 0);
    repository.git(&["tag", "-d", "core-1.1.0"]);
    // Only the tag is missing, and no version is to be taken back.
    run(&repository, &["lint"], 0);
    repository.git(&["tag", "-d", "v1.1.0"]);
    let resumed = run(&repository, &["resume"], 0);
    assert!(resumed.stdout.contains("released product 1.1.0"), "{resumed:?}");
    assert_eq!(repository.tags(), before);
    run(&repository, &["resume"], 3);
    run(&repository, &["lint"], 0);
    run(&repository, &["audit"], 0);
}
