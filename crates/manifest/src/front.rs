//! Front matter: YAML between two lines `---` at the top of a text, and the text behind it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use place::Span;

use crate::syntax::tree::{Entry, Node, Value};
use crate::syntax::yaml;
use crate::{LocateError, Source, Trouble};

/// The line that opens front matter, and closes it.
const FENCE: &str = "---";

/// A text's front matter. All spans are of the file as stored, a byte order mark included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// Its keys, in file order; none stands twice.
    pub entries: Vec<FrontEntry>,
    /// The line that opens it: where to point at what is missing in it.
    pub opening: Span,
    /// The text behind it, without the blank lines around it.
    pub text: String,
    /// Where that text stands; empty, at the file's end, where there is none.
    pub text_span: Span,
}

/// One key of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontEntry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// Its values: of a list each, of a single text that one, none for an empty value.
    pub values: Vec<FrontText>,
}

/// One value of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontText {
    /// The text.
    pub text: String,
    /// Where it stands, without quotes.
    pub span: Span,
}

/// Reads the front matter that `source` begins with.
///
/// # Errors
/// [`Trouble::Unframed`] where the first line is not `---` or no such line follows, and everything
/// that is wrong with YAML or is no key with a text or a list of texts.
pub fn front_matter(source: &Source<'_>) -> Result<FrontMatter, LocateError> {
    let body = source.body();
    let mut lines = lines(body);
    let opening = lines.next().filter(|line| is_fence(body, line)).ok_or_else(|| {
        let first = body.find('\n').unwrap_or(body.len());
        source.refuse(0..first, Trouble::Unframed { open: false })
    })?;
    let closing = lines
        .find(|line| is_fence(body, line))
        .ok_or_else(|| source.refuse(opening.clone(), Trouble::Unframed { open: true }))?;
    // To YAML the opening line is a document's start, so its offsets are the file's own.
    let cut = source.text.len() - body.len() + closing.start;
    let framed = Source { path: source.path, text: source.text.get(..cut).unwrap_or_default() };
    let tree = yaml::parse(&framed)?;
    let entries = match &tree.value {
        Value::Map(entries) => entries.iter().map(|one| entry(source, one)).collect(),
        // Nothing between the lines: there are no keys, which is for the caller to mind.
        Value::Other if tree.range.is_empty() => Ok(Vec::new()),
        _ => Err(tree.wrong(source, "the front matter", "lines of `key: value`")),
    };
    let behind = body.get(closing.end..).unwrap_or_default();
    let start = closing.end + (behind.len() - behind.trim_start().len());
    let text = behind.trim();
    Ok(FrontMatter {
        entries: entries?,
        opening: source.span(opening),
        text: text.to_string(),
        text_span: source.span(start..start + text.len()),
    })
}

/// The lines of `body` as ranges, without white space at their ends.
fn lines(body: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    body.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end().len()
    })
}

fn is_fence(body: &str, line: &Range<usize>) -> bool {
    body.get(line.clone()) == Some(FENCE)
}

