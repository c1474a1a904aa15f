//! `embeds`: what is built into what, once all components are known.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{ConfigError, Place, Value};

use super::{Component, Product, ProductError};

/// Looks up what each component is said to embed; `said` has an entry for each of them.
///
/// # Errors
/// Names that no component has, components of another line, and circles.
pub(super) fn resolve(
    product: &mut Product,
    said: Vec<Vec<Value<String>>>,
) -> Result<(), ProductError> {
    let names: Vec<String> = product.components.iter().map(|one| one.name.clone()).collect();
    let line = |product: &Product, at: usize| product.components.get(at).map(|one| one.line);
    let mut places: Vec<Vec<Place>> = Vec::with_capacity(said.len());
    for (index, said) in said.into_iter().enumerate() {
        let mut embeds = Vec::with_capacity(said.len());
        for name in &said {
            let other = super::product::known(name, &names, &product.components)?;
            if line(product, other) != line(product, index) {
                let message = format!("`{}` is on another line", **name);
                let help = "a component embeds components of its own line only";
                return Err(name.refuse(message, help).into());
            }
            embeds.push(other);
        }
        places.push(said.into_iter().map(|name| name.place).collect());
        if let Some(component) = product.components.get_mut(index) {
            component.embeds = embeds;
        }
    }
    no_circle(&product.components, &places)
}

/// Refuses a circle; `places` are where each name of each component's list stands.
fn no_circle(components: &[Component], places: &[Vec<Place>]) -> Result<(), ProductError> {
    let mut graph = petgraph::graph::DiGraph::<usize, ()>::new();
    let nodes: Vec<_> = (0..components.len()).map(|index| graph.add_node(index)).collect();
    for (index, component) in components.iter().enumerate() {
        for inside in &component.embeds {
            if let (Some(from), Some(to)) = (nodes.get(index), nodes.get(*inside)) {
                graph.add_edge(*from, *to, ());
            }
        }
    }
    for group in petgraph::algo::tarjan_scc(&graph) {
        let members: Vec<usize> =
            group.iter().filter_map(|node| graph.node_weight(*node)).copied().collect();
        let Some(first) = members.iter().min().copied() else { continue };
        let Some(component) = components.get(first) else { continue };
        if members.len() == 1 && !component.embeds.contains(&first) {
            continue;
        }
        let circle = around(components, first, &members);
        let name = |at: usize| components.get(at).map_or("", |one| one.name.as_str());
        let ends = circle.iter().zip(circle.iter().skip(1));
        let mut links = ends.filter_map(|(from, to)| {
            let at = components.get(*from)?.embeds.iter().position(|inside| inside == to)?;
            Some((places.get(*from)?.get(at)?.clone(), name(*from), name(*to)))
        });
        let place = links.next().map_or_else(|| component.place.clone(), |(place, ..)| place);
        let beside = links.map(|(place, from, to)| {
            ConfigError::value(place, format!("`{from}` embeds `{to}`"), "")
        });
        return Err(ProductError::Cycle {
            place,
            beside: beside.collect(),
            cycle: circle.iter().map(|at| String::from(name(*at))).collect(),
        });
    }
    Ok(())
}

/// The components along one circle of embeds that starts and ends at `first`, within `members`.
fn around(components: &[Component], first: usize, members: &[usize]) -> Vec<usize> {
    let mut path = alloc::vec![first];
    let mut at = first;
    while let Some(component) = components.get(at) {
        let closes = component.embeds.contains(&first);
        let next = component.embeds.iter().find(|n| members.contains(n) && !path.contains(n));
        match next {
            _ if closes => break,
            Some(next) => {
                path.push(*next);
                at = *next;
            }
            None => break,
        }
    }
    path.push(first);
    path
}
