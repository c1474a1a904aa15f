//! Canonical JSON: keys sorted, no white space (docs/semantics.md, decision 23).
//!
//! The same bytes as those of `serde_json::Value`, without making one: a large plan has tens of
//! thousands of values, and its id is taken twice.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use core::ops::Range;

use serde::ser::{
    Error as _, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};
use serde::{Serialize, ser};

/// Gives `take` the pieces of `value` as canonical JSON, in UTF-8, one after the other.
///
/// # Errors
/// A kind of value that plans do not have: floating point, bytes, enum variants with content.
pub(super) fn pieces<T: Serialize + ?Sized>(
    value: &T,
    mut take: impl FnMut(&[u8]),
) -> Result<(), Unsupported> {
    let mut out = String::new();
    // The outermost fields are most of a large plan: they are not put in order, but taken in it.
    let order = value.serialize(Writer { out: &mut out })?;
    order.pieces(&out, |piece| take(piece.as_bytes()));
    Ok(())
}

/// Appends `value`.
fn write<T: Serialize + ?Sized>(out: &mut String, value: &T) -> Result<(), Unsupported> {
    let start = out.len();
    let order = value.serialize(Writer { out })?;
    if !order.0.is_empty() {
        let written = out.split_off(start);
        order.pieces(&written, |piece| out.push_str(piece));
    }
    Ok(())
}

/// In which order the fields of an object come, each by its place in what was written of the object,
/// without the comma before it. Empty for what is in order as it was written.
#[derive(Default)]
struct Order(Vec<Range<usize>>);

impl Order {
    /// Gives `take` the pieces of `written`, which is the whole value, in this order.
    fn pieces(&self, written: &str, mut take: impl FnMut(&str)) {
        if self.0.is_empty() {
            return take(written);
        }
        let mut before = "{";
        for field in &self.0 {
            take(before);
            take(written.get(field.clone()).unwrap_or_default());
            before = ",";
        }
        take("}");
    }
}

/// What a value comes to once it is written.
type Written = Result<Order, Unsupported>;

/// A value that has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unsupported(String);

impl ser::Error for Unsupported {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

struct Writer<'o> {
    out: &'o mut String,
}

impl Writer<'_> {
    fn display(self, value: impl fmt::Display) -> Written {
        write!(self.out, "{value}").map_err(Unsupported::custom)?;
        Ok(Order::default())
    }
}

fn refuse<T>(kind: &str) -> Result<T, Unsupported> {
    Err(Unsupported::custom(format_args!("a plan holds no {kind}")))
}

/// A method for each type that is written as a number, or is refused by name.
macro_rules! each {
    (numbers: $($number:ident $of:ty),*; refused: $($refused:ident $what:ty),*) => {
        $(fn $number(self, value: $of) -> Written {
            self.display(value)
        })*
        $(fn $refused(self, _: $what) -> Written {
            refuse(stringify!($what))
        })*
    };
}

impl<'o> Serializer for Writer<'o> {
    type Ok = Order;
    type Error = Unsupported;
    type SerializeSeq = Array<'o>;
    type SerializeTuple = Array<'o>;
    type SerializeTupleStruct = Impossible<Order, Unsupported>;
    type SerializeTupleVariant = Impossible<Order, Unsupported>;
    type SerializeMap = Object<'o>;
    type SerializeStruct = Object<'o>;
    type SerializeStructVariant = Impossible<Order, Unsupported>;

