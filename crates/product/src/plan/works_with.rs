//! Whether a release leaves components that run beside each other with versions that do not work
//! together (`works-with`).

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, Explain, Place};
use version::{CompatSeverity, Verdict, Version};

use super::{Context, Moves, PlanError, Refusal, Warning};
use crate::Product;
use crate::pairs::{After, Change, Pair, RULE, Versions, pairs, worsened};

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
        let mut ways: Vec<&str> = Vec::new();
        for clash in self.clashes.iter().take(NAMED) {
            if !ways.contains(&clash.way.as_str()) {
                ways.push(&clash.way);
            }
        }
        Some(format!("{}; or say why they may stand like that: --because TEXT", ways.join("; ")))
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

/// The pairs of release.toml, by component.
pub(super) struct Paired<'a> {
    pairs: Vec<Pair<'a>>,
    of: Vec<Vec<usize>>,
}

impl<'a> Paired<'a> {
    /// Those of all lines.
    pub(super) fn of(product: &'a Product) -> Self {
        let pairs: Vec<_> = pairs(product).collect();
        let mut of = alloc::vec![Vec::new(); product.components.len()];
        for (at, pair) in pairs.iter().enumerate() {
            for index in [pair.consumer, pair.said.provider] {
                of.get_mut(index).into_iter().for_each(|of: &mut Vec<_>| of.push(at));
            }
        }
        Self { pairs, of }
    }

    /// The pairs of those that move, in the order of release.toml.
    fn with(&self, moved: &Moves) -> impl Iterator<Item = Pair<'a>> {
        let all = moved.iter().filter_map(|step| self.of.get(step.component)).flatten();
        let all: BTreeSet<usize> = all.copied().collect();
        all.into_iter().filter_map(|at| self.pairs.get(at).copied())
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

/// The pairs that these moves make worse.
fn clashes(cx: &Context<'_>, moved: &Moves) -> Vec<Clash> {
    let to = |index: usize| moved.of(index).map(|step| step.to.clone());
    let versions = Versions::of_lines(cx.product, cx.inventory, &cx.relations.states);
    let change = Change { to: &to, versions: &versions };
    let clash = |after: After<'_>| {
        let After { pair, provider, consumer, verdict } = after;
        let moves = |index: usize| moved.of(index).is_some();
        Clash {
            message: pair.wrong(cx.product, provider.as_ref(), &consumer, &verdict),
            way: way(
                cx,
                pair,
                provider.as_ref(),
                &verdict,
                (moves(pair.consumer), moves(pair.said.provider)),
            ),
            verdict,
            place: pair.said.place.clone(),
        }
    };
    worsened(cx.product, cx.relations.paired.with(moved), &change).map(clash).collect()
}

/// What would make a pair work together; `moves` says whether the consumer and the provider do.
fn way(
    cx: &Context<'_>,
    pair: Pair<'_>,
    other: Option<&Version>,
    verdict: &Verdict,
    moves: (bool, bool),
) -> String {
    let (consumer, provider) = (cx.name(pair.consumer), cx.name(pair.said.provider));
    let line = |index: usize| cx.product.components.get(index).map(|component| component.line);
    // One operation moves one line.
    let when = if line(pair.consumer) == line(pair.said.provider) {
        format!("along with `{consumer}`, or before it")
    } else {
        "first".into()
    };
    let Some(other) = other else { return format!("release `{provider}` {when}") };
    if let Some(range) = pair.said.range.as_ref().filter(|range| !range.admits(other)) {
        let line = &pair.said.line;
        return if range.reached(other) {
            format!("if `{consumer}` runs with `{provider}` {other}, widen the range in {line}")
        } else {
            format!("release a `{provider}` that is {range} {when}; or lower the range in {line}")
        };
    }
    match moves {
        (false, true) => format!("release `{consumer}` along with `{provider}`"),
        // Before it, the provider alone would leave them as far apart.
        (true, false) if verdict.severity == CompatSeverity::Block => {
            format!("release `{provider}` along with `{consumer}`")
        }
        (true, false) => format!("release `{provider}` {when}"),
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
