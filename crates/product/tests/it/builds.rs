//! What a release moves in the files of builds and bundles, and who has to move along.

use crate::formats::{minor, world};
use crate::world::{World, patch, refusal, release};

/// What is required of `core` 1.4.0 by an application that a release of `core` alone leaves behind,
/// and whether the application has to move along.
fn joins(world: &World, level: &str) -> bool {
    let plan = world.plan(release(level, &["core"])).unwrap_or_else(|error| panic!("{error}"));
    plan.components.iter().any(|step| step.name == "app")
}

fn bundle(name: &str, rest: &str) -> String {
    format!("Bundle-SymbolicName: {name}\r\nBundle-Version: 1.4.0.qualifier\r\n{rest}")
}

#[test]
fn semantics_11_bundles_follow_the_bundles_that_they_require() {
    let of = |required: &str| {
        let app = bundle(
            "org.app",
            &format!(
                "Require-Bundle: org.eclipse.ui;bundle-version=\"1.4.0\",\r\n org.core;bundle-version=\"{required}\"\r\n"
            ),
        );
        world(&[
            ("core/MANIFEST.MF", &bundle("org.core;singleton:=true", "")),
            ("app/MANIFEST.MF", &app),
        ])
    };
    assert_eq!(
        minor(&of("1.4.0"), &["core", "app"]),
        [
            "app/MANIFEST.MF: Bundle-Version: 1.5.0.qualifier",
            "app/MANIFEST.MF: org.core;bundle-version=\"1.5.0\"",
            "core/MANIFEST.MF: Bundle-Version: 1.5.0.qualifier",
        ]
    );
    assert!(!joins(&of("1.4.0"), "major"));
    assert!(!joins(&of("[1.4.0,2.0.0)"), "minor"));
    assert!(joins(&of("[1.4.0,2.0.0)"), "major"));
    // A fold in the middle of a sibling's version cannot be followed, and one in another's is no harm.
    let said = refusal(of("1.4.\r\n 0").plan(patch(&["app"])));
    assert!(said.contains("bundle-version is `1.4.0`, but its bytes"), "{said}");
    let mut other = of("1.4.0");
    let folded = other
        .text("app/MANIFEST.MF")
        .replace("ui;bundle-version=\"1.4", "ui;bundle-version=\"1.\r\n 4");
    other.write("app/MANIFEST.MF", &folded);
    assert!(other.plan(patch(&["app"])).is_ok());
}

#[test]
fn semantics_11_features_and_products_follow_what_they_are_made_of() {
    let feature = |required: &str| {
        format!(
            "<feature id=\"org.app.feature\" version=\"1.4.0.qualifier\">\n{required}\n<plugin id=\"org.left\" version=\"1.4.0\"/>\n</feature>\n"
        )
    };
    let of = |required: &str| {
        world(&[
            ("core/MANIFEST.MF", &bundle("org.core", "")),
            ("app/feature.xml", &feature(required)),
            (
                "app/app.product",
                "<product uid=\"org.app\" version=\"1.4.0.qualifier\">\n<plugins><plugin id=\"org.core\"/></plugins>\n</product>\n",
            ),
        ])
    };
    let world = of("<plugin id=\"org.core\" version=\"1.4.0.qualifier\"/>");
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/app.product: <product uid=\"org.app\" version=\"1.5.0.qualifier\">",
            "app/feature.xml: <feature id=\"org.app.feature\" version=\"1.5.0.qualifier\">",
            "app/feature.xml: <plugin id=\"org.core\" version=\"1.5.0.qualifier\"/>",
            "core/MANIFEST.MF: Bundle-Version: 1.5.0.qualifier",
        ]
    );
    // What is packed by its exact version would not be found without moving along.
    assert!(joins(&world, "patch"));
    assert!(!joins(&of("<plugin id=\"org.core\" version=\"0.0.0\"/>"), "major"));
    let import = |rule: &str| {
        of(&format!("<requires><import plugin=\"org.core\" version=\"1.4.0\"{rule}/></requires>"))
    };
    assert!(!joins(&import(""), "minor") && joins(&import(""), "major"));
    let least = " match=\"greaterOrEqual\"";
    assert!(!joins(&import(least), "major"));
    assert_eq!(
        minor(&import(least), &["core", "app"])[2],
        "app/feature.xml: <requires><import plugin=\"org.core\" version=\"1.5.0\" match=\"greaterOrEqual\"/></requires>"
    );
}

