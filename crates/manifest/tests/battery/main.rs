//! The battery from outside the crate: formats and locators that no table has pass it, and broken
//! ones are caught.

extern crate syncline_manifest as manifest;

#[cfg(test)]
mod broken;
#[cfg(test)]
mod locators;
#[cfg(test)]
mod toy;
