//! The locator for any text: a regular expression around the version.

use alloc::string::{String, ToString};

use place::{Class, Explain};
use regex::{Regex, RegexBuilder};

use crate::{LocateError, Located, SlotKind, Source, Trouble};

/// The name of the group that holds the version.
const GROUP: &str = "version";

/// How much memory a compiled pattern may take, in bytes: patterns come from a repository.
const COMPILED: usize = 1024 * 1024;

/// A regular expression (the linear-time `regex` crate's) with one group `(?<version>…)`, and how
/// often it has to match.
///
/// `^` and `$` are the ends of a line, CRLF included; `.` is any character but a line end. Matches
/// do not overlap.
#[derive(Debug, Clone)]
pub struct RegexLocator {
    regex: Regex,
    count: usize,
}

impl PartialEq for RegexLocator {
    fn eq(&self, other: &Self) -> bool {
        self.regex.as_str() == other.regex.as_str() && self.count == other.count
    }
}

/// Why a pattern of the configuration is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It is not a regular expression.
    #[error("`{pattern}` is not a regular expression: {message}")]
    Syntax {
        /// The pattern.
        pattern: String,
        /// The compiler's words.
        message: String,
    },
    /// It does not say where the version is.
    #[error("`{pattern}` has no group `(?<version>…)`")]
    NoGroup {
        /// The pattern.
        pattern: String,
    },
    /// It would match nowhere.
    #[error("`count` is 0, so that `{pattern}` would find no version")]
    NoCount {
        /// The pattern.
        pattern: String,
    },
}

impl Explain for PatternError {
    fn rule(&self) -> Option<&str> {
        Some("configuration")
    }

    fn help(&self) -> Option<String> {
        Some(match self {
            Self::Syntax { .. } => "mend the pattern; look-around and back-references are not \
                 part of the language"
                .into(),
            Self::NoGroup { .. } => {
                r"put it around the version: `^VERSION = (?<version>\S+)$`".into()
            }
            Self::NoCount { .. } => {
                "write how many matches the file has, or leave `count` out".into()
            }
        })
    }

    fn class(&self) -> Class {
        Class::Usage
    }
}

impl RegexLocator {
    /// Compiles `pattern`, which has to match exactly `count` times (1 where the configuration
    /// says nothing).
    ///
    /// # Errors
    /// Not a regular expression, no group `version`, or a count of zero.
    pub fn new(pattern: &str, count: usize) -> Result<Self, PatternError> {
        let mut builder = RegexBuilder::new(pattern);
        let built = builder.multi_line(true).crlf(true).size_limit(COMPILED).build();
        let pattern = pattern.to_string();
        let regex = match built {
            Ok(regex) => regex,
            Err(error) => {
                let message = error.to_string();
                let message = message.lines().last().unwrap_or_default();
                let message = message.trim_start_matches("error: ").to_string();
                return Err(PatternError::Syntax { pattern, message });
            }
        };
        if !regex.capture_names().flatten().any(|name| name == GROUP) {
            return Err(PatternError::NoGroup { pattern });
        }
        if count == 0 {
            return Err(PatternError::NoCount { pattern });
        }
        Ok(Self { regex, count })
    }

    /// The pattern as written.
    #[must_use]
    pub fn pattern(&self) -> &str {
        self.regex.as_str()
    }

    /// How often it has to match.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// `text` as a pattern that matches nothing else; a line end is one of either kind.
    #[must_use]
    pub fn literal(text: &str) -> String {
        regex::escape(&text.replace("\r\n", "\n")).replace('\n', r"\r?\n")
    }

    /// How often it matches in a text, whatever it is to match.
    #[must_use]
    pub fn times(&self, source: &Source<'_>) -> usize {
        self.regex.find_iter(source.body()).count()
    }

