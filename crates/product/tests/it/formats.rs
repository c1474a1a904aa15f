//! What a release moves in each ecosystem's files, and what it leaves.

use place::{Explain, Place, RepoPath, Span};

use crate::world::{World, patch, refusal, release};

/// Two components, `core` and `app`, both released as 1.4.0 under a scheme that shares nothing.
pub(crate) fn world(files: &[(&str, &str)]) -> World {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
    configured(config, files)
}

pub(crate) fn configured(config: &str, files: &[(&str, &str)]) -> World {
    let mut world = World::new(config, files);
    world.tag(&["core-1.4.0", "app-1.4.0"]);
    world
}

/// The lines that differ between the files now and as they were, each after its path.
fn moved(world: &World, before: &World) -> Vec<String> {
    let mut all = Vec::new();
    for (path, bytes) in &world.files {
        let (old, new) = (before.text(path), String::from_utf8(bytes.clone()).unwrap());
        assert_eq!(old.lines().count(), new.lines().count(), "{path}");
        let pairs = old.lines().zip(new.lines()).filter(|(old, new)| old != new);
        all.extend(pairs.map(|(_, new)| format!("{path}: {}", new.trim())));
    }
    all
}

/// What a minor release of `names` changes.
pub(crate) fn minor(world: &World, names: &[&str]) -> Vec<String> {
    let mut after = world.clone();
    after.run(release("minor", names)).unwrap_or_else(|error| panic!("{error}"));
    assert!(after.findings().is_empty(), "{:?}", after.findings());
    moved(&after, world)
}

#[test]
fn semantics_12_projects_share_the_version_of_directory_build_props() {
    let project = "<Project Sdk=\"x\"><PropertyGroup/></Project>\n";
    let files = [
        (
            "Directory.Build.props",
            "<Project><PropertyGroup><Version>1.4.0</Version></PropertyGroup></Project>\n",
        ),
        ("core/core.csproj", project),
        ("app/app.csproj", project),
    ];
    let world = world(&files);
    assert_eq!(world.versions(), ["core 1.4.0", "app 1.4.0"]);
    let props = "Directory.Build.props: <Project><PropertyGroup><Version>1.5.0</Version></PropertyGroup></Project>";
    assert_eq!(minor(&world, &["core", "app"]), [props]);
    assert!(refusal(world.plan(patch(&["core"]))).contains("app"));
    let orphan = self::world(&files[1..]);
    assert!(refusal(orphan.plan(patch(&["core"]))).contains("Directory.Build.props"));
}

#[test]
fn semantics_11_projects_share_requirements_of_directory_packages_props() {
    let project = |rest: &str| {
        format!(
            "<Project><PropertyGroup>\n<Version>1.4.0</Version>\n</PropertyGroup>{rest}</Project>\n"
        )
    };
    let world = world(&[
        (
            "Directory.Packages.props",
            "<Project><ItemGroup>\n<PackageVersion Include=\"Core\" Version=\"[1.4.0,2.0)\" />\n<PackageVersion Include=\"Left\" Version=\"1.4.0\" />\n</ItemGroup></Project>\n",
        ),
        ("core/core.csproj", &project("")),
        (
            "app/app.csproj",
            &project(
                "<ItemGroup><PackageReference Include=\"Core\" /><PackageReference Include=\"Left\" /></ItemGroup>",
            ),
        ),
    ]);
    assert_eq!(minor(&world, &["core"]), ["core/core.csproj: <Version>1.5.0</Version>"]);
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "Directory.Packages.props: <PackageVersion Include=\"Core\" Version=\"[1.5.0,2.0)\" />",
            "app/app.csproj: <Version>1.5.0</Version>",
            "core/core.csproj: <Version>1.5.0</Version>",
        ]
    );
}

/// A Python project that takes its version from elsewhere.
fn python(rest: &str, files: &[(&str, &str)]) -> World {
    let project = format!("[project]\nname = \"core\"\ndynamic = [\"version\"]\n{rest}");
    let mut all = vec![("core/pyproject.toml", project.as_str())];
    all.extend_from_slice(files);
    let mut world = World::new("scheme = \"semver-independent\"\n[component.core]\n", &all);
    world.tag(&["core-1.4.0"]);
    world
}

