//! Where a hook's program is.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use place::RepoPath;

/// Finds the program called `name`: with a slash in it, a file from `root` on, which it may not leave,
/// or one by its whole path; without, one on the search path. Folders of that path that are relative
/// are passed over: from the repository's root they would hold whatever the repository puts there.
///
/// # Errors
/// How there is none, to follow its name.
pub(crate) fn find(root: &Path, name: &str) -> Result<PathBuf, &'static str> {
    search(root, name, std::env::var_os("PATH").as_deref())
}

fn search(root: &Path, name: &str, path: Option<&OsStr>) -> Result<PathBuf, &'static str> {
    if name.contains(std::path::is_separator) {
        if Path::new(name).has_root() {
            return runnable(PathBuf::from(name));
        }
        let parts = name.split(std::path::is_separator);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty() && *part != ".").collect();
        let inside = RepoPath::new(&parts.join("/"));
        let inside = inside.map_err(|_| "does not stay inside the repository")?;
        return runnable(root.join(inside.as_str()));
    }
    let folders = path.into_iter().flat_map(std::env::split_paths);
    let folders = folders.filter(|folder| folder.is_absolute());
    let mut found = folders.filter_map(|folder| runnable(folder.join(name)).ok());
    found.next().ok_or("is not on the search path")
}

/// `path`, or where programs have an extension `path` with one, if that can be run.
fn runnable(path: PathBuf) -> Result<PathBuf, &'static str> {
    let mut first = None;
    for ending in endings() {
        let mut candidate = path.clone().into_os_string();
        candidate.push(&ending);
        match fault(Path::new(&candidate)) {
            None => return Ok(candidate.into()),
            Some(fault) => first = first.or(Some(fault)),
        }
    }
    Err(first.unwrap_or("is not there"))
}

/// What a program's name may end in beside what it says.
fn endings() -> Vec<String> {
    let mut all = vec![String::new()];
    if cfg!(windows) {
        let known = std::env::var("PATHEXT").unwrap_or_else(|_| ".COM;.EXE;.BAT;.CMD".into());
        all.extend(known.split(';').filter(|ending| !ending.is_empty()).map(str::to_owned));
    }
    all
}

/// Why a file cannot be run. Links are followed, as those of a virtual environment are.
fn fault(path: &Path) -> Option<&'static str> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Some("cannot be read"),
        Err(_) => Some("is not there"),
        Ok(met) if !met.is_file() => Some("is not a file"),
        Ok(_) if !executable(path) => Some("is not executable"),
        Ok(_) => None,
    }
}

/// Whether this user may run it: the first of its name that they may is what a shell takes.
#[cfg(unix)]
fn executable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn executable(_: &Path) -> bool {
    true
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn programs_are_found_from_the_root_or_on_the_search_path() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (path, mode) in [("tools/check", 0o755), ("tools/plain", 0o644), ("bin/make", 0o755)] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), "").unwrap();
            fs::set_permissions(root.join(path), fs::Permissions::from_mode(mode)).unwrap();
        }
        std::os::unix::fs::symlink("tools/check", root.join("check")).unwrap();
        let bin = root.join("bin");
        let path = std::env::join_paths(["", ".", "bin", bin.to_str().unwrap()]).unwrap();
        let found = |name: &str| search(root, name, Some(&path));
        for name in ["tools/check", "./tools/check", "tools//check", "./tools/././check"] {
            assert_eq!(found(name), Ok(root.join("tools/check")), "{name}");
        }
        assert_eq!(found("./check"), Ok(root.join("check")), "a link is followed");
        assert_eq!(found("make"), Ok(bin.join("make")));
        let whole = bin.join("make");
        assert_eq!(found(whole.to_str().unwrap()), Ok(whole));
        for (name, how) in [
            // The repository's own root is on no search path, whatever the path says.
            ("check", "is not on the search path"),
            ("cargo test", "is not on the search path"),
            ("tools/none", "is not there"),
            ("tools/check/more", "is not there"),
            ("tools/plain", "is not executable"),
            ("./tools", "is not a file"),
            ("../check", "does not stay inside the repository"),
            ("tools/../../check", "does not stay inside the repository"),
            (".git/hooks/pre-commit", "does not stay inside the repository"),
            ("/nowhere/make", "is not there"),
        ] {
            assert_eq!(found(name), Err(how), "{name}");
        }
        assert_eq!(search(root, "make", None), Err("is not on the search path"));
    }
}