    /// The first match is the version, the others are secondary to it and hold the same text.
    ///
    /// # Errors
    /// Another number of matches, an empty or absent group, or matches that differ.
    pub fn locate(&self, source: &Source<'_>) -> Result<Located, LocateError> {
        let what = || alloc::format!("`{}`", self.pattern());
        let mut found = Located::default();
        let mut matches = 0;
        for captures in self.regex.captures_iter(source.body()) {
            matches += 1;
            let Some(group) = captures.name(GROUP) else {
                let whole = captures.get(0).map(|found| found.range()).unwrap_or_default();
                return Err(source.refuse(whole, Trouble::Empty { what: what() }));
            };
            if matches <= self.count {
                found.repeat(source, &what(), group.range(), "match")?;
            }
        }
        match matches {
            0 => {
                let wanted = alloc::format!("text that matches {}", what());
                Err(source.refuse_whole(Trouble::NoVersion { wanted }))
            }
            found if found != self.count => {
                let trouble = Trouble::Count { what: what(), wanted: self.count, found };
                Err(source.refuse_whole(trouble))
            }
            _ => Ok(found),
        }
    }
}

impl Located {
    /// Adds the version, or one more writing of it, which has to be the same text.
    pub(crate) fn repeat(
        &mut self,
        source: &Source<'_>,
        what: &str,
        body: core::ops::Range<usize>,
        secondary: &'static str,
    ) -> Result<(), LocateError> {
        let value = source.body().get(body.clone()).unwrap_or_default();
        let first = self.version().map(|slot| slot.text.clone());
        let kind = if first.is_some() { SlotKind::Secondary(secondary) } else { SlotKind::Version };
        let slot = source.slot(what, body.clone(), value, kind)?;
        if let Some(first) = first.filter(|first| first != value) {
            let (what, other) = (what.into(), value.into());
            return Err(source.refuse(body, Trouble::Disagree { what, first, other }));
        }
        self.slots.push(slot);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use place::RepoPath;

    use super::*;

    fn run(pattern: &str, count: usize, text: &str) -> Result<Vec<(usize, String)>, String> {
        let path = RepoPath::new("Makefile").unwrap();
        let source = Source::new(&path, text.as_bytes()).unwrap();
        let locator = RegexLocator::new(pattern, count).unwrap();
        let located = locator.locate(&source).map_err(|error| error.to_string())?;
        Ok(located.slots.into_iter().map(|slot| (slot.span.start, slot.text)).collect())
    }

    #[test]
    fn lines_are_anchored_with_crlf_and_byte_order_mark() {
        let text = "\u{feff}V = 1.2\r\nOLD_V = 1.1\r\n";
        assert_eq!(run("^V = (?<version>.+)$", 1, text), Ok([(7, "1.2".into())].into()));
    }

    #[test]
    fn the_count_is_exact_and_all_agree() {
        let pattern = "V=(?<version>[0-9.]*)";
        let error = |count, text| run(pattern, count, text).unwrap_err();
        assert!(error(1, "x").contains("no version"), "none");
        assert!(error(1, "V=1 V=1").contains("2 times instead of 1"), "two");
        assert!(error(3, "V=1 V=1").contains("2 times instead of 3"), "too few");
        assert!(error(2, "V=1 V=2").contains("`2` here but `1`"), "they differ");
        assert!(error(1, "V=").contains("empty"));
        assert_eq!(run(pattern, 2, "V=1 V=1").unwrap().len(), 2);
    }

    #[test]
    fn literal_text_is_matched_as_it_stands() {
        let pattern = alloc::format!("{}(?<version>.+)", RegexLocator::literal("a.b [x]\n"));
        assert_eq!(run(&pattern, 1, "a.b [x]\r\n1.4"), Ok([(9, "1.4".into())].into()));
        assert!(run(&pattern, 1, "acb [x]\n1.4").is_err());
        let path = RepoPath::new("Makefile").unwrap();
        let source = Source::new(&path, b"V=1 V=2").unwrap();
        let locator = RegexLocator::new("V=(?<version>.)", 1).unwrap();
        assert_eq!(locator.times(&source), 2);
    }

    #[test]
    fn bad_patterns_are_refused() {
        let refused = |pattern, count| RegexLocator::new(pattern, count).unwrap_err();
        assert!(matches!(refused("(?<version>", 1), PatternError::Syntax { .. }));
        assert!(matches!(refused(r"(?<version>\w{5000}{5000})", 1), PatternError::Syntax { .. }));
        assert!(matches!(refused("(?<v>x)", 1), PatternError::NoGroup { .. }));
        assert!(matches!(refused("(?<version>x)", 0), PatternError::NoCount { .. }));
    }
}
