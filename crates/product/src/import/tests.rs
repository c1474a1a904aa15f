mod bumpversion;
mod changesets;
mod knope;
mod lerna;
mod release_please;
mod rush;
mod written;

use alloc::format;
use alloc::string::ToString;

use super::*;

fn read(tool: &str, files: &[(&str, &str)]) -> Imported {
    let content = |text: &str| Content::new(None, text.as_bytes().to_vec());
    let files: BTreeMap<RepoPath, Content> =
        files.iter().map(|(name, text)| (RepoPath::new(name).unwrap(), content(text))).collect();
    let (importer, imported) = import(&files, None).unwrap().unwrap();
    assert_eq!(importer.tool, tool);
    imported
}

fn paths(imported: &Imported) -> Vec<(Option<&str>, &str)> {
    imported.components.iter().map(|one| (one.name.as_deref(), one.path.as_str())).collect()
}

#[test]
fn cargo_release_shares_versions_and_names_tags() {
    let text = "shared-version = true\ntag-name = \"{{version}}\"\nallow-branch = [\"main\", \"!wip\"]\n\
                sign-tag = true\npre-release-hook = [\"x\"]\n";
    let imported = read("cargo-release", &[("release.toml", text)]);
    assert_eq!(imported.sharing, Some(Sharing::Whole));
    assert_eq!(imported.own_tag.as_deref(), Some("{version}"));
    assert_eq!((imported.sign_tag, imported.sign_commit), (Some(true), None));
    assert_eq!(imported.allow_branch, ["main"]);
    assert!(imported.doubts.iter().any(|doubt| doubt.contains("pre-release-hook")));
    assert_eq!((imported.push, imported.remote), (None, None));
    let pushed = read("cargo-release", &[("release.toml", "push = false\npush-remote = \"up\"\n")]);
    assert_eq!((pushed.push, pushed.remote.as_deref()), (Some(false), Some("up")));
    let place = read("cargo-release", &[("release.toml", "push-remote = \"https://u:p@h/x\"\n")]);
    assert_eq!(place.remote, None);
    assert!(place.doubts.iter().any(|doubt| doubt.contains("push-remote")), "{:?}", place.doubts);
    assert!(!place.doubts.concat().contains("u:p"), "{:?}", place.doubts);
    let metadata = "[workspace.metadata.release]\ntag-prefix = \"{{crate_name}}/\"\n";
    let imported = read("cargo-release", &[("Cargo.toml", metadata)]);
    assert_eq!(imported.own_tag.as_deref(), Some("{component}/v{version}"));
    // Our own file of that name is nobody else's.
    let own = BTreeMap::from([(
        RepoPath::new("release.toml").unwrap(),
        Content::new(None, b"scheme = \"semver\"\n".to_vec()),
    )]);
    assert!(import(&own, None).unwrap().is_none());
}

#[test]
fn cargo_release_says_what_commits_and_tags_say() {
    let text = "pre-release-commit-message = \"Release {{crate_name}} {{version}}\"\n\
                tag-message = \"{{tag_name}} after {{prev_version}}\"\n";
    let imported = read("cargo-release", &[("release.toml", text)]);
    assert_eq!(imported.messages["commit"], "Release {component} {version}");
    assert!(!imported.messages.contains_key("tag"));
    let doubt = "tag-message `{{tag_name}} after {{prev_version}}` has no counterpart";
    assert!(imported.doubts.iter().any(|one| one == doubt), "{:?}", imported.doubts);
    let own = "[package]\nname = \"a\"\nversion = \"1.0.0\"\n[package.metadata.release]\ntag-message = \"x\"\n";
    let imported = read("cargo-release", &[("Cargo.toml", own)]);
    assert!(imported.doubts.iter().any(|one| one.contains("Cargo.toml: tag-message")));
}

#[test]
fn changesets_and_lerna_say_how_versions_are_shared() {
    let fixed = "{ \"fixed\": [[\"a\", \"b\"]], \"baseBranch\": \"main\", \"access\": \"public\" }";
    let imported = read("changesets", &[(".changeset/config.json", fixed)]);
    // Whether that is everybody shows when the packages are known.
    assert_eq!(imported.sharing, Some(Sharing::None));
    assert_eq!(imported.groups[0].members, ["a", "b"]);
    assert_eq!(imported.allow_branch, ["main"]);
    let linked = "{ \"linked\": [[\"a\", \"b\"]] }";
    let imported = read("changesets", &[(".changeset/config.json", linked)]);
    assert_eq!(imported.sharing, Some(Sharing::None));
    assert!(imported.doubts.iter().any(|doubt| doubt.contains("linked")));
    let lerna = "{ \"version\": \"independent\", \"command\": { \"version\": { \"allowBranch\": [\"main\"] } } }";
    let imported = read("lerna", &[("lerna.json", lerna)]);
    assert_eq!(imported.sharing, Some(Sharing::None));
    assert_eq!(imported.own_tag.as_deref(), Some("{component}@{version}"));
    assert_eq!(imported.allow_branch, ["main"]);
    let imported = read("lerna", &[("lerna.json", "{ \"version\": \"1.2.3\" }")]);
    assert_eq!(
        (imported.sharing, imported.own_tag.as_deref()),
        (Some(Sharing::Whole), Some("v{version}"))
    );
}

