//! A template that fits where an ecosystem cannot hold a version as it is.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};

use crate::form::Form;
use crate::native::{Dialect, NativeError};
use crate::native_template::NativeTemplate;
use crate::version::Version;
use crate::{Kind, Part, Scope};

/// How many digits a joined part gets: 16 bits if that fits, else as many as people expect.
const WIDTHS: &[usize] = &[5, 3, 4, 2];

impl Form {
    /// `error`, with a template that holds `version`, where the number of its parts is what does
    /// not fit and they can be joined.
    pub(crate) fn suggesting(
        &self,
        d: &Dialect,
        version: &Version,
        error: NativeError,
    ) -> NativeError {
        if !matches!(error, NativeError::TooMany { .. } | NativeError::NotOne { .. }) {
            return error;
        }
        match self.joined(d, version) {
            Some(template) => NativeError::Templated { error: Box::new(error), template },
            None => error,
        }
    }

    /// The parts in as many numbers as fit, the lower ones joined behind each other in fixed
    /// widths; tried by writing `version` and reading it back.
    fn joined(&self, d: &Dialect, version: &Version) -> Option<String> {
        let parts = || self.parts().iter().filter(|part| part.scope != Scope::External);
        for divided in (0..3).rev() {
            for width in WIDTHS {
                let mut text = String::new();
                for (index, part) in parts().enumerate() {
                    if index > 0 && index <= divided {
                        text.push('.');
                    }
                    text.push_str(&slot(part, (index > divided).then_some(*width)));
                }
                let Ok(template) = NativeTemplate::parse(d.id, &text, self.parts()) else {
                    continue;
                };
                let written = self.by_template(d, &template, version);
                if written.is_ok_and(|native| self.undone(&template, &native, version)) {
                    return Some(text);
                }
            }
        }
        None
    }

    fn undone(&self, template: &NativeTemplate, native: &str, version: &Version) -> bool {
        let bare = self.without_external(version);
        template.read(native, self.parts()).is_ok_and(|values| values == bare.values)
    }
}

/// One part of a template; a date is counted in days, which are five digits until 2273.
fn slot(part: &Part, width: Option<usize>) -> String {
    let mut text = format!("{{{}", part.name);
    let day = matches!(&part.kind, Kind::Date(format) if format.is_whole_day());
    if day {
        text.push_str("|days:2000-01-01");
    }
    if part.optional {
        text.push_str("|0");
    }
    if let Some(width) = width {
        let width =
            if day { 5 } else { part.max.map_or(width, |max| max.to_string().len().min(width)) };
        text.push_str(&format!("|pad:{width}"));
    }
    text + "}"
}
