//! How what a component lets people set differs from its last release (IRIC-5).

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::{Locator, Setting};
use place::{RepoPath, Span};
use version::Difference;

use crate::line::Baseline;
use crate::{Inventory, Snapshot};

/// One kind of difference in one manifest.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) difference: Difference,
    pub(super) path: RepoPath,
    /// The first setting that differs; nothing where none is there any more.
    pub(super) span: Option<Span>,
    /// What differs, in words.
    pub(super) words: String,
}

/// How many settings the words name.
const NAMED: usize = 3;

/// The manifests of component `index` that let people set something, each once: the files that a
/// comparison needs as the last release had them.
pub(crate) fn compared(inventory: &Inventory, index: usize) -> Vec<&RepoPath> {
    let mut paths: Vec<&RepoPath> = Vec::new();
    for own in inventory.own(index) {
        let declares = inventory.located(&own.path).is_some_and(|found| found.settings.is_some());
        if declares && !paths.contains(&&own.path) {
            paths.push(&own.path);
        }
    }
    paths
}

/// How component `index` differs from its release `baseline`, one entry a kind of difference and a
/// file. Nothing where there is nothing to compare with: a file that is new, or that its format
/// cannot read as it was. `changed` is whether anything else in the component changed.
pub(super) fn differences(
    snapshot: &Snapshot,
    inventory: &Inventory,
    (index, baseline, changed): (usize, &Baseline, Option<bool>),
) -> Vec<Found> {
    let mut all = Vec::new();
    let mut same: Option<&RepoPath> = None;
    for path in compared(inventory, index) {
        let now = inventory.located(path).and_then(|found| found.settings.as_deref());
        let before = settings_at(snapshot, inventory, &baseline.tag, path);
        let (Some(now), Some(before)) = (now, before) else { continue };
        let found = compare(&before, now);
        if found.is_empty() {
            same = same.or(Some(path));
        }
        all.extend(found.into_iter().map(|(difference, settings)| Found {
            difference,
            path: path.clone(),
            span: settings.iter().find_map(|(_, span)| *span),
            words: words(difference, &settings),
        }));
    }
    match same {
        Some(path) if all.is_empty() && changed == Some(true) => all.push(Found {
            difference: Difference::Kept,
            path: path.clone(),
            span: None,
            words: words(Difference::Kept, &[]),
        }),
        _ => {}
    }
    all
}

/// What the file `path` let people set in the release `tag`.
fn settings_at(
    snapshot: &Snapshot,
    inventory: &Inventory,
    tag: &str,
    path: &RepoPath,
) -> Option<Vec<Setting>> {
    let then = snapshot.tagged_files.get(&(tag.to_string(), path.clone()))?.as_ref()?;
    let by_format = |locator: &&Locator| matches!(locator, Locator::Format(_));
    let format = inventory.locators(path).iter().find(by_format)?;
    then.found(path, format).ok()?.settings.clone()
}

/// The settings that differ, by kind of difference, each with its place now if it has one.
fn compare<'s>(
    before: &'s [Setting],
    now: &'s [Setting],
) -> BTreeMap<Difference, Vec<(&'s str, Option<Span>)>> {
    let by_name = |settings: &'s [Setting]| -> BTreeMap<&'s str, &'s Setting> {
        settings.iter().map(|setting| (setting.name.as_str(), setting)).collect()
    };
    let (old, new) = (by_name(before), by_name(now));
    let mut found: BTreeMap<Difference, Vec<(&str, Option<Span>)>> = BTreeMap::new();
    for setting in before.iter().filter(|setting| !new.contains_key(setting.name.as_str())) {
        found.entry(Difference::Removed).or_default().push((&setting.name, None));
    }
    for setting in now {
        let difference = match old.get(setting.name.as_str()) {
            Some(then) if then.kind != setting.kind => Difference::Retyped,
            Some(then) if then.default && !setting.default => Difference::Required,
            Some(_) => continue,
            None if setting.default => Difference::Added,
            None => Difference::Required,
        };
        found.entry(difference).or_default().push((&setting.name, Some(setting.span)));
    }
    found
}

fn words(difference: Difference, settings: &[(&str, Option<Span>)]) -> String {
    let named = place::few(settings.iter().map(|(name, _)| format!("`{name}`")), NAMED);
    let (is, has) = if settings.len() == 1 { ("is", "has") } else { ("are", "have") };
    match difference {
        Difference::Removed => format!("{named} {is} gone"),
        Difference::Retyped => format!("{named} {has} another type"),
        Difference::Required => format!("{named} {has} to be given"),
        Difference::Added => format!("{named} {is} new and {has} a default"),
        Difference::Kept => "it changed, and all that can be set is as it was".into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn setting(name: &str, kind: &str, default: bool) -> Setting {
        Setting { name: name.into(), kind: kind.into(), default, span: Span::new(0, 1) }
    }

    fn told(before: &[Setting], now: &[Setting]) -> Vec<String> {
        let found = compare(before, now).into_iter();
        found.map(|(difference, settings)| words(difference, &settings)).collect()
    }

    #[test]
    fn iric_5_differences_are_told_kind_by_kind() {
        let before = [setting("a", "real", true), setting("b", "real", true)];
        let now = [setting("b", "integer", true), setting("c", "real", false)];
        assert_eq!(
            told(&before, &now),
            ["`a` is gone", "`b` has another type", "`c` has to be given"]
        );
        let lost = [setting("a", "real", false), setting("b", "real", true)];
        assert_eq!(told(&before, &lost), ["`a` has to be given"]);
        assert!(told(&lost, &before).is_empty(), "a default more breaks nothing");
        let many: Vec<Setting> = ["c", "d", "e", "f"].map(|n| setting(n, "real", true)).into();
        let more = [&before[..], &many].concat();
        assert_eq!(told(&before, &more), ["`c`, `d`, `e` and 1 more are new and have a default"]);
    }

    fn settings() -> impl Strategy<Value = Vec<Setting>> {
        let kind = prop_oneof![Just("real"), Just("integer")];
        proptest::collection::btree_map("[a-e]", (kind, any::<bool>()), 0..5).prop_map(|all| {
            all.into_iter().map(|(name, (kind, default))| setting(&name, kind, default)).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_gone_one_way_is_new_the_other(a in settings(), b in settings()) {
            prop_assert!(compare(&a, &a).is_empty());
            let names = |found: Option<&Vec<(&str, Option<Span>)>>| -> Vec<String> {
                found.into_iter().flatten().map(|(name, _)| (*name).to_string()).collect()
            };
            let there = compare(&a, &b);
            let back = compare(&b, &a);
            let mut new = names(back.get(&Difference::Added));
            let given = names(back.get(&Difference::Required));
            new.extend(given.into_iter().filter(|name| !b.iter().any(|one| one.name == *name)));
            new.sort();
            prop_assert_eq!(names(there.get(&Difference::Removed)), new);
            prop_assert_eq!(there.get(&Difference::Retyped).map(Vec::len), back.get(&Difference::Retyped).map(Vec::len));
        }
    }
}
