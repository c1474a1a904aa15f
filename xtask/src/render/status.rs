//! Where everything stands, for people.

use core::fmt::Write as _;

use product::Status;

use crate::table::{Align, Cell, Table};
use crate::{escape, style};

/// The status of one line as a table that fits `width` columns.
#[must_use]
pub fn status(status: &Status, width: usize) -> String {
    let mut out = String::new();
    let mut head = status.product.clone();
    if let Some(name) = &status.name {
        let _ = write!(head, ", {name}");
    }
    if let Some(line) = &status.line {
        let _ = write!(head, ": line {line}");
    }
    let _ = writeln!(out, "{}\n", style::paint(style::STRONG, &escape::visible(&head)));
    let mut table = Table::new(&[
        ("component", Align::Left),
        ("version", Align::Left),
        ("last tag", Align::Left),
        ("state", Align::Left),
        ("patched today", Align::Left),
    ]);
    for component in &status.components {
        let mut state = Vec::new();
        if component.tag.is_none() {
            state.push("never released");
        } else if component.changed {
            state.push("changed");
        }
        if component.lag {
            state.push("lags");
        }
        let style = if component.lag { style::WARNING } else { anstyle::Style::new() };
        table.row([
            Cell::styled(&component.name, style::STRONG),
            Cell::from(component.version.as_deref().unwrap_or("–")),
            Cell::from(component.tag.as_deref().unwrap_or("–")),
            Cell::styled(&state.join(", "), style),
            Cell::from(component.next.as_deref().unwrap_or("–")),
        ]);
    }
    out.push_str(&table.render(width));
    out
}
