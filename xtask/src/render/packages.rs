//! The packages of one or several versions, as their builds are counted.

use schemars::JsonSchema;
use serde::Serialize;
use version::{Dialect, Package, PackageError, Scheme};

use super::json::FORMAT;
use crate::style;
use crate::table::{Align, Cell, Table};

/// Packages in one ecosystem.
#[derive(Debug)]
pub struct Numbered {
    /// The ecosystem.
    pub dialect: &'static Dialect,
    /// The packages, oldest first, or why they cannot be numbered.
    pub made: Result<Vec<Package>, PackageError>,
}

/// All packages as a table that fits `width` columns, and below it why an ecosystem refuses.
#[must_use]
pub fn packages(scheme: &Scheme, numbered: &[Numbered], width: usize) -> String {
    let mut columns = vec![("version", Align::Left), ("build", Align::Right)];
    columns.extend(numbered.iter().map(|one| (one.dialect.id, Align::Left)));
    let mut table = Table::new(&columns);
    let made = |one: &'_ Numbered| one.made.as_ref().ok().cloned();
    let Some(first) = numbered.iter().find_map(made) else {
        return refusals(scheme, numbered, width);
    };
    for (at, package) in first.iter().enumerate() {
        let mut row = vec![Cell::from(package.version.as_str()), package.build.to_string().into()];
        row.extend(numbered.iter().map(|one| match &one.made {
            Ok(made) => Cell::from(made.get(at).map_or("", |package| package.text.as_str())),
            Err(_) => Cell::styled("refused", style::WARNING),
        }));
        table.row(row);
    }
    table.render(width) + &refusals(scheme, numbered, width)
}

fn refusals(scheme: &Scheme, numbered: &[Numbered], width: usize) -> String {
    let errors = numbered.iter().filter_map(|one| one.made.as_ref().err());
    errors.map(|error| format!("\n{}", super::native::note(scheme, error, width))).collect()
}

/// How packages of some builds are numbered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Packages")]
pub(super) struct Document<'a> {
    /// The format of this JSON: 1.
    format: u32,
    /// The component that is built; null where it is nobody's.
    component: Option<&'a str>,
    /// Every package, in the order of its builds.
    packages: Vec<Made<'a>>,
    /// The ecosystems that cannot number one.
    refused: Vec<super::native::Refused>,
}

/// A package of one build in one ecosystem.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Package")]
struct Made<'a> {
    /// The ecosystem.
    dialect: &'static str,
    /// The version that is built.
    version: &'a str,
    /// The build's number.
    build: u64,
    /// What the package is called.
    package: &'a str,
}

/// The same as JSON: every package with its dialect, version and build, and apart from them the
/// dialects that refuse. `component` is the name in release.toml of the one that is built.
#[must_use]
pub fn packages_json(component: Option<&str>, numbered: &[Numbered]) -> String {
    let made = numbered.iter().filter_map(|one| Some((one.dialect.id, one.made.as_ref().ok()?)));
    let packages = made.flat_map(|(dialect, made)| {
        made.iter().map(move |package| Made {
            dialect,
            version: package.version.as_str(),
            build: package.build,
            package: &package.text,
        })
    });
    let refused = numbered.iter().filter_map(|one| {
        let error = one.made.as_ref().err()?;
        Some(super::native::Refused::new(one.dialect, error))
    });
    super::json::document(&Document {
        format: FORMAT,
        component,
        packages: packages.collect(),
        refused: refused.collect(),
    })
}
