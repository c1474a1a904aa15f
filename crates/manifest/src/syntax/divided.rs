//! Versions that are divided into numbers: macros called `…_MAJOR`, `…_MINOR` and so on.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::code::Cursor;
use crate::{LocateError, Source, Trouble};

/// What the names end with, in capitals, by the place of the number in the version.
const ENDS: [&[&str]; 5] = [
    &["VERSION_MAJOR", "MAJOR_VERSION", "VER_MAJOR"],
    &["VERSION_MINOR", "MINOR_VERSION", "VER_MINOR"],
    &[
        "VERSION_PATCH",
        "PATCH_VERSION",
        "VER_PATCH",
        "VERSION_MICRO",
        "MICRO_VERSION",
        "VERSION_TEENY",
        "VERSION_BUILD",
        "VERSION_RELEASE",
        "PATCHLEVEL",
    ],
    &["VERSION_TWEAK"],
    // The third where there is no other one, and the fourth behind that.
    &["VERSION_REVISION", "REVISION_VERSION", "VER_REVISION"],
];

/// The numbers found of one version, by the row of their names.
#[derive(Debug, Default)]
pub(crate) struct Divided<'t>([Vec<Cursor<'t>>; 5]);

impl<'t> Divided<'t> {
    /// Takes `value` where `name` is that of a version's number and the value is one; `_` may stand
    /// anywhere in the name.
    pub(crate) fn take(&mut self, name: &str, value: Cursor<'t>) {
        let bare = |name: &str| -> String {
            name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_uppercase()).collect()
        };
        let name = bare(name);
        let place = ENDS.iter().position(|ends| ends.iter().any(|end| name.ends_with(&bare(end))));
        let digits = !value.text.is_empty() && value.text.bytes().all(|b| b.is_ascii_digit());
        if let Some(found) = place.and_then(|place| self.0.get_mut(place)).filter(|_| digits) {
            found.push(value);
        }
    }

    /// The numbers, the highest first; `None` where there are not two at least.
    ///
    /// # Errors
    /// A number that stands twice, or without the one above it.
    pub(crate) fn version(
        &self,
        source: &Source<'_>,
    ) -> Result<Option<Vec<Cursor<'t>>>, LocateError> {
        let [major, minor, patch, tweak, revision] = &self.0;
        let last = [tweak.as_slice(), revision].concat();
        let (third, fourth) = match patch.is_empty() {
            true => ((4, revision), (3, tweak)),
            false => ((2, patch), (3, &last)),
        };
        let name =
            |row: usize| ENDS.get(row).and_then(|ends| ends.first()).copied().unwrap_or_default();
        let mut numbers = Vec::new();
        let mut missing = None;
        for (place, (row, found)) in [(0, major), (1, minor), third, fourth].into_iter().enumerate()
        {
            match (found.as_slice(), missing) {
                ([], _) => missing = missing.or(Some(place)),
                ([number], None) => numbers.push(*number),
                ([number], Some(above)) => {
                    let wanted = format!("a macro `…{}` too", name(above));
                    return Err(source.refuse(number.range(), Trouble::NoVersion { wanted }));
                }
                ([_, second, ..], _) => {
                    let what = format!("a macro `…{}`", name(row));
                    let trouble = Trouble::Count { what, wanted: 1, found: found.len() };
                    return Err(source.refuse(second.range(), trouble));
                }
            }
        }
        Ok((numbers.len() > 1).then_some(numbers))
    }
}

/// The numbers of `1,4,0,0`, with any white space around them; `None` where it is something else.
pub(crate) fn by_commas(list: Cursor<'_>) -> Option<Vec<Cursor<'_>>> {
    let mut numbers = Vec::new();
    let mut rest = list;
    loop {
        let (piece, after) = rest.until(|c| c == ',');
        let number = piece.space().trimmed();
        if number.text.is_empty() || !number.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        numbers.push(number);
        match after.word(",") {
            Some(after) => rest = after,
            None => return (numbers.len() > 1).then_some(numbers),
        }
    }
}
