//! Mistakes in release.toml and in change files, and where the help says to look.

use place::Place;

use crate::world::World;

#[test]
fn a_file_that_a_setting_misreads_is_not_what_is_wrong() {
    let package = "{ \"name\": \"core\", \"version\": \"1.0.0\" }\n";
    for (file, content, setting, told) in [
        ("core/package.json", package, "at = \"/version\"", "as XML, which it is not: "),
        ("core/VERSION.txt", "1.0.0\n", "at = \"Version\"", "as TOML, which it is not: "),
        ("core/VERSION.txt", "1.0.0\n", "format = \"cargo\"", "as TOML, which it is not: "),
    ] {
        let config = format!(
            "scheme = \"semver\"\n[component.core]\nmanifests = [{{ path = \"{file}\", {setting} }}]\n"
        );
        let world = World::new(&config, &[(file, content)]);
        let findings = world.lint();
        let finding = findings.iter().find(|finding| finding.rule == "manifest").unwrap();
        let start = format!("`{setting}` reads {file} {told}");
        assert!(finding.message.starts_with(&start), "{}", finding.message);
        let Some(Place::File { path, span: Some(span) }) = &finding.place else { panic!() };
        let value = setting.split_once(" = ").unwrap().1;
        assert_eq!((path.as_str(), span.of(&config)), ("release.toml", Some(value)));
        assert!(finding.help.as_ref().unwrap().contains("`regex`"), "{:?}", finding.help);
    }
    let config = "scheme = \"semver\"\n[component.core]\nmanifests = [{ path = \"core/a.json\", at = \"v\" }]\n";
    let findings = World::new(config, &[("core/a.json", "{ \"v\": }")]).lint();
    let Some(Place::File { path, .. }) = &findings[0].place else { panic!() };
    assert_eq!(path, "core/a.json", "a file that is broken is what is wrong");
}
