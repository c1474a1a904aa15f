//! TOML by `toml_edit`'s immutable document, the one that keeps spans.

use alloc::borrow::Cow;
use alloc::string::ToString;
use core::ops::Range;

use toml_edit::{Document, Item, TableLike};

use super::tree::{Entry, Node, Value};
use crate::{LocateError, Source, Trouble};

/// Reads the whole file. The parser itself refuses duplicate keys and deep nesting.
pub(crate) fn parse<'a>(source: &Source<'a>) -> Result<Node<'a>, LocateError> {
    let body = source.body();
    match Document::parse(body) {
        Ok(document) => Ok(Node { range: 0..body.len(), value: map(body, document.as_table()) }),
        Err(error) => {
            let message = error.message().trim().replace('\n', ", ");
            let trouble = Trouble::Syntax { syntax: "TOML", message };
            Err(match error.span() {
                Some(range) => source.refuse(range, trouble),
                None => source.refuse_whole(trouble),
            })
        }
    }
}

fn map<'a>(body: &'a str, table: &dyn TableLike) -> Value<'a> {
    let entries = table.iter().map(|(name, item)| {
        let at = table.key(name).and_then(toml_edit::Key::span).unwrap_or_default();
        let key = body.get(at.clone()).filter(|raw| *raw == name);
        let key = key.map_or_else(|| Cow::Owned(name.to_string()), Cow::Borrowed);
        // Tables made by dotted keys have no span of their own: they stand where their key does.
        Entry { key, node: node(body, item, &at), at }
    });
    Value::Map(entries.collect())
}

fn node<'a>(body: &'a str, item: &Item, fallback: &Range<usize>) -> Node<'a> {
    if let Some(value) = item.as_value() {
        return of_value(body, value, fallback);
    }
    let value = if let Some(table) = item.as_table_like() {
        map(body, table)
    } else {
        let tables = item.as_array_of_tables().into_iter().flatten();
        let each = tables.map(|table| Node {
            range: table.span().unwrap_or_else(|| fallback.clone()),
            value: map(body, table),
        });
        Value::List(each.collect())
    };
    Node { range: item.span().unwrap_or_else(|| fallback.clone()), value }
}

fn of_value<'a>(body: &'a str, value: &toml_edit::Value, fallback: &Range<usize>) -> Node<'a> {
    let range = value.span().unwrap_or_else(|| fallback.clone());
    if let Some(text) = value.as_str() {
        let range = unquoted(body, &range);
        let raw = body.get(range.clone()).filter(|raw| *raw == text);
        let text = raw.map_or_else(|| Cow::Owned(text.to_string()), Cow::Borrowed);
        return Node { range, value: Value::Text(text) };
    }
    let value = if let Some(table) = value.as_inline_table() {
        map(body, table)
    } else if let Some(array) = value.as_array() {
        Value::List(array.iter().map(|value| of_value(body, value, fallback)).collect())
    } else {
        value.as_bool().map_or(Value::Other, Value::Bool)
    };
    Node { range, value }
}

/// A string's range without its quotes; the parser's range has them. Triple quotes lose one pair
/// only, so that such a value does not count as plainly written.
fn unquoted(body: &str, range: &Range<usize>) -> Range<usize> {
    let quoted = body.get(range.clone()).is_some_and(|raw| raw.len() >= 2);
    if quoted { range.start + 1..range.end - 1 } else { range.clone() }
}
