//! TOML by `toml`'s borrowed table, which keeps spans and little else: half the time, and a fraction
//! of the memory, of an editable document.

use alloc::vec::Vec;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tree::{Entry, Node, Value};
use crate::{LocateError, Source, Trouble};

/// Reads the whole file. The parser itself refuses duplicate keys and deep nesting.
pub(crate) fn parse<'a>(source: &Source<'a>) -> Result<Node<'a>, LocateError> {
    let body = source.body();
    match DeTable::parse(body) {
        Ok(table) => Ok(Node { range: 0..body.len(), value: map(body, table.into_inner()) }),
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

fn map<'a>(body: &'a str, table: DeTable<'a>) -> Value<'a> {
    let entries = table.into_iter().map(|(key, value)| {
        let at = key.span();
        // The parser borrows what is between quotes too, where nothing is escaped.
        Entry { key: key.into_inner(), at, node: node(body, value) }
    });
    let mut entries: Vec<Entry<'a>> = entries.collect();
    // The parser sorts them by name.
    entries.sort_unstable_by_key(|entry| entry.at.start);
    Value::Map(entries)
}

fn node<'a>(body: &'a str, value: Spanned<DeValue<'a>>) -> Node<'a> {
    let range = value.span();
    let (range, value) = match value.into_inner() {
        DeValue::String(text) => (unquoted(body, &range), Value::Text(text)),
        DeValue::Boolean(value) => (range, Value::Bool(value)),
        DeValue::Array(values) => {
            (range, Value::List(values.into_iter().map(|value| node(body, value)).collect()))
        }
        DeValue::Table(table) => (range, map(body, table)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => (range, Value::Other),
    };
    Node { range, value }
}

/// A string's range without its quotes; the parser's range has them. Triple quotes lose one pair
/// only, so that such a value does not count as plainly written.
fn unquoted(body: &str, range: &Range<usize>) -> Range<usize> {
    let quoted = body.get(range.clone()).is_some_and(|raw| raw.len() >= 2);
    if quoted { range.start + 1..range.end - 1 } else { range.clone() }
}
