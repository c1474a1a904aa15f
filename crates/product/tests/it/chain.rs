//! Chain Core's rules, one by one.

use place::Explain as _;
use product::plan::Reason;

use crate::world::{World, patch, refusal, release};

const CONFIG: &str = r#"
scheme = "chain"
[product]
name = "Chain Core"
tag = "chain-{version}"
[component.core]
[component.sdk-java]
[component.mac]
embeds = ["core"]
[component.windows]
embeds = ["core"]
"#;

/// All four components released as 1.0.
fn chain() -> World {
    let files = ["core", "sdk-java", "mac", "windows"].map(|name| format!("{name}/VERSION"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "1.0\n")).collect();
    let mut world = World::new(CONFIG, &files);
    world.tag(&["core-1.0", "sdk-java-1.0", "mac-1.0", "windows-1.0", "chain-1.0"]);
    world
}

fn tags(plan: &product::Plan) -> Vec<&str> {
    plan.tags.iter().map(|tag| tag.name.as_str()).collect()
}

#[test]
fn chain_case_1_a_component_moves_alone() {
    let mut world = chain();
    let plan = world.on("2016-10-27").run(patch(&["sdk-java"])).unwrap();
    assert_eq!(tags(&plan), ["sdk-java-1.0.20161027"]);
    assert_eq!(world.versions(), ["core 1.0", "sdk-java 1.0.20161027", "mac 1.0", "windows 1.0"]);
    assert_eq!(world.text("sdk-java/VERSION"), "1.0.20161027\n");
}

#[test]
fn chain_5_packagers_follow_what_they_embed() {
    let mut world = chain();
    let plan = world.on("2016-11-01").run(patch(&["core", "sdk-java"])).unwrap();
    let all = ["core", "sdk-java", "mac", "windows"].map(|name| format!("{name} 1.0.20161101"));
    assert_eq!(world.versions(), all);
    assert_eq!(plan.components[2].reasons, [Reason::Embeds { component: "core".into() }]);
    assert!(plan.tags.last().unwrap().name.starts_with("core-"), "the first asked for leads");
}

#[test]
fn chain_6_a_product_release_omits_the_build_and_laggards_stay() {
    let mut world = chain();
    world.on("2016-11-01").run(patch(&["core", "sdk-java"])).unwrap();
    let plan = world.on("2016-11-03").run(release("minor", &["core"])).unwrap();
    assert_eq!(tags(&plan), ["core-1.1", "mac-1.1", "windows-1.1", "chain-1.1"]);
    assert_eq!(world.versions(), ["core 1.1", "sdk-java 1.0.20161101", "mac 1.1", "windows 1.1"]);
    assert!(plan.unchanged.iter().any(|kept| kept.name == "sdk-java" && kept.lag));
    let line = plan.line.unwrap();
    assert_eq!((line.from.as_deref(), line.to.as_str()), (Some("1.0"), "1.1"));
}

const ALL: [&str; 4] = ["core", "sdk-java", "mac", "windows"];

/// A number on purpose is the product's only where it says nothing of a component's own build.
#[test]
fn chain_6_an_exact_product_release_has_no_build() {
    let mut world = chain();
    world.on("2016-11-01").run(patch(&["core", "sdk-java"])).unwrap();
    for (text, line) in [("1.1.20161101", "1.1"), ("2.0.20161103", "2.0")] {
        let refused = world.on("2016-11-03").plan(release(text, &ALL)).unwrap_err();
        assert_eq!(refused.rule(), Some("CHAIN-6"), "{refused}");
        assert!(refused.to_string().contains(text), "{refused}");
        let help = format!("`release {line}`");
        assert!(refused.help().unwrap().contains(&help), "{refused}");
    }
    world.run(release("1.1", &ALL)).unwrap();
    // A policy that does not say so lets people choose any number.
    let files = ALL.map(|name| format!("{name}/VERSION"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "1.0.0\n")).collect();
    let config = CONFIG.replacen("scheme = \"chain\"", "scheme = \"semver\"", 1);
    let plan = World::new(&config, &files).plan(release("1.1.5", &ALL)).unwrap();
    assert_eq!(plan.tags.last().unwrap().name, "chain-1.1.5");
}

#[test]
fn chain_4_laggard_catches_up() {
    let mut world = chain();
    world.on("2016-11-01").run(patch(&["core", "sdk-java"])).unwrap();
    world.on("2016-11-03").run(release("minor", &["core"])).unwrap();
    let mut alone = world.clone();
    let plan = alone.on("2016-11-08").run(patch(&["sdk-java"])).unwrap();
    assert_eq!(plan.components[0].to, "1.1.20161108");
    let caught_up = Reason::CatchUp { from: "1.0".into(), to: "1.1".into() };
    assert_eq!(plan.components[0].reasons, [Reason::Requested, caught_up]);
    // With the product, it skips 1.1.
    world.on("2016-11-15").run(release("minor", &["core", "sdk-java"])).unwrap();
    assert_eq!(world.versions(), ["core 1.2", "sdk-java 1.2", "mac 1.2", "windows 1.2"]);
}

