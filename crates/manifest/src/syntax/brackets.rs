//! Code by its brackets: the arguments of a call, the statements of nested blocks.

use alloc::vec::Vec;

use super::code::{Cursor, string_length};

/// What stands inside a bracket, from behind the opening one, divided at the commas of its own
/// level; `None` where nothing closes it. Strings are stepped over, comments must be gone.
pub(crate) fn items(inside: Cursor<'_>) -> Option<Vec<Cursor<'_>>> {
    let mut items = Vec::new();
    let (mut depth, mut start, mut at) = (0usize, 0, 0);
    while let Some((c, length)) = next(inside, at) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => {
                items.extend(piece(inside, start, at));
                return Some(items);
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                items.extend(piece(inside, start, at));
                start = at + 1;
            }
            _ => {}
        }
        at += length;
    }
    None
}

/// What stands inside each bracket of one kind that is in no other of its kind, from behind the opening
/// one to the end of the text. Strings are stepped over, comments must be gone.
pub(crate) fn outermost(text: Cursor<'_>, open: char, close: char) -> Vec<Cursor<'_>> {
    let mut found = Vec::new();
    let (mut depth, mut at) = (0usize, 0);
    while let Some((c, length)) = next(text, at) {
        at += length;
        if c == open {
            if depth == 0 {
                let inside = text.text.get(at..).unwrap_or_default();
                found.push(Cursor { text: inside, at: text.at + at });
            }
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
        }
    }
    found
}

/// Every statement, with the heads of the blocks in braces that it stands in, outermost first. It
/// ends at the end of its line, unless a round or square bracket is open.
pub(crate) fn statements<'t>(text: Cursor<'t>, mut visit: impl FnMut(&[Cursor<'t>], Cursor<'t>)) {
    walk(text, |heads, statement, is_head| {
        if !is_head {
            visit(heads, statement)
        }
    });
}

/// The same, and every block's own head as a statement of the blocks around it.
pub(crate) fn statements_and_heads<'t>(
    text: Cursor<'t>,
    mut visit: impl FnMut(&[Cursor<'t>], Cursor<'t>),
) {
    walk(text, |heads, statement, _| visit(heads, statement));
}

/// Every statement and every block's head, and whether it is that.
fn walk<'t>(text: Cursor<'t>, mut visit: impl FnMut(&[Cursor<'t>], Cursor<'t>, bool)) {
    let mut heads: Vec<Cursor<'t>> = Vec::new();
    let mut outer: Vec<usize> = Vec::new();
    let (mut open, mut start, mut at) = (0usize, 0, 0);
    while let Some((c, length)) = next(text, at) {
        match c {
            '(' | '[' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            '{' => {
                let nothing = Cursor { text: "", at: text.at + at };
                let head = piece(text, start, at);
                if let Some(head) = head {
                    visit(&heads, head, true);
                }
                heads.push(head.unwrap_or(nothing));
                outer.push(open);
                (open, start) = (0, at + 1);
            }
            '}' | ';' | '\n' if c == '}' || open == 0 => {
                if let Some(statement) = piece(text, start, at) {
                    visit(&heads, statement, false);
                }
                start = at + 1;
                if c == '}' {
                    heads.pop();
                    open = outer.pop().unwrap_or(0);
                }
            }
            _ => {}
        }
        at += length;
    }
    if let Some(statement) = piece(text, start, text.text.len()) {
        visit(&heads, statement, false);
    }
}

/// The strings in quotes in a text, without their quotes.
pub(crate) fn strings(text: Cursor<'_>) -> Vec<Cursor<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((_, length)) = next(text, at) {
        let rest = Cursor { text: text.text.get(at..).unwrap_or_default(), at: text.at + at };
        found.extend(rest.quoted().filter(|_| length > 1).map(|(inside, _)| inside));
        at += length;
    }
    found
}

/// The character at an offset and the bytes that it takes, with all of its string if it begins one.
fn next(text: Cursor<'_>, at: usize) -> Option<(char, usize)> {
    let rest = text.text.get(at..)?;
    let c = rest.chars().next()?;
    let length = if matches!(c, '"' | '\'') { string_length(rest, c) } else { c.len_utf8() };
    Some((c, length))
}

fn piece(text: Cursor<'_>, start: usize, end: usize) -> Option<Cursor<'_>> {
    let raw = Cursor { text: text.text.get(start..end)?, at: text.at + start };
    let piece = raw.space().trimmed();
    (!piece.text.is_empty()).then_some(piece)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    fn of(text: &str) -> Cursor<'_> {
        Cursor { text, at: 5 }
    }

    #[test]
    fn items_end_at_their_own_bracket() {
        let texts =
            |text| items(of(text)).map(|all| all.iter().map(|i| i.text).collect::<Vec<_>>());
        assert_eq!(texts("a, [b, ')'] , {c},) d"), Some(["a", "[b, ')']", "{c}"].into()));
        assert_eq!(texts(")"), Some([].into()));
        assert_eq!(texts("a, (b"), None);
        assert_eq!(items(of("a, b)")).unwrap()[1].at, 8);
    }

    #[test]
    fn outermost_brackets_are_in_no_other_of_their_kind() {
        let text = "a ([b, [c]] ++ \"[d\") {e} ] [f]";
        let found = outermost(of(text), '[', ']');
        let begins: Vec<_> = found.iter().map(|one| (one.at, one.text.chars().next())).collect();
        assert_eq!(begins, [(9, Some('b')), (33, Some('f'))]);
    }

    #[test]
    fn statements_know_their_blocks() {
        let mut seen = Vec::new();
        let text = "a = 1\nb (x) {\n  c = '}'; d(1,\n 2)\n  e { f }\n}\ng [\n h { i }\n]\nj";
        statements(of(text), |heads, statement| {
            let path: Vec<&str> = heads.iter().map(|head| head.text).collect();
            seen.push(alloc::format!("{}/{}", path.join("/"), statement.text));
        });
        let wanted =
            ["/a = 1", "b (x)/c = '}'", "b (x)/d(1,\n 2)", "b (x)/e/f", "g [\n h/i", "/]", "/j"];
        assert_eq!(seen, wanted.map(String::from));
    }

    #[test]
    fn strings_keep_the_other_quote() {
        let found: Vec<(usize, &str)> =
            strings(of("['a\"b', \"c\"]")).iter().map(|s| (s.at, s.text)).collect();
        assert_eq!(found, [(7, "a\"b"), (14, "c")]);
    }
}
