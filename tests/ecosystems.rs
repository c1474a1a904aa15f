//! Product lines of one ecosystem each, released in real repositories: what moves, to the byte, and
//! what stays.

use crate::support::Repository;

/// Releases, and requires that nothing is left to find.
fn released(repository: &Repository, words: &[&str]) {
    let output = repository.run(&[words, &["--yes", "--date", "2016-11-08"]].concat());
    assert_eq!(output.code, 0, "{}{}", output.stdout, output.stderr);
    let lint = repository.run(&["lint"]);
    assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}

/// A repository with `files`, Windows' line ends in each, and tags for 1.4.0.
fn repository(config: &str, tags: &[&str], files: &[(&str, &str)]) -> Repository {
    let repository = Repository::new();
    repository.write(".gitattributes", "* -text\n").write("release.toml", config);
    for (path, text) in files {
        repository.write(path, text.replace('\n', "\r\n"));
    }
    repository.commit("Begin");
    for tag in tags {
        repository.tag(tag);
    }
    repository
}

/// What the files are now, with plain line ends; every one of them has Windows' still.
fn text(repository: &Repository, path: &str) -> String {
    let text = repository.file(path);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{path}");
    text.replace("\r\n", "\n")
}

const LINE: &str = "scheme = \"semver-independent\"\n[product]\nname = \"Line\"\n";
const COMPONENTS: &str = "scheme = \"semver-independent\"\n[product]\nname = \"Line\"\n[component.core]\n[component.app]\n";

#[test]
fn a_pnpm_workspace_with_a_catalogue() {
    let workspace =
        "packages:\n  - packages/**\ncatalog: # for all\n  '@ex/core': ^1.4.0\n  left: ^1.4.0\n";
    let core = "{\n\t\"name\": \"@ex/core\",\n\t\"version\": \"1.4.0\"\n}\n";
    let app = "{\n\t\"name\": \"@ex/app\",\n\t\"version\": \"1.4.0\",\n\t\"dependencies\": { \"@ex/core\": \"catalog:\", \"left\": \"catalog:\" },\n\t\"peerDependencies\": { \"@ex/core\": \"workspace:^1.4.0\" }\n}\n";
    let lock = "lockfileVersion: '9.0'\n\ncatalogs:\n  default:\n    '@ex/core':\n      specifier: ^1.4.0\n      version: 1.4.0\n    left:\n      specifier: ^1.4.0\n      version: 1.4.0\n\nimporters:\n\n  packages/app:\n    dependencies:\n      '@ex/core':\n        specifier: 'catalog:'\n        version: link:../core\n      left:\n        specifier: 'catalog:'\n        version: 1.4.0\n\n  packages/core: {}\n\npackages:\n\n  left@1.4.0:\n    resolution: {integrity: sha512-00==}\n";
    let repository = repository(
        LINE,
        &["@ex/core-1.4.0", "@ex/app-1.4.0"],
        &[
            ("pnpm-workspace.yaml", workspace),
            ("pnpm-lock.yaml", lock),
            ("packages/core/package.json", core),
            ("packages/app/package.json", app),
        ],
    );
    released(&repository, &["release", "major", "--all"]);
    let two = |text: &str, old: &str| text.replacen(old, &old.replace("1.4.0", "2.0.0"), 1);
    assert_eq!(text(&repository, "packages/core/package.json"), two(core, "1.4.0"));
    let app = two(&two(app, "\"1.4.0\""), "workspace:^1.4.0");
    assert_eq!(text(&repository, "packages/app/package.json"), app);
    assert_eq!(text(&repository, "pnpm-workspace.yaml"), two(workspace, "'@ex/core': ^1.4.0"));
    let entry = "specifier: ^1.4.0\n      version: 1.4.0\n";
    let moved = lock.replacen(entry, &entry.replace("1.4.0", "2.0.0"), 1);
    assert_eq!(text(&repository, "pnpm-lock.yaml"), moved);
}

#[test]
fn a_workspace_of_yarn() {
    let core = "{ \"name\": \"core\", \"version\": \"1.4.0\" }\n";
    let app = "{ \"name\": \"app\", \"version\": \"1.4.0\", \"devDependencies\": { \"core\": \"~1.4.0\" } }\n";
    let lock = "__metadata:\n  version: 6\n\n\"app@workspace:app\":\n  version: 0.0.0-use.local\n  resolution: \"app@workspace:app\"\n  dependencies:\n    core: ~1.4.0\n  languageName: unknown\n  linkType: soft\n\n\"core@workspace:core, core@~1.4.0\":\n  version: 0.0.0-use.local\n  resolution: \"core@workspace:core\"\n  languageName: unknown\n  linkType: soft\n";
    let repository = repository(
        LINE,
        &["core-1.4.0", "app-1.4.0"],
        &[
            ("package.json", "{ \"private\": true, \"workspaces\": [\"*\"] }\n"),
            ("yarn.lock", lock),
            ("core/package.json", core),
            ("app/package.json", app),
        ],
    );
    // ~1.4.0 excludes 1.5.0: the application comes along.
    released(&repository, &["release", "minor", "-p", "core"]);
    assert_eq!(text(&repository, "yarn.lock"), lock.replace("~1.4.0", "~1.5.0"));
    assert_eq!(
        text(&repository, "app/package.json"),
        app.replace("1.4.0", "1.5.0").replace("\"version\": \"1.5.0\"", "\"version\": \"1.4.1\"")
    );
}

