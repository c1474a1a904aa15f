//! Text within a page: escaped for HTML and for XML alike, with nothing hidden in it.

use core::fmt;

use crate::escape;

/// Text of the repository, to be shown: what a reader does not see, or what changes the direction of
/// reading, becomes its code, and nothing in it is markup.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t>(pub(super) &'t str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in escape::visible(self.0).chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // No character of XML.
                '\u{fffe}' | '\u{ffff}' => write!(f, "\\u{{{:x}}}", u32::from(c))?,
                c => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}

/// A number with its noun.
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// How many rows a table has before the rest is folded away.
const ROWS: usize = 100;

/// A table's rows in tables of at most [`ROWS`]; all but the first are folded away under a line
/// that says what is there. `table` writes one, `name` is what a row is called.
pub(super) fn folded<T>(
    rows: &[T],
    noun: &str,
    name: impl Fn(&T) -> &str,
    table: impl Fn(&[T]) -> String,
) -> String {
    let mut out = String::new();
    for (at, rows_here) in rows.chunks(ROWS).enumerate() {
        if at == 0 {
            out.push_str(&table(rows_here));
            continue;
        }
        let (first, last) = (at * ROWS + 1, at * ROWS + rows_here.len());
        let names = [rows_here.first(), rows_here.last()].map(|row| row.map_or("", &name));
        out.push_str(&format!(
            "<details class=\"rows\"><summary>{noun} {first} to {last} of {}: {} to {}</summary>\n{}</details>\n",
            rows.len(),
            Text(names[0]),
            Text(names[1]),
            table(rows_here),
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup_and_nothing_is_hidden() {
        for (text, wanted) in [
            ("<b a=\"x\" c='y'>&amp;", "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;"),
            ("a\u{202e}b\u{1b}[1m\0\u{ffff}", "a\\u{202e}b\\u{1b}[1m\\u{0}\\u{ffff}"),
            ("größer → 日本", "größer → 日本"),
        ] {
            assert_eq!(Text(text).to_string(), wanted);
        }
    }

    #[test]
    fn a_long_table_is_folded_after_its_beginning() {
        let rows: Vec<String> = (1..=250).map(|at| format!("c{at}")).collect();
        let table = |rows: &[String]| format!("[{}]", rows.join(" "));
        let folded = folded(&rows, "components", |row| row.as_str(), table);
        assert!(folded.starts_with("[c1 "), "{folded}");
        assert!(folded.contains("components 101 to 200 of 250: c101 to c200</summary>"));
        assert!(folded.contains("components 201 to 250 of 250: c201 to c250</summary>"));
        assert!(rows.iter().all(|row| folded.contains(row.as_str())));
    }
}
