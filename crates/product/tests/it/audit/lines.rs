//! Who was on the line, ahead of it and behind it; who was released with whom.

use super::Chronicle;
use crate::world::{patch, pre, release};

const CHAIN: &str = r#"
scheme = "chain"
[product]
tag = "chain-{version}"
[component.core]
[component.sdk]
[component.mac]
embeds = ["core"]
"#;

/// Everything released as 1.0.
fn chain() -> Chronicle {
    let files = [("core/VERSION", "1.0"), ("sdk/VERSION", "1.0"), ("mac/VERSION", "1.0")];
    let mut past = Chronicle::new(CHAIN, &files);
    past.tag(&["chain-1.0", "core-1.0", "sdk-1.0", "mac-1.0"]);
    past
}

/// The same, with versions in tags only: what manifests state is not asked for here.
fn by_hand(scheme: &str, more: &str) -> Chronicle {
    let config = format!(
        "scheme = \"{scheme}\"\n{more}[component.core]\nmanifests = []\n\
         [component.sdk]\nmanifests = []\n"
    );
    Chronicle::new(&config, &[])
}

#[test]
fn chain_4_releases_of_ours_land_on_the_line() {
    let mut past = chain();
    past.on("2016-11-01").release(patch(&["core", "sdk"]));
    past.on("2016-11-03").release(release("minor", &["core"]));
    past.on("2016-11-08").release(patch(&["sdk"]));
    past.on("2016-11-09").release(release("minor", &["core", "sdk"]));
    assert!(past.world.tags.contains_key("sdk-1.1.20161108"), "it caught up");
    assert_eq!(past.found(), [""; 0]);
}

#[test]
fn chain_4_a_laggard_that_did_not_catch_up_is_told() {
    let mut past = by_hand("chain", "");
    past.on("2016-11-01").tag(&["v1.0", "core-1.0", "sdk-1.0"]);
    past.commit("a").tag(&["v1.1", "core-1.1"]);
    past.on("2016-11-08").commit("b").tag(&["sdk-1.0.20161108"]);
    assert_eq!(past.found(), ["catch-up sdk-1.0.20161108"]);
    let said = "CHAIN-4: sdk-1.0.20161108 stayed behind the line, which was at 1.1 (v1.1)";
    assert!(past.said("catch-up")[0].starts_with(said), "{:?}", past.said("catch-up"));
    // Taking part in a release of the product, it takes the product's line.
    past.on("2016-11-10").commit("c").tag(&["v1.2", "core-1.2", "sdk-1.1"]);
    assert_eq!(past.found(), ["catch-up sdk-1.0.20161108", "catch-up sdk-1.1"]);
    // Where it began before the line moved, nothing is wrong.
    let mut aside = by_hand("chain", "");
    aside.on("2016-11-01").tag(&["v1.0", "core-1.0", "sdk-1.0"]).switch("aside").switch("main");
    aside.commit("a").tag(&["v1.1", "core-1.1"]);
    aside.on("2016-11-08").switch("aside").commit("b").tag(&["sdk-1.0.20161108"]);
    assert_eq!(aside.found(), [""; 0]);
}

/// Without files, releases after each other are on one commit.
#[test]
fn a_line_that_moved_after_a_release_does_not_call_it_a_laggard() {
    let mut past = by_hand("semver", "");
    past.release(release("1.0.0", &[]));
    past.commit("a").release(patch(&["core"]));
    past.release(release("minor", &["sdk"]));
    past.release(release("minor", &["sdk"]));
    assert!(past.world.tags.contains_key("core-1.0.1") && past.world.tags.contains_key("v1.2.0"));
    assert_eq!(past.found(), [""; 0]);
    // Of what came out before it on that commit, the last still holds.
    past.delete_tag("v1.2.0").delete_tag("sdk-1.2.0").delete_tag("core-1.0.1");
    let bill = "core 1.0.2\n\nRelease-Component: core 1.0.2\nRelease-Component: sdk 1.1.0\n\
                Release-Plan: 4f2a\n";
    past.annotate("core-1.0.2", bill);
    assert_eq!(past.said("catch-up").len(), 1, "{:?}", past.found());
    assert!(past.said("catch-up")[0].contains("at 1.1 (v1.1.0)"), "{:?}", past.said("catch-up"));
}

