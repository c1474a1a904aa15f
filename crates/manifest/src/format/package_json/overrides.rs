//! `overrides` of npm and Bun, `pnpm.overrides`, `resolutions` of Yarn: what is taken in the place of
//! what packages require.
//!
//! Source: npm, "package.json", `overrides`; pnpm, "Settings", `overrides`; Yarn, "Manifest fields",
//! `resolutions`, and of its first release "Selective dependency resolutions".

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{catalog, in_catalog};
use crate::syntax::tree::{Entry, Node, Value};
use crate::{Holder, Instead, LocateError, Located, Override, SlotKind, Source, Trouble};

/// Adds what a package.json says.
pub(super) fn locate(source: &Source<'_>, top: &Node<'_>, found: &mut Located) {
    if let Some(node) = top.get("overrides") {
        nested(source, node, None, found);
    }
    if let Some(node) = top.find(&["pnpm", "overrides"]) {
        selected(source, node, "pnpm.overrides", found);
    }
    for entry in top.get("resolutions").map(Node::entries).unwrap_or_default() {
        let (by, on) = path(&entry.key);
        one(source, "resolutions", (by, on), entry, found);
    }
}

/// Adds pnpm's overrides.
pub(in super::super) fn selected(
    source: &Source<'_>,
    node: &Node<'_>,
    table: &str,
    found: &mut Located,
) {
    for entry in node.entries() {
        one(source, table, selector(&entry.key), entry, found);
    }
}

/// Adds npm's overrides: an object is for what the package that it is called after requires, but for
/// the package itself at `.`. `inside` is that package, and the one that its own object is in.
fn nested(
    source: &Source<'_>,
    node: &Node<'_>,
    inside: Option<(Option<&str>, &str)>,
    found: &mut Located,
) {
    for entry in node.entries() {
        let (by, on) = match (entry.key.as_ref(), inside) {
            (".", Some(inside)) => inside,
            (key, inside) => (inside.map(|(_, name)| name), name(key)),
        };
        match entry.node.value {
            Value::Map(_) => nested(source, &entry.node, Some((by, on)), found),
            _ => one(source, "overrides", (by, on), entry, found),
        }
    }
}

/// Adds one: what is taken for the package `on` where `by` requires it.
fn one(
    source: &Source<'_>,
    table: &str,
    (by, on): (Option<&str>, &str),
    entry: &Entry<'_>,
    found: &mut Located,
) {
    let span = source.span(entry.node.range.clone());
    let mut add = |on: &str, span, instead| {
        let one = Override { on: on.into(), by: by.map(ToString::to_string), instead };
        found.overrides.insert(span, one);
    };
    let refused = |error: LocateError| Instead::Unread(error.trouble().clone());
    let what = format!("{table}.{}", entry.key);
    let kind = |on| SlotKind::Requirement { on, path: None, table: table.to_string() };
    let Some(text) = entry.node.text() else {
        // For what it is no text, that says.
        let error = entry.node.slot(source, &what, kind(on.into())).err();
        return error.into_iter().for_each(|error| add(on, span, refused(error)));
    };
    if let Some(catalog) = catalog(text) {
        return add(on, span, Instead::Key(in_catalog(catalog, on)));
    }
    // A patch is of one release.
    if text.starts_with("patch:") {
        let trouble = Trouble::Pinned { key: format!("`{text}`"), of: "one release" };
        return add(on, span, Instead::Unread(trouble));
    }
    let Some((on, start)) = versioned(on, &entry.node) else { return };
    let range = entry.node.range.start + start..entry.node.range.end;
    let value = text.get(start..).unwrap_or_default();
    match source.slot(&what, range, value, kind(on.clone())) {
        Ok(slot) => {
            add(&on, slot.span, Instead::Slot);
            found.slots.push(slot);
        }
        Err(error) => add(&on, span, refused(error)),
    }
}

