//! What a release moves in lock files, and what it tells of those that only their tool can write.

use crate::formats::{configured, minor, world};
use crate::world::{World, patch, pre, release};

const UV: &str = "version = 1\n\n[[package]]\nname = \"core\"\nversion = \"3.2.0.dev0\"\nsource = { editable = \".\" }\n";

/// One version in two spellings: what pyproject.toml may say, and what uv makes of it.
#[test]
fn a_lock_file_has_the_ecosystems_own_spelling() {
    let project = "[project]\nname = \"core\"\nversion = \"3.2.0.dev\"\n";
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.core]\n",
        &[("core/pyproject.toml", project), ("core/uv.lock", UV)],
    );
    let stale = |world: &World| {
        let all = world.lint().into_iter().filter(|finding| finding.rule == "lockfile-stale");
        all.map(|finding| finding.fix.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(stale(&world), [""; 0]);
    world.write("core/uv.lock", &UV.replace("3.2.0.dev0", "3.1.0"));
    assert_eq!(stale(&world), ["3.2.0.dev0"]);
}

#[test]
fn a_lock_file_is_spoken_of_by_its_own_names() {
    let lock = "{\n\"name\": \"@ex/core\",\n\"version\": \"1.0.0\",\n\"lockfileVersion\": 3,\n\"packages\": {\"\": {\n\"name\": \"@ex/core\",\n\"version\": \"1.0.0\"}}}\n";
    let world = World::new(
        "scheme = \"semver-independent\"\n[component.core]\n",
        &[
            ("core/package.json", "{\"name\": \"@ex/core\", \"version\": \"1.4.0\"}\n"),
            ("core/package-lock.json", lock),
        ],
    );
    let found = world.lint();
    let stale = found.iter().find(|one| one.rule == "lockfile-stale").unwrap();
    assert!(stale.message.starts_with("`@ex/core` is 1.4.0 in core/package.json"), "{stale:?}");
}

#[test]
fn uv_lock_has_our_packages_and_their_requirements() {
    let lock = "version = 1\n[[package]]\nname = \"app\"\nversion = \"1.4.0\"\nsource = { editable = \"app\" }\ndependencies = [\n { name = \"core\" }]\n[package.metadata]\nrequires-dist = [{ name = \"core\", editable = \"core\", specifier = \">=1.4.0,<2\" }]\n[[package]]\nname = \"core\"\nversion = \"1.4.0\"\nsource = { editable = \"core\" }\n[[package]]\nname = \"left\"\nversion = \"1.4.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n";
    let world = world(&[
        ("uv.lock", lock),
        ("core/pyproject.toml", "[project]\nname = \"core\"\nversion = \"1.4.0\"\n"),
        (
            "app/pyproject.toml",
            "[project]\nname = \"app\"\nversion = \"1.4.0\"\ndependencies = [\"core <2, >= 1.4.0\"]\n",
        ),
    ]);
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/pyproject.toml: version = \"1.5.0\"",
            "app/pyproject.toml: dependencies = [\"core <2, >= 1.5.0\"]",
            "core/pyproject.toml: version = \"1.5.0\"",
            "uv.lock: version = \"1.5.0\"",
            "uv.lock: requires-dist = [{ name = \"core\", editable = \"core\", specifier = \">=1.5.0,<2\" }]",
            "uv.lock: version = \"1.5.0\"",
        ]
    );
}

const POETRY: &str = "[tool.poetry]\nname = \"app\"\nversion = \"1.4.0\"\n[tool.poetry.dependencies]\npython = \"^3.9\"\ncore = \">=1.4.0\"\n";
const POETRY_LOCK: &str = "[[package]]\nname = \"core\"\nversion = \"1.4.0\"\n[package.source]\ntype = \"directory\"\nurl = \"../core\"\n[metadata]\ncontent-hash = \"8ad3a2d42f13c86f32a561d54168505229a855a7138c48b8fff1f33cd470e20d\"\n";

fn poetry(lock: &str) -> World {
    world(&[
        ("core/pyproject.toml", "[project]\nname = \"core\"\nversion = \"1.4.0\"\n"),
        ("app/pyproject.toml", POETRY),
        ("app/poetry.lock", lock),
    ])
}

