//! Git's objects as bytes: what trees, commits and tags say. Both backends hand over the same
//! bytes, so whatever is read from them here is the same for both.

use place::{ObjectId, PathError, RepoPath};

use crate::{Commit, Mode, RepoError};

/// What kind of object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

/// An object as stored, without its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) kind: Kind,
    /// How many bytes it has.
    pub(crate) size: u64,
    /// Its bytes; `None` where it has more than were asked for.
    pub(crate) bytes: Option<Vec<u8>>,
}

/// A tree, parsed as it is read: most of a large tree's entries are only stepped over.
#[derive(Debug)]
pub(crate) struct Tree {
    bytes: Vec<u8>,
    /// Bytes of an object name: 20 or 32.
    width: usize,
}

/// One entry of a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TreeEntry<'t> {
    bits: u32,
    pub(crate) name: &'t [u8],
    raw_id: &'t [u8],
}

impl Tree {
    /// The tree `id` with `bytes`.
    pub(crate) fn new(id: &ObjectId, bytes: Vec<u8>) -> Self {
        Self { bytes, width: id.as_str().len() / 2 }
    }

    /// How many bytes it has.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Its entries in git's order. A damaged tree ends where the damage begins, with an error.
    pub(crate) fn entries(&self) -> Entries<'_> {
        Entries { rest: &self.bytes, width: self.width }
    }
}

/// The entries of a tree in git's order. A damaged tree ends where the damage begins, with an error.
#[derive(Debug)]
pub(crate) struct Entries<'t> {
    rest: &'t [u8],
    width: usize,
}

impl<'t> Entries<'t> {
    /// Those of the tree `id` with `bytes`.
    pub(crate) fn of(id: &ObjectId, bytes: &'t [u8]) -> Self {
        Self { rest: bytes, width: id.as_str().len() / 2 }
    }

    /// The entry called `name`. Of those before it only the ends are looked for: a component's
    /// folder is looked for in large trees of many commits, past millions of others.
    pub(crate) fn find(mut self, name: &[u8]) -> Result<Option<TreeEntry<'t>>, RepoError> {
        let cut = || malformed("a tree", CUT_SHORT);
        while !self.rest.is_empty() {
            let nul = memchr::memchr(0, self.rest).ok_or_else(cut)?;
            let head = self.rest.get(..nul).unwrap_or_default();
            // The last byte alone rules most of them out.
            if head.last() == name.last() && head.ends_with(name) {
                let (entry, _) = split_entry(self.rest, self.width).ok_or_else(cut)?;
                if entry.name == name {
                    return Ok(Some(entry));
                }
            }
            self.rest = self.rest.get(nul + 1 + self.width..).ok_or_else(cut)?;
        }
        Ok(None)
    }
}

const CUT_SHORT: &str = "an entry is cut short";

impl<'t> Iterator for Entries<'t> {
    type Item = Result<TreeEntry<'t>, RepoError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let Some((entry, after)) = split_entry(self.rest, self.width) else {
            self.rest = &[];
            return Some(Err(malformed("a tree", CUT_SHORT)));
        };
        self.rest = after;
        Some(Ok(entry))
    }
}

impl TreeEntry<'_> {
    /// Whether it is a folder.
    pub(crate) fn folder(&self) -> bool {
        self.bits & 0o170_000 == 0o040_000
    }

    /// What kind of entry it is; of a folder, [`Mode::Other`].
    pub(crate) fn mode(&self) -> Mode {
        Mode::from_bits(self.bits)
    }

    /// Whether both have the same content and mode.
    pub(crate) fn same(&self, other: &TreeEntry<'_>) -> bool {
        let kind = |entry: &TreeEntry<'_>| (entry.folder(), entry.mode());
        kind(self) == kind(other) && self.raw_id == other.raw_id
    }

    /// The object that it names.
    pub(crate) fn id(&self) -> Result<ObjectId, RepoError> {
        let id = ObjectId::from_bytes(self.raw_id);
        id.ok_or_else(|| malformed("a tree", "an object name has a wrong length"))
    }

    /// How git orders it against another one: folders as if their names ended in `/`.
    pub(crate) fn order(&self, other: &TreeEntry<'_>) -> core::cmp::Ordering {
        let tail = |entry: &TreeEntry<'_>| entry.folder().then_some(b'/');
        let key = |entry: &TreeEntry<'_>| tail(entry).into_iter();
        self.name.iter().copied().chain(key(self)).cmp(other.name.iter().copied().chain(key(other)))
    }
}

