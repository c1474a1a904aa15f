//! Whether two versions work together: the scheme's rules in order, the first match decides.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::condition::{Condition, Party};
use crate::form::Form;
use crate::scheme::Scheme;
use crate::version::{Values, Version};

/// One `[[compat]]` rule.
#[derive(Debug, Clone)]
pub struct CompatRule {
    /// The condition as the scheme file writes it; `None` holds always.
    pub text: Option<String>,
    pub(crate) condition: Option<Condition>,
    /// What it decides.
    pub verdict: Compatibility,
    /// How much that matters.
    pub severity: CompatSeverity,
    /// The policy's rule that speaks.
    pub rule: Option<String>,
    /// The policy's words for it.
    pub because: Option<String>,
}

/// Whether a provider (server, solver, core) serves a consumer (client, project file, sub-system).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Compatibility {
    /// It does.
    Compatible,
    /// The policy makes no promise.
    Unknown,
    /// It does not.
    Incompatible,
}

/// How much a verdict matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CompatSeverity {
    /// Not at all.
    None,
    /// Worth saying; nothing enforces it (DIAV-4).
    Advisory,
    /// A warning is due (IBEX-4).
    Warn,
    /// The pair must not be used together.
    Block,
}

/// The answer for one pair.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// Whether they work together.
    pub verdict: Compatibility,
    /// How much that matters.
    pub severity: CompatSeverity,
    /// The policy's rule that speaks, by its ID.
    pub rule: Option<String>,
    /// Why, as a fragment.
    pub because: String,
}

/// All that the rules of compatibility see of a version besides its role and its component's name: by
/// [`Scheme::compare`], versions of one role and name with equal ones are the same to all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The values of the parts that a rule looks at.
    values: Values,
    /// The era, where a rule looks at that.
    era: Option<u64>,
}

impl Compatibility {
    pub(crate) const ALL: &[Self] = &[Self::Compatible, Self::Unknown, Self::Incompatible];

    /// `compatible`, `unknown` or `incompatible`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Unknown => "unknown",
            Self::Incompatible => "incompatible",
        }
    }
}

impl CompatSeverity {
    pub(crate) const ALL: &[Self] = &[Self::None, Self::Advisory, Self::Warn, Self::Block];

    /// `none`, `advisory`, `warn` or `block`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Advisory => "advisory",
            Self::Warn => "warn",
            Self::Block => "block",
        }
    }
}

impl fmt::Display for Compatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Display for CompatSeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl Scheme {
    /// Whether `provider` serves `consumer`, each given as role, version and component name.
    ///
    /// A name that is not known counts as the other's. Where the scheme says which role provides
    /// (`[sides]`), nobody else does; a bare version, without role and name, is taken for one that
    /// has that role.
    #[must_use]
    pub fn compare(
        &self,
        provider: (Option<&str>, &Version, Option<&str>),
        consumer: (Option<&str>, &Version, Option<&str>),
    ) -> Verdict {
        if let Some(wanted) = self.provider_role() {
            let bare = provider.0.is_none() && provider.2.is_none();
            if !bare && provider.0 != Some(wanted) {
                return Verdict {
                    verdict: Compatibility::Unknown,
                    severity: CompatSeverity::None,
                    rule: None,
                    because: alloc::format!("only the {wanted} provides anything to others"),
                };
            }
        }
        let (left, right) = (self.party(provider), self.party(consumer));
        let matching = self.compat().iter().find(|rule| match &rule.condition {
            None => true,
            Some(condition) => condition.holds(left, right, self.parts()),
        });
        match matching {
            Some(rule) => Verdict {
                verdict: rule.verdict,
                severity: rule.severity,
                rule: rule.rule.clone(),
                because: rule.words(),
            },
            None => Verdict {
                verdict: Compatibility::Unknown,
                severity: CompatSeverity::None,
                rule: None,
                because: "no rule of the scheme speaks of this pair".into(),
            },
        }
    }

    /// What the rules of compatibility see of `version`, which a component with that role has.
    #[must_use]
    pub fn seen(&self, role: Option<&str>, version: &Version) -> Seen {
        let conditions = || self.compat().iter().filter_map(|rule| rule.condition.as_ref());
        let mut parts: Vec<usize> = conditions().flat_map(Condition::parts).collect();
        parts.sort_unstable();
        parts.dedup();
        let values = parts.iter().map(|part| version.values.get(*part).copied().flatten());
        let by_era = conditions().any(Condition::uses_era);
        Seen {
            values: values.collect(),
            era: by_era.then(|| self.party((role, version, None)).era),
        }
    }

    fn party<'a>(
        &self,
        (role, version, name): (Option<&'a str>, &'a Version, Option<&'a str>),
    ) -> Party<'a> {
        // Where nothing is marked, the highest part tells what works together.
        let era = match self.breaking() {
            [] => version.values.first().copied().flatten().unwrap_or(0),
            marked => {
                let form: &Form = self.form(role).unwrap_or_else(|| self.plain());
                let key = form.key(version);
                let passed = marked.iter().filter(|breaking| form.key(breaking) <= key).count();
                u64::try_from(passed).unwrap_or(u64::MAX)
            }
        };
        Party { values: &version.values, name, era }
    }
}

impl CompatRule {
    fn words(&self) -> String {
        match (&self.because, &self.text) {
            (Some(because), _) => because.clone(),
            (None, Some(condition)) => condition.clone(),
            (None, None) => "no other rule of the scheme speaks of this pair".into(),
        }
    }
}
