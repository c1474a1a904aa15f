//! What is made of another tool's configuration, of its own files.

use super::*;
use crate::import::import;

/// What is proposed after the other tool's files among these.
fn carried(files: &[(&str, &str)], tags: &[&str]) -> Proposal {
    let content = |text: &str| Content::new(None, text.as_bytes().to_vec());
    let all = files.iter().map(|(path, text)| (RepoPath::new(path).unwrap(), content(text)));
    let (_, imported) = import(&all.collect(), None).unwrap().unwrap();
    proposed_for(files, tags, Some(&imported))
}

fn cargo(name: &str, version: &str, more: &str) -> String {
    alloc::format!("[package]\nname = \"{name}\"\nversion{version}\n{more}")
}

#[test]
fn crates_that_cargo_release_does_not_keep_together_have_numbers_of_their_own() {
    let (a, b) = (cargo("a", " = \"1.0.0\"", ""), cargo("b", " = \"1.0.0\"", ""));
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n";
    let files = |said| {
        [
            (".release.toml", said),
            ("Cargo.toml", root),
            ("a/Cargo.toml", &*a),
            ("b/Cargo.toml", &*b),
        ]
    };
    let tags = ["a-v1.0.0", "b-v1.0.0"];
    for tags in [&tags[..], &[]] {
        let proposal = carried(&files("sign-tag = false\n"), tags);
        assert_eq!(proposal.scheme, "semver-independent", "{}", proposal.text);
        assert_eq!(carried(&files("shared-version = true\n"), tags).scheme, "semver-fixed");
    }
    // Where only one is released, there is nothing to share.
    let b = cargo("b", " = \"1.0.0\"", "[package.metadata.release]\nrelease = false\n");
    let files = [files("")[0], files("")[1], files("")[2], ("b/Cargo.toml", &*b)];
    assert_eq!(carried(&files, &tags[..1]).scheme, "semver-fixed");
}

#[test]
fn crates_that_inherit_the_workspaces_version_share_it() {
    let root = "[workspace]\nmembers = [\"a\", \"b\", \"c\"]\n\n\
                [workspace.package]\nversion = \"1.0.0\"\n";
    let inherits = |name: &str| cargo(name, ".workspace = true", "");
    let (a, b, c) = (inherits("a"), inherits("b"), cargo("c", " = \"1.0.0\"", ""));
    let files = [
        (".release.toml", "sign-tag = false\n"),
        ("Cargo.toml", root),
        ("a/Cargo.toml", &*a),
        ("b/Cargo.toml", &*b),
        ("c/Cargo.toml", &*c),
    ];
    let tags = ["a-v1.0.0", "b-v1.0.0", "c-v1.0.0"];
    assert_eq!(carried(&files[..4], &tags[..2]).scheme, "semver-fixed");
    let proposal = carried(&files, &tags);
    assert_eq!(proposal.scheme, "semver-independent", "{}", proposal.text);
    let said = "# Cargo.toml: workspace.package.version: under one number there";
    assert!(proposal.text.contains(said), "{}", proposal.text);
}

const CHANGESETS: (&str, &str) = (".changeset/config.json", "{ \"baseBranch\": \"main\" }");

#[test]
fn the_only_package_of_changesets_is_tagged_as_the_product() {
    let one = npm("@x/one", "1.0.0");
    let files = [CHANGESETS, ("package.json", &*one)];
    for tags in [&["v0.9.0", "v1.0.0"][..], &[]] {
        let proposal = carried(&files, tags);
        assert_eq!(proposal.scheme, "semver-fixed");
        assert!(proposal.text.contains("[defaults]\ntag = \"v{version}\""), "{}", proposal.text);
        assert_eq!(proposal.newest.len(), tags.len().min(1), "{}", proposal.text);
    }
    // Other tags are named as they are.
    let text = carried(&files, &["one-v0.9.0", "one-v1.0.0"]).text;
    assert!(text.contains("\ntag = \"one-v{version}\""), "{text}");
    assert!(text.contains("[defaults]\ntag = \"{component}-v{version}\""), "{text}");
    // A package of a workspace has its name in its tags, and they are one.
    let root = "{ \"private\": true, \"name\": \"r\", \"workspaces\": [\"p/*\"] }";
    let files = [CHANGESETS, ("package.json", root), ("p/one/package.json", &*npm("one", "1.0.0"))];
    let text = carried(&files, &[]).text;
    assert!(text.contains("\ntag = \"one@{version}\"\n"), "{text}");
    assert!(text.contains("[defaults]\ntag = \"{component}@{version}\""), "{text}");
}

