//! What a name that no component has was probably meant for.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use place::{by_nearness, nearest};

use crate::Component;

/// So many names are listed where none is near; one more takes as much room as to count it.
const LISTED: usize = 5;

/// What a name that no component has was probably meant for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meant {
    /// The nearest component, where one is near enough to be a slip.
    near: Option<String>,
    /// What that was called before, where this is the name that is near (SEMANTICS 30).
    earlier: Option<String>,
    /// All names that would do, the nearest first.
    known: Vec<String>,
}

impl Meant {
    /// What `name` was meant for: one of `components`, by its name or by one that it had before, or one
    /// of the `other` words that may stand in its place.
    #[must_use]
    pub fn of<'c>(
        name: &str,
        components: impl Iterator<Item = &'c Component>,
        other: impl Iterator<Item = &'c str>,
    ) -> Self {
        let components: Vec<&Component> = components.collect();
        let now = || components.iter().map(|component| component.name.as_str());
        let known = by_nearness(name, now()).into_iter().map(ToString::to_string).collect();
        let earlier =
            || components.iter().flat_map(|one| one.earlier().map(|was| (was, one.name.as_str())));
        // A name that it has goes before one that it had, where both are as near.
        let words = now().chain(other).chain(earlier().map(|(was, _)| was));
        let Some(near) = nearest(name, words) else {
            return Self { near: None, earlier: None, known };
        };
        let renamed = earlier().find(|(was, now)| *was == near && now != was);
        let renamed = renamed.filter(|_| !now().any(|now| now == near));
        Self {
            near: Some(renamed.map_or(near, |(_, now)| now).to_string()),
            earlier: renamed.map(|(was, _)| was.to_string()),
            known,
        }
    }

    /// Whether a name is near enough for the word to be a slip of it.
    #[must_use]
    pub fn is_near(&self) -> bool {
        self.near.is_some()
    }

    /// The next step: the name that was meant, else all of a few, else the nearest of many.
    #[must_use]
    pub fn help(&self) -> String {
        match (&self.near, &self.earlier) {
            (Some(near), Some(was)) => {
                format!("did you mean `{near}`, which was called `{was}` before?")
            }
            (Some(near), None) => format!("did you mean `{near}`?"),
            (None, _) => match self.known.get(..LISTED).filter(|_| self.known.len() > LISTED + 1) {
                Some(first) => format!(
                    "of the {} components the nearest are {}",
                    self.known.len(),
                    first.join(", ")
                ),
                None => format!("components: {}", self.known.join(", ")),
            },
        }
    }
}
