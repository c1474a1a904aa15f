//! What commits and tags of a release say first, with the built program and real git.

use crate::support::Repository;

fn line(messages: &str) -> Repository {
    let repository = Repository::new();
    let config = format!(
        "scheme = \"semver\"\n\n[product]\nname = \"Tools\"\n\n[git]\n{messages}\n\n\
         [component.core]\n[component.sdk]\n"
    );
    repository.write("release.toml", config);
    repository.write("core/VERSION", "1.2.0\n").write("sdk/VERSION", "1.2.0\n").commit("Start");
    repository.annotate("core-1.2.0", "x").annotate("sdk-1.2.0", "x").annotate("v1.2.0", "x");
    repository
}

#[test]
fn a_release_is_known_whatever_it_says_first() {
    let repository = line(
        "messages = { commit = \"# {name} {version} ({tag}, {date})\", tag = \"{component}: {version}\" }",
    );
    let said = repository.run(&["release", "minor", "-p", "core", "--date", "2016-11-03", "--yes"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let message = repository.git(&["log", "-1", "--format=%B"]);
    let start = "# Tools 1.3.0 (v1.3.0, 2016-11-03)\n\n- core 1.2.0 -> 1.3.0\n\nRelease-Component: core 1.3.0\n\
                 Release-Plan: ";
    assert!(message.starts_with(start), "{message}");
    let tag = |name: &str| repository.git(&["tag", "-l", "--format=%(contents)", name]);
    assert!(
        tag("core-1.3.0").starts_with("core: 1.3.0\n\nRelease-Plan: "),
        "{}",
        tag("core-1.3.0")
    );
    assert!(tag("v1.3.0").starts_with("Tools 1.3.0\n\nRelease-Component: core 1.3.0\n"));
    for command in [&["lint", "--deny", "warnings"][..], &["lint", "--rev", "HEAD"], &["audit"]] {
        let looked = repository.run(command);
        assert_eq!(
            (looked.code, looked.stdout.as_str()),
            (0, ""),
            "{command:?}: {}",
            looked.stderr
        );
    }
    let said = repository.run(&["patch", "core", "--date", "2016-11-04", "--yes"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    // What is released is called as ever.
    assert!(said.stdout.contains("released core 1.3.1"), "{}", said.stdout);
    let subject = repository.git(&["log", "-1", "--format=%s"]);
    assert_eq!(subject, "# core 1.3.1 (core-1.3.1, 2016-11-04)\n");
}

#[test]
fn other_tools_ways_of_saying_it_are_answered_with_ours() {
    for (messages, says) in [
        ("messages = { commit = \"{{version}}\" }", "help: write {version}"),
        ("tag-message = \"{{tag_name}}\"", "help: under [git]: messages = { tag = \"{tag}\" }"),
    ] {
        let repository = line(messages);
        let before = repository.state();
        let said = repository.run(&["release", "minor", "--yes"]);
        assert_eq!(said.code, 2, "{}", said.stderr);
        assert!(
            said.stderr.contains(says) && said.stderr.contains(" --> release.toml:7"),
            "{}",
            said.stderr
        );
        assert!(repository.state().changes_since(&before).is_empty());
    }
}
