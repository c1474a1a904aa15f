//! What status says a patch would give is what planning it gives (SEMANTICS 28).

use product::Purpose;

use crate::world::{World, patch, pre};

/// What `status` says a patch of each component would give, where planning agrees.
pub(crate) fn next(world: &World) -> Vec<Option<String>> {
    let status = world.status().components.into_iter();
    let both = status.map(|component| {
        let planned = world.plan(patch(&[&component.name])).ok().map(|plan| {
            let step = plan.components.into_iter().find(|step| step.name == component.name);
            step.unwrap().to
        });
        let said = || world.plan(patch(&[&component.name])).err().map(|error| error.to_string());
        assert_eq!(component.next, planned, "of {}: {:?}", component.name, said());
        component.next
    });
    both.collect()
}

#[test]
fn semantics_28_what_status_has_next_is_what_a_patch_gives() {
    let chain = |more: &str| {
        let config = format!(
            "[scheme]\nextends = \"chain\"\n{more}[component.core]\n[component.mac]\nembeds = [\"core\"]\n"
        );
        let files = [("core/VERSION", "1.0"), ("mac/VERSION", "1.0")];
        let mut world = World::new(&config, &files);
        world.tag(&["core-1.0", "mac-1.0"]).run(patch(&["mac"])).unwrap();
        next(&world)
    };
    assert_eq!(chain(""), [None, None], "what embeds the core is out today");
    let borrowed = Some("1.0.20161025".to_string());
    let borrows = chain("part.build.same-day = \"borrow\"\n");
    assert_eq!(borrows, [borrowed.clone(), borrowed]);
}

#[test]
fn semantics_28_nothing_is_next_where_a_patch_makes_no_tag_or_leaves_the_branch() {
    let config = "scheme = \"semver\"\n[branches]\n\"R_*.*\" = \"{major}.{minor}\"\n\
                  [component.a]\n[component.b]\ntag = false\n";
    let mut world = World::new(config, &[("a/VERSION", "1.0.0"), ("b/VERSION", "1.0.0")]);
    world.tag(&["a-1.0.0"]);
    assert_eq!(next(&world), [Some("1.0.1".into()), None], "b has no tag of its own");
    world.branch = "R_1.7".into();
    assert_eq!(next(&world), [None, None]);
}

#[test]
fn semantics_28_nothing_is_next_where_the_last_release_is_on_another_branch() {
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.0.0"), ("b/VERSION", "1.0.0")]);
    world.tag(&["a-1.0.0", "b-1.0.0"]).elsewhere.push("a-1.0.0".into());
    assert_eq!(next(&world), [None, Some("1.0.1".into())]);
}

#[test]
fn diav_7_nothing_is_next_before_the_core_that_is_needed_is_out() {
    let config = "scheme = \"diavolo\"\n[component.core]\nrole = \"core\"\n[component.users]\n";
    let files = [("core/VERSION", "3.0.0.1883"), ("users/VERSION", "1.0.1883.0")];
    let mut world = World::new(config, &files);
    world.tag(&["users-1.0.1883.0"]);
    assert_eq!(next(&world)[1], None);
    world.tag(&["core-3.0.0.1883"]);
    assert_eq!(next(&world)[1].as_deref(), Some("1.0.1883.1"));
}

