//! `[git]` and `[branches]`: how a release is recorded, and where it may be made.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use globset::{Glob, GlobMatcher};
use place::{Place, Section, Value, nearest_or};
use version::{Form, Scheme, Version};

use super::push::Push;
use super::{Line, Messages, ProductError};

/// How releases are recorded in git.
#[derive(Debug, Clone, Default)]
pub struct Git {
    /// Globs of branches that releases may be made on; empty allows every branch.
    pub allow_branch: Vec<String>,
    /// Tags that are no releases, whatever they are called.
    ignore_tags: Vec<(GlobMatcher, Place)>,
    /// Whether the release commit is signed; `None` leaves it to git's own configuration.
    pub sign_commit: Option<bool>,
    /// Whether tags are signed; `None` leaves it to git's own configuration.
    pub sign_tag: Option<bool>,
    /// What commits and tags say first.
    pub messages: Messages,
    /// What is pushed, and where to.
    pub push: Push,
}

impl Git {
    pub(super) fn read(section: Option<Section<'_>>) -> Result<Self, ProductError> {
        let Some(section) = section else { return Ok(Self::default()) };
        let sign = section.bool("sign")?.map(|sign| *sign);
        let mut git = Self {
            allow_branch: Vec::new(),
            ignore_tags: Vec::new(),
            push: Push::read(&section)?,
            sign_commit: section.bool("sign-commit")?.map(|sign| *sign).or(sign),
            sign_tag: section.bool("sign-tag")?.map(|sign| *sign).or(sign),
            messages: Messages::read(&section)?,
        };
        for pattern in section.strings("allow-branch")? {
            glob(&pattern)?;
            git.allow_branch.push(pattern.value);
        }
        for pattern in section.strings("ignore-tags")? {
            git.ignore_tags.push((glob(&pattern)?, pattern.place));
        }
        section.finish()?;
        Ok(git)
    }

    /// Whether any tag is no release, whatever it is called.
    #[must_use]
    pub fn ignores_tags(&self) -> bool {
        !self.ignore_tags.is_empty()
    }

    /// Where it says that a tag, by its name below `refs/tags/`, is no release, whatever it is called;
    /// `None` where nothing says so.
    #[must_use]
    pub fn ignores(&self, tag: &str) -> Option<&Place> {
        self.ignore_tags.iter().find(|(glob, _)| glob.is_match(tag)).map(|(_, place)| place)
    }

    /// Whether releases may be made on `branch` (a short name). `extra` are further globs, from
    /// the command line.
    #[must_use]
    pub fn allows(&self, branch: &str, extra: &[String]) -> bool {
        let mut globs = self.allow_branch.iter().chain(extra);
        self.allow_branch.is_empty()
            || globs.any(|pattern| {
                Glob::new(pattern).is_ok_and(|glob| glob.compile_matcher().is_match(branch))
            })
    }
}

/// A branch, or a family of them, that is bound to a range of the line (SEMANTICS 18, IBEX-6).
#[derive(Debug, Clone)]
pub struct Branch {
    /// The glob that names the branches.
    pub pattern: String,
    matcher: GlobMatcher,
    /// The parts that are held, each at the number that is said, or that the next star of the pattern
    /// holds.
    parts: Vec<(String, Option<u64>)>,
    /// The line whose parts they are: an index into [`super::Product::lines`].
    pub line: usize,
}

impl Branch {
    pub(super) fn read_all(
        section: Option<Section<'_>>,
        lines: &[Line],
    ) -> Result<Vec<Self>, ProductError> {
        let Some(section) = section else { return Ok(Vec::new()) };
        let bound = section.keys().into_iter().map(|key| Self::read(&section, key, lines));
        bound.collect()
    }

