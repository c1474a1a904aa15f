//! What a release moves in each ecosystem's files, and what it leaves.

use crate::world::{World, patch, refusal, release};

/// Two components, `core` and `app`, both released as 1.4.0 under a scheme that shares nothing.
fn world(files: &[(&str, &str)]) -> World {
    let config = "scheme = \"semver-independent\"\n[component.core]\n[component.app]\n";
    configured(config, files)
}

fn configured(config: &str, files: &[(&str, &str)]) -> World {
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
fn minor(world: &World, names: &[&str]) -> Vec<String> {
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