#[test]
fn poetry_lock_is_sealed_anew() {
    let world = poetry(POETRY_LOCK);
    // Core is locked in the folder of an application that stays.
    assert_eq!(
        minor(&world, &["core"]),
        ["app/poetry.lock: version = \"1.5.0\"", "core/pyproject.toml: version = \"1.5.0\""]
    );
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/poetry.lock: version = \"1.5.0\"",
            "app/poetry.lock: content-hash = \"d1482c273ed6b5659eb68e72127774e6fd6895730a62100f7e18d67c8f03a8aa\"",
            "app/pyproject.toml: version = \"1.5.0\"",
            "app/pyproject.toml: core = \">=1.5.0\"",
            "core/pyproject.toml: version = \"1.5.0\"",
        ]
    );
}

#[test]
fn a_checksum_that_was_wrong_before_is_left_alone_and_told() {
    let world = poetry(&POETRY_LOCK.replace("content-hash = \"", "content-hash = \"f"));
    let plan = world.plan(release("minor", &["core", "app"])).unwrap();
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert_eq!(warning.rule, "lockfile-stale");
    assert!(warning.message.contains("app/poetry.lock is not of app/pyproject.toml"));
    assert!(warning.help.as_ref().unwrap().contains("`poetry lock`"));
    assert!(plan.edits.iter().all(|edit| edit.end - edit.start < 10), "{:?}", plan.edits);
}

#[test]
fn a_sibling_from_a_registry_is_told() {
    let lock = POETRY_LOCK.replace("directory", "legacy");
    let world = poetry(&lock);
    let plan = world.plan(release("minor", &["core", "app"])).unwrap();
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(warning.message.contains("app/poetry.lock is left as it is: it has `core` 1.4.0 from"));
    // With the old checksum, Poetry says itself that the lock file is out of date.
    assert!(plan.edits.iter().all(|edit| edit.path != "app/poetry.lock"), "{:?}", plan.edits);
    let quiet = world.plan(patch(&["app"])).unwrap();
    assert!(quiet.warnings.is_empty(), "{:?}", quiet.warnings);
}

#[test]
fn chart_lock_is_sealed_anew() {
    let chart =
        |name: &str, rest: &str| format!("apiVersion: v2\nname: {name}\nversion: 1.4.0\n{rest}");
    let on = "dependencies:\n- name: core\n  version: ^1.4.0\n  repository: file://../core\n";
    let lock = "dependencies:\n- name: core\n  repository: file://../core\n  version: 1.4.0\ndigest: sha256:70d01fc657c2957f3865330070eb2113d5cf5dc38625a9b52cd486e68ebe086c\ngenerated: \"2024-04-12T09:00:00Z\"\n";
    let world = world(&[
        ("core/Chart.yaml", &chart("core", "")),
        ("app/Chart.yaml", &chart("app", on)),
        ("app/Chart.lock", lock),
    ]);
    // The digest is of what is locked too, even where the chart stays.
    assert_eq!(
        minor(&world, &["core"]),
        [
            "app/Chart.lock: version: 1.5.0",
            "app/Chart.lock: digest: sha256:5975e0097d8b28369a57dc157ca62e7dc53720fba62f7f4e82f140dcf6c349b6",
            "core/Chart.yaml: version: 1.5.0",
        ]
    );
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/Chart.lock: version: 1.5.0",
            "app/Chart.lock: digest: sha256:dfe44d8ca8ed5acb941447474caeda6bff0683b9da41f8fc38ce1bc8b4cab22b",
            "app/Chart.yaml: version: 1.5.0",
            "app/Chart.yaml: version: ^1.5.0",
            "core/Chart.yaml: version: 1.5.0",
        ]
    );
}

