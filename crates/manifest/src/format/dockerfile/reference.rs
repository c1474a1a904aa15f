//! The images that an instruction takes, with what build arguments put into their names and tags.

use alloc::string::String;
use alloc::vec::Vec;

use version::native::OCI;

use super::instructions::Instruction;
use crate::syntax::code::Cursor;
use crate::syntax::image::{self, Image};
use crate::{Elsewhere, LocateError, Located, Source, Trouble};

/// How many arguments one may be made of, one by the other.
const DEEPEST: usize = 4;

/// How many pieces a reference may be put together of, and how long it may be: an argument may name
/// another one as often as it likes.
const MOST: usize = 32;
const LONGEST: usize = 4096;

/// A version that no tag has: what becomes of a tag is tried on it.
const TRIAL: &str = "90071.81.72";

/// A build argument with its default.
#[derive(Clone, Copy)]
pub(crate) struct Argument<'t> {
    pub(crate) name: &'t str,
    pub(crate) value: Cursor<'t>,
}

/// The images that an instruction names: what it builds on, copies from or mounts.
pub(super) fn images<'t>(instruction: &Instruction<'t>) -> Vec<Cursor<'t>> {
    let flags = || instruction.flags().into_iter();
    let all: Vec<Cursor<'_>> = if instruction.is("FROM") {
        instruction
            .words()
            .into_iter()
            .find(|word| !word.text.starts_with("--"))
            .into_iter()
            .collect()
    } else if instruction.is("COPY") {
        flags().filter_map(|flag| flag.word("--from=")).collect()
    } else if instruction.is("RUN") {
        let mounts = flags().filter_map(|flag| flag.word("--mount="));
        mounts.flat_map(fields).filter_map(|field| field.word("from=")).collect()
    } else {
        Vec::new()
    };
    all.into_iter().map(unquoted).collect()
}

