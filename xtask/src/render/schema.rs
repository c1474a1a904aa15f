//! JSON Schemas: of what people write for us, and of what we print for programs.
//!
//! Those of our own documents are derived from the very types that are printed, so that they cannot
//! say anything else.

use product::schema::DRAFT;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::{
    declared, done, explained, installation, json as printed, matrix_json, packages, standing,
    verdict,
};
use crate::installation::CompatFile;

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
    Kind { name: "published", what: "`release --yes --json`, `apply --json`", schema: published },
    Kind { name: "abandoned", what: "`abandon --json`", schema: abandoned },
    Kind {
        name: "foreseen",
        what: "`resume --dry-run --json`, `abandon --dry-run --json`",
        schema: foreseen,
    },
    Kind { name: "status", what: "`status --json`", schema: status },
    Kind { name: "findings", what: "`lint --json`, `audit --json`", schema: findings },
    Kind { name: "changes", what: "`change list --json`, `change add --json`", schema: changes },
    Kind { name: "notes", what: "`notes --json`", schema: notes },
    Kind { name: "next", what: "`next --json`", schema: next },
    Kind { name: "why", what: "`why --json`", schema: why },
    Kind { name: "native", what: "`native --json`", schema: native },
    Kind { name: "compat", what: "`compat --json`", schema: compat },
    Kind { name: "explain", what: "`explain --json`", schema: explain },
    Kind { name: "report", what: "`report -o FILE --json`", schema: report },
    Kind { name: "compat-file", what: "what `compat --emit` writes", schema: compat_file },
    Kind { name: "error", what: "any command with --json that fails", schema: error },
];

fn plan() -> Value {
    one_of("a plan", &[SchemaGenerator::subschema_for::<product::Plan>])
}

fn status() -> Value {
    let all = [
        SchemaGenerator::subschema_for::<standing::One<'_>>,
        SchemaGenerator::subschema_for::<standing::Several<'_>>,
        SchemaGenerator::subschema_for::<product::Composition>,
    ];
    one_of("a status", &all)
}

fn findings() -> Value {
    one_of("findings", &[SchemaGenerator::subschema_for::<printed::Findings<'_>>])
}

fn published() -> Value {
    one_of("a published release", &[SchemaGenerator::subschema_for::<done::Release<'_>>])
}

fn abandoned() -> Value {
    one_of("a release taken back", &[SchemaGenerator::subschema_for::<done::TakenBack<'_>>])
}

fn foreseen() -> Value {
    one_of("what would be done", &[SchemaGenerator::subschema_for::<done::WouldBe<'_>>])
}

fn next() -> Value {
    one_of("the next version", &[SchemaGenerator::subschema_for::<done::Next<'_>>])
}

fn explain() -> Value {
    one_of("rules", &[SchemaGenerator::subschema_for::<explained::Explained<'_>>])
}

fn report() -> Value {
    one_of("a report", &[SchemaGenerator::subschema_for::<done::Reported<'_>>])
}

fn changes() -> Value {
    let all = [
        SchemaGenerator::subschema_for::<product::impact::ChangeList>,
        SchemaGenerator::subschema_for::<done::Added<'_>>,
    ];
    one_of("pending changes", &all)
}

fn notes() -> Value {
    let all = [
        SchemaGenerator::subschema_for::<product::notes::Notes>,
        SchemaGenerator::subschema_for::<printed::Lines<'_, product::notes::Notes>>,
    ];
    one_of("release notes", &all)
}

fn why() -> Value {
    one_of("a derivation", &[SchemaGenerator::subschema_for::<printed::Derivation<'_>>])
}

fn native() -> Value {
    let all = [
        SchemaGenerator::subschema_for::<super::native::Document<'_>>,
        SchemaGenerator::subschema_for::<packages::Document<'_>>,
    ];
    one_of("native versions", &all)
}

fn compat() -> Value {
    let all = [
        SchemaGenerator::subschema_for::<verdict::Pair<'_>>,
        SchemaGenerator::subschema_for::<matrix_json::Document<'_>>,
        SchemaGenerator::subschema_for::<verdict::Found<'_>>,
        SchemaGenerator::subschema_for::<installation::Document<'_>>,
        SchemaGenerator::subschema_for::<declared::Document<'_>>,
        SchemaGenerator::subschema_for::<done::Emitted<'_>>,
    ];
    one_of("compatibility", &all)
}

fn compat_file() -> Value {
    one_of("what a component runs beside", &[SchemaGenerator::subschema_for::<CompatFile>])
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