#[test]
fn chain_11_nobody_goes_ahead_of_the_line() {
    let mut past = by_hand("chain", "");
    past.tag(&["v1.0", "core-1.0"]).commit("a").tag(&["sdk-1.2"]);
    assert_eq!(past.found(), ["ahead-of-line sdk-1.2"]);
    let said = "CHAIN-11: sdk-1.2 went ahead of the line, which was at 1.0 (v1.0)";
    assert!(past.said("ahead-of-line")[0].starts_with(said));
    // What went ahead holds the line from then on: who comes later lands there.
    past.commit("b").tag(&["v1.3", "core-1.3", "sdk-1.3"]);
    assert_eq!(past.found(), ["ahead-of-line sdk-1.2"]);
    // A first release of all stands anywhere, and a pre-release leads where its final will be.
    let mut first = by_hand("semver", "");
    first.tag(&["core-3.4.5"]).commit("a").tag(&["sdk-3.5.0-rc.1"]);
    assert_eq!(first.found(), [""; 0]);
}

#[test]
fn without_a_product_tag_a_fresh_version_may_be_the_product_speaking() {
    let mut past = by_hand("semver", "[product]\ntag = false\n");
    past.tag(&["core-1.0.0", "sdk-1.0.0"]).commit("a").tag(&["core-1.1.0"]);
    assert_eq!(past.found(), [""; 0]);
    past.commit("b").tag(&["core-1.2.1"]);
    assert_eq!(past.found(), ["ahead-of-line core-1.2.1"]);
}

#[test]
fn without_anything_of_the_products_a_fresh_version_may_be_the_product_speaking() {
    let none = "[scheme]\nextends = \"semver\"\nrelease.product-tag = \"none\"\n\
                [component.core]\nmanifests = []\n[component.sdk]\nmanifests = []\n";
    // The product's version is the suite's, which takes part or not.
    let role = "[scheme]\nextends = \"semver\"\nrelease.product-tag = \"suite\"\n\
                [scheme.role.suite]\n[component.core]\nrole = \"suite\"\nmanifests = []\n\
                [component.sdk]\nmanifests = []\n";
    for config in [none, role] {
        let mut past = Chronicle::new(config, &[]);
        past.tag(&["core-1.0.0", "sdk-1.0.0"]).commit("a");
        past.release(release("minor", &["sdk"]));
        past.commit("b");
        past.release(patch(&["core"]));
        assert_eq!(past.found(), [""; 0], "{config}");
        past.commit("c").tag(&["sdk-1.2.1"]);
        assert_eq!(past.found(), ["ahead-of-line sdk-1.2.1"], "{config}");
    }
    // Where the suite is released, it says where the line is.
    let mut past = Chronicle::new(role, &[]);
    past.tag(&["core-1.0.0", "sdk-1.0.0"]).commit("a").tag(&["core-1.1.0", "sdk-1.2.0"]);
    assert_eq!(past.found(), ["ahead-of-line sdk-1.2.0"]);
}

#[test]
fn what_moves_together_need_not_have_one_number_on_parts_of_its_own() {
    let config = |more: &str| {
        format!(
            "[scheme]\nextends = \"semver\"\nrelease.participants = \"all\"\n\
             release.subset = \"refuse\"\n[component.core]\nmanifests = []\n\
             [component.sdk]\nmanifests = []\n{more}"
        )
    };
    let mut past = Chronicle::new(&config(""), &[]);
    past.tag(&["v1.0.0", "core-1.0.0", "sdk-1.0.0"]).commit("a").tag(&["core-1.0.1", "sdk-1.0.2"]);
    assert_eq!(past.found(), [""; 0]);
    past.commit("b").tag(&["core-1.0.2"]);
    assert_eq!(past.found(), ["all-together core-1.0.2"], "without the other");
    let mut past = Chronicle::new(&config(""), &[]);
    past.tag(&["v1.0.0", "core-1.0.0", "sdk-1.0.0"]).commit("a");
    past.tag(&["v1.1.0", "core-1.1.0", "sdk-1.0.1"]);
    assert!(past.said("all-together")[0].contains("under two numbers"), "{:?}", past.found());
    // One number where all of it is shared.
    let mut past = by_hand("ibex", "");
    past.tag(&["v7.2.0", "core-7.2.0", "sdk-7.2.0"]).commit("a");
    past.tag(&["core-7.2.1", "sdk-7.2.2"]);
    assert!(past.said("all-together")[0].contains("under two numbers"), "{:?}", past.found());
}

