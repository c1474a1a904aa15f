//! Every row of the audit, provoked by what people do.

use super::{found, release, told};
use crate::support::{Repository, chain};

/// A line whose versions are in tags only: what manifests state is not asked for.
fn in_tags(scheme: &str, more: &str) -> Repository {
    let repository = Repository::new();
    let config = format!(
        "scheme = \"{scheme}\"\n{more}[component.core]\nmanifests = []\n\
         [component.sdk]\nmanifests = []\n"
    );
    repository.write("release.toml", config).commit("Start");
    repository
}

/// Commits, and tags by hand.
fn tag(repository: &Repository, names: &[&str]) {
    repository.commit("On");
    for name in names {
        repository.annotate(name, "by hand");
    }
}

#[test]
fn chain_9_order_doubles_and_dates() {
    let repository = in_tags("chain", "");
    tag(&repository, &["v1.1", "core-1.1.20161001"]);
    tag(&repository, &["core-1.1"]);
    tag(&repository, &["v1.2", "core-1.2.20160930"]);
    tag(&repository, &["core-1.2.20991231"]);
    let wanted =
        ["not-lower core-1.1", "date-order core-1.2.20160930", "future-date core-1.2.20991231"];
    assert_eq!(found(&repository, &[], 1), wanted);
    let repository = in_tags("iric", "[defaults]\ntag = \"{component}-{version}\"\n");
    repository.replace("release.toml", "[component.sdk]", "[component.sdk]\naliases = [\"kit\"]");
    tag(&repository, &["core-2.1", "sdk-1.0"]);
    tag(&repository, &["core-2.1.0", "kit-1.0"]);
    let wanted = ["released-twice core-2.1.0", "tag-spelling core-2.1.0", "released-twice kit-1.0"];
    assert_eq!(found(&repository, &[], 1), wanted);
}

#[test]
fn chain_4_and_11_the_line() {
    let repository = in_tags("chain", "");
    tag(&repository, &["v1.0", "core-1.0", "sdk-1.0"]);
    tag(&repository, &["v1.1", "core-1.1"]);
    tag(&repository, &["sdk-1.0.20161001"]);
    tag(&repository, &["core-1.2"]);
    tag(&repository, &["v1.3"]);
    let wanted = ["product-alone v1.3", "ahead-of-line core-1.2", "catch-up sdk-1.0.20161001"];
    assert_eq!(found(&repository, &[], 1), wanted);
}

#[test]
fn ibex_2_and_6_together_and_within_a_branch() {
    let bound = "[branches]\n\"Release_*.*.x\" = \"{major}.{minor}\"\n";
    let repository = in_tags("ibex", bound);
    tag(&repository, &["v7.2.0", "core-7.2.0", "sdk-7.2.0"]);
    repository.git(&["switch", "-q", "-c", "Release_7.2.x"]);
    tag(&repository, &["v7.2.1", "core-7.2.1", "sdk-7.2.1"]);
    assert_eq!(found(&repository, &[], 0), [""; 0]);
    tag(&repository, &["v7.4.0", "core-7.4.0", "sdk-7.4.0"]);
    repository.git(&["switch", "-q", "main"]);
    tag(&repository, &["v7.3.0", "core-7.3.0"]);
    let wanted = [
        "all-together v7.3.0",
        "branch-range v7.4.0",
        "branch-range core-7.4.0",
        "branch-range sdk-7.4.0",
    ];
    assert_eq!(found(&repository, &[], 1), wanted);
    // A clone that knows the branch by its remote alone sees the same.
    let clone = repository.beside("clone");
    repository.git(&["clone", "-q", repository.root().to_str().unwrap(), clone.to_str().unwrap()]);
    let output = repository.run(&["-C", clone.to_str().unwrap(), "audit"]);
    assert!(output.stdout.contains("core-7.4.0 was released on Release_7.2.x"), "{output:?}");
}

#[test]
fn chain_5_and_7_one_operation() {
    let repository = chain::released();
    repository.write("core/version.txt", "version = \"1.0.20161001\"\n");
    repository.write("sdk/version.txt", "version = \"1.0.20160930\"\n");
    repository.commit(
        "Release\n\nRelease-Component: core 1.0.20161001\nRelease-Component: sdk 1.0.20160930\n\
         Release-Plan: 4f2a",
    );
    repository.annotate("core-1.0.20161001", "core").annotate("sdk-1.0.20160930", "sdk");
    let wanted = ["one-date core-1.0.20161001", "embeds-follow core-1.0.20161001"];
    assert_eq!(found(&repository, &[], 1), wanted);
}

#[test]
fn diav_2_and_7_serials_and_minimums() {
    let repository = in_tags("diavolo", "");
    repository.replace("release.toml", "[component.core]", "[component.core]\nrole = \"core\"");
    tag(&repository, &["core-3.0.0.1882", "sdk-1.0.1890.0"]);
    tag(&repository, &["core-4.0.0.1882", "sdk-1.1.1882.0"]);
    let wanted = [
        "serial-reused core-4.0.0.1882",
        "minimum-known sdk-1.0.1890.0",
        "minimum-lowered sdk-1.1.1882.0",
    ];
    assert_eq!(found(&repository, &[], 1), wanted);
}

