//! Go modules: their paths say which major version they are.

use place::{Explain, Place, RepoPath, Span};

use crate::formats::{configured, minor};
use crate::world::{World, pre, refusal, release};

fn modules(core: &str) -> World {
    configured(
        "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n",
        &[
            ("core/go.mod", &format!("module {core}\n\ngo 1.22\n")),
            ("app/go.mod", "module example.org/app\n\nrequire example.org/core v1.4.0\n"),
        ],
    )
}

/// What lint finds of paths: each rule and message.
fn found(world: &World) -> Vec<String> {
    let findings = world.lint();
    let paths = findings.iter().filter(|finding| finding.rule == "module-path");
    paths
        .map(|finding| format!("{} / {}", finding.message, finding.help.clone().unwrap()))
        .collect()
}

#[test]
fn a_major_release_needs_the_path_of_its_major_version() {
    let mut world = modules("example.org/core");
    let error = world.plan(release("major", &["core"])).unwrap_err();
    assert_eq!(error.rule(), Some("module-path"));
    let place = Place::bytes(&RepoPath::new("core/go.mod").unwrap(), Span::new(7, 23));
    assert_eq!(error.place(), Some(place));
    assert!(error.to_string().contains("`core` 2.0.0 cannot be released as `example.org/core`"));
    assert!(error.help().unwrap().contains("write `example.org/core/v2` in core/go.mod"));
    world.run(release("minor", &["core"])).unwrap();
    assert!(found(&world).is_empty());
    // The path comes first: until the release, it is ahead of the version, and that is no fault.
    world.write("core/go.mod", "module example.org/core/v2\n");
    assert!(found(&world).is_empty());
    let said = refusal(world.plan(release("minor", &["core"])));
    assert!(said.contains("`core` 1.6.0 cannot be released as `example.org/core/v2`"), "{said}");
    world.run(release("2.0.0-rc.1", &["core"])).unwrap();
    world.run(release("2.0.0", &["core"])).unwrap();
    assert!(world.tags.contains_key("core-2.0.0"));
    assert!(found(&world).is_empty());
    // What requires the module of the old path goes on doing so.
    assert!(world.text("app/go.mod").contains("example.org/core v1.4.0"));
}

/// The version that tags alone know is a pre-release's too.
#[test]
fn a_requirement_on_a_pre_release_that_only_tags_know_admits_it() {
    let mut world = modules("example.org/core");
    let app = |version: &str| {
        format!(
            "module example.org/app\n\nrequire example.org/core {version}\n\n\
             replace example.org/core => ../core\n"
        )
    };
    world.write("app/go.mod", &app("v1.4.0")).tag(&["core-1.4.0", "app-1.4.0"]);
    world.write("core/a.go", "package core\n");
    world.run(pre("alpha", Some("minor"), &["core", "app"])).unwrap();
    assert_eq!(world.text("app/go.mod"), app("v1.5.0-alpha.1"));
    let excluded = world.findings().into_iter().filter(|one| one.starts_with("requirement"));
    assert_eq!(excluded.count(), 0, "{:?}", world.findings());
}

#[test]
fn a_program_that_outgrew_its_path_long_ago_goes_on() {
    let mut world = modules("example.org/core");
    world.tag(&["core-3.9.0"]);
    for (part, to) in [("minor", "3.10.0"), ("major", "4.0.0")] {
        let plan = world.plan(release(part, &["core"])).unwrap();
        let [warning] = &plan.warnings[..] else { panic!("{part}: {:?}", plan.warnings) };
        assert_eq!(warning.rule, "module-path");
        let says = format!("`core` {to} as `example.org/core`, nor its last release");
        assert!(warning.message.ends_with(&says), "{}", warning.message);
    }
    world.run(release("minor", &["core"])).unwrap();
    // A path that is ahead is not one that was outgrown: the release after it is that major one.
    world.write("core/go.mod", "module example.org/core/v4\n");
    let said = refusal(world.plan(release("minor", &["core"])));
    assert!(said.contains("cannot be released as `example.org/core/v4`"), "{said}");
    world.run(release("major", &["core"])).unwrap();
}

#[test]
fn a_path_of_an_older_major_version_is_found() {
    let mut world = modules("example.org/core");
    world.tag(&["core-2.0.0"]);
    let wanted = "`core` is 2.0.0, which no module `example.org/core` can be / write \
                  `example.org/core/v2`, here and in every import";
    assert_eq!(found(&world), [wanted]);
    world.write("core/go.mod", "module example.org/core/v2\n");
    assert!(found(&world).is_empty());
    let first = modules("example.org/core/v1");
    assert_eq!(found(&first).len(), 1, "1 is never written");
    assert!(found(&modules("gopkg.in/core.v1")).is_empty());
}