#[test]
fn a_dynamic_version_is_followed_to_its_file() {
    let attr = "[tool.setuptools.dynamic]\nversion = { attr = \"core.__version__\" }\n";
    let init = ("core/src/core/__init__.py", "# 1.4.0\n__version__ = '1.4.0'\n");
    let moved = "core/src/core/__init__.py: __version__ = '1.5.0'";
    assert_eq!(minor(&python(attr, &[init]), &["core"]), [moved]);

    let imports = [
        ("core/core.py", "from .about import __version__\n"),
        ("core/about.py", "__version__ = \"1.4.0\"\n"),
    ];
    let moved = "core/about.py: __version__ = \"1.5.0\"";
    assert_eq!(minor(&python(attr, &imports), &["core"]), [moved]);

    let file = "[tool.setuptools.dynamic]\nversion = { file = [\"VERSION\"] }\n";
    let mut world = python(file, &[("core/VERSION", "1.4.0\n")]);
    assert_eq!(minor(&world, &["core"]), ["core/VERSION: 1.5.0"]);
    // The file is written as Python writes versions.
    world.run(release("1.5.0-rc.1", &["core"])).unwrap();
    assert_eq!(world.text("core/VERSION"), "1.5.0rc1\n");
}

#[test]
fn a_dynamic_version_that_leads_nowhere_is_refused_with_the_place() {
    let attr = "[tool.setuptools.dynamic]\nversion = { attr = \"core.__version__\" }\n";
    let said = refusal(python(attr, &[]).plan(patch(&["core"])));
    assert!(said.contains("core/__init__.py or core.py or src/core/__init__.py"), "{said}");
    let nothing = [("core/core.py", "import os\n")];
    let said = refusal(python(attr, &nothing).plan(patch(&["core"])));
    assert!(said.contains("no version found"), "{said}");
    let circle = [
        ("core/core.py", "from .a import __version__\n"),
        ("core/a.py", "from .core import __version__\n"),
    ];
    let said = refusal(python(attr, &circle).plan(patch(&["core"])));
    assert!(said.contains("computed"), "{said}");
    let said = refusal(python("", &[]).plan(patch(&["core"])));
    assert!(said.contains("dynamic"), "{said}");
}

#[test]
fn the_version_of_a_gem_is_followed_to_its_constant() {
    let spec = "require_relative 'lib/core/version'\nGem::Specification.new do |s|\n  s.name = 'core'\n  s.version = Core::VERSION\nend\n";
    let constant = "module Core\n  VERSION = '1.4.0'\nend\n";
    let files = [
        ("core/core.gemspec", spec),
        ("app/VERSION", "1.4.0\n"),
        ("core/lib/core/version.rb", constant),
    ];
    let mut world = world(&files);
    assert_eq!(minor(&world, &["core"]), ["core/lib/core/version.rb: VERSION = '1.5.0'"]);
    // It is written as gems have it.
    world.run(release("1.5.0-rc.1", &["core"])).unwrap();
    assert_eq!(world.text("core/lib/core/version.rb"), constant.replace("1.4.0", "1.5.0.rc1"));
    let said = refusal(self::world(&files[..2]).plan(patch(&["core"])));
    assert!(said.contains("lib/core/version.rb, which is not there"), "{said}");
}

#[test]
fn a_version_in_tags_only_needs_no_manifest() {
    let mut world = python("[tool.setuptools_scm]\n", &[]);
    let plan = world.run(release("minor", &["core"])).unwrap();
    assert!(plan.edits.is_empty());
    assert!(world.tags.contains_key("core-1.5.0"));
    assert!(world.findings().is_empty(), "{:?}", world.findings());
}

const ANDROID: &str =
    "android {\n  defaultConfig {\n    versionCode 1004000\n    versionName \"1.4.0\"\n  }\n}\n";

/// An Android application under a scheme with `native`, with its files listed.
fn android(native: &str, build: &str) -> World {
    let config = format!(
        "scheme = \"semver-independent\"\n[component.app]\nmanifests = [\"app/build.gradle\"]\n{native}"
    );
    let mut world = World::new(&config, &[("app/build.gradle", build)]);
    world.tag(&["app-1.4.0"]);
    world
}

#[test]
fn semantics_19_version_code_is_written_by_its_template() {
    let native = "native = { android = \"{major}{minor|pad:3}{patch|pad:3}\" }\n";
    let world = android(native, ANDROID);
    assert_eq!(
        minor(&world, &["app"]),
        ["app/build.gradle: versionCode 1005000", "app/build.gradle: versionName \"1.5.0\""]
    );
    // Without a template nothing says what the number means: it counts on.
    assert_eq!(
        minor(&android("", ANDROID), &["app"]),
        ["app/build.gradle: versionCode 1004001", "app/build.gradle: versionName \"1.5.0\""]
    );
    let other = ANDROID.replace("1004000", "42");
    let said = refusal(android(native, &other).plan(patch(&["app"])));
    assert!(said.contains("42"), "{said}");
}

