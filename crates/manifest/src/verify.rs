//! After an edit: locate again, and require what was planned and nothing else.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{Class, Explain, Place, RepoPath, Span};

use crate::stanza::Blank;
use crate::{
    Edit, Elsewhere, LocateError, Located, Locator, Slot, SlotKind, Source, SourceError,
    SpliceError, Stanza, splice,
};

/// Why an edited file is not what was planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The text before or after is no text.
    #[error("{0}")]
    Source(SourceError),
    /// The versions cannot be located before or after.
    #[error("{0}")]
    Locate(LocateError),
    /// The edits do not apply.
    #[error("{error}")]
    Splice {
        /// The file.
        place: Place,
        /// What is wrong with them.
        error: SpliceError,
    },
    /// An edit is of bytes that are neither exactly one slot nor declared by a stanza.
    #[error("`{old}` would be edited, but it is no place that a release writes")]
    NotASlot {
        /// The edit's place in the text before.
        place: Place,
        /// The bytes.
        old: String,
    },
    /// The text after is not the text before with the edits applied.
    #[error("bytes outside the planned edits changed")]
    Outside {
        /// The first byte that is not as planned, in the text after.
        place: Place,
    },
    /// A slot reads otherwise than planned.
    #[error("`{found}` reads back where `{wanted}` was planned")]
    Reads {
        /// The slot's place in the text after.
        place: Place,
        /// What was planned.
        wanted: String,
        /// What is there.
        found: String,
    },
    /// A slot came or went.
    #[error("the edited file has {found} version slots instead of {wanted}")]
    Slots {
        /// The file.
        place: Place,
        /// Slots planned.
        wanted: usize,
        /// Slots there.
        found: usize,
    },
}

/// Requires that `after` is `before` with `edits` applied, that every edit is of one whole slot or
/// fills in a stanza that the format declares, and that locating again finds the same slots in the
/// same order with the planned values.
///
/// A stanza may bring a slot of its own; then the version may move into it, as it does when a
/// changelog gets a new entry on top.
///
/// # Errors
/// The first difference, with its place.
pub fn verify(
    locator: &Locator,
    path: &RepoPath,
    before: &[u8],
    after: &[u8],
    edits: &[Edit],
) -> Result<(), VerifyError> {
    let known = located(locator, path, before)?;
    verify_from(locator, path, before, &known, after, edits)
}

/// As [`verify`], with what the caller has located in the text before: doing it again would double
/// the cost.
///
/// # Errors
/// As [`verify`].
pub fn verify_from(
    locator: &Locator,
    path: &RepoPath,
    before: &[u8],
    known: &Located,
    after: &[u8],
    edits: &[Edit],
) -> Result<(), VerifyError> {
    let spliced = splice(before, edits)
        .map_err(|error| VerifyError::Splice { place: Place::file(path), error })?;
    if spliced != after {
        let same = spliced.iter().zip(after).take_while(|(a, b)| a == b).count();
        return Err(VerifyError::Outside { place: Place::bytes(path, Span::new(same, same)) });
    }
    let Located { slots: old, stanzas, .. } = known;
    let Located { slots: found, elsewhere, .. } = located(locator, path, after)?;
    for edit in edits {
        let declared = || {
            let mut blanks = stanzas.iter().flat_map(|stanza| &stanza.blanks);
            blanks.any(|blank| blank.span == edit.span)
        };
        if old.binary_search_by_key(&edit.span, |slot| slot.span).is_err() && !declared() {
            let place = Place::bytes(path, edit.span);
            return Err(VerifyError::NotASlot { place, old: edit.old.clone() });
        }
    }
    // An entry brings all that it fills in, also where that stays as it was.
    let filled = filled(stanzas, edits);
    let moved = Moved::new(&filled, old);
    for one in &elsewhere {
        if let Elsewhere::Unread { span, trouble, .. } = one
            && moved.0.iter().any(|(_, start, _)| *start == span.start)
        {
            let error = LocateError::new(path, Some(*span), trouble.clone());
            return Err(VerifyError::Locate(error));
        }
    }
    let kept: Vec<&Slot> = found.iter().filter(|slot| !moved.inserted(slot.span)).collect();
    let brought =
        |kind: &SlotKind| found.iter().any(|slot| moved.inserted(slot.span) && slot.kind == *kind);
    let planned: Vec<Slot> = old
        .iter()
        .filter(|slot| slot.kind != SlotKind::Version || !brought(&slot.kind))
        .filter_map(|slot| {
            let after = moved.slot(slot.clone());
            // What a release takes away altogether is no slot any more.
            (slot.text.is_empty() || !after.text.is_empty()).then_some(after)
        })
        .collect();
    for (wanted, found) in planned.iter().zip(&kept) {
        if wanted.text != found.text || wanted.span != found.span || wanted.kind != found.kind {
            let place = Place::bytes(path, found.span);
            let (wanted, found) = (wanted.text.clone(), found.text.clone());
            return Err(VerifyError::Reads { place, wanted, found });
        }
    }
    if planned.len() != kept.len() {
        let (wanted, found) = (planned.len(), kept.len());
        return Err(VerifyError::Slots { place: Place::file(path), wanted, found });
    }
    Ok(())
}

