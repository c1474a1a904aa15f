//! Blocks as they travel.

/// A block's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// How many blocks came before it.
    pub height: u64,
}
