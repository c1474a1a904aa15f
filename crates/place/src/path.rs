//! Paths that cannot leave the repository.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::sync::Arc;
use core::cmp::Ordering;
use core::fmt;

use serde::de::Error as _;

use crate::order::by_bytes;

/// A path relative to the repository's root, `/`-separated, confined to the repository: never
/// absolute, no `.` or `..`, no empty name, nothing under `.git`, no control characters.
///
/// The root itself is the empty path. Ordering is by bytes.
// Shared text: a plan of a large line names the same paths many times over.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RepoPath(Arc<str>);

/// Why a text is not a path inside the repository.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// It starts at a root or a drive.
    #[error("path `{0}` is absolute")]
    Absolute(String),
    /// It has a `..` in it.
    #[error("path `{0}` leaves its folder with `..`")]
    Parent(String),
    /// It has a `.` or an empty name in it.
    #[error("path `{0}` has an empty or `.` name in it")]
    Empty(String),
    /// It lies in git's own folder.
    #[error("path `{0}` lies in git's own folder")]
    Git(String),
    /// It has a character that no portable path has.
    #[error("path `{0}` has a character that is not allowed: {1:?}")]
    Character(String, char),
}

impl RepoPath {
    /// The repository's root.
    #[must_use]
    pub fn root() -> Self {
        Self("".into())
    }

    /// Takes `text` as a path relative to the root. `""` and `"."` are the root; one trailing `/`
    /// is dropped.
    ///
    /// # Errors
    /// Any text that could name something outside the repository or inside `.git`.
    pub fn new(text: &str) -> Result<Self, PathError> {
        checked(text).map(|path| Self(path.into()))
    }

    /// The path as text; the root is `""`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The last name, or `""` for the root.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// The folder that holds it; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if self.is_root() {
            return None;
        }
        Some(self.0.rsplit_once('/').map_or_else(Self::root, |(folder, _)| Self(folder.into())))
    }

    /// Its parent, its parent's parent, and so on to the root.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> + use<> {
        core::iter::successors(self.parent(), Self::parent)
    }

    /// `relative` seen from this folder. Here `..` is allowed as long as the result stays inside
    /// the repository: Cargo's `path = "../core"` is such a one.
    ///
    /// # Errors
    /// As [`RepoPath::new`], and a `..` that climbs past the root.
    pub fn join(&self, relative: &str) -> Result<Self, PathError> {
        if relative.starts_with('/') {
            return Err(PathError::Absolute(relative.to_owned()));
        }
        let mut whole = String::with_capacity(self.0.len() + 1 + relative.len());
        whole.push_str(&self.0);
        for name in relative.split('/') {
            match name {
                "" | "." => {}
                ".." if whole.is_empty() => return Err(PathError::Parent(relative.to_owned())),
                ".." => whole.truncate(whole.rfind('/').unwrap_or(0)),
                name => {
                    let name = checked(name)?;
                    if !whole.is_empty() {
                        whole.push('/');
                    }
                    whole.push_str(name);
                }
            }
        }
        Ok(Self(whole.into()))
    }

    /// Whether it is `folder` or lies below it. Everything lies below the root.
    #[must_use]
    pub fn is_within(&self, folder: &Self) -> bool {
        self.below(folder).is_some()
    }

    /// The rest of this path below `folder`, `""` where they are the same.
    #[must_use]
    pub fn below(&self, folder: &Self) -> Option<&str> {
        if folder.is_root() {
            return Some(&self.0);
        }
        let rest = self.0.strip_prefix(&*folder.0)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}

impl Ord for RepoPath {
    fn cmp(&self, other: &Self) -> Ordering {
        by_bytes(&self.0, &other.0)
    }
}

impl PartialOrd for RepoPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_root() { "." } else { &self.0 })
    }
}

impl serde::Serialize for RepoPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Confined again on the way in: what it is read from is a file like any other.
impl<'de> serde::Deserialize<'de> for RepoPath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::new(&text).map_err(D::Error::custom)
    }
}

/// `text` without what only decorates a path, if it is one inside the repository.
fn checked(text: &str) -> Result<&str, PathError> {
    if text.is_empty() || text == "." || text == "./" {
        return Ok("");
    }
    let shown = || text.to_owned();
    // Nearly every path is ASCII, and looking at bytes is quicker.
    let odd = |c: char| c.is_control() || c == '\\';
    let plain = |byte: u8| byte.is_ascii() && !odd(char::from(byte));
    if !text.bytes().all(plain)
        && let Some(bad) = text.chars().find(|c| odd(*c))
    {
        return Err(PathError::Character(shown(), bad));
    }
    let trimmed = text.strip_suffix('/').unwrap_or(text);
    let trimmed = trimmed.strip_prefix("./").unwrap_or(trimmed);
    // What is left counts: `./c:` must not become the drive `c:`.
    let drive = trimmed.as_bytes().get(1) == Some(&b':');
    if text.starts_with('/') || drive {
        return Err(PathError::Absolute(shown()));
    }
    for name in trimmed.split('/') {
        match name {
            ".." => return Err(PathError::Parent(shown())),
            "" | "." => return Err(PathError::Empty(shown())),
            _ if is_git(name) => return Err(PathError::Git(shown())),
            _ => {}
        }
    }
    Ok(trimmed)
}

/// Whether a name is `.git`, as any file system that git protects against would read it.
fn is_git(name: &str) -> bool {
    let trimmed = name.trim_end_matches(['.', ' ']);
    trimmed.eq_ignore_ascii_case(".git") || trimmed.eq_ignore_ascii_case("git~1")
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_paths_are_refused() {
        for (text, wanted) in [
            ("../../etc/passwd", "leaves"),
            ("a/../../b", "leaves"),
            ("/etc/passwd", "absolute"),
            ("C:/x", "absolute"),
            ("./c:", "absolute"),
            (".git/config", "git's own"),
            ("sub/.GIT/hooks", "git's own"),
            (".git. /x", "git's own"),
            ("a\0b", "not allowed"),
            ("ä\u{85}b", "not allowed"),
            ("a\\b", "not allowed"),
            ("a//b", "empty"),
        ] {
            let error = RepoPath::new(text).unwrap_err().to_string();
            assert!(error.contains(wanted), "{text:?}: {error}");
        }
    }

    #[test]
    fn paths_take_apart_and_join() {
        let path = RepoPath::new("sdk/java/pom.xml").unwrap();
        assert_eq!(path.file_name(), "pom.xml");
        let up: Vec<_> = path.ancestors().map(|p| p.as_str().to_owned()).collect();
        assert_eq!(up, ["sdk/java", "sdk", ""]);
        assert_eq!(path.parent().unwrap().join("../node/x").unwrap().as_str(), "sdk/node/x");
        assert!(RepoPath::new("a").unwrap().join("../../x").is_err());
        assert_eq!(path.below(&RepoPath::new("sdk").unwrap()), Some("java/pom.xml"));
        assert!(!RepoPath::new("sdk-java").unwrap().is_within(&RepoPath::new("sdk").unwrap()));
    }

    proptest! {
        #[test]
        fn no_path_escapes(text in "[a./\\\\:g-t~ 1]{0,24}") {
            if let Ok(path) = RepoPath::new(&text) {
                prop_assert!(!path.as_str().starts_with('/'));
                prop_assert!(path.is_root() || path.as_str().split('/').all(|n| !matches!(n, "" | "." | "..")));
                prop_assert_eq!(RepoPath::new(path.as_str()), Ok(path));
            }
        }
    }
}