/// Adds what a lock file copies of one: it is of the root where that requires the package itself, of
/// the package whose requirement it stands for, else of the package required.
pub(in super::super) fn copied(
    source: &Source<'_>,
    (by, on): (Option<&str>, &str),
    (node, start): (&Node<'_>, usize),
    found: &mut Located,
) -> Result<(), LocateError> {
    let value = node.text().and_then(|text| text.get(start..)).unwrap_or_default();
    let holders = by.into_iter().chain([on]).map(|name| Holder::Name(name.into()));
    for by in holders.chain([Holder::Folder(".".into())]) {
        let kind = SlotKind::LockRequirement { by, on: on.into() };
        let range = node.range.start + start..node.range.end;
        found.slots.push(source.slot("an override", range, value, kind)?);
    }
    Ok(())
}

/// The package that a value leads to, and where its requirement begins. Not every one states any:
/// `$core` is what the root itself requires of that, `-` leaves the package out.
pub(in super::super) fn versioned(on: &str, node: &Node<'_>) -> Option<(String, usize)> {
    let text = node.text().filter(|text| !text.is_empty() && *text != "-")?;
    let own = text.starts_with('$');
    super::versioned(on, text).filter(|_| !own)
}

/// The package before the requirement that is meant: `@example/core@^1.4.0`.
fn name(key: &str) -> &str {
    let scope = usize::from(key.starts_with('@'));
    let at = key.get(scope..).and_then(|rest| rest.find('@'));
    at.and_then(|at| key.get(..scope + at)).unwrap_or(key)
}

/// `left@1>@example/core@^1.4.0`: the package that requires, and the one required.
pub(in super::super) fn selector(key: &str) -> (Option<&str>, &str) {
    // In a requirement, the sign stands at its beginning or behind what divides it.
    let sign = |(at, _): &(usize, &str)| {
        let before = key.get(..*at).and_then(|before| before.chars().next_back());
        before.is_some_and(|before| !matches!(before, ' ' | '|' | '@'))
    };
    let divided = key.match_indices('>').find(sign);
    match divided.and_then(|(at, _)| Some((key.get(..at)?, key.get(at + 1..)?))) {
        Some((by, on)) => (Some(name(by)), name(on)),
        None => (None, name(key)),
    }
}

/// What a key says of the requirements that are meant: `^1.4.0` in `core@^1.4.0`.
pub(in super::super) fn range(key: &str) -> Option<&str> {
    key.get(name(key).len()..)?.strip_prefix('@')
}

/// `**/left/@example/core@npm:^1.4.0`: the package that requires, and the one required. Yarn 1 takes
/// any number of steps.
fn path(key: &str) -> (Option<&str>, &str) {
    let mut steps: Vec<&str> = Vec::new();
    let mut rest = key;
    while !rest.is_empty() {
        // A scope has a slash of its own.
        let scope = if rest.starts_with('@') { rest.find('/').map_or(0, |at| at + 1) } else { 0 };
        let end = rest.get(scope..).and_then(|behind| behind.find('/')).map(|at| scope + at);
        let end = end.unwrap_or(rest.len());
        steps.extend(rest.get(..end));
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    let mut names = steps.iter().rev().map(|step| name(step));
    let on = names.next().unwrap_or(key);
    (names.find(|by| !by.contains('*')), on)
}

#[cfg(test)]
mod tests {
    use super::super::FORMAT;
    use crate::conformance::located;

    use super::*;

    /// What a package.json says: whose requirement on what is replaced, and by what.
    fn said(text: &str) -> Vec<String> {
        let text = format!("{{\"private\": true, {text}}}");
        let found = located(&FORMAT, &text);
        let shown = found.overrides.iter().map(|(span, one)| {
            let instead = match &one.instead {
                Instead::Slot => span.of(&text).unwrap().to_string(),
                Instead::Key(key) => format!("[{key}]"),
                Instead::Unread(trouble) => format!("! {trouble}"),
            };
            format!("{}>{} {instead}", one.by.as_deref().unwrap_or_default(), one.on)
        });
        let shown = shown.collect();
        assert!(found.slots.iter().all(|slot| found.is_for_others(slot)), "{text}");
        shown
    }

    #[test]
    fn npm_nests_its_overrides() {
        let text = r#""overrides": {
  "@a/core": "1.4.0", "@a/net@^1.2": ">=1.4.0 <2", "wire": "$wire", "old": "", "none": {},
  "left": { ".": "1.0.0", "@a/core": "^1.4.0", "right@2": { ".": "2.1.0", "@a/net": "~1.4.0" } }
}"#;
        let wanted = [
            ">@a/core 1.4.0",
            ">@a/net >=1.4.0 <2",
            ">left 1.0.0",
            "left>@a/core ^1.4.0",
            "left>right 2.1.0",
            "right>@a/net ~1.4.0",
        ];
        assert_eq!(said(text), wanted);
    }

    #[test]
    fn pnpm_selects() {
        let text = r#""pnpm": { "overrides": {
  "@a/core": "workspace:^1.4.0", "left>@a/core": "1.4.0", "left@1>@a/core@>=1 <2": "1.4.0",
  "core@>1.2": "~1.4.0", "gone": "-", "own": "$own", "net": "catalog:", "far": "npm:@a/core@1.4.0",
  "near": "link:../near"
} }"#;
        let wanted = [
            ">@a/core workspace:^1.4.0",
            "left>@a/core 1.4.0",
            "left>@a/core 1.4.0",
            ">core ~1.4.0",
            ">net [catalog:default net]",
        ];
        assert_eq!(said(text), wanted);
    }

    #[test]
    fn yarn_resolves_by_paths() {
        let text = r#""resolutions": {
  "core": "1.4.0", "**/@a/core": "npm:^1.4.0", "@a/left@1/@a/core@npm:^1.3.0": "1.4.0",
  "left/**/core": "npm:core@1.4.0", "other": "npm:core@1.4.0", "near": "portal:../near"
}"#;
        let wanted = [">core 1.4.0", ">@a/core ^1.4.0", "@a/left>@a/core 1.4.0", "left>core 1.4.0"];
        assert_eq!(said(text), wanted);
    }

    #[test]
    fn what_cannot_follow_is_told_and_not_lost() {
        let text = r#""resolutions": { "a": "patch:a@npm%3A1.4.0#./a.patch", "b": 1, "c": "1\u002e4.0", "d": {} }"#;
        let found = said(text);
        assert!(found.iter().all(|one| one.contains(" ! ")), "{found:?}");
        assert_eq!(found.len(), 4);
        assert!(found[0].contains("is of one release") && found[1].contains("a string"));
    }
}
