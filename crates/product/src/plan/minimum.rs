//! The lowest release of the core that a component needs: stated, kept, and never of a core that
//! is not out (DIAV-7).

use alloc::format;
use alloc::string::{String, ToString};

use place::{Class, Explain, Place};
use version::Given;

use super::participants::Chosen;
use super::{Context, Move, PlanError, Reason, Refusal};
use crate::minimum::{NeedsCore, configured, core, is_out, least};
use crate::{Asked, Component};

/// The core, and its newest release once the plan is carried out.
pub(crate) struct Newest {
    /// Its name.
    core: String,
    /// The number that its newest release is known by; `None` where nothing of it is released.
    number: Option<u64>,
}

/// Why a minimum cannot be stated, or kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MinimumRefusal {
    /// `--needs-core` with something that names no release.
    #[error("`{text}` is neither the number of a release nor a version of the core")]
    NotARelease {
        /// As asked for.
        text: String,
    },
    /// A minimum in a product without a core.
    #[error("this product has no core that components could need")]
    NoCore,
    /// The newest release of a core that has none.
    #[error("nothing of `{core}` is released yet")]
    NoRelease {
        /// The core.
        core: String,
    },
    /// A minimum asked for where nobody states one.
    #[error("`{component}` states no minimum: its versions have no part for one")]
    NotStated {
        /// The component asked for.
        component: String,
    },
    /// A minimum that no released core reaches.
    #[error("`{component}` would need {core} {wanted}, {}", newest.map_or_else(|| "of which nothing is released".to_string(), |newest| format!("and its newest release is {newest}")))]
    Unreleased {
        /// The component.
        component: String,
        /// What it would need.
        wanted: u64,
        /// The core.
        core: String,
        /// Its newest release; `None` where it has none.
        newest: Option<u64>,
        /// What release.toml says, where no released core reaches that either.
        configured: Option<u64>,
    },
    /// A minimum that goes down, and nobody says why.
    #[error(
        "`{component}` would go from {from} to {to}, which needs {would} of the core instead of {was}"
    )]
    Lowered {
        /// The component.
        component: String,
        /// Its last release.
        from: String,
        /// What it would get.
        to: String,
        /// The minimum that it states.
        was: u64,
        /// The minimum that it would state.
        would: u64,
        /// Whether the version was asked for by its number.
        exact: bool,
    },
    /// A minimum below the one in release.toml.
    #[error("`{component}` is said to need at least {configured} of the core, not {wanted}")]
    BelowConfigured {
        /// The component.
        component: String,
        /// As asked for.
        wanted: u64,
        /// What release.toml says.
        configured: u64,
        /// Whether that is in a version that was asked for by its number.
        exact: bool,
        /// Where the component is configured.
        place: Place,
    },
}

impl Explain for MinimumRefusal {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::NoRelease { .. } | Self::Unreleased { .. } => Some("minimum-known"),
            Self::Lowered { .. } => Some("minimum-lowered"),
            _ => None,
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::NotARelease { text } => Some(Place::Argument(text.clone())),
            Self::BelowConfigured { place, .. } => Some(place.clone()),
            _ => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NotARelease { .. } => {
                "write --needs-core N, --needs-core VERSION or --needs-core latest".into()
            }
            Self::NoCore | Self::NotStated { .. } => "leave out --needs-core".into(),
            Self::NoRelease { core } | Self::Unreleased { core, newest: None, .. } => {
                format!("release `{core}` first")
            }
            Self::Unreleased { core, newest: Some(newest), configured: None, .. } => {
                format!("release `{core}` first, or need at most {newest}")
            }
            Self::Unreleased {
                component,
                core,
                newest: Some(newest),
                configured: Some(least),
                ..
            } => {
                format!(
                    "release `{core}` first, or lower `needs-core` of `{component}`, which is {least}, to at most {newest}"
                )
            }
            Self::Lowered { was, exact: true, .. } => {
                format!("say why with --because TEXT, or keep {was} in the version")
            }
            Self::Lowered { was, .. } => {
                format!("say why with --because TEXT, or keep {was}: leave out --needs-core")
            }
            Self::BelowConfigured { configured, exact: true, .. } => {
                format!(
                    "write {configured} or more into the version, or lower `needs-core` there first"
                )
            }
            Self::BelowConfigured { .. } => {
                "lower `needs-core` there first, or leave out --needs-core".into()
            }
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::NoRelease { .. } | Self::Unreleased { .. } | Self::Lowered { .. } => {
                Class::Policy
            }
            _ => Class::Usage,
        }
    }
}

/// The core of the line and what its newest release will be: planned by `of` where it takes part.
/// `None` where the product has no core.
pub(crate) fn newest(
    cx: &Context<'_>,
    chosen: &Chosen,
    of: impl Fn(usize) -> Result<Move, PlanError>,
) -> Result<Option<Newest>, PlanError> {
    let states_one = |index: &usize| {
        cx.product.components.get(*index).is_some_and(|c| c.form.minimum().is_some())
    };
    let Some((index, part)) = core(cx.product, cx.line_index) else { return Ok(None) };
    // Nobody needs anything: nothing is planned twice for it.
    if !chosen.order.iter().any(states_one) {
        return Ok(None);
    }
    let number = if chosen.order.contains(&index) {
        of(index)?.to.value(part)
    } else {
        cx.state.baseline(index).and_then(|baseline| baseline.version.value(part))
    };
    Ok(Some(Newest { core: cx.name(index), number }))
}

