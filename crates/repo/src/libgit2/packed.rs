//! `packed-refs`: many refs in one file (gitrepository-layout(5), `git pack-refs`).
//!
//! A line `<object> <ref>` for each, one `^<object>` behind it that says what the tag object leads
//! to, and a first line `# pack-refs with:` that says how far that can be relied on.

use core::ops::Range;

use memchr::memchr;
use place::ObjectId;

use crate::RepoError;
use crate::backend::Held;
use crate::object::malformed;

/// Where tags begin.
pub(super) const TAGS: &str = "refs/tags/";

/// How many bytes of the file a tag takes, at the least: its object, its name and little else.
const LEAST: usize = 64;

/// The refs of the file.
#[derive(Debug, Default)]
pub(super) struct Pack {
    text: Vec<u8>,
    /// By name.
    tags: Vec<Tag>,
    /// The whole names of all other refs.
    others: Vec<Range<usize>>,
}

/// Where the text speaks of a tag.
#[derive(Debug, Clone)]
struct Tag {
    /// Its name without `refs/tags/`.
    name: Range<usize>,
    object: Range<usize>,
    /// What that leads to; empty where nobody says.
    peeled: Range<usize>,
}

impl Pack {
    /// Takes the file's bytes.
    ///
    /// # Errors
    /// What git would not have written.
    pub(super) fn read(text: Vec<u8>) -> Result<Self, RepoError> {
        let odd = |why| malformed("packed-refs", why);
        let mut tags: Vec<Tag> = Vec::with_capacity(text.len() / LEAST);
        let mut others = Vec::new();
        let mut peels = false;
        // Whether the line before is a tag's.
        let mut tag = false;
        let mut start = 0;
        while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
            let end = memchr(b'\n', rest).ok_or_else(|| odd("its last line has no end"))?;
            let line = rest.get(..end).unwrap_or_default();
            let (begin, end) = (start, start + end);
            start = end + 1;
            if line.starts_with(b"^") {
                if let Some(last) = tags.last_mut().filter(|_| tag) {
                    last.peeled = begin + 1..end;
                }
                continue;
            }
            tag = false;
            if let Some(traits) = line.strip_prefix(b"# pack-refs with:") {
                // One trait speaks of tags, the other of all refs.
                let peeled = |word: &[u8]| word == b"peeled" || word == b"fully-peeled";
                peels = traits.split(u8::is_ascii_whitespace).any(peeled);
            }
            if line.starts_with(b"#") {
                continue;
            }
            let space = memchr(b' ', line).ok_or_else(|| odd("it has a line of one word"))?;
            let object = begin..begin + space;
            let name = object.end + 1 + TAGS.len()..end;
            if line.get(space + 1..).is_some_and(|name| name.starts_with(TAGS.as_bytes())) {
                // What git peeled no further is what it found at the end.
                let peeled = if peels { object.clone() } else { 0..0 };
                tags.push(Tag { name, object, peeled });
                tag = true;
            } else {
                others.push(object.end + 1..end);
            }
        }
        let name = |tag: &Tag| text.get(tag.name.clone());
        if !tags.is_sorted_by(|one, next| name(one) <= name(next)) {
            tags.sort_by(|one, next| name(one).cmp(&name(next)));
        }
        Ok(Self { text, tags, others })
    }

    /// The names of the refs below `folder`, without it.
    pub(super) fn names(&self, folder: &str) -> impl Iterator<Item = &[u8]> {
        let tags = self.tags.iter().filter(move |_| folder == TAGS);
        let others = self.others.iter().map(|name| self.bytes(name));
        let others = others.filter_map(move |name| name.strip_prefix(folder.as_bytes()));
        tags.map(|tag| self.bytes(&tag.name)).chain(others)
    }

    /// What the tag `name` holds; `None` for one that is not there.
    ///
    /// # Errors
    /// Something else than objects' names.
    pub(super) fn find(&self, name: &[u8]) -> Result<Option<Held>, RepoError> {
        let found = self.tags.binary_search_by(|tag| self.bytes(&tag.name).cmp(name));
        let Some(tag) = found.ok().and_then(|at| self.tags.get(at)) else { return Ok(None) };
        let peeled = Some(self.bytes(&tag.peeled)).filter(|peeled| !peeled.is_empty());
        let peeled = peeled.map(object).transpose()?;
        Ok(Some(Held { object: object(self.bytes(&tag.object))?, peeled }))
    }

    fn bytes(&self, range: &Range<usize>) -> &[u8] {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// The object that its name in a ref's file means.
///
/// # Errors
/// It is no object's name.
pub(super) fn object(hex: &[u8]) -> Result<ObjectId, RepoError> {
    let id = str::from_utf8(hex).ok().and_then(ObjectId::new);
    id.ok_or_else(|| malformed("a ref", "it holds no object's name"))
}
