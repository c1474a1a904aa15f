//! pyproject.toml: `[project]` (PEP 621), dependency groups (PEP 735), Poetry.

mod dynamic;
mod sources;

use alloc::format;
use alloc::string::{String, ToString};

use place::Span;
use version::native::PEP440;

use super::{Format, plain};
use crate::syntax::toml;
use crate::syntax::tree::{Node, Value};
use crate::{Elsewhere, LocateError, Located, Members, SlotKind, Source, Trouble};

pub(super) use dynamic::attribute;

pub(super) static FORMAT: Format = Format {
    id: "pyproject",
    title: "pyproject.toml",
    files: &["pyproject.toml"],
    dialect: &PEP440,
    locks: &["uv.lock", "poetry.lock"],
    above: &[],
    locate,
    sample: r#"# core 1.4.0
[project]
name = "Example_Core"
version = "1.4.0"
dependencies = [
    "left==1.4.0",
    "example-net[tls] >=1.4.0, <2 ; python_version > '3.9'",
    "example-wire (~=1.4.0)",
    "somewhere @ https://example.org/somewhere-1.4.0.zip",
    "any",
]

[project.optional-dependencies]
ui = ["example-ui>=1.4.0"]

[dependency-groups]
test = ["example-test==1.4.*", { include-group = "ui" }]

[tool.poetry.dependencies]
python = "^3.9"
example-solver = { version = ">=1.4.0", path = "../solver" }
example-log = [{ version = "^1.4.0", python = ">=3.9" }, { version = "~1.4", python = "<3.9" }]
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = toml::parse(source)?;
    let any_here = Some(
        "leave the version out of that requirement (what is not published takes what is there: \
         `{ workspace = true }`)",
    );
    let mut found = Located { any_here, ..Located::default() };
    let project = top.get("project");
    let poetry = top.find(&["tool", "poetry"]);
    let name = project.and_then(|table| table.text_at("name"));
    let name = name.or_else(|| poetry?.text_at("name"));
    found.name = name.map(|name| normal(&name));
    found.members = top.find(&["tool", "uv", "workspace"]).map(|workspace| {
        let globs = |key| workspace.get(key).map(Node::texts).unwrap_or_default();
        let (include, exclude) = (globs("members"), globs("exclude"));
        Members { include, exclude, ..Members::default() }
    });
    // The root of a workspace need not be a package.
    if project.is_some() || poetry.is_some() || found.members.is_none() {
        own(source, &top, &mut found)?;
    }
    if let Some(list) = top.find(&["build-system", "requires"]) {
        list_of(source, list, "build-system.requires", &mut found)?;
    }
    if let Some(list) = project.and_then(|table| table.get("dependencies")) {
        list_of(source, list, "project.dependencies", &mut found)?;
    }
    let optional = project.and_then(|table| table.get("optional-dependencies"));
    let groups = top.get("dependency-groups");
    for (lists, name) in
        [(optional, "project.optional-dependencies"), (groups, "dependency-groups")]
    {
        for entry in lists.map(Node::entries).unwrap_or_default() {
            list_of(source, &entry.node, &format!("{name}.{}", entry.key), &mut found)?;
        }
    }
    if let Some(poetry) = poetry {
        poetry_tables(source, poetry, &mut found)?;
    }
    sources::apply(&top, &mut found);
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The version: `[project]`'s, else Poetry's, unless `dynamic` says that the build finds it.
fn own(source: &Source<'_>, top: &Node<'_>, found: &mut Located) -> Result<(), LocateError> {
    let project = top.get("project");
    let poetry = top.find(&["tool", "poetry"]);
    if let Some(version) = project.and_then(|table| table.get("version")) {
        found.slots.push(version.slot(source, "project.version", SlotKind::Version)?);
    }
    if let Some(version) = poetry.and_then(|table| table.get("version")) {
        // A tool that takes the version from tags wants a number here all the same.
        if let Some(tags) = dynamic::tags(top, source.span(version.range.clone())) {
            found.elsewhere.push(tags);
            return Ok(());
        }
        let what = "tool.poetry.version";
        let first = found.slots.is_empty();
        let kind = if first { SlotKind::Version } else { SlotKind::Secondary(what) };
        found.slots.push(version.slot(source, what, kind)?);
    }
    if !found.slots.is_empty() {
        return Ok(());
    }
    let computed = project.and_then(|table| {
        let items = table.get("dynamic").map(Node::items).unwrap_or_default();
        Some((table, items.iter().find(|item| item.text() == Some("version"))?))
    });
    match computed {
        Some((table, item)) => {
            found.elsewhere.push(dynamic::dynamic(top, table, source.span(item.range.clone())));
            Ok(())
        }
        None => {
            let wanted = "`version` under [project]".into();
            Err(source.refuse_whole(Trouble::NoVersion { wanted }))
        }
    }
}

/// A version that a file holds and nothing else.
pub(super) fn text_file(span: Span, how: String, files: &[&str]) -> Elsewhere {
    let files = files.iter().map(ToString::to_string).collect();
    Elsewhere::File { span, how, files, format: &plain::FORMAT }
}

/// A list of PEP 508 requirements; what is not a string includes another group.
fn list_of(
    source: &Source<'_>,
    list: &Node<'_>,
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let Value::List(items) = &list.value else {
        return Err(list.wrong(source, table, "a list of strings"));
    };
    for item in items {
        let Some(text) = item.text() else { continue };
        requirement(source, text, item.range.start, table, found)?;
    }
    Ok(())
}

/// Adds the specifier of one PEP 508 requirement that stands at a body offset, if it has one.
pub(super) fn requirement(
    source: &Source<'_>,
    text: &str,
    at: usize,
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let Some((name, start, end)) = specifier(text) else { return Ok(()) };
    let value = text.get(start..end).unwrap_or_default();
    let kind = SlotKind::Requirement { on: normal(name), path: None, table: table.into() };
    found.slots.push(source.slot(name, at + start..at + end, value, kind)?);
    Ok(())
}

/// The name and the bytes of the version specifier in a PEP 508 requirement; `None` where it has
/// no specifier, or a URL instead.
fn specifier(text: &str) -> Option<(&str, usize, usize)> {
    let clause = text.split(';').next()?;
    let name_end =
        clause.trim_start().find(|c: char| !c.is_alphanumeric() && !"-_.".contains(c))?;
    let start = clause.len() - clause.trim_start().len();
    let name = clause.get(start..start + name_end)?;
    let mut rest = clause.get(start + name_end..)?.trim_start();
    if rest.starts_with('[') {
        rest = rest.split_once(']')?.1.trim_start();
    }
    if rest.starts_with('@') {
        return None;
    }
    let mut inner = rest.trim_end();
    if let Some(bracketed) = inner.strip_prefix('(') {
        inner = bracketed.strip_suffix(')')?.trim_end();
    }
    let bare = inner.trim_start();
    let lead = inner.len() - bare.len() + usize::from(rest.starts_with('('));
    let from = clause.len() - rest.len() + lead;
    (!bare.is_empty()).then_some((name, from, from + bare.len()))
}

/// `dependencies`, the old `dev-dependencies`, and every group's.
fn poetry_tables(
    source: &Source<'_>,
    poetry: &Node<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut tables = alloc::vec::Vec::new();
    for name in ["dependencies", "dev-dependencies"] {
        tables.extend(poetry.get(name).map(|table| (format!("tool.poetry.{name}"), table)));
    }
    for group in poetry.get("group").map(Node::entries).unwrap_or_default() {
        let name = format!("tool.poetry.group.{}.dependencies", group.key);
        tables.extend(group.node.get("dependencies").map(|table| (name, table)));
    }
    for (name, table) in tables {
        for entry in table.entries().iter().filter(|entry| entry.key != "python") {
            for (way, version) in stated(&entry.node) {
                let (on, path) = (normal(&entry.key), way.text_at("path"));
                let kind = SlotKind::Requirement { on, path, table: name.clone() };
                found.slots.push(version.slot(source, &entry.key, kind)?);
            }
        }
    }
    Ok(())
}

/// What Poetry has as a dependency, each with its requirement: alone, in a table, or a list of those,
/// one for each Python or platform.
pub(super) fn stated<'n, 'a>(
    node: &'n Node<'a>,
) -> impl Iterator<Item = (&'n Node<'a>, &'n Node<'a>)> {
    let ways = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => core::slice::from_ref(node),
    };
    ways.iter().filter_map(|way| match way.text() {
        Some(_) => Some((way, way)),
        None => Some((way, way.get("version")?)),
    })
}

