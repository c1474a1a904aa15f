//! What a release's commit says: what moved, and what tells lint that it is a release's own
//! (SEMANTICS 26).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::called::Called;
use super::operation::Target;
use super::{Context, Operation, PlannedTag, Step};
use crate::config::filled;
use crate::lower::because_line;
use crate::request::Options;

/// The release commit's message: subject, what moved and why, and the trailers that let lint know
/// the commit as a release's own. `options` are those that the release keeps to.
pub(super) fn write(
    cx: &Context<'_>,
    operation: &Operation,
    called: &Called,
    options: &Options,
    (steps, planned): (&[Step], &[PlannedTag]),
) -> String {
    let mut message = format!("{}\n\n", subject(cx, called, planned));
    for step in steps {
        let from = step.from.as_deref().filter(|from| *from != step.to);
        let _ = match from {
            Some(from) => writeln!(message, "- {} {from} -> {}", step.name, step.to),
            None => writeln!(message, "- {} {}", step.name, step.to),
        };
    }
    message.push('\n');
    if let Some(because) = &options.because {
        message.push_str(&because_line(because));
    }
    let bill: Vec<(String, String)> =
        steps.iter().map(|step| (step.name.clone(), step.to.clone())).collect();
    message.push_str(&tags::write_bill(&bill));
    // A number on purpose is no step that anybody could make out of the numbers themselves.
    if let Target::Exact(text) = &operation.target {
        message.push_str(&tags::write_exact(text));
    }
    // Whoever tags it later need not work out again what was planned.
    if options.no_tag {
        // It is merged where everybody has it, and tagged in any clone.
        let branch = cx.snapshot.branch_there.as_ref().or(cx.snapshot.branch.as_ref());
        let branch = branch.map(String::as_str).filter(|_| options.via_branch);
        let names = planned.iter().map(|tag| tag.name.as_str());
        message.push_str(&tags::write_waiting(names, branch, cx.snapshot.base.as_ref()));
    }
    message
}

/// The release commit's subject.
fn subject(cx: &Context<'_>, called: &Called, tags: &[PlannedTag]) -> String {
    let Some(template) = &cx.product.git.messages.commit else {
        return format!("Release {}", called.title());
    };
    let values = [
        ("product", cx.product.name.as_str()),
        ("name", called.name.as_str()),
        ("component", called.leader.as_deref().unwrap_or_default()),
        ("version", called.version.as_str()),
        ("date", &cx.given.date.to_string()),
        ("tag", tags.last().map_or("", |tag| tag.name.as_str())),
    ];
    filled(template, &values)
}