#[test]
fn chain_2_an_omitted_build_is_lowest() {
    let mut world = chain();
    world.on("2016-10-24").run(patch(&["sdk-java"])).unwrap();
    assert_eq!(world.versions()[1], "sdk-java 1.0.20161024");
    // 1.0 again would go down.
    let said = refusal(world.plan(release("1.0", &["sdk-java"])));
    assert!(said.starts_with("CHAIN-9:"), "{said}");
}

#[test]
fn chain_3_a_component_does_not_move_shared_parts() {
    let asked = product::Asked::Patch {
        components: vec!["sdk-java".into()],
        all: false,
        level: Some("minor".into()),
        needs_core: None,
        unstable: false,
    };
    let said = refusal(chain().plan(asked));
    assert!(said.starts_with("CHAIN-3: `sdk-java` may not move `minor`"), "{said}");
    assert!(said.contains("release minor -p sdk-java") && said.ends_with("/ 1"), "{said}");
}

#[test]
fn chain_7_one_release_a_day_and_one_date_an_operation() {
    let mut world = chain();
    world.on("2016-11-01").run(patch(&["sdk-java"])).unwrap();
    let said = refusal(world.plan(patch(&["sdk-java"])));
    assert!(said.starts_with("CHAIN-7:") && said.ends_with("/ 1"), "{said}");
    // Another component may release on the same day.
    world.run(patch(&["core"])).unwrap();
    assert_eq!(world.versions()[0], "core 1.0.20161101");
}

#[test]
fn semantics_3_a_date_that_was_written_by_hand_is_not_taken_but_moved_by_hand() {
    let mut world = chain();
    world.write("sdk-java/VERSION", "1.0.20161201\n").on("2016-12-01");
    for date in ["2016-12-01", "2016-12-02"] {
        let said = refusal(world.on(date).plan(patch(&["sdk-java"])));
        assert!(said.starts_with("CHAIN-9: `sdk-java` says 1.0.20161201, but 1.0 was"), "{said}");
    }
    world.write("sdk-java/VERSION", "1.0\n").on("2016-12-01").run(patch(&["sdk-java"])).unwrap();
    assert_eq!(world.versions()[1], "sdk-java 1.0.20161201");
}

#[test]
fn chain_7_borrowing_takes_the_next_day_free_for_all() {
    let config = CONFIG.replace(
        "scheme = \"chain\"",
        "[scheme]\nextends = \"chain\"\nname = \"chain-borrow\"\n[scheme.part.build]\nsame-day = \"borrow\"",
    );
    let files = ["core", "sdk-java", "mac", "windows"].map(|name| format!("{name}/VERSION"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "1.0\n")).collect();
    let mut world = World::new(&config, &files);
    world.tag(&["core-1.0", "sdk-java-1.0", "mac-1.0", "windows-1.0", "chain-1.0"]);
    world.on("2016-12-31").run(patch(&["sdk-java"])).unwrap();
    world.run(patch(&["core", "sdk-java"])).unwrap();
    let all = ["core", "sdk-java", "mac", "windows"].map(|name| format!("{name} 1.0.20170101"));
    assert_eq!(world.versions(), all);
    // The day borrowed lies ahead now, and the one after it is free.
    world.run(patch(&["sdk-java"])).unwrap();
    assert_eq!(world.versions()[1], "sdk-java 1.0.20170102");
    // A day that somebody else took is passed over as well.
    let mut alone = world.clone();
    alone.on("2016-12-31").run(patch(&["mac"])).unwrap();
    assert_eq!(alone.versions()[2], "mac 1.0.20170102");
    // A clock that is behind is no lack of days, however little it is: nobody took this one.
    for day in ["2014-11-04", "2016-12-30"] {
        let said = refusal(world.on(day).plan(patch(&["sdk-java"])));
        let asked = format!("1.0.{}", day.replace('-', ""));
        assert!(said.starts_with("CHAIN-9:") && said.contains(&asked), "{said}");
        let status = world.status();
        let next = status.components.iter().find(|one| one.name == "sdk-java");
        assert_eq!(next.unwrap().next, None, "{day}");
    }
}

