//! npm: workspaces with a lock file that it wrote, and would write the same.

use serde_json::Value;

use super::tool::Tool;
use super::{line, release};
use crate::support::Repository;

const ROOT: &str = r#"{
  "name": "line-all",
  "version": "1.4.0",
  "private": true,
  "workspaces": ["packages/*"],
  "devDependencies": { "line-app": "^1.4.0" }
}
"#;

const APP: &str = "{\n\t\"name\": \"line-app\",\n\t\"version\": \"1.4.0\",\n\t\"description\": \"1.4.0\",\n\t\"dependencies\": { \"@line/net\": \"^1.4.0\" },\n\t\"optionalDependencies\": { \"line-ui\": \"1.x\" },\n\t\"peerDependencies\": { \"@line/net\": \">=1.4.0 <9\" }\n}\n";

const CONFIG: &str = "[component.all]\npath = \".\"\nmanifests = [\"package.json\"]\ninclude = [\"package.json\"]\n\
[component.app]\npath = \"packages/app\"\n[component.net]\npath = \"packages/net\"\n\
[component.ui]\npath = \"packages/ui\"\n";

fn workspaces() -> Repository {
    let package =
        |name: &str| format!("{{\r\n  \"name\": \"{name}\",\r\n  \"version\": \"1.4.0\"\r\n}}\r\n");
    line(
        CONFIG,
        &[
            ("package.json", ROOT),
            ("packages/app/package.json", APP),
            ("packages/net/package.json", &package("@line/net")),
            ("packages/ui/package.json", &package("line-ui")),
            (".gitignore", "node_modules\n"),
        ],
    )
}

fn npm() -> Option<Tool> {
    let npm = Tool::find(&["npm"], &["--version"])?;
    // Nothing is fetched, asked or told.
    Some(npm.with("npm_config_offline", "true").with("npm_config_update_notifier", "false"))
}

/// The version of a package as npm lists it, anywhere below the root.
fn version<'v>(tree: &'v Value, name: &str) -> Option<&'v str> {
    let packages = tree["dependencies"].as_object()?;
    let here = packages.get(name).and_then(|package| package["version"].as_str());
    here.or_else(|| packages.values().find_map(|package| version(package, name)))
}

#[test]
fn npm_takes_released_workspaces_as_they_are() {
    let Some(npm) = npm() else { return };
    let repository = workspaces();
    npm.ask(&repository, "", &["install", "--package-lock-only"]);
    for (part, wanted) in [("minor", "1.5.0"), ("major", "2.0.0")] {
        release(&repository, part);
        let lock = repository.file("package-lock.json");
        assert!(!lock.contains("1.4.0"), "nothing is left behind:\n{lock}");
        let tree = npm.json(&repository, "", &["ls", "--package-lock-only", "--json", "--all"]);
        assert_eq!(tree["version"], wanted, "{tree}");
        assert_eq!(tree["problems"], Value::Null, "{tree}");
        for name in ["line-app", "@line/net", "line-ui"] {
            assert_eq!(version(&tree, name), Some(wanted), "{name}: {tree}");
        }
        // `ci` refuses a lock file that is not of these manifests; `install` would mend it.
        npm.ask(&repository, "", &["ci", "--ignore-scripts"]);
        npm.ask(&repository, "", &["install", "--package-lock-only"]);
        assert_eq!(repository.file("package-lock.json"), lock, "npm would write it the same");
    }
}

#[test]
fn npm_notices_a_requirement_that_was_left_behind() {
    let Some(npm) = npm() else { return };
    let repository = workspaces();
    npm.ask(&repository, "", &["install", "--package-lock-only"]);
    release(&repository, "major");
    repository.replace("packages/app/package.json", "^2.0.0", "^1.4.0");
    let said = npm.try_ask(&repository, "", &["ci", "--ignore-scripts"]);
    assert_ne!(said.code, 0, "{}", said.stdout);
}

#[test]
fn npm_takes_released_overrides_as_they_are() {
    let Some(npm) = npm() else { return };
    let repository = workspaces();
    let overrides =
        "\"^1.4.0\" },\n  \"overrides\": { \"line-app\": { \"@line/net\": \"1.4.0\" } }";
    repository.replace("package.json", "\"^1.4.0\" }", overrides);
    npm.ask(&repository, "", &["install", "--package-lock-only"]);
    for (part, wanted) in [("minor", "1.5.0"), ("major", "2.0.0")] {
        release(&repository, part);
        assert!(repository.file("package.json").contains(&format!("\"@line/net\": \"{wanted}\"")));
        let lock = repository.file("package-lock.json");
        let tree = npm.json(&repository, "", &["ls", "--package-lock-only", "--json", "--all"]);
        assert_eq!(tree["problems"], Value::Null, "{tree}");
        npm.ask(&repository, "", &["ci", "--ignore-scripts"]);
        npm.ask(&repository, "", &["install", "--package-lock-only"]);
        assert_eq!(repository.file("package-lock.json"), lock, "npm would write it the same");
    }
}
