//! The files of builds, bundles and release histories, moved by releases in real repositories.

use crate::support::Repository;

const CONFIG: &str = r#"scheme = "semver-independent"
[component.core]
manifests = [
    "core/conanfile.py", "core/vcpkg.json", "core/MODULE.bazel", "core/meson.build",
    { path = "core/Makefile", format = "makefile" },
]
[component.app]
[component.client]
manifests = ["client/META-INF/MANIFEST.MF", "client/feature.xml", "client/client.product"]
[component.ioc]
manifests = [{ path = "ioc/db/version.template", format = "epics" }]
"#;

/// Every file, with `@V@` wherever a release writes the version.
const FILES: &[(&str, &str)] = &[
    (
        "core/conanfile.py",
        "from conan import ConanFile\r\n\r\nclass Core(ConanFile):\r\n    name = \"core\"\r\n    version = \"@V@\"  # not 1.4.0\r\n    requires = \"left/1.4.0\"\r\n",
    ),
    (
        "core/vcpkg.json",
        "{\n  \"name\": \"core\",\n  \"version\": \"@V@\",\n  \"dependencies\": [ { \"name\": \"left\", \"version>=\": \"1.4.0\" } ]\n}\n",
    ),
    (
        "core/MODULE.bazel",
        "module(name = \"core\", version = \"@V@\")\n\nbazel_dep(name = \"left\", version = \"1.4.0\")\n",
    ),
    (
        "core/meson.build",
        "\u{feff}project('core', 'c', version : '@V@',\n  meson_version : '>= 1.4.0')\n",
    ),
    ("core/Makefile", "VERSION ?= @V@\nLEFT_VERSION = 1.4.0\n\nall:\n\t@echo 1.4.0 $(VERSION)\n"),
    ("app/conanfile.txt", "[requires]\ncore/@V@\nleft/1.4.0\n"),
    (
        "app/vcpkg.json",
        "{\n  \"dependencies\": [ \"left\", { \"name\": \"core\", \"version>=\": \"@V@\" } ]\n}\n",
    ),
    (
        "app/MODULE.bazel",
        "module(\n    name = \"app\",\n    version = \"@V@\",\n)\nbazel_dep(name = \"core\", version = \"@V@\")\n",
    ),
    (
        "client/META-INF/MANIFEST.MF",
        "Manifest-Version: 1.0\r\nBundle-SymbolicName: org.example.client;singleton:=true\r\nBundle-Version: @V@.qualifier\r\nRequire-Bundle: org.eclipse.ui;bundle-version=\"1.4.0\"\r\n",
    ),
    (
        "client/feature.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feature id=\"org.example.client.feature\" label=\"1.4.0\" version=\"@V@.qualifier\">\n   <plugin id=\"org.example.client\" version=\"@V@.qualifier\"/>\n   <plugin id=\"org.left\" version=\"1.4.0\"/>\n</feature>\n",
    ),
    (
        "client/client.product",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?pde version=\"3.5\"?>\n<product uid=\"client\" version=\"@V@.qualifier\" useFeatures=\"true\">\n   <features>\n      <feature id=\"org.example.client.feature\"/>\n   </features>\n</product>\n",
    ),
    (
        "ioc/db/version.template",
        "# 1.4.0\nrecord(stringin, \"$(P)CS:VERSION\")\n{\n    field(DESC, \"since 1.4.0\")\n    field(VAL, \"@V@\")\n}\n",
    ),
];

/// The repository with its components at 1.4.0, released.
fn released() -> Repository {
    let repository = Repository::new();
    for (path, text) in FILES {
        repository.write(path, text.replace("@V@", "1.4.0"));
    }
    repository.write("release.toml", CONFIG).commit("Start");
    for name in ["core", "app", "client", "ioc"] {
        repository.tag(&format!("{name}-1.4.0"));
    }
    repository
}

#[test]
fn a_release_moves_every_file_of_a_build_and_nothing_else_in_it() {
    let repository = released();
    for version in ["1.5.0", "1.6.0"] {
        let done = repository.run(&["release", "minor", "--all", "--yes"]);
        assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
        for (path, text) in FILES {
            assert_eq!(repository.file(path), text.replace("@V@", version), "{path}");
        }
        let lint = repository.run(&["lint"]);
        assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
    }
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_each_file_requires_decides_who_moves_along() {
    let repository = released();
    let done = repository.run(&["patch", "core", "--yes"]);
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    // conanfile.txt names one version: without moving, the application would stay with the old one.
    assert!(repository.tags().contains(&"app-1.4.1".to_owned()), "{:?}", repository.tags());
    assert_eq!(repository.file("app/conanfile.txt"), "[requires]\ncore/1.4.1\nleft/1.4.0\n");
    assert!(repository.file("ioc/db/version.template").contains("(VAL, \"1.4.0\")"));
}

#[test]
fn ibex_1_a_build_fills_the_qualifier_of_features_and_products() {
    let repository = Repository::new();
    let config = "scheme = \"ibex\"\n[product]\nname = \"IBEX\"\n[defaults]\ntag = \"v{version}\"\n\
        [component.gui]\nmanifests = [\"gui/MANIFEST.MF\", \"gui/feature.xml\", \"gui/gui.product\"]\n";
    // `@V@` is the client's own; what it packs of others stays.
    let files = [
        ("gui/MANIFEST.MF", "Bundle-SymbolicName: gui\nBundle-Version: @V@\n"),
        (
            "gui/feature.xml",
            "<feature id=\"gui.feature\" version=\"@V@\">\n<plugin id=\"gui\" version=\"@V@\"/>\n\
             <plugin id=\"org.left\" version=\"7.2.1.qualifier\"/></feature>\n",
        ),
        ("gui/gui.product", "<product uid=\"gui\" version=\"@V@\"/>\n"),
    ];
    for (path, text) in files {
        repository.write(path, text.replace("@V@", "7.2.1.qualifier"));
    }
    repository.write("release.toml", config).commit("Start");
    repository.annotate("v7.2.1", "IBEX 7.2.1");
    for (words, version) in [
        (&["release", "patch"][..], "7.2.2.qualifier"),
        (&["release", "minor", "--build", "678"], "7.3.0.678"),
        (&["release", "patch", "--build", "680"], "7.3.1.680"),
        (&["release", "patch"], "7.3.2"),
    ] {
        let done = repository.run(&[words, &["--yes"]].concat());
        assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
        for (path, text) in files {
            assert_eq!(repository.file(path), text.replace("@V@", version), "{path}");
        }
        let lint = repository.run(&["lint"]);
        assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{}", lint.stderr);
    }
}

#[test]
fn init_finds_the_files_of_builds() {
    let repository = Repository::new();
    for (path, text) in FILES {
        repository.write(path, text.replace("@V@", "1.4.0"));
    }
    repository.commit("Start");
    let output = repository.run(&["init"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let text = repository.file("release.toml");
    for path in [
        "core/conanfile.py",
        "core/vcpkg.json",
        "core/MODULE.bazel",
        "core/meson.build",
        "app/MODULE.bazel",
        "client/feature.xml",
        "client/client.product",
    ] {
        assert!(text.contains(&format!("\"{path}\"")), "no {path} in\n{text}");
    }
    assert!(!text.contains("Makefile") && !text.contains("template"), "{text}");
    let status = repository.run(&["status"]);
    assert_eq!(status.code, 0, "{}\n{text}", status.stderr);
}
