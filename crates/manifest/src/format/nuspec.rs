//! .nuspec: the metadata of a NuGet package, and its dependencies.

use alloc::string::ToString;

use version::native::NUGET;

use super::{Format, dotnet};
use crate::syntax::xml;
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "nuspec",
    title: ".nuspec",
    files: &["*.nuspec"],
    dialect: &NUGET,
    locks: &[],
    above: &[],
    locate,
    sample: r#"<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata minClientVersion="1.4.0">
    <!-- 1.4.0 -->
    <id>Example.Core</id>
    <version>1.4.0</version>
    <dependencies>
      <dependency id="Left" version="1.4.0" />
      <group targetFramework="net8.0">
        <dependency id="Example.Net" version="[1.4.0,2.0)" />
      </group>
    </dependencies>
  </metadata>
</package>
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let metadata = xml::only(source, root, "metadata")?;
    let wanted = || Trouble::NoVersion { wanted: "<version> in <metadata>".into() };
    let Some(metadata) = metadata.filter(|_| root.tag_name().name() == "package") else {
        return Err(source.refuse(xml::head(root), wanted()));
    };
    let mut found = Located::default();
    if let Some(id) = xml::only(source, metadata, "id")? {
        found.name = Some(dotnet::normal(xml::text(source, "id", id)?.1));
    }
    let Some(version) = xml::only(source, metadata, "version")? else {
        return Err(source.refuse(xml::head(metadata), wanted()));
    };
    let (range, text) = xml::text(source, "version", version)?;
    if text.contains('$') {
        // `$version$` is filled in from the project that the package is made of.
        found.elsewhere.push(Elsewhere::Computed {
            span: source.span(range),
            how: text.to_string(),
            look: Some("list the project file: its <Version> fills this in".into()),
        });
    } else {
        found.slots.push(xml::slot(source, "version", version, SlotKind::Version)?);
    }
    if let Some(list) = xml::only(source, metadata, "dependencies")? {
        let groups = xml::children(list, "group").chain([list]);
        for item in groups.flat_map(|group| xml::children(group, "dependency")) {
            let on = item.attribute("id").map(dotnet::normal).unwrap_or_default();
            let kind = SlotKind::Requirement { on, path: None, table: "dependencies".into() };
            if !item.attribute("version").is_some_and(|text| text.contains('$')) {
                found.slots.extend(xml::attribute(source, item, "version", kind)?);
            }
        }
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
    fn dependencies_are_in_groups_or_not() {
        let found = located(&FORMAT, FORMAT.sample);
        assert_eq!(found.name.as_deref(), Some("example.core"));
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1.4.0", "[1.4.0,2.0)"]);
    }

    #[test]
    fn tokens_are_the_projects() {
        let text = FORMAT.sample.replace("<version>1.4.0", "<version>$version$");
        let found = located(&FORMAT, &text);
        assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { look: Some(_), .. }]));
        assert!(matches!(trouble(&FORMAT, "<package/>"), Trouble::NoVersion { .. }));
    }
}
