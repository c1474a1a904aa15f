//! Where a build tool takes a dynamic version from: a file, a module's attribute, tags.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::Span;

use super::super::cargo_toml;
use super::super::python::{self, NAMES};
use crate::Elsewhere;
use crate::syntax::tree::{Node, Value};

/// Tables of tools that ask git for the version.
const TAGS: &[&[&str]] = &[
    &["tool", "setuptools_scm"],
    &["tool", "setuptools-git-versioning"],
    &["tool", "versioningit"],
    &["tool", "uv-dynamic-versioning"],
    &["tool", "poetry-dynamic-versioning"],
];

/// Keys by which a tool says that it asks git, and what they are then.
const SOURCES: &[(&[&str], &str)] = &[
    (&["tool", "hatch", "version", "source"], "vcs"),
    (&["tool", "pdm", "version", "source"], "scm"),
];

/// Keys by which a tool names the file with the version in it.
const PATHS: &[&[&str]] =
    &[&["tool", "hatch", "version", "path"], &["tool", "pdm", "version", "path"]];

/// What the tools' tables say of a version that `[project]` calls dynamic; `span` is where it
/// does. Where nothing is known, it is computed.
pub(super) fn dynamic(top: &Node<'_>, project: &Node<'_>, span: Span) -> Elsewhere {
    let how = || String::from("dynamic = [\"version\"]");
    let setuptools = ["tool", "setuptools", "dynamic", "version"];
    if let Some(version) = top.find(&setuptools) {
        if let Some(attribute) = version.text_at("attr") {
            let how = format!("version = {{ attr = \"{attribute}\" }}");
            return super::attribute(span, how, &attribute, &roots(top, &attribute));
        }
        let files = version.get("file").map(Node::texts).unwrap_or_default();
        if !files.is_empty() {
            let how = format!("version = {{ file = \"{}\" }}", files.join(", "));
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            return super::text_file(span, how, &files);
        }
    }
    if let Some(tags) = tags(top, span) {
        return tags;
    }
    let pattern = top.find(&["tool", "hatch", "version", "pattern"]);
    if let (Some(path), None) = (PATHS.iter().find_map(|keys| top.find(keys)?.text()), pattern) {
        let how = format!("path = \"{path}\"");
        return module(span, how, Vec::from([path.to_string()]));
    }
    let backend = top.find(&["build-system", "build-backend"]).and_then(Node::text);
    match backend.unwrap_or_default() {
        backend if backend.starts_with("flit") => {
            let named = top.find(&["tool", "flit", "module", "name"]).and_then(Node::text);
            let name = named.or_else(|| project.get("name")?.text()).unwrap_or_default();
            let name = name.replace('-', "_");
            let files = ["", "src/"].iter().flat_map(|root| candidates(root, &name));
            module(span, format!("{}, by {backend}", how()), files.collect())
        }
        "maturin" => {
            let named = top.find(&["tool", "maturin", "manifest-path"]).and_then(Node::text);
            let files = Vec::from([named.unwrap_or("Cargo.toml").to_string()]);
            let how = format!("{}, by maturin", how());
            Elsewhere::File { span, how, files, format: &cargo_toml::FORMAT }
        }
        _ => Elsewhere::Computed { span, how: how(), look: None },
    }
}

/// A version that only tags have, by a tool that is configured here.
pub(super) fn tags(top: &Node<'_>, span: Span) -> Option<Elsewhere> {
    let table = TAGS.iter().find(|keys| {
        let off = |table: &Node<'_>| {
            table.get("enable").is_some_and(|node| node.value == Value::Bool(false))
        };
        top.find(keys).is_some_and(|table| !off(table))
    });
    let table = table.map(|keys| format!("[{}]", keys.join(".")));
    let source = SOURCES.iter().find(|(keys, word)| {
        top.find(keys).and_then(Node::text).is_some_and(|found| found == *word)
    });
    let source = source.map(|(keys, word)| format!("{} = \"{word}\"", keys.join(".")));
    table.or(source).map(|how| Elsewhere::Tags { span, how })
}

