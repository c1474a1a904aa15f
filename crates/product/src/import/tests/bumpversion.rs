//! bumpversion.

use alloc::format;
use alloc::string::String;

use super::written::{says, written};

fn config(files: &[&str]) -> String {
    let files = files.iter().map(|file| format!("[[tool.bumpversion.files]]\n{file}\n"));
    let files: String = files.collect();
    format!("[tool.bumpversion]\ncurrent_version = \"1.0.0\"\n{files}")
}

#[test]
fn what_is_looked_for_becomes_a_pattern_where_it_is_the_version_and_literal_text() {
    let config = config(&[
        "filename = \"setup.py\"",
        "filename = \"setup.py\"\nsearch = \"version='{current_version}'\"\nreplace = \"version='{new_version}'\"",
        "filename = \"a.md\"\nsearch = \"{{a}} (v{current_version}).\"\nreplace = \"{{a}} (v{new_version}).\"",
        "filename = \"b.md\"\nsearch = \"b {current_version}\"\nreplace = \"b {new_version}, {now:%Y}\"",
        "filename = \"c.md\"\nsearch = \"c\"",
        "filename = \"d.md\"\nsearch = \"{major} {current_version}\"\nreplace = \"{major} {new_version}\"",
        "filename = \"e.md\"\nsearch = \"e {current_version}\"\nreplace = \"e {new_version}\"\nregex = true",
        "filename = \"f.md\"",
    ]);
    let files = [
        (".bumpversion.toml", config.as_str()),
        ("setup.py", "setup(name='one', version='1.0.0')\n"),
        ("a.md", "{a} (v1.0.0). b 2\n"),
        ("b.md", "b 1.0.0, 2016\n"),
        ("c.md", "c\n"),
        ("d.md", "1 1.0.0\n"),
        ("e.md", "e 1.0.0\n"),
        ("f.md", "f 1.0.0\n"),
    ];
    let text = written(&files, &["v1.0.0"]);
    let pattern = "[0-9][0-9A-Za-z]*(?:[.+_-][0-9A-Za-z]+)*";
    let listed = format!(
        "manifests = [\n    \"setup.py\",\n    {{ path = \"a.md\", regex = '\\{{a\\}} \
         \\(v(?<version>{pattern})\\)\\.' }},\n]\n"
    );
    assert!(text.contains(&listed), "no {listed} in\n{text}");
    for said in [
        "b.md: not carried over: search `b {current_version}` is replaced by",
        "c.md: not carried over: search `c` is replaced by",
        "d.md: not carried over: search `{major} {current_version}` has placeholders",
        "e.md: not carried over: search `e {current_version}` is a pattern of Python's",
        "f.md holds the version in a way to be told",
    ] {
        assert!(says(&text, said), "no {said} in\n{text}");
    }
}

/// It replaces the very version, and leaves other numbers alone that its pattern would find.
#[test]
fn what_else_looks_like_the_version_is_none() {
    let section = "filename = \"Cargo.toml\"\nsearch = 'version = \"{current_version}\"'\n\
                   replace = 'version = \"{new_version}\"'";
    let on_a = "filename = \"Cargo.toml\"\nsearch = 'a = {{ version = \"={current_version}\"'\n\
                replace = 'a = {{ version = \"={new_version}\"'";
    let configured = config(&[section, on_a, "filename = \"VERSION\""]);
    let package = "[package]\nname = \"one\"\nrust-version = \"1.70\"\nversion = \"1.0.0\"\n";
    let root = "[workspace]\nmembers = [\"a\", \"b\"]\n[workspace.package]\n\
                version = \"1.0.0\"\nrust-version = \"1.70\"\n\
                [workspace.dependencies]\na = { version = \"=1.0.0\", path = \"a\" }\n";
    let heir = |name: &str| format!("[package]\nname = \"{name}\"\nversion.workspace = true\n");
    let (a, b) = (heir("a"), heir("b"));
    let base = [(".bumpversion.toml", configured.as_str()), ("VERSION", "1.0.0\n")];
    let text = written(&[&base[..], &[("Cargo.toml", package)]].concat(), &["v1.0.0"]);
    assert!(text.contains("\n    \"Cargo.toml\",\n"), "{text}");
    // What others have from there is listed by those who have it.
    let heirs = [("Cargo.toml", root), ("a/Cargo.toml", &*a), ("b/Cargo.toml", &*b)];
    let text = written(&[&base[..], &heirs].concat(), &["v1.0.0"]);
    for file in ["VERSION", "a/Cargo.toml", "b/Cargo.toml"] {
        assert!(text.contains(&format!("    \"{file}\",\n")), "{file}: {text}");
    }
    assert!(!says(&text, "does not list them"), "{text}");
    // What is required of them follows by itself.
    assert!(!text.contains("regex"), "{text}");
    // What no format knows is told.
    let config = config(&[
        "filename = \"a.md\"\nsearch = \"v{current_version}.\"\n\
                           replace = \"v{new_version}.\"",
        "filename = \"VERSION\"",
    ]);
    let text = written(
        &[(".bumpversion.toml", &config), ("VERSION", "1.0.0\n"), ("a.md", "v1.0.0. v0.9.\n")],
        &["v1.0.0"],
    );
    assert!(says(&text, "and the version is in 1 of them: no release writes it there"), "{text}");
}