/// What a minor release of `names` makes of an application that says this besides.
fn replaced(said: &str, names: &[&str]) -> Vec<String> {
    let app = format!("module example.org/app\n\nrequire example.org/core v1.4.0\n\n{said}\n");
    let world = configured(
        "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n",
        &[("core/go.mod", "module example.org/core\n\ngo 1.22\n"), ("app/go.mod", &app)],
    );
    let moved = minor(&world, names).into_iter();
    moved.map(|line| line.trim_start_matches("app/go.mod: ").replace("example.org/", "")).collect()
}

#[test]
fn what_is_replaced_and_what_is_taken_follow_with_the_requirement() {
    let both: &[&str] = &["core", "app"];
    for (said, wanted) in [
        // Without its version raised, nothing would be replaced any more.
        ("replace example.org/core v1.4.0 => ../core", "replace core v1.5.0 => ../core"),
        (
            "replace example.org/core v1.4.0 => example.org/core v1.4.0",
            "replace core v1.5.0 => core v1.5.0",
        ),
        ("replace example.org/old => example.org/core v1.4.0", "replace old => core v1.5.0"),
        (
            "replace (\n\texample.org/core v1.4.0 => x.org/fork v1.4.0\n)",
            "core v1.5.0 => x.org/fork v1.4.0",
        ),
        // Each is taken by itself: one that stays on an older release says nothing of the other.
        (
            "replace example.org/a => example.org/core v1.4.0\n\
             replace example.org/b => example.org/core v1.3.0",
            "replace a => core v1.5.0",
        ),
        // Another version's replacement, and a release that was chosen.
        ("replace example.org/core v1.3.0 => ../core", ""),
        ("replace example.org/core => example.org/core v1.3.0", ""),
        ("replace example.org/core => ../core", ""),
    ] {
        let moved = replaced(said, both);
        let wanted =
            ["require core v1.5.0"].into_iter().chain(Some(wanted).filter(|w| !w.is_empty()));
        assert_eq!(moved, wanted.collect::<Vec<_>>(), "{said}");
    }
}

#[test]
fn a_version_that_is_taken_is_that_one_and_the_replaced_one_is_a_lowest() {
    // The application goes on with what it requires, and that goes on being replaced.
    assert!(replaced("replace example.org/core v1.4.0 => ../core", &["core"]).is_empty());
    let moved = replaced("replace example.org/core => example.org/core v1.4.0", &["core"]);
    assert_eq!(moved, ["require core v1.5.0", "replace core => core v1.5.0"]);
}

/// `cmd` takes `client` from its folder, and `core`, which both require, from there or not.
fn three(cmd: &str) -> World {
    let module = |name: &str, rest: &str| format!("module ex.org/{name}\n\ngo 1.19\n\n{rest}");
    let files = [
        ("core/go.mod", &*module("core", "")),
        ("client/go.mod", &module("client", "require ex.org/core v1.0.0\n")),
        ("cmd/go.mod", &module("cmd", cmd)),
    ];
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.client]\n\
                  [component.cmd]\n";
    let mut world = World::new(config, &files);
    world.tag(&["core-1.0.0", "client-1.0.0", "cmd-1.0.0"]);
    world
}

#[test]
fn a_module_that_stays_behind_what_it_takes_from_a_folder_is_told() {
    let both = "require (\n\tex.org/client v1.0.0\n\tex.org/core v1.0.0 // indirect\n)\n";
    let client = "replace ex.org/client => ../client\n";
    let told = |cmd: &str, asked: &[&str]| {
        let plan = three(cmd).plan(release("minor", asked)).unwrap();
        let all = plan.warnings.into_iter().filter(|one| one.rule == "requirement-excludes");
        all.map(|one| format!("{} / {}", one.message, one.help.unwrap())).collect::<Vec<_>>()
    };
    let replaced = format!("{both}\n{client}");
    let wanted = "`cmd` stays as it is, and Go will not build cmd/go.mod: it requires `core` v1.0.0 \
                  and takes `client` from here, which will require v1.1.0 / release `cmd` along: \
                  `-p cmd`; or run `go mod tidy` there afterwards, and commit what it writes";
    assert_eq!(told(&replaced, &["core", "client"]), [wanted]);
    for (cmd, asked) in [
        // It moves along.
        (&*replaced, &["core", "client", "cmd"][..]),
        // Nobody requires more than it does.
        (&replaced, &["core"]),
        (&replaced, &["client"]),
        // A release of the client goes on requiring what it did.
        (both, &["core", "client"]),
        (&format!("{both}\nreplace ex.org/client v0.9.0 => ../client\n"), &["core", "client"]),
        // It has no word of the core to be behind with.
        (&format!("require ex.org/client v1.0.0\n\n{client}"), &["core", "client"]),
    ] {
        assert_eq!(told(cmd, asked), [""; 0], "{asked:?} {cmd}");
    }
}
