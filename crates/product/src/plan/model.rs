//! The plan as a value, and as the stable JSON that docs/cli.md describes.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::Place;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Reason, canonical};
use crate::{Asked, Author, Options, Product};

/// The format number of plans that this program writes and reads.
pub const FORMAT: u32 = 1;

/// One release, planned: everything that dry run, confirmation, JSON and apply show or do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The format of this JSON: 1.
    pub format: u32,
    /// The product's name.
    pub product: String,
    /// The scheme's name.
    pub scheme: String,
    /// The operation's day, `YYYY-MM-DD`, in UTC.
    pub date: String,
    /// The commit that it was planned against.
    pub base: String,
    /// The branch that it moves, by its short name.
    pub branch: String,
    /// What was asked for.
    pub request: Asked,
    /// The line before and after; null where nothing is shared.
    pub line: Option<LineMove>,
    /// The files that it edits, and the blobs that they must still be.
    pub files: Vec<PlannedFile>,
    /// Files that it does not edit but was made from: configuration and scheme files.
    pub guards: Vec<String>,
    /// The options that it was made with.
    pub options: Options,
    /// Whoever makes it, where an edit says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The components that move.
    pub components: Vec<Step>,
    /// The components that do not.
    pub unchanged: Vec<Unchanged>,
    /// Byte for byte, what is written: sorted by path and offset.
    pub edits: Vec<PlannedEdit>,
    /// The tags, the lead tag last.
    pub tags: Vec<PlannedTag>,
    /// The commit.
    pub commit: PlannedCommit,
    /// The commands that run before the commit is made, in order; absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<PlannedHook>,
    /// What is worth knowing and does not stop it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// SHA-256 over the canonical JSON of all above (sorted keys, no white space).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
}

/// The line before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LineMove {
    /// Its own name, where the product has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Before; null where nothing was released and no manifest says.
    pub from: Option<String>,
    /// After.
    pub to: String,
}

/// A file that is edited, and the blob that the offsets are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedFile {
    /// Its path.
    pub path: String,
    /// Its blob in the base commit; null for a file that is made.
    pub blob: Option<String>,
}

/// One component's move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// The component.
    pub name: String,
    /// Its version before; null for a first release without a manifest.
    pub from: Option<String>,
    /// Its version after.
    pub to: String,
    /// Its tag, if it gets one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Whether it was never released before.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub first: bool,
    /// Why it moves, and why to there.
    pub reasons: Vec<Reason>,
    /// The version as each of its ecosystems writes it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub native: BTreeMap<String, String>,
}

/// Something worth knowing that does not stop a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Warning {
    /// The generic rule that speaks: `external-given`.
    pub rule: String,
    /// The policy's own ID for it; null where the scheme binds none.
    pub policy: Option<String>,
    /// What is to be known: a lower-case fragment without a full stop.
    pub message: String,
    /// What could be done about it; null where nothing need be.
    pub help: Option<String>,
}

/// A component that does not move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unchanged {
    /// The component.
    pub name: String,
    /// Its version; null where it has none yet.
    pub version: Option<String>,
    /// Whether it is below the line after this plan.
    pub lag: bool,
    /// Its last release, where its version is above that: one that was moved by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<String>,
}

/// Some bytes replaced by others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedEdit {
    /// The file.
    pub path: String,
    /// Offset of the first byte in the base commit's blob.
    pub start: usize,
    /// Offset past the last byte.
    pub end: usize,
    /// The bytes that are there.
    pub old: String,
    /// The bytes that replace them.
    pub new: String,
    /// What they are.
    pub role: EditRole,
}

/// What is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EditRole {
    /// A version.
    Version,
    /// A requirement on a sibling.
    Requirement,
    /// A lock file's copy of either, or its checksum.
    Lock,
    /// The day of a release.
    Date,
    /// What people read in the version's place.
    Caption,
    /// A package's own count, which starts anew.
    PackageRelease,
    /// A revision behind the version.
    Revision,
    /// A number that nothing makes of the version, and that counts on.
    BuildNumber,
    /// A section of a changelog.
    Changelog,
    /// An entry that is added, mostly with `start` = `end`.
    Stanza,
}

/// A tag that is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedTag {
    /// Its name.
    pub name: String,
    /// The component that it is the tag of; absent for the product's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Its message's first line.
    pub title: String,
    /// Whether it is the lead tag: the release exists when this tag does.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub lead: bool,
}

/// The commit that is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedCommit {
    /// Its message, without the trailer that names this plan.
    pub message: String,
}

/// A command of the user's own that runs before the commit is made. Two are equal where they run the
/// same for the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlannedHook {
    /// The component that it is of; absent for the product's, and for what several components have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// Where release.toml has it. No part of the plan: not known of one that was read.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl PartialEq for PlannedHook {
    fn eq(&self, other: &Self) -> bool {
        (&self.component, &self.argv) == (&other.component, &other.argv)
    }
}

impl Eq for PlannedHook {}

impl Plan {
    /// The id that the plan's content has: the SHA-256, in hexadecimal, of its canonical JSON
    /// (keys sorted, no white space) without `id`.
    #[must_use]
    pub fn digest(&self) -> String {
        if !self.id.is_empty() {
            return Self { id: String::new(), ..self.clone() }.digest();
        }
        let mut hash = Sha256::new();
        // A plan is made of nothing that JSON cannot hold.
        let _ = canonical::pieces(self, |piece| hash.update(piece));
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The plan with its id.
    #[must_use]
    pub(super) fn sealed(mut self) -> Self {
        self.id = self.digest();
        self
    }

    /// The lead tag, if the plan makes any tag.
    #[must_use]
    pub fn lead(&self) -> Option<&PlannedTag> {
        self.tags.last()
    }

    /// The product's version after the release where it has one, else the first component's: what
    /// a person calls this release.
    #[must_use]
    pub fn title(&self) -> String {
        let Some(lead) = self.lead() else {
            return self.commit.message.lines().next().unwrap_or("release").to_string();
        };
        // What a tag says first is the user's to choose; what is released is not.
        let step = self.components.iter().find(|step| Some(&step.name) == lead.component.as_ref());
        step.map_or_else(|| lead.title.clone(), |step| format!("{} {}", step.name, step.to))
    }

    /// The version that this release is known by, with the component that has it: where all that
    /// moves comes to one version, the first; else the component whose version is the product's.
    /// `None` where several go to versions of their own and none of them speaks for the product.
    #[must_use]
    pub fn version(&self, product: &Product) -> Option<&Step> {
        let first = self.components.first()?;
        if self.components.iter().all(|step| step.to == first.to) {
            return Some(first);
        }
        self.components.iter().find(|step| {
            let component = product.component(&step.name);
            let component = component.and_then(|index| product.components.get(index));
            component.is_some_and(|component| {
                product.lines.get(component.line).is_some_and(|line| line.speaks(component))
            })
        })
    }

    /// Every component and its version after the release: of one that does not move, what was released
    /// last. A manifest that was moved by hand releases nothing (SEMANTICS 1).
    #[must_use]
    pub fn bill(&self) -> Vec<(String, String)> {
        let moved = self.components.iter().map(|step| (step.name.clone(), step.to.clone()));
        let kept = self.unchanged.iter().filter_map(|kept| {
            let version = kept.released.as_ref().or(kept.version.as_ref())?;
            Some((kept.name.clone(), version.clone()))
        });
        moved.chain(kept).collect()
    }
}
