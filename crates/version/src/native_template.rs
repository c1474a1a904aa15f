//! A scheme's own writing for one ecosystem: `{major}.{minor}.{build|days:2000-01-01|0}`.
//!
//! Each encoding can be undone, so that what was written is read back (SEMANTICS 21).

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use place::nearest;

use crate::compose::push_number;
use crate::form::Form;
use crate::native::{Dialect, NativeError};
use crate::parse::leading_digits;
use crate::version::{Values, Version};
use crate::{Date, Kind, Part};

/// A template for one dialect.
#[derive(Debug, Clone)]
pub(crate) struct NativeTemplate {
    /// The dialect's id.
    pub(crate) dialect: String,
    /// The template as it was written.
    pub(crate) text: String,
    slots: Vec<Slot>,
    /// What stands after the last slot.
    end: String,
}

#[derive(Debug, Clone)]
struct Slot {
    /// What stands before it.
    lead: String,
    part: usize,
    name: String,
    /// All that stands between its braces.
    inside: String,
    encodings: Vec<Encoding>,
}

/// One step from a part's value to the number that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// A date as the days since another, so that it fits 16 bits for 179 years.
    Days(Date),
    /// Exactly so many digits, zeros before them.
    Pad(usize),
    /// What an omitted part is written as. No other value may be written so.
    Default(u64),
}

impl NativeTemplate {
    /// Takes `text` as a template over `parts`.
    ///
    /// # Errors
    /// What is wrong with it, as a fragment and a next step.
    pub(crate) fn parse(
        dialect: &str,
        text: &str,
        parts: &[Part],
    ) -> Result<Self, (String, String)> {
        let mut slots: Vec<Slot> = Vec::new();
        let mut rest = text;
        while let Some((lead, after)) = rest.split_once('{') {
            let Some((inside, after)) = after.split_once('}') else {
                return Err((
                    format!("`{{` is never closed in `{text}`"),
                    "close it with `}`".into(),
                ));
            };
            rest = after;
            let slot = Slot::parse(lead, inside, parts)?;
            if slots.iter().any(|other| other.part == slot.part) {
                let help = "one place is enough to read it back".into();
                return Err((format!("`{text}` names `{}` twice", slot.name), help));
            }
            if slot.lead.is_empty() && !slots.is_empty() && slot.width().is_none() {
                let help = format!("divide them, or give it a width: `{{{}|pad:3}}`", slot.name);
                return Err((format!("nothing divides `{{{inside}}}` from what is before"), help));
            }
            slots.push(slot);
        }
        if slots.is_empty() {
            let all: Vec<String> = parts.iter().map(|part| format!("{{{}}}", part.name)).collect();
            return Err((
                format!("`{text}` names no part"),
                format!("name parts in braces: {}", all.join(", ")),
            ));
        }
        Ok(Self { dialect: dialect.to_owned(), text: text.to_owned(), slots, end: rest.to_owned() })
    }

    /// The names of the parts, in the order in which they are written.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.slots.iter().map(|slot| slot.name.as_str()).collect()
    }

    /// Writes `values`.
    ///
    /// # Errors
    /// Why they cannot be written so that they read back, as a fragment and a next step.
    pub(crate) fn write(
        &self,
        values: &[Option<u64>],
        parts: &[Part],
    ) -> Result<String, (String, String)> {
        let mut out = String::new();
        for slot in &self.slots {
            let value = values.get(slot.part).copied().flatten();
            let number = slot.encode(value, parts)?;
            out.push_str(&slot.lead);
            let from = out.len();
            push_number(&mut out, number);
            if let Some(width) = slot.width() {
                let used = out.len() - from;
                if used > width {
                    let help = "give it more digits, which changes how all versions sort".into();
                    return Err((format!("{number} has more than {width} digits"), help));
                }
                out.insert_str(from, &"0".repeat(width - used));
            }
        }
        out.push_str(&self.end);
        Ok(out)
    }

    /// The values that `text` was written from, `None` for parts that the template does not name.
    ///
    /// # Errors
    /// Why it was not written by this template, as a fragment.
    pub(crate) fn read(&self, text: &str, parts: &[Part]) -> Result<Values, String> {
        let mut values = vec![None; parts.len()];
        let shape = || format!("it is not written as `{}`", self.text);
        let mut rest = text;
        for (index, slot) in self.slots.iter().enumerate() {
            let after = rest.strip_prefix(slot.lead.as_str()).ok_or_else(shape)?;
            let digits = leading_digits(after);
            let fixed: usize = self.widths_after(index);
            let take = slot.width().or_else(|| digits.len().checked_sub(fixed)).unwrap_or(0);
            let mine = digits.get(..take).filter(|mine| !mine.is_empty()).ok_or_else(shape)?;
            if slot.width().is_none() && mine.len() > 1 && mine.starts_with('0') {
                return Err(shape());
            }
            let number: u64 = mine.parse().map_err(|_| shape())?;
            if let Some(value) = values.get_mut(slot.part) {
                *value = slot
                    .decode(number, parts)
                    .ok_or_else(|| format!("{number} cannot be read back as `{}`", slot.name))?;
            }
            rest = after.get(take..).unwrap_or("");
        }
        if rest == self.end { Ok(values) } else { Err(shape()) }
    }

    /// Why a version cannot be written by it, and what to do, as an error.
    fn refused(&self, d: &Dialect, (why, help): (String, String)) -> NativeError {
        NativeError::Template { target: d.target(), template: self.text.clone(), why, help }
    }

    /// How many digits the slots take that follow slot `index` without anything between.
    fn widths_after(&self, index: usize) -> usize {
        let after = self.slots.iter().skip(index + 1);
        after.take_while(|slot| slot.lead.is_empty()).filter_map(Slot::width).sum()
    }
}