fn split_entry(bytes: &[u8], width: usize) -> Option<(TreeEntry<'_>, &[u8])> {
    let (mut bits, mut space) = (0_u32, 0);
    loop {
        match *bytes.get(space)? {
            b' ' => break,
            digit @ b'0'..=b'7' if space < 7 => bits = bits << 3 | u32::from(digit - b'0'),
            _ => return None,
        }
        space += 1;
    }
    let rest = bytes.get(space + 1..)?;
    let nul = memchr::memchr(0, rest)?;
    let (name, rest) = rest.split_at_checked(nul)?;
    let (raw_id, rest) = rest.get(1..)?.split_at_checked(width)?;
    Some((TreeEntry { bits, name, raw_id }, rest))
}

/// What a commit object says.
pub(crate) fn commit(bytes: &[u8]) -> Result<Commit, RepoError> {
    let (head, message) = headers(bytes);
    let (mut tree, mut parents, mut time) = (None, Vec::new(), None);
    for line in head.lines() {
        match line.split_once(' ') {
            Some(("tree", id)) if tree.is_none() => tree = ObjectId::new(id),
            Some(("parent", id)) => parents.extend(ObjectId::new(id)),
            Some(("committer", person)) if time.is_none() => {
                time = seconds(person);
            }
            _ => {}
        }
    }
    let tree = tree.ok_or_else(|| malformed("a commit", "it has no tree"))?;
    Ok(Commit { message, parents, time: time.unwrap_or(0), tree })
}

/// What a tag object says.
#[derive(Debug)]
pub(crate) struct Tag {
    /// The object that it names.
    pub(crate) target: ObjectId,
    /// What it was called when it was made; old programs did not write it down.
    pub(crate) called: Option<String>,
    pub(crate) message: String,
    /// When it was made, in seconds since 1970; very old tags do not say.
    pub(crate) time: Option<i64>,
}

/// What a tag object says.
pub(crate) fn tag(bytes: &[u8]) -> Result<Tag, RepoError> {
    let (head, message) = headers(bytes);
    let target = head.lines().find_map(|line| ObjectId::new(line.strip_prefix("object ")?));
    let target = target.ok_or_else(|| malformed("a tag", "it names no object"))?;
    let time = head.lines().find_map(|line| seconds(line.strip_prefix("tagger ")?));
    let called = head.lines().find_map(|line| line.strip_prefix("tag ")).map(ToOwned::to_owned);
    Ok(Tag { target, called, message, time })
}

/// The seconds in `NAME <MAIL> SECONDS ZONE`.
fn seconds(person: &str) -> Option<i64> {
    person.rsplit(' ').nth(1)?.parse().ok()
}

/// The header lines, and the message after the first empty line.
fn headers(bytes: &[u8]) -> (String, String) {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap_or(bytes.len());
    let text = |part: Option<&[u8]>| String::from_utf8_lossy(part.unwrap_or_default()).into_owned();
    (text(bytes.get(..end)), text(bytes.get(end.saturating_add(2)..)))
}

/// `name` in `folder`, for what only reports a path. A name that no [`RepoPath`] can have (not
/// UTF-8, a control character, `..`) has U+FFFD where it offends, so it is reported and not lost,
/// and names no file when it is read.
pub(crate) fn reported(folder: &RepoPath, name: &[u8]) -> RepoPath {
    let text = String::from_utf8_lossy(name);
    if let Ok(path) = joined(folder, &text) {
        return path;
    }
    let safe = text.replace(|c: char| c.is_control() || matches!(c, '\\' | ':'), "\u{fffd}");
    let odd = || joined(folder, &format!("\u{fffd}{}", safe.trim_matches(['.', ' '])));
    joined(folder, &safe).or_else(|_| odd()).unwrap_or_else(|_| folder.clone())
}

/// `name` in `folder`, where that is a path.
fn joined(folder: &RepoPath, name: &str) -> Result<RepoPath, PathError> {
    // `join` steps over `.` and climbs on `..`; as one entry's name they are neither.
    if matches!(name, "" | "." | "..") {
        return Err(PathError::Empty(name.to_owned()));
    }
    folder.join(name)
}

/// `name` in `folder` where it is a path that can be read; `None` where it is not.
pub(crate) fn readable(folder: &RepoPath, name: &[u8]) -> Option<RepoPath> {
    joined(folder, core::str::from_utf8(name).ok()?).ok()
}

/// A whole path as the index has it, reported as [`reported`] does.
pub(crate) fn reported_path(path: &[u8]) -> RepoPath {
    let whole = core::str::from_utf8(path).ok().and_then(|text| RepoPath::new(text).ok());
    whole.unwrap_or_else(|| {
        path.split(|b| *b == b'/').fold(RepoPath::root(), |folder, name| reported(&folder, name))
    })
}

