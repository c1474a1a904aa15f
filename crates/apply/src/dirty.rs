//! Files with changes of the user's: all that are in a release's way are one error.

use place::RepoPath;
use repo::Difference;

use crate::ApplyError;

/// A command that names more files than these is too long to read.
const NAMED: usize = 10;

impl ApplyError {
    /// That these files have changes, each with how; `None` for none.
    #[must_use]
    pub fn dirty(files: impl IntoIterator<Item = (RepoPath, Difference)>) -> Option<Self> {
        let mut files =
            files.into_iter().map(|(path, how)| Self::Dirty { path, how, beside: Vec::new() });
        let mut first = files.next()?;
        if let Self::Dirty { beside, .. } = &mut first {
            beside.extend(files);
        }
        Some(first)
    }
}

/// What to do about `path` and the files of the errors `beside` it.
pub(crate) fn way(path: &RepoPath, how: Difference, beside: &[ApplyError]) -> String {
    if beside.is_empty() {
        return match how {
            Difference::Untracked => {
                format!("move `{path}` away, or `git add` and commit it first")
            }
            _ => format!("commit it, or set it aside with `git stash push -- {path}`"),
        };
    }
    let also = beside.iter().filter_map(|other| match other {
        ApplyError::Dirty { path, .. } => Some(path),
        _ => None,
    });
    let paths: Vec<&str> = core::iter::once(path).chain(also).map(RepoPath::as_str).collect();
    let which =
        if paths.len() > NAMED { String::new() } else { format!(" -- {}", paths.join(" ")) };
    format!("commit them, or set them aside with `git stash push -u{which}`")
}
