//! What must hold for any bytes whatsoever: nothing panics, and an edit changes its slot alone.

use std::sync::LazyLock;

use manifest::conformance::{Subject, Syntax};
use manifest::{Edit, Format, Locator, Source, splice, verify};

/// Every target: the formats of one syntax, in the order of the table. A format joins by its row,
/// for its sample tells its syntax.
pub const TARGETS: [(&str, Syntax); 5] = [
    ("toml", Syntax::Toml),
    ("json", Syntax::Json),
    ("xml", Syntax::Xml),
    ("yaml", Syntax::Yaml),
    ("lines", Syntax::Lines),
];

/// The formats of each syntax. To tell them takes all samples, too long for each input.
static FORMATS: LazyLock<Vec<(Syntax, Vec<&'static Format>)>> =
    LazyLock::new(|| Syntax::ALL.iter().map(|one| (*one, one.formats().collect())).collect());

/// Tries a format of a syntax, which the first byte chooses, on the other bytes.
///
/// # Panics
/// Where an edit changed anything but its slot, or cannot be taken back.
pub fn test(syntax: Syntax, data: &[u8]) {
    let found = FORMATS.iter().find(|(one, _)| *one == syntax);
    let formats = found.map(|(_, formats)| formats.as_slice()).unwrap_or_default();
    let Some((first, bytes)) = data.split_first() else { return };
    let Some(format) = formats.get(usize::from(*first) % formats.len().max(1)) else { return };
    let path = Subject::of(format).expect("a file's name").path;
    let Ok(source) = Source::new(&path, bytes) else { return };
    let Ok(located) = (format.locate)(&source) else { return };
    let locator = Locator::Format(format);
    for slot in &located.slots {
        assert_eq!(slot.span.of(source.text), Some(slot.text.as_str()), "a slot is its bytes");
        let edit = slot.edit("7.6.5");
        let after = splice(bytes, std::slice::from_ref(&edit)).expect("a slot can be replaced");
        let back = Edit {
            span: place::Span::new(edit.span.start, edit.span.start + edit.new.len()),
            old: edit.new.clone(),
            new: edit.old.clone(),
        };
        assert_eq!(splice(&after, &[back]).expect("and put back"), bytes);
        // It may be refused, where the file says otherwise once the slot has changed, and must
        // not panic.
        let _ = verify(&locator, &path, bytes, &after, std::slice::from_ref(&edit));
    }
}
