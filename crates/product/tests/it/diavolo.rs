//! Diavolo's policy over a whole product: a core known by its serial, and sub-systems that state the
//! lowest core that they run on.

use product::plan::Reason;
use product::{Asked, Options, Product};

use crate::world::{World, patch, refusal, release};

const CONFIG: &str = "\
scheme = \"diavolo\"
[component.core]
role = \"core\"
[component.users]
[component.forum]
";

/// The core at 3.0.0.1890, users at 1.0.1883.5, forum at 2.1.1884.0: all released.
fn diavolo() -> World {
    world(CONFIG)
}

fn world(config: &str) -> World {
    let mut world = World::new(
        config,
        &[
            ("core/VERSION", "3.0.0.1890"),
            ("users/VERSION", "1.0.1883.5"),
            ("forum/VERSION", "2.1.1884.0"),
        ],
    );
    world.tag(&["core-3.0.0.1890", "users-1.0.1883.5", "forum-2.1.1884.0"]);
    world
}

fn needs(components: &[&str], level: Option<&str>, core: &str) -> Asked {
    let Asked::Patch { components, all, .. } = patch(components) else { unreachable!() };
    let level = level.map(ToOwned::to_owned);
    Asked::Patch { components, all, level, needs_core: Some(core.into()), unstable: false }
}

fn because() -> Options {
    Options { because: Some("it runs on 1880 after all".into()), ..Options::default() }
}

/// `name to` of what moves.
fn moves(world: &World, asked: Asked) -> Vec<String> {
    let plan = world.plan(asked).unwrap_or_else(|error| panic!("{error}"));
    plan.components.iter().map(|step| format!("{} {}", step.name, step.to)).collect()
}

#[test]
fn diav_2_the_core_moves_alone_and_its_serial_never_resets() {
    let world = diavolo();
    for (asked, wanted) in [
        (release("major", &[]), "core 4.0.0.1891"),
        (release("minor", &[]), "core 3.1.0.1891"),
        (patch(&["core"]), "core 3.0.0.1891"),
        (release("9.9.9.1900", &["core"]), "core 9.9.9.1900"),
    ] {
        assert_eq!(moves(&world, asked), [wanted]);
    }
    let plan = world.plan(release("minor", &[])).unwrap();
    assert_eq!(plan.components[0].reasons, [Reason::Suite]);
    assert_eq!(plan.lead().unwrap().name, "core-3.1.0.1891");
    assert_eq!(plan.line, None);
}

#[test]
fn diav_2_a_core_below_the_start_or_with_a_lower_serial_is_refused() {
    let mut world = diavolo();
    let said = refusal(world.plan(release("3.0.0.1", &["core"])));
    assert!(said.starts_with("DIAV-2: ") && said.contains("below 1882"), "{said}");
    let said = refusal(world.plan(release("9.0.0.1889", &["core"])));
    assert!(said.starts_with("DIAV-2: ") && said.contains("that is lower"), "{said}");
    world.write("core/VERSION", "3.0.0.1");
    assert_eq!(world.findings(), ["serial-start core"]);
    assert_eq!(world.lint()[0].policy.as_deref(), Some("DIAV-2"));
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("DIAV-2: "), "{said}");
}

#[test]
fn diav_2_a_serial_of_another_branch_is_refused() {
    let config = format!("{CONFIG}[branches]\n\"maintain-*\" = \"{{major}}\"\n");
    let mut world = world(&config);
    world.tag(&["core-4.0.0.1891", "core-4.1.0.1892"]);
    world.elsewhere = vec!["core-4.0.0.1891".into(), "core-4.1.0.1892".into()];
    world.branch = "maintain-3".into();
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("DIAV-2: ") && said.ends_with("/ 1"), "{said}");
    assert!(said.contains("3.0.0.1891") && said.contains("that of core-4.0.0.1891"), "{said}");
    assert!(said.contains("`release 3.0.0.1893 -p core`"), "{said}");
    assert_eq!(moves(&world, release("3.0.0.1893", &["core"])), ["core 3.0.0.1893"]);
    // Without a range, the other branch's releases are this one's baselines.
    world.branch = "main".into();
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.contains("not in this branch's history"), "{said}");
}

