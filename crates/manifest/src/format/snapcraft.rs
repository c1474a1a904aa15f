//! snapcraft.yaml: a snap's version.

use alloc::string::ToString;

use version::native::PLAIN;

use super::Format;
use crate::syntax::yaml;
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "snapcraft",
    title: "snapcraft.yaml",
    files: &["snapcraft.yaml"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# core 1.4.0
name: core
base: core24
version: '1.4.0'
summary: core 1.4.0
parts:
  core:
    plugin: nil
    source-tag: '1.4.0'
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse(source)?;
    let mut found = Located { name: top.text_at("name"), ..Located::default() };
    match (top.get("version"), top.get("adopt-info")) {
        (Some(version), _) if version.text() == Some("git") => {
            let how = "version: git".into();
            found.elsewhere.push(Elsewhere::Tags { span: source.span(version.range.clone()), how });
        }
        (Some(version), _) => {
            found.slots.push(version.slot(source, "version", SlotKind::Version)?);
        }
        (None, Some(part)) => {
            let how = alloc::format!("adopt-info: {}", part.text().unwrap_or_default());
            let span = source.span(part.range.clone());
            let look = Some("list the file that this part takes its version from".to_string());
            found.elsewhere.push(Elsewhere::Computed { span, how, look });
        }
        (None, None) => {
            let wanted = "`version:` at the top".into();
            return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn a_snap_may_take_its_version_from_elsewhere() {
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["1.4.0 Version"]);
        let git = located(&FORMAT, "version: git\n");
        assert!(matches!(git.elsewhere[..], [Elsewhere::Tags { .. }]));
        let adopted = located(&FORMAT, "adopt-info: core\n");
        assert!(matches!(adopted.elsewhere[..], [Elsewhere::Computed { .. }]));
        assert!(matches!(trouble(&FORMAT, "name: x\n"), Trouble::NoVersion { .. }));
        assert!(matches!(trouble(&FORMAT, "version: 1.10\n"), Trouble::Type { .. }));
    }
}
