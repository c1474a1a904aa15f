//! Numbers, then a marked pre-release: what most ecosystems write, each with marks of its own.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use super::numbers::{Shape, dotted, is_letters, neutral, number};
use crate::native::{NativeError, Neutral};

/// How one ecosystem writes `1.5.0`, `rc` and `1` in one text.
pub(crate) struct Spelling {
    /// The numbers, as they are written.
    pub(crate) shape: Shape,
    /// The fewest numbers that are read, where the ecosystem forgives missing ones.
    pub(crate) reads: usize,
    /// What stands before the label: `~`.
    pub(crate) lead: &'static str,
    /// What stands between the label and its number: `.`, or nothing.
    pub(crate) middle: &'static str,
    /// The labels that the ecosystem knows for pre-releases, in whatever case; empty where any letters
    /// do.
    pub(crate) labels: &'static [&'static str],
    /// Why no other label does, as a fragment.
    pub(crate) only: &'static str,
}

impl Spelling {
    /// `shape`, marked by `lead` and `middle`, and any label.
    pub(crate) const fn any(shape: Shape, lead: &'static str, middle: &'static str) -> Self {
        let reads = shape.least;
        Self { shape, reads, lead, middle, labels: &[], only: "" }
    }

    /// Writes a version; the numbers are padded to `arity`.
    pub(crate) fn write(
        &self,
        version: &Neutral,
        arity: Option<usize>,
    ) -> Result<String, NativeError> {
        self.marked(&self.shape.numbers(version, arity)?, version)
    }

    /// Writes a version without the number that a build server gave it.
    pub(crate) fn write_own(&self, version: &Neutral) -> Result<String, NativeError> {
        self.marked(&self.shape.fitting(version, version.numbers.clone(), None)?, version)
    }

    /// The `numbers`, and the pre-release of `version` behind them.
    fn marked(&self, numbers: &[u64], version: &Neutral) -> Result<String, NativeError> {
        let numbers = dotted(numbers);
        let Some((label, number)) = &version.pre else { return Ok(numbers) };
        self.known(label)?;
        Ok(format!("{numbers}{}{label}{}{number}", self.lead, self.middle))
    }

    /// Reads what [`Spelling::write`] writes, and nothing else.
    pub(crate) fn read(&self, text: &str) -> Result<Neutral, NativeError> {
        self.read_prefix(text, text)
    }

    /// Reads `prefix`, which `text` begins with; errors quote `text`, and suggest the rest of it.
    pub(crate) fn read_prefix(&self, text: &str, prefix: &str) -> Result<Neutral, NativeError> {
        let shape = Shape { least: self.reads, ..self.shape };
        let (numbers, rest) = leading_numbers(prefix);
        let pre = match rest {
            "" => None,
            rest => Some(self.pre(rest).ok_or_else(|| {
                let core = prefix.split_once(self.lead).map_or(prefix, |(core, _)| core);
                let after = text.get(prefix.len()..).unwrap_or_default();
                // The numbers may be what is wrong; a suggestion is made of what follows them.
                let numbers_wrong = || shape.read_prefix(text, core).err();
                self.meant(numbers, rest, after)
                    .map(|wanted| self.refused(text, rest, Some(wanted)))
                    .or_else(numbers_wrong)
                    .unwrap_or_else(|| self.refused(text, rest, None))
            })?),
        };
        Ok(neutral(shape.read_prefix(text, numbers)?, pre))
    }

    /// The label and the number in what stands after the numbers.
    fn pre(&self, rest: &str) -> Option<(String, u64)> {
        let marked = rest.strip_prefix(self.lead)?;
        let (label, digits) = letters(marked)?;
        self.known(label).ok()?;
        Some((label.to_owned(), number(digits.strip_prefix(self.middle)?).ok()?))
    }

    /// A label of letters that the ecosystem knows: digits and signs would be read as something
    /// else.
    fn known(&self, label: &str) -> Result<(), NativeError> {
        let (why, labels): (_, &'static [&'static str]) = match self.labels {
            [] if is_letters(label) => return Ok(()),
            [] => ("a label is letters only, its number comes after it", &["alpha", "beta", "rc"]),
            labels if labels.iter().any(|known| known.eq_ignore_ascii_case(label)) => return Ok(()),
            labels => (self.only, labels),
        };
        Err(NativeError::Pre { target: self.shape.target, label: label.to_owned(), why, labels })
    }

    /// The spelling that was probably meant, in which only marks are wrong.
    fn meant(&self, numbers: &str, rest: &str, after: &str) -> Option<String> {
        let marks = |c: char| c.is_ascii_punctuation();
        let (label, digits) = letters(rest.trim_start_matches(marks))?;
        // A label that the ecosystem does not know is not what was meant, however it is marked.
        self.known(label).ok()?;
        let number = number(digits.trim_start_matches(marks)).ok()?;
        let meant = format!("{numbers}{}{label}{}{number}", self.lead, self.middle);
        self.read(&meant).is_ok().then(|| meant + after)
    }

    /// The error about what stands after the numbers.
    fn refused(&self, text: &str, rest: &str, wanted: Option<String>) -> NativeError {
        let label = match self.labels {
            [] => "a label".to_owned(),
            labels => format!("one of {}", labels.join(", ")),
        };
        let middle = match self.middle {
            "" => String::new(),
            middle => format!(", `{middle}`"),
        };
        NativeError::Syntax {
            target: self.shape.target,
            text: text.to_owned(),
            why: format!("`{rest}` is not `{}`, {label}{middle} and a number", self.lead),
            wanted,
        }
    }
}

/// The numbers that a text begins with, dots between them, and the rest.
pub(crate) fn leading_numbers(text: &str) -> (&str, &str) {
    let mut end = 0;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let from = usize::from(end > 0);
        let Some(piece) = rest.get(from..).filter(|_| from == 0 || rest.starts_with('.')) else {
            break;
        };
        match piece.bytes().take_while(u8::is_ascii_digit).count() {
            0 => break,
            digits => end += from + digits,
        }
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The letters that a text begins with, if it does, and the rest.
fn letters(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    text.split_at_checked(end).filter(|(letters, _)| !letters.is_empty())
}
