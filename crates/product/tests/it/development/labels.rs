//! Manifests in development of a pre-release.

use super::{one, steps, warnings};
use crate::world::{patch, pre, release};

#[test]
fn what_is_worked_on_may_be_a_pre_release() {
    let python = |version: &str| format!("[project]\nname = \"core\"\nversion = \"{version}\"\n");
    let text = python("0.66.0b1.dev");
    let then = python("0.65.0");
    let world = one("semver", "pyproject.toml", Some(("0.65.0", then.as_str())), &text);
    for (request, to, says) in [
        (patch(&["core"]), "0.65.1", Some("0.65.1, which is below 0.66.0-beta.1")),
        (
            pre("alpha", Some("minor"), &[]),
            "0.66.0-alpha.1",
            Some("0.66.0-alpha.1, which is below"),
        ),
        (pre("beta", Some("minor"), &[]), "0.66.0-beta.1", None),
        (pre("rc", Some("minor"), &[]), "0.66.0-rc.1", None),
        // Whoever asks for a part asks for the final version, which is above it.
        (release("minor", &[]), "0.66.0", None),
    ] {
        let plan = world.plan(request).unwrap();
        assert_eq!(steps(&plan), [format!("core 0.65.0 {to}")]);
        let told = warnings(&plan);
        assert_eq!(told.len(), usize::from(says.is_some()), "{to}: {told:?}");
        assert!(says.is_none_or(|says| told[0].contains(says)), "{told:?}");
    }
    for scheme in ["semver", "semver-independent"] {
        let first = one(scheme, "pyproject.toml", None, &text);
        let named = "0.66.0-beta.1";
        for (what, to) in [("minor", "0.66.0"), ("major", "1.0.0"), (named, named)] {
            let plan = first.plan(release(what, &["core"])).unwrap();
            assert_eq!(steps(&plan), [format!("core - {to}")], "a part gives final versions");
        }
    }
}