/// The edits, with those blanks beside them that were filled in with what stood there.
fn filled(stanzas: &[Stanza], edits: &[Edit]) -> Vec<Edit> {
    let edited = |blank: &Blank| edits.iter().any(|edit| edit.span == blank.span);
    let begun = stanzas.iter().filter(|stanza| stanza.blanks.iter().any(edited));
    let kept = begun.flat_map(|stanza| &stanza.blanks).filter(|blank| !edited(blank));
    let kept =
        kept.map(|blank| Edit { span: blank.span, old: blank.old.clone(), new: blank.old.clone() });
    edits.iter().cloned().chain(kept).collect()
}

fn located(locator: &Locator, path: &RepoPath, bytes: &[u8]) -> Result<Located, VerifyError> {
    let source = Source::new(path, bytes).map_err(VerifyError::Source)?;
    locator.locate(&source).map_err(VerifyError::Locate)
}

/// Where spans are after a set of edits: the edits sorted, each with its offset after, and whether
/// it fills in a stanza.
struct Moved<'e>(Vec<(&'e Edit, usize, bool)>);

impl<'e> Moved<'e> {
    fn new(edits: &'e [Edit], old: &[Slot]) -> Self {
        let mut sorted: Vec<&Edit> = edits.iter().collect();
        sorted.sort_by_key(|edit| edit.span);
        sorted.dedup_by(|later, first| later == first);
        let (mut grown, mut shrunk) = (0, 0);
        let placed = sorted.into_iter().map(|edit| {
            let start = edit.span.start + grown - shrunk;
            grown += edit.new.len();
            shrunk += edit.span.len();
            let added = old.binary_search_by_key(&edit.span, |slot| slot.span).is_err();
            (edit, start, added)
        });
        Self(placed.collect())
    }

    /// A slot of the text before, as planned after.
    fn slot(&self, slot: Slot) -> Slot {
        // Edits at or before the slot's start move it; an edit of its own span is the last of them.
        let index = self.0.partition_point(|(edit, ..)| edit.span <= slot.span);
        let Some((edit, start, _)) = index.checked_sub(1).and_then(|last| self.0.get(last)) else {
            return slot;
        };
        if edit.span == slot.span {
            let span = Span::new(*start, start + edit.new.len());
            return Slot { span, text: edit.new.clone(), ..slot };
        }
        let start = start + edit.new.len() + (slot.span.start - edit.span.end);
        Slot { span: Span::new(start, start + slot.span.len()), ..slot }
    }

    /// Whether a span of the text after lies within what a stanza brought.
    fn inserted(&self, span: Span) -> bool {
        let index = self.0.partition_point(|(_, start, _)| *start <= span.start);
        let last = index.checked_sub(1).and_then(|last| self.0.get(last));
        last.is_some_and(|(edit, start, added)| *added && span.end <= start + edit.new.len())
    }
}

impl Explain for VerifyError {
    fn rule(&self) -> Option<&str> {
        Some("manifest")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Source(error) => error.place(),
            Self::Locate(error) => error.place(),
            Self::Splice { place, .. }
            | Self::NotASlot { place, .. }
            | Self::Outside { place }
            | Self::Reads { place, .. }
            | Self::Slots { place, .. } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Source(error) => error.help(),
            Self::Locate(error) => error.help(),
            Self::Splice { error, .. } => error.help(),
            Self::Reads { wanted, .. } => {
                Some(alloc::format!("`{wanted}` cannot be written in this place as it stands"))
            }
            _ => Some("nothing was written; make a new plan".to_string()),
        }
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

#[cfg(test)]
mod tests;
