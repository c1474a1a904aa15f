//! Every key that names a path, and everything that can be there in place of what is wanted: each is
//! told of at the key's value, for people and for programs.

use std::fs;

use serde_json::Value;

use super::{RELEASE, Refused};
use crate::support::{Repository, chain};

/// What is wanted at a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    File,
    Folder,
}
use Wanted::{File, Folder};

/// A key that names a path, and where its value goes in release.toml, which is `@`.
struct Key {
    name: &'static str,
    wanted: Wanted,
    /// What stands in release.toml, and what it becomes.
    change: (&'static str, &'static str),
}

const KEYS: &[Key] = &[
    Key {
        name: "manifests",
        wanted: File,
        change: (
            "manifests = [{ path = \"core/version.txt\"",
            "manifests = [\"@\", { path = \"core/version.txt\"",
        ),
    },
    Key { name: "manifests.path", wanted: File, change: ("\"core/version.txt\"", "\"@\"") },
    Key {
        name: "product.changelog",
        wanted: File,
        change: ("tag = \"chain-{version}\"", "tag = \"chain-{version}\"\nchangelog = \"@\""),
    },
    Key {
        name: "component.changelog",
        wanted: File,
        change: ("[component.core]", "[component.core]\nchangelog = \"@\""),
    },
    Key {
        name: "defaults.changelog",
        wanted: File,
        change: (
            "[component.core]",
            "[defaults]\nchangelog = \"@\"\n[component.core]\npath = \".\"",
        ),
    },
    Key { name: "scheme", wanted: File, change: ("scheme = \"chain\"", "scheme = \"@\"") },
    Key {
        name: "scheme.extends",
        wanted: File,
        change: ("scheme = \"chain\"\n", "scheme.extends = \"@\"\n"),
    },
    Key {
        name: "product.changes",
        wanted: Folder,
        change: ("tag = \"chain-{version}\"", "tag = \"chain-{version}\"\nchanges = \"@\""),
    },
    Key {
        name: "component.path",
        wanted: Folder,
        change: ("[component.core]", "[component.core]\npath = \"@\""),
    },
];

/// Something that lies where a file or a folder is wanted.
struct There {
    make: fn(&Repository, &str),
    /// The path to name, with the name of the file for `@`.
    path: &'static str,
    wanted: &'static [Wanted],
    code: i32,
    says: &'static str,
}

const THERE: &[There] = &[
    There {
        make: |at, name| _ = at.write(&format!("{name}/inside"), ""),
        path: "@",
        wanted: &[File],
        code: 2,
        says: "is a folder, not a file",
    },
    There {
        make: |at, name| _ = at.write(name, ""),
        path: "@",
        wanted: &[Folder],
        code: 2,
        says: "is a file, not a folder",
    },
    #[cfg(unix)]
    There {
        make: |at, name| {
            fs::write(at.beside("outside"), "").unwrap();
            std::os::unix::fs::symlink("../outside", at.at(name)).unwrap();
        },
        path: "@",
        wanted: &[File, Folder],
        code: 2,
        says: "is a symbolic link to `../outside`",
    },
    #[cfg(unix)]
    There {
        make: |at, name| {
            at.write(&format!("real/{name}"), "").write(&format!("real/{name}.d/x"), "");
            std::os::unix::fs::symlink("real", at.at("link")).unwrap();
        },
        path: "link/@",
        wanted: &[File, Folder],
        code: 2,
        says: "lies behind the symbolic link `link`",
    },
    There {
        make: submodule,
        path: "sub/@",
        wanted: &[File, Folder],
        code: 5,
        says: "lies in the submodule `sub`",
    },
    There {
        make: |at, name| _ = at.write(name, " ".repeat(9 << 20)),
        path: "@",
        wanted: &[File],
        code: 5,
        says: "has 9437184 bytes",
    },
];

/// A submodule that is not checked out.
fn submodule(repository: &Repository, _: &str) {
    let gitlink = format!("160000,{},sub", repository.head());
    repository.git(&["update-index", "--add", "--cacheinfo", &gitlink]);
    fs::create_dir_all(repository.at("sub")).unwrap();
}

/// What the file is called: by a name that the key takes.
fn name_for(key: &Key) -> &'static str {
    match key.name {
        "manifests" => "package.json",
        name if name.starts_with("scheme") => "own.toml",
        _ => "named.md",
    }
}