#[test]
fn gemfile_lock_has_our_gems_and_their_requirements() {
    let gem = |name: &str, rest: &str| {
        format!(
            "Gem::Specification.new do |s|\n  s.name = '{name}'\n  s.version = '1.4.0'\n{rest}end\n"
        )
    };
    let lock = "PATH\n  remote: ../core\n  specs:\n    core (1.4.0)\n\nPATH\n  remote: .\n  specs:\n    app (1.4.0)\n      core (>= 1.4.0, < 2)\n\nGEM\n  specs:\n    left (1.4.0)\n\nDEPENDENCIES\n  app!\n  core!\n";
    let world = world(&[
        ("core/core.gemspec", &gem("core", "")),
        ("app/app.gemspec", &gem("app", "  s.add_dependency 'core', '>=1.4.0', '< 2'\n")),
        ("app/Gemfile.lock", lock),
    ]);
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/Gemfile.lock: core (1.5.0)",
            "app/Gemfile.lock: app (1.5.0)",
            "app/Gemfile.lock: core (>= 1.5.0, < 2)",
            "app/app.gemspec: s.version = '1.5.0'",
            "app/app.gemspec: s.add_dependency 'core', '>=1.5.0', '< 2'",
            "core/core.gemspec: s.version = '1.5.0'",
        ]
    );
}

/// Bundler names lock files by their Gemfiles, and they lie wherever those do.
#[test]
fn a_lock_file_that_is_listed_is_one_under_whatever_name() {
    let gem = "Gem::Specification.new do |s|\n  s.name = 'core'\n  s.version = '1.4.0'\nend\n";
    let lock = |version: &str| {
        format!(
            "PATH\n  remote: ../core\n  specs:\n    core ({version})\n\nDEPENDENCIES\n  core!\n"
        )
    };
    for (path, entry) in [
        ("gemfiles/r3.gemfile.lock", "\"gemfiles/r3.gemfile.lock\""),
        ("ci/gems", "{ path = \"ci/gems\", format = \"gemfile-lock\" }"),
    ] {
        let config = format!(
            "scheme = \"semver-independent\"\n[component.core]\nmanifests = [\"core/core.gemspec\", {entry}]\n[component.app]\nmanifests = []\n"
        );
        let mut world = configured(&config, &[("core/core.gemspec", gem), (path, &lock("1.4.0"))]);
        let mut wanted =
            [format!("{path}: core (1.5.0)"), "core/core.gemspec: s.version = '1.5.0'".to_owned()];
        wanted.sort();
        assert_eq!(minor(&world, &["core"]), wanted);
        world.write(path, &lock("1.3.0"));
        assert_eq!(world.findings(), ["lockfile-stale core"]);
    }
}

#[test]
fn podfile_lock_has_our_pods_and_only_its_tool_the_checksums() {
    let pod = |name: &str, rest: &str| {
        format!("Pod::Spec.new do |s|\n  s.name = '{name}'\n  s.version = '1.4.0'\n{rest}end\n")
    };
    let lock = "PODS:\n  - App (1.4.0):\n    - App/Ui (= 1.4.0)\n  - App/Ui (1.4.0):\n    - Core/Base (~> 1.4)\n  - Core/Base (1.4.0)\n  - Left (1.4.0)\n\nEXTERNAL SOURCES:\n  App:\n    :path: \".\"\n  Core:\n    :path: \"../core\"\n\nSPEC CHECKSUMS:\n  App: 0a\n  Core: 0b\n  Left: 0c\n";
    let world = world(&[
        ("core/Core.podspec", &pod("Core", "")),
        ("app/App.podspec", &pod("App", "  s.dependency 'Core/Base', '~> 1.4'\n")),
        ("app/Podfile", "pod 'Core', path: '../core'\n"),
        ("app/Podfile.lock", lock),
    ]);
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/App.podspec: s.version = '1.5.0'",
            "app/App.podspec: s.dependency 'Core/Base', '~> 1.5'",
            "app/Podfile.lock: - App (1.5.0):",
            "app/Podfile.lock: - App/Ui (= 1.5.0)",
            "app/Podfile.lock: - App/Ui (1.5.0):",
            "app/Podfile.lock: - Core/Base (~> 1.5)",
            "app/Podfile.lock: - Core/Base (1.5.0)",
            "core/Core.podspec: s.version = '1.5.0'",
        ]
    );
    let plan = world.plan(patch(&["core"])).unwrap();
    let [warning] = plan.warnings.as_slice() else { panic!("{:?}", plan.warnings) };
    assert!(warning.message.contains("a checksum that only CocoaPods computes: 0a"), "{warning:?}");
    assert!(warning.help.as_ref().unwrap().contains("`pod install`"));
}

