//! Dockerfile: the image's version label, or the build argument that it takes it from.

use version::native::OCI;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{LocateError, Located, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "dockerfile",
    title: "Dockerfile",
    files: &["Dockerfile", "Containerfile", "*.Dockerfile"],
    dialect: &OCI,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# core 1.4.0
FROM example/base:1.4.0
ARG BASE=1.4.0
LABEL org.opencontainers.image.title="core" \
      org.opencontainers.image.version="1.4.0"
"#,
};

/// The standard label, and the one that was used before it.
const LABELS: &[&str] = &["org.opencontainers.image.version", "version"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let wanted = "a LABEL org.opencontainers.image.version";
    let mut labels = alloc::vec::Vec::new();
    let mut arguments = alloc::vec::Vec::new();
    let mut continued: Option<bool> = None;
    for line in code::lines(source.body()) {
        let line = line.space();
        if line.text.starts_with('#') {
            continue;
        }
        let label = line.word_any_case("LABEL ");
        let is_label = label.is_some() || (continued == Some(true));
        if let Some(argument) = line.word_any_case("ARG ") {
            arguments.push(argument.space());
        }
        if is_label {
            pairs(label.unwrap_or(line), &mut labels);
        }
        continued = line.text.trim_end().ends_with('\\').then_some(is_label);
    }
    let mut found = Located::default();
    if let [value] = labels.as_slice()
        && let Some(name) = variable(value.text)
    {
        let values: alloc::vec::Vec<_> =
            arguments.iter().filter_map(|one| argument(*one, name)).collect();
        if values.is_empty() {
            let reference = value.text.into();
            let trouble = Trouble::Reference { what: wanted.into(), reference };
            return Err(source.refuse(value.range(), trouble));
        }
        found.one(source, "the ARG that the LABEL takes", &values, |value| value.contains('$'))?;
        return Ok(found);
    }
    found.one(source, wanted, &labels, |value| value.contains('$'))?;
    Ok(found)
}

/// Collects the version label's value from `key=value key="value" \`.
fn pairs<'t>(line: Cursor<'t>, labels: &mut alloc::vec::Vec<Cursor<'t>>) {
    let mut rest = line.space();
    loop {
        let (key, after) = match rest.quoted() {
            Some(quoted) => quoted,
            None => rest.until(|c| c == '=' || c.is_whitespace()),
        };
        let Some(after) = after.word("=") else { return };
        let (value, after) = value(after);
        if LABELS.contains(&key.text) {
            labels.push(value);
        }
        rest = after.space();
    }
}

fn value(rest: Cursor<'_>) -> (Cursor<'_>, Cursor<'_>) {
    rest.quoted().unwrap_or_else(|| rest.until(char::is_whitespace))
}

/// The default of `ARG name=default`.
fn argument<'t>(rest: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let (own, rest) = rest.name();
    let rest = rest.word("=").filter(|_| own.text == name)?;
    Some(value(rest).0)
}

/// The name in `$NAME` or `${NAME}`.
fn variable(value: &str) -> Option<&str> {
    let name = value.strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(name);
    name.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::conformance::{located, trouble};

    use super::*;

    #[test]
    fn arguments_are_followed() {
        let text = "ARG VERSION=1.4.0\nFROM x:${VERSION}\nlabel version=$VERSION\n";
        assert_eq!(located(&FORMAT, text).version().unwrap().span.start, 12);
        let absent = "FROM x\nLABEL version=${VERSION}\n";
        assert!(matches!(trouble(&FORMAT, absent), Trouble::Reference { .. }));
        let run = "FROM x\nRUN echo \\\n version=1.4.0\n";
        assert!(matches!(trouble(&FORMAT, run), Trouble::NoVersion { .. }));
    }
}
