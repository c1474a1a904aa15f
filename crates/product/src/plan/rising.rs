//! Native versions in use may only rise: an upgrade sees nothing else (SEMANTICS 21).

use alloc::format;
use alloc::string::{String, ToString};
use core::cmp::Ordering;

use place::{Class, Explain, Place};
use version::native::Target;
use version::{Dialect, Form, Version};

use super::{Context, Move, PlanError, Refusal};
use crate::config::Component;
use crate::inventory::Own;

/// Why a native version cannot be released.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRising {
    /// It would be no upgrade of the one in use.
    #[error("`{component}` {to} would be no upgrade for {}: {new} is {} {old} there", target.title, if *equal { "the same as" } else { "below" })]
    Falls {
        /// The component.
        component: String,
        /// The version it would get.
        to: String,
        /// What is in use.
        old: String,
        /// What it would become.
        new: String,
        /// Whether the ecosystem takes the two for equal.
        equal: bool,
        /// The ecosystem.
        target: Target,
        /// The epoch that would lift it; `None` where the ecosystem has none.
        epoch: Option<u64>,
        /// The slot.
        place: Place,
    },
    /// It would be another version when it is read again.
    #[error("`{component}` {to} would be written {new}, {says}")]
    Unread {
        /// The component.
        component: String,
        /// The version it would get.
        to: String,
        /// What would be written.
        new: String,
        /// What that reads as, as a fragment.
        says: String,
        /// The ecosystem.
        target: Target,
        /// The slot.
        place: Place,
    },
}

impl Explain for NotRising {
    fn rule(&self) -> Option<&str> {
        Some(match self {
            Self::Falls { .. } => "not-lower",
            Self::Unread { .. } => "native-fits",
        })
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Falls { place, .. } | Self::Unread { place, .. } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Falls { component, old, target, epoch: Some(epoch), .. } => format!(
                "release a version that is above {old}, or put all that follow behind an epoch: \
                 `native = {{ {} = {{ epoch = {epoch} }} }}` in [component.{component}]",
                target.id
            ),
            Self::Falls { component, old, target, epoch: None, .. } => format!(
                "release a version that is above {old}, or change how it is written for {}: \
                 `native = {{ {} = \"…\" }}` in [component.{component}]",
                target.title, target.id
            ),
            Self::Unread { target, .. } => {
                format!(
                    "name every part that tells versions apart in the template for {}",
                    target.title
                )
            }
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

impl From<NotRising> for PlanError {
    fn from(refusal: NotRising) -> Self {
        Refusal::Rising(refusal).into()
    }
}

/// What an ecosystem makes of a version that rises.
enum Seen {
    /// An upgrade.
    Above,
    /// The same number, as 2.5.1 and 2.5.1.0 are to some.
    Same,
    /// Nothing: what moved is a number that it ignores.
    Ignored,
    /// A version below the old one.
    Below,
}

/// Refuses `new` for the place that `own` is where it does not read back, or where the version
/// there rises and the ecosystem takes the new one for the old one or for an older one.
pub(super) fn check(
    cx: &Context<'_>,
    component: &Component,
    step: &Move,
    own: &Own,
    new: &str,
) -> Result<(), PlanError> {
    let form = &component.form;
    let whole = whole(form, step, own, new);
    let new = whole.as_str();
    reads_back(component, step, own, new)?;
    let Some(old) = in_use(cx, component, step, own) else { return Ok(()) };
    let equal = match seen(own.dialect, &old, new) {
        Seen::Above | Seen::Ignored => return Ok(()),
        Seen::Same => true,
        Seen::Below => false,
    };
    Err(NotRising::Falls {
        component: component.name.clone(),
        to: step.to.to_string(),
        old,
        new: new.into(),
        equal,
        target: own.dialect.target(),
        epoch: own.dialect.epoch.map(|_| form.epoch(own.dialect).saturating_add(1)),
        place: own.place(),
    }
    .into())
}

/// The old text, where `new` replaces it and the ecosystem ignores all that moved.
pub(super) fn ignored(
    cx: &Context<'_>,
    component: &Component,
    step: &Move,
    own: &Own,
    new: &str,
) -> Option<String> {
    let old = in_use(cx, component, step, own)?;
    let new = whole(&component.form, step, own, new);
    matches!(seen(own.dialect, &old, &new), Seen::Ignored).then_some(old)
}

fn seen(dialect: &Dialect, old: &str, new: &str) -> Seen {
    let numbers = |text: &str| {
        let mut numbers = (dialect.read)(text).map(|read| read.numbers).unwrap_or_default();
        let counts = numbers.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
        numbers.truncate(counts);
        numbers
    };
    match (dialect.order)(new, old) {
        Ordering::Greater => Seen::Above,
        Ordering::Less => Seen::Below,
        Ordering::Equal if numbers(new) == numbers(old) => Seen::Same,
        Ordering::Equal => Seen::Ignored,
    }
}

/// What `new` says together with the package's release beside it, which may name the label.
fn whole(form: &Form, step: &Move, own: &Own, new: &str) -> String {
    let alone = own.release.as_ref().and_then(|_| form.native(own.dialect, &step.to, None).ok());
    alone.unwrap_or_else(|| new.to_string())
}

/// A manifest states the component's version: a text that reads as another one would be taken for
/// a version moved by hand as soon as it is released.
fn reads_back(component: &Component, step: &Move, own: &Own, new: &str) -> Result<(), PlanError> {
    let form = &component.form;
    let says = match form.from_native(own.dialect, new) {
        Ok(version) if same(form, &version, &step.to) => return Ok(()),
        Ok(version) => format!("which reads back as {version}"),
        Err(_) => "which does not read back".into(),
    };
    Err(NotRising::Unread {
        component: component.name.clone(),
        to: step.to.to_string(),
        new: new.into(),
        says,
        target: own.dialect.target(),
        place: own.place(),
    }
    .into())
}

/// The native version that `step` has to rise above where `own` stands: that of the last release,
/// else the one that is there. `None` where nothing is to rise: nothing was in use, the policy does
/// not count the difference, or the ecosystem leaves the order to the policy.
pub(super) fn in_use(
    cx: &Context<'_>,
    component: &Component,
    step: &Move,
    own: &Own,
) -> Option<String> {
    let form = &component.form;
    let last = cx.state.baseline(step.component).map(|baseline| &baseline.version);
    let last = last.or(step.from.as_ref())?;
    if form.key(last) >= form.key(&step.to) || leaves_order_to_the_scheme(own.dialect) {
        return None;
    }
    // An epoch that files keep elsewhere counts before all that stands here.
    let apart = own.dialect.epoch.is_some_and(|epoch| !epoch.inline);
    if apart && form.epoch(own.dialect) > 0 {
        return None;
    }
    match &own.version {
        // Beside a package's release, the text alone may lack the label.
        Ok(version) if same(form, version, last) && own.release.is_none() => Some(own.text.clone()),
        _ => form.native(own.dialect, last, None).ok(),
    }
}

fn same(form: &Form, a: &Version, b: &Version) -> bool {
    form.key(a) == form.key(b)
}

/// Whether texts of `dialect` are the scheme's own spelling, which nothing but the scheme orders.
fn leaves_order_to_the_scheme(dialect: &Dialect) -> bool {
    (dialect.read)("1").is_ok_and(|read| !read.text.is_empty())
}
