//! The locator for structured files: a path to one value.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use place::{Class, Explain};

use crate::syntax::tree::Step;
use crate::syntax::{json, plist, toml, xml, yaml};
use crate::{LocateError, Located, SlotKind, Source, Trouble};

/// A path to the one value that is the version.
///
/// - XML: `/project/parent/version` (an element's text), `/Wix/Product/@Version` (an attribute),
///   `/a/b[2]` (the second `b`, counted from one as in XPath). Names are local names, without
///   namespace prefixes. A step that several elements answer is refused until it has a number.
/// - TOML, JSON, YAML and property lists: `a.b[0].c` (counted from zero); a key with a dot in it stands in
///   quotes: `a."b.c"`.
///
/// A path that begins with `/` is for XML. Otherwise the file's suffix decides, then its first
/// character: `<` is a property list, `{` JSON, anything else TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    text: String,
    way: Way,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    Element { steps: Vec<Named>, attribute: Option<String> },
    Keys(Vec<Step>),
}

/// An element's name, and which of several (from one).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    name: String,
    nth: Option<usize>,
}

/// Why a text is not a path to a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a path to a value: {why}")]
pub struct PointerError {
    text: String,
    why: &'static str,
}

impl Explain for PointerError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn help(&self) -> Option<String> {
        Some("write it as `/a/b/@c` for XML, or `a.b[0].c` for TOML, JSON and Info.plist".into())
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Pointer {
    /// Reads a path.
    ///
    /// # Errors
    /// An empty step, a number that is none, an attribute before the end, an open quote.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        let way = match text.strip_prefix('/') {
            Some(rest) => elements(rest),
            None => keys(text).map(Way::Keys),
        };
        match way {
            Ok(way) => Ok(Self { text: text.into(), way }),
            Err(why) => Err(PointerError { text: text.into(), why }),
        }
    }

    /// Finds the value.
    ///
    /// # Errors
    /// A file of another syntax, no such value, several, or one that is not plainly written text.
    pub fn locate(&self, source: &Source<'_>) -> Result<Located, LocateError> {
        self.look(source).map_err(|error| match self.fits(source) {
            true => error,
            false => error.misread(source.path, &format!("at = {:?}", self.text), ELSEWISE),
        })
    }

    /// Whether the file looks like one that such a path leads through, sound or not.
    fn fits(&self, source: &Source<'_>) -> bool {
        let first = source.body().trim_start().as_bytes().first();
        match &self.way {
            Way::Element { .. } => first == Some(&b'<'),
            Way::Keys(_) => {
                let known = ["toml", "yaml", "yml", "json", "plist"];
                suffix(source).is_some_and(|suffix| known.contains(&suffix)) || first == Some(&b'{')
            }
        }
    }

    fn look(&self, source: &Source<'_>) -> Result<Located, LocateError> {
        let slot = match &self.way {
            Way::Keys(steps) => {
                let tree = tree(source)?;
                let node = tree.walk(steps).ok_or_else(|| self.absent(source))?;
                node.slot(source, &self.text, SlotKind::Version)?
            }
            Way::Element { steps, attribute } => {
                let document = xml::parse(source)?;
                let element = self.descend(source, &document, steps)?;
                match attribute {
                    Some(name) => {
                        let slot = xml::attribute(source, element, name, SlotKind::Version)?;
                        slot.ok_or_else(|| self.absent(source))?
                    }
                    None => xml::slot(source, &self.text, element, SlotKind::Version)?,
                }
            }
        };
        Ok(Located { slots: alloc::vec![slot], ..Located::default() })
    }

    fn descend<'d, 'a>(
        &self,
        source: &Source<'_>,
        document: &'d roxmltree::Document<'a>,
        steps: &[Named],
    ) -> Result<roxmltree::Node<'d, 'a>, LocateError> {
        let mut node = document.root();
        for Named { name, nth } in steps {
            let mut all = xml::children(node, name);
            let next = match nth {
                Some(nth) => all.nth(nth.saturating_sub(1)),
                None => all.next(),
            };
            let next = next.ok_or_else(|| self.absent(source))?;
            if nth.is_none()
                && let Some(again) = all.next()
            {
                let found = 2 + all.count();
                let what = format!("<{name}> on the way to `{self}`");
                let trouble = Trouble::Count { what, wanted: 1, found };
                return Err(source.refuse(xml::head(again), trouble));
            }
            node = next;
        }
        Ok(node)
    }

    fn absent(&self, source: &Source<'_>) -> LocateError {
        source.refuse_whole(Trouble::NoVersion { wanted: format!("a value at `{self}`") })
    }
}

