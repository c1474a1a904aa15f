//! Entries of releases: each says what was released then, and `lint --fix` renames none.

use crate::world::{World, patch, release};

const DEBIAN: &str = "p (1.0.0-1) unstable; urgency=medium\n\n  * First.\n\n -- A Person \
                      <a@example.org>  Thu, 01 Jan 2026 00:00:00 +0000\n";
const METAINFO: &str = "<component>\n  <releases>\n    <release version=\"1.0.0\" \
                        date=\"2026-01-01\"/>\n  </releases>\n</component>\n";

/// A component with a number and entries, which was released as 1.0.0.
fn recorded(path: &str, text: &str, manifests: &str) -> World {
    let config = format!("scheme = \"semver\"\n[component.p]\nmanifests = [{manifests}]\n");
    let mut world = World::new(&config, &[("p/VERSION", "1.0.0\n"), (path, text)]);
    world.run(release("1.0.0", &["p"])).unwrap();
    assert_eq!(world.findings(), [""; 0]);
    world
}

#[test]
fn the_head_of_an_entry_that_was_taken_back_is_not_renamed() {
    for (path, text) in [("p/debian/changelog", DEBIAN), ("p/p.metainfo.xml", METAINFO)] {
        let mut world = recorded(path, text, &format!("\"p/VERSION\", \"{path}\""));
        world.run(patch(&["p"])).unwrap();
        world.write("p/VERSION", "1.0.0\n").write(path, text);
        let told = |world: &World| {
            let findings = world.lint();
            let [one] = &findings[..] else { panic!("{path}: {findings:?}") };
            (one.rule, one.fix.clone(), one.help.clone().unwrap())
        };
        let (rule, fix, help) = told(&world);
        assert_eq!((rule, fix.as_deref()), ("not-lower", Some("1.0.1")), "{path}");
        assert!(help.starts_with("restore 1.0.1: `lint --fix`"), "{path}: {help}");
        // That is written first, and the entry is what is left.
        world.write("p/VERSION", "1.0.1\n");
        let by_git = format!(
            "make them agree: entries are not renamed; `git checkout p-1.0.1 -- {path}` has the \
             file as it was released"
        );
        assert_eq!(told(&world), ("manifests-agree", None, by_git), "{path}");
    }
}

#[test]
fn an_entry_that_was_written_by_hand_is_not_renamed() {
    let path = "p/debian/changelog";
    let mut world = recorded(path, DEBIAN, &format!("\"{path}\""));
    let by_hand = DEBIAN.replace("1.0.0", "1.0.1");
    world.write(path, &format!("{by_hand}\n{DEBIAN}"));
    let findings = world.lint();
    let [moved] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!((moved.rule, moved.fix.as_deref()), ("moved-by-hand", None));
    let help = "restore 1.0.0 and let `patch p` move it; entries are not renamed; `git checkout \
                p-1.0.0 -- p/debian/changelog` has the file as it was released";
    assert_eq!(moved.help.as_deref(), Some(help));
}
