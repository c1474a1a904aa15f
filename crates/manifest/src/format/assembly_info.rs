//! The assembly attributes of C# code.

use version::Dialect;
use version::native::{ASSEMBLY, NUGET};

use super::Format;
use super::dotnet::{completed, computed};
use crate::syntax::code::{self, C, Cursor};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "assembly",
    title: "AssemblyInfo.cs",
    files: &["AssemblyInfo.cs", "VersionInfo.cs", "GlobalAssemblyInfo.cs"],
    dialect: &ASSEMBLY,
    locks: &[],
    above: &[],
    locate,
    sample: r#"// [assembly: AssemblyVersion("1.4.0")]
using System.Reflection;
[assembly: AssemblyTitle("Core 1.4.0")]
[assembly: AssemblyVersion("1.4.0")]
[assembly: AssemblyFileVersion("1.4.0")]
"#,
};

/// The attributes that hold the version, each with how it is written there. The first of them that
/// a file has is its own version.
const ATTRIBUTES: &[(&str, &Dialect)] = &[
    ("AssemblyVersion", &ASSEMBLY),
    ("AssemblyFileVersion", &ASSEMBLY),
    ("AssemblyInformationalVersion", &NUGET),
];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &C);
    let mut found = Located::default();
    for (name, dialect) in ATTRIBUTES {
        let before = found.slots.len();
        let values = code::each_line(&text, |line| attribute(line, name));
        match (values.as_slice(), found.version()) {
            ([], _) => {}
            // The compiler numbers the assembly: what stands beside that is not its version.
            (_, None) if !found.elsewhere.is_empty() => {}
            ([value], Some(_)) => {
                found.value(source, name, *value, SlotKind::Secondary(name), computed)?;
            }
            (values, _) => found.one(source, name, values, computed)?,
        }
        for slot in found.slots.iter_mut().skip(before).filter(|_| **dialect != ASSEMBLY) {
            slot.dialect = Some(dialect);
        }
    }
    if found.slots.is_empty() && found.elsewhere.is_empty() {
        let wanted = "[assembly: AssemblyVersion(\"…\")]".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    for elsewhere in &mut found.elsewhere {
        if let Elsewhere::Computed { how, look, .. } = elsewhere {
            *look = Some(completed(how));
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// `[assembly: AssemblyVersion("1.4.0")]`; the compiler fills in `1.0.*`.
fn attribute<'t>(line: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let rest = line.word("[")?.space().word("assembly")?.space().word(":")?.space().word(name)?;
    let rest = rest.word("Attribute").unwrap_or(rest).space().word("(")?.space();
    Some(rest.quoted()?.0)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::located;

    use super::*;

    #[test]
    fn what_the_compiler_numbers_is_nobodys() {
        let wildcard = located(&FORMAT, "[assembly: AssemblyVersion(\"1.0.*\")]");
        assert!(matches!(wildcard.elsewhere[..], [Elsewhere::Computed { .. }]));
        let two = |a, b| {
            alloc::format!(
                "[assembly: AssemblyVersion(\"{a}\")]\n[assembly: AssemblyFileVersion(\"{b}\")]"
            )
        };
        let beside = located(&FORMAT, &two("1.0.*", "1.0.2"));
        assert!(matches!(beside.elsewhere[..], [Elsewhere::Computed { .. }]));
        assert!(beside.slots.is_empty(), "the file's version is not the assembly's");
        let file = located(&FORMAT, &two("1.0.2", "1.0.*"));
        assert_eq!((file.slots.len(), file.elsewhere.len()), (1, 0));
    }

    #[test]
    fn an_informational_version_is_a_packages() {
        let code = "[assembly: AssemblyVersion(\"1.4.0.0\")]\n\
                    [assembly: AssemblyInformationalVersion(\"1.4.0\")]";
        let found = located(&FORMAT, code);
        let dialects: Vec<Option<&str>> =
            found.slots.iter().map(|slot| slot.dialect.map(|dialect| dialect.id)).collect();
        assert_eq!(dialects, [None, Some("nuget")]);
    }
}
