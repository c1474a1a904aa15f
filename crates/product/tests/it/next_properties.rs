//! What `status` has as next is what a patch gives, for any product line and any history.

use product::Asked;
use proptest::prelude::*;

use crate::next::next;
use crate::properties::cases;
use crate::world::{World, patch, pre, promote, release};

/// A scheme, its role, and what manifests say at first without the role and with it.
type Kind = (&'static str, Option<&'static str>, [&'static str; 2]);

const KINDS: &[Kind] = &[
    ("extends = \"semver\"", None, ["1.2.0", ""]),
    (
        "extends = \"semver\"\n[scheme.role.fixed.part.patch]\nmax = 0",
        Some("fixed"),
        ["1.2.0", "1.2.0"],
    ),
    ("extends = \"chain\"", None, ["1.0", ""]),
    ("extends = \"chain\"\npart.build.same-day = \"borrow\"", None, ["1.0", ""]),
    ("extends = \"kolab\"", Some("suite"), ["2.4.3", "2.4.3"]),
    ("extends = \"diavolo\"", Some("core"), ["1.0.0.1", "3.0.0.1882"]),
    ("extends = \"iric\"", None, ["2.1", ""]),
    ("extends = \"ibex\"", None, ["7.2.1", ""]),
    ("extends = \"calver\"", None, ["2016.10.0", ""]),
    // All of it shared, and fewer than all may move.
    (
        "name = \"shared\"\nformat = \"{a}.{b}\"\n[scheme.part.a]\nscope = \"product\"\n\
         [scheme.part.b]\nscope = \"product\"",
        None,
        ["1.0", ""],
    ),
    // What embeds moves a part above the day.
    (
        "name = \"dated\"\nformat = \"{major}.{minor}[.{build}]\"\n[scheme.embeds]\n\
         level = \"minor\"\n[scheme.part.major]\n[scheme.part.minor]\n[scheme.part.build]\n\
         kind = \"date\"\nformat = \"YYYYMMDD\"",
        None,
        ["1.0", ""],
    ),
];

/// One component: those that it embeds, whether it has the role, was released and has a manifest.
type One = (Vec<usize>, bool, bool, bool);

/// One operation: what, of which part, of whom, days later.
type Operation = (usize, usize, Vec<usize>, i32);

/// A product line, and one operation after another.
fn history() -> impl Strategy<Value = (Kind, Vec<One>, Vec<Operation>)> {
    (proptest::sample::select(KINDS), 1..4usize).prop_flat_map(|(kind, components)| {
        let one = |index: usize| {
            let embeds = proptest::collection::vec(0..components, 0..2)
                .prop_map(move |inner| inner.into_iter().filter(|i| *i < index).collect());
            let weighted = proptest::bool::weighted;
            (embeds, weighted(0.3), weighted(0.7), weighted(0.8))
        };
        let ones: Vec<_> = (0..components).map(one).collect();
        let who = proptest::collection::btree_set(0..components, 0..3).prop_map(Vec::from_iter);
        let operation = (0..8usize, 0..3usize, who, 0..2i32);
        (Just(kind), ones, proptest::collection::vec(operation, 1..6))
    })
}

fn world(kind: Kind, ones: &[One]) -> World {
    let (scheme, role, first) = kind;
    let mut config = format!("[scheme]\n{scheme}\n");
    let (mut files, mut tags) = (Vec::new(), Vec::new());
    for (index, (embeds, special, released, manifest)) in ones.iter().enumerate() {
        let inner: Vec<String> = embeds.iter().map(|index| format!("\"c{index}\"")).collect();
        config += &format!("[component.c{index}]\nembeds = [{}]\n", inner.join(", "));
        let role = role.filter(|_| *special);
        config += &role.map_or_else(String::new, |role| format!("role = \"{role}\"\n"));
        let version = first[usize::from(role.is_some())];
        if *manifest {
            files.push((format!("c{index}/VERSION"), version));
        } else {
            config += "manifests = []\n";
        }
        tags.extend(released.then(|| format!("c{index}-{version}")));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let mut world = World::new(&config, &files);
    world.tag(&tags.iter().map(String::as_str).collect::<Vec<_>>());
    world
}

fn asked(world: &World, what: usize, part: usize, who: &[usize]) -> Asked {
    let names: Vec<String> = who.iter().map(|index| format!("c{index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let scheme = &world.product.lines[0].scheme;
    let part = scheme.parts()[part.min(scheme.parts().len() - 1)].name.clone();
    match (what, scheme.plain().labels().last()) {
        (0, Some(label)) => pre(label, None, &names),
        (1, Some(label)) => pre(label, Some(&part), &names),
        (2, Some(_)) => promote(&names),
        (3 | 4, _) => release(&part, &names),
        _ => patch(&names),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases().div_ceil(3)))]

    #[test]
    fn semantics_28_next_is_what_a_patch_gives((kind, ones, operations) in history()) {
        let mut world = world(kind, &ones);
        next(&world);
        for (what, part, who, days) in operations {
            for _ in 0..days {
                world.today = world.today.tomorrow().unwrap();
            }
            if world.run(asked(&world, what, part, &who)).is_ok() {
                next(&world);
            }
        }
    }
}
