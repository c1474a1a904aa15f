//! The texts that places point into, by the file's name.

extern crate alloc;

use alloc::collections::BTreeMap;
use alloc::sync::Arc;

/// The texts of the files read so far, by the name that places carry.
#[derive(Debug, Clone, Default)]
pub struct Sources(BTreeMap<String, Arc<str>>);

impl Sources {
    /// Remembers the text of `name`, in place of any earlier one.
    pub fn insert(&mut self, name: &str, text: impl Into<Arc<str>>) {
        self.0.insert(name.to_owned(), text.into());
    }

    /// The text of `name`, byte order mark included.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|text| &**text)
    }
}
