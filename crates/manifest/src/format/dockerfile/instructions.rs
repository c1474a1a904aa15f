//! What a Dockerfile is made of: instructions that go on over several lines, and the here-documents
//! behind them, which are nobody's instructions.
//!
//! Source: Docker's reference of the Dockerfile, "Format", "Parser directives", "Here-Documents"; how a
//! here-document is known is BuildKit's `ParseHeredoc`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::syntax::code::{self, Cursor};
use crate::{LocateError, Source, Trouble};

/// The instructions that here-documents may stand behind.
const WITH_DOCUMENTS: &[&str] = &["RUN", "COPY", "ADD"];

/// One instruction.
pub(super) struct Instruction<'t> {
    name: &'t str,
    /// Whether it is for images that are built on this one.
    pub(super) later: bool,
    /// What stands behind its name, line by line.
    lines: Vec<Cursor<'t>>,
}

/// All instructions of a file.
pub(super) fn read<'t>(source: &'t Source<'_>) -> Result<Vec<Instruction<'t>>, LocateError> {
    let escape = escape(source.body());
    let mut lines = code::lines(source.body());
    let mut all = Vec::new();
    while let Some(first) = lines.next() {
        if is_blank(first) {
            continue;
        }
        let (piece, mut goes_on) = continued(first, escape);
        let mut instruction = Instruction::begin(piece);
        while goes_on && let Some(line) = lines.next() {
            // Neither a comment nor an empty line ends an instruction that goes on.
            if !is_blank(line) {
                let (piece, more) = continued(line, escape);
                instruction.lines.push(piece);
                goes_on = more;
            }
        }
        for document in instruction.documents() {
            if !lines.any(|line| document.ends(line.text)) {
                let message = format!("the here-document `{}` does not end", document.name);
                let trouble = Trouble::Syntax { syntax: "Dockerfile", message };
                return Err(source.refuse(document.at.range(), trouble));
            }
        }
        all.push(instruction);
    }
    Ok(all)
}

/// The sign that lines end with which go on: what the parser directive says, which stands above all
/// else.
fn escape(body: &str) -> char {
    let directives = code::lines(body).map_while(|line| line.text.trim().strip_prefix('#'));
    let said = directives.filter_map(|line| line.split_once('='));
    let mut said = said.take_while(|(key, _)| !key.trim().contains(char::is_whitespace));
    let sign = said.find(|(key, _)| key.trim().eq_ignore_ascii_case("escape"));
    sign.and_then(|(_, sign)| sign.trim().chars().next()).unwrap_or('\\')
}

fn is_blank(line: Cursor<'_>) -> bool {
    let text = line.text.trim_start();
    text.is_empty() || text.starts_with('#')
}

/// A line without the sign that it goes on, and whether it does.
fn continued(line: Cursor<'_>, escape: char) -> (Cursor<'_>, bool) {
    match line.text.trim_end().strip_suffix(escape) {
        Some(text) if !text.ends_with(escape) => (Cursor { text, at: line.at }, true),
        _ => (line, false),
    }
}

impl<'t> Instruction<'t> {
    fn begin(line: Cursor<'t>) -> Self {
        let (name, rest) = line.space().until(char::is_whitespace);
        if name.text.eq_ignore_ascii_case("ONBUILD") {
            return Self { later: true, ..Self::begin(rest) };
        }
        Self { name: name.text, later: false, lines: Vec::from([rest]) }
    }

    /// Whether it is the instruction of that name, which may be written in any case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Its words, with their quotes.
    pub(super) fn words(&self) -> Vec<Cursor<'t>> {
        let mut words = Vec::new();
        let mut quote = None;
        // Whether the last line ended inside of a word.
        let mut inside = false;
        for line in &self.lines {
            let mut start = None;
            let mut escaped = false;
            for (at, c) in line.text.char_indices() {
                if quote.is_none() && !escaped && c.is_whitespace() {
                    words.extend(start.take().map(|start| between(*line, start, at)));
                    inside = false;
                    continue;
                }
                if !inside {
                    (start, inside) = (Some(at), true);
                }
                match c {
                    _ if escaped => escaped = false,
                    '\\' if quote != Some('\'') => escaped = true,
                    '"' | '\'' if quote.is_none() => quote = Some(c),
                    _ if quote == Some(c) => quote = None,
                    _ => {}
                }
            }
            words.extend(start.map(|start| between(*line, start, line.text.len())));
        }
        words
    }

    /// Its flags: the words `--name=value` in front.
    pub(super) fn flags(&self) -> Vec<Cursor<'t>> {
        self.words().into_iter().take_while(|word| word.text.starts_with("--")).collect()
    }

    /// The here-documents behind it, in order.
    fn documents(&self) -> Vec<Document<'t>> {
        if !WITH_DOCUMENTS.iter().any(|name| self.is(name)) {
            return Vec::new();
        }
        self.words().into_iter().filter_map(Document::of).collect()
    }
}

fn between(line: Cursor<'_>, start: usize, end: usize) -> Cursor<'_> {
    Cursor { text: line.text.get(start..end).unwrap_or_default(), at: line.at + start }
}

/// A here-document: the lines up to one that is its name.
struct Document<'t> {
    name: String,
    /// Whether tabs in front of that are no part of it.
    indented: bool,
    at: Cursor<'t>,
}

impl<'t> Document<'t> {
    /// The one that a word announces: `<<EOF`, `3<<-"EOF"`.
    fn of(word: Cursor<'t>) -> Option<Self> {
        let text = word.text.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
        let (indented, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let name = name.replace(['"', '\''], "");
        let is_name = !name.is_empty() && !name.contains('<');
        is_name.then_some(Self { name, indented, at: word })
    }

    fn ends(&self, line: &str) -> bool {
        let line = if self.indented { line.trim_start_matches('\t') } else { line };
        line == self.name
    }
}
