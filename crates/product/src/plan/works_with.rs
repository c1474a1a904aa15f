//! Whether a release leaves components that run beside each other with versions that do not work
//! together (`works-with`).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, Explain, Place};
use version::{CompatSeverity, Compatibility, Verdict, Version};

use super::{Context, Moves, PlanError, Refusal, Warning};
use crate::line_state;
use crate::pairs::{Pair, RULE, is_fine, pairs};

/// How many pairs a refusal tells of.
const NAMED: usize = 4;

/// Two components whose versions after a release do not plainly work together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// What is said of the two versions.
    pub verdict: Verdict,
    /// What would make them work together.
    pub way: String,
    /// Where they are said to work with each other.
    pub place: Place,
}

/// Pairs that must not be left like that (`block`), without anybody's word for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", spell(clashes))]
pub struct NotTogether {
    /// The pairs, in the order of release.toml; never empty.
    pub clashes: Vec<Clash>,
}

impl NotTogether {
    /// The policy's own rule that speaks, where one does.
    pub(super) fn policy(&self) -> Option<String> {
        self.clashes.first().and_then(Clash::policy)
    }
}

impl Explain for NotTogether {
    fn rule(&self) -> Option<&str> {
        Some(RULE)
    }

    fn place(&self) -> Option<Place> {
        self.clashes.first().map(|clash| clash.place.clone())
    }

    fn help(&self) -> Option<String> {
        let way = self.clashes.first().map_or("", |clash| clash.way.as_str());
        Some(format!("{way}; or say why they may stand like that: --because TEXT"))
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

impl From<NotTogether> for PlanError {
    fn from(refusal: NotTogether) -> Self {
        Refusal::NotTogether(refusal).into()
    }
}

/// Refuses to leave a pair with versions that must not be used together, unless people say why.
pub(super) fn check(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    if cx.request.options.because.is_some() {
        return Ok(());
    }
    let mut clashes = clashes(cx, moved);
    clashes.retain(Clash::is_blocked);
    if clashes.is_empty() { Ok(()) } else { Err(NotTogether { clashes }.into()) }
}

/// Warns of every pair that a release leaves worse than it was.
pub(super) fn warn(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for clash in clashes(cx, moved) {
        let policy = clash.policy();
        let mut warning = cx.warning(RULE, clash.message, clash.way);
        warning.policy = policy.or(warning.policy);
        found.push(warning);
    }
}

/// The pairs that these moves make worse, and those of which the consumer is released although its
/// own range excludes the provider. What is no worse than before is `lint`'s to tell: no plan
/// repeats it.
fn clashes(cx: &Context<'_>, moved: &Moves) -> Vec<Clash> {
    let clash = |pair: Pair<'_>| {
        let (consumer, provider) = (pair.consumer, pair.said.provider);
        let moves = |index: usize| moved.of(index).is_some();
        if !moves(consumer) && !moves(provider) {
            return None;
        }
        let after = |index: usize| moved.of(index).map(|step| step.to.clone()).or(now(cx, index));
        let (own, other) = (after(consumer)?, after(provider)?);
        let verdict = pair.judge(cx.product, &other, &own, true);
        let excluded = moves(consumer) && pair.excludes(&other);
        let told =
            !is_fine(&verdict) && (excluded || is_worse(cx, pair, &verdict, moves(consumer)));
        told.then(|| Clash {
            message: pair.wrong(cx.product, &other, &own, &verdict),
            way: way(cx, pair, &other, (moves(consumer), moves(provider))),
            verdict,
            place: pair.said.place.clone(),
        })
    };
    pairs(cx.product).filter_map(clash).collect()
}

/// Whether a pair was better than `verdict` before; `moves` is whether the consumer moves. Its first
/// release is new, and a provider's takes nothing from anybody. The range is what the consumer needs
/// from its next release on: where that is the one planned, what was before knew nothing of it.
fn is_worse(cx: &Context<'_>, pair: Pair<'_>, verdict: &Verdict, moves: bool) -> bool {
    let (consumer, provider) = (pair.consumer, pair.said.provider);
    let first = moves && cx.state.latest(consumer).is_none();
    let (false, Some(own), Some(other)) = (first, now(cx, consumer), now(cx, provider)) else {
        return moves;
    };
    weight(verdict) > weight(&pair.judge(cx.product, &other, &own, !moves))
}

/// The version that a component of any line has now.
fn now(cx: &Context<'_>, index: usize) -> Option<Version> {
    let component = cx.product.components.get(index)?;
    if component.line == cx.line {
        return cx.current(index).cloned();
    }
    let stated = cx.inventory.version(index).cloned();
    stated.or_else(|| {
        let state = line_state(cx.product, cx.snapshot, cx.inventory, component.line);
        state.latest(index).map(|latest| latest.version.clone())
    })
}

/// How bad a verdict is.
fn weight(verdict: &Verdict) -> (CompatSeverity, Compatibility) {
    (verdict.severity, verdict.verdict)
}

/// What would make a pair work together; `moves` says whether the consumer and the provider do.
fn way(cx: &Context<'_>, pair: Pair<'_>, other: &Version, moves: (bool, bool)) -> String {
    let (consumer, provider) = (cx.name(pair.consumer), cx.name(pair.said.provider));
    if let Some(range) = pair.said.range.as_ref().filter(|range| !range.admits(other)) {
        let line = &pair.said.line;
        return if range.reached(other) {
            format!("if `{consumer}` runs with `{provider}` {other}, widen the range in {line}")
        } else {
            format!("release a `{provider}` that is {range} first, or lower the range in {line}")
        };
    }
    match moves {
        (false, true) => format!("release `{consumer}` along with `{provider}`"),
        (true, false) => format!("release `{provider}` along with `{consumer}`, or before it"),
        _ => "release them to versions that work together".into(),
    }
}

impl Clash {
    fn is_blocked(&self) -> bool {
        self.verdict.severity == CompatSeverity::Block
    }

    /// The policy's own rule that speaks.
    fn policy(&self) -> Option<String> {
        self.verdict.rule.clone().filter(|rule| rule != RULE)
    }
}

/// The first few clashes, and how many more there are.
fn spell(clashes: &[Clash]) -> String {
    let first: Vec<String> =
        clashes.iter().take(NAMED).map(|clash| clash.message.clone()).collect();
    match clashes.len().saturating_sub(NAMED) {
        0 => first.join("; "),
        more => format!("{}; and so for {more} more pairs", first.join("; ")),
    }
}
