//! XML: comments and other elements around every format of the table, and pom.xml from nothing.

use manifest::conformance::{Subject, Syntax};
use manifest::{Beside, SlotKind};
use proptest::prelude::*;

use crate::dice::Dice;
use crate::same::{self, DECOY};

const BETWEEN: &[&str] = &[
    "",
    " ",
    "\n",
    "\t\n  ",
    "<!-- <version>1.4.0</version> -->",
    "<!-- Version=\"1.4.0\" -->\n",
    "<?zz version=\"1.4.0\"?>",
];
const OTHER: &str = "<zz:other xmlns:zz=\"urn:zz\" version=\"1.4.0\" Version='1.4.0'>\
    <zz:version>1.4.0</zz:version><![CDATA[<version>1.4.0</version>]]>&amp;1.4.0</zz:other>";

/// Comments and white space between elements, white space in tags, other quotes, and an element of
/// another namespace.
fn dress(sample: &str, dice: &mut Dice) -> String {
    let mut text = String::new();
    let mut rest = sample;
    let end = sample.rfind("</").unwrap();
    // A property list has nothing but what is its own.
    let other = !sample.contains("<plist") && dice.once_in(2);
    while let Some((before, tail)) = rest.split_once('<') {
        if before.trim().is_empty() {
            let first = text.is_empty();
            text.push_str(before);
            if !first {
                text.push_str(dice.pick(BETWEEN));
            }
            if other && sample.len() - tail.len() == end + 1 {
                text.push_str(OTHER);
            }
        } else {
            text.push_str(before);
        }
        let close = if tail.starts_with("!--") { "-->" } else { ">" };
        let (tag, after) = tail.split_once(close).unwrap();
        text.push('<');
        text.push_str(&if tag.starts_with(['!', '?']) {
            tag.to_owned()
        } else {
            spaced(tag, dice)
        });
        text.push_str(close);
        rest = after;
    }
    text + rest
}

/// A tag with other white space at its end, and other quotes.
fn spaced(tag: &str, dice: &mut Dice) -> String {
    let (tag, slash) = tag.strip_suffix('/').map_or((tag, ""), |tag| (tag, "/"));
    let quotes = !tag.contains('\'') && dice.once_in(2);
    let tag = if quotes { tag.replace('"', "'") } else { tag.to_owned() };
    let space = dice.pick(&["", "", " ", "\n  ", "\t"]);
    format!("{}{space}{slash}", tag.trim_end())
}

const ARTIFACTS: &[&str] = &["net", "wire", "left"];
const VERSIONS: &[&str] = &["1.4.0", "[1.4.0,2.0)", "(,1.4.0]"];

/// A pom.xml with its slots in their order.
fn maven(dice: &mut Dice) -> (String, Vec<(String, SlotKind)>) {
    let mut slots = Vec::new();
    let mut parts: Vec<String> = Vec::new();
    let gap =
        |text: &str, dice: &mut Dice| format!("{}{text}{}", dice.pick(BETWEEN), dice.pick(BETWEEN));
    let version = dice.below(3);
    for at in 0..3 {
        if at == version {
            parts.push(gap("<version>1.4.0</version>", dice));
            slots.push((DECOY.to_owned(), SlotKind::Version));
        }
        let mut entries = String::new();
        let table = ["dependencies", "dependencyManagement", "profile"][at];
        for artifact in ARTIFACTS.iter().filter(|_| dice.below(2) == 1).collect::<Vec<_>>() {
            let version = dice.pick(VERSIONS);
            let mut pieces = [
                gap("<groupId>org.example</groupId>", dice),
                gap(&format!("<artifactId>{artifact}</artifactId>"), dice),
                gap(&format!("<version>{version}</version>"), dice),
            ];
            if dice.once_in(2) {
                pieces.reverse();
            }
            entries.push_str(&gap(&format!("<dependency>{}</dependency>", pieces.concat()), dice));
            let on = format!("org.example:{artifact}");
            let table = if table == "profile" { "dependencies" } else { table }.to_owned();
            let kind = SlotKind::Requirement { on, path: None, table };
            slots.push((version.to_owned(), kind));
        }
        let list = format!("<dependencies>{entries}</dependencies>");
        parts.push(match table {
            "dependencies" => list,
            "dependencyManagement" => {
                format!("<dependencyManagement>{list}</dependencyManagement>")
            }
            _ => format!("<profiles><profile><id>1.4.0</id>{list}</profile></profiles>"),
        });
    }
    // Whoever inherits it may refer to it.
    slots.push(("1.4.0".to_owned(), SlotKind::Beside(Beside::Setting)));
    let head = dice.pick(&["", "<?xml version=\"1.0\"?>\n", "<!-- 1.4.0 -->\n"]);
    let space = dice.pick(&["", " xmlns=\"http://maven.apache.org/POM/4.0.0\""]);
    let text = format!(
        "{head}<project{space}><groupId>org.example</groupId><artifactId>core</artifactId>{}\
         <properties><left.version>1.4.0</left.version></properties>{}</project>\n",
        parts.concat(),
        if dice.once_in(2) { OTHER } else { "" },
    );
    (text, slots)
}

proptest! {
    #[test]
    fn every_format_is_found_among_comments_and_other_elements(bytes in prop::collection::vec(any::<u8>(), 0..300), new in "[0-9]{1,2}(\\.[0-9]{1,5}){1,3}") {
        let moved = same::dressed(Syntax::Xml, dress, &mut Dice::new(bytes), &new);
        prop_assert!(moved.is_ok(), "{}", moved.unwrap_err());
    }

    #[test]
    fn a_pom_is_read_in_whatever_way_it_is_written(bytes in prop::collection::vec(any::<u8>(), 0..200), new in "[0-9]{1,2}(\\.[0-9]{1,5}){2}") {
        let dice = &mut Dice::new(bytes);
        let (text, slots) = maven(dice);
        let subject = Subject::of(manifest::format("maven").unwrap()).unwrap();
        let moved = same::holds(&subject, &same::ends(text, dice), &slots, &new);
        prop_assert_eq!(moved, Ok(true));
    }
}
