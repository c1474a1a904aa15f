//! Refs as git keeps them in files: each in one of its own, or packed with others into one.
//!
//! libgit2 reads these too, but it asks the disk three questions for each of a thousand tags, and
//! builds a map of ten thousand to name them: half of what a plan takes. Whatever is not as git
//! writes it ends in an error, and git is asked instead.

use alloc::sync::Arc;
use core::cell::RefCell;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use place::ObjectId;

use super::packed::{Pack, TAGS, object};
use crate::RepoError;
use crate::backend::Held;
use crate::stamp::{Stamp, stamp};

/// Up to how many tags are looked for one by one; for more of them their folders are listed.
const FEW: usize = 16;

/// A ref in a file of its own.
enum Loose {
    /// It holds an object's name.
    Held(ObjectId),
    /// It leads on to another ref.
    Leads,
}

/// The files that refs are kept in, below the shared git folder.
#[derive(Debug)]
pub(super) struct RefFiles {
    common: PathBuf,
    /// `packed-refs` as it was read last. git puts another file in its place when it writes it.
    packed: RefCell<Option<(Stamp, Arc<Pack>)>>,
}

impl RefFiles {
    /// Those below `common`.
    pub(super) fn new(common: &Path) -> Self {
        Self { common: common.to_owned(), packed: RefCell::default() }
    }

    /// The names of all refs below `folder` (`refs/tags/`), without it, in any order; one that is
    /// kept both ways is named twice.
    ///
    /// # Errors
    /// Files that cannot be read, or that git would not have written.
    pub(super) fn names(&self, folder: &str) -> Result<Vec<Vec<u8>>, RepoError> {
        // Refs move from files into the pack: whoever reads the pack last misses none.
        let mut names = self.loose_names(folder)?;
        // git passes over a file that a crash left empty or torn.
        let torn =
            |name: &[u8]| str::from_utf8(name).is_ok_and(|name| self.loose(folder, name).is_err());
        names.retain(|name| !torn(name));
        let pack = self.packed()?;
        names.extend(pack.names(folder).map(<[u8]>::to_vec));
        Ok(names)
    }

    /// What each tag holds, in the order asked; `other` tells of one that leads on to another ref.
    ///
    /// # Errors
    /// As [`RefFiles::names`], and those of `other`.
    pub(super) fn held(
        &self,
        asked: &[&str],
        other: impl Fn(&str) -> Result<Option<Held>, RepoError>,
    ) -> Result<Vec<Option<Held>>, RepoError> {
        let mut listed = None;
        if asked.len() > FEW {
            let mut names = self.loose_names(TAGS)?;
            names.sort_unstable();
            listed = Some(names);
        }
        let there = |name: &str| match &listed {
            Some(all) => all.binary_search_by(|one| one.as_slice().cmp(name.as_bytes())).is_ok(),
            None => true,
        };
        let loose = |name: &&str| if there(name) { self.loose(TAGS, name) } else { Ok(None) };
        let loose: Vec<Option<Loose>> = asked.iter().map(loose).collect::<Result<_, _>>()?;
        // As above: the pack last.
        let pack = self.packed()?;
        let held = |(name, loose): (&&str, Option<Loose>)| match loose {
            Some(Loose::Held(object)) => Ok(Some(Held { object, peeled: None })),
            Some(Loose::Leads) => other(name),
            None => pack.find(name.as_bytes()),
        };
        asked.iter().zip(loose).map(held).collect()
    }

    /// A ref's own file; `None` where it has none.
    fn loose(&self, folder: &str, name: &str) -> Result<Option<Loose>, RepoError> {
        let path = self.common.join(folder).join(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            // A folder where there could be a file, or a file where there would have to be a folder.
            Err(error) if absent(&error) => return Ok(None),
            Err(error) => return Err(unread(&path, error)),
        };
        if bytes.starts_with(b"ref:") {
            return Ok(Some(Loose::Leads));
        }
        object(bytes.trim_ascii_end()).map(|id| Some(Loose::Held(id)))
    }

