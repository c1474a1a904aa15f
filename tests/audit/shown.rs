//! How an audit is asked, and how it answers.

use serde_json::Value;

use super::{audit, found};
use crate::support::{Repository, chain};

/// A released line with `count` patches of the core by hand, whose manifest nobody touched.
fn untidy(count: usize) -> Repository {
    let repository = chain::released();
    for day in 1..=count {
        repository.commit("On");
        repository.annotate(&format!("core-1.0.201609{day:02}"), "by hand");
    }
    repository
}

#[test]
fn people_see_each_component_and_the_first_of_each_rule() {
    let repository = untidy(7);
    repository.annotate("sdk_1.1", "slip");
    let said = audit(&repository, &[], 1).stdout;
    snapbox::assert_data_eq!(
        said,
        snapbox::str![[r#"
core: 7 errors

error[tag-manifest]: tag core-1.0.20160901 says 1.0.20160901, but core/version.txt says 1.0 at its commit (CHAIN-10)
error[tag-manifest]: tag core-1.0.20160902 says 1.0.20160902, but core/version.txt says 1.0 at its commit (CHAIN-10)
help: leave the tag: it is published; the next release goes above both
5 more of tag-manifest: core-1.0.20160903, core-1.0.20160904, core-1.0.20160905,
  core-1.0.20160906 and 1 more (`--verbose` shows them)

sdk: 1 warning

warning[tag-near-miss]: tag sdk_1.1 is nearly a release of `sdk`, and is not counted: `_` stands in place of `-` (CHAIN-10)
help: if it is one, add the tag sdk-1.1 to the same commit

7 errors, 1 warning

"#]]
    );
    let all = audit(&repository, &["--verbose"], 1);
    assert_eq!(all.stdout.matches("error[tag-manifest]").count(), 7);
    assert!(
        all.stderr.contains("12 tags on 8 commits, 1 branches, 8 commits walked"),
        "{}",
        all.stderr
    );
    assert_eq!(audit(&untidy(3), &[], 1).stdout.matches("error[tag-manifest]").count(), 3);
}

#[test]
fn programs_see_everything() {
    let repository = untidy(7);
    assert_eq!(found(&repository, &[], 1).len(), 7);
    let sarif: Value =
        serde_json::from_str(&audit(&repository, &["--format", "sarif"], 1).stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    let place = &results[0]["locations"][0]["logicalLocations"][0];
    assert_eq!((&place["name"], &place["kind"]), (&"core-1.0.20160901".into(), &"ref".into()));
    assert!(results[0]["locations"][0]["physicalLocation"].is_null(), "a tag has no file");
    let github = audit(&repository, &["--format", "github"], 1).stdout;
    assert_eq!(github.matches("::error title=tag-manifest CHAIN-10::tag core-1.0.").count(), 7);
}

#[test]
fn an_audit_is_narrowed_by_component_and_by_commit() {
    let repository = untidy(3);
    repository.annotate("sdk_1.1", "slip");
    assert_eq!(found(&repository, &["-p", "sdk"], 0), ["tag-near-miss sdk_1.1"]);
    found(&repository, &["-p", "sdk", "--deny", "warnings"], 1);
    assert_eq!(found(&repository, &["--package", "mac"], 0), [""; 0]);
    assert_eq!(found(&repository, &["-p", "sdk", "-p", "core"], 1).len(), 4);
    let since = found(&repository, &["--since", "core-1.0.20160902", "-p", "core"], 1);
    assert_eq!(since, ["tag-manifest core-1.0.20160903"]);
    assert_eq!(found(&repository, &["--since", "HEAD"], 0), [""; 0]);
    let said = audit(&repository, &["-p", "croe"], 2).stderr;
    assert!(said.contains("there is no component `croe`") && said.contains("`core`"), "{said}");
    let said = audit(&repository, &["--since", "nowhere"], 2).stderr;
    assert!(said.contains("`nowhere` does not name a commit"), "{said}");
}

#[test]
fn a_broken_configuration_is_a_finding() {
    let repository = chain::released();
    repository.replace("release.toml", "[component.mac]", "[component.mac]\nembed = [\"core\"]");
    assert_eq!(found(&repository, &[], 2), ["configuration release.toml"]);
    repository.git(&["restore", "release.toml"]);
    repository.git(&["rm", "-q", "sdk/version.txt"]);
    repository.commit("Forget the manifest");
    assert_eq!(found(&repository, &[], 2), ["configuration release.toml"]);
    repository.remove("release.toml").commit("Forget it all");
    assert_eq!(found(&repository, &[], 2), ["configuration -"]);
}

#[test]
fn hostile_names_are_shown_and_never_obeyed() {
    let repository = chain::released();
    for name in
        ["core-1.0\u{202e}", "core-1.1\u{9b}31m", "--upload-pack=x", "core-9.9]( ::error::x"]
    {
        repository.try_git(&["update-ref", &format!("refs/tags/{name}"), "HEAD"]);
    }
    for format in ["human", "json", "sarif", "github"] {
        let said = audit(&repository, &["--format", format], 0).stdout;
        assert!(!said.contains(['\u{202e}', '\u{9b}']), "{format}: {said:?}");
    }
}

#[test]
fn where_no_manifest_was_is_only_told_to_who_asks() {
    let repository = chain::untagged();
    repository.git(&["mv", "sdk", "kit"]);
    repository.commit("It was called otherwise");
    repository.annotate("sdk-1.0", "Release 1.0").annotate("chain-1.0", "Release 1.0");
    repository.git(&["mv", "kit", "sdk"]);
    repository.commit("As it is called now");
    assert_eq!(audit(&repository, &[], 0).stdout, "");
    let said = audit(&repository, &["-v"], 0).stderr;
    assert!(said.contains("sdk: sdk/version.txt says nothing at 1 of its tags: sdk-1.0"), "{said}");
}
