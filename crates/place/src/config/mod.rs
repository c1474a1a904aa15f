//! TOML whose every key and value knows its place, and whose unknown keys are errors.
//!
//! A [`Section`] remembers which keys were asked for. [`Section::finish`] refuses every other key
//! and suggests the nearest of those asked for, so the code that reads a key is the only list of
//! keys there is.

mod error;
mod section;

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::cell::RefCell;
use core::ops::Deref;

use toml_edit::Document;

pub use error::{ConfigError, Wanted};
pub use section::{Lists, Section};

use crate::{Place, Span};

/// A parsed TOML file.
#[derive(Debug)]
pub struct Config {
    file: String,
    shift: usize,
    document: Document<String>,
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

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString as _;
    use alloc::vec::Vec;

    use super::*;
    use crate::Explain as _;

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
        assert_eq!(error.help().unwrap(), "write it as `\"…\"`");
        assert_eq!(
            error.place(),
            Some(Place::File { path: "f".into(), span: Some(Span::new(7, 8)) })
        );
    }

    #[test]
    fn numbers_say_how_low_they_may_be() {
        let config = Config::parse("f", "a = -3\nb = 0\nc = '1'\n").unwrap();
        let top = config.top();
        let said = |error: ConfigError| (error.to_string(), error.help().unwrap());
        let (message, help) = said(top.number("a").unwrap_err());
        assert_eq!(message, "`a` is at least 0, not -3");
        assert_eq!(help, "write 0 or a higher number");
        assert_eq!(*top.number("b").unwrap().unwrap(), 0);
        let (message, help) = said(top.number_from("b", 1).unwrap_err());
        assert_eq!(
            (message.as_str(), help.as_str()),
            ("`b` is at least 1, not 0", "write 1 or a higher number")
        );
        assert_eq!(said(top.number("c").unwrap_err()).0, "`c` takes a whole number, not string");
    }

    #[test]
    fn several_tables_where_each_has_a_name_are_told_of_their_headers() {
        for (text, start) in
            [("x = 1\n[[component]]\nname = 'a'\n", 6), ("component = [{ name = 'a' }]\n", 12)]
        {
            let config = Config::parse("f", text).unwrap();
            let error = config.top().sections("component").err().unwrap();
            assert_eq!(error.to_string(), "`component` is no list: each table in it has a name");
            assert_eq!(error.help().unwrap(), "write the header of each as `[component.NAME]`");
            let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
            assert_eq!(span.start, start, "{text}");
        }
    }

    #[test]
    fn one_table_where_several_go_is_told_of_its_header() {
        for (text, key, start) in
            [("x = 1\n[compat]\na = 1\n", "compat", 6), ("x = 1\n[compat.a]\nb = 1\n", "compat", 7)]
        {
            let error = Config::parse("f", text).unwrap().top().list(key).unwrap_err();
            assert_eq!(error.to_string(), "`compat` is a list of tables, not one table");
            assert_eq!(error.help().unwrap(), "write the header of each as `[[compat]]`");
            let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
            assert_eq!(span.start, start, "{text}");
        }
        let config = Config::parse("f", "[scheme.impact]\nid = 'a'\n").unwrap();
        let scheme = config.top().section("scheme").unwrap().unwrap();
        assert!(scheme.list("impact").unwrap_err().help().unwrap().contains("[[scheme.impact]]"));
        let inline = Config::parse("f", "compat = { a = 1 }\n").unwrap();
        let error = inline.top().list("compat").unwrap_err();
        assert_eq!(error.help().unwrap(), "write it as `[…]`");
    }

    #[test]
    fn what_is_no_toml_says_where_and_what_to_do() {
        let error = Config::parse("f", "a = 1\n[b\n").unwrap_err();
        assert!(
            matches!(error.place(), Some(Place::File { span: Some(span), .. }) if span.start >= 6)
        );
        assert!(error.help().is_some_and(|help| !help.is_empty()));
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

    #[test]
    fn lists_of_lists_hold_strings_and_nothing_else() {
        let read = |text: &str| Config::parse("f", text).unwrap().top().lists("h");
        let lists = read("h = [['a', 'b'], []]\n").unwrap().unwrap();
        let words: Vec<&str> = lists[0].iter().map(|word| word.as_str()).collect();
        assert_eq!((words, lists[1].len()), (alloc::vec!["a", "b"], 0));
        let span = |start, end| Place::File { path: "f".into(), span: Some(Span::new(start, end)) };
        assert_eq!((&lists[0].place, &lists[0][1].place), (&span(5, 15), &span(11, 14)));
        assert_eq!(read("x = 1\n"), Ok(None));
        for (text, found, start) in [
            ("h = 'a'\n", "string", 4),
            ("h = ['a b']\n", "string", 5),
            ("h = [['a', 1]]\n", "integer", 11),
            ("h = [{ a = 'b' }]\n", "inline table", 5),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("`h` takes a list of lists of strings, not {found}")
            );
            assert_eq!(error.help().unwrap(), "write it as `[[\"…\", \"…\"]]`");
            let Some(Place::File { span: Some(span), .. }) = error.place() else { panic!() };
            assert_eq!(span.start, start, "{text}");
        }
    }
}
