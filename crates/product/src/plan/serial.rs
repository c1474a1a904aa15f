//! Serials: each is one release's, on whatever branch it was made (DIAV-2).

use alloc::format;
use alloc::string::{String, ToString};

use place::{Class, Explain, Place};
use tags::OwnerId;
use version::{Form, PartId, Version};

use super::{Context, PlanError, Refusal};

/// A version whose serial is another release's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{component}` {to} cannot be: {part} {value} is that of {tag}")]
pub struct SerialUsed {
    /// The component.
    pub component: String,
    /// What it would get.
    pub to: String,
    /// The part that holds the serial.
    pub part: String,
    /// Its value.
    pub value: u64,
    /// The release that has it.
    pub tag: String,
    /// The same version with the next serial that nobody has; `None` past the greatest.
    pub free: Option<String>,
}

impl Explain for SerialUsed {
    fn rule(&self) -> Option<&str> {
        Some("serial-reused")
    }

    fn place(&self) -> Option<Place> {
        Some(Place::Ref(self.tag.clone()))
    }

    fn help(&self) -> Option<String> {
        Some(match &self.free {
            Some(free) => format!(
                "it counts over all branches: `release {free} -p {}` takes the next that is free",
                self.component
            ),
            None => "it has no greater value left".into(),
        })
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// Refuses `to` where its serial is that of another release of component `index`. Ranges and
/// branches do not matter: a release is known by its serial everywhere.
pub(crate) fn is_free(cx: &Context<'_>, index: usize, to: &Version) -> Result<(), PlanError> {
    let Some(component) = cx.product.components.get(index) else { return Ok(()) };
    let form = &component.form;
    let Some((part, value)) = form.serial().and_then(|part| Some((part, to.value(part)?))) else {
        return Ok(());
    };
    let released = cx.snapshot.tags.released(OwnerId::Component(index));
    let other = |version: &Version| {
        version.value(part) == Some(value) && !form.may_share_serial(version, to)
    };
    let Some(used) = released.iter().find(|released| other(&released.version)) else {
        return Ok(());
    };
    let last = released.iter().filter_map(|released| released.version.value(part)).max();
    let free =
        last.and_then(|last| last.checked_add(1)).and_then(|next| with(form, to, part, next));
    Err(Refusal::from(SerialUsed {
        component: component.name.clone(),
        to: to.to_string(),
        part: form.parts().get(part.0).map(|part| part.name.clone()).unwrap_or_default(),
        value,
        tag: used.tag.to_string(),
        free: free.map(|free| free.to_string()),
    })
    .into())
}

/// `version` with `part` at `value`; `None` where the part does not hold that much.
fn with(form: &Form, version: &Version, part: PartId, value: u64) -> Option<Version> {
    let max = form.parts().get(part.0)?.max;
    max.is_none_or(|max| value <= max).then(|| form.with(version, part, value))
}
