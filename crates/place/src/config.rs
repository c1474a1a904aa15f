//! TOML whose every key and value knows its place, and whose unknown keys are errors.
//!
//! A [`Section`] remembers which keys were asked for. [`Section::finish`] refuses every other key
//! and suggests the nearest of those asked for, so the code that reads a key is the only list of
//! keys there is.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::ops::Deref;

use toml_edit::{Document, Item, TableLike};

use crate::{Class, Explain, Place, Span, nearest};

/// A parsed TOML file.
#[derive(Debug)]
pub struct Config {
    file: String,
    shift: usize,
    document: Document<String>,
}

/// Why a configuration file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It is not TOML.
    #[error("not valid TOML: {message}")]
    Syntax {
        /// Where.
        place: Place,
        /// The parser's words.
        message: String,
    },
    /// A key that nothing reads.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// Where.
        place: Place,
        /// The dotted key.
        key: String,
        /// The nearest key that is read here.
        nearest: Option<String>,
        /// All keys that are read here.
        known: Vec<String>,
    },
    /// A value of another type than the key takes.
    #[error("`{key}` takes {wanted}, not {found}")]
    Type {
        /// Where.
        place: Place,
        /// The dotted key.
        key: String,
        /// What it takes, with an article.
        wanted: &'static str,
        /// What it has.
        found: &'static str,
    },
    /// A key that has to be there.
    #[error("`{key}` is missing")]
    Missing {
        /// The section.
        place: Place,
        /// The dotted key.
        key: String,
        /// What to write.
        help: String,
    },
    /// A value that its reader refuses.
    #[error("{message}")]
    Value {
        /// Where.
        place: Place,
        /// What is wrong with it.
        message: String,
        /// What to write instead.
        help: Option<String>,
    },
}

impl ConfigError {
    /// A value that its reader refuses, at `place`.
    pub fn value(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        let help: String = help.into();
        Self::Value { place, message: message.into(), help: (!help.is_empty()).then_some(help) }
    }
}

impl Explain for ConfigError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Syntax { place, .. }
            | Self::UnknownKey { place, .. }
            | Self::Type { place, .. }
            | Self::Missing { place, .. }
            | Self::Value { place, .. } => Some(place.clone()),
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Syntax { .. } | Self::Type { .. } => None,
            Self::UnknownKey { nearest: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::UnknownKey { known, .. } if known.is_empty() => Some("remove it".into()),
            Self::UnknownKey { known, .. } => Some(format!("known here: {}", known.join(", "))),
            Self::Missing { help, .. } => Some(help.clone()),
            Self::Value { help, .. } => help.clone(),
        }
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

/// A value, and where it stands. Dereferences to the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value<T> {
    /// The value itself.
    pub value: T,
    /// Its dotted key.
    pub key: String,
    /// Where it stands.
    pub place: Place,
}

impl<T> Value<T> {
    /// Refuses this value.
    pub fn refuse(&self, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::value(self.place.clone(), message, help)
    }

    /// The same place with another value.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Value<U> {
        Value { value: with(self.value), key: self.key, place: self.place }
    }
}

impl<T> Deref for Value<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A table's own key, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The last name of the key.
    pub name: String,
    /// Where the key stands.
    pub place: Place,
}

impl Config {
    /// Parses `text`; `file` is the name that its places carry. A byte order mark is allowed.
    ///
    /// # Errors
    /// [`ConfigError::Syntax`].
    pub fn parse(file: &str, text: &str) -> Result<Self, ConfigError> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let shift = text.len() - body.len();
        match Document::parse(body.to_owned()) {
            Ok(document) => Ok(Self { file: file.to_owned(), shift, document }),
            Err(error) => Err(ConfigError::Syntax {
                place: Place::File {
                    path: file.to_owned(),
                    span: error.span().map(|span| Span::from(span).shifted(shift)),
                },
                message: error.message().trim().replace('\n', ", "),
            }),
        }
    }

    /// The file's name, as its places carry it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The file's top level.
    #[must_use]
    pub fn top(&self) -> Section<'_> {
        Section {
            config: self,
            table: self.document.as_table(),
            key: String::new(),
            place: Place::File { path: self.file.clone(), span: None },
            asked: RefCell::default(),
        }
    }

    fn place(&self, span: Option<core::ops::Range<usize>>) -> Place {
        let span = span.map(|span| Span::from(span).shifted(self.shift));
        Place::File { path: self.file.clone(), span }
    }
}

/// One table of a [`Config`], reading which marks keys as known.
pub struct Section<'a> {
    config: &'a Config,
    table: &'a dyn TableLike,
    key: String,
    place: Place,
    asked: RefCell<Vec<String>>,
}

