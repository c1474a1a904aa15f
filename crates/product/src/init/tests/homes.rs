//! Folders that are a part of the component above them.

use super::*;

const DEBIAN: &str = "srv (1.2.0) unstable; urgency=low\n\n  * x\n\n -- A B <a@b.c>  Mon, 01 Jan 2024 \
                      00:00:00 +0000\n";
const ASSEMBLY: &str = "using System.Reflection;\n[assembly: AssemblyVersion(\"1.2.0\")]\n";
const RUBY: &str = "module X\n  VERSION = \"1.2.0\"\nend\n";
const PYTHON: &str = "__version__ = \"1.2.0\"\n";
const SNAP: &str = "name: srv\nversion: \"1.2.0\"\n";
const SPEC: &str = "Name: srv\nVersion: 1.2.0\nRelease: 1\n";
const BUNDLE: &str = "Manifest-Version: 1.0\nBundle-SymbolicName: srv\nBundle-Version: 1.2.0\n";

/// The tables of the components, as lines without what other tests are about.
fn tables(files: &[(&str, &str)]) -> String {
    proposed(files, &[]).text
}

#[test]
fn the_component_is_the_folder_around_folders_that_every_package_has() {
    for (file, text) in [
        ("debian/changelog", DEBIAN),
        ("packaging/debian/changelog", DEBIAN),
        ("Properties/AssemblyInfo.cs", ASSEMBLY),
        ("lib/x/version.rb", RUBY),
        ("src/x/__init__.py", PYTHON),
        ("snap/snapcraft.yaml", SNAP),
        ("packaging/srv.spec", SPEC),
        ("META-INF/MANIFEST.MF", BUNDLE),
        ("src/main/resources/META-INF/MANIFEST.MF", BUNDLE),
    ] {
        let file = alloc::format!("srv/{file}");
        let text = tables(&[(&file, text), ("cli/package.json", &npm("cli", "1.3.0"))]);
        assert!(text.contains("[component.srv]"), "{file}: {text}");
        assert!(!text.contains("path = \"srv/"), "{file}: {text}");
        assert!(text.contains(&alloc::format!("manifests = [\"{file}\"]")), "{file}: {text}");
    }
}

#[test]
fn at_the_root_it_is_the_whole_repository() {
    for (file, content) in
        [("debian/changelog", DEBIAN), ("src/py/__init__.py", PYTHON), ("lib/x/version.rb", RUBY)]
    {
        let text = tables(&[(file, content), ("cli/package.json", &npm("cli", "1.3.0"))]);
        assert!(text.contains("path = \"\"") || text.contains("path = \".\""), "{file}: {text}");
    }
}

#[test]
fn what_the_package_around_says_as_well_is_one_of_its_manifests() {
    let root = npm("core", "1.2.0");
    let text = tables(&[("srv/package.json", &root), ("srv/debian/changelog", DEBIAN)]);
    assert!(text.contains("\"srv/package.json\",\n    \"srv/debian/changelog\""), "{text}");
    let proposal = proposed(
        &[("package.json", &npm("core", "3.0.0")), ("debian/changelog", DEBIAN)],
        &["v3.0.0"],
    );
    assert_eq!(proposal.components, 1, "{}", proposal.text);
    let doubts = proposal.doubts.join("\n");
    assert!(doubts.contains("debian/changelog says 1.2.0"), "{doubts}");
}

