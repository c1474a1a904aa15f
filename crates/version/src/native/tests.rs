//! The dialects against their ecosystems' own test vectors, and the laws they all keep.
