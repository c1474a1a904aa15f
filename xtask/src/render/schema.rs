//! JSON Schemas: of what people write for us, and of what we print for programs.
//!
//! Those of our own documents are derived from the very types that are printed, so that they cannot
//! say anything else.

use product::schema::DRAFT;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::{declared, installation, json as printed, matrix, verdict};

/// A kind of document, and its schema.
#[derive(Debug)]
pub struct Kind {
    /// What `schema` calls it.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Its JSON Schema.
    pub schema: fn() -> Value,
}

/// Every kind of document that has a schema.
pub const KINDS: &[Kind] = &[
    Kind { name: "release", what: "release.toml", schema: product::schema::release },
    Kind { name: "scheme", what: "a scheme file", schema: product::schema::scheme },
    Kind { name: "plan", what: "`plan --json`", schema: plan },
    Kind { name: "status", what: "`status --json`", schema: status },
    Kind { name: "findings", what: "`lint --json`, `audit --json`", schema: findings },
    Kind { name: "changes", what: "`change list --json`", schema: changes },
    Kind { name: "compat", what: "`compat --json`", schema: compat },
    Kind { name: "error", what: "any command with --json that fails", schema: error },
];

/// The status of several lines, in a product that has them.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is printed as it is made, and only described here")]
struct Lines {
    /// The format of this JSON: 1.
    format: u32,
    /// The lines.
    lines: Vec<product::Status>,
}

fn plan() -> Value {
    one_of("a plan", &[SchemaGenerator::subschema_for::<product::Plan>])
}

fn status() -> Value {
    let all = [
        SchemaGenerator::subschema_for::<product::Status>,
        SchemaGenerator::subschema_for::<Lines>,
        SchemaGenerator::subschema_for::<product::Composition>,
    ];
    one_of("a status", &all)
}

fn findings() -> Value {
    one_of("findings", &[SchemaGenerator::subschema_for::<printed::Findings<'_>>])
}

fn changes() -> Value {
    one_of("pending changes", &[SchemaGenerator::subschema_for::<product::impact::ChangeList>])
}

fn compat() -> Value {
    let all = [
        SchemaGenerator::subschema_for::<verdict::Pair<'_>>,
        SchemaGenerator::subschema_for::<matrix::Document<'_>>,
        SchemaGenerator::subschema_for::<verdict::Found<'_>>,
        SchemaGenerator::subschema_for::<installation::Document<'_>>,
        SchemaGenerator::subschema_for::<declared::Document<'_>>,
    ];
    one_of("compatibility", &all)
}

fn error() -> Value {
    one_of("an error", &[SchemaGenerator::subschema_for::<printed::Failure<'_>>])
}

/// Makes the schema of a type.
type Make = fn(&mut SchemaGenerator) -> schemars::Schema;

/// A document that has one of the shapes that `all` make.
fn one_of(title: &str, all: &[Make]) -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let shapes: Vec<Value> = all.iter().map(|make| make(&mut generator).to_value()).collect();
    let mut whole = match shapes.as_slice() {
        [only] => only.clone(),
        all => json!({ "anyOf": all }),
    };
    if let Value::Object(whole) = &mut whole {
        whole.insert("$schema".into(), DRAFT.into());
        whole.insert("title".into(), format!("syncline: {title}").into());
        whole.insert("$defs".into(), generator.take_definitions(true).into());
    }
    whole
}