impl<'a> Section<'a> {
    /// Where the table's header (or inline table) stands.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place.clone()
    }

    /// The table's dotted key, empty at the top.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether `key` is there at all, marking it as known.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.item(key).is_some()
    }

    /// Whether `key` is there and is a table.
    #[must_use]
    pub fn has_table(&self, key: &str) -> bool {
        self.item(key).is_some_and(Item::is_table_like)
    }

    /// A string.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn string(&self, key: &str) -> Result<Option<Value<String>>, ConfigError> {
        self.read(key, "a string", |item| item.as_str().map(ToOwned::to_owned))
    }

    /// A string that must be there.
    ///
    /// # Errors
    /// [`ConfigError::Missing`] with `help`, [`ConfigError::Type`].
    pub fn required(&self, key: &str, help: &str) -> Result<Value<String>, ConfigError> {
        self.string(key)?.ok_or_else(|| ConfigError::Missing {
            place: self.place(),
            key: self.dotted(key),
            help: help.to_owned(),
        })
    }

    /// A boolean.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn bool(&self, key: &str) -> Result<Option<Value<bool>>, ConfigError> {
        self.read(key, "true or false", Item::as_bool)
    }

    /// A whole number of at least zero.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn number(&self, key: &str) -> Result<Option<Value<u64>>, ConfigError> {
        self.read(key, "a whole number", |item| item.as_integer().and_then(|n| u64::try_from(n).ok()))
    }

    /// A list of strings; empty where the key is absent. A single string counts as a list of one.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn strings(&self, key: &str) -> Result<Vec<Value<String>>, ConfigError> {
        let Some(item) = self.item(key) else { return Ok(Vec::new()) };
        let of = |text: &str, span| Value {
            value: text.to_owned(),
            key: self.dotted(key),
            place: self.config.place(span),
        };
        if let Some(text) = item.as_str() {
            return Ok(alloc::vec![of(text, item.span())]);
        }
        let array = item.as_array().ok_or_else(|| self.wrong(key, item, "a list of strings"))?;
        let strings = array.iter().map(|value| match value.as_str() {
            Some(text) => Ok(of(text, value.span())),
            None => Err(ConfigError::Type {
                place: self.config.place(value.span()),
                key: self.dotted(key),
                wanted: "a list of strings",
                found: value.type_name(),
            }),
        });
        strings.collect()
    }

    /// A table.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn section(&self, key: &str) -> Result<Option<Section<'a>>, ConfigError> {
        let Some(item) = self.item(key) else { return Ok(None) };
        match item.as_table_like() {
            Some(table) => Ok(Some(self.child(key, item, table))),
            None => Err(self.wrong(key, item, "a table")),
        }
    }

    /// The tables under a table, each with its key, in file order: `[component.core]` and so on.
    /// An entry that is not a table is an error.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn sections(&self, key: &str) -> Result<Vec<(Key, Section<'a>)>, ConfigError> {
        let Some(parent) = self.section(key)? else { return Ok(Vec::new()) };
        let names: Vec<String> = parent.keys();
        let mut all: Vec<(Key, Section<'a>)> = Vec::new();
        for name in names {
            let place = parent.key_place(&name);
            if let Some(section) = parent.section(&name)? {
                all.push((Key { name, place }, section));
            }
        }
        // Headers may be written in any order and nested; people read a file from the top.
        all.sort_by_key(|(key, _)| match &key.place {
            Place::File { span: Some(span), .. } => span.start,
            _ => usize::MAX,
        });
        Ok(all)
    }

    /// The elements of an array of tables (`[[compat]]`) or of a list whose elements may be
    /// tables or strings: each as a section, or as the string it is.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn list(&self, key: &str) -> Result<Vec<Result<Section<'a>, Value<String>>>, ConfigError> {
        let Some(item) = self.item(key) else { return Ok(Vec::new()) };
        let section = |table: &'a dyn TableLike, span, index: usize| Section {
            config: self.config,
            table,
            key: format!("{}[{index}]", self.dotted(key)),
            place: self.config.place(span),
            asked: RefCell::default(),
        };
        if let Some(tables) = item.as_array_of_tables() {
            let each = tables.iter().enumerate();
            return Ok(each.map(|(i, table)| Ok(section(table, table.span(), i))).collect());
        }
        let array = item.as_array().ok_or_else(|| self.wrong(key, item, "a list"))?;
        let mut all = Vec::new();
        for (i, value) in array.iter().enumerate() {
            if let Some(table) = value.as_inline_table() {
                all.push(Ok(section(table, value.span(), i)));
            } else if let Some(text) = value.as_str() {
                all.push(Err(Value {
                    value: text.to_owned(),
                    key: self.dotted(key),
                    place: self.config.place(value.span()),
                }));
            } else {
                return Err(ConfigError::Type {
                    place: self.config.place(value.span()),
                    key: self.dotted(key),
                    wanted: "a list of strings or tables",
                    found: value.type_name(),
                });
            }
        }
        Ok(all)
    }

    /// Every key of the table, in file order, none of them marked as known.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.table.iter().map(|(key, _)| key.to_owned()).collect()
    }

    /// Where `key` stands, or the section where it is absent.
    #[must_use]
    pub fn key_place(&self, key: &str) -> Place {
        let found = self.table.get_key_value(key);
        let span = found.and_then(|(key, item)| key.span().or_else(|| item.span()));
        if span.is_some() { self.config.place(span) } else { self.place() }
    }

    /// Refuses every key that was not asked for, with the nearest of those that were.
    ///
    /// # Errors
    /// [`ConfigError::UnknownKey`] for the first one in the file.
    pub fn finish(self) -> Result<(), ConfigError> {
        let asked = self.asked.borrow();
        match self.keys().into_iter().find(|key| !asked.contains(key)) {
            None => Ok(()),
            Some(key) => Err(ConfigError::UnknownKey {
                place: self.key_place(&key),
                nearest: nearest(&key, asked.iter().map(String::as_str)).map(ToString::to_string),
                key: self.dotted(&key),
                known: asked.clone(),
            }),
        }
    }

    fn item(&self, key: &str) -> Option<&'a Item> {
        let mut asked = self.asked.borrow_mut();
        if !asked.iter().any(|known| known == key) {
            asked.push(key.to_owned());
        }
        self.table.get(key)
    }

    fn read<T>(
        &self,
        key: &str,
        wanted: &'static str,
        take: impl FnOnce(&'a Item) -> Option<T>,
    ) -> Result<Option<Value<T>>, ConfigError> {
        let Some(item) = self.item(key) else { return Ok(None) };
        match take(item) {
            Some(value) => {
                let place = self.config.place(item.span());
                Ok(Some(Value { value, key: self.dotted(key), place }))
            }
            None => Err(self.wrong(key, item, wanted)),
        }
    }

    fn child(&self, key: &str, item: &'a Item, table: &'a dyn TableLike) -> Section<'a> {
        let span = item.span();
        let place =
            if span.is_some() { self.config.place(span) } else { self.key_place(key) };
        let key = self.dotted(key);
        Section { config: self.config, table, key, place, asked: RefCell::default() }
    }

    fn wrong(&self, key: &str, item: &Item, wanted: &'static str) -> ConfigError {
        ConfigError::Type {
            place: self.config.place(item.span()),
            key: self.dotted(key),
            wanted,
            found: item.type_name(),
        }
    }

    fn dotted(&self, key: &str) -> String {
        if self.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.key) }
    }
}

