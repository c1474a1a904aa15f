//! What must hold for any bytes whatsoever: nothing panics, and an edit changes its slot alone.

use manifest::{Edit, FORMATS, Format, Locator, Source, splice, verify};
use place::RepoPath;

/// A family of parsers, by how the names of its files end.
pub struct Family {
    /// Ends of file names.
    pub ends: &'static [&'static str],
    /// Whether these are the formats that are meant, or all others.
    pub these: bool,
}

/// Ends of file names that tell a syntax with a parser of its own.
const PARSED: &[&str] = &[
    ".toml",
    "Cargo.lock",
    "poetry.lock",
    "uv.lock",
    ".json",
    ".lock.json",
    ".xml",
    "proj",
    ".props",
    ".wxs",
    ".plist",
    ".nuspec",
    ".yaml",
    ".yml",
    "Chart.lock",
    "yarn.lock",
    "Podfile.lock",
    ".product",
];

impl Family {
    /// Formats whose files end in one of `ends`.
    #[must_use]
    pub const fn of(ends: &'static [&'static str]) -> Self {
        Self { ends, these: true }
    }

    /// Formats read line by line, or word by word.
    #[must_use]
    pub const fn others() -> Self {
        Self { ends: PARSED, these: false }
    }

    /// The formats of the family, in the order of the table.
    #[must_use]
    pub fn formats(&self) -> Vec<&'static Format> {
        let ends = |name: &&str| self.ends.iter().any(|end| name.ends_with(end));
        let is_one = |format: &&Format| format.files.iter().any(|name| ends(name)) == self.these;
        FORMATS.iter().copied().filter(is_one).collect()
    }

    /// Tries a format of the family, which the first byte chooses, on the other bytes.
    ///
    /// # Panics
    /// Where an edit changed anything but its slot, or cannot be taken back.
    pub fn test(&self, data: &[u8]) {
        let formats = self.formats();
        let Some((first, bytes)) = data.split_first() else { return };
        let Some(format) = formats.get(usize::from(*first) % formats.len().max(1)) else { return };
        let name = format.files.first().map_or("file", |name| name.trim_start_matches('*'));
        let path = RepoPath::new(&format!("folder/x{name}")).expect("a plain path");
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
}

/// Every family, by the name of its target.
#[must_use]
pub fn families() -> [(&'static str, Family); 5] {
    [
        ("toml", Family::of(&[".toml", "Cargo.lock", "poetry.lock", "uv.lock"])),
        ("json", Family::of(&[".json"])),
        ("xml", Family::of(&[".xml", "proj", ".props", ".wxs", ".plist", ".nuspec", ".product"])),
        ("yaml", Family::of(&[".yaml", ".yml", "Chart.lock", "yarn.lock", "Podfile.lock"])),
        ("lines", Family::others()),
    ]
}

/// Tries `data` on the family of that name.
///
/// # Panics
/// As [`Family::test`], and for a name that is no family's.
pub fn test(family: &str, data: &[u8]) {
    let found = families().into_iter().find(|(name, _)| *name == family);
    found.expect("a family").1.test(data);
}
