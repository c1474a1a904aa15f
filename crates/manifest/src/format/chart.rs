//! Chart.yaml: a Helm chart's version, its application's, and its dependencies.

use version::native::{HELM, PLAIN};

use super::Format;
use crate::syntax::tree::Node;
use crate::syntax::yaml;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "helm",
    title: "Chart.yaml",
    files: &["Chart.yaml"],
    dialect: &HELM,
    locks: &["Chart.lock"],
    above: &[],
    locate,
    sample: r#"# core 1.4.0
apiVersion: v2
name: core
version: 1.4.0 # the chart's
appVersion: "1.4.0"
description: core 1.4.0
dependencies:
  - name: net
    version: ^1.4.0
  - name: far
    version: ^1.4.0
    repository: https://example.org/charts
  - { name: wire, version: ">=1.4.0 <2", repository: "file://../wire" }
"#,
};

/// What the address of a repository begins with, or the name that Helm knows one by: the chart is
/// taken from there, whatever lies beside. Source: Helm, "Charts", "Chart dependencies".
const ELSEWHERE: &[&str] = &["http://", "https://", "oci://", "@", "alias:"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse(source)?;
    let mut found = Located { name: top.text_at("name"), ..Located::default() };
    let Some(version) = top.get("version") else {
        let wanted = "`version:` at the top".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    found.slots.push(version.slot(source, "version", SlotKind::Version)?);
    if let Some(app) = top.get("appVersion") {
        let slot = app.slot(source, "appVersion", SlotKind::Secondary("appVersion"))?;
        // It need not be a chart's version; one that is the chart's own is written like that.
        let same = version.text() == app.text();
        found.slots.push(if same { slot } else { slot.in_dialect(&PLAIN) });
    }
    for item in top.get("dependencies").map(Node::items).unwrap_or_default() {
        let (Some(on), Some(version)) = (item.text_at("name"), item.get("version")) else {
            continue;
        };
        let from = item.text_at("repository").unwrap_or_default();
        if ELSEWHERE.iter().any(|start| from.starts_with(start)) {
            continue;
        }
        let path = from.strip_prefix("file://").map(Into::into);
        let kind = SlotKind::Requirement { on, path, table: "dependencies".into() };
        found.slots.push(version.slot(source, "dependencies", kind)?);
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn quotes_and_flow_style_are_seen_through() {
        let found = located(&FORMAT, FORMAT.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1.4.0", "^1.4.0", ">=1.4.0 <2"]);
        let SlotKind::Requirement { path, .. } = &found.slots[3].kind else { panic!() };
        assert_eq!(path.as_deref(), Some("../wire"));
    }

    #[test]
    fn an_application_has_a_version_of_its_own_kind() {
        let found = located(&FORMAT, "name: core\nversion: 1.4.0\nappVersion: \"1.4\"\n");
        assert_eq!(found.slots[1].dialect, Some(&PLAIN));
        assert_eq!(located(&FORMAT, FORMAT.sample).slots[1].dialect, None);
    }

    #[test]
    fn what_is_not_plainly_written_is_refused() {
        let refused = |text: &str| trouble(&FORMAT, text);
        assert!(matches!(refused("version: 1.10\n"), Trouble::Type { .. }), "a number");
        assert!(matches!(refused("version: !!str 1.10\n"), Trouble::Type { .. }), "a tag");
        assert!(matches!(refused("a: &v 1.0.0\nversion: *v\n"), Trouble::Alias { .. }));
        assert!(matches!(
            refused("version: 1.0.0\nversion: 1.0.0\n"),
            Trouble::DuplicateKey { .. }
        ));
        assert!(matches!(refused("version: \"1\\x2e0.0\"\n"), Trouble::Unplain { .. }));
        assert!(matches!(refused("version: |\n  1.0.0\n"), Trouble::Unplain { .. }));
        assert!(matches!(refused("version: 1.0.0\n---\nversion: 2.0.0\n"), Trouble::Syntax { .. }));
        assert!(matches!(
            refused("version: {{ .Values.v }}\n"),
            Trouble::Syntax { .. } | Trouble::Type { .. }
        ));
    }
}
