//! Properties: whatever valid text stands around them, slots are found, and an edit changes their
//! bytes alone.
//!
//! Every format of the table is dressed in its own syntax: comments, white space, other keys with
//! the same version in them. And for each syntax one format is written from nothing, in every way
//! that it can be written.

extern crate syncline_manifest as manifest;

#[cfg(test)]
mod dice;
#[cfg(test)]
mod json;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod same;
#[cfg(test)]
mod toml;
#[cfg(test)]
mod xml;
#[cfg(test)]
mod yaml;
