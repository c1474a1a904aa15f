//! Tag templates: `{component}-{version}` ⇄ `core-1.0`.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place, nearest};

use crate::name::{self, NameError};

/// What stands for the version in a template.
const VERSION: &str = "version";

/// How one owner's tags are named: fixed text, the version, fixed text.
///
/// Every name of the placeholders but `{version}` is already substituted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Template {
    prefix: String,
    suffix: String,
}

/// Why a template is refused, or the name that it would give to a tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Every release would get the same tag.
    #[error("tag template `{0}` has no `{{version}}`")]
    NoVersion(String),
    /// Reading the version back would be a guess.
    #[error("tag template `{0}` has `{{version}}` twice")]
    TwoVersions(String),
    /// A placeholder that does not exist here.
    #[error("tag template `{template}` has an unknown placeholder `{{{placeholder}}}`")]
    Unknown {
        /// The template.
        template: String,
        /// The placeholder without its braces.
        placeholder: String,
        /// The nearest placeholder that exists here.
        nearest: Option<String>,
        /// All placeholders that exist here.
        known: Vec<String>,
    },
    /// A `{` that is not closed, or a `}` that was not opened.
    #[error("tag template `{0}` has a brace without its partner")]
    Brace(String),
    /// There is no version to write.
    #[error("there is no version to write into tag template `{0}`")]
    EmptyVersion(String),
    /// The name is not one that we give to a tag.
    #[error("tag template `{template}` cannot be used: {error}")]
    Name {
        /// The template: as it was given where it is read, and else with its placeholders
        /// substituted.
        template: String,
        /// What is wrong with the name.
        error: NameError,
    },
}

impl Explain for TemplateError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Name { error, .. } => error.place(),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NoVersion(template) => format!("write `{template}-{{version}}`, for example"),
            Self::TwoVersions(_) => "keep one `{version}`".to_owned(),
            Self::Unknown { nearest: Some(near), .. } => format!("did you mean `{{{near}}}`?"),
            Self::Unknown { known, .. } => {
                let known: Vec<_> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
                format!("known here: {}", known.join(", "))
            }
            Self::Brace(_) => "write placeholders as `{version}`; a tag has no braces".to_owned(),
            Self::EmptyVersion(_) => "give a version".to_owned(),
            Self::Name { error, .. } => return error.help(),
        })
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

impl Template {
    /// Reads `text`, taking each `{name}` from `names` (`("component", "core")`) and leaving
    /// exactly one `{version}`.
    ///
    /// # Errors
    /// [`TemplateError`]: no or two versions, an unknown placeholder, a lone brace, or text around
    /// the version with which no name could be given to a tag, whatever the version.
    pub fn parse(text: &str, names: &[(&str, &str)]) -> Result<Self, TemplateError> {
        let mut before: Option<String> = None;
        let mut now = String::new();
        let mut rest = text;
        while let Some((literal, more)) = rest.split_once('{') {
            let (placeholder, more) =
                more.split_once('}').ok_or_else(|| TemplateError::Brace(text.to_owned()))?;
            if literal.contains('}') || placeholder.contains('{') {
                return Err(TemplateError::Brace(text.to_owned()));
            }
            now.push_str(literal);
            rest = more;
            if placeholder == VERSION {
                if before.is_some() {
                    return Err(TemplateError::TwoVersions(text.to_owned()));
                }
                before = Some(core::mem::take(&mut now));
            } else if let Some((_, value)) = names.iter().find(|(name, _)| *name == placeholder) {
                now.push_str(value);
            } else {
                return Err(unknown(text, placeholder, names));
            }
        }
        if rest.contains('}') {
            return Err(TemplateError::Brace(text.to_owned()));
        }
        now.push_str(rest);
        let prefix = before.ok_or_else(|| TemplateError::NoVersion(text.to_owned()))?;
        let template = Self { prefix, suffix: now };
        // A digit is the mildest version there is: what it cannot mend no version can.
        match name::check(&template.written("0")) {
            Ok(()) => Ok(template),
            Err(error) => Err(TemplateError::Name { template: text.to_owned(), error }),
        }
    }

    /// The name of the tag for `version`.
    ///
    /// # Errors
    /// [`TemplateError::Name`] where git or [`name::check`] would refuse that name, and
    /// [`TemplateError::EmptyVersion`].
    pub fn write(&self, version: &str) -> Result<String, TemplateError> {
        if version.is_empty() {
            return Err(TemplateError::EmptyVersion(self.to_string()));
        }
        let written = self.written(version);
        match name::check(&written) {
            Ok(()) => Ok(written),
            Err(error) => Err(TemplateError::Name { template: self.to_string(), error }),
        }
    }

    fn written(&self, version: &str) -> String {
        format!("{}{version}{}", self.prefix, self.suffix)
    }

