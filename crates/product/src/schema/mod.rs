//! JSON Schemas of release.toml and of scheme files, for editors.
//!
//! What the files may hold is data (`shape.rs`), one row a key, and becomes JSON Schema of the draft
//! 2020-12 here. A schema knows keys and the kinds of their values, and the words that come from
//! tables. What takes the whole file to judge (names that refer to each other, templates, globs)
//! stays with its reader: a file that a schema accepts may still be refused, but none is accepted
//! that a schema refuses.

mod homes;
#[cfg(test)]
mod paths;
mod release;
mod scheme;
mod shape;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

pub(crate) use homes::told_where;
use shape::{Table, Takes};

/// The draft that our schemas are written in.
pub const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of release.toml, that of an inline `[scheme]` included.
#[must_use]
pub fn release() -> Value {
    document("syncline: release.toml", &release::RELEASE)
}

/// The schema of a scheme in a file of its own.
#[must_use]
pub fn scheme() -> Value {
    document("syncline: a scheme", &scheme::SCHEME)
}

/// The tables that a schema refers to, by their names.
type Definitions = BTreeMap<&'static str, Value>;

fn document(title: &str, table: &Table) -> Value {
    let mut definitions = Definitions::new();
    let mut whole = written(table, &mut definitions);
    if let Value::Object(whole) = &mut whole {
        whole.insert("$schema".into(), DRAFT.into());
        whole.insert("title".into(), title.into());
        whole.insert("$defs".into(), json!(definitions));
    }
    whole
}

/// A table; those that it leads to join the `definitions`.
fn written(table: &Table, definitions: &mut Definitions) -> Value {
    let keys = table.keys.iter().map(|key| {
        let mut takes = taken(&key.takes, definitions);
        takes.insert("description".into(), key.means.into());
        (key.name.into(), takes.into())
    });
    let keys: Map<_, _> = keys.collect();
    let mut out = Map::new();
    out.insert("description".into(), table.means.into());
    out.insert("type".into(), "object".into());
    out.insert("properties".into(), keys.into());
    out.insert("additionalProperties".into(), false.into());
    if !table.required.is_empty() {
        out.insert("required".into(), json!(table.required));
    }
    if !table.one_of.is_empty() {
        let sets = table.one_of.iter().map(|keys| json!({ "required": keys }));
        out.insert("anyOf".into(), sets.collect::<Vec<_>>().into());
    }
    if !table.apart.is_empty() {
        let pairs = table.apart.iter().map(|(a, b)| json!({ "not": both(a, b) }));
        out.insert("allOf".into(), pairs.collect::<Vec<_>>().into());
    }
    if !table.goes_with.is_empty() {
        let pairs = table.goes_with.iter().map(|(key, with)| ((*key).into(), json!([with])));
        out.insert("dependentRequired".into(), pairs.collect::<Map<_, _>>().into());
    }
    out.into()
}

/// What holds where both keys are there, the second with anything in it.
fn both(a: &str, b: &str) -> Value {
    let (first, below) = match a.split_once('.') {
        Some((first, rest)) => (first, json!({ "type": "object", "required": [rest] })),
        None => (a, json!({})),
    };
    json!({ "required": [first, b], "properties": { first: below, b: { "minProperties": 1 } } })
}

/// What a key takes.
fn taken(takes: &Takes, definitions: &mut Definitions) -> Map<String, Value> {
    let mut inner = |takes: &Takes| Value::Object(taken(takes, definitions));
    let value = match takes {
        Takes::Text | Takes::Path => json!({ "type": "string" }),
        Takes::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
        Takes::Switch => json!({ "type": "boolean" }),
        Takes::Off => json!({ "const": false }),
        Takes::Number => json!({ "type": "integer", "minimum": 0 }),
        Takes::Only(number) => json!({ "const": number }),
        Takes::Texts => or_list(&json!({ "type": "string" })),
        Takes::Word(words) => json!({ "enum": words() }),
        Takes::List(words) => or_list(&json!({ "enum": words() })),
        Takes::Name(words) => json!({ "anyOf": [{ "enum": words() }, { "type": "string" }] }),
        Takes::Each(takes) => json!({ "type": "array", "items": inner(takes) }),
        Takes::Any(all) => json!({ "anyOf": all.iter().map(inner).collect::<Vec<_>>() }),
        Takes::Named(pattern, takes) => {
            let mut names = json!({ "type": "object", "additionalProperties": inner(takes) });
            if let (Some(pattern), Value::Object(names)) = (pattern, &mut names) {
                names.insert("propertyNames".into(), json!({ "pattern": pattern }));
            }
            names
        }
        Takes::By(words, takes) => {
            let takes = inner(takes);
            let keys = words().into_iter().map(|word| (word.into(), takes.clone()));
            let keys: Map<_, _> = keys.collect();
            json!({ "type": "object", "properties": keys, "additionalProperties": false })
        }
        Takes::Table(table) => {
            if !definitions.contains_key(table.name) {
                // Known before it is written: a table may lead back to itself.
                definitions.insert(table.name, Value::Null);
                let value = written(table, definitions);
                definitions.insert(table.name, value);
            }
            json!({ "$ref": alloc::format!("#/$defs/{}", table.name) })
        }
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// One of `each`, or a list of them.
fn or_list(each: &Value) -> Value {
    json!({ "anyOf": [each, { "type": "array", "items": each }] })
}