/// What to do where the file is not of the syntax that `at` asks for.
const ELSEWISE: &str = "an `at` that begins with `/` reads XML, any other TOML, JSON, YAML or a \
    property list, by the file: write it for what the file is, as `/a/b/@c` or `a.b[0].c`; in any \
    other file say where the version stands with `regex` in place of `at`";

fn suffix<'a>(source: &Source<'a>) -> Option<&'a str> {
    source.path.file_name().rsplit_once('.').map(|(_, suffix)| suffix)
}

fn tree<'a>(source: &Source<'a>) -> Result<crate::syntax::tree::Node<'a>, LocateError> {
    match (suffix(source), source.body().trim_start().as_bytes().first()) {
        (Some("toml"), _) => toml::parse(source),
        (Some("yaml" | "yml"), _) => yaml::parse(source),
        (Some("json"), _) | (_, Some(b'{')) => json::parse(source),
        (Some("plist"), _) | (_, Some(b'<')) => plist::parse(source),
        _ => toml::parse(source),
    }
}

/// `a/b[2]/@c`, without the first slash.
fn elements(text: &str) -> Result<Way, &'static str> {
    let mut names: Vec<&str> = text.split('/').collect();
    let attribute = names.last().and_then(|name| name.strip_prefix('@')).map(ToString::to_string);
    if attribute.is_some() {
        names.pop();
    }
    if attribute.as_deref() == Some("") || names.is_empty() {
        return Err("it names no element or attribute");
    }
    let steps = names.into_iter().map(|step| {
        let (name, nth) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
            Some((name, number)) => (name, Some(index(number).filter(|nth| *nth > 0))),
            None => (step, None),
        };
        if nth == Some(None) {
            return Err("`[n]` counts from one");
        }
        if name.is_empty() || name.contains(['@', '[', ']']) {
            return Err("a step is empty, or not a name with an optional `[n]`");
        }
        Ok(Named { name: name.into(), nth: nth.flatten() })
    });
    Ok(Way::Element { steps: steps.collect::<Result<_, _>>()?, attribute })
}

/// `a."b.c"[0].d`.
fn keys(text: &str) -> Result<Vec<Step>, &'static str> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let key = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (key, after) = quoted.split_once('"').ok_or("a quote does not end")?;
                rest = after;
                key
            }
            None => {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                rest = after;
                key
            }
        };
        if key.is_empty() || key.contains('"') {
            return Err("a key is empty, or has a quote inside");
        }
        steps.push(Step::Key(key.into()));
        while let Some(inner) = rest.strip_prefix('[') {
            let (number, after) = inner.split_once(']').ok_or("`[` does not end")?;
            steps.push(Step::Index(index(number).ok_or("`[n]` takes a number")?));
            rest = after;
        }
        if rest.is_empty() {
            return Ok(steps);
        }
        rest = rest.strip_prefix('.').ok_or("`.` or `[` was expected after a key")?;
    }
}

