//! Cargo: a workspace with everything that it has to offer, taken as it is after each release.

extern crate alloc;

use alloc::collections::BTreeMap;
use std::env;

use super::tool::Tool;
use super::{line, release};
use crate::support::Repository;

const ROOT: &str = r#"[workspace]
resolver = "2"
members = ["crates/*"]

[workspace.package]
version = "1.4.0" # of those that inherit it
edition = "2021"

[workspace.dependencies]
net = { package = "line-net", path = "crates/net", version = "1.4.0" }
trial = { package = "line-trial", path = "crates/trial", version = "=1.4.0" }
left = "1.4.0"
"#;

const APP: &str = r#"[package]
name = "line-app"
version.workspace = true
edition.workspace = true

[dependencies]
net.workspace = true
transport = { package = "line-wire", path = "../wire", version = ">=1.4, <3" }
left.workspace = true

[target.'cfg(unix)'.dependencies]
line-posix = { path = "../posix", version = "~1.4" }

[target.x86_64-pc-windows-msvc.dependencies.service]
package = "line-windows"
version = "^1.4.0"
path = "../windows"

[dev-dependencies]
trial = { workspace = true }

[build-dependencies]
line-build.version = "1.4"
line-build.path = "../build"
"#;

/// A member without a version, which is never published and stays what it is.
const EXAMPLE: &str = "[package]\nname = \"line-example\"\nedition = \"2021\"\n\n[dependencies]\n\
    line-net = { path = \"../net\", version = \"1.4.0\" }\n";

const MEMBERS: [&str; 7] =
    ["line-app", "line-build", "line-net", "line-posix", "line-trial", "line-windows", "line-wire"];

/// Members of their own version, and of the workspace's.
fn member(name: &str, version: &str, rest: &str) -> String {
    format!("[package]\nname = \"line-{name}\"\nversion{version}\nedition = \"2021\"\n{rest}")
}

