//! mix.exs: an Elixir project, and the dependencies in its tuples.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::HEX;

use super::{Format, plain};
use crate::syntax::brackets;
use crate::syntax::code::{self, Cursor, SCRIPT};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "mix",
    title: "mix.exs",
    files: &["mix.exs"],
    dialect: &HEX,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# version: "1.4.0"
defmodule Core.MixProject do
  use Mix.Project

  def project do
    [
      app: :core,
      version: "1.4.0",
      elixir: "~> 1.4.0",
      docs: [version: "1.4.0"],
      deps: deps()
    ]
  end

  defp deps do
    [
      {:net, "~> 1.4.0"},
      {:wire, ">= 1.4.0 and < 2.0.0", path: "../wire"},
      {:left, path: "../left"}
    ]
  end
end
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &SCRIPT);
    let wanted = || Trouble::NoVersion { wanted: "`version: \"…\"` in `def project`".into() };
    let mut found = Located::default();
    let mut versions = Vec::new();
    let mut deps = Vec::from(["deps"]);
    for (key, value) in functions(&text, "project").first().map(keywords).unwrap_or_default() {
        match key {
            "app" => found.name = value.word(":").map(|name| name.text.to_string()),
            "version" => versions.push(value),
            "deps" => {
                dependencies(source, value, &mut found)?;
                deps.extend(calls(value));
            }
            _ => {}
        }
    }
    match versions.as_slice() {
        [] => return Err(source.refuse_whole(wanted())),
        [value] => version(source, &text, *value, &mut found)?,
        [_, second, ..] => {
            let trouble = Trouble::Count { what: "`version:`".into(), wanted: 1, found: 2 };
            return Err(source.refuse(second.range(), trouble));
        }
    }
    deps.sort_unstable();
    deps.dedup();
    for body in deps.into_iter().flat_map(|name| functions(&text, name)) {
        dependencies(source, body, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// What the functions of that name do: one has as many bodies as it has clauses.
fn functions<'t>(text: &'t str, name: &str) -> Vec<Cursor<'t>> {
    let indent = |line: &Cursor<'t>| line.space().at - line.at;
    let mut bodies = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for line in code::lines(text) {
        let words = line.space();
        let head = words.word("defp ").or_else(|| words.word("def "));
        if let Some((start, depth)) = open
            && indent(&line) <= depth
            && ["end", "def", "defp"].contains(&words.name().0.text)
        {
            bodies.extend(text.get(start..line.at).map(|text| Cursor { text, at: start }));
            open = None;
        }
        if let Some((called, _)) = head.map(|head| head.space().name())
            && called.text == name
        {
            open = Some((called.range().end, indent(&line)));
        }
    }
    bodies.extend(open.and_then(|(at, _)| Some(Cursor { text: text.get(at..)?, at })));
    bodies
}

/// What the list that a function's body comes to has by keys: the first with a version, or the first.
/// One that a variable is given is something else.
fn keywords<'t>(body: &Cursor<'t>) -> Vec<(&'t str, Cursor<'t>)> {
    let is_given = |list: &Cursor<'_>| {
        let before = body.text.get(..list.at - body.at).unwrap_or_default();
        before.lines().next_back().is_some_and(|line| line.contains(" = "))
    };
    let lists = brackets::outermost(*body, '[', ']').into_iter().filter(|list| !is_given(list));
    let items = lists.filter_map(brackets::items);
    let mut all: Vec<Vec<_>> =
        items.map(|items| items.into_iter().filter_map(keyword).collect()).collect();
    let wanted = all.iter().position(|list| list.iter().any(|(key, _)| *key == "version"));
    if all.is_empty() { Vec::new() } else { all.swap_remove(wanted.unwrap_or_default()) }
}

/// The functions that a value calls: every name with a bracket behind it.
fn calls(value: Cursor<'_>) -> Vec<&str> {
    let before = value.text.split('(').collect::<Vec<_>>();
    let calls = before.split_last().map_or(&[][..], |(_, calls)| calls);
    let name = |text: &&'_ str| {
        text.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1)
    };
    calls.iter().filter_map(|text| text.get(name(text)..)).filter(|name| !name.is_empty()).collect()
}

/// The tuples in the text, in whatever lists and conditions they stand.
fn dependencies(
    source: &Source<'_>,
    text: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let tuples = brackets::outermost(text, '{', '}').into_iter().filter_map(brackets::items);
    for tuple in tuples {
        dependency(source, &tuple, found)?;
    }
    Ok(())
}

/// `key: value`.
fn keyword(item: Cursor<'_>) -> Option<(&str, Cursor<'_>)> {
    let (key, rest) = item.name();
    Some((key.text, rest.word(":")?.space()))
}

