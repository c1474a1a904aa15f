//! YAML by `granit-parser`'s events, which have byte ranges and show quotes and aliases.

use alloc::borrow::Cow;

use alloc::vec::Vec;
use core::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use super::DEEPEST;
use super::tree::{Entry, Node, Value, refuse_duplicates};
use crate::{LocateError, Source, Trouble};

/// Reads the file's only document.
///
/// Refused: aliases (a bomb's fuse, and a value that is not its bytes), duplicate keys, keys that
/// are not text, several documents. Plain words that YAML takes for numbers are no texts: a
/// version such as 1.10 needs its quotes.
pub(crate) fn parse<'a>(source: &Source<'a>) -> Result<Node<'a>, LocateError> {
    only(source, read(source, false, false)?)
}

/// As [`parse`], of a file in which people repeat values by reference. Nothing is expanded: an
/// alias is a value that nobody reads, refused only where it stands for a version.
pub(crate) fn parse_with_aliases<'a>(source: &Source<'a>) -> Result<Node<'a>, LocateError> {
    only(source, read(source, true, false)?)
}

/// As [`parse`], of a file of several documents: the last of them.
pub(crate) fn parse_last<'a>(source: &Source<'a>) -> Result<Node<'a>, LocateError> {
    only(source, read(source, false, true)?)
}

fn only<'a>(source: &Source<'a>, root: Option<Node<'a>>) -> Result<Node<'a>, LocateError> {
    let end = source.body().len();
    root.ok_or_else(|| wrong(source, end..end, "the file is empty"))
}

/// The last document, the only one unless there may be several.
fn read<'a>(
    source: &Source<'a>,
    aliases: bool,
    several: bool,
) -> Result<Option<Node<'a>>, LocateError> {
    let mut tree = Tree { source, aliases, several, open: Vec::new(), root: None };
    for event in Parser::new_from_str(source.body()) {
        match event {
            Ok((event, span)) => tree.event(event, span.byte_range().unwrap_or_default())?,
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0);
                return Err(wrong(source, at..at, &error.info()));
            }
        }
    }
    Ok(tree.root)
}

struct Tree<'s, 'a> {
    source: &'s Source<'a>,
    /// Whether aliases are values.
    aliases: bool,
    /// Whether there may be several documents.
    several: bool,
    /// The collections around the current event, outermost first.
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
}

/// A collection that has not ended.
struct Open<'a> {
    start: usize,
    kind: Kind<'a>,
}

enum Kind<'a> {
    List(Vec<Node<'a>>),
    /// The entries, and the key whose value comes next.
    Map(Vec<Entry<'a>>, Option<(Cow<'a, str>, Range<usize>)>),
}

impl<'a> Tree<'_, 'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) -> Result<(), LocateError> {
        match event {
            Event::Scalar(text, style, ..) => {
                let node = self.scalar(text, style, range);
                self.node(node)
            }
            Event::SequenceStart(..) => self.start(range, Kind::List(Vec::new())),
            Event::MappingStart(..) => self.start(range, Kind::Map(Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => self.end(range.end),
            Event::Alias(_) if self.aliases => self.node(Node { range, value: Value::Alias }),
            Event::Alias(_) => Err(Node { range, value: Value::Alias }.alias(self.source)),
            Event::DocumentStart(..) if self.root.is_some() && !self.several => {
                Err(wrong(self.source, range, "only one document is read"))
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, range: Range<usize>, kind: Kind<'a>) -> Result<(), LocateError> {
        if self.open.len() >= DEEPEST {
            return Err(self.source.refuse(range, Trouble::Depth));
        }
        self.open.push(Open { start: range.start, kind });
        Ok(())
    }

    fn end(&mut self, end: usize) -> Result<(), LocateError> {
        let Some(Open { start, kind }) = self.open.pop() else { return Ok(()) };
        let value = match kind {
            Kind::List(items) => Value::List(items),
            Kind::Map(entries, _) => {
                refuse_duplicates(self.source, &entries)?;
                Value::Map(entries)
            }
        };
        self.node(Node { range: start..end.max(start), value })
    }

    fn node(&mut self, node: Node<'a>) -> Result<(), LocateError> {
        let source = self.source;
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(Kind::List(items)) => items.push(node),
            Some(Kind::Map(entries, key)) => match key.take() {
                Some((key, at)) => entries.push(Entry { key, at, node }),
                None => *key = Some(key_text(source, node)?),
            },
        }
        Ok(())
    }

    fn scalar(&self, text: Cow<'a, str>, style: ScalarStyle, range: Range<usize>) -> Node<'a> {
        match style {
            ScalarStyle::Plain => {
                let value = match text.as_ref() {
                    "true" | "True" | "TRUE" => Value::Bool(true),
                    "false" | "False" | "FALSE" => Value::Bool(false),
                    plain if is_other(plain) => Value::Other,
                    _ => Value::Text(text),
                };
                Node { range, value }
            }
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let inside = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
                Node { range: inside, value: Value::Text(text) }
            }
            ScalarStyle::Literal | ScalarStyle::Folded => Node { range, value: Value::Text(text) },
        }
    }
}

/// A key's text. Numbers and words are keys as they are written.
fn key_text<'a>(
    source: &Source<'a>,
    node: Node<'a>,
) -> Result<(Cow<'a, str>, Range<usize>), LocateError> {
    let Node { range, value } = node;
    match value {
        Value::Text(text) => Ok((text, range)),
        Value::Bool(_) | Value::Other => {
            let text = source.body().get(range.clone()).unwrap_or_default();
            Ok((Cow::Borrowed(text), range))
        }
        Value::List(_) | Value::Map(_) | Value::Alias => {
            Err(wrong(source, range, "a key has to be text"))
        }
    }
}

/// Whether a plain word is null or a number to YAML 1.2's core schema.
fn is_other(plain: &str) -> bool {
    if matches!(plain, "" | "~" | "null" | "Null" | "NULL") {
        return true;
    }
    let digits = plain.trim_start_matches(['+', '-']);
    let prefixed = |mark: &str, radix| {
        let rest = digits.strip_prefix(mark);
        rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix)))
    };
    let number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    prefixed("0x", 16)
        || prefixed("0o", 8)
        || (number && digits.parse::<f64>().is_ok())
        || matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

fn wrong(source: &Source<'_>, at: Range<usize>, message: &str) -> LocateError {
    source.refuse(at, Trouble::Syntax { syntax: "YAML", message: message.into() })
}
