//! `<Import Project="…" />`: the files that MSBuild reads as if they stood in the one that names them.
//!
//! Source: "Import element (MSBuild)": a path is relative to the file that has it; what is evaluated
//! later goes before what was.

use alloc::vec::Vec;

use roxmltree::Node;

use super::SHARED;
use crate::Import;
use crate::syntax::xml;

/// What the names of such files end with.
pub(crate) const ENDS: &[&str] = &[".props", ".targets"];

/// What a path begins with that is relative to the file it stands in. The property ends with a
/// separator itself; one more does not matter.
const HERE: &str = "$(MSBuildThisFileDirectory)";

/// The files that a project names in so many words, the last one first. One that only some builds
/// read is none; that it has to be there is no such condition.
pub(super) fn of(root: Node<'_, '_>) -> Vec<Import> {
    let grouped = xml::children(root, "ImportGroup").filter(always);
    let grouped = grouped.flat_map(|group| xml::children(group, "Import"));
    let mut all: Vec<Node<'_, '_>> = xml::children(root, "Import").chain(grouped).collect();
    all.sort_by_key(|node| node.range().start);
    let named = all.into_iter().rev().filter(always).filter_map(|node| {
        // With an SDK, the path is one of that.
        let path = node.attribute("Project").filter(|_| !node.has_attribute("Sdk"))?;
        let path = path.trim().replace('\\', "/");
        let file =
            path.strip_prefix(HERE).map_or(path.as_str(), |rest| rest.trim_start_matches('/'));
        let plain = !file.is_empty() && !file.contains(['$', '*', '?', '@', '%', ';', ':']);
        let known = ENDS.iter().any(|end| file.ends_with(end));
        (plain && known).then(|| Import { file: file.into(), format: &SHARED })
    });
    named.collect()
}

fn always(node: &Node<'_, '_>) -> bool {
    node.attribute("Condition").is_none_or(|text| {
        let exists = text.trim().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("exists"));
        exists && !text.contains(" and ") && !text.contains(" And ") && !text.contains(" or ")
    })
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::super::PROJECT;
    use super::*;
    use crate::conformance::located;

    #[test]
    fn files_that_are_named_are_read_the_last_one_first() {
        let text = r#"<Project>
  <Import Project="..\build\a.props" />
  <ImportGroup><Import Project="b.targets" Condition="Exists('b.targets')" /></ImportGroup>
  <Import Project="$(MSBuildThisFileDirectory)../c.props" />
  <Import Project="$(MSBuildThisFileDirectory)\d.props" />
  <Import Project="$(SolutionDir)e.props" />
  <Import Project="*.props" />
  <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
  <Import Project="f.props" Condition="'$(CI)' != ''" />
  <Import Project="g.props" Condition="Exists('g.props') and '$(CI)' != ''" />
  <Import Project="/etc/h" />
</Project>
"#;
        let found = located(&PROJECT, text);
        let files: Vec<String> = found.imports.into_iter().map(|one| one.file).collect();
        assert_eq!(files, ["d.props", "../c.props", "b.targets", "../build/a.props"]);
    }
}