    /// The names of the refs below `folder` that have files of their own, in any order.
    fn loose_names(&self, folder: &str) -> Result<Vec<Vec<u8>>, RepoError> {
        let mut names = Vec::new();
        let mut open = vec![(self.common.join(folder), Vec::new())];
        while let Some((folder, above)) = open.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if absent(&error) => continue,
                Err(error) => return Err(unread(&folder, error)),
            };
            for entry in entries {
                let entry = entry.map_err(|error| unread(&folder, error))?;
                let kind = entry.file_type().map_err(|error| unread(&folder, error))?;
                let mut name = above.clone();
                name.extend_from_slice(entry.file_name().as_encoded_bytes());
                if kind.is_dir() {
                    name.push(b'/');
                    open.push((entry.path(), name));
                } else {
                    names.push(name);
                }
            }
        }
        Ok(names)
    }

    /// `packed-refs`; an empty one where there is none.
    fn packed(&self) -> Result<Arc<Pack>, RepoError> {
        let path = self.common.join("packed-refs");
        let stamp = stamp(&path);
        if let Some((known, pack)) = &*self.packed.borrow()
            && stamp.as_ref() == Some(known)
        {
            return Ok(Arc::clone(pack));
        }
        let text = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            read => read.map_err(|error| unread(&path, error))?,
        };
        let pack = Arc::new(Pack::read(text)?);
        *self.packed.borrow_mut() = stamp.map(|stamp| (stamp, Arc::clone(&pack)));
        Ok(pack)
    }
}

fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

fn unread(path: &Path, source: io::Error) -> RepoError {
    RepoError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    /// A shared git folder with these files.
    fn with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn all(folder: &tempfile::TempDir, asked: &[&str]) -> Vec<Option<(String, Option<String>)>> {
        let nothing = |_: &str| Ok(None);
        let held = RefFiles::new(folder.path()).held(asked, nothing).unwrap().into_iter();
        held.map(|held| held.map(|h| (h.object.to_string(), h.peeled.map(|p| p.to_string()))))
            .collect()
    }

    #[test]
    fn a_file_of_its_own_holds_against_the_pack() {
        let pack =
            format!("# pack-refs with: peeled fully-peeled sorted \n{A} refs/tags/v1\n^{B}\n");
        let folder = with(&[("packed-refs", &pack), ("refs/tags/v1", &format!("{B}\n"))]);
        assert_eq!(all(&folder, &["v1"]), [Some((B.into(), None))]);
        assert_eq!(RefFiles::new(folder.path()).names(TAGS).unwrap(), [b"v1", b"v1"]);
        fs::remove_file(folder.path().join("refs/tags/v1")).unwrap();
        assert_eq!(all(&folder, &["v1", "v"]), [Some((A.into(), Some(B.into()))), None]);
    }

    #[test]
    fn a_pack_is_read_in_any_order_and_believed_as_far_as_it_says() {
        let lines = format!("{A} refs/tags/z\n{B} refs/heads/a\n^{A}\n{B} refs/tags/a/b\n");
        let folder = with(&[("packed-refs", &lines)]);
        let plain = [Some((B.into(), None)), Some((A.into(), None)), None];
        assert_eq!(all(&folder, &["a/b", "z", "a"]), plain);
        for header in ["peeled ", "fully-peeled sorted "] {
            let folder = with(&[("packed-refs", &format!("# pack-refs with: {header}\n{lines}"))]);
            let itself = |id: &str| Some((id.to_owned(), Some(id.to_owned())));
            assert_eq!(all(&folder, &["a/b", "z", "a"]), [itself(B), itself(A), None], "{header}");
        }
    }

    #[test]
    fn what_git_would_not_have_written_is_left_to_git() {
        for text in [format!("{A} refs/tags/v1"), format!("{A}\n"), "x refs/tags/v1\n".to_owned()] {
            let folder = with(&[("packed-refs", &text)]);
            assert!(RefFiles::new(folder.path()).held(&["v1"], |_| Ok(None)).is_err(), "{text}");
        }
        for text in ["", "not an object\n"] {
            let folder = with(&[("refs/tags/v1", text)]);
            assert!(RefFiles::new(folder.path()).held(&["v1"], |_| Ok(None)).is_err(), "{text}");
        }
    }

    #[test]
    fn a_ref_that_leads_on_and_a_folder_in_its_place_are_no_objects() {
        let folder = with(&[
            ("refs/tags/alias", "ref: refs/tags/v1\n"),
            ("refs/tags/v1", &format!("{A}\n")),
            ("refs/tags/a/b", &format!("{A}\n")),
        ]);
        let other = |name: &str| {
            assert_eq!(name, "alias");
            Ok(Some(Held { object: object(B.as_bytes()).unwrap(), peeled: None }))
        };
        let few = RefFiles::new(folder.path()).held(&["alias", "a", "a/b", "v1/x"], other).unwrap();
        let told: Vec<bool> = few.iter().map(Option::is_some).collect();
        assert_eq!(told, [true, false, true, false]);
        let mut asked = vec!["none"; FEW];
        asked.extend(["alias", "a", "a/b", "v1/x"]);
        assert_eq!(RefFiles::new(folder.path()).held(&asked, other).unwrap().split_off(FEW), few);
    }
}
