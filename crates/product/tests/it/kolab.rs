//! Kolab's rules, one by one.

use product::plan::Reason;

use crate::world::{World, patch, pre, promote, refusal, release, unstable};

const CONFIG: &str = r#"
scheme = "kolab"
[product]
name = "Kolab"
[component.kolabd]
[component.webadmin]
[component.plugin]
[component.suite]
role = "suite"
embeds = ["kolabd", "webadmin"]
"#;

/// All four components released as 2.4.3.
fn kolab() -> World {
    let files = ["kolabd", "webadmin", "plugin", "suite"].map(|name| format!("{name}/VERSION"));
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "2.4.3\n")).collect();
    let mut world = World::new(CONFIG, &files);
    world.tag(&["kolabd-2.4.3", "webadmin-2.4.3", "plugin-2.4.3", "suite-2.4.3"]);
    world
}

/// The versions of kolabd, webadmin and the suite.
fn versions(world: &World) -> String {
    let all = world.versions();
    let of = |name: &str| all.iter().find_map(|one| one.strip_prefix(name)).unwrap().trim();
    format!("{} {} {}", of("kolabd"), of("webadmin"), of("suite"))
}

fn tags(plan: &product::Plan) -> Vec<&str> {
    plan.tags.iter().map(|tag| tag.name.as_str()).collect()
}

#[test]
fn kolab_1_a_minor_release_resets_the_teeny() {
    let mut world = kolab();
    let plan = world.run(release("minor", &["kolabd"])).unwrap();
    assert_eq!(versions(&world), "2.5.0 2.4.3 2.5.0");
    assert_eq!(tags(&plan), ["kolabd-2.5.0", "suite-2.5.0"], "the suite's own tag leads");
    assert_eq!(plan.line, None);
}

#[test]
fn kolab_10_an_exact_version_is_of_the_one_named_and_what_embeds_it_follows() {
    let mut world = kolab();
    let plan = world.run(release("2.7.0", &["kolabd"])).unwrap();
    assert_eq!(versions(&world), "2.7.0 2.4.3 2.5.0", "the suite moves by its own level");
    assert_eq!(tags(&plan), ["kolabd-2.7.0", "suite-2.5.0"]);
    // What was written by hand is adopted for the one named, and for nobody else.
    world.write("webadmin/VERSION", "3.0.0\n").write("suite/VERSION", "2.9.9\n");
    let error = world.plan(release("3.0.0", &["webadmin"])).unwrap_err();
    assert!(error.to_string().starts_with("`suite` says 2.9.9, but 2.5.0 was"), "{error}");
    world.write("suite/VERSION", "2.5.0\n");
    world.run(release("3.0.0", &["webadmin"])).unwrap();
    assert_eq!(versions(&world), "2.7.0 3.0.0 2.6.0");
    let error = world.plan(release("3.1.0", &["webadmin", "plugin"])).unwrap_err();
    let wanted = "3.1.0 cannot be the version of 2 components: they share no part";
    assert_eq!(error.to_string(), wanted);
}

#[test]
fn semantics_4_a_first_release_of_what_is_embedded_may_be_what_its_manifest_says() {
    let config = "scheme = \"kolab\"\n[component.a]\n[component.suite]\nrole = \"suite\"\n\
                  embeds = [\"a\"]\n";
    let mut world = World::new(config, &[("a/VERSION", "2.4.3"), ("suite/VERSION", "2.4.0")]);
    let plan = world.run(release("2.4.3", &["a"])).unwrap();
    assert_eq!(tags(&plan), ["a-2.4.3", "suite-2.5.0"]);
}

