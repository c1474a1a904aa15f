//! WiX sources: the version of Product, Package (from WiX 4 on) or Bundle.

use version::native::MSI;

use super::Format;
use crate::syntax::{code, xml};
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "wix",
    title: "WiX source",
    files: &["*.wxs"],
    dialect: &MSI,
    locks: &[],
    above: &[],
    locate,
    sample: r#"<?xml version="1.0"?>
<!-- Core 1.4.0 -->
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Name="Core" Version="1.4.0" Language="1033">
    <Package InstallerVersion="200" />
    <Upgrade Id="9A3B"><UpgradeVersion Maximum="1.4.0" Property="OLD" /></Upgrade>
  </Product>
</Wix>
"#,
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let document = xml::parse(source)?;
    let root = document.root_element();
    let mut found = Located::default();
    for name in ["Product", "Package", "Bundle"] {
        for element in xml::children(root, name) {
            let Some(version) = element.attributes().find(|one| one.name() == "Version") else {
                continue;
            };
            found.name = element.attribute("Name").map(Into::into);
            if let Some(slot) = found.version() {
                let what = alloc::format!("a version (`{}` before)", slot.text);
                let trouble = Trouble::Count { what, wanted: 1, found: 2 };
                return Err(source.refuse(version.range(), trouble));
            }
            if let Some(variable) = variable(version.value()) {
                define(source, &document, version.range_value(), variable, &mut found)?;
            } else {
                let slot =
                    source.slot(name, version.range_value(), version.value(), SlotKind::Version)?;
                found.slots.push(slot);
            }
        }
    }
    if found.slots.is_empty() {
        let wanted = "`Version` in <Product>, <Package> or <Bundle>".into();
        return Err(source.refuse(xml::head(root), Trouble::NoVersion { wanted }));
    }
    Ok(found)
}

/// The name in `$(var.Name)` or `$(Name)`.
fn variable(value: &str) -> Option<&str> {
    let inner = value.strip_prefix("$(")?.strip_suffix(')')?;
    Some(inner.strip_prefix("var.").unwrap_or(inner))
}

/// Follows a preprocessor variable to `<?define Name = "1.4.0"?>`.
fn define(
    source: &Source<'_>,
    document: &roxmltree::Document<'_>,
    reference: core::ops::Range<usize>,
    variable: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut defined = alloc::vec::Vec::new();
    for node in
        document.descendants().filter(|node| node.pi().is_some_and(|pi| pi.target == "define"))
    {
        let range = node.range();
        let text = source.body().get(range.clone()).unwrap_or_default();
        let whole = code::Cursor { text, at: range.start };
        let Some((name, rest)) = whole.word("<?define").map(|rest| rest.space().name()) else {
            continue;
        };
        let value = rest.space().word("=").and_then(|rest| rest.space().quoted());
        defined.extend(value.filter(|_| name.text == variable).map(|(value, _)| value));
    }
    if defined.is_empty() {
        let reference_text = source.body().get(reference.clone()).unwrap_or_default().into();
        let trouble = Trouble::Reference { what: "Version".into(), reference: reference_text };
        return Err(source.refuse(reference, trouble));
    }
    found.one(source, "a <?define ?> of it", &defined, |value| value.contains("$("))
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn variables_are_followed_in_the_file() {
        let text = "<Wix><?define V = \"1.4.0\" ?><Package Version='$(var.V)'/></Wix>";
        let slot = located(&FORMAT, text).version().unwrap().clone();
        assert_eq!(slot.span.start, text.find("1.4.0").unwrap());
        let absent = text.replace("define V", "define W");
        assert!(matches!(trouble(&FORMAT, &absent), Trouble::Reference { .. }));
        let two = "<Wix><Product Version='1'/><Bundle Version='2'/></Wix>";
        assert!(matches!(trouble(&FORMAT, two), Trouble::Count { .. }));
    }
}
