//! Version schemes as data: parse, order, bump, compatibility and native version numbers.
//!
//! A [`Scheme`] is a policy read from TOML. Its [`Form`]s read, write and move [`Version`]s, and
//! decide their order by [`Key`]; [`native`] says what one version is called by each ecosystem.
//! Nothing here knows a policy by name: the presets are files, and rows of [`PRESETS`].
#![no_std]

extern crate alloc;

mod assemble;
mod assemble_impacts;
mod assemble_parts;
mod assemble_pre;
mod bump;
mod compat;
mod compose;
mod condition;
mod development;
mod digits;
mod error;
mod form;
mod form_native;
mod form_spelling;
mod format;
mod grammar;
mod impact;
mod key;
mod label_order;
mod layer;
mod line;
pub mod native;
mod native_suggest;
mod native_template;
mod overlay;
mod package;
mod parse;
mod part;
mod pre;
mod presets;
mod range;
mod release;
mod scheme;
mod step;
#[cfg(test)]
mod tests;
mod unstable;
mod version;
pub mod words;

pub use bump::{BumpError, Given};
pub use compat::{CompatRule, CompatSeverity, Compatibility, Seen, Verdict};
pub use development::Development;
pub use error::{VersionError, VersionFault};
pub use form::Form;
pub use impact::{Difference, Impact, LastWord};
pub use jiff::civil::Date;
pub use key::Key;
pub use label_order::Unsorted;
pub use line::LineVersion;
pub use native::{DIALECTS, Dialect, Epoch, NativeError, Neutral, Packages, Requires, dialect};
pub use package::{Package, PackageError};
pub use part::{Absent, DateFormat, DateFormatError, Kind, Part, PartId, SameDay, Scope};
pub use pre::{Mark, PreError};
pub use presets::{PRESETS, PresetFile};
pub use range::{Range, RangeError};
pub use release::{EmbedsLevel, Participants, PolicyRule, ProductTag, ReleasePolicy, Subset};
pub use scheme::{Scheme, SchemeError};
pub use step::{Advance, Before, StepError};
pub use version::Version;