#[test]
fn diav_2_one_serial_is_one_version() {
    let mut world = diavolo();
    let said = refusal(world.plan(release("4.0.0.1890", &["core"])));
    assert!(said.contains("revision 1890 is that of core-3.0.0.1890"), "{said}");
    world.write("core/VERSION", "4.0.0.1890");
    assert_eq!(world.findings(), ["moved-by-hand core"]);
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("DIAV-2: ") && said.contains("says 4.0.0.1890"), "{said}");
    assert!(!said.contains("adopts"), "the serial is taken: {said}");
    assert_eq!(world.status().components[0].next, None);
    world.write("core/VERSION", "3.0.0.1890").tag(&["core-4.0.0.1890"]);
    assert!(world.findings().contains(&"serial-reused core".to_owned()), "{:?}", world.findings());
}

#[test]
fn diav_2_a_manifest_with_another_branchs_serial_is_found() {
    let mut world = diavolo();
    world.tag(&["core-3.0.1.1891"]);
    world.elsewhere = vec!["core-3.0.1.1891".into()];
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.write("core/VERSION", "4.0.0.1891");
    assert_eq!(world.findings(), ["moved-by-hand core", "serial-reused core"]);
    world.write("core/VERSION", "3.0.1.1891");
    assert!(world.findings().is_empty(), "that release itself: {:?}", world.findings());
}

#[test]
fn diav_3_a_sub_system_keeps_its_minimum_until_it_is_raised() {
    let world = diavolo();
    for (asked, wanted) in [
        (patch(&["users"]), "users 1.0.1883.6"),
        (release("minor", &["users"]), "users 1.1.1883.0"),
        (needs(&["users"], None, "latest"), "users 1.0.1890.0"),
        (needs(&["users"], None, "1885"), "users 1.0.1885.0"),
        (needs(&["users"], None, "3.0.0.1886"), "users 1.0.1886.0"),
        (needs(&["users"], None, "1883"), "users 1.0.1883.6"),
        (needs(&["users"], Some("major"), "1884"), "users 2.0.1884.0"),
        (needs(&["users"], Some("build"), "1884"), "users 1.0.1884.0"),
    ] {
        assert_eq!(moves(&world, asked), [wanted]);
    }
    let plan = world.plan(needs(&["users"], None, "latest")).unwrap();
    let raised = Reason::NeedsCore { core: "core".into(), from: 1883, to: 1890 };
    assert_eq!(plan.components[0].reasons, [Reason::Requested, raised]);
    assert_eq!(
        moves(&world, needs(&["core", "users"], None, "latest")),
        ["core 3.0.0.1891", "users 1.0.1891.0"],
        "the core that is released with it"
    );
    assert_eq!(moves(&world, needs(&["users", "core"], None, "1891"))[0], "users 1.0.1891.0");
}

#[test]
fn diav_3_only_those_asked_for_need_a_newer_core() {
    let world = world(&format!("{CONFIG}embeds = [\"users\"]\n"));
    assert_eq!(
        moves(&world, needs(&["users"], None, "latest")),
        ["users 1.0.1890.0", "forum 2.1.1884.1"]
    );
}

