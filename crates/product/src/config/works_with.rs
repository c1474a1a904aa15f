//! `works-with`: the components that one runs beside and talks to, and which versions of theirs it
//! needs.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Explain, Place, Section, Value, Wanted};
use version::Range;

use super::{Product, ProductError};
use crate::init::key;
use crate::pairs::compares;

/// A component that another one works with.
#[derive(Debug, Clone)]
pub struct WorksWith {
    /// Who provides: an index into [`Product::components`].
    pub provider: usize,
    /// Which versions of the provider it needs; `None` for all that the scheme's rules allow.
    pub range: Option<Range>,
    /// Where that is said.
    pub place: Place,
    /// The same for people: `release.toml:14`.
    pub line: String,
}

/// A component that another one is said to work with, by its name, and the range as it is written.
pub(super) struct Said {
    name: Value<String>,
    range: Option<Value<String>>,
}

/// The range that leaves everything to the scheme's rules.
const ANY: &str = "*";

/// Reads `works-with = ["server"]`, or a table of names and ranges: `{ server = ">=2.1" }`.
///
/// # Errors
/// Anything else.
pub(super) fn read(section: &Section<'_>) -> Result<Vec<Said>, ProductError> {
    const KEY: &str = "works-with";
    if !section.has_table(KEY) {
        let names = section.strings(KEY).map_err(either)?.into_iter();
        return Ok(names.map(|name| Said { name, range: None }).collect());
    }
    let Some(table) = section.section(KEY)? else { return Ok(Vec::new()) };
    let mut said = Vec::new();
    for key in table.keys() {
        let Some(range) = table.string(&key)? else { continue };
        let name = Value { place: table.key_place(&key), key: range.key.clone(), value: key };
        let range = (range.trim() != ANY).then_some(range);
        said.push(Said { name, range });
    }
    Ok(said)
}

/// The same error with both shapes that the key may have.
fn either(error: ConfigError) -> ConfigError {
    const BOTH: Wanted = Wanted {
        words: "a list of components, or a table of components and ranges",
        example: "`[\"…\"]`, or `{ … = \">=…\" }`",
    };
    match error {
        ConfigError::Type { place, key, found, .. } => {
            ConfigError::Type { place, key, wanted: &BOTH, found }
        }
        other => other,
    }
}

/// Looks up whom each component is said to work with, once all are known; `said` has an entry for
/// each of them. `text` is the file that was read.
///
/// # Errors
/// Names that no component has, pairs of which nothing could ever tell whether they work together,
/// and ranges that are none.
pub(super) fn resolve(
    product: &mut Product,
    said: Vec<Vec<Said>>,
    text: &str,
) -> Result<(), ProductError> {
    let names: Vec<String> = product.components.iter().map(|one| one.name.clone()).collect();
    let at: BTreeMap<&str, usize> =
        names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    // Where the lines end: the text is looked through once, however many pairs there are.
    let ends: Vec<usize> = match said.iter().all(Vec::is_empty) {
        true => Vec::new(),
        false => text.match_indices('\n').map(|(at, _)| at).collect(),
    };
    for (index, said) in said.into_iter().enumerate() {
        let mut all: Vec<WorksWith> = Vec::new();
        for Said { name, range } in said {
            let provider = match at.get(name.as_str()) {
                Some(at) => *at,
                None => super::product::known(&name, &names, &product.components)?,
            };
            if all.iter().any(|other| other.provider == provider) {
                let message = format!("`{}` is named twice", *name);
                return Err(name.refuse(message, "name it once").into());
            }
            let pair = (index, provider);
            all.extend(one(product, pair, &name, range, &ends)?);
        }
        if let Some(component) = product.components.get_mut(index) {
            component.works_with = all;
        }
    }
    Ok(())
}

/// One pair, the consumer first; `None` where the consumer is no longer there.
fn one(
    product: &Product,
    (consumer, provider): (usize, usize),
    name: &Value<String>,
    range: Option<Value<String>>,
    ends: &[usize],
) -> Result<Option<WorksWith>, ProductError> {
    let component = |index: usize| product.components.get(index);
    let (Some(own), Some(other)) = (component(consumer), component(provider)) else {
        return Ok(None);
    };
    if consumer == provider {
        let help = "name the components that it talks to";
        return Err(name.refuse("a component does not work with itself", help).into());
    }
    if own.retired {
        return Ok(None);
    }
    if other.retired {
        let message = format!("`{}` is retired: nothing runs beside it any more", **name);
        return Err(name.refuse(message, "remove it").into());
    }
    let range =
        match range {
            None => None,
            Some(range) => Some(other.form.range(&range).map_err(|error| {
                range.refuse(format!("{error}"), error.help().unwrap_or_default())
            })?),
        };
    if range.is_none() && !compares(product, consumer, provider) {
        let help =
            format!("say which versions it needs: works-with = {{ {} = \">=…\" }}", key(name));
        return Err(name.refuse(silent(product, consumer, provider), help).into());
    }
    let (place, file) = (name.place.clone(), product.file.as_str());
    let line = match &place {
        Place::File { span: Some(span), .. } => {
            format!("{file}:{}", ends.partition_point(|end| *end < span.start) + 1)
        }
        _ => file.to_owned(),
    };
    Ok(Some(WorksWith { provider, range, place, line }))
}

/// Why no rule of a scheme speaks of a pair.
fn silent(product: &Product, consumer: usize, provider: usize) -> String {
    let line = |index: usize| product.components.get(index).map(|one| one.line);
    let nothing = format!(
        "nothing tells which versions of `{}` and `{}` work together",
        product.name_of(consumer),
        product.name_of(provider)
    );
    if line(consumer) != line(provider) {
        return format!("{nothing}: they are on different lines");
    }
    let scheme = line(consumer).and_then(|line| product.lines.get(line)).map(|line| &line.scheme);
    let why = scheme.map(|scheme| {
        let name = scheme.name();
        match scheme.provider_role() {
            _ if scheme.compat().is_empty() => {
                format!("the scheme `{name}` has no [[compat]] rules")
            }
            Some(role) => format!("under the scheme `{name}` only the {role} provides to others"),
            None => format!("under the scheme `{name}` each component's numbers are its own"),
        }
    });
    format!("{nothing}: {}", why.unwrap_or_default())
}
