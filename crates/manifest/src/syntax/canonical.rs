//! JSON as the package tools write it when they compute a checksum over what they read.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::tree::{Node, Value};
use crate::{LocateError, Source};

/// How one tool's language writes JSON.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    comma: &'static str,
    colon: &'static str,
    /// Whether every map's keys are sorted.
    sorted: bool,
    /// Whether everything beyond ASCII is escaped.
    ascii: bool,
    /// Characters that JSON could hold as they are, and how they are written instead.
    also: &'static [(char, &'static str)],
    /// Whether a map without keys, or with those of a list, is a list: PHP knows but one kind.
    one_kind: bool,
}

/// Python's `json.dumps(…, sort_keys=True)`.
pub(crate) const PYTHON: Style =
    Style { comma: ", ", colon: ": ", sorted: true, ascii: true, also: &[], one_kind: false };

/// PHP's `json_encode(…, 0)`, of what `json_decode(…, true)` gave.
pub(crate) const PHP: Style = Style {
    comma: ",",
    colon: ":",
    sorted: false,
    ascii: true,
    also: &[('/', "\\/")],
    one_kind: true,
};

/// Go's `json.Marshal`.
pub(crate) const GO: Style = Style {
    comma: ",",
    colon: ":",
    sorted: true,
    ascii: false,
    also: &[
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ],
    one_kind: false,
};

impl Style {
    /// A value that was read from `source`.
    ///
    /// # Errors
    /// A number that is no plain whole number, a date: languages write those in ways of their own.
    pub(crate) fn value(self, source: &Source<'_>, node: &Node<'_>) -> Result<String, LocateError> {
        Ok(match &node.value {
            Value::Text(text) => self.text(text),
            Value::Bool(true) => "true".into(),
            Value::Bool(false) => "false".into(),
            Value::Alias => return Err(node.alias(source)),
            Value::Other => {
                let raw = source.body().get(node.range.clone()).unwrap_or_default();
                let digits = raw.strip_prefix('-').unwrap_or(raw);
                let whole = !digits.is_empty()
                    && digits.len() < 18
                    && digits.bytes().all(|byte| byte.is_ascii_digit())
                    && (digits == "0" || !digits.starts_with('0'));
                if !whole && raw != "null" {
                    return Err(node.wrong(source, raw, "a whole number"));
                }
                raw.into()
            }
            Value::List(items) => {
                let items: Result<Vec<String>, _> =
                    items.iter().map(|item| self.value(source, item)).collect();
                self.list(&items?)
            }
            Value::Map(entries) => {
                let mut written = Vec::with_capacity(entries.len());
                for entry in entries {
                    written.push((entry.key.as_ref(), self.value(source, &entry.node)?));
                }
                self.map(written)
            }
        })
    }

    /// A map of keys and written values.
    pub(crate) fn map(self, mut entries: Vec<(&str, String)>) -> String {
        let counted = || entries.iter().enumerate().all(|(at, (key, _))| *key == format!("{at}"));
        if self.one_kind && counted() {
            let values: Vec<String> = entries.into_iter().map(|(_, value)| value).collect();
            return self.list(&values);
        }
        if self.sorted {
            entries.sort_by(|a, b| a.0.cmp(b.0));
        }
        self.record(&entries)
    }

    /// A map whose keys stay in their order, whatever the style.
    pub(crate) fn record(self, entries: &[(&str, String)]) -> String {
        let pairs: Vec<String> = entries
            .iter()
            .map(|(key, value)| format!("{}{}{value}", self.text(key), self.colon))
            .collect();
        format!("{{{}}}", pairs.join(self.comma))
    }

    /// A list of written values.
    pub(crate) fn list(self, items: &[String]) -> String {
        format!("[{}]", items.join(self.comma))
    }

    /// A string.
    pub(crate) fn text(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        out.push('"');
        for c in text.chars() {
            let also = self.also.iter().find(|(escaped, _)| *escaped == c);
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                _ if also.is_some() => out.push_str(also.map_or("", |(_, written)| written)),
                c if c < ' ' || (self.ascii && !c.is_ascii()) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        // Writing to a string cannot fail.
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
                c => out.push(c),
            }
        }
        out.push('"');
        out
    }
}

/// A digest's bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use place::RepoPath;

    use super::*;
    use crate::syntax::json;

    #[test]
    fn every_language_has_its_way() {
        let text =
            r#"{"b": "é/<\u0001", "a": [1, -2, true, null, {}], "c": {"0": "x"}, "d": "😀"}"#;
        let path = RepoPath::new("x.json").unwrap();
        let source = Source::new(&path, text.as_bytes()).unwrap();
        let tree = json::parse(&source).unwrap();
        let written = |style: Style| style.value(&source, &tree).unwrap();
        assert_eq!(
            written(PYTHON),
            r#"{"a": [1, -2, true, null, {}], "b": "\u00e9/<\u0001", "c": {"0": "x"}, "d": "\ud83d\ude00"}"#
        );
        assert_eq!(
            written(PHP),
            r#"{"b":"\u00e9\/<\u0001","a":[1,-2,true,null,[]],"c":["x"],"d":"\ud83d\ude00"}"#
        );
        assert_eq!(
            written(GO),
            r#"{"a":[1,-2,true,null,{}],"b":"é/\u003c\u0001","c":{"0":"x"},"d":"😀"}"#
        );
        let source = Source::new(&path, b"[1.0]").unwrap();
        assert!(PHP.value(&source, &json::parse(&source).unwrap()).is_err());
    }
}
