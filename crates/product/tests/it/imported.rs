//! Versions of .NET projects, where MSBuild finds them: above, and in what is imported.

use place::{Explain, Place};

use crate::formats::{minor, world};
use crate::world::{patch, refusal};

#[test]
fn projects_have_their_version_where_msbuild_finds_it() {
    let props = |version: &str| {
        format!("<Project><PropertyGroup><Version>{version}</Version></PropertyGroup></Project>\n")
    };
    let imports = |path: &str| format!("<Project><Import Project=\"{path}\" /></Project>\n");
    let none = "<Project><PropertyGroup><Nullable>enable</Nullable></PropertyGroup></Project>\n";
    let version = props("1.4.0");
    let here = imports("$(MSBuildThisFileDirectory)eng/Versions.props");
    let next = imports("..\\common.props");
    let above = imports("..\\eng\\common.targets");
    let only = imports("../eng/none.props");
    let both = [("app/app.csproj", none), ("core/core.csproj", none)];
    for (files, at) in [
        // The nearest file above imports it, and what that imports does.
        (
            [("Directory.Build.props", &*here), ("eng/Versions.props", &*version)],
            "eng/Versions.props",
        ),
        ([("Directory.Build.props", &*here), ("eng/Versions.props", &*next)], "common.props"),
    ] {
        let common = [("common.props", &*version)];
        let world = world(&[&files[..], &common[..], &both[..]].concat());
        assert_eq!(world.versions(), ["core 1.4.0", "app 1.4.0"]);
        let wanted = props("1.5.0");
        assert_eq!(minor(&world, &["core", "app"]), [format!("{at}: {}", wanted.trim_end())]);
    }
    // What a project imports itself goes before what is above; what has none leaves it to that.
    let far = props("7.0.0");
    for (project, at) in [(&above, "eng/common.targets"), (&only, "Directory.Build.props")] {
        let world = world(&[
            ("Directory.Build.props", if at.starts_with("eng") { &*far } else { &*version }),
            ("eng/common.targets", &*version),
            ("eng/none.props", none),
            ("app/app.csproj", &**project),
            ("core/core.csproj", &**project),
        ]);
        assert_eq!(world.versions(), ["core 1.4.0", "app 1.4.0"]);
        let wanted = props("1.5.0");
        assert_eq!(minor(&world, &["core", "app"]), [format!("{at}: {}", wanted.trim_end())]);
    }
    let lost = imports("../../outside.props");
    let circle = imports("Directory.Build.props");
    for above in [lost, circle] {
        let world = world(&[&[("Directory.Build.props", &*above)], &both[..]].concat());
        assert!(refusal(world.plan(patch(&["core"]))).contains("Directory.Build.props"));
    }
    // Files that name each other many times are looked into once.
    let all: String =
        (0..40).map(|at| format!("<Import Project=\"{}.props\" />", at % 20)).collect();
    let all = format!("<Project>{all}</Project>\n");
    let paths: Vec<String> = (0..20).map(|at| format!("{at}.props")).collect();
    let many: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), &*all)).collect();
    let many = world(&[&[("Directory.Build.props", &*all)], &many[..], &both[..]].concat());
    assert!(refusal(many.plan(patch(&["core"]))).contains("Directory.Build.props"));
    let broken = world(
        &[&[("Directory.Build.props", &*here), ("eng/Versions.props", "<Project>")][..], &both[..]]
            .concat(),
    );
    let place = broken.plan(patch(&["core"])).unwrap_err().place();
    assert!(matches!(&place, Some(Place::File { path, .. }) if path == "eng/Versions.props"));
}
