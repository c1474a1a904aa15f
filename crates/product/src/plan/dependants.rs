//! Requirements of components on others that move: who joins because of one, and who cannot
//! (SEMANTICS 11).

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place, RepoPath, Span};

use super::participants::Chosen;
use super::refused::Refused;
use super::{Context, Moves, PlanError, Reason, Refusal, Warning};
use crate::inventory::{Edge, Outsider};
use crate::{Inventory, Product};

/// Why a release would break a requirement that it cannot mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DependantRefusal {
    /// Of a component that is left out on purpose.
    #[error(
        "`{name}` requires `{on}` {requirement}, which excludes the new one: it cannot be left out"
    )]
    Excluded {
        /// The component.
        name: String,
        /// What it requires.
        on: String,
        /// The requirement as it stands.
        requirement: String,
    },
    /// Of a component on another line.
    #[error("`{component}`, on another line, requires `{on}` {requirement}, which excludes {to}")]
    Elsewhere {
        /// The component.
        component: String,
        /// What it requires.
        on: String,
        /// The version that that would get.
        to: String,
        /// The requirement as it stands.
        requirement: String,
        /// The slot.
        place: Place,
    },
    /// Of a package that is no component.
    #[error(
        "`{package}`, a package beside the components, requires `{on}` {requirement}, which excludes {to}"
    )]
    Outside {
        /// The package.
        package: String,
        /// Its folder.
        folder: RepoPath,
        /// What it requires.
        on: String,
        /// The version that that would get.
        to: String,
        /// The requirement as it stands.
        requirement: String,
        /// How it is to require any version, as the end of a sentence.
        any: &'static str,
        /// Whether it states a version of its own, so that it can be a component.
        versioned: bool,
        /// The slot.
        place: Place,
    },
    /// One text that is the requirement on several siblings, or a version besides, where these
    /// part.
    #[error(
        "this would become {new}, but it is the requirement on `{on}` too, which will be {version}"
    )]
    Shared {
        /// The sibling that it would no longer be right for.
        on: String,
        /// The version that that has after the release.
        version: String,
        /// What else it stands for, as a fragment.
        other: String,
        /// What would be written.
        new: String,
        /// The slot.
        place: Place,
    },
    /// One text that is the requirement on somebody else's package besides, which does not move.
    #[error(
        "this would become {new}, but it is the requirement on `{package}` too, which does not move"
    )]
    Foreign {
        /// The package.
        package: String,
        /// What would be written.
        new: String,
        /// The slot.
        place: Place,
    },
}

impl Explain for DependantRefusal {
    fn rule(&self) -> Option<&str> {
        Some(match self {
            Self::Excluded { .. } | Self::Elsewhere { .. } | Self::Outside { .. } => {
                "requirement-excludes"
            }
            Self::Shared { .. } | Self::Foreign { .. } => "shared-slot",
        })
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Excluded { .. } => None,
            Self::Elsewhere { place, .. }
            | Self::Outside { place, .. }
            | Self::Shared { place, .. }
            | Self::Foreign { place, .. } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Excluded { on, .. } => {
                format!("exclude `{on}` too, or neither; or widen the requirement first")
            }
            Self::Elsewhere { to, .. } => format!(
                "one operation moves one line: widen the requirement first, so that it admits {to} too"
            ),
            Self::Outside { package, folder, to, any, versioned, .. } => {
                // A scope or a group is no part of a component's name.
                let name = package.rsplit(['/', ':']).next().unwrap_or_default();
                let widen = format!("the workspace would no longer build: {any}");
                match versioned {
                    true => format!(
                        "{widen}, widen it so that it admits {to} too, or list `{package}` as a \
                         component, which then moves along: [component.{name}] path = \"{folder}\""
                    ),
                    false => format!("{widen}, or widen it so that it admits {to} too"),
                }
            }
            Self::Foreign { package, .. } => {
                format!("write the requirement on `{package}` in a place of its own")
            }
            Self::Shared { on, other, .. } => format!(
                "write the requirement on `{on}` in a place of its own, apart from {other}, or \
                 release them to one version"
            ),
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

impl From<DependantRefusal> for PlanError {
    fn from(refusal: DependantRefusal) -> Self {
        Refusal::Dependant(refusal).into()
    }
}

/// Who requires whom, by what is required.
pub(super) struct Dependants<'a> {
    /// By component: the requirements on it of components of any line.
    components: Vec<Vec<Dependant<'a>>>,
    /// By component: those of packages that are no components.
    outsiders: Vec<Vec<(usize, &'a Outsider, &'a Edge)>>,
}

/// A requirement: of which component, and which of its requirements.
type Dependant<'a> = (usize, usize, &'a Edge);

