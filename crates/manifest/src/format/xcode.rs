//! project.pbxproj: MARKETING_VERSION of every build configuration, and other settings that hold a
//! version for whoever refers to them.

use alloc::vec::Vec;

use version::native::APPLE;

use super::{Format, info_plist};
use crate::syntax::code::{self, C, Cursor};
use crate::{Beside, LocateError, Located, SlotKind, Source, Trouble};

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
    let statements = statements(&text);
    let settings = || statements.iter().filter_map(|one| setting(one.space()));
    let referred = settings().find_map(refers);
    for (name, value) in settings() {
        if refers((name, value)).is_some() {
            continue;
        } else if name.text == SETTING || referred.is_some_and(|(to, _)| to == name.text) {
            found.repeat(source, name.text, value.range(), SETTING)?;
        } else if value.text.starts_with(|c: char| c.is_ascii_digit()) {
            let kind = SlotKind::Beside(Beside::Setting);
            found.slots.push(source.slot(name.text, value.range(), value.text, kind)?);
        } else {
            continue;
        }
        found.inheritable.push((name.text.into(), source.span(value.range())));
    }
    if let Some((to, value)) = referred.filter(|_| found.version().is_none()) {
        let (what, reference) = (SETTING.into(), to.into());
        return Err(source.refuse(value.range(), Trouble::Reference { what, reference }));
    }
    if found.slots.is_empty() {
        let wanted = alloc::format!("`{SETTING} = …;`");
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    Ok(found)
}

/// Where statements begin, whether or not each has a line of its own; the key of one may be in quotes.
fn statements(text: &str) -> Vec<Cursor<'_>> {
    let mut starts = Vec::from([0]);
    let mut at = 0;
    while let Some(mark) = text.get(at..).and_then(|rest| rest.find(['"', '{', ';'])) {
        at += mark;
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with('"') {
            at += code::string_length(rest, '"').max(1);
        } else {
            at += 1;
            starts.push(at);
        }
    }
    starts.iter().map(|at| Cursor { text: text.get(*at..).unwrap_or_default(), at: *at }).collect()
}

/// The setting that MARKETING_VERSION's value refers to, and that value.
fn refers<'t>((name, value): (Cursor<'t>, Cursor<'t>)) -> Option<(&'t str, Cursor<'t>)> {
    let to = info_plist::setting(value.text).filter(|_| name.text == SETTING)?;
    Some((to, value))
}

/// `MARKETING_VERSION = 1.4.0;`, or another setting whose name ends so. Without quotes the format
/// takes letters, digits and `._/` only. A name with conditions behind it, `"NAME[sdk=macosx*]"`, is
/// that setting in other builds.
fn setting(line: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    let (name, rest) = match line.quoted() {
        Some((key, rest)) => {
            let (name, conditions) = key.name();
            let whole = conditions.text.is_empty() || conditions.text.starts_with('[');
            (name, whole.then_some(rest)?)
        }
        None => line.name(),
    };
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
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn statements_need_no_lines() {
        let line = FORMAT.sample.replace('\n', " ").replacen("// !$*UTF8*$!", "", 1);
        let script = "S = \"MARKETING_VERSION = 2.0.0; { MARKETING_VERSION = 3.0.0;\"; MARKETING";
        let line = line.replacen("MARKETING", script, 2);
        let texts = |text: &str| -> Vec<_> {
            located(&FORMAT, text).slots.into_iter().map(|slot| slot.text).collect()
        };
        assert_eq!(texts(&line), texts(FORMAT.sample));
    }

    #[test]
    fn settings_in_quotes_and_with_conditions_are_the_same_ones() {
        for key in [
            "\"MARKETING_VERSION\"",
            "\"MARKETING_VERSION[sdk=macosx*]\"",
            "\"MARKETING_VERSION[sdk=macosx*][arch=arm64]\"",
        ] {
            let text = FORMAT
                .sample
                .replace("MARKETING_VERSION = \"1.4.0\"", &alloc::format!("{key} = 1.4.0"));
            let found = located(&FORMAT, &text);
            let stated = found.inheritable.iter().filter(|(key, _)| key == SETTING);
            assert_eq!((found.slots.len(), stated.count()), (3, 2), "{key}");
            let other =
                text.replace(&alloc::format!("{key} = 1.4.0"), &alloc::format!("{key} = 1.5.0"));
            assert!(matches!(trouble(&FORMAT, &other), Trouble::Disagree { .. }), "{key}");
        }
        let other = FORMAT
            .sample
            .replace("MARKETING_VERSION = \"1.4.0\"", "\"MARKETING_VERSION-X\" = 1.5.0");
        assert_eq!(located(&FORMAT, &other).slots.len(), 2);
    }

    #[test]
    fn configurations_that_differ_are_refused() {
        let text = FORMAT.sample.replace("\"1.4.0\"", "1.5.0");
        assert!(matches!(trouble(&FORMAT, &text), Trouble::Disagree { .. }));
    }

    #[test]
    fn a_setting_that_refers_to_another_one_is_not_overwritten() {
        let of = |rest: &str| alloc::format!("  MARKETING_VERSION = \"$(APP_VERSION)\";\n{rest}");
        let found = located(&FORMAT, &of("  APP_VERSION = 1.4.0;\n  APP_VERSION = 1.4.0;\n"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!((texts, found.version().is_some()), (["1.4.0", "1.4.0"].into(), true));
        assert!(matches!(trouble(&FORMAT, &of("")), Trouble::Reference { .. }));
        let other = of("  APP_VERSION = 1.4.0;\n  MARKETING_VERSION = 1.5.0;\n");
        assert!(matches!(trouble(&FORMAT, &other), Trouble::Disagree { .. }));
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