/// What stands between the commas of a flag's value.
fn fields(value: Cursor<'_>) -> Vec<Cursor<'_>> {
    let mut fields = Vec::new();
    let mut rest = unquoted(value);
    loop {
        let (field, after) = rest.until(|c| c == ',');
        fields.push(field);
        match after.word(",") {
            Some(after) => rest = after,
            None => return fields,
        }
    }
}

/// A word without quotes around it.
pub(super) fn unquoted(word: Cursor<'_>) -> Cursor<'_> {
    match word.quoted() {
        Some((inside, rest)) if rest.text.is_empty() => inside,
        _ => word,
    }
}

/// The tag of an image, as a requirement on it in `table`: where it stands, or in the default of the
/// build argument, or of any variable, that has its numbers.
pub(crate) fn requirement(
    source: &Source<'_>,
    reference: Cursor<'_>,
    arguments: &[Argument<'_>],
    table: &str,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut pieces = Pieces::default();
    pieces.add(reference, arguments, DEEPEST);
    let Some(text) = pieces.text() else { return Ok(()) };
    let image = image::parse(Cursor { text: &text, at: 0 });
    let Some(tag) = image.tag.filter(|tag| !tag.text.is_empty()) else { return Ok(()) };
    let parts = pieces.within(tag);
    let moved = |text: &str| match OCI.requires {
        Some(rules) => (rules.follow)(text, TRIAL).ok(),
        None => None,
    };
    // What follows for itself as the whole tag would is the part with the numbers.
    let whole = moved(tag.text);
    let alone = |at: usize| {
        let mut tag = String::new();
        for (other, part) in parts.iter().enumerate() {
            if other == at { tag.push_str(&moved(part.text)?) } else { tag.push_str(part.text) }
        }
        Some(tag)
    };
    let part = match parts.as_slice() {
        [one] => Some(*one),
        // Somebody else says it, or it has no numbers and stays.
        _ if !pieces.computed && tag.text.contains('$') => return Ok(()),
        _ if whole.as_deref() == Some(tag.text) => return Ok(()),
        parts => {
            let same = |at: &usize| whole.is_some() && alone(*at) == whole;
            (0..parts.len()).find(same).and_then(|at| parts.get(at).copied())
        }
    };
    if let Some(part) = part.filter(|part| !pieces.computed || !part.text.contains('$')) {
        let image = Image { tag: Some(part), ..image };
        return found.image(source, &image, table);
    }
    let what = alloc::format!("the tag of `{}`", image.name);
    let trouble = Trouble::Unplain { what, value: tag.text.into() };
    let (span, on) = (source.span(reference.range()), image.name.into());
    found.elsewhere.push(Elsewhere::Unread { span, on, trouble });
    Ok(())
}

/// A text that is put together of pieces that stand in several places.
#[derive(Default)]
struct Pieces<'t> {
    all: Vec<Cursor<'t>>,
    /// Whether an argument that the file knows is changed on the way: `${TAG%-*}`.
    computed: bool,
}

impl<'t> Pieces<'t> {
    /// Adds a text, with the defaults of what it takes in its place. What has none stays as it is
    /// written.
    fn add(&mut self, text: Cursor<'t>, arguments: &[Argument<'t>], deep: usize) {
        let mut rest = text;
        loop {
            let (plain, from) = rest.until(|c| c == '$');
            self.push(plain);
            if self.all.len() > MOST {
                return;
            }
            let Some(variable) = Variable::read(from) else { return self.push(from) };
            rest = variable.rest;
            let known = arguments.iter().find(|one| one.name == variable.name);
            let value = match variable.change {
                Some(change) if !change.is_default => {
                    self.computed |= known.is_some();
                    None
                }
                change => known.map(|one| one.value).or(change.map(|change| change.word)),
            };
            match (value, deep.checked_sub(1)) {
                (Some(value), Some(deep)) => self.add(value, arguments, deep),
                _ => self.push(variable.whole),
            }
        }
    }

    fn push(&mut self, piece: Cursor<'t>) {
        if !piece.text.is_empty() && self.all.len() <= MOST {
            self.all.push(piece);
        }
    }

    /// The whole text; `None` for what is no reference.
    fn text(&self) -> Option<String> {
        let length: usize = self.all.iter().map(|piece| piece.text.len()).sum();
        let fits = self.all.len() <= MOST && length <= LONGEST;
        fits.then(|| self.all.iter().map(|piece| piece.text).collect())
    }

    /// What of the pieces a part of the text is.
    fn within(&self, part: Cursor<'_>) -> Vec<Cursor<'t>> {
        let (from, to) = (part.at, part.at + part.text.len());
        let mut parts = Vec::new();
        let mut at = 0;
        for piece in &self.all {
            let length = piece.text.len();
            let (start, end) = (from.saturating_sub(at), to.saturating_sub(at).min(length));
            if let Some(text) = piece.text.get(start..end).filter(|text| !text.is_empty()) {
                parts.push(Cursor { text, at: piece.at + start });
            }
            at += length;
        }
        parts
    }
}

/// `$NAME` or `${NAME}`, with what changes it.
struct Variable<'t> {
    name: &'t str,
    change: Option<Change<'t>>,
    whole: Cursor<'t>,
    rest: Cursor<'t>,
}

/// What stands behind a variable's name: `:-1.4`.
struct Change<'t> {
    /// Whether it is what to take where the variable is not set.
    is_default: bool,
    word: Cursor<'t>,
}

impl<'t> Variable<'t> {
    /// The one that the text begins with.
    fn read(from: Cursor<'t>) -> Option<Self> {
        let inside = from.word("$")?;
        let until = |rest: Cursor<'_>| {
            let text = from.text.get(..rest.at - from.at).unwrap_or_default();
            Cursor { text, at: from.at }
        };
        let Some(braced) = inside.word("{") else {
            let (name, rest) = inside.name();
            let whole = until(rest);
            let named = !name.text.is_empty();
            return named.then_some(Self { name: name.text, change: None, whole, rest });
        };
        let (name, after) = braced.name();
        let (change, closing) = after.until(|c| c == '}');
        let rest = closing.word("}")?;
        let word = change.word(":-").or_else(|| change.word("-"));
        // `${NAME:?}` takes it as it is.
        let is_plain =
            change.text.is_empty() || change.text.trim_start_matches(':').starts_with('?');
        let is_default = word.is_some();
        let change = Change { is_default, word: word.unwrap_or(change) };
        let change = (!is_plain).then_some(change);
        Some(Self { name: name.text, change, whole: until(rest), rest })
    }
}
