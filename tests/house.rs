//! What holds the house together: who may know whom, how long a file is, and that every row of a
//! table folder is in its table.

extern crate alloc;

use alloc::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which of our own crates each crate may use, by folder.
const ARROWS: &[(&str, &[&str])] = &[
    ("crates/place", &[]),
    ("crates/version", &["place"]),
    ("crates/manifest", &["place", "version"]),
    ("crates/tags", &["place", "version"]),
    ("crates/product", &["place", "version", "manifest", "tags"]),
    ("crates/repo", &["place"]),
    ("crates/apply", &["place", "repo"]),
    ("xtask", &["place", "version", "manifest", "tags", "product", "repo", "apply"]),
];

/// The crates that know neither files nor git.
const PURE: &[&str] =
    &["crates/place", "crates/version", "crates/manifest", "crates/tags", "crates/product"];

/// Libraries that need files, processes, threads or a terminal, whatever their features.
const NEED_STD: &[&str] = &[
    "anstream",
    "annotate-snippets",
    "clap",
    "git2",
    "include_dir",
    "indicatif",
    "rustix",
    "similar",
    "tempfile",
    "terminal_size",
];

/// The most lines of a file, its tests included: a longer one holds two ideas.
const LONGEST: usize = 400;

/// No map is longer.
const MAP: usize = 150;

/// A folder whose every file is a row, or rows, of one table.
struct Table {
    folder: &'static str,
    /// The file that holds the table.
    file: &'static str,
    name: &'static str,
    /// What a line looks like that declares a row: the text before and after its name.
    row: (&'static str, &'static str),
    /// How the table spells a row: `{file}` is the file's stem, `{row}` the row's name.
    entry: &'static str,
    /// The files that are no rows.
    others: &'static [&'static str],
}

const TABLES: &[Table] = &[
    Table {
        folder: "crates/manifest/src/format",
        file: "crates/manifest/src/format/mod.rs",
        name: "FORMATS",
        row: ("static ", ": Format = "),
        entry: "&{file}::{row},",
        others: &["mod"],
    },
    Table {
        folder: "crates/manifest/src/conformance",
        file: "crates/manifest/src/conformance/mod.rs",
        name: "CHECKS",
        row: ("static ", ": Check = "),
        entry: "&{file}::{row},",
        others: &["mod", "shown", "subject", "syntax", "tests"],
    },
    Table {
        folder: "crates/version/src/native",
        file: "crates/version/src/native/mod.rs",
        name: "DIALECTS",
        row: ("static ", ": Dialect = "),
        entry: "&{row},",
        others: &["mod", "error", "tests"],
    },
    Table {
        folder: "crates/product/src/import",
        file: "crates/product/src/import/mod.rs",
        name: "IMPORTERS",
        row: ("const ", ": Importer = "),
        entry: "{file}::{row},",
        others: &["around", "holder", "mod", "tests"],
    },
    Table {
        folder: "crates/product/src/rules",
        file: "crates/product/src/rules/mod.rs",
        name: "RULES",
        row: ("const ", ": Rule = "),
        entry: "&{file}::{row},",
        others: &["mod", "restoring", "told"],
    },
    Table {
        folder: "crates/product/src/audit/rows",
        file: "crates/product/src/audit/rows/mod.rs",
        name: "AUDITS",
        row: ("const ", ": Audit = "),
        entry: "&{file}::{row},",
        others: &["mod"],
    },
    Table {
        folder: "xtask/src/command",
        file: "xtask/src/command/mod.rs",
        name: "COMMANDS",
        row: ("impl Command for ", " {"),
        entry: "entry::<{file}::{row}>(),",
        others: &["mod"],
    },
];

/// The one place that may name a policy: what `demo` plays unless told otherwise.
const NAMED: &[(&str, &str)] = &[("xtask/src/command/demo.rs", "chain")];

/// The folder of the whole workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The text of a file, by its path from there.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files in `folder` and below it that end in `.rs`, relative to the root, sorted.
pub(crate) fn sources(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            found.extend(sources(&path));
        } else if path.ends_with(".rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What `cargo metadata` says of our own packages, by folder.
fn packages() -> BTreeMap<String, Value> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let output = command.current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter().map(|package| {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let folder = manifest.parent().unwrap().strip_prefix(root()).unwrap();
        (folder.to_str().unwrap().replace('\\', "/"), package.clone())
    });
    packages.collect()
}

fn dependencies(package: &Value) -> &[Value] {
    package["dependencies"].as_array().unwrap()
}

/// The folder's own name of a dependency that is one of our crates.
fn own(dependency: &Value) -> Option<&str> {
    dependency["path"].as_str().map(|path| path.rsplit(['/', '\\']).next().unwrap())
}

#[test]
fn nobody_knows_more_than_the_arrows_say() {
    let packages = packages();
    let folders: Vec<&str> = packages.keys().map(String::as_str).collect();
    let mut drawn: Vec<&str> = ARROWS.iter().map(|(folder, _)| *folder).collect();
    drawn.sort_unstable();
    assert_eq!(folders, drawn, "every package has its arrows");
    for (folder, allowed) in ARROWS {
        for known in dependencies(&packages[*folder]).iter().filter_map(own) {
            assert!(allowed.contains(&known), "{folder} uses {known}, which no arrow allows");
        }
    }
}

