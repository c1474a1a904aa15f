//! The commit that is being made, as far as git has prepared it.

use std::fs;

use place::ObjectId;

use crate::repo::Repo;

/// What git keeps for the commit that is made next: after `git merge --squash`, and while a merge or
/// a cherry-pick waits for its conflicts to be resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Making {
    /// The message that it proposes, without its own remarks; bytes that are not UTF-8 replaced.
    pub message: String,
    /// The commits that are merged, beside `HEAD`.
    pub merged: Vec<ObjectId>,
}

impl Repo {
    /// What is prepared of the next commit; nothing most of the time.
    #[must_use]
    pub fn making(&self) -> Making {
        let read = |name: &str| {
            let bytes = fs::read(self.git_dir().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        // git puts them together in this order.
        let proposed = [read("SQUASH_MSG"), read("MERGE_MSG")].join("\n");
        let lines = proposed.lines().filter(|line| !line.starts_with('#'));
        Making {
            message: lines.collect::<Vec<_>>().join("\n"),
            merged: read("MERGE_HEAD").lines().filter_map(ObjectId::new).collect(),
        }
    }
}
