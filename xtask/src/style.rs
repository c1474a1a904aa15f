//! The program's colours: cargo's roles in the plain half of the palette.
//!
//! Bright variants vanish on light backgrounds, so none is used; no meaning is carried by colour
//! alone. Everything styled is written through `anstream`, which strips what cannot be shown.

use core::fmt::Write as _;

use anstyle::{AnsiColor, Style};

/// `error`.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// `warning`, and what waits for somebody.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// `note`, and what went well.
pub const NOTE: Style = AnsiColor::Green.on_default().bold();
/// `help`, and what can be typed.
pub const HELP: Style = AnsiColor::Cyan.on_default().bold();
/// Line numbers and the lines around an excerpt.
pub const CONTEXT: Style = AnsiColor::Blue.on_default().bold();
/// A message, a table's header.
pub const STRONG: Style = Style::new().bold();
/// What stands in for something else: `<NAME>`.
pub const PLACEHOLDER: Style = AnsiColor::Cyan.on_default();

/// The colours of `--help` and of usage errors.
#[must_use]
pub const fn clap() -> clap::builder::Styles {
    clap::builder::Styles::styled()
        .header(NOTE)
        .usage(NOTE)
        .literal(HELP)
        .placeholder(PLACEHOLDER)
        .error(ERROR)
        .valid(HELP)
        .invalid(WARNING)
}

/// `text` in `style`.
#[must_use]
pub fn paint(style: Style, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    paint_onto(&mut out, style, text);
    out
}

/// Appends `text` in `style`.
pub fn paint_onto(out: &mut String, style: Style, text: &str) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{style}{text}{style:#}");
}