impl<'a> Dependants<'a> {
    /// As manifests state it.
    pub(super) fn of(product: &Product, inventory: &'a Inventory) -> Self {
        let mut components = alloc::vec![Vec::new(); product.components.len()];
        // Of a retired component no manifest is read: it requires nothing any more.
        for by in 0..product.components.len() {
            for (at, edge) in inventory.requires(by).iter().enumerate() {
                let on = components.get_mut(edge.on).into_iter();
                on.for_each(|on: &mut Vec<_>| on.push((by, at, edge)));
            }
        }
        let mut outsiders = alloc::vec![Vec::new(); product.components.len()];
        let all = inventory.outsiders().iter();
        let all = all.flat_map(|one| one.requires.iter().map(move |edge| (one, edge)));
        for (at, (outsider, edge)) in all.enumerate() {
            let on = outsiders.get_mut(edge.on).into_iter();
            on.for_each(|on: &mut Vec<_>| on.push((at, outsider, edge)));
        }
        Self { components, outsiders }
    }

    /// The components that stay as they are and require some that move, in file order, each with those
    /// requirements in the order of its manifests.
    fn staying(&self, moved: &Moves) -> BTreeMap<usize, BTreeMap<usize, &'a Edge>> {
        let all = moved.iter().filter_map(|step| self.components.get(step.component)).flatten();
        let mut staying: BTreeMap<usize, BTreeMap<usize, &Edge>> = BTreeMap::new();
        for (by, at, edge) in all.filter(|(by, ..)| moved.of(*by).is_none()) {
            staying.entry(*by).or_default().insert(*at, edge);
        }
        staying
    }

    /// The requirements of packages that are no components on those that move, in file order.
    pub(super) fn of_outsiders(
        &self,
        moved: &Moves,
    ) -> impl Iterator<Item = (&'a Outsider, &'a Edge)> {
        let all = moved.iter().filter_map(|step| self.outsiders.get(step.component)).flatten();
        let all: BTreeMap<_, _> = all.map(|(at, one, edge)| (*at, (*one, *edge))).collect();
        all.into_values()
    }
}

/// Takes in those whose requirement on a moving sibling excludes its new version; whether there
/// were any.
pub(crate) fn join(
    cx: &Context<'_>,
    moved: &Moves,
    chosen: &mut Chosen,
) -> Result<bool, PlanError> {
    let (mut grown, mut refused) = (false, Refused::default());
    let staying = cx.relations.dependants.staying(moved).into_iter();
    for (index, edges) in staying.filter(|(index, _)| cx.is_member(*index)) {
        if let Some(edge) = refused.unless(broken(cx, moved, edges)).flatten() {
            let component = cx.name(edge.on);
            let requirement = edge.text.clone();
            grown |= chosen.join(index, Reason::Requires { component, requirement });
        }
    }
    refused.end().map(|()| grown)
}

/// Refuses what would break a component of another line: nothing of it moves in this operation, and
/// its manifests are not edited.
pub(crate) fn elsewhere(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    let mut refused = Refused::default();
    let staying = cx.relations.dependants.staying(moved).into_iter();
    for (index, edges) in staying.filter(|(index, _)| !cx.is_member(*index)) {
        let Some(edge) = refused.unless(broken(cx, moved, edges)).flatten() else { continue };
        let to = moved.of(edge.on).map(|step| step.to.to_string()).unwrap_or_default();
        refused.add(DependantRefusal::Elsewhere {
            component: cx.name(index),
            on: cx.name(edge.on),
            to,
            requirement: edge.text.clone(),
            place: edge.place(),
        });
    }
    refused.end()
}

/// Refuses to move what a component that stays requires in a way that cannot be read: whether it
/// admits the new version nobody knows.
pub(crate) fn unread(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    let mut refused = Refused::default();
    let staying = (0..cx.product.components.len()).filter(|index| moved.of(*index).is_none());
    for (on, problem) in staying.flat_map(|index| cx.inventory.requires_unread(index)) {
        if moved.of(*on).is_some() {
            refused.add(problem.clone());
        }
    }
    refused.end()
}

/// Refuses what would break a package that is no component and goes to a registry: what it requires
/// there is not this release's to say, and the workspace that it is in would no longer build.
pub(crate) fn outside(cx: &Context<'_>, moved: &Moves) -> Result<(), PlanError> {
    let mut refused = Refused::default();
    for (outsider, edge) in cx.relations.dependants.of_outsiders(moved) {
        let Some(step) = moved.of(edge.on) else { continue };
        // What the release writes for all who inherit it is written for this one too.
        let mut inheriting = cx.relations.requirements.at(&edge.path, edge.span).iter();
        let follows = edge.inherited && inheriting.any(|one| moved.of(one.by).is_some());
        let admits = || edge.admits(cx.product, &step.to);
        if !outsider.published || follows || refused.unless(admits()) != Some(false) {
            continue;
        }
        refused.add(DependantRefusal::Outside {
            package: outsider.name.clone(),
            folder: outsider.folder.clone(),
            on: cx.name(edge.on),
            to: step.to.to_string(),
            requirement: edge.text.clone(),
            any: outsider.any,
            // A table of its own would end the finding of all others.
            versioned: outsider.versioned && !cx.product.found,
            place: edge.place(),
        });
    }
    refused.end()
}

