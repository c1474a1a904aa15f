//! kustomization.yaml: the tags that it gives to the product's own images.

use version::native::OCI;

use super::Format;
use crate::syntax::tree::{Node, Value};
use crate::syntax::{image, yaml};
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "kustomize",
    title: "kustomization.yaml",
    files: &["kustomization.yaml", "kustomization.yml", "Kustomization"],
    dialect: &OCI,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# newTag: 1.4.0
resources: [core-1.4.0.yaml]
images:
  - name: core
    newName: acme/core
    newTag: "1.4.0"
  - { name: docker.io/acme/front, newTag: 1.4.0 }
  - name: postgres
    newTag: 16
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let top = yaml::parse_with_aliases(source)?;
    let mut found = Located::default();
    let Some(images) = top.get("images") else {
        let wanted = "`images:` with tags".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    for item in images.items() {
        let name = item.text_at("newName").or_else(|| item.text_at("name"));
        let (Some(name), Some(tag)) = (name, item.get("newTag")) else { continue };
        let on = image::repository(&name).into();
        if item.get("digest").is_some() {
            let key = "`digest` beside `newTag`".into();
            let trouble = Trouble::Pinned { key, of: "one image" };
            unread(source, tag, on, trouble, &mut found);
        } else if let Value::Text(_) = tag.value {
            let kind = SlotKind::Requirement { on, path: None, table: "images".into() };
            found.slots.push(tag.slot(source, "newTag", kind)?);
        } else {
            // A tag such as 1.10 is the number 1.1 to YAML.
            let trouble = Trouble::Type { key: "newTag".into(), wanted: "a string in quotes" };
            unread(source, tag, on, trouble, &mut found);
        }
    }
    Ok(found)
}

fn unread(
    source: &Source<'_>,
    tag: &Node<'_>,
    on: alloc::string::String,
    trouble: Trouble,
    found: &mut Located,
) {
    found.elsewhere.push(Elsewhere::Unread { span: source.span(tag.range.clone()), on, trouble });
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, slots};

    use super::*;

    #[test]
    fn tags_are_requirements_on_images() {
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                "1.4.0 Requirement { on: \"acme/core\", path: None, table: \"images\" }",
                "1.4.0 Requirement { on: \"acme/front\", path: None, table: \"images\" }",
            ]
        );
        let found = located(&FORMAT, FORMAT.sample);
        let [Elsewhere::Unread { on, .. }] = &found.elsewhere[..] else { panic!("{found:?}") };
        assert_eq!(on, "postgres");
    }
}
