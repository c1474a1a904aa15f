//! Who takes part: those asked for, and all that embed one of them (SEMANTICS 8–10).

use alloc::string::ToString;
use alloc::vec::Vec;

use version::{Participants, Subset};

use super::operation::{Operation, Target};
use super::pre::nothing_pending;
use super::refused::Refused;
use super::words::Names;
use super::{
    Context, DependantRefusal, PlanError, Reason, Reasons, Refusal, exact, level, together,
};
use crate::Product;
use crate::changes::Changes;

/// Who embeds whom.
pub(crate) struct Embedders(Vec<Vec<usize>>);

impl Embedders {
    /// As release.toml says it.
    pub(super) fn of(product: &Product) -> Self {
        let mut all = alloc::vec![Vec::new(); product.components.len()];
        for (outer, component) in product.live() {
            for inner in &component.embeds {
                all.get_mut(*inner).into_iter().for_each(|all: &mut Vec<_>| all.push(outer));
            }
        }
        Self(all)
    }

    /// The live components that embed component `inner`, in file order; they are of its line.
    fn of_one(&self, inner: usize) -> &[usize] {
        self.0.get(inner).map_or(&[], Vec::as_slice)
    }
}

/// The participants: in the order asked for, then in file order, each with its reasons.
pub(crate) struct Chosen {
    pub(crate) order: Vec<usize>,
    pub(crate) reasons: Reasons,
}

impl Chosen {
    /// Those who take part by their own right, not because of others, in order.
    pub(super) fn asked(&self) -> impl Iterator<Item = usize> {
        let own = |index: &usize| self.reasons.get(index).into_iter().flatten();
        self.order.iter().copied().filter(move |index| own(index).any(Reason::is_asked))
    }

    /// Adds a participant, or another reason for one.
    pub(crate) fn join(&mut self, index: usize, reason: Reason) -> bool {
        let fresh = !self.reasons.contains_key(&index);
        if fresh {
            self.order.push(index);
        }
        let reasons = self.reasons.entry(index).or_default();
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
        fresh
    }
}

/// Who takes part in `operation`: those that the request speaks of, else those that it is for by
/// default, without the excluded; and all that embed one of them (SEMANTICS 8–10).
///
/// # Errors
/// Nobody left; what refuses to follow or to be left out.
pub(crate) fn choose(cx: &Context<'_>, operation: &Operation) -> Result<Chosen, PlanError> {
    let mut chosen = Chosen { order: Vec::new(), reasons: Reasons::new() };
    for index in &operation.named {
        chosen.join(*index, Reason::Requested);
    }
    if operation.target == Target::Promotion && operation.named.is_empty() && !operation.all {
        pending(cx, &mut chosen);
    } else if operation.all {
        for index in cx.members() {
            chosen.join(index, Reason::All);
        }
    } else if operation.named.is_empty() && cx.auto {
        level::participants(cx, &mut chosen)?;
    } else if operation.named.is_empty() {
        by_default(cx, &mut chosen);
    }
    let left_out: Vec<usize> =
        chosen.order.extract_if(.., |index| operation.exclude.contains(index)).collect();
    for index in &left_out {
        chosen.reasons.remove(index);
    }
    embedding(cx, &mut chosen);
    together::check(cx, operation, &chosen)?;
    excluded(cx, operation, &chosen)?;
    if operation.target == Target::Promotion
        && !chosen.order.iter().any(|index| cx.pending(*index).is_some())
    {
        let first = operation.named.first().map(|index| cx.name(*index));
        return Err(nothing_pending(cx, first).into());
    }
    if chosen.order.is_empty() {
        // What could not be released in any case is not for want of changes.
        exact::is_beyond(cx, operation)?;
        if left_out.is_empty() {
            return Err(match &cx.line.scheme.release().participants {
                Participants::Role(role) if !cx.auto => {
                    Refusal::NobodyOfRole { role: role.clone() }.into()
                }
                _ => Refusal::NothingChanged.into(),
            });
        }
        let left_out = Names::of(left_out.iter(), |index| cx.name(*index));
        return Err(Refusal::AllLeftOut { left_out }.into());
    }
    Ok(chosen)
}

