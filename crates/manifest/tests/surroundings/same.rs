//! What has to hold of a text that says the same as another.

use manifest::conformance::{Subject, Syntax, there_and_back};
use manifest::{Format, SlotKind};

use crate::dice::Dice;

/// The version that all samples hold, and that has to be left alone wherever else it stands.
pub(crate) const DECOY: &str = "1.4.0";

/// A way to write a text otherwise, so that it says the same.
pub(crate) type Dress = fn(&str, &mut Dice) -> String;

/// Line ends, a byte order mark and the last line's end, as chosen.
pub(crate) fn ends(text: String, dice: &mut Dice) -> String {
    let text = if dice.once_in(2) { text.trim_end_matches('\n').to_owned() } else { text };
    let text = if dice.once_in(2) { text.replace('\n', "\r\n") } else { text };
    if dice.once_in(2) { format!("\u{feff}{text}") } else { text }
}

/// Every slot as its text and its kind.
fn slots(subject: &Subject<'_>, text: &str) -> Result<Vec<(String, SlotKind)>, String> {
    let found = (subject.read)(subject, text.as_bytes());
    let found = found.map_err(|error| format!("{}: {error} in\n{text}", subject.name))?;
    Ok(found.slots.into_iter().map(|slot| (slot.text, slot.kind)).collect())
}

/// The slots of `text` are `wanted`, and moving the version changes nothing else. Whether it moved:
/// a lock file may refuse a version.
pub(crate) fn holds(
    subject: &Subject<'_>,
    text: &str,
    wanted: &[(String, SlotKind)],
    new: &str,
) -> Result<bool, String> {
    let found = slots(subject, text)?;
    if found != wanted {
        return Err(format!("{}: {found:?} instead of {wanted:?} in\n{text}", subject.name));
    }
    there_and_back(subject, text, new).map_err(|what| format!("{}: {what}", subject.name))
}

/// Some format of that syntax, dressed: it reads as its sample does.
pub(crate) fn dressed(
    syntax: Syntax,
    dress: Dress,
    dice: &mut Dice,
    new: &str,
) -> Result<bool, String> {
    let formats: Vec<&'static Format> = syntax.formats().collect();
    let format = formats[dice.below(formats.len())];
    let subject = Subject::of(format).unwrap();
    let wanted = slots(&subject, format.sample)?;
    let text = dress(format.sample, dice);
    holds(&subject, &ends(text, dice), &wanted, new)
}