#[test]
fn rush_knope_and_release_please_list_components() {
    let rush = "{ // comments\n \"projects\": [\n { \"packageName\": \"@us/a\", \"projectFolder\": \"libs/a\", \
                \"versionPolicyName\": \"all\" }, { \"packageName\": \"tool\", \"projectFolder\": \"tool\" } ] }";
    let policies = "[ { \"policyName\": \"all\", \"definitionName\": \"lockStepVersion\" } ]";
    let imported = read(
        "rush",
        &[("rush.json", rush), ("common/config/rush/version-policies.json", policies)],
    );
    assert_eq!(paths(&imported), [(Some("@us/a"), "libs/a")]);
    assert_eq!((imported.sharing, imported.groups.len()), (Some(Sharing::None), 1));
    assert_eq!(imported.groups[0].members, ["@us/a"]);
    let knope = "[packages.a]\nversioned_files = [\"a/Cargo.toml\", \"Cargo.lock\", { path = \"b/Cargo.toml\", dependency = \"a\" }]\n\
                 changelog = \"a/CHANGELOG.md\"\n[packages.b]\nversioned_files = [\"b/Cargo.toml\"]\n";
    let imported = read("knope", &[("knope.toml", knope)]);
    assert_eq!(paths(&imported), [(Some("a"), "a"), (Some("b"), "b")]);
    assert_eq!(imported.components[0].manifests.len(), 1);
    assert_eq!(imported.own_tag.as_deref(), Some("{component}/v{version}"));
    let please = "{ \"packages\": { \".\": {}, \"libs/b\": { \"component\": \"bee\" } }, \"tag-separator\": \"@\" }";
    let imported = read("release-please", &[("release-please-config.json", please)]);
    assert_eq!(paths(&imported), [(None, ""), (Some("bee"), "libs/b")]);
    assert_eq!(imported.own_tag.as_deref(), Some("{component}@v{version}"));
}

#[test]
fn bumpversion_is_read_in_both_syntaxes() {
    let toml = "[tool.bumpversion]\ncurrent_version = \"1.2.0\"\ntag_name = \"rel-{new_version}\"\n\
                [[tool.bumpversion.files]]\nfilename = \"pyproject.toml\"\n\
                [[tool.bumpversion.files]]\nfilename = \"docs/conf.txt\"\n";
    let imported = read("bumpversion", &[(".bumpversion.toml", toml)]);
    assert_eq!(imported.own_tag.as_deref(), Some("rel-{version}"));
    assert_eq!(imported.components[0].manifests[0].path.to_string(), "pyproject.toml");
    assert_eq!(imported.components[0].manifests[1].path.to_string(), "docs/conf.txt");
    let cfg = "[bumpversion]\ncurrent_version = 1.2.0\ntag = True\n\n[bumpversion:file:setup.py]\n";
    let imported = read("bumpversion", &[(".bumpversion.cfg", cfg)]);
    assert_eq!(imported.own_tag.as_deref(), Some("v{version}"));
    assert_eq!(imported.components[0].manifests[0].path.to_string(), "setup.py");
}

#[test]
fn what_is_no_configuration_is_refused_with_its_place() {
    let files = BTreeMap::from([(
        RepoPath::new("lerna.json").unwrap(),
        Content::new(None, b"{ \"version\": ".to_vec()),
    )]);
    assert!(import(&files, None).is_err());
    assert!(import(&files, Some("rush")).unwrap().is_none());
}

#[test]
fn what_cargo_release_is_told_of_one_package_is_its_own() {
    let package = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\n[package.metadata.release]\n{more}")
    };
    let root = package("tool", "shared-version = true\ntag-name = \"v{{version}}\"\n");
    let replaced = package("lex", "pre-release-replacements = [{ file = \"NOTES.md\" }]\n");
    let imported = read(
        "cargo-release",
        &[
            (".release.toml", "dependent-version = \"fix\"\n"),
            ("Cargo.toml", &root),
            ("build/Cargo.toml", &package("tool_build", "shared-version = true\n")),
            ("lex/Cargo.toml", &replaced),
            ("bench/Cargo.toml", &package("bench", "release = false\n")),
        ],
    );
    assert_eq!((imported.sharing, imported.keep), (Some(Sharing::None), true));
    assert_eq!(imported.groups[0].members, ["tool", "tool_build"]);
    assert_eq!(imported.own_tag.as_deref(), Some("{component}-v{version}"));
    assert_eq!(imported.tags.get(&RepoPath::root()).map(String::as_str), Some("v{version}"));
    assert_eq!(imported.left_out, [RepoPath::new("bench").unwrap()]);
    assert!(imported.doubts.iter().any(|doubt| doubt.contains("lex/Cargo.toml: pre-release-")));
    assert!(imported.doubts.iter().any(|doubt| doubt.contains("NOTES.md")));
    // All in one group is the whole.
    let imported = read("cargo-release", &[("Cargo.toml", &root)]);
    assert_eq!(imported.own_tag.as_deref(), Some("v{version}"));
}