#[test]
fn ibex_2_what_is_released_together_was_released_together() {
    let mut past = by_hand("ibex", "");
    past.tag(&["v7.2.0", "core-7.2.0", "sdk-7.2.0"]);
    past.commit("a").tag(&["v7.2.1", "core-7.2.1"]);
    assert_eq!(past.found(), ["all-together v7.2.1"]);
    assert!(past.said("all-together")[0].starts_with("IBEX-2: v7.2.1 was released without sdk"));
    past.commit("b").tag(&["v7.3.0", "core-7.3.0", "sdk-7.2.2"]);
    let found = ["all-together v7.2.1", "all-together v7.3.0", "catch-up sdk-7.2.2"];
    assert_eq!(past.found(), found);
    // A component that came later is not missed before it came.
    let mut later = by_hand("ibex", "");
    later.tag(&["v7.2.0", "core-7.2.0"]).commit("a").tag(&["v7.3.0", "core-7.3.0", "sdk-7.3.0"]);
    assert_eq!(later.found(), [""; 0]);
}

#[test]
fn a_product_tag_stands_where_something_was_released() {
    let mut past = by_hand("chain", "");
    past.tag(&["v1.0", "core-1.0"]).commit("a").tag(&["v1.1"]);
    assert_eq!(past.found(), ["product-alone v1.1"]);
    past.commit("b").tag(&["v1.2", "core-1.0.20161024"]);
    assert_eq!(past.said("product-alone").len(), 2);
    assert!(past.said("product-alone")[1].contains("on 1.2, only others"));
    assert!(!past.said("product-alone")[0].contains("aliases"));
    // The components went by the product's tag before they had their own.
    let mut parted = by_hand("chain", "");
    parted.tag(&["v1.0"]).commit("a").tag(&["v1.1", "core-1.1", "sdk-1.1"]);
    assert_eq!(parted.found(), ["product-alone v1.0"]);
    assert!(parted.said("product-alone")[0].contains("give each component `aliases`"));
    // Where no component has a tag, nothing can be seen.
    let mut silent = by_hand("chain", "[defaults]\ntag = false\n");
    silent.tag(&["v1.0"]).commit("a").tag(&["v1.1"]);
    assert_eq!(silent.found(), [""; 0]);
}

#[test]
fn a_component_without_tags_is_released_where_a_bill_first_has_its_version() {
    let config = "scheme = \"chain\"\n[component.core]\ntag = false\n[component.sdk]\n";
    let files = [("core/VERSION", "1.0"), ("sdk/VERSION", "1.0")];
    let mut past = Chronicle::new(config, &files);
    past.release(release("1.0", &["core", "sdk"]));
    past.on("2016-11-01").release(release("minor", &["core"]));
    assert!(past.world.tags.contains_key("v1.1") && !past.world.tags.contains_key("sdk-1.1"));
    assert_eq!(past.found(), [""; 0]);
    past.on("2016-11-08").release(patch(&["sdk"]));
    assert_eq!(past.found(), [""; 0]);
    // What a bill repeats was not released there.
    let sdk = "1.1.20161109";
    let bill = format!("a\n\nRelease-Component: core 1.2\nRelease-Component: sdk {sdk}\n");
    past.on("2016-11-09").write("core/VERSION", "1.2").write("sdk/VERSION", sdk).commit("a");
    past.annotate(&format!("sdk-{sdk}"), &bill).commit("b").annotate("v1.2", &bill);
    assert_eq!(past.said("product-alone").len(), 1, "{:?}", past.found());
}

#[test]
fn chain_5_what_embeds_was_released_with_what_it_embeds() {
    let mut past = chain();
    past.on("2016-11-01");
    let bill = "core 1.0.20161101\n\nRelease-Component: core 1.0.20161101\n\
                Release-Component: sdk 1.0\nRelease-Component: mac 1.0\n";
    past.write("core/VERSION", "1.0.20161101").commit("a").annotate("core-1.0.20161101", bill);
    assert_eq!(past.found(), ["embeds-follow core-1.0.20161101"]);
    let said = &past.said("embeds-follow")[0];
    let wanted = "CHAIN-5: `core` was released in core-1.0.20161101 without `mac`, which embeds it";
    assert!(said.starts_with(wanted), "{said}");
    // Without a bill and without the commit's word, it may have been released somewhere else.
    past.annotate("core-1.0.20161101", "by hand");
    assert_eq!(past.found(), [""; 0]);
    // The commit says so as well.
    let message = "Release\n\nRelease-Component: core 1.0.20161102\nRelease-Plan: 4f2a\n";
    past.on("2016-11-02").write("core/VERSION", "1.0.20161102").commit(message);
    past.tag(&["core-1.0.20161102"]);
    assert_eq!(past.found(), ["embeds-follow core-1.0.20161102"]);
}

