//! Eclipse: feature.xml and *.product, with the bundles and features that they are made of.
//!
//! Source: Eclipse, "Feature manifest" and "Product configuration". Both take the versions of OSGi;
//! 0.0.0 stands for whatever the build finds.

use roxmltree::Node;
use version::Dialect;
use version::native::{OSGI, OSGI_MATCHES};

use super::Format;
use crate::syntax::xml;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FEATURE: Format = Format {
    id: "eclipse-feature",
    title: "feature.xml",
    files: &["feature.xml"],
    dialect: &OSGI,
    locks: &[],
    above: &[],
    locate: feature,
    sample: r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- 1.4.0.qualifier -->
<feature id="org.example.core.feature" label="Core 1.4.0" version="1.4.0.qualifier">
   <includes id="org.example.net.feature" version="0.0.0"/>
   <includes id="org.example.left.feature" version="1.4.0.qualifier"/>
   <requires>
      <import plugin="org.eclipse.core.runtime" version="1.4.0" match="greaterOrEqual"/>
      <import feature="org.example.base" version="1.4.0"/>
      <import plugin="org.eclipse.ui"/>
   </requires>
   <plugin id="org.example.core" download-size="0" install-size="0" version="1.4.0.qualifier"/>
</feature>
"#,
};

pub(super) static PRODUCT: Format = Format {
    id: "eclipse-product",
    title: "a .product file",
    files: &["*.product"],
    dialect: &OSGI,
    locks: &[],
    above: &[],
    locate: product,
    sample: r#"<?xml version="1.0" encoding="UTF-8"?>
<?pde version="3.5"?>
<product name="Core 1.4.0" uid="org.example.client" application="org.example.app" version="1.4.0.qualifier" useFeatures="true">
   <aboutInfo><text>1.4.0.qualifier</text></aboutInfo>
   <plugins>
      <plugin id="org.example.left" version="1.4.0"/>
   </plugins>
   <features>
      <feature id="org.example.core.feature" version="1.4.0.qualifier"/>
      <feature id="org.example.net.feature"/>
   </features>
</product>
"#,
};

/// What stands for whatever the build finds.
const ANY: &[&str] = &["", "0.0.0"];

