//! Planning and linting product lines that live in memory.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, outside of test functions"
)]

extern crate syncline_product as product;

mod chain;
mod lint;
mod properties;
mod semantics;
mod world;
