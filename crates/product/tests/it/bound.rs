//! Branches that are bound to a range of the line (SEMANTICS 18).

use product::Purpose;
use product::plan::Reason;

use crate::world::{World, patch, refusal, release};

/// Two components at 1.0.0, and a branch of that line to come.
fn maintained(scheme: &str) -> World {
    let config = format!(
        "scheme = \"{scheme}\"\n[branches]\n\"rel-*.*\" = \"{{major}}.{{minor}}\"\n\
         [component.core]\n[component.img]\n"
    );
    let mut world = World::new(&config, &[("core/VERSION", "1.0.0"), ("img/VERSION", "1.0.0")]);
    world.run(release("1.0.0", &[])).unwrap();
    world
}

/// The range says which releases are looked at, and the branch has to have the last of them.
#[test]
fn ibex_6_a_release_in_the_range_that_the_branch_lacks_comes_first() {
    for scheme in ["ibex", "semver"] {
        let mut world = maintained(scheme);
        let before = world.clone();
        let plan = world.run(patch(&["core", "img"])).unwrap();
        let fix: Vec<String> = plan.tags.iter().map(|tag| tag.name.clone()).collect();
        // The same fix is out from elsewhere; the branch has the files from before it.
        world.files.clone_from(&before.files);
        world.elsewhere.clone_from(&fix);
        world.branch = "rel-1.0".into();
        let both: Vec<_> = [release("1.0.2", &[]), patch(&["core", "img"])].into();
        for asked in both {
            let said = refusal(world.plan(asked));
            assert!(
                said.contains("`core` was last released as core-1.0.1, which is not"),
                "{said}"
            );
            assert!(said.contains("merge core-1.0.1 first") && said.ends_with("/ 1"), "{said}");
        }
        assert_eq!(world.status().components[0].next, None);
        // What is beyond the range is none of its business.
        world.elsewhere.clear();
        world.tag(&["core-1.1.0", "img-1.1.0"]);
        world.elsewhere = vec!["core-1.1.0".into(), "img-1.1.0".into()];
        world.write("core/VERSION", "1.0.1").write("img/VERSION", "1.0.1");
        let plan = world.plan(patch(&["core", "img"])).unwrap();
        assert!(plan.components.iter().all(|step| step.to == "1.0.2"), "{:?}", plan.components);
    }
}

#[test]
fn a_number_that_no_version_has_binds_a_branch_all_the_same() {
    let mut world = maintained("semver");
    for (branch, bound) in [("rel-1.99999999999999999999", true), ("rel-1.x", false)] {
        world.branch = branch.into();
        for asked in [release("1.1.0", &["core"]), patch(&["core"])] {
            let plan = world.plan(asked);
            assert_eq!(plan.is_err(), bound, "{branch}: {plan:?}");
        }
    }
}

/// A branch whose name holds no number is kept to one all the same.
#[test]
fn semantics_18_a_branch_is_bound_to_the_numbers_that_are_said() {
    let config = "scheme = \"semver\"\n[branches]\nmain = \"2\"\n\"old/*\" = \"1.{minor}\"\n\
                  four = \"1.4\"\n\
                  [component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "2.0.0")]);
    world.run(release("2.0.0", &[])).unwrap();
    world.tag(&["v3.0.0-alpha.1", "core-3.0.0-alpha.1", "core-1.4.2"]);
    world.elsewhere = vec!["v3.0.0-alpha.1".into(), "core-3.0.0-alpha.1".into()];
    for (branch, asked, comes_to) in [
        ("main", patch(&["core"]), Ok("2.0.1")),
        ("main", release("major", &["core"]), Err("outside")),
        ("old/4", patch(&["core"]), Ok("1.4.3")),
        ("four", patch(&["core"]), Ok("1.4.3")),
        ("next", patch(&["core"]), Err("merge core-3.0.0-alpha.1 first")),
    ] {
        world.branch = branch.into();
        world.write("core/VERSION", if comes_to == Ok("1.4.3") { "1.4.2" } else { "2.0.0" });
        match (world.plan(asked), comes_to) {
            (Ok(plan), Ok(to)) => assert_eq!(plan.components[0].to, to, "{branch}"),
            (Err(error), Err(says)) => {
                let said = refusal(Err(error));
                assert!(said.contains(says), "{branch}: {said}");
            }
            other => panic!("{branch}: {other:?}"),
        }
    }
}