#[test]
fn kolab_10_an_upgraded_component_raises_the_suite_by_a_minor() {
    let config = "scheme = \"kolab\"\n[component.kolabd]\n\
                  [component.suite]\nrole = \"suite\"\nembeds = [\"kolabd\"]\n";
    let files = [("kolabd/VERSION", "2.4.3"), ("suite/VERSION", "2.4.0")];
    let mut past = Chronicle::new(config, &files);
    past.tag(&["kolabd-2.4.3", "suite-2.4.0"]);
    past.release(patch(&["kolabd"]));
    assert!(past.world.tags.contains_key("suite-2.5.0"));
    assert_eq!(past.found(), [""; 0]);
    let bill = "suite 2.5.1\n\nRelease-Component: kolabd 2.4.5\nRelease-Component: suite 2.5.1\n";
    past.write("kolabd/VERSION", "2.4.5").write("suite/VERSION", "2.5.1").commit("a");
    past.annotate("suite-2.5.1", bill).tag(&["kolabd-2.4.5"]);
    assert_eq!(past.found(), ["embeds-follow suite-2.5.1"]);
    let said = &past.said("embeds-follow")[0];
    assert!(said.starts_with("KOLAB-10: `suite` embeds `kolabd`, and rose from 2.5.0 to 2.5.1 only, where its minor has to rise"), "{said}");
}

#[test]
fn chain_7_one_operation_carries_one_date() {
    let mut past = chain();
    past.on("2016-11-02").release(patch(&["core", "sdk"]));
    assert_eq!(past.found(), [""; 0]);
    let message = "Release\n\nRelease-Component: sdk 1.0.20161103\nRelease-Component: core 1.0.20161104\n\
                   Release-Component: mac 1.0.20161104\nRelease-Plan: 4f2a\n";
    for (name, day) in [("sdk", "03"), ("core", "04"), ("mac", "04")] {
        past.write(&format!("{name}/VERSION"), &format!("1.0.201611{day}"));
    }
    past.on("2016-11-04").commit(message);
    past.tag(&["sdk-1.0.20161103", "core-1.0.20161104", "mac-1.0.20161104"]);
    assert_eq!(past.found(), ["one-date core-1.0.20161104"]);
    let said = &past.said("one-date")[0];
    let wanted = "CHAIN-7: the release of core-1.0.20161104 carries several dates: 2016-11-03 (sdk) and 2016-11-04 (core and mac)";
    assert!(said.starts_with(wanted), "{said}");
}

#[test]
fn a_patch_in_this_month_takes_along_a_candidate_for_the_next() {
    let config = "scheme = \"calver\"\n[product]\ntag = \"v{version}\"\n[component.core]\n\
                  [component.suite]\nembeds = [\"core\"]\n";
    let files = [("core/VERSION", "2016.10.0"), ("suite/VERSION", "2016.10.0")];
    let mut past = Chronicle::new(config, &files);
    past.tag(&["v2016.10.0", "core-2016.10.0", "suite-2016.10.0"]);
    past.on("2016-11-02").release(pre("rc", None, &["suite"]));
    past.on("2016-11-03").release(patch(&["core"]));
    assert!(past.world.tags.contains_key("core-2016.10.1"), "November is not out yet");
    assert!(past.world.tags.contains_key("suite-2016.11.0-rc.2"), "it embeds the core");
    assert_eq!(past.found(), [""; 0]);
    // Dates that one operation takes are still compared.
    let message = "Release\n\nRelease-Component: core 2016.11.0\n\
                   Release-Component: suite 2016.12.0\nRelease-Plan: 4f2a\n";
    past.write("core/VERSION", "2016.11.0").write("suite/VERSION", "2016.12.0");
    past.on("2016-12-01").commit(message).tag(&["core-2016.11.0", "suite-2016.12.0"]);
    assert!(past.found().iter().any(|found| found.starts_with("one-date ")), "{:?}", past.found());
}

/// The next candidate of what is still to come out has its first one's date, behind the label too.
#[test]
fn a_patch_takes_along_the_next_candidate_of_one_label() {
    let config = "scheme = \"calver\"\n[component.plug]\n[component.doc]\n\
                  [component.suite]\nembeds = [\"plug\"]\n";
    let names = ["plug", "doc", "suite"];
    let files = names.map(|name| (format!("{name}/VERSION"), "2026.1.0"));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut past = Chronicle::new(config, &files);
    past.on("2026-01-05").release(release("2026.1.0", &[]));
    past.on("2026-02-05").release(release("month", &["doc"]));
    past.on("2026-03-03").release(pre("beta", Some("month"), &["suite"]));
    past.on("2026-03-05").release(patch(&["plug"]));
    for tag in ["plug-2026.2.1", "suite-2026.3.0-beta.2"] {
        assert!(past.world.tags.contains_key(tag), "{:?}", past.world.tags.keys());
    }
    assert_eq!(past.found(), [""; 0]);
}

