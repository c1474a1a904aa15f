//! Our orders against the ecosystems' own tools, over random pairs of nasty versions.
//!
//! Each tool is started once and reads all pairs. With `CI` set there are a hundred thousand pairs
//! a dialect, otherwise a few thousand. `SYNCLINE_SEED` is another seed than the usual one. A tool
//! that is not installed is named on standard error, past the test harness's capture.

extern crate alloc;
extern crate syncline_version as version;

#[cfg(test)]
mod composer;
#[cfg(test)]
mod dpkg;
#[cfg(test)]
mod gem;
#[cfg(test)]
mod node;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod packaging;
#[cfg(test)]
mod pairs;
#[cfg(test)]
mod rpm;
#[cfg(test)]
mod tool;