#[test]
fn the_pure_crates_do_without_the_standard_library() {
    let packages = packages();
    for folder in PURE {
        let lib = read(&format!("{folder}/src/lib.rs"));
        assert!(lib.lines().any(|line| line == "#![no_std]"), "{folder} is not no_std");
        let used = dependencies(&packages[*folder]).iter();
        for library in used.filter(|used| used["kind"].is_null() && own(used).is_none()) {
            let name = library["name"].as_str().unwrap();
            assert!(!NEED_STD.contains(&name), "{folder} uses {name}");
            assert_eq!(library["uses_default_features"], false, "{folder}: {name} by default");
            let features = library["features"].as_array().unwrap();
            assert!(!features.iter().any(|one| one == "std"), "{folder}: {name} with std");
        }
    }
}

#[test]
fn no_file_holds_two_ideas() {
    let files = ["crates", "xtask/src", "tests"].map(sources).concat();
    assert!(files.len() > 100, "the walk found {files:?}");
    let lines = files.into_iter().map(|file| (read(&file).lines().count(), file));
    let long: Vec<_> = lines.filter(|(lines, _)| *lines > LONGEST).collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:#?}");
}

#[test]
fn the_map_fits_on_its_page() {
    let lines = read("ARCHITECTURE.md").lines().count();
    assert!(lines <= MAP, "ARCHITECTURE.md has {lines} lines: at most {MAP} are a map");
}

#[test]
fn every_file_of_a_table_folder_is_in_its_table() {
    for table in TABLES {
        let text = read(table.file);
        let start = format!("pub const {}:", table.name);
        let (_, rows) = text.split_once(&start).unwrap_or_else(|| panic!("no {start}"));
        let (rows, _) = rows.split_once("];").unwrap();
        let mut registered = 0;
        for path in sources(table.folder) {
            let name = path.strip_prefix(&format!("{}/", table.folder)).unwrap();
            let stem = name.strip_suffix(".rs").unwrap();
            // What lies in a folder of its own belongs to the row beside that folder.
            if stem.contains('/') || table.others.contains(&stem) {
                continue;
            }
            let (before, after) = table.row;
            let source = read(&path);
            let declared = source.lines().filter_map(|line| {
                let (_, name) = line.split_once(before)?;
                name.split_once(after.trim_end()).map(|(name, _)| name)
            });
            let declared: Vec<&str> = declared.collect();
            assert!(!declared.is_empty(), "{path} declares no row of {}", table.name);
            for row in declared {
                let entry = table.entry.replace("{file}", stem).replace("{row}", row);
                assert!(rows.contains(&entry), "{path}: {row} is not in {}", table.name);
                registered += 1;
            }
        }
        let (_, listed) = rows.split_once("= &[").unwrap();
        let listed = listed.split(',').filter(|row| !row.trim().is_empty()).count();
        assert_eq!(registered, listed, "{} has rows from elsewhere", table.name);
    }
}

#[test]
fn every_scheme_file_is_a_preset() {
    let folder = "crates/version/schemes";
    let files = fs::read_dir(root().join(folder)).unwrap().map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.strip_suffix(".toml").unwrap_or_else(|| panic!("{folder}/{name}"));
        (stem.to_owned(), read(&format!("{folder}/{name}")))
    });
    let files: BTreeMap<String, String> = files.collect();
    let mut presets: Vec<&str> = version::PRESETS.iter().map(|preset| preset.name).collect();
    presets.sort_unstable();
    assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), presets);
    for preset in version::PRESETS {
        assert!(files[preset.name] == preset.text, "{} is another file's text", preset.name);
    }
}

#[test]
fn every_format_and_dialect_is_documented() {
    let page = read("docs/formats.md");
    for format in manifest::FORMATS {
        assert!(page.contains(&format!("\n| `{}` |", format.id)), "no row for {}", format.id);
        for file in format.files {
            assert!(page.contains(&format!("`{file}`")), "{}: {file} is not named", format.id);
        }
    }
    let page = read("docs/scheme.md");
    for dialect in version::DIALECTS {
        assert!(page.contains(&format!("`{}`", dialect.id)), "dialect {} is not named", dialect.id);
    }
}

/// A policy is data: whoever writes a sixth touches no Rust.
#[test]
fn no_line_of_code_names_a_policy() {
    let is_policy = |name: &&str| {
        let scheme = version::Scheme::preset(name).unwrap();
        !scheme.policies().is_empty()
    };
    let policies: Vec<&str> =
        version::PRESETS.iter().map(|preset| preset.name).filter(is_policy).collect();
    for wanted in ["chain", "ibex", "iric", "kolab", "diavolo"] {
        assert!(policies.contains(&wanted), "{wanted} is not among {policies:?}");
    }
    let mut named = Vec::new();
    for path in ["crates", "xtask/src"].map(sources).concat() {
        let is_test = path.split('/').any(|name| name == "tests" || name == "tests.rs");
        if is_test || path == "crates/version/src/presets.rs" {
            continue;
        }
        let text = read(&path);
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for (line, policy) in lines.flat_map(|line| policies.iter().map(move |one| (line, *one))) {
            if line.contains(&format!("\"{policy}\"")) {
                named.push((path.clone(), policy));
            }
        }
    }
    let allowed: Vec<_> = NAMED.iter().map(|(path, name)| ((*path).to_owned(), *name)).collect();
    assert_eq!(named, allowed);
}

#[test]
fn explain_knows_every_rule_that_an_error_names() {
    let mut unknown = Vec::new();
    for folder in ["crates", "xtask/src"] {
        for path in sources(folder) {
            let text = read(&path);
            for start in ["fn rule(&self) -> Option<&str> {", "fn generic(&self) -> Option<&str> {"]
            {
                for body in text.split(start).skip(1) {
                    let body = body.split("\n    }").next().unwrap();
                    let named = body.split('"').skip(1).step_by(2);
                    let other = named.filter(|id| product::rule(id).is_none());
                    unknown.extend(other.map(|id| format!("{path}: {id}")));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "no rows in RULES: {unknown:#?}");
}
