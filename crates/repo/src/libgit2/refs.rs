//! Tags as git keeps them in files: each in one of its own, or packed with others into one.
//!
//! libgit2 reads these too, but it asks the disk three questions for each of a thousand tags, and
//! builds a map of ten thousand to name them: half of what a plan takes. Whatever is not as git
//! writes it ends in an error, and git is asked instead.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use memchr::memchr;
use place::ObjectId;

use crate::RepoError;
use crate::backend::Held;
use crate::object::malformed;

/// Where tags begin.
pub(super) const TAGS: &str = "refs/tags/";
/// Up to how many tags are looked for one by one; for more of them their folders are listed.
const FEW: usize = 16;

/// A tag in a file of its own.
enum Loose {
    /// It holds an object's name.
    Held(ObjectId),
    /// It leads on to another ref.
    Leads,
}

/// What `packed-refs` says of one ref.
struct Packed<'f> {
    name: &'f [u8],
    object: &'f [u8],
    peeled: Option<&'f [u8]>,
}

/// The names of all tags below the shared git folder `common`, without `refs/tags/`, in any order;
/// one that is kept both ways is named twice.
///
/// # Errors
/// Files that cannot be read, or that git would not have written.
pub(super) fn names(common: &Path) -> Result<Vec<Vec<u8>>, RepoError> {
    // Refs move from files into the pack: whoever reads the pack last misses none.
    let mut names = loose_names(common)?;
    // git passes over a file that a crash left empty or torn.
    names.retain(|name| {
        core::str::from_utf8(name).map_or(true, |name| read_loose(common, name).is_ok())
    });
    let text = packed_text(common)?;
    names.extend(packed(&text)?.into_iter().map(|found| found.name.to_vec()));
    Ok(names)
}

/// What each tag holds, in the order asked; `other` tells of one that leads on to another ref.
///
/// # Errors
/// As [`names`], and those of `other`.
pub(super) fn held(
    common: &Path,
    asked: &[&str],
    other: impl Fn(&str) -> Result<Option<Held>, RepoError>,
) -> Result<Vec<Option<Held>>, RepoError> {
    let listed = if asked.len() > FEW {
        let mut names = loose_names(common)?;
        names.sort_unstable();
        Some(names)
    } else {
        None
    };
    let there = |name: &str| match &listed {
        Some(names) => names.binary_search_by(|one| one.as_slice().cmp(name.as_bytes())).is_ok(),
        None => true,
    };
    let loose = |name: &&str| if there(name) { read_loose(common, name) } else { Ok(None) };
    let loose: Vec<Option<Loose>> = asked.iter().map(loose).collect::<Result<_, _>>()?;
    // As above: the pack last.
    let text = packed_text(common)?;
    let packed = packed(&text)?;
    let held = |(name, loose): (&&str, Option<Loose>)| match loose {
        Some(Loose::Held(object)) => Ok(Some(Held { object, peeled: None })),
        Some(Loose::Leads) => other(name),
        None => match packed.binary_search_by(|one| one.name.cmp(name.as_bytes())) {
            Ok(at) => packed.get(at).map(Packed::held).transpose(),
            Err(_) => Ok(None),
        },
    };
    asked.iter().zip(loose).map(held).collect()
}

impl Packed<'_> {
    fn held(&self) -> Result<Held, RepoError> {
        let peeled = self.peeled.map(object).transpose()?;
        Ok(Held { object: object(self.object)?, peeled })
    }
}

fn object(hex: &[u8]) -> Result<ObjectId, RepoError> {
    let id = core::str::from_utf8(hex).ok().and_then(ObjectId::new);
    id.ok_or_else(|| malformed("a ref", "it holds no object's name"))
}

