//! What is second to a version in its file: never taken for it, and along with it while it says the
//! same (SEMANTICS 20).

use manifest::{FORMATS, Format, Locator, Source};
use place::RepoPath;

use crate::world::{World, patch, refusal, release};

/// A file of a format in which what is second stands above the version, as far as its syntax has
/// that: `2.7.0` where what is second stands, `1.4.0` where the version does.
struct Turned {
    format: &'static str,
    text: &'static str,
}

const TURNED: &[Turned] = &[
    Turned {
        format: "pyproject",
        text: "[tool.poetry]\nname = \"core\"\nversion = \"2.7.0\"\n[project]\nname = \"core\"\nversion = \"1.4.0\"\n",
    },
    Turned { format: "python", text: "VERSION = \"2.7.0\"\n__version__ = \"1.4.0\"\n" },
    Turned {
        format: "dotnet",
        text: "<Project><PropertyGroup>\n<AssemblyVersion>2.7.0</AssemblyVersion>\n<Version>1.4.0</Version>\n</PropertyGroup></Project>\n",
    },
    Turned {
        format: "assembly",
        text: "[assembly: AssemblyFileVersion(\"2.7.0\")]\n[assembly: AssemblyVersion(\"1.4.0\")]\n",
    },
    Turned { format: "inno", text: "[Setup]\nVersionInfoVersion=2.7.0\nAppVersion=1.4.0\n" },
    Turned {
        format: "nsis",
        text: "VIProductVersion \"2.7.0\"\n!define PRODUCT_VERSION \"1.4.0\"\n",
    },
    Turned {
        format: "resource",
        text: "1 VERSIONINFO\n PRODUCTVERSION 2,7,0\n FILEVERSION 1,4,0\nBEGIN\nEND\n",
    },
    Turned {
        format: "plist",
        text: "<plist><dict>\n<key>CFBundleVersion</key>\n<string>2.7.0</string>\n<key>CFBundleShortVersionString</key>\n<string>1.4.0</string>\n</dict></plist>\n",
    },
    Turned { format: "helm", text: "name: core\nappVersion: 2.7.0\nversion: 1.4.0\n" },
    Turned { format: "cmake", text: "set(PROJECT_VERSION 2.7.0)\nproject(core VERSION 1.4.0)\n" },
    Turned {
        format: "go",
        text: "package core\n\nconst (\n\tVersionMajor = 2\n\tVersionMinor = 7\n\tVersionPatch = 0\n)\n\nconst Version = \"1.4.0\"\n",
    },
    Turned {
        format: "c-header",
        text: "#define CORE_VERSION_MAJOR 2\n#define CORE_VERSION_MINOR 7\n#define CORE_VERSION_PATCH 0\n#define CORE_VERSION \"1.4.0\"\n",
    },
    Turned {
        format: "gradle",
        text: "android {\n  defaultConfig {\n    versionName \"2.7.0\"\n  }\n}\nversion = \"1.4.0\"\n",
    },
    Turned { format: "gradle-properties", text: "VERSION_NAME=2.7.0\nversion=1.4.0\n" },
];

/// Formats that cannot be turned round: what is second stands behind the version in one value, or
/// has to repeat it.
const FIXED: &[&str] = &["pubspec", "xcode"];

/// A component with one file, listed in release.toml and released as 1.4.0.
fn listed(format: &Format, text: &str) -> World {
    let path = format!("core/{}", format.files.first().unwrap_or(&"some.h").replace('*', "x"));
    let entry = format!("{{ path = \"{path}\", format = \"{}\" }}", format.id);
    let config =
        format!("scheme = \"semver-independent\"\n[component.core]\nmanifests = [{entry}]\n");
    let mut world = World::new(&config, &[(&path, text)]);
    world.tag(&["core-1.4.0"]);
    world
}

fn text(world: &World) -> String {
    let mut files = world.files.keys();
    world.text(files.find(|path| path.starts_with("core/")).unwrap())
}

