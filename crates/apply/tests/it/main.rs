//! Releases published, interrupted, resumed and abandoned in real git repositories.

// The name that every other crate of the workspace knows it by.
extern crate syncline_apply as apply;

mod crash;
mod happy;
mod hooks;
mod kinds;
mod locks;
mod pending;
mod refuse;
mod sample;