#[test]
fn semantics_11_modules_and_ports_require_lowest_versions() {
    let bazel = world(&[
        ("core/MODULE.bazel", "module(\n  name = \"core\",\n  version = \"1.4.0\")\n"),
        (
            "app/MODULE.bazel",
            "module(name = \"app\", version = \"1.4.0\")\nbazel_dep(name = \"left\", version = \"1.4.0\")\nbazel_dep(name = \"core\", version = \"1.4.0\")\n",
        ),
    ]);
    assert_eq!(
        minor(&bazel, &["core", "app"]),
        [
            "app/MODULE.bazel: module(name = \"app\", version = \"1.5.0\")",
            "app/MODULE.bazel: bazel_dep(name = \"core\", version = \"1.5.0\")",
            "core/MODULE.bazel: version = \"1.5.0\")",
        ]
    );
    assert!(!joins(&bazel, "major"));
    let vcpkg = world(&[
        (
            "core/vcpkg.json",
            "{ \"name\": \"core\",\n\"version-semver\": \"1.4.0\",\n\"port-version\": 3 }\n",
        ),
        (
            "app/vcpkg.json",
            "{ \"name\": \"app\",\n\"version\": \"1.4.0\",\n\"dependencies\": [\"core\",\n{\"name\": \"core\", \"version>=\": \"1.4.0#3\"}] }\n",
        ),
    ]);
    assert_eq!(
        minor(&vcpkg, &["core", "app"]),
        [
            "app/vcpkg.json: \"version\": \"1.5.0\",",
            "app/vcpkg.json: {\"name\": \"core\", \"version>=\": \"1.5.0\"}] }",
            "core/vcpkg.json: \"version-semver\": \"1.5.0\",",
            "core/vcpkg.json: \"port-version\": 0 }",
        ]
    );
    assert!(!joins(&vcpkg, "major"));
}

#[test]
fn semantics_19_each_key_of_vcpkg_has_its_own_way_of_writing() {
    let config = "[scheme]\nextends = \"calver\"\nname = \"daily\"\n[scheme.part.micro]\nkind = \"date\"\nformat = \"DD\"\n[component.core]\n";
    let dated = |key: &str, text: &str| {
        let file = format!("{{ \"name\": \"core\", \"{key}\": \"{text}\" }}\n");
        let mut world = World::new(config, &[("core/vcpkg.json", &file)]);
        world.tag(&["core-2016.10.1"]);
        world
    };
    let mut day = dated("version-date", "2016-10-01");
    day.run(patch(&["core"])).unwrap_or_else(|error| panic!("{error}"));
    assert!(day.text("core/vcpkg.json").contains("\"version-date\": \"2016-10-24\""));
    let text = dated("version-string", "2016.10.1");
    assert_eq!(text.versions(), ["core 2016.10.1"]);
    let said = refusal(dated("version-date", "2016.10.1").plan(patch(&["core"])));
    assert!(said.contains("YYYY-MM-DD"), "{said}");
}

#[test]
fn semantics_11_conan_takes_one_version_or_a_range() {
    let of = |required: &str| {
        let recipe = |name: &str, rest: &str| {
            format!("class It(ConanFile):\n    name = \"{name}\"\n    version = \"1.4.0\"\n{rest}")
        };
        let app = format!("    requires = \"{required}\", \"left/1.4.0\"\n");
        world(&[
            ("core/conanfile.py", &recipe("core", "")),
            ("app/conanfile.py", &recipe("app", &app)),
            ("app/conanfile.txt", &format!("[requires]\n{required}\n")),
        ])
    };
    assert_eq!(
        minor(&of("core/1.4.0@us/stable"), &["core", "app"]),
        [
            "app/conanfile.py: version = \"1.5.0\"",
            "app/conanfile.py: requires = \"core/1.5.0@us/stable\", \"left/1.4.0\"",
            "app/conanfile.txt: core/1.5.0@us/stable",
            "core/conanfile.py: version = \"1.5.0\"",
        ]
    );
    assert!(joins(&of("core/1.4.0"), "patch"));
    assert!(!joins(&of("core/[^1.4.0]"), "minor") && joins(&of("core/[^1.4.0]"), "major"));
    let said = refusal(of("core/1.4.0#0123").plan(patch(&["app"])));
    assert!(said.contains("the revision behind `core/1.4.0`"), "{said}");
}

