//! Tags by themselves: their kind, their names, where they lead, and what their commits state.

use super::Chronicle;
use crate::world::{pre, release};

const CONFIG: &str = r#"
scheme = "chain"
[product]
tag = "chain-{version}"
[component.core]
[component.sdk]
manifests = []
"#;

fn core() -> Chronicle {
    let mut past = Chronicle::new(CONFIG, &[("core/VERSION", "1.0")]);
    past.tag(&["core-1.0", "sdk-1.0"]);
    past
}

#[test]
fn chain_10_each_tag_says_what_its_commit_states() {
    let mut past = core();
    past.write("core/VERSION", "1.0.20161020").commit("a").tag(&["core-1.0.20161020"]);
    assert_eq!(past.found(), [""; 0]);
    past.commit("b").tag(&["core-1.0.20161021"]);
    assert_eq!(past.found(), ["tag-manifest core-1.0.20161021"]);
    let said = "CHAIN-10: tag core-1.0.20161021 says 1.0.20161021, but core/VERSION says 1.0.20161020 at its commit";
    assert!(past.said("tag-manifest")[0].starts_with(said), "{:?}", past.said("tag-manifest"));
    // What was not there yet, and what nobody can read, states nothing.
    let mut young = Chronicle::new(CONFIG, &[("core/VERSION", "1.0")]);
    young.world.files.clear();
    young.commit("before").tag(&["core-1.0.20161001"]);
    young.write("core/VERSION", "\n\n").commit("empty").tag(&["core-1.0.20161002"]);
    young.write("core/VERSION", "1.0.20161003").commit("there").tag(&["core-1.0.20161003"]);
    assert_eq!(young.found(), [""; 0]);
}

#[test]
fn a_version_that_was_inherited_is_read_where_it_was() {
    let member = "[package]\nname = \"core\"\nversion.workspace = true\n";
    let root = |version: &str| {
        format!("[workspace]\nmembers = [\"core\"]\n[workspace.package]\nversion = \"{version}\"\n")
    };
    let mut past = Chronicle::new(
        "scheme = \"semver-independent\"\n[component.core]\n",
        &[("core/Cargo.toml", member), ("Cargo.toml", &root("1.0.0"))],
    );
    past.tag(&["core-1.0.0"]).commit("a").tag(&["core-1.1.0"]);
    assert_eq!(past.found(), ["tag-manifest core-1.1.0"]);
    assert!(past.said("tag-manifest")[0].contains("but Cargo.toml says 1.0.0"));
    // Later it had one of its own, and its past is still found.
    past.write("core/Cargo.toml", "[package]\nname = \"core\"\nversion = \"1.2.0\"\n");
    past.write("Cargo.toml", &root("3.0.0")).commit("b").tag(&["core-1.2.0"]);
    assert_eq!(past.found(), ["tag-manifest core-1.1.0"]);
}

/// What reads a file says how it is written, found beside it or not; nobody read it so before.
#[test]
fn a_version_that_another_manifest_reads_is_written_as_that_one_takes_it() {
    let gemspec = "Gem::Specification.new do |s|\n  s.name = \"g\"\n  \
                   s.version = File.read(\"VERSION\").strip\nend\n";
    let config = "scheme = \"semver-independent\"\n[component.g]\n";
    let mut past = Chronicle::new(config, &[("g/VERSION", "1.1.0-beta.1\n")]);
    past.tag(&["g-1.1.0-beta.1"]).write("g/VERSION", "1.2.0\n").write("g/g.gemspec", gemspec);
    past.commit("gemspec").tag(&["g-1.2.0"]);
    past.release(pre("beta", None, &["g"]));
    assert_eq!(past.world.files["g/VERSION"], b"1.3.0.beta1\n".to_vec());
    assert_eq!(past.found(), [""; 0]);
    past.write("g/VERSION", "1.3.0.beta3\n").commit("a").tag(&["g-1.3.0-beta.2"]);
    assert_eq!(past.found(), ["tag-manifest g-1.3.0-beta.2"]);
}