impl Form {
    /// What `version` is by `template`, which has no place for pre-releases.
    pub(crate) fn by_template(
        &self,
        d: &Dialect,
        template: &NativeTemplate,
        version: &Version,
    ) -> Result<String, NativeError> {
        if let Some((label, _)) = self.label(version) {
            let why = format!("it has no place for the pre-release `{label}` of `{version}`");
            let help = "leave this manifest out of pre-releases, or use no template".into();
            return Err(template.refused(d, (why, help)));
        }
        self.written(d, template, &version.values)
    }

    /// `values` as `template` writes them, if the ecosystem takes that.
    pub(crate) fn written(
        &self,
        d: &Dialect,
        template: &NativeTemplate,
        values: &[Option<u64>],
    ) -> Result<String, NativeError> {
        let text = template.write(values, self.parts());
        let text = text.map_err(|refusal| template.refused(d, refusal))?;
        // The ecosystem's own limits hold for the text, whoever wrote it.
        let mut neutral = (d.read)(&text).map_err(|error| error.naming(&template.names()))?;
        neutral.text.clone_from(&text);
        (d.write)(&neutral, None).map_err(|error| error.naming(&template.names()))?;
        Ok(text)
    }
}

impl Slot {
    fn parse(lead: &str, inside: &str, parts: &[Part]) -> Result<Self, (String, String)> {
        let mut words = inside.split('|');
        let name = words.next().unwrap_or("");
        let known = || parts.iter().map(|part| part.name.as_str());
        let found = parts.iter().enumerate().find(|(_, part)| part.name == name);
        let Some((index, part)) = found else {
            let help = match nearest(name, known()) {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None => format!("its parts are {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err((format!("the scheme has no part `{name}`"), help));
        };
        let encodings: Vec<Encoding> =
            words.map(|word| Encoding::parse(word, part)).collect::<Result<_, _>>()?;
        let named = name.to_owned();
        let (lead, inside) = (lead.to_owned(), inside.to_owned());
        Ok(Self { lead, part: index, name: named, inside, encodings })
    }

    fn width(&self) -> Option<usize> {
        self.encodings.iter().find_map(|encoding| match encoding {
            Encoding::Pad(width) => Some(*width),
            _ => None,
        })
    }

    fn default(&self) -> Option<u64> {
        self.encodings.iter().find_map(|encoding| match encoding {
            Encoding::Default(number) => Some(*number),
            _ => None,
        })
    }

    fn epoch(&self) -> Option<Date> {
        self.encodings.iter().find_map(|encoding| match encoding {
            Encoding::Days(epoch) => Some(*epoch),
            _ => None,
        })
    }

    fn encode(&self, value: Option<u64>, parts: &[Part]) -> Result<u64, (String, String)> {
        let Some(value) = value else {
            return self.default().ok_or_else(|| {
                let help = format!("say what stands for it: `{{{}|0}}`", self.inside);
                (format!("this version leaves out `{}`", self.name), help)
            });
        };
        let number = match (self.epoch(), parts.get(self.part).map(|part| &part.kind)) {
            (Some(epoch), Some(Kind::Date(format))) => {
                let day = format.date(value).map(|date| days(epoch, date));
                day.and_then(|day| u64::try_from(day).ok()).ok_or_else(|| {
                    let help = "choose an earlier day in `days:YYYY-MM-DD`".into();
                    (format!("{value} is before {epoch}"), help)
                })?
            }
            _ => value,
        };
        // Where an absent part is zero, the two are one version.
        let absent = |part: &Part| part.stands_for_absence(value);
        if self.default() == Some(number) && !parts.get(self.part).is_some_and(absent) {
            let help = "choose another default, or an earlier day in `days:`".into();
            let why = format!("{value} would be written as {number}, like a version without it");
            return Err((why, help));
        }
        Ok(number)
    }

    /// The part's value behind `number`; outer `None` where there is none.
    fn decode(&self, number: u64, parts: &[Part]) -> Option<Option<u64>> {
        if self.default() == Some(number) {
            return Some(None);
        }
        match (self.epoch(), parts.get(self.part).map(|part| &part.kind)) {
            (Some(epoch), Some(Kind::Date(format))) => {
                let span = jiff::Span::new().try_days(i64::try_from(number).ok()?).ok()?;
                format.value(epoch.checked_add(span).ok()?).map(Some)
            }
            _ => Some(Some(number)),
        }
    }
}

impl Encoding {
    fn parse(word: &str, part: &Part) -> Result<Self, (String, String)> {
        let help = || "the encodings are `days:YYYY-MM-DD`, `pad:N`, and a default such as `0`";
        let unknown = || (format!("`|{word}` is no encoding"), help().to_string());
        match word.split_once(':') {
            None => word.parse().map(Self::Default).map_err(|_| unknown()),
            Some(("pad", width)) => match width.parse() {
                Ok(width @ 1..=18) => Ok(Self::Pad(width)),
                _ => Err(unknown()),
            },
            Some(("days", day)) => {
                let whole = matches!(&part.kind, Kind::Date(format) if format.is_whole_day());
                if !whole {
                    let why = format!("`{}` holds no whole day to count from `{day}`", part.name);
                    return Err((why, "only a date such as YYYYMMDD can be written so".into()));
                }
                day.parse().map(Self::Days).map_err(|_| unknown())
            }
            Some(_) => Err(unknown()),
        }
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}
