//! Apple's XML property lists as a tree of keys and values.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::tree::{Entry, Node, Value, refuse_duplicates};
use super::xml;
use crate::{LocateError, Source, Trouble};

/// Reads the whole file.
pub(crate) fn parse(source: &Source<'_>) -> Result<Node<'static>, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let value = root.children().find(roxmltree::Node::is_element);
    match value.filter(|_| root.tag_name().name() == "plist") {
        Some(value) => node(source, value),
        None => {
            let message = "a <plist> with a value in it was expected".into();
            let trouble = Trouble::Syntax { syntax: "property list", message };
            Err(source.refuse(xml::head(root), trouble))
        }
    }
}

fn node(
    source: &Source<'_>,
    element: roxmltree::Node<'_, '_>,
) -> Result<Node<'static>, LocateError> {
    let elements = element.children().filter(roxmltree::Node::is_element);
    let value = match element.tag_name().name() {
        "string" => {
            let (range, text) = xml::text(source, "<string>", element)?;
            return Ok(Node { range, value: Value::Text(Cow::Owned(text.to_string())) });
        }
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "array" => Value::List(elements.map(|item| node(source, item)).collect::<Result<_, _>>()?),
        "dict" => Value::Map(dict(source, elements)?),
        _ => Value::Other,
    };
    Ok(Node { range: xml::head(element), value })
}

fn dict<'d, 'a: 'd>(
    source: &Source<'_>,
    elements: impl Iterator<Item = roxmltree::Node<'d, 'a>>,
) -> Result<Vec<Entry<'static>>, LocateError> {
    let mut entries = Vec::new();
    let mut key: Option<(String, core::ops::Range<usize>)> = None;
    for element in elements {
        let is_key = element.tag_name().name() == "key";
        match (key.take(), is_key) {
            (None, true) => {
                let (range, text) = xml::text(source, "<key>", element)?;
                key = Some((text.to_string(), range));
            }
            (Some((name, at)), false) => {
                let node = node(source, element)?;
                entries.push(Entry { key: Cow::Owned(name), at, node });
            }
            _ => {
                let message = "a <dict> has to alternate <key> and value".into();
                let trouble = Trouble::Syntax { syntax: "property list", message };
                return Err(source.refuse(xml::head(element), trouble));
            }
        }
    }
    refuse_duplicates(source, &entries)?;
    Ok(entries)
}
