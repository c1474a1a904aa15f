//! .NET: Directory.Packages.props, the requirements that the projects below it share.

use version::native::NUGET;

use super::{Format, dotnet};
use crate::syntax::xml;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "dotnet-packages",
    title: "Directory.Packages.props",
    files: &["Directory.Packages.props"],
    dialect: &NUGET,
    locks: &[],
    above: &[],
    locate,
    sample: r#"<Project>
  <!-- Example.Net 1.4.0 -->
  <PropertyGroup>
    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
  </PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="Example.Net" Version="1.4.0" />
    <PackageVersion Include="Example.Wire"><Version>1.4.0</Version></PackageVersion>
  </ItemGroup>
</Project>
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    if root.tag_name().name() != "Project" {
        let wanted = "<Project> as its root".into();
        return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
    }
    let mut found = Located::default();
    dotnet::references(source, root, &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    for slot in &found.slots {
        if let SlotKind::Requirement { on, .. } = &slot.kind {
            found.inheritable.push((on.clone(), slot.span));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn every_version_is_there_to_be_inherited() {
        let found = located(&FORMAT, FORMAT.sample);
        let keys: alloc::vec::Vec<&str> =
            found.inheritable.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["example.net", "example.wire"]);
        let twice = FORMAT.sample.replace(
            "<Version>1.4.0</Version>",
            "<Version>1.4.0</Version><Version>1.4.0</Version>",
        );
        assert!(matches!(trouble(&FORMAT, &twice), Trouble::Count { .. }));
    }
}
