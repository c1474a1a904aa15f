//! JSON: white space and other members around every format of the table, and package.json from
//! nothing.

use manifest::SlotKind;
use manifest::conformance::{Subject, Syntax};
use proptest::prelude::*;

use crate::dice::Dice;
use crate::same::{self, DECOY};

const VALUES: &[&str] = &[
    "null",
    "\"1.4.0\"",
    "\"\\\"version\\\": \\\"1.4.0\\\" \\u00e4 ä \\\\\"",
    "[\"1.4.0\", [], {}]",
    "{ \"version\": \"1.4.0\", \"dependencies\": { \"net\": \"1.4.0\" } }",
    "1.40e-1",
    "false",
];

/// White space between tokens, and members of the outermost object that are nobody's.
fn dress(sample: &str, dice: &mut Dice) -> String {
    let (mut text, mut quoted, mut escaped) = (String::new(), false, false);
    let last = sample.rfind('}').unwrap();
    let mut first = true;
    for (at, c) in sample.char_indices() {
        if at == last {
            member(&mut text, dice, ", ", "");
        }
        let joint = !quoted && "{}[],:".contains(c);
        if joint {
            space(&mut text, dice);
        }
        text.push(c);
        if joint {
            space(&mut text, dice);
        }
        if c == '{' && core::mem::take(&mut first) {
            member(&mut text, dice, "", ", ");
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
    }
    text
}

fn space(text: &mut String, dice: &mut Dice) {
    text.push_str(dice.pick(&["", "", "", " ", "\t", "\n", " \n\t", "\n\n    "]));
}

fn member(text: &mut String, dice: &mut Dice, before: &str, after: &str) {
    if dice.once_in(2) {
        let name = if before.is_empty() { "zz-first" } else { "zz-last" };
        text.push_str(&format!("{before}\"{name}\" : {}{after}", dice.pick(VALUES)));
    }
}

const TABLES: &[&str] =
    &["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
const NAMES: &[&str] = &["left", "@line/net", "a.b-c", "version"];
/// Requirements, with the package that each is on: `Some("")` is that of the key, `None` none.
const REQUIREMENTS: &[(&str, Option<&str>)] = &[
    ("1.4.0", Some("")),
    ("^1.4.0", Some("")),
    (">=1.4.0 <2 || 3.x", Some("")),
    ("workspace:~1.4.0", Some("")),
    ("workspace:@line/other@^1.4.0", Some("@line/other")),
    ("npm:@line/other@^1.4.0", None),
    ("file:../1.4.0", None),
    ("https://example.org/left-1.4.0.tgz", None),
    ("git+ssh://example.org/left.git#1.4.0", None),
];

/// A package.json with its slots in their order.
fn npm(dice: &mut Dice) -> (String, Vec<(String, SlotKind)>) {
    let mut slots = Vec::new();
    let mut members = Vec::new();
    let version = dice.below(TABLES.len() + 1);
    for (at, table) in TABLES.iter().enumerate() {
        if at == version {
            members.push(format!("\"version\"{}", dice.pick(&[": \"1.4.0\"", " :\n\"1.4.0\""])));
            slots.push((DECOY.to_owned(), SlotKind::Version));
        }
        let mut entries = Vec::new();
        for name in NAMES.iter().filter(|_| dice.below(2) == 1).collect::<Vec<_>>() {
            let (text, on) = REQUIREMENTS[dice.below(REQUIREMENTS.len())];
            entries.push(format!("\"{name}\": \"{text}\""));
            if let Some(on) = on {
                let on = if on.is_empty() { *name } else { on }.to_owned();
                let kind = SlotKind::Requirement { on, path: None, table: (*table).to_owned() };
                // Behind an alias only the requirement is one.
                let alias = text.strip_prefix("workspace:").and_then(|text| text.rsplit_once('@'));
                slots.push((alias.map_or(text, |(_, of)| of).to_owned(), kind));
            }
        }
        members.push(format!("\"{table}\": {{ {} }}", entries.join(", ")));
        members.push(format!("\"zz-{at}\": {}", dice.pick(VALUES)));
    }
    if version == TABLES.len() {
        members.push("\"version\":\"1.4.0\"".into());
        slots.push((DECOY.to_owned(), SlotKind::Version));
    }
    let joint = dice.pick(&[",\n  ", ", ", "\n,", ",\t"]);
    (format!("{{ {} }}\n", members.join(joint)), slots)
}

proptest! {
    #[test]
    fn every_format_is_found_among_other_members_and_white_space(bytes in prop::collection::vec(any::<u8>(), 0..600), new in "[0-9]{1,2}(\\.[0-9]{1,5}){1,3}") {
        let moved = same::dressed(Syntax::Json, dress, &mut Dice::new(bytes), &new);
        prop_assert!(moved.is_ok(), "{}", moved.unwrap_err());
    }

    #[test]
    fn a_package_json_is_read_in_whatever_way_it_is_written(bytes: Vec<u8>, new in "[0-9]{1,2}(\\.[0-9]{1,5}){2}") {
        let dice = &mut Dice::new(bytes);
        let (text, slots) = npm(dice);
        let subject = Subject::of(manifest::format("npm").unwrap()).unwrap();
        let moved = same::holds(&subject, &same::ends(text, dice), &slots, &new);
        prop_assert_eq!(moved, Ok(true));
    }
}
