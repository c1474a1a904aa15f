//! Python modules: `__version__` and its like, at the module's own level.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::PEP440;

use super::Format;
use crate::syntax::code::{self, Cursor, SCRIPT};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "python",
    title: "Python module",
    files: &["__init__.py", "__about__.py", "__version__.py", "_version.py", "version.py"],
    dialect: &PEP440,
    locks: &[],
    above: &[],
    locate,
    sample: r#""""
__version__ = "1.4.0"
"""
# __version__ = "1.4.0"
__version__: str = "1.4.0"
VERSION = "1.4.0"
minimum_version = "1.4.0"
if old:
    version = "1.4.0"
"#,
};

/// The names that a version goes by. The first of them that a module assigns is its own version.
pub(super) const NAMES: &[&str] = &["__version__", "VERSION", "__VERSION__", "version"];

/// What a module says of one name.
enum Said<'t> {
    /// `NAME = value`.
    Value(Cursor<'t>),
    /// `from .module import NAME`.
    From { line: Cursor<'t>, module: &'t str },
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &SCRIPT);
    let mut said: Vec<(&'static str, Said<'_>)> = Vec::new();
    for line in code::lines(&text) {
        if let Some((name, value)) = assigned(line) {
            said.push((name, Said::Value(value)));
        } else if let Some((name, module)) = imported(line) {
            said.push((name, Said::From { line: line.trimmed(), module }));
        }
    }
    said.sort_by_key(|(name, _)| NAMES.iter().position(|known| known == name));
    let mut found = Located::default();
    for (at, (name, value)) in said.iter().enumerate() {
        let again = at.checked_sub(1).and_then(|before| said.get(before));
        if again.is_some_and(|(before, _)| before == name) {
            let (what, found) = (format!("`{name}`"), 2);
            let range = match value {
                Said::Value(value) => value.range(),
                Said::From { line, .. } => line.range(),
            };
            return Err(source.refuse(range, Trouble::Count { what, wanted: 1, found }));
        }
        one(source, name, value, &mut found)?;
    }
    if found.slots.is_empty() && found.elsewhere.is_empty() {
        let wanted = "`__version__ = \"…\"`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Adds what is said of one name. Where it is another name, that one's own statement says it.
fn one(
    source: &Source<'_>,
    name: &'static str,
    said: &Said<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let first = found.slots.is_empty() && found.elsewhere.is_empty();
    let value = match said {
        Said::Value(value) => *value,
        Said::From { line, module } => {
            if first {
                found.elsewhere.push(import(source, *line, module));
            }
            return Ok(());
        }
    };
    // What stood there is a string of several lines.
    if value.text.is_empty() {
        let trouble = Trouble::Type { key: name.into(), wanted: "a string in one pair of quotes" };
        return Err(source.refuse(value.range(), trouble));
    }
    match literal(value) {
        Some(inside) => {
            let kind = if first { SlotKind::Version } else { SlotKind::Secondary(name) };
            found.value(source, name, inside, kind, |_| false)
        }
        None if NAMES.contains(&value.text) || !first => Ok(()),
        None => {
            let (span, how) = (source.span(value.range()), format!("{name} = {}", value.text));
            found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
            Ok(())
        }
    }
}

/// `NAME = value`, `NAME: str = value`, at the start of a line.
fn assigned<'t>(line: Cursor<'t>) -> Option<(&'static str, Cursor<'t>)> {
    let (word, rest) = line.name();
    let name = NAMES.iter().find(|known| **known == word.text)?;
    let rest = rest.space();
    let rest = match rest.word(":") {
        Some(annotated) => annotated.until(|c| c == '=').1,
        None => rest,
    };
    let value = rest.word("=")?;
    (!value.text.starts_with('=')).then(|| (*name, value.space().trimmed()))
}

/// `from .module import NAME`, `from .module import X as NAME`.
fn imported(line: Cursor<'_>) -> Option<(&'static str, &str)> {
    let (module, rest) = line.word("from ")?.space().until(char::is_whitespace);
    let names = rest.space().word("import ")?.text;
    let relative = module.text.strip_prefix('.').filter(|module| !module.is_empty())?;
    let last = |name: &str| -> Option<&'static str> {
        let word = name.trim_matches(['(', ')', ' ', '\t', '\\']).rsplit(' ').next()?;
        NAMES.iter().find(|known| **known == word).copied()
    };
    names.split(',').find_map(last).map(|name| (name, relative))
}

fn import(source: &Source<'_>, line: Cursor<'_>, module: &str) -> Elsewhere {
    // Each further point is one folder up.
    let names = module.trim_start_matches('.');
    let up = "../".repeat(module.len() - names.len());
    let path = format!("{up}{}", names.replace('.', "/"));
    Elsewhere::File {
        span: source.span(line.range()),
        how: line.text.to_string(),
        files: Vec::from([format!("{path}.py"), format!("{path}/__init__.py")]),
        format: &FORMAT,
    }
}

/// The inside of a value that is one plain string and nothing else.
pub(super) fn literal(value: Cursor<'_>) -> Option<Cursor<'_>> {
    let bare = value.word("u").unwrap_or(value);
    let (inside, rest) = bare.quoted()?;
    rest.space().text.is_empty().then_some(inside)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn one_name_is_the_version_and_the_others_are_second() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            ["1.4.0 Version", "1.4.0 Secondary(\"VERSION\")"]
        );
        let alias = "VERSION = u'1.4.0'\n__version__ = VERSION\n";
        assert_eq!(slots(&FORMAT, alias), ["1.4.0 Version"]);
        let twice = "__version__ = '1'\n__version__ = '2'\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
        let long = "__version__ = '''1.4.0'''\n";
        assert!(matches!(trouble(&FORMAT, long), Trouble::Type { .. }));
        assert!(matches!(trouble(&FORMAT, "__version__ == '1'\n"), Trouble::NoVersion { .. }));
    }

    #[test]
    fn what_is_computed_or_imported_says_so() {
        for text in [
            "__version__ = version('core')\n",
            "VERSION = (1, 4, 0)\n",
            "__version__ = f'{x}'\n",
            "__version__ = '1.' '4'\n",
        ] {
            let found = located(&FORMAT, text);
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{text}");
        }
        let text = "from os import version\nfrom ._version import x, VERSION as __version__\n";
        let found = located(&FORMAT, text);
        let [Elsewhere::File { files, .. }] = &found.elsewhere[..] else { panic!() };
        assert_eq!(files, &["_version.py", "_version/__init__.py"]);
        let above = located(&FORMAT, "from ..about.it import __version__\n");
        let [Elsewhere::File { files, .. }] = &above.elsewhere[..] else { panic!() };
        assert_eq!(files[0], "../about/it.py");
    }
}
