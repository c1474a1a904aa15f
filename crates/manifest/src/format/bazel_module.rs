//! MODULE.bazel: a Bazel module, and the modules that it depends on.
//!
//! Source: Bazel, "MODULE.bazel files": `module`, `bazel_dep`.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};

use version::native::BAZEL;

use super::{Format, python};
use crate::syntax::brackets;
use crate::syntax::code::{self, Cursor, SCRIPT};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "bazel-module",
    title: "MODULE.bazel",
    files: &["MODULE.bazel"],
    dialect: &BAZEL,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# module(version = "1.4.0")
module(
    name = "core",
    version = "1.4.0",
    compatibility_level = 1,
)

bazel_dep(name = "net", version = "1.4.0")
bazel_dep(name = "left", version = "1.4.0", repo_name = "1.4.0")
bazel_dep(name = "wire")
local_path_override(module_name = "wire", path = "../wire")
single_version_override(module_name = "left", version = "1.4.0")
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &SCRIPT);
    let names = names(&text);
    let mut found = Located::default();
    let mut module = None;
    let mut done = 0;
    for line in code::lines(&text) {
        let call = |name| Some(line.word(name)?.space().word("(")?.at);
        let own = call("module");
        let Some(at) = own.or_else(|| call("bazel_dep")).filter(|_| line.at >= done) else {
            continue;
        };
        let inside = Cursor { text: text.get(at..).unwrap_or_default(), at };
        let Some(arguments) = brackets::items(inside) else {
            let message = "a call is never closed".into();
            return Err(
                source.refuse(line.range(), Trouble::Syntax { syntax: "Starlark", message })
            );
        };
        done = arguments.last().map_or(at, |last| last.range().end);
        let (name, version) = (argument(&arguments, 0), argument(&arguments, 1));
        let name = name.and_then(python::literal).map(|name| name.text.to_string());
        if own.is_none() {
            if let (Some(on), Some(version)) = (name, version) {
                dependency(source, &names, on, version, &mut found)?;
            }
        } else if module.replace(version).is_some() {
            let trouble = Trouble::Count { what: "`module(`".into(), wanted: 1, found: 2 };
            return Err(source.refuse(line.range(), trouble));
        } else {
            found.name = name;
        }
    }
    let nothing = found.slots.is_empty();
    match module.flatten() {
        Some(version) => own(source, &names, version, &mut found)?,
        // Nobody but a registry asks for a version; what others require of is there all the same.
        None if nothing => return Err(source.refuse_whole(no_version())),
        None => {}
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn no_version() -> Trouble {
    Trouble::NoVersion { wanted: "`version = \"…\"` in `module(…)`".into() }
}

/// The value of the first or second argument, `name` or `version`.
fn argument<'t>(arguments: &[Cursor<'t>], place: usize) -> Option<Cursor<'t>> {
    let wanted = if place == 0 { "name" } else { "version" };
    let named = arguments.iter().find_map(|argument| {
        let (name, rest) = argument.name();
        let value = rest.space().word("=").filter(|_| name.text == wanted)?;
        (!value.text.starts_with('=')).then(|| value.space())
    });
    let by_place = || arguments.get(place).copied().filter(|one| python::literal(*one).is_some());
    named.or_else(by_place)
}

/// What each name stands for that is given a string; nothing where it is given twice.
type Names<'t> = BTreeMap<&'t str, Option<Cursor<'t>>>;

fn names(text: &str) -> Names<'_> {
    let mut names = Names::new();
    for line in code::lines(text) {
        let (name, rest) = line.name();
        let given = rest.space().word("=").and_then(|value| python::literal(value.space()));
        if let (false, Some(given)) = (name.text.is_empty(), given) {
            names.entry(name.text).and_modify(|known| *known = None).or_insert(Some(given));
        }
    }
    names
}

/// What a value says: the string that it is, or that a name stands for.
fn literal<'t>(names: &Names<'t>, value: Cursor<'t>) -> Option<Cursor<'t>> {
    python::literal(value).or_else(|| names.get(value.text).copied().flatten())
}

fn own(
    source: &Source<'_>,
    names: &Names<'_>,
    value: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    match literal(names, value) {
        // An empty one is what Bazel takes for none.
        Some(version) if version.text.is_empty() => Err(source.refuse(value.range(), no_version())),
        Some(version) => found.value(source, "version", version, SlotKind::Version, |_| false),
        None => {
            let (span, how) = (source.span(value.range()), value.text.to_string());
            found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
            Ok(())
        }
    }
}

/// A dependency's lowest version; without one, an override says what is taken.
fn dependency(
    source: &Source<'_>,
    names: &Names<'_>,
    on: String,
    value: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let Some(version) = literal(names, value).filter(|version| !version.text.is_empty()) else {
        return Ok(());
    };
    let kind = SlotKind::Requirement { on, path: None, table: "bazel_dep".into() };
    found.value(source, "version", version, kind, |_| false)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn modules_and_what_they_depend_on() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("core"));
        let required: Vec<&str> = found
            .slots
            .iter()
            .filter_map(|slot| match &slot.kind {
                SlotKind::Requirement { on, .. } => Some(on.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(required, ["net", "left"]);
        assert_eq!(found.slots.len(), 3);
        let short = located(&FORMAT, "module('core', '1.4.0')\nbazel_dep('net', '1.4')\n");
        assert_eq!(short.version().unwrap().text, "1.4.0");
        assert_eq!(short.slots.len(), 2);
    }

    #[test]
    fn a_name_that_is_given_once_is_followed() {
        let named = "V = \"1.4.0\"\nmodule(name = \"core\", version = V)\n";
        assert_eq!(slots(&FORMAT, named), ["1.4.0 Version"]);
        for text in [
            "module(name = \"core\", version = V)\n",
            "V = \"1\"\nV = \"2\"\nmodule(version = V)\n",
            "module(version = \"1.\" + \"4\")\n",
        ] {
            let found = located(&FORMAT, text);
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{text}");
        }
    }

    #[test]
    fn a_module_without_a_version_only_requires() {
        let text = "module(name = \"app\")\nbazel_dep(name = \"core\", version = \"1.4.0\")\n";
        assert!(located(&FORMAT, text).version().is_none());
        let refused = |text: &str| trouble(&FORMAT, text);
        assert!(matches!(refused("module(name = \"app\")\n"), Trouble::NoVersion { .. }));
        assert!(matches!(refused("module(version = \"\")\n"), Trouble::NoVersion { .. }));
        assert!(matches!(refused("module()\nmodule()\n"), Trouble::Count { .. }));
        assert!(matches!(refused("module(version = \"1\"\n"), Trouble::Syntax { .. }));
        assert!(matches!(refused("use_module(version = \"1\")\n"), Trouble::NoVersion { .. }));
    }
}
