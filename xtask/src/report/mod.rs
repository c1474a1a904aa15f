//! The report: one page that shows a product line along its history.
//!
//! [`gather`] reads, and gives [`Facts`]; [`page`] makes the page of them and of nothing else, so
//! that the same facts give the same bytes. The page is HTML and XML at once, works without scripts,
//! and asks nobody for anything.

mod axis;
mod facts;
mod gather;
mod graph;
mod html;
mod matrix;
mod page;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;

pub use gather::gather;
pub use page::page;
