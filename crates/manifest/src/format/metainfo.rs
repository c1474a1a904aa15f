//! AppStream metainfo: the releases of an application, the latest on top.
//!
//! Source: AppStream specification, "Metainfo files", `<releases/>`.

use alloc::format;
use alloc::string::String;
use alloc::vec;

use roxmltree::Node;
use version::native::PLAIN;

use super::Format;
use crate::syntax::xml;
use crate::{DayForm, Elsewhere, LocateError, Located, Piece, SlotKind, Source, Stanza, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "metainfo",
    title: "AppStream metainfo",
    files: &[
        "*.metainfo.xml",
        "*.appdata.xml",
        "*.releases.xml",
        "*.metainfo.xml.in",
        "*.appdata.xml.in",
        "*.releases.xml.in",
    ],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- 1.4.0 -->
<component type="desktop-application">
  <id>org.example.Core</id>
  <requires><id version="1.4.0" compare="ge">org.example.Net</id></requires>
  <releases>
    <!-- the latest on top -->
    <release version="1.4.0" date="2016-11-01">
      <description><p>Fixes what 1.4.0 broke.</p></description>
    </release>
    <release version="1.3.0" date="2016-10-01"/>
  </releases>
</component>
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let releases = match root.tag_name().name() {
        "releases" => Some(root),
        "component" | "application" => xml::only(source, root, "releases")?,
        _ => None,
    };
    let top = releases.and_then(|releases| xml::children(releases, "release").next());
    let wanted =
        || Trouble::NoVersion { wanted: "a <release version=\"…\"> in <releases>".into() };
    let Some(top) = top else { return Err(source.refuse(xml::head(root), wanted())) };
    let version = xml::attribute(source, top, "version", SlotKind::Version)?;
    let Some(version) = version else { return Err(source.refuse(xml::head(top), wanted())) };
    let mut found = Located::default();
    if version.text.contains('@') {
        let (span, how) = (version.span, version.text);
        found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
        return Ok(found);
    }
    let at = source.span(top.range()).start;
    found.stanzas.push(Stanza::insertion(at, Some(version.span), entry(source, top)));
    found.slots.push(version);
    Ok(found)
}

/// A new release before the one on top, indented as that is.
fn entry(source: &Source<'_>, top: Node<'_, '_>) -> vec::Vec<Piece> {
    let before = source.body().get(..top.range().start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let alone = line.chars().all(char::is_whitespace) && before.contains('\n');
    let behind = if alone { format!("{}{line}", source.newline()) } else { String::new() };
    vec![
        Piece::text(r#"<release version=""#),
        Piece::Version,
        Piece::text(r#"" "#),
        Piece::Pre(r#"type="development" "#.into()),
        Piece::text(r#"date=""#),
        Piece::Day(DayForm::ISO),
        Piece::Text(format!(r#""/>{behind}"#)),
    ]
}

#[cfg(test)]
mod tests {
    use crate::conformance::{added, located, slots, trouble};

    use super::*;

    #[test]
    fn a_release_is_added_on_top() {
        let after = added(&FORMAT, FORMAT.sample, "1.5.0");
        let old = "    <release version=\"1.4.0\"";
        let new = "    <release version=\"1.5.0\" date=\"2024-02-29\"/>\n";
        assert_eq!(after, FORMAT.sample.replace(old, &format!("{new}{old}")));
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["1.4.0 Version"]);
    }

    #[test]
    fn a_file_of_releases_alone_and_one_on_a_single_line() {
        let line = "<releases><release version=\"1.4.0\" date=\"2016-11-01\"/></releases>";
        let after = added(&FORMAT, line, "1.5.0");
        let both = "<releases><release version=\"1.5.0\" date=\"2024-02-29\"/><release version";
        assert!(after.starts_with(both), "{after}");
    }

    #[test]
    fn what_has_no_release_or_none_written_plainly() {
        for text in [
            "<component><id>x</id></component>",
            "<component><releases type=\"external\"/></component>",
            "<component><releases><release date=\"2016-11-01\"/></releases></component>",
            "<releases/>",
            "<html><releases><release version=\"1\"/></releases></html>",
        ] {
            assert!(matches!(trouble(&FORMAT, text), Trouble::NoVersion { .. }), "{text}");
        }
        let text = "<releases><release version=\"@VERSION@\" date=\"x\"/></releases>";
        let computed = located(&FORMAT, text).elsewhere;
        assert!(matches!(computed[..], [Elsewhere::Computed { .. }]), "{computed:?}");
        let twice = "<component><releases/><releases/></component>";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
    }
}