/// What a workspace's root says is taken in the place of requirements: nobody but core moves.
#[test]
fn overrides_of_the_root_follow_with_what_is_locked_of_them() {
    let core = "{ \"name\": \"@ex/core\", \"version\": \"1.4.0\" }\n";
    let app = "{ \"name\": \"@ex/app\", \"version\": \"1.4.0\", \"dependencies\": { \"@ex/core\": \"^1.3.0\" } }\n";
    let pnpm_lock = "lockfileVersion: '9.0'\n\noverrides:\n  '@ex/core': 1.4.0\n  left: 1.4.0\n\nimporters:\n\n  .: {}\n\n  app:\n    dependencies:\n      '@ex/core':\n        specifier: 1.4.0\n        version: link:../core\n\n  core: {}\n";
    let yarn_lock = "__metadata:\n  version: 8\n\n\"@ex/app@workspace:app\":\n  version: 0.0.0-use.local\n  resolution: \"@ex/app@workspace:app\"\n  dependencies:\n    \"@ex/core\": \"npm:^1.3.0\"\n  languageName: unknown\n  linkType: soft\n\n\"@ex/core@npm:1.4.0, @ex/core@workspace:core\":\n  version: 0.0.0-use.local\n  resolution: \"@ex/core@workspace:core\"\n  languageName: unknown\n  linkType: soft\n";
    let bun_lock = "{\n  \"lockfileVersion\": 1,\n  \"workspaces\": {\n    \"\": {},\n    \"app\": {\n      \"name\": \"@ex/app\",\n      \"dependencies\": { \"@ex/core\": \"^1.3.0\", },\n    },\n    \"core\": {\n      \"name\": \"@ex/core\",\n    },\n  },\n  \"overrides\": {\n    \"@ex/core\": \"1.4.0\",\n  },\n  \"packages\": {\n    \"@ex/core\": [\"@ex/core@workspace:core\"],\n  },\n}\n";
    let members = "\"private\": true, \"workspaces\": [\"*\"]";
    for (root, lock, locked) in [
        (
            "{ \"private\": true, \"pnpm\": { \"overrides\": { \"@ex/core\": \"1.4.0\", \"left\": \"1.4.0\" } } }\n".into(),
            "pnpm-lock.yaml",
            pnpm_lock,
        ),
        (
            format!("{{ {members}, \"resolutions\": {{ \"@ex/core\": \"1.4.0\" }} }}\n"),
            "yarn.lock",
            yarn_lock,
        ),
        (
            format!("{{ {members}, \"overrides\": {{ \"@ex/core\": \"1.4.0\" }} }}\n"),
            "bun.lock",
            bun_lock,
        ),
    ] {
        let repository = repository(
            LINE,
            &["@ex/core-1.4.0", "@ex/app-1.4.0"],
            &[
                ("pnpm-workspace.yaml", "packages:\n  - app\n  - core\n"),
                ("package.json", &root),
                (lock, locked),
                ("core/package.json", core),
                ("app/package.json", app),
            ],
        );
        released(&repository, &["release", "minor", "-p", "@ex/core"]);
        let left = |text: &str| {
            text.replace("1.4.0", "1.5.0").replace("left: 1.5.0", "left: 1.4.0").replace(
                "\"left\": \"1.5.0\"",
                "\"left\": \"1.4.0\"",
            )
        };
        assert_eq!(text(&repository, "package.json"), left(&root));
        assert_eq!(text(&repository, lock), left(locked));
        assert_eq!(text(&repository, "app/package.json"), app);
    }
}