#[test]
fn gradle_requirements_follow_in_builds_and_in_the_catalogue() {
    let catalog = "[versions]\ncore = \"1.4.0\"\nleft = \"1.4.0\"\n[libraries]\ncore = { module = \"org.example:core\", version.ref = \"core\" }\nleft = { module = \"org.left:left\", version.ref = \"left\" }\n";
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\nmanifests = [\"app/build.gradle.kts\", \"gradle/libs.versions.toml\"]\n";
    let world = configured(
        config,
        &[
            ("core/build.gradle", "group 'org.example'\nversion '1.4.0'\n"),
            (
                "app/build.gradle.kts",
                "version = \"1.4.0\"\ndependencies {\n  api(\"org.example:core:1.4.0\")\n  api(\"org.left:left:1.4.0\")\n}\n",
            ),
            ("gradle/libs.versions.toml", catalog),
        ],
    );
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/build.gradle.kts: version = \"1.5.0\"",
            "app/build.gradle.kts: api(\"org.example:core:1.5.0\")",
            "core/build.gradle: version '1.5.0'",
            "gradle/libs.versions.toml: core = \"1.5.0\"",
        ]
    );
}

#[test]
fn semantics_12_one_requirement_on_two_siblings_holds_them_together() {
    let catalog = "[versions]\nline = \"1.4.0\"\n[libraries]\ncore = { module = \"org.example:core\", version.ref = \"line\" }\nnet = { module = \"org.example:net\", version.ref = \"line\" }\n";
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.net]\n[component.app]\nmanifests = [\"app/build.gradle\", \"gradle/libs.versions.toml\"]\n";
    let mut world = configured(
        config,
        &[
            ("core/build.gradle", "group 'org.example'\nversion '1.4.0'\n"),
            ("net/build.gradle", "group 'org.example'\nversion '1.4.0'\n"),
            ("app/build.gradle", "version = '1.4.0'\n"),
            ("gradle/libs.versions.toml", catalog),
        ],
    );
    world.tag(&["net-1.4.0"]);
    let moved = minor(&world, &["core", "net", "app"]);
    assert!(moved.contains(&"gradle/libs.versions.toml: line = \"1.5.0\"".into()), "{moved:?}");
    // One of them alone, or each to a number of its own: the text cannot be right for both.
    let error = world.plan(release("minor", &["core", "app"])).unwrap_err();
    let place = error.place().unwrap();
    assert_eq!(error.rule(), Some("shared-slot"));
    assert_eq!(
        place,
        Place::bytes(&RepoPath::new("gradle/libs.versions.toml").unwrap(), Span::new(19, 24))
    );
    let help = error.help().unwrap();
    assert!(help.contains("`net` in a place of its own, apart from that on `core`"), "{help}");
    let said = error.to_string();
    assert!(said.contains("would become 1.5.0") && said.contains("will be 1.4.0"), "{said}");
    world.write("gradle/libs.versions.toml", &catalog.replace("1.4.0", "[1.4.0,2.0)"));
    world.write("net/build.gradle", "group 'org.example'\nversion '1.4.3'\n").tag(&["net-1.4.3"]);
    let said = refusal(world.plan(patch(&["core", "net", "app"])));
    assert!(said.contains("[1.4.4,2.0)") && said.contains("will be 1.4.1"), "{said}");
}

#[test]
fn a_property_that_is_a_version_and_a_requirement_holds_both_together() {
    let app = "<project><groupId>ex</groupId><artifactId>app</artifactId>\n<version>${line}</version>\n<properties><line>1.4.0</line></properties>\n<dependencies><dependency><groupId>ex</groupId><artifactId>core</artifactId><version>${line}</version></dependency></dependencies></project>\n";
    let world = world(&[
        (
            "core/pom.xml",
            "<project><groupId>ex</groupId><artifactId>core</artifactId>\n<version>1.4.0</version></project>\n",
        ),
        ("app/pom.xml", app),
    ]);
    let moved = minor(&world, &["core", "app"]);
    assert_eq!(moved.len(), 2, "{moved:?}");
    let error = world.plan(patch(&["app"])).unwrap_err();
    assert!(
        error.to_string().contains("requirement on `core` too, which will be 1.4.0"),
        "{error}"
    );
    assert!(error.help().unwrap().contains("the version that it is as well"));
}

