//! Edits as values, and the one code path that applies them.

use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, Explain, Span};

/// Replaces some bytes of a text. An insertion has `start == end` and an empty `old`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace, as offsets into the text as stored.
    pub span: Span,
    /// What must be there.
    pub old: String,
    /// What to put there.
    pub new: String,
}

/// Why edits do not apply to a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    /// The bytes are not what the edit expects.
    #[error("bytes {}..{} are no longer `{expected}`", span.start, span.end)]
    Stale {
        /// The edit's span.
        span: Span,
        /// What the edit expects there.
        expected: String,
    },
    /// Two edits want the same bytes, or insert at the same place.
    #[error("two edits meet at bytes {}..{}", span.start, span.end)]
    Overlap {
        /// The later edit's span.
        span: Span,
    },
}

impl Explain for SpliceError {
    fn rule(&self) -> Option<&str> {
        Some("manifest")
    }

    fn help(&self) -> Option<String> {
        Some("make a new plan: the file is not the one that this plan was made for".into())
    }

    fn class(&self) -> Class {
        Class::Policy
    }
}

/// Applies `edits`, given in any order, to `text`: every byte outside their spans stays.
/// The same replacement given twice counts once: one Maven property may be several slots.
///
/// # Errors
/// Nothing is applied where an edit's `old` is not what stands at its span, or where two edits
/// overlap or insert at one offset (their order would be a guess).
pub fn splice(text: &[u8], edits: &[Edit]) -> Result<Vec<u8>, SpliceError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    sorted.dedup_by(|later, first| later == first && !first.span.is_empty());
    let grown: usize = sorted.iter().map(|edit| edit.new.len()).sum();
    let mut out = Vec::with_capacity(text.len() + grown);
    let mut done = 0;
    let mut last: Option<Span> = None;
    for edit in sorted {
        let span = edit.span;
        if span.start < done || last == Some(span) {
            return Err(SpliceError::Overlap { span });
        }
        if text.get(span.start..span.end) != Some(edit.old.as_bytes()) {
            return Err(SpliceError::Stale { span, expected: edit.old.clone() });
        }
        out.extend_from_slice(text.get(done..span.start).unwrap_or_default());
        out.extend_from_slice(edit.new.as_bytes());
        (done, last) = (span.end, Some(span));
    }
    out.extend_from_slice(text.get(done..).unwrap_or_default());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edit(start: usize, old: &str, new: &str) -> Edit {
        Edit { span: Span::new(start, start + old.len()), old: old.into(), new: new.into() }
    }

    #[test]
    fn edits_apply_in_any_order() {
        let edits = [edit(8, "2", "22"), edit(0, "a", ""), edit(2, "", "+")];
        assert_eq!(splice(b"a=1, b=[2]", &edits).unwrap(), b"=+1, b=[22]");
        assert_eq!(splice(b"ab", &[edit(0, "a", "x"), edit(0, "", "+")]).unwrap(), b"+xb");
        assert_eq!(splice(b"ab", &[edit(0, "a", "x"), edit(0, "a", "x")]).unwrap(), b"xb");
    }

    #[test]
    fn stale_and_overlapping_edits_are_refused() {
        let stale =
            |edits: &[Edit]| matches!(splice(b"abc", edits), Err(SpliceError::Stale { .. }));
        let overlap =
            |edits: &[Edit]| matches!(splice(b"abc", edits), Err(SpliceError::Overlap { .. }));
        assert!(stale(&[edit(0, "b", "x")]));
        assert!(stale(&[edit(2, "cd", "x")]));
        assert!(stale(&[edit(9, "", "x")]));
        assert!(overlap(&[edit(0, "ab", "x"), edit(1, "b", "y")]));
        assert!(overlap(&[edit(0, "a", "x"), edit(0, "a", "y")]));
        assert!(overlap(&[edit(1, "", "x"), edit(1, "", "x")]));
    }

    proptest! {
        #[test]
        fn an_edit_and_its_reverse_leave_no_trace(text in "[ab\r\n\u{e4}]{0,20}", at in 0usize..20, len in 0usize..5, new in "[xy]{0,4}") {
            let span = Span::new(at, at + len);
            if let Some(old) = span.of(&text) {
                let there = splice(text.as_bytes(), &[Edit { span, old: old.into(), new: new.clone() }]).unwrap();
                let back = Edit { span: Span::new(at, at + new.len()), old: new, new: old.into() };
                prop_assert_eq!(splice(&there, &[back]).unwrap(), text.as_bytes());
            }
        }
    }
}
