//! What a specification requires: `("net", "~> 1.4", "< 2")`, with or without brackets, the bounds in a
//! list or not, on one line or several.

use alloc::string::String;
use alloc::vec::Vec;

use super::{interpolated, literal};
use crate::syntax::code::Cursor;
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

/// What stands behind a text and leaves it as it is.
const SAME: &[&str] = &[".freeze", ".to_s"];

/// A specification, as far as its requirements may refer to it.
pub(in super::super) struct Specification<'t> {
    /// The whole text, without comments.
    pub(in super::super) text: &'t str,
    /// What it gives its version.
    pub(in super::super) versions: Vec<Cursor<'t>>,
    /// What stands behind the names of the calls that require something.
    pub(in super::super) calls: Vec<Cursor<'t>>,
}

/// The statements of a line, and the beginnings of the blocks in it: `do |s|` is followed by another.
pub(in super::super) fn pieces<'t>(line: Cursor<'t>, ends: &[char]) -> Vec<Cursor<'t>> {
    let mut pieces = Vec::new();
    let (mut start, mut rest) = (line, line);
    let until = |from: Cursor<'t>, to: Cursor<'t>| {
        let text = from.text.get(..to.at - from.at).unwrap_or_default();
        Cursor { text, at: from.at }
    };
    loop {
        let (_, next) = rest.until(|c| ends.contains(&c) || matches!(c, '"' | '\''));
        if let Some((_, behind)) = next.quoted() {
            rest = behind;
            continue;
        }
        let sign = ends.iter().find_map(|end| next.word(end.encode_utf8(&mut [0; 4])));
        match sign {
            Some(behind) => {
                pieces.push(until(start, next).space());
                (start, rest) = (behind, behind);
            }
            // The end, or a string that does not end.
            None => {
                pieces.push(start.space());
                return pieces;
            }
        }
    }
}

impl<'t> Specification<'t> {
    /// Adds the bounds of all requirements: each is a slot. `package` makes the package of the name that
    /// is required. Its own version has to be found by then.
    pub(in super::super) fn requirements(
        &self,
        source: &Source<'_>,
        package: impl Fn(&str) -> String,
        found: &mut Located,
    ) -> Result<(), LocateError> {
        for call in &self.calls {
            // It may go on over lines.
            let text = self.text.get(call.at..).unwrap_or_default();
            let call = Cursor { text, at: call.at }.space();
            let call = call.word("(").unwrap_or(call).space();
            if let Some((on, rest)) = literal(call) {
                self.bounds(source, &package(on.text), rest, found)?;
            }
        }
        Ok(())
    }

    fn bounds(
        &self,
        source: &Source<'_>,
        on: &str,
        mut rest: Cursor<'t>,
        found: &mut Located,
    ) -> Result<(), LocateError> {
        while let Some(next) = same(rest).space().word(",").map(Cursor::space) {
            // A line may end with a sign that it goes on.
            let next = next.word("\\").unwrap_or(next).space();
            let next = next.word("[").unwrap_or(next).space();
            let kind = || {
                let (on, table) = (on.into(), "dependencies".into());
                SlotKind::Requirement { on, path: None, table }
            };
            if let Some((bound, behind)) = literal(next) {
                match interpolated(bound.text) {
                    true => self.computed(source, on, bound, kind(), found)?,
                    false => found.value(source, "a requirement", bound, kind(), |_| false)?,
                }
                rest = same(behind);
                rest = rest.space().word("]").unwrap_or(rest);
                continue;
            }
            // Options stand behind all bounds.
            let is_option = next.text.starts_with([':', '{']) || next.name().1.word(": ").is_some();
            if !is_option {
                let (value, _) = next.until(|c| matches!(c, ',' | ')' | ']' | '\n'));
                self.computed(source, on, value.trimmed(), kind(), found)?;
            }
            return Ok(());
        }
        Ok(())
    }

    /// A bound that code makes. Exactly the specification's own version is that text once more: where it
    /// stands in this file, the two move as one. One that is made of it otherwise moves with it too.
    fn computed(
        &self,
        source: &Source<'_>,
        on: &str,
        value: Cursor<'_>,
        kind: SlotKind,
        found: &mut Located,
    ) -> Result<(), LocateError> {
        let inside = value.text.split_once("#{").and_then(|(before, rest)| {
            let (code, after) = rest.split_once('}')?;
            Some((before.trim(), code, after.trim()))
        });
        let (before, code, after) = inside.unwrap_or(("", value.text, ""));
        // What is made of it otherwise moves with it too.
        if bare(code).split_once('.').is_some_and(|(_, member)| member.starts_with("version.")) {
            return Ok(());
        }
        if !self.is_version(code) {
            let look = Some("write the requirement itself, in quotes".into());
            let trouble = Trouble::Computed { how: value.text.into(), look };
            let span = source.span(value.range());
            found.elsewhere.push(Elsewhere::Unread { span, on: on.into(), trouble });
        } else if matches!(before, "" | "=") && after.is_empty() {
            let version = found.version().cloned();
            found.slots.extend(version.map(|version| crate::Slot { kind, ..version }));
        }
        Ok(())
    }

