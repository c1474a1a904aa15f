//! A form's language as a regular expression, for those who compare languages.

use alloc::string::String;

use crate::form::Form;
use crate::format::Format;
use crate::part::Part;
use crate::pre::PreRules;

impl Form {
    /// A regular expression (regex-automata's syntax, no anchors, no captures) that matches every
    /// text that [`Form::parse`] accepts, and no other text of another shape: what it matches and
    /// `parse` refuses is refused for a value, such as 30 February or a number past its limit.
    #[must_use]
    pub fn grammar(&self) -> &str {
        &self.shape.grammar
    }
}

/// What a form's grammar is made of: made once, since each tag's owner is asked for its own.
pub(crate) struct Grammar<'s> {
    pub(crate) format: &'s Format,
    pub(crate) parts: &'s [Part],
    pub(crate) pre: Option<&'s PreRules>,
}

impl Grammar<'_> {
    /// The expression that [`Form::grammar`] gives out.
    pub(crate) fn text(&self) -> String {
        let count = self.parts.len();
        let mut out = String::from("(?:");
        self.push(&mut out, 0, count);
        if let Some(pre) = self.pre {
            if pre.drop_from >= count {
                out.push_str("(?:");
                pre.push_grammar(&mut out, None);
                out.push_str(")?");
            } else {
                out.push('|');
                self.push(&mut out, 0, pre.drop_from);
                pre.push_grammar(&mut out, None);
                if let Some(unstable) = &pre.unstable {
                    out.push('|');
                    self.push(&mut out, 0, count);
                    pre.push_grammar(&mut out, Some(&unstable.labels));
                }
            }
        }
        out.push(')');
        out
    }

    fn push(&self, out: &mut String, first: usize, end: usize) {
        let mut index = first;
        while let (true, Some(piece), Some(part)) =
            (index < end, self.format.pieces.get(index), self.parts.get(index))
        {
            let tail_end = piece.tail_end.filter(|tail_end| *tail_end <= end);
            if tail_end.is_some() {
                out.push_str("(?:");
            }
            push_literal(out, &piece.lead);
            out.push_str(&(part.kind.row().grammar)(part));
            index += 1;
            if let Some(tail_end) = tail_end {
                self.push(out, index, tail_end);
                out.push_str(")?");
                index = tail_end;
            }
        }
    }
}

impl PreRules {
    fn push_grammar(&self, out: &mut String, only: Option<&[usize]>) {
        push_literal(out, &self.lead);
        out.push_str("(?:");
        let mut first = true;
        for (index, label) in self.labels.iter().enumerate() {
            if only.is_none_or(|only| only.contains(&index)) {
                if !first {
                    out.push('|');
                }
                out.push_str(label);
                first = false;
            }
        }
        out.push_str(")(?:");
        push_literal(out, &self.middle);
        out.push_str("(?:0|[1-9][0-9]{0,19}))");
        if self.bare {
            out.push('?');
        }
    }
}

fn push_literal(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '.' | '+') {
            out.push('\\');
        }
        out.push(c);
    }
}
