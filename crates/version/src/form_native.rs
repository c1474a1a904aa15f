//! Scheme versions into native ones and back.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use alloc::{borrow::ToOwned, format};

use place::{ConfigError, Place};

use crate::error::{VersionError, VersionFault};
use crate::form::Form;
use crate::native::{DIALECTS, Dialect, NativeError, Neutral, dialect};
use crate::native_template::NativeTemplate;
use crate::pre::{Mark, addition};
use crate::scheme::SchemeError;
use crate::version::{Values, Version};
use crate::{Absent, Kind, Part, Scope};

impl Form {
    /// What `version` is called in files of dialect `d`: by the scheme's template for it, or as the
    /// ecosystem writes such numbers; behind its epoch, where files hold that with the version.
    /// `arity` is the number of numeric parts of the text that is replaced, kept where the
    /// ecosystem allows (SEMANTICS 19); a template has its own.
    ///
    /// # Errors
    /// What the ecosystem cannot hold, and what would fit.
    pub fn native(
        &self,
        d: &Dialect,
        version: &Version,
        arity: Option<usize>,
    ) -> Result<String, NativeError> {
        let text = self.bare_native(d, version, arity)?;
        Ok(match d.epoch {
            Some(epoch) if epoch.inline => epoch.mark(self.epoch(d)) + &text,
            _ => text,
        })
    }

    fn bare_native(
        &self,
        d: &Dialect,
        version: &Version,
        arity: Option<usize>,
    ) -> Result<String, NativeError> {
        if let Some(template) = self.template(d) {
            let written = self.by_template(d, template, version);
            return written.map_err(|error| self.suggesting(d, version, error));
        }
        let neutral = self.neutral(version);
        let bare = version.mark.is_some_and(|mark| mark.number.is_none());
        let own = self.own_spelling(d, version);
        if let Some(own) = own.filter(|_| bare) {
            return Ok(own.to_owned());
        }
        let text = (d.write)(&neutral, arity)
            .map_err(|error| self.suggesting(d, version, error.naming(&self.names(version))))?;
        // Two spellings of what is one version to the ecosystem: people look for the scheme's, unless
        // the place has a habit of its own.
        if let Some(own) = own.filter(|own| arity.is_none() && (d.order)(own, &text).is_eq()) {
            return Ok(own.to_owned());
        }
        match neutral.pre {
            Some((label, _)) if bare && text != version.as_str() => Err(NativeError::Pre {
                target: d.target(),
                label,
                why: "it has no number here",
                labels: &[],
            }),
            _ => Ok(text),
        }
    }

    /// The version that `text` is in dialect `d`. A trailing zero that only pads (npm's 1.1.0 for
    /// Chain's 1.1) is an absent part again, where the part cannot be zero or absence means zero.
    /// An epoch may be missing or lower than the one that is configured: then the text was written
    /// before that was raised.
    ///
    /// # Errors
    /// A text that the ecosystem does not take, or that is no version of this form.
    pub fn from_native(&self, d: &Dialect, text: &str) -> Result<Version, NativeError> {
        let (epoch, bare) = d.split_epoch(text);
        if let Some(epoch) = epoch.filter(|epoch| *epoch > self.epoch(d)) {
            let (text, configured) = (text.to_owned(), self.epoch(d));
            return Err(NativeError::Epoch { target: d.target(), text, epoch, configured });
        }
        self.version_in(d, bare, None)
    }

    /// The version that `text` is, without an epoch. `beside` is a pre-release's label and number
    /// that stand elsewhere; the text's own go before it.
    pub(crate) fn version_in(
        &self,
        d: &Dialect,
        text: &str,
        beside: Option<(String, u64)>,
    ) -> Result<Version, NativeError> {
        let template = self.template(d);
        let format = template.map_or(self.format(), |template| template.text.as_str());
        let refuse = |why: String| NativeError::Shape {
            target: d.target(),
            text: text.to_owned(),
            why,
            format: format.to_owned(),
        };
        let unread = |error| NativeError::Version { target: d.target(), error: Box::new(error) };
        let (values, mark) = if let Some(template) = template {
            (template.read(text, self.parts()).map_err(refuse)?, None)
        } else {
            let read = (d.read)(text);
            let own = || self.parse(text).ok().filter(|v| self.own_spelling(d, v).is_some());
            if let Some(own) = read.is_err().then(own).flatten() {
                return Ok(own);
            }
            let why = |error| self.base_refused(d, text).unwrap_or_else(|| self.sensible(d, error));
            let mut neutral = read.map_err(|error| why(error).within(format))?;
            if !neutral.text.is_empty() {
                return self.parse_loosely(&neutral.text).map_err(unread);
            }
            neutral.pre = neutral.pre.or(beside);
            self.in_own_words(d, text, &mut neutral);
            self.assign(&neutral).map_err(refuse)?
        };
        self.whole(&values, mark).map_err(refuse)?;
        let version = self.shape.compose(values, mark);
        // The native text may hold values that the scheme's own form refuses.
        let refused = |error: VersionError| error.read_in(text, self.no_day(&version));
        self.parse(&version.text).map_err(|error| unread(refused(error)))
    }

