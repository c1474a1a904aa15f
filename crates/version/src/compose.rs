//! Values back into text.

use alloc::string::String;

use crate::form::Shape;
use crate::pre::Mark;
use crate::version::{Values, Version};

/// Appends `value` in decimal digits.
pub(crate) fn push_number(out: &mut String, value: u64) {
    out.push_str(itoa::Buffer::new().format(value));
}

impl Shape {
    /// The version with these values: what the format needs and `values` lacks is filled in, so
    /// that the text always parses back to the values that the version carries.
    pub(crate) fn compose(&self, mut values: Values, mark: Option<Mark>) -> Version {
        self.fill_in(&mut values, mark);
        let mut text = String::with_capacity(16);
        self.push_parts(&mut text, &values);
        if let (Some(mark), Some(pre)) = (mark, &self.pre) {
            pre.push(&mut text, mark);
        }
        Version { text: text.into_boxed_str(), values, mark }
    }

    /// Gives `values` what the format of a version with `mark` needs and they lack.
    pub(crate) fn fill_in(&self, values: &mut [Option<u64>], mark: Option<Mark>) {
        let dropped = mark.and(self.pre.as_ref()).map(|pre| pre.drop_from);
        self.fill(values, dropped);
    }

    /// The text of the parts that have a value, separators included.
    pub(crate) fn push_parts(&self, text: &mut String, values: &[Option<u64>]) {
        for ((piece, part), value) in self.format.pieces.iter().zip(&self.parts).zip(values) {
            if let Some(value) = value {
                text.push_str(&piece.lead);
                (part.kind.row().write)(part, *value, text);
            }
        }
    }

    /// Gives a value to every part that must not be missing: required ones (but for a dropped
    /// zero), and those of a tail whose later part is there.
    fn fill(&self, values: &mut [Option<u64>], dropped: Option<usize>) {
        for (index, piece) in self.format.pieces.iter().enumerate() {
            let start = self.parts.get(index).map_or(0, |part| part.start);
            let may_drop = dropped.is_some_and(|from| index >= from);
            let needed = if piece.optional { self.has_tail(index, values) } else { !may_drop };
            if let Some(value) = values.get_mut(index)
                && value.is_none()
                && needed
            {
                *value = Some(start);
            }
        }
    }

    /// Whether another part of its tail has a value, so that the part at `index` needs one too.
    pub(crate) fn has_tail(&self, index: usize, values: &[Option<u64>]) -> bool {
        let tail = self.format.tail_of(index).and_then(|tail| values.get(tail));
        tail.is_some_and(|tail| tail.iter().any(Option::is_some))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_length() {
        for value in [0, 7, 10, 99, 100, 65_535, u64::MAX] {
            let mut text = String::new();
            push_number(&mut text, value);
            assert_eq!(text, alloc::format!("{value}"));
        }
    }
}