#[test]
fn diav_7_minimums_name_a_core_that_was_out_and_do_not_go_down_unsaid() {
    let config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\nmanifests = []\n\
                  [component.users]\nmanifests = []\n";
    let mut past = Chronicle::new(config, &[]);
    past.on("2016-11-01").tag(&["core-3.0.0.1883", "users-1.0.1883.0"]);
    past.on("2016-11-02").commit("a").tag(&["users-1.0.1884.0"]);
    assert_eq!(past.found(), ["minimum-known users-1.0.1884.0"]);
    let said = &past.said("minimum-known")[0];
    let wanted = "DIAV-7: users-1.0.1884.0 needs at least 1884, and the newest that was out is 1883 (core-3.0.0.1883)";
    assert!(said.starts_with(wanted), "{said}");
    // A core that came out before it on another branch was out.
    past.switch("next").commit("b").tag(&["core-4.0.0.1885"]);
    past.on("2016-11-03").switch("main").commit("c").tag(&["users-1.0.1885.0"]);
    assert_eq!(past.found(), ["minimum-known users-1.0.1884.0"]);
    past.commit("d").tag(&["users-1.1.1883.0"]);
    assert_eq!(past.found()[1..], ["minimum-lowered users-1.1.1883.0"]);
    assert!(
        past.said("minimum-lowered")[0]
            .contains("lowers the minimum to 1883, which users-1.0.1885.0 had at 1885")
    );
    past.annotate("users-1.1.1883.0", "users\n\nBecause: it runs there again\n");
    assert_eq!(past.found(), ["minimum-known users-1.0.1884.0"]);
    // What was said once is the measure of all that come after it.
    past.commit("e").tag(&["users-1.1.1883.1"]);
    assert_eq!(past.found(), ["minimum-known users-1.0.1884.0"]);
    past.commit("f").tag(&["users-1.2.1882.0"]);
    assert_eq!(past.found()[1..], ["minimum-lowered users-1.2.1882.0"]);
    assert!(past.said("minimum-lowered")[0].contains("had at 1883"), "what was said with a reason");
    past.commit("g").tag(&["users-1.2.1885.0"]).commit("h").tag(&["users-1.3.1883.0"]);
    let lowered = ["minimum-lowered users-1.2.1882.0", "minimum-lowered users-1.3.1883.0"];
    assert_eq!(past.found()[1..], lowered);
    assert!(past.said("minimum-lowered")[1].contains("which users-1.2.1885.0 had at 1885"));
}

#[test]
fn ibex_8_lines_of_their_own_are_not_compared() {
    let config = r#"
[line.ibex]
scheme = "ibex"
tag = "ibex-{version}"
components = ["core"]
[line.scripts]
scheme = "semver"
tag = "scripts-{version}"
components = ["generator"]
[component.core]
manifests = []
[component.generator]
manifests = []
"#;
    let mut past = Chronicle::new(config, &[]);
    past.tag(&["ibex-7.2.0", "core-7.2.0", "scripts-1.0.0", "generator-1.0.0"]);
    past.commit("a").tag(&["scripts-1.1.0", "generator-1.1.0"]);
    past.commit("b").tag(&["generator-1.1.1"]).tag(&["ibex-7.2.1", "core-7.2.1"]);
    assert_eq!(past.found(), [""; 0]);
    past.commit("c").tag(&["generator-1.2.1"]);
    assert_eq!(past.found(), ["ahead-of-line generator-1.2.1"]);
    assert!(past.said("ahead-of-line")[0].contains("at 1.1 (scripts-1.1.0)"));
}

#[test]
fn what_one_tag_for_all_was_called_before_was_the_product_s() {
    let config = "scheme = \"semver-fixed\"\n[product]\ntag = \"v{version}\"\n\
                  [defaults]\ntag = \"v{version}\"\n\
                  [component.core]\nmanifests = []\naliases = [\"{version}\"]\n";
    let mut past = Chronicle::new(config, &[]);
    past.on("2016-11-01").tag(&["7.0.0"]);
    past.commit("a").tag(&["7.1.0"]);
    past.commit("b").tag(&["v8.0.0"]);
    assert_eq!(past.found(), [""; 0]);
}
