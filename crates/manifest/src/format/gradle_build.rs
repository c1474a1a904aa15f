//! build.gradle and build.gradle.kts: the project's version, Android's versionName and
//! versionCode, and dependencies by their coordinates.

mod dependencies;

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use place::RepoPath;
use version::native::{ANDROID, MAVEN};

use super::Format;
use crate::syntax::brackets;
use crate::syntax::code::{self, BRACES, Cursor};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};
use dependencies::Required;

pub(super) static FORMAT: Format = Format {
    id: "gradle",
    title: "Gradle build",
    files: &["build.gradle", "build.gradle.kts"],
    dialect: &MAVEN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"// version = "1.4.0"
plugins {
    id("org.example.convention") version "1.4.0"
}

group = "org.example"
version = "1.4.0"

android {
    defaultConfig {
        versionCode = 1
        versionName = "1.4.0"
        minimumName "1.4.0"
    }
}

dependencies {
    implementation("org.example:net:1.4.0")
    api 'org.example:wire:[1.4.0,2.0)'
    implementation(project(":left"))
    testImplementation("org.example:any")
}
"#,
};

/// How many blocks `dependencies` may stand in; no build has so many.
const DEEPEST: usize = 16;

/// Blocks in which `version` is the project's own, as it is outside all blocks.
const PROJECTS: &[&str] = &["allprojects", "subprojects"];