fn feature(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let mut found = own(source, root, "feature", &["id"])?;
    for table in ["includes", "plugin"] {
        for item in xml::children(root, table) {
            required(source, item, "id", exactly(), table, &mut found)?;
        }
    }
    for item in xml::children(root, "requires").flat_map(|list| xml::children(list, "import")) {
        let dialect = matching(item.attribute("match").unwrap_or("compatible"));
        for by in ["plugin", "feature"] {
            required(source, item, by, dialect, "requires", &mut found)?;
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

fn product(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let mut found = own(source, root, "product", &["uid", "id"])?;
    for (list, name) in [("plugins", "plugin"), ("features", "feature")] {
        for item in xml::children(root, list).flat_map(|list| xml::children(list, name)) {
            required(source, item, "id", exactly(), list, &mut found)?;
        }
    }
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The root's own version, and its name: the first of these attributes.
fn own(
    source: &Source<'_>,
    root: Node<'_, '_>,
    tag: &str,
    names: &[&str],
) -> Result<Located, LocateError> {
    let name = names.iter().find_map(|name| root.attribute(*name));
    let mut found = Located { name: name.map(Into::into), ..Located::default() };
    let version = xml::attribute(source, root, "version", SlotKind::Version)?;
    match version.filter(|_| root.tag_name().name() == tag) {
        Some(version) => found.slots.push(version),
        None => {
            let wanted = alloc::format!("`version` in <{tag}>");
            return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
        }
    }
    Ok(found)
}

/// The version that an element asks of the bundle or feature in its attribute `by`.
fn required(
    source: &Source<'_>,
    element: Node<'_, '_>,
    by: &str,
    dialect: &'static Dialect,
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let Some(on) = element.attribute(by) else { return Ok(()) };
    if element.attribute("version").is_none_or(|version| ANY.contains(&version)) {
        return Ok(());
    }
    let kind = SlotKind::Requirement { on: on.into(), path: None, table: table.into() };
    let slot = xml::attribute(source, element, "version", kind)?;
    found.slots.extend(slot.map(|slot| slot.in_dialect(dialect)));
    Ok(())
}

/// What is packed is one version: that one.
fn exactly() -> &'static Dialect {
    matching("perfect")
}

/// What a rule of `match` makes of one version.
fn matching(rule: &str) -> &'static Dialect {
    let [compatible, equivalent, perfect] = &OSGI_MATCHES;
    match rule {
        "perfect" => perfect,
        "equivalent" => equivalent,
        "greaterOrEqual" => &OSGI,
        _ => compatible,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::conformance::{located, trouble};

    use super::*;

    /// What is required, of it, and whether 1.4.1, 1.5.0 and 2.0.0 would do.
    fn required(format: &'static Format, text: &str) -> Vec<String> {
        let found = located(format, text);
        let shown = found.slots.iter().filter_map(|slot| {
            let SlotKind::Requirement { on, .. } = &slot.kind else { return None };
            let rules = slot.dialect.unwrap().requires.unwrap();
            let takes = ["1.4.1", "1.5.0", "2.0.0"];
            let takes = takes.map(|version| (rules.admits)(&slot.text, version).unwrap());
            let takes: String = takes.iter().map(|yes| if *yes { '+' } else { '-' }).collect();
            Some(alloc::format!("{on} {} {takes}", slot.text))
        });
        shown.collect()
    }

    #[test]
    fn ibex_1_a_feature_has_a_qualifier_and_names_what_it_is_made_of() {
        let found = located(&FEATURE, FEATURE.sample);
        assert_eq!(found.version().unwrap().text, "1.4.0.qualifier");
        assert_eq!(found.name.as_deref(), Some("org.example.core.feature"));
        assert_eq!(
            required(&FEATURE, FEATURE.sample),
            [
                "org.example.left.feature 1.4.0.qualifier ---",
                "org.eclipse.core.runtime 1.4.0 +++",
                "org.example.base 1.4.0 ++-",
                "org.example.core 1.4.0.qualifier ---",
            ]
        );
        for (rule, takes) in [
            ("perfect", "---"),
            ("equivalent", "+--"),
            ("compatible", "++-"),
            ("greaterOrEqual", "+++"),
        ] {
            let text = alloc::format!(
                "<feature version=\"1.0.0\"><requires><import plugin=\"a\" version=\"1.4.0\" match=\"{rule}\"/></requires></feature>"
            );
            assert_eq!(required(&FEATURE, &text), [alloc::format!("a 1.4.0 {takes}")], "{rule}");
        }
    }

    #[test]
    fn ibex_1_a_product_has_a_qualifier_too() {
        let found = located(&PRODUCT, PRODUCT.sample);
        assert_eq!(found.version().unwrap().text, "1.4.0.qualifier");
        assert_eq!(found.name.as_deref(), Some("org.example.client"));
        assert_eq!(
            required(&PRODUCT, PRODUCT.sample),
            ["org.example.left 1.4.0 ---", "org.example.core.feature 1.4.0.qualifier ---"]
        );
    }

    #[test]
    fn what_is_another_file_or_has_no_version_is_refused() {
        let refused = |format, text: &str| trouble(format, text);
        let none = "<product uid=\"a\"/>";
        assert!(matches!(refused(&PRODUCT, none), Trouble::NoVersion { .. }));
        let other = "<features version=\"1.0\"/>";
        assert!(matches!(refused(&FEATURE, other), Trouble::NoVersion { .. }));
        let entity = "<feature version=\"1.&#52;\"/>";
        assert!(matches!(refused(&FEATURE, entity), Trouble::Unplain { .. }));
    }
}