    /// Whether code is the version that the specification has.
    fn is_version(&self, code: &str) -> bool {
        let code = bare(code);
        let member = code.split_once('.').is_some_and(|(_, member)| member == "version");
        member || self.versions.iter().any(|version| bare(version.text) == code)
    }
}

fn bare(code: &str) -> &str {
    let code = code.trim();
    SAME.iter().find_map(|end| code.strip_suffix(end)).unwrap_or(code)
}

/// Behind what leaves a text as it is.
fn same(rest: Cursor<'_>) -> Cursor<'_> {
    SAME.iter().find_map(|word| rest.word(word)).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::super::super::podspec;
    use super::super::GEMSPEC;
    use crate::Elsewhere;
    use crate::conformance::located;

    fn gem(requirement: &str) -> String {
        format!(
            "Gem::Specification.new do |s|\n  s.version = \"1.4.0\"\n  s.add_{requirement}\nend\n"
        )
    }

    fn bounds(text: &str) -> Vec<String> {
        let format = if text.contains("Pod::") { &podspec::SPEC } else { &GEMSPEC };
        let found = located(format, text);
        assert!(found.elsewhere.is_empty(), "{text}: {found:?}");
        let slots = found.slots.iter().filter(|slot| slot.kind != crate::SlotKind::Version);
        slots.map(|slot| slot.text.clone()).collect()
    }

    #[test]
    fn bounds_are_found_in_every_notation() {
        for requirement in [
            "runtime_dependency(%q<net>.freeze, [\"~> 1.4\".freeze, \"< 2\".freeze])",
            "dependency \"net\",\n    \"~> 1.4\",\n    # no more\n    '< 2'",
            "dependency \"net\", \\\n  \"~> 1.4\", \"< 2\"",
            "dependency(\n  \"net\".freeze, \"~> 1.4\", %q{< 2}\n)",
            "development_dependency 'net', '~> 1.4', '< 2' if x, '3'",
            "dependency(\"net\", \"~> 1.4\", \"< 2\"); s.add_dependency 'left'",
        ] {
            assert_eq!(bounds(&gem(requirement)), ["~> 1.4", "< 2"], "{requirement}");
        }
        let two = "dependency \"a;|b\"; s.add_dependency 'net', '~> 1.4'";
        assert_eq!(bounds(&gem(two)), ["~> 1.4"]);
        for pod in [
            "  s.dependency \"Net\",\n    \"~> 1.4\"\n",
            "  s.subspec 'A' do |a| a.dependency 'Net', '~> 1.4' end\n",
            "  s.subspec('A') { |a| a.ios.dependency 'Net', '~> 1.4', :configurations => ['x'] }\n",
            "  s.dependency 'Net', '~> 1.4', configurations: ['Debug']\n",
        ] {
            let text = format!("Pod::Spec.new do |s|\n  s.version = '1.4.0'\n{pod}end\n");
            assert_eq!(bounds(&text), ["~> 1.4"], "{pod}");
        }
    }

    #[test]
    fn what_is_made_of_the_own_version_moves_with_it() {
        let text = gem("dependency \"net\", \"~> #{s.version.segments.first(2).join('.')}\"");
        let found = located(&GEMSPEC, &text);
        assert!(found.slots.len() == 1 && found.elsewhere.is_empty(), "{found:?}");
    }

    #[test]
    fn exactly_the_own_version_is_one_text_with_it() {
        for requirement in [
            "dependency \"net\", \"= #{s.version}\"",
            "dependency \"net\", s.version",
            "dependency(\"net\", s.version.to_s)",
            "dependency(\"net\", [\"#{s.version}\"])",
        ] {
            let text = gem(requirement);
            let found = located(&GEMSPEC, &text);
            let [version, net] = found.slots.as_slice() else { panic!("{requirement}: {found:?}") };
            assert_eq!(version.span, net.span);
            assert_eq!(bounds(&text), ["1.4.0"], "{requirement}");
        }
        // It moves with the version, which is in another file.
        let text = gem("dependency 'net', Core::VERSION").replace("\"1.4.0\"", "Core::VERSION");
        let [Elsewhere::Computed { .. }] = &located(&GEMSPEC, &text).elsewhere[..] else {
            panic!()
        };
        assert!(bounds(&gem("dependency \"net\", \"~> #{s.version}\"")).is_empty());
    }

    #[test]
    fn a_bound_that_code_makes_is_told() {
        for requirement in ["NET", "*bounds", "\"~> #{NET}\"", "[NET, '< 2']"] {
            let text = gem(&format!("dependency 'net', {requirement}"));
            let [Elsewhere::Unread { on, .. }] = &located(&GEMSPEC, &text).elsewhere[..] else {
                panic!("{requirement}")
            };
            assert_eq!(on, "net", "{requirement}");
        }
    }
}
