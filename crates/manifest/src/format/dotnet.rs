//! .NET: project files and Directory.Build.props.

mod imports;
mod variables;

use alloc::string::String;

use version::Dialect;
use version::native::{ASSEMBLY, NUGET};

use super::Format;
use crate::syntax::xml;
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(crate) use imports::ENDS as IMPORTED;

pub(super) static PROJECT: Format = Format {
    id: "dotnet",
    title: ".NET project",
    files: &["*.csproj", "*.fsproj", "*.vbproj"],
    dialect: &NUGET,
    locks: &["packages.lock.json"],
    above: &["Directory.Build.props", "Directory.Packages.props"],
    locate: project,
    sample: r#"<Project Sdk="Microsoft.NET.Sdk">
  <!-- Core 1.4.0 -->
  <PropertyGroup>
    <PackageId>Example.Core</PackageId>
    <Version>1.4.0</Version>
    <FileVersion>1.4.0</FileVersion>
    <TargetFramework>net8.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Left" Version="1.4.0" />
    <PackageReference Include="Example.Net"><Version>[1.4.0,2.0)</Version></PackageReference>
    <PackageReference Include="Example.Wire" />
  </ItemGroup>
</Project>
"#,
};

pub(super) static SHARED: Format = Format {
    id: "dotnet-shared",
    title: "Directory.Build.props",
    files: &["Directory.Build.props"],
    dialect: &NUGET,
    locks: &[],
    above: &[],
    locate: shared,
    sample: r#"<Project>
  <!-- 1.4.0 -->
  <PropertyGroup>
    <Version>1.4.0</Version>
    <AssemblyVersion>$(Version)</AssemblyVersion>
    <MinimumCore>1.4.0</MinimumCore>
  </PropertyGroup>
</Project>
"#,
};

/// The properties that hold the version, each with how it is written there. The first of them that
/// a file has is its own version.
const PROPERTIES: &[(&str, &Dialect)] = &[
    ("Version", &NUGET),
    ("VersionPrefix", &NUGET),
    ("PackageVersion", &NUGET),
    ("AssemblyVersion", &ASSEMBLY),
    ("FileVersion", &ASSEMBLY),
    ("InformationalVersion", &NUGET),
];

/// The properties, each with its value, by which a project is packed for nobody.
const KEPT: &[(&str, &str)] = &[("IsPackable", "false"), ("IsTestProject", "true")];

fn project(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = properties(source, SlotKind::Version)?;
    if found.name.is_none() {
        // Without a name of its own, a package is called as the project file is.
        let file = source.path.file_name();
        found.name = Some(normal(file.rsplit_once('.').map_or(file, |(stem, _)| stem)));
    }
    let said = |one: &Elsewhere| is_version(one) || is_computed(one);
    if found.version().is_none() && !found.elsewhere.iter().any(said) {
        // No words say so, and so the span is empty: a project without a version may be none that
        // is released.
        let root = source.body().find('<').unwrap_or(0);
        found.elsewhere.push(Elsewhere::Version {
            span: source.span(root..root),
            how: "no <Version> in the project".into(),
            parent_file: "Directory.Build.props",
            shared_key: "Version".into(),
        });
    }
    Ok(found)
}

/// Whether a project says that no package is made of it, in whichever build.
fn is_kept(root: roxmltree::Node<'_, '_>) -> bool {
    let always = |node: &roxmltree::Node<'_, '_>| !node.has_attribute("Condition");
    let groups = || xml::children(root, "PropertyGroup").filter(always);
    KEPT.iter().any(|(name, value)| {
        let said = groups().flat_map(|group| xml::children(group, name)).filter(always);
        let last = said.last().and_then(|one| one.text());
        last.is_some_and(|text| text.trim().eq_ignore_ascii_case(value))
    })
}

fn is_version(elsewhere: &Elsewhere) -> bool {
    matches!(elsewhere, Elsewhere::Version { .. })
}

fn shared(source: &Source<'_>) -> Result<Located, LocateError> {
    let found = properties(source, SlotKind::Shared)?;
    // What it imports may have one.
    if found.slots.iter().any(|slot| slot.kind == SlotKind::Shared) || !found.imports.is_empty() {
        return Ok(found);
    }
    let wanted = "<Version> in a <PropertyGroup>".into();
    Err(source.refuse_whole(Trouble::NoVersion { wanted }))
}