/// The line moved to 1.1 without the SDK, and is kept on a branch of its own.
fn left_behind() -> World {
    let config = "scheme = \"chain\"\n[branches]\n\"maint_*.*\" = \"{major}.{minor}\"\n\
                  [component.core]\n[component.sdk]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0"), ("sdk/VERSION", "1.0")]);
    world.on("2026-01-01").run(release("1.0", &[])).unwrap();
    world.on("2026-02-01").run(release("minor", &["core"])).unwrap();
    world.branch = "maint_1.1".into();
    world.on("2026-03-01");
    world
}

#[test]
fn chain_4_a_laggard_on_a_bound_branch_goes_on_from_before_its_range() {
    let mut world = left_behind();
    world.commit("Mend the SDK", &["sdk/code"]);
    let plan = world.plan(patch(&["sdk"])).unwrap();
    let step = &plan.components[0];
    assert_eq!((step.from.as_deref(), step.to.as_str()), (Some("1.0"), "1.1.20260301"));
    let caught_up = Reason::CatchUp { from: "1.0".into(), to: "1.1".into() };
    assert!(step.reasons.contains(&caught_up), "{:?}", step.reasons);
    assert_eq!(world.status().components[1].tag.as_deref(), Some("sdk-1.0"));
    let notes = world.notes(Some("sdk"));
    assert!(format!("{notes:?}").contains("Mend the SDK"), "{notes:?}");
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.apply_and_state(&plan);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    assert_eq!(world.versions(), ["core 1.1", "sdk 1.1.20260301"]);
}

#[test]
fn chain_8_a_laggards_impacts_are_no_first_releases() {
    let mut world = left_behind();
    let file = "---\ncomponents: [sdk]\nimpact: api-removed\n---\nOld API gone\n";
    world.write("changes/gone.md", file);
    let bound = refusal(world.plan(patch(&["sdk"])));
    world.branch = "other".into();
    assert_eq!(bound, refusal(world.plan(patch(&["sdk"]))));
    assert!(bound.starts_with("CHAIN-8: "), "{bound}");
}

/// What is above the range never counts, nor does what is below it and on another branch.
#[test]
fn chain_9_only_what_the_branch_has_stands_in_for_its_range() {
    let mut world = left_behind();
    world.tag(&["sdk-1.0.20260116", "sdk-1.2", "core-1.2"]);
    world.elsewhere = vec!["sdk-1.0.20260116".into(), "sdk-1.2".into(), "core-1.2".into()];
    world.write("sdk/VERSION", "1.0.20260115").tag(&["sdk-1.0.20260115"]);
    let plan = world.plan(patch(&["sdk"])).unwrap();
    let step = &plan.components[0];
    assert_eq!((step.from.as_deref(), step.to.as_str()), (Some("1.0.20260115"), "1.1.20260301"));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    // A manifest is what one of them was released as.
    world.write("sdk/VERSION", "1.0.20260116");
    let said = refusal(world.plan(patch(&["sdk"])));
    assert!(said.contains("1.0.20260115") && said.contains("sdk-1.0.20260115"), "{said}");
    // Where the branch has none of them, nothing of it was released here.
    world.elsewhere.extend(["sdk-1.0".into(), "sdk-1.0.20260115".into()]);
    world.write("sdk/VERSION", "1.0");
    let step = &world.plan(patch(&["sdk"])).unwrap().components[0];
    assert!(step.first, "{step:?}");
}

