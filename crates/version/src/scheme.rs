//! A scheme: one policy for versions, read from TOML.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, Config, ConfigError, Explain, Place, Section, nearest};

use crate::compat::CompatRule;
use crate::form::Form;
use crate::impact::Impact;
use crate::layer::Layer;
use crate::part::{Part, PartId, Scope};
use crate::presets::{PRESETS, PresetFile};
use crate::release::{EmbedsLevel, PolicyRule, ReleasePolicy};
use crate::version::Version;

/// A version policy: forms, releases, compatibility, impacts, and the policy's own rules.
#[derive(Debug, Clone)]
pub struct Scheme {
    pub(crate) name: String,
    pub(crate) plain: Form,
    pub(crate) roles: Vec<(String, Form)>,
    pub(crate) release: ReleasePolicy,
    pub(crate) embeds: EmbedsLevel,
    pub(crate) compat: Vec<CompatRule>,
    pub(crate) impacts: Vec<Impact>,
    pub(crate) policies: Vec<PolicyRule>,
    pub(crate) provider: Option<String>,
    pub(crate) breaking: Vec<Version>,
    pub(crate) too_far: Option<u64>,
}

/// Why a scheme cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemeError {
    /// There is no preset of that name.
    #[error("there is no scheme `{name}`")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The nearest preset.
        nearest: Option<&'static str>,
        /// Every preset, separated by commas.
        known: String,
        /// Where the name stands, if a file has it.
        place: Option<Place>,
    },
    /// Schemes that extend each other.
    #[error("the schemes extend each other in a circle: {}", chain.join(" → "))]
    Cycle {
        /// The files, from one of them back to itself.
        chain: Vec<String>,
        /// The `extends` that closes the circle.
        place: Place,
    },
    /// The file's text is wrong.
    #[error(transparent)]
    Config(Box<ConfigError>),
}

impl From<ConfigError> for SchemeError {
    fn from(error: ConfigError) -> Self {
        Self::Config(Box::new(error))
    }
}

impl Explain for SchemeError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Unknown { place, .. } => place.clone(),
            Self::Cycle { place, .. } => Some(place.clone()),
            Self::Config(error) => error.place(),
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::Unknown { known, .. } => {
                Some(format!("name one of {known}, or the path of a scheme file in the repository"))
            }
            Self::Cycle { .. } => Some("let one of them stand on its own".into()),
            Self::Config(error) => error.help(),
        }
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// Finds the scheme file that `extends` names: its own name and its text.
pub(crate) type Resolve<'r> = &'r dyn Fn(&str) -> Option<(String, String)>;

impl Scheme {
    /// The scheme that comes with us under `name`.
    ///
    /// # Errors
    /// [`SchemeError::Unknown`], with the nearest name and all of them.
    pub fn preset(name: &str) -> Result<Scheme, SchemeError> {
        match preset(name) {
            Some(preset) => Self::parse(&built_in(preset), preset.text, &|_| None),
            None => Err(unknown(name, None)),
        }
    }

    /// The scheme in the TOML `text`. `file` is the name that places carry; `resolve` finds the
    /// scheme that `extends` names where that is no preset, as its file name and text.
    ///
    /// # Errors
    /// Anything that keeps the text from being a whole, sound scheme, with its place.
    pub fn parse(file: &str, text: &str, resolve: Resolve<'_>) -> Result<Scheme, SchemeError> {
        let config = Config::parse(file, text)?;
        let layer = Layer::read(config.top())?;
        Self::extended(layer, Vec::from([file.to_owned()]), resolve)
    }

    /// The scheme in a table of another file: release.toml's `[scheme]`, usually with `extends`.
    ///
    /// # Errors
    /// As [`Scheme::parse`].
    pub fn from_section(section: Section<'_>, resolve: Resolve<'_>) -> Result<Scheme, SchemeError> {
        Self::extended(Layer::read(section)?, Vec::new(), resolve)
    }

