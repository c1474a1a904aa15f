//! Product lines to play with, embedded in the program, and their policies' stories.

mod stage;
mod story;

use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};
use place::nearest_or;

pub use stage::{Played, Stage};
pub use story::{Change, Kind, Step, Story};

use crate::Error;
use crate::error::{FileError, UsageError};

/// Every product line: a folder each, with `files` and a `story.toml`.
static PRODUCTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/products");

/// What a name in `files` loses when it is written: `Cargo.toml.stored` would otherwise be taken
/// for a package of ours.
const STORED: &str = ".stored";

/// An embedded product line.
#[derive(Debug)]
pub struct Product {
    /// Its folder's name.
    pub name: String,
    /// What happens to it.
    pub story: Story,
    files: &'static Dir<'static>,
}

/// The names of all product lines, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    PRODUCTS.dirs().filter_map(|folder| folder.path().file_name()?.to_str())
}

impl Product {
    /// The product line of that name.
    ///
    /// # Errors
    /// A name that there is not; a story that is not well-formed.
    pub fn find(name: &str) -> Result<Self, Error> {
        let unknown = || UsageError {
            message: format!("there is no demo `{name}`"),
            help: nearest_or(name, names(), || {
                format!("demos: {}", names().collect::<Vec<_>>().join(", "))
            }),
        };
        let folder = PRODUCTS.get_dir(name).ok_or_else(unknown)?;
        let story = PRODUCTS
            .get_file(format!("{name}/story.toml"))
            .and_then(include_dir::File::contents_utf8)
            .ok_or_else(unknown)?;
        let files = folder.get_dir(format!("{name}/files")).ok_or_else(unknown)?;
        let story = Story::parse(&format!("{name}/story.toml"), story)?;
        Ok(Self { name: name.to_owned(), story, files })
    }

    /// Writes its files, as on its first day, into `folder`.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, folder: &Path) -> Result<(), FileError> {
        write(self.files, self.files.path(), folder)
    }
}

fn write(from: &Dir<'_>, top: &Path, to: &Path) -> Result<(), FileError> {
    for entry in from.entries() {
        let inside = entry.path().strip_prefix(top).unwrap_or(entry.path());
        match entry {
            DirEntry::Dir(folder) => write(folder, top, to)?,
            DirEntry::File(file) => {
                let name = inside.to_string_lossy();
                let target = to.join(name.strip_suffix(STORED).unwrap_or(&name));
                if let Some(parent) = target.parent() {
                    std::fs::create_dir_all(parent).map_err(FileError::at("create", parent))?;
                }
                std::fs::write(&target, file.contents())
                    .map_err(FileError::at("write", &target))?;
            }
        }
    }
    Ok(())
}