fn prepared(key: &Key, there: &There) -> (Repository, String) {
    let repository = chain::released();
    let name = name_for(key);
    let path = there.path.replace('@', name);
    let (old, new) = key.change;
    repository.replace("release.toml", old, &new.replace('@', &path));
    (there.make)(&repository, name);
    repository.git(&["add", "."]);
    repository.git(&["commit", "-q", "-m", "Name something else"]);
    (repository, path)
}

#[test]
fn what_cannot_be_read_is_told_of_where_it_is_named() {
    for key in KEYS {
        for there in THERE.iter().filter(|there| there.wanted.contains(&key.wanted)) {
            let (repository, path) = prepared(key, there);
            // A scheme file is looked for in the work tree, where such a submodule has nothing.
            if key.name.starts_with("scheme") && there.path.starts_with("sub/") {
                continue;
            }
            Refused { code: there.code, says: &[there.says] }.check(&repository, RELEASE);
            let text = repository.file("release.toml");
            let at = text.lines().position(|line| line.contains(&format!("\"{path}\""))).unwrap();
            let lint = repository.run(&["lint", "--format", "json"]);
            let plan = repository.run(&["plan", "release", "minor", "-p", "core", "--json"]);
            assert_eq!(plan.code, there.code, "{}: {}", key.name, plan.stderr);
            let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
            let error = &plan["error"];
            assert_eq!(error["path"], "release.toml", "{}: {plan}", key.name);
            assert_eq!(error["line"], at + 1, "{}: {plan}", key.name);
            let rule = if there.code == 2 { Value::from("configuration") } else { Value::Null };
            assert_eq!(error["rule"], rule, "{}: {plan}", key.name);
            if there.code == 2 {
                assert_eq!(lint.code, 2, "{}: {}", key.name, lint.stdout);
                let lint: Value = serde_json::from_str(&lint.stdout).unwrap();
                let findings = lint["findings"].as_array().unwrap();
                assert_eq!(findings.len(), 1, "{}: {lint}", key.name);
                assert_eq!(findings[0]["line"], at + 1, "{}: {lint}", key.name);
            }
        }
    }
}

/// Such files have no line that could be shown.
#[test]
fn what_is_no_text_is_told_of_where_it_is_named() {
    for key in KEYS.iter().filter(|key| key.wanted == File) {
        let there = There {
            make: |at, name| fs::write(at.at(name), b"\xff\xfe#\0").unwrap(),
            path: "@",
            wanted: &[File],
            code: if key.name.starts_with("scheme") { 2 } else { 1 },
            says: "is UTF-16, not UTF-8",
        };
        let (repository, path) = prepared(key, &there);
        Refused { code: there.code, says: &[there.says, "release.toml:"] }
            .check(&repository, RELEASE);
        let lint = repository.run(&["lint"]);
        assert_eq!(lint.code, there.code, "{}: {}", key.name, lint.stdout);
        assert!(lint.stdout.contains(&format!("\"{path}\"")), "{}: {}", key.name, lint.stdout);
    }
}

/// A folder that is looked for on the way to another one may be a file that is named as such.
#[test]
fn a_folder_below_a_file_is_told_of_where_the_folder_is_named() {
    let repository = chain::released();
    let path = "[component.core]\npath = \"core/version.txt/x\"";
    repository.replace("release.toml", "[component.core]", path).commit("Name no folder");
    let says = ["no folder core/version.txt/x", "release.toml:8:"];
    Refused { code: 2, says: &says }.check(&repository, RELEASE);
}

/// A file of change files is written nowhere but in this repository.
#[test]
fn no_change_file_is_added_to_a_submodule() {
    let repository = chain::released();
    let gitlink = format!("160000,{},changes", repository.head());
    repository.git(&["update-index", "--add", "--cacheinfo", &gitlink]);
    repository.git(&["commit", "-q", "-m", "Have changes elsewhere"]);
    fs::create_dir_all(repository.at("changes")).unwrap();
    let add = ["change", "add", "-p", "core", "--impact", "fix", "-m", "Mend it"];
    Refused { code: 5, says: &["changes", "is another repository"] }.check(&repository, &add);
}
