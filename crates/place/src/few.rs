//! Lists in sentences.

use alloc::string::String;
use core::fmt::{Display, Write as _};

/// The first `most` of `all`, with commas between them, and how many there are besides: `a, b and 3
/// more`. Empty where there are none.
#[must_use]
pub fn few<T: Display>(all: impl IntoIterator<Item = T>, most: usize) -> String {
    let mut all = all.into_iter();
    let mut text = String::new();
    for (at, one) in all.by_ref().take(most).enumerate() {
        // A string takes whatever is written into it.
        let _ = write!(text, "{}{one}", if at == 0 { "" } else { ", " });
    }
    match all.count() {
        0 => {}
        more => drop(write!(text, " and {more} more")),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_named_and_the_rest_counted() {
        assert_eq!(few::<&str>([], 2), "");
        assert_eq!(few(["a", "b"], 2), "a, b");
        assert_eq!(few(["a", "b", "c", "d"], 2), "a, b and 2 more");
    }
}
