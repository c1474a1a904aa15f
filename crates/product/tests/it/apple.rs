//! Xcode: the settings that Info.plist files refer to.

use crate::formats::minor;
use crate::world::{World, patch, refusal};

fn plist(version: &str) -> String {
    format!(
        "<plist><dict>\n<key>CFBundleShortVersionString</key>\n<string>{version}</string>\n<key>CFBundleVersion</key>\n<string>$(CURRENT_PROJECT_VERSION)</string>\n</dict></plist>\n"
    )
}

const PROJECT: &str = "buildSettings = {\n  APP_VERSION = 1.4.0;\n  CURRENT_PROJECT_VERSION = 42;\n  OLDEST_APP_VERSION = 1.4.0;\n};\nbuildSettings = {\n  APP_VERSION = 1.4.0;\n  SWIFT_VERSION = 5.0;\n};\n";

/// Two targets, `app` and `core`, of one Xcode project.
fn targets(app: &str, core: &str, listed: &str) -> World {
    let config =
        format!("scheme = \"semver-independent\"\n[component.core]\n[component.app]\n{listed}");
    let mut world = World::new(
        &config,
        &[
            ("Line.xcodeproj/project.pbxproj", PROJECT),
            ("app/Info.plist", &plist(app)),
            ("core/Info.plist", &plist(core)),
        ],
    );
    world.tag(&["core-1.4.0", "app-1.4.0"]);
    world
}

#[test]
fn a_setting_is_followed_into_every_build_configuration() {
    let world = targets("$(APP_VERSION)", "1.4.0", "");
    assert_eq!(world.versions(), ["core 1.4.0", "app 1.4.0"]);
    let twice = ["Line.xcodeproj/project.pbxproj: APP_VERSION = 1.5.0;"; 2];
    assert_eq!(minor(&world, &["app"]), twice);
    assert_eq!(minor(&world, &["core"]), ["core/Info.plist: <string>1.5.0</string>"]);
}

#[test]
fn semantics_12_targets_that_share_a_setting_move_together() {
    let world = targets("$(APP_VERSION)", "${APP_VERSION}", "");
    assert_eq!(minor(&world, &["app", "core"]).len(), 2);
    let said = refusal(world.plan(patch(&["app"])));
    assert!(said.starts_with("shared-slot") && said.contains("core"), "{said}");
}

#[test]
fn a_setting_that_no_project_has_is_refused_where_it_stands() {
    let said = refusal(targets("$(MARKETING_VERSION)", "1.4.0", "").plan(patch(&["app"])));
    assert!(said.contains("$(MARKETING_VERSION)") && said.contains("project.pbxproj"), "{said}");
    let listed = "manifests = [\"app/VERSION\", \"Line.xcodeproj/project.pbxproj\"]\n";
    let mut world = targets("1.4.0", "1.4.0", listed);
    world.write("app/VERSION", "1.4.0\n");
    let said = refusal(world.plan(patch(&["app"])));
    assert!(said.contains("no version found"), "settings that nobody refers to: {said}");
}

/// Half of them restored, the project would not say one version any more, and nothing could mend it.
#[test]
fn every_build_configuration_is_restored_at_once() {
    let project = PROJECT.replace("APP_VERSION", "MARKETING_VERSION");
    let moved = project.replace(" MARKETING_VERSION = 1.4.0", " MARKETING_VERSION = 1.4.5");
    let own = "\"app/App.xcodeproj/project.pbxproj\"";
    for listed in [
        format!("manifests = [{own}]\n"),
        format!("manifests = [{own}, \"app/Info.plist\"]\n"),
        format!("manifests = [\"app/Info.plist\", {own}]\n"),
        "manifests = [\"app/Info.plist\"]\n".into(),
        "manifests = [\"app/Info.plist\", \"app/Kit-Info.plist\"]\n".into(),
        String::new(),
    ] {
        let config = format!("scheme = \"semver-independent\"\n[component.app]\n{listed}");
        let plist = plist("$(MARKETING_VERSION)");
        let files = [
            ("app/App.xcodeproj/project.pbxproj", &*project),
            ("app/Info.plist", &plist),
            ("app/Kit-Info.plist", &plist),
        ];
        let mut world = World::new(&config, &files);
        world.tag(&["app-1.4.0"]);
        world.write("app/App.xcodeproj/project.pbxproj", &moved);
        assert_eq!(world.findings(), ["moved-by-hand app"; 2], "{listed}");
        let all = world.lint();
        let fixes: Vec<_> = all.iter().map(|finding| finding.fix.as_deref()).collect();
        assert_eq!(fixes, [Some("1.4.0"); 2], "{listed}");
        assert_ne!(all[0].place, all[1].place, "{listed}");
        // Below the release, and beside a file that says what is right.
        world.write("app/App.xcodeproj/project.pbxproj", &moved.replace("1.4.5", "1.3.0"));
        assert_eq!(world.findings(), ["not-lower app"; 2], "{listed}");
    }
    let config = format!(
        "scheme = \"semver-independent\"\n[component.app]\n\
         manifests = [\"app/VERSION\", {own}, \"app/Info.plist\"]\n"
    );
    let plist = plist("$(MARKETING_VERSION)");
    let files = [
        ("app/VERSION", "1.4.0\n"),
        ("app/App.xcodeproj/project.pbxproj", &*moved),
        ("app/Info.plist", &plist),
    ];
    let mut world = World::new(&config, &files);
    world.tag(&["app-1.4.0"]);
    assert_eq!(world.findings(), ["manifests-agree app"; 2]);
}
