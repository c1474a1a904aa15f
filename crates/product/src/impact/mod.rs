//! Why the next release has to move as far as it does: change files, what they say of whom, and
//! what the manifests themselves suggest.

mod error;
mod file;
mod inferred;
mod pending;
mod reads;

pub use error::ChangeError;
pub use file::{ChangeFile, NamedImpact};
pub use pending::{Origin, Pending, PendingImpact};

pub(crate) use file::change_paths;
pub(crate) use reads::{infers, reads};
