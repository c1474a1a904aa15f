//! Manifests whose paths lead astray. A path that no repository can hold is wrong configuration (2),
//! and so is one that leads to a folder, to a link or behind one; what another repository or the disk
//! has there is the repository's state (5).

use std::fs;
use std::process::Command;

use super::{RELEASE, Refused, refused};
use crate::support::{Repository, chain};

/// The core's manifest is listed as `path`.
fn listed(repository: &Repository, path: &str) {
    repository.replace("release.toml", "core/version.txt", path).commit("List another manifest");
}

#[cfg(unix)]
fn link(repository: &Repository, target: &str, name: &str) {
    std::os::unix::fs::symlink(target, repository.at(name)).unwrap();
}

/// A workspace whose lock file is a symbolic link.
#[cfg(unix)]
fn linked_lock(repository: &Repository) {
    repository.write("release.toml", "scheme = \"chain\"\n");
    repository.write("Cargo.toml", "[workspace]\nmembers = [\"crate\"]\n");
    repository.write("crate/Cargo.toml", "[package]\nname = \"it\"\nversion = \"1.0.0\"\n");
    repository.write("real.lock", "version = 4\n");
    link(repository, "real.lock", "Cargo.lock");
    repository.commit("Link its lock file");
}

/// It is read along with the members' manifests, before anybody asks for it.
#[cfg(unix)]
#[test]
fn a_lock_file_that_is_a_symlink_is_in_the_way_of_those_only_who_need_it() {
    let repository = chain::released();
    linked_lock(&repository);
    for words in [&["native", "1.0"][..], &["compat", "1.0", "1.0"]] {
        let output = repository.run(words);
        assert_eq!(output.code, 0, "{words:?}: {}", output.stderr);
    }
}

refused! {
    out_of_the_repository(|at| listed(at, "../../etc/passwd"), RELEASE)
        => 2 ["`../../etc/passwd`", "release.toml:8:"];
    out_of_the_repository_by_a_detour(|at| listed(at, "core/../../x"), RELEASE)
        => 2 ["`core/../../x`", "release.toml:8:"];
    absolute(|at| listed(at, "/etc/passwd"), RELEASE) => 2 ["`/etc/passwd`", "release.toml:8:"];
    in_gits_own_folder(|at| listed(at, ".git/config"), RELEASE)
        => 2 ["`.git/config`", "release.toml:8:"];
    in_gits_own_folder_in_other_letters(|at| listed(at, "sub/.GIT/config"), RELEASE)
        => 2 [".GIT", "release.toml:8:"];
    with_a_nul(
        |at| drop(
            at.replace("release.toml", "path = \"core/version.txt\"", "path = \"core/\\u0000\"")
                .commit("List another manifest")
        ),
        RELEASE
    ) => 2 ["release.toml:8:"];
    missing(|at| listed(at, "core/missing.txt"), RELEASE) => 2 ["core/missing.txt"];
    in_other_letters(|at| listed(at, "core/Version.TXT"), RELEASE)
        => 2 ["no file core/Version.TXT", "release.toml:8:", "help: write `core/version.txt`"];
    untracked(
        |at| {
            listed(at, "core/new.txt");
            at.write("core/new.txt", "version = \"1.0\"\n");
        },
        RELEASE
    ) => 2 ["core/new.txt on the disk only", "`git add core/new.txt`"];
    deleted_in_the_work_tree(|at| _ = at.remove("core/version.txt"), RELEASE)
        => 5 ["core/version.txt"];
    a_directory(
        |at| {
            at.remove("core/version.txt").write("core/version.txt/x", "");
            at.commit("Make it a folder");
        },
        RELEASE
    ) => 2 ["error[configuration]: `core/version.txt` is a folder", "release.toml:8:"];
    case_only_twins(
        |at| _ = at.write("core/VERSION.txt", "version = \"1.0\"\n").commit("Add a twin"), RELEASE
    ) => 5 ["core/VERSION.txt", "core/version.txt", "release.toml:8:"];
    in_a_submodule(
        |at| {
            at.remove("core/version.txt").commit("Make room");
            let gitlink = format!("160000,{},core", at.head());
            at.git(&["update-index", "--add", "--cacheinfo", &gitlink]);
            at.git(&["commit", "-q", "-m", "Make it a submodule"]);
            fs::create_dir_all(at.at("core")).unwrap();
        },
        RELEASE
    ) => 5 ["core", "submodule", "release.toml:8:"];
    #[cfg(unix)]
    a_symlink_out(
        |at| {
            fs::write(at.beside("outside.txt"), "version = \"1.0\"\n").unwrap();
            at.remove("core/version.txt");
            link(at, "../../outside.txt", "core/version.txt");
            at.commit("Link it");
        },
        RELEASE
    ) => 2 ["core/version.txt", "link to `../../outside.txt`", "release.toml:8:"];
    #[cfg(unix)]
    a_symlink_within(
        |at| {
            at.write("real.txt", "version = \"1.0\"\n").remove("core/version.txt");
            link(at, "../real.txt", "core/version.txt");
            at.commit("Link it");
        },
        RELEASE
    ) => 2 ["core/version.txt", "link to `../real.txt`", "release.toml:8:"];
    #[cfg(unix)]
    a_lock_file_that_is_a_symlink(linked_lock, RELEASE) => 5 ["Cargo.lock", "link"];
    #[cfg(unix)]
    a_symlinked_parent(
        |at| {
            fs::rename(at.at("core"), at.at("real")).unwrap();
            link(at, "real", "core");
            at.commit("Link its folder");
        },
        RELEASE
    ) => 2 ["core/version.txt", "behind the symbolic link `core`", "release.toml:8:"];
    #[cfg(unix)]
    a_parent_that_only_the_work_tree_links(
        |at| {
            fs::rename(at.at("core"), at.beside("outside")).unwrap();
            link(at, "../outside", "core");
        },
        RELEASE
    ) => 5 ["core"];
    #[cfg(unix)]
    a_pipe(
        |at| {
            at.remove("core/version.txt");
            let made = Command::new("mkfifo").arg(at.at("core/version.txt")).status().unwrap();
            assert!(made.success());
        },
        RELEASE
    ) => 5 ["core/version.txt"];
}

#[cfg(unix)]
#[test]
fn read_only() {
    let repository = chain::released();
    repository.while_closed("core", || {
        let wanted = Refused { code: 5, says: &["core/version.txt", "chmod u+w core"] };
        wanted.check(&repository, RELEASE);
    });
}
