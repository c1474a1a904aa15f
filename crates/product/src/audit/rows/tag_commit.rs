//! `tag-commit`: a release's tag leads to a commit.

use alloc::format;

use super::super::{About, Audit, Findings};
use crate::audit::past::Past;
use crate::rules::history::TAG_COMMIT;

pub(super) const ROW: Audit = Audit { rule: &TAG_COMMIT, check };

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    for owner in past.history.tags.owners() {
        for released in past.history.tags.released(owner) {
            if past.history.tagged.contains_key(&released.tag) {
                continue;
            }
            let tag = released.tag.as_str();
            findings.add(
                About { owner: Some(owner), tag, at: None },
                format!("{tag} leads to no commit: it counts as released, and nothing can be built from it"),
                format!("see what it names: `git cat-file -p {tag}`; delete it where nobody has it yet"),
            );
        }
    }
}
