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
