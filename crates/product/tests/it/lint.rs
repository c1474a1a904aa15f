//! Every lint rule: what it finds, and what it lets pass.

use product::{Purpose, RULES, Snapshot};

use crate::world::{World, patch};

fn world() -> World {
    let config = r#"
scheme = "chain"
[product]
tag = "chain-{version}"
[component.core]
manifests = ["core/VERSION", { path = "README", regex = 'core (?<version>[\d.]+)' }]
[component.sdk]
"#;
    let mut world = World::new(
        config,
        &[("core/VERSION", "1.1"), ("README", "core 1.1!"), ("sdk/VERSION", "1.0")],
    );
    world.tag(&["sdk-1.0"]);
    let mut then = world.clone();
    then.on("2017-01-01").tag(&["core-1.1", "chain-1.1"]);
    then
}

#[test]
fn a_released_product_line_is_clean() {
    assert_eq!(world().findings(), Vec::<String>::new());
}

#[test]
fn moved_by_hand_and_the_release_that_passes() {
    let mut world = world();
    world.write("sdk/VERSION", "1.1.20161108");
    assert_eq!(world.findings(), ["moved-by-hand sdk"]);
    let finding = &world.lint()[0];
    assert_eq!(finding.fix.as_deref(), Some("1.0"));
    // The release's own commit says so itself.
    world.releasing.insert("sdk".into(), "1.1.20161108".into());
    assert!(world.findings().is_empty());
    world.releasing.insert("sdk".into(), "1.1.20161109".into());
    assert_eq!(world.findings(), ["moved-by-hand sdk"]);
}

/// What is in a commit is mended by making that anew: nothing is written over what it holds.
#[test]
fn in_a_commit_there_is_nothing_for_a_machine_to_mend() {
    let mut world = world();
    world.write("sdk/VERSION", "1.1.20161108").write("README", "core 1.0!");
    let mut snapshot = world.snapshot(Purpose::Lint);
    let help = |snapshot: &Snapshot| -> Vec<(bool, String)> {
        let findings = product::lint(&world.product, snapshot).unwrap();
        findings.into_iter().map(|f| (f.fix.is_some(), f.help.unwrap())).collect()
    };
    let there = help(&snapshot);
    assert!(there.iter().all(|(fix, help)| *fix && help.contains("`lint --fix`")), "{there:?}");
    snapshot.committed = true;
    let wanted = [
        "amend or rebase that commit: make them agree: write 1.1 here",
        "amend or rebase that commit: restore 1.0 and let `patch sdk` move it",
    ];
    assert_eq!(help(&snapshot), wanted.map(|help| (false, help.to_owned())));
}

/// A label that the scheme lacks is out under the component's own tags: the scheme is wrong, not the file.
#[test]
fn what_a_tag_names_and_the_scheme_does_not_read_is_not_taken_back() {
    let npm = |version: &str| format!("{{\"name\": \"web\", \"version\": \"{version}\"}}\n");
    for tag in ["v{version}", "{component}-{version}"] {
        let config =
            format!("scheme = \"semver-fixed\"\n[defaults]\ntag = \"{tag}\"\n[component.web]\n");
        let named = |version| tag.replace("{component}", "web").replace("{version}", version);
        let mut world = World::new(&config, &[("web/package.json", &npm("1.1.0-edge.1"))]);
        let (last, edge) = (named("1.0.0"), named("1.1.0-edge.1"));
        world.tag(&[&last]);
        let found = world.lint();
        assert_eq!(found[0].fix.as_deref(), Some("1.0.0"), "{found:?}");
        world.tag(&[&last, &edge]);
        let found = world.lint();
        let help = found[0].help.as_deref().unwrap();
        assert_eq!((found[0].rule, &found[0].fix), ("version-parse", &None));
        assert!(help.starts_with(&format!("tag {edge} names this very version")), "{help}");
    }
}

