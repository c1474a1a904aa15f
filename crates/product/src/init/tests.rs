mod apart;
mod by_folder;
mod chosen;
mod foreign;
mod homes;
mod imported;
mod labels;
mod numbers;
mod owners;
mod past;
mod tagged;

use alloc::string::ToString;

use super::*;

/// What is proposed for a repository with these files and tags.
fn proposed(files: &[(&str, &str)], tags: &[&str]) -> Proposal {
    proposed_for(files, tags, None)
}

fn proposed_for(files: &[(&str, &str)], tags: &[&str], given: Option<&Imported>) -> Proposal {
    proposed_after(files, tags, given, &BTreeMap::new())
}

/// What is proposed where some tags have these files.
fn proposed_after(
    files: &[(&str, &str)],
    tags: &[&str],
    given: Option<&Imported>,
    past: &BTreeMap<String, Past>,
) -> Proposal {
    let tracked: Vec<RepoPath> =
        files.iter().map(|(path, _)| RepoPath::new(path).unwrap()).collect();
    let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
    let wanted = wanted(&tracked, &tags);
    let content = |text: &str| Content::new(None, text.as_bytes().to_vec());
    let read = files.iter().map(|(path, text)| (RepoPath::new(path).unwrap(), content(text)));
    let files: BTreeMap<RepoPath, Content> =
        read.filter(|(path, _)| wanted.contains(path)).collect();
    let (files, tracked, tags) = (&files, &tracked, &tags);
    let seen = Seen { folder: "tool", files, tracked, tags, past, scheme: None, given };
    propose(&seen).unwrap()
}

fn npm(name: &str, version: &str) -> String {
    alloc::format!("{{\n  \"name\": \"{name}\",\n  \"version\": \"{version}\"\n}}\n")
}

#[test]
fn members_without_a_version_are_named() {
    let root = "{\"name\": \"root\", \"private\": true, \"workspaces\": [\"p/*\"]}";
    let files = [
        ("package.json", root),
        ("p/a/package.json", &npm("a", "1.0.0")),
        ("p/b/package.json", "{\"name\": \"b\"}"),
    ];
    let text = proposed(&files, &["v1.0.0"]).text;
    let words = text.replace("\n# ", " ");
    assert!(
        words.contains("members of a workspace without a version: p/b/package.json."),
        "{text}"
    );
    let text = proposed(&files[..2], &["v1.0.0"]).text;
    assert!(!text.contains("without a version"), "{text}");
}

fn python(version: &str) -> String {
    alloc::format!("[project]\nname = \"tool\"\nversion = \"{version}\"\n")
}

#[test]
fn labels_that_the_preset_lacks_extend_it() {
    let tags = ["v1.0.0", "v1.1.0-next.0", "v1.1.0-next.1", "v1.1.0", "v2.0.0-next.0"];
    let text = proposed(&[("package.json", &npm("tool", "2.0.0-next.0"))], &tags).text;
    let expected = "[scheme]\nextends = \"semver-fixed\"\n\n[scheme.pre]\n\
                    labels = [\"alpha\", \"beta\", \"next\", \"rc\"]\n";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("called `next`"), "{text}");
    // A word that some ecosystem sorts before all others is put there.
    let tags = ["v1.0.0", "v1.1.0-dev.1", "v1.1.0-dev.2", "v1.1.0"];
    let text = proposed(&[("pyproject.toml", &python("1.2.0.dev1"))], &tags).text;
    assert!(text.contains("labels = [\"dev\", \"alpha\", \"beta\", \"rc\"]"), "{text}");
    // Another way to write what the preset knows.
    let tags = ["v1.0.0", "v1.1.0.rc1", "v1.1.0.rc2", "v1.1.0"];
    let text = proposed(&[("package.json", &npm("tool", "1.1.0"))], &tags).text;
    assert!(text.contains("write = \".{label}{n}\""), "{text}");
    // What stands behind a final version is no pre-release.
    let tags = ["v1.0.0", "v1.1.0-jre", "v1.1.0-final", "v1.1.0"];
    let text = proposed(&[("package.json", &npm("tool", "1.1.0"))], &tags).text;
    assert!(text.contains("scheme = \"semver-fixed\"\n"), "{text}");
}

