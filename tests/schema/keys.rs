//! Key by key: what a schema says of a table against what the file's reader says of it.

extern crate alloc;

use alloc::collections::BTreeMap;

use place::ConfigError;
use product::{Product, ProductError};
use serde_json::Value;

use crate::support::schemas::{json, release};

/// The tables of a schema and their keys, each by the way that leads there: `component.*.manifests.[]`.
pub(super) fn tables(schema: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    walk(schema, schema, String::new(), &mut found);
    found
}

fn walk(whole: &Value, at: &Value, way: String, found: &mut BTreeMap<String, Vec<String>>) {
    if let Some(reference) = at["$ref"].as_str() {
        let pointer = reference.strip_prefix('#').unwrap();
        walk(whole, whole.pointer(pointer).unwrap(), way.clone(), found);
    }
    for any in at["anyOf"].as_array().into_iter().flatten() {
        walk(whole, any, way.clone(), found);
    }
    let below = |name: &str| match way.as_str() {
        "" => name.to_owned(),
        way => format!("{way}.{name}"),
    };
    if at["items"].is_object() {
        walk(whole, &at["items"], below("[]"), found);
    }
    if at["additionalProperties"].is_object() {
        walk(whole, &at["additionalProperties"], below("*"), found);
    }
    let Some(keys) = at["properties"].as_object() else { return };
    // Alternatives of a dialect are all one.
    if at["description"].is_null() || keys.contains_key("cargo") {
        if let Some(one) = keys.get("cargo") {
            walk(whole, one, below("*"), found);
        }
        return;
    }
    found.insert(way.clone(), keys.keys().cloned().collect());
    for (key, value) in keys {
        walk(whole, value, below(key), found);
    }
}

/// A place for a line of TOML in every table that there is: `@` is where it goes.
const PLACES: &[(&str, &str)] = &[
    ("", "scheme = 'semver'\n@"),
    ("product", "scheme = 'semver'\n[product]\n@"),
    ("defaults", "scheme = 'semver'\n[defaults]\n@"),
    ("component.*", "scheme = 'semver'\n[component.a]\n@"),
    ("component.*.manifests.[]", "scheme = 'semver'\n[[component.a.manifests]]\npath = 'x'\n@"),
    ("component.*.native.*", "scheme = 'semver'\n[component.a.native.deb]\nepoch = 1\n@"),
    ("line.*", "[line.x]\nscheme = 'semver'\n@"),
    ("branches.*", "scheme = 'semver'\n[branches.'v*']\nrange = '{major}'\n@"),
    ("git", "scheme = 'semver'\n[git]\n@"),
    ("git.messages", "scheme = 'semver'\n[git.messages]\n@"),
    ("lint", "scheme = 'semver'\n[lint]\n@"),
    ("scheme", "[scheme]\nextends = 'semver'\n@"),
    ("scheme.part.*", "[scheme]\nextends = 'semver'\n[scheme.part.patch]\n@"),
    ("scheme.role.*", "[scheme]\nextends = 'semver'\n[scheme.role.r]\n@"),
    ("scheme.role.*.part.*", "[scheme]\nextends = 'semver'\n[scheme.role.r.part.patch]\n@"),
    ("scheme.release", "[scheme]\nextends = 'semver'\n[scheme.release]\n@"),
    ("scheme.embeds", "[scheme]\nextends = 'semver'\n[scheme.embeds]\n@"),
    ("scheme.sides", "[scheme]\nextends = 'semver'\n[scheme.sides]\n@"),
    ("scheme.pre", "[scheme]\nextends = 'semver'\n[scheme.pre]\n@"),
    ("scheme.pre.unstable", "[scheme]\nextends = 'semver'\n[scheme.pre.unstable]\n@"),
    ("scheme.compat.[]", "[scheme]\nextends = 'semver'\n[[scheme.compat]]\nverdict = 'unknown'\n@"),
    (
        "scheme.impact.[]",
        "[scheme]\nextends = 'semver'\n[[scheme.impact]]\nid = 'i'\nneeds = 'patch'\n@",
    ),
    ("scheme.rule.*", "[scheme]\nextends = 'semver'\n[scheme.rule.R-1]\n@"),
    ("scheme.native.*", "[scheme]\nextends = 'semver'\n[scheme.native.deb]\nepoch = 1\n@"),
];

fn read(text: &str) -> Result<Product, ProductError> {
    Product::parse("release.toml", text.as_bytes(), &|name| {
        let own = version::PRESETS.iter().find(|preset| preset.name == "semver")?;
        (name == "policies/own.toml").then(|| (name.to_owned(), own.text.to_owned()))
    })
}

/// The configuration's own error, whether the file or its scheme has it.
fn own(error: ProductError) -> Option<ConfigError> {
    match error {
        ProductError::Config(error) => Some(error),
        ProductError::Scheme(version::SchemeError::Config(error)) => Some(*error),
        _ => None,
    }
}

