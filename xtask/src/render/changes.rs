//! What is pending, for people.

use core::fmt::Write as _;

use product::impact::{ChangeList, PendingEntry};

use crate::table::{Align, Cell, Table};
use crate::{escape, style, text};

/// What is pending as a table that fits `width` columns, and the change files that may go.
#[must_use]
pub fn changes(list: &ChangeList, width: usize) -> String {
    let waiting = list.components.iter().filter(|component| !component.pending.is_empty());
    let mut out = String::new();
    if waiting.clone().next().is_none() {
        let _ = writeln!(out, "{}: no change is pending", escape::visible(&list.product));
    } else {
        let _ = writeln!(out, "{}\n", style::paint(style::STRONG, &escape::visible(&list.product)));
        let columns = ["component", "last tag", "impact", "needs", "said by"];
        let mut table = Table::new(&columns.map(|name| (name, Align::Left)));
        for component in waiting {
            for (at, entry) in component.pending.iter().enumerate() {
                let first = |text: &str| if at == 0 { text.to_owned() } else { String::new() };
                let tag = component.tag.as_deref().unwrap_or("–");
                table.row([
                    Cell::styled(&first(&component.name), style::STRONG),
                    Cell::from(first(tag)),
                    Cell::from(entry.impact.as_str()),
                    Cell::styled(&need(entry), style::NOTE),
                    Cell::from(who(entry)),
                ]);
            }
        }
        out.push_str(&table.render(width));
    }
    let released: Vec<&str> = list
        .files
        .iter()
        .filter(|file| file.pending.is_empty())
        .map(|file| file.path.as_str())
        .collect();
    if !released.is_empty() {
        let line = format!("released, and free to be deleted: {}", released.join(", "));
        out.push('\n');
        for line in text::wrap(&escape::visible(&line), width) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn need(entry: &PendingEntry) -> String {
    if entry.may { format!("may be {}", entry.needs) } else { entry.needs.clone() }
}

fn who(entry: &PendingEntry) -> String {
    match &entry.inferred {
        None => entry.file.clone(),
        Some(words) => format!("{} suggests it: {words}", entry.file),
    }
}
