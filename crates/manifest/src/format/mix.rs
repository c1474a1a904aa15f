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
    let Some(project) = project(&text) else { return Err(source.refuse_whole(wanted())) };
    let mut found = Located::default();
    let mut versions = Vec::new();
    for (key, value) in project.iter().filter_map(|item| keyword(*item)) {
        match key {
            "app" => found.name = value.word(":").map(|name| name.text.to_string()),
            "version" => versions.push(value),
            "deps" => dependencies(source, value, &mut found)?,
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
    if let Some(list) = function(&text, "deps") {
        dependencies(source, list, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The items of the list that `def project` gives.
fn project(text: &str) -> Option<Vec<Cursor<'_>>> {
    brackets::items(function(text, "project")?.word("[")?)
}

/// The list that a function gives, from its opening bracket on.
fn function<'t>(text: &'t str, name: &str) -> Option<Cursor<'t>> {
    let is_head = |line: &Cursor<'t>| -> bool {
        let rest = line.space();
        let rest = rest.word("defp ").or_else(|| rest.word("def "));
        rest.is_some_and(|rest| rest.space().name().0.text == name)
    };
    let head = code::lines(text).find(is_head)?;
    let at = head.at + text.get(head.at..)?.find('[')?;
    Some(Cursor { text: text.get(at..)?, at })
}

/// The tuples of a list.
fn dependencies(
    source: &Source<'_>,
    list: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let items = list.word("[").and_then(brackets::items).unwrap_or_default();
    for tuple in items.iter().filter_map(|item| brackets::items(item.word("{")?)) {
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
