//! Files that are read by lines or words: the samples' own comments anywhere in them, and a gemspec
//! from nothing.

use manifest::SlotKind;
use manifest::conformance::{Subject, Syntax};
use proptest::prelude::*;

use crate::dice::Dice;
use crate::same::{self, DECOY};

/// The first line of a sample, where it is a comment: it has the version in it and is no slot.
fn comment(sample: &str) -> Option<&str> {
    let first = sample.lines().next()?;
    let signs = ["#", "//", "dnl ", ";", "/*"];
    (first.contains(DECOY) && signs.iter().any(|sign| first.starts_with(sign))).then_some(first)
}

/// White space behind lines, and the sample's own comment between any two of them.
fn dress(sample: &str, dice: &mut Dice) -> String {
    let comment = comment(sample);
    let mut text = String::new();
    for line in sample.lines() {
        while let Some(comment) = comment.filter(|_| dice.once_in(4)) {
            text.push_str(comment);
            text.push('\n');
        }
        // Behind a backslash white space would make it another one, and in an empty line a line.
        let stays = line.is_empty() || line.ends_with('\\');
        let tail = if stays { "" } else { dice.pick(&["", "", " ", "\t"]) };
        text.push_str(&format!("{line}{tail}\n"));
    }
    if let Some(comment) = comment.filter(|_| dice.once_in(2)) {
        text.push_str(&format!("\n{comment}\n"));
    }
    text
}

const NAMES: &[&str] = &["net", "wire-x", "left_1"];
const BOUNDS: &[&str] = &["1.4.0", "~> 1.4", ">= 1.4.0", "< 2", "= 1.4.0"];
const CALLS: &[&str] = &["add_dependency", "add_runtime_dependency", "add_development_dependency"];
const NOISE: &[&str] = &[
    "",
    "  # spec.version = \"1.4.0\"",
    "  spec.required_ruby_version = \">= 1.4.0\"",
    "  spec.description = 'version = \"1.4.0\" # no comment'",
    "  spec.metadata[\"version\"] = \"1.4.0\"",
    "  spec.files = Dir[\"lib/**/*.rb\"] # 1.4.0",
];

/// A gemspec with its slots in their order.
fn gemspec(dice: &mut Dice) -> (String, Vec<(String, SlotKind)>) {
    let mut lines = vec![dice.pick(&["", "# 1.4.0"]).to_owned()];
    let name = dice.pick(&["spec", "s", "gem"]);
    lines.push(format!("Gem::Specification.new do |{name}|"));
    let mut slots = Vec::new();
    let quote = dice.pick(&["\"", "'"]);
    let version = dice.below(3);
    for at in 0..3 {
        lines.push(dice.pick(NOISE).replace("spec", name));
        if at == version {
            let equals = dice.pick(&[" = ", "=", "      =\t"]);
            let tail = dice.pick(&["", " # 1.4.0", ".freeze", "  "]);
            lines.push(format!("\t{name}.version{equals}{quote}1.4.0{quote}{tail}"));
            slots.push((DECOY.to_owned(), SlotKind::Version));
        }
        let on = dice.pick(NAMES);
        let bounds: Vec<&str> =
            (0..dice.below(3)).map(|_| *BOUNDS.get(dice.below(5)).unwrap()).collect();
        let list: String = bounds
            .iter()
            .map(|bound| format!(",{} {quote}{bound}{quote}", dice.pick(&["", " "])))
            .collect();
        let call = dice.pick(CALLS);
        lines.push(match dice.below(2) {
            0 => format!("  {name}.{call} '{on}'{list}"),
            _ => format!("  {name}.{call}( \"{on}\"{list} ) # 1.4.0"),
        });
        slots.extend(bounds.iter().map(|bound| {
            let (on, table) = (on.to_owned(), "dependencies".to_owned());
            ((*bound).to_owned(), SlotKind::Requirement { on, path: None, table })
        }));
    }
    lines.push("end".into());
    (lines.join("\n") + "\n", slots)
}

#[test]
fn most_samples_begin_with_a_comment() {
    let formats: Vec<_> = Syntax::Lines.formats().collect();
    let with = formats.iter().filter(|format| comment(format.sample).is_some()).count();
    assert!(with * 2 > formats.len(), "{with} of {}", formats.len());
}

proptest! {
    #[test]
    fn every_format_is_found_among_its_own_comments(bytes: Vec<u8>, new in "[0-9]{1,2}(\\.[0-9]{1,5}){1,3}") {
        let moved = same::dressed(Syntax::Lines, dress, &mut Dice::new(bytes), &new);
        prop_assert!(moved.is_ok(), "{}", moved.unwrap_err());
    }

    #[test]
    fn a_gemspec_is_read_in_whatever_way_it_is_written(bytes: Vec<u8>, new in "[0-9]{1,2}(\\.[0-9]{1,5}){2}") {
        let dice = &mut Dice::new(bytes);
        let (text, slots) = gemspec(dice);
        let subject = Subject::of(manifest::format("gemspec").unwrap()).unwrap();
        let moved = same::holds(&subject, &same::ends(text, dice), &slots, &new);
        prop_assert_eq!(moved, Ok(true));
    }
}
