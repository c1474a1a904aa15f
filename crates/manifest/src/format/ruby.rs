//! Ruby: gemspecs, and the VERSION constant of a version.rb.

use version::native::RUBYGEMS;

use super::Format;
use crate::syntax::code::{self, Cursor, HASH};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static GEMSPEC: Format = Format {
    id: "gemspec",
    title: "gemspec",
    files: &["*.gemspec"],
    dialect: &RUBYGEMS,
    locks: &["Gemfile.lock"],
    above: &[],
    locate: gemspec,
    sample: r#"# core 1.4.0
Gem::Specification.new do |spec|
  spec.name = "core"
  spec.version = "1.4.0"
  spec.required_ruby_version = ">= 1.4.0"
  spec.add_dependency "net", "~> 1.4.0"
  spec.add_development_dependency("left", ">= 1.4.0", "< 2")
end
"#,
};

pub(super) static CONSTANT: Format = Format {
    id: "ruby",
    title: "version.rb",
    files: &["version.rb"],
    dialect: &RUBYGEMS,
    locks: &["Gemfile.lock"],
    above: &[],
    locate: constant,
    sample: r#"# VERSION = "1.4.0"
module Core
  VERSION = "1.4.0".freeze
  OLD_VERSION = "1.4.0"
end
"#,
};

/// Longest first: one is the beginning of another.
const REQUIRE: &[&str] =
    &["add_development_dependency", "add_runtime_dependency", "add_dependency"];

fn gemspec(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &HASH);
    let mut found = Located::default();
    let mut versions = alloc::vec::Vec::new();
    for line in code::lines(&text) {
        let Some(member) = line.space().name().1.word(".") else { continue };
        if let Some(name) = assigned(member, "name").and_then(Cursor::quoted) {
            found.name = Some(name.0.text.into());
        }
        if let Some(value) = assigned(member, "version") {
            versions.push(value);
        }
        let call = REQUIRE.iter().find_map(|name| member.word(name));
        if let Some(call) = call {
            requirements(source, call, &mut found)?;
        }
    }
    let wanted = "`spec.version = \"…\"`";
    match versions.as_slice() {
        // `Core::VERSION`: the constant's own file is the one to name.
        [value] if value.quoted().is_none() => {
            let value = value.trimmed();
            let (span, how) = (source.span(value.range()), value.text.into());
            found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
        }
        several => {
            let values = several.iter().filter_map(|value| Some(value.quoted()?.0));
            found.one(source, wanted, &values.collect::<alloc::vec::Vec<_>>(), interpolated)?;
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn assigned<'t>(member: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let rest = member.word(name)?.space().word("=")?;
    (!rest.text.starts_with(['=', '~', '>'])).then(|| rest.space())
}

/// `("net", "~> 1.4", "< 2")`, with or without brackets: each bound is a slot.
fn requirements(
    source: &Source<'_>,
    call: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let call = call.space();
    let call = call.word("(").unwrap_or(call).space();
    let Some((on, mut rest)) = call.quoted() else { return Ok(()) };
    while let Some((bound, after)) = rest.space().word(",").and_then(|rest| rest.space().quoted()) {
        let (on, table) = (on.text.into(), "dependencies".into());
        let kind = SlotKind::Requirement { on, path: None, table };
        found.value(source, "a requirement", bound, kind, interpolated)?;
        rest = after;
    }
    Ok(())
}

fn constant(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &HASH);
    let values = code::each_line(&text, |line| Some(assigned(line, "VERSION")?.quoted()?.0));
    let mut found = Located::default();
    if values.is_empty() {
        let wanted = "`VERSION = \"…\"`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    found.one(source, "`VERSION = \"…\"`", &values, interpolated)?;
    Ok(found)
}

fn interpolated(value: &str) -> bool {
    value.contains("#{")
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn bounds_are_slots_and_constants_are_elsewhere() {
        let found = located(&GEMSPEC, GEMSPEC.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "~> 1.4.0", ">= 1.4.0", "< 2"]);
        let text = GEMSPEC.sample.replace("version = \"1.4.0\"", "version = Core::VERSION ");
        let [Elsewhere::Computed { how, .. }] = &located(&GEMSPEC, &text).elsewhere[..] else {
            panic!()
        };
        assert_eq!(how, "Core::VERSION");
    }

    #[test]
    fn a_comparison_is_no_assignment() {
        let text = "VERSION == \"1\"\nVERSION = [1, 4].join('.')\n";
        assert!(matches!(trouble(&CONSTANT, text), Trouble::NoVersion { .. }));
    }
}
