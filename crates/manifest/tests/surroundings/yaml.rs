//! YAML: comments and other keys around every format of the table, and Chart.yaml from nothing.

use manifest::SlotKind;
use manifest::conformance::{Subject, Syntax};
use proptest::prelude::*;

use crate::dice::Dice;
use crate::same::{self, DECOY};

const COMMENTS: &[&str] = &["", "# version: 1.4.0", "    # - version: 1.4.0", "  #"];
/// Values of a key at the outermost level.
const VALUES: &[&str] = &[
    " 1.4.0",
    " '1.4.0' # 1.4.0",
    " \"version: \\\"1.4.0\\\" \\u00e4\"",
    " |\n  version: 1.4.0\n  - 1.4.0\n",
    " >-\n  version: 1.4.0\n\n  1.4.0",
    "\n  version: 1.4.0\n  dependencies:\n  - name: net\n    version: 1.4.0",
    " { version: 1.4.0, list: [1.4.0, '1.4.0'] }",
    "\n- version: 1.4.0\n- - 1.4.0",
    "",
];

/// Comments between and behind lines, a document's start, and keys that are nobody's.
fn dress(sample: &str, dice: &mut Dice) -> String {
    let mut text = dice.pick(&["", "---\n", "--- # 1.4.0\n", "# 1.4.0\n---\n"]).to_owned();
    if dice.once_in(3) {
        text.push_str(&format!("x-first:{}\n", dice.pick(VALUES)));
    }
    for line in sample.lines() {
        while dice.once_in(4) {
            text.push_str(&format!("{}\n", dice.pick(COMMENTS)));
        }
        let tail = dice.pick(&["", "", "  ", " # 1.4.0", "\t# version: '1.4.0'"]);
        text.push_str(&format!("{line}{tail}\n"));
    }
    for number in 0..dice.below(3) {
        text.push_str(&format!("x-{number}:{}\n", dice.pick(VALUES)));
    }
    text + dice.pick(&["", "", "\n\n", "# end\n", "...\n"])
}

const NAMES: &[&str] = &["net", "'wire'", "\"left\""];
const REQUIREMENTS: &[&str] = &["1.4.0", "^1.4.0", "'>=1.4.0 <2'", "\"~1.4.0\"", "1.4.x"];

/// A Chart.yaml with its slots in their order.
fn chart(dice: &mut Dice) -> (String, Vec<(String, SlotKind)>) {
    let mut slots = Vec::new();
    let mut parts = Vec::new();
    let (version, application) = (dice.below(2), dice.once_in(2));
    let quote = dice.pick(&["", "'", "\""]);
    for at in 0..2 {
        if at == version {
            parts
                .push(format!("version:{}{quote}1.4.0{quote}\n", dice.pick(&[" ", "   ", "\n  "])));
            slots.push((DECOY.to_owned(), SlotKind::Version));
            if application {
                parts.push("appVersion: \"1.4.0\" # 1.4.0\n".into());
                slots.push((DECOY.to_owned(), SlotKind::Secondary("appVersion")));
            }
        }
        if at == 0 {
            let mut list = String::from("dependencies:\n");
            for name in NAMES.iter().filter(|_| dice.below(2) == 1).collect::<Vec<_>>() {
                let required = dice.pick(REQUIREMENTS);
                let dash = dice.pick(&["- ", "  - ", "  -   "]);
                // The items of one list stand under each other.
                let dash = if list.ends_with("dependencies:\n") { dash } else { "" };
                let entry =
                    format!("{{ name: {name}, version: {required}, repository: \"1.4.0\" }}");
                if dash.is_empty() {
                    break;
                }
                let pad = " ".repeat(dash.len());
                list.push_str(&match dice.below(3) {
                    0 => format!("{dash}{entry}\n"),
                    1 => format!("{dash}name: {name}\n{pad}version: {required} # 1.4.0\n"),
                    _ => format!("{dash}version: {required}\n\n{pad}# 1.4.0\n{pad}name: {name}\n"),
                });
                let bare = |text: &str| text.trim_matches(['\'', '"']).to_owned();
                let table = "dependencies".to_owned();
                let kind = SlotKind::Requirement { on: bare(name), path: None, table };
                slots.push((bare(required), kind));
            }
            let empty = list.ends_with("dependencies:\n");
            parts.push(if empty { "dependencies: []\n".into() } else { list });
        }
    }
    let head = dice.pick(&["", "---\n", "# 1.4.0\n"]);
    let rest = format!("x-other:{}\n", dice.pick(VALUES));
    (format!("{head}apiVersion: v2\nname: core\n{}{rest}", parts.concat()), slots)
}

proptest! {
    #[test]
    fn every_format_is_found_among_other_keys_and_comments(bytes: Vec<u8>, new in "[0-9]{1,2}(\\.[0-9]{1,5}){2,3}") {
        let moved = same::dressed(Syntax::Yaml, dress, &mut Dice::new(bytes), &new);
        prop_assert!(moved.is_ok(), "{}", moved.unwrap_err());
    }

    #[test]
    fn a_chart_is_read_in_whatever_way_it_is_written(bytes: Vec<u8>, new in "[0-9]{1,2}(\\.[0-9]{1,5}){2}") {
        let dice = &mut Dice::new(bytes);
        let (text, slots) = chart(dice);
        let subject = Subject::of(manifest::format("helm").unwrap()).unwrap();
        let moved = same::holds(&subject, &same::ends(text, dice), &slots, &new);
        prop_assert_eq!(moved, Ok(true));
    }
}
