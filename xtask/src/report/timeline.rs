//! The timeline: one row a component, along the days on which it was released.
//!
//! A row is as wide as the page lets it be: places in it are percents, so that nothing is scaled
//! and everything stays readable. More labels are shown where there is room for them.

use core::fmt::Write as _;

use version::Date;

use super::axis::{Axis, between, half, shown};
use super::facts::{Component, Line, Release, dated};
use super::html::{Text, count, folded};

/// The widths, in pixels, from which on a row has more labels; the page's style knows them as `w0`,
/// `w1` and `w2`.
const WIDTHS: &[f64] = &[280.0, 620.0, 1040.0];

/// How far a label may reach into what is free beside a row, in pixels.
const SPARE: f64 = 6.0;

/// Marks that are nearer to each other than this, in percent of the row, are drawn as one.
const TOGETHER: f64 = 0.4;

/// The timeline of a line.
pub(super) fn timeline(line: &Line, today: Date) -> String {
    let days = line.components.iter().flat_map(|component| &component.releases);
    let days = days.chain(&line.releases).filter_map(|release| release.day);
    let Some(axis) = Axis::of(days, today) else {
        return "<p>Nothing was released yet.</p>\n".to_owned();
    };
    let mut out = legend(line);
    let since = between(axis.last(), today);
    if since > 0 {
        let days = count(usize::try_from(since).unwrap_or(0), "day");
        let _ = writeln!(
            out,
            "<p>The axis ends with the last release, on {}, {days} before this report.</p>",
            axis.last()
        );
    }
    let ticks = ticks(&axis);
    out.push_str(&folded(
        &line.components,
        "Components",
        |component| &component.name,
        |components| table(line, components, &axis, &ticks),
    ));
    out
}

/// What the marks of this line mean.
fn legend(line: &Line) -> String {
    let all = || line.components.iter();
    let pre = all().flat_map(|component| &component.releases).any(|release| release.pre);
    let behind = all().any(|component| !component.behind.is_empty());
    let marks = [
        (true, "a release", "<circle class=\"final\" cx=\"50%\" cy=\"8\" r=\"5\"/>"),
        (pre, "a pre-release", "<circle class=\"pre\" cx=\"50%\" cy=\"8\" r=\"5\"/>"),
        (
            !line.moves.is_empty(),
            "the line moves",
            "<rect class=\"move\" x=\"8\" y=\"3\" width=\"10\" height=\"10\"/>",
        ),
        (behind, "behind the line", "<line class=\"lag\" x1=\"0\" x2=\"100%\" y1=\"8\" y2=\"8\"/>"),
    ];
    let mut out = String::from("<ul class=\"legend\">");
    for (_, words, mark) in marks.iter().filter(|(there, _, _)| *there) {
        let _ =
            write!(out, "<li><svg class=\"key\" aria-hidden=\"true\">{mark}</svg> {words}</li>");
    }
    out.push_str("</ul>\n");
    out
}