#[test]
fn what_leads_a_release_is_annotated() {
    let mut past = core();
    past.on("2016-11-01").release(release("minor", &["core"]));
    past.commit("a").light("sdk-1.1.20161101");
    assert_eq!(past.found(), ["lead-annotated sdk-1.1.20161101"]);
    // Beside a tag that carries the bill, a lightweight one is no lead.
    past.annotate("core-1.1.20161101", "by hand").write("core/VERSION", "1.1.20161101");
    past.delete_tag("core-1.1.20161101").commit("b");
    past.tag(&["core-1.1.20161101"]).light("chain-1.2");
    let found = past.found();
    assert!(found.contains(&"lead-annotated chain-1.2".into()), "{found:?}");
    assert!(found.contains(&"lead-annotated sdk-1.1.20161101".into()), "{found:?}");
    assert!(past.said("lead-annotated")[0].contains("chain-1.2 is a lightweight tag"));
}

#[test]
fn chain_10_names_that_are_nearly_releases_are_told() {
    let mut past = core();
    past.tag(&["core_1.1", "core-1.0.161205", "nightly"]);
    let found = ["tag-unknown nightly", "tag-near-miss core-1.0.161205", "tag-near-miss core_1.1"];
    assert_eq!(past.found(), found);
    assert!(past.said("tag-near-miss")[0].contains("add the tag core-1.0.20161205"));
    // The other name may stay once the right one is there.
    past.tag(&["core-1.0.20161205"]);
    let found = past.found();
    assert!(!found.contains(&"tag-near-miss core-1.0.161205".into()), "{found:?}");
}

#[test]
fn chain_10_a_name_that_is_nearly_a_release_which_is_out_elsewhere_is_a_stray() {
    let mut past = Chronicle::new(
        "scheme = \"chain\"\n[component.sdk]\n",
        &[("sdk/package.json", "{ \"version\": \"1.0.0\" }\n")],
    );
    past.tag(&["sdk-1.0"]).commit("a").tag(&["sdk_1.0"]);
    let found = past.found();
    assert!(found.contains(&"tag-near-miss sdk_1.0".into()), "{found:?}");
    assert!(!found.iter().any(|one| one.starts_with("native-order")), "{found:?}");
    let said = &past.said("tag-near-miss")[0];
    assert!(said.contains("sdk-1.0 is out at another commit"), "{said}");
    assert!(!said.contains("add the tag"), "{said}");
}

#[test]
fn iric_1_a_spelling_that_the_scheme_does_not_write_is_told() {
    let config = "scheme = \"iric\"\n[component.nays]\nmanifests = []\n";
    let mut past = Chronicle::new(config, &[]);
    past.tag(&["nays-2.1.0"]);
    assert_eq!(past.found(), ["tag-spelling nays-2.1.0"]);
    assert!(
        past.said("tag-spelling")[0]
            .starts_with("IRIC-1: nays-2.1.0 spells 2.1.0 what the scheme writes 2.1")
    );
}

#[test]
fn a_release_that_no_branch_has_is_told() {
    let mut past = core();
    past.switch("aside").write("core/VERSION", "1.0.20161020").commit("a");
    past.tag(&["core-1.0.20161020"]).switch("main");
    assert_eq!(past.found(), [""; 0]);
    past.forget("aside");
    assert_eq!(past.found(), ["tag-unreachable core-1.0.20161020"]);
    assert!(past.said("tag-unreachable")[0].contains("is on 0000000001, which no branch has"));
}

#[test]
fn a_configuration_that_names_what_is_not_there_is_told_first() {
    let mut past = core();
    past.world.files.clear();
    assert_eq!(past.findings()[0].rule, "configuration");
}

#[test]
fn every_row_has_a_rule_that_is_known_and_its_place() {
    let ids: Vec<&str> = product::audit::AUDITS.iter().map(|row| row.rule.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
    for row in product::audit::AUDITS {
        let known = product::rule(row.rule.id).unwrap();
        assert_eq!((known.text, known.severity), (row.rule.text, row.rule.severity));
    }
}
