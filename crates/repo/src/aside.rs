//! A second pair of hands on one repository, for another thread.

use crate::backend::Reader;
use crate::libgit2::Libgit2;
use crate::plumbing::Plumbing;
use crate::repo::Repo;
use crate::store::Store;

impl Repo {
    /// The same repository, opened once more, for another thread to read; `None` where only git can
    /// read it: its processes are not to multiply.
    #[must_use]
    pub fn beside(&self) -> Option<Self> {
        self.store().reader.quick.as_ref()?;
        let mut quick = Libgit2::open(self.root()).ok()?;
        let index = self.index_override().map(ToOwned::to_owned);
        if let Some(index) = &index {
            quick.use_index(index.clone());
        }
        let plain = Plumbing::new(self.git(), index);
        Some(self.reading_through(Store::new(Reader { quick: Some(quick), plain })))
    }
}
