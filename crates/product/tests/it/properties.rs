//! What holds for any product line and any history of operations.

use alloc::collections::BTreeMap;

use product::{Options, Plan, Purpose, Refusal, Request};
use proptest::prelude::*;
use version::{DIALECTS, PRESETS};

use crate::world::{World, patch, release};

/// What a component's manifest says at first, by scheme and role.
fn first(scheme: &str, role: Option<&str>) -> &'static str {
    match (scheme, role) {
        ("chain" | "chain-strict", _) => "1.0",
        ("ibex", _) => "7.2.1",
        ("iric" | "iric-gui", _) => "2.1",
        ("kolab", _) => "2.4.3",
        ("diavolo", Some(_)) => "3.0.0.1882",
        ("diavolo", None) => "1.0.1882.5",
        ("calver", _) => "2016.10.0",
        _ => "1.0.0",
    }
}

/// One operation of a history.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) part: Option<usize>,
    pub(crate) who: Vec<usize>,
    pub(crate) days: i32,
    pub(crate) touched: Option<usize>,
}

fn operation(components: usize) -> impl Strategy<Value = Operation> {
    let who = proptest::collection::vec(0..components, 0..3);
    let touched = proptest::option::of(0..components);
    (proptest::option::of(0..4usize), who, -1..4i32, touched).prop_map(
        |(part, mut who, days, touched)| {
            who.sort_unstable();
            who.dedup();
            Operation { part, who, days, touched }
        },
    )
}

/// A scheme, a set of embeddings (each component embeds lower ones), and a history.
pub(crate) fn history() -> impl Strategy<Value = (&'static str, Vec<Vec<usize>>, Vec<Operation>)> {
    let schemes: Vec<&'static str> = PRESETS.iter().map(|preset| preset.name).collect();
    (proptest::sample::select(schemes), 1..5usize).prop_flat_map(|(scheme, components)| {
        let embeds = (0..components).map(|index| {
            proptest::collection::vec(0..components, 0..2)
                .prop_map(move |inner| inner.into_iter().filter(|i| *i < index).collect())
        });
        let embeds: Vec<_> = embeds.collect();
        let operations = proptest::collection::vec(operation(components), 1..6);
        (Just(scheme), embeds, operations)
    })
}

/// A product line, its versions in plain text.
pub(crate) fn world(scheme: &str, embeds: &[Vec<usize>]) -> World {
    world_in(scheme, embeds, None)
}

/// Changelogs as people keep them.
const CHANGELOGS: &[&str] = &[
    "",
    "# Changelog\n\nAll of it.\n",
    "\u{feff}# Changelog\r\n\r\n## [Unreleased]\r\n\r\n- By hand.\r\n\r\n## [0.1] - 2016-01-01\r\n",
    "v0.1 (2016-01-01)\n=================\n\n- Old.",
];

