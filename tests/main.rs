//! End-to-end tests: the built program against real git repositories.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod builds;
#[cfg(test)]
mod cargo;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod compat;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod development;
#[cfg(test)]
mod diavolo;
#[cfg(test)]
mod ecosystems;
#[cfg(test)]
mod every_format;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod helps;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod house;
#[cfg(test)]
mod ibex;
#[cfg(test)]
mod impacts;
#[cfg(test)]
mod init;
#[cfg(test)]
mod iric;
#[cfg(test)]
mod kolab;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod native;
#[cfg(test)]
mod next;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod pushing;
#[cfg(test)]
mod readback;
#[cfg(test)]
mod release;
#[cfg(test)]
mod report;
#[cfg(test)]
mod repositories;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod sixth;
#[cfg(test)]
mod support;