/// The tag's own file; `None` where it has none.
fn read_loose(common: &Path, name: &str) -> Result<Option<Loose>, RepoError> {
    let path = common.join(TAGS).join(name);
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

/// The names of the tags that have files of their own, in any order.
fn loose_names(common: &Path) -> Result<Vec<Vec<u8>>, RepoError> {
    let mut names = Vec::new();
    let mut open = vec![(common.join(TAGS), Vec::new())];
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

/// The text of `packed-refs`; nothing where there is none.
fn packed_text(common: &Path) -> Result<Vec<u8>, RepoError> {
    let path = common.join("packed-refs");
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|error| unread(&path, error)),
    }
}

/// The tags that `packed-refs` has, by name (gitrepository-layout(5), `git pack-refs`): a line
/// `<object> <ref>` for each, one `^<object>` behind it that says what the tag object leads to,
/// and a first line `# pack-refs with:` that says how far that can be relied on.
fn packed(text: &[u8]) -> Result<Vec<Packed<'_>>, RepoError> {
    let odd = |why| malformed("packed-refs", why);
    let mut found: Vec<Packed<'_>> = Vec::new();
    let mut peels_all = false;
    // Whether the line before was a tag's.
    let mut tag = false;
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).ok_or_else(|| odd("its last line has no end"))?;
        let (line, after) = rest.split_at(end);
        rest = after.get(1..).unwrap_or_default();
        if let Some(peeled) = line.strip_prefix(b"^") {
            if let Some(last) = found.last_mut().filter(|_| tag) {
                last.peeled = Some(peeled);
            }
            continue;
        }
        tag = false;
        if let Some(traits) = line.strip_prefix(b"# pack-refs with:") {
            // One trait speaks of tags, the other of all refs.
            let peels = |word: &[u8]| word == b"peeled" || word == b"fully-peeled";
            peels_all = traits.split(u8::is_ascii_whitespace).any(peels);
            continue;
        }
        if line.starts_with(b"#") {
            continue;
        }
        let space = memchr(b' ', line).ok_or_else(|| odd("it has a line of one word"))?;
        let (object, name) = line.split_at(space);
        let Some(name) = name.get(1..).and_then(|name| name.strip_prefix(TAGS.as_bytes())) else {
            continue;
        };
        tag = true;
        // What git peeled no further is what it found at the end.
        found.push(Packed { name, object, peeled: peels_all.then_some(object) });
    }
    if !found.is_sorted_by(|one, next| one.name <= next.name) {
        found.sort_by(|one, next| one.name.cmp(next.name));
    }
    Ok(found)
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
        let held = held(folder.path(), asked, nothing).unwrap().into_iter();
        held.map(|held| held.map(|h| (h.object.to_string(), h.peeled.map(|p| p.to_string()))))
            .collect()
    }

    #[test]
    fn a_file_of_its_own_holds_against_the_pack() {
        let pack =
            format!("# pack-refs with: peeled fully-peeled sorted \n{A} refs/tags/v1\n^{B}\n");
        let folder = with(&[("packed-refs", &pack), ("refs/tags/v1", &format!("{B}\n"))]);
        assert_eq!(all(&folder, &["v1"]), [Some((B.into(), None))]);
        assert_eq!(names(folder.path()).unwrap(), [b"v1", b"v1"]);
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
            assert!(held(folder.path(), &["v1"], |_| Ok(None)).is_err(), "{text}");
        }
        for text in ["", "not an object\n"] {
            let folder = with(&[("refs/tags/v1", text)]);
            assert!(held(folder.path(), &["v1"], |_| Ok(None)).is_err(), "{text}");
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
        let few = held(folder.path(), &["alias", "a", "a/b", "v1/x"], other).unwrap();
        let told: Vec<bool> = few.iter().map(Option::is_some).collect();
        assert_eq!(told, [true, false, true, false]);
        let mut asked = vec!["none"; FEW];
        asked.extend(["alias", "a", "a/b", "v1/x"]);
        assert_eq!(held(folder.path(), &asked, other).unwrap().split_off(FEW), few);
    }
}
