//! One released version, as the audit looks at it.

use tags::OwnerId;
use version::{Form, Key, LineVersion, PartId, Version};

use super::ancestry::Node;
use super::history::{History, TagAt};
use super::positions::Positions;

/// One released version, at the commit that its tag leads to.
pub(crate) struct Release<'a> {
    pub(crate) owner: OwnerId,
    /// The line that its owner is on.
    pub(crate) line: usize,
    pub(crate) form: &'a Form,
    pub(crate) version: Version,
    pub(crate) key: Key,
    pub(crate) pre: bool,
    /// Whether the tag has a name from before a renaming.
    pub(crate) alias: bool,
    /// Whether only a bill of materials tells of it, and `tag` is the one that carries the bill.
    pub(crate) billed: bool,
    /// Whether no owner before this one has the same tag: what is told of tags is told once.
    pub(crate) once: bool,
    pub(crate) tag: &'a str,
    pub(crate) told: &'a TagAt,
    pub(crate) at: Node,
    /// What comes after its commit.
    pub(crate) after: &'a Positions,
}

impl Release<'_> {
    /// The line that its version is on; `None` where nothing is shared.
    pub(crate) fn line_version(&self) -> Option<LineVersion> {
        let line = self.form.line(&self.version);
        (!line.is_empty()).then_some(line)
    }

    /// Whether it has to be above `other`, where that came before it. Pre-releases are no baselines
    /// (SEMANTICS 1): one has to be outdone only by those that lead to the same version.
    pub(crate) fn follows(&self, other: &Release<'_>) -> bool {
        let same = |part| self.version.value(part) == other.version.value(part);
        let same_base = || (0..self.form.parts().len()).map(PartId).all(same);
        !other.pre || (self.pre && same_base())
    }

    /// The lowest release of another component that it says it runs on.
    pub(crate) fn minimum(&self) -> Option<u64> {
        self.version.value(self.form.minimum()?)
    }

    /// When the tag was made, else its commit.
    pub(crate) fn time(&self, history: &History) -> Option<i64> {
        let commit = || history.commits.get(&self.told.commit).map(|commit| commit.time);
        self.told.time.or_else(commit)
    }
}
