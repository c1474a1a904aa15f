//! The properties of a pom.xml: what a text that refers to them comes to, and what others inherit.
//!
//! Source: Maven, "POM Reference: Properties" and "Introduction to the POM: Project Interpolation and
//! Variables": a project inherits properties first, and they are filled in afterwards.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use roxmltree::Node;

use crate::syntax::xml;
use crate::{Beside, LocateError, Located, SlotKind, Source, Trouble};

/// What the project's own version is called, and that of its parent, which goes along with it.
const OWN: &[&str] = &[
    "project.version",
    "pom.version",
    "version",
    "project.parent.version",
    "pom.parent.version",
    "parent.version",
];

/// The children of `<properties>` by name, and of each the second one, if there is one.
pub(super) struct Properties<'d, 'a>(BTreeMap<&'d str, (Node<'d, 'a>, Option<Node<'d, 'a>>)>);

/// What a text comes to.
pub(super) enum Value<'d, 'a> {
    /// To what this element holds, which refers to nothing.
    Here(Node<'d, 'a>),
    /// To the version of the project, whoever that is that inherits the text.
    Own,
    /// To a property that this file does not define.
    Above(&'d str),
    /// To something that is put together.
    Mixed,
}

pub(super) enum Reference<'t> {
    /// `${name}` and nothing else.
    Property(&'t str),
    /// `${a}${b}`, `1.0${c}`.
    Mixed,
}

impl<'d, 'a: 'd> Properties<'d, 'a> {
    /// Those of a project.
    pub(super) fn of(source: &Source<'_>, root: Node<'d, 'a>) -> Result<Self, LocateError> {
        let mut all: BTreeMap<&str, (Node<'_, '_>, Option<Node<'_, '_>>)> = BTreeMap::new();
        let list = xml::only(source, root, "properties")?;
        for element in list.into_iter().flat_map(|list| list.children()).filter(Node::is_element) {
            let known = all.entry(element.tag_name().name());
            known.and_modify(|(_, again)| *again = Some(element)).or_insert((element, None));
        }
        Ok(Self(all))
    }

    /// The property's element.
    pub(super) fn get(
        &self,
        source: &Source<'_>,
        name: &str,
    ) -> Result<Option<Node<'d, 'a>>, LocateError> {
        match self.0.get(name) {
            Some((_, Some(again))) => {
                let trouble = Trouble::DuplicateKey { key: name.into() };
                Err(source.refuse(xml::head(*again), trouble))
            }
            found => Ok(found.map(|(element, _)| *element)),
        }
    }

    /// What the text of `element` comes to, by way of the properties that refer to others.
    pub(super) fn value(
        &self,
        source: &Source<'_>,
        mut element: Node<'d, 'a>,
    ) -> Result<Value<'d, 'a>, LocateError> {
        // One that leads back to itself comes to nothing.
        for _ in 0..=self.0.len() {
            let (_, text) = xml::text(source, "version", element)?;
            let name = match reference(text) {
                None => return Ok(Value::Here(element)),
                Some(Reference::Mixed) if is_own(text) => return Ok(Value::Own),
                Some(Reference::Mixed) => return Ok(Value::Mixed),
                Some(Reference::Property(name)) => name,
            };
            match self.get(source, name)? {
                Some(next) => element = next,
                None if OWN.contains(&name) => return Ok(Value::Own),
                None => return Ok(Value::Above(name)),
            }
        }
        Ok(Value::Mixed)
    }

    /// Adds what others inherit by the properties' names: those that hold a number, and those that
    /// come to the version of whoever inherits them. What else there is says nothing of versions.
    pub(super) fn hand_down(&self, source: &Source<'_>, found: &mut Located) {
        for (name, (element, again)) in &self.0 {
            let Ok(value) = self.value(source, *element) else { continue };
            let text = |element| xml::text(source, name, element);
            let span = match value {
                _ if again.is_some() => continue,
                Value::Here(element) => {
                    let number = |text: &str| text.contains(|c: char| c.is_ascii_digit());
                    let kind = SlotKind::Beside(Beside::Setting);
                    let slot = xml::slot(source, name, element, kind);
                    let Some(slot) = slot.ok().filter(|slot| number(&slot.text)) else { continue };
                    let span = slot.span;
                    if !found.slots.contains(&slot) {
                        found.slots.push(slot);
                    }
                    span
                }
                Value::Own => match text(*element) {
                    Ok((range, _)) => source.span(range),
                    Err(_) => continue,
                },
                Value::Above(_) | Value::Mixed => continue,
            };
            found.inheritable.push((key(name), span));
        }
    }
}

/// What a property is called where it is inherited.
pub(super) fn key(name: &str) -> String {
    format!("project/properties/{name}")
}

/// What a text refers to, if it refers to anything.
pub(super) fn reference(text: &str) -> Option<Reference<'_>> {
    if !text.contains("${") {
        return None;
    }
    let name = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let single = name.filter(|name| !name.contains(['$', '{', '}']));
    Some(single.map_or(Reference::Mixed, Reference::Property))
}

/// Whether a text has no number but the project's own version: `[${project.version},)`.
fn is_own(text: &str) -> bool {
    let mut pieces = text.split("${");
    let number = |text: &str| text.contains(|c: char| c.is_alphanumeric());
    let first = pieces.next().unwrap_or_default();
    !number(first)
        && pieces.all(|piece| {
            let (name, rest) = piece.split_once('}').unwrap_or_default();
            OWN.contains(&name) && !number(rest)
        })
}