    /// The version's text in `name`: the exact inverse of [`Template::write`]. Whether that text
    /// is a version is for the owner's form to say.
    #[must_use]
    pub fn read<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix(self.prefix.as_str())?.strip_suffix(self.suffix.as_str())
    }

    /// What stands before the version.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What stands after the version.
    #[must_use]
    pub fn suffix(&self) -> &str {
        &self.suffix
    }
}

impl core::fmt::Display for Template {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}{{{VERSION}}}{}", self.prefix, self.suffix)
    }
}

fn unknown(template: &str, placeholder: &str, names: &[(&str, &str)]) -> TemplateError {
    let known = || names.iter().map(|(name, _)| *name).chain([VERSION]);
    TemplateError::Unknown {
        template: template.to_owned(),
        placeholder: placeholder.to_owned(),
        nearest: nearest(placeholder, known()).map(ToOwned::to_owned),
        known: known().map(ToOwned::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAMES: &[(&str, &str)] = &[("component", "core"), ("product", "chain-core")];

    #[test]
    fn a_template_writes_and_reads() {
        for (text, version, wanted) in [
            ("{component}-{version}", "1.0.20161101", "core-1.0.20161101"),
            ("v{version}", "1.0", "v1.0"),
            ("{version}", "1.0", "1.0"),
            ("{product}/{component}/{version}-final", "2.5", "chain-core/core/2.5-final"),
            ("@{product}/{component}@{version}", "1.0.0-rc.1", "@chain-core/core@1.0.0-rc.1"),
        ] {
            let template = Template::parse(text, NAMES).unwrap();
            assert_eq!(template.write(version).as_deref(), Ok(wanted), "{text}");
            assert_eq!(template.read(wanted), Some(version), "{text}");
        }
    }

    #[test]
    fn affixes_do_not_share_characters() {
        let template = Template::parse("a-{version}-a", &[]).unwrap();
        assert_eq!(template.read("a-a"), None);
        assert_eq!(template.read("a--a"), Some(""));
    }

    #[test]
    fn templates_that_cannot_work_say_why_and_what_to_write() {
        for (text, wanted, help) in [
            ("core", "no `{version}`", "`core-{version}`"),
            ("{version}{version}", "twice", "keep one"),
            ("{compnent}-{version}", "unknown placeholder `{compnent}`", "`{component}`"),
            ("{x}-{version}", "unknown placeholder `{x}`", "`{product}`, `{version}`"),
            ("{version", "brace", "placeholders"),
            ("version}", "brace", "placeholders"),
            ("{{version}}", "brace", "placeholders"),
            ("{version}}", "brace", "placeholders"),
            ("-{version}", "does not start", "start"),
            ("a b{version}", "' '", "letters"),
            ("{version}.lock", "`.lock`", "take"),
            ("v..{version}", "`..`", "take"),
            ("{version}/", "`/`", "take"),
        ] {
            let error = Template::parse(text, NAMES).unwrap_err();
            assert!(error.to_string().contains(wanted), "{text}: {error}");
            assert!(error.help().unwrap().contains(help), "{text}: {:?}", error.help());
        }
        let error = Template::parse("{component} {version}", NAMES).unwrap_err().to_string();
        let wanted =
            "tag template `{component} {version}` cannot be used: tag name `core 0` has ' '";
        assert!(error.starts_with(wanted), "{error}");
        let hostile = Template::parse("{component}-{version}", &[("component", "--upload-pack=x")]);
        assert!(matches!(hostile, Err(TemplateError::Name { .. })));
    }

    #[test]
    fn a_version_that_spoils_the_name_is_refused() {
        let template = Template::parse("core-{version}", &[]).unwrap();
        for version in ["", "1.", "1.lock", "1..0", "1~beta1", "1@{0}", "1 0"] {
            assert!(template.write(version).is_err(), "{version:?}");
        }
        assert!(template.write(&"1".repeat(100)).is_err());
    }

    proptest! {
        #[test]
        fn reading_undoes_writing(
            prefix in "[A-Za-z0-9_@]?[A-Za-z0-9._+/@-]{0,12}",
            suffix in "[A-Za-z0-9._+/@-]{0,8}",
            version in "[0-9]{1,4}(\\.[0-9]{1,8}){0,3}(-rc\\.?[0-9])?",
        ) {
            if let Ok(template) = Template::parse(&format!("{prefix}{{version}}{suffix}"), &[]) {
                let name = template.write(&version).unwrap();
                prop_assert_eq!(template.read(&name), Some(version.as_str()));
            }
        }

        #[test]
        fn writing_undoes_reading(
            prefix in "[a-c-]{0,3}", suffix in "[a-c-]{0,3}", name in "[a-c1.-]{0,12}",
        ) {
            if let Ok(template) = Template::parse(&format!("{prefix}{{version}}{suffix}"), &[])
                && let Some(version) = template.read(&name)
                && let Ok(written) = template.write(version)
            {
                prop_assert_eq!(written, name);
            }
        }
    }
}