#[test]
fn further_ecosystems_move_their_versions_and_requirements() {
    let pairs: &[(&str, &str, &str, &[&str])] = &[
        (
            "pubspec.yaml",
            "name: core\nversion: 1.4.0\n",
            "name: app\nversion: 1.4.0\ndependencies:\n  core: ^1.4.0\n",
            &["version: 1.5.0", "core: ^1.5.0"],
        ),
        (
            "mix.exs",
            "def project do\n [app: :core,\n version: \"1.4.0\"]\nend\n",
            "def project do\n [app: :app,\n version: \"1.4.0\"]\nend\ndefp deps do\n [\n {:core, \"~> 1.4\"}\n ]\nend\n",
            &["version: \"1.5.0\"]", "{:core, \"~> 1.5\"}"],
        ),
        (
            "elm.json",
            "{\"name\": \"ex/core\",\n\"version\": \"1.4.0\"}\n",
            "{\"name\": \"ex/app\",\n\"version\": \"1.4.0\",\n\"dependencies\": {\"ex/core\": \"1.4.0 <= v < 2.0.0\"}}\n",
            &[
                "\"version\": \"1.5.0\",",
                "\"dependencies\": {\"ex/core\": \"1.5.0 <= v < 2.0.0\"}}",
            ],
        ),
        (
            "galaxy.yml",
            "namespace: ex\nname: core\nversion: 1.4.0\n",
            "namespace: ex\nname: app\nversion: 1.4.0\ndependencies:\n  ex.core: '>=1.4.0,<2.0.0'\n",
            &["version: 1.5.0", "ex.core: '>=1.5.0,<2.0.0'"],
        ),
        (
            "x.nuspec",
            "<package><metadata><id>Core</id>\n<version>1.4.0</version></metadata></package>\n",
            "<package><metadata><id>App</id>\n<version>1.4.0</version>\n<dependencies><dependency id=\"Core\" version=\"[1.4.0,2.0)\" /></dependencies></metadata></package>\n",
            &[
                "<version>1.5.0</version>",
                "<dependencies><dependency id=\"Core\" version=\"[1.5.0,2.0)\" /></dependencies></metadata></package>",
            ],
        ),
    ];
    for (name, core, app, wanted) in pairs {
        let (first, second) = (format!("core/{name}"), format!("app/{name}"));
        let world = world(&[(&first, core), (&second, app)]);
        let moved = minor(&world, &["core", "app"]);
        let of_app: Vec<&str> =
            moved.iter().filter_map(|line| line.strip_prefix(&format!("{second}: "))).collect();
        assert_eq!(of_app, *wanted, "{name}");
    }
}

#[test]
fn go_modules_require_what_tags_release() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
    let world = configured(
        config,
        &[
            ("core/go.mod", "module example.org/core\n"),
            ("app/go.mod", "module example.org/app\n\nrequire example.org/core v1.4.0\n"),
        ],
    );
    assert_eq!(minor(&world, &["core", "app"]), ["app/go.mod: require example.org/core v1.5.0"]);
}

#[test]
fn a_retired_component_requires_nothing_any_more() {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n\
                  [component.old]\nretired = true\n";
    let member = |name: &str, version: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"1.4.0\"\n[dependencies]\ncore = {version}\n"
        )
    };
    let root = "[workspace]\nmembers = [\"core\", \"app\", \"old\"]\n\
                [workspace.dependencies]\ncore = { path = \"core\", version = \"1.4.0\" }\n";
    let inherits = "{ workspace = true }";
    let world = configured(
        config,
        &[
            ("Cargo.toml", root),
            ("core/Cargo.toml", "[package]\nname = \"core\"\nversion = \"1.4.0\"\n"),
            ("app/Cargo.toml", &member("app", inherits)),
            ("old/Cargo.toml", &member("old", inherits)),
        ],
    );
    // All who are left and inherit it move: it follows, whatever `old` has.
    let moved = minor(&world, &["core", "app"]);
    assert!(moved.iter().any(|line| line.starts_with("Cargo.toml: core =")), "{moved:?}");
    let world = configured(
        config,
        &[
            ("core/Cargo.toml", "[package]\nname = \"core\"\nversion = \"1.4.0\"\n"),
            ("app/Cargo.toml", "[package]\nname = \"app\"\nversion = \"1.4.0\"\n"),
            ("old/Cargo.toml", &member("old", "{ path = \"../core\", version = \"=1.4.0\" }")),
        ],
    );
    let plan = world.plan(release("major", &["core"])).unwrap();
    assert_eq!(plan.components.len(), 1, "nobody comes along: {:?}", plan.components);
}

/// Each of several dependencies on one package is judged by itself where it says the very version.
#[test]
fn what_says_the_siblings_version_follows_beside_one_that_was_chosen() {
    let net = "group = 'g'\nversion = '1.4.0'\ndependencies {\n  implementation 'g:core:1.4.0'\n  \
               compatTest group: 'g', name: 'core', version: '1.3.0'\n}\n";
    let mut world = configured(
        "scheme = \"semver-fixed\"\n[component.core]\n[component.net]\n",
        &[("core/build.gradle", "group = 'g'\nversion = '1.4.0'\n"), ("net/build.gradle", net)],
    );
    world.run(release("minor", &["core", "net"])).unwrap();
    let text = world.text("net/build.gradle").replace("1.5.0", "1.4.0");
    assert_eq!((text.as_str(), world.text("net/build.gradle").matches("1.5.0").count()), (net, 2));
}