#[test]
fn chain_7_a_day_that_was_borrowed_is_no_clock_that_is_wrong() {
    let config = "[scheme]\nextends = \"chain\"\npart.build.same-day = \"borrow\"\n\
                  [component.a]\n[component.b]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.0"), ("b/VERSION", "1.0")]);
    world.tag(&["chain-1.0", "a-1.0", "b-1.0"]).on("2016-12-30");
    world.run(patch(&["a"])).unwrap();
    world.run(patch(&["a"])).unwrap();
    world.run(release("minor", &["a", "b"])).unwrap();
    let told = |world: &World| -> Vec<String> {
        let plan = world.plan(patch(&["a"])).unwrap();
        plan.warnings.into_iter().map(|warning| warning.message).collect()
    };
    assert_eq!(told(&world), [""; 0], "2016-12-31 was borrowed on the day before");
    // On a day that nobody took there was nothing to borrow.
    world.on("2016-12-29");
    assert_eq!(
        told(&world),
        ["`a` 1.1.20161229 is dated before 2016-12-31, the day of a-1.0.20161231"]
    );
}

#[test]
fn a_month_that_was_released_is_borrowed_from_the_next() {
    let config =
        "[scheme]\nextends = \"calver\"\npart.month.same-day = \"borrow\"\n[component.a]\n";
    let mut world = World::new(config, &[("a/VERSION", "2016.10.0")]);
    world.tag(&["a-2016.10.0"]);
    for month in ["2016.11.0", "2016.12.0", "2017.1.0"] {
        world.run(release("month", &["a"])).unwrap();
        assert_eq!(world.versions(), [format!("a {month}")]);
    }
}

#[test]
fn chain_9_a_clock_behind_is_refused() {
    let mut world = chain();
    world.on("2016-11-08").run(patch(&["sdk-java"])).unwrap();
    let said = refusal(world.on("2016-11-04").plan(patch(&["sdk-java"])));
    assert!(said.starts_with("CHAIN-9:") && said.contains("--date"), "{said}");
    // On a new line an earlier day is no step down.
    world.on("2016-11-03").run(release("minor", &["core"])).unwrap();
    world.on("2016-11-04").run(patch(&["sdk-java"])).unwrap();
    assert_eq!(world.versions()[1], "sdk-java 1.1.20161104");
}

#[test]
fn chain_11_a_new_component_joins_and_a_retired_one_counts() {
    let config = format!("{CONFIG}[component.old]\nretired = true\n[component.docker]\n");
    let mut world = World::new(&config, &[("core/VERSION", "1.0"), ("docker/VERSION", "1.0")]);
    for name in ["sdk-java", "mac", "windows"] {
        world.write(&format!("{name}/VERSION"), "1.0");
    }
    world.tag(&["core-1.0", "sdk-java-1.0", "mac-1.0", "windows-1.0", "old-1.3"]);
    assert_eq!(world.status().line.as_deref(), Some("1.3"));
    world.on("2016-11-08").run(patch(&["docker"])).unwrap();
    assert!(world.versions().contains(&"docker 1.3.20161108".into()), "{:?}", world.versions());
    assert!(world.versions().iter().all(|text| !text.starts_with("old")));
}

#[test]
fn chain_9_a_day_before_the_last_release_on_a_higher_line_is_worth_a_warning() {
    let mut world = World::new(
        "scheme = \"chain\"\n[component.core]\n[component.docker]\nmanifests = []\n",
        &[("core/VERSION", "1.1")],
    );
    world.tag(&["core-1.0.20161101", "core-1.1"]);
    let warned = |world: &World| {
        let plan = world.plan(patch(&["core"])).unwrap();
        plan.warnings.into_iter().map(|w| (w.policy, w.message)).collect::<Vec<_>>()
    };
    world.on("2016-10-20");
    let wanted = "`core` 1.1.20161020 is dated before 2016-11-01, the day of core-1.0.20161101";
    assert_eq!(warned(&world), [(Some("CHAIN-9".into()), wanted.into())]);
    world.on("2016-11-01");
    assert_eq!(warned(&world), []);
}

#[test]
fn chain_11_a_new_component_without_files_would_join_on_the_line_today() {
    let mut world = World::new(
        "scheme = \"chain\"\n[component.core]\n[component.docker]\nmanifests = []\n",
        &[("core/VERSION", "1.1")],
    );
    world.tag(&["core-1.1"]);
    let next = world.status().components.into_iter().map(|c| c.next).collect::<Vec<_>>();
    assert_eq!(next, [Some("1.1.20161024".into()), Some("1.1.20161024".into())]);
    let plan = world.plan(patch(&["docker"])).unwrap();
    assert_eq!(plan.components[0].to, "1.1.20161024");
}

#[test]
fn chain_12_a_renamed_component_keeps_its_history() {
    let config =
        CONFIG.replace("[component.sdk-java]", "[component.sdk-java]\naliases = [\"java\"]");
    let mut world = chain();
    world.product = World::new(&config, &[]).product;
    world.tags.remove("sdk-java-1.0");
    world.tag(&["java-1.0.20161020"]).write("sdk-java/VERSION", "1.0.20161020\n");
    let plan = world.on("2016-10-27").run(patch(&["sdk-java"])).unwrap();
    assert_eq!(plan.components[0].from.as_deref(), Some("1.0.20161020"));
    assert_eq!(tags(&plan), ["sdk-java-1.0.20161027"]);
}