    /// Why the first number that should be a date is none, of those that `version` was composed of,
    /// which has zeros before it.
    fn no_day(&self, version: &Version) -> Option<VersionFault> {
        let mut parts = self.parts().iter().zip(&version.values);
        parts.find_map(|(part, value)| match &part.kind {
            Kind::Date(format) => format.read(&part.name, &(*value)?.to_string()).err(),
            _ => None,
        })
    }

    /// `error` without a spelling that is no version of this form either: an ecosystem knows how
    /// such a text is written, and not what it should have said.
    fn sensible(&self, d: &Dialect, error: NativeError) -> NativeError {
        let fits = |text: &str| {
            (d.read)(text).is_ok_and(|neutral| match neutral.text.as_str() {
                "" => self
                    .assign(&neutral)
                    .is_ok_and(|(values, mark)| self.whole(&values, mark).is_ok()),
                own => self.parse_loosely(own).is_ok(),
            })
        };
        match error {
            NativeError::Syntax { target, text, why, wanted: Some(wanted) } => {
                let wanted = fits(&wanted).then_some(wanted);
                NativeError::Syntax { target, text, why, wanted }
            }
            other => other,
        }
    }

    /// Whether `text`, which dialect `d` reads, is only read because leading zeros are (IRIC-1).
    #[must_use]
    pub fn is_loose(&self, d: &Dialect, text: &str) -> bool {
        let carried = (d.read)(text).map(|neutral| neutral.text);
        self.shape.loose
            && self.template(d).is_none()
            && carried.is_ok_and(|text| {
                !text.is_empty() && self.parse(&text).is_err() && self.parse_loosely(&text).is_ok()
            })
    }

    /// Whether a template says how versions are written for dialect `d`.
    #[must_use]
    pub fn has_template(&self, d: &Dialect) -> bool {
        self.template(d).is_some()
    }

    /// Whether dialect `d` has a place for the build server's number: its own, or one that the
    /// scheme's template names.
    #[must_use]
    pub fn has_room(&self, d: &Dialect) -> bool {
        let Some(part) = self.external().and_then(|part| self.parts().get(part.0)) else {
            return false;
        };
        match self.template(d) {
            Some(template) => template.names().contains(&part.name.as_str()),
            None => d.build,
        }
    }

    /// This form with `template` instead of the scheme's own for `dialect_id`: a component's
    /// override. `place` is where the template stands.
    ///
    /// # Errors
    /// An unknown dialect, part or encoding, at `place`.
    pub fn with_native(
        &self,
        dialect_id: &str,
        template: &str,
        place: Place,
    ) -> Result<Form, SchemeError> {
        let template = native_template(dialect_id, template, self.parts(), place)?;
        let mut form = self.clone();
        let natives = &mut alloc::sync::Arc::make_mut(&mut form.shape).natives;
        natives.retain(|other| other.dialect != dialect_id);
        natives.push(template);
        Ok(form)
    }

    /// The epoch that is configured for dialect `d`; 0 where there is none.
    #[must_use]
    pub fn epoch(&self, d: &Dialect) -> u64 {
        let epochs = &self.shape.epochs;
        epochs.iter().find(|(dialect, _)| dialect == d.id).map_or(0, |(_, epoch)| *epoch)
    }

    /// This form with versions of the dialect called `dialect_id` behind an `epoch`, so that they
    /// sort above all that came out before it. `place` is where the epoch stands.
    ///
    /// # Errors
    /// An unknown dialect, or one that has no epoch, at `place`.
    pub fn with_epoch(
        &self,
        dialect_id: &str,
        epoch: u64,
        place: Place,
    ) -> Result<Form, SchemeError> {
        let epoch = native_epoch(dialect_id, epoch, place)?;
        let mut form = self.clone();
        let epochs = &mut alloc::sync::Arc::make_mut(&mut form.shape).epochs;
        epochs.retain(|(other, _)| other != dialect_id);
        epochs.push(epoch);
        Ok(form)
    }

    /// What a dialect is given to write.
    #[must_use]
    pub fn neutral(&self, version: &Version) -> Neutral {
        let own = self.parts().iter().zip(&version.values);
        let external = own.clone().find(|(part, _)| part.scope == Scope::External);
        let numbers = own.filter(|(part, _)| part.scope != Scope::External);
        Neutral {
            text: version.as_str().to_owned(),
            numbers: numbers.filter_map(|(_, value)| *value).collect(),
            pre: self.label(version).map(|(label, n)| (label.to_owned(), n.unwrap_or(0))),
            external: external.and_then(|(_, value)| *value),
        }
    }

