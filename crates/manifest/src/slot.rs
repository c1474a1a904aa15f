//! A place in a file that holds a version or a requirement, and what it is.

use alloc::string::String;
use alloc::vec::Vec;

use place::Span;
use version::Dialect;

use crate::{Edit, Holder, Seal};

/// A span of bytes that holds a version or a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The value's bytes, without quotes; offsets into the file as stored, a byte order mark
    /// included.
    pub span: Span,
    /// The value: exactly the bytes of `span`.
    pub text: String,
    /// What the value is.
    pub kind: SlotKind,
    /// How it is written, where that is not as the format's dialect has it: Android's versionCode
    /// beside versionName; or what a requirement admits, where its own text does not say it.
    pub dialect: Option<&'static Dialect>,
    /// The further numbers of a version that is divided into numbers, with what they are: three
    /// macros, or `FILEVERSION 1,4,0,0`. Each is a slot of kind [`SlotKind::Number`] besides.
    pub rest: Vec<(Span, String)>,
}

/// What a slot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotKind {
    /// The file's own version. At most one slot of a file has this kind.
    Version,
    /// A second writing of the version (SEMANTICS 20); the text says which: `AssemblyVersion`. It
    /// may be some other number.
    Secondary(&'static str),
    /// A number that is derived of the version and has to rise with it; the text says which:
    /// `versionCode`.
    Derived(&'static str),
    /// A version that other files inherit, such as `workspace.package.version`.
    Shared,
    /// A text that is no version but belongs to the release.
    Beside(Beside),
    /// One of the further numbers of a version that is divided ([`Slot::rest`]).
    Number,
    /// A requirement on a package.
    Requirement {
        /// The package required, by its real name in the ecosystem.
        on: String,
        /// The folder it is taken from, relative to this file's folder, where the file says so.
        path: Option<String>,
        /// The table or list that it stands in: `dev-dependencies`.
        table: String,
    },
    /// The version of one of the repository's own packages in a lock file.
    Lock {
        /// The package.
        name: String,
    },
    /// A requirement on one of the repository's own packages, copied into a lock file.
    LockRequirement {
        /// The package that requires it.
        by: Holder,
        /// The package required.
        on: String,
    },
    /// A lock file's checksum over its manifest, or over itself and its manifest.
    Seal(&'static Seal),
}

/// A text that is no version but belongs to the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// What people read in the version's place, with the version in it.
    Caption,
    /// The day of the release.
    Date,
    /// A package's own count, which starts anew.
    PackageRelease,
    /// A revision of that very version, behind it: it goes with it.
    Revision,
    /// What the file calls its package. Never edited.
    Name,
    /// A version for whoever refers to it by its name,
    /// [`inheritable`](crate::Located::inheritable).
    Setting,
}

/// What the tables are called, at their ends, whose requirements registries keep from those who get
/// the package.
const DEVELOPERS: &[&str] =
    &["devDependencies", "dev-dependencies", "dev_dependencies", "require-dev"];

impl SlotKind {
    /// Whether it is a requirement of those alone who work on the package.
    #[must_use]
    pub fn is_for_developers(&self) -> bool {
        match self {
            Self::Requirement { table, .. } => DEVELOPERS.iter().any(|end| table.ends_with(end)),
            _ => false,
        }
    }

    /// Whether the slot goes along with the version of its file, which stands in another slot.
    #[must_use]
    pub fn is_second(&self) -> bool {
        matches!(self, Self::Secondary(_) | Self::Derived(_))
    }
}

impl Slot {
    /// The slot, written in a dialect of its own.
    #[must_use]
    pub fn in_dialect(self, dialect: &'static Dialect) -> Self {
        Self { dialect: Some(dialect), ..self }
    }

    /// What the slot says: its text, or the numbers of a divided version with points between them.
    #[must_use]
    pub fn value(&self) -> String {
        let mut value = self.text.clone();
        for (_, number) in &self.rest {
            value.push('.');
            value.push_str(number);
        }
        value
    }

    /// The edit that makes this slot's own bytes `new`.
    #[must_use]
    pub fn edit(&self, new: impl Into<String>) -> Edit {
        Edit { span: self.span, old: self.text.clone(), new: new.into() }
    }
}
