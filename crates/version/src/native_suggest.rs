//! A template that fits where an ecosystem cannot hold a version as it is.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::form::Form;
use crate::native::{Dialect, NativeError, Neutral};
use crate::native_template::NativeTemplate;
use crate::version::{Values, Version};
use crate::{Kind, Part, Scope};

/// How many digits a joined part gets: 16 bits if that fits, else as many as people expect.
const WIDTHS: &[usize] = &[5, 3, 4, 2];

impl Form {
    /// `error`, with a template that holds `version` and whatever leaves out its optional parts, where
    /// there is one: as many numbers, in other words, or fewer.
    pub(crate) fn suggesting(
        &self,
        d: &Dialect,
        version: &Version,
        error: NativeError,
    ) -> NativeError {
        let offered = match error {
            // No template has a place for it.
            NativeError::NotOne { .. } if version.mark.is_some() => None,
            NativeError::TooBig { .. } => self.divided(d, version),
            NativeError::TooMany { .. }
            | NativeError::NotOne { .. }
            | NativeError::External { .. } => {
                self.divided(d, version).or_else(|| self.joined(d, version))
            }
            _ => None,
        };
        match offered {
            Some(template) => NativeError::Templated { error: Box::new(error), template },
            None => error,
        }
    }

    /// A number for each part, dates as they are or, where that does not fit, as days.
    fn divided(&self, d: &Dialect, version: &Version) -> Option<String> {
        let template = |days: bool| {
            let slots: Option<Vec<_>> = self.held().map(|part| slot(part, days, None)).collect();
            Some(lead(d) + &slots?.join("."))
        };
        [false, true].into_iter().filter_map(template).find(|text| self.holds(d, version, text))
    }

    /// The parts in as many numbers as fit, the lower ones joined behind each other in fixed
    /// widths.
    fn joined(&self, d: &Dialect, version: &Version) -> Option<String> {
        for divided in (0..3).rev() {
            for width in WIDTHS {
                let mut text = lead(d);
                for (index, part) in self.held().enumerate() {
                    if index > 0 && index <= divided {
                        text.push('.');
                    }
                    text.push_str(&slot(part, true, (index > divided).then_some(*width))?);
                }
                if self.holds(d, version, &text) {
                    return Some(text);
                }
            }
        }
        None
    }

    /// The parts that are told apart by them: a build server's number is not.
    fn held(&self) -> impl Iterator<Item = &Part> {
        self.parts().iter().filter(|part| part.scope != Scope::External)
    }

    /// Whether `version` can be written by the template `text` and is read back; so is what it is
    /// without its optional parts.
    fn holds(&self, d: &Dialect, version: &Version, text: &str) -> bool {
        let Ok(template) = NativeTemplate::parse(d.id, text, self.parts()) else { return false };
        let full = self.without_external(version);
        let parts = self.parts().iter().zip(&full.values);
        let least = parts.map(|(part, value)| value.filter(|_| !part.optional)).collect();
        let same = |a: &[Option<u64>], b: &[Option<u64>]| {
            let bare = |(part, value): (&Part, &Option<u64>)| {
                value.filter(|value| !part.stands_for_absence(*value))
            };
            let all = |values: &[Option<u64>]| -> Vec<_> {
                self.parts().iter().zip(values).map(bare).collect()
            };
            all(a) == all(b)
        };
        [&full.values, &least].into_iter().all(|values: &Values| {
            let written = self.written(d, &template, values);
            let read = written.ok().and_then(|text| template.read(&text, self.parts()).ok());
            read.is_some_and(|read| same(&read, values))
        }) && self.rises(d, &template, &full.values)
    }

    /// Whether what `template` writes rises for the ecosystem where a number gets another digit, as an
    /// OSGi qualifier does not: it is compared as text.
    fn rises(&self, d: &Dialect, template: &NativeTemplate, values: &Values) -> bool {
        let counts = |part: &Part| {
            let dated = matches!(part.kind, Kind::Date(_)) || part.scope == Scope::External;
            !dated && part.max.is_none_or(|max| max >= 10)
        };
        let mut counting = self.parts().iter().enumerate().filter(|(_, part)| counts(part));
        counting.all(|(at, _)| {
            let with = |number: u64| {
                let mut values = values.clone();
                *values.get_mut(at)? = Some(number);
                self.written(d, template, &values).ok()
            };
            match (with(9), with(10)) {
                (Some(low), Some(high)) => (d.order)(&low, &high).is_lt(),
                _ => true,
            }
        })
    }
}

/// What an ecosystem has before every version: Go's `v`.
fn lead(d: &Dialect) -> String {
    let sample = Neutral { numbers: [1, 2, 3].into(), ..Neutral::default() };
    let text = (d.write)(&sample, None).unwrap_or_default();
    text.chars().take_while(|c| !c.is_ascii_digit()).collect()
}

/// One part of a template; a date is counted in days if asked for, which are five digits until 2273;
/// `None` where nothing is left to stand for it when it is left out.
fn slot(part: &Part, days: bool, width: Option<usize>) -> Option<String> {
    let mut text = format!("{{{}", part.name);
    let day = days && matches!(&part.kind, Kind::Date(format) if format.is_whole_day());
    if day {
        text.push_str("|days:2000-01-01");
    }
    if part.optional {
        if part.holds_zero() && !part.stands_for_absence(0) {
            return None;
        }
        text.push_str("|0");
    }
    if let Some(width) = width {
        let width =
            if day { 5 } else { part.max.map_or(width, |max| max.to_string().len().min(width)) };
        text.push_str(&format!("|pad:{width}"));
    }
    Some(text + "}")
}