fn properties(source: &Source<'_>, first: SlotKind) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    if root.tag_name().name() != "Project" {
        let wanted = "<Project> as its root".into();
        return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
    }
    let public = first != SlotKind::Version || !is_kept(root);
    let mut found = Located { public, ..Located::default() };
    let groups = || xml::children(root, "PropertyGroup");
    let texts = |name| groups().flat_map(move |group| xml::children(group, name));
    for name in ["AssemblyName", "PackageId"] {
        let Some(id) = texts(name).next() else { continue };
        let (_, text) = xml::text(source, name, id)?;
        if !text.contains("$(") {
            found.name = Some(normal(text));
        }
    }
    let mut own: Option<String> = None;
    for (name, dialect) in PROPERTIES {
        let again = texts(name).nth(1).is_some();
        for element in texts(name) {
            let (range, text) = xml::text(source, name, element)?;
            let has_own = own.is_some();
            if text.contains("$(") {
                if !has_own && found.elsewhere.is_empty() {
                    found.elsewhere.push(Elsewhere::Version {
                        span: source.span(range),
                        how: text.into(),
                        parent_file: "Directory.Build.props",
                        shared_key: text.trim_matches(['$', '(', ')']).into(),
                    });
                }
                continue;
            }
            let suffix = if *name == "VersionPrefix" { suffix(source, root)? } else { None };
            if computed(text) || (suffix.is_some() && !has_own) {
                if !has_own {
                    let how =
                        suffix.map_or(text.into(), |suffix| alloc::format!("{text}-{suffix}"));
                    let (span, look) = (source.span(range), Some(completed(text)));
                    found.elsewhere.push(Elsewhere::Computed { span, how, look });
                }
                continue;
            }
            // The compiler numbers the assembly: what stands beside that is not its version.
            if !has_own && found.elsewhere.iter().any(is_computed) {
                continue;
            }
            let kind = if has_own { SlotKind::Secondary(name) } else { first.clone() };
            let slot = xml::slot(source, name, element, kind)?;
            found.slots.push(if **dialect == NUGET { slot } else { slot.in_dialect(dialect) });
            // A group per configuration may repeat the version; it may not differ in it.
            let own = own.get_or_insert_with(|| text.into());
            if again && own != text {
                let (what, first, other) = ((*name).into(), own.clone(), text.into());
                return Err(source.refuse(range, Trouble::Disagree { what, first, other }));
            }
        }
    }
    // A property that refers to another one of this file is settled by that one's slot.
    if own.is_some() {
        found.elsewhere.clear();
    }
    found.imports = imports::of(root);
    references(source, root, &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Adds what the items of a project require: a `PackageReference` without a version takes that of
/// the `PackageVersion` in a file above.
pub(super) fn references(
    source: &Source<'_>,
    root: roxmltree::Node<'_, '_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    for item in xml::children(root, "ItemGroup").flat_map(|group| group.children()) {
        let table = item.tag_name().name();
        let known = matches!(table, "PackageReference" | "PackageVersion");
        let (true, Some(on)) = (known, item.attribute("Include")) else { continue };
        let kind = SlotKind::Requirement { on: normal(on), path: None, table: table.into() };
        let attribute = ["VersionOverride", "Version"].into_iter().find(|n| item.has_attribute(*n));
        if let Some(version) = xml::only(source, item, "Version")? {
            let (range, text) = xml::text(source, "Version", version)?;
            match variables::is_variable(text) {
                true => variables::requirement(source, root, (text, range), kind, found)?,
                false => found.slots.push(xml::slot(source, on, version, kind)?),
            }
        } else if let Some(name) = attribute {
            match item.attribute(name).filter(|text| variables::is_variable(text)) {
                Some(text) => {
                    let range = xml::head(item);
                    variables::requirement(source, root, (text, range), kind, found)?;
                }
                None => found.slots.extend(xml::attribute(source, item, name, kind)?),
            }
        } else if table == "PackageReference" {
            found.elsewhere.push(Elsewhere::Requirement {
                span: source.span(xml::head(item)),
                on: normal(on),
                path: None,
                table: table.into(),
                parent_file: "Directory.Packages.props",
                by_value: None,
            });
        }
    }
    Ok(())
}

/// A package's name as NuGet compares it: without regard to case.
pub(super) fn normal(name: &str) -> String {
    name.to_lowercase()
}

pub(super) fn computed(value: &str) -> bool {
    value.contains('*')
}

/// What to do about a version that the build completes.
pub(super) fn completed(value: &str) -> String {
    if computed(value) {
        let instead = "write its whole version: the compiler numbers every build of";
        return alloc::format!("{instead} `{value}` anew");
    }
    "write its whole version in <Version>, or leave <VersionSuffix> to the build: \
     `dotnet pack --version-suffix`"
        .into()
}

/// What every build adds to the prefix of a version.
fn suffix<'d>(
    source: &Source<'_>,
    root: roxmltree::Node<'d, '_>,
) -> Result<Option<&'d str>, LocateError> {
    let always = |node: &roxmltree::Node<'_, '_>| !node.has_attribute("Condition");
    let groups = xml::children(root, "PropertyGroup").filter(always);
    for element in groups.flat_map(|group| xml::children(group, "VersionSuffix")).filter(always) {
        let (_, text) = xml::text(source, "VersionSuffix", element)?;
        if !text.is_empty() && !text.contains("$(") {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

fn is_computed(elsewhere: &Elsewhere) -> bool {
    matches!(elsewhere, Elsewhere::Computed { .. })
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn a_project_without_a_version_looks_above() {
        for text in [
            "<Project><PropertyGroup/></Project>",
            "<Project><PropertyGroup><Version>$(Line)</Version></PropertyGroup></Project>",
        ] {
            let found = located(&PROJECT, text);
            let [Elsewhere::Version { parent_file, .. }] = &found.elsewhere[..] else { panic!() };
            assert_eq!(*parent_file, "Directory.Build.props");
            assert_eq!(found.name.as_deref(), Some("x"), "the file's own name");
            assert!(matches!(trouble(&SHARED, text), Trouble::NoVersion { .. }));
        }
    }

    #[test]
    fn a_project_says_whether_it_is_packed() {
        for (properties, public) in [
            ("", true),
            ("<IsPackable>false</IsPackable>", false),
            ("<IsPackable>true</IsPackable>", true),
            ("<IsTestProject> True </IsTestProject>", false),
            ("<IsPackable Condition=\"'$(CI)' == ''\">false</IsPackable>", true),
            ("<IsPackable>false</IsPackable><IsPackable>true</IsPackable>", true),
        ] {
            let group = alloc::format!("<PropertyGroup>{properties}</PropertyGroup>");
            let text = alloc::format!("<Project>{group}</Project>");
            assert_eq!(located(&PROJECT, &text).public, public, "{properties}");
        }
    }

    #[test]
    fn requirements_in_attributes_and_elements() {
        let found = located(&PROJECT, PROJECT.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1.4.0", "1.4.0", "[1.4.0,2.0)"]);
        assert_eq!(found.name.as_deref(), Some("example.core"));
        let [Elsewhere::Requirement { on, parent_file, .. }] = &found.elsewhere[..] else {
            panic!()
        };
        assert_eq!((on.as_str(), *parent_file), ("example.wire", "Directory.Packages.props"));
    }

    #[test]
    fn groups_that_differ() {
        let group = |v| alloc::format!("<PropertyGroup><Version>{v}</Version></PropertyGroup>");
        let text = alloc::format!("<Project>{}{}</Project>", group("1"), group("2"));
        assert!(matches!(trouble(&PROJECT, &text), Trouble::Disagree { .. }));
    }

    #[test]
    fn a_suffix_that_every_build_has_is_part_of_the_version() {
        let of = |rest: &str| {
            let prefix = "<VersionPrefix>1.4.0</VersionPrefix>";
            located(
                &PROJECT,
                &alloc::format!("<Project><PropertyGroup>{prefix}{rest}</PropertyGroup></Project>"),
            )
        };
        let with = of("<VersionSuffix>beta1</VersionSuffix><FileVersion>1.4.0</FileVersion>");
        let [Elsewhere::Computed { how, look, .. }] = &with.elsewhere[..] else { panic!() };
        assert_eq!(how, "1.4.0-beta1");
        assert!(look.as_ref().unwrap().contains("<Version>"));
        assert!(with.slots.is_empty());
        for rest in [
            "",
            "<VersionSuffix></VersionSuffix>",
            "<VersionSuffix>$(Build)</VersionSuffix>",
            "<VersionSuffix Condition=\"'$(CI)' != ''\">beta1</VersionSuffix>",
        ] {
            assert_eq!(of(rest).version().unwrap().text, "1.4.0", "{rest}");
        }
    }

    #[test]
    fn assemblies_are_numbers_wherever_they_stand() {
        let group =
            |rest: &str| alloc::format!("<Project><PropertyGroup>{rest}</PropertyGroup></Project>");
        let dialects = |format: &'static Format, text: &str| -> Vec<Option<&str>> {
            let found = located(format, text);
            found.slots.iter().map(|slot| slot.dialect.map(|dialect| dialect.id)).collect()
        };
        let all = "<Version>1.4.0</Version><AssemblyVersion>1.4.0.0</AssemblyVersion>\
                   <FileVersion>1.4.0.0</FileVersion>\
                   <InformationalVersion>1.4.0</InformationalVersion>";
        let wanted = [None, Some("assembly"), Some("assembly"), None];
        assert_eq!(dialects(&PROJECT, &group(all)), wanted);
        assert_eq!(dialects(&SHARED, &group(all)), wanted);
        let alone = group("<AssemblyVersion>1.4.0.0</AssemblyVersion>");
        assert_eq!(dialects(&PROJECT, &alone), [Some("assembly")]);
        let wild = "<AssemblyVersion>1.0.*</AssemblyVersion><FileVersion>1.4.0.0</FileVersion>";
        let found = located(&PROJECT, &group(wild));
        assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]));
        assert!(found.slots.is_empty());
        let beside = group("<Version>1.4.0</Version><AssemblyVersion>1.0.*</AssemblyVersion>");
        assert_eq!(dialects(&PROJECT, &beside), [None], "the compiler numbers that one alone");
    }
}