#[test]
fn semantics_20_what_stands_above_the_version_is_not_taken_for_it() {
    for turned in TURNED {
        let (id, other) = (turned.format, turned.text);
        let format = manifest::format(id).unwrap();
        // Some other number stays what it is, also in a file that is listed.
        let mut world = listed(format, other);
        assert_eq!(world.versions(), ["core 1.4.0"], "{id}");
        assert_eq!(world.findings(), [""; 0], "{id}");
        world.run(release("minor", &["core"])).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(text(&world), other.replace("1.4.0", "1.5.0").replace("1,4,0", "1,5,0"), "{id}");
        assert_eq!(world.findings(), [""; 0], "{id}");
        // One that says the same goes along.
        let same = other.replace("2.7.0", "1.4.0").replace("2,7,0", "1,4,0");
        let same = same.replace("MAJOR 2", "MAJOR 1").replace("MINOR 7", "MINOR 4");
        let same = same.replace("Major = 2", "Major = 1").replace("Minor = 7", "Minor = 4");
        let mut world = listed(format, &same);
        world.run(release("minor", &["core"])).unwrap_or_else(|error| panic!("{id}: {error}"));
        let moved = same.replace("1.4.0", "1.5.0").replace("1,4,0", "1,5,0");
        let moved = moved.replace("MINOR 4", "MINOR 5").replace("Minor = 4", "Minor = 5");
        assert_eq!(text(&world), moved, "{id}");
        assert_eq!(world.findings(), [""; 0], "{id}");
    }
}

#[test]
fn semantics_20_every_format_with_second_places_is_turned_round() {
    for format in FORMATS {
        let path = RepoPath::new("core/some").unwrap();
        let seconds = |text: &str| {
            let source = Source::new(&path, text.as_bytes()).unwrap();
            let located = Locator::Format(format).locate(&source).unwrap();
            located.slots.iter().any(|slot| slot.kind.is_second())
        };
        let turned = TURNED.iter().find(|turned| turned.format == format.id);
        let known = match turned {
            Some(turned) => seconds(turned.text),
            None => FIXED.contains(&format.id) || !seconds(format.sample),
        };
        assert!(known, "{} has second places: turn a file of it round", format.id);
    }
}

const CODE_FIRST: &str =
    "android {\n  defaultConfig {\n    versionCode 1004000\n    versionName \"1.4.0\"\n  }\n}\n";

#[test]
fn semantics_20_a_derived_number_above_the_name_is_still_derived() {
    let gradle = |text: &str| {
        let native = "native = { android = \"{major}{minor|pad:3}{patch|pad:3}\" }\n";
        let config = format!(
            "scheme = \"semver-independent\"\n[component.app]\nmanifests = [\"app/build.gradle\"]\n{native}"
        );
        let mut world = World::new(&config, &[("app/build.gradle", text)]);
        world.tag(&["app-1.4.0"]);
        world
    };
    let mut world = gradle(CODE_FIRST);
    assert_eq!(world.versions(), ["app 1.4.0"]);
    world.run(release("minor", &["app"])).unwrap();
    let moved = CODE_FIRST.replace("1004000", "1005000").replace("1.4.0", "1.5.0");
    assert_eq!(world.text("app/build.gradle"), moved);
    // It has to rise, so one that does not say the version is a disagreement.
    let world = gradle(&CODE_FIRST.replace("1004000", "34"));
    assert_eq!(world.versions(), ["app 1.4.0"]);
    assert_eq!(world.findings(), ["manifests-agree app"]);
    assert_eq!(world.lint()[0].fix.as_deref(), Some("1004000"));
    assert!(refusal(world.plan(patch(&["app"]))).contains("`34` here"));
    // Without a template nothing says what it should be.
    let text = CODE_FIRST.replace("1004000", "34");
    assert_eq!(listed(manifest::format("gradle").unwrap(), &text).findings(), [""; 0]);
}

