//! What stands in for a module in go.mod: one version, and no other.

use super::super::{Dialect, NativeError, Requires};
use super::{admits, follow, order, with};

/// [`GO`](super::GO) where a requirement is that one version.
pub static GO_EXACT: Dialect = with(&Requires { admits: is_it, follow, promise: None });

fn is_it(requirement: &str, version: &str) -> Result<bool, NativeError> {
    admits(requirement, version).map(|_| order(requirement, version).is_eq())
}
