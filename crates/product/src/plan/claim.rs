//! What a release falls short of, or rests on: impacts of pending changes, as messages name them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Place, RepoPath};
use version::{LastWord, PartId, Scheme, Version};

use crate::impact::Need;

/// An impact that a component's next release answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The component.
    pub component: String,
    /// The version that it would get.
    pub to: String,
    /// The impact's ID in the scheme.
    pub impact: String,
    /// The lowest part whose bump is enough.
    pub part: PartId,
    /// That part's name.
    pub needs: String,
    /// Where the impact is said.
    pub place: Place,
    /// The file that says it, or that it is inferred from.
    pub path: RepoPath,
    /// The policy's rule that it comes from.
    pub rule: Option<String>,
    /// What it is inferred from, in words.
    pub inferred: Option<String>,
    /// Whether people may go below it when they say why.
    pub excusable: bool,
}

/// How many components, and how many impacts of each, a message names.
const NAMED: usize = 4;

/// What the changes of each component need, a clause a component.
pub(super) fn spell_claims(claims: &[Claim]) -> String {
    let mut clauses: Vec<String> = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for claim in claims {
        if told.contains(&claim.component.as_str()) {
            continue;
        }
        told.push(&claim.component);
        let own: Vec<String> = claims
            .iter()
            .filter(|other| other.component == claim.component)
            .map(Claim::spelled)
            .collect();
        let (name, to) = (&claim.component, &claim.to);
        clauses.push(format!(
            "`{name}` {to} is less than its changes need: {}",
            place::few(&own, NAMED)
        ));
    }
    let more = clauses.len().saturating_sub(NAMED);
    clauses.truncate(NAMED);
    let clauses = clauses.join("; ");
    if more == 0 { clauses } else { format!("{clauses}; and so for {more} more") }
}

/// The part that the highest of `claims` needs.
pub(super) fn needs(claims: &[Claim]) -> &str {
    claims.first().map_or("", |claim| claim.needs.as_str())
}

/// The impacts with the files that say them.
pub(super) fn some_impacts(claims: &[Claim]) -> String {
    let spelled: Vec<String> =
        claims.iter().map(|claim| format!("`{}` ({})", claim.impact, claim.path)).collect();
    place::few(&spelled, NAMED)
}

impl Claim {
    /// That `need` is answered for by the release of `component` as `to`.
    pub(super) fn new(component: String, to: &Version, need: &Need<'_>, scheme: &Scheme) -> Self {
        let Need { pending, impact, part } = need;
        Self {
            component,
            to: to.to_string(),
            impact: impact.id.clone(),
            part: *part,
            needs: need.part_name(scheme),
            place: pending.place(),
            path: pending.path.clone(),
            rule: impact.rule.clone(),
            inferred: pending.inferred().map(ToString::to_string),
            excusable: impact.last_word == LastWord::People || pending.inferred().is_some(),
        }
    }

    fn spelled(&self) -> String {
        let rule = self.rule.as_ref().map(|rule| format!("{rule}, ")).unwrap_or_default();
        let Self { impact, needs, path, .. } = self;
        match &self.inferred {
            Some(words) => {
                format!("`{impact}` needs {needs} ({rule}inferred from {path}: {words})")
            }
            None => format!("`{impact}` needs {needs} ({rule}{path})"),
        }
    }
}