/// Refuses a text that is the requirement on a sibling, and that the release writes anew for another
/// one's sake so that it no longer admits the first: a property or a catalogue's version that
/// several share. So is one that somebody else's package is required by. `written` is what becomes of
/// each slot that is written.
pub(crate) fn shared<'r>(
    cx: &Context<'_>,
    moved: &Moves,
    written: impl Iterator<Item = (&'r RepoPath, Span, &'r str)>,
) -> Result<(), PlanError> {
    let mut refused = Refused::default();
    let written: BTreeMap<_, _> = written.map(|(path, span, new)| ((path, span), new)).collect();
    let components = 0..cx.product.components.len();
    for foreign in components.flat_map(|index| cx.inventory.foreign(index)) {
        if let Some(new) = written.get(&(&foreign.path, foreign.span)) {
            refused.add(DependantRefusal::Foreign {
                package: foreign.package.clone(),
                new: (*new).into(),
                place: Place::bytes(&foreign.path, foreign.span),
            });
        }
    }
    let written = written.into_iter().map(|((path, span), new)| (path, span, new));
    for (one, new) in cx.relations.requirements.among(written) {
        let edge = one.edge;
        // What is out as final is what a requirement is for: a pre-release is asked for by name.
        let stays = || {
            let line = cx.product.components.get(edge.on)?.line;
            let baseline = cx.relations.states.get(line)?.baseline(edge.on)?;
            Some(&baseline.version)
        };
        let stays = || cx.inventory.version(edge.on).or_else(stays);
        let Some(version) = moved.of(edge.on).map(|step| &step.to).or_else(stays) else { continue };
        let after = Edge { text: new.into(), ..edge.clone() };
        if refused.unless(after.admits(cx.product, version)) != Some(false) {
            continue;
        }
        let same = cx.relations.requirements.at(&edge.path, edge.span).iter();
        let sibling = same.map(|other| other.edge.on).find(|on| *on != edge.on);
        let other = sibling.map(|on| format!("that on `{}`", cx.name(on)));
        refused.add(DependantRefusal::Shared {
            on: cx.name(edge.on),
            version: version.to_string(),
            other: other.unwrap_or_else(|| "the version that it is as well".into()),
            new: new.into(),
            place: edge.place(),
        });
    }
    refused.end()
}

/// Components that stay where they are while what they require moves further than its ecosystem
/// takes for compatible. Their requirements admit that, so nothing is broken; nobody may have tried.
/// No word of those who ask for no version at all (`workspace:*`, which pnpm and Yarn fill in when
/// they publish), and of what is never published: it is used as it lies here.
pub(crate) fn unpromised(cx: &Context<'_>, moved: &Moves, found: &mut Vec<Warning>) {
    for (index, component) in cx.product.live().filter(|(at, _)| moved.of(*at).is_none()) {
        for edge in cx.inventory.requires(index).iter().filter(|edge| !edge.for_developers) {
            let Some(rules) = edge.dialect.requires else { continue };
            if rules.is_free(&edge.text) || !cx.inventory.is_public(index, edge.dialect) {
                continue;
            }
            let Some((step, promise)) = moved.of(edge.on).zip(rules.promise) else { continue };
            let native = |version| edge.native(cx.product, version).ok();
            let Some(from) = step.from.as_ref().and_then(native) else { continue };
            let Some(to) = native(&step.to) else { continue };
            if matches!((rules.admits)(&format!("{promise}{from}"), &to), Ok(false)) {
                let (name, on) = (&component.name, cx.name(edge.on));
                found.push(cx.warning(
                    "requirement-excludes",
                    format!(
                        "`{name}` stays as it is and requires `{on}` {}, which admits {to}: {} takes \
                         that for incompatible with {from}",
                        edge.text, edge.dialect.title
                    ),
                    format!("narrow the requirement, or release `{name}` along with `{on}`"),
                ));
            }
        }
    }
}

/// The first of these requirements that a move breaks.
fn broken<'c>(
    cx: &Context<'c>,
    moved: &Moves,
    edges: BTreeMap<usize, &'c Edge>,
) -> Result<Option<&'c Edge>, PlanError> {
    for edge in edges.into_values() {
        let Some(step) = moved.of(edge.on) else { continue };
        if !edge.admits(cx.product, &step.to)? {
            return Ok(Some(edge));
        }
    }
    Ok(None)
}
