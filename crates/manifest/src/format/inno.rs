//! Inno Setup scripts: AppVersion, or the `#define` that it takes, and VersionInfoVersion.

use alloc::vec::Vec;

use version::native::{ASSEMBLY, PLAIN};

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{Beside, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "inno",
    title: "an Inno Setup script",
    files: &["*.iss"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"; AppVersion=1.4.0
#define MinimumVersion "1.4.0"

[Setup]
AppName=Core
AppVersion=1.4.0
AppVerName=Core 1.4.0
VersionInfoVersion=1.4.0.0
OutputBaseFilename=core-1.4.0

[Files]
Source: "core-1.4.0.dll"; DestDir: "{app}"
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut defines: Vec<(&str, Cursor<'_>)> = Vec::new();
    let mut settings: Vec<(Cursor<'_>, Cursor<'_>)> = Vec::new();
    let mut setup = false;
    for line in code::lines(source.body()) {
        let line = line.space().trimmed();
        if let Some(rest) = line.word("#define ").or_else(|| line.word("#define\t")) {
            let (name, rest) = rest.space().name();
            defines.extend(rest.space().quoted().map(|(value, _)| (name.text, value)));
        } else if let Some(section) = line.word("[") {
            setup = section.until(|c| c == ']').0.text.eq_ignore_ascii_case("Setup");
        } else if setup && !line.text.starts_with([';', '/']) {
            let (key, rest) = line.until(|c| c == '=');
            settings.extend(rest.word("=").map(|value| (key.trimmed(), value.space())));
        }
    }
    let of = |name: &str| -> Vec<Cursor<'_>> {
        let own = settings.iter().filter(|(key, _)| key.text.eq_ignore_ascii_case(name));
        own.map(|(_, value)| value.word("\"").map_or(*value, |value| value.until(|c| c == '"').0))
            .collect()
    };
    let mut found = Located::default();
    let app = of("AppVersion");
    let reference = match app.as_slice() {
        [value] => reference(value.text).map(|name| (*value, name)),
        _ => None,
    };
    if let Some((value, name)) = reference {
        let own: Vec<Cursor<'_>> =
            defines.iter().filter(|(own, _)| *own == name).map(|(_, value)| *value).collect();
        if own.is_empty() {
            let trouble =
                Trouble::Reference { what: "AppVersion".into(), reference: value.text.into() };
            return Err(source.refuse(value.range(), trouble));
        }
        found.one(source, "the #define that AppVersion takes", &own, |_| false)?;
    } else {
        found.one(source, "`AppVersion=` in [Setup]", &app, |value| value.contains('{'))?;
    }
    for value in of("VersionInfoVersion").into_iter().filter(|value| !value.text.contains('{')) {
        let what = "VersionInfoVersion";
        let kind = SlotKind::Secondary(what);
        found.slots.push(source.slot(what, value.range(), value.text, kind)?.in_dialect(&ASSEMBLY));
    }
    for value in of("AppVerName").into_iter().filter(|value| !value.text.contains('{')) {
        let kind = SlotKind::Beside(Beside::Caption);
        found.slots.push(source.slot("AppVerName", value.range(), value.text, kind)?);
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The name in `{#Name}`.
fn reference(value: &str) -> Option<&str> {
    let name = value.strip_prefix("{#")?.strip_suffix('}')?.trim();
    name.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn the_setup_section_says_it_three_times() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Version",
                "Core 1.4.0 Beside(Caption)",
                "1.4.0.0 Secondary(\"VersionInfoVersion\")",
            ]
        );
    }

    #[test]
    fn definitions_are_followed() {
        let text = "#define V \"1.4.0\"\n[Setup]\nAppVersion={#V}\nVersionInfoVersion={#V}\n";
        assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"]);
        assert_eq!(located(&FORMAT, text).version().unwrap().span.start, 11);
        let absent = text.replace("define V", "define W");
        assert!(matches!(trouble(&FORMAT, &absent), Trouble::Reference { .. }));
        let other = "[Setup]\nAppName=x\n[Code]\nAppVersion=1.4.0\n";
        assert!(matches!(trouble(&FORMAT, other), Trouble::NoVersion { .. }));
        let code = located(&FORMAT, "[Setup]\nAppVersion={code:Version}\n");
        assert!(code.version().is_none());
    }
}