/// What was published under a name that nobody reads is not taken back by a machine.
#[test]
fn what_an_unread_tag_names_is_no_mistake_of_the_manifest() {
    let config = r#"
scheme = "semver-independent"
[defaults]
tag = "{component}@{version}"
[component.mapi]
[component."@mapi/cli"]
path = "cli"
"#;
    let mut world = World::new(config, &[("mapi/VERSION", "3.0.0"), ("cli/VERSION", "1.0.0")]);
    world.tag(&["mapi@3.0.0", "@mapi/cli@1.0.0"]);
    world.write("mapi/VERSION", "3.12.2").write("cli/VERSION", "1.0.1");
    world.tag(&["mapi-v3.12.2", "mapi-v3.12.20", "mapi-v3.12.2-rc.1"]);
    let found = world.lint();
    let of = |component: &str| {
        let mut all = found.iter().filter(|f| f.rule == "moved-by-hand");
        all.find(|f| f.component.as_deref() == Some(component)).unwrap()
    };
    assert_eq!(of("mapi").fix, None);
    assert_eq!(
        of("mapi").help.as_deref(),
        Some(
            "tag mapi-v3.12.2 seems to name this very version: `tag = \"mapi-v{version}\"` for \
             `mapi` lets it be read, or `aliases = [\"mapi-v{version}\"]` where only older tags are \
             called so; if it is none of its releases, restore 3.0.0 and let `patch mapi` move it"
        )
    );
    assert_eq!(of("@mapi/cli").fix.as_deref(), Some("1.0.0"));
    // A tag without any name may be any component's.
    world.tag(&["v1.0.1"]);
    let found = world.lint();
    assert!(found.iter().all(|f| f.rule != "moved-by-hand" || f.fix.is_none()), "{found:#?}");
    // With the alias, it is the last release.
    let alias =
        config.replace("[component.mapi]", "[component.mapi]\naliases = [\"mapi-v{version}\"]");
    world.product = product::Product::parse("release.toml", alias.as_bytes(), &|_| None).unwrap();
    let findings = world.findings();
    assert!(!findings.contains(&"moved-by-hand mapi".into()), "{findings:?}");
}

#[test]
fn chain_9_not_lower() {
    let mut world = world();
    world.write("core/VERSION", "1.0").write("README", "core 1.0!");
    assert_eq!(world.findings(), ["not-lower core"]);
    assert_eq!(world.lint()[0].policy.as_deref(), Some("CHAIN-9"));
}

#[test]
fn ahead_of_line() {
    let mut world = world();
    world.write("sdk/VERSION", "1.2");
    assert_eq!(world.findings(), ["ahead-of-line sdk"]);
}

/// What a new component is told to write is a version of its scheme, and not only the line.
#[test]
fn a_newcomer_ahead_of_the_line_is_told_where_it_starts() {
    for (scheme, tag, says, begins) in
        [("semver", "core-1.1.0", "1.2.0", "1.1.0"), ("chain", "core-1.1", "1.2", "1.1")]
    {
        let config = format!("scheme = \"{scheme}\"\n[component.core]\n[component.new]\n");
        let core = tag.trim_start_matches("core-");
        let mut world = World::new(&config, &[("core/VERSION", core), ("new/VERSION", says)]);
        world.on("2017-01-01").tag(&[tag]);
        assert_eq!(world.findings(), ["ahead-of-line new"], "{scheme}");
        let help = world.lint()[0].help.clone().unwrap();
        let wanted = format!("a new component starts on the line: write {begins}; to move");
        assert!(help.starts_with(&wanted), "{help}");
        world.write("new/VERSION", begins);
        assert_eq!(world.findings(), [""; 0], "{scheme}");
    }
}

#[test]
fn manifests_agree_where_they_are_listed() {
    let mut world = world();
    world.write("README", "core 1.0!");
    assert_eq!(world.findings(), ["manifests-agree core"]);
    let finding = &world.lint()[0];
    assert_eq!(finding.fix.as_deref(), Some("1.1"));
}

#[test]
fn chain_9_a_second_place_says_what_the_first_is_taken_back_to() {
    let mut world = world();
    world.on("2017-01-02").write("core/VERSION", "1.1.20170102");
    assert_eq!(world.findings(), ["manifests-agree core", "moved-by-hand core"]);
    let second = |world: &World| {
        let all = world.lint().into_iter();
        all.into_iter().find(|one| one.rule == "manifests-agree").unwrap()
    };
    let right = second(&world);
    assert!(right.message.contains("is 1.1.20170102 in core/VERSION"), "{}", right.message);
    assert_eq!(right.help.as_deref(), Some("this is right: 1.1 is restored in core/VERSION"));
    assert_eq!(right.fix, None);
    world.write("README", "core 1.0!");
    let wrong = second(&world);
    assert_eq!(wrong.help.as_deref(), Some("make them agree: `lint --fix` writes 1.1 here"));
    assert_eq!(wrong.fix.as_deref(), Some("1.1"));
    assert!(wrong.message.contains("is 1.1.20170102 in core/VERSION"), "{}", wrong.message);
}

