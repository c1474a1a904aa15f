//! Order along the history, versions that came out twice, and dates.

use super::Chronicle;
use crate::world::{patch, pre, promote, release};

/// `core` under `scheme`, its version in tags only.
fn core(scheme: &str, more: &str) -> Chronicle {
    let config = format!("scheme = \"{scheme}\"\n[component.core]\nmanifests = []\n{more}");
    Chronicle::new(&config, &[])
}

#[test]
fn chain_9_what_falls_along_the_history_is_told_once_for_each_release() {
    let mut past = core("chain", "");
    past.on("2016-11-01").tag(&["core-1.0.20161024"]);
    past.commit("a").tag(&["core-1.0.20161101"]);
    assert_eq!(past.found(), [""; 0]);
    past.commit("b").on("2016-11-05").tag(&["core-1.0.20161028"]);
    past.commit("c").tag(&["core-1.0.20161030"]);
    past.commit("d").tag(&["core-1.0.20161105"]);
    assert_eq!(past.found(), ["not-lower core-1.0.20161028", "not-lower core-1.0.20161030"]);
    assert_eq!(
        past.said("not-lower")[0],
        "CHAIN-9: core-1.0.20161028 is below core-1.0.20161101, which its history has / \
         tags stay as they are published; the next release goes above 1.0.20161101"
    );
}

#[test]
fn semver_11_branches_side_by_side_are_nobodys_mistake() {
    let mut past = core("semver-independent", "");
    past.tag(&["core-1.0.0"]).switch("1.x").switch("main").commit("on");
    past.tag(&["core-2.0.0"]).switch("1.x").commit("fix").tag(&["core-1.0.1"]);
    assert_eq!(past.found(), [""; 0]);
    // Once the maintenance branch has what is newer, it is out of order there.
    past.merge("main").commit("fix again").tag(&["core-1.0.2"]);
    assert_eq!(past.found(), ["not-lower core-1.0.2"]);
}

#[test]
fn ibex_6_a_branch_bound_to_its_range_is_compared_within_it() {
    let bound = "[branches]\n\"Release_*.*.x\" = \"{major}.{minor}\"\n";
    let mut past = core("ibex", bound);
    past.tag(&["v7.2.0", "core-7.2.0"]).commit("on").tag(&["v7.3.0", "core-7.3.0"]);
    past.switch("Release_7.2.x").commit("fix").tag(&["v7.2.1", "core-7.2.1"]);
    assert_eq!(past.found(), [""; 0], "it was cut too late, and its range says why it is below");
    // What it must not release is outside its range.
    past.commit("feature").tag(&["v7.4.0", "core-7.4.0"]);
    let found = ["branch-range v7.4.0", "branch-range core-7.4.0"];
    assert_eq!(past.found(), found);
    assert_eq!(
        past.said("branch-range")[1],
        "IBEX-6: core-7.4.0 was released on Release_7.2.x, which is bound to major 7, minor 2 / \
         release on a branch of that line, or on one that is not bound"
    );
    // On the way home it belongs to a branch that is free.
    past.switch("main").merge("Release_7.2.x");
    assert_eq!(past.found(), [""; 0]);
    // Unbound, the same history has 7.2.1 below 7.3.0.
    let mut unbound = core("ibex", "");
    unbound.tag(&["v7.3.0", "core-7.3.0"]).commit("fix").tag(&["v7.2.1", "core-7.2.1"]);
    let lower = ["not-lower v7.2.1", "catch-up core-7.2.1", "not-lower core-7.2.1"];
    assert_eq!(unbound.found(), lower);
}

