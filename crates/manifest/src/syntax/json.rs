//! Strict JSON (RFC 8259) with byte ranges, for a file that has them with commas behind the last entry.
//!
//! Our own reader, because the pure crates build without `std` and the span-keeping parsers that
//! exist need it; besides, they take duplicate keys and comments. This one refuses both.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::DEEPEST;
use super::tree::{Entry, Node, Value, refuse_duplicates};
use crate::{LocateError, Source, Trouble};

/// Reads the whole file as one value.
pub(crate) fn parse<'a>(source: &Source<'a>) -> Result<Node<'a>, LocateError> {
    whole(source, false)
}

/// The same of a file that may have a comma behind the last entry of objects and arrays.
pub(crate) fn parse_with_last_commas<'a>(source: &Source<'a>) -> Result<Node<'a>, LocateError> {
    whole(source, true)
}

fn whole<'a>(source: &Source<'a>, last_commas: bool) -> Result<Node<'a>, LocateError> {
    let mut reader = Reader { source, body: source.body(), at: 0, last_commas };
    let node = reader.value(0)?;
    reader.space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.wrong("there is more after the value")),
    }
}

struct Reader<'s, 'a> {
    source: &'s Source<'a>,
    body: &'a str,
    /// Always on a character boundary: everything stepped over singly is ASCII.
    at: usize,
    /// Whether a comma may stand behind the last entry.
    last_commas: bool,
}

impl<'a> Reader<'_, 'a> {
    fn value(&mut self, depth: usize) -> Result<Node<'a>, LocateError> {
        self.space();
        if depth > DEEPEST {
            return Err(self.source.refuse(self.at..self.at, Trouble::Depth));
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => {
                let text = self.string()?;
                return Ok(Node { range: start + 1..self.at - 1, value: Value::Text(text) });
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Other)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) => return Err(self.wrong("a value was expected")),
            None => return Err(self.wrong("the file ends where a value was expected")),
        };
        Ok(Node { range: start..self.at, value })
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, LocateError> {
        self.at += 1;
        let mut entries = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Value::Map(entries));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.wrong("a key in double quotes was expected"));
            }
            let key = self.string()?;
            let at = start + 1..self.at - 1;
            self.space();
            if !self.take(b':') {
                return Err(self.wrong("`:` was expected"));
            }
            entries.push(Entry { key, at, node: self.value(depth + 1)? });
            self.space();
            if self.take(b'}') {
                refuse_duplicates(self.source, &entries)?;
                return Ok(Value::Map(entries));
            }
            if !self.take(b',') {
                return Err(self.wrong("`,` or `}` was expected"));
            }
            if self.ends_behind_comma(b'}') {
                refuse_duplicates(self.source, &entries)?;
                return Ok(Value::Map(entries));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'a>, LocateError> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Value::List(items));
            }
            if !self.take(b',') {
                return Err(self.wrong("`,` or `]` was expected"));
            }
            if self.ends_behind_comma(b']') {
                return Ok(Value::List(items));
            }
        }
    }

    fn ends_behind_comma(&mut self, end: u8) -> bool {
        self.space();
        self.last_commas && self.take(end)
    }

    /// A string from its opening quote on; borrowed where it has no escapes.
    fn string(&mut self) -> Result<Cow<'a, str>, LocateError> {
        self.at += 1;
        let mut decoded = String::new();
        let mut plain = true;
        loop {
            let rest = self.rest();
            let stop = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < b' ');
            let Some(stop) = stop else { return Err(self.wrong("a string does not end")) };
            let run = rest.get(..stop).unwrap_or_default();
            self.at += stop;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    if plain {
                        return Ok(Cow::Borrowed(run));
                    }
                    decoded.push_str(run);
                    return Ok(Cow::Owned(decoded));
                }
                Some(b'\\') => {
                    plain = false;
                    decoded.push_str(run);
                    self.at += 1;
                    decoded.push(self.escape()?);
                }
                _ => return Err(self.wrong("a string has a control character in it")),
            }
        }
    }

    /// The character that an escape stands for, from behind its backslash. A lone surrogate
    /// stands for U+FFFD: it cannot be in a version, and two of them are still two keys alike.
    fn escape(&mut self) -> Result<char, LocateError> {
        let simple = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_unit(),
            _ => return Err(self.wrong("a string has an unknown escape in it")),
        };
        self.at += 1;
        Ok(simple)
    }

    fn code_unit(&mut self) -> Result<char, LocateError> {
        let high = self.hex()?;
        let pair = (0xd800..0xdc00).contains(&high) && self.rest().starts_with("\\u");
        if !pair {
            return Ok(char::from_u32(high).unwrap_or('\u{fffd}'));
        }
        let before = self.at;
        self.at += 1;
        let low = self.hex()?;
        if (0xdc00..0xe000).contains(&low) {
            let scalar = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            return Ok(char::from_u32(scalar).unwrap_or('\u{fffd}'));
        }
        self.at = before;
        Ok('\u{fffd}')
    }

    /// `uXXXX`.
    fn hex(&mut self) -> Result<u32, LocateError> {
        let digits = self.body.get(self.at + 1..self.at + 5).unwrap_or_default();
        let all = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let unit = if all { u32::from_str_radix(digits, 16).ok() } else { None };
        let unit = unit.ok_or_else(|| self.wrong("`\\u` needs four hexadecimal digits"))?;
        self.at += 5;
        Ok(unit)
    }

    fn number(&mut self) -> Result<Value<'a>, LocateError> {
        self.take(b'-');
        let zero = self.peek() == Some(b'0');
        let whole = self.digits();
        let mut good = whole > 0 && (!zero || whole == 1);
        if self.take(b'.') {
            good &= self.digits() > 0;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            good &= self.digits() > 0;
        }
        if good { Ok(Value::Other) } else { Err(self.wrong("a number is not written as JSON")) }
    }

    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, LocateError> {
        if !self.rest().starts_with(word) {
            return Err(self.wrong("a value was expected"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn space(&mut self) {
        let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.rest().bytes().take_while(space).count();
    }

    fn rest(&self) -> &'a str {
        self.body.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.body.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn wrong(&self, message: &str) -> LocateError {
        let trouble = Trouble::Syntax { syntax: "JSON", message: message.into() };
        self.source.refuse(self.at..self.at, trouble)
    }
}