/// The attribute of a module, as setuptools finds it without running anything.
pub(in crate::format) fn attribute(
    span: Span,
    how: String,
    attribute: &str,
    roots: &[&str],
) -> Elsewhere {
    match attribute.rsplit_once('.') {
        Some((modules, name)) if NAMES.contains(&name) => {
            let path = modules.replace('.', "/");
            let roots = roots.iter().chain(&["", "src"]);
            let files = roots.flat_map(|root| {
                let slash = if root.is_empty() || root.ends_with('/') { "" } else { "/" };
                candidates(&format!("{root}{slash}"), &path)
            });
            module(span, how, files.collect())
        }
        _ => Elsewhere::Computed { span, how, look: None },
    }
}

fn candidates(root: &str, path: &str) -> [String; 2] {
    [format!("{root}{path}/__init__.py"), format!("{root}{path}.py")]
}

fn module(span: Span, how: String, files: Vec<String>) -> Elsewhere {
    Elsewhere::File { span, how, files, format: &python::FORMAT }
}

/// Where setuptools looks for the module of an attribute.
fn roots<'n>(top: &'n Node<'_>, attribute: &str) -> Vec<&'n str> {
    let setuptools = |keys: &[&str]| top.find(&["tool", "setuptools"])?.find(keys);
    let mut roots = Vec::new();
    for entry in setuptools(&["package-dir"]).map(Node::entries).unwrap_or_default() {
        if entry.key.is_empty() || attribute.starts_with(entry.key.as_ref()) {
            // `package-dir = { core = "lib/core" }` names the package's own folder.
            let folder = entry.node.text().unwrap_or_default();
            roots.push(folder.strip_suffix(entry.key.as_ref()).unwrap_or(folder));
        }
    }
    let found = setuptools(&["packages", "find", "where"]).map(Node::items).unwrap_or_default();
    roots.extend(found.iter().filter_map(Node::text));
    roots
}

#[cfg(test)]
mod tests {
    use crate::conformance::located;

    use super::super::FORMAT;
    use super::*;

    fn of(rest: &str) -> Elsewhere {
        let text = format!("[project]\nname = \"my-core\"\ndynamic = [\"version\"]\n{rest}");
        let mut found = located(&FORMAT, &text).elsewhere;
        assert_eq!(found.len(), 1, "{rest}");
        found.remove(0)
    }

    fn files(rest: &str) -> (Vec<String>, &'static str) {
        match of(rest) {
            Elsewhere::File { files, format, .. } => (files, format.id),
            other => panic!("{rest}: {other:?}"),
        }
    }

    #[test]
    fn setuptools_names_an_attribute_or_a_file() {
        let attr = "[tool.setuptools.dynamic]\nversion = { attr = \"my_core.__version__\" }\n";
        let (found, format) = files(attr);
        assert_eq!(format, "python");
        assert_eq!(
            found,
            ["my_core/__init__.py", "my_core.py", "src/my_core/__init__.py", "src/my_core.py"]
        );
        let placed = format!("{attr}[tool.setuptools.package-dir]\n\"\" = \"lib\"\n");
        assert_eq!(files(&placed).0[0], "lib/my_core/__init__.py");
        let own = format!("{attr}[tool.setuptools.package-dir]\nmy_core = \"lib/my_core\"\n");
        assert_eq!(files(&own).0[0], "lib/my_core/__init__.py");
        let found = format!("{attr}[tool.setuptools.packages.find]\nwhere = [\"code\"]\n");
        assert_eq!(files(&found).0[1], "code/my_core.py");
        let file = "[tool.setuptools.dynamic]\nversion = { file = [\"VERSION\"] }\n";
        assert_eq!(files(file), (["VERSION".to_string()].into(), "plain"));
        let other = attr.replace("__version__", "NUMBER");
        assert!(matches!(of(&other), Elsewhere::Computed { .. }));
    }

    #[test]
    fn other_tools_name_a_file_or_ask_git() {
        assert_eq!(files("[tool.hatch.version]\npath = \"src/a.py\"\n").0, ["src/a.py"]);
        assert_eq!(
            files("[build-system]\nbuild-backend = \"flit_core.buildapi\"\n").0[0],
            "my_core/__init__.py"
        );
        assert_eq!(files("[build-system]\nbuild-backend = \"maturin\"\n").1, "cargo");
        for text in ["[tool.setuptools_scm]\n", "[tool.hatch.version]\nsource = \"vcs\"\n"] {
            assert!(matches!(of(text), Elsewhere::Tags { .. }), "{text}");
        }
        for text in ["", "[tool.hatch.version]\npath = \"a.py\"\npattern = \"x\"\n"] {
            assert!(matches!(of(text), Elsewhere::Computed { .. }), "{text}");
        }
    }
}
