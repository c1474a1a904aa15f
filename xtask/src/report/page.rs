//! The page as a whole.

use core::fmt::Write as _;

use super::facts::{Facts, Line};
use super::html::Text;
use super::{graph, matrix, tables, timeline};

const STYLE: &str = include_str!("page.css");

/// The report as one HTML page, which is XML as well.
#[must_use]
pub fn page(facts: &Facts) -> String {
    let product = Text(&facts.product);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <title>{product}: {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n\
         <h1>{product}</h1>\n<p>The product line on {}</p>\n",
        facts.date, facts.date
    );
    if facts.lines.iter().any(|line| line.status.shallow) {
        out.push_str(
            "<p><b>This clone is shallow.</b> Releases may be missing, and no next version is named.</p>\n",
        );
    }
    out.push_str("</header>\n<main>\n");
    for (at, line) in facts.lines.iter().enumerate() {
        section(&mut out, facts, line, at);
    }
    out.push_str("</main>\n<footer><p>Written by <code>syncline report</code>.</p></footer>\n</body>\n</html>\n");
    out
}

/// One line: everything about it, under a heading of its own where there are several.
fn section(out: &mut String, facts: &Facts, line: &Line, at: usize) {
    let several = facts.lines.len() > 1;
    let level = if several { 3 } else { 2 };
    if let Some(name) = line.status.name.as_deref().filter(|_| several) {
        let _ = writeln!(out, "<section>\n<h2>Line {}</h2>", Text(name));
    }
    summary(out, line);
    let parts = [
        ("Timeline", timeline::timeline(line, facts.date) + &timeline::product_releases(line)),
        ("Status", tables::standing(line)),
        ("Embeds and requirements", graph::graph(line, at) + &tables::relations(line)),
        ("Compatibility", matrix::compatibility(&line.matrix) + &matrix::pairs(&line.pairs)),
    ];
    for (title, body) in parts {
        let _ = writeln!(out, "<section>\n<h{level}>{title}</h{level}>\n{body}</section>");
    }
    if several {
        out.push_str("</section>\n");
    }
}

/// A line in a few numbers.
fn summary(out: &mut String, line: &Line) {
    let status = &line.status;
    let released: usize = line.components.iter().map(|one| one.releases.len()).sum();
    let of = |what: &dyn Fn(&product::StatusComponent) -> bool| {
        status.components.iter().filter(|one| what(one)).count()
    };
    let lag = of(&|one| one.lag);
    let changed = of(&|one| one.changed && one.tag.is_some());
    let never = of(&|one| one.tag.is_none());
    let retired = line.components.iter().filter(|one| one.retired).count();
    let mut facts = vec![("Policy", line.scheme.clone())];
    facts.extend(status.line.clone().map(|line| ("Line", line)));
    facts.push(("Components", status.components.len().to_string()));
    facts.push(("Releases of components", released.to_string()));
    if status.line.is_some() {
        facts.push(("Behind the line", lag.to_string()));
    }
    facts.push(("Changed since their release", changed.to_string()));
    for (name, number) in [("Never released", never), ("Retired", retired)] {
        if number > 0 {
            facts.push((name, number.to_string()));
        }
    }
    out.push_str("<dl class=\"summary\">\n");
    for (name, value) in facts {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", Text(&value));
    }
    out.push_str("</dl>\n");
}
