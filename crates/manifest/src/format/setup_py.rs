//! setup.py: the arguments of `setup(…)`.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::PEP440;

use super::{Format, pyproject, python};
use crate::syntax::brackets;
use crate::syntax::code::{self, Cursor, SCRIPT};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "setup-py",
    title: "setup.py",
    files: &["setup.py"],
    dialect: &PEP440,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# version="1.4.0"
from setuptools import find_packages, setup

def setup_tests(version="1.4.0"):
    pass

setup(
    name="Example_Core",
    version="1.4.0",
    description="version=1.4.0, and more",
    packages=find_packages(),
    install_requires=[
        "left==1.4.0",
        "example-net[tls] >=1.4.0, <2 ; python_version > '3.9'",
    ],
    extras_require={"ui": ["example-ui~=1.4.0"]},
    options={"app": dict(version="1.4.0")},
)
"#,
};

/// The arguments that hold requirements.
const REQUIRE: &[&str] = &["install_requires", "extras_require", "setup_requires", "tests_require"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &SCRIPT);
    let wanted = || Trouble::NoVersion { wanted: "`version=\"…\"` in `setup(…)`".into() };
    let (Some(call), more) = calls(&text) else { return Err(source.refuse_whole(wanted())) };
    if let Some(again) = more {
        let trouble = Trouble::Count { what: "`setup(`".into(), wanted: 1, found: 2 };
        return Err(source.refuse(again.at..again.at, trouble));
    }
    let Some(arguments) = brackets::items(call) else {
        let message = "`setup(` is never closed".into();
        return Err(source.refuse(call.at..call.at, Trouble::Syntax { syntax: "Python", message }));
    };
    let mut found = Located::default();
    let mut versions = Vec::new();
    for (name, value) in arguments.iter().filter_map(|argument| keyword(*argument)) {
        if name == "name" {
            found.name = python::literal(value).map(|name| pyproject::normal(name.text));
        } else if name == "version" {
            versions.push(value);
        } else if let Some(table) = REQUIRE.iter().find(|known| **known == name) {
            requirements(source, value, table, &mut found)?;
        }
    }
    match versions.as_slice() {
        [] => return Err(source.refuse_whole(wanted())),
        [value] => version(source, &text, *value, &mut found)?,
        [_, second, ..] => {
            let trouble = Trouble::Count { what: "`version=`".into(), wanted: 1, found: 2 };
            return Err(source.refuse(second.range(), trouble));
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The inside of the first call of `setup`, and of the second, if there is one.
fn calls(text: &str) -> (Option<Cursor<'_>>, Option<Cursor<'_>>) {
    let inside = |line: Cursor<'_>| -> Option<usize> {
        let call = line.word("setuptools.").unwrap_or(line).word("setup")?;
        Some(call.space().word("(")?.at)
    };
    let mut found = code::lines(text).filter_map(|line| inside(line.space()));
    let cursor = |at: usize| Cursor { text: text.get(at..).unwrap_or_default(), at };
    (found.next().map(cursor), found.next().map(cursor))
}

/// `name=value`.
fn keyword(argument: Cursor<'_>) -> Option<(&str, Cursor<'_>)> {
    let (name, rest) = argument.name();
    let value = rest.space().word("=")?;
    (!value.text.starts_with('=')).then(|| (name.text, value.space()))
}

/// The version itself, the module's own constant that holds it, or how it is computed.
fn version(
    source: &Source<'_>,
    text: &str,
    value: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    if let Some(inside) = python::literal(value) {
        return found.value(source, "version", inside, SlotKind::Version, |_| false);
    }
    let named = |line| keyword(line).filter(|(name, _)| *name == value.text);
    let constants: Vec<Cursor<'_>> =
        code::lines(text).filter_map(|line| Some(named(line)?.1.trimmed())).collect();
    match constants.as_slice() {
        [only] if python::literal(*only).is_some() => {
            let inside = python::literal(*only).unwrap_or(*only);
            found.value(source, value.text, inside, SlotKind::Version, |_| false)
        }
        _ => {
            let (span, how) = (source.span(value.range()), value.text.to_string());
            found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
            Ok(())
        }
    }
}

fn requirements(
    source: &Source<'_>,
    value: Cursor<'_>,
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    for text in brackets::strings(value) {
        pyproject::requirement(source, text.text, text.at, table, found)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn arguments_of_the_call_alone_count() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("example-core"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "==1.4.0", ">=1.4.0, <2", "~=1.4.0"]);
    }

    #[test]
    fn constants_of_the_file_are_followed_and_the_rest_is_computed() {
        let text = "V = '1.4.0'\nsetuptools.setup(name='x', version=V)\n";
        assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"]);
        for text in [
            "setup(version=about['__version__'])",
            "V = read()\nsetup(version=V)",
            "V = '1'\nV = '2'\nsetup(version=V)",
            "setup(version='1.' + x)",
        ] {
            let found = located(&FORMAT, text);
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{text}");
        }
        assert!(matches!(trouble(&FORMAT, "setup()"), Trouble::NoVersion { .. }));
        assert!(matches!(trouble(&FORMAT, "setup(version='1'"), Trouble::Syntax { .. }));
        let twice = "setup(version='1')\nsetup(version='1')\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
    }
}
