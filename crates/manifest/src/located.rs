//! What a format finds in a file: slots, references to elsewhere, workspace members.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use place::{RepoPath, Span};
use version::Dialect;

use crate::syntax::code::Cursor;
use crate::{
    Answered, Beside, Format, Instead, LocateError, Members, Override, Patch, Pinned, Setting,
    Slot, SlotKind, Source, Stanza, Taken, Trouble,
};

/// Everything a file says about versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The package's name in its ecosystem (`groupId:artifactId` for Maven), where the file has
    /// one.
    pub name: Option<String>,
    /// Which part of the name is the version's, in ecosystems where one is.
    pub numbered: Option<Numbered>,
    /// Further packages that are built of it, at the same version: a Debian source's binary
    /// packages, a spec file's sub-packages.
    pub provides: Vec<String>,
    /// The version-bearing spans, ascending. They are disjoint, except that one Maven property may
    /// be the same span for several slots.
    pub slots: Vec<Slot>,
    /// What the file takes from another file or computes.
    pub elsewhere: Vec<Elsewhere>,
    /// Files that are read as if they stood in this one, the one that goes before the others first.
    pub imports: Vec<Import>,
    /// The workspace's members, where the file declares any.
    pub members: Option<Members>,
    /// The folders that it takes packages from, where the ecosystem makes those members of the
    /// workspace that it is in.
    pub taken: Vec<Taken>,
    /// The slot that names the package which this one inherits from, with that one's version:
    /// Maven's `<parent>`.
    pub parent: Option<Span>,
    /// Whether packages that inherit from this one state its version so.
    pub stated_by_heirs: bool,
    /// Whether the ecosystem's registry may get this package: false for `publish = false` and
    /// `"private": true`, true where the file says nothing.
    pub public: bool,
    /// Requirements, and versions of build settings, that other files inherit: the key they are
    /// inherited by, and the slot's span. What has no slot there goes by itself along with the
    /// version of whoever inherits it: `${project.version}`.
    pub inheritable: Vec<(String, Span)>,
    /// Whether a requirement is on a package of this repository only where it says a path: without
    /// one, the ecosystem takes the package from its registry.
    pub by_path: bool,
    /// Packages in folders that stand in for those of other sources, for the whole workspace where the
    /// file is the root of one.
    pub patches: Vec<Patch>,
    /// What is taken in the place of what packages require, by the bytes that say so: for the whole
    /// workspace where the file is in the folder of its root.
    pub overrides: BTreeMap<Span, Override>,
    /// The sources of requirements, by slot, that are not taken from the ecosystem's usual registry.
    pub sources: BTreeMap<Span, String>,
    /// Where the ecosystem takes a package of this repository only while its version is in the
    /// requirement, and one from its registry otherwise: what a requirement begins with that is on
    /// the repository's package all the same.
    pub by_version: Option<&'static str>,
    /// The packages that requirements of this file, and of the members of the workspace that it
    /// declares, take from this repository whatever their versions say.
    pub from_here: BTreeSet<String>,
    /// How a requirement is written that any version meets, where packages of one workspace take each
    /// other from there, as the end of a sentence; `None` in ecosystems without such workspaces.
    pub any_here: Option<&'static str>,
    /// The command that writes this file anew, where what it requires has to be no lower than what
    /// those require that it takes from here; `None` where the ecosystem does not ask for that.
    pub settled_by: Option<&'static str>,
    /// The entries that a release adds.
    pub stanzas: Vec<Stanza>,
    /// What the file lets people set; `None` in formats that declare nothing of the kind.
    pub settings: Option<Vec<Setting>>,
    /// Packages of a lock file that are not this repository's. Those that are its components'
    /// nevertheless come from a registry, which has only what is already released.
    pub pinned: Vec<Pinned>,
    /// The requirements that packages of this repository answer in a lock file, whoever has them.
    pub answered: Vec<Answered>,
}

/// A name that ends with the first number of the version: Go's `example.org/core/v2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Where the name stands.
    pub span: Span,
    /// The name without the number.
    pub stem: String,
    /// What stands between the two: `/v`.
    pub before: &'static str,
    /// The lowest number that is written; below it the stem is the name.
    pub from: u64,
}

/// A file whose shared versions are those of the file that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Where it is, relative to that file's folder.
    pub file: String,
    /// The format that it is read by.
    pub format: &'static Format,
}

/// A requirement that takes its text from a value that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByValue {
    /// The package required.
    pub on: String,
    /// What is wrong where nobody hands that value down.
    pub trouble: Trouble,
}

