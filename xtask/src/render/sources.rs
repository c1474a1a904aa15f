//! The texts that places point into, by the file's name.

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;

use place::{Finding, Place};

/// The texts of the files read so far, by the name that places carry.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<String, Arc<str>>);

impl Sources {
    /// Remembers the text of `name`, in place of any earlier one.
    pub fn insert(&mut self, name: &str, text: impl Into<Arc<str>>) {
        self.0.insert(name.to_owned(), text.into());
    }

    /// Those of the texts that `findings` point into.
    #[must_use]
    pub fn of(mut self, findings: &[Finding]) -> Self {
        let named = findings.iter().filter_map(|finding| match &finding.place {
            Some(Place::File { path, .. }) => Some(path.as_str()),
            _ => None,
        });
        let named: BTreeSet<&str> = named.collect();
        self.0.retain(|name, _| named.contains(name.as_str()));
        self
    }

    /// The text of `name`, byte order mark included.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| &**text)
    }
}