#[test]
fn tags_that_a_tool_never_made_are_named_as_they_are() {
    let root = "{ \"private\": true, \"name\": \"r\", \"workspaces\": [\"p/*\"] }";
    let tags = ["v0.9.0", "v1.0.0"];
    let (a, b) = (npm("a", "1.0.0"), npm("b", "1.0.0"));
    let files = [("package.json", root), ("p/a/package.json", &*a), ("p/b/package.json", &*b)];
    // All under one number have the product's.
    let fixed = [(".changeset/config.json", "{ \"fixed\": [[\"a\", \"b\"]] }")];
    let text = carried(&[&fixed[..], &files[..]].concat(), &tags).text;
    assert!(text.contains("[defaults]\ntag = \"v{version}\""), "{text}");
    // Under numbers of their own they are the one's whose number they have.
    let b = npm("b", "0.3.0");
    let files = [CHANGESETS, files[0], files[1], ("p/b/package.json", &*b)];
    let text = carried(&files, &tags).text;
    assert!(text.contains("[defaults]\ntag = \"{component}@{version}\""), "{text}");
    assert!(text.contains("[component.a] # 1.0.0\npath = \"p/a\"\ntag = \"v{version}\""), "{text}");
    assert_eq!(text.matches("\ntag = ").count(), 2, "{text}");
}

#[test]
fn no_tag_of_the_product_is_made_where_only_components_are_tagged() {
    let root = "{ \"private\": true, \"name\": \"r\", \"workspaces\": [\"p/*\"] }";
    let fixed = (".changeset/config.json", "{ \"fixed\": [[\"a\", \"tool\"]] }");
    let (a, tool) = (npm("a", "1.2.0"), npm("tool", "1.2.0"));
    // One of them is called as the repository is.
    let files =
        [fixed, ("package.json", root), ("p/a/package.json", &*a), ("p/tool/package.json", &*tool)];
    let none = "[product]\nname = \"tool\"\ntag = false # only components are tagged\n";
    let tags = ["a@1.1.0", "tool@1.1.0", "a@1.2.0", "tool@1.2.0"];
    for tags in [&tags[..], &[]] {
        let text = carried(&files, tags).text;
        assert!(text.contains(none), "{text}");
        assert!(text.contains("[defaults]\ntag = \"{component}@{version}\""), "{text}");
    }
    let text = proposed(&files[1..], &tags).text;
    assert!(text.contains(none), "{text}");
    // Where the product is tagged as well, it stays so; and where nobody was, it may be.
    let text = proposed(&files[1..], &[&tags[..], &["v1.1.0", "v1.2.0"]].concat()).text;
    assert!(text.contains("\ntag = \"v{version}\" # as 2 tag(s) have it"), "{text}");
    assert!(!proposed(&files[1..], &[]).text.contains("tag = false"));
}

#[test]
fn one_tag_for_all_is_the_products_too() {
    let (a, b) = (cargo("a", " = \"1.0.0\"", ""), cargo("b", " = \"1.0.0\"", ""));
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n";
    let said = "tag-name = \"rel-{{version}}\"\n";
    let files = [
        (".release.toml", said),
        ("Cargo.toml", root),
        ("a/Cargo.toml", &*a),
        ("b/Cargo.toml", &*b),
    ];
    for tags in [&["rel-1.0.0"][..], &[]] {
        let proposal = carried(&files, tags);
        assert_eq!(proposal.scheme, "semver-fixed");
        assert_eq!(
            proposal.text.matches("\ntag = \"rel-{version}\"").count(),
            2,
            "{}",
            proposal.text
        );
    }
    // Several numbers have several tags.
    let b = cargo("b", " = \"0.3.0\"", "");
    let files = [files[0], files[1], files[2], ("b/Cargo.toml", &*b)];
    let text = carried(&files, &[]).text;
    assert!(text.contains("[defaults]\ntag = \"{component}-{version}\""), "{text}");
    assert!(text.contains("# Tags of rel-{version} would be"), "{text}");
}

