//! build.sbt and version.sbt: the build's version, or its only project's, and dependencies by their
//! coordinates.
//!
//! Source: sbt Reference Manual, "Build definition", "Scopes", "Library dependencies".

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use version::native::MAVEN;

use super::Format;
use crate::syntax::code::{self, Cursor, Language, string_length};
use crate::{LocateError, Located, SlotKind, Source};

pub(super) static FORMAT: Format = Format {
    id: "sbt",
    title: "sbt",
    files: &["build.sbt", "version.sbt"],
    dialect: &MAVEN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"// version := "1.4.0"
ThisBuild / organization := "org.example"
ThisBuild / scalaVersion := "1.4.0"
ThisBuild / version := "1.4.0"

lazy val core = (project in file("core")).settings(
  name := "core",
  libraryDependencies ++= Seq(
    "org.example" %% "net" % "1.4.0",
    "org.example" % "wire" % "[1.4.0,2.0)" % Test
  )
)
"#,
};

/// Scala; `'` begins no string.
const SCALA: Language = Language { quotes: &['"'], ..code::BRACES };

/// Where a setting is the whole build's.
const BUILD: &str = "ThisBuild";

/// What divides a group from an artifact, to whose name the version of Scala is added or not.
const DIVIDERS: &[&str] = &["%", "%%", "%%%"];

/// What a build definition is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A name, or a path of them: `Versions.core`.
    Name,
    /// The inside of a string.
    Text,
    /// Signs: `:=`, `%%`, or one of the brackets.
    Signs,
}

type Token<'t> = (Kind, Cursor<'t>);

/// Settings of which what stands in them is past.
const LOOKS_BACK: &str = "mima";

/// What gives a setting a value, or adds to it.
const GIVES: &[&str] = &[":=", "+=", "++=", "~="];

/// The build, token by token.
struct Build<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &SCALA);
    let build = Build { text: &text, tokens: tokens(Cursor { text: &text, at: 0 }) };
    let mut found = Located { name: build.name(), ..Located::default() };
    let own = build.own(source, &mut found)?;
    build.requirements(source, own, &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn tokens(text: Cursor<'_>) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text.space();
    while let Some(first) = rest.text.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let is_sign = |c: char| ":=%+/|&<>-!*".contains(c);
        let (kind, token, after) = if first == '"' {
            let length = string_length(rest.text, '"');
            let (whole, after) = cut(rest, length);
            let inside = whole.quoted().map_or(whole, |(inside, _)| inside);
            (Kind::Text, inside, after)
        } else if is_name(first) {
            let (token, after) = rest.until(|c| !is_name(c));
            (Kind::Name, token, after)
        } else if is_sign(first) {
            let (token, after) = rest.until(|c| !is_sign(c));
            (Kind::Signs, token, after)
        } else {
            let (token, after) = cut(rest, first.len_utf8());
            (Kind::Signs, token, after)
        };
        found.push((kind, token));
        rest = after.space();
    }
    found
}

/// The first bytes of a text, and the rest.
fn cut(text: Cursor<'_>, bytes: usize) -> (Cursor<'_>, Cursor<'_>) {
    let (head, tail) = text.text.split_at_checked(bytes).unwrap_or((text.text, ""));
    (Cursor { text: head, at: text.at }, Cursor { text: tail, at: text.at + head.len() })
}