/// A branch that is made before its range has a release begins where the branch stands.
#[test]
fn ibex_6_the_first_release_of_a_range_moves_on_from_before_it() {
    let mut world = left_behind();
    world.branch = "maint_1.2".into();
    assert_eq!(world.status().line.as_deref(), Some("1.1"));
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.contains("outside what branch `maint_1.2` may release"), "{said}");
    let plan = world.run(release("minor", &["core"])).unwrap();
    assert_eq!(plan.components[0].to, "1.2");
    assert_eq!(plan.components[0].from.as_deref(), Some("1.1"));
}

#[test]
fn kolab_10_a_range_holds_for_each_number_where_none_is_shared() {
    let config = "scheme = \"kolab\"\n[branches]\n\"*.*\" = \"{major}.{minor}\"\n\
                  [component.imapd]\n[component.suite]\nrole = \"suite\"\nembeds = [\"imapd\"]\n";
    let mut world = World::new(config, &[("imapd/VERSION", "2.5.0"), ("suite/VERSION", "3.1.0")]);
    world.tag(&["imapd-2.5.0", "suite-3.1.0"]);
    world.branch = "2.5".into();
    let said = refusal(world.plan(patch(&["imapd"])));
    assert!(said.contains("`suite` 3.2.0 is outside what branch `2.5` may release"), "{said}");
    assert!(said.contains("no part is shared") && said.contains("by its own number"), "{said}");
    world.branch = "main".into();
    assert!(world.plan(patch(&["imapd"])).is_ok());
}

/// The line moved to 1.1 with core, on another branch than the one that is looked at.
fn moved_elsewhere() -> World {
    let mut world = left_behind();
    world.branch = "old".into();
    world.elsewhere = vec!["v1.1".into(), "core-1.1".into()];
    world.write("core/VERSION", "1.0");
    world
}

/// What moved the line is in what goes on from it, whoever takes part: the next release of the product
/// would have an older core than its last.
#[test]
fn chain_11_a_line_that_moved_on_another_branch_is_merged_first() {
    let mut world = moved_elsewhere();
    for asked in [release("minor", &["sdk"]), release("1.2", &["sdk"]), patch(&["sdk"])] {
        let said = refusal(world.plan(asked));
        assert!(said.contains("came to 1.1 with v1.1, which is not in this branch's"), "{said}");
        assert!(said.contains("merge v1.1 first") && said.ends_with("/ 1"), "{said}");
    }
    assert_eq!(world.status().components[1].next, None);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    // Nobody's own tag stands in for the product's; a branch that is merged has it.
    world.tag(&["sdk-1.1.20260201"]).write("sdk/VERSION", "1.1.20260201");
    assert!(refusal(world.plan(release("minor", &["sdk"]))).contains("merge v1.1 first"));
    // On the line that its last release is on, it takes nothing from there.
    assert_eq!(world.plan(patch(&["sdk"])).unwrap().components[0].to, "1.1.20260301");
    world.elsewhere.clear();
    world.write("core/VERSION", "1.1");
    assert_eq!(world.plan(release("minor", &["sdk"])).unwrap().components[0].to, "1.2");
}

#[test]
fn chain_11_a_new_component_joins_no_line_that_the_branch_lacks() {
    let mut world = moved_elsewhere();
    let config = "scheme = \"chain\"\n[component.core]\n[component.sdk]\n[component.new]\n";
    world.product = World::new(config, &[]).product;
    world.write("new/VERSION", "1.0");
    let said = refusal(world.plan(patch(&["new"])));
    assert!(said.contains("merge v1.1 first"), "{said}");
    world.elsewhere.clear();
    world.write("core/VERSION", "1.1");
    assert_eq!(world.plan(patch(&["new"])).unwrap().components[0].to, "1.1.20260301");
}

/// Where the product has no tag on the line, any component's says that the branch has it; those that
/// are retired are nobody's to lack.
#[test]
fn chain_11_one_of_those_on_the_line_is_enough_where_the_product_has_no_tag() {
    let mut world = moved_elsewhere();
    let rows = "[component.core]\n[component.img]\nmanifests = []\n[component.sdk]\n";
    let config = format!("scheme = \"chain\"\n[product]\ntag = \"p-{{version}}\"\n{rows}");
    world.product = World::new(&config, &[]).product;
    assert!(refusal(world.plan(patch(&["sdk"]))).contains("merge core-1.1 first"));
    world.tag(&["img-1.1"]);
    assert_eq!(world.plan(patch(&["sdk"])).unwrap().components[0].to, "1.1.20260301");
    world.tags.remove("img-1.1");
    let config = config.replace("[component.img]", "retired = true\n[component.img]");
    world.product = World::new(&config, &[]).product;
    assert_eq!(world.plan(patch(&["sdk"])).unwrap().components[0].to, "1.1.20260301");
}