/// What a build file says of its versions.
#[derive(Default)]
struct Build<'t> {
    versions: Vec<Cursor<'t>>,
    names: Vec<Cursor<'t>>,
    codes: Vec<Cursor<'t>>,
    /// `val NAME = …`, `def NAME = …`.
    constants: Vec<(&'t str, Cursor<'t>)>,
    group: Option<Cursor<'t>>,
    artifact: Option<Cursor<'t>>,
    required: Vec<Required<'t>>,
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &BRACES);
    let mut build = Build::default();
    let text = Cursor { text: &text, at: 0 };
    brackets::statements_and_heads(text, |heads, line| build.read(heads, line));
    let mut found = Located { name: build.name(source.path), ..Located::default() };
    version(source, &build, &mut found)?;
    if let Some(code) = only(source, "`versionCode`", &build.codes)?
        && code.text.bytes().all(|byte| byte.is_ascii_digit())
    {
        let kind = SlotKind::Derived("versionCode");
        let slot = source.slot("versionCode", code.range(), code.text, kind)?;
        found.slots.push(slot.in_dialect(&ANDROID));
    }
    for required in &build.required {
        required.locate(source, &mut found)?;
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

impl<'t> Build<'t> {
    fn read(&mut self, heads: &[Cursor<'t>], line: Cursor<'t>) {
        let mut outer = heads.iter().take(DEEPEST);
        if let Some(at) = outer.position(|head| head.text == "dependencies") {
            self.required.extend(dependencies::read(heads.get(at + 1..).unwrap_or_default(), line));
            return;
        }
        let own = match heads {
            [] => true,
            [only] => PROJECTS.contains(&only.text),
            _ => false,
        };
        let bare = line.word("project.").unwrap_or(line);
        let (word, rest) = bare.name();
        match word.text {
            "version" if own => self.versions.extend(value(rest)),
            "group" if own => self.group = value(rest),
            "versionName" => self.names.extend(value(rest)),
            "versionCode" => self.codes.extend(value(rest)),
            "artifactId" => self.artifact = value(rest),
            "val" | "def" | "const" if heads.is_empty() => {
                let rest = rest.space();
                let (name, rest) = rest.word("val ").unwrap_or(rest).space().name();
                self.constants.extend(value(rest).map(|value| (name.text, value)));
            }
            _ => {}
        }
    }

    /// `group:artifact`, the artifact by default called as its folder is.
    fn name(&self, path: &RepoPath) -> Option<alloc::string::String> {
        let plain = |value: Option<Cursor<'t>>| Some(literal(value?)?.text);
        let folder = path.parent().filter(|folder| !folder.file_name().is_empty());
        let folder = folder.map(|folder| folder.file_name().to_string());
        let artifact = plain(self.artifact).map(ToString::to_string).or(folder)?;
        Some(format!("{}:{artifact}", plain(self.group)?))
    }

    /// The plain string that a value is, or that the constant which it names is.
    fn resolved(&self, value: Cursor<'t>) -> Option<Cursor<'t>> {
        let mut constants = self.constants.iter().filter(|(name, _)| *name == value.text);
        let constant = constants.next().filter(|_| constants.next().is_none());
        literal(value).or_else(|| literal(constant?.1))
    }
}

/// `version`, else `versionName`; where neither is plain, it is computed.
fn version<'t>(
    source: &Source<'_>,
    build: &Build<'t>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let version = only(source, "`version`", &build.versions)?;
    let name = only(source, "`versionName`", &build.names)?;
    for (what, value) in [("version", version), ("versionName", name)] {
        let Some(plain) = value.and_then(|value| build.resolved(value)) else { continue };
        let first = found.slots.is_empty();
        let kind = if first { SlotKind::Version } else { SlotKind::Secondary(what) };
        // Both may name one constant.
        if first || found.slots.iter().all(|slot| slot.span != source.span(plain.range())) {
            found.value(source, what, plain, kind, |_| false)?;
        }
    }
    match version.or(name) {
        None => {
            let wanted = "`version = \"…\"` or `versionName = \"…\"`".into();
            Err(source.refuse_whole(Trouble::NoVersion { wanted }))
        }
        Some(value) if found.slots.is_empty() => {
            let (span, how) = (source.span(value.range()), value.text.to_string());
            found.elsewhere.push(Elsewhere::Computed { span, how, look: None });
            Ok(())
        }
        Some(_) => Ok(()),
    }
}

/// The only one of several places that have to be one.
fn only<'t>(
    source: &Source<'_>,
    what: &str,
    all: &[Cursor<'t>],
) -> Result<Option<Cursor<'t>>, LocateError> {
    if let Some(second) = all.get(1) {
        let trouble = Trouble::Count { what: what.into(), wanted: 1, found: all.len() };
        return Err(source.refuse(second.range(), trouble));
    }
    Ok(all.first().copied())
}

/// What is assigned: `= value`, `value` after a space, `(value)`.
fn value(rest: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(inside) = rest.word("(") {
        return brackets::items(inside)?.first().copied();
    }
    let spaced = rest.space();
    let value = match spaced.word("=") {
        Some(value) => value.space(),
        None if spaced.at > rest.at => spaced,
        None => return None,
    };
    let value = value.trimmed();
    (!value.text.is_empty() && !value.text.starts_with('=')).then_some(value)
}

/// The inside of a string with nothing put into it.
fn literal(value: Cursor<'_>) -> Option<Cursor<'_>> {
    let (inside, rest) = value.quoted()?;
    (rest.text.is_empty() && !inside.text.contains('$')).then_some(inside)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn the_projects_version_is_outside_blocks() {
        let found = located(&FORMAT, FORMAT.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1", "1.4.0", "1.4.0", "[1.4.0,2.0)"]);
        assert_eq!(found.slots[1].dialect, Some(&ANDROID));
        assert_eq!(found.slots[1].kind, SlotKind::Derived("versionCode"));
        assert_eq!(found.name.as_deref(), Some("org.example:folder"));
        let own = FORMAT.sample.replace("api '", "artifactId = 'core'\n api '");
        assert_eq!(located(&FORMAT, &own).name.as_deref(), Some("org.example:folder"));
        let own = FORMAT.sample.replace("android {", "pub { artifactId = 'core' }\nandroid {");
        assert_eq!(located(&FORMAT, &own).name.as_deref(), Some("org.example:core"));
    }

    #[test]
    fn a_range_may_have_spaces() {
        for (range, found) in [("[1.4, 1.5[", 5), ("]1.4, 1.5]", 5), ("see [1.4, 1.5[", 4)] {
            let text = FORMAT.sample.replace("[1.4.0,2.0)", range);
            assert_eq!(located(&FORMAT, &text).slots.len(), found, "{range}");
        }
    }

    #[test]
    fn every_way_to_assign() {
        for text in [
            "version '1.4.0'\n",
            "project.version=\"1.4.0\"\n",
            "allprojects {\n  version = '1.4.0'\n}\n",
            "def v = '1.4.0'\nversion v\nandroid { defaultConfig { versionName v } }\n",
            "private_ = 1; val v = \"1.4.0\"; version = v\n",
            "android { defaultConfig { versionName(\"1.4.0\") } }\n",
            "version = project.x\nandroid { defaultConfig { versionName \"1.4.0\" } }\n",
        ] {
            assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"], "{text}");
        }
    }

    #[test]
    fn what_is_computed_or_doubled_is_not_guessed() {
        for text in ["version = project.x\n", "version = \"$line.0\"\n", "version = '1.' + '4'\n"] {
            let found = located(&FORMAT, text);
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{text}");
        }
        let flavours = "versionName '1'\nx { versionName '2' }\n";
        assert!(matches!(trouble(&FORMAT, flavours), Trouble::Count { .. }));
        let plugin = "plugins {\n id 'a' \n version '1.4.0'\n}\n";
        assert!(matches!(trouble(&FORMAT, plugin), Trouble::NoVersion { .. }));
        let computed = "version '1.4.0'\nx { versionCode code() }\n";
        assert_eq!(slots(&FORMAT, computed), ["1.4.0 Version"]);
    }
}
