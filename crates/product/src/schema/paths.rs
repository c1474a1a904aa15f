//! Every key that takes a path is one that [`Product::file_named`] or
//! [`Product::folder_named`] knows.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;

use super::release;
use super::shape::{Table, Takes};
use crate::Product;

/// Adds the dotted keys of `table`, which is `at`, that take a path.
fn add(table: &Table, at: &str, found: &mut Vec<String>) {
    for key in table.keys {
        let dot = if at.is_empty() { "" } else { "." };
        add_of(&key.takes, &format!("{at}{dot}{}", key.name), found);
    }
}

fn add_of(takes: &Takes, at: &str, found: &mut Vec<String>) {
    match takes {
        Takes::Path => found.push(at.into()),
        Takes::Table(table) => add(table, at, found),
        Takes::Named(_, takes) => add_of(takes, &format!("{at}.NAME"), found),
        Takes::Each(takes) => add_of(takes, at, found),
        Takes::Any(all) => all.iter().for_each(|takes| add_of(takes, at, found)),
        _ => {}
    }
}

#[test]
fn every_path_that_is_named_is_known_by_its_place() {
    let named = [
        ("product.changes", "[product]\nchanges = '@'", "x"),
        ("product.changelog", "[product]\nchangelog = '@'", "x.md"),
        ("defaults.changelog", "[defaults]\nchangelog = '@'\n[component.a]", "a/x.md"),
        ("component.NAME.path", "[component.a]\npath = '@'", "x"),
        ("component.NAME.manifests", "[component.a]\nmanifests = ['@']", "x/VERSION"),
        (
            "component.NAME.manifests.path",
            "[component.a]\nmanifests = [{ path = '@', regex = '(?<version>.*)' }]",
            "x",
        ),
        ("component.NAME.changelog", "[component.a]\nchangelog = '@'", "x.md"),
    ];
    let mut keys = Vec::new();
    add(&release::RELEASE, "", &mut keys);
    keys.sort_unstable();
    let mut wanted: Vec<&str> = named.iter().map(|(key, ..)| *key).collect();
    wanted.sort_unstable();
    assert_eq!(keys, wanted, "a key that takes a path, and that nothing may know");
    for (key, text, path) in named {
        let given = path.strip_prefix("a/").unwrap_or(path);
        let text = format!("scheme = 'semver'\n{}", text.replace('@', given));
        let product = Product::parse("release.toml", text.as_bytes(), &|_| None).unwrap();
        let path = RepoPath::new(path).unwrap();
        let place = product.file_named(&path).or_else(|| product.folder_named(&path));
        let Some(place::Place::File { span: Some(span), .. }) = place else {
            panic!("{key}: {place:?}");
        };
        assert_eq!(span.of(&text), Some(format!("'{given}'").as_str()), "{key}");
    }
}
