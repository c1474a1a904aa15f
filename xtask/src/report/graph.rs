//! What embeds what, drawn from left to right: whatever is embedded stands left of what embeds it.

use core::fmt::Write as _;

use super::facts::{Component, Line};
use super::html::Text;

/// More components are not drawn: the table beside says the same.
const MOST: usize = 60;

/// Sizes in pixels.
const CHARACTER: usize = 8;
const HEIGHT: usize = 40;
const GAP: usize = 14;
const BETWEEN: usize = 70;
const LONGEST: usize = 24;

/// The graph of a line's embeds, nothing where there are none; `id` sets its arrowheads apart from those of other graphs.
pub(super) fn graph(line: &Line, id: usize) -> String {
    let all = &line.components;
    let embedded = |at: usize| all.iter().any(|other| other.embeds.contains(&at));
    let number = all.iter().filter(|component| !component.embeds.is_empty()).count();
    if number == 0 {
        return String::new();
    }
    let drawn: Vec<usize> = all
        .iter()
        .enumerate()
        .filter(|(at, component)| !component.embeds.is_empty() || embedded(*at))
        .map(|(at, _)| at)
        .take(MOST + 1)
        .collect();
    if drawn.len() > MOST {
        return format!(
            "<p>{number} components embed others: too many to draw. The table has all of them.</p>\n"
        );
    }
    let layers = layers(all, &drawn);
    let places = placed(line, &layers);
    let width = places.iter().map(|node| node.x + node.width).max().unwrap_or(0) + 2;
    let height = places.iter().map(|node| node.y + HEIGHT).max().unwrap_or(0) + 2;
    let mut out = format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"Embeds graph\" tabindex=\"0\">\n\
         <svg class=\"graph\" role=\"img\" aria-labelledby=\"graph-{id} graph-{id}-more\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title id=\"graph-{id}\">What embeds what</title>\n<desc id=\"graph-{id}-more\">{}</desc>\n\
         <defs><marker id=\"arrow-{id}\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" \
         markerHeight=\"8\" orient=\"auto\"><path class=\"head\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n",
        Text(&words(all))
    );
    for node in &places {
        let Some(component) = all.get(node.component) else { continue };
        for inside in &component.embeds {
            if let Some(from) = places.iter().find(|other| other.component == *inside) {
                edge(&mut out, from, node, id);
            }
        }
    }
    for node in &places {
        let Some(component) = all.get(node.component) else { continue };
        let (x, y, width) = (node.x + 1, node.y + 1, node.width);
        let _ = writeln!(
            out,
            "<g><title>{} {}</title><rect class=\"node\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" rx=\"6\"/>\
             <text class=\"name\" x=\"{}\" y=\"{}\">{}</text><text x=\"{}\" y=\"{}\">{}</text></g>",
            Text(&component.name),
            Text(version(line, component)),
            x + 10,
            y + 17,
            Text(&short(&component.name)),
            x + 10,
            y + 33,
            Text(&short(version(line, component))),
        );
    }
    out.push_str("</svg>\n</div>\n");
    out
}

/// Where a component is drawn.
struct Node {
    component: usize,
    x: usize,
    y: usize,
    width: usize,
}

/// Who embeds whom, in words.
fn words(all: &[Component]) -> String {
    let name = |at: &usize| all.get(*at).map_or("", |component| component.name.as_str());
    let said = all.iter().filter(|component| !component.embeds.is_empty()).map(|component| {
        let inside: Vec<&str> = component.embeds.iter().map(name).collect();
        format!("{} embeds {}.", component.name, inside.join(", "))
    });
    said.collect::<Vec<_>>().join(" ")
}

/// The components of `drawn` in layers: each one right of all that it embeds. Embeds have no cycle:
/// the configuration is refused otherwise.
fn layers(all: &[Component], drawn: &[usize]) -> Vec<Vec<usize>> {
    let mut depth: Vec<usize> = vec![0; all.len()];
    for _ in drawn {
        let mut moved = false;
        for at in drawn {
            let inside = all.get(*at).map_or(&[][..], |component| &component.embeds);
            let below = inside.iter().filter_map(|one| depth.get(*one)).max();
            let wanted = below.map_or(0, |below| below + 1);
            if let Some(depth) = depth.get_mut(*at).filter(|depth| **depth < wanted) {
                *depth = wanted;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let last = drawn.iter().filter_map(|at| depth.get(*at)).max().copied().unwrap_or(0);
    (0..=last)
        .map(|layer| drawn.iter().copied().filter(|at| depth.get(*at) == Some(&layer)).collect())
        .collect()
}

/// Where each component stands. Within a layer they are in the order of what they embed, so that few
/// lines cross.
fn placed(line: &Line, layers: &[Vec<usize>]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let tallest = layers.iter().map(Vec::len).max().unwrap_or(0);
    let mut x = 0;
    for layer in layers {
        let middle = |at: &usize| {
            let inside = line.components.get(*at).map_or(&[][..], |one| &one.embeds);
            let seen = nodes.iter().filter(|node| inside.contains(&node.component));
            let (sum, number) = seen.fold((0, 0), |(sum, n), node| (sum + node.y, n + 1));
            (sum * 100_usize).checked_div(number).unwrap_or(0)
        };
        let mut layer: Vec<usize> = layer.clone();
        layer.sort_by_cached_key(|at| (middle(at), *at));
        let length = |at: &usize| {
            let component = line.components.get(*at);
            component.map_or(0, |one| {
                let words = [short(&one.name), short(version(line, one))];
                words.iter().map(|word| word.chars().count()).max().unwrap_or(0)
            })
        };
        let width = layer.iter().map(length).max().unwrap_or(0) * CHARACTER + 20;
        let above = (tallest - layer.len().min(tallest)) * (HEIGHT + GAP) / 2;
        for (row, component) in layer.iter().enumerate() {
            let y = above + row * (HEIGHT + GAP);
            nodes.push(Node { component: *component, x, y, width });
        }
        x += width + BETWEEN;
    }
    nodes
}

fn edge(out: &mut String, from: &Node, to: &Node, id: usize) {
    let (x1, y1) = (from.x + from.width + 1, from.y + HEIGHT / 2 + 1);
    let (x2, y2) = (to.x, to.y + HEIGHT / 2 + 1);
    let bend = BETWEEN / 2;
    let _ = writeln!(
        out,
        "<path class=\"edge\" d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\" marker-end=\"url(#arrow-{id})\"/>",
        x1 + bend,
        x2.saturating_sub(bend)
    );
}

fn version<'a>(line: &'a Line, component: &'a Component) -> &'a str {
    let status = line.status.components.iter().find(|one| one.name == component.name);
    let stated = status.and_then(|one| one.version.as_deref());
    let released = component.releases.iter().rfind(|release| !release.pre);
    stated.or(released.map(|release| release.version.as_str())).unwrap_or("–")
}

/// A text that fits into a box.
fn short(text: &str) -> String {
    let shown = crate::escape::visible(text);
    if shown.chars().count() <= LONGEST {
        return shown.into_owned();
    }
    let kept: String = shown.chars().take(LONGEST - 1).collect();
    format!("{kept}…")
}