fn table(line: &Line, components: &[Component], axis: &Axis, ticks: &str) -> String {
    let mut out = String::from(
        "<table class=\"timeline\" role=\"table\">\n<caption class=\"unseen\">Releases in time, one row a component</caption>\n<thead>\
         <tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Component</th><th scope=\"col\" role=\"columnheader\"><span class=\"unseen\">Releases</span>",
    );
    let _ = writeln!(out, "{ticks}</th></tr></thead>\n<tbody>");
    if !line.moves.is_empty() {
        let _ = writeln!(
            out,
            "<tr class=\"line\" role=\"row\"><th scope=\"row\" role=\"rowheader\"><b>The line</b> {}</th><td role=\"cell\">{}</td></tr>",
            Text(line.status.line.as_deref().unwrap_or("")),
            moves(line, axis)
        );
    }
    for component in components {
        let _ = write!(
            out,
            "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">{}",
            head(line, component)
        );
        let _ = writeln!(out, "</th><td role=\"cell\">{}</td></tr>", row(component, line, axis));
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// A component's name, where it stands, and all that was released of it.
fn head(line: &Line, component: &Component) -> String {
    let mut out = format!("<b>{}</b>", Text(&component.name));
    let status = line.status.components.iter().find(|one| one.name == component.name);
    if let Some(status) = status {
        let version = status.version.as_deref().unwrap_or("–");
        let _ = write!(out, " {}", Text(version));
        if status.lag {
            out.push_str(" <span class=\"word\">lags</span>");
        }
    }
    if component.retired {
        out.push_str(" <span class=\"word\">retired</span>");
    }
    if component.releases.is_empty() {
        out.push_str(" <span class=\"word\">never released</span>");
        return out;
    }
    let _ = write!(
        out,
        "\n<details><summary>{}</summary><ol reversed=\"reversed\">",
        count(component.releases.len(), "release")
    );
    for release in component.releases.iter().rev() {
        let _ = write!(out, "<li>{}</li>", told(release));
    }
    out.push_str("</ol></details>");
    out
}

/// A release in words.
fn told(release: &Release) -> String {
    let day = release.day.map_or_else(|| "no day known".to_owned(), |day| day.to_string());
    let pre = if release.pre { ", a pre-release" } else { "" };
    format!("{} <small>{day}, tag {}{pre}</small>", Text(&release.version), Text(&release.tag))
}

/// The row of the axis.
fn ticks(axis: &Axis) -> String {
    let ticks = axis.ticks();
    let places: Vec<(f64, usize)> =
        ticks.iter().map(|(day, name)| (axis.place(*day), name.len())).collect();
    let shown = shown(&places, WIDTHS);
    let mut out = String::from("<svg class=\"axis\" aria-hidden=\"true\">");
    for (((_, name), (place, _)), tier) in ticks.iter().zip(&places).zip(shown) {
        let _ = write!(
            out,
            "<line class=\"grid\" x1=\"{place:.2}%\" x2=\"{place:.2}%\" y1=\"16\" y2=\"22\"/>"
        );
        label(&mut out, *place, 12, name, tier);
    }
    out.push_str("</svg>");
    out
}

/// When the line moved.
fn moves(line: &Line, axis: &Axis) -> String {
    let all: Vec<(f64, &str, String)> = line
        .moves
        .iter()
        .map(|step| {
            (axis.place(step.day), step.to.as_str(), format!("{} on {}", step.to, step.day))
        })
        .collect();
    let words = match (line.moves.as_slice(), line.moves.last()) {
        ([only], _) => format!("The line came to {} on {}", only.to, only.day),
        ([first, ..], Some(last)) => format!(
            "The line came to {} on {} and to {} on {}; {} in all",
            first.to,
            first.day,
            last.to,
            last.day,
            count(line.moves.len(), "line")
        ),
        _ => String::new(),
    };
    let mut out = opened(&words);
    for (place, said) in together(&all) {
        let _ = write!(
            out,
            "<rect class=\"move\" x=\"{place:.2}%\" y=\"5\" width=\"10\" height=\"10\" transform=\"translate(-5)\"><title>{}</title></rect>",
            Text(&said)
        );
    }
    labels(&mut out, all.iter().rev().map(|(place, name, _)| (*place, *name)));
    out.push_str("</svg>");
    out
}

/// A component's row.
fn row(component: &Component, line: &Line, axis: &Axis) -> String {
    let dated = component.dated();
    let (Some((first, oldest)), Some((last, newest))) = (dated.first(), dated.last()) else {
        return String::new();
    };
    let mut words = format!("{}: ", component.name);
    let _ = match dated.len() {
        1 => write!(words, "one release, {} on {first}", oldest.version),
        many => write!(
            words,
            "{many} releases, from {} on {first} to {} on {last}",
            oldest.version, newest.version
        ),
    };
    for behind in &component.behind {
        let _ = match behind.to {
            Some(to) => write!(words, "; behind the line from {} to {to}", behind.from),
            None => write!(words, "; behind the line since {}", behind.from),
        };
    }
    let mut out = opened(&words);
    for step in line.moves.iter().filter(|step| axis.has(step.day)) {
        let place = axis.place(step.day);
        let _ = write!(
            out,
            "<line class=\"grid\" x1=\"{place:.2}%\" x2=\"{place:.2}%\" y1=\"0\" y2=\"100%\"/>"
        );
    }
    let end = if component.retired { *last } else { axis.last() };
    let bar = |class: &str, from: Date, to: Date| {
        let (from, to) = (axis.place(from), axis.place(to));
        format!("<line class=\"{class}\" x1=\"{from:.2}%\" x2=\"{to:.2}%\" y1=\"10\" y2=\"10\"/>")
    };
    out.push_str(&bar("life", *first, end));
    for behind in &component.behind {
        out.push_str(&bar("lag", behind.from, behind.to.unwrap_or(end)));
    }
    let marks = |pre: bool| {
        let of = dated.iter().filter(move |(_, release)| release.pre == pre);
        of.map(|(day, release)| {
            let said = format!("{} on {day}, tag {}", release.version, release.tag);
            (axis.place(*day), release.version.as_str(), said)
        })
        .collect::<Vec<_>>()
    };
    let (pres, finals) = (marks(true), marks(false));
    for (class, all) in [("pre", &pres), ("final", &finals)] {
        for (place, said) in together(all) {
            let _ = write!(
                out,
                "<circle class=\"{class}\" cx=\"{place:.2}%\" cy=\"10\" r=\"5\"><title>{}</title></circle>",
                Text(&said)
            );
        }
    }
    let all = finals.iter().rev().chain(pres.iter().rev());
    labels(&mut out, all.map(|(place, name, _)| (*place, *name)));
    out.push_str("</svg>");
    out
}

/// A row's drawing, which says in `words` what it shows.
fn opened(words: &str) -> String {
    format!("<svg class=\"row\" role=\"img\"><title>{}</title>", Text(words))
}

/// The marks in order of their places, those that would lie on each other as one that says so.
fn together(all: &[(f64, &str, String)]) -> Vec<(f64, String)> {
    let mut marks: Vec<(f64, String, usize)> = Vec::new();
    for (place, _, said) in all {
        match marks.last_mut() {
            Some((last, newest, number)) if place - *last < TOGETHER => {
                newest.clone_from(said);
                *number += 1;
            }
            _ => marks.push((*place, said.clone(), 1)),
        }
    }
    let told = marks.into_iter().map(|(place, said, number)| match number {
        1 => (place, said),
        _ => (place, format!("{number} releases, the last {said}")),
    });
    told.collect()
}

/// The labels below a row's marks, the most important first; of several at one place the first.
fn labels<'a>(out: &mut String, all: impl Iterator<Item = (f64, &'a str)>) {
    let all: Vec<(f64, &str)> = all.collect();
    let places: Vec<(f64, usize)> =
        all.iter().map(|(place, name)| (*place, name.chars().count())).collect();
    for ((place, name), tier) in all.iter().zip(shown(&places, WIDTHS)) {
        label(out, *place, 29, name, tier);
    }
}

