//! Requirements that a property of the same file has: `$(CoreVersion)`.

use core::ops::Range;

use super::PROPERTIES;
use crate::syntax::xml;
use crate::{Elsewhere, LocateError, Located, SlotKind, Source, Trouble};

/// Whether a text takes a property's value.
pub(super) fn is_variable(text: &str) -> bool {
    text.contains("$(")
}

/// Adds the requirement `text`, which stands at `range` and takes a property: where that is all of it,
/// the property's text is the requirement. One in brackets is another requirement than that text alone,
/// and cannot follow; the project's own version, and what other files set, are theirs.
pub(super) fn requirement(
    source: &Source<'_>,
    root: roxmltree::Node<'_, '_>,
    (text, range): (&str, Range<usize>),
    kind: SlotKind,
    found: &mut Located,
) -> Result<(), LocateError> {
    let SlotKind::Requirement { on, .. } = &kind else { return Ok(()) };
    let Some((before, rest)) = text.split_once("$(") else { return Ok(()) };
    let Some((name, after)) = rest.split_once(')') else { return Ok(()) };
    let groups = xml::children(root, "PropertyGroup");
    let mut set = groups.flat_map(|group| xml::children(group, name));
    let Some(property) = set.next() else { return Ok(()) };
    let is_condition = |node: roxmltree::Node<'_, '_>| node.has_attribute("Condition");
    let conditional = is_condition(property) || property.parent().is_some_and(is_condition);
    let value = xml::text(source, name, property)?.1;
    let whole = before.trim().is_empty() && after.trim().is_empty();
    if whole && !conditional && set.next().is_none() && !value.is_empty() && !is_variable(value) {
        found.slots.push(xml::slot(source, name, property, kind)?);
    } else if !PROPERTIES.iter().any(|(own, _)| *own == name) {
        let look = Some("write the requirement itself there".into());
        let trouble = Trouble::Computed { how: text.into(), look };
        let (span, on) = (source.span(range), on.clone());
        found.elsewhere.push(Elsewhere::Unread { span, on, trouble });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::super::super::dotnet_packages;
    use crate::Elsewhere;
    use crate::conformance::located;

    /// Directory.Packages.props with a property group and a version of Acme.Core.
    fn props(group: &str, version: &str) -> crate::Located {
        let item = format!("<PackageVersion Include=\"Acme.Core\" Version=\"{version}\"/>");
        let text = format!("<Project>{group}<ItemGroup>{item}</ItemGroup></Project>");
        located(&dotnet_packages::FORMAT, &text)
    }

    #[test]
    fn a_property_of_the_file_is_the_requirement() {
        let group = "<PropertyGroup><CoreVersion>1.4.0</CoreVersion></PropertyGroup>";
        let found = props(group, "$(CoreVersion)");
        let texts: Vec<&str> = found.slots.iter().map(|slot| slot.text.as_str()).collect();
        assert_eq!((texts.as_slice(), found.elsewhere.len()), (&["1.4.0"][..], 0));
        assert_eq!(found.inheritable[0].0, "acme.core");
        for left in [props("", "$(CoreVersion)"), props(group, "$(Other)")] {
            assert!(left.slots.is_empty() && left.elsewhere.is_empty(), "{left:?}");
        }
        let twice = format!("{group}{group}");
        let conditional = group.replace("CoreVersion>1", "CoreVersion Condition=\"a\">1");
        for (group, version) in [
            (group, "[$(CoreVersion)]"),
            (group, "$(CoreVersion)-*"),
            (&twice, "$(CoreVersion)"),
            (&conditional, "$(CoreVersion)"),
        ] {
            let found = props(group, version);
            let [Elsewhere::Unread { on, .. }] = found.elsewhere.as_slice() else {
                panic!("{version}: {found:?}")
            };
            assert!(on == "acme.core" && found.slots.is_empty(), "{version}");
        }
    }
}
