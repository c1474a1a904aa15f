//! The dialects against their ecosystems' own test vectors, and the laws that all of them keep.

mod builders;
mod development;
mod further;
mod laws;
mod refusals;
mod relations;
mod requirement_laws;
mod requirements;
mod vectors;
