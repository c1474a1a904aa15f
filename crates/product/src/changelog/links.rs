//! The links to comparisons that a changelog ends with.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use manifest::Edit;
use place::Span;

use super::Layout;

/// The label and the target of a line that defines a link: `[1.0]: https://…`.
pub(super) fn definition(line: &str) -> Option<(&str, &str)> {
    let (label, target) = line.strip_prefix('[')?.split_once("]:")?;
    let sound = !label.is_empty() && !label.contains(['[', ']']);
    (sound && !target.trim().is_empty()).then_some((label, target.trim()))
}

/// Where the link of what is not released compares the last tag with a branch (`…/v1.0...HEAD`): it
/// begins at `tag` from now on, and the section `label` gets a link from the last tag to that.
pub(super) fn moved(layout: &Layout<'_>, label: &str, tag: &str, newline: &str) -> Vec<Edit> {
    let mut at = layout.tail;
    for whole in layout.text.get(layout.tail..).unwrap_or_default().split_inclusive('\n') {
        let line = whole.trim_end();
        let start = at;
        at += whole.len();
        let Some((name, target)) = definition(line) else { continue };
        if !name.eq_ignore_ascii_case("unreleased") {
            continue;
        }
        let Some((base, branch)) = target.rsplit_once("...") else { continue };
        let Some((base, from)) = base.split_once("/compare/") else { continue };
        if from.is_empty() || branch.is_empty() || branch.contains(char::is_whitespace) {
            continue;
        }
        let tail = line.len() - (from.len() + "...".len() + branch.len());
        let from_at = start + tail;
        let replaced = Edit {
            span: Span::new(from_at, from_at + from.len()),
            old: from.to_string(),
            new: tag.to_string(),
        };
        let end = start + line.len();
        let link = format!("{newline}[{label}]: {base}/compare/{from}...{tag}");
        return [replaced, Edit { span: Span::new(end, end), old: String::new(), new: link }]
            .into();
    }
    Vec::new()
}
