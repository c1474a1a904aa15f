//! The links to comparisons that a changelog ends with.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use manifest::Edit;
use place::Span;

use super::Layout;

/// The label of a line that defines a link, `[1.0]: https://…`, and where in the line its target is.
fn definition(line: &str) -> Option<(&str, Range<usize>)> {
    let (label, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let target = rest.trim_start();
    let start = line.len() - target.len();
    // A target may be in angle brackets, and a title may follow it.
    let (start, target) = match target.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((target, _)) => (start + 1, target),
        None => (start, target.split(char::is_whitespace).next().unwrap_or_default()),
    };
    let sound = !label.is_empty() && !label.contains(['[', ']']) && !target.is_empty();
    sound.then(|| (label, start..start + target.len()))
}

/// Where the link of what is not released compares the last tag with a branch (`…/v1.0...HEAD`): it
/// begins at `tag` from now on, and the section `label` gets a link from the last tag to that.
pub(super) fn moved(layout: &Layout<'_>, label: &str, tag: &str, newline: &str) -> Vec<Edit> {
    let mut at = layout.tail;
    for whole in layout.text.get(layout.tail..).unwrap_or_default().split_inclusive('\n') {
        let line = whole.trim_end();
        let start = at;
        at += whole.len();
        let Some((name, place)) = definition(line) else { continue };
        let target = line.get(place.clone()).unwrap_or_default();
        if !name.eq_ignore_ascii_case("unreleased") {
            continue;
        }
        let Some((base, branch)) = target.rsplit_once("...") else { continue };
        let Some((base, from)) = base.split_once("/compare/") else { continue };
        if from.is_empty() || branch.is_empty() || branch.contains(char::is_whitespace) {
            continue;
        }
        let from_at = start + place.end - (from.len() + "...".len() + branch.len());
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
