//! Characters that must not reach a reader as they are.

/// Whether a character hides something from who reads it: control characters (C0, DEL, C1; line feeds and
/// tabs too), line and paragraph separators, and everything of no width or that changes the
/// direction of reading; letters and signs without a shape, that look like spaces and are none (the
/// fillers of Hangul, the empty Braille pattern). Zero-width joiners are none: scripts and emoji
/// need them.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
