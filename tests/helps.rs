//! What to do next is written alike, whoever says it: those that no test makes the program say as well.

use place::is_next_step;

use crate::house::{read, sources};

/// Every piece of text in what a file's errors say of what to do next.
fn pieces(code: &str) -> Vec<String> {
    let code = code.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let bodies = code.split("\n    fn help(&self) -> Option<String> {\n").skip(1);
    let bodies = bodies.map(|rest| rest.split("\n    }\n").next().unwrap_or_default());
    bodies.flat_map(|body| literals(&without_comments(body))).collect()
}

fn without_comments(code: &str) -> String {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The strings of a piece of code, their lines joined as Rust joins them.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = code.chars().peekable();
    while rest.by_ref().any(|c| c == '"') {
        let mut text = String::new();
        while let Some(c) = rest.next().filter(|c| *c != '"') {
            match c {
                '\\' if rest.next_if_eq(&'\n').is_some() => {
                    while rest.next_if(|c| c.is_whitespace()).is_some() {}
                }
                '\\' => text.extend(rest.next()),
                c => text.push(c),
            }
        }
        found.push(text);
    }
    found
}

#[test]
fn what_to_do_next_is_written_alike() {
    let files = sources("crates").into_iter().chain(sources("xtask/src"));
    let (mut looked_at, mut odd) = (0, Vec::new());
    for file in files.filter(|file| !file.contains("/tests/")) {
        for piece in pieces(&read(&file)) {
            looked_at += 1;
            if piece.len() > 2 && !is_next_step(&piece) {
                odd.push(format!("{file}: {piece}"));
            }
        }
    }
    assert!(looked_at > 300, "{looked_at}");
    assert!(odd.is_empty(), "not in lower case, or with full stops: {odd:#?}");
}

#[test]
fn pieces_are_found_as_they_are_written() {
    let code = "impl Explain for E {\n    fn help(&self) -> Option<String> {\n        // \"No\"\n        \
                Some(match self {\n            A => \"a \\\n             b\\\"c\".into(),\n            \
                B => format!(\"{x}. D\"),\n        })\n    }\n\n    fn x() { \"e\" }\n}\n";
    assert_eq!(pieces(code), ["a b\"c", "{x}. D"]);
}
