//! Names of tags and branches that are made: what no shell, file system or git command misreads.

/// What keeps a text from being the name of a tag or a branch that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefFault {
    /// There is nothing in it.
    Empty,
    /// A character outside `A-Z a-z 0-9 . _ + / @ -`.
    Character(char),
    /// More bytes than it may have.
    Long,
    /// It begins with something else than a letter, a digit, `_` or `@`: with `-`, it is an option.
    Start,
    /// `..`, `//`, `/.`, `.lock` at the end of a piece, or at the end of it all `.` or `/`.
    Part(&'static str),
    /// `HEAD` or `@`: as a tag, either would make `git show NAME` mean one thing here and another
    /// there.
    Reserved,
}

/// What keeps `name` (below `refs/tags/` or `refs/heads/`) from being made, the first thing that does:
/// it is what `git check-ref-format` takes, narrowed to few characters and `longest` bytes.
#[must_use]
pub fn ref_fault(name: &str, longest: usize) -> Option<RefFault> {
    let Some(first) = name.chars().next() else { return Some(RefFault::Empty) };
    let odd =
        |c: &char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '/' | '@' | '-'));
    if let Some(character) = name.chars().find(odd) {
        return Some(RefFault::Character(character));
    }
    if name.len() > longest {
        return Some(RefFault::Long);
    }
    if !(first.is_ascii_alphanumeric() || matches!(first, '_' | '@')) {
        return Some(RefFault::Start);
    }
    let part = refused_part(name).map(RefFault::Part);
    part.or_else(|| matches!(name, "HEAD" | "@").then_some(RefFault::Reserved))
}

/// What `git check-ref-format` refuses in a name of allowed characters.
fn refused_part(name: &str) -> Option<&'static str> {
    let anywhere = name.as_bytes().windows(2).find_map(|pair| match pair {
        b".." => Some(".."),
        b"//" => Some("//"),
        b"/." => Some("/."),
        _ => None,
    });
    let at_end = || ["/", "."].into_iter().find(|part| name.ends_with(part));
    let lock = || name.split('/').any(|piece| piece.ends_with(".lock")).then_some(".lock");
    anywhere.or_else(at_end).or_else(lock)
}
