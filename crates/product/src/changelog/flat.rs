//! Markdown without the quotes and lists that are too deep to read: each level costs a parser a pass
//! over its line, so that a few thousand on one line cost it minutes.

use alloc::borrow::Cow;
use alloc::string::String;

/// How far into a line marks of quotes and lists are taken for such, in bytes: sixteen lists.
const WIDEST: usize = 32;

/// `text` with the marks of quotes and lists beyond [`WIDEST`] replaced byte for byte, so that offsets
/// stay. What stands within quotes and lists is nobody's heading, so that no heading comes or goes.
pub(super) fn flat(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let marks = marks(line);
        let first = at + line.get(..marks).and_then(beyond).unwrap_or(marks);
        let end = at + marks;
        if first < end {
            // Words that follow are a paragraph that the next line may go on with. Where none do, the
            // line may be one across the page, which spaces leave as it is.
            let ends = line.get(marks..).is_none_or(|rest| rest.trim().is_empty());
            out.push_str(text.get(kept..first).unwrap_or_default());
            out.extend(core::iter::repeat_n(if ends { ' ' } else { 'x' }, end - first));
            kept = end;
        }
        at += line.len();
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The length of the white space and the marks of quotes and lists that a line begins with.
fn marks(line: &str) -> usize {
    let mut rest = line;
    while let Some(length) = mark(rest) {
        rest = rest.get(length..).unwrap_or_default();
    }
    line.len() - rest.len()
}

/// Where the first mark is of those that begin at [`WIDEST`] or behind it.
fn beyond(marks: &str) -> Option<usize> {
    let mut at = 0;
    while at < WIDEST {
        at += mark(marks.get(at..)?)?;
    }
    let rest = marks.get(at..)?;
    Some(at + rest.find(|c| !is_space(c))?)
}

/// The length of the one space or mark that `text` begins with, if it does.
fn mark(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let after = match first {
        ' ' | '\t' | '>' => return Some(1),
        '-' | '+' | '*' => text.get(1..)?,
        '0'..='9' => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(['.', ')'])?
        }
        _ => return None,
    };
    let apart = after.is_empty() || after.starts_with([' ', '\t', '\n', '\r']);
    apart.then(|| text.len() - after.len())
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn marks_that_are_too_deep_are_replaced_byte_for_byte() {
        for (deep, plain) in [(">", "x"), ("- ", "xx"), ("10) ", "xxxx"), (">\t* ", "xxxx")] {
            let (fits, over) = (WIDEST / deep.len(), 3);
            let text = format!("# a\n{}b - c\n\n# d\n", deep.repeat(fits + over));
            let wanted = format!("# a\n{}{}b - c\n\n# d\n", deep.repeat(fits), plain.repeat(over));
            assert_eq!(flat(&text), wanted);
        }
        let quote = ">".repeat(WIDEST + 2);
        assert_eq!(flat(&format!("{quote}\r\nx")), format!("{}  \r\nx", ">".repeat(WIDEST)));
        let inner = format!("{}- a\n", " ".repeat(WIDEST + 3));
        assert_eq!(flat(&inner), format!("{}xxa\n", " ".repeat(WIDEST + 3)));
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        let wide = " ".repeat(WIDEST * 2);
        let dashes = "-".repeat(WIDEST * 2);
        for text in [
            format!("{wide}code"),
            format!("{wide}\n{dashes}\n"),
            // The end of a comment.
            format!("<!--\n{dashes}>\n"),
            format!("{}**bold**, 1.0 and 2\n", "> - ".repeat(WIDEST / 4)),
            String::new(),
        ] {
            assert!(matches!(flat(&text), Cow::Borrowed(_)), "{text}");
        }
    }
}
