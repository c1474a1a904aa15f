//! Dockerfile: the image's version label, or the build argument that it takes it from.

use version::native::OCI;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::syntax::image;
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
    let mut labels = alloc::vec::Vec::new();
    let mut arguments = alloc::vec::Vec::new();
    let mut images = alloc::vec::Vec::new();
    let mut continued: Option<bool> = None;
    for line in code::lines(source.body()) {
        let line = line.space();
        // Neither a comment nor an empty line ends an instruction that goes on.
        if line.text.is_empty() || line.text.starts_with('#') {
            continue;
        }
        if continued.is_none() {
            images.extend(image(line));
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
    for reference in images {
        requirement(source, reference, &arguments, &mut found)?;
    }
    version(source, &labels, &arguments, &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    Ok(found)
}

/// The version label, or the build argument that it takes.
fn version(
    source: &Source<'_>,
    labels: &[Cursor<'_>],
    arguments: &[Cursor<'_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let wanted = "a LABEL org.opencontainers.image.version";
    if labels.is_empty() && !found.slots.is_empty() {
        return Ok(());
    }
    if let [value] = labels
        && let Some(name) = variable(value.text)
    {
        let values: alloc::vec::Vec<_> =
            arguments.iter().filter_map(|one| argument(*one, name)).collect();
        if values.is_empty() {
            let reference = value.text.into();
            let trouble = Trouble::Reference { what: wanted.into(), reference };
            return Err(source.refuse(value.range(), trouble));
        }
        return found
            .one(source, "the ARG that the LABEL takes", &values, |value| value.contains('$'));
    }
    found.one(source, wanted, labels, |value| value.contains('$'))
}

/// The image that `FROM` or `COPY --from=` names.
fn image(line: Cursor<'_>) -> Option<Cursor<'_>> {
    if let Some(rest) = line.word_any_case("COPY ") {
        let (_, from) = rest.until(|c| c == '-');
        let reference = from.word_any_case("--from=")?;
        return Some(reference.until(char::is_whitespace).0);
    }
    let mut rest = line.word_any_case("FROM ")?.space();
    while rest.text.starts_with("--") {
        rest = rest.until(char::is_whitespace).1.space();
    }
    Some(rest.until(char::is_whitespace).0)
}

/// The tag of an image, as a requirement on it: where it stands, or as the default of the build
/// argument that it takes.
fn requirement(
    source: &Source<'_>,
    reference: Cursor<'_>,
    arguments: &[Cursor<'_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut image = image::parse(reference);
    if let Some(name) = image.tag.and_then(|tag| variable(tag.text)) {
        image.tag = arguments.iter().find_map(|one| argument(*one, name));
    }
    found.image(source, &image, "FROM")
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
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn images_are_required_by_their_tags() {
        let text = "ARG CORE=1.4\nFROM --platform=$P acme/core:${CORE} AS base\nFROM \\\n scratch\n\
                    COPY --from=acme/net:1.4.0 /a /b\nCOPY --from=base /c /d\nRUN a:1 \\\nFROM x:2\n";
        assert_eq!(
            slots(&FORMAT, text),
            [
                "1.4 Requirement { on: \"acme/core\", path: None, table: \"FROM\" }",
                "1.4.0 Requirement { on: \"acme/net\", path: None, table: \"FROM\" }",
            ]
        );
    }

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
