//! What is put to the test: a way to locate versions, with a file to try it on.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;

use crate::{Edit, Format, Located, Locator, Slot, SlotKind, Source, VerifyError};

/// The version that the samples of the table of formats hold, unless their format has another kind.
const SAMPLED: &str = "1.4.0";

/// How a subject reads a file's bytes.
pub type Read = fn(&Subject<'_>, &[u8]) -> Result<Located, VerifyError>;

/// A way to locate versions, and a good file to try it on.
#[derive(Clone)]
pub struct Subject<'a> {
    /// What faults call it.
    pub name: &'a str,
    /// The path that the sample is read as.
    pub path: RepoPath,
    /// A good file: it holds the version, the same text where it must not be touched, and every
    /// kind of slot that there is.
    pub sample: &'a str,
    /// The version that the sample holds.
    pub version: &'a str,
    /// How versions are located.
    pub locator: Locator,
    /// How bytes become what is located: as everywhere in this crate, [`Source`] looks at them
    /// first.
    pub read: Read,
}

impl<'a> Subject<'a> {
    /// Anything that locates versions, with a sample of your own.
    #[must_use]
    pub fn new(
        name: &'a str,
        path: RepoPath,
        sample: &'a str,
        version: &'a str,
        locator: Locator,
    ) -> Self {
        Self { name, path, sample, version, locator, read }
    }

    /// A format, in the table or not, with its own sample, in a file of the first name that it is
    /// known by. The sample's version is 1.4.0 where that stands in it, otherwise the first that is
    /// located. `None` where that name is none of a file.
    #[must_use]
    pub fn of(format: &'static Format) -> Option<Self> {
        let file = format.files.first().unwrap_or(&"some").replace('*', "x");
        let path = RepoPath::new(&format!("some/folder/{file}")).ok()?;
        let (sample, locator) = (format.sample, Locator::Format(format));
        let mut subject = Self::new(format.id, path, sample, SAMPLED, locator);
        if !sample.contains(SAMPLED) {
            let found = read(&subject, sample.as_bytes()).unwrap_or_default();
            let version = own(&found).first().and_then(|slot| slot.span.of(sample));
            subject.version = version.unwrap_or(SAMPLED);
        }
        Some(subject)
    }

    /// What is located in `text`, with everything in order that must be whatever the text: a slot
    /// is its bytes, slots ascend, and at most one is the file's own version.
    ///
    /// # Errors
    /// Refused, in words; [`Unsound`](Seen::Unsound) where it is not in order.
    pub(super) fn see(&self, text: &str) -> Result<Located, Seen> {
        let found = (self.read)(self, text.as_bytes())
            .map_err(|error| Seen::Refused(format!("{error}")))?;
        let unsound = |what: String| Err(Seen::Unsound(format!("{what} in {text:?}")));
        let mut before = 0;
        for slot in &found.slots {
            let places = core::iter::once((slot.span, &slot.text));
            for (span, text_of) in places.chain(slot.rest.iter().map(|(span, text)| (*span, text)))
            {
                if span.of(text) != Some(text_of.as_str()) {
                    return unsound(format!("`{text_of}` is not what its bytes are"));
                }
            }
            if slot.text.is_empty() {
                return unsound("a slot is empty".into());
            }
            if slot.span.start < before {
                return unsound(format!("`{}` comes before the slot before it", slot.text));
            }
            before = slot.span.start;
        }
        match found.slots.iter().filter(|slot| slot.kind == SlotKind::Version).count() {
            0 | 1 => Ok(found),
            several => unsound(format!("{several} slots are the version")),
        }
    }

    /// What is located in a text that has to be good.
    pub(super) fn good(&self, text: &str, faults: &mut Vec<String>) -> Option<Located> {
        match self.see(text) {
            Ok(found) => Some(found),
            Err(seen) => {
                faults.push(seen.on(text));
                None
            }
        }
    }

    /// Every slot of the sample; none where it is refused, which is a fault of its own.
    pub(super) fn wanted(&self) -> Vec<String> {
        self.see(self.sample).map(|found| shown(&found)).unwrap_or_default()
    }

