//! project.pbxproj: MARKETING_VERSION of every build configuration.

use version::native::APPLE;

use super::Format;
use crate::syntax::code::{self, C, Cursor};
use crate::{LocateError, Located, Source, Trouble};

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
    for value in code::each_line(&text, setting) {
        found.repeat(source, SETTING, value.range(), SETTING)?;
    }
    if found.slots.is_empty() {
        let wanted = alloc::format!("`{SETTING} = …;`");
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    Ok(found)
}

/// `MARKETING_VERSION = 1.4.0;`. Without quotes the format takes letters, digits and `._/` only.
fn setting(line: Cursor<'_>) -> Option<Cursor<'_>> {
    let rest = line.word(SETTING)?.space().word("=")?.space();
    let (value, rest) = match rest.quoted() {
        Some(found) => found,
        None => rest.until(|c| !c.is_ascii_alphanumeric() && !"._/".contains(c)),
    };
    rest.space().word(";").map(|_| value)
}

#[cfg(test)]
mod tests {
    use crate::conformance::trouble;

    use super::*;

    #[test]
    fn configurations_that_differ_are_refused() {
        let text = FORMAT.sample.replace("\"1.4.0\"", "1.5.0");
        assert!(matches!(trouble(&FORMAT, &text), Trouble::Disagree { .. }));
    }
}
