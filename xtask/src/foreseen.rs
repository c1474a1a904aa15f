//! What `resume` and `abandon` say where they are to change nothing.

use apply::Foreseen;

use crate::render::{Format, done};
use crate::unplanned::Unplanned;
use crate::{Error, Outcome, Session, escape, style};

/// Which way an unfinished release would go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// On, to its end.
    On,
    /// Back, to where it began.
    Back,
}

/// Shows what would become of an unfinished release, in the format asked for. What it has beyond its
/// plan was said.
///
/// # Errors
/// Standard output that cannot be written.
pub fn show(
    session: &Session,
    way: Way,
    foreseen: &Foreseen,
    unplanned: Option<&Unplanned>,
) -> Result<Outcome, Error> {
    match session.format {
        Format::Json => session.print(&done::foreseen(way == Way::On, foreseen, unplanned))?,
        _ => session.show(&text(way, foreseen))?,
    }
    Ok(Outcome::Done)
}

/// What would be done, for people, and a line for each thing that it is done to.
fn text(way: Way, foreseen: &Foreseen) -> String {
    let title = escape::visible(&foreseen.title);
    let would = style::paint(style::NOTE, "would");
    if foreseen.complete {
        return format!("{would} only clear up: {title} is complete, and stands\n");
    }
    let verb = if way == Way::On { "complete" } else { "take back" };
    let mut out = format!("{would} {verb} {title}, which is at step `{}`\n", foreseen.step);
    let mut line = |what: &str, of: &str| {
        out.push_str(&format!("  {what} {}\n", escape::visible(of)));
    };
    for path in &foreseen.files {
        line("file", path.as_str());
    }
    if let Some(commit) = &foreseen.commit {
        line("commit", commit.short());
    }
    for tag in &foreseen.tags {
        line("tag", tag);
    }
    if let Some(push) = foreseen.push.as_ref().filter(|_| way == Way::On) {
        line("push to", &format!("{}, branch {}", push.remote, push.branch));
    }
    out
}
