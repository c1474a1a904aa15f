//! Plain-text tables that fit a width: aligned columns, cells that wrap rather than vanish.

use anstyle::Style;

use crate::{escape, style, text};

/// Two spaces: columns need no lines between them.
const GAP: usize = 2;
/// A column is not squeezed below this while another one is wider.
const NARROWEST: usize = 6;

/// On which side a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Names and words.
    Left,
    /// Numbers.
    Right,
}

/// A table under construction. Cells may hold any text: they are escaped as they come in.
#[derive(Debug)]
pub struct Table {
    columns: Vec<(Cell, Align)>,
    rows: Vec<Vec<Cell>>,
}

/// One cell: escaped text in a style that adds to what the words say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// `text` in `style`; the text is escaped here.
    #[must_use]
    pub fn styled(text: &str, style: Style) -> Self {
        Self { text: escape::visible(text).into_owned(), style }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::styled(text, Style::new())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl Table {
    /// A table with these column titles, left to right.
    #[must_use]
    pub fn new(columns: &[(&str, Align)]) -> Self {
        let columns =
            columns.iter().map(|(title, align)| (Cell::styled(title, style::STRONG), *align));
        Self { columns: columns.collect(), rows: Vec::new() }
    }

    /// Adds a row. Missing cells are empty, those past the last column are dropped.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().take(self.columns.len()).collect());
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines of at most `width` columns, each ended by a line feed and without
    /// trailing spaces. The widest columns are squeezed first, and wrap between words. No word is
    /// broken, since names are searched for and copied: where words have no room, lines are longer.
    #[must_use]
    pub fn render(&self, width: usize) -> String {
        let widths = self.widths(width);
        let titles: Vec<Cell> = self.columns.iter().map(|(title, _)| title.clone()).collect();
        let mut out = String::new();
        for row in core::iter::once(&titles).chain(&self.rows) {
            self.render_row(row, &widths, &mut out);
        }
        out
    }

    /// How many columns it takes if no cell has to wrap.
    #[must_use]
    pub fn natural_width(&self) -> usize {
        self.natural().iter().sum::<usize>() + GAP * self.columns.len().saturating_sub(1)
    }

    fn natural(&self) -> Vec<usize> {
        let widest = self.columns.iter().enumerate().map(|(i, (title, _))| {
            let cells = self.rows.iter().filter_map(|row| row.get(i));
            cells.chain([title]).map(|cell| text::width(&cell.text)).max().unwrap_or(0)
        });
        widest.collect()
    }

    /// The width of each column's longest word, titles included.
    fn longest_words(&self) -> Vec<usize> {
        let longest = |cell: &Cell| cell.text.split(' ').map(text::width).max().unwrap_or(0);
        let columns = self.columns.iter().enumerate().map(|(i, (title, _))| {
            let cells = self.rows.iter().filter_map(|row| row.get(i));
            cells.chain([title]).map(longest).max().unwrap_or(0)
        });
        columns.collect()
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths = self.natural();
        let gaps = GAP * widths.len().saturating_sub(1);
        let words = self.longest_words();
        let mut floor = NARROWEST;
        while widths.iter().sum::<usize>() + gaps > width {
            let columns = widths.iter_mut().zip(&words);
            let widest =
                columns.filter(|(width, word)| **width > **word).map(|(width, _)| width).max();
            match widest {
                Some(widest) if *widest > floor => *widest -= 1,
                // More columns than the screen has room for: go on, down to one word each.
                Some(_) if floor > 1 => floor -= 1,
                _ => break,
            }
        }
        widths
    }

    fn render_row(&self, row: &[Cell], widths: &[usize], out: &mut String) {
        let empty = Cell::from("");
        let cells: Vec<(Vec<String>, &Cell)> = widths
            .iter()
            .enumerate()
            .map(|(i, width)| {
                let cell = row.get(i).unwrap_or(&empty);
                (text::wrap(&cell.text, *width), cell)
            })
            .collect();
        let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
        for at in 0..height {
            // Spaces are written only once something follows them: no line ends in one.
            let mut owed = 0;
            for (((lines, cell), width), (_, align)) in cells.iter().zip(widths).zip(&self.columns)
            {
                let line = lines.get(at).map_or("", String::as_str);
                let room = width.saturating_sub(text::width(line));
                let (before, after) = if *align == Align::Right { (room, 0) } else { (0, room) };
                if line.is_empty() {
                    owed += room + GAP;
                    continue;
                }
                out.extend(core::iter::repeat_n(' ', owed + before));
                style::paint_onto(out, cell.style, line);
                owed = after + GAP;
            }
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(table: &Table, width: usize) -> String {
        anstream::adapter::strip_str(&table.render(width)).to_string()
    }

    #[test]
    fn columns_line_up_whatever_the_script() {
        let mut table =
            Table::new(&[("component", Align::Left), ("lag", Align::Right), ("next", Align::Left)]);
        table.row(["core".into(), "1".into(), "1.1".into()]);
        table.row(["日本".into(), "12".into()]);
        assert_eq!(
            plain(&table, 80),
            "component  lag  next\ncore         1  1.1\n日本        12\n"
        );
    }

    #[test]
    fn the_widest_column_wraps_to_fit() {
        let mut table = Table::new(&[("name", Align::Left), ("why", Align::Left)]);
        table.row(["sdk-java".into(), "it embeds core, which moves".into()]);
        assert_eq!(
            plain(&table, 24),
            "name      why\nsdk-java  it embeds\n          core, which\n          moves\n"
        );
    }

    #[test]
    fn no_word_is_broken() {
        let mut table = Table::new(&[("name", Align::Left), ("why", Align::Left)]);
        table.row(["exporter-http-transport".into(), "it changed".into()]);
        assert_eq!(
            plain(&table, 20),
            "name                     why\nexporter-http-transport  it\n                         changed\n"
        );
    }

    #[test]
    fn hostile_cells_stay_in_their_cell() {
        let mut table = Table::new(&[("a", Align::Left)]);
        table.row(["x\n\u{1b}[31m\u{202e}".into()]);
        assert_eq!(plain(&table, 80), "a\nx\\n\\u{1b}[31m\\u{202e}\n");
    }

    proptest! {
        #[test]
        fn every_line_fits(
            rows in proptest::collection::vec(proptest::collection::vec("([a-z]{0,8} ){0,5}", 3), 0..6),
            width in 30usize..100,
        ) {
            let mut table = Table::new(&[("first", Align::Left), ("second", Align::Right), ("third", Align::Left)]);
            for row in rows {
                table.row(row.into_iter().map(Cell::from));
            }
            for line in plain(&table, width).lines() {
                prop_assert!(text::width(line) <= width, "{line:?}");
                prop_assert!(!line.ends_with(' '));
            }
        }
    }
}
