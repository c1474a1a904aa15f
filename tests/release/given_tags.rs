//! A component that was released without tags of its own, and is given some later.

use crate::support::Repository;

/// What it released then is released: nothing is missed of it, and its next release has its first tag.
#[test]
fn what_is_given_tags_later_has_nothing_to_resume() {
    let config = |tag: &str| {
        format!(
            "scheme = \"semver\"\n[product]\nname = \"demo\"\n[component.web]\n[component.bom]\n{tag}"
        )
    };
    let repository = Repository::new();
    repository
        .write("release.toml", config("tag = false\n"))
        .write("web/VERSION", "1.2.0\n")
        .write("bom/VERSION", "1.2.0\n")
        .commit("Start");
    let ok = |words: &[&str], code: i32| {
        let output = repository.run(words);
        assert_eq!(output.code, code, "{words:?}: {output:?}");
        output
    };
    for _ in 0..2 {
        ok(&["release", "minor", "-p", "web", "-p", "bom", "--yes"], 0);
    }
    repository.write("release.toml", config("")).commit("Give it tags");
    let told = ok(&["status"], 0).stdout;
    assert!(told.lines().any(|line| line.starts_with("bom") && line.contains("v1.4.0")), "{told}");
    for _ in 0..2 {
        for command in ["lint", "audit"] {
            ok(&[command], 0);
        }
        assert!(ok(&["resume"], 3).stderr.contains("no release is unfinished"));
        ok(&["patch", "bom", "--yes"], 0);
    }
    let tags = repository.git(&["tag", "-l", "bom-*"]);
    assert_eq!(tags.lines().collect::<Vec<_>>(), ["bom-1.4.1", "bom-1.4.2"]);
}
