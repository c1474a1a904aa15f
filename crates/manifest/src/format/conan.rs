//! conanfile.py and conanfile.txt: a Conan package, and the references to what it requires.
//!
//! Source: Conan 2, "conanfile.py: attributes, methods", "conanfile.txt".

mod recipe;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;

use version::native::CONAN;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static RECIPE: Format = Format {
    id: "conan",
    title: "conanfile.py",
    files: &["conanfile.py"],
    dialect: &CONAN,
    locks: &[],
    above: &[],
    locate: recipe::locate,
    sample: r#"# version = "1.4.0"
from conan import ConanFile

version = "1.4.0"

class CoreConan(ConanFile):
    """version = "1.4.0"
    """
    name = "core"
    version = "1.4.0"
    description = "core 1.4.0"
    settings = "os", "arch"
    requires = (
        "net/1.4.0@example/stable",
        ("left/[>=1.4.0 <2.0]", "private"),
    )
    tool_requires = "maker/[^1.4]"

    def requirements(self):
        self.requires("wire/1.4.0", transitive_headers=True)
        self.requires(f"same/{self.version}")

    def package_info(self):
        version = "1.4.0"
"#,
};

pub(super) static LIST: Format = Format {
    id: "conan-list",
    title: "conanfile.txt",
    files: &["conanfile.txt"],
    dialect: &CONAN,
    locks: &[],
    above: &[],
    locate: list,
    sample: "# net/1.4.0
[requires]
net/1.4.0
left/1.4.0@example/stable  # 1.4.0

[tool_requires]
maker/1.4.0

[generators]
CMakeDeps/1.4.0
",
};

/// What lists and attributes of requirements are called.
const REQUIRE: &[&str] =
    &["requires", "tool_requires", "build_requires", "test_requires", "python_requires"];

fn list(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let mut sections = BTreeSet::new();
    let mut table = None;
    for line in code::lines(source.body()) {
        let line = line.space();
        if let Some((section, _)) = line.word("[").map(|rest| rest.until(|c| c == ']')) {
            if !sections.insert(section.text.to_owned()) {
                let trouble = Trouble::DuplicateKey { key: section.text.into() };
                return Err(source.refuse(section.range(), trouble));
            }
            table = REQUIRE.iter().find(|known| **known == section.text);
        } else if let Some(table) = table.filter(|_| !line.text.starts_with('#')) {
            let comments = line.text.match_indices('#').map(|(at, _)| line.text.get(..at));
            let comment = comments.flatten().find(|text| text.ends_with([' ', '\t']));
            let text = comment.unwrap_or(line.text).trim_end();
            reference(source, Cursor { text, at: line.at }, table, &mut found)?;
        }
    }
    if found.slots.is_empty() && found.elsewhere.is_empty() {
        let wanted = "`name/version` below `[requires]`".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    Ok(found)
}

/// Adds the version in `name/version@user/channel#revision`; what is filled in by code is not one.
/// A revision is of one upload: a reference that names one cannot follow.
fn reference(
    source: &Source<'_>,
    text: Cursor<'_>,
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let (name, rest) = text.until(|c| c == '/');
    let Some(rest) = rest.word("/").filter(|_| !name.text.contains(char::is_whitespace)) else {
        return Ok(());
    };
    let (version, behind) = match rest.text.find(']') {
        Some(end) if rest.text.starts_with('[') => {
            let end = end + 1;
            let text = rest.text.get(..end).unwrap_or_default();
            let behind = rest.text.get(end..).unwrap_or_default();
            (Cursor { text, at: rest.at }, behind)
        }
        _ => {
            let (version, behind) = rest.until(|c| matches!(c, '@' | '#'));
            (version.trimmed(), behind.text)
        }
    };
    if text.text.contains(['{', '\\']) {
        return Ok(());
    }
    let on = name.text.into();
    if behind.contains('#') {
        let key = alloc::format!("the revision behind `{}/{}`", name.text, version.text);
        let trouble = Trouble::Pinned { key, of: "one upload" };
        found.elsewhere.push(Elsewhere::Unread { span: source.span(version.range()), on, trouble });
        return Ok(());
    }
    let kind = SlotKind::Requirement { on, path: None, table: table.into() };
    found.slots.push(source.slot("a reference", version.range(), version.text, kind)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    /// What is required, and of it.
    pub(super) fn required(format: &'static Format, text: &str) -> Vec<String> {
        let found = located(format, text);
        let shown = found.slots.iter().filter_map(|slot| match &slot.kind {
            SlotKind::Requirement { on, .. } => Some(alloc::format!("{on} {}", slot.text)),
            _ => None,
        });
        shown.collect()
    }

    #[test]
    fn lists_have_references_and_no_version() {
        assert_eq!(required(&LIST, LIST.sample), ["net 1.4.0", "left 1.4.0", "maker 1.4.0"]);
        let range = "[requires]\nleft/[>=1.4 <2 || ^3]@me/it\n  right/1.0#0123 \n";
        assert_eq!(required(&LIST, range), ["left [>=1.4 <2 || ^3]"]);
        let found = located(&LIST, range);
        let [Elsewhere::Unread { on, .. }] = &found.elsewhere[..] else { panic!() };
        assert_eq!(on, "right");
        let refused = |text: &str| trouble(&LIST, text);
        assert!(matches!(refused("[options]\na/b:c=1\n"), Trouble::NoVersion { .. }));
        let twice = "[requires]\na/1\n[requires]\nb/1\n";
        assert!(matches!(refused(twice), Trouble::DuplicateKey { .. }));
        assert!(matches!(refused("[requires]\na/\n"), Trouble::Empty { .. }));
    }
}
