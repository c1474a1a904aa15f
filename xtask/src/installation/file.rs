//! The file beside an installed component: what it is, and what it needs.

use alloc::collections::BTreeMap;

use place::{Class, Explain, Place, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use version::Scheme;

use crate::parties::{Party, Policy};
use crate::render::json::FORMAT;

/// How the name of such a file ends, by which an installation is searched for them.
pub const SUFFIX: &str = ".compat.json";

/// What one component says of itself: everything that its policy needs to know to judge it, without
/// a repository around.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompatFile {
    /// The format of this JSON: 1.
    pub format: u32,
    /// The product that it is released in; absent where it was stated outside of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The policy, by its name.
    pub scheme: String,
    /// The component, by the name that the policy's rules see.
    pub component: String,
    /// The line that it is on; absent where the product has but one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Its role in the policy, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Its version, as the policy writes it.
    pub version: String,
    /// What it counts as for those who need a lowest release of its role, by that role.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub provides: BTreeMap<String, u64>,
    /// The lowest release that it runs on, by the role of those who provide it. Like `provides` it
    /// says no more than the version does, in a form that takes no policy to be compared.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub needs: BTreeMap<String, u64>,
    /// The components that it runs beside and talks to, each with the versions that it needs: a range
    /// of that component's, or `*` for all that the policy allows.
    #[serde(default, rename = "works-with", skip_serializing_if = "BTreeMap::is_empty")]
    pub works_with: BTreeMap<String, String>,
}

/// Why a text is no such file.
#[derive(Debug, thiserror::Error)]
pub enum CompatFileError {
    /// No JSON, or not of this shape.
    #[error("this is no compatibility file: {message}")]
    Shape {
        /// What is wrong.
        message: String,
        /// Where.
        place: Place,
    },
    /// Of a later shape.
    #[error("this file is of format {found}, and this program reads format {FORMAT}")]
    Format {
        /// The file's.
        found: u64,
        /// Where.
        place: Place,
    },
}

impl Explain for CompatFileError {
    fn rule(&self) -> Option<&str> {
        Some("installation")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Shape { place, .. } | Self::Format { place, .. } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Shape { .. } => "write it anew: `compat --emit NAME -o FILE`".into(),
            Self::Format { .. } => "use a syncline that is as new as the file".into(),
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

impl CompatFile {
    /// What `party` says of itself under `policy`. `None` for a bare version: nobody could tell whose
    /// it is.
    #[must_use]
    pub fn of(policy: &Policy, party: &Party) -> Option<Self> {
        let (scheme, product) = (&policy.scheme, policy.product_name());
        Some(Self {
            format: FORMAT,
            product: product.map(ToOwned::to_owned),
            scheme: scheme.name().to_owned(),
            component: party.name.clone().or_else(|| party.role.clone())?,
            line: policy.line_of(party).map(ToOwned::to_owned),
            role: party.role.clone(),
            version: party.version.to_string(),
            provides: provides(scheme, party),
            needs: needs(scheme, party),
            works_with: policy.works_with(party),
        })
    }

    /// Reads `text`; `path` is the name that places carry.
    ///
    /// # Errors
    /// No JSON, another shape, another format.
    pub fn read(path: &str, text: &str) -> Result<Self, CompatFileError> {
        let whole = || Place::File { path: path.to_owned(), span: None };
        let shape = |error: &serde_json::Error| CompatFileError::Shape {
            message: fragment(error),
            place: at(path, text, error).unwrap_or_else(whole),
        };
        // Another format may have other keys: it is looked at first.
        let value: serde_json::Value = serde_json::from_str(text).map_err(|error| shape(&error))?;
        if !value.is_object() {
            return Err(CompatFileError::Shape {
                message: "it is no object".into(),
                place: whole(),
            });
        }
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        if let Some(found) = format.filter(|found| *found != u64::from(FORMAT)) {
            return Err(CompatFileError::Format { found, place: whole() });
        }
        serde_json::from_str(text).map_err(|error| shape(&error))
    }

    /// What its file is called in a folder: its name, with `/` written as `-`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}{SUFFIX}", self.component.replace('/', "-"))
    }
}

/// What a version says of the lowest release that it runs on, by the role that provides it. Nothing
/// under a policy without such a part, and nothing for zero, which everything reaches.
pub(super) fn needs(scheme: &Scheme, party: &Party) -> BTreeMap<String, u64> {
    let least = || {
        let least = party.version.value(party.form.minimum()?).filter(|least| *least > 0)?;
        Some((scheme.provider_role()?.to_owned(), least))
    };
    least().into_iter().collect()
}

/// The number by which others need a version of the role that provides, by that role. Nothing where
/// nobody states a minimum.
pub(super) fn provides(scheme: &Scheme, party: &Party) -> BTreeMap<String, u64> {
    let number = || {
        let role = scheme.provider_role().filter(|role| party.role.as_deref() == Some(*role))?;
        scheme.plain().minimum()?;
        Some((role.to_owned(), party.version.value(party.form.lowest_bumpable()?)?))
    };
    number().into_iter().collect()
}

/// The error's words without the place, which is told in another way.
fn fragment(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split_once(" at line ").map_or(text.clone(), |(words, _)| words.to_owned())
}

/// The byte that a parser of JSON stumbled over; `None` where it names no line.
fn at(path: &str, text: &str, error: &serde_json::Error) -> Option<Place> {
    let line = error.line().checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    // Its columns count bytes, and zero stands for the end of the line before.
    let mut from = (start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let to = text.get(from..)?.chars().next().map_or(from, |c| from + c.len_utf8());
    Some(Place::File { path: path.to_owned(), span: Some(Span::new(from, to)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = r#"{ "format": 1, "scheme": "diavolo", "component": "users",
        "version": "1.0.1883.5", "needs": { "core": 1883 } }"#;

    #[test]
    fn diav_6_a_file_reads_back_as_it_was_written() {
        let file = CompatFile::read("x", USERS).unwrap();
        assert_eq!((file.component.as_str(), file.needs["core"]), ("users", 1883));
        let again = serde_json::to_string(&file).unwrap();
        assert_eq!(CompatFile::read("x", &again).unwrap(), file);
        assert!(!["product", "role", "provides"].iter().any(|key| again.contains(key)), "{again}");
        assert_eq!(CompatFile { component: "@a/b".into(), ..file }.file_name(), "@a-b.compat.json");
    }

    #[test]
    fn diav_6_a_file_of_another_shape_is_told_where() {
        for (text, words, span) in [
            ("", "EOF", Some(0)),
            ("{ \"format\": 1,\n  ä }", "key must be a string", Some(17)),
            ("[]", "no object", None),
            ("{}", "missing field", Some(1)),
            (&*USERS.replace("version", "verzion"), "unknown field `verzion`", Some(74)),
            (&*USERS.replace("1883 }", "-1 }"), "invalid value", Some(111)),
            (&*USERS.replace("\"format\": 1", "\"format\": 2"), "format 2", None),
        ] {
            let error = CompatFile::read("x", text).unwrap_err();
            assert!(error.to_string().contains(words), "{text}: {error}");
            let Some(Place::File { span: found, .. }) = error.place() else { panic!("{error}") };
            assert_eq!(found.map(|span| span.start), span, "{text}: {error}");
        }
    }
}
