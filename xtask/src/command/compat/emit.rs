//! `compat --emit`: the file beside a component that says what it is and what it needs.

use alloc::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{FileError, UsageError};
use crate::installation::CompatFile;
use crate::parties::Policy;
use crate::render::{Format, done, json};
use crate::{Error, Outcome, Session, escape, whole};

/// Writes the files of the components in `words`, of all of the line where there are none: into
/// `output`, or to standard output, which takes one.
pub(super) fn emit(
    session: &Session,
    policy: &Policy,
    words: &[String],
    output: Option<&Path>,
) -> Result<Outcome, Error> {
    let all = policy.members();
    let words = if words.is_empty() { all.as_slice() } else { words };
    let mut files = Vec::new();
    for word in words {
        let party = policy.subject(word)?;
        let file = CompatFile::of(policy, &party);
        files.push(file.ok_or_else(|| UsageError {
            message: format!("nothing says which component `{word}` is a version of"),
            help: format!("name it: NAME@{word}"),
        })?);
    }
    let Some(output) = output else { return print(session, &files) };
    let into_folder = files.len() != 1 || is_folder(&session.path(output), output);
    let mut paths: BTreeMap<PathBuf, &CompatFile> = BTreeMap::new();
    for file in &files {
        let path = if into_folder { output.join(file.file_name()) } else { output.to_owned() };
        if let Some(other) = paths.insert(path.clone(), file) {
            return Err(UsageError {
                message: format!(
                    "`{}` and `{}` would both be {}",
                    other.component,
                    file.component,
                    path.display()
                ),
                help: "emit them one by one, each into a file of its own".into(),
            }
            .into());
        }
    }
    for path in paths.keys() {
        is_ours(&session.path(path), path)?;
    }
    for (path, file) in &paths {
        let text = json::document(file);
        let at = session.path(path);
        let folder = at.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(FileError::at("create", folder))?;
        whole::write(&session.path(path), path, text.as_bytes())?;
    }
    report(session, &paths)
}

fn print(session: &Session, files: &[CompatFile]) -> Result<Outcome, Error> {
    let [file] = files else {
        return Err(UsageError {
            message: format!("standard output takes one file, and these are {}", files.len()),
            help: "name one component, or a folder for all of them: -o FOLDER".into(),
        }
        .into());
    };
    session.print(&json::document(file))?;
    Ok(Outcome::Done)
}

fn report(session: &Session, paths: &BTreeMap<PathBuf, &CompatFile>) -> Result<Outcome, Error> {
    if session.format == Format::Json {
        let written = paths
            .iter()
            .map(|(path, file)| (path.as_path(), file.component.as_str(), file.version.as_str()));
        session.print(&done::emitted(written))?;
    } else {
        for (path, file) in paths {
            let line = format!("{}: {} {}", path.display(), file.component, file.version);
            session.show(&format!("{}\n", escape::visible(&line)))?;
        }
    }
    Ok(Outcome::Done)
}

/// Whether `output` means a folder: one that is there, or a path that ends like one.
fn is_folder(path: &Path, output: &Path) -> bool {
    path.is_dir()
        || output.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// Refuses to replace a file that is none of these.
fn is_ours(path: &Path, named: &Path) -> Result<(), Error> {
    if !path.exists() {
        return Ok(());
    }
    let text = fs::read_to_string(path).map_err(FileError::at("read", named))?;
    if CompatFile::read("", text.trim_start_matches('\u{feff}')).is_ok() {
        return Ok(());
    }
    Err(UsageError {
        message: format!("`{}` is there, and `compat --emit` did not write it", named.display()),
        help: "name another file, or remove that one first".into(),
    }
    .into())
}