/// Whether the rest may be released without component `index`, which is in the way and takes part for
/// these `reasons`: whoever was named may not, nor who has to come along ([`excluded`]), and a patch
/// leaves nobody out of those that it names.
pub(super) fn may_leave(
    cx: &Context<'_>,
    operation: &Operation,
    (index, reasons): (usize, &[Reason]),
) -> bool {
    let subset = cx.line.scheme.release().subset == Subset::Allow;
    let free = !operation.named.contains(&index) && !reasons.iter().any(Reason::ties);
    subset && operation.release && free && cx.members().nth(1).is_some()
}

/// That nothing says where to start: of everybody who is to be released and has no version, component
/// `index` among them.
pub(super) fn no_version(
    cx: &Context<'_>,
    operation: &Operation,
    (index, reasons): (usize, &[Reason]),
) -> Refusal {
    let Operation { named, exclude, .. } = operation;
    let asked = |one: &usize| {
        *one == index || ((named.is_empty() || named.contains(one)) && !exclude.contains(one))
    };
    let without = cx.members().filter(asked).filter(|one| cx.current(*one).is_none());
    let without: Vec<usize> = without.collect();
    // All of them would have to be left out, and what embeds anybody else comes along.
    let components = without.iter().filter_map(|one| cx.product.components.get(*one));
    let alone = components.flat_map(|one| &one.embeds).all(|inner| without.contains(inner));
    let leave = alone && may_leave(cx, operation, (index, reasons));
    Refusal::NoVersionYet { components: without.iter().map(|one| cx.name(*one)).collect(), leave }
}

/// Whose pre-releases a promotion is of where nobody was named: all that are pending, those that only
/// manifests have included, and everybody else where the policy moves all together.
fn pending(cx: &Context<'_>, chosen: &mut Chosen) {
    let all = cx.line.scheme.release().participants == Participants::All;
    for index in cx.members() {
        match cx.state.pending(index) {
            Some(pending) => {
                chosen.join(index, Reason::Pending { tag: pending.tag.clone() });
            }
            None if all => {
                chosen.join(index, Reason::All);
            }
            None if cx.pending(index).is_some() => {
                chosen.join(index, Reason::Changed { since: None });
            }
            None => {}
        }
    }
}

/// The scheme's own answer to "who", where nobody was named.
pub(crate) fn by_default(cx: &Context<'_>, chosen: &mut Chosen) {
    let participants = &cx.line.scheme.release().participants;
    let changes = Changes::new(cx.product, cx.snapshot);
    for index in cx.members() {
        match participants {
            Participants::All => {
                chosen.join(index, Reason::All);
            }
            Participants::Role(role) => {
                let component = cx.product.components.get(index);
                if component.is_some_and(|component| component.role.as_ref() == Some(role)) {
                    chosen.join(index, Reason::Suite);
                }
            }
            Participants::Changed => {
                let baseline = cx.state.baseline(index);
                if changes.of(index, baseline) != Some(false) {
                    let since = baseline.map(|baseline| baseline.tag.to_string());
                    chosen.join(index, Reason::Changed { since });
                }
            }
        }
    }
}

/// Refuses to leave out whoever has to come along (SEMANTICS 10, 11).
pub(crate) fn excluded(
    cx: &Context<'_>,
    operation: &Operation,
    chosen: &Chosen,
) -> Result<(), PlanError> {
    let mut refused = Refused::default();
    for index in &operation.exclude {
        for reason in chosen.reasons.get(index).into_iter().flatten() {
            let name = cx.name(*index);
            refused.add(match reason {
                Reason::Requires { component, requirement } => {
                    let (on, requirement) = (component.clone(), requirement.clone());
                    DependantRefusal::Excluded { name, on, requirement }.into()
                }
                Reason::Embeds { component } => {
                    Refusal::ExcludedEmbeds { name, embeds: component.clone() }
                }
                _ => continue,
            });
        }
    }
    refused.end()
}

/// Adds, transitively, every component that embeds a participant.
pub(crate) fn embedding(cx: &Context<'_>, chosen: &mut Chosen) {
    let mut at = 0;
    while let Some(inner) = chosen.order.get(at).copied() {
        for outer in cx.relations.embedders.of_one(inner) {
            chosen.join(*outer, Reason::Embeds { component: cx.name(inner) });
        }
        at += 1;
    }
}