#[test]
fn semantics_20_a_version_that_is_inherited_goes_before_what_is_second_to_it() {
    let plist = "<plist><dict>\n<key>CFBundleShortVersionString</key>\n<string>$(MARKETING_VERSION)</string>\n<key>CFBundleVersion</key>\n<string>45</string>\n</dict></plist>\n";
    let project = "// !$*UTF8*$!\n{\n\tobjects = {\n\t\tA = {\n\t\t\tisa = XCBuildConfiguration;\n\t\t\tbuildSettings = {\n\t\t\t\tMARKETING_VERSION = 1.4.0;\n\t\t\t};\n\t\t};\n\t};\n}\n";
    let mut world = World::new(
        "scheme = \"semver-independent\"\n[component.app]\n",
        &[("app/Info.plist", plist), ("app/App.xcodeproj/project.pbxproj", project)],
    );
    world.tag(&["app-1.4.0"]);
    assert_eq!(world.versions(), ["app 1.4.0"]);
    world.run(release("minor", &["app"])).unwrap();
    assert_eq!(world.text("app/Info.plist"), plist);
    assert_eq!(world.versions(), ["app 1.5.0"]);
}

#[test]
fn semantics_20_what_is_second_to_no_version_is_none() {
    let text = "def made = computed()\nversion = made\nandroid {\n  defaultConfig {\n    versionCode 34\n  }\n}\n";
    let world = listed(manifest::format("gradle").unwrap(), text);
    assert_eq!(world.findings(), ["manifest core"]);
    // A file that states a version makes it second to that.
    let config = "scheme = \"semver-independent\"\n[component.core]\npath = \"core\"\n";
    let mut world = World::new(config, &[("core/build.gradle", text), ("core/VERSION", "1.4.0\n")]);
    world.tag(&["core-1.4.0"]);
    assert_eq!(world.versions(), ["core 1.4.0"]);
}

const CHART: &str = "name: core\nappVersion: 2.9.13\nversion: 1.4.0\n";

#[test]
fn semantics_20_a_place_that_release_toml_names_itself_has_to_agree() {
    let config = "scheme = \"semver-independent\"\n[component.core]\nmanifests = [\"core/Chart.yaml\", { path = \"core/Chart.yaml\", at = \"appVersion\" }]\n";
    let mut world = World::new(config, &[("core/Chart.yaml", CHART)]);
    world.tag(&["core-1.4.0"]);
    assert_eq!(world.versions(), ["core 1.4.0"]);
    assert_eq!(world.findings(), ["manifests-agree core"]);
    assert_eq!(world.lint()[0].fix.as_deref(), Some("1.4.0"));
    // So has the version of a second file.
    let config = "scheme = \"semver-independent\"\n[component.core]\nmanifests = [\"core/VERSION\", \"core/Chart.yaml\"]\n";
    let other = CHART.replace("2.9.13", "1.3.0").replace("1.4.0", "1.3.0");
    let mut world = World::new(config, &[("core/VERSION", "1.4.0\n"), ("core/Chart.yaml", &other)]);
    world.tag(&["core-1.4.0"]);
    // What went along with it is mended with it.
    assert_eq!(world.findings(), ["manifests-agree core"; 2]);
    let fixes: Vec<_> = world.lint().into_iter().map(|finding| finding.fix.unwrap()).collect();
    assert_eq!(fixes, ["1.4.0", "1.4.0"]);
}

#[test]
fn semantics_20_what_goes_along_is_restored_along() {
    for (version, rule) in [("1.4.3", "moved-by-hand core"), ("1.3.0", "not-lower core")] {
        let chart = CHART.replace("2.9.13", version).replace("1.4.0", version);
        let mut world =
            listed(manifest::format("helm").unwrap(), &CHART.replace("2.9.13", "1.4.0"));
        world.write("core/Chart.yaml", &chart);
        assert_eq!(world.findings(), [rule; 2]);
        let fixes: Vec<_> = world.lint().into_iter().map(|finding| finding.fix.unwrap()).collect();
        assert_eq!(fixes, ["1.4.0", "1.4.0"]);
        // Some other number has nothing to do with it.
        world.write("core/Chart.yaml", &CHART.replace("1.4.0", version));
        assert_eq!(world.findings(), [rule]);
    }
}

