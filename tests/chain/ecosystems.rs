//! What Cargo, npm and Python's parsers read from a product line where everything is 1.1.20161108.

extern crate alloc;

use alloc::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Asks every tool that is installed; says so of the others.
pub(super) fn read(root: &Path) {
    cargo_agrees(root);
    npm_agrees(root);
    python_agrees(root);
}

fn cargo_agrees(root: &Path) {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["metadata", "--locked", "--offline", "--format-version", "1"]);
    let output = cargo.current_dir(root.join("signer")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let versions: BTreeMap<&str, &str> = packages
        .map(|package| (package["name"].as_str().unwrap(), package["version"].as_str().unwrap()))
        .collect();
    let wanted = [("chain-signer", "1.1.20161108"), ("chain-wire", "1.0.0")];
    assert_eq!(versions, BTreeMap::from(wanted));
}

fn npm_agrees(root: &Path) {
    let Some(npm) = tool("npm") else { return };
    let mut npm = Command::new(npm);
    npm.args(["ls", "--package-lock-only", "--json", "--offline"]);
    let output = npm.current_dir(root.join("sdk/node")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(tree["version"], "1.1.20161108", "{tree}");
    assert_eq!(tree["dependencies"]["path-is-absolute"]["version"], "1.0.0", "{tree}");
}

fn python_agrees(root: &Path) {
    const READ: &str = "
import plistlib, xml.etree.ElementTree as tree
with open('desktop/mac/Info.plist', 'rb') as file:
    print(plistlib.load(file)['CFBundleShortVersionString'])
print(tree.parse('desktop/windows/ChainCore.wxs').getroot()[0].get('Version'))
print(tree.parse('sdk/java/pom.xml').getroot().find('{http://maven.apache.org/POM/4.0.0}version').text)
";
    let Some(python) = tool("python3") else { return };
    let output = Command::new(python).args(["-c", READ]).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.lines().collect::<Vec<_>>(), ["1.1.20161108", "1.1.6156", "1.1.20161108"]);
}

/// The program of that name; says so where it is not installed.
fn tool(name: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH").unwrap_or_default();
    let found =
        env::split_paths(&paths).map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        eprintln!("SKIPPED: {name} is not installed, so it was not asked what it reads");
    }
    found
}
