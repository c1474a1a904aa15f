//! The schemas that the program prints, at work: every configuration that any test makes, here or
//! end to end, is put to them and to the file's reader, and the two must agree.

use std::sync::OnceLock;

use boon::{Compiler, SchemaIndex, Schemas};
use place::ConfigError;
use product::{Product, ProductError};
use serde_json::{Map, Value};
use toml_edit::{Document, Item, TableLike};
use version::Scheme;

/// A schema, compiled.
pub(crate) struct Checker {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Checker {
    /// Of a schema, which has to be one by the draft that it names.
    pub(crate) fn of(schema: Value) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("urn:checked", schema).unwrap();
        let index = compiler.compile("urn:checked", &mut schemas);
        let index = index.unwrap_or_else(|error| panic!("{error:#}"));
        Self { schemas, index }
    }

    /// Whether it accepts the value.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        self.schemas.validate(value, self.index).map_err(|error| format!("{error:#}"))
    }
}

/// The schema of release.toml.
pub(crate) fn release() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| Checker::of(product::schema::release()))
}

/// The schema of scheme files.
pub(crate) fn scheme() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| Checker::of(product::schema::scheme()))
}

/// TOML as the JSON that it stands for; `None` where it is no TOML.
pub(crate) fn json(text: &str) -> Option<Value> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(text).ok()?;
    Some(table(document.as_table()))
}

fn table(table: &dyn TableLike) -> Value {
    Value::Object(table.iter().map(|(key, item)| (key.to_owned(), item_json(item))).collect())
}

fn item_json(item: &Item) -> Value {
    match item {
        Item::None => Value::Null,
        Item::Value(value) => value_json(value),
        Item::Table(inner) => table(inner),
        Item::ArrayOfTables(tables) => tables.iter().map(|inner| table(inner)).collect(),
    }
}

fn value_json(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::String(text) => text.value().as_str().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Float(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(switch) => (*switch.value()).into(),
        toml_edit::Value::Datetime(moment) => moment.value().to_string().into(),
        toml_edit::Value::Array(values) => values.iter().map(value_json).collect(),
        toml_edit::Value::InlineTable(inner) => inner
            .iter()
            .map(|(key, value)| (key.to_owned(), value_json(value)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// Whether an error is of the kind that a schema has to notice: a key that there is not, a value of
/// another type.
pub(crate) fn is_of_shape(error: &ConfigError) -> bool {
    matches!(error, ConfigError::UnknownKey { .. } | ConfigError::Type { .. })
}

/// Puts a file to its reader and to its schema. What the reader accepts, the schema accepts; an
/// unknown key and a value of another type are refused by both. Files that are neither a
/// release.toml nor a scheme are left alone.
pub(crate) fn agree(path: &str, bytes: &[u8], read: &dyn Fn(&str) -> Option<String>) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let Some(value) = path.ends_with(".toml").then(|| json(text)).flatten() else { return };
    let schemes = |name: &str| {
        let is_file = name.contains('/') || name.ends_with(".toml");
        Some((name.to_owned(), is_file.then(|| read(name)).flatten()?))
    };
    if path.rsplit('/').next() == Some("release.toml") {
        let read = Product::parse(path, bytes, &schemes);
        let checked = release().check(&value);
        match read {
            Ok(_) => assert_eq!(checked, Ok(()), "{path} is read:\n{text}"),
            Err(ProductError::Config(error)) if is_of_shape(&error) => {
                assert!(checked.is_err(), "{path}: {error}, which its schema accepts:\n{text}");
            }
            Err(_) => {}
        }
    } else if let Ok(read) = Scheme::parse(path, text, &schemes) {
        // What rules are bound to is looked at when a product reads them.
        if read
            .policies()
            .iter()
            .flat_map(|rule| rule.checks())
            .any(|id| product::rule(id).is_none())
        {
            return;
        }
        assert_eq!(scheme().check(&value), Ok(()), "{path} is read:\n{text}");
    }
}
