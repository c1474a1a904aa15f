//! Every compatibility file below a folder, within limits: an installation is anybody's.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::error::{FileError, UsageError};

use super::SUFFIX;

/// How much is looked at before something else must be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many folders deep.
    pub depth: usize,
    /// How many names in all.
    pub names: usize,
    /// How many bytes of one file.
    pub bytes: u64,
}

impl Limits {
    /// What no installation comes near.
    pub const SANE: Self = Self { depth: 32, names: 200_000, bytes: 64 * 1024 };
}

/// A file that was found, and its text or why it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// The folder as it was named, and the way from there.
    pub path: PathBuf,
    /// The text, or what is wrong with the file: a fragment.
    pub text: Result<String, String>,
}

/// The files below `folder` that are called like compatibility files, sorted by their paths. Links
/// are not followed. `named` is what the folder is called in paths.
///
/// # Errors
/// A folder that cannot be read, and one that is past the limits.
pub fn scan(folder: &Path, named: &Path, limits: Limits) -> Result<Vec<Scanned>, Error> {
    let mut found = Vec::new();
    let mut names = 0;
    let mut open = vec![(folder.to_owned(), named.to_owned(), 0)];
    while let Some((folder, named, depth)) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(FileError::at("read", &named))?;
        for entry in entries {
            let entry = entry.map_err(FileError::at("read", &named))?;
            names += 1;
            if names > limits.names {
                return Err(too_much(&named, &format!("more than {} names", limits.names)));
            }
            let (path, named) = (entry.path(), named.join(entry.file_name()));
            let kind = entry.file_type().map_err(FileError::at("read", &named))?;
            if kind.is_dir() {
                if depth == limits.depth {
                    return Err(too_much(&named, &format!("folders {} deep", depth + 1)));
                }
                open.push((path, named, depth + 1));
            } else if entry.file_name().to_string_lossy().ends_with(SUFFIX) {
                let text = if kind.is_file() {
                    read(&path, limits.bytes)
                } else {
                    Err("it is no plain file, and links are not followed".to_owned())
                };
                found.push(Scanned { path: named, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn read(path: &Path, most: u64) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| format!("it cannot be read: {error}"))?;
    // One byte more than is allowed: whatever its size said, this is what it has.
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("it cannot be read: {error}"))?;
    if bytes.len() as u64 > most {
        return Err(format!("it is longer than {most} bytes"));
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is no UTF-8 text".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), ToOwned::to_owned))
}

fn too_much(folder: &Path, what: &str) -> Error {
    UsageError {
        message: format!("`{}` holds {what}: no installation does", folder.display()),
        help: "name the installation's own folder".into(),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, path: &str, bytes: &[u8]) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn diav_6_files_are_found_at_any_depth_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["b/users.compat.json", "a/x/y/core.compat.json", "a/other.json", "z.txt"] {
            write(folder.path(), path, b"\xef\xbb\xbf{}");
        }
        let found = scan(folder.path(), Path::new("app"), Limits::SANE).unwrap();
        let paths: Vec<&Path> = found.iter().map(|one| one.path.as_path()).collect();
        assert_eq!(
            paths,
            [Path::new("app/a/x/y/core.compat.json"), Path::new("app/b/users.compat.json")]
        );
        assert_eq!(found[0].text.as_deref(), Ok("{}"), "without the byte order mark");
    }

    #[test]
    fn diav_6_what_is_no_installation_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["a/b/c/users.compat.json", "a/b/d", "a/e"] {
            write(folder.path(), path, b"0123456789");
        }
        let told = |limits| match scan(folder.path(), Path::new("app"), limits) {
            Ok(found) => format!("{:?}", found[0].text),
            Err(Error::Explained(error)) => error.to_string(),
            Err(error) => panic!("{error:?}"),
        };
        assert!(told(Limits { depth: 2, ..Limits::SANE }).contains("folders 3 deep"));
        assert!(told(Limits { names: 5, ..Limits::SANE }).contains("more than 5 names"));
        assert!(told(Limits { depth: 3, names: 6, bytes: 10 }).contains("0123456789"));
        assert!(told(Limits { bytes: 9, ..Limits::SANE }).contains("longer than 9 bytes"));
        write(folder.path(), "a/b/c/users.compat.json", b"\xff");
        assert!(told(Limits::SANE).contains("no UTF-8"));
        let gone = scan(&folder.path().join("none"), Path::new("none"), Limits::SANE);
        let Err(Error::Explained(error)) = gone else { panic!("{gone:?}") };
        assert_eq!(error.class(), place::Class::State);
    }

    #[test]
    #[cfg(unix)]
    fn diav_6_links_are_told_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a/real", b"{}");
        std::os::unix::fs::symlink("../a", folder.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink("real", folder.path().join("a/users.compat.json")).unwrap();
        let found = scan(folder.path(), Path::new("app"), Limits::SANE).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].text.as_ref().unwrap_err().contains("links are not followed"));
    }
}
