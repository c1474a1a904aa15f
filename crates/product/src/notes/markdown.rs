//! Notes as Markdown.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::note::{begins_block, entry, heading};
use super::plain::plain;
use super::shared::Shared;
use super::{ComponentNotes, Notes};

/// The whole of them under one title: first what is said of compatibility, then a section for each
/// component. Empty where there is nothing to tell.
#[must_use]
pub fn whole(notes: &Notes) -> String {
    if notes.components.is_empty() {
        return String::new();
    }
    let speaker = notes.name.as_deref().unwrap_or(&notes.product);
    let mut out = match &notes.title {
        Some(title) => format!("# {title}\n"),
        None => format!("# {speaker}, unreleased\n"),
    };
    sections(&mut out, &notes.components, 2);
    out
}

/// The notes of one component under its own title.
#[must_use]
pub fn one(notes: &ComponentNotes) -> String {
    let mut out = format!("# {}\n", called(notes));
    alone(&mut out, notes, 2);
    out
}

/// Adds a section on compatibility, one on the commits of several components, and one for each
/// component that there is more to tell of, with headings from `level` down.
pub(crate) fn sections(out: &mut String, components: &[ComponentNotes], level: usize) {
    // One change may be several components': it is told once, with all their names.
    let mut told: Vec<(&str, &str, Vec<&str>)> = Vec::new();
    for component in components {
        for note in &component.notes {
            let Some(text) = &note.compatibility else { continue };
            match told.iter_mut().find(|(file, ..)| *file == note.file) {
                Some((.., names)) => names.push(&component.name),
                None => told.push((&note.file, text, [component.name.as_str()].into())),
            }
        }
    }
    let texts = told.into_iter().map(|(_, text, names)| {
        // What begins with a heading or a list cannot follow on one line.
        let gap = if begins_block(text) { "\n\n" } else { " " };
        format!("{}:{gap}{text}", names.join(", "))
    });
    compatibility(out, level, texts);
    let shared = Shared::of(components);
    if !shared.is_empty() {
        headed(out, level, "Several components");
        apart(out);
        out.push_str(&shared.text(step));
    }
    for component in &components.iter().filter_map(|one| shared.left(one)).collect::<Vec<_>>() {
        headed(out, level, &called(component));
        body(out, component, level + 1);
        let said = component.notes.iter().any(|note| !note.text.is_empty());
        if !said && component.because.is_empty() && component.commits.is_empty() {
            apart(out);
            out.push_str("See the note on compatibility.\n");
        }
    }
}

/// Adds the same of one component, without a section of its name.
pub(crate) fn alone(out: &mut String, component: &ComponentNotes, level: usize) {
    let texts = component.notes.iter().filter_map(|note| note.compatibility.clone());
    compatibility(out, level, texts);
    body(out, component, level);
}

fn compatibility(out: &mut String, level: usize, texts: impl Iterator<Item = String>) {
    let mut texts = texts.peekable();
    if texts.peek().is_some() {
        headed(out, level, "Compatibility");
        apart(out);
        texts.for_each(|text| out.push_str(&entry(&text)));
    }
}

fn headed(out: &mut String, level: usize, title: &str) {
    apart(out);
    out.push_str(&"#".repeat(level));
    out.push(' ');
    out.push_str(title);
    out.push('\n');
}

/// Ends what stands there with a blank line.
fn apart(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// What a component's section is called.
fn called(component: &ComponentNotes) -> String {
    let comma = if component.to.is_none() { "," } else { "" };
    format!("{}{comma} {}", component.name, step(component))
}

/// A component's version before and after, as far as they are known.
fn step(component: &ComponentNotes) -> String {
    let ComponentNotes { from, to, tag, .. } = component;
    match (from, to, tag) {
        (Some(from), Some(to), Some(_)) if from != to => format!("{from} → {to}"),
        (_, Some(to), _) => to.clone(),
        (_, None, Some(tag)) => format!("since {tag}"),
        (_, None, None) => "never released".into(),
    }
}

/// Notes by impact, or the commits in their place, and why it moves.
fn body(out: &mut String, component: &ComponentNotes, level: usize) {
    let mut under = None;
    for note in component.notes.iter().filter(|note| !note.text.is_empty()) {
        let impact = note.impacts.first();
        if under != Some(impact) {
            headed(out, level, &impact.map_or_else(String::new, |id| heading(id)));
            apart(out);
            under = Some(impact);
        }
        out.push_str(&entry(&note.text));
    }
    if !component.commits.is_empty() {
        apart(out);
        let entries = component.commits.iter().map(|one| format!("- {}\n", plain(&one.subject)));
        entries.for_each(|entry| out.push_str(&entry));
    }
    if !component.because.is_empty() {
        apart(out);
        // Names in it are foreign: they come from manifests.
        let because: Vec<String> = component.because.iter().map(|one| plain(one)).collect();
        out.push_str(&because.join(" "));
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::Note;

    fn notes() -> ComponentNotes {
        ComponentNotes {
            name: "core".into(),
            from: Some("1.0".into()),
            to: Some("1.1".into()),
            tag: Some("core-1.0".into()),
            reasons: Vec::new(),
            because: Vec::new(),
            notes: Vec::new(),
            commits: Vec::new(),
        }
    }

    #[test]
    fn names_in_reasons_are_text() {
        let because = ["Fix: `a` is <img src=x>.", "Fix: a\n## 9.9\u{202e}."];
        let told = ComponentNotes { because: because.map(Into::into).into(), ..notes() };
        let wanted = "# core 1.0 → 1.1\n\nFix: `a` is \\<img src=x>. Fix: a ## 9.9 .\n";
        assert_eq!(one(&told), wanted);
    }

    #[test]
    fn chain_12_a_list_on_compatibility_stays_one() {
        let compatibility = Some("1. Stop.\n2. Start.".into());
        let note = Note {
            file: "changes/a.md".into(),
            impacts: Vec::new(),
            text: String::new(),
            compatibility,
        };
        let told = ComponentNotes { notes: [note].into(), ..notes() };
        let mut out = String::new();
        sections(&mut out, &[told], 2);
        let head = "## Compatibility\n\n- core:\n\n  1. Stop.\n  2. Start.\n";
        assert!(out.starts_with(head), "{out}");
    }
}
