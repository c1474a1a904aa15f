//! The compatibility of many versions: a table that can be read, whatever there is to tell.

use alloc::collections::BTreeMap;
use core::fmt::Write as _;
use std::collections::HashMap;

use version::{CompatSeverity, Compatibility, Scheme, Verdict};

use super::verdict::colour;
use crate::parties::{self, Group, Matrix};
use crate::table::{Align, Cell, Table};
use crate::{escape, style, text};

/// What stands in the corner.
const CORNER: &str = "provider \\ consumer";
/// Stands after the word of a pair that is too far apart.
const TOO_FAR: char = '!';
/// No table has more rows: what follows it is still to be seen with it.
const ROWS: usize = 40;
/// As many reasons are told one by one; of more, those of one rule are put together.
const REASONS: usize = 12;
/// Between two columns.
const GAP: usize = 2;

/// The matrix as a table with its legend. Where the columns' names take more than `width` columns of
/// the terminal, they are numbered instead, and listed below. Where numbers do not fit either, or there
/// are too many rows, components that stand to all others in the same way share one, the newest
/// versions of each are shown, and a last sentence says how many there are besides.
#[must_use]
pub fn matrix(scheme: &Scheme, matrix: &Matrix, width: usize) -> String {
    let mut shown = Shown::all(matrix);
    let mut left_out = None;
    if shown.rows.len() > ROWS || shown.numbered_width() > width {
        shown.put_together();
        left_out = shown.cut(width);
    }
    let mut out = shown.table(width);
    out.push('\n');
    legend(&mut out, &shown, scheme, width);
    if let Some(words) = left_out {
        out.push('\n');
        for line in text::wrap(&words, width) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// Why a matrix has nothing to tell.
#[must_use]
pub fn silent(scheme: &Scheme) -> String {
    let why = match scheme.provider_role() {
        Some(role) => format!(
            "under the scheme `{}` only `{role}` provides, and only for others",
            scheme.name()
        ),
        None => "no scheme speaks of two lines".to_owned(),
    };
    format!("no pair of these is judged: {why}, and `works-with` names no two of them\n")
}

/// Rows and columns of a matrix that are shown.
struct Shown<'m> {
    matrix: &'m Matrix,
    rows: Vec<Side<'m>>,
    columns: Vec<Side<'m>>,
}

/// A row or a column: groups that have the same cells.
struct Side<'m> {
    /// The row or column of the matrix that has them.
    at: usize,
    /// Never empty.
    groups: Vec<&'m Group>,
}

impl Side<'_> {
    /// What it is called, with no more than `names` components.
    fn label(&self, names: usize) -> String {
        let [first, rest @ ..] = self.groups.as_slice() else { return String::new() };
        if rest.is_empty() {
            return first.label();
        }
        let version = |group: &Group| match group.versions() {
            [one] => Some(one.version.to_string()),
            _ => None,
        };
        match version(first).filter(|one| rest.iter().all(|g| version(g).as_ref() == Some(one))) {
            Some(one) => {
                let whose = self.groups.iter().filter_map(|group| group.whose()?.0);
                format!("{one} of {}", text::first(&whose.collect::<Vec<_>>(), names))
            }
            None => {
                let labels: Vec<String> = self.groups.iter().map(|group| group.label()).collect();
                text::first(&labels.iter().map(String::as_str).collect::<Vec<_>>(), names)
            }
        }
    }
}

/// How many components a row's name names, and the list of columns below the table.
const OF_ROW: usize = 2;
const LISTED: usize = 5;

