//! Pre-releases: how they are written, which zero they drop, how one follows another.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use place::{Class, Explain, nearest};

use crate::compose::push_number;
use crate::error::VersionFault;
use crate::form::{Form, Shape};
use crate::parse::{Blame, Read, leading_digits};
use crate::version::Version;
use crate::{Part, PartId};

/// A pre-release's label, by its place in the scheme's list, and its number.
///
/// Ordered as pre-releases of one version are. Only marks of one scheme may be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub(crate) label: usize,
    pub(crate) number: Option<u64>,
}

/// A scheme's `[pre]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PreRules {
    /// What stands before the label: `-`.
    pub(crate) lead: String,
    /// What stands between label and number: nothing, or `.`.
    pub(crate) middle: String,
    /// Whether a label may stand without a number (SemVer's `1.0.0-alpha`), the lowest of all.
    pub(crate) bare: bool,
    /// The labels, the earliest first.
    pub(crate) labels: Vec<String>,
    /// The number that a label starts with.
    pub(crate) start: u64,
    /// The part whose next version a pre-release leads to where nothing else says.
    pub(crate) level: Option<PartId>,
    /// The first of the parts that a pre-release leaves out while they are zero; past the last
    /// part where it leaves out none.
    pub(crate) drop_from: usize,
    /// The exception for versions whose dropped part is not zero (KOLAB-6).
    pub(crate) unstable: Option<Unstable>,
}

/// Pre-releases that keep the part that others drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unstable {
    /// Which labels they may have.
    pub(crate) labels: Vec<usize>,
    /// The part that their final version has in addition, at its start.
    pub(crate) adds: Option<PartId>,
}

/// Why there is no such pre-release.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's fields are named by its message")]
pub enum PreError {
    /// The scheme has no `[pre]`.
    #[error("the scheme has no pre-releases")]
    None,
    /// A label that the scheme does not list.
    #[error("`{label}` is no pre-release label of the scheme")]
    Label { label: String, nearest: Option<String>, known: String },
    /// A label that comes before the pending one.
    #[error("`{label}` comes before `{version}`")]
    Earlier { label: String, version: String },
    /// A pre-release of a version whose dropped part is not zero, where the scheme has none.
    #[error(
        "`{version}` cannot have a `{label}` pre-release, which leaves out `{part}` while it is zero"
    )]
    Kept { version: String, label: String, part: String },
    /// A final version where a pre-release was wanted.
    #[error("`{version}` is no pre-release")]
    Final { version: String },
}

/// How a scheme comes to have a label.
pub(crate) fn addition(label: &str) -> String {
    format!(
        "to have it, list `{label}` among the `labels` of the scheme's [pre]: in release.toml, \
         `[scheme.pre]` beside a `[scheme]` that `extends` the preset"
    )
}

impl Explain for PreError {
    fn rule(&self) -> Option<&str> {
        match self {
            Self::Earlier { .. } => Some("pre-pending"),
            Self::Kept { .. } => Some("pre-unstable"),
            Self::None | Self::Label { .. } | Self::Final { .. } => None,
        }
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::None => "add a [pre] table with `labels` and `write` to the scheme".into(),
            Self::Label { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::Label { label, known, .. } => {
                format!("its labels are {known}; {}", addition(label))
            }
            Self::Earlier { .. } => {
                "take the same label again or a later one, or promote it".into()
            }
            Self::Kept { part, .. } => {
                format!("move a part above `{part}`: --level")
            }
            Self::Final { .. } => "make one with `pre LABEL`".into(),
        })
    }

    fn class(&self) -> Class {
        match self {
            Self::Earlier { .. } | Self::Kept { .. } => Class::Policy,
            _ => Class::Usage,
        }
    }
}

impl Form {
    /// Whether `version` is a pre-release.
    #[must_use]
    pub fn is_pre(&self, version: &Version) -> bool {
        version.mark.is_some()
    }