#[test]
fn pods_and_a_podfile_lock() {
    let core = "Pod::Spec.new do |s|\n  s.name = 'Core'\n  s.version = '1.4.0'\n  s.source = { :git => 'x', :tag => s.version.to_s }\nend\n";
    let app = "Pod::Spec.new do |s|\n  s.name = 'App'\n  s.version = '1.4.0'\n  s.dependency 'Core', '~> 1.4.0'\n  s.dependency 'Left', '~> 1.4.0'\nend\n";
    let lock = "PODS:\n  - App (1.4.0):\n    - Core (~> 1.4.0)\n    - Left (~> 1.4.0)\n  - Core (1.4.0)\n  - Left (1.4.0)\n\nDEPENDENCIES:\n  - App (from `.`)\n  - Core (from `../core`)\n\nEXTERNAL SOURCES:\n  App:\n    :path: \".\"\n  Core:\n    :path: \"../core\"\n";
    let repository = repository(
        COMPONENTS,
        &["core-1.4.0", "app-1.4.0"],
        &[
            ("core/Core.podspec", core),
            ("app/App.podspec", app),
            ("app/Podfile", "pod 'App', path: '.'\n"),
            ("app/Podfile.lock", lock),
        ],
    );
    released(&repository, &["release", "minor", "--all"]);
    let five = |text: &str| text.replace("1.4.0", "1.5.0");
    assert_eq!(text(&repository, "core/Core.podspec"), five(core));
    let left = |text: &str| five(text).replace("'Left', '~> 1.5.0'", "'Left', '~> 1.4.0'");
    assert_eq!(text(&repository, "app/App.podspec"), left(app));
    let locked = five(lock)
        .replace("Left (~> 1.5.0)", "Left (~> 1.4.0)")
        .replace("Left (1.5.0)", "Left (1.4.0)");
    assert_eq!(text(&repository, "app/Podfile.lock"), locked);
}

#[test]
fn an_application_with_metainfo_and_an_xcode_setting() {
    let plist = "<plist><dict>\n<key>CFBundleShortVersionString</key>\n<string>$(APP_VERSION)</string>\n</dict></plist>\n";
    let project = "Debug = {\n  APP_VERSION = 1.4.0;\n};\nRelease = {\n  APP_VERSION = \"1.4.0\";\n  SWIFT_VERSION = 5.0;\n};\n";
    let metainfo = "<component>\n  <releases>\n    <release version=\"1.4.0\" date=\"2016-10-01\"/>\n  </releases>\n</component>\n";
    let repository = repository(
        COMPONENTS,
        &["core-1.4.0", "app-1.4.0"],
        &[
            ("core/org.example.Core.metainfo.xml", metainfo),
            ("app/Info.plist", plist),
            ("App.xcodeproj/project.pbxproj", project),
        ],
    );
    released(&repository, &["release", "minor", "--all"]);
    assert_eq!(text(&repository, "app/Info.plist"), plist);
    assert_eq!(
        text(&repository, "App.xcodeproj/project.pbxproj"),
        project.replace("1.4.0", "1.5.0")
    );
    let old = "    <release version=\"1.4.0\"";
    let new = format!("    <release version=\"1.5.0\" date=\"2016-11-08\"/>\n{old}");
    assert_eq!(
        text(&repository, "core/org.example.Core.metainfo.xml"),
        metainfo.replace(old, &new)
    );
}

#[test]
fn what_cannot_be_is_refused_at_its_place_and_nothing_is_written() {
    let catalog = "[versions]\nline = \"1.4.0\"\n[libraries]\ncore = { module = \"ex:core\", version.ref = \"line\" }\nnet = { module = \"ex:net\", version.ref = \"line\" }\n";
    let config = format!(
        "{LINE}[component.core]\n[component.net]\n[component.app]\nmanifests = [\"app/build.gradle\", \"gradle/libs.versions.toml\"]\n[component.tool]\n"
    );
    let library = "group 'ex'\nversion '1.4.0'\n";
    let repository = repository(
        &config,
        &["core-1.4.0", "net-1.4.0", "app-1.4.0", "tool-1.4.0"],
        &[
            ("core/build.gradle", library),
            ("net/build.gradle", library),
            ("app/build.gradle", "version = '1.4.0'\n"),
            ("gradle/libs.versions.toml", catalog),
            ("tool/go.mod", "module example.org/tool\n\ngo 1.22\n"),
        ],
    );
    for (words, says) in [
        (
            ["release", "minor", "-p", "core", "-p", "app"],
            ["error[shared-slot]", "gradle/libs.versions.toml:2:9", "`net` in a place of its own"],
        ),
        (
            ["release", "major", "-p", "tool", "--exclude", "net"],
            ["error[module-path]", "tool/go.mod:1:8", "write `example.org/tool/v2`"],
        ),
    ] {
        let before = repository.state();
        let output = repository.run(&[&words[..], &["--yes"]].concat());
        assert_eq!((output.code, output.stdout.as_str()), (1, ""), "{words:?}");
        for words in says {
            assert!(output.stderr.contains(words), "no {words} in {}", output.stderr);
        }
        assert!(repository.state().changes_since(&before).is_empty());
    }
}
