//! The conditions that a solver's definition.xml declares, which project files hold values of
//! (IRIC-5).

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use roxmltree::Node;

use crate::syntax::xml;
use crate::{Setting, Source};

/// Elements that keep apart items of one name: a project file has a value of each.
const SCOPES: &[&str] =
    &["CalculationCondition", "GridRelatedCondition", "BoundaryCondition", "GridType"];

/// The parts of one condition, each of which a project file has values of.
const COLUMNS: &[&str] = &["Parameter", "Value"];

/// Every condition below `root`, in file order, under a name that no other has. Tabs and boxes are
/// for the eye: a condition is the same in whichever of them it stands.
pub(super) fn settings(source: &Source<'_>, root: Node<'_, '_>) -> Vec<Setting> {
    let mut found = Vec::new();
    scope(source, root, "", &mut found);
    let mut seen = BTreeSet::new();
    found.retain(|setting: &Setting| seen.insert(setting.name.clone()));
    found
}

/// The conditions below `element`, whose names begin with `prefix`. The reader limits the depth.
fn scope(source: &Source<'_>, element: Node<'_, '_>, prefix: &str, found: &mut Vec<Setting>) {
    for child in element.children().filter(Node::is_element) {
        let tag = child.tag_name().name();
        if tag == "Item" {
            item(source, child, prefix, found);
        } else if SCOPES.contains(&tag) {
            let name = child.attribute("name").map_or_else(|| tag.into(), |n| format!("{tag} {n}"));
            scope(source, child, &format!("{prefix}{name}/"), found);
        } else {
            scope(source, child, prefix, found);
        }
    }
}

fn item(source: &Source<'_>, item: Node<'_, '_>, prefix: &str, found: &mut Vec<Setting>) {
    let Some(name) = item.attribute("name") else { return };
    let name = format!("{prefix}{name}");
    let definition = xml::children(item, "Definition").next();
    let kind = definition.map(kind).unwrap_or_default();
    let default = definition.is_some_and(|of| of.has_attribute("default"));
    let span = source.span(xml::head(item));
    found.push(Setting { name: name.clone(), kind, default, span });
    let Some(definition) = definition else { return };
    for part in definition.descendants().filter(Node::is_element) {
        let tag = part.tag_name().name();
        let span = source.span(xml::head(part));
        if tag == "Enumeration" {
            // A value that a project file may hold: one more never breaks a file, one less may.
            let value = part.attribute("value").unwrap_or_default();
            let name = format!("{name}={value}");
            found.push(Setting { name, kind: "value".into(), default: true, span });
        } else if COLUMNS.contains(&tag) {
            let column = part.attribute("name").unwrap_or(tag);
            let default = part.has_attribute("default");
            let name = format!("{name}/{column}");
            found.push(Setting { name, kind: kind_of(part), default, span });
        }
    }
}

/// What a condition holds: its type, and where on a grid it has values.
fn kind(definition: Node<'_, '_>) -> String {
    match definition.attribute("position") {
        Some(position) => format!("{} at each {}", kind_of(definition), position.trim()),
        None => kind_of(definition),
    }
}

fn kind_of(element: Node<'_, '_>) -> String {
    element.attribute("valueType").unwrap_or_default().trim().to_string()
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::conformance::located;

    use super::super::DEFINITION;

    fn shown(inside: &str) -> Vec<String> {
        let text =
            format!("<SolverDefinition name=\"s\" version=\"1.0\">{inside}</SolverDefinition>");
        let found = located(&DEFINITION, &text).settings.unwrap();
        let shown = found.iter().map(|one| {
            assert!(one.span.of(&text).unwrap().starts_with('<'), "points at the element");
            let default = if one.default { ", default" } else { "" };
            format!("{}: {}{default}", one.name, one.kind)
        });
        shown.collect()
    }

    #[test]
    fn iric_5_conditions_have_a_name_a_type_and_perhaps_a_default() {
        let conditions = "<CalculationCondition><Tab name=\"t\"><GroupBox>\
            <Item name=\"steps\"><Definition valueType=\"integer\" default=\"10\"/></Item>\
            <Item name=\"scheme\"><Definition valueType=\"integer\" default=\"0\">\
            <Enumeration value=\"0\"/><Enumeration value=\"1\"/></Definition></Item>\
            </GroupBox></Tab></CalculationCondition>\
            <GridRelatedCondition><Item name=\"steps\">\
            <Definition valueType=\"real\" position=\"node\"/></Item></GridRelatedCondition>\
            <BoundaryCondition name=\"inflow\"><Item name=\"discharge\">\
            <Definition valueType=\"functional\"><Parameter valueType=\"real\"/>\
            <Value name=\"q\" valueType=\"real\"/></Definition></Item></BoundaryCondition>";
        assert_eq!(
            shown(conditions),
            [
                "CalculationCondition/steps: integer, default",
                "CalculationCondition/scheme: integer, default",
                "CalculationCondition/scheme=0: value, default",
                "CalculationCondition/scheme=1: value, default",
                "GridRelatedCondition/steps: real at each node",
                "BoundaryCondition inflow/discharge: functional",
                "BoundaryCondition inflow/discharge/Parameter: real",
                "BoundaryCondition inflow/discharge/q: real",
            ]
        );
    }

    #[test]
    fn iric_5_another_tab_is_the_same_condition_and_nothing_is_none() {
        let item = "<Item name=\"a\"><Definition valueType=\"real\" default=\"1\"/></Item>";
        let one = shown(&format!("<CalculationCondition><Tab>{item}</Tab></CalculationCondition>"));
        let other = shown(&format!(
            "<CalculationCondition><Tab/><Tab><HBoxLayout>{item}</HBoxLayout></Tab></CalculationCondition>"
        ));
        assert_eq!(one, other);
        assert!(shown("").is_empty());
        assert!(shown("<CalculationCondition><Item/></CalculationCondition>").is_empty());
    }
}
