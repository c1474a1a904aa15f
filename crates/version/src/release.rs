//! What a scheme says about releases: who takes part, and what carries the product's version.

use alloc::string::String;

use place::Severity;

use crate::PartId;

/// A scheme's `[release]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasePolicy {
    /// Who takes part where nobody is asked for by name.
    pub participants: Participants,
    /// Whether fewer than all may move.
    pub subset: Subset,
    /// What carries the product's version.
    pub product_tag: ProductTag,
}

/// Who takes part in a release where nobody is asked for by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Participants {
    /// Those that changed since their baseline.
    Changed,
    /// All components.
    All,
    /// Those with this role.
    Role(String),
}

/// Whether fewer than all components may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subset {
    /// They may.
    Allow,
    /// They may not (IBEX-2).
    Refuse,
}

/// What carries the product's version (SEMANTICS 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProductTag {
    /// A tag of its own, made when the line moves.
    Line,
    /// The component with this role: its own version is the product's.
    Role(String),
    /// Nothing.
    None,
}

/// What an embedding component gets at least when one that it embeds moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmbedsLevel {
    /// The same level.
    Same,
    /// At least this part (KOLAB-10).
    Part(PartId),
}

/// A policy's own rule, in the policy's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRule {
    /// The policy's ID: `CHAIN-3`.
    pub id: String,
    /// The generic checks that speak for it, its own first: `shared-part-alone`. None for a rule that
    /// is in the shape of the scheme, or that people keep.
    pub enforces: alloc::vec::Vec<String>,
    /// Where the scheme names each of them.
    pub places: alloc::vec::Vec<place::Place>,
    /// What it demands.
    pub text: String,
    /// Where it comes from.
    pub source: String,
    /// What breaks it, or what follows from it; of none of its own, its first check's is shown.
    pub example: Option<String>,
    /// What to do about a breach.
    pub fix: Option<String>,
    /// How much a breach that `lint` finds matters, where the policy says other than the check.
    pub severity: Option<Severity>,
}

impl PolicyRule {
    /// The IDs of the generic checks that speak for it, its own first.
    pub fn checks(&self) -> impl Iterator<Item = &str> {
        self.enforces.iter().map(String::as_str)
    }
}