#[test]
fn a_package_without_a_tag_keeps_its_scope_where_the_others_have_theirs() {
    let lerna = ("lerna.json", "{ \"version\": \"independent\", \"packages\": [\"p/*\"] }");
    let [a, b, new] = ["@x/a", "@x/b", "@x/new"].map(|name| npm(name, "1.2.0"));
    let files = [
        lerna,
        ("package.json", "{ \"private\": true, \"name\": \"r\" }"),
        ("p/a/package.json", &*a),
        ("p/b/package.json", &*b),
        ("p/new/package.json", &*new),
    ];
    let tags = ["@x/a@1.2.0", "@x/b@1.2.0"];
    for tags in [&tags[..], &[]] {
        let text = carried(&files, tags).text;
        assert!(text.contains("[component.\"@x/new\"] # 1.2.0\npath = \"p/new\""), "{text}");
    }
    assert!(proposed(&files[1..], &tags).text.contains("[component.\"@x/new\"]"));
    // Where tags leave it out, or nothing is known of them, it is called in short.
    for tags in [&["a-v1.2.0", "b-v1.2.0"][..], &[]] {
        assert!(proposed(&files[1..], tags).text.contains("[component.new]"));
    }
    assert!(carried(&files, &["a-v1.2.0", "b-v1.2.0"]).text.contains("[component.new]"));
}

#[test]
fn members_without_tables_are_called_as_their_manifests_have_it() {
    let [a, b] = ["@x/a", "@x/b"].map(|name| npm(name, "1.2.0"));
    let root = "{ \"private\": true, \"name\": \"r\", \"workspaces\": [\"p/*\"] }";
    let files = [("package.json", root), ("p/a/package.json", &*a), ("p/b/package.json", &*b)];
    for tags in [&["@x/a@1.1.0", "@x/b@1.2.0"][..], &[]] {
        let text = proposed(&files, tags).text;
        assert!(text.contains("workspace in package.json: @x/a, @x/b."), "{text}");
    }
    // What tags call otherwise needs a table.
    let text = proposed(&files, &["a@1.1.0", "b@1.2.0"]).text;
    assert!(text.contains("[component.a] # 1.2.0\npath = \"p/a\""), "{text}");
}

#[test]
fn what_cargo_release_never_tagged_is_named_as_the_tags_are() {
    let (a, b) = (cargo("a", " = \"1.0.0\"", ""), cargo("b", " = \"1.0.0\"", ""));
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n\
                [workspace.metadata.release]\ntag = false\n";
    let files = [("Cargo.toml", root), ("a/Cargo.toml", &*a), ("b/Cargo.toml", &*b)];
    let proposal = carried(&files, &["v0.9.0", "v1.0.0"]);
    assert_eq!(proposal.scheme, "semver-fixed");
    assert_eq!(proposal.text.matches("\ntag = \"v{version}\"").count(), 2, "{}", proposal.text);
    let proposal = carried(&files, &["a-0.9.0", "a-1.0.0", "b-1.0.0"]);
    assert_eq!(proposal.scheme, "semver-independent");
    let own = "[defaults]\ntag = \"{component}-{version}\" # as 3";
    assert!(proposal.text.contains(own), "{}", proposal.text);
    // Nor does its usual name say anything of tags that it did not make.
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n\
                [workspace.metadata.release]\nshared-version = true\n";
    let files = [("Cargo.toml", root), files[1], files[2]];
    let text = carried(&files, &["v0.9.0", "v1.0.0"]).text;
    assert_eq!(text.matches("\ntag = \"v{version}\"").count(), 2, "{text}");
    assert!(carried(&files, &[]).text.contains("\ntag = \"{component}-v{version}\""));
}

#[test]
fn one_of_several_crates_of_one_number_tags_for_all() {
    let untagged = "[package.metadata.release]\ntag = false\n";
    let member = |name: &str| cargo(name, " = \"1.0.0\"", untagged);
    let (b, c) = (member("b"), member("c"));
    let workspace = "[workspace]\nmembers = [\"b\", \"c\"]\n";
    let root = |said: &str| {
        let said = alloc::format!("{workspace}[workspace.metadata.release]\n{said}");
        cargo("tool", " = \"1.0.0\"", &said)
    };
    for tags in [&["v0.9.0", "v1.0.0"][..], &[]] {
        let root = root("shared-version = true\n");
        let files = [("Cargo.toml", &*root), ("b/Cargo.toml", &*b), ("c/Cargo.toml", &*c)];
        let proposal = carried(&files, tags);
        assert_eq!(proposal.scheme, "semver-fixed");
        assert_eq!(proposal.text.matches("\ntag = \"v{version}\"").count(), 2, "{}", proposal.text);
        assert!(!proposal.text.contains("{component}"), "{}", proposal.text);
    }
    // Under a number of its own each needs a tag.
    let root = root("sign-tag = false\n");
    let files = [("Cargo.toml", &*root), ("b/Cargo.toml", &*b), ("c/Cargo.toml", &*c)];
    let text = carried(&files, &[]).text;
    assert!(text.contains("[defaults]\ntag = \"{component}-v{version}\""), "{text}");
}

