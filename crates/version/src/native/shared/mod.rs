//! What several ecosystems have in common.

pub(super) mod clauses;
pub(super) mod compare;
pub(super) mod epoch;
pub(super) mod follow;
pub(super) mod interval;
pub(super) mod numbers;
pub(super) mod range;
pub(super) mod semver;
pub(super) mod semver_requires;
pub(super) mod spelling;