#[test]
fn a_schema_knows_the_keys_that_the_reader_knows() {
    let tables = tables(&product::schema::release());
    // A line has its own scheme, which is the same table.
    let ways: Vec<&str> = tables.keys().map(String::as_str).collect();
    let mut ways: Vec<&str> =
        ways.into_iter().filter(|way| !way.starts_with("line.*.scheme")).collect();
    let mut placed: Vec<&str> = PLACES.iter().map(|(way, _)| *way).collect();
    ways.sort_unstable();
    placed.sort_unstable();
    assert_eq!(ways, placed, "the schema's tables, and those that this test has a place for");
    for (way, place) in PLACES {
        let text = place.replace('@', "not-a-key-of-ours = 1\n");
        let error = own(read(&text).unwrap_err());
        let Some(ConfigError::UnknownKey { key, known, .. }) = error else {
            panic!("{way}: {error:?}")
        };
        assert!(key.ends_with("not-a-key-of-ours"), "{way}: {key}");
        let (mut known, mut said) = (known, tables[*way].clone());
        known.sort();
        said.sort();
        assert_eq!(known, said, "`{way}`: the reader's keys, and the schema's");
        assert!(release().check(&json(&text).unwrap()).is_err(), "{way}: an unknown key");
    }
}

/// Values of every type that TOML has but dates.
const VALUES: &[&str] =
    &["'zzz'", "true", "false", "3", "-1", "1.5", "['zzz']", "[3]", "{}", "{ zzz = 1 }"];

#[test]
fn a_schema_takes_the_values_that_the_reader_takes() {
    let tables = tables(&product::schema::release());
    let (mut accepted, mut refused) = (0, 0);
    for (way, place) in PLACES {
        for key in &tables[*way] {
            // What stands there for the table to be one is not written twice.
            if place.contains(&format!("\n{key} = ")) || place.starts_with(&format!("{key} = ")) {
                continue;
            }
            for value in VALUES {
                let text = place.replace('@', &format!("{key} = {value}\n"));
                let Some(instance) = json(&text) else { panic!("{text}") };
                let checked = release().check(&instance);
                match read(&text) {
                    Ok(_) => {
                        assert_eq!(checked, Ok(()), "the reader takes\n{text}");
                        accepted += 1;
                    }
                    Err(error) => {
                        let error = own(error);
                        let shape = |error: &ConfigError| {
                            crate::support::schemas::is_of_shape(error)
                                || matches!(error, ConfigError::Missing { .. })
                        };
                        if error.as_ref().is_some_and(shape) {
                            assert!(checked.is_err(), "{error:?}, but the schema takes\n{text}");
                            refused += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(accepted > 60 && refused > 300, "{accepted} accepted, {refused} refused");
}

/// What no value of a single key shows: words of tables, and keys that do not go together.
#[test]
fn a_schema_refuses_what_does_not_go_together() {
    for (text, good) in [
        ("scheme = 'semver'\n", true),
        ("scheme = 'sevmer'\n", false),
        ("scheme = 'policies/own.toml'\n", true),
        ("[product]\nname = 'x'\n", false),
        ("scheme = 'semver'\n[line.x]\nscheme = 'semver'\n", false),
        ("scheme = 'semver'\n[line]\n", true),
        ("[product]\ntag = 'v{version}'\n[line.x]\nscheme = 'semver'\n", false),
        ("[product]\nname = 'x'\n[line.x]\nscheme = 'semver'\n", true),
        ("[line.x]\n", false),
        ("scheme = 'semver'\n[component.'a b']\n", false),
        ("scheme = 'semver'\n[component.a.native]\ndbe = '{major}'\n", false),
        ("scheme = 'semver'\n[component.a.native.deb]\n", false),
        ("scheme = 'semver'\n[component.a.packages]\nmsi = 'x'\n", false),
        ("scheme = 'semver'\n[component.a.packages]\noci = ['x', 'y']\n", true),
        (
            "scheme = 'semver'\n[component.a]\nmanifests = [{ path = 'x', regex = '(?<version>.)', at = 'y' }]\n",
            false,
        ),
        (
            "scheme = 'semver'\n[component.a]\nmanifests = [{ path = 'package.json', count = 2 }]\n",
            false,
        ),
        ("scheme = 'semver'\n[component.a]\nmanifests = [{ path = 'x', format = 'pom' }]\n", false),
        (
            "scheme = 'semver'\n[component.a]\nmanifests = [{ path = 'x', format = 'maven' }]\n",
            true,
        ),
        ("scheme = 'semver'\nrequirements = 'keep'\n", true),
        ("scheme = 'semver'\nrequirements = 'kept'\n", false),
        ("format = 2\nscheme = 'semver'\n", false),
        ("[scheme]\nname = 'x'\n", false),
        (
            "[scheme]\nextends = 'semver'\n[scheme.rule.A-1]\nenforces = ['not-lower', 'no-such']\n",
            false,
        ),
    ] {
        let checked = release().check(&json(text).unwrap());
        assert_eq!(checked.is_ok(), good, "{text}{checked:?}");
        assert_eq!(read(text).is_ok(), good, "the reader: {text}{:?}", read(text).err());
    }
}
