//! What a version of the product is made of: every component's own version in it (IBEX-2).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place};
use serde::Serialize;
use tags::{OwnerId, Released, TagIndex};
use version::{Date, Form, Given, LineVersion, ProductTag, Version, VersionError};

use crate::Product;

/// A version of the product, as `status VERSION --json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Composition {
    /// The format of this JSON: 1.
    pub format: u32,
    /// The product's name.
    pub product: String,
    /// The line's own name, where the product has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The version.
    pub version: String,
    /// The tag that carries it.
    pub tag: String,
    /// The components in it, in file order; those that are no longer there last.
    pub components: Vec<Constituent>,
}

/// A component in a version of the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Constituent {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its own tag; null where it has none.
    pub tag: Option<String>,
}

/// Why a text names no version of the product.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompositionError {
    /// The text is no version.
    #[error("{error}")]
    Version {
        /// Why not.
        error: VersionError,
        /// The policy's own rule.
        policy: Option<String>,
    },
    /// Nothing carries the product's version under this scheme.
    #[error("under the scheme `{scheme}` the product has no version of its own")]
    NoProductVersion {
        /// The scheme's name.
        scheme: String,
    },
    /// A version that is not out.
    #[error("{name} was not released as {version}")]
    NotReleased {
        /// The product, or the component whose version is the product's.
        name: String,
        /// As asked for.
        version: String,
        /// The tag of the last release.
        last: Option<String>,
    },
}

impl Explain for CompositionError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Version { error, policy } => policy.as_deref().or_else(|| error.rule()),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Version { error, .. } => Some(Place::Argument(error.text.clone())),
            Self::NotReleased { version, .. } => Some(Place::Argument(version.clone())),
            Self::NoProductVersion { .. } => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Version { error, .. } => return error.help(),
            Self::NoProductVersion { .. } => {
                "leave the version out: `status` shows every component's own".into()
            }
            Self::NotReleased { last: Some(tag), .. } => format!("its last release is {tag}"),
            Self::NotReleased { last: None, .. } => "release it first".into(),
        })
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// The release of line `index` that `text` names: whoever carries the product's version under the
/// scheme was released as that.
///
/// # Errors
/// A text that is no version, or none that is out.
pub fn product_release<'t>(
    product: &Product,
    tags: &'t TagIndex,
    index: usize,
    text: &str,
) -> Result<&'t Released, CompositionError> {
    let nothing = |scheme: &str| CompositionError::NoProductVersion { scheme: scheme.into() };
    let line = product.lines.get(index).ok_or_else(|| nothing(""))?;
    let (owner, form, name) = match &line.scheme.release().product_tag {
        ProductTag::Line if line.tag.is_some() => {
            (OwnerId::Product(index), line.scheme.plain(), product.name.clone())
        }
        ProductTag::Role(_) => {
            let mut members = product.components.iter().enumerate();
            let found = members.find(|(_, c)| c.line == index && line.speaks(c));
            let (at, component) = found.ok_or_else(|| nothing(line.scheme.name()))?;
            (OwnerId::Component(at), &component.form, component.name.clone())
        }
        ProductTag::Line | ProductTag::None => return Err(nothing(line.scheme.name())),
    };
    let version = form.parse(text).map_err(|error| CompositionError::Version {
        policy: line.scheme.own_rule(&error),
        error,
    })?;
    let released = tags.released(owner);
    let mut same = released.iter().filter(|released| form.same(&released.version, &version));
    same.next().ok_or_else(|| {
        let last = released.iter().rfind(|released| !released.pre);
        CompositionError::NotReleased {
            name,
            version: version.to_string(),
            last: last.map(|released| released.tag.clone()),
        }
    })
}

/// What `release` of line `index` is made of. `message` is its tag's: the bill of materials in it
/// says so; a tag without one stands for each component's highest release up to that version, or,
/// where the scheme shares nothing that could tell, for its own component alone.
#[must_use]
pub fn composition(
    product: &Product,
    tags: &TagIndex,
    index: usize,
    release: &Released,
    message: Option<&str>,
) -> Composition {
    let bill = message.map(tags::read_bill).unwrap_or_default();
    let mut components: Vec<Constituent> = if bill.is_empty() {
        by_order(product, tags, index, release)
    } else {
        bill.into_iter().map(|(name, version)| constituent(product, tags, name, version)).collect()
    };
    // Those that are no longer configured come last.
    components.sort_by_key(|one| product.component(&one.name).unwrap_or(usize::MAX));
    let line = product.lines.get(index);
    Composition {
        format: 1,
        product: product.name.clone(),
        name: line.and_then(|line| line.name.clone()),
        version: release.version.to_string(),
        tag: release.tag.clone(),
        components,
    }
}

/// An entry of a bill, with the component's own tag for it, under the name that it has today.
fn constituent(product: &Product, tags: &TagIndex, name: String, version: String) -> Constituent {
    let found = product.called(&name).and_then(|at| Some((at, product.components.get(at)?)));
    let Some((at, component)) = found else { return Constituent { name, version, tag: None } };
    let form = &component.form;
    let tag = form.parse(&version).ok().and_then(|version| {
        let mut own = tags.released(OwnerId::Component(at)).iter();
        own.find(|released| form.same(&released.version, &version)).map(|one| one.tag.clone())
    });
    Constituent { name: component.name.clone(), version, tag }
}

/// Each component of the line at its highest final release that is not beyond `release`.
fn by_order(
    product: &Product,
    tags: &TagIndex,
    index: usize,
    release: &Released,
) -> Vec<Constituent> {
    let Some(line) = product.lines.get(index) else { return Vec::new() };
    let shared = line.scheme.plain().line(&release.version);
    let members = product.components.iter().enumerate().filter(|(_, c)| c.line == index);
    let highest = members.filter_map(|(at, component)| {
        let mut own = tags.released(OwnerId::Component(at)).iter().rev();
        let own = if line.scheme.shared() {
            own.find(|one| !one.pre && is_in(&component.form, &one.version, &shared))?
        } else {
            own.find(|one| one.tag == release.tag)?
        };
        Some(Constituent {
            name: component.name.clone(),
            version: own.version.to_string(),
            tag: Some(own.tag.clone()),
        })
    });
    highest.collect()
}

/// Whether `version` was out when the line came to `shared`: on an earlier line, or the first on
/// this one.
fn is_in(form: &Form, version: &Version, shared: &LineVersion) -> bool {
    let given = Given { date: Date::MIN, external: None, minimum: None };
    let line = form.line(version);
    let first = || form.key(version) <= form.key(&form.fresh(shared, &given));
    line < *shared || (line == *shared && first())
}