#[test]
fn semantics_20_a_version_moved_by_hand_and_adopted_takes_along_what_it_left_behind() {
    let mut world = listed(manifest::format("helm").unwrap(), &CHART.replace("2.9.13", "1.4.0"));
    world.write("core/Chart.yaml", "name: core\nappVersion: 1.4.0\nversion: 2.0.0\n");
    world.run(release("2.0.0", &["core"])).unwrap();
    assert_eq!(world.text("core/Chart.yaml"), "name: core\nappVersion: 2.0.0\nversion: 2.0.0\n");
}

#[test]
fn semantics_20_what_is_second_where_a_version_is_inherited_or_followed_goes_along() {
    let props = "<Project><PropertyGroup>\n<Version>1.4.0</Version>\n<AssemblyVersion>1.4.0.0</AssemblyVersion>\n<FileVersion>2.7.0.0</FileVersion>\n</PropertyGroup></Project>\n";
    let heir = "<Project Sdk=\"x\"><PropertyGroup/></Project>\n";
    let imports = "<Project Sdk=\"x\"><Import Project=\"..\\v.props\" /></Project>\n";
    let python = "[project]\nname = \"core\"\ndynamic = [\"version\"]\n[tool.setuptools.dynamic]\nversion = { attr = \"core.__version__\" }\n";
    let module = "__version__ = \"1.4.0\"\nVERSION = \"1.4.0\"\n__VERSION__ = \"2.7.0\"\n";
    for (files, held) in [
        ([("core/core.csproj", heir), ("Directory.Build.props", props)], props),
        ([("core/core.csproj", imports), ("v.props", props)], props),
        ([("core/pyproject.toml", python), ("core/core/__init__.py", module)], module),
    ] {
        for config in ["", &*format!("manifests = [\"{}\"]\n", files[0].0)] {
            let config = format!("scheme = \"semver-independent\"\n[component.core]\n{config}");
            let mut world = World::new(&config, &files);
            world.tag(&["core-1.4.0"]);
            assert_eq!(world.findings(), [""; 0], "{held}");
            world.run(release("minor", &["core"])).unwrap();
            assert_eq!(world.text(files[1].0), held.replace("1.4.0", "1.5.0"));
            assert_eq!(world.findings(), [""; 0], "{held}");
        }
    }
}

/// What is listed has to move with the version: a file in which nothing can is refused.
#[test]
fn semantics_20_a_listed_file_whose_version_is_computed_is_told() {
    let config = |second: &str| {
        let list = format!("[\"core/package.json\", \"core/{second}\"]");
        format!("scheme = \"semver-independent\"\n[component.core]\nmanifests = {list}\n")
    };
    let package = ("core/package.json", "{\"name\": \"core\", \"version\": \"1.0.0\"}\n");
    let cmake = ("core/CMakeLists.txt", "project(core VERSION ${A}.${B})\n");
    let mut world = World::new(&config("CMakeLists.txt"), &[package, cmake]);
    world.tag(&["core-1.0.0"]);
    let said = refusal(world.plan(patch(&["core"])));
    assert!(said.starts_with("manifest: the version is computed: ${A}.${B}"), "{said}");
    assert_eq!(world.findings().len(), 1, "{:?}", world.findings());
    // Where it requires somebody, that moves; where it names the package, others require that.
    for (file, text) in [
        ("build.gradle", "version = x\ndependencies {\n  api 'g:left:1.0'\n}\n"),
        ("setup.py", "setup(name=\"core\", version=found())\n"),
    ] {
        let mut world = World::new(&config(file), &[package, (&format!("core/{file}"), text)]);
        world.tag(&["core-1.0.0"]);
        world.plan(patch(&["core"])).unwrap();
    }
}
