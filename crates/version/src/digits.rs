//! Digits of other scripts, so that an error can say which one was meant.

/// The zeros of the decimal digit blocks that people type versions with; the other nine digits
/// follow each of them (Unicode 16, general category Nd).
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
];

/// The ASCII digit that stands for the same number as `digit`, if it is known.
pub(crate) fn ascii_digit(digit: char) -> Option<char> {
    let code = u32::from(digit);
    ZEROS.iter().find_map(|zero| char::from_digit(code.checked_sub(*zero)?, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_other_scripts_are_known() {
        assert_eq!(ascii_digit('\u{0661}'), Some('1'));
        assert_eq!(ascii_digit('\u{FF19}'), Some('9'));
        assert_eq!(ascii_digit('\u{2460}'), None, "a circled one is no decimal digit");
    }
}