impl core::fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Section").field("key", &self.key).field("place", &self.place).finish()
    }
}

impl<T: Explain + ?Sized> Explain for Box<T> {
    fn rule(&self) -> Option<&str> {
        (**self).rule()
    }

    fn place(&self) -> Option<Place> {
        (**self).place()
    }

    fn help(&self) -> Option<String> {
        (**self).help()
    }

    fn class(&self) -> Class {
        (**self).class()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_names_its_nearest() {
        let config = Config::parse("release.toml", "[git]\nsing = true\n").unwrap();
        let top = config.top();
        let git = top.section("git").unwrap().unwrap();
        git.bool("sign").unwrap();
        git.bool("push").unwrap();
        let error = git.finish().unwrap_err();
        assert_eq!(error.to_string(), "unknown key `git.sing`");
        assert_eq!(error.help().unwrap(), "did you mean `sign`?");
        let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
        assert_eq!((span.start, span.end), (6, 10));
    }

    #[test]
    fn places_count_a_byte_order_mark() {
        let config = Config::parse("f", "\u{feff}a = 1\n").unwrap();
        let error = config.top().string("a").unwrap_err();
        assert_eq!(error.to_string(), "`a` takes a string, not integer");
        assert_eq!(
            error.place(),
            Some(Place::File { path: "f".into(), span: Some(Span::new(7, 8)) })
        );
    }

    #[test]
    fn tables_come_in_file_order() {
        let text = "[component.b]\n[component.a]\n[component.c.more]\n";
        let config = Config::parse("f", text).unwrap();
        let names: Vec<_> =
            config.top().sections("component").unwrap().into_iter().map(|(k, _)| k.name).collect();
        assert_eq!(names, ["b", "a", "c"]);
    }

    #[test]
    fn lists_mix_strings_and_tables() {
        let config = Config::parse("f", "m = ['a', { path = 'b' }]\n").unwrap();
        let top = config.top();
        let list = top.list("m").unwrap();
        assert!(matches!(&list[0], Err(value) if **value == "a"));
        assert_eq!(*list[1].as_ref().unwrap().required("path", "").unwrap(), "b");
    }
}
