//! What is installed together: a small file beside each component says what it is and what it
//! needs, and a whole folder of them is judged by the policy (DIAV-6).

mod file;
mod judge;
mod pairs;
mod scan;

pub use file::{CompatFile, SUFFIX};
pub use judge::{Installation, Installed, Pair};
pub use scan::{Limits, scan};