/// The same, each component's version in another ecosystem's words as well: `seed` says in which.
fn world_in(scheme: &str, embeds: &[Vec<usize>], seed: Option<usize>) -> World {
    let parsed = version::Scheme::preset(scheme).unwrap();
    let role = parsed.roles().next().map(ToString::to_string);
    let mut config = format!("scheme = \"{scheme}\"\n");
    let mut files = Vec::new();
    if seed.is_some() {
        config += "[product]\nchangelog = \"NEWS.md\"\n[defaults]\nchangelog = \"CHANGELOG.md\"\n";
        files.push(("NEWS.md".to_string(), "# News\n".to_string()));
    }
    let mut tags = Vec::new();
    for (index, inner) in embeds.iter().enumerate() {
        let own = role.as_deref().filter(|_| index == 0);
        let names: Vec<String> = inner.iter().map(|index| format!("\"c{index}\"")).collect();
        config += &format!("[component.c{index}]\nembeds = [{}]\n", names.join(", "));
        if let Some(role) = own {
            config += &format!("role = \"{role}\"\n");
        }
        let version = first(scheme, own);
        if let Some(seed) = seed {
            let text = CHANGELOGS[(index + seed) % CHANGELOGS.len()];
            files.push((format!("c{index}/CHANGELOG.md"), text.to_string()));
        }
        files.push((format!("c{index}/VERSION"), version.to_string()));
        // A second manifest in another ecosystem, where that holds the first version.
        let form = parsed.form(own).unwrap();
        let dialect = seed.map(|seed| DIALECTS[(index + seed) % DIALECTS.len()]);
        if let Some(dialect) = dialect
            && let Ok(native) = form.native(dialect, &form.parse(version).unwrap(), None)
        {
            config += &format!(
                "manifests = [\"c{index}/VERSION\", {{ path = \"c{index}/native\", \
                 regex = '(?<version>.+)', dialect = \"{}\" }}]\n",
                dialect.id
            );
            files.push((format!("c{index}/native"), native));
        }
        tags.push(format!("c{index}-{version}"));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut world = World::new(&config, &files);
    world.tag(&tags.iter().map(String::as_str).collect::<Vec<_>>());
    world
}

/// That every changelog of what moved has a section of it, and all that it had before, and that the
/// others are what they were.
fn told(
    world: &World,
    before: &BTreeMap<String, Vec<u8>>,
    plan: &Plan,
) -> Result<(), TestCaseError> {
    for component in &world.product.components {
        let Some(changelog) = &component.changelog else { continue };
        let text = world.text(changelog.path.as_str());
        let old = before.get(changelog.path.as_str()).unwrap();
        let Some(step) = plan.components.iter().find(|step| step.name == component.name) else {
            prop_assert_eq!(text.as_bytes(), old.as_slice(), "{} stays", component.name);
            continue;
        };
        let words = |line: &str| {
            line.split([' ', '[', ']']).any(|word| word.trim_start_matches('v') == step.to)
        };
        let headed = |line: &str| line.contains(&plan.date) && words(line);
        prop_assert_eq!(text.lines().filter(|line| headed(line)).count(), 1, "{}", text);
        let mut rest = text.bytes();
        let kept = old.iter().all(|byte| rest.any(|other| other == *byte));
        prop_assert!(kept, "all of it is still there: {}", text);
        prop_assert_eq!(text.contains('\r'), old.contains(&b'\r'));
        let bare = text.replace("\r\n", "");
        prop_assert!(!text.contains('\r') || !bare.contains('\n'), "{:?}", text);
    }
    Ok(())
}

/// Plans and applies one operation, and checks everything that must hold of it.
fn check(world: &mut World, operation: &Operation) -> Result<(), TestCaseError> {
    for _ in 0..operation.days.max(0) {
        world.today = world.today.tomorrow().unwrap();
    }
    if operation.days < 0 {
        world.today = world.today.yesterday().unwrap();
    }
    if let Some(touched) = operation.touched {
        let edits = world.files.len();
        world.write(&format!("c{touched}/file{edits}"), "");
    }
    let names: Vec<String> = operation.who.iter().map(|index| format!("c{index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let scheme = world.product.lines[0].scheme.clone();
    let asked = match operation.part {
        Some(part) => {
            let part = &scheme.parts()[part.min(scheme.parts().len() - 1)];
            release(&part.name, &names)
        }
        None => patch(&names),
    };
    let request = Request { asked, options: Options::default() };
    let snapshot = world.snapshot(Purpose::Plan(&request));
    let plan = match product::plan(&world.product, &snapshot, &request) {
        Ok(plan) => plan,
        // What the policy permits rises in every ecosystem that can hold it (SEMANTICS 21).
        Err(error) => {
            let falls = matches!(error.refusal(), Refusal::Rising(_));
            prop_assert!(!falls, "{}: {error}", scheme.name());
            return Ok(());
        }
    };
    let again = product::plan(&world.product, &snapshot, &request).unwrap();
    prop_assert_eq!(&plan, &again, "the same again");
    let before = world.files.clone();
    // The commit's own words pass the lint, whatever was asked for (SEMANTICS 26).
    world.apply_and_state(&plan);
    told(world, &before, &plan)?;
    let status = world.status();
    let form = |name: &str| {
        let index = world.product.component(name).unwrap();
        &world.product.components[index].form
    };
    let line = status.line;
    for step in &plan.components {
        let form = form(&step.name);
        let to = form.parse(&step.to).unwrap();
        let from = form.parse(step.from.as_ref().unwrap()).unwrap();
        prop_assert!(form.key(&to) > form.key(&from), "{}: {} to {}", step.name, from, to);
        if let Some(line) = &line {
            prop_assert_eq!(&form.line(&to).to_string(), line, "it lands on the line");
        }
    }
    for component in &world.product.components {
        let moved = plan.components.iter().any(|step| step.name == component.name);
        for inner in &component.embeds {
            let inner = &world.product.components[*inner].name;
            let with = plan.components.iter().any(|step| step.name == *inner);
            prop_assert!(moved || !with, "{} embeds {inner}", component.name);
        }
    }
    for status in status.components {
        let form = form(&status.name);
        let version = form.parse(&status.version.unwrap()).unwrap();
        if let Some(line) = &line {
            let line = form.line_from(line).unwrap();
            prop_assert!(form.line(&version) <= line, "nobody leads the line");
            prop_assert_eq!(form.line(&version) < line, status.lag);
        }
        for kept in plan.unchanged.iter().filter(|kept| kept.name == status.name) {
            prop_assert_eq!(kept.version.as_deref(), Some(version.as_str()), "the rest stays");
        }
    }
    prop_assert!(
        plan.files.is_empty() || product::lower(&plan, &world.base(&plan)).is_err(),
        "a plan does not apply to what it made"
    );
    // Where the clock went back, what was released before has a date to come; and nobody here has a
    // note for a new major.
    let expected = ["future-date", "compatibility-note"];
    let findings = world.findings().into_iter();
    let findings = findings.filter(|found| !expected.iter().any(|rule| found.starts_with(rule)));
    let (left, findings): (Vec<String>, Vec<String>) =
        findings.partition(|found| found.starts_with("unreleased-change"));
    prop_assert_eq!(findings, Vec::<String>::new());
    let warned = plan.warnings.iter().filter(|warning| warning.rule == "unreleased-change");
    prop_assert_eq!(left.len(), warned.count(), "the plan said which changes it leaves");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// CHAIN-4, CHAIN-5, CHAIN-9 and their like, for every preset.
    #[test]
    fn releases_keep_the_line((scheme, embeds, operations) in history(), seed in 0..DIALECTS.len()) {
        let mut world = world_in(scheme, &embeds, Some(seed));
        for operation in &operations {
            check(&mut world, operation)?;
        }
    }
}

/// Ten thousand histories in CI; enough to find a slip while working; as many as are asked for.
pub(crate) fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    if let Some(cases) = asked {
        return cases;
    }
    if std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) { 10_000 } else { 300 }
}
