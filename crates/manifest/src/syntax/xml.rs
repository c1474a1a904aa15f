//! XML by `roxmltree`, behind a scan of our own for what it does not limit.

use core::ops::Range;

use roxmltree::{Document, Node, NodeType, ParsingOptions};

use super::DEEPEST;
use crate::{LocateError, Slot, SlotKind, Source, Trouble};

/// Reads the whole file.
///
/// The scan before it refuses an internal DTD subset, so no entity is ever declared, and nesting
/// that would overflow the parser's stack. An external identifier is allowed and never fetched.
pub(crate) fn parse<'a>(source: &Source<'a>) -> Result<Document<'a>, LocateError> {
    scan(source)?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(source.body(), options).map_err(|error| {
        let at = offset(source.body(), error.pos());
        let message = alloc::string::ToString::to_string(&error);
        source.refuse(at..at, Trouble::Syntax { syntax: "XML", message })
    })
}

/// The only child element of that local name, in any namespace.
///
/// # Errors
/// [`Trouble::Count`] where there are several.
pub(crate) fn only<'d, 'a>(
    source: &Source<'_>,
    parent: Node<'d, 'a>,
    name: &str,
) -> Result<Option<Node<'d, 'a>>, LocateError> {
    let mut found = children(parent, name);
    let first = found.next();
    match found.last() {
        None => Ok(first),
        Some(again) => {
            let found = children(parent, name).count();
            let trouble = Trouble::Count { what: alloc::format!("<{name}>"), wanted: 1, found };
            Err(source.refuse(head(again), trouble))
        }
    }
}

/// The child elements of that local name, in any namespace.
pub(crate) fn children<'d, 'a: 'd>(
    parent: Node<'d, 'a>,
    name: &str,
) -> impl Iterator<Item = Node<'d, 'a>> {
    parent.children().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// The text of an element, as a range without the white space around it, and decoded.
///
/// # Errors
/// [`Trouble::Unplain`] where comments or elements divide it.
pub(crate) fn text<'d>(
    source: &Source<'_>,
    what: &str,
    element: Node<'d, '_>,
) -> Result<(Range<usize>, &'d str), LocateError> {
    let mut found: Option<(Range<usize>, &'d str)> = None;
    for child in element.children() {
        let text = match child.node_type() {
            NodeType::Text => child.text().unwrap_or_default().trim(),
            NodeType::Comment | NodeType::PI => continue,
            NodeType::Element | NodeType::Root => "<",
        };
        if text.is_empty() {
            continue;
        }
        if found.is_some() || text == "<" {
            let wanted = "one piece of text";
            return Err(source.refuse(head(element), Trouble::Type { key: what.into(), wanted }));
        }
        found = Some((trimmed(source.body(), child.range()), text));
    }
    Ok(found.unwrap_or_else(|| (head(element), "")))
}

/// The text of an element as a slot; `what` names it for people.
pub(crate) fn slot(
    source: &Source<'_>,
    what: &str,
    element: Node<'_, '_>,
    kind: SlotKind,
) -> Result<Slot, LocateError> {
    let (range, value) = text(source, what, element)?;
    if value.is_empty() {
        return Err(source.refuse(range, Trouble::Empty { what: what.into() }));
    }
    source.slot(what, range, value, kind)
}

/// An attribute's value as a slot; `None` where the element has no such attribute.
pub(crate) fn attribute(
    source: &Source<'_>,
    element: Node<'_, '_>,
    name: &str,
    kind: SlotKind,
) -> Result<Option<Slot>, LocateError> {
    let found = element.attributes().find(|attribute| attribute.name() == name);
    let slot =
        found.map(|attribute| source.slot(name, attribute.range_value(), attribute.value(), kind));
    slot.transpose()
}

/// The start tag's opening, `<name`: where to point at an element.
pub(crate) fn head(element: Node<'_, '_>) -> Range<usize> {
    let range = element.range();
    let end = range.start + 1 + element.tag_name().name().len();
    range.start..end.min(range.end)
}

fn trimmed(body: &str, range: Range<usize>) -> Range<usize> {
    let raw = body.get(range.clone()).unwrap_or_default();
    let start = range.start + (raw.len() - raw.trim_start().len());
    start..start + raw.trim().len()
}

/// Counts levels and looks at the document type, without recursion.
fn scan(source: &Source<'_>) -> Result<(), LocateError> {
    let body = source.body();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(rest) = body.get(at..) {
        let Some(open) = rest.find('<') else { break };
        let tag = rest.get(open..).unwrap_or_default();
        let start = at + open;
        let length = if tag.starts_with("<!--") {
            behind(tag, 4, "-->")
        } else if tag.starts_with("<![CDATA[") {
            behind(tag, 9, "]]>")
        } else if tag.starts_with("<?") {
            behind(tag, 2, "?>")
        } else {
            let end = tag_end(tag);
            let inner = tag.get(..end.unwrap_or(tag.len())).unwrap_or_default();
            if tag.starts_with("<!") {
                if has_subset(inner) {
                    return Err(source.refuse(start..start + inner.len(), Trouble::Dtd));
                }
            } else if tag.starts_with("</") {
                depth = depth.saturating_sub(1);
            } else if !inner.ends_with("/>") {
                depth += 1;
                if depth > DEEPEST {
                    return Err(source.refuse(start..start + 1, Trouble::Depth));
                }
            }
            end
        };
        // What does not end is the parser's to complain about.
        let Some(length) = length else { break };
        at = start + length;
    }
    Ok(())
}

fn behind(tag: &str, from: usize, close: &str) -> Option<usize> {
    tag.get(from..)?.find(close).map(|at| from + at + close.len())
}

/// The offset behind the `>` that ends a tag; quoted ones do not, nor does anything in `[...]`.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Whether a `<!DOCTYPE …` has a `[` outside quotes.
fn has_subset(declaration: &str) -> bool {
    let mut quote = None;
    for byte in declaration.bytes() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => return true,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    false
}

/// The byte offset of a row and a column, both from one; columns count characters.
fn offset(body: &str, position: roxmltree::TextPos) -> usize {
    let rows = usize::try_from(position.row).unwrap_or(1).saturating_sub(1);
    let columns = usize::try_from(position.col).unwrap_or(1).saturating_sub(1);
    let line: usize = body.split_inclusive('\n').take(rows).map(str::len).sum();
    let rest = body.get(line..).unwrap_or_default();
    line + rest.chars().take(columns).map(char::len_utf8).sum::<usize>()
}
