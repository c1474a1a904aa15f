//! Where each component stands, and what it has to do with its siblings.

use core::fmt::Write as _;

use super::facts::{Component, Line, Requirement};
use super::html::{Text, folded};
use crate::render;

/// What `status` says of a line.
pub(super) fn standing(line: &Line) -> String {
    let status = &line.status;
    folded(
        &status.components,
        "Components",
        |one| &one.name,
        |components| {
            let mut out = String::from(
                "<div class=\"scroll\" role=\"region\" aria-label=\"Where each component stands\" tabindex=\"0\">\n\
             <table>\n<caption class=\"unseen\">Where each component stands</caption>\n<thead><tr><th scope=\"col\">Component</th>\
             <th scope=\"col\">Version</th><th scope=\"col\">Last tag</th><th scope=\"col\">State</th>\
             <th scope=\"col\">Patched today</th></tr></thead>\n<tbody>\n",
            );
            for component in components {
                let or_dash =
                    |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
                let class = if component.lag { " class=\"lags\"" } else { "" };
                let _ = writeln!(
                    out,
                    "<tr{class}><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                    Text(&component.name),
                    Text(&or_dash(&component.version)),
                    Text(&or_dash(&component.tag)),
                    Text(&render::states(status, component, true).join(", ")),
                    Text(&or_dash(&component.next)),
                );
            }
            out.push_str("</tbody>\n</table>\n</div>\n");
            out
        },
    )
}

/// Who embeds and who requires whom. Components that have nothing to do with others are left out.
pub(super) fn relations(line: &Line) -> String {
    let all = &line.components;
    let mut within: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (at, component) in all.iter().enumerate() {
        for inside in &component.embeds {
            if let Some(within) = within.get_mut(*inside) {
                within.push(at);
            }
        }
    }
    let related: Vec<(&Component, &Vec<usize>)> = all
        .iter()
        .zip(&within)
        .filter(|(one, within)| {
            !one.embeds.is_empty() || !one.requires.is_empty() || !within.is_empty()
        })
        .collect();
    if related.is_empty() {
        return "<p>No component embeds another, or requires one.</p>\n".to_owned();
    }
    let names = |places: &[usize]| {
        let names = places.iter().filter_map(|at| all.get(*at));
        let names: Vec<String> = names.map(|one| Text(&one.name).to_string()).collect();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    };
    folded(
        &related,
        "Components",
        |(one, _)| &one.name,
        |related| {
            let mut out = String::from(
                "<div class=\"scroll\" role=\"region\" aria-label=\"Embeds and requirements\" tabindex=\"0\">\n<table>\n\
             <caption>Embeds, and requirements on siblings</caption>\n<thead><tr><th scope=\"col\">Component</th>\
             <th scope=\"col\">Embeds</th><th scope=\"col\">Embedded in</th>\
             <th scope=\"col\">Requires</th></tr></thead>\n<tbody>\n",
            );
            for (component, within) in related {
                let _ = writeln!(
                    out,
                    "<tr><th scope=\"row\">{}</th><td class=\"list\">{}</td><td class=\"list\">{}</td><td class=\"list\">{}</td></tr>",
                    Text(&component.name),
                    names(&component.embeds),
                    names(within),
                    requirements(&component.requires),
                );
            }
            out.push_str("</tbody>\n</table>\n</div>\n");
            out
        },
    )
}

fn requirements(all: &[Requirement]) -> String {
    if all.is_empty() {
        return "–".to_owned();
    }
    let each = all.iter().map(|one| {
        format!("{} {} <small>{}</small>", Text(&one.on), Text(&one.text), Text(&one.path))
    });
    each.collect::<Vec<_>>().join("<br/>")
}