#[test]
fn a_file_in_several_sections_is_listed_once() {
    let config =
        config(&["filename = \"Dockerfile\"\nsearch = \"x\"", "filename = \"Dockerfile\""]);
    let docker = "FROM x\nLABEL org.opencontainers.image.version=\"1.0.0\"\n";
    let text = written(&[(".bumpversion.toml", &config), ("Dockerfile", docker)], &["v1.0.0"]);
    assert!(text.contains("manifests = [\"Dockerfile\"]\n"), "{text}");
    // A second section of a file has a word that tells it from the first.
    let config = "[bumpversion]\ncurrent_version = 1.0.0\n[bumpversion:file:setup.py]\n\
                  [bumpversion:file(doc):a.md]\nsearch = a {current_version}\n\
                  replace = a {new_version}\n";
    let files = [
        (".bumpversion.cfg", config),
        ("setup.py", "setup(name='one', version='1.0.0')\n"),
        ("a.md", "a 1.0.0\n"),
    ];
    let text = written(&files, &["v1.0.0"]);
    assert!(text.contains("{ path = \"a.md\", regex = 'a (?<version>"), "{text}");
}

#[test]
fn what_states_the_very_version_beside_the_files_that_are_listed_is_listed_too() {
    let project = |version: &str, current: &str| {
        format!(
            "[project]\nname = \"pkg\"\nversion = \"{version}\"\n[tool.bumpversion]\n{current}\
             [[tool.bumpversion.files]]\nfilename = \"src/pkg/__init__.py\"\n"
        )
    };
    let init = ("src/pkg/__init__.py", "__version__ = \"1.0.0\"\n");
    for current in ["", "current_version = \"1.0.0\"\n"] {
        let files = [("pyproject.toml", &*project("1.0.0", current)), init];
        let text = written(&files, &["v1.0.0"]);
        let both = "manifests = [\n    \"pyproject.toml\",\n    \"src/pkg/__init__.py\",\n]\n";
        assert!(text.contains(both), "{text}");
    }
    // What says something else does not go along, and is named.
    let text = written(&[("pyproject.toml", &*project("0.1.0", "")), init], &["v1.0.0"]);
    assert!(
        text.contains("# 1.0.0\npath = \".\"\nmanifests = [\"src/pkg/__init__.py\"]"),
        "{text}"
    );
    assert!(says(&text, "although they state versions: pyproject.toml"), "{text}");
}

#[test]
fn what_is_said_besides_files_is_carried_over_or_named() {
    let ini = "[bumpversion]\ncurrent_version = 1.0.0\ntag = False\ncommit = False\n\
               message = Release {new_version}\ntag_message = {current_version} to {new_version}\n\
               parse = x\n[bumpversion:part:release]\nvalues = a\n[bumpversion:file:setup.py]\n\
               serialize = {major}\n";
    let files = [(".bumpversion.cfg", ini), ("setup.py", "setup(name='one', version='1.0.0')\n")];
    let text = written(&files, &["v1.0.0"]);
    assert!(text.contains("messages = { commit = \"Release {version}\" }\n"), "{text}");
    for said in [
        ".bumpversion.cfg: tag_message `{current_version} to {new_version}` has no counterpart",
        ".bumpversion.cfg: `tag = false`: here a release exists by its tag",
        ".bumpversion.cfg: `commit = false`: here a release exists by its commit",
        ".bumpversion.cfg: current_version: no release writes it any more",
        ".bumpversion.cfg: not carried over: [bumpversion:part:release]",
        ".bumpversion.cfg: not carried over: parse",
        ".bumpversion.cfg: setup.py: not carried over: serialize",
    ] {
        assert!(says(&text, said), "no {said} in\n{text}");
    }
}

#[test]
fn files_that_a_glob_means_are_listed() {
    let ini = "[bumpversion]\ncurrent_version = 1.0.0\n[bumpversion:glob:*/__init__.py]\n\
               [bumpversion:glob:*.none]\n";
    let toml = "[tool.bumpversion]\ncurrent_version = \"1.0.0\"\n[[tool.bumpversion.files]]\n\
                glob = \"**/__init__.py\"\nglob_exclude = [\"x/**\", \"deep/**\"]\n\
                [[tool.bumpversion.files]]\nglob = \"@(a|b).md\"\n";
    let init = "__version__ = \"1.0.0\"\n";
    let files = |config| {
        [config, ("a/__init__.py", init), ("b/__init__.py", init), ("deep/c/__init__.py", init)]
    };
    let both = "manifests = [\n    \"a/__init__.py\",\n    \"b/__init__.py\",\n]\n";
    for (config, named) in [
        ((".bumpversion.cfg", ini), "cfg: *.none: not carried over: no file matches it"),
        ((".bumpversion.toml", toml), "toml: @(a|b).md: not carried over: it is no glob here"),
    ] {
        let text = written(&files(config), &["v1.0.0"]);
        assert!(text.contains(both), "{text}");
        assert!(says(&text, named), "no {named} in\n{text}");
        let others = "does not list them, although they state versions: deep/c/__init__.py.";
        assert!(says(&text, others), "{text}");
    }
    let none = "[bumpversion]\ncurrent_version = 1.0.0\n[bumpversion:glob:*.none]\n";
    let text = written(&files((".bumpversion.cfg", none)), &["v1.0.0"]);
    assert!(text.contains("__init__.py\""), "{text}");
}
