//! The dialects against their ecosystems' own test vectors, and the laws that all of them keep.

mod laws;
mod refusals;
mod requirements;
mod vectors;
