//! What a configuration may hold, as data: tables, their keys, and what each key takes.

use alloc::vec::Vec;

/// The words of a table in the code: presets, formats, dialects. They are asked for, never copied.
pub(super) type Words = fn() -> Vec<&'static str>;

/// A table of the configuration; no key is allowed that it does not list.
pub(super) struct Table {
    /// Its name among the schema's definitions.
    pub(super) name: &'static str,
    /// What it is, in one sentence.
    pub(super) means: &'static str,
    /// Its keys.
    pub(super) keys: &'static [Key],
    /// Keys that have to be there.
    pub(super) required: &'static [&'static str],
    /// Sets of keys, one of which has to be there; none where nothing is asked for.
    pub(super) one_of: &'static [&'static [&'static str]],
    /// Two keys that do not go together. A dot leads into a table below; a table without anything
    /// in it is as good as none.
    pub(super) apart: &'static [(&'static str, &'static str)],
    /// A key, and the one that it goes with.
    pub(super) goes_with: &'static [(&'static str, &'static str)],
}

impl Table {
    /// A table that asks for nothing.
    pub(super) const fn new(name: &'static str, means: &'static str, keys: &'static [Key]) -> Self {
        Self { name, means, keys, required: &[], one_of: &[], apart: &[], goes_with: &[] }
    }
}

/// A key of a table.
pub(super) struct Key {
    /// The key itself.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) takes: Takes,
    /// What it means, for people.
    pub(super) means: &'static str,
}

/// A key that takes `takes`.
pub(super) const fn key(name: &'static str, takes: Takes, means: &'static str) -> Key {
    Key { name, takes, means }
}

/// What a key takes.
pub(super) enum Takes {
    /// A string.
    Text,
    /// A file or a folder of the repository.
    Path,
    /// A string of this pattern.
    Pattern(&'static str),
    /// `true` or `false`.
    Switch,
    /// `false` alone.
    Off,
    /// A whole number of at least zero.
    Number,
    /// This number alone.
    Only(u64),
    /// A list of strings, or one string.
    Texts,
    /// One of a table's words.
    Word(Words),
    /// A list of a table's words, or one of them.
    List(Words),
    /// One of these words, or a name that the file gives.
    Name(Words),
    /// A table.
    Table(&'static Table),
    /// A list of what `Takes` says.
    Each(&'static Takes),
    /// Names that the file gives, of this pattern where there is one, each with what it takes.
    Named(Option<&'static str>, &'static Takes),
    /// A table's words as keys, each with what it takes.
    By(Words, &'static Takes),
    /// Any of these.
    Any(&'static [Takes]),
}
