//! `requirement-excludes`: a component's requirement on a sibling admits that sibling.

use alloc::format;
use alloc::string::ToString;

use place::{Explain, Severity};

use super::{About, Findings, Lint, Mended, Rule};
use crate::inventory::Edge;

pub(super) const RULE: Rule = Rule {
    id: "requirement-excludes",
    severity: Severity::Error,
    about: About::Content,
    text: "A requirement on another component of the product admits the version that it has.",
    example: "app requires `core = \"^1\"` and core is 2.0.0: `lint --fix` writes ^2.",
    check: Some(check),
    mended: Mended::After(3),
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    for (index, component, _) in lint.components() {
        for edge in lint.inventory.requires(index) {
            look(lint, findings, Some(index), &component.name, edge);
        }
    }
    // Whoever is no component has to build beside them all the same.
    for outsider in lint.inventory.outsiders() {
        for edge in &outsider.requires {
            look(lint, findings, None, &outsider.name, edge);
        }
    }
}

/// Looks at one requirement of `name`, which is a component where it has an index.
fn look(
    lint: &Lint<'_>,
    findings: &mut Findings<'_>,
    index: Option<usize>,
    name: &str,
    edge: &Edge,
) {
    let Some(sibling) = lint.product.components.get(edge.on) else { return };
    // The sibling may be on another line, which knows its releases, pre-releases among them.
    let state = lint.states.get(sibling.line);
    let Some(version) = state.and_then(|state| state.current(lint.inventory, edge.on)) else {
        return;
    };
    // What a workspace's root asks of a package is that package's to follow, and the root's to ask.
    let by = if index == Some(edge.on) { edge.path.as_str() } else { name };
    match edge.admits(lint.product, version) {
        Ok(true) => {}
        // What a sibling works on is admitted as its manifest has it (SEMANTICS 31).
        _ if lint.inventory.admits_development(edge) => {}
        Ok(false) => {
            let fix = edge.follow(lint.product, &edge.text, version).ok();
            let way = if lint.mends(fix.as_ref()) { ": `lint --fix` lets it follow" } else { "" };
            let (on, text) = (&sibling.name, &edge.text);
            findings.add(
                index,
                Some(edge.place()),
                format!("`{by}` requires `{on}` {text}, which excludes {version}"),
                format!("widen it{way}"),
                fix,
            );
        }
        Err(error) => findings.add(
            index,
            Some(edge.place()),
            error.to_string(),
            error.help().unwrap_or_default(),
            None,
        ),
    }
}
