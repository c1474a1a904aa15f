//! Serials: each is one release's, on whatever branch it was made (DIAV-2).

use alloc::string::ToString;

use tags::OwnerId;
use version::{Form, PartId, Version};

use super::{Context, PlanError, Refusal};

/// Refuses `to` where its serial is that of another release of component `index`. Ranges and
/// branches do not matter: a release is known by its serial everywhere.
pub(crate) fn is_free(cx: &Context<'_>, index: usize, to: &Version) -> Result<(), PlanError> {
    let Some(component) = cx.product.components.get(index) else { return Ok(()) };
    let form = &component.form;
    let Some((part, value)) = form.serial().and_then(|part| Some((part, to.value(part)?))) else {
        return Ok(());
    };
    let released = cx.snapshot.tags.released(OwnerId::Component(index));
    // Pre-releases have the serial of the release that they lead to.
    let number = form.without_label(to);
    let other = |version: &Version| {
        version.value(part) == Some(value) && !form.same(&form.without_label(version), &number)
    };
    let Some(used) = released.iter().find(|released| other(&released.version)) else {
        return Ok(());
    };
    let last = released.iter().filter_map(|released| released.version.value(part)).max();
    let free =
        last.and_then(|last| last.checked_add(1)).and_then(|next| with(form, to, part, next));
    Err(Refusal::SerialUsed {
        component: component.name.clone(),
        to: to.to_string(),
        part: form.parts().get(part.0).map(|part| part.name.clone()).unwrap_or_default(),
        value,
        tag: used.tag.to_string(),
        free: free.map(|free| free.to_string()),
    }
    .into())
}

/// `version` with `part` at `value`; `None` where the part does not hold that much.
fn with(form: &Form, version: &Version, part: PartId, value: u64) -> Option<Version> {
    let max = form.parts().get(part.0)?.max;
    max.is_none_or(|max| value <= max).then(|| form.with(version, part, value))
}