    /// The scheme's pre-release labels, the earliest first; empty where it has none.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.shape.pre.iter().flat_map(|pre| pre.labels.iter().map(String::as_str))
    }

    /// The label and number of a pre-release: `("beta", Some(1))`.
    #[must_use]
    pub fn label(&self, version: &Version) -> Option<(&str, Option<u64>)> {
        let mark = version.mark?;
        let label = self.shape.pre.as_ref()?.labels.get(mark.label)?;
        Some((label, mark.number))
    }

    /// The mark of a pre-release; `None` for a final version.
    #[must_use]
    pub fn mark(&self, version: &Version) -> Option<Mark> {
        version.mark
    }

    /// The part that pre-releases move where nothing is pending and nobody names another one.
    #[must_use]
    pub fn pre_level(&self) -> Option<PartId> {
        self.shape.pre.as_ref()?.level
    }

    /// The lowest part that people may bump whose next version can have a pre-release without an
    /// exception: none that pre-releases drop.
    #[must_use]
    pub fn lowest_pre(&self) -> Option<PartId> {
        let above = self.parts().get(..self.shape.pre.as_ref()?.drop_from)?;
        above.iter().rposition(Part::is_bumpable).map(PartId)
    }

    /// The first of the parts that pre-releases leave out while they are zero.
    #[must_use]
    pub fn dropped(&self) -> Option<&Part> {
        self.parts().get(self.shape.pre.as_ref()?.drop_from)
    }

    /// Whether every part of `version` below `part` is left out or at its start: that part's next
    /// version, or a higher one's, is what it is.
    #[must_use]
    pub fn starts_below(&self, version: &Version, part: PartId) -> bool {
        let below = self.parts().iter().zip(&version.values).skip(part.0 + 1);
        below.into_iter().all(|(part, value)| value.is_none_or(|value| value == part.start))
    }

    /// Whether the scheme has pre-releases with this label.
    ///
    /// # Errors
    /// No pre-releases in the scheme, or none of that name, with the nearest.
    pub fn has_label(&self, label: &str) -> Result<(), PreError> {
        self.shape.pre.as_ref().ok_or(PreError::None)?.label(label).map(|_| ())
    }

    /// `version` without its label: the numbers that a pre-release leads to, dropped zeros
    /// included (2.5-rc1 → 2.5.0). A final version comes back as it is.
    #[must_use]
    pub fn without_label(&self, version: &Version) -> Version {
        self.shape.compose(version.values.clone(), None)
    }

    /// The next pre-release labelled `label`: the first one of `base` where that is the final
    /// version to come (already bumped), the one after `base` where that is a pre-release.
    ///
    /// # Errors
    /// As [`Form::pre_after`].
    pub fn pre(&self, base: &Version, label: &str) -> Result<Version, PreError> {
        self.pre_after(base, base.mark, label)
    }

    /// The pre-release of `base` that is labelled `label` and follows `last`, which may be another
    /// component's on the same line.
    ///
    /// # Errors
    /// No pre-releases in the scheme, an unknown label, one before the label of `last`, or a base
    /// whose last part would have to be dropped and is not zero (KOLAB-5).
    pub fn pre_after(
        &self,
        base: &Version,
        last: Option<Mark>,
        label: &str,
    ) -> Result<Version, PreError> {
        let pre = self.shape.pre.as_ref().ok_or(PreError::None)?;
        let wanted = pre.label(label)?;
        let mut values = base.values.clone();
        if base.mark.is_none() {
            self.shape.shorten(&mut values);
        }
        let kept = values.get(pre.drop_from..).unwrap_or(&[]).iter().flatten().any(|v| *v != 0);
        let unstable = pre.unstable.as_ref();
        let settled = unstable
            .and_then(|unstable| unstable.adds)
            .is_some_and(|part| values.get(part.0).is_some_and(Option::is_some));
        let allowed = unstable.is_some_and(|unstable| unstable.labels.contains(&wanted));
        if settled || (kept && !allowed) {
            let part = self.parts().get(pre.drop_from).map(|part| part.name.clone());
            return Err(PreError::Kept {
                version: base.text.as_ref().into(),
                label: label.into(),
                part: part.unwrap_or_default(),
            });
        }
        if let (false, Some(dropped)) = (kept, values.get_mut(pre.drop_from..)) {
            dropped.fill(None);
        }
        let number = match last {
            Some(last) if last.label > wanted => {
                let version = self.shape.compose(values, Some(last)).text.into();
                return Err(PreError::Earlier { label: label.into(), version });
            }
            Some(last) if last.label == wanted => {
                last.number.map_or(pre.start, |number| number.saturating_add(1))
            }
            _ => pre.start,
        };
        Ok(self.shape.compose(values, Some(Mark { label: wanted, number: Some(number) })))
    }

    /// The final version of a pre-release: 2.5-rc1 → 2.5.0, and by Kolab's exception 2.5.1-rc1 →
    /// 2.5.1.0 (KOLAB-6).
    ///
    /// # Errors
    /// [`PreError::Final`].
    pub fn promote(&self, version: &Version) -> Result<Version, PreError> {
        self.shape.pre.as_ref().ok_or(PreError::None)?;
        if version.mark.is_none() {
            return Err(PreError::Final { version: version.text.as_ref().into() });
        }
        let mut values = version.values.clone();
        if let Some(part) = self.added_part().filter(|_| self.is_unstable(version))
            && let Some(value) = values.get_mut(part.0)
        {
            *value = self.parts().get(part.0).map(|part| part.start);
        }
        Ok(self.shape.compose(values, None))
    }
}

