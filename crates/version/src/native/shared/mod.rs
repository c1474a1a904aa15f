//! What several ecosystems have in common.

pub(super) mod numbers;
pub(super) mod semver;
