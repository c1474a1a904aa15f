//! Planning and linting product lines that live in memory.

extern crate alloc;
extern crate syncline_product as product;

#[cfg(test)]
mod across_lines;
#[cfg(test)]
mod apple;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod awaited;
#[cfg(test)]
mod beside;
#[cfg(test)]
mod billed;
#[cfg(test)]
mod bound;
#[cfg(test)]
mod brief;
#[cfg(test)]
mod builds;
#[cfg(test)]
mod cargo;
#[cfg(test)]
mod cargo_patches;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod changelog;
#[cfg(test)]
mod configured;
#[cfg(test)]
mod counted;
#[cfg(test)]
mod development;
#[cfg(test)]
mod diavolo;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod exact;
#[cfg(test)]
mod followed;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod go;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod ibex;
#[cfg(test)]
mod impacts;
#[cfg(test)]
mod imported;
#[cfg(test)]
mod in_the_way;
#[cfg(test)]
mod iric;
#[cfg(test)]
mod javascript;
#[cfg(test)]
mod kolab;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod locks;
#[cfg(test)]
mod maven;
#[cfg(test)]
mod maven_modules;
#[cfg(test)]
mod meanwhile;
#[cfg(test)]
mod members;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod namesakes;
#[cfg(test)]
mod natives;
#[cfg(test)]
mod next;
#[cfg(test)]
mod next_properties;
#[cfg(test)]
mod notes;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod overrides;
#[cfg(test)]
mod own_spelling;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod patching;
#[cfg(test)]
mod pre;
#[cfg(test)]
mod pre_properties;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod registry;
#[cfg(test)]
mod rpm;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod second;
#[cfg(test)]
mod semantics;
#[cfg(test)]
mod several;
#[cfg(test)]
mod unread;
#[cfg(test)]
mod works_with;
#[cfg(test)]
mod world;
