//! What a release manager asks for.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::Product;

/// One release operation, as asked for. Names are not checked here: planning does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who and what.
    pub asked: Asked,
    /// What holds for any operation.
    pub options: Options,
}

impl Request {
    /// A patch of one component, as somebody asks for it who says no more.
    #[must_use]
    pub fn patch_of(component: &str) -> Self {
        let asked = Asked::Patch {
            components: [component.into()].into(),
            all: false,
            level: None,
            needs_core: None,
            unstable: false,
        };
        Self { asked, options: Options::default() }
    }

    /// The words of a command line that asks for it, behind the program's name; those that a shell
    /// would read otherwise are quoted. The day is not among them: whoever asks anew has another.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut say = |option: &str, values: &[String]| {
            for value in values {
                words.extend(
                    [option, value].map(quoted).into_iter().filter(|word| !word.is_empty()),
                );
            }
        };
        let said = |so: bool| if so { alloc::vec![String::new()] } else { Vec::new() };
        let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
        match &self.asked {
            Asked::Release { what, .. } => {
                say("release", &said(true));
                say("", &one(what));
            }
            Asked::Pre { label, level, .. } => {
                say("pre", core::slice::from_ref(label));
                say("--level", &one(level));
            }
            Asked::Patch { components, level, needs_core, unstable, .. } => {
                say("patch", &said(true));
                say("", components);
                say("--level", &one(level));
                say("--needs-core", &one(needs_core));
                say("--unstable", &said(*unstable));
            }
        }
        if let Asked::Release { components, exclude, .. } | Asked::Pre { components, exclude, .. } =
            &self.asked
        {
            say("-p", components);
            say("--exclude", exclude);
        }
        let Options { no_tag, via_branch, no_hooks, push, sign, .. } = self.options;
        say("--all", &said(self.asked.all()));
        say("--line", &one(&self.options.line));
        say("--build", &one(&self.options.build.map(|number| number.to_string())));
        // What is merged first is tagged then.
        say("--via-branch", &said(via_branch));
        say("--no-tag", &said(no_tag && !via_branch));
        say("--no-hooks", &said(no_hooks));
        say("--push", &said(push == Some(true)));
        say("--no-push", &said(push == Some(false)));
        say("--sign", &said(sign == Some(true)));
        say("--allow-branch", &self.options.allow_branch);
        say("--because", &one(&self.options.because));
        words.join(" ")
    }
}

/// `word` as a shell takes it for one; nothing where it is empty.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./+@:,=".contains(letter);
    if word.chars().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// The operation itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Asked {
    /// The product speaks: a part or an exact version, for the scheme's participants or those
    /// named.
    Release {
        /// A part's name, a version, or `auto` for as much as the pending impacts need; where it is
        /// left out, what is pending is promoted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
        /// The components that take part; empty for the scheme's default.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        components: Vec<String>,
        /// Whether every component takes part.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        all: bool,
        /// Components left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        exclude: Vec<String>,
    },
    /// Components on a part of their own.
    Patch {
        /// The components, in the order asked for.
        #[serde(default)]
        components: Vec<String>,
        /// Whether every component takes part.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        all: bool,
        /// The part, where it is not the lowest that people may bump.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<String>,
        /// The minimum to raise to: a number, or `latest`.
        #[serde(default, skip_serializing_if = "Option::is_none", rename = "needs-core")]
        needs_core: Option<String>,
        /// Whether it is a fix to be tried out: its pre-release, where the scheme has such an
        /// exception (KOLAB-6).
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        unstable: bool,
    },
    /// The next pre-release, for the scheme's participants or those named (SEMANTICS 17).
    Pre {
        /// A label of the scheme.
        label: String,
        /// The part whose next version it leads to, where that is not the pending one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<String>,
        /// The components that take part; empty for the scheme's default.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        components: Vec<String>,
        /// Whether every component takes part.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        all: bool,
        /// Components left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        exclude: Vec<String>,
    },
}

impl Asked {
    /// The components named, in the order asked for.
    #[must_use]
    pub fn components(&self) -> &[String] {
        let (Self::Release { components, .. }
        | Self::Patch { components, .. }
        | Self::Pre { components, .. }) = self;
        components
    }

    /// Whether every component was asked for.
    #[must_use]
    pub fn all(&self) -> bool {
        let (Self::Release { all, .. } | Self::Patch { all, .. } | Self::Pre { all, .. }) = self;
        *all
    }
}

/// What `release` is asked for to go as far as the pending impacts need. A scheme's part of that
/// name goes before it.
pub(crate) const AUTO: &str = "auto";

impl Asked {
    /// Whether it asks for as much as the pending impacts need.
    pub(crate) fn is_auto(&self) -> bool {
        matches!(self, Self::Release { what: Some(what), .. } if what == AUTO)
    }
}

/// Options that hold for every operation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Options {
    /// The line, where the product has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The build server's number, for external parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build: Option<u64>,
    /// Why, in people's words; recorded in the lead tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Whether to leave the tags to be made later.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub no_tag: bool,
    /// Whether the commit is made on a branch of its own, to be merged and tagged then.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub via_branch: bool,
    /// Whether to leave out the hooks that release.toml has.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub no_hooks: bool,
    /// Whether to push what is made; `None` leaves it to the configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push: Option<bool>,
    /// Whether to sign the commit and the tags; `None` leaves it to the configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<bool>,
    /// Further branches to allow, as globs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_branch: Vec<String>,
}

impl Options {
    /// These as a release keeps to them, where `product` may have said that all are merged first, and
    /// `edits` is whether the release changes any file. A commit that is to be merged first may become
    /// another one, and tags would be on the wrong one; without a commit there is nothing to merge, and
    /// the tags go on the one that is there.
    pub(crate) fn settled(&self, product: &Product, edits: bool) -> Self {
        let via_branch = (self.via_branch || product.git.push.via) && edits;
        Self { via_branch, no_tag: self.no_tag || via_branch, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_asked_for_in_its_own_words() {
        let (one, two) = (|name: &str| Some(name.to_string()), ["core".into(), "sdk".into()]);
        let options = Options {
            because: one("it's time"),
            allow_branch: ["ma*".into()].into(),
            no_tag: true,
            push: Some(false),
            build: Some(7),
            ..Options::default()
        };
        let release = Asked::Release {
            what: one("minor"),
            components: two.clone().into(),
            all: false,
            exclude: ["img".into()].into(),
        };
        let patch = Asked::Patch {
            components: two.into(),
            all: false,
            level: one("build"),
            needs_core: one("latest"),
            unstable: true,
        };
        let pre = Asked::Pre {
            label: "rc".into(),
            level: None,
            components: Vec::new(),
            all: true,
            exclude: Vec::new(),
        };
        let words =
            |asked: Asked, options: &Options| Request { asked, options: options.clone() }.words();
        assert_eq!(
            words(release, &options),
            "release minor -p core -p sdk --exclude img --build 7 --no-tag --no-push \
             --allow-branch 'ma*' --because 'it'\\''s time'"
        );
        let none = Options::default();
        let wanted = "patch core sdk --level build --needs-core latest --unstable";
        assert_eq!(words(patch, &none), wanted);
        assert_eq!(words(pre, &none), "pre rc --all");
        assert_eq!(Request::patch_of("core").words(), "patch core");
    }
}