    /// A text that has to read as the sample does.
    pub(super) fn same(&self, text: &str, faults: &mut Vec<String>) {
        if let Some(found) = self.good(text, faults) {
            self.agrees(&found, text, faults);
        }
    }

    /// A text that has to read as the sample does, or be refused: never as something else.
    pub(super) fn same_or_refused(&self, text: &str, faults: &mut Vec<String>) {
        match self.see(text) {
            Ok(found) => self.agrees(&found, text, faults),
            Err(Seen::Refused(_)) => {}
            Err(unsound) => faults.push(unsound.on(text)),
        }
    }

    /// A text that has to be refused.
    pub(super) fn refused(&self, text: &str, faults: &mut Vec<String>) {
        match self.see(text) {
            Err(Seen::Refused(_)) => {}
            Err(unsound) => faults.push(unsound.on(text)),
            Ok(found) => faults.push(format!("{:?} found in {}", shown(&found), short(text))),
        }
    }

    fn agrees(&self, found: &Located, text: &str, faults: &mut Vec<String>) {
        let (found, wanted) = (shown(found), self.wanted());
        if found != wanted {
            faults.push(format!("{found:?} instead of {wanted:?} in {}", short(text)));
        }
    }

    /// Whether a file of this kind is nothing but its version.
    pub(super) fn is_bare(&self) -> bool {
        self.sample.trim() == self.version
    }
}

/// Why nothing is to be had from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is refused, in these words.
    Refused(String),
    /// What is located is not in order.
    Unsound(String),
}

impl Seen {
    fn on(self, text: &str) -> String {
        match self {
            Self::Refused(why) => format!("refused, {why}: {}", short(text)),
            Self::Unsound(what) => what,
        }
    }
}

fn read(subject: &Subject<'_>, bytes: &[u8]) -> Result<Located, VerifyError> {
    let source = Source::new(&subject.path, bytes).map_err(VerifyError::Source)?;
    subject.locator.locate(&source).map_err(VerifyError::Locate)
}

/// Every slot as its text and its kind.
pub(super) fn shown(found: &Located) -> Vec<String> {
    found.slots.iter().map(|slot| format!("{} {:?}", slot.text, slot.kind)).collect()
}

/// As much of a text as people look at.
pub(super) fn short(text: &str) -> String {
    let start: String = text.chars().take(2_000).collect();
    format!("{start:?}")
}

/// The slots that hold the file's own version, as `Version` or in a lock file; of a file that has
/// requirements only, those. A slot with a dialect of its own cannot take every version.
pub(super) fn own(found: &Located) -> Vec<&Slot> {
    let is_own = |slot: &&Slot| {
        matches!(slot.kind, SlotKind::Version | SlotKind::Shared | SlotKind::Lock { .. })
            || slot.kind.is_second()
    };
    let plain = found.slots.iter().filter(|slot| slot.dialect.is_none());
    let own: Vec<&Slot> = plain.filter(is_own).collect();
    // What is derived from the rest holds no version.
    let rest = found.slots.iter().filter(|slot| !matches!(slot.kind, SlotKind::Seal(_)));
    if own.is_empty() { rest.collect() } else { own }
}

/// The edits that move the file's own version to `new`, in all its places.
pub(super) fn to(found: &Located, new: &str) -> Vec<Edit> {
    let own = own(found);
    let moves = |slot: &&&Slot| match own.first() {
        Some(Slot { kind: SlotKind::Lock { .. }, text, .. }) => slot.text == *text,
        _ => true,
    };
    own.iter().filter(moves).map(|slot| slot.edit(new)).collect()
}

/// `text` with the edits made.
pub(super) fn spliced(text: &str, edits: &[Edit]) -> Result<String, String> {
    let bytes = crate::splice(text.as_bytes(), edits).map_err(|error| format!("{error}"))?;
    String::from_utf8(bytes).map_err(|error| format!("{error}"))
}