    each! {
        numbers: serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32,
            serialize_i64 i64, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32,
            serialize_u64 u64;
        refused: serialize_f32 f32, serialize_f64 f64, serialize_bytes &[u8]
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Written {
        string(self.out, text)?;
        Ok(Order::default())
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.display("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Written {
        refuse(variant)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Array<'o>, Unsupported> {
        self.out.push('[');
        Ok(Array { out: self.out, empty: true })
    }

    fn serialize_tuple(self, len: usize) -> Result<Array<'o>, Unsupported> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Unsupported> {
        refuse(name)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsupported> {
        refuse(variant)
    }

    fn serialize_map(self, fields: Option<usize>) -> Result<Object<'o>, Unsupported> {
        let start = self.out.len();
        self.out.push('{');
        let fields = Vec::with_capacity(fields.unwrap_or_default());
        Ok(Object { out: self.out, start, fields, key: String::new() })
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Object<'o>, Unsupported> {
        self.serialize_map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsupported> {
        refuse(variant)
    }
}

/// `text` in quotes, escaped as `serde_json` does.
fn string(out: &mut String, text: &str) -> Result<(), Unsupported> {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        let quoted = serde_json::to_string(text).map_err(Unsupported::custom)?;
        out.push_str(&quoted);
    }
    Ok(())
}

struct Array<'o> {
    out: &'o mut String,
    empty: bool,
}

impl SerializeSeq for Array<'_> {
    type Ok = Order;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        if !core::mem::take(&mut self.empty) {
            self.out.push(',');
        }
        write(self.out, value)
    }

    fn end(self) -> Written {
        self.out.push(']');
        Ok(Order::default())
    }
}

impl SerializeTuple for Array<'_> {
    type Ok = Order;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Written {
        SerializeSeq::end(self)
    }
}

/// An object. What order its fields come in is known when all of them are.
struct Object<'o> {
    out: &'o mut String,
    /// Where it begins.
    start: usize,
    /// Each key, with the place of the whole field behind `start`, without the comma before it.
    fields: Vec<(Cow<'static, str>, Range<usize>)>,
    key: String,
}

impl Object<'_> {
    fn field<T: Serialize + ?Sized>(
        &mut self,
        key: Cow<'static, str>,
        value: &T,
    ) -> Result<(), Unsupported> {
        if !self.fields.is_empty() {
            self.out.push(',');
        }
        let start = self.out.len();
        string(self.out, &key)?;
        self.out.push(':');
        write(self.out, value)?;
        self.fields.push((key, start - self.start..self.out.len() - self.start));
        Ok(())
    }

    fn close(mut self) -> Order {
        self.out.push('}');
        if self.fields.is_sorted_by(|a, b| a.0 <= b.0) {
            return Order::default();
        }
        self.fields.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Order(self.fields.into_iter().map(|(_, field)| field).collect())
    }
}

impl SerializeStruct for Object<'_> {
    type Ok = Order;
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        self.field(Cow::Borrowed(key), value)
    }

    fn end(self) -> Written {
        Ok(self.close())
    }
}

impl SerializeMap for Object<'_> {
    type Ok = Order;
    type Error = Unsupported;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsupported> {
        let mut quoted = String::new();
        write(&mut quoted, key)?;
        // A key is a text, or written as one: JSON knows no other.
        self.key = serde_json::from_str(&quoted).map_err(Unsupported::custom)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        let key = core::mem::take(&mut self.key);
        self.field(Cow::Owned(key), value)
    }

    fn end(self) -> Written {
        Ok(self.close())
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use super::*;
    use crate::plan::Reason;

    #[derive(Serialize)]
    struct Sample {
        z: Option<u8>,
        a: Vec<Reason>,
        words: BTreeMap<String, String>,
        pair: (i64, bool),
    }

    #[test]
    fn the_bytes_are_those_of_a_sorted_value() {
        let words = [("b", "quo\"ted \\ \n\u{1f}"), ("a\t", "ä\u{2028}")];
        let sample = Sample {
            z: None,
            a: alloc::vec![
                Reason::Requested,
                Reason::CatchUp { from: "1.0".into(), to: "1.1".into() },
            ],
            words: words.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(),
            pair: (-7, true),
        };
        let expected = serde_json::to_value(&sample).unwrap().to_string();
        let mut written = Vec::new();
        pieces(&sample, |piece| written.extend_from_slice(piece)).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), expected);
        assert!(pieces(&1.5_f64, |_| {}).is_err());
    }
}