    /// One row: a range, or a table that says of which line it is.
    fn read(section: &Section<'_>, key: String, lines: &[Line]) -> Result<Self, ProductError> {
        let wanted = "write \"Release_*.*.x\" = \"{major}.{minor}\", or \"main\" = \"2\"";
        let (range, line) = if section.has_table(&key)
            && let Some(table) = section.section(&key)?
        {
            let (range, line) = (table.required("range", wanted)?, table.string("line")?);
            table.finish()?;
            (range, line)
        } else {
            let missing = || place::ConfigError::value(section.key_place(&key), "no range", wanted);
            (section.string(&key)?.ok_or_else(missing)?, None)
        };
        let line = match line {
            Some(line) => line_called(&line, lines)?,
            None if lines.len() > 1 => {
                let help = "say which: { range = \"{major}.{minor}\", line = \"NAME\" }";
                let message = "this product has several lines, and a branch is bound to one";
                return Err(range.refuse(message, help).into());
            }
            None => 0,
        };
        let scheme = lines.get(line).map(|line| &line.scheme);
        let all = scheme.map_or(&[][..], |scheme| scheme.parts());
        let mut parts = Vec::new();
        for (at, piece) in range.split('.').enumerate() {
            let named = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}'));
            let named = all.iter().find(|part| Some(part.name.as_str()) == named);
            let number = piece.parse().ok().filter(|_| piece.bytes().all(|b| b.is_ascii_digit()));
            match named.or_else(|| all.get(at).filter(|_| number.is_some())) {
                Some(part) => parts.push((part.name.clone(), number)),
                None => {
                    let message = format!(
                        "`{piece}` is neither a part of the scheme in braces nor a part's number"
                    );
                    return Err(range.refuse(message, wanted).into());
                }
            }
        }
        if let Some(scheme) = scheme {
            gapless(scheme, &parts, &range)?;
        }
        if parts.iter().filter(|(_, number)| number.is_none()).count() != key.matches('*').count() {
            let message = "every star of the branch's pattern holds one part of the range";
            return Err(range.refuse(message, wanted).into());
        }
        let key = Value { value: key.clone(), key, place: range.place.clone() };
        Ok(Self { matcher: glob(&key)?, pattern: key.value, parts, line })
    }

    /// What `branch` (a short name) holds each bound part at: pairs of a part's name and its
    /// value. `None` where the branch is not one of these.
    #[must_use]
    pub fn range(&self, branch: &str) -> Option<Vec<(String, u64)>> {
        if !self.matcher.is_match(branch) {
            return None;
        }
        let mut rest = branch;
        let mut held = Vec::new();
        let mut literals = self.pattern.split('*');
        rest = rest.strip_prefix(literals.next()?)?;
        for (part, number) in &self.parts {
            if let Some(number) = number {
                held.push((part.clone(), *number));
                continue;
            }
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at_checked(end)?;
            // More than any version's number is a number still, which none has.
            let number = (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))?;
            held.push((part.clone(), number));
            rest = after.strip_prefix(literals.next()?)?;
        }
        rest.is_empty().then_some(held)
    }
}

/// Refuses a range that leaves out a part between two, or names one twice: what it holds would be no
/// stretch of the line, but versions from all over it.
fn gapless(
    scheme: &Scheme,
    parts: &[(String, Option<u64>)],
    range: &Value<String>,
) -> Result<(), ProductError> {
    let named = parts.iter().filter_map(|(name, _)| scheme.part(name));
    let mut held: Vec<usize> = named.map(|part| part.0).collect();
    held.sort_unstable();
    if held.iter().copied().eq(0..parts.len()) {
        return Ok(());
    }
    let first = scheme.parts().iter().take(parts.len());
    let first: Vec<String> = first.map(|part| format!("{{{}}}", part.name)).collect();
    let message = format!("`{}` is no range: it leaves out a part, or has one twice", **range);
    let help = format!("name the parts from the first on: \"{}\"", first.join("."));
    Err(range.refuse(message, help).into())
}

/// The line that `name` names.
fn line_called(name: &Value<String>, lines: &[Line]) -> Result<usize, ProductError> {
    let names = || lines.iter().filter_map(|line| line.name.as_deref());
    let found = lines.iter().position(|line| line.name.as_deref() == Some(name.as_str()));
    found.ok_or_else(|| {
        let help = nearest_or(name, names(), || {
            "name a [line.NAME] of this file, or leave it out where there is none".into()
        });
        name.refuse(format!("there is no line `{}`", **name), help).into()
    })
}

/// Whether `version` lies within `range`, the parts that a branch holds.
pub(crate) fn within(form: &Form, version: &Version, range: &[(String, u64)]) -> bool {
    range.iter().all(|(name, value)| {
        form.parts()
            .iter()
            .position(|part| part.name == *name)
            .is_none_or(|at| version.value(version::PartId(at)).unwrap_or(0) == *value)
    })
}

/// Whether `pattern` is a glob that branches can be held against.
///
/// # Errors
/// What keeps it from being one, in words.
pub fn check_glob(pattern: &str) -> Result<(), String> {
    Glob::new(pattern).map(|_| ()).map_err(|error| format!("it is no glob: {}", error.kind()))
}

pub(super) fn glob(pattern: &Value<String>) -> Result<GlobMatcher, ProductError> {
    match Glob::new(pattern) {
        Ok(glob) => Ok(glob.compile_matcher()),
        Err(error) => {
            let message = format!("`{}` is not a glob: {}", **pattern, error.kind());
            Err(pattern.refuse(message, super::globs::HOW).into())
        }
    }
}