#[test]
fn a_crate_whose_metadata_nothing_reads_keeps_its_tags() {
    let named = "[package.metadata.release]\ntag-name = \"v{{version}}\"\n";
    let a = cargo("a", " = \"1.0.0\"", "");
    let edit = cargo("edit", " = \"0.25.1+spec-1.1.0\"", named);
    let root = "[workspace]\nmembers = [\"a\", \"edit\"]\n";
    let files = [
        (".release.toml", "sign-tag = false\n"),
        ("Cargo.toml", root),
        ("a/Cargo.toml", &*a),
        ("edit/Cargo.toml", &*edit),
    ];
    let proposal = carried(&files, &["a-v1.0.0", "v0.25.0", "v0.25.1"]);
    let text = &proposal.text;
    assert!(text.contains("[component.edit] # 0.25.1+spec-1.1.0\ntag = \"v{version}\""), "{text}");
    assert!(!text.contains("# Left out") && !text.contains("as 2 tag(s)"), "{text}");
    let why = "not read as a version of Cargo: build metadata is one number here";
    assert!(proposal.doubts.iter().any(|doubt| doubt.contains(why)), "{:?}", proposal.doubts);
    // Without a tag there is nothing to keep.
    let text = carried(&files, &["a-v1.0.0"]).text;
    assert!(text.contains("no scheme reads and no tag: edit/Cargo.toml"), "{text}");
}

/// What Lerna and changesets know are npm's packages: a crate beside them is tagged as it was.
#[test]
fn what_the_other_tool_does_not_know_is_tagged_as_it_was() {
    let root = "{ \"private\": true, \"workspaces\": [\"packages/*\"] }";
    let web = npm("@x/web", "1.1.0");
    let core = cargo("acme-core", " = \"1.1.0\"", "");
    for told in [CHANGESETS, ("lerna.json", "{ \"version\": \"independent\" }")] {
        let files = [
            told,
            ("package.json", root),
            ("packages/web/package.json", &*web),
            ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n"),
            ("crates/core/Cargo.toml", &*core),
        ];
        for tags in [
            &["@x/web@1.1.0", "acme-core-v1.1.0"][..],
            &["@x/web@1.0.0", "@x/web@1.1.0", "acme-core-v1.0.0", "acme-core-v1.1.0"],
        ] {
            let text = carried(&files, tags).text;
            assert!(text.contains("[defaults]\ntag = \"{component}@{version}\""), "{text}");
            let tag = "[component.acme-core] # 1.1.0\npath = \"crates/core\"\n\
                       tag = \"acme-core-v{version}\"\n";
            assert!(text.contains(tag), "{text}");
        }
        // One that never was under that number is a slip, or somebody else's.
        let text = carried(&files, &["@x/web@1.1.0", "acme-core-v0.3.0"]).text;
        assert!(!text.contains("acme-core-v"), "{text}");
    }
}

#[test]
fn a_group_names_components_as_they_are_called() {
    let root = "{ \"private\": true, \"workspaces\": [\"p/*\"] }";
    let fixed = (".changeset/config.json", "{ \"fixed\": [[\"@x/x\", \"@x/js\"]] }");
    let (x, js, b) = (npm("@x/x", "1.1.0"), npm("@x/js", "1.1.0"), npm("@x/b", "0.3.0"));
    let files = [
        fixed,
        ("package.json", root),
        ("p/x/package.json", &*x),
        ("p/js/package.json", &*js),
        ("p/b/package.json", &*b),
    ];
    let text = carried(&files, &["@x/x@1.1.0", "@x/js@1.1.0", "@x/b@0.3.0"]).text;
    let said = "each under its own here: @x/js, @x/x.";
    assert!(text.replace("\n# ", " ").contains(said), "{text}");
    assert!(text.contains("package.json: @x/b, @x/js, @x/x."), "{text}");
}