#[test]
fn cargo_releases_hook_is_carried_over_where_it_ran_in_the_root() {
    let package = |hook: &str| {
        format!(
            "[package]\nname = \"tool\"\nversion = \"1.0.0\"\n[package.metadata.release]\n\
             pre-release-hook = {hook}\n"
        )
    };
    let tells = |imported: &Imported, words: &str| {
        let said = imported.doubts.iter().any(|doubt| doubt.contains(words));
        assert!(said, "no {words}: {:?}", imported.doubts);
    };
    for (hook, wanted) in [
        ("[\"cargo\", \"test\", \"{{crate_name}}\"]", &["cargo", "test", "{component}"][..]),
        ("\"./check\"", &["./check"]),
    ] {
        let imported = read("cargo-release", &[("Cargo.toml", &package(hook))]);
        assert_eq!(imported.hooks, [wanted]);
        tells(&imported, "Cargo.toml: pre-release-hook `");
        tells(&imported, "may not change files that are tracked");
        assert!(!imported.doubts.iter().any(|doubt| doubt.contains("not carried over")));
    }
    for hook in ["[\"x\", \"{{prev_version}}\"]", "[]", "true", "[\"x\", 1]", "[\"a\\u0000\"]"] {
        let imported = read("cargo-release", &[("Cargo.toml", &package(hook))]);
        assert_eq!(imported.hooks, Vec::<Vec<String>>::new(), "{hook}");
        tells(&imported, "not carried over: its words");
    }
    // A package's own goes before everybody's.
    let all = ("release.toml", "pre-release-hook = [\"all\"]\n");
    let imported = read("cargo-release", &[all, ("Cargo.toml", &package("[\"own\"]"))]);
    assert_eq!(imported.hooks, [["own"]]);
    // Where there are several packages it ran in the folder of each.
    let files =
        [all, ("a/Cargo.toml", &package("[\"own\"]")), ("b/Cargo.toml", &package("[\"b\"]"))];
    let imported = read("cargo-release", &files);
    assert_eq!(imported.hooks, Vec::<Vec<String>>::new());
    for says in ["release.toml: pre-release-hook `all`", "a/Cargo.toml: pre-release-hook `own`"] {
        tells(&imported, says);
    }
    tells(&imported, "it ran in each package's folder");
    assert_eq!(imported.doubts.len(), 3, "{:?}", imported.doubts);
}

#[test]
fn what_release_please_writes_besides_is_named() {
    let config = "{ \"extra-files\": [\"/doc/x.md\"], \"packages\": { \"a\": { \"extra-files\": \
                  [\"src/v.ts\", { \"type\": \"json\", \"path\": \"m.json\" }] } } }";
    let files = [
        ("release-please-config.json", config),
        (".release-please-manifest.json", "{ \"a\": \"1.0.0\" }"),
    ];
    let imported = read("release-please", &files);
    for said in [": doc/x.md", ": a/src/v.ts", ": a/m.json", "out of date"] {
        assert!(imported.doubts.iter().any(|doubt| doubt.contains(said)), "{said}");
    }
}

#[test]
fn another_tool_s_configuration_is_named() {
    let lerna = ("lerna.json", "{ \"version\": \"1.0.0\" }");
    let cfg = ("VERSION", "1.0.0");
    let alone = read("lerna", &[lerna, cfg]).doubts;
    assert_eq!(alone.len(), 1, "{alone:?}");
    let bump = (".bumpversion.cfg", "[bumpversion]\ncurrent_version = 1.0.0\n");
    let both = read("lerna", &[lerna, bump]);
    let said = "There is a configuration of bumpversion as well";
    assert!(both.doubts.iter().any(|doubt| doubt.contains(said)), "{:?}", both.doubts);
    // What is broken of the other one keeps nobody from the first.
    let broken = ("pyproject.toml", "[tool");
    assert_eq!(read("lerna", &[lerna, broken]).doubts, alone);
}

#[test]
fn a_message_that_names_one_package_of_several_is_not_carried_over() {
    let package =
        |name: &str| alloc::format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\n");
    let text = "pre-release-commit-message = \"chore: Release a version {{version}}\"\n";
    let (a, b) = (package("a"), package("b"));
    let files =
        [("release.toml", text), ("a/Cargo.toml", a.as_str()), ("b/Cargo.toml", b.as_str())];
    let imported = read("cargo-release", &files);
    assert!(imported.messages.is_empty(), "{:?}", imported.messages);
    assert!(imported.doubts.iter().any(|doubt| doubt.contains("it names a, and {version}")));
    // With one number for all, or one package, it is that one's.
    let shared = alloc::format!("shared-version = true\n{text}");
    let files = [("release.toml", shared.as_str()), files[1], files[2]];
    assert_eq!(read("cargo-release", &files).messages.len(), 1);
    assert_eq!(read("cargo-release", &[("release.toml", text), files[1]]).messages.len(), 1);
}
