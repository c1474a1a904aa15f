//! Signs blocks, on a machine of its own.

use chain_wire::Block;

/// What a signer promises: it signs one block at each height.
#[derive(Debug, Default)]
pub struct Signer {
    height: u64,
}

impl Signer {
    /// Whether `block` may be signed: only one above all that were signed before.
    pub fn accept(&mut self, block: &Block) -> bool {
        let higher = block.height > self.height;
        if higher {
            self.height = block.height;
        }
        higher
    }
}