/// The version itself, the module's attribute that holds it, or the file that it is read from.
fn version(
    source: &Source<'_>,
    text: &str,
    value: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let attributes: Vec<Cursor<'_>> = match value.word("@") {
        Some(name) => code::each_line(text, |line| {
            let rest = line.word("@")?.word(name.text)?;
            rest.text.starts_with(' ').then(|| rest.space().trimmed())
        }),
        None => Vec::from([value]),
    };
    let [only] = attributes.as_slice() else {
        return Err(if let Some(second) = attributes.get(1) {
            let (what, found) = (value.text.to_string(), attributes.len());
            source.refuse(second.range(), Trouble::Count { what, wanted: 1, found })
        } else {
            let (what, reference) = ("version".to_string(), value.text.to_string());
            source.refuse(value.range(), Trouble::Reference { what, reference })
        });
    };
    if let Some((inside, rest)) = only.quoted()
        && rest.text.is_empty()
        && !inside.text.contains("#{")
    {
        return found.value(source, "version", inside, SlotKind::Version, |_| false);
    }
    let (span, how) = (source.span(only.range()), only.text.to_string());
    let file = only.text.split_once("File.read!(").and_then(|(_, rest)| {
        Cursor { text: rest, at: 0 }.quoted().map(|(file, _)| file.text.to_string())
    });
    found.elsewhere.push(match file {
        Some(file) => {
            Elsewhere::File { span, how, files: Vec::from([file]), format: &plain::FORMAT }
        }
        None => Elsewhere::Computed { span, how, look: None },
    });
    Ok(())
}

/// `{:net, "~> 1.4", path: "../net"}`.
fn dependency(
    source: &Source<'_>,
    tuple: &[Cursor<'_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let [name, requirement, options @ ..] = tuple else { return Ok(()) };
    let (Some(name), Some((requirement, rest))) = (name.word(":"), requirement.quoted()) else {
        return Ok(());
    };
    if !rest.text.is_empty() {
        return Ok(());
    }
    let path = options.iter().filter_map(|option| keyword(*option));
    let path = path.filter(|(key, _)| *key == "path").find_map(|(_, value)| value.quoted());
    let path = path.map(|(path, _)| path.text.to_string());
    let kind = SlotKind::Requirement { on: name.text.to_string(), path, table: "deps".into() };
    found.value(source, name.text, requirement, kind, |text| text.contains("#{"))
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn tuples_with_a_requirement_are_dependencies() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("core"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "~> 1.4.0", ">= 1.4.0 and < 2.0.0"]);
        let SlotKind::Requirement { path, .. } = &found.slots[2].kind else { panic!() };
        assert_eq!(path.as_deref(), Some("../wire"));
    }

    #[test]
    fn lists_are_read_wherever_they_stand_in_a_function() {
        let text = r#"
  def project do
    args = System.get_env("ARGS") || ["-j2"]

    [app: :exla, version: "1.4.0", docs: [version: "1.0.0"], deps: packages(Mix.env())] ++ args
  end

  defp packages(:test), do: [{:wire, "~> 1.4.0"}]

  defp packages(_) do
    extra = if System.get_env("CI"), do: [{:ci, "~> 9.0"}], else: []
    [{:core, "~> 1.4.0"}, local({:net, ">= 1.4.0"})] ++ extra
  end

  defp others, do: [{:none, "1.0.0"}]
"#;
        let found = located(&FORMAT, text);
        assert_eq!(found.name.as_deref(), Some("exla"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "~> 1.4.0", "~> 9.0", "~> 1.4.0", ">= 1.4.0"]);
        // What a variable is given, and another module's project, are not this one's.
        let other = text.replace("|| [\"-j2\"]", "|| [version: \"0.1.0\"]")
            + "def project do\n  [app: :other, version: \"0.2.0\"]\nend\n";
        assert_eq!(located(&FORMAT, &other).slots.len(), 5);
        let later = "def project do\n  IO.inspect([:on])\n  [version: \"1.4.0\"]\nend\n";
        assert_eq!(slots(&FORMAT, later), ["1.4.0 Version"]);
        for value in ["others() ++ packages(Mix.env())", "Enum.concat(packages(1), [])"] {
            let called = located(&FORMAT, &text.replace("packages(Mix.env())", value));
            let wire = |slot: &crate::Slot| matches!(&slot.kind, SlotKind::Requirement { on, .. } if on == "wire");
            assert!(called.slots.iter().any(wire), "{value}");
        }
    }

    #[test]
    fn attributes_and_files_are_followed() {
        let of = |version: &str, before: &str| {
            alloc::format!("{before}def project do\n [version: {version}]\nend\n")
        };
        assert_eq!(slots(&FORMAT, &of("@version", "@version \"1.4.0\"\n")), ["1.4.0 Version"]);
        let read = located(&FORMAT, &of("@v", "@v String.trim(File.read!(\"VERSION\"))\n"));
        let [Elsewhere::File { files, .. }] = &read.elsewhere[..] else { panic!() };
        assert_eq!(files, &["VERSION"]);
        let computed = located(&FORMAT, &of("version()", ""));
        assert!(matches!(computed.elsewhere[..], [Elsewhere::Computed { .. }]));
        let trouble = |version, before| trouble(&FORMAT, &of(version, before));
        assert!(matches!(trouble("@v", ""), Trouble::Reference { .. }));
        assert!(matches!(trouble("@v", "@v \"1\"\n@v \"2\"\n"), Trouble::Count { .. }));
    }
}
