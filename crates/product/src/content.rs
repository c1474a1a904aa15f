//! A file's content, and what its format found in it, looked for once.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use manifest::{Located, Locator, Source};
use once_cell::race::OnceBox;
use place::{ObjectId, RepoPath};

use crate::InventoryError;

/// A file's content and its name as a blob.
///
/// Discovery, the inventory, planning and lint all ask what a format finds in the same file. The
/// answer follows from the bytes, so it is kept beside them. A copy shares both.
#[derive(Debug, Clone)]
pub struct Content {
    id: Option<ObjectId>,
    bytes: Arc<Vec<u8>>,
    /// The ID of the format that was asked first, and what it found.
    located: Arc<OnceBox<(&'static str, Found)>>,
}

/// What a locator found in a file, or why it could not.
pub type Found = Result<Arc<Located>, InventoryError>;

impl Content {
    /// A file's bytes; `id` is `None` for a file of the work tree that is not hashed.
    #[must_use]
    pub fn new(id: Option<ObjectId>, bytes: Vec<u8>) -> Self {
        Self { id, bytes: Arc::new(bytes), located: Arc::default() }
    }

    /// The blob's name; `None` for a file of the work tree that is not hashed.
    #[must_use]
    pub fn id(&self) -> Option<&ObjectId> {
        self.id.as_ref()
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What `locator` finds in the file, which lies at `path`.
    ///
    /// # Errors
    /// Bytes that are no text, or that the locator refuses.
    pub fn found(&self, path: &RepoPath, locator: &Locator) -> Found {
        let Locator::Format(format) = locator else { return locate(path, &self.bytes, locator) };
        let (known, found) =
            self.located.get_or_init(|| Box::new((format.id, locate(path, &self.bytes, locator))));
        // One file, two formats: release.toml gave it another one for another component.
        if *known == format.id { found.clone() } else { locate(path, &self.bytes, locator) }
    }

    /// Looks now for what the format that the file's name tells will be asked for later.
    pub fn find_early(&self, path: &RepoPath) {
        if let Some(format) = manifest::format_for(path.file_name()) {
            let _ = self.found(path, &Locator::Format(format));
        }
    }
}

/// Contents are equal by their bytes and name, whatever was asked of them.
impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.bytes == other.bytes
    }
}

impl Eq for Content {}

fn locate(path: &RepoPath, bytes: &[u8], locator: &Locator) -> Found {
    let source = Source::new(path, bytes)?;
    Ok(Arc::new(locator.locate(&source)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_located_once_by_each_name_it_has() {
        let path = RepoPath::new("VERSION").unwrap();
        let content = Content::new(None, b"1.2.3\n".to_vec());
        content.find_early(&path);
        let plain = Locator::Format(manifest::format_for("VERSION").unwrap());
        let first = content.found(&path, &plain).unwrap();
        assert!(Arc::ptr_eq(&first, &content.found(&path, &plain).unwrap()));
        assert_eq!(first.version().unwrap().text, "1.2.3");
        // Another format sees another file, and does not take the first one's word.
        let cargo = Locator::Format(manifest::format("cargo").unwrap());
        assert!(content.found(&path, &cargo).is_err());
        assert_eq!(content, Content::new(None, b"1.2.3\n".to_vec()));
        let copy = content.clone();
        assert!(Arc::ptr_eq(&first, &copy.found(&path, &plain).unwrap()), "nor is a copy");
    }
}