impl PreRules {
    /// The place of a label in the list.
    fn label(&self, label: &str) -> Result<usize, PreError> {
        let known = || self.labels.iter().map(String::as_str);
        known().position(|name| name == label).ok_or_else(|| PreError::Label {
            label: label.into(),
            nearest: nearest(label, known()).map(Into::into),
            known: self.labels.join(", "),
        })
    }

    /// Appends label and number.
    pub(crate) fn push(&self, text: &mut String, mark: Mark) {
        text.push_str(&self.lead);
        text.push_str(self.labels.get(mark.label).map_or("", String::as_str));
        if let Some(number) = mark.number {
            text.push_str(&self.middle);
            push_number(text, number);
        }
    }

    /// The pre-release that follows the numbers; `None` where nothing of the kind follows.
    pub(crate) fn read(
        &self,
        text: &str,
        read: &Read,
        shape: &Shape,
    ) -> Result<Option<Mark>, Blame> {
        let rest = text.get(read.at..).and_then(|rest| rest.strip_prefix(self.lead.as_str()));
        let Some(rest) = rest else { return Ok(None) };
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if word.is_empty() {
            return Ok(None);
        }
        let start = read.at + self.lead.len();
        let Some(label) = self.labels.iter().position(|label| label == word) else {
            let near = nearest(word, self.labels.iter().map(String::as_str)).map(Into::into);
            let fault = VersionFault::Label { label: word.into(), nearest: near };
            return Err(Blame::new(fault, start, start + word.len()));
        };
        let at = start + word.len();
        let number = self.number(text, after, at)?;
        self.fits(text, read, label, shape)?;
        Ok(Some(Mark { label, number }))
    }

    fn number(&self, text: &str, after: &str, at: usize) -> Result<Option<u64>, Blame> {
        if after.is_empty() && self.bare {
            return Ok(None);
        }
        let part = || String::from("pre-release number");
        let instead = || after.is_empty().then(|| format!("{}{}", self.middle, self.start));
        let missing = || {
            let fault = VersionFault::TooFew { part: part(), instead: instead() };
            Blame::new(fault, at, text.len())
        };
        // `rc1` where `rc.1` is written: the number is there.
        if !after.starts_with(self.middle.as_str())
            && after.starts_with(|c: char| c.is_ascii_digit())
        {
            let (middle, digits) = (self.middle.clone(), leading_digits(after).into());
            let fault = VersionFault::Unmarked { middle, digits };
            return Err(Blame::new(fault, at, text.len()));
        }
        let numbered = after.strip_prefix(self.middle.as_str()).ok_or_else(missing)?;
        let digits = leading_digits(numbered);
        let start = text.len() - numbered.len();
        let end = start + digits.len();
        if digits.is_empty() {
            return Err(missing());
        }
        if digits.len() > 1 && digits.starts_with('0') {
            let fault = VersionFault::LeadingZero { part: part(), digits: digits.into() };
            return Err(Blame::new(fault, start, end));
        }
        if let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty()) {
            return Err(Blame::new(VersionFault::TooMany { rest: rest.into() }, end, text.len()));
        }
        digits.parse().map(Some).map_err(|_| {
            let (part, digits) = (part(), digits.into());
            Blame::new(VersionFault::TooBig { part, digits, max: u64::MAX }, start, end)
        })
    }

    /// Whether the numbers before the label are those that a pre-release has (KOLAB-5, KOLAB-6).
    fn fits(&self, text: &str, read: &Read, label: usize, shape: &Shape) -> Result<(), Blame> {
        match read.missing {
            Some(index) if index == self.drop_from => return Ok(()),
            Some(_) => return Err(shape.blame(text.get(..read.at).unwrap_or(text), read)),
            None => {}
        }
        let Some(dropped_at) = read.dropped_at else { return Ok(()) };
        let name = shape.parts.get(self.drop_from).map_or("", |part| part.name.as_str());
        let shape_fault = |why: String, instead: Option<String>| {
            Blame::new(VersionFault::PreShape { why, instead }, dropped_at, read.at)
        };
        let dropped = read.values.get(self.drop_from..).unwrap_or(&[]);
        if dropped.iter().flatten().all(|value| *value == 0) {
            let why = format!("a pre-release leaves out `{name}` while it is zero");
            return Err(shape_fault(why, Some(String::new())));
        }
        let allowed = self.unstable.as_ref().filter(|unstable| unstable.labels.contains(&label));
        let Some(unstable) = allowed else {
            return Err(shape_fault(format!("no such pre-release keeps `{name}`"), None));
        };
        let added = unstable.adds.and_then(|part| read.values.get(part.0).copied().flatten());
        match added {
            Some(_) => Err(shape_fault("only the final version has the added part".into(), None)),
            None => Ok(()),
        }
    }
}