#[test]
fn diav_5_major_and_minor_are_a_sub_systems_own() {
    let mut world = diavolo();
    world.run(release("major", &["forum"])).unwrap();
    world.run(release("minor", &["core"])).unwrap();
    assert_eq!(world.versions(), ["core 3.1.0.1891", "users 1.0.1883.5", "forum 3.0.1884.0"]);
    assert!(world.status().components.iter().all(|component| !component.lag));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn diav_7_a_minimum_goes_down_only_with_a_reason() {
    let mut world = diavolo();
    let said = refusal(world.plan(needs(&["users"], None, "1880")));
    assert!(said.starts_with("DIAV-7: ") && said.ends_with("/ 1"), "{said}");
    assert!(said.contains("1883 and may only rise"), "{said}");
    assert!(said.contains("--level minor --because"), "{said}");
    // Even with a reason, the version has to rise.
    let lower = world.plan_with(needs(&["users"], None, "1880"), because());
    assert!(refusal(lower).starts_with("DIAV-7: "));
    for asked in [needs(&["users"], Some("minor"), "1880"), release("1.1.1880.0", &["users"])] {
        let said = refusal(world.plan(asked.clone()));
        assert!(said.starts_with("DIAV-7: ") && said.contains("--because"), "{said}");
        let plan = world.plan_with(asked, because()).unwrap();
        assert_eq!(plan.components[0].to, "1.1.1880.0");
        let lowered = product::lower(&plan, &world.base(&plan)).unwrap();
        let lead = &lowered.tags.last().unwrap().message;
        assert!(lead.contains("\nBecause: it runs on 1880 after all\n"), "{lead}");
    }
    let plan = world.plan_with(release("1.1.1880.0", &["users"]), because()).unwrap();
    world.apply(&plan);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn diav_7_a_minimum_above_the_newest_core_is_refused() {
    let mut world = diavolo();
    for asked in [needs(&["users"], None, "1891"), release("1.0.1891.0", &["users"])] {
        let said = refusal(world.plan(asked));
        assert!(said.starts_with("DIAV-7: ") && said.ends_with("/ 1"), "{said}");
        assert!(said.contains("its newest release is 1890"), "{said}");
    }
    // What stands in the core's manifest is no release.
    world.write("core/VERSION", "3.0.0.1950");
    let said = refusal(world.plan(needs(&["users"], None, "1891")));
    assert!(said.starts_with("DIAV-7: "), "{said}");
    world.write("core/VERSION", "3.0.0.1890").write("users/VERSION", "1.0.1891.0");
    assert_eq!(world.findings(), ["minimum-known users", "moved-by-hand users"]);
    assert_eq!(world.lint()[0].policy.as_deref(), Some("DIAV-7"));
}

#[test]
fn diav_7_a_core_without_a_release_can_be_needed_by_nobody() {
    let mut world = World::new(
        CONFIG,
        &[
            ("core/VERSION", "3.0.0.1882"),
            ("users/VERSION", "1.0.1882.0"),
            ("forum/VERSION", "1.0.0.0"),
        ],
    );
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    for asked in [release("1.0.1882.0", &["users"]), needs(&["forum"], None, "latest")] {
        let said = refusal(world.plan(asked));
        assert!(said.starts_with("DIAV-7: ") && said.contains("release `core` first"), "{said}");
    }
    world.run(release("3.0.0.1882", &["core"])).unwrap();
    world.run(release("1.0.1882.0", &["users"])).unwrap();
    assert_eq!(moves(&world, needs(&["forum"], None, "latest")), ["forum 1.0.1882.0"]);
}

#[test]
fn diav_7_a_wrong_minimum_is_a_wrong_request() {
    let world = diavolo();
    for (asked, wanted) in [
        (needs(&["core"], None, "latest"), "`core` states no minimum"),
        (needs(&["users"], None, "soon"), "`soon` is neither"),
        (needs(&["users"], None, "-1"), "`-1` is neither"),
        (needs(&["users"], None, "3.0.0.1"), "`3.0.0.1` is neither"),
    ] {
        let said = refusal(world.plan(asked));
        assert!(said.contains(wanted) && said.ends_with("/ 2"), "{said}");
    }
    let none =
        World::new("scheme = \"diavolo\"\n[component.users]\n", &[("users/VERSION", "1.0.1883.5")]);
    let said = refusal(none.plan(needs(&["users"], None, "latest")));
    assert!(said.contains("no core") && said.ends_with("/ 2"), "{said}");
    // The core may be another repository's: nobody here can know its newest release.
    assert_eq!(moves(&none, needs(&["users"], None, "1990")), ["users 1.0.1990.0"]);
}

#[test]
fn diav_7_the_configuration_states_the_least() {
    let with =
        |line: &str| CONFIG.replace("[component.forum]", &format!("{line}\n[component.forum]"));
    let latest = world(&with("needs-core = \"latest\""));
    assert_eq!(moves(&latest, patch(&["users"])), ["users 1.0.1890.0"]);
    assert_eq!(moves(&latest, patch(&["users", "core"]))[0], "users 1.0.1891.0");
    assert_eq!(latest.status().components[1].next.as_deref(), Some("1.0.1890.0"));
    let least = world(&with("needs-core = 1885"));
    assert_eq!(moves(&least, patch(&["users"])), ["users 1.0.1885.0"]);
    assert_eq!(moves(&least, needs(&["users"], None, "1886")), ["users 1.0.1886.0"]);
    let said = refusal(least.plan(needs(&["users"], None, "1884")));
    assert!(said.contains("at least 1885") && said.ends_with("/ 2"), "{said}");
    let met = world(&with("needs-core = 1880"));
    assert_eq!(moves(&met, patch(&["users"])), ["users 1.0.1883.6"]);
    for (config, wanted) in [
        (with("needs-core = \"soon\""), "names no release"),
        (with("needs-core = 65535"), "at most 65534"),
        (with("needs-core = true"), "needs-core"),
        (
            CONFIG.replace("role = \"core\"", "role = \"core\"\nneeds-core = 1885"),
            "no part that states",
        ),
        (with("needs-core = \"latest\"").replace("role = \"core\"", ""), "there is none"),
    ] {
        let error = Product::parse("release.toml", config.as_bytes(), &|_| None).unwrap_err();
        assert!(error.to_string().contains(wanted), "{error}");
    }
}

#[test]
fn diav_7_the_least_is_so_for_exact_versions_and_the_newest_core_too() {
    let with =
        |line: &str| CONFIG.replace("[component.forum]", &format!("{line}\n[component.forum]"));
    let least = world(&with("needs-core = 1885"));
    let said = refusal(least.plan(release("1.1.1884.0", &["users"])));
    assert!(said.contains("`users` is said to need at least 1885 of the core, not 1884"), "{said}");
    assert!(
        said.contains("/ write 1885 or more into the version") && said.ends_with("/ 2"),
        "{said}"
    );
    assert_eq!(moves(&least, release("1.1.1885.0", &["users"])), ["users 1.1.1885.0"]);
    // What release.toml says of a core to come is in the way of any number: it is what to lower.
    let ahead = world(&with("needs-core = 1990"));
    for asked in [release("1.1.1990.0", &["users"]), patch(&["users"])] {
        let said = refusal(ahead.plan(asked));
        assert!(
            said.contains("or lower `needs-core` of `users`, which is 1990, to at most 1890"),
            "{said}"
        );
    }
    let said = refusal(least.plan(release("1.1.1990.0", &["users"])));
    assert!(said.contains("or need at most 1890 /"), "{said}");
    let latest = world(&with("needs-core = \"latest\""));
    for asked in [release("1.1.1889.0", &["users"]), needs(&["users"], None, "1889")] {
        let said = refusal(latest.plan(asked));
        assert!(said.contains("at least 1890 of the core, not 1889"), "{said}");
    }
    assert_eq!(moves(&latest, release("1.1.1890.0", &["users"])), ["users 1.1.1890.0"]);
    assert_eq!(moves(&latest, needs(&["users"], None, "latest")), ["users 1.0.1890.0"]);
    // A lower one without a reason speaks of what was asked for.
    let said = refusal(diavolo().plan(release("1.1.1880.0", &["users"])));
    assert!(
        said.contains("or keep 1883 in the version") && !said.contains("--needs-core"),
        "{said}"
    );
}

#[test]
fn diav_1_a_part_past_its_limit_is_refused_under_the_policys_rule() {
    let mut world = diavolo();
    world.write("users/VERSION", "1.0.1883.65534").tag(&["users-1.0.1883.65534"]);
    let said = refusal(world.plan(patch(&["users"])));
    assert!(said.starts_with("DIAV-1: ") && said.contains("at most 65534"), "{said}");
    let said = refusal(world.plan(release("1.0.65535.0", &["users"])));
    assert!(said.starts_with("DIAV-1: ") && said.contains("65535"), "{said}");
}

/// Where the line has the serial, it is that of all that is on the line.
#[test]
fn diav_2_a_shared_serial_is_the_line_s() {
    let config = "[scheme]\nname = \"s\"\nformat = \"{major}.{n}[.{fix}]\"\n\
                  [scheme.part.major]\nscope = \"product\"\n\
                  [scheme.part.n]\nscope = \"product\"\nkind = \"serial\"\n[scheme.part.fix]\n\
                  [component.a]\n[component.b]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.0\n"), ("b/VERSION", "1.0\n")]);
    world.run(release("1.0", &[])).unwrap();
    world.run(patch(&["b"])).unwrap();
    assert_eq!(world.versions(), ["a 1.0", "b 1.0.1"]);
    assert_eq!(world.findings(), [""; 0]);
    world.run(release("n", &["a"])).unwrap();
    world.run(patch(&["b"])).unwrap();
    assert_eq!(world.versions(), ["a 1.1", "b 1.1.1"]);
    assert_eq!(world.findings(), [""; 0]);
}
