//! Compose files: the tags of the product's own images.

use alloc::vec::Vec;

use version::native::OCI;

use super::Format;
use super::dockerfile::reference;
use crate::syntax::code::Cursor;
use crate::syntax::tree::{Node, Value};
use crate::syntax::{image, yaml};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "compose",
    title: "a Compose file",
    files: &["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"],
    dialect: &OCI,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# acme/core:1.4.0
x-common: &common
  labels: { version: "1.4.0" }
services:
  core:
    <<: *common
    image: acme/core:1.4.0
  front:
    image: "acme/front:1.4.0"
  back:
    image: acme/back:${TAG:-1.4.0}
  database:
    image: postgres:${PG_VERSION}
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse_with_aliases(source)?;
    let mut found = Located::default();
    let Some(services) = top.get("services") else {
        let wanted = "`services:` with images".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    for service in services.entries() {
        if let Some(reference) = service.node.get("image") {
            image(source, reference, "services", &mut found)?;
        }
    }
    // What services repeat by reference stands in extensions.
    for extension in top.entries().iter().filter(|entry| entry.key.starts_with("x-")) {
        let what = &extension.key;
        let mut open =
            Vec::from([(matches!(extension.node.value, Value::Text(_)), &extension.node)]);
        while let Some((is_image, node)) = open.pop() {
            if is_image {
                image(source, node, what, &mut found)?;
            }
            open.extend(node.items().iter().map(|item| (false, item)));
            open.extend(node.entries().iter().map(|entry| (entry.key == "image", &entry.node)));
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// Adds the tag of an image that is written plainly, or the default of the variable that has it.
fn image(
    source: &Source<'_>,
    node: &Node<'_>,
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let Value::Text(text) = &node.value else { return Ok(()) };
    let raw = source.body().get(node.range.clone()).unwrap_or_default();
    if raw != text.as_ref() {
        return Ok(());
    }
    let image = Cursor { text: raw, at: node.range.start };
    reference::requirement(source, image, &[], table, found)
}

impl Located {
    /// Adds the tag of an image as a requirement on it; one that is computed is the build's.
    pub(crate) fn image(
        &mut self,
        source: &Source<'_>,
        image: &image::Image<'_>,
        table: &str,
    ) -> Result<(), LocateError> {
        let Some(tag) = image.tag.filter(|tag| !tag.text.contains('$')) else { return Ok(()) };
        let on = image.name.into();
        if image.digest {
            let what = alloc::format!("the digest behind `{}:{}`", image.name, tag.text);
            let trouble = Trouble::Pinned { key: what, of: "one image" };
            self.elsewhere.push(Elsewhere::Unread { span: source.span(tag.range()), on, trouble });
            return Ok(());
        }
        let kind = SlotKind::Requirement { on, path: None, table: table.into() };
        self.slots.push(source.slot("a tag", tag.range(), tag.text, kind)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn tags_are_requirements_on_images() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Requirement { on: \"acme/core\", path: None, table: \"services\" }",
                "1.4.0 Requirement { on: \"acme/front\", path: None, table: \"services\" }",
                "1.4.0 Requirement { on: \"acme/back\", path: None, table: \"services\" }",
            ]
        );
        assert!(matches!(trouble(&FORMAT, "version: '3'\n"), Trouble::NoVersion { .. }));
    }

    #[test]
    fn the_default_of_a_variable_is_what_is_taken_where_nobody_sets_it() {
        let text = "services:\n  a: { image: 'acme/a:${TAG:-1.4.0}' }\n  b: { image: 'acme/b:v${TAG-1.4.1}-alpine' }\n\
                    \x20 c: { image: 'acme/c:${TAG}' }\n  d: { image: 'acme/d:${TAG:?say it}' }\n\
                    \x20 e: { image: 'acme/e:$${TAG:-1.4.2}' }\n  f: { image: 'acme/f:${TAG:+1.4.3}' }\n\
                    \x20 g: { image: '${WHERE:-acme}/g:${TAG:-${OTHER:-1.4.4}}' }\n";
        let found = located(&FORMAT, text);
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1.4.1"]);
        assert!(found.elsewhere.is_empty(), "{:?}", found.elsewhere);
    }

    #[test]
    fn what_services_repeat_is_in_extensions() {
        let text = "x-core: &core { image: acme/core:1.4.0, labels: { v: 'a:1' } }\nx-image: &image acme/net:1.4.1\n\
                    x-all: [{ a: { image: acme/wire:1.4.2 } }]\nservices:\n  b: { <<: *core }\n  c: { image: *image }\n";
        let texts = located(&FORMAT, text).slots;
        let texts: Vec<&str> = texts.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!(texts, ["1.4.0", "1.4.1", "1.4.2"]);
    }

    #[test]
    fn a_digest_cannot_follow() {
        let text = "services: { core: { image: 'acme/core:1.4.0@sha256:00' } }\n";
        let found = located(&FORMAT, text);
        assert!(found.slots.is_empty());
        assert!(matches!(found.elsewhere[..], [Elsewhere::Unread { .. }]));
    }
}
