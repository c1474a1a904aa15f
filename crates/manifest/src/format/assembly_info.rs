//! The assembly attributes of C# code.

use alloc::vec::Vec;

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
    let attributes = attributes(&text);
    let mut found = Located::default();
    for (name, dialect) in ATTRIBUTES {
        let before = found.slots.len();
        let called = attributes.iter().filter(|(known, _)| known == name);
        let values: Vec<Cursor<'_>> = called.map(|(_, value)| *value).collect();
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

/// The attributes of the assembly that begin with a string, in file order: their names without the
/// name space and `Attribute`, and that string.
fn attributes(text: &str) -> Vec<(&str, Cursor<'_>)> {
    let (mut found, mut done) = (Vec::new(), 0);
    for line in code::lines(text).filter(|line| !line.text.trim().is_empty()) {
        if line.at < done {
            continue;
        }
        let mut rest = Cursor { text: text.get(line.at..).unwrap_or_default(), at: line.at };
        while let Some(inside) = list(rest.space()) {
            rest = each(inside, &mut found);
            done = rest.at;
        }
    }
    found
}

/// Behind `[assembly:`.
fn list(text: Cursor<'_>) -> Option<Cursor<'_>> {
    text.word("[")?.space().word("assembly")?.space().word(":")
}

/// `AssemblyVersion("1.4.0"), System.Reflection.AssemblyFileVersion(@"1.4.0")]`: adds what is there,
/// and goes behind it. The compiler fills in `1.0.*`.
fn each<'t>(text: Cursor<'t>, found: &mut Vec<(&'t str, Cursor<'t>)>) -> Cursor<'t> {
    let mut rest = text;
    loop {
        let is_name = |c: char| c.is_alphanumeric() || "_.:".contains(c);
        let (name, after) = rest.space().until(|c| !is_name(c));
        if name.text.is_empty() {
            return rest;
        }
        rest = after.space();
        if let Some(inside) = rest.word("(") {
            let value = inside.space();
            let value = value.word("@").unwrap_or(value).quoted();
            let name = name.text.rsplit(['.', ':']).next().unwrap_or_default();
            let name = name.strip_suffix("Attribute").unwrap_or(name);
            found.extend(value.map(|(value, _)| (name, value)));
            rest = closed(inside).space();
        }
        match rest.word(",") {
            Some(next) => rest = next,
            None => return rest.word("]").unwrap_or(rest),
        }
    }
}

/// Behind the bracket that closes what is open here.
fn closed(text: Cursor<'_>) -> Cursor<'_> {
    let (mut rest, mut open) = (text, 1_usize);
    while open > 0 {
        let (_, mark) = rest.until(|c| "()\"'@".contains(c));
        let Some(first) = mark.text.chars().next() else { return mark };
        let string = mark.word("@").unwrap_or(mark);
        // In one behind an @, a backslash is one.
        if string.text.starts_with('"') && string.at > mark.at {
            rest = string.quoted().map_or(string, |(_, behind)| behind);
            continue;
        }
        let length = match first {
            '"' | '\'' => code::string_length(mark.text, first),
            _ => 1,
        };
        match first {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        rest = Cursor { text: mark.text.get(length..).unwrap_or_default(), at: mark.at + length };
    }
    rest
}

#[cfg(test)]
mod tests {
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
    fn attributes_stand_in_lists_and_have_whole_names() {
        for code in [
            "[assembly: AssemblyVersion(\"1.4.0.0\"), AssemblyFileVersion(\"1.4.0.0\")]",
            "[assembly:\n  AssemblyTitle(\"(x\", A = 1),\n  AssemblyVersion(\"1.4.0.0\"),\n  AssemblyFileVersion(\"1.4.0.0\")\n]\n",
            "[assembly: AssemblyVersion(\"1.4.0.0\")]\n[assembly:System.Reflection.AssemblyFileVersion(\"1.4.0.0\")]",
            "[assembly: AssemblyVersion(\"1.4.0.0\")] [assembly: global::System.Reflection.AssemblyFileVersionAttribute(@\"1.4.0.0\")]",
            "[assembly: AssemblyTitle(@\"C:\\\"), CLSCompliant(Is(true, ')')), AssemblyVersion(@\"1.4.0.0\")]\n\n[assembly : AssemblyFileVersion( \"1.4.0.0\" )]",
        ] {
            let found = located(&FORMAT, code);
            let kinds: Vec<&SlotKind> = found.slots.iter().map(|slot| &slot.kind).collect();
            let wanted = [&SlotKind::Version, &SlotKind::Secondary("AssemblyFileVersion")];
            assert_eq!(kinds, wanted, "{code}");
            assert!(found.slots.iter().all(|slot| slot.text == "1.4.0.0"), "{code}");
        }
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
