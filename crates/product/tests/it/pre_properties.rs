//! What holds of pre-releases, for any product line and any history of operations.

use alloc::collections::BTreeMap;

use product::{Asked, Options, Purpose, Request};
use proptest::prelude::*;
use version::{PRESETS, Scheme, Version};

use crate::properties::world;
use crate::world::{World, patch, pre, promote, release, unstable};

/// One operation of a history; numbers stand for labels, parts and components.
#[derive(Debug, Clone)]
enum Operation {
    Pre { label: usize, level: Option<usize>, who: Vec<usize> },
    Promote { who: Vec<usize> },
    Release { part: usize, who: Vec<usize> },
    Patch { who: usize },
    Unstable { who: usize },
    Touch { who: usize },
}

fn operation(components: usize) -> impl Strategy<Value = Operation> {
    let who = || proptest::collection::btree_set(0..components, 0..3).prop_map(Vec::from_iter);
    let one = 0..components;
    prop_oneof![
        4 => (0..3usize, proptest::option::weighted(0.3, 0..3usize), who())
            .prop_map(|(label, level, who)| Operation::Pre { label, level, who }),
        2 => who().prop_map(|who| Operation::Promote { who }),
        1 => (0..3usize, who()).prop_map(|(part, who)| Operation::Release { part, who }),
        1 => one.clone().prop_map(|who| Operation::Patch { who }),
        1 => one.clone().prop_map(|who| Operation::Unstable { who }),
        1 => one.prop_map(|who| Operation::Touch { who }),
    ]
}

/// A scheme that has pre-releases, a set of embeddings, and a history.
fn history() -> impl Strategy<Value = (&'static str, Vec<Vec<usize>>, Vec<Operation>)> {
    let has_labels = |name: &&str| Scheme::preset(name).unwrap().plain().labels().next().is_some();
    let schemes: Vec<&'static str> =
        PRESETS.iter().map(|preset| preset.name).filter(has_labels).collect();
    assert!(schemes.contains(&"kolab") && schemes.contains(&"semver"), "{schemes:?}");
    (proptest::sample::select(schemes), 1..4usize).prop_flat_map(|(scheme, components)| {
        let embeds = (0..components).map(|index| {
            proptest::collection::vec(0..components, 0..2)
                .prop_map(move |inner| inner.into_iter().filter(|i| *i < index).collect())
        });
        let embeds: Vec<_> = embeds.collect();
        let operations = proptest::collection::vec(operation(components), 1..9);
        (Just(scheme), embeds, operations)
    })
}

fn asked(world: &World, operation: &Operation) -> Option<Asked> {
    let scheme = &world.product.lines[0].scheme;
    let part = |at: usize| scheme.parts()[at.min(scheme.parts().len() - 1)].name.clone();
    let all = |who: &[usize]| who.iter().map(|index| format!("c{index}")).collect::<Vec<_>>();
    let named = |who: &[usize], ask: &dyn Fn(&[&str]) -> Asked| {
        let names = all(who);
        ask(&names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    Some(match operation {
        Operation::Pre { label, level, who } => {
            let label = scheme.plain().labels().nth(*label)?.to_owned();
            let level = level.map(part);
            named(who, &|names| pre(&label, level.as_deref(), names))
        }
        Operation::Promote { who } => named(who, &promote),
        Operation::Release { part: at, who } => named(who, &|names| release(&part(*at), names)),
        Operation::Patch { who } => named(&[*who], &patch),
        Operation::Unstable { who } => unstable(&format!("c{who}")),
        Operation::Touch { .. } => return None,
    })
}

/// Everything that a component was released as, in that order.
type Released = BTreeMap<String, Vec<Version>>;

/// Plans and applies one operation, and checks what must hold; whether there was a plan.
fn check(
    world: &mut World,
    operation: &Operation,
    released: &mut Released,
) -> Result<bool, TestCaseError> {
    world.today = world.today.tomorrow().unwrap();
    if let Operation::Touch { who } = operation {
        let path = format!("c{who}/file{}", world.files.len());
        world.write(&path, "");
    }
    let Some(asked) = asked(world, operation) else { return Ok(false) };
    let request = Request { asked, options: Options::default() };
    let snapshot = world.snapshot(Purpose::Plan(&request));
    let before = world.status();
    let Ok(plan) = product::plan(&world.product, &snapshot, &request) else { return Ok(false) };
    // The commit's own words pass the lint, whatever was asked for (SEMANTICS 26).
    world.apply_and_state(&plan);
    let after = world.status();
    let component = |name: &str| &world.product.components[world.product.component(name).unwrap()];
    let version = |name: &str| {
        let found = after.components.iter().find(|c| c.name == name).unwrap();
        component(name).form.parse(found.version.as_deref().unwrap()).unwrap()
    };
    for step in &plan.components {
        let form = &component(&step.name).form;
        let to = form.parse(&step.to).unwrap();
        let all = released.entry(step.name.clone()).or_default();
        for earlier in all.iter() {
            prop_assert!(form.key(&to) > form.key(earlier), "{} {earlier} then {to}", step.name);
        }
        all.push(to.clone());
        let from = form.parse(step.from.as_ref().unwrap()).unwrap();
        let found = after.components.iter().find(|c| c.name == step.name).unwrap();
        if form.is_pre(&to) {
            prop_assert_eq!(found.next.as_ref(), None, "what is pending is not patched");
            let exception = matches!(operation, Operation::Unstable { .. });
            let allowed = exception || form.is_unstable(&from);
            prop_assert!(!form.is_unstable(&to) || allowed, "{} unasked", to);
            prop_assert_eq!(&found.pending.as_ref().unwrap().version, &step.to);
        } else {
            prop_assert_eq!(found.pending.as_ref(), None, "{} is final", step.to);
            for inner in &component(&step.name).embeds {
                let inner = &world.product.components[*inner];
                let held = version(&inner.name);
                prop_assert!(!inner.form.is_pre(&held), "{} holds {held}", step.name);
            }
        }
    }
    let pres = plan.components.iter().all(|step| {
        let form = &component(&step.name).form;
        form.is_pre(&form.parse(&step.to).unwrap())
    });
    if pres {
        prop_assert_eq!(&before.line, &after.line, "pre-releases never move the line");
    }
    if matches!(operation, Operation::Promote { .. }) {
        let promoted = plan.components.iter().any(|step| {
            let pending = before.components.iter().find(|c| c.name == step.name);
            pending.unwrap().pending.as_ref().is_some_and(|pending| pending.to == step.to)
        });
        let further = before.line != after.line;
        prop_assert!(promoted || further, "something comes to what it leads to");
    }
    prop_assert_eq!(world.findings(), Vec::<String>::new());
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// KOLAB-5, KOLAB-6, SEMVER-9 and SEMVER-11, for every preset that has labels: whatever is
    /// asked for, what is released only rises, and a release is above all that led to it.
    #[test]
    fn kolab_5_and_6_pre_releases_rise_to_their_release((scheme, embeds, operations) in history()) {
        let mut world = world(scheme, &embeds);
        let mut released = Released::new();
        for operation in &operations {
            check(&mut world, operation, &mut released)?;
        }
    }
}

/// Two thousand histories in CI; enough to find a slip while working.
fn cases() -> u32 {
    if std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) { 2_000 } else { 300 }
}