#[test]
fn what_the_newest_tag_says_is_a_manifest_of_the_package_that_states_nothing() {
    let go = "module example.org/srv\n\ngo 1.20\n";
    let files = [("go.mod", go), ("cmd/version.py", PYTHON), ("debian/changelog", DEBIAN)];
    let proposal = proposed(&files, &["v1.1.0", "v1.2.0"]);
    let all = "] # 1.2.0\npath = \".\"\nmanifests = [\n    \"go.mod\",\n    \
               \"debian/changelog\",\n    \"cmd/version.py\",\n]\n";
    assert!(proposal.text.contains(all), "{}", proposal.text);
    assert!(!proposal.doubts.join("\n").contains("1.2.0"), "{:?}", proposal.doubts);
    for newest in ["v1.3.0", "v1.3.0-rc.1"] {
        let behind = proposed(&files, &["v1.2.0", newest]).doubts.join("\n");
        assert!(behind.contains("debian/changelog says 1.2.0"), "{behind}");
    }
    // The product's tags are not those of a module that has its own.
    let files = [("srv/go.mod", go), ("srv/debian/changelog", DEBIAN)];
    let apart = proposed(&files, &["v1.2.0", "srv/v0.3.0"]);
    assert!(apart.doubts.join("\n").contains("debian/changelog says 1.2.0"), "{:?}", apart.doubts);
    let own = proposed(&files, &["v0.3.0", "srv/v1.2.0"]);
    assert!(own.text.contains("\"srv/debian/changelog\""), "{}", own.text);
}

#[test]
fn sources_of_several_things_are_a_component_each() {
    let other = "__version__ = \"2.0.0\"\n";
    let text = tables(&[("src/a/__init__.py", PYTHON), ("src/b/__init__.py", other)]);
    assert!(text.contains("path = \"src/a\"") && text.contains("path = \"src/b\""), "{text}");
    let web = npm("web", "2.0.0");
    let text = tables(&[("src/a/__init__.py", PYTHON), ("src/web/package.json", &web)]);
    assert!(text.contains("path = \"src/a\""), "{text}");
}

#[test]
fn a_version_within_the_sources_of_a_package_is_none_of_a_component() {
    let project = "[project]\nname = \"a\"\ndynamic = [\"version\"]\n\n[build-system]\nrequires = \
                   [\"hatchling\"]\n\n[tool.hatch.version]\npath = \"a/version.py\"\n";
    let files = [
        ("pyproject.toml", project),
        ("a/version.py", "VERSION = '2.3.0'\n"),
        ("a/old/version.py", "VERSION = '1.10.26'\n"),
    ];
    let proposal = proposed(&files, &["v2.3.0"]);
    assert_eq!(proposal.components, 1, "{}", proposal.text);
    let doubts = proposal.doubts.join("\n");
    assert!(doubts.contains("a/old/version.py says 1.10.26, which is not"), "{doubts}");
    // Tags of its own make it one all the same.
    let proposal = proposed(&files, &["v2.3.0", "old-v1.10.25", "old-v1.10.26"]);
    assert!(proposal.text.contains("[component.old] # 1.10.26"), "{}", proposal.text);
}

#[test]
fn a_number_that_was_never_released_gives_way_to_the_product_s() {
    let js = npm("js", "1.0.0");
    let cmake = "project(c VERSION 0.9.2 LANGUAGES C)\n";
    let files =
        [("c/CMakeLists.txt", cmake), ("c/VERSION", "1.0.0\n"), ("js/package.json", js.as_str())];
    let proposal = proposed(&files, &["v1.0.0"]);
    assert!(proposal.text.contains("manifests = [\"c/VERSION\"]"), "{}", proposal.text);
    assert!(proposal.text.contains("c/CMakeLists.txt (0.9.2)"), "{}", proposal.text);
    // With a tag it is the package's own.
    let proposal = proposed(&files, &["v1.0.0", "c-v0.9.2"]);
    assert!(proposal.text.contains("manifests = [\"c/CMakeLists.txt\"]"), "{}", proposal.text);
    // What holds where the file is not there is no version.
    let cmake = "set(VERSION 0.9.2)\nif(EXISTS \"${CMAKE_CURRENT_SOURCE_DIR}/VERSION\")\n  \
                 file(STRINGS \"VERSION\" LINES)\n  list(GET LINES 0 VERSION)\nendif()\n\
                 project(c VERSION ${VERSION} LANGUAGES C)\n";
    let files = [("c/CMakeLists.txt", cmake), files[1], files[2]];
    let proposal = proposed(&files, &["v1.0.0"]);
    assert!(proposal.text.contains("manifests = [\"c/VERSION\"]"), "{}", proposal.text);
    assert!(proposal.text.contains("one tag for all"), "{}", proposal.text);
}
