//! TOML: comments and other tables around every format of the table, and Cargo.toml from nothing.

use manifest::SlotKind;
use manifest::conformance::{Subject, Syntax};
use proptest::prelude::*;

use crate::dice::Dice;
use crate::same::{self, DECOY};

const COMMENTS: &[&str] = &["", "# 1.4.0", "#version = \"1.4.0\"", "\t# [package]", "  "];
/// Values that hold the version, and quotes of every kind.
const VALUES: &[&str] = &[
    "\"1.4.0\"",
    "'1.4.0'",
    "1.4",
    "\"\"\"\nversion = \"1.4.0\"\n[package]\n\"\"\"",
    "'''\nversion = '1.4.0' # \\\n'''",
    "[\n  \"1.4.0\", # 1.4.0\n  \"]\",\n]",
    "{ version = \"1.4.0\", path = \"../1.4.0\" }",
    "2016-11-07T12:00:00Z",
    "\"\\u0031.4.0 \\\" ä\"",
];

/// Comments between and behind lines, white space around `=` and before lines, keys on top and
/// tables at the end that are nobody's.
fn dress(sample: &str, dice: &mut Dice) -> String {
    let mut text = String::new();
    for number in 0..dice.below(3) {
        text.push_str(&format!("zz-{number} = {}\n", dice.pick(VALUES)));
    }
    for line in sample.lines() {
        while dice.once_in(4) {
            text.push_str(&format!("{}\n", dice.pick(COMMENTS)));
        }
        text.push_str(dice.pick(&["", "", " ", "\t", "    "]));
        match line.split_once(" = ").filter(|(key, _)| !key.contains(['[', '{', '"', '#'])) {
            Some((key, value)) => {
                let equals = dice.pick(&[" = ", "=", "  =\t", "\t= "]);
                text.push_str(&format!("{key}{equals}{value}"));
            }
            None => text.push_str(line),
        }
        text.push_str(dice.pick(&["", "", " ", "\t# 1.4.0", " # version = '1.4.0'"]));
        text.push('\n');
    }
    for number in 0..dice.below(4) {
        let table = dice.pick(&["[zz.a", "[[zz.b", "[\"zz.c\"", "[zz-d.'1.4.0'"]);
        let close = if table.starts_with("[[") { "]]" } else { "]" };
        text.push_str(&format!("{table}.n{number}{close}\nversion = {}\n", dice.pick(VALUES)));
    }
    text
}

const NAMES: &[&str] = &["net", "wire-x", "left_1", "\"quoted\"", "version"];
const REQUIREMENTS: &[&str] = &["1.4.0", "^1.4", "~1.4.0", "=1.4.0", ">=1.4, <2", "*", "1.*"];
const TABLES: &[&str] = &[
    "dependencies",
    "dev-dependencies",
    "build-dependencies",
    "target.'cfg(unix)'.dependencies",
    "target.x86_64-pc-windows-msvc.dev-dependencies",
    "workspace.dependencies",
];

/// A Cargo.toml with its slots in their order.
fn cargo(dice: &mut Dice) -> (String, Vec<(String, SlotKind)>) {
    let quote = dice.pick(&["\"", "'"]);
    let mut slots = vec![(DECOY.to_owned(), SlotKind::Version)];
    let mut text = dice.pick(&["", "# 1.4.0\n", "cargo-features = [\"1.4.0\"]\n"]).to_owned();
    text.push_str(&match dice.below(3) {
        0 => format!("[package]\nname = \"core\"\nversion = {quote}1.4.0{quote}\n"),
        1 => format!("[package]\nversion={quote}1.4.0{quote}#1.4.0\nrust-version = \"1.4.0\"\n"),
        _ => format!("[ package ] # \"1.4.0\"\n\t\"version\" = {quote}1.4.0{quote}\n"),
    });
    for table in TABLES {
        if !dice.once_in(2) {
            continue;
        }
        let mut own = String::new();
        let mut open = format!("\n[{table}]\n");
        for name in NAMES.iter().filter(|_| dice.below(2) == 1).collect::<Vec<_>>() {
            let required = dice.pick(REQUIREMENTS);
            let path = dice.once_in(2).then(|| format!("../{}", name.trim_matches('"')));
            let rename = dice.once_in(3).then_some("real-name");
            let mut pairs = vec![format!("version = {quote}{required}{quote}")];
            pairs.extend(path.iter().map(|path| format!("path = \"{path}\"")));
            pairs.extend(rename.map(|name| format!("package = '{name}'")));
            if dice.once_in(2) {
                pairs.reverse();
            }
            match dice.below(4) {
                0 => own.push_str(&format!("{name} = {{ {} }}\n", pairs.join(", "))),
                1 => own
                    .push_str(&format!("{name} = {{features=[\"1.4.0\"],{}}}\n", pairs.join(" ,"))),
                2 => pairs.iter().for_each(|pair| own.push_str(&format!("{name}.{pair}\n"))),
                _ => {
                    let lines = pairs.join("\n");
                    own.push_str(&format!("[{table}.{name}] # 1.4.0\n{lines}\n"));
                    // What follows belongs to a table of its own.
                    open.clear();
                }
            }
            let on = rename.unwrap_or(name.trim_matches('"')).to_owned();
            let kind = SlotKind::Requirement { on, path, table: table.replace('\'', "") };
            slots.push((required.to_owned(), kind));
            if open.is_empty() {
                break;
            }
        }
        // A table may be opened by its parts alone.
        let alone = own.starts_with(&format!("[{table}."));
        text.push_str(&if alone { own } else { format!("\n[{table}]\n{own}") });
    }
    text.push_str("\n[profile.release]\nversion = \"1.4.0\"\n[patch.crates-io]\nnet = \"1.4.0\"\n");
    (text, slots)
}

proptest! {
    #[test]
    fn every_format_is_found_among_other_tables_and_comments(bytes: Vec<u8>, new in "[0-9]{1,2}(\\.[0-9]{1,5}){1,3}") {
        let moved = same::dressed(Syntax::Toml, dress, &mut Dice::new(bytes), &new);
        prop_assert!(moved.is_ok(), "{}", moved.unwrap_err());
    }

    #[test]
    fn a_cargo_toml_is_read_in_whatever_way_it_is_written(bytes: Vec<u8>, new in "[0-9]{1,2}(\\.[0-9]{1,5}){2}") {
        let dice = &mut Dice::new(bytes);
        let (text, slots) = cargo(dice);
        let subject = Subject::of(manifest::format("cargo").unwrap()).unwrap();
        let moved = same::holds(&subject, &same::ends(text, dice), &slots, &new);
        prop_assert_eq!(moved, Ok(true));
    }
}