    /// Puts `layer` on what it extends. `chain` holds the files that led here.
    fn extended(
        mut layer: Layer,
        mut chain: Vec<String>,
        resolve: Resolve<'_>,
    ) -> Result<Scheme, SchemeError> {
        while let Some(extends) = layer.extends.take() {
            let found = match preset(&extends) {
                Some(preset) => Some((built_in(preset), preset.text.to_owned())),
                None => resolve(&extends),
            };
            let Some((file, text)) = found else {
                return Err(unknown(&extends, Some(extends.place.clone())));
            };
            let again = chain.iter().position(|before| *before == file);
            chain.push(file.clone());
            if let Some(again) = again {
                let chain = chain.split_off(again);
                return Err(SchemeError::Cycle { chain, place: extends.place });
            }
            let config = Config::parse(&file, &text)?;
            layer = layer.over(Layer::read(config.top())?);
        }
        layer.assemble()
    }

    /// The scheme's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How versions look under `role`; `None` as a role is the plain form. `None` for a role that
    /// the scheme does not have.
    #[must_use]
    pub fn form(&self, role: Option<&str>) -> Option<&Form> {
        match role {
            None => Some(&self.plain),
            Some(role) => self.roles.iter().find(|(name, _)| name == role).map(|(_, form)| form),
        }
    }

    /// How versions look where no role says otherwise.
    #[must_use]
    pub fn plain(&self) -> &Form {
        &self.plain
    }

    /// The roles that components may have, in file order.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().map(|(name, _)| name.as_str())
    }

    /// The part of that name. It is the same in every form.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<PartId> {
        self.plain.part(name)
    }

    /// The plain form's parts, the highest first.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        self.plain.parts()
    }

    /// Whether any part is shared, so that there is a line.
    #[must_use]
    pub fn shared(&self) -> bool {
        self.parts().iter().any(|part| part.scope == Scope::Product)
    }

    /// Who takes part in a release, and what carries the product's version.
    #[must_use]
    pub fn release(&self) -> &ReleasePolicy {
        &self.release
    }

    /// What an embedding component gets at least.
    #[must_use]
    pub fn embeds_level(&self) -> EmbedsLevel {
        self.embeds
    }

    /// The compatibility rules, in order: the first that matches decides.
    #[must_use]
    pub fn compat(&self) -> &[CompatRule] {
        &self.compat
    }

    /// The policy's reasons for a bump, in file order.
    #[must_use]
    pub fn impacts(&self) -> &[Impact] {
        &self.impacts
    }

    /// The impact of that ID.
    #[must_use]
    pub fn impact(&self, id: &str) -> Option<&Impact> {
        self.impacts.iter().find(|impact| impact.id == id)
    }

    /// The policy's own rule that the generic check `generic` speaks for; the first, where several
    /// are bound to it.
    #[must_use]
    pub fn policy(&self, generic: &str) -> Option<&PolicyRule> {
        let own = |rule: &&PolicyRule| rule.checks().next() == Some(generic);
        let bound = |rule: &&PolicyRule| rule.checks().any(|check| check == generic);
        self.policies.iter().find(own).or_else(|| self.policies.iter().find(bound))
    }

    /// The ID that the policy itself has for the rule that `error` names, if it has one.
    #[must_use]
    pub fn own_rule(&self, error: &dyn Explain) -> Option<String> {
        error.rule().and_then(|rule| self.policy(rule)).map(|rule| rule.id.clone())
    }

    /// Every rule of the policy, in file order.
    #[must_use]
    pub fn policies(&self) -> &[PolicyRule] {
        &self.policies
    }

    /// The role of those that provide something to others, where only one role does.
    #[must_use]
    pub fn provider_role(&self) -> Option<&str> {
        self.provider.as_deref()
    }

    /// Releases that broke compatibility although no number says so (IBEX-9).
    #[must_use]
    pub fn breaking(&self) -> &[Version] {
        &self.breaking
    }

    /// How many lines behind is too far (IBEX-7), where the policy says.
    #[must_use]
    pub fn too_far(&self) -> Option<u64> {
        self.too_far
    }
}

fn preset(name: &str) -> Option<&'static PresetFile> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// The file name that places in a preset carry: no file of a repository can be meant.
fn built_in(preset: &PresetFile) -> String {
    format!("{}.toml (built in)", preset.name)
}

fn unknown(name: &str, place: Option<Place>) -> SchemeError {
    let names = || PRESETS.iter().map(|preset| preset.name);
    SchemeError::Unknown {
        name: name.to_owned(),
        nearest: nearest(name, names()),
        known: names().collect::<Vec<_>>().join(", "),
        place,
    }
}
