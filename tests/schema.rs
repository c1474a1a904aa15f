//! The schemas that `schema` prints: they know what the readers know, no more and no less, and the
//! documents that we print are what they say.
//!
//! Beside what is here, every configuration that any test writes is put to reader and schema
//! (`crates/product/tests/it/schemas.rs`).

mod keys;
mod printed;

use std::fs;
use std::path::Path;

use crate::house::{read, root};
use crate::support::schemas::{agree, json, scheme};

/// All files below `folder` that end in `end`, by their paths from the root.
fn files(folder: &str, end: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&path, end));
        } else if path.ends_with(end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file of the repository that another one names, seen from the folder of that one.
fn beside(path: &str) -> impl Fn(&str) -> Option<String> {
    let folder = Path::new(path).parent().unwrap().to_owned();
    move |name: &str| fs::read_to_string(root().join(&folder).join(name)).ok()
}

#[test]
fn what_comes_with_the_program_is_accepted() {
    let products = files("xtask/products", "release.toml");
    assert!(products.len() >= 5, "{products:?}");
    for path in products.iter().map(String::as_str).chain(["release.toml"]) {
        agree(path, read(path).as_bytes(), &beside(path));
        assert!(json(&read(path)).is_some(), "{path}");
    }
    for preset in version::PRESETS {
        assert_eq!(scheme().check(&json(preset.text).unwrap()), Ok(()), "{}", preset.name);
    }
}

/// The TOML examples of a page, each with the line that it begins at.
fn examples(page: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (at, line) in page.lines().enumerate() {
        match line.trim() {
            "```toml" => {
                inside = true;
                found.push((at + 1, String::new()));
            }
            "```" => inside = false,
            _ if inside => {
                let (_, text) = found.last_mut().unwrap();
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    found
}

/// What an example has that is a file of Cargo's, or no more than a list of keys.
const OTHERS: &[&str] =
    &["[part.NAME]", "[[rule]]", "[alias]", "[package]", "[dependencies]", "[workspace"];

/// Examples are mostly pieces: one that is no whole file is put into one.
#[test]
fn the_examples_of_the_documentation_are_accepted() {
    let mut seen = 0;
    for path in files("docs", ".md").into_iter().chain(["README.md".to_owned()]) {
        for (line, text) in examples(&read(&path)) {
            let Some(value) = json(&text) else { continue };
            if OTHERS.iter().any(|start| text.contains(start)) {
                continue;
            }
            let pieces = [
                text.clone(),
                format!("scheme = \"semver\"\n{text}"),
                format!("scheme = \"semver\"\n[component.x]\n{text}"),
            ];
            let release = crate::support::schemas::release();
            let whole = pieces.iter().filter_map(|text| json(text));
            let read = whole.into_iter().any(|value| release.check(&value).is_ok());
            // A piece of a scheme: nothing is missing but its name and its format.
            let mut piece = value.clone();
            piece["extends"] = "semver".into();
            let read = read || scheme().check(&piece).is_ok();
            assert!(read, "{path}:{line}: neither schema accepts\n{text}");
            seen += 1;
        }
    }
    assert!(seen > 25, "only {seen} examples were found");
}

/// The keys of the tables of a page whose first column is headed `key`.
fn documented(page: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        let first = line.strip_prefix("| ").and_then(|line| line.split(" | ").next());
        match first {
            Some("key") => inside = true,
            Some(cell) if inside => {
                let names = cell.split('`').skip(1).step_by(2);
                keys.extend(names.map(|name| name.trim_matches(['[', ']']).to_owned()));
            }
            Some(_) => {}
            None if line.starts_with("|---") => {}
            None => inside = false,
        }
    }
    keys
}

#[test]
fn every_key_is_on_its_page() {
    for (page, schema) in
        [(RELEASE, product::schema::release()), ("docs/scheme.md", product::schema::scheme())]
    {
        let text = read(page);
        let documented = documented(&text);
        let tables = keys::tables(&schema);
        let known: Vec<&String> = tables.values().flatten().collect();
        for key in &known {
            let row = documented.iter().any(|name| name.rsplit('.').next() == Some(key.as_str()));
            let shown = [format!("[{key}"), format!(".{key}]"), format!("{{ {key} = ")];
            let shown = shown.iter().any(|shown| text.contains(shown));
            let there = row || shown || (page == RELEASE && is_of_schemes(key));
            assert!(there, "{page} has no row for `{key}`");
        }
        for name in &documented {
            let key = name.rsplit('.').next().unwrap();
            let words = known.iter().any(|known| *known == key) || name.contains("PART");
            assert!(words, "{page} has a row for `{name}`, which no schema knows");
        }
    }
}

/// The page of release.toml. Its schema holds that of schemes, which have a page of their own.
const RELEASE: &str = "docs/configuration.md";

fn is_of_schemes(key: &str) -> bool {
    let scheme = keys::tables(&product::schema::scheme());
    scheme.values().flatten().any(|known| known == key)
}
