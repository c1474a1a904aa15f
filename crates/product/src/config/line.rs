//! The version lines of a file: each one's scheme, its tag, and who is on it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Place, Section, Value, nearest};
use tags::Template;
use version::{ProductTag, Scheme};

use super::defaults::tag_setting;
use super::naming::slug;
use super::{Component, ProductError, SchemeSource};

/// One version line under one scheme.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name; `None` for a product's only line.
    pub name: Option<String>,
    /// The policy.
    pub scheme: Scheme,
    /// How the product's own tag is called, where the scheme has one.
    pub tag: Option<Template>,
    /// Where the line is configured.
    pub place: Place,
}

impl Line {
    /// Whether the versions of `component` are the product's, as the policy has it (`product-tag`
    /// names its role).
    #[must_use]
    pub fn speaks(&self, component: &Component) -> bool {
        match &self.scheme.release().product_tag {
            ProductTag::Role(role) => component.role.as_ref() == Some(role),
            ProductTag::Line | ProductTag::None => false,
        }
    }
}

/// A line, and the components that its table names; none where it is the only one.
pub(super) struct Named {
    pub(super) line: Line,
    pub(super) members: Vec<Value<String>>,
}

/// The lines of a file, each with the components that it names.
pub(super) fn lines(
    top: &Section<'_>,
    head: Option<&Section<'_>>,
    product: &str,
    schemes: &SchemeSource<'_>,
) -> Result<Vec<Named>, ProductError> {
    let tables = top.sections("line")?;
    if tables.is_empty() {
        let scheme = sound(top, schemes)?;
        let tag = match head {
            Some(head) => tag_setting(head)?,
            None => None,
        };
        let line = line(None, scheme, tag, "v{version}", product, top.place())?;
        return Ok(alloc::vec![Named { line, members: Vec::new() }]);
    }
    for (section, key) in [(Some(top), "scheme"), (head, "tag")] {
        if let Some(section) = section.filter(|section| section.has(key)) {
            let message = format!("where a file has lines, each has its own `{key}`");
            let help = "move it into the [line.NAME] that it is of, or remove it";
            return Err(ConfigError::value(section.key_place(key), message, help).into());
        }
    }
    let mut lines = Vec::new();
    for (key, section) in tables {
        let scheme = sound(&section, schemes)?;
        let tag = tag_setting(&section)?;
        let members = section.strings("components")?;
        section.finish()?;
        let line = line(Some(key.name), scheme, tag, "{line}-{version}", product, key.place)?;
        lines.push(Named { line, members });
    }
    Ok(lines)
}

fn line(
    name: Option<String>,
    scheme: Scheme,
    tag: Option<Option<Value<String>>>,
    default: &str,
    product: &str,
    place: Place,
) -> Result<Line, ProductError> {
    let wanted = matches!(scheme.release().product_tag, ProductTag::Line);
    let text = match tag {
        Some(None) => None,
        Some(Some(value)) if !wanted => {
            return Err(value
                .refuse(
                    "this scheme has no product tag: nothing is shared, or a component's version is the product's",
                    "remove it",
                )
                .into());
        }
        Some(Some(value)) => Some((value.value, value.place)),
        None => wanted.then(|| (default.to_owned(), place.clone())),
    };
    let slug = slug(product);
    let names = [("product", slug.as_str()), ("line", name.as_deref().unwrap_or(""))];
    let tag = match text {
        None => None,
        Some((text, at)) => Some(Template::parse(&text, &names).map_err(|error| {
            let help = place::Explain::help(&error).unwrap_or_default();
            ConfigError::value(at, format!("{error}"), help)
        })?),
    };
    Ok(Line { name, scheme, tag, place })
}

/// `build-env` of `[product]`: the variable that holds the build server's number.
pub(super) fn build_env(
    head: &Section<'_>,
    lines: &[Named],
) -> Result<Option<String>, ProductError> {
    let Some(variable) = head.string("build-env")? else { return Ok(None) };
    let mut letters = variable.chars();
    let sound = letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !sound {
        let message = format!("`{}` is not the name of an environment variable", *variable);
        return Err(variable.refuse(message, "build-env = \"BUILD_NUMBER\"").into());
    }
    if lines.iter().all(|named| named.line.scheme.plain().external().is_none()) {
        let help = "remove it, or use a scheme with a part of `scope = \"external\"`";
        let message = "no scheme here has a part that a build server gives";
        return Err(variable.refuse(message, help).into());
    }
    Ok(Some(variable.value))
}

/// The scheme of a line, every rule of it bound to checks that there are.
fn sound(section: &Section<'_>, schemes: &SchemeSource<'_>) -> Result<Scheme, ProductError> {
    let scheme = scheme(section, schemes)?;
    super::enforces::check(&scheme)?;
    Ok(scheme)
}

fn scheme(section: &Section<'_>, schemes: &SchemeSource<'_>) -> Result<Scheme, ProductError> {
    if section.has_table("scheme") {
        let Some(inline) = section.section("scheme")? else { return Err(no_scheme(section)) };
        return Ok(Scheme::from_section(inline, schemes)?);
    }
    let Some(name) = section.string("scheme")? else { return Err(no_scheme(section)) };
    if let Some((file, text)) = schemes(&name) {
        return Ok(Scheme::parse(&file, &text, schemes)?);
    }
    if version::PRESETS.iter().any(|preset| preset.name == name.as_str()) {
        return Ok(Scheme::preset(&name)?);
    }
    let presets = version::PRESETS.iter().map(|preset| preset.name);
    let help = match nearest(&name, presets.clone()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!(
            "presets: {}; or the path of a scheme file in this repository",
            presets.collect::<Vec<_>>().join(", ")
        ),
    };
    Err(name.refuse(format!("unknown scheme `{}`", *name), help).into())
}

fn no_scheme(section: &Section<'_>) -> ProductError {
    let missing = || ConfigError::Missing {
        place: section.place(),
        key: "scheme".into(),
        help: "name the policy: scheme = \"semver\", or another preset, or a scheme file's path"
            .into(),
    };
    section.misplaced("scheme").unwrap_or_else(missing).into()
}

/// The one line that a component is on.
pub(super) fn line_of(
    component: &str,
    place: &Place,
    lines: &[Named],
) -> Result<usize, ProductError> {
    if let [only] = lines
        && only.line.name.is_none()
    {
        return Ok(0);
    }
    let mut on = lines
        .iter()
        .enumerate()
        .filter(|(_, named)| named.members.iter().any(|member| **member == component));
    match (on.next(), on.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => Err(ConfigError::value(
            place.clone(),
            format!("`{component}` is on more than one line"),
            "a component is on one line: remove it from the others' `components`",
        )
        .into()),
        (None, _) => Err(ConfigError::value(
            place.clone(),
            format!("`{component}` is on no line"),
            "add it to the `components` of a [line.NAME]",
        )
        .into()),
    }
}
