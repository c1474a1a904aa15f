//! Readers that keep byte ranges: one file a syntax. None of them writes.

pub(crate) mod brackets;
pub(crate) mod canonical;
pub(crate) mod code;
pub(crate) mod divided;
pub(crate) mod image;
pub(crate) mod ini;
pub(crate) mod json;
pub(crate) mod plist;
pub(crate) mod toml;
pub(crate) mod tree;
pub(crate) mod xml;
pub(crate) mod yaml;

/// How deep values may nest. No manifest comes near; a reader that recurses without a limit
/// overflows its stack on hostile input.
pub(crate) const DEEPEST: usize = 128;