#[test]
fn semantics_30_an_earlier_name_is_known_wherever_it_is_written() {
    let config = |name: &str, rest: &str| {
        format!("scheme = \"semver\"\n[component.{name}]\npath = \"it\"\n{rest}[component.other]\n")
    };
    let files = [("it/VERSION", "1.0.0"), ("other/VERSION", "1.0.0")];
    for (rest, tag) in [("", Some("old-1.0.0")), ("tag = false\n", None)] {
        let mut world = World::new(&config("old", rest), &files);
        world.run(release("1.0.0", &["old", "other"])).unwrap();
        world.product =
            World::new(&config("new", &format!("{rest}aliases = [\"old\"]\n")), &[]).product;
        // The bill of a release that was made before is the new name's.
        let snapshot = world.snapshot(product::Purpose::Status);
        let product = &world.product;
        let out = product::product_release(product, &snapshot.tags, 0, "1.0.0").unwrap();
        let (_, message) = &world.tags[&out.tag];
        let made = product::composition(product, &snapshot.tags, 0, out, Some(message));
        let all = made.components.iter().map(|one| (one.name.as_str(), one.tag.as_deref()));
        assert_eq!(all.collect::<Vec<_>>(), [("new", tag), ("other", Some("other-1.0.0"))]);
        assert_eq!(world.findings(), [""; 0]);
        let plan = world.run(patch(&["new", "other"])).unwrap();
        assert_eq!(plan.components[0].from.as_deref(), Some("1.0.0"));
        assert!(!plan.components[0].first, "{rest}");
        // So do change files; another one is written under the new name.
        let note = "---\ncomponents: [new, old]\nimpact: feature\n---\n\nMore.\n";
        let impact = ["feature".to_owned()];
        let text =
            product::impact::change_text(&world.product, &["old".to_owned()], &impact, "More.");
        assert!(text.unwrap_err().to_string().contains("`old`"));
        world.write("changes/more.md", note);
        assert_eq!(world.findings(), [""; 0]);
        let plan = world.plan(release("auto", &[])).unwrap();
        assert_eq!(plan.components.len(), 1);
        assert_eq!(plan.components[0].name, "new");
    }
}

#[test]
fn semantics_7_an_earlier_name_is_no_components_today() {
    let parse = |aliases: &str, b: &str| {
        let config = format!(
            "scheme = \"semver\"\n[component.a]\naliases = [\"{aliases}\"]\n[component.b]\n{b}"
        );
        product::Product::parse("release.toml", config.as_bytes(), &|_| None)
    };
    for (aliases, b) in [
        ("b", ""),
        ("b", "tag = false\n"),
        ("b-{version}", ""),
        ("bee-{version}", "tag = \"bee-{version}\"\n"),
    ] {
        let error = parse(aliases, b).unwrap_err();
        let said = error.to_string();
        assert!(said.contains("`b` is a component, and cannot be what `a` was called"), "{said}");
        assert_eq!(place::Explain::class(&error), place::Class::Usage);
    }
    assert!(parse("b", "retired = true\n").is_ok());
    assert!(parse("c", "").is_ok());
}

#[test]
fn chain_1_dates_are_real_days_in_full() {
    let mut world = chain();
    world.write("sdk-java/VERSION", "1.0.161205\n");
    let findings = world.lint();
    assert_eq!(findings[0].rule, "part-date");
    assert_eq!(findings[0].policy.as_deref(), Some("CHAIN-1"));
    assert!(findings[0].help.as_ref().unwrap().contains("1.0.20161205"), "{findings:?}");
    let said = refusal(world.plan(patch(&["sdk-java"])));
    assert!(said.ends_with("/ 1"), "{said}");
}

#[test]
fn chain_7_a_borrowed_day_is_no_mistake_of_the_clock() {
    let config = "[scheme]\nextends = \"chain\"\n[scheme.part.build]\nsame-day = \"borrow\"\n\
                  [component.core]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0")]);
    world.run(release("1.0", &["core"])).unwrap();
    for _ in 0..3 {
        world.run(patch(&["core"])).unwrap();
    }
    assert_eq!(world.versions(), ["core 1.0.20161026"]);
    assert_eq!(world.findings(), [""; 0]);
    // One that nothing led up to is not borrowed: from there a patch is refused until then.
    world.write("core/VERSION", "1.0.20161105").tag(&["core-1.0.20161105"]);
    world.tags.remove("core-1.0.20161026");
    assert_eq!(world.findings(), ["future-date core"]);
    let said = refusal(world.on("2016-10-30").plan(patch(&["core"])));
    assert!(said.starts_with("CHAIN-9: "), "{said}");
}
