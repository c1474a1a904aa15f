//! What another tool says of tags, beside those that there are.

use alloc::collections::BTreeSet;
use alloc::format;

use super::Seen;
use super::components::Components;
use super::history::{History, NAME};
use super::templates::{Known, tagged, whole, with_component};
use crate::import::{Imported, Sharing};

/// Takes another tool's templates, with the tags that are like them. Whether the components' is that
/// tool's: tags that are all named in another way are named as they are, where the tool was not told.
pub(super) fn take(
    seen: &Seen<'_>,
    given: &Imported,
    sharing: Option<Sharing>,
    found: &mut Components,
    history: &mut History,
) -> bool {
    let only = match found.components.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let lone = only.is_some_and(|one| one.path.is_root() && found.workspaces.is_empty());
    let lone = given.lone_tag.as_ref().filter(|_| lone);
    let mut taken = false;
    if let Some(template) = lone.or(given.own_tag.as_ref()) {
        let all = found.components.iter().flat_map(|one| tagged(seen, template, &one.names));
        let all: BTreeSet<(&str, &str)> = all.collect();
        let has = |known: &Option<Known>| known.as_ref().is_some_and(|known| known.tags > 0);
        // The product's are those of the only component, and of all that have one number.
        let together = only.is_some() || sharing == Some(Sharing::Whole);
        let others = has(&history.own) || (together && has(&history.product));
        taken = !(given.usual_tag && all.is_empty() && others);
        let for_all = !template.contains(NAME);
        if taken && for_all && only.is_none() && sharing == Some(Sharing::None) {
            // One tag for several needs one number for them.
            let own = with_component(template);
            found.comments.push(format!(
                "Tags of {template} would be those of components under several numbers: each has \
                 {own} here."
            ));
            history.own = Some(Known::of(&own, &BTreeSet::new()));
        } else if taken {
            history.own = Some(Known::of(template, &all));
            if for_all {
                history.product = Some(whole(seen, template));
            }
        }
    }
    if let Some(template) = &given.product_tag {
        history.product = Some(whole(seen, template));
    }
    taken
}