impl<'t> Build<'t> {
    /// What a setting is given, and whether that is for the whole build: `ThisBuild / version := …`,
    /// `version in ThisBuild := …`.
    fn given(&self, setting: &str) -> Vec<(bool, &[Token<'t>])> {
        let tokens = &self.tokens;
        let is = |at: Option<usize>, text: &str| {
            at.and_then(|at| tokens.get(at)).is_some_and(|(_, token)| token.text == text)
        };
        let mut found = Vec::new();
        for (at, (kind, token)) in tokens.iter().enumerate() {
            if *kind != Kind::Name || token.text != setting {
                continue;
            }
            let scoped = is(at.checked_sub(1), "/");
            let before = scoped && is(at.checked_sub(2), BUILD);
            let behind = is(Some(at + 1), "in") && is(Some(at + 2), BUILD);
            let sign = at + if behind { 3 } else { 1 };
            // A setting of something else: `Docker / version`.
            if scoped == before && is(Some(sign), ":=") {
                found.push((before || behind, tokens.get(sign + 1..).unwrap_or_default()));
            }
        }
        found
    }

    /// What the build itself is given, else the only project that is given anything.
    fn only(&self, setting: &str) -> Vec<&[Token<'t>]> {
        let all = self.given(setting);
        let wide = all.iter().any(|(wide, _)| *wide);
        all.into_iter().filter(|(one, _)| *one == wide).map(|(_, value)| value).collect()
    }

    /// The plain string that begins these tokens, or that the constant has which they name.
    fn plain(&self, value: &[Token<'t>]) -> Option<Cursor<'t>> {
        let first = value.first()?;
        let alone = value.get(1).is_none_or(|(kind, next)| match kind {
            Kind::Signs => matches!(next.text, "," | ")" | "]" | "}" | "%"),
            // On the same line, or behind a full stop, something is made of it.
            Kind::Name => {
                let between = self.text.get(first.1.range().end..next.at).unwrap_or_default();
                between.contains('\n') && !next.text.starts_with('.')
            }
            Kind::Text => true,
        });
        match Some(first).filter(|_| alone)? {
            (Kind::Text, text) => Some(*text),
            (Kind::Name, name) => self.constant(name.text),
            (Kind::Signs, _) => None,
        }
    }

    /// `val NAME = "…"`, once.
    fn constant(&self, path: &str) -> Option<Cursor<'t>> {
        let wanted = path.rsplit('.').next()?;
        let mut found = self.tokens.windows(4).filter_map(|four| match four {
            [(_, val), (_, name), (_, sign), (Kind::Text, value)] => {
                (val.text == "val" && name.text == wanted && sign.text == "=").then_some(*value)
            }
            _ => None,
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// `organization:name`.
    fn name(&self) -> Option<String> {
        let one = |setting| match self.only(setting).as_slice() {
            [value] => self.plain(value),
            _ => None,
        };
        Some(format!("{}:{}", one("organization")?.text, one("name")?.text))
    }

    /// Adds the version; hands back where it stands.
    fn own(
        &self,
        source: &Source<'_>,
        found: &mut Located,
    ) -> Result<Option<Cursor<'t>>, LocateError> {
        const WANTED: &str = "`version := \"…\"`";
        let all = self.only("version");
        let values: Vec<Cursor<'t>> =
            all.iter().filter_map(|value| self.plain(value).or(Some(value.first()?.1))).collect();
        let computed = all.iter().any(|value| self.plain(value).is_none());
        found.one(source, WANTED, &values, |_| computed)?;
        Ok(values.first().copied().filter(|_| !computed))
    }

    /// Whether the setting that the token at `at` is given to speaks of what was.
    fn looks_back(&self, at: usize) -> bool {
        let before = self.tokens.get(..at).unwrap_or_default();
        let gives =
            |pair: &&[Token<'t>]| pair.get(1).is_some_and(|(_, sign)| GIVES.contains(&sign.text));
        let setting = before.windows(2).rev().find(gives).and_then(<[_]>::first);
        setting.is_some_and(|(_, name)| name.text.starts_with(LOOKS_BACK))
    }

    /// Adds what `"group" %% "artifact" % "version"` requires, wherever it stands. One whose version is a
    /// value of another file, or computed, is left alone: so are all in such files.
    fn requirements(
        &self,
        source: &Source<'_>,
        own: Option<Cursor<'t>>,
        found: &mut Located,
    ) -> Result<(), LocateError> {
        for (at, four) in self.tokens.windows(4).enumerate() {
            let [(Kind::Text, group), (_, first), (Kind::Text, artifact), (_, second)] = four
            else {
                continue;
            };
            // A group begins it: what stands behind a version is what it is for.
            let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
            let begins = before.is_none_or(|(_, sign)| !DIVIDERS.contains(&sign.text));
            if !(begins && DIVIDERS.contains(&first.text) && second.text == "%") {
                continue;
            }
            let on = format!("{}:{}", group.text, artifact.text);
            let version = self.plain(self.tokens.get(at + 4..).unwrap_or_default());
            let Some(version) = version.filter(|_| !self.looks_back(at)) else { continue };
            // What is the build's own version goes by itself.
            if own.is_none_or(|own| own.at != version.at) {
                let table = "libraryDependencies".into();
                let kind = SlotKind::Requirement { on: on.clone(), path: None, table };
                found.value(source, &on, version, kind, |_| false)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};
    use crate::{Elsewhere, Trouble};

    use super::*;

    #[test]
    fn the_builds_version_goes_before_a_projects() {
        let found = located(&FORMAT, FORMAT.sample);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1.4.0", "[1.4.0,2.0)"]);
        assert_eq!(found.name.as_deref(), Some("org.example:core"));
        for text in [
            "version := \"1.4.0\"\n",
            "version in ThisBuild := \"1.4.0\"\nlazy val x = project.settings(version := \"2.0\")\n",
            "inThisBuild(List(version := \"1.4.0\", organization := \"g\"))\n",
            "val v = \"1.4.0\"\nThisBuild / version := v\n",
            "object V { val core = \"1.4.0\" }\nversion := V.core\n",
            "Docker / version := \"7\"\nversion := \"1.4.0\" // '\n",
        ] {
            assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"], "{text}");
        }
    }

    #[test]
    fn what_is_computed_or_doubled_is_not_guessed() {
        for text in [
            "version := sys.env(\"V\")\n",
            "version := \"1.\" + minor\n",
            "version := s\"1.$minor\"\n",
            "version := \"1.4.0-x\".stripSuffix(\"-x\")\n",
            "version := \"1.4.0-x\"\n  .stripSuffix(\"-x\")\n",
            "version := \"1.4.0-x\" replace (\"-x\", end)\n",
        ] {
            let found = located(&FORMAT, text);
            assert!(matches!(found.elsewhere[..], [Elsewhere::Computed { .. }]), "{text}");
        }
        let twice = "a.settings(version := \"1\")\nb.settings(version := \"2\")\n";
        assert!(matches!(trouble(&FORMAT, twice), Trouble::Count { .. }));
        for none in
            ["name := \"version\"\n", "scalaVersion := \"3.3.1\"\n", "val version = \"1\"\n"]
        {
            assert!(matches!(trouble(&FORMAT, none), Trouble::NoVersion { .. }), "{none}");
        }
    }

    #[test]
    fn requirements_stand_by_their_coordinates() {
        let of = |text: &str| slots(&FORMAT, &format!("version := \"2.0.0\"\n{text}\n"));
        let table = "path: None, table: \"libraryDependencies\"";
        let wanted = format!("1.4.0 Requirement {{ on: \"g:core\", {table} }}");
        for text in [
            "libraryDependencies += \"g\" %% \"core\" % \"1.4.0\" % \"test\"",
            "val v = \"1.4.0\"; val deps = Seq(\"g\" %%% \"core\" % v)",
            "addSbtPlugin(\"g\" % \"core\" % \"1.4.0\")",
        ] {
            assert_eq!(of(text), ["2.0.0 Version", wanted.as_str()], "{text}");
        }
        let own = "val v = \"2.0.0\"\nversion := v\nx += \"g\" % \"core\" % v\n";
        assert_eq!(slots(&FORMAT, own), ["2.0.0 Version"]);
        for alone in [
            "x += \"g\" % \"core\" % (\"1.\" + minor)",
            "x += \"g\" % \"core\" % Versions.core",
            "mimaPreviousArtifacts := Set(\"g\" %% \"core\" % \"1.4.0\")",
        ] {
            assert_eq!(of(alone), ["2.0.0 Version"], "{alone}");
        }
    }
}
