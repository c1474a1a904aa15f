//! Versions in manifests as byte spans: locate, splice, verify.
//!
//! A [`Format`] never prints a file. It *locates*: given a [`Source`] it yields [`Slot`]s, byte
//! spans with what they hold, and says where else to look for what the file only refers to.
//! [`splice`] replaces those bytes, or adds the entry that the format declares as a [`Stanza`], and
//! nothing else, so line ends, byte order mark, tabs,
//! comments, quotes and order survive in every format by construction, and [`verify`] locates
//! again and requires exactly the planned values.
//!
//! One more format is one file under `format/` and one line in [`FORMATS`].
#![no_std]

extern crate alloc;

pub mod conformance;

mod day;
mod document;
mod edit;
mod error;
mod format;
mod front;
mod located;
mod locator;
mod locked;
mod members;
mod overrides;
mod patch;
mod pattern;
mod pointer;
mod seal;
mod setting;
mod slot;
mod source;
mod stanza;
mod syntax;
mod verify;

pub use day::DayForm;
pub use document::Document;
pub use edit::{Edit, SpliceError, splice};
pub use error::{LocateError, Trouble};
pub use format::{FORMATS, Format, format, format_for, is_imported, is_lock};
pub use front::{FrontEntry, FrontMatter, FrontText, front_matter};
pub use located::{ByValue, Elsewhere, Handed, Import, Located, Numbered};
pub use locator::Locator;
pub use locked::{Answered, Holder, Pinned};
pub use members::{Members, Taken};
pub use overrides::{Instead, Override};
pub use patch::Patch;
pub use pattern::{PatternError, RegexLocator};
pub use pointer::{Pointer, PointerError};
pub use seal::{Seal, Way};
pub use setting::Setting;
pub use slot::{Beside, Slot, SlotKind};
pub use source::{LARGEST, Source, SourceError};
pub use stanza::{Blank, Filling, Piece, Stanza};
pub use verify::{VerifyError, verify, verify_from};
