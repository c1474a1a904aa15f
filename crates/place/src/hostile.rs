//! Characters that must not reach a reader as they are.

/// Whether a character hides something from who reads it: control characters (C0, DEL, C1; line feeds and
/// tabs too), line and paragraph separators, and everything of no width or that changes the
/// direction of reading. Zero-width joiners are none: scripts and emoji need them.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
