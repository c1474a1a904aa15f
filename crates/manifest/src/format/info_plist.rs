//! Info.plist: the marketing version, and the build version beside it.

use version::native::APPLE;

use super::Format;
use crate::syntax::plist;
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "plist",
    title: "Info.plist",
    files: &["Info.plist", "*-Info.plist"],
    dialect: &APPLE,
    locks: &[],
    above: &["*.xcodeproj/project.pbxproj"],
    locate,
    sample: r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <!-- 1.4.0 -->
  <key>CFBundleName</key>
  <string>Core</string>
  <key>CFBundleShortVersionString</key>
  <string>1.4.0</string>
  <key>CFBundleVersion</key>
  <string>1.4.0</string>
  <key>MinimumCore</key>
  <string>1.4.0</string>
</dict>
</plist>
"#,
};

const SHORT: &str = "CFBundleShortVersionString";
const BUILD: &str = "CFBundleVersion";

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = plist::parse(source)?;
    let mut found = Located { name: top.text_at("CFBundleName"), ..Located::default() };
    for (key, kind) in [(SHORT, SlotKind::Version), (BUILD, SlotKind::Secondary(BUILD))] {
        let Some(node) = top.get(key) else { continue };
        match node.text().and_then(setting) {
            None => found.slots.push(node.slot(source, key, kind)?),
            // The build settings hold it, and the project file holds them.
            Some(setting) if kind == SlotKind::Version => {
                found.elsewhere.push(Elsewhere::Version {
                    span: source.span(node.range.clone()),
                    how: alloc::format!("$({setting})"),
                    parent_file: "project.pbxproj",
                    shared_key: setting.into(),
                });
            }
            Some(_) => {}
        }
    }
    if found.version().is_none() && found.elsewhere.is_empty() {
        let wanted = alloc::format!("<key>{SHORT}</key>");
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The name in `$(NAME)` or `${NAME}`.
pub(super) fn setting(value: &str) -> Option<&str> {
    let round = value.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'));
    round.or_else(|| value.strip_prefix("${")?.strip_suffix('}'))
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn settings_are_not_overwritten() {
        let of = |value: &str| {
            alloc::format!("<plist><dict><key>{SHORT}</key><string>{value}</string></dict></plist>")
        };
        let found = located(&FORMAT, &of("$(APP_VERSION)"));
        let [Elsewhere::Version { shared_key, .. }] = &found.elsewhere[..] else { panic!() };
        assert_eq!(shared_key, "APP_VERSION");
        assert!(found.slots.is_empty());
        let twice = of("1</string><key>CFBundleShortVersionString</key><string>2");
        assert!(matches!(trouble(&FORMAT, &twice), Trouble::DuplicateKey { .. }));
    }
}