    pub(crate) fn template(&self, d: &Dialect) -> Option<&NativeTemplate> {
        self.shape.natives.iter().find(|template| template.dialect == d.id)
    }

    /// The names of the parts behind [`Neutral::numbers`].
    fn names(&self, version: &Version) -> Vec<&str> {
        let parts = self.parts().iter().zip(&version.values);
        let own = parts.filter(|(part, value)| part.scope != Scope::External && value.is_some());
        own.map(|(part, _)| part.name.as_str()).collect()
    }

    /// Hands the numbers to the parts, the highest first.
    fn assign(&self, neutral: &Neutral) -> Result<(Values, Option<Mark>), String> {
        let mark = self.mark_of(neutral)?;
        let mut values = vec![None; self.parts().len()];
        let mut rest = neutral.numbers.as_slice();
        for (part, value) in self.parts().iter().zip(&mut values) {
            if part.scope == Scope::External {
                continue;
            }
            let Some((number, after)) = rest.split_first() else { break };
            let only_pads = rest.iter().all(|number| *number == 0);
            rest = after;
            *value = (!(only_pads && may_pad(part))).then_some(*number);
        }
        let drop_from = self.shape.pre.as_ref().map(|pre| pre.drop_from);
        if let Some(dropped) = mark.and(drop_from).and_then(|from| values.get_mut(from..))
            && dropped.iter().all(|value| value.is_none_or(|value| value == 0))
        {
            dropped.fill(None);
        }
        let mut external = neutral.external;
        if let (None, Some((number, after))) = (external, rest.split_first())
            && self.external().is_some()
        {
            (external, rest) = (Some(*number), after);
        }
        if rest.iter().any(|number| *number != 0) {
            return Err(format!("it has more numbers than {}", self.format()));
        }
        match (external, self.external()) {
            (Some(number), Some(part)) => {
                if let Some(value) = values.get_mut(part.0) {
                    *value = Some(number);
                }
            }
            (Some(number), None) => {
                return Err(format!("{} has no part for the build number {number}", self.format()));
            }
            (None, _) => {}
        }
        Ok((values, mark))
    }

    fn mark_of(&self, neutral: &Neutral) -> Result<Option<Mark>, String> {
        let Some((label, number)) = &neutral.pre else { return Ok(None) };
        let found = self.labels().position(|known| known == label);
        let label = found.ok_or_else(|| {
            format!("`{label}` is no pre-release label of the scheme; {}", addition(label))
        })?;
        Ok(Some(Mark { label, number: Some(*number) }))
    }

    /// Refuses values that lack a required part: nothing may be invented when reading.
    fn whole(&self, values: &[Option<u64>], mark: Option<Mark>) -> Result<(), String> {
        let dropped = mark.and(self.shape.pre.as_ref()).map(|pre| pre.drop_from);
        let mut parts = self.parts().iter().zip(values).enumerate();
        let lacking = parts.find(|(index, (part, value))| {
            !part.optional && value.is_none() && dropped.is_none_or(|from| *index < from)
        });
        match lacking {
            Some((_, (part, _))) => Err(format!("it has no number for `{}`", part.name)),
            None => Ok(()),
        }
    }
}

/// The template `text` for the dialect called `id`.
pub(crate) fn native_template(
    id: &str,
    text: &str,
    parts: &[Part],
    place: Place,
) -> Result<NativeTemplate, SchemeError> {
    known_dialect(id, &place)?;
    NativeTemplate::parse(id, text, parts)
        .map_err(|(message, help)| ConfigError::value(place, message, help).into())
}

/// The `epoch` of the dialect called `id`.
pub(crate) fn native_epoch(
    id: &str,
    epoch: u64,
    place: Place,
) -> Result<(String, u64), SchemeError> {
    let d = known_dialect(id, &place)?;
    if d.epoch.is_some() {
        return Ok((id.to_owned(), epoch));
    }
    let having =
        DIALECTS.iter().filter(|dialect| dialect.epoch.is_some()).map(|dialect| dialect.id);
    let help = format!("the dialects that have one are {}", having.collect::<Vec<_>>().join(", "));
    Err(ConfigError::value(place, format!("{} has no epoch", d.title), help).into())
}

fn known_dialect(id: &str, place: &Place) -> Result<&'static Dialect, SchemeError> {
    let known = || DIALECTS.iter().map(|dialect| dialect.id);
    dialect(id).ok_or_else(|| {
        let help = place::nearest_or(id, known(), || {
            format!("the dialects are {}", known().collect::<Vec<_>>().join(", "))
        });
        let message = format!("there is no dialect `{id}`");
        ConfigError::value(place.clone(), message, help).into()
    })
}

/// Whether a zero in this part's position may only be padding.
fn may_pad(part: &Part) -> bool {
    part.optional && (part.absent == Absent::Zero || !part.holds_zero())
}
