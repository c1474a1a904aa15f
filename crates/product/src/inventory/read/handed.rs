//! What a file hands down to those that inherit from it.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use manifest::{Located, Slot, SlotKind};
use place::Span;

/// What a file hands down: what is called `key` there, once for every build configuration, else what
/// is shared, else, of another file, its own version; behind these two what is second to them.
pub(super) fn handed(located: &Located, key: &str, other: bool) -> Vec<(Slot, bool)> {
    let by_key = located.inheritable.iter().filter(|(known, _)| known == key);
    let settings: BTreeSet<Span> = by_key.map(|(_, span)| *span).collect();
    let called = located.slots.iter().filter(|slot| settings.contains(&slot.span));
    let mut slots: Vec<(Slot, bool)> = called.map(|slot| (slot.clone(), false)).collect();
    if slots.is_empty() {
        // What has a name is inherited by that name only.
        let named = |slot: &&Slot| located.inheritable.iter().any(|(_, span)| *span == slot.span);
        let shared = located.slots.iter().find(|slot| slot.kind == SlotKind::Shared);
        let own = || located.version().filter(|_| other);
        let found = shared.or_else(own).filter(|slot| !named(slot));
        slots.extend(found.map(|slot| (slot.clone(), false)));
        let second = found.into_iter().flat_map(|_| seconds(located));
        slots.extend(second.map(|slot| (slot.clone(), true)));
    }
    slots
}

/// The places that are second to a file's own version.
pub(super) fn seconds(located: &Located) -> impl Iterator<Item = &Slot> {
    located.slots.iter().filter(|slot| slot.kind.is_second())
}
