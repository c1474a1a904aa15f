//! iRIC solvers: definition.xml, and the package.xml of their installer.

mod settings;

use version::native::PLAIN;

use super::Format;
use crate::syntax::xml;
use crate::{Beside, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static DEFINITION: Format = Format {
    id: "iric-definition",
    title: "definition.xml",
    files: &["definition.xml"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate: definition,
    sample: r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- 1.4.0 -->
<SolverDefinition name="sample" caption="Sample 1.4.0" version="1.4.0" release="2016.11.07">
  <CalculationCondition><Item name="minimum" value="1.4.0" /></CalculationCondition>
</SolverDefinition>
"#,
};

pub(super) static PACKAGE: Format = Format {
    id: "iric-package",
    title: "package.xml",
    files: &["package.xml"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate: package,
    sample: r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- 1.4.0 -->
<Package>
  <DisplayName>Sample 1.4.0</DisplayName>
  <Name>sample</Name>
  <Version>1.4.0</Version>
  <ReleaseDate>2016-11-07</ReleaseDate>
</Package>
"#,
};

fn definition(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let mut found = Located { name: root.attribute("name").map(Into::into), ..Located::default() };
    let version = xml::attribute(source, root, "version", SlotKind::Version)?;
    let version = version.filter(|_| root.tag_name().name() == "SolverDefinition");
    let Some(version) = version else {
        let wanted = "`version` in <SolverDefinition>".into();
        return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
    };
    found.slots.push(version);
    found.settings = Some(settings::settings(source, root));
    let beside = [("name", Beside::Name), ("caption", Beside::Caption), ("release", Beside::Date)];
    for (name, kind) in beside {
        if root.attribute(name).is_some_and(|value| !value.is_empty()) {
            found.slots.extend(xml::attribute(source, root, name, SlotKind::Beside(kind))?);
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn package(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let version = match xml::only(source, root, "Version")? {
        Some(version) if root.tag_name().name() == "Package" => version,
        _ => {
            let wanted = "<Version> in <Package>".into();
            return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
        }
    };
    let mut found = Located::default();
    found.slots.push(xml::slot(source, "Version", version, SlotKind::Version)?);
    let beside =
        [("DisplayName", Beside::Caption), ("Name", Beside::Name), ("ReleaseDate", Beside::Date)];
    for (name, kind) in beside {
        let Some(element) = xml::only(source, root, name)? else { continue };
        let (_, text) = xml::text(source, name, element)?;
        if kind == Beside::Name {
            found.name = Some(text.into());
        }
        if !text.is_empty() {
            found.slots.push(xml::slot(source, name, element, SlotKind::Beside(kind))?);
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::conformance::slots;

    use super::*;

    #[test]
    fn iric_3_the_caption_and_the_date_are_slots_beside_the_version() {
        assert_eq!(
            slots(&DEFINITION, DEFINITION.sample),
            [
                "sample Beside(Name)",
                "Sample 1.4.0 Beside(Caption)",
                "1.4.0 Version",
                "2016.11.07 Beside(Date)",
            ]
        );
        assert_eq!(
            slots(&PACKAGE, PACKAGE.sample),
            [
                "Sample 1.4.0 Beside(Caption)",
                "sample Beside(Name)",
                "1.4.0 Version",
                "2016-11-07 Beside(Date)",
            ]
        );
    }
}