#[test]
fn manifests_that_cannot_be_used() {
    let mut gone = world();
    gone.files.remove("README");
    assert_eq!(gone.findings(), ["configuration core"]);
    let mut empty = world();
    empty.write("sdk/VERSION", "");
    assert_eq!(empty.findings(), ["manifest sdk"]);
    let mut none = world();
    none.files.remove("sdk/VERSION");
    assert_eq!(none.findings(), ["configuration sdk"]);
}

#[test]
fn tags_and_what_they_are_on() {
    let mut world = world();
    world.tag(&["sdk_1.1", "Core-1.0", "core-1.0.161205", "nightly", "viewer-v1"]);
    let findings = world.findings();
    let near = findings.iter().filter(|finding| finding.starts_with("tag-near-miss")).count();
    assert_eq!(near, 3, "{findings:?}");
    let unknown: Vec<_> = world.lint().into_iter().filter(|f| f.rule == "tag-unknown").collect();
    assert!(unknown[0].message.contains("nightly, viewer-v1"), "{unknown:?}");
    // The advice, followed to the letter, mends it; on another commit it would be something else.
    let misses = |world: &World| {
        let found = world.lint().into_iter().filter(|f| f.rule == "tag-near-miss");
        found.map(|f| f.message).collect::<Vec<_>>()
    };
    let mut mended = self::world();
    mended.write("README", "core 1.1?").tag(&["core_1.1"]);
    assert_eq!(misses(&mended).len(), 1, "core-1.1 is on another commit");
    mended.tag(&["core-1.1"]);
    assert_eq!(misses(&mended), [""; 0]);
    // A tag on a commit that says something else.
    let mut world = self::world();
    world.tag(&["sdk-1.0.20161101"]).write("sdk/VERSION", "1.0.20161101");
    assert_eq!(world.findings(), ["tag-manifest sdk"]);
}

#[test]
fn what_a_manifest_said_at_a_tag_is_its_version_and_not_what_stands_second_before_it() {
    let gradle = |name: &str| {
        format!(
            "android {{\n  defaultConfig {{\n    versionCode 34\n    versionName \"{name}\"\n  }}\n}}\n"
        )
    };
    let config = "scheme = \"semver-fixed\"\n[component.app]\n";
    let mut world = World::new(config, &[("app/build.gradle", &gradle("7.1.2"))]);
    world.tag(&["app-7.2.0"]).write("app/build.gradle", &gradle("7.2.0"));
    let found = world.lint();
    let said = found.iter().find(|one| one.rule == "tag-manifest").map(|one| one.message.as_str());
    assert_eq!(
        said,
        Some("tag app-7.2.0 says 7.2.0, but app/build.gradle says 7.1.2 at its commit")
    );
}

#[test]
fn requirements_and_lock_files() {
    let lock = "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"core\"\nversion = \"1.0.0\"\n";
    let package = |name: &str, version: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n{rest}")
    };
    let requires = "[dependencies]\ncore = { path = \"../core\", version = \"^1.0\" }\n";
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n",
        &[
            ("Cargo.lock", lock),
            ("core/Cargo.toml", &package("core", "2.0.0", "")),
            ("app/Cargo.toml", &package("app", "1.0.0", requires)),
        ],
    );
    world.tag(&["core-2.0.0", "app-1.0.0"]);
    assert_eq!(world.findings(), ["lockfile-stale core", "requirement-excludes app"]);
    let fixes: Vec<_> = world.lint().into_iter().filter_map(|finding| finding.fix).collect();
    assert_eq!(fixes, ["2.0.0", "^2.0"]);
}

#[test]
fn a_release_leaves_nothing_to_find() {
    let mut world = world();
    world.on("2016-11-08").run(patch(&["sdk"])).unwrap();
    world.on("2016-11-09").run(patch(&["core"])).unwrap();
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    assert_eq!(world.text("README"), "core 1.1.20161109!");
}

#[test]
fn every_rule_is_explained_and_sorted() {
    for rule in RULES {
        assert!(rule.text.ends_with('.') && !rule.example.is_empty(), "{}", rule.id);
    }
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
}

#[test]
fn every_policy_rule_is_bound_to_a_rule_that_there_is() {
    for preset in version::PRESETS {
        let scheme = version::Scheme::preset(preset.name).unwrap();
        for policy in scheme.policies() {
            for check in policy.checks() {
                let known = product::rule(check).is_some();
                assert!(known, "{}: {} enforces `{check}`", preset.name, policy.id);
            }
        }
    }
}