impl<'m> Shown<'m> {
    fn all(matrix: &'m Matrix) -> Self {
        let sides = |groups: &'m [Group]| {
            let sides = groups.iter().enumerate();
            sides.map(|(at, group)| Side { at, groups: vec![group] }).collect()
        };
        Self { matrix, rows: sides(&matrix.providers), columns: sides(&matrix.consumers) }
    }

    fn cell(&self, row: &Side<'_>, column: &Side<'_>) -> Option<parties::Cell> {
        self.matrix.cells.get(row.at)?.get(column.at).copied()
    }

    /// Puts components in one row or column that stand to all others in the same way.
    fn put_together(&mut self) {
        let rows = core::mem::take(&mut self.rows);
        let by_row = |row: &Side<'_>| {
            self.columns.iter().map(|column| self.cell(row, column)).collect::<Vec<_>>()
        };
        self.rows = together(rows, by_row);
        let columns = core::mem::take(&mut self.columns);
        let by_column = |column: &Side<'_>| {
            self.rows.iter().map(|row| self.cell(row, column)).collect::<Vec<_>>()
        };
        self.columns = together(columns, by_column);
    }

    /// Leaves the newest columns that there is room for and the newest rows that say something of these,
    /// and says what is left out.
    fn cut(&mut self, width: usize) -> Option<String> {
        let (rows, columns) = (self.rows.len(), self.columns.len());
        if self.numbered_width() > width {
            let room = width.saturating_sub(self.first_width().min(width / 2));
            let widest = self.widths().into_iter().max().unwrap_or(1).max(digits(columns));
            newest(&mut self.columns, (room / (widest + GAP)).max(1));
        }
        let mut all = core::mem::take(&mut self.rows);
        all.retain(|row| self.columns.iter().any(|column| self.speaks(row, column)));
        self.rows = all;
        newest(&mut self.rows, ROWS);
        let told = |left: usize, all: usize, what: &str| {
            (left < all).then(|| format!("{left} of {all} {what}"))
        };
        let sides = [
            told(self.rows.len(), rows, "providers"),
            told(self.columns.len(), columns, "consumers"),
        ];
        let sides: Vec<String> = sides.into_iter().flatten().collect();
        (!sides.is_empty()).then(|| {
            format!(
                "There is room for {}, the newest versions of each component first: --json has all \
                 of them, and `compat --matrix VERSION...` judges those alone that it names.",
                sides.join(" and ")
            )
        })
    }

    fn speaks(&self, row: &Side<'_>, column: &Side<'_>) -> bool {
        self.cell(row, column).is_some_and(|cell| self.matrix.verdict(cell).is_some())
    }

    /// The width of every column's longest word.
    fn widths(&self) -> Vec<usize> {
        let word = |row, column| self.cell(row, column).map_or(1, |cell| self.width_of(cell));
        let widest = |column| self.rows.iter().map(|row| word(row, column)).max().unwrap_or(1);
        self.columns.iter().map(widest).collect()
    }

    fn width_of(&self, cell: parties::Cell) -> usize {
        let word = self.matrix.verdict(cell).map_or(1, |verdict| word(verdict).len());
        word + usize::from(cell.too_far)
    }

    fn first_width(&self) -> usize {
        let rows = self.rows.iter().map(|row| text::width(&row.label(OF_ROW)));
        rows.max().unwrap_or(0).max(CORNER.len())
    }

    /// How wide the table is when its columns are numbered.
    fn numbered_width(&self) -> usize {
        let digits = digits(self.columns.len());
        let columns = self.widths().into_iter().map(|width| width.max(digits) + GAP);
        self.first_width() + columns.sum::<usize>()
    }

    fn table(&self, width: usize) -> String {
        let named: Vec<String> = self.columns.iter().map(|side| side.label(OF_ROW)).collect();
        let titles = named.iter().zip(self.widths());
        let titles = titles.map(|(name, widest)| text::width(name).max(widest) + GAP);
        let fits = titles.sum::<usize>() + self.first_width() <= width;
        let numbers = || (1..=named.len()).map(|number| number.to_string()).collect();
        let titles: Vec<String> = if fits { named } else { numbers() };
        let corner = (CORNER, Align::Left);
        let columns = titles.iter().map(|title| (title.as_str(), Align::Left));
        let mut table = Table::new(&core::iter::once(corner).chain(columns).collect::<Vec<_>>());
        for row in &self.rows {
            let mut cells = vec![Cell::styled(&row.label(OF_ROW), style::STRONG)];
            cells.extend(self.columns.iter().map(|column| self.shown(row, column)));
            table.row(cells);
        }
        let mut out = table.render(width);
        if !fits {
            out.push('\n');
            for (number, side) in titles.iter().zip(&self.columns) {
                let label = side.label(LISTED);
                let lines = text::wrap(&escape::visible(&label), width.saturating_sub(6));
                for (at, line) in lines.iter().enumerate() {
                    let number = if at == 0 { number } else { "" };
                    let _ = writeln!(out, "{number:>4}  {line}");
                }
            }
        }
        out
    }

    fn shown(&self, row: &Side<'_>, column: &Side<'_>) -> Cell {
        let cell = self.cell(row, column);
        let Some((cell, verdict)) = cell.and_then(|cell| Some((cell, self.matrix.verdict(cell)?)))
        else {
            return "–".into();
        };
        let mut word = word(verdict).to_owned();
        if cell.too_far {
            word.push(TOO_FAR);
        }
        Cell::styled(&word, colour(verdict))
    }

    /// All cells that are shown.
    fn cells(&self) -> impl Iterator<Item = parties::Cell> {
        self.rows.iter().flat_map(|row| self.columns.iter().filter_map(|c| self.cell(row, c)))
    }
}