#[test]
fn packages_lock_json_has_the_versions_of_projects() {
    let project = |rest: &str| {
        format!(
            "<Project><PropertyGroup>\n<Version>1.4.0</Version>\n</PropertyGroup>{rest}</Project>\n"
        )
    };
    let lock = "{\"version\": 1, \"dependencies\": {\"net8.0\": {\n\"mid\": {\"type\": \"Project\", \"dependencies\": {\n\"Core\": \"[1.4.0, )\"\n}},\n\"core\": {\"type\": \"Project\"}\n}}}\n";
    let world = world(&[
        ("core/core.csproj", &project("")),
        ("app/app.csproj", &project("")),
        ("app/packages.lock.json", lock),
    ]);
    assert_eq!(
        minor(&world, &["core"]),
        [
            "app/packages.lock.json: \"Core\": \"[1.5.0, )\"",
            "core/core.csproj: <Version>1.5.0</Version>",
        ]
    );
}

/// `app` requires `core` so, and its lock file notes `flags`; the checksum is `app`'s.
fn composer(flags: &str) -> World {
    let lock = format!(
        "{{\n\"content-hash\": \"f168ee48b79c6929742cacb3403d1482\",\n\"packages\": [{{\"name\": \
         \"ex/core\",\n\"version\": \"1.4.0\",\n\"dist\": {{\"type\": \"path\", \"url\": \
         \"../core\"}}}}]{flags}}}\n"
    );
    world(&[
        ("core/composer.json", "{\"name\": \"ex/core\",\n\"version\": \"1.4.0\"}\n"),
        (
            "app/composer.json",
            "{\"name\": \"ex/app\",\n\"version\": \"1.4.0\",\n\"require\": {\"ex/core\": \"^1.4\"}}\n",
        ),
        ("app/composer.lock", &lock),
    ])
}

#[test]
fn composer_lock_is_left_where_it_has_to_note_another_stability() {
    let mut world = composer(",\n\"stability-flags\": []");
    let before = world.text("app/composer.lock");
    let plan = world.run(pre("rc", Some("minor"), &["core", "app"])).unwrap();
    let app = world.text("app/composer.json");
    assert!(app.contains("\"^1.5-rc1\""), "{app}");
    assert_eq!(world.text("app/composer.lock"), before);
    let [left] = &plan.warnings[..] else { panic!("{:?}", plan.warnings) };
    assert_eq!(left.rule, "lockfile-stale");
    assert!(left.message.starts_with("app/composer.lock is left as it is"), "{left:?}");
    let help = left.help.as_deref().unwrap();
    assert!(help.ends_with("`composer update NAME --no-install`"), "{help}");
    // `lint` does not write half of it either.
    let found = world.lint();
    let [stale] = &found[..] else { panic!("{found:?}") };
    assert_eq!((stale.rule, stale.severity), ("lockfile-stale", place::Severity::Warning));
    assert!(stale.fix.is_none() && stale.help == left.help, "{stale:?}");
    // Where it notes nothing at all, nothing of it is wrong; a release notes no stability.
    for (flags, level) in [("", "rc"), (",\n\"stability-flags\": []", "")] {
        let mut world = composer(flags);
        let asked = match level {
            "" => release("minor", &["core", "app"]),
            label => pre(label, Some("minor"), &["core", "app"]),
        };
        let plan = world.run(asked).unwrap();
        assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
        assert!(!world.text("app/composer.lock").contains("1.4.0"));
    }
}

#[test]
fn composer_lock_is_sealed_anew() {
    let world = composer("");
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/composer.json: \"version\": \"1.5.0\",",
            "app/composer.json: \"require\": {\"ex/core\": \"^1.5\"}}",
            "app/composer.lock: \"content-hash\": \"123af963ef3922947fa5ee844e7da909\",",
            "app/composer.lock: \"version\": \"1.5.0\",",
            "core/composer.json: \"version\": \"1.5.0\"}",
        ]
    );
}
