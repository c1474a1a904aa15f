//! project.pbxproj: MARKETING_VERSION of every build configuration, and other settings that hold a
//! version for whoever refers to them.

use version::native::APPLE;

use super::Format;
use crate::syntax::code::{self, C, Cursor};
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "xcode",
    title: "Xcode project",
    files: &["project.pbxproj"],
    dialect: &APPLE,
    locks: &["Podfile.lock"],
    above: &[],
    locate,
    sample: r#"// !$*UTF8*$!
{
  objects = {
    A1 /* Debug */ = {
      buildSettings = {
        /* MARKETING_VERSION = 1.4.0; */
        APP_VERSION = 1.4.0;
        MARKETING_VERSION = 1.4.0;
        PRODUCT_NAME = Core;
      };
    };
    A2 /* Release */ = {
      buildSettings = {
        MARKETING_VERSION = "1.4.0";
      };
    };
  };
}
"#,
};

const SETTING: &str = "MARKETING_VERSION";

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &C);
    let mut found = Located::default();
    for (name, value) in code::lines(&text).filter_map(|line| setting(line.space())) {
        if name.text == SETTING {
            found.repeat(source, SETTING, value.range(), SETTING)?;
        } else if value.text.starts_with(|c: char| c.is_ascii_digit()) {
            let kind = SlotKind::Beside("setting");
            found.slots.push(source.slot(name.text, value.range(), value.text, kind)?);
        } else {
            continue;
        }
        found.inheritable.push((name.text.into(), source.span(value.range())));
    }
    if found.slots.is_empty() {
        let wanted = alloc::format!("`{SETTING} = …;`");
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    Ok(found)
}

/// `MARKETING_VERSION = 1.4.0;`, or another setting whose name ends so. Without quotes the format
/// takes letters, digits and `._/` only.
fn setting(line: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    let (name, rest) = line.name();
    let upper = name.text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let rest = rest.space().word("=").filter(|_| upper && name.text.ends_with("VERSION"))?.space();
    let (value, rest) = match rest.quoted() {
        Some(found) => found,
        None => rest.until(|c| !c.is_ascii_alphanumeric() && !"._/".contains(c)),
    };
    rest.space().word(";").map(|_| (name, value))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn configurations_that_differ_are_refused() {
        let text = FORMAT.sample.replace("\"1.4.0\"", "1.5.0");
        assert!(matches!(trouble(&FORMAT, &text), Trouble::Disagree { .. }));
    }

    #[test]
    fn other_settings_are_there_for_whoever_refers_to_them() {
        let found = located(&FORMAT, FORMAT.sample);
        let keys: Vec<&str> = found.inheritable.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["APP_VERSION", "MARKETING_VERSION", "MARKETING_VERSION"]);
        let alone = located(&FORMAT, "  APP_VERSION = 1.4.0;\n  SWIFT_VERSION = \"$(X)\";\n");
        assert!(alone.version().is_none());
        assert_eq!(alone.slots.len(), 1);
    }
}
