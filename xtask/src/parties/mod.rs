//! The versions that a command is asked about, and the scheme that speaks of them.
//!
//! Outside any product a scheme is named; inside, it is the product line's, and components can be
//! named with their versions.

mod error;
mod judge;
mod known;
mod lines;
mod matrix;
mod pairs;
mod party;
mod policy;
mod update;

pub use error::PartyError;
pub use known::Known;
pub use lines::Lines;
pub use matrix::{Cell, Group, Matrix};
pub use pairs::{Declared, declared};
pub use party::{Party, component};
pub use policy::{Policy, PolicyOptions, lines};