#[test]
fn iric_1_equal_versions_came_out_twice_however_they_are_spelled() {
    let mut past = core("iric", "aliases = [\"old\"]\n");
    past.tag(&["core-2.1", "old-2.1"]);
    assert_eq!(past.found(), [""; 0], "a new name on the same commit is no other release");
    past.tag(&["core-2.1.0"]);
    assert_eq!(past.found(), ["released-twice core-2.1.0", "tag-spelling core-2.1.0"]);
    assert!(
        past.said("released-twice")[0]
            .contains("core-2.1.0 and core-2.1 are one version, spelled twice")
    );
    past.delete_tag("core-2.1.0").commit("on").tag(&["core-2.1.0"]);
    let said = past.said("released-twice");
    assert!(
        said[0].contains("two commits: 0000000001 and 0000000000")
            || said[0].contains("one version, and two commits"),
        "{said:?}"
    );
    assert_eq!(past.found(), ["released-twice core-2.1.0", "tag-spelling core-2.1.0"]);
    // Under an alias on another commit, it is another release.
    past.delete_tag("core-2.1.0").tag(&["old-2.1"]);
    assert_eq!(past.found(), ["released-twice old-2.1"]);
}

#[test]
fn diav_2_a_serial_is_one_releases_on_every_branch() {
    let mut past = core("diavolo", "role = \"core\"\n");
    past.tag(&["core-3.0.0.1890"]).switch("next").commit("on").tag(&["core-4.0.0.1891"]);
    past.switch("main").commit("fix").tag(&["core-3.0.0.1891"]);
    assert_eq!(past.found(), ["serial-reused core-3.0.0.1891"]);
    assert!(
        past.said("serial-reused")[0].starts_with("DIAV-2: core-3.0.0.1891 has the serial 1891")
    );
    // By the revision alone, this one rises.
    past.commit("fix").tag(&["core-2.0.0.1892"]);
    assert_eq!(past.found(), ["serial-reused core-3.0.0.1891"]);
}

/// The product's version is fresh on each line, and its components count for themselves.
#[test]
fn a_serial_of_the_components_own_is_not_the_products() {
    let scheme = |scope: &str| {
        format!(
            "[scheme]\nname = \"serial\"\nformat = \"{{era}}.{{n}}\"\n[scheme.part.era]\n\
             scope = \"product\"\n[scheme.part.n]\nkind = \"serial\"\n{scope}\
             [component.core]\nmanifests = []\n"
        )
    };
    let mut past = Chronicle::new(&scheme(""), &[]);
    past.release(release("1.0", &[]));
    past.commit("a").release(release("era", &["core"]));
    assert!(past.world.tags.contains_key("core-2.1") && past.world.tags.contains_key("v2.0"));
    assert_eq!(past.found(), [""; 0]);
    past.commit("b").tag(&["core-2.0"]);
    assert!(past.found().contains(&"serial-reused core-2.0".to_owned()), "{:?}", past.found());
    // One tag for both is a component's too.
    let one = "[product]\ntag = \"v{version}\"\n[defaults]\ntag = \"v{version}\"\n";
    let mut past = Chronicle::new(&format!("{one}{}", scheme("")), &[]);
    past.tag(&["v1.0"]).commit("a").tag(&["v2.0"]);
    assert_eq!(past.found(), ["serial-reused v2.0"]);
    // What is shared is the product's to count.
    let mut past = Chronicle::new(&scheme("scope = \"product\"\n"), &[]);
    past.tag(&["v1.0", "core-1.0"]).commit("a").tag(&["v2.0", "core-2.1"]);
    assert!(past.found().contains(&"serial-reused v2.0".to_owned()), "{:?}", past.found());
}

#[test]
fn chain_9_a_date_is_not_after_its_day_and_does_not_go_back() {
    let mut past = core("chain", "");
    past.on("2016-11-01").tag(&["core-1.0.20161102"]);
    assert_eq!(past.found(), [""; 0], "it may be the next day elsewhere");
    past.commit("a").tag(&["core-1.0.20161105"]);
    assert_eq!(past.found(), ["future-date core-1.0.20161105"]);
    let said = past.said("future-date");
    assert!(
        said[0].contains("dated 2016-11-05, and was made on 2016-11-02 at the latest"),
        "{said:?}"
    );
    // On a new line a lower date is above the earlier one all the same.
    past.on("2016-11-10").commit("b").tag(&["v1.1", "core-1.1"]);
    past.commit("c").tag(&["core-1.1.20161101"]);
    let found = ["date-order core-1.1.20161101", "future-date core-1.0.20161105"];
    assert_eq!(past.found(), found);
    let said = past.said("date-order");
    assert!(said[0].contains("is dated 2016-11-01, before core-1.0.20161102"), "{said:?}");
}

