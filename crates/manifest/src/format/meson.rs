//! meson.build: `project('core', 'c', version : '1.4.0')`.
//!
//! Source: Meson, "Reference manual: project()": the version is a string, or `files('VERSION')`.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::PLAIN;

use super::{Format, plain};
use crate::syntax::brackets;
use crate::syntax::code::{self, Cursor, HASH, Language};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "meson",
    title: "meson.build",
    files: &["meson.build"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r"# project('core', version : '1.4.0')
project('core', 'c',
  version : '1.4.0',
  meson_version : '>=1.4.0',
  default_options : ['tag=1.4.0', 'c_std=c11'])
net = dependency('net', version : '>=1.4.0')
description = '''
project('other', version : '1.4.0')
'''
",
};

/// Double quotes begin nothing; three single ones do.
const MESON: Language = Language { quotes: &['\''], long: &["'''"], ..HASH };

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &MESON);
    let wanted = || Trouble::NoVersion { wanted: "`version : '…'` in `project(…)`".into() };
    let inside = |line: Cursor<'_>| -> Option<usize> {
        Some(line.space().word("project")?.space().word("(")?.at)
    };
    let mut calls = code::lines(&text).filter_map(inside);
    let Some(call) = calls.next() else { return Err(source.refuse_whole(wanted())) };
    if let Some(again) = calls.next() {
        let trouble = Trouble::Count { what: "`project(`".into(), wanted: 1, found: 2 };
        return Err(source.refuse(again..again, trouble));
    }
    let inside = Cursor { text: text.get(call..).unwrap_or_default(), at: call };
    let Some(arguments) = brackets::items(inside) else {
        let message = "`project(` is never closed".into();
        return Err(source.refuse(call..call, Trouble::Syntax { syntax: "Meson", message }));
    };
    let name = arguments.first().and_then(|name| whole(*name));
    let mut found = Located { name: name.map(|name| name.text.into()), ..Located::default() };
    let values: Vec<Cursor<'_>> = arguments.iter().filter_map(|one| version(*one)).collect();
    match values.as_slice() {
        [] => Err(source.refuse_whole(wanted())),
        [value] => {
            if let Some(text) = whole(*value) {
                found.value(source, "version", text, SlotKind::Version, |_| false)?;
            } else {
                found.elsewhere.push(elsewhere(source, *value));
            }
            Ok(found)
        }
        [_, second, ..] => {
            let trouble = Trouble::Count { what: "`version :`".into(), wanted: 1, found: 2 };
            Err(source.refuse(second.range(), trouble))
        }
    }
}

/// `version : value`.
fn version(argument: Cursor<'_>) -> Option<Cursor<'_>> {
    Some(argument.word("version")?.space().word(":")?.space())
}

/// The inside of a value that is one string and nothing else.
fn whole(value: Cursor<'_>) -> Option<Cursor<'_>> {
    let (inside, rest) = value.quoted()?;
    (value.text.starts_with('\'') && rest.space().text.is_empty()).then_some(inside)
}

/// The file that `files('VERSION')` names, or code.
fn elsewhere(source: &Source<'_>, value: Cursor<'_>) -> Elsewhere {
    let (span, how) = (source.span(value.range()), value.text.to_string());
    let items =
        value.word("files").and_then(|rest| rest.space().word("(")).and_then(brackets::items);
    match items.as_deref().map(|items| (items, items.first().and_then(|one| whole(*one)))) {
        Some(([one], Some(file))) if ends_behind(value, *one) => {
            let files = Vec::from([file.text.into()]);
            Elsewhere::File { span, how, files, format: &plain::FORMAT }
        }
        _ => Elsewhere::Computed { span, how, look: None },
    }
}

/// Whether nothing but the closing bracket follows an item of the call that `value` is.
fn ends_behind(value: Cursor<'_>, item: Cursor<'_>) -> bool {
    let rest = value.text.get(item.range().end - value.at..).unwrap_or_default();
    rest.trim() == ")"
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn the_project_s_version_is_found_and_no_other() {
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["1.4.0 Version"]);
        assert_eq!(located(&FORMAT, FORMAT.sample).name.as_deref(), Some("core"));
        let one = located(&FORMAT, "project ( 'core','c',license:'MIT',version:'1.4' )\n");
        assert_eq!(one.version().unwrap().text, "1.4");
        // It is a Meson of this version that is wanted, not the project that has it.
        let none = trouble(&FORMAT, "project('core', meson_version : '1.4.0')\n");
        assert!(matches!(none, Trouble::NoVersion { .. }));
        assert!(matches!(trouble(&FORMAT, "subdir('src')\n"), Trouble::NoVersion { .. }));
    }

    #[test]
    fn a_file_is_followed_and_code_says_so() {
        let of = |version: &str| alloc::format!("project('core', 'c', version : {version})\n");
        let file = located(&FORMAT, &of("files('../VERSION')"));
        let [Elsewhere::File { files, format, .. }] = &file.elsewhere[..] else { panic!() };
        assert_eq!(format.id, "plain");
        assert_eq!(files, &["../VERSION"]);
        for code in [
            "run_command('git', 'describe', check : true).stdout().strip()",
            "files('VERSION')[0]",
            "'1.' + '4'",
            "f'1.@minor@'",
            "'1.@0@'.format(4)",
            "[]",
        ] {
            let computed = located(&FORMAT, &of(code));
            let [Elsewhere::Computed { how, .. }] = &computed.elsewhere[..] else {
                panic!("{code}")
            };
            assert_eq!(how, code);
        }
        assert!(matches!(trouble(&FORMAT, &of("'1\\x2e4'")), Trouble::Unplain { .. }));
        let twice = "project('a', version : '1', version : '1')\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
        let twice = "project('a', version : '1')\nproject('b', version : '1')\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
        let open = "project('a', version : '1'\n";
        assert!(matches!(trouble(&FORMAT, open), Trouble::Syntax { .. }));
    }
}
