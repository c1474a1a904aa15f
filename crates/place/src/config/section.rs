//! One table of a TOML file, which remembers the keys that were asked for.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::ops::Range;

use toml_edit::{Item, TableLike};

use super::{Config, ConfigError, Key, Value, Wanted};
use crate::Place;

static STRING: Wanted = Wanted { words: "a string", example: "`\"…\"`" };
static BOOLEAN: Wanted = Wanted { words: "true or false", example: "`true` or `false`" };
static NUMBER: Wanted = Wanted { words: "a whole number", example: "digits without quotes: `3`" };
static STRINGS: Wanted = Wanted { words: "a list of strings", example: "`[\"…\"]`" };
static TABLE: Wanted =
    Wanted { words: "a table", example: "`{ … }`, or under a header of its own" };
static LIST: Wanted = Wanted { words: "a list", example: "`[…]`" };
static LISTS: Wanted =
    Wanted { words: "a list of lists of strings", example: "`[[\"…\", \"…\"]]`" };
static MIXED: Wanted =
    Wanted { words: "a list of strings or tables", example: "`[\"…\", { … }]`" };

/// What [`Section::lists`] gives: lists and strings, each with its place.
pub type Lists = Vec<Value<Vec<Value<String>>>>;

/// One table of a [`Config`], reading which marks keys as known.
pub struct Section<'a> {
    pub(super) config: &'a Config,
    pub(super) table: &'a dyn TableLike,
    pub(super) key: String,
    pub(super) place: Place,
    pub(super) asked: RefCell<Vec<String>>,
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
        self.read(key, &STRING, |item| item.as_str().map(ToOwned::to_owned))
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
        self.read(key, &BOOLEAN, Item::as_bool)
    }

    /// Whether `key` is there and is a string, marking it as known.
    #[must_use]
    pub fn has_string(&self, key: &str) -> bool {
        self.item(key).is_some_and(Item::is_str)
    }

    /// A whole number of at least zero.
    ///
    /// # Errors
    /// [`ConfigError::Type`], and [`ConfigError::Value`] for a negative one.
    pub fn number(&self, key: &str) -> Result<Option<Value<u64>>, ConfigError> {
        self.number_from(key, 0)
    }

    /// A whole number of at least `least`.
    ///
    /// # Errors
    /// [`ConfigError::Type`], and [`ConfigError::Value`] for a lower one.
    pub fn number_from(&self, key: &str, least: u64) -> Result<Option<Value<u64>>, ConfigError> {
        let Some(number) = self.read(key, &NUMBER, Item::as_integer)? else { return Ok(None) };
        match u64::try_from(number.value).ok().filter(|value| *value >= least) {
            Some(value) => Ok(Some(number.map(|_| value))),
            None => Err(number.refuse(
                format!("`{}` is at least {least}, not {}", number.key, number.value),
                format!("write {least} or a higher number"),
            )),
        }
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
        let array = item
            .as_array()
            .ok_or_else(|| self.wrong(key, item.span(), item.type_name(), &STRINGS))?;
        let strings = array.iter().map(|value| match value.as_str() {
            Some(text) => Ok(of(text, value.span())),
            None => Err(self.wrong(key, value.span(), value.type_name(), &STRINGS)),
        });
        strings.collect()
    }

    /// A list of lists of strings, each with its place; `None` where the key is absent.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn lists(&self, key: &str) -> Result<Option<Lists>, ConfigError> {
        let Some(item) = self.item(key) else { return Ok(None) };
        let place = |span| self.config.place(span);
        let array = item
            .as_array()
            .ok_or_else(|| self.wrong(key, item.span(), item.type_name(), &LISTS))?;
        let lists = array.iter().map(|list| {
            let wrong =
                |one: &toml_edit::Value| self.wrong(key, one.span(), one.type_name(), &LISTS);
            let strings = list.as_array().ok_or_else(|| wrong(list))?.iter().map(|one| {
                let value = one.as_str().ok_or_else(|| wrong(one))?.to_owned();
                Ok(Value { value, key: self.dotted(key), place: place(one.span()) })
            });
            let value = strings.collect::<Result<_, _>>()?;
            Ok(Value { value, key: self.dotted(key), place: place(list.span()) })
        });
        lists.collect::<Result<_, _>>().map(Some)
    }

    /// A table.
    ///
    /// # Errors
    /// [`ConfigError::Type`].
    pub fn section(&self, key: &str) -> Result<Option<Section<'a>>, ConfigError> {
        let Some(item) = self.item(key) else { return Ok(None) };
        match item.as_table_like() {
            Some(table) => Ok(Some(self.child(key, item, table))),
            None => Err(self.wrong(key, item.span(), item.type_name(), &TABLE)),
        }
    }

    /// The tables under a table, each with its key, in file order: `[component.core]` and so on.
    /// An entry that is not a table is an error.
    ///
    /// # Errors
    /// [`ConfigError::Type`]; [`ConfigError::Value`] for tables without a name.
    pub fn sections(&self, key: &str) -> Result<Vec<(Key, Section<'a>)>, ConfigError> {
        let is_list = |item: &&Item| item.is_array_of_tables() || item.is_array();
        if let Some(item) = self.item(key).filter(is_list) {
            let key = self.dotted(key);
            let message = format!("`{key}` is no list: each table in it has a name");
            let help = format!("write the header of each as `[{key}.NAME]`");
            return Err(ConfigError::value(self.config.place(item.span()), message, help));
        }
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
        let array = item.as_array().ok_or_else(|| match item.is_table() {
            // Its header has one pair of brackets, where each element of a list has two.
            true => self.one_of_many(key, item),
            false => self.wrong(key, item.span(), item.type_name(), &LIST),
        })?;
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
                return Err(self.wrong(key, value.span(), value.type_name(), &MIXED));
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
        let asked = |key: &String| self.asked.borrow().contains(key);
        match self.keys().into_iter().find(|key| !asked(key)) {
            None => Ok(()),
            Some(key) => Err(self.unknown(&key)),
        }
    }

    /// The refusal of `key` in the first table below that has it, for a key that belongs here and
    /// is not here.
    #[must_use]
    pub fn misplaced(&self, key: &str) -> Option<ConfigError> {
        self.table.iter().find_map(|(name, item)| {
            let below = self.child(name, item, item.as_table_like()?);
            below.table.contains_key(key).then(|| below.unknown(key))
        })
    }

    fn unknown(&self, key: &str) -> ConfigError {
        ConfigError::UnknownKey {
            place: self.key_place(key),
            key: self.dotted(key),
            known: self.asked.borrow().clone(),
            homes: Vec::new(),
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
        wanted: &'static Wanted,
        take: impl FnOnce(&'a Item) -> Option<T>,
    ) -> Result<Option<Value<T>>, ConfigError> {
        let Some(item) = self.item(key) else { return Ok(None) };
        match take(item) {
            Some(value) => {
                let place = self.config.place(item.span());
                Ok(Some(Value { value, key: self.dotted(key), place }))
            }
            None => Err(self.wrong(key, item.span(), item.type_name(), wanted)),
        }
    }

    fn child(&self, key: &str, item: &'a Item, table: &'a dyn TableLike) -> Section<'a> {
        let span = item.span();
        let place = if span.is_some() { self.config.place(span) } else { self.key_place(key) };
        let key = self.dotted(key);
        Section { config: self.config, table, key, place, asked: RefCell::default() }
    }

    fn wrong(
        &self,
        key: &str,
        span: Option<Range<usize>>,
        found: &'static str,
        wanted: &'static Wanted,
    ) -> ConfigError {
        ConfigError::Type { place: self.config.place(span), key: self.dotted(key), wanted, found }
    }

    fn one_of_many(&self, key: &str, item: &Item) -> ConfigError {
        let span = item.span();
        let place = if span.is_some() { self.config.place(span) } else { self.key_place(key) };
        let key = self.dotted(key);
        let message = format!("`{key}` is a list of tables, not one table");
        ConfigError::value(place, message, format!("write the header of each as `[[{key}]]`"))
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