#[test]
fn kolab_5_betas_a_candidate_and_the_release() {
    let mut world = kolab();
    for (label, expected) in [("beta", "2.5-beta1"), ("beta", "2.5-beta2"), ("rc", "2.5-rc1")] {
        let plan = world.run(pre(label, None, &["kolabd"])).unwrap();
        assert_eq!(versions(&world), format!("{expected} 2.4.3 {expected}"));
        assert_eq!(tags(&plan), [format!("kolabd-{expected}"), format!("suite-{expected}")]);
        assert!(world.findings().is_empty(), "{:?}", world.findings());
    }
    let status = world.status();
    let suite = status.components.iter().find(|c| c.name == "suite").unwrap();
    let pending = suite.pending.as_ref().unwrap();
    assert_eq!((pending.version.as_str(), pending.to.as_str()), ("2.5-rc1", "2.5.0"));
    assert_eq!((suite.tag.as_deref(), suite.next.as_deref()), (Some("suite-2.5-rc1"), None));
    let plan = world.run(promote(&[])).unwrap();
    assert_eq!(versions(&world), "2.5.0 2.4.3 2.5.0");
    let reason = Reason::Pending { tag: "kolabd-2.5-rc1".into() };
    assert_eq!(plan.components[0].reasons, [reason]);
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

#[test]
fn kolab_5_the_base_part_promotes_and_a_higher_one_goes_beyond() {
    let mut world = kolab();
    world.run(pre("beta", None, &["kolabd"])).unwrap();
    let mut minor = world.clone();
    minor.run(release("minor", &["kolabd"])).unwrap();
    assert_eq!(versions(&minor), "2.5.0 2.4.3 2.5.0");
    let mut major = world.clone();
    major.run(release("major", &["kolabd"])).unwrap();
    assert_eq!(versions(&major), "3.0.0 2.4.3 3.0.0");
    world.run(pre("alpha", Some("major"), &["kolabd"])).unwrap();
    assert_eq!(versions(&world), "3.0-alpha1 2.4.3 3.0-alpha1", "another series begins anew");
    let said = refusal(world.plan(release("minor", &["kolabd"])));
    assert!(said.starts_with("KOLAB-5: `kolabd` has the pre-release 3.0-alpha1 pending"), "{said}");
    assert!(said.contains("2.5.0 would be below it"), "{said}");
    let said = refusal(world.plan(pre("rc", Some("minor"), &["kolabd"])));
    assert!(said.contains("one of 2.5.0 would be below it"), "{said}");
}

#[test]
fn kolab_5_an_earlier_label_is_refused() {
    let mut world = kolab();
    world.run(pre("rc", None, &["kolabd"])).unwrap();
    let said = refusal(world.plan(pre("beta", None, &["kolabd"])));
    assert!(said.starts_with("KOLAB-5: "), "{said}");
    assert!(said.contains("`beta` comes before `2.5-rc1`") && said.ends_with("/ 1"), "{said}");
    let said = refusal(world.plan(pre("bta", None, &["kolabd"])));
    assert!(said.contains("did you mean `beta`") && said.ends_with("/ 2"), "{said}");
    let said = refusal(world.plan(pre("final", None, &["kolabd"])));
    assert!(said.contains("alpha, beta, rc"), "{said}");
}

#[test]
fn kolab_5_a_final_version_has_its_teeny() {
    let mut world = kolab();
    let said = refusal(world.plan(release("2.5", &["plugin"])));
    assert!(said.starts_with("KOLAB-5: ") && said.contains("did you mean `2.5.0`?"), "{said}");
    world.write("plugin/VERSION", "2.5\n");
    assert_eq!(world.findings(), ["pre-shape plugin"]);
    world.write("plugin/VERSION", "2.5.0-rc1\n");
    assert_eq!(world.findings(), ["pre-shape plugin"]);
}

#[test]
fn kolab_5_what_is_pending_is_not_patched() {
    let mut world = kolab();
    world.run(pre("beta", None, &["kolabd"])).unwrap();
    let said = refusal(world.plan(patch(&["kolabd"])));
    assert!(said.starts_with("KOLAB-5: `kolabd` has the pre-release 2.5-beta1 pending"), "{said}");
    assert!(said.contains("`release -p kolabd` promotes it to 2.5.0"), "{said}");
    assert!(said.contains("`pre beta -p kolabd` makes the one after it"), "{said}");
    let said = refusal(world.plan(release("teeny", &["kolabd"])));
    assert!(said.contains("2.4.4 would be below it"), "{said}");
    let said = refusal(world.plan(release("2.4.9", &["suite"])));
    assert!(said.contains("2.4.9 is not above it"), "{said}");
    // Nobody goes on from a version that was put there by hand.
    world.write("kolabd/VERSION", "2.4.3\n");
    assert_eq!(world.findings(), ["not-lower kolabd"]);
    let said = refusal(world.plan(promote(&["kolabd"])));
    assert!(said.contains("says 2.4.3, but 2.5-beta1 was its last release"), "{said}");
}

#[test]
fn kolab_5_nothing_is_promoted_where_nothing_is_pending() {
    let mut world = kolab();
    let said = refusal(world.plan(promote(&[])));
    assert!(
        said.starts_with("-: there is no pre-release pending") && said.ends_with("/ 2"),
        "{said}"
    );
    assert!(said.contains("`release major`") && said.contains("`pre alpha`"), "{said}");
    world.run(pre("beta", None, &["kolabd"])).unwrap();
    let said = refusal(world.plan(promote(&["plugin"])));
    assert!(said.starts_with("-: `plugin` has no pre-release pending"), "{said}");
    assert!(said.contains("-p plugin") && said.ends_with("/ 2"), "{said}");
}

#[test]
fn kolab_5_what_is_final_embeds_no_pre_release() {
    let mut world = kolab();
    world.run(pre("beta", None, &["kolabd", "webadmin"])).unwrap();
    assert_eq!(versions(&world), "2.5-beta1 2.5-beta1 2.5-beta1");
    let said = refusal(world.plan(promote(&["suite"])));
    assert!(said.starts_with("KOLAB-5: `suite` 2.5.0 would be final and hold `kolabd`"), "{said}");
    // Nor does a number of its own make it final, whichever that is.
    for suite in ["3.0.0", "2.5.0"] {
        let said = refusal(world.plan(release(suite, &["suite"])));
        assert!(said.starts_with("KOLAB-5: `suite`"), "{said}");
    }
    // It was not asked for here: it stays a pre-release for as long as webadmin does.
    world.run(promote(&["kolabd"])).unwrap();
    assert_eq!(versions(&world), "2.5.0 2.5-beta1 2.5-beta2");
    world.run(promote(&["webadmin"])).unwrap();
    assert_eq!(versions(&world), "2.5.0 2.5.0 2.5.0");
}

#[test]
fn kolab_5_a_first_final_version_embeds_no_pre_release_either() {
    let config = "scheme = \"kolab\"\n[component.a]\n[component.suite]\nrole = \"suite\"\n\
                  embeds = [\"a\"]\n";
    let mut world = World::new(config, &[("a/VERSION", "2.5-beta1"), ("suite/VERSION", "2.4.0")]);
    world.tag(&["a-2.5-beta1"]);
    let said = refusal(world.plan(release("2.4.0", &["suite"])));
    assert!(said.starts_with("KOLAB-5: `suite` 2.4.0 would be final and hold `a`"), "{said}");
    world.plan(release("2.5-beta1", &["suite"])).unwrap();
}

#[test]
fn kolab_5_a_suite_in_its_betas_takes_in_fixes() {
    let mut world = kolab();
    world.run(pre("beta", None, &["kolabd"])).unwrap();
    let plan = world.run(patch(&["webadmin"])).unwrap();
    assert_eq!(versions(&world), "2.5-beta1 2.4.4 2.5-beta2");
    assert_eq!(plan.components[1].reasons, [Reason::Embeds { component: "webadmin".into() }]);
}

#[test]
fn kolab_6_an_unstable_fix_and_what_it_leads_to() {
    let mut world = kolab();
    world.run(release("minor", &["kolabd"])).unwrap();
    world.run(unstable("kolabd")).unwrap();
    assert_eq!(versions(&world), "2.5.1-rc1 2.4.3 2.6-rc1", "the suite's is an ordinary one");
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    world.run(unstable("kolabd")).unwrap();
    assert_eq!(versions(&world), "2.5.1-rc2 2.4.3 2.6-rc2");
    let said = refusal(world.plan(patch(&["kolabd"])));
    assert!(said.contains("`release -p kolabd` promotes it to 2.5.1.0"), "{said}");
    world.run(promote(&["kolabd"])).unwrap();
    assert_eq!(versions(&world), "2.5.1.0 2.4.3 2.6.0");
    // Once a version: the next one has a number of its own.
    let mut again = world.clone();
    again.run(unstable("kolabd")).unwrap();
    assert_eq!(versions(&again), "2.5.2-rc1 2.4.3 2.7-rc1");
    world.run(patch(&["kolabd"])).unwrap();
    assert_eq!(versions(&world), "2.5.2 2.4.3 2.7.0");
}

#[test]
fn kolab_6_only_as_an_unstable_fix() {
    let mut world = kolab();
    let said = refusal(world.plan(pre("rc", Some("teeny"), &["kolabd"])));
    assert!(said.starts_with("KOLAB-6: `kolabd` 2.4.4-rc1 keeps `teeny`"), "{said}");
    assert!(said.contains("`patch kolabd --unstable` makes") && said.ends_with("/ 1"), "{said}");
    let said = refusal(world.plan(pre("beta", Some("teeny"), &["kolabd"])));
    assert!(said.starts_with("KOLAB-6: ") && said.contains("--level"), "{said}");
    // One that leads to a minor version is no fix.
    world.run(pre("beta", None, &["kolabd"])).unwrap();
    let said = refusal(world.plan(unstable("kolabd")));
    assert!(said.starts_with("KOLAB-5: `kolabd` has the pre-release 2.5-beta1 pending"), "{said}");
    let semver =
        World::new("scheme = \"semver\"\n[component.core]\n", &[("core/VERSION", "1.0.0")]);
    let said = refusal(semver.plan(unstable("core")));
    assert!(said.starts_with("pre-unstable: the scheme has no unstable fixes"), "{said}");
    assert!(said.ends_with("/ 2"), "{said}");
}

/// An exact version is no way around it.
#[test]
fn kolab_6_a_number_asked_for_is_an_unstable_fix_only_after_one() {
    let mut world = kolab();
    let said = |world: &World, version| refusal(world.plan(release(version, &["plugin"])));
    let to = |world: &World, version: &str| {
        assert_eq!(world.plan(release(version, &["plugin"])).unwrap().components[0].to, version);
    };
    world.run(release("2.4.4", &["plugin"])).unwrap();
    for (version, wanted) in [
        ("2.4.4.0", "KOLAB-6: `plugin` 2.4.4.0 has `settled`, which only the final"),
        ("2.4.5.0", "leave out `settled`: it comes of promoting"),
        ("2.4.5-rc1", "KOLAB-6: `plugin` 2.4.5-rc1 keeps `teeny`"),
        ("2.4.5-rc1", "`patch plugin --unstable` makes the next one / 1"),
    ] {
        assert!(said(&world, version).contains(wanted), "{}", said(&world, version));
    }
    to(&world, "2.5-rc1");
    world.run(unstable("plugin")).unwrap();
    let bare = said(&world, "2.4.5");
    assert!(bare.starts_with("KOLAB-6: `plugin` has the unstable fix 2.4.5-rc1 pending"), "{bare}");
    assert!(bare.contains("final as 2.4.5.0, not as 2.4.5 / `release 2.4.5.0`"), "{bare}");
    for (version, rule) in [("2.4.6.0", "KOLAB-6: "), ("2.4.6-rc1", "KOLAB-6: ")] {
        assert!(said(&world, version).starts_with(rule), "{}", said(&world, version));
    }
    for version in ["2.4.5-rc2", "2.4.5.0", "2.4.6", "2.5.0"] {
        to(&world, version);
    }
    // What was written by hand is not adopted where it could not be asked for.
    world.run(promote(&["plugin"])).unwrap();
    world.write("plugin/VERSION", "2.4.6.0");
    let moved = refusal(world.plan(patch(&["plugin"])));
    assert!(moved.contains("says 2.4.6.0") && !moved.contains("release 2.4.6.0"), "{moved}");
}

#[test]
fn kolab_6_a_first_release_may_be_the_fix_that_its_manifest_says() {
    for (stated, version, rule) in [
        ("2.4.4.0", "2.4.4.0", None),
        ("2.4.4.0", "2.4.5.0", Some("KOLAB-6: ")),
        ("2.4.4-rc2", "2.4.4-rc2", None),
        ("2.4.4-rc2", "2.4.4.0", None),
        ("2.4.4-rc2", "2.4.4", Some("KOLAB-6: ")),
    ] {
        let config = "scheme = \"kolab\"\n[component.web]\n";
        let world = World::new(config, &[("web/VERSION", stated)]);
        match (world.plan(release(version, &["web"])), rule) {
            (Ok(plan), None) => assert_eq!(plan.components[0].to, version),
            (refused, rule) => assert!(refusal(refused).starts_with(rule.unwrap()), "{version}"),
        }
    }
}

#[test]
fn kolab_10_a_component_upgrade_is_a_minor_of_the_suite() {
    let mut world = kolab();
    let plan = world.run(patch(&["kolabd"])).unwrap();
    assert_eq!(versions(&world), "2.4.4 2.4.3 2.5.0");
    assert_eq!(plan.components[1].reasons, [Reason::Embeds { component: "kolabd".into() }]);
    // A fix of the suite itself is only that.
    world.run(patch(&["suite"])).unwrap();
    assert_eq!(versions(&world), "2.4.4 2.4.3 2.5.1");
}

const CHANGELOG: &str = "kolabd (2.4.3-1) unstable; urgency=medium\n\n  * First.\n\n -- A Person \
                         <a@example.org>  Mon, 24 Oct 2016 12:00:00 +0000\n";
const SPEC: &str = "Name: kolabd\nVersion: 2.4.3\nRelease: 1%{?dist}\n";

/// One component with these labels, and one manifest.
fn labelled(labels: &str, manifest: (&str, &str)) -> World {
    let config = format!(
        "[scheme]\nextends = \"kolab\"\n[scheme.pre]\nlabels = [{labels}]\n[component.kolabd]\n\
         path = \".\"\nmanifests = [\"{}\"]\n",
        manifest.0
    );
    let mut world = World::new(&config, &[manifest]);
    world.tag(&["kolabd-2.4.3"]);
    world
}

#[test]
fn kolab_9_labels_that_debian_does_not_sort_are_refused_before_anything_moves() {
    let world = labelled("\"prealpha\", \"alpha\", \"rc\"", ("debian/changelog", CHANGELOG));
    let said = refusal(world.plan(patch(&["kolabd"])));
    assert!(said.starts_with("KOLAB-9: `kolabd` is written for Debian"), "{said}");
    assert!(said.contains("does not sort `alpha` above `prealpha`"), "{said}");
    assert!(said.contains("1.0~alpha1-0.2 would be no upgrade of 1.0~prealpha1-0.1"), "{said}");
    assert!(said.contains("RPM would take them as they are") && said.ends_with("/ 2"), "{said}");
    assert_eq!(world.findings(), ["pre-label-order kolabd"]);
    let finding = &world.lint()[0];
    assert_eq!(finding.policy.as_deref(), Some("KOLAB-9"));
    let place = format!("{:?}", finding.place);
    assert!(place.contains("release.toml"), "where Debian was chosen: {place}");
}

#[test]
fn kolab_9_rpm_takes_labels_of_any_name_and_so_do_plain_files() {
    for manifest in [("kolabd.spec", SPEC), ("VERSION", "2.4.3\n")] {
        let mut world = labelled("\"prealpha\", \"alpha\", \"rc\"", manifest);
        for (label, version) in [("prealpha", "2.5-prealpha1"), ("alpha", "2.5-alpha1")] {
            world.run(pre(label, None, &["kolabd"])).unwrap();
            assert_eq!(world.versions(), [format!("kolabd {version}")]);
        }
        assert_eq!(world.findings(), [""; 0]);
    }
    let debian = labelled("\"aleph\", \"beth\", \"rc\"", ("debian/changelog", CHANGELOG));
    assert_eq!(debian.findings(), [""; 0], "it is the comparison that decides");
}