#[test]
fn chain_7_a_day_that_was_borrowed_stands_before_its_own() {
    let config = "[scheme]\nextends = \"chain\"\npart.build.same-day = \"borrow\"\n\
                  [component.core]\nmanifests = []\n";
    let mut past = Chronicle::new(config, &[]);
    past.tag(&["core-1.0"]).on("2016-11-01").commit("a").tag(&["core-1.0.20161101"]);
    past.commit("b").tag(&["core-1.0.20161102"]);
    // A higher part, and the next patch on the very day that all of it was made on.
    past.commit("c").tag(&["v1.1", "core-1.1"]).commit("d").tag(&["core-1.1.20161101"]);
    assert_eq!(past.found(), [""; 0], "no clock was wrong");
    // Where nobody else took that day, nothing was borrowed.
    past.delete_tag("core-1.0.20161101");
    assert_eq!(past.found(), ["date-order core-1.1.20161101"]);
}

#[test]
fn chain_7_days_that_are_borrowed_were_taken_before() {
    let config = "[scheme]\nextends = \"chain\"\npart.build.same-day = \"borrow\"\n\
                  [component.core]\n";
    let mut past = Chronicle::new(config, &[("core/VERSION", "1.0")]);
    past.tag(&["core-1.0"]).on("2016-11-01");
    past.release(patch(&["core"]));
    past.release(patch(&["core"]));
    for day in ["20161103", "20161104"] {
        past.write("core/VERSION", &format!("1.0.{day}")).commit("by hand");
        past.tag(&[&format!("core-1.0.{day}")]);
    }
    assert_eq!(past.found(), [""; 0], "three days were borrowed");
    // A day that nobody took is none to borrow.
    past.delete_tag("core-1.0.20161103");
    assert_eq!(past.found(), ["future-date core-1.0.20161104"]);
}

#[test]
fn kolab_6_the_part_of_an_unstable_fix_is_there_after_one_and_only_then() {
    let mut past = core("kolab", "");
    past.tag(&["core-2.4.3"]).commit("a").tag(&["core-2.4.4-rc1"]).commit("b");
    past.tag(&["core-2.4.4.0"]).commit("c").tag(&["core-2.4.5"]);
    assert_eq!(past.found(), [""; 0]);
    past.commit("d").tag(&["core-2.4.6.0"]).commit("e").tag(&["core-2.4.7-rc1"]);
    past.commit("f").tag(&["core-2.4.7"]);
    assert_eq!(past.found(), ["pre-unstable core-2.4.6.0", "pre-unstable core-2.4.7"]);
    let said = past.said("pre-unstable");
    assert!(
        said[0].starts_with("KOLAB-6: core-2.4.6.0 has `settled`, and no unstable fix"),
        "{said:?}"
    );
    assert!(said[1].contains("core-2.4.7 follows core-2.4.7-rc1"), "{said:?}");
}

/// Pre-releases have the serial of the release that they lead to.
#[test]
fn diav_2_a_pre_release_has_the_serial_of_its_final() {
    let config = "[scheme]\nextends = \"diavolo\"\n[scheme.pre]\nlabels = [\"rc\"]\n\
                  write = \"-{label}{n}\"\n[component.core]\nrole = \"core\"\n";
    let mut past = Chronicle::new(config, &[("core/VERSION", "1.0.0.1882")]);
    past.release(release("1.0.0.1882", &["core"]));
    past.release(pre("rc", Some("minor"), &["core"]));
    past.release(pre("rc", None, &["core"]));
    let plan = past.release(promote(&["core"]));
    assert_eq!(plan.components[0].to, "1.1.0.1883");
    assert_eq!(past.found(), [""; 0]);
}
