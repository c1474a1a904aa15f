//! release.toml: the product line as its release engineers describe it.

mod alias;
mod caption;
mod changelog;
mod component;
mod defaults;
mod enforces;
mod error;
mod foreign;
mod git;
mod hooks;
mod line;
mod lint;
mod messages;
mod native;
mod needs_core;
mod packages;
mod product;
mod push;
mod requirements;

pub use alias::Alias;
pub use changelog::Changelog;
pub use component::{Component, ManifestRef};
pub use error::ProductError;
pub(crate) use git::within;
pub use git::{Branch, Git};
pub(crate) use hooks::runs;
pub use hooks::{Hook, Hooked};
pub use line::Line;
pub use lint::LintSettings;
pub use messages::{Message, Messages};
pub(crate) use messages::{filled, fits, translated};
pub(crate) use product::{FORMAT, slug};
pub use product::{Product, SchemeSource};
pub use push::Push;
pub(crate) use push::is_remote;
pub use requirements::Requirements;
