//! Foreign text as Markdown that says just that text: subjects of commits, names in manifests.

use alloc::string::String;

/// One line of foreign text as Markdown for a line of its own or of a list, which it must not be more
/// than: what is shown is the text. Hidden characters become spaces; what stands between as many
/// backticks stays code.
pub(super) fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if place::is_hostile(c) { ' ' } else { c }).collect();
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    if is_numbered(text) {
        let mark = text.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push_str(text.strip_suffix(mark).unwrap_or_default());
        rest = mark;
        out.push('\\');
        rest = pass(&mut out, rest);
    } else if text.starts_with(['#', '>', '+', '-', '=', '|']) {
        out.push('\\');
        rest = pass(&mut out, rest);
    } else if text.starts_with('*') {
        // One with white space behind it is a list's.
        out.push_str("\\*");
        rest = rest.strip_prefix('*').unwrap_or_default();
    }
    let mut last = out.chars().next_back();
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let run = rest.len() - rest.trim_start_matches('`').len();
            let (marks, after) = rest.split_at_checked(run).unwrap_or((rest, ""));
            if let Some(end) = closing(after, run) {
                // Code: nothing in it means anything.
                let (code, after) = after.split_at_checked(end + run).unwrap_or((after, ""));
                out.push_str(marks);
                out.push_str(code);
                rest = after;
            } else {
                marks.chars().for_each(|mark| {
                    out.push('\\');
                    out.push(mark);
                });
                rest = after;
            }
            last = Some(c);
            continue;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if means(c, last, after) {
            out.push('\\');
        }
        out.push(c);
        last = Some(c);
        rest = after;
    }
    out
}

/// Moves the first character of `rest` to `out`.
fn pass<'t>(out: &mut String, rest: &'t str) -> &'t str {
    let mut chars = rest.chars();
    out.extend(chars.next());
    chars.as_str()
}

/// Where the next run of just `run` backticks begins.
fn closing(text: &str, run: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let start = at + rest.find('`')?;
        let marks = text.get(start..)?;
        let count = marks.len() - marks.trim_start_matches('`').len();
        if count == run {
            return Some(start);
        }
        at = start + count;
    }
    None
}

/// Whether a character between `last` and `after` may mean something else than itself: begin a link, a
/// tag, emphasis or a character's name, or take the meaning of the next.
fn means(c: char, last: Option<char>, after: &str) -> bool {
    let next = after.chars().next();
    let white = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '<' | '[' | '~' => true,
        '\\' => next.is_some_and(|next| next.is_ascii_punctuation()),
        '*' => !(white(last) && white(next)),
        '_' => !(word(last) && word(next)),
        '&' => after.split_once(';').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        }),
        _ => false,
    }
}

/// Whether a text begins as an entry of a numbered list does.
pub(super) fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut rest = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < text.len());
    rest.take().is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use markdown::mdast::Node;
    use markdown::{Constructs, ParseOptions, to_mdast};
    use proptest::prelude::*;

    use super::*;

    /// What a reader sees of an entry; `None` where it is more than one line of a list.
    fn shown(entry: &str) -> Option<String> {
        let constructs = Constructs { gfm_autolink_literal: false, ..Constructs::gfm() };
        let options = ParseOptions { constructs, ..ParseOptions::default() };
        let below = "\n[1.0.0]: https://a.example\n";
        let root = to_mdast(&format!("- {entry}\n- end\n{below}"), &options).unwrap();
        let [Node::List(list), Node::Definition(_)] = root.children()?.as_slice() else {
            return None;
        };
        let Node::ListItem(item) = list.children.first()? else { return None };
        let [Node::Paragraph(line)] = item.children.as_slice() else { return None };
        let words = line.children.iter().map(|node| match node {
            Node::Text(text) => Some(text.value.clone()),
            Node::InlineCode(code) => Some(code.value.clone()),
            _ => None,
        });
        (list.children.len() == 2 && item.checked.is_none()).then_some(())?;
        words.collect::<Option<Vec<_>>>().map(|words| words.concat())
    }

    #[test]
    fn a_subject_is_one_line_and_nothing_else() {
        for (subject, wanted) in [
            ("Mend it (#12)", "Mend it (#12)"),
            ("# 1.2", "\\# 1.2"),
            ("- a", "\\- a"),
            ("1. a", "1\\. a"),
            ("1.0 is out", "1.0 is out"),
            ("+ a", "\\+ a"),
            ("| a", "\\| a"),
            ("* a * b", "\\* a * b"),
            ("2016 is over", "2016 is over"),
            ("```", "\\`\\`\\`"),
            ("`open` waits", "`open` waits"),
            ("`a`` <b>`", "`a`` <b>`"),
            ("``a` <b>", "\\`\\`a\\` \\<b>"),
            ("Take <b> and `<i>` <!--", "Take \\<b> and `<i>` \\<!--"),
            ("\\<b>", "\\\\\\<b>"),
            ("C:\\dir", "C:\\dir"),
            ("[1.0.0]: https://evil/", "\\[1.0.0]: https://evil/"),
            ("___", "\\_\\_\\_"),
            ("snake_case and _x_", "snake_case and \\_x\\_"),
            ("AT&T &lt; b", "AT&T \\&lt; b"),
            ("a\nb\u{202e}c", "a b c"),
        ] {
            assert_eq!(plain(subject), wanted, "{subject:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_the_text(text in "[-a1 .)(#>+=|*_`~<>&;!:/\\\\\\[\\]\n\u{202e}]{1,16}") {
            let bare = |text: &str| text.replace(['`', ' ', '\n', '\u{202e}'], "");
            prop_assume!(!bare(&text).is_empty());
            let plain = plain(&text);
            let seen = shown(&plain).map(|seen| bare(&seen));
            prop_assert_eq!(seen, Some(bare(&text)), "{}", plain.to_string());
        }
    }
}
