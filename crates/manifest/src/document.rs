//! A settings file of any of the syntaxes as nested values, for whoever reads what another tool
//! was told.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::syntax::tree::{Node, Value};
use crate::syntax::{code, ini, json, toml, yaml};
use crate::{LocateError, Source};

/// A value of a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// A string, decoded.
    Text(String),
    /// True or false.
    Bool(bool),
    /// Null, a number, a date.
    Other,
    /// Values in a row.
    List(Vec<Document>),
    /// Values by key, in the file's order.
    Map(Vec<(String, Document)>),
}

impl Document {
    /// Reads a file: TOML, JSON with or without comments, YAML or INI, as its name tells.
    ///
    /// # Errors
    /// What is not of that syntax.
    pub fn read(source: &Source<'_>) -> Result<Self, LocateError> {
        let name = source.path.file_name();
        match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("toml") => toml::parse(source).map(Self::from),
            Some("yaml" | "yml") => yaml::parse(source).map(Self::from),
            Some("cfg" | "ini") => {
                ini::parse(source).map(|settings| sections(source.body(), &settings))
            }
            _ => {
                let text = code::without_comments(source.text, &code::JSONC);
                json::parse(&Source { path: source.path, text: &text }).map(Self::from)
            }
        }
    }

    /// The value at a key of a map.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The value below a chain of keys.
    #[must_use]
    pub fn find(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// A map's keys and values; none of anything else.
    #[must_use]
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// A list's values; none of anything else.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// A string.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The string at a key.
    #[must_use]
    pub fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The strings of a list at a key, or the only one there.
    #[must_use]
    pub fn texts_at(&self, key: &str) -> Vec<&str> {
        let Some(value) = self.get(key) else { return Vec::new() };
        value.items().iter().chain(value.text().map(|_| value)).filter_map(Self::text).collect()
    }

    /// The truth value at a key; INI's words for one too.
    #[must_use]
    pub fn bool_at(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => Some(true),
                "false" | "no" | "off" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

impl From<Node<'_>> for Document {
    fn from(node: Node<'_>) -> Self {
        match node.value {
            Value::Text(text) => Self::Text(text.into_owned()),
            Value::Bool(value) => Self::Bool(value),
            Value::Other | Value::Alias => Self::Other,
            Value::List(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Map(entries) => Self::Map(
                entries
                    .into_iter()
                    .map(|entry| (entry.key.into_owned(), Self::from(entry.node)))
                    .collect(),
            ),
        }
    }
}

/// INI's sections as maps of texts; those without a setting say something by being there.
fn sections(text: &str, settings: &[ini::Setting<'_>]) -> Document {
    let names = text.lines().filter_map(|line| line.strip_prefix('[')?.split_once(']'));
    let mut all: Vec<(String, Document)> = Vec::new();
    for (name, _) in names {
        if !all.iter().any(|(known, _)| known == name) {
            all.push((name.to_owned(), Document::Map(Vec::new())));
        }
    }
    for setting in settings {
        let value = match setting.values.as_slice() {
            [one] => Document::Text(one.text.to_owned()),
            many => Document::List(
                many.iter().map(|value| Document::Text(value.text.to_owned())).collect(),
            ),
        };
        let at = all.iter().position(|(name, _)| name == setting.section).unwrap_or_else(|| {
            all.push((setting.section.to_string(), Document::Map(Vec::new())));
            all.len() - 1
        });
        if let Some((_, Document::Map(entries))) = all.get_mut(at) {
            entries.push((setting.key.text.to_owned(), value));
        }
    }
    Document::Map(all)
}

#[cfg(test)]
mod tests {
    use place::RepoPath;

    use super::*;

    fn read(name: &str, text: &str) -> Document {
        let path = RepoPath::new(name).unwrap();
        Document::read(&Source::new(&path, text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn comments_of_json_end_where_they_end() {
        for (text, wanted) in [
            ("{ /*/ \"a\": 1 /*/ \"b\": \"x\" }", "x"),
            ("{ /**/ \"b\": \"/* it's */\" // \u{e4} \"\n}", "/* it's */"),
        ] {
            assert_eq!(read("config.json", text).text_at("b"), Some(wanted), "{text}");
        }
    }

    #[test]
    fn every_syntax_gives_the_same_values() {
        let json = "// head\n{ \"a\": { \"b\": \"x // \\\" no comment\" }, /* c */ \"d\": true }";
        let json = read("rush.json", json);
        assert_eq!(json.find(&["a", "b"]).unwrap().text(), Some("x // \" no comment"));
        assert_eq!(json.bool_at("d"), Some(true));
        let toml = read("knope.toml", "[a]\nb = [\"x\", \"y\"]\n");
        assert_eq!(toml.get("a").unwrap().texts_at("b"), ["x", "y"]);
        let ini =
            read(".bumpversion.cfg", "[bumpversion]\ntag = True\ntag_name = v{new_version}\n");
        let section = ini.get("bumpversion").unwrap();
        assert_eq!(section.text_at("tag_name"), Some("v{new_version}"));
        assert_eq!(section.bool_at("tag"), Some(true));
        let yaml = read("x.yaml", "a:\n  - b\n");
        assert_eq!(yaml.texts_at("a"), ["b"]);
        assert_eq!(yaml.get("z"), None);
    }
}