#[test]
fn semver_3_bills_and_tags_that_moved() {
    let repository = told();
    repository.git(&["tag", "-d", "sdk-1.1.20161001"]);
    assert_eq!(found(&repository, &[], 0), [""; 0], "nothing else tells of it");
    repository.git(&["tag", "-d", "core-1.1"]);
    assert_eq!(found(&repository, &[], 1)[..1], ["bill-agrees chain-1.1"]);
    // A tag that somebody forced somewhere else, with its message as it was.
    let message = repository.git(&["for-each-ref", "--format=%(contents)", "refs/tags/mac-1.1"]);
    repository.git(&["tag", "--no-sign", "-f", "-m", message.trim_end(), "mac-1.1", "chain-1.2"]);
    let found = found(&repository, &[], 1);
    assert!(found.contains(&"tag-moved mac-1.1".to_owned()), "{found:?}");
}

/// A release whose only tag was moved is told by what the manifest says there: its own commit is named
/// by no tag any more.
#[test]
fn semver_3_the_only_tag_of_a_release_that_moved() {
    let repository = Repository::new();
    let config =
        "scheme = \"semver-independent\"\n[component.core]\n[component.net]\nmanifests = []\n";
    repository.write("release.toml", config).write("core/VERSION", "1.0.0\n");
    repository.write("net/a", "").commit("Start");
    for (number, words) in [(1, ["patch", "core"]), (2, ["patch", "core"])] {
        repository.write(&format!("core/{number}"), "").commit("On");
        assert_eq!(repository.run(&[&words[..], &["--yes"]].concat()).code, 0);
    }
    // One that makes no commit is put on whatever is there.
    assert_eq!(repository.run(&["release", "1.0.0", "-p", "net", "--yes"]).code, 0);
    assert_eq!(found(&repository, &[], 0), [""; 0]);
    let message = repository.git(&["for-each-ref", "--format=%(contents)", "refs/tags/core-1.0.1"]);
    repository.git(&["tag", "--no-sign", "-f", "-m", message.trim_end(), "core-1.0.1", "HEAD"]);
    let found = found(&repository, &[], 1);
    assert!(found.contains(&"tag-moved core-1.0.1".to_owned()), "{found:?}");
}

#[test]
fn chain_10_tags_by_themselves() {
    let repository = chain::released();
    repository.write("core/note", "").commit("On");
    repository.annotate("core-1.0.20161001", "by hand").annotate("core_1.1", "slip");
    repository.tag("mac-1.0.20161001").annotate("nightly", "who knows");
    let blob = repository.git(&["hash-object", "-w", "release.toml"]);
    repository.git(&["tag", "-m", "a file", "sdk-1.0.20161001", blob.trim()]);
    repository.git(&["switch", "-q", "-c", "aside"]);
    repository.commit("Aside");
    repository.annotate("chain-1.0.20161001", "on a branch that goes away");
    repository.git(&["switch", "-q", "main"]);
    repository.git(&["branch", "-q", "-D", "aside"]);
    let wanted = [
        "product-alone chain-1.0.20161001",
        "tag-unknown nightly",
        "tag-unreachable chain-1.0.20161001",
        "tag-manifest core-1.0.20161001",
        "tag-near-miss core_1.1",
        "tag-commit sdk-1.0.20161001",
        "tag-manifest mac-1.0.20161001",
    ];
    let mut wanted: Vec<&str> = wanted.to_vec();
    let mut found = found(&repository, &[], 1);
    found.sort();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

#[test]
fn what_leads_alone_is_more_than_a_name() {
    let repository = in_tags("semver-independent", "");
    repository.tag("core-1.0.0").tag("sdk-1.0.0");
    assert_eq!(found(&repository, &[], 0), ["lead-annotated core-1.0.0"]);
    found(&repository, &["--deny", "warnings"], 1);
    repository.commit("On");
    release(&repository, &["patch", "core"], "2016-10-01");
    assert_eq!(found(&repository, &[], 0), ["lead-annotated core-1.0.0"]);
}

#[test]
fn kolab_8_a_change_of_scheme_that_breaks_upgrades() {
    let repository = Repository::new();
    repository.write("release.toml", "scheme = \"semver-independent\"\n[component.core]\n");
    for version in ["2024.1", "1.0.0"] {
        repository.write(
            "core/pyproject.toml",
            format!("[project]\nname = \"core\"\nversion = \"{version}\"\n"),
        );
        repository.commit(version);
        repository.annotate(&format!("core-{version}"), "by hand");
    }
    let wanted = ["native-order core-1.0.0", "tag-near-miss core-2024.1"];
    assert_eq!(found(&repository, &[], 1), wanted);
}

#[test]
fn chain_8_a_major_that_leaves_a_component_behind() {
    let repository = chain::released();
    let major = ["release", "major", "-p", "core"];
    release(&repository, &major, "2016-11-02");
    assert_eq!(found(&repository, &[], 0), ["bill-compatible chain-2.0"]);
    assert_eq!(found(&repository, &["--deny", "warnings"], 1).len(), 1);
    let said = repository.run(&["audit"]).stdout;
    assert!(said.contains("warning[bill-compatible]: chain-2.0 has `sdk` 1.0, which"), "{said}");
    assert!(said.contains("`core` 2.0 and `mac` 2.0") && said.contains("(CHAIN-8)"), "{said}");
    release(&repository, &["patch", "sdk"], "2016-11-03");
    assert_eq!(found(&repository, &[], 0), ["bill-compatible chain-2.0"]);
}