fn entry(source: &Source<'_>, entry: &Entry<'_>) -> Result<FrontEntry, LocateError> {
    let text = |node: &Node<'_>| match node.text() {
        Some(text) => Ok(FrontText { text: text.into(), span: source.span(node.range.clone()) }),
        None => Err(node.wrong(source, &entry.key, "a name, or a list of names")),
    };
    let values = match &entry.node.value {
        Value::List(items) => items.iter().map(text).collect::<Result<_, _>>()?,
        Value::Other if entry.node.range.is_empty() => Vec::new(),
        _ => [text(&entry.node)?].into(),
    };
    Ok(FrontEntry { key: entry.key.to_string(), span: source.span(entry.at.clone()), values })
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use place::{Explain, Place, RepoPath};
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &str = "---\ncomponents: [core, \"sdk-java\"] # both\nimpact:\n  - new-api\n---\n\nA *note*.\n\n---\n\nMore of it.\n";

    fn path() -> RepoPath {
        RepoPath::new("changes/a.md").unwrap()
    }

    fn read(text: &str) -> FrontMatter {
        front_matter(&Source::new(&path(), text.as_bytes()).unwrap()).unwrap()
    }

    /// Every key with its values, and the text; each value is its bytes.
    fn shown(text: &str) -> (Vec<String>, String) {
        let found = read(text);
        let entries = found.entries.iter().map(|entry| {
            assert_eq!(entry.span.of(text), Some(entry.key.as_str()));
            let values = entry.values.iter().map(|value| {
                assert_eq!(value.span.of(text), Some(value.text.as_str()));
                value.text.as_str()
            });
            format!("{}={}", entry.key, values.collect::<Vec<_>>().join("+"))
        });
        assert_eq!(found.text_span.of(text), Some(found.text.as_str()));
        assert_eq!(found.opening.of(text), Some("---"));
        (entries.collect(), found.text.clone())
    }

    #[test]
    fn keys_and_the_text_behind_them_are_found_whatever_ends_the_lines() {
        let (keys, text) = shown(SAMPLE);
        assert_eq!(keys, ["components=core+sdk-java", "impact=new-api"]);
        assert_eq!(text, "A *note*.\n\n---\n\nMore of it.");
        for again in [SAMPLE.replace('\n', "\r\n"), format!("\u{feff}{SAMPLE}")] {
            let (keys, text) = shown(&again);
            assert_eq!(keys, ["components=core+sdk-java", "impact=new-api"]);
            assert!(text.starts_with("A *note*.") && text.ends_with("it."), "{text:?}");
        }
    }

    #[test]
    fn one_name_is_a_list_of_one_and_nothing_is_none() {
        let (keys, text) = shown("--- \na: x\nb:\nc: []\nd: 'y z'\n---");
        assert_eq!(keys, ["a=x", "b=", "c=", "d=y z"]);
        assert_eq!(text, "");
        assert_eq!(shown("---\n---\nnote").0.len(), 0);
        assert_eq!(shown("---\n# nothing yet\n---\nnote").0.len(), 0);
    }

    #[test]
    fn what_is_no_front_matter_is_refused_where_it_goes_wrong() {
        for (text, message, at) in [
            ("", "the first line", ""),
            ("# Note\n", "the first line", "# Note"),
            ("\n---\na: b\n---\n", "the first line", ""),
            ("---\na: b\nno end\n", "not closed", "---"),
            ("---\na: b\n----\n", "not closed", "---"),
            ("---\na: [b\n---\nnote\n", "not valid YAML", ""),
            ("---\na: b\na: c\n---\n", "second time", "a"),
            ("---\na: 12\n---\n", "a name, or a list", "12"),
            ("---\na: {b: c}\n---\n", "a name, or a list", "{b: c}"),
            ("---\na: [b, [c]]\n---\n", "a name, or a list", "[c]"),
            ("---\njust words\n---\n", "lines of `key: value`", "just words"),
            ("---\na: &x b\nc: *x\n---\n", "by reference", "*x"),
        ] {
            let path = path();
            let error = front_matter(&Source::new(&path, text.as_bytes()).unwrap()).unwrap_err();
            assert!(error.to_string().contains(message), "{text:?}: {error}");
            assert!(error.help().is_some(), "{text:?}");
            let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
            let shown = span.of(text).unwrap();
            assert!(at.is_empty() || shown == at, "{text:?} points at {shown:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_there_is_read_or_refused_within_the_file(
            text in "(---|--- |a: b|a:|- c|\\[|\"|\u{feff}|é|x|\r|\n|\t| ){0,24}",
        ) {
            let path = path();
            let source = Source::new(&path, text.as_bytes()).unwrap();
            match front_matter(&source) {
                Ok(found) => {
                    let values = found.entries.iter().flat_map(|entry| &entry.values);
                    for span in values.map(|value| value.span).chain([found.text_span]) {
                        prop_assert!(span.of(&text).is_some(), "{span:?}");
                    }
                }
                Err(error) => {
                    let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
                    prop_assert!(span.of(&text).is_some(), "{error}: {span:?}");
                }
            }
        }
    }
}
