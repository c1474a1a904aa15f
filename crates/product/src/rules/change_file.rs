//! `change-file`: change files can be read, and name components and impacts that there are.

use alloc::vec::Vec;

use place::Severity;

use super::{About, Findings, Lint, Mended, Rule};
use crate::impact::{ChangeFile, change_paths};

pub(super) const RULE: Rule = Rule {
    id: "change-file",
    severity: Severity::Error,
    about: About::Content,
    text: "A change file says in its front matter which components it is about and what its impact is, and has a note.",
    example: "`impact: new-apy` in changes/search.md: did you mean `new-api`?",
    check: Some(check),
    mended: Mended::ByHand,
};

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    // Of staged content only what was asked for has been read.
    for path in change_paths(lint.product, lint.snapshot).unwrap_or_default() {
        let Some(bytes) = lint.snapshot.bytes(&path) else { continue };
        let wrong: Vec<_> = ChangeFile::read(lint.product, &path, bytes).err().unwrap_or_default();
        for error in wrong {
            findings.told(None, &error);
        }
    }
}
