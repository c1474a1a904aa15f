//! What `patch` moves where the lowest part is shared for some, and what embeds them.

use product::Asked;

use crate::world::{World, patch, refusal, release};

/// `fixed` and what has its role has no patch of its own: its lowest part is the shared `minor`.
fn mixed(embeds: &str) -> World {
    let config = format!(
        "[scheme]\nextends = \"semver\"\n[scheme.role.fixed.part.patch]\nmax = 0\n\
         [component.fixed]\nrole = \"fixed\"\n{embeds}[component.free]\n"
    );
    let mut world = World::new(&config, &[("fixed/VERSION", "1.2.0"), ("free/VERSION", "1.2.0")]);
    world.tag(&["fixed-1.2.0", "free-1.2.0", "v1.2.0"]);
    world
}

fn all(level: Option<&str>) -> Asked {
    let Asked::Patch { components, needs_core, unstable, .. } = patch(&[]) else { panic!() };
    Asked::Patch { components, all: true, level: level.map(Into::into), needs_core, unstable }
}

fn level(components: &[&str], level: &str) -> Asked {
    let Asked::Patch { components, all, needs_core, unstable, .. } = patch(components) else {
        panic!()
    };
    Asked::Patch { components, all, level: Some(level.into()), needs_core, unstable }
}

#[test]
fn semantics_8_whom_patch_names_first_decides_nothing() {
    let mut world = mixed("");
    let one = refusal(world.plan(patch(&["fixed", "free"])));
    assert_eq!(one, refusal(world.plan(patch(&["free", "fixed"]))));
    assert_eq!(one, refusal(world.plan(all(None))));
    assert_eq!(
        one,
        "-: `fixed` and `free` are not patched together: the lowest part of `fixed` is `minor`, \
         which the whole product shares / patch them one after the other: `patch fixed`, which \
         moves the line, and `patch free`; or `release minor` moves all of them / 1"
    );
    for names in [["fixed", "free"], ["free", "fixed"]] {
        let said = refusal(world.plan(level(&names, "minor")));
        assert!(said.contains("`free` may not move `minor`"), "{said}");
    }
    world.run(patch(&["free"])).unwrap();
    assert_eq!(world.versions(), ["fixed 1.2.0", "free 1.2.1"]);
    let plan = world.run(level(&["fixed"], "minor")).unwrap();
    assert_eq!(world.versions(), ["fixed 1.3.0", "free 1.2.1"]);
    assert_eq!(plan.line.unwrap().to, "1.3");
    world.run(patch(&["free"])).unwrap();
    assert_eq!(world.versions(), ["fixed 1.3.0", "free 1.3.1"]);
}

#[test]
fn semantics_8_what_comes_along_moves_no_shared_part() {
    let mut world = mixed("embeds = [\"free\"]\n");
    let said = refusal(world.plan(patch(&["free"])));
    assert!(
        said.contains("`fixed` may not move `minor`, which the whole product shares"),
        "{said}"
    );
    assert!(said.contains("/ `release minor -p fixed` is the product speaking"), "{said}");
    assert_eq!(world.status().components[1].next, None);
    world.run(release("minor", &["fixed", "free"])).unwrap();
    assert_eq!(world.versions(), ["fixed 1.3.0", "free 1.3.0"]);
}
