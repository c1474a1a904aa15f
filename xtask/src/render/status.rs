//! Where everything stands, for people.

use core::fmt::Write as _;

use product::{Composition, Status, StatusComponent};

use crate::table::{Align, Cell, Table};
use crate::{escape, style, text};

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
    // The tag mostly repeats name and version: it goes first where the screen is narrow.
    let full = table(status, true);
    let table = if full.natural_width() > width { table(status, false) } else { full };
    out.push_str(&table.render(width));
    out
}

fn table(status: &Status, with_tag: bool) -> Table {
    let columns = ["component", "version", "last tag", "state", "patched today"];
    let shown = |name: &&str| with_tag || *name != "last tag";
    let columns: Vec<(&str, Align)> =
        columns.iter().filter(|name| shown(name)).map(|name| (*name, Align::Left)).collect();
    let mut table = Table::new(&columns);
    for component in &status.components {
        let state = states(status, component, with_tag);
        let style = if component.lag { style::WARNING } else { anstyle::Style::new() };
        let mut cells = vec![
            Cell::styled(&component.name, style::STRONG),
            Cell::from(component.version.as_deref().unwrap_or("–")),
        ];
        if with_tag {
            cells.push(Cell::from(component.tag.as_deref().unwrap_or("–")));
        }
        cells.push(Cell::styled(&state.join(", "), style));
        cells.push(Cell::from(component.next.as_deref().unwrap_or("–")));
        table.row(cells);
    }
    table
}

/// What there is to say of a component in words; `with_tag` is whether its last tag stands beside
/// them.
#[must_use]
pub fn states(status: &Status, component: &StatusComponent, with_tag: bool) -> Vec<String> {
    let mut state: Vec<String> = Vec::new();
    if component.tag.is_none() {
        state.push(if status.shallow { "no tag here" } else { "never released" }.to_owned());
    } else if component.changed {
        state.push("changed".to_owned());
    }
    // Beside what is worked on, the last release has to be seen somewhere.
    let since = component.tag.as_ref().filter(|_| !with_tag);
    state.extend(component.development.as_ref().map(|_| match since {
        Some(tag) => format!("in development since {tag}"),
        None => "in development".to_owned(),
    }));
    state.extend(component.problem.as_ref().map(|problem| format!("unusable: {problem}")));
    if component.lag {
        state.push("lags".to_owned());
    }
    state.extend(component.pending.as_ref().map(|pending| format!("leads to {}", pending.to)));
    state.extend(component.needs.as_ref().map(|part| {
        let verb = if component.impacts.is_empty() { "suggests" } else { "needs" };
        format!("{verb} {part}")
    }));
    state
}

/// What a version of the product is made of, as a table that fits `width` columns.
#[must_use]
pub fn composition(made: &Composition, width: usize) -> String {
    let name = made.name.as_ref().map_or_else(String::new, |name| format!(", {name}"));
    let head = format!("{}{name} {} ({})", made.product, made.version, made.tag);
    let mut out = format!("{}\n\n", style::paint(style::STRONG, &escape::visible(&head)));
    let columns = ["component", "version", "tag"].map(|name| (name, Align::Left));
    let mut table = Table::new(&columns);
    for component in &made.components {
        table.row([
            Cell::styled(&component.name, style::STRONG),
            Cell::from(component.version.as_str()),
            Cell::from(component.tag.as_deref().unwrap_or("–")),
        ]);
    }
    if table.is_empty() {
        let why = "what was in it is not known: its tag has no bill of materials, and no component has a \
                   tag of that version";
        out.push_str(&format!("{}\n", text::wrap(why, width).join("\n")));
        return out;
    }
    out.push_str(&table.render(width));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_nothing_is_known_of_a_version_is_said() {
        let made = Composition {
            format: 1,
            product: "suite".into(),
            name: None,
            version: "1.14.0".into(),
            tag: "v1.14.0".into(),
            components: Vec::new(),
        };
        let text = anstream::adapter::strip_str(&composition(&made, usize::MAX)).to_string();
        let said = "what was in it is not known: its tag has no bill of materials, and no component has \
                    a tag of that version";
        assert_eq!(text, format!("suite 1.14.0 (v1.14.0)\n\n{said}\n"));
    }
}
