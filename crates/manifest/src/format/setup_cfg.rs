//! setup.cfg: setuptools' `[metadata]` and `[options]`.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::PEP440;

use super::{Format, pyproject};
use crate::syntax::code::Cursor;
use crate::syntax::ini::{self, Setting};
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "setup-cfg",
    title: "setup.cfg",
    files: &["setup.cfg"],
    dialect: &PEP440,
    locks: &[],
    above: &[],
    locate,
    sample: r"# version = 1.4.0
[bumpversion]
version = 1.4.0

[metadata]
name = Example_Core
version = 1.4.0

[options]
install_requires =
    left==1.4.0
    # example-old==1.4.0
    example-net[tls] >=1.4.0, <2 ; python_version > '3.9'  # 1.4.0

[options.extras_require]
ui = example-ui~=1.4.0
",
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let settings = ini::parse(source)?;
    let mut found = Located::default();
    let only = |section: &str, key: &str| {
        let setting = settings.iter().find(|s| s.section == section && s.key.text == key)?;
        setting.values.first().copied()
    };
    found.name = only("metadata", "name").map(|name| pyproject::normal(name.text));
    let Some(version) = only("metadata", "version") else {
        let wanted = "`version` under [metadata]".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let directive = |word: &str| version.word(word).map(|rest| rest.space().text);
    let (span, how) = (source.span(version.range()), version.text.to_string());
    if let Some(attribute) = directive("attr:") {
        let roots = roots(&settings);
        found.elsewhere.push(pyproject::attribute(span, how, attribute, &roots));
    } else if let Some(file) = directive("file:") {
        found.elsewhere.push(pyproject::text_file(span, how, &[file.trim()]));
    } else {
        found.slots.push(source.slot(
            "version",
            version.range(),
            version.text,
            SlotKind::Version,
        )?);
    }
    for setting in &settings {
        let requires = matches!(
            (setting.section, setting.key.text),
            ("options", "install_requires" | "setup_requires" | "tests_require")
                | ("options.extras_require", _)
        );
        for value in setting.values.iter().filter(|_| requires) {
            let table = setting.key.text;
            // As setuptools has it, a comment may stand behind.
            let text = value.text.split(" #").next().unwrap_or_default().trim_end();
            pyproject::requirement(source, text, value.at, table, &mut found)?;
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The folders that packages lie in, as `[options]` has them.
fn roots<'t>(settings: &[Setting<'t>]) -> Vec<&'t str> {
    let values = |section: &str, key: &str| -> Vec<Cursor<'t>> {
        let setting = settings.iter().find(|s| s.section == section && s.key.text == key);
        setting.map(|setting| setting.values.clone()).unwrap_or_default()
    };
    let all = values("options", "package_dir");
    let root = all.iter().find_map(|value| value.text.strip_prefix('='));
    let found = values("options.packages.find", "where");
    root.map(str::trim).into_iter().chain(found.iter().map(|value| value.text)).collect()
}

#[cfg(test)]
mod tests {
    use crate::Elsewhere;
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn requirements_are_the_lines_of_their_keys() {
        let found = located(&FORMAT, FORMAT.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "==1.4.0", ">=1.4.0, <2", "~=1.4.0"]);
        assert!(matches!(trouble(&FORMAT, "[flake8]\n"), Trouble::NoVersion { .. }));
        assert!(matches!(trouble(&FORMAT, "[metadata]\nversion =\n"), Trouble::NoVersion { .. }));
    }

    #[test]
    fn directives_are_followed() {
        let text = "[metadata]\nversion = attr: core.about.__version__\n[options]\npackage_dir =\n  = lib\n";
        let [Elsewhere::File { files, format, .. }] = &located(&FORMAT, text).elsewhere[..] else {
            panic!()
        };
        assert_eq!((files[0].as_str(), format.id), ("lib/core/about/__init__.py", "python"));
        let text = "[metadata]\nversion = file: VERSION\n";
        let [Elsewhere::File { files, format, .. }] = &located(&FORMAT, text).elsewhere[..] else {
            panic!()
        };
        assert_eq!((files.as_slice(), format.id), (&["VERSION".to_string()][..], "plain"));
    }
}
