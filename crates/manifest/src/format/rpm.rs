//! RPM spec files: the Version tag of the main package.

use version::native::RPM;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{LocateError, Located, Source};

pub(super) static FORMAT: Format = Format {
    id: "rpm",
    title: "RPM spec",
    files: &["*.spec", "*.spec.in"],
    dialect: &RPM,
    locks: &[],
    above: &[],
    locate,
    sample: r"# Version: 1.4.0
Name:           core
Version:        1.4.0
Release:        1%{?dist}
Requires:       net >= 1.4.0

%description
Version: 1.4.0 of core.

%changelog
* Mon Nov 07 2016 A Person <a@example.org> - 1.4.0-1
",
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let mut versions = alloc::vec::Vec::new();
    for line in code::lines(source.body()) {
        if section(line) {
            break;
        }
        let line = line.space();
        if let Some(value) = tag(line, "Name:") {
            found.name = Some(value.text.into());
        }
        versions.extend(tag(line, "Version:"));
    }
    // Macros and `@VERSION@` are filled in by the build.
    found.one(source, "`Version:`", &versions, |value| value.contains(['%', '@']))?;
    Ok(found)
}

/// Whether a line begins a section, where tags end: `%description`, `%package`, `%prep`.
fn section(line: Cursor<'_>) -> bool {
    ["%description", "%package", "%prep", "%build", "%files", "%changelog"]
        .iter()
        .any(|section| line.text.starts_with(section))
}

fn tag<'t>(line: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    Some(line.word_any_case(name)?.space().trimmed())
}

#[cfg(test)]
mod tests {
    use crate::conformance::located;

    use super::*;

    #[test]
    fn macros_are_left_alone() {
        for value in ["%{upstream}", "@VERSION@"] {
            let text = FORMAT.sample.replacen(
                "Version:        1.4.0",
                &alloc::format!("Version: {value}"),
                1,
            );
            assert!(located(&FORMAT, &text).slots.is_empty(), "{value}");
        }
    }
}