/// Those of one role with the same cells, as one; versions of no component stay on their own.
fn together<'m>(
    sides: Vec<Side<'m>>,
    cells: impl Fn(&Side<'m>) -> Vec<Option<parties::Cell>>,
) -> Vec<Side<'m>> {
    let mut kept: Vec<Side<'m>> = Vec::new();
    let mut places = HashMap::new();
    for side in sides {
        let whose = side.groups.first().and_then(|group| group.whose());
        let Some((Some(_), role)) = whose else {
            kept.push(side);
            continue;
        };
        let place = *places.entry((role, cells(&side))).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(same) => same.groups.extend(side.groups),
            None => kept.push(side),
        }
    }
    kept
}

/// Leaves `most` of the sides in their order: of each component the newest, then the next newest.
fn newest(sides: &mut Vec<Side<'_>>, most: usize) {
    if sides.len() <= most {
        return;
    }
    let mut later: BTreeMap<_, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, usize)> = Vec::new();
    for side in sides.iter().rev() {
        let whose = side.groups.first().and_then(|group| group.whose());
        let rank = later.entry(whose).or_default();
        ranked.push((*rank, side.at));
        *rank += 1;
    }
    ranked.sort_unstable();
    ranked.truncate(most);
    sides.retain(|side| ranked.iter().any(|(_, at)| *at == side.at));
}

fn digits(number: usize) -> usize {
    number.to_string().len()
}

fn legend(out: &mut String, shown: &Shown<'_>, scheme: &Scheme, width: usize) {
    let mut verdicts: Vec<&Verdict> = shown.matrix.verdicts_of(shown.cells());
    verdicts.sort_by_key(|verdict| (verdict.severity, verdict.verdict));
    let mut told: Vec<(&Verdict, usize)> = Vec::new();
    let together = verdicts.len() > REASONS;
    for verdict in verdicts {
        let kind = |one: &Verdict| (one.severity, one.verdict, one.rule.clone());
        match told.iter_mut().find(|(one, _)| together && kind(one) == kind(verdict)) {
            Some((_, more)) => *more += 1,
            None => told.push((verdict, 0)),
        }
    }
    for (verdict, more) in told {
        let rule = verdict.rule.as_ref().map(|rule| format!("{rule}: ")).unwrap_or_default();
        let more = if more == 0 { String::new() } else { format!("; and {more} like it") };
        told_as(out, word(verdict), &format!("{rule}{}{more}", verdict.because), width);
    }
    if let (true, Some(lines)) = (shown.cells().any(|cell| cell.too_far), scheme.too_far()) {
        let words = format!("too far apart: {lines} lines or more");
        told_as(out, &TOO_FAR.to_string(), &words, width);
    }
}

fn told_as(out: &mut String, word: &str, words: &str, width: usize) {
    let lines = text::wrap(&escape::visible(words), width.saturating_sub(12));
    for (at, line) in lines.iter().enumerate() {
        let word = if at == 0 { word } else { "" };
        let _ = writeln!(out, "  {word:<10}{line}");
    }
}

/// One word a verdict: how severe it is, where that is less than a plain no.
#[must_use]
pub fn word(verdict: &Verdict) -> &'static str {
    match (verdict.severity, verdict.verdict) {
        (CompatSeverity::Warn, _) => "warn",
        (CompatSeverity::Advisory, _) => "advisory",
        (_, Compatibility::Compatible) => "yes",
        (_, Compatibility::Unknown) => "?",
        (_, Compatibility::Incompatible) => "no",
    }
}