fn workspace() -> Repository {
    let wire = "\n[dependencies]\nleft = \"1\"\n# The other of that name is the registry's.\nnet = { package = \"line-net\", version = \"9\" }\n";
    let files = [
        ("Cargo.toml", ROOT.into()),
        ("crates/app/Cargo.toml", APP.into()),
        ("crates/net/Cargo.toml", member("net", ".workspace = true", "")),
        ("crates/wire/Cargo.toml", member("wire", " = '1.4.0'", wire)),
        ("crates/windows/Cargo.toml", member("windows", " = \"1.4.0\"", "")),
        ("crates/trial/Cargo.toml", member("trial", ".workspace = true", "publish = false\n")),
        ("crates/posix/Cargo.toml", member("posix", " = \"1.4.0\"", "")),
        ("crates/build/Cargo.toml", member("build", ".workspace = true", "").replace('\n', "\r\n")),
        ("crates/example/Cargo.toml", EXAMPLE.into()),
        ("crates/example/src/lib.rs", String::new()),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let repository = line("", &files);
    for name in MEMBERS {
        let name = name.strip_prefix("line-").unwrap();
        repository.write(&format!("crates/{name}/src/lib.rs"), "");
    }
    repository.write(".gitignore", "target\n");
    // Two packages of a registry, in a folder: one has our version, the other our name.
    let source = "[source.crates-io]\nreplace-with = \"vendored\"\n[source.vendored]\ndirectory = \"vendor\"\n";
    repository.write(".cargo/config.toml", source);
    for (name, version) in [("left", "1.4.0"), ("line-net", "9.0.0")] {
        let package = format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n");
        repository.write(&format!("vendor/{name}/Cargo.toml"), package);
        repository.write(&format!("vendor/{name}/src/lib.rs"), "");
        let sum = format!("{{\"files\":{{}},\"package\":\"{}\"}}", "0".repeat(64));
        repository.write(&format!("vendor/{name}/.cargo-checksum.json"), sum);
    }
    repository
}

fn cargo() -> Tool {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let offline = ["metadata", "--offline", "--format-version", "1", "--quiet"];
    Tool::find(&[&[cargo.as_str()], &offline[..]].concat(), &["--help"]).unwrap()
}

/// Every package's version as Cargo reads it; a registry's has a plus in front.
fn versions(cargo: &Tool, repository: &Repository) -> BTreeMap<String, String> {
    let metadata = cargo.json(repository, "", &["--locked"]);
    let packages = metadata["packages"].as_array().unwrap().iter().map(|package| {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        let sign = if text("source").is_some() { "+" } else { "" };
        (format!("{sign}{}", text("name").unwrap()), text("version").unwrap())
    });
    packages.collect()
}

/// What the application requires, as Cargo reads it: name, requirement and kind or target.
fn required(cargo: &Tool, repository: &Repository) -> Vec<String> {
    let metadata = cargo.json(repository, "", &["--locked", "--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    let app = packages.iter().find(|package| package["name"] == "line-app").unwrap();
    let one = |of: &serde_json::Value| {
        let name = of["rename"].as_str().or(of["name"].as_str()).unwrap();
        let kind = of["kind"].as_str().or(of["target"].as_str()).unwrap_or_default();
        format!("{name} {} {kind}", of["req"].as_str().unwrap()).trim_end().to_owned()
    };
    let mut all: Vec<String> = app["dependencies"].as_array().unwrap().iter().map(one).collect();
    all.sort();
    all
}

#[test]
fn cargo_takes_a_released_workspace_as_it_is() {
    let repository = workspace();
    let cargo = cargo();
    cargo.ask(&repository, "", &[]);
    let lock = repository.file("Cargo.lock");
    assert!(lock.contains("\"line-net 1.4.0\"") && lock.contains("\"line-net 9.0.0\""), "{lock}");

    for (part, ours, other, requires) in [
        ("patch", "1.4.1", "1.4", "1.4.1"),
        ("minor", "1.5.0", "1.5", "1.5.0"),
        ("major", "2.0.0", "2.0", "2.0.0"),
    ] {
        release(&repository, part);
        let all = versions(&cargo, &repository);
        for name in MEMBERS {
            assert_eq!(all[name], ours, "{part}: {all:?}");
        }
        assert_eq!(all["line-example"], "0.0.0", "{part}");
        assert_eq!(
            (all["+left"].as_str(), all["+line-net"].as_str()),
            ("1.4.0", "9.0.0"),
            "{part}"
        );
        assert_eq!(
            required(&cargo, &repository),
            [
                "left ^1.4.0".into(),
                format!("line-build ^{other} build"),
                format!("line-posix ~{other} cfg(unix)"),
                format!("net ^{requires}"),
                format!("service ^{requires} x86_64-pc-windows-msvc"),
                format!("transport >={other}, <3"),
                format!("trial ={requires} dev"),
            ],
            "{part}"
        );
        let lock = repository.file("Cargo.lock");
        assert_eq!(lock.matches("1.4.0").count(), 1, "{part}: nothing is left behind:\n{lock}");
    }
}

#[test]
fn cargo_notices_a_lock_file_that_was_left_behind() {
    let repository = workspace();
    let cargo = cargo();
    cargo.ask(&repository, "", &[]);
    let lock = repository.file("Cargo.lock");
    release(&repository, "minor");
    assert_ne!(repository.file("Cargo.lock"), lock);
    let entry = "name = \"line-posix\"\nversion = \"1.5.0\"";
    repository.replace("Cargo.lock", entry, &entry.replace("1.5.0", "1.4.0"));
    let said = cargo.try_ask(&repository, "", &["--locked"]);
    assert_ne!(said.code, 0, "{}", said.stdout);
}

#[test]
fn cargo_has_a_registrys_package_of_our_name_and_version() {
    let repository = workspace();
    repository.replace("vendor/line-net/Cargo.toml", "9.0.0", "1.4.0");
    repository.replace("crates/wire/Cargo.toml", "\"9\"", "\"=1.4.0\"");
    let cargo = cargo();
    cargo.ask(&repository, "", &[]);
    let lock = repository.file("Cargo.lock");
    assert!(lock.contains("\"line-net 1.4.0 (registry+") && lock.contains("\"line-net 1.4.0\""));

    for (part, ours) in [("patch", "1.4.1"), ("minor", "1.5.0")] {
        release(&repository, part);
        let all = versions(&cargo, &repository);
        let both = (all["line-net"].as_str(), all["+line-net"].as_str());
        assert_eq!(both, (ours, "1.4.0"), "{part}");
        // All that Cargo writes otherwise is the order of entries.
        let sorted = |lock: &str| {
            let mut lines: Vec<String> = lock.lines().map(ToString::to_string).collect();
            lines.sort();
            lines
        };
        let released = sorted(&repository.file("Cargo.lock"));
        cargo.ask(&repository, "", &[]);
        assert_eq!(sorted(&repository.file("Cargo.lock")), released, "{part}");
    }
}

#[test]
fn cargo_loads_a_workspace_that_is_patched_with_its_own_members() {
    let patch = "[patch.crates-io]\nline-core = { path = \"core\", version = \"1.4\" }\n";
    let root = format!("[workspace]\nresolver = \"2\"\nmembers = [\"core\", \"app\"]\n{patch}");
    let requires = "[dependencies]\nline-core = \"1.4\"\n";
    let files = [
        ("Cargo.toml", root.as_str()),
        ("core/Cargo.toml", &member("core", " = \"1.4.0\"", "")),
        ("app/Cargo.toml", &member("app", " = \"1.4.0\"", requires)),
        ("core/src/lib.rs", ""),
        ("app/src/lib.rs", ""),
    ];
    let repository = line("", &files);
    let cargo = cargo();
    cargo.ask(&repository, "", &[]);
    for (part, ours, wanted) in [("minor", "1.5.0", "^1.5"), ("major", "2.0.0", "^2.0")] {
        release(&repository, part);
        let all = versions(&cargo, &repository);
        assert!(all.values().eq([ours, ours]), "{all:?}");
        assert_eq!(required(&cargo, &repository), [format!("line-core {wanted}")]);
        let short = wanted.trim_start_matches('^');
        assert_eq!(repository.file("Cargo.toml"), root.replace("1.4", short));
    }
}
