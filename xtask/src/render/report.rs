//! What a finding or an error has to say, in one shape.

use place::{Explain, Finding, Place, Position, Severity, Span, is_next_step, position};

use super::Sources;

/// What a finding or an error has to say, its place looked up in the sources. Nothing here is
/// escaped yet.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// How much it matters.
    pub severity: Severity,
    /// The rule that speaks.
    pub rule: Option<&'a str>,
    /// The policy's own ID for the rule.
    pub policy: Option<&'a str>,
    /// What is wrong.
    pub message: String,
    /// The component concerned.
    pub component: Option<&'a str>,
    /// Where.
    pub place: Option<Place>,
    /// The text of the place's file, where it is known.
    pub source: Option<&'a str>,
    /// What another program said about it, line by line.
    pub said: Option<String>,
    /// What to do next.
    pub help: Option<String>,
    /// Others of its kind that stand in the way as well.
    pub also: Vec<Report<'a>>,
}

impl<'a> Report<'a> {
    /// What `finding` says.
    #[must_use]
    pub fn of_finding(finding: &'a Finding, sources: &'a Sources) -> Self {
        Self {
            severity: finding.severity,
            rule: Some(finding.rule),
            policy: finding.policy.as_deref(),
            message: finding.message.clone(),
            component: finding.component.as_deref(),
            source: text(finding.place.as_ref(), sources),
            place: finding.place.clone(),
            said: None,
            help: next(finding.help.clone()),
            also: Vec::new(),
        }
    }

    /// What `error` says.
    #[must_use]
    pub fn of_error(error: &'a dyn Explain, sources: &'a Sources) -> Self {
        let place = error.place();
        Self {
            severity: Severity::Error,
            rule: error.rule(),
            policy: None,
            message: error.to_string(),
            component: None,
            source: text(place.as_ref(), sources),
            place,
            said: error.said(),
            help: next(error.help()),
            also: error.also().into_iter().map(|other| Self::of_error(other, sources)).collect(),
        }
    }

    /// The file it points at.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.place {
            Some(Place::File { path, .. }) => Some(path),
            _ => None,
        }
    }

    /// The ref it points at.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match &self.place {
            Some(Place::Ref(name)) => Some(name),
            _ => None,
        }
    }

    /// The bytes it points at.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match &self.place {
            Some(Place::File { span, .. }) => *span,
            _ => None,
        }
    }

    /// The line and column where the bytes start and where they end, both from one. `None` without
    /// bytes or where the file's text is not known.
    #[must_use]
    pub fn positions(&self) -> Option<(Position, Position)> {
        let (span, text) = (self.span()?, self.source?);
        Some((position(text, span.start), position(text, span.end)))
    }
}

fn text<'s>(place: Option<&Place>, sources: &'s Sources) -> Option<&'s str> {
    match place {
        Some(Place::File { path, .. }) => sources.get(path),
        _ => None,
    }
}

/// What to do next. Whoever sees one that is not written as such is told in a build for tests: all that
/// the program says comes by here.
pub(super) fn next(help: Option<String>) -> Option<String> {
    debug_assert!(help.as_deref().is_none_or(is_next_step), "not written as a next step: {help:?}");
    help
}