pub(crate) fn malformed(what: &str, why: &'static str) -> RepoError {
    RepoError::Malformed { what: what.to_owned(), why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(bits: u32, name: &str) -> TreeEntry<'_> {
        TreeEntry { bits, name: name.as_bytes(), raw_id: &[] }
    }

    #[test]
    fn a_tree_cut_anywhere_is_an_error_and_never_a_shorter_tree() {
        let id = ObjectId::new(&"0".repeat(40)).unwrap();
        let mut bytes = b"100644 a\0".to_vec();
        bytes.extend([0xab; 20]);
        let whole = Tree::new(&id, bytes.clone());
        let names: Vec<_> = whole.entries().map(|e| e.unwrap().id().unwrap()).collect();
        assert_eq!(names, [ObjectId::new(&"ab".repeat(20)).unwrap()]);
        for end in 1..bytes.len() {
            let cut = Tree::new(&id, bytes[..end].to_vec());
            assert!(cut.entries().any(|e| e.is_err()), "cut at {end}");
        }
    }

    #[test]
    fn an_entry_is_found_by_its_whole_name_and_not_within_another_ones_id() {
        let id = ObjectId::new(&"0".repeat(40)).unwrap();
        let mut bytes = Vec::new();
        for (head, fill) in
            [("100644 ba", *b"40000 a\0"), ("40000 a", [7; 8]), ("100755 c", [9; 8])]
        {
            bytes.extend(head.as_bytes());
            bytes.push(0);
            bytes.extend(fill.iter().chain(&[b'.'; 12]));
        }
        let find = |bytes: &[u8], name: &str| {
            let found = Entries::of(&id, bytes).find(name.as_bytes());
            found.map(|entry| entry.map(|entry| (entry.bits, entry.raw_id.first().copied())))
        };
        assert_eq!(find(&bytes, "a").unwrap(), Some((0o040_000, Some(7))));
        assert_eq!(find(&bytes, "ba").unwrap(), Some((0o100_644, Some(b'4'))));
        assert_eq!(find(&bytes, "c").unwrap(), Some((0o100_755, Some(9))));
        assert_eq!(find(&bytes, "b").unwrap(), None);
        for end in 1..bytes.len() {
            let whole = Entries::of(&id, &bytes[..end]).all(|entry| entry.is_ok());
            assert_eq!(find(&bytes[..end], "z").is_ok(), whole, "cut at {end}");
        }
    }

    #[test]
    fn folders_are_ordered_as_git_orders_them() {
        let (file, folder) = (0o100_644, 0o040_000);
        assert!(entry(folder, "a").order(&entry(file, "a.b")).is_gt());
        assert!(entry(file, "a").order(&entry(file, "a.b")).is_lt());
        assert!(entry(folder, "a").order(&entry(file, "a0")).is_lt());
    }

    #[test]
    fn a_hostile_name_is_reported_and_stays_in_its_folder() {
        let folder = RepoPath::new("core").unwrap();
        for name in [&b"\x1b[31m"[..], b"..", b".git", b"\xff\xfe", b"a\\b", b"C:x", b"."] {
            let path = reported(&folder, name);
            assert!(path.is_within(&folder), "{path}");
            assert!(path.as_str().contains('\u{fffd}'), "{path}");
            assert_eq!(readable(&folder, name), None);
        }
        assert_eq!(reported(&folder, b"x.toml").as_str(), "core/x.toml");
        assert_eq!(reported_path(b"core/\x07/x").as_str(), "core/\u{fffd}/x");
    }

    #[test]
    fn a_commit_and_a_tag_are_read() {
        let id = "a".repeat(40);
        let text = format!(
            "tree {id}\nparent {id}\nauthor A <a> 1 +0000\ncommitter B <b c> 1700000000 +0200\n\nhi\n\nthere\n"
        );
        let read = commit(text.as_bytes()).unwrap();
        assert_eq!((read.time, read.parents.len()), (1_700_000_000, 1));
        assert_eq!(read.message, "hi\n\nthere\n");
        assert!(commit(b"parent x\n\n").is_err());
        let text = format!("object {id}\ntype commit\ntag x\ntagger B <b c> 17 +0200\n\nbill\n");
        let read = tag(text.as_bytes()).unwrap();
        assert_eq!((read.message.as_str(), read.time), ("bill\n", Some(17)));
        let old = text.replace("tagger B <b c> 17 +0200\n", "");
        assert_eq!(tag(old.as_bytes()).unwrap().time, None);
    }
}