/// A name as PEP 503 compares it: lower case, runs of `-`, `_` and `.` as one `-`.
pub(super) fn normal(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if !matches!(c, '-' | '_' | '.') {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn a_requirement_is_its_specifier_alone() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("example-core"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        let wanted = [
            "1.4.0",
            "==1.4.0",
            ">=1.4.0, <2",
            "~=1.4.0",
            ">=1.4.0",
            "==1.4.*",
            ">=1.4.0",
            "^1.4.0",
            "~1.4",
        ];
        assert_eq!(texts, wanted);
        let SlotKind::Requirement { on, path, .. } = &found.slots[6].kind else { panic!() };
        assert_eq!((on.as_str(), path.as_deref()), ("example-solver", Some("../solver")));
    }

    #[test]
    fn a_dynamic_version_says_where_it_is_computed() {
        let text = "[project]\nname = \"x\"\ndynamic = [\"readme\", \"version\"]\n";
        let found = located(&FORMAT, text);
        let [Elsewhere::Computed { span, .. }] = found.elsewhere.as_slice() else { panic!() };
        assert_eq!(span.of(text), Some("version"));
        let path = place::RepoPath::new("pyproject.toml").unwrap();
        assert!(found.own_version(&path).unwrap_err().to_string().contains("computed"));
        let poetry = format!("{text}[tool.poetry]\nversion = \"1.4.0\"\n");
        assert_eq!(located(&FORMAT, &poetry).version().unwrap().text, "1.4.0");
        let none = "[project]\nname = \"x\"\n";
        assert!(matches!(trouble(&FORMAT, none), Trouble::NoVersion { .. }));
    }
}