#[test]
fn a_version_that_a_build_reads_from_a_file_is_followed() {
    for (path, text) in [
        ("core/meson.build", "project('core', 'c', version : files('VERSION.in'))\n"),
        (
            "core/conanfile.py",
            "class It(ConanFile):\n    name = 'core'\n    def set_version(self):\n        self.version = load(self, 'VERSION.in').strip()\n",
        ),
        ("core/CMakeLists.txt", "file(STRINGS VERSION.in V)\nproject(core VERSION ${V})\n"),
        ("core/configure.ac", "AC_INIT([core], m4_esyscmd_s([cat VERSION.in]))\n"),
    ] {
        let world =
            world(&[(path, text), ("core/VERSION.in", "1.4.0\n"), ("app/VERSION", "1.4.0\n")]);
        assert_eq!(minor(&world, &["core"]), ["core/VERSION.in: 1.5.0"], "{path}");
    }
    let computed = world(&[
        ("core/meson.build", "project('core', version : run_command('describe').stdout())\n"),
        ("app/VERSION", "1.4.0\n"),
    ]);
    let said = refusal(computed.plan(patch(&["core"])));
    assert!(said.contains("computed: run_command('describe').stdout()"), "{said}");
}

#[test]
fn what_may_be_called_anything_is_named_in_release_toml() {
    let make = "VERSION ?= 1.4.0\nall:\n\techo $(VERSION)\n";
    let db = "record(stringin, \"$(P)VERSION\")\n{\n  field(VAL, \"1.4.0\")\n}\n";
    let config = "scheme = \"semver-independent\"\n[component.core]\nmanifests = [{ path = \"core/Makefile\", format = \"makefile\" }, { path = \"core/core.template\", format = \"epics\" }]\n[component.app]\n";
    let files = [
        ("core/Makefile", make),
        ("core/core.template", db),
        ("app/VERSION", "1.4.0\n"),
        ("app/Makefile", "VERSION ?= dev\n"),
    ];
    let mut world = World::new(config, &files);
    world.tag(&["core-1.4.0", "app-1.4.0"]);
    assert_eq!(
        minor(&world, &["core", "app"]),
        [
            "app/VERSION: 1.5.0",
            "core/Makefile: VERSION ?= 1.5.0",
            "core/core.template: field(VAL, \"1.5.0\")"
        ]
    );
    let config = "scheme = \"semver-independent\"\n[component.core]\npath = \".\"\nmanifests = [{ path = \"Makefile\", format = \"makefile\" }]\n";
    let mut world = World::new(config, &[("Makefile", "VERSION := $(shell git describe)\n")]);
    world.tag(&["core-1.4.0"]);
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.contains("computed: VERSION := $(shell git describe)"), "{said}");
}

#[test]
fn a_version_that_a_build_takes_from_variables_moves_there() {
    let cmake = "set(A 1)\nset(B 4)\nset(C 0)\nset(V ${A}.${B}.${C})\nproject(core VERSION ${V})\n";
    let autoconf = "m4_define([major], [1])\nm4_define([minor], [4])\nm4_define([micro], [0])\nAC_INIT([core], [major.minor.micro])\n";
    let go =
        "package core\n\nconst (\n\tVersionMajor = 1\n\tVersionMinor = 4\n\tVersionPatch = 0\n)\n";
    for (path, text, wanted) in [
        ("core/CMakeLists.txt", cmake, "set(B 5)"),
        ("core/configure.ac", autoconf, "m4_define([minor], [5])"),
        ("core/version.go", go, "VersionMinor = 5"),
    ] {
        let world = world(&[(path, text), ("app/VERSION", "1.4.0\n")]);
        assert_eq!(minor(&world, &["core"]), [format!("{path}: {wanted}")]);
        let said = refusal(world.plan(release("1.5.0-rc.1", &["core"])));
        assert!(said.contains("rc"), "{said}");
    }
    let code = "project(core VERSION ${V})\n";
    let computed = world(&[("core/CMakeLists.txt", code), ("app/VERSION", "1.4.0\n")]);
    let said = refusal(computed.plan(patch(&["core"])));
    assert!(said.contains("computed: ${V}"), "{said}");
}