fn label(out: &mut String, place: f64, y: u32, name: &str, tier: Option<usize>) {
    let Some(tier) = tier else { return };
    // Where a row is at its narrowest, a text must not reach out of it.
    let width = WIDTHS.get(tier).copied().unwrap_or(0.0);
    let (room, half) = (place / 100.0 * width, half(name.chars().count()));
    let anchor = match (half > room + SPARE, half > width - room + SPARE) {
        (true, false) => "start",
        (false, true) => "end",
        _ => "middle",
    };
    let _ = write!(
        out,
        "<text class=\"w{tier}\" x=\"{place:.2}%\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>",
        Text(name)
    );
}

/// The product's own releases, as a list.
pub(super) fn product_releases(line: &Line) -> String {
    if line.releases.is_empty() {
        return String::new();
    }
    let dated = dated(&line.releases);
    let last = dated.last().map_or_else(String::new, |(day, release)| {
        format!(", the last {} on {day}", Text(&release.version))
    });
    let mut out = format!(
        "<details><summary>{} of the product itself{last}</summary><ol reversed=\"reversed\">",
        count(line.releases.len(), "release")
    );
    for release in line.releases.iter().rev() {
        let _ = write!(out, "<li>{}</li>", told(release));
    }
    out.push_str("</ol></details>\n");
    out
}
