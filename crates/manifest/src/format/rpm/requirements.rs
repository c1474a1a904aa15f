//! What a spec file's packages ask for: `name >= 1.0`, several of them, and those in brackets.
//!
//! Source: RPM's manual, "Dependencies", "Boolean Dependencies".

use alloc::format;

use crate::syntax::code::Cursor;
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

/// The architecture behind a name, as a macro; it is none of the name.
const ARCHITECTURES: &[&str] = &["%{?_isa}", "%{_isa}", "%_isa"];

/// What does not ask for all that is in the brackets.
const CHOICES: &[&str] = &["or", "if", "else", "unless", "without"];

/// How many brackets may stand in each other; what is deeper is left alone.
const DEEPEST: usize = 8;

/// Each `name >= 1.0` of a tag's value. Macros are filled in by the build.
pub(super) fn requirements(
    source: &Source<'_>,
    tag: &str,
    value: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    within(source, tag, value, DEEPEST, found)
}

/// The words of a text that stand in no brackets.
fn outer(text: &str) -> impl Iterator<Item = &str> {
    let mut deep = 0_usize;
    let pieces = text.split_inclusive(['(', ')']).filter(move |piece| {
        let at = deep;
        match piece.chars().next_back() {
            Some('(') => deep += 1,
            Some(')') => deep = deep.saturating_sub(1),
            _ => {}
        }
        at == 0
    });
    pieces.flat_map(|piece| piece.split([' ', '\t', '(', ')']))
}

fn within(
    source: &Source<'_>,
    tag: &str,
    value: Cursor<'_>,
    deep: usize,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut rest = value;
    loop {
        rest = rest.word(",").unwrap_or(rest).space();
        if let Some(inside) = rest.word("(") {
            let Some((inside, after)) = bracketed(inside) else { return Ok(()) };
            // What may be met in another way is no requirement by itself.
            let choice = outer(inside.text).any(|word| CHOICES.contains(&word));
            if let Some(deep) = deep.checked_sub(1).filter(|_| !choice) {
                within(source, tag, inside, deep, found)?;
            }
            rest = after;
            continue;
        }
        let (name, after) = rest.until(|c: char| c.is_whitespace() || c == ',');
        if name.text.is_empty() {
            return Ok(());
        }
        let operator = after.space();
        let (signs, version) = operator.until(|c| !"<=>".contains(c));
        rest = after;
        if signs.text.is_empty() {
            continue;
        }
        let (version, after) = version.space().until(|c: char| c.is_whitespace() || c == ',');
        rest = after;
        let cut = ARCHITECTURES.iter().find_map(|end| name.text.strip_suffix(end));
        let name = cut.unwrap_or(name.text);
        if name.contains('%') {
            continue;
        }
        // An architecture behind the name is none of the name: `net(x86-64)`.
        let on = name.split('(').next().unwrap_or_default();
        let end = version.range().end;
        let text = source.body().get(operator.at..end).unwrap_or_default();
        if !text.contains(['%', '@']) {
            let kind = SlotKind::Requirement { on: on.into(), path: None, table: tag.into() };
            found.slots.push(source.slot(tag, operator.at..end, text, kind)?);
        } else if let Some(revision) = revision(version.text) {
            let key = format!("`{revision}` in `{}`", version.text);
            let trouble = Trouble::Pinned { key, of: "one package of the version" };
            let span = source.span(operator.at..end);
            found.elsewhere.push(Elsewhere::Unread { span, on: on.into(), trouble });
        }
    }
}

/// What is in brackets, from behind the opening one, and what follows; `None` where nothing closes them.
fn bracketed(inside: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    let depth = core::cell::Cell::new(1usize);
    let (content, rest) = inside.until(|c| {
        match c {
            '(' => depth.set(depth.get() + 1),
            ')' => depth.set(depth.get() - 1),
            _ => {}
        }
        depth.get() == 0
    });
    Some((content, rest.word(")")?))
}

/// The revision with macros behind a version that is written out: `-1%{?dist}`.
fn revision(version: &str) -> Option<&str> {
    let at = version.find('-')?;
    let (version, revision) = version.split_at_checked(at)?;
    let version = version.split_once(':').map_or(version, |(_, version)| version);
    let written = version.starts_with(|c: char| c.is_ascii_digit());
    (written && !version.contains(['%', '@'])).then_some(revision)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::super::FORMAT;
    use crate::conformance::located;
    use crate::{Elsewhere, SlotKind};

    /// What a value asks for, and what of it cannot be followed.
    fn read(value: &str) -> (Vec<alloc::string::String>, Vec<alloc::string::String>) {
        let text = alloc::format!("Name: core\nVersion: 1.4.0\nRequires: {value}\n");
        let found = located(&FORMAT, &text);
        let requires = found.slots.iter().filter_map(|slot| match &slot.kind {
            SlotKind::Requirement { on, .. } => Some(alloc::format!("{on} {}", slot.text)),
            _ => None,
        });
        let unread = found.elsewhere.iter().filter_map(|one| match one {
            Elsewhere::Unread { on, .. } => Some(on.clone()),
            _ => None,
        });
        (requires.collect(), unread.collect())
    }

    #[test]
    fn an_architecture_is_none_of_the_name() {
        for name in ["lib%{?_isa}", "lib%{_isa}", "lib(x86-64)", "lib"] {
            let (requires, unread) = read(&alloc::format!("{name} = 1.4.0, a"));
            assert_eq!((requires.as_slice(), unread.len()), (&["lib = 1.4.0".into()][..], 0));
        }
        assert!(read("lib%{suffix} = 1.4.0").0.is_empty());
    }

    #[test]
    fn what_is_in_brackets_is_required_unless_it_is_a_choice() {
        let both = ["lib >= 2.0.0", "lib < 3.0"].as_slice();
        assert_eq!(read("(lib >= 2.0.0 with lib < 3.0)").0, both);
        assert_eq!(read("(a and (lib(x86-64) >= 2.0.0 and lib < 3.0)), b").0, both);
        assert_eq!(read("(lib >= 2.0.0 or other), lib < 3.0").0, both[1..]);
        // What stands beside a choice is asked for all the same.
        assert_eq!(read("((lib >= 1 or b) and lib < 3.0)").0, both[1..]);
        for left in ["(lib >= 1 if a)", "(a or (lib >= 1 and b))", "(lib >= 1"] {
            assert!(read(left).0.is_empty(), "{left}");
        }
    }

    #[test]
    fn a_revision_with_macros_cannot_follow() {
        for value in ["lib = 1.4.0-1%{?dist}", "lib%{?_isa} = 1:1.4.0-1@DIST@"] {
            assert_eq!(read(value), (Vec::new(), Vec::from(["lib".into()])), "{value}");
        }
        for own in ["lib = %{version}-1", "lib = %{version}-%{release}", "lib = @VERSION@"] {
            assert_eq!(read(own), (Vec::new(), Vec::new()), "{own}");
        }
    }
}