#[test]
fn semantics_28_nothing_is_next_where_what_is_written_would_be_refused() {
    let member = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion.workspace = true\n{more}")
    };
    let config = "scheme = \"semver-independent\"\n[component.a]\n[component.b]\n";
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n[workspace.package]\nversion = \"0.5.0\"\n";
    let (a, b) = (member("a", ""), member("b", ""));
    let files = [("Cargo.toml", root), ("a/Cargo.toml", &a), ("b/Cargo.toml", &b)];
    let mut world = World::new(config, &files);
    world.tag(&["a-0.5.0", "b-0.5.0"]);
    assert_eq!(next(&world), [None, None], "one number for both");

    let config = "scheme = \"semver-independent\"\n[component.a]\n\
                  manifests = [\"a/VERSION\", \"a/package.json\"]\n";
    let files = [("a/VERSION", "1.0.0"), ("a/package.json", r#"{"version": "1.2.0"}"#)];
    let mut world = World::new(config, &files);
    world.tag(&["a-1.0.0"]);
    assert_eq!(next(&world), [None], "one file says another number");

    let config = "scheme = \"semver\"\n[component.a]\n[component.app]\n";
    let files = [("a/VERSION", "2.0.0"), ("app/go.mod", "module example.org/app\n")];
    let mut world = World::new(config, &files);
    world.tag(&["a-2.0.0", "app-1.0.0"]);
    assert_eq!(next(&world)[1], None, "no version of that module would be on the line");
}

#[test]
fn semantics_28_who_has_no_tag_is_next_with_whoever_requires_exactly_it() {
    let config = "scheme = \"semver-independent\"\n[component.a]\ntag = false\n[component.b]\n";
    let cargo = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\n{more}")
    };
    let exact = "[dependencies]\na = { path = \"../a\", version = \"=1.0.0\" }\n";
    let (a, b) = (cargo("a", ""), cargo("b", exact));
    let mut world = World::new(config, &[("a/Cargo.toml", &a), ("b/Cargo.toml", &b)]);
    world.tag(&["b-1.0.0"]);
    assert_eq!(next(&world)[0].as_deref(), Some("1.0.1"));
}

#[test]
fn semantics_28_a_core_that_is_not_out_is_needed_by_nobody_who_states_none() {
    let config = "scheme = \"diavolo\"\n[component.a]\nrole = \"core\"\nmanifests = []\n\
                  [component.c]\nmanifests = []\n";
    let mut world = World::new(config, &[]);
    world.tag(&["c-1.0.0.1"]);
    assert_eq!(next(&world), [None, Some("1.0.0.2".into())]);
}

#[test]
fn semantics_28_what_embeds_moves_the_schemes_level_whatever_the_day() {
    let config = "[scheme]\nname = \"x\"\nformat = \"{major}.{minor}[.{build}]\"\n\
                  embeds.level = \"minor\"\n[scheme.part.major]\n[scheme.part.minor]\n\
                  [scheme.part.build]\nkind = \"date\"\nformat = \"YYYYMMDD\"\n\
                  [component.a]\n[component.b]\nembeds = [\"a\"]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.1"), ("b/VERSION", "1.1")]);
    world.tag(&["a-1.1", "b-1.1"]).run(patch(&["b"])).unwrap();
    assert_eq!(next(&world), [Some("1.1.20161024".into()), None]);
}

#[test]
fn semantics_28_who_joins_comes_to_the_line_that_a_pre_release_of_another_leads_to() {
    let config = "[scheme]\nextends = \"semver\"\nrole.fixed.part.patch.max = 0\n\
                  [component.a]\n[component.b]\nrole = \"fixed\"\nmanifests = []\n";
    let mut world = World::new(config, &[("a/VERSION", "1.2.0")]);
    world.run(pre("rc", None, &["a"])).unwrap();
    assert_eq!(next(&world), [None, Some("1.3.0".into())]);
}

#[test]
fn semantics_28_nothing_is_next_where_an_ecosystem_would_see_no_upgrade() {
    let config = "[scheme]\nname = \"x\"\nformat = \"{a}.{b}\"\n[scheme.part.a]\n[scheme.part.b]\n\
                  [scheme.native.npm]\ntemplate = \"{a}.0.0\"\n[component.a]\n";
    let mut world = World::new(config, &[("a/package.json", r#"{"version": "1.0.0"}"#)]);
    world.tag(&["a-1.0"]);
    assert_eq!(next(&world), [None], "1.0.0 again");
}

#[test]
fn semantics_28_nothing_is_next_where_history_is_cut_off() {
    let config = "scheme = \"semver\"\n[component.a]\n";
    let mut world = World::new(config, &[("a/VERSION", "1.0.0")]);
    world.tag(&["a-1.0.0"]);
    let mut snapshot = world.snapshot(Purpose::Status);
    let next = |snapshot: &product::Snapshot| {
        product::status(&world.product, snapshot, 0).unwrap().components
    };
    assert_eq!(next(&snapshot)[0].next.as_deref(), Some("1.0.1"));
    snapshot.shallow = true;
    assert_eq!(next(&snapshot)[0].next, None);
}
