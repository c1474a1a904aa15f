//! A product line: what it is, what its next release does to it, and what breaks its policy.
//!
//! Everything here is a pure function. [`Product`] is read from release.toml; [`needs`] names
//! what else has to be read; the caller reads exactly that into a [`Snapshot`]; [`plan()`] and
//! [`lint`] are functions of the snapshot alone.
#![no_std]

extern crate alloc;

pub mod audit;
mod awaited;
mod bills;
mod brief;
mod changelog;
mod changes;
mod composition;
mod config;
mod content;
mod discover;
mod identity;
pub mod impact;
pub mod import;
pub mod init;
mod inventory;
mod line;
mod lower;
mod meant;
mod mention;
mod minimum;
mod misstep;
mod module_path;
mod needs;
pub mod notes;
pub mod pairs;
pub mod plan;
mod request;
pub mod rules;
pub mod schema;
mod sight;
mod snapshot;
mod spelling;
mod stated;
mod status;
mod strays;
mod tasks;
mod whole;
mod why;
mod words;

pub use awaited::{may_be_awaited, may_wait, may_wait_somewhere, stands};
pub use bills::{Bills, bills};
pub use composition::{Composition, CompositionError, Constituent, composition, product_release};
pub use config::{
    Alias, Branch, Changelog, Component, Git, Hook, Hooked, Line, LintSettings, ManifestRef,
    Message, Messages, Product, ProductError, Push, Requirements, SchemeSource, WorksWith,
    check_glob, configuration_text,
};
pub use content::{Content, Found};
pub use discover::{DiscoverError, Discovered, Soon, discover};
pub use inventory::{Holding, Inventory, InventoryError, Outsider};
pub use line::{LineState, line_state};
pub use lower::{LowerError, Lowered, LoweredTag, genuine, lower};
pub use meant::Meant;
pub use minimum::NeedsCore;
pub use needs::{Needs, Purpose, needs, needs_beyond};
pub use plan::{EditRole, Plan, PlanError, PreRefusal, Refusal, build_variable, plan, plan_from};
pub use request::{Asked, Options, Request};
pub use rules::{About, Lint, Mended, RULES, Rule, any_about, lint, lint_changes, lint_from, rule};
pub use snapshot::{Author, Committed, Entry, Since, Snapshot, Tagged};
pub use stated::{Standing, StatedRelease, higher, in_order};
pub use status::{PendingRelease, Status, StatusComponent, status, status_of_lines};
pub use tasks::{Executor, Task};
pub use why::why;
