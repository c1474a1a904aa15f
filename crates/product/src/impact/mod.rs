//! Why the next release has to move as far as it does: change files, what they say of whom, and
//! what the manifests themselves suggest.

mod error;
mod file;
mod inferred;
mod list;
mod need;
mod pending;
mod reads;
mod write;

pub use error::ChangeError;
pub use file::{ChangeFile, NamedImpact, is_change_file};
pub use list::{ChangeList, ComponentChanges, FileStanding, PendingEntry, change_list};
pub use pending::{Origin, Pending, PendingImpact};
pub use write::{ArgumentError, NameError, change_path, change_text, named_path};

pub(crate) use file::change_paths;
pub(crate) use inferred::compared;
pub(crate) use need::{Need, Standing, needs, standing, start};
pub(crate) use pending::had;
pub(crate) use reads::{concerned, infers, is_looked_at, reads};