/// Refuses `--needs-core` where nobody who is asked for states a minimum.
pub(crate) fn is_stated(cx: &Context<'_>, chosen: &Chosen) -> Result<(), PlanError> {
    if asked(cx)?.is_none() {
        return Ok(());
    }
    let wanted = |index: &&usize| is_meant(chosen, **index);
    let component = |index: &usize| cx.product.components.get(*index);
    let mut wanted = chosen.order.iter().filter(wanted).filter_map(component).peekable();
    let Some(first) = wanted.peek().map(|component| component.name.clone()) else { return Ok(()) };
    if wanted.any(|component| component.form.minimum().is_some()) {
        return Ok(());
    }
    Err(MinimumRefusal::NotStated { component: first }.into())
}

/// What is given to component `index`: as `given`, with the minimum that the request or release.toml
/// states for it.
pub(crate) fn with_minimum(
    cx: &Context<'_>,
    chosen: &Chosen,
    index: usize,
    newest: Option<&Newest>,
    given: &Given,
) -> Result<Given, PlanError> {
    let mut given = Given { minimum: None, ..*given };
    let Some(component) = cx.product.components.get(index) else { return Ok(given) };
    if component.form.minimum().is_none() {
        return Ok(given);
    }
    let number = newest.and_then(|newest| newest.number);
    let configured = configured(component, cx.current(index), number);
    let asked = asked(cx)?.filter(|_| is_meant(chosen, index));
    let wanted = match (asked, newest) {
        (None, _) => None,
        (Some(NeedsCore::Release(wanted)), _) => Some(wanted),
        (Some(NeedsCore::Latest), None) => return Err(MinimumRefusal::NoCore.into()),
        (Some(NeedsCore::Latest), Some(Newest { core, number })) => {
            Some(number.ok_or_else(|| MinimumRefusal::NoRelease { core: core.clone() })?)
        }
    };
    if let Some(wanted) = wanted {
        is_enough(component, wanted, number, false)?;
    }
    if let (Some(wanted), Some(newest)) = (wanted, newest) {
        is_released(component, wanted, newest)?;
    }
    given.minimum = wanted.or(configured);
    Ok(given)
}

/// Refuses a move to a version whose minimum no released core reaches, or whose minimum goes down
/// without a reason; where the version was asked for by its number (`exact`), one that is below
/// release.toml's as well: others are given that.
pub(crate) fn holds(
    cx: &Context<'_>,
    moved: &Move,
    newest: Option<&Newest>,
    exact: bool,
) -> Result<(), PlanError> {
    let Some(component) = cx.product.components.get(moved.component) else { return Ok(()) };
    let stated = component.form.minimum();
    let Some((part, would)) = stated.and_then(|part| Some((part, moved.to.value(part)?))) else {
        return Ok(());
    };
    if let Some(newest) = newest {
        is_released(component, would, newest)?;
    }
    if exact {
        is_enough(component, would, newest.and_then(|newest| newest.number), exact)?;
    }
    let released = cx.state.baseline(moved.component).map(|baseline| &baseline.version);
    let Some(from) = released.or(moved.from.as_ref()) else { return Ok(()) };
    match from.value(part).filter(|was| would < *was) {
        Some(was) if cx.request.options.because.is_none() => Err(MinimumRefusal::Lowered {
            component: component.name.clone(),
            from: from.to_string(),
            to: moved.to.to_string(),
            was,
            would,
            exact,
        }
        .into()),
        _ => Ok(()),
    }
}

/// Refuses a minimum below the one that release.toml states for all releases of a component.
fn is_enough(
    component: &Component,
    wanted: u64,
    newest: Option<u64>,
    exact: bool,
) -> Result<(), MinimumRefusal> {
    match least(component, newest).filter(|least| wanted < *least) {
        None => Ok(()),
        Some(configured) => {
            let (component, place) = (component.name.clone(), component.place.clone());
            Err(MinimumRefusal::BelowConfigured { component, wanted, configured, exact, place })
        }
    }
}

/// Refuses a minimum that no released core reaches.
fn is_released(component: &Component, wanted: u64, newest: &Newest) -> Result<(), MinimumRefusal> {
    if is_out(wanted, newest.number) {
        return Ok(());
    }
    Err(MinimumRefusal::Unreleased {
        component: component.name.clone(),
        wanted,
        core: newest.core.clone(),
        newest: newest.number,
        configured: least(component, newest.number).filter(|least| !is_out(*least, newest.number)),
    })
}

/// That the minimum moves, and from where to where.
pub(crate) fn moves(cx: &Context<'_>, moved: &Move) -> Option<Reason> {
    let part = cx.product.components.get(moved.component)?.form.minimum()?;
    let (from, to) = (moved.from.as_ref()?.value(part)?, moved.to.value(part)?);
    let core = cx.line.scheme.provider_role()?.to_string();
    (from != to).then_some(Reason::NeedsCore { core, from, to })
}

/// What `--needs-core` asks for.
fn asked(cx: &Context<'_>) -> Result<Option<NeedsCore>, PlanError> {
    let Asked::Patch { needs_core: Some(text), .. } = &cx.request.asked else { return Ok(None) };
    let core = core(cx.product, cx.line_index);
    let version = || {
        let (index, part) = core?;
        let form = cx.product.components.get(index).map(|core: &Component| &core.form)?;
        form.parse(text).ok()?.value(part)
    };
    let read = NeedsCore::read(text).or_else(|| version().map(NeedsCore::Release));
    read.map(Some).ok_or_else(|| MinimumRefusal::NotARelease { text: text.clone() }.into())
}

/// Whether the request itself speaks of a component, by its name or as one of all.
fn is_meant(chosen: &Chosen, index: usize) -> bool {
    let reasons = chosen.reasons.get(&index).into_iter().flatten();
    reasons.into_iter().any(|reason| matches!(reason, Reason::Requested | Reason::All))
}

impl From<MinimumRefusal> for PlanError {
    fn from(refusal: MinimumRefusal) -> Self {
        Refusal::Minimum(refusal).into()
    }
}