#[test]
fn an_older_branch_is_not_held_to_what_was_released_since() {
    let mut world = world();
    let mut newer = world.clone();
    newer.on("2016-11-08").run(patch(&["sdk"])).unwrap();
    world.tags.extend(newer.tags);
    assert_eq!(world.findings(), ["not-lower sdk"]);
    world.elsewhere.push("sdk-1.1.20161108".into());
    assert!(world.findings().is_empty(), "{:?}", world.findings());
    // Planning from here would make the same version twice, or a lower one.
    let said = crate::world::refusal(world.on("2016-11-09").plan(patch(&["sdk"])));
    assert!(said.contains("which is not in this branch's history"), "{said}");
}

/// Releases are made from branches, and the main one is past them all.
#[test]
fn what_is_past_a_release_on_another_branch_is_not_taken_back_below_it() {
    let config = |scheme: &str, more: &str| {
        let product = "[product]\ntag = \"v{version}\"\n";
        let product = if scheme == "semver-fixed" { product } else { "" };
        format!("scheme = \"{scheme}\"\n{product}[component.a]\n{more}")
    };
    let own = "tag = \"a-{version}\"\n";
    for (scheme, more, rule, tag) in [
        ("semver-fixed", own, "ahead-of-line", "a-13.3.0"),
        ("semver-fixed", "tag = false\n", "ahead-of-line", "v13.3.0"),
        ("semver-independent", own, "moved-by-hand", "a-13.3.0"),
    ] {
        let mut world = World::new(&config(scheme, more), &[("a/VERSION", "0.2.0")]);
        // Whoever has no tag of its own has the product's.
        let tags = |version: &str| {
            let is_there =
                |owner: &&str| if *owner == "v" { scheme == "semver-fixed" } else { more == own };
            let owners = ["a-", "v"].into_iter().filter(is_there);
            owners.map(|owner| format!("{owner}{version}")).collect::<Vec<_>>()
        };
        for version in ["0.2.0", "13.3.0"] {
            world.write("a/VERSION", version);
            for tag in tags(version) {
                world.tag(&[&tag]);
            }
        }
        world.elsewhere.extend(tags("13.3.0"));
        assert_eq!(world.findings(), [""; 0], "{scheme}: it is that very release");
        world.write("a/VERSION", "13.4.0");
        let found = world.lint();
        assert_eq!(found.len(), 1, "{scheme} {more}: {found:#?}");
        assert_eq!((found[0].rule, found[0].fix.as_deref()), (rule, None), "{scheme}");
        assert!(found[0].message.contains("in this branch's history"), "{}", found[0].message);
        let advice = format!("merge {tag} first, or release from the branch that has it");
        assert!(found[0].help.as_deref().unwrap().ends_with(&advice), "{:?}", found[0].help);
        // Below all that is elsewhere, it is this history's own release that counts.
        world.write("a/VERSION", "0.3.0");
        if more != own {
            continue;
        }
        assert_eq!(world.lint()[0].fix.as_deref(), Some("0.2.0"), "{scheme} {more}");
    }
}

#[test]
fn hundreds_of_releases_on_other_branches_are_passed_over_in_a_few_looks() {
    let mut world =
        World::new("scheme = \"semver\"\n[component.core]\n", &[("core/VERSION", "1.0.0\n")]);
    world.tag(&["core-1.0.0", "v1.0.0"]);
    for minor in 1..300 {
        for tag in [format!("core-1.{minor}.0"), format!("v1.{minor}.0")] {
            world.tag(&[&tag]);
            world.elsewhere.push(tag);
        }
    }
    // The world gives up on needs that go on for long.
    assert_eq!(world.findings(), [""; 0]);
    world.write("core/VERSION", "1.0.1\n");
    assert_eq!(world.findings(), ["moved-by-hand core"]);
}

/// What the manifest says is the version; where that cannot be read, nothing else is told for it.
#[test]
fn a_version_that_cannot_be_read_is_none() {
    let mut world = world();
    world.write("sdk/VERSION", "2.0-next");
    let status = world.status();
    let sdk = status.components.iter().find(|one| one.name == "sdk").unwrap();
    assert_eq!((sdk.version.as_deref(), sdk.tag.as_deref()), (None, Some("sdk-1.0")));
    assert_eq!(sdk.next, None);
}
