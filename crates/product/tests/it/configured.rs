//! Mistakes in release.toml and in change files, and where the help says to look.

use place::{Explain as _, Place};
use product::Product;

use crate::world::{World, refusal, release};

/// The message, the text that is pointed at, and the help.
fn refused(text: &str) -> (String, String, String) {
    let error = Product::parse("release.toml", text.as_bytes(), &|_| None).unwrap_err();
    let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!("{error}") };
    (error.to_string(), span.of(text).unwrap().to_owned(), error.help().unwrap_or_default())
}

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

#[test]
fn a_template_of_the_defaults_is_shown_where_it_stands() {
    for (tag, message) in [
        ("{component}", "tag template `{component}` has no `{version}`"),
        ("{component} {version}", "tag template `{component} {version}` cannot be used: "),
        ("{x}-{version}", "tag template `{x}-{version}` has an unknown placeholder"),
    ] {
        let text = format!("scheme = \"semver\"\n[component.core]\n[defaults]\ntag = \"{tag}\"\n");
        let (said, at, _) = refused(&text);
        assert!(said.starts_with(message), "{said}");
        assert_eq!(at, format!("\"{tag}\""));
    }
}

#[test]
fn names_in_one_text_are_told_to_be_a_list() {
    let config = "scheme = \"kolab\"\n[component.core]\nmanifests = [\"core/VERSION\"]\n\
        [component.sdk]\nmanifests = [\"sdk/VERSION\"]\n";
    let mut world = World::new(config, &[("core/VERSION", "1.0.0"), ("sdk/VERSION", "1.0.0")]);
    world.write(
        "changes/a.md",
        "---\ncomponents: core, sdk\nimpact: fix new-api\n---\n\nIt works.\n",
    );
    let findings = world.lint();
    let said: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == "change-file")
        .map(|finding| (finding.message.as_str(), finding.help.as_deref().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("`core, sdk` is one name, not a list", "write a list: `components: [core, sdk]`"),
            ("`fix new-api` is one name, not a list", "write a list: `impact: [fix, new-api]`"),
        ]
    );
    let embeds = format!("{config}[component.app]\nembeds = \"core, sdk\"\n");
    assert_eq!(refused(&embeds).2, "name each on its own: [\"core\", \"sdk\"]");
}

#[test]
fn what_a_key_takes_is_told_of_that_key() {
    let sdk = "scheme = \"semver\"\n[component.sdk]\n";
    for (text, message, at, help) in [
        (
            format!("{sdk}needs-core = -3\n"),
            "`needs-core` takes the number of a release, or \"latest\"",
            "-3",
            "needs-core = 1890, or needs-core = \"latest\"",
        ),
        (
            format!("{sdk}needs-core = true\n"),
            "`needs-core` takes the number of a release, or \"latest\"",
            "true",
            "needs-core = 1890, or needs-core = \"latest\"",
        ),
        (
            format!("{sdk}manifests = [{{ path = \"a\", regex = 'a', count = -1 }}]\n"),
            "`component.sdk.manifests[0].count` is at least 1, not -1",
            "-1",
            "write 1 or a higher number",
        ),
        (
            "[product]\ntag = \"v{version}\"\n[line.a]\nscheme = \"semver\"\ncomponents = []\n"
                .into(),
            "where a file has lines, each has its own `tag`",
            "tag",
            "move it into the [line.NAME] that it is of, or remove it",
        ),
        (
            "scheme = \"semver\"\n[line.a]\nscheme = \"semver\"\ncomponents = []\n".into(),
            "where a file has lines, each has its own `scheme`",
            "scheme",
            "move it into the [line.NAME] that it is of, or remove it",
        ),
    ] {
        let (said, pointed, instead) = refused(&text);
        assert_eq!((said.as_str(), pointed.as_str(), instead.as_str()), (message, at, help));
    }
    for text in ["[component.a]\ninclude = [\"a/[b\"]", "[git]\nallow-branch = [\"{a\"]"] {
        let (said, _, help) = refused(&format!("scheme = \"semver\"\n{text}\n"));
        assert!(said.contains("is not a glob: ") && help.contains("`{a,b}`"), "{said}: {help}");
    }
}

/// What keeps a plan from being made, and what `lint` says beside it.
fn astray(config: &str, files: &[(&str, &str)]) -> (String, String) {
    let mut world = World::new(config, files);
    world.tag(&["core-1.0.0", "v1.0.0"]);
    let found = world.lint();
    let found = found.iter().find(|finding| finding.rule == "configuration").unwrap();
    let said = refusal(world.plan(release("minor", &[])));
    assert!(said.contains(&found.message), "{said}");
    (found.message.clone(), found.help.clone().unwrap_or_default())
}

#[test]
fn semantics_2_a_folder_that_is_not_there_is_refused_with_the_one_that_is_meant() {
    let version = "{ \"version\": \"1.0.0\" }\n";
    for (of_core, file, folder, meant) in [
        (
            "path = \"cor\"\nmanifests = [\"core/package.json\"]\n",
            "core/package.json",
            "cor",
            "core",
        ),
        (
            "manifests = [\"desktop/mac/package.json\"]\n",
            "desktop/mac/package.json",
            "core",
            "desktop/mac",
        ),
        ("path = \"sdk/jva\"\n", "sdk/java/package.json", "sdk/jva", "sdk/java"),
        ("path = \"sdk/jva\"\nmanifests = []\n", "sdk/java/package.json", "sdk/jva", "sdk/java"),
        ("manifests = [\"package.json\"]\n", "package.json", "core", "."),
    ] {
        let config = format!("scheme = \"semver\"\n[component.core]\n{of_core}");
        let (message, help) = astray(&config, &[(file, version)]);
        assert!(message.contains(&format!("has no folder {folder}:")), "{message}");
        assert!(help.contains(&format!("`path = \"{meant}\"`")), "{help}");
        assert!(help.contains("`retired = true`"), "{help}");
    }
}

#[test]
fn semantics_2_whoever_has_no_files_or_others_needs_no_folder() {
    let files = [("docs/VERSION", "1.0.0\n"), ("core/VERSION", "1.0.0\n")];
    for of_suite in [
        "manifests = []\n",
        "embeds = [\"core\"]\nmanifests = []\n",
        "include = [\"docs/**\"]\nmanifests = [\"docs/VERSION\"]\n",
        "retired = true\n",
        "path = \"gone\"\nretired = true\n",
        "path = \".\"\nmanifests = [\"docs/VERSION\"]\n",
    ] {
        let config = format!(
            "scheme = \"semver-independent\"\n[component.core]\n[component.suite]\n{of_suite}"
        );
        let mut world = World::new(&config, &files);
        world.tag(&["core-1.0.0", "suite-1.0.0"]);
        assert_eq!(world.findings(), [""; 0], "{of_suite}");
    }
}
