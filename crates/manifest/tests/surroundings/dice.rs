//! Choices made by bytes, which the property's framework makes up and makes fewer of again.

/// A row of choices; when it is used up, the first of everything is chosen.
pub(crate) struct Dice {
    bytes: Vec<u8>,
    at: usize,
}

impl Dice {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0 }
    }

    /// A number below `sides`, which is at most 256.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        usize::from(byte) % sides
    }

    /// True once in `sides` times, and never when the bytes are used up.
    pub(crate) fn once_in(&mut self, sides: usize) -> bool {
        self.below(sides) == sides - 1
    }

    pub(crate) fn pick<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[self.below(of.len())]
    }
}