/// What a file hands down by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// The requirement in this slot.
    Slot(Slot),
    /// What goes by itself along with the version of whoever inherits it.
    Itself,
    /// One that is there and cannot be followed, an [`Elsewhere::Unread`].
    Unread(Elsewhere),
}

/// Something the file does not hold itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elsewhere {
    /// The version is inherited.
    Version {
        /// The words that say so; empty where it is the absence of a version that does.
        span: Span,
        /// Those words, for people: `version.workspace = true`.
        how: String,
        /// The name of the file that holds it, in one of the folders above this file.
        parent_file: &'static str,
        /// Its key there: `workspace.package.version`.
        shared_key: String,
    },
    /// A requirement is inherited: `core.workspace = true`.
    Requirement {
        /// The words that say so.
        span: Span,
        /// What it is called where it stands ([`Located::inheritable`]): as a rule the package's
        /// name here.
        on: String,
        /// The folder it is taken from, where this file says so.
        path: Option<String>,
        /// The table that it stands in.
        table: String,
        /// The name of the file that holds it, in one of the folders above this file.
        parent_file: &'static str,
        /// Of what is a requirement only here, and a mere value where it stands: a property.
        by_value: Option<ByValue>,
    },
    /// A requirement that is written so that it cannot be followed; no harm where the package is
    /// none of the product's.
    Unread {
        /// Where it stands.
        span: Span,
        /// The package required.
        on: String,
        /// What is wrong with it.
        trouble: Trouble,
    },
    /// The version is computed by code when the package is built.
    Computed {
        /// The words that say so.
        span: Span,
        /// Those words, for people: `dynamic = ["version"]`.
        how: String,
        /// What to write in release.toml instead, where the file tells.
        look: Option<String>,
    },
    /// The version is in another file: `version = { attr = "core.__version__" }`.
    File {
        /// The words that say so.
        span: Span,
        /// Those words, for people.
        how: String,
        /// Where that file may be, relative to this file's folder, the likeliest first.
        files: Vec<String>,
        /// The format that finds the version there.
        format: &'static Format,
    },
    /// The version is in tags and nowhere else: the ecosystem, or the build tool, asks git.
    Tags {
        /// The words that say so.
        span: Span,
        /// Those words, for people.
        how: String,
    },
}

impl Default for Located {
    fn default() -> Self {
        Self {
            name: None,
            numbered: None,
            provides: Vec::new(),
            slots: Vec::new(),
            elsewhere: Vec::new(),
            imports: Vec::new(),
            members: None,
            taken: Vec::new(),
            parent: None,
            stated_by_heirs: false,
            public: true,
            inheritable: Vec::new(),
            by_path: false,
            patches: Vec::new(),
            overrides: BTreeMap::new(),
            sources: BTreeMap::new(),
            by_version: None,
            from_here: BTreeSet::new(),
            any_here: None,
            settled_by: None,
            stanzas: Vec::new(),
            settings: None,
            pinned: Vec::new(),
            answered: Vec::new(),
        }
    }
}

impl Numbered {
    /// The name at the version whose first number is `number`.
    #[must_use]
    pub fn at(&self, number: u64) -> String {
        if number < self.from {
            return self.stem.clone();
        }
        alloc::format!("{}{}{number}", self.stem, self.before)
    }

    /// The number that `name` ends with; `None` where it ends with none.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        name.strip_prefix(&self.stem)?.strip_prefix(self.before)?.parse().ok()
    }
}