/// What has its version in tags only is where the branch has it, as a manifest would be.
#[test]
fn chain_9_a_bill_has_what_the_branch_has_of_what_stays() {
    let config = "scheme = \"chain\"\n[branches]\n\"maint_*.*\" = \"{major}.{minor}\"\n\
                  [component.core]\n[component.sdk]\n[component.img]\nmanifests = []\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0"), ("sdk/VERSION", "1.0")]);
    world.on("2026-01-01").run(release("1.0", &["core", "sdk", "img"])).unwrap();
    world.on("2026-01-02").run(patch(&["img"])).unwrap();
    world.on("2026-02-01").run(patch(&["core", "img"])).unwrap();
    world.write("core/VERSION", "1.0");
    let bill = |world: &World| {
        let plan = world.plan(patch(&["sdk"])).unwrap();
        plan.bill().into_iter().map(|(name, version)| format!("{name} {version}")).collect()
    };
    world.elsewhere = vec!["core-1.0.20260201".into(), "img-1.0.20260201".into()];
    for branch in ["maint_1.0", "main"] {
        world.branch = branch.into();
        let there: Vec<String> = bill(&world);
        assert_eq!(there, ["sdk 1.0.20260201", "core 1.0", "img 1.0.20260102"], "{branch}");
        assert_eq!(world.versions()[2], "img 1.0.20260102", "{branch}");
        assert!(refusal(world.plan(patch(&["img"]))).contains("merge img-1.0.20260201 first"));
    }
    // What the branch has nothing of has no version there.
    world.elsewhere.extend(["img-1.0".into(), "img-1.0.20260102".into()]);
    let there: Vec<String> = bill(&world);
    assert_eq!(there, ["sdk 1.0.20260201", "core 1.0"]);
}

/// It is a release all the same, and nobody's slip.
#[test]
fn semantics_18_a_release_above_the_range_was_not_made_by_hand() {
    let config = "scheme = \"kolab\"\n[branches]\n\"stable-*.*\" = \"{major}.{minor}\"\n\
                  [component.kolabd]\n[component.imapd]\n";
    let mut world = World::new(config, &[("kolabd/VERSION", "2.4.3"), ("imapd/VERSION", "2.4.3")]);
    world.tag(&["kolabd-2.4.3", "imapd-2.4.3"]);
    world.run(release("minor", &["kolabd"])).unwrap();
    world.run(release("major", &["imapd"])).unwrap();
    world.branch = "stable-2.5".into();
    let said = refusal(world.plan(patch(&["imapd"])));
    assert!(
        said.contains(
            "`imapd` is at 3.0.0 (imapd-3.0.0), above what branch `stable-2.5` may release \
             (major 2, minor 5) / release it from another branch"
        ),
        "{said}"
    );
    assert!(!said.contains("by hand") && !said.contains("adopts"), "{said}");
    let told = product::why(&world.product, &world.snapshot(Purpose::Status), 1).unwrap();
    assert!(told.iter().any(|step| step.contains("3.0.0 is out as imapd-3.0.0")), "{told:?}");
    assert_eq!(world.plan(patch(&["kolabd"])).unwrap().components[0].to, "2.5.1");
    // What no tag has was written by hand here as anywhere.
    world.write("imapd/VERSION", "3.0.1");
    let said = refusal(world.plan(patch(&["imapd"])));
    assert!(said.contains("says 3.0.1, but 2.4.3 was its last release"), "{said}");
    assert!(said.contains("/ `lint --fix` restores the released version, and"), "{said}");
}
