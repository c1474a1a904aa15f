//! Where one participant goes: from its baseline, or from the pre-release that it has pending
//! (SEMANTICS 13, 17).

use alloc::string::{String, ToString};
use core::cmp::Ordering;

use version::{BumpError, EmbedsLevel, Form, Given, LineVersion, PartId, PreError, Scope, Version};

use super::development::reached;
use super::operation::{OwnPart, Target};
use super::participants::no_version;
use super::pre::{self, Pre};
use super::{Context, Operation, PlanError, PreRefusal, Reason, Refusal, RequestRefusal, level};
use crate::config::Component;

/// One participant, and all that decides where it goes.
pub(super) struct Stand<'a> {
    pub(super) cx: &'a Context<'a>,
    pub(super) operation: &'a Operation,
    pub(super) index: usize,
    pub(super) component: &'a Component,
    /// What it has now.
    pub(super) from: Option<&'a Version>,
    pub(super) reasons: &'a [Reason],
    pub(super) given: &'a Given,
    /// Whether it stays a pre-release because something that it embeds does.
    pub(super) held: bool,
    /// The line that promotions come to; `None` where nothing is shared.
    pub(super) line: Option<&'a LineVersion>,
}

impl Stand<'_> {
    /// Its move to the line that the request is about; every participant takes that line.
    pub(super) fn with_line(&self) -> Result<Version, PlanError> {
        if self.is_patched() && self.pending().is_some() {
            return Err(self.in_the_way("it is promoted or followed, not patched").into());
        }
        let next = self.next_line()?;
        let landing = self.landing(&next)?;
        let Some(pre) = &self.operation.pre else {
            // What is further than that stays where it is, and would be taken for its own successor.
            return match self.pending().filter(|pending| self.form().line(pending) > next) {
                Some(_) => {
                    let below = self.form().fresh(&next, self.given);
                    Err(self.in_the_way(&alloc::format!("{below} would be below it")).into())
                }
                None => Ok(landing),
            };
        };
        let ahead = self.cx.state.ahead.as_ref();
        if let Some(ahead) = ahead.filter(|ahead| ahead.line > next) {
            let why = "it is not followed by one of a lower line";
            return Err(self.blocked(&ahead.version, Some(&ahead.tag), why).into());
        }
        // One number for all: it follows the last one on that line, whoever had it.
        let last = ahead.filter(|ahead| ahead.line == next).map(|ahead| &ahead.version);
        let last = last.or_else(|| pre::stated(self.cx, &next));
        let to =
            self.form().pre_after(&landing, last.and_then(|v| self.form().mark(v)), &pre.label);
        self.gated(to.map_err(|error| self.refused_pre(error))?, last)
    }

    /// Its move on a part of its own.
    pub(super) fn alone(&self, own: OwnPart) -> Result<Version, PlanError> {
        match (&self.operation.pre, self.pending()) {
            (None, None) => self.bumped(self.part(own)?),
            (None, Some(pending)) => self.beyond(own, pending),
            (Some(pre), None) => self.labelled(&self.bumped(self.part(own)?)?, &pre.label),
            (Some(pre), Some(pending)) => self.following(pre, own, pending),
        }
    }

    /// Its promotion, or its way along with those that are promoted, to the line that they come to.
    pub(super) fn promoted(&self) -> Result<Version, PlanError> {
        let line = self.line;
        let below = |version: &Version| line.filter(|line| self.form().line(version) < **line);
        match (self.pending(), line) {
            (Some(pending), _) => match below(pending) {
                Some(line) => self.taken(pending, line),
                None if self.held => self.carried_on(pending),
                None => self.promotion(pending),
            },
            (None, Some(line)) if self.from.is_none_or(|from| below(from).is_some()) => {
                self.landing(line)
            }
            (None, _) if self.is_asked() => {
                Err(pre::nothing_pending(self.cx, Some(self.component.name.clone())).into())
            }
            (None, _) => self.bumped(self.part(OwnPart::Lowest)?),
        }
    }

    /// What a part that cannot move comes to.
    pub(super) fn refused(&self, error: BumpError) -> Refusal {
        Refusal::Bump {
            component: self.component.name.clone(),
            from: self.from.map(ToString::to_string),
            error,
        }
    }

    /// A pending pre-release in the way of the request.
    pub(super) fn in_the_way(&self, why: &str) -> Refusal {
        let latest = self.cx.state.latest(self.index);
        match latest.map(|latest| &latest.version).or(self.pending()) {
            Some(version) => self.blocked(version, latest.map(|l| l.tag.as_str()), why),
            None => self.no_version(),
        }
    }

    fn blocked(&self, pending: &Version, tag: Option<&str>, why: &str) -> Refusal {
        let form = self.form();
        let alone = self.cx.line.scheme.release().subset != version::Subset::Refuse;
        let words =
            [alloc::format!(" -p {}", self.component.name), pre::named(self.cx, self.index)];
        let [named, promoted] = words.map(|words| if alone { words } else { String::new() });
        PreRefusal::Pending {
            component: self.component.name.clone(),
            pending: pending.to_string(),
            tag: tag.map(ToString::to_string),
            place: self.cx.inventory.place(self.index),
            why: why.to_string(),
            leads_to: form.promote(pending).map(|to| to.to_string()).unwrap_or_default(),
            label: form.label(pending).map(|(label, _)| label.to_string()).unwrap_or_default(),
            named,
            promoted,
        }
        .into()
    }

    fn no_version(&self) -> Refusal {
        no_version(self.cx, self.operation, (self.index, self.reasons))
    }

    fn refused_pre(&self, error: PreError) -> Refusal {
        PreRefusal::Refused { component: self.component.name.clone(), error }.into()
    }

    fn form(&self) -> &Form {
        &self.component.form
    }

    fn pending(&self) -> Option<&Version> {
        self.cx.pending(self.index)
    }

    /// Whether it takes part by its own right, not because of another component.
    fn is_asked(&self) -> bool {
        self.reasons.iter().any(Reason::is_asked)
    }

    fn is_patched(&self) -> bool {
        !self.operation.release && self.operation.pre.is_none()
    }

    /// The line that a request about the line leads to.
    fn next_line(&self) -> Result<LineVersion, PlanError> {
        let state = self.cx.state;
        let part = match &self.operation.target {
            Target::Line(part) => *part,
            _ => {
                let nothing = || pre::nothing_pending(self.cx, None).into();
                return state.ahead.as_ref().map(|ahead| ahead.line.clone()).ok_or_else(nothing);
            }
        };
        let starts = |version: &Version| self.form().starts_below(version, part);
        match (&state.version, &state.ahead) {
            (Some(line), None) if pre::stated(self.cx, line).is_some_and(starts) => {
                Ok(line.clone())
            }
            (Some(line), _) => {
                let next = self.form().next_line(line, part, self.given);
                let next = next.map_err(|error| self.refused(error))?;
                // What is pending goes further than is needed: that is enough.
                let beyond = state.ahead.as_ref().filter(|ahead| self.cx.auto && ahead.line > next);
                Ok(beyond.map_or(next, |ahead| ahead.line.clone()))
            }
            // Only pre-releases so far: the part that they lead to is the one they end in.
            (None, Some(ahead)) if starts(&ahead.version) => Ok(ahead.line.clone()),
            (None, Some(ahead)) => {
                let next = self.form().next_line(&ahead.line, part, self.given);
                next.map_err(|error| self.refused(error).into())
            }
            // As with pre-releases of what was never out: what the manifests lead to comes first.
            (None, None) => match &state.first {
                Some((line, version)) if starts(version) => Ok(line.clone()),
                Some((line, _)) => {
                    let next = self.form().next_line(line, part, self.given);
                    next.map_err(|error| self.refused(error).into())
                }
                None => Err(self.no_version().into()),
            },
        }
    }

    /// Where it stands on `line`, freshly reset.
    fn landing(&self, line: &LineVersion) -> Result<Version, PlanError> {
        let form = self.form();
        match self.from {
            Some(from) if form.is_pre(from) && form.line(from) == *line => {
                Ok(form.without_label(from))
            }
            Some(from) => self.taken(from, line),
            None => Ok(form.fresh(line, self.given)),
        }
    }

    /// `version` released with `line`.
    fn taken(&self, version: &Version, line: &LineVersion) -> Result<Version, PlanError> {
        let taken = self.form().take(version, line, self.given);
        taken.map_err(|error| self.refused(error).into())
    }

    /// Where it stands before a part of its own moves: caught up to the line.
    fn start(&self) -> Result<Version, PlanError> {
        match (self.from, &self.cx.state.version) {
            (Some(from), Some(line)) => Ok(self.form().onto(from, line, self.given)),
            (Some(from), None) => Ok(from.clone()),
            (None, Some(line)) => Ok(self.form().fresh(line, self.given)),
            (None, None) => Err(self.no_version().into()),
        }
    }

    fn bumped(&self, part: PartId) -> Result<Version, PlanError> {
        let bumped = match self.first() {
            Some(first) => reached(self.form(), first, part, self.given),
            None => self.form().bump(&self.start()?, part, self.given),
        };
        bumped.map_err(|error| self.refused(error).into())
    }

    /// What its manifest leads to where nothing is there to go on from.
    fn first(&self) -> Option<&Version> {
        let first = self.cx.inventory.development(self.index);
        first.filter(|_| self.from.is_none() && self.cx.state.version.is_none())
    }

    /// The final version that `part` leads to from what was released last as final, and how it
    /// compares with the one that `pending` leads to.
    fn beside(&self, part: PartId, pending: &Version) -> Result<(Ordering, Version), PlanError> {
        let form = self.form();
        let lead = form.without_label(pending);
        let baseline = self.cx.state.baseline(self.index).map(|baseline| &baseline.version);
        let start = match (baseline, &self.cx.state.version) {
            (Some(baseline), Some(line)) => form.onto(baseline, line, self.given),
            (Some(baseline), None) => baseline.clone(),
            // A part of its own leads to no line that is still to come.
            (None, Some(line)) if form.line(&lead) > *line => form.fresh(line, self.given),
            // Only pre-releases so far: every part leads to what they lead to while those below
            // it are at their start.
            (None, _) if form.starts_below(&lead, part) => return Ok((Ordering::Equal, lead)),
            (None, _) => lead.clone(),
        };
        let base = form.bump(&start, part, self.given).map_err(|error| self.refused(error))?;
        Ok((form.key(&base).cmp(&form.key(&lead)), base))
    }

    /// A final version while a pre-release is pending.
    fn beyond(&self, own: OwnPart, pending: &Version) -> Result<Version, PlanError> {
        if self.is_patched() {
            return if self.is_asked() {
                Err(self.in_the_way("it is promoted or followed, not patched").into())
            } else {
                self.carried_on(pending)
            };
        }
        match self.beside(self.part(own)?, pending)? {
            // Before the first release no line is there: all come to the same one.
            (Ordering::Equal, _) if !self.held && self.cx.state.version.is_none() => {
                self.promoted()
            }
            (Ordering::Equal, _) if !self.held => self.promotion(pending),
            (Ordering::Less, _) if self.cx.auto && !self.held => self.promotion(pending),
            (Ordering::Greater, base) => Ok(base),
            (Ordering::Less, base) if self.is_asked() => {
                Err(self.in_the_way(&alloc::format!("{base} would be below it")).into())
            }
            _ => self.carried_on(pending),
        }
    }

    /// A pre-release while another one is pending.
    fn following(&self, pre: &Pre, own: OwnPart, pending: &Version) -> Result<Version, PlanError> {
        let form = self.form();
        if pre.unstable && self.is_asked() {
            if !form.is_unstable(pending) {
                return Err(self.in_the_way("it is promoted or followed, not patched").into());
            }
            return self.labelled(pending, &pre.label);
        }
        // The label of an unstable fix speaks of the fix, not of what embeds it.
        let label = match form.label(pending).filter(|_| pre.unstable) {
            Some((own, _)) => own,
            None => pre.label.as_str(),
        };
        let part = match own {
            OwnPart::Pending => self.embeds_level(),
            OwnPart::Named(_) | OwnPart::Lowest | OwnPart::Needed => Some(self.part(own)?),
        };
        let Some(part) = part else { return self.labelled(pending, label) };
        match self.beside(part, pending)? {
            (Ordering::Greater, base) => self.labelled(&base, label),
            (Ordering::Less, base) if self.is_asked() && own != OwnPart::Pending => {
                Err(self.in_the_way(&alloc::format!("one of {base} would be below it")).into())
            }
            _ => self.labelled(pending, label),
        }
    }

    /// The next pre-release with the label that it has, or that the line to come has by now.
    fn carried_on(&self, pending: &Version) -> Result<Version, PlanError> {
        let label = self.form().label(self.last(pending));
        self.labelled(pending, label.map(|(label, _)| label).unwrap_or_default())
    }

    fn promotion(&self, pending: &Version) -> Result<Version, PlanError> {
        self.form().promote(pending).map_err(|error| self.refused_pre(error).into())
    }

    /// The next pre-release of `base`.
    fn labelled(&self, base: &Version, label: &str) -> Result<Version, PlanError> {
        let to = self.form().pre_after(base, self.form().mark(self.last(base)), label);
        self.gated(to.map_err(|error| self.refused_pre(error))?, Some(base))
    }

    /// The pre-release that the one after `base` follows: on a line to come, whoever had it.
    fn last<'v>(&'v self, base: &'v Version) -> &'v Version {
        let ahead = self.cx.state.ahead.as_ref().filter(|one| one.line == self.form().line(base));
        ahead.filter(|_| self.form().is_pre(base)).map_or(base, |ahead| &ahead.version)
    }

    /// A pre-release that keeps what others drop only where that was asked for (KOLAB-6), or
    /// where it follows such a one.
    fn gated(&self, to: Version, last: Option<&Version>) -> Result<Version, PlanError> {
        let form = self.form();
        let asked = self.operation.pre.as_ref().is_some_and(|pre| pre.unstable);
        if form.is_unstable(&to) && !asked && !last.is_some_and(|last| form.is_unstable(last)) {
            return Err(PreRefusal::Unstable {
                component: self.component.name.clone(),
                to: to.to_string(),
                part: form.dropped().map(|part| part.name.clone()).unwrap_or_default(),
            }
            .into());
        }
        Ok(to)
    }

    /// The part that it moves: the one asked for or the scheme's level for what embeds, whichever
    /// is higher; the lowest for those that only follow a requirement.
    fn part(&self, own: OwnPart) -> Result<PartId, PlanError> {
        let form = self.form();
        let embeds = self.reasons.iter().any(|reason| matches!(reason, Reason::Embeds { .. }));
        let pre = self.operation.pre.as_ref();
        let lowest = match pre.filter(|pre| !(pre.unstable && self.is_asked())) {
            Some(_) => form.lowest_pre(),
            None => form.lowest_bumpable(),
        };
        let lowest = lowest.ok_or_else(|| RequestRefusal::UnknownPart {
            name: self.component.name.clone(),
            nearest: None,
            known: alloc::vec::Vec::new(),
        })?;
        let scheme = form.pre_level().filter(|part| form.scope_of(*part) == Scope::Component);
        let needed = level::needed(self.cx, self.index);
        let asked = match own {
            OwnPart::Needed => needed.map_or(lowest, |needed| needed.min(lowest)),
            OwnPart::Named(part) if embeds || self.is_asked() => part,
            OwnPart::Pending if embeds || self.is_asked() => {
                let scheme = scheme.ok_or_else(|| pre::which_level(self.cx))?;
                needed.map_or(scheme, |needed| needed.min(scheme))
            }
            _ => lowest,
        };
        let part = self.embeds_level().map_or(asked, |level| asked.min(level));
        // Whoever only comes along moves no line either.
        match form.parts().get(part.0) {
            Some(shared) if shared.scope == Scope::Product => Err(RequestRefusal::SharedPart {
                component: Some(self.component.name.clone()),
                part: shared.name.clone(),
            }
            .into()),
            _ => Ok(part),
        }
    }

    /// The scheme's level for what embeds, where it embeds a participant.
    fn embeds_level(&self) -> Option<PartId> {
        let embeds = self.reasons.iter().any(|reason| matches!(reason, Reason::Embeds { .. }));
        match self.cx.line.scheme.embeds_level() {
            EmbedsLevel::Part(level) if embeds => Some(level),
            _ => None,
        }
    }
}
