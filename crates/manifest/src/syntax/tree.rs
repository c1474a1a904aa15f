//! The one shape of nested keys and values that TOML, JSON, YAML and property lists are read into.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::{LocateError, Slot, SlotKind, Source, Trouble};

/// A value and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node<'a> {
    /// Body offsets; of a text, without its quotes.
    pub(crate) range: Range<usize>,
    pub(crate) value: Value<'a>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// A string, decoded.
    Text(Cow<'a, str>),
    Bool(bool),
    /// Null, a number, a date: nothing that a version is read from.
    Other,
    /// Another value, by reference.
    Alias,
    List(Vec<Node<'a>>),
    Map(Vec<Entry<'a>>),
}

/// A key, where it stands, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) at: Range<usize>,
    pub(crate) node: Node<'a>,
}

/// One step down into a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    /// Counted from zero.
    Index(usize),
}

impl<'a> Node<'a> {
    pub(crate) fn entries(&self) -> &[Entry<'a>] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(crate) fn items(&self) -> &[Node<'a>] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The value below a chain of keys.
    pub(crate) fn find(&self, keys: &[&str]) -> Option<&Node<'a>> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    pub(crate) fn walk(&self, steps: &[Step]) -> Option<&Node<'a>> {
        steps.iter().try_fold(self, |node, step| match step {
            Step::Key(key) => node.get(key),
            Step::Index(index) => node.items().get(*index),
        })
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text at `key`, if it is there and is one.
    pub(crate) fn text_at(&self, key: &str) -> Option<String> {
        self.get(key)?.text().map(ToString::to_string)
    }

    /// The texts of a list; of a single text, that one.
    pub(crate) fn texts(&self) -> Vec<String> {
        let all = self.items().iter().chain(self.text().map(|_| self));
        all.filter_map(|item| item.text().map(ToString::to_string)).collect()
    }

    pub(crate) fn is_true(&self) -> bool {
        self.value == Value::Bool(true)
    }

    /// This text as a slot; `what` names it for people.
    pub(crate) fn slot(
        &self,
        source: &Source<'_>,
        what: impl fmt::Display,
        kind: SlotKind,
    ) -> Result<Slot, LocateError> {
        match &self.value {
            Value::Text(text) => source.slot(what, self.range.clone(), text, kind),
            Value::Alias => Err(self.alias(source)),
            _ => Err(self.wrong(source, &what.to_string(), "a string in quotes")),
        }
    }

    /// That this value is another one by reference.
    pub(crate) fn alias(&self, source: &Source<'_>) -> LocateError {
        let mark = source.body().get(self.range.clone()).unwrap_or_default().to_string();
        source.refuse(self.range.clone(), Trouble::Alias { mark })
    }

    /// That this value is not `wanted`.
    pub(crate) fn wrong(
        &self,
        source: &Source<'_>,
        key: &str,
        wanted: &'static str,
    ) -> LocateError {
        source.refuse(self.range.clone(), Trouble::Type { key: key.into(), wanted })
    }
}

/// Refuses a key that stands twice. A set and not a scan: lock files have thousands of keys.
pub(crate) fn refuse_duplicates(
    source: &Source<'_>,
    entries: &[Entry<'_>],
) -> Result<(), LocateError> {
    let mut seen = BTreeSet::new();
    match entries.iter().find(|entry| !seen.insert(entry.key.as_ref())) {
        None => Ok(()),
        Some(twice) => {
            let trouble = Trouble::DuplicateKey { key: twice.key.to_string() };
            Err(source.refuse(twice.at.clone(), trouble))
        }
    }
}