#[test]
fn one_tag_that_looks_like_another_form_makes_no_template() {
    let files: Vec<(String, String)> = (0..12)
        .map(|at| (alloc::format!("p{at}/package.json"), npm(&alloc::format!("p{at}"), "7.2.0")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let mut tags: Vec<String> = (0..60).map(|at| alloc::format!("v7.1.{at}")).collect();
    tags.extend(["v7.2.0".to_string(), "p3@7.1.60".to_string()]);
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let text = proposed(&files, &tags).text;
    assert!(text.contains("[defaults]\ntag = \"v{version}\""), "{text}");
}

#[test]
fn the_newest_release_names_the_tags_and_older_forms_are_aliases() {
    let tags = [
        "md-5-v0.9.0",
        "md-5-v0.10.5",
        "md-5-v0.10.6",
        "md5-v0.11.0",
        "md5-v0.11.1",
        "sha@0.1.0",
        "sha@0.1.1",
        "sha@0.9.0",
        "sha-v0.10.0",
        "lone-v0.2.0",
    ];
    let files = [
        ("md5/package.json", npm("md-5", "0.11.1")),
        ("sha/package.json", npm("sha", "0.10.0")),
        ("lone/package.json", npm("lone", "0.2.0")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let text = proposed(&files, &tags).text;
    assert!(text.contains("tag = \"{component}-v{version}\""), "{text}");
    assert!(text.contains("[component.md5] # 0.11.1\naliases = [\"md-5\"]\n"), "{text}");
    assert!(text.contains("[component.sha] # 0.10.0\naliases = [\"sha@{version}\"]\n"), "{text}");
    assert!(text.contains("[component.lone] # 0.2.0\nmanifests"), "{text}");
    // The only package has the product's tags: the newer form is meant.
    let tags = ["tool-0.1.0", "tool-0.2.0", "v0.3.0", "v0.4.0"];
    let text = proposed(&[("package.json", &npm("tool", "0.4.0"))], &tags).text;
    assert_eq!(text.matches("tag = \"v{version}\"").count(), 2, "{text}");
    let tags = ["v0.1.0", "rel/tool-0.2.0", "rel/tool-0.3.0"];
    let text = proposed(&[("package.json", &npm("tool", "0.3.0"))], &tags).text;
    assert!(
        text.contains("[product]\nname = \"tool\"\ntag = \"rel/{product}-{version}\""),
        "{text}"
    );
}

#[test]
fn components_that_were_never_tagged_get_tags_like_the_product_s() {
    let files = [
        ("package.json", npm("tool", "10.63.0")),
        ("a/package.json", npm("a", "0.3.0")),
        ("b/package.json", npm("b", "2.0.1")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let tags = ["10.61.0", "10.62.0", "10.62.1", "10.63.0"];
    let text = proposed(&files, &tags).text;
    assert!(text.contains("scheme = \"semver-independent\""), "{text}");
    let tag = "tag = \"{component}-{version}\" # no component was ever tagged by itself\n";
    assert!(text.contains(&alloc::format!("[defaults]\n{tag}")), "{text}");
    assert!(text.contains("path = \".\"\ntag = \"{version}\"\n"), "{text}");
}

#[test]
fn the_products_tags_are_the_root_s_where_each_has_its_own_number() {
    let (root, lex) = (npm("tool", "4.6.1"), npm("lex", "1.1.0"));
    let files = [("package.json", root.as_str()), ("lex/package.json", lex.as_str())];
    let text = proposed(&files, &["v4.5.0", "v4.6.0", "v4.6.1", "lex-v1.0.0", "lex-v1.1.0"]).text;
    assert!(text.contains("[defaults]\ntag = \"{component}-v{version}\""), "{text}");
    assert!(text.contains("path = \".\"\ntag = \"v{version}\"\n"), "{text}");
    let tags = ["v4.5.0", "tool-v4.6.0", "tool-v4.6.1", "lex-v1.0.0", "lex-v1.1.0"];
    let text = proposed(&files, &tags).text;
    assert!(text.contains("path = \".\"\nmanifests"), "{text}");
}

#[test]
fn what_is_outside_of_the_workspace_is_no_component() {
    let private = "{\n  \"name\": \"site\",\n  \"version\": \"0.1.0\",\n  \"private\": true\n}\n";
    let a = npm("a", "2.3.0");
    let app = npm("app", "1.0.0");
    for root in [
        ("package.json", "{\n  \"private\": true,\n  \"workspaces\": [\"packages/*\"]\n}\n"),
        ("pnpm-workspace.yaml", "packages:\n  - packages/*\n"),
        ("lerna.json", "{ \"packages\": [\"packages/*\"], \"version\": \"2.3.0\" }"),
    ] {
        let files = [
            root,
            ("packages/a/package.json", a.as_str()),
            ("packages/b/package.json", &a.replace("\"a\"", "\"b\"")),
            ("packages/site/package.json", private),
            ("smoke/app/package.json", app.as_str()),
        ];
        let proposal = proposed(&files, &["v2.2.0", "v2.3.0"]);
        assert_eq!(proposal.components, 2, "{}", proposal.text);
        assert_eq!(proposal.scheme, "semver-fixed");
        for path in ["# Left out", "smoke/app/package.json", "packages/site/package.json"] {
            assert!(proposal.text.contains(path), "no {path} in\n{}", proposal.text);
        }
    }
}

#[test]
fn go_modules_below_the_root_are_tagged_by_their_folders() {
    let files = [
        ("go.mod", "module example.org/tool\n\ngo 1.22\n"),
        ("exp/go.mod", "module example.org/tool/exp\n\ngo 1.22\n"),
        ("cmd/run/go.mod", "module example.org/tool/run\n\ngo 1.22\n"),
        ("VERSION", "1.4.0\n"),
    ];
    let text = proposed(&files, &["v1.3.0", "v1.4.0", "exp/v0.1.0"]).text;
    assert!(text.contains("[defaults]\ntag = \"{component}/v{version}\""), "{text}");
    assert!(text.contains("path = \".\"\ntag = \"v{version}\"\n"), "{text}");
    assert!(text.contains("scheme = \"semver-independent\""), "{text}");
    assert!(text.contains("[component.exp]"), "{text}");
    // No release gets past a module that has no version yet, in a tag or in a file.
    assert!(!text.contains("[component.\"cmd/run\"]"), "{text}");
    assert!(text.contains("in no file and in no tag: cmd/run/go.mod"), "{text}");
    // What a file beside the module says is not dropped.
    assert!(text.contains("    \"VERSION\",\n"), "{text}");
    let other = files.map(|(path, text)| (path, if path == "VERSION" { "9.9\n" } else { text }));
    let text = proposed(&other, &["v1.3.0", "v1.4.0"]).text;
    assert!(
        text.contains("# Left out, saying another") && text.contains("VERSION (9.9)"),
        "{text}"
    );
}

#[test]
fn another_number_beside_a_package_is_named() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"tool\"\nversion = \"1.4.0\"\n"),
        ("package.json", &npm("tool", "3.0.0")),
    ];
    let text = proposed(&files, &["v1.4.0"]).text;
    assert!(text.contains("package.json (3.0.0)"), "{text}");
}

#[test]
fn a_version_that_is_in_tags_only_needs_no_manifest() {
    let pyproject = "[project]\nname = \"tool\"\ndynamic = [\"version\"]\n\n[build-system]\n\
                     requires = [\"setuptools-scm\"]\n";
    let cmake = "project(p VERSION \"${P_MAJOR}.${P_MINOR}\")\n";
    let nothing = "# No file that is read states its version: it is in its tags only.\n";
    let (py, make) = ("pyproject.toml", "CMakeLists.txt");
    for (file, computed) in [((py, pyproject), py), ((make, cmake), make), (("README", "\n"), "")] {
        let text = proposed(&[file], &["v1.0.0", "v1.1.0"]).text;
        let computed = alloc::format!(
            "# {computed} computes its version: list the file that holds it, unless it is in tags only.\n"
        );
        let said = if file.0 == "README" { nothing } else { &computed };
        assert!(text.contains(&alloc::format!("{said}manifests = []\n")), "{text}");
        assert_eq!(text.matches("tag = \"v{version}\"").count(), 2, "{text}");
    }
}

#[test]
fn a_group_of_another_tool_is_the_whole_only_where_all_are_in_it() {
    let files = [
        ("a/package.json", npm("a", "2.3.0")),
        ("b/package.json", npm("b", "2.3.0")),
        ("c/package.json", npm("c", "0.4.0")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let group = |members: &[&str]| Imported {
        sharing: Some(crate::import::Sharing::None),
        groups: Vec::from([crate::import::Group {
            said: "config.json: fixed".into(),
            members: members.iter().map(ToString::to_string).collect(),
        }]),
        doubts: Vec::from(["config.json: not carried over: access".to_string()]),
        keep: true,
        ..Imported::default()
    };
    let part = proposed_for(&files, &[], Some(&group(&["a", "b"])));
    assert_eq!(part.scheme, "semver-independent");
    for said in ["# config.json: fixed: under one number", "a, b.", "# config.json: not carried"] {
        assert!(part.text.contains(said), "no {said} in\n{}", part.text);
    }
    assert!(part.text.contains("requirements = \"keep\"\nscheme = "), "{}", part.text);
    let whole = proposed_for(&files, &[], Some(&group(&["?"])));
    assert_eq!(whole.scheme, "semver-fixed");
    let out = Imported {
        left_out: Vec::from([RepoPath::new("c").unwrap()]),
        tags: ["a", "b"].map(|at| (RepoPath::new(at).unwrap(), "v{version}".to_string())).into(),
        ..Imported::default()
    };
    let text = proposed_for(&files, &[], Some(&out)).text;
    assert!(!text.contains("[component.c]") && text.contains("c/package.json"), "{text}");
    assert!(text.contains("[component.a] # 2.3.0\ntag = \"v{version}\"\n"), "{text}");
    // One tag is not for two that may be under different numbers.
    let own = "[component.b] # 2.3.0\ntag = \"{component}-v{version}\"\n";
    assert!(text.contains(own), "{text}");
}

#[test]
fn a_package_that_computes_its_version_is_the_component_of_the_file_that_has_it() {
    let gemspec = "require \"tool/version\"\nGem::Specification.new do |s|\n  s.name = \"tool\"\n  \
                   s.version = Tool::VERSION.dup\nend\n";
    let version = "module Tool\n  VERSION = \"1.4.0\"\nend\n";
    let files = [("gem/tool.gemspec", gemspec), ("gem/lib/tool/version.rb", version)];
    let text = proposed(&files, &["v1.3.0", "v1.4.0"]).text;
    let expected =
        "[component.tool] # 1.4.0\npath = \"gem\"\nmanifests = [\"gem/lib/tool/version.rb\"]";
    assert!(text.contains(expected), "{text}");
}