fn index(digits: &str) -> Option<usize> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use place::RepoPath;

    use super::*;

    fn at(pointer: &str, file: &str, text: &str) -> Result<String, String> {
        let path = RepoPath::new(file).unwrap();
        let source = Source::new(&path, text.as_bytes()).unwrap();
        let pointer = Pointer::parse(pointer).map_err(|error| error.to_string())?;
        let found = pointer.locate(&source).map_err(|error| error.to_string())?;
        let slot = found.version().unwrap();
        assert_eq!(slot.span.of(text), Some(slot.text.as_str()));
        Ok(slot.text.clone())
    }

    const XML: &str = "\u{feff}<?xml version='9'?>\r\n<a v='1'>\r\n  <b>2</b><b x = \"3\"> 4 </b>\
        <x:c xmlns:x='n'>5</x:c></a>";

    #[test]
    fn xml_by_steps_numbers_and_attributes() {
        for (pointer, value) in
            [("/a/@v", "1"), ("/a/b[1]", "2"), ("/a/b[2]/@x", "3"), ("/a/b[2]", "4"), ("/a/c", "5")]
        {
            assert_eq!(at(pointer, "definition.xml", XML).as_deref(), Ok(value), "{pointer}");
        }
        let refused = |pointer| at(pointer, "definition.xml", XML).unwrap_err();
        assert!(refused("/a/b").contains("2 times instead of 1"));
        assert!(refused("/a/b[3]").contains("no version found"));
        assert!(refused("/a/@w").contains("no version found"));
        assert!(refused("/b").contains("no version found"));
    }

    #[test]
    fn keys_by_the_files_syntax() {
        let plist = "<plist><dict><key>CFBundleShortVersionString</key><string>1.4</string>\
            <key>CFBundleVersion</key><string>7</string></dict></plist>";
        let short = "CFBundleShortVersionString";
        assert_eq!(at(short, "Info.plist", plist).as_deref(), Ok("1.4"));
        assert_eq!(at(short, "Info.plist.in", plist).as_deref(), Ok("1.4"));
        let json = "{\"a\": {\"b.c\": [{\"v\": \"1\"}, {\"v\": \"2\"}]}}";
        assert_eq!(at("a.\"b.c\"[1].v", "x.json", json).as_deref(), Ok("2"));
        assert_eq!(at("a.\"b.c\"[1].v", "x", json).as_deref(), Ok("2"));
        let yaml = "a:\r\n  - v: '1'\r\n  - v: 1.2.3 # x\r\n";
        assert_eq!(at("a[1].v", "x.yml", yaml).as_deref(), Ok("1.2.3"));
        let toml = "[[a]]\nb.c = '1'\n[[a]]\nb.c = '2'\n";
        assert_eq!(at("a[1].b.c", "some.lock", toml).as_deref(), Ok("2"));
        assert!(at("a[1].b", "some.lock", toml).unwrap_err().contains("a string"));
        assert!(at("a[2].b.c", "some.lock", toml).unwrap_err().contains("no version found"));
    }

    #[test]
    fn a_path_for_another_syntax_is_what_is_wrong() {
        let refused = |pointer: &str, file: &str, text: &str| {
            let path = RepoPath::new(file).unwrap();
            let source = Source::new(&path, text.as_bytes()).unwrap();
            let error = Pointer::parse(pointer).unwrap().locate(&source).unwrap_err();
            (error.to_string(), error.help().unwrap())
        };
        for (pointer, file, text, syntax) in [
            ("/version", "package.json", "{ \"version\": \"1\" }", "XML"),
            ("/version", "a.toml", "version = '1'\n", "XML"),
            ("Version", "VERSION.txt", "1.0.0\n", "TOML"),
            ("Version", "setup.cfg", "[metadata]\nversion = 1.0.0\n", "TOML"),
            ("Version", "version.go", "package v\n\nconst Version = \"1\"\n", "TOML"),
            ("Version", "a.props", "<a><Version>1</Version></a>", "property list"),
        ] {
            let (message, help) = refused(pointer, file, text);
            let start = format!("`at = \"{pointer}\"` reads {file} as {syntax}, which it is not: ");
            assert!(message.starts_with(&start), "{message}");
            assert!(help.contains("begins with `/` reads XML") && help.contains("`regex`"));
        }
        for (pointer, file, text, syntax) in [
            ("/a/v", "a.xml", "<a><v>1</a>", "XML"),
            ("v", "package.json", "{ \"v\": }", "JSON"),
            ("v", "a.toml", "v = \n", "TOML"),
        ] {
            let (message, help) = refused(pointer, file, text);
            assert!(message.starts_with(&format!("not valid {syntax}: ")), "{message}");
            assert_eq!(help, format!("mend the file until it is valid {syntax}"));
        }
    }

    #[test]
    fn bad_paths_are_refused() {
        for text in [
            "", "/", "/a/@", "/@", "//a", "/a[0]", "/a[x]", "/@a/b", ".a", "a..b", "a[", "a[x]",
            "a\"", "\"a", "a[0]b",
        ] {
            assert!(Pointer::parse(text).is_err(), "{text}");
        }
    }
}
