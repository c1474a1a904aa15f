//! Versions that stand in a file which the one that says where they are inherits from.

use crate::formats::{configured, minor};
use crate::world::{patch, refusal};

#[test]
fn a_dynamic_version_is_followed_to_what_its_file_inherits() {
    let maturin = "[build-system]\nbuild-backend = \"maturin\"\n[project]\nname = \"core\"\n\
                   dynamic = [\"version\"]\n";
    let root = "[workspace]\nmembers = [\"rust/core\"]\n[workspace.package]\nversion = \"1.4.0\"\n";
    let member = "[package]\nname = \"core\"\nversion.workspace = true\n";
    for (folder, key) in [
        ("core", "[tool.maturin]\nmanifest-path = \"../rust/core/Cargo.toml\"\n"),
        ("rust/core", ""),
    ] {
        let python = (format!("{folder}/pyproject.toml"), format!("{maturin}{key}"));
        let files = [
            ("Cargo.toml", root),
            ("rust/core/Cargo.toml", member),
            (&*python.0, &*python.1),
            ("app/VERSION", "1.4.0\n"),
        ];
        let config = format!(
            "scheme = \"semver-independent\"\n[component.app]\n[component.core]\n\
             path = \"{folder}\"\nmanifests = [\"{folder}/pyproject.toml\"]\n"
        );
        let world = configured(&config, &files);
        assert_eq!(minor(&world, &["core"]), ["Cargo.toml: version = \"1.5.0\""]);
        let mut orphan = world.clone();
        orphan.write("Cargo.toml", "[workspace]\nmembers = [\"rust/core\"]\n");
        let said = refusal(orphan.plan(patch(&["core"])));
        assert!(said.contains("Cargo.toml"), "{said}");
        assert!(said.contains("version.workspace"), "{said}");
    }
}