impl Located {
    /// The file's own version, if it holds one itself.
    #[must_use]
    pub fn version(&self) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.kind == SlotKind::Version)
    }

    /// The slots that one text is.
    #[must_use]
    pub fn at(&self, span: Span) -> &[Slot] {
        let start = self.slots.partition_point(|slot| slot.span < span);
        let rest = self.slots.get(start..).unwrap_or_default();
        let count = rest.partition_point(|slot| slot.span == span);
        rest.get(..count).unwrap_or_default()
    }

    /// Whether a slot is stated for others, and is no requirement of the file's own: what they inherit,
    /// what a patch has to be, what all take in the place of what they require.
    #[must_use]
    pub fn is_for_others(&self, slot: &Slot) -> bool {
        let there = |span: &Span| *span == slot.span;
        let over = self.overrides.get(&slot.span).is_some_and(|one| one.instead == Instead::Slot);
        if over || self.patches.iter().filter_map(|patch| patch.span.as_ref()).any(there) {
            return true;
        }
        // What has a value's name is that value beside.
        let value = |one: &Slot| there(&one.span) && one.kind == SlotKind::Beside(Beside::Setting);
        self.inheritable.iter().any(|(_, span)| there(span)) && !self.slots.iter().any(value)
    }

    /// The requirement that another file inherits by `key`, one of `table` there and, if it takes a
    /// mere value, on the package that `by_value` says; `None` where nothing is called so.
    #[must_use]
    pub fn handed(&self, key: &str, table: &str, by_value: Option<&ByValue>) -> Option<Handed> {
        let Some((_, span)) = self.inheritable.iter().find(|(known, _)| known == key) else {
            let unread =
                |one: &&Elsewhere| matches!(one, Elsewhere::Unread { on, .. } if on == key);
            return self.elsewhere.iter().find(unread).cloned().map(Handed::Unread);
        };
        let Some(slot) = self.slots.iter().find(|slot| slot.span == *span).cloned() else {
            return Some(Handed::Itself);
        };
        let Some(ByValue { on, .. }) = by_value else { return Some(Handed::Slot(slot)) };
        let kind = SlotKind::Requirement { on: on.clone(), path: None, table: table.into() };
        Some(Handed::Slot(Slot { kind, ..slot }))
    }

    /// The package's release that stands beside the version, as far as it counts.
    #[must_use]
    pub fn package_release(&self) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.kind == SlotKind::Beside(Beside::PackageRelease))
    }

    /// What stands behind the version in one value, as its ecosystem has it when it sorts what came
    /// out: `+2`.
    #[must_use]
    pub fn revision(&self) -> Option<String> {
        let end = self.version()?.span.end;
        self.slots.iter().find_map(|slot| match slot.kind {
            SlotKind::Beside(Beside::Revision) if slot.span.start == end => Some(slot.text.clone()),
            // The sign between the two is nobody's.
            SlotKind::Derived(_) if slot.span.start == end + 1 => {
                Some(alloc::format!("+{}", slot.text))
            }
            _ => None,
        })
    }

    /// The file's own version, for a caller that cannot do without; `path` names the file in the
    /// error.
    ///
    /// # Errors
    /// [`Trouble::Computed`] or [`Trouble::Inherited`] at the words that say so, else
    /// [`Trouble::NoVersion`] at the file.
    pub fn own_version(&self, path: &RepoPath) -> Result<&Slot, LocateError> {
        if let Some(slot) = self.version() {
            return Ok(slot);
        }
        for elsewhere in &self.elsewhere {
            match elsewhere {
                Elsewhere::Version { span, how, parent_file, shared_key } => {
                    let (how, key) = (how.clone(), shared_key.clone());
                    let trouble = Trouble::Inherited { how, parent_file, key };
                    return Err(LocateError::new(path, Some(*span), trouble));
                }
                Elsewhere::Computed { span, how, look } => {
                    let trouble = Trouble::Computed { how: how.clone(), look: look.clone() };
                    return Err(LocateError::new(path, Some(*span), trouble));
                }
                Elsewhere::File { span, how, files, .. } => {
                    let look = files.first().map(|file| alloc::format!("it is in {file}"));
                    let trouble = Trouble::Computed { how: how.clone(), look };
                    return Err(LocateError::new(path, Some(*span), trouble));
                }
                Elsewhere::Tags { span, how } => {
                    let look = Some("the version is in tags only: `manifests = []`".into());
                    let trouble = Trouble::Computed { how: how.clone(), look };
                    return Err(LocateError::new(path, Some(*span), trouble));
                }
                Elsewhere::Requirement { .. } | Elsewhere::Unread { .. } => {}
            }
        }
        let wanted = "a version of its own".into();
        Err(LocateError::new(path, None, Trouble::NoVersion { wanted }))
    }
}

impl Located {
    /// Adds a version that is divided into `numbers`: in the order in which they count, which need
    /// not be that of the file. Slots are no longer ascending afterwards.
    pub(crate) fn numbers(
        &mut self,
        source: &Source<'_>,
        what: &str,
        numbers: &[Cursor<'_>],
        kind: SlotKind,
        dialect: &'static Dialect,
    ) -> Result<(), LocateError> {
        let mut slots = Vec::with_capacity(numbers.len());
        for number in numbers {
            let range = number.range();
            if !number.text.bytes().all(|byte| byte.is_ascii_digit()) {
                let trouble = Trouble::Type { key: what.into(), wanted: "a whole number" };
                return Err(source.refuse(range, trouble));
            }
            slots.push(source.slot(what, range, number.text, SlotKind::Number)?);
        }
        let Some(first) = slots.first_mut() else { return Ok(()) };
        (first.kind, first.dialect) = (kind, Some(dialect));
        let rest = slots.iter().skip(1).map(|slot| (slot.span, slot.text.clone())).collect();
        if let Some(first) = slots.first_mut() {
            first.rest = rest;
        }
        self.slots.append(&mut slots);
        Ok(())
    }
}
