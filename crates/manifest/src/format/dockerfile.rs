//! Dockerfile: the image's version label, or the build argument that it takes it from, and the tags of
//! the images that it is made of.

mod instructions;
pub(super) mod reference;

use alloc::vec::Vec;

use version::native::OCI;

use super::Format;
use crate::syntax::code::Cursor;
use crate::{LocateError, Located, Source, Trouble};
use reference::{Argument, unquoted};

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
RUN --mount=type=cache,target=/x echo 1.4.0
LABEL org.opencontainers.image.title="core" \
      org.opencontainers.image.version="1.4.0"
"#,
};

/// The standard label, and the one that was used before it.
const LABELS: &[&str] = &["org.opencontainers.image.version", "version"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let instructions = instructions::read(source)?;
    let mut labels = Vec::new();
    let mut arguments = Vec::new();
    for instruction in instructions.iter().filter(|one| !one.later) {
        if instruction.is("ARG") {
            arguments.extend(instruction.words().into_iter().filter_map(argument));
        } else if instruction.is("LABEL") {
            labels.extend(versions(&instruction.words()));
        }
    }
    let mut found = Located::default();
    for reference in instructions.iter().flat_map(reference::images) {
        reference::requirement(source, reference, &arguments, "FROM", &mut found)?;
    }
    version(source, &labels, &arguments, &mut found)?;
    found.slots.sort_by_key(|slot| slot.span);
    // Several stages may build on one image.
    found.slots.dedup();
    Ok(found)
}

/// The version label, or the build argument that it takes.
fn version(
    source: &Source<'_>,
    labels: &[Cursor<'_>],
    arguments: &[Argument<'_>],
    found: &mut Located,
) -> Result<(), LocateError> {
    let wanted = "a LABEL org.opencontainers.image.version";
    if labels.is_empty() && !(found.slots.is_empty() && found.elsewhere.is_empty()) {
        return Ok(());
    }
    if let [value] = labels
        && let Some(name) = variable(value.text)
    {
        let named = arguments.iter().filter(|one| one.name == name);
        let values: Vec<_> = named.map(|one| one.value).collect();
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

/// The version labels' values among `key=value key="value"`, or in `key value`, the older way.
fn versions<'t>(words: &[Cursor<'t>]) -> Vec<Cursor<'t>> {
    let is_version = |key: Cursor<'_>| LABELS.contains(&unquoted(key).text);
    if let [key, value] = words
        && pair(*key).is_none()
    {
        return is_version(*key).then(|| unquoted(*value)).into_iter().collect();
    }
    let pairs = words.iter().filter_map(|word| pair(*word));
    pairs.filter(|(key, _)| is_version(*key)).map(|(_, value)| value).collect()
}

/// `ARG name=default`.
fn argument(word: Cursor<'_>) -> Option<Argument<'_>> {
    let (name, value) = pair(word)?;
    Some(Argument { name: name.text, value })
}

/// A word `key=value`, without quotes around the value.
fn pair(word: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>)> {
    let (key, rest) = word.quoted().unwrap_or_else(|| word.until(|c| c == '='));
    Some((key, unquoted(rest.word("=")?)))
}

/// The name in `$NAME` or `${NAME}`.
fn variable(value: &str) -> Option<&str> {
    let name = value.strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(name);
    name.chars().all(|c| c.is_alphanumeric() || c == '_').then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::Elsewhere;
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

    #[test]
    fn images_are_taken_wherever_an_instruction_may_name_one() {
        let text = "ARG T=1.4.0\nARG TAG=v${T}-alpine REPO=acme/net:1.4.1\n\
                    FROM acme/core:${T}-alpine AS a\nFROM acme/core:${T}\nFROM acme/core:$TAG\n\
                    FROM \"$REPO\"\nFROM \\\n  acme/wire:${W:-1.4.2}\n\
                    COPY --chmod=755 --from=acme/far:1.4.3 /a /b\n\
                    RUN --network=none --mount=type=bind,from=acme/near:1.4.4,target=/x \\\n\
                    # FROM acme/left:1\n --mount=from=acme/nigh:1.4.5 cp --from=acme/left:1 /a /b\n\
                    ONBUILD COPY --from=acme/child:1.4.6 /a /b\nCOPY a --from=acme/left:1\n";
        let wanted = [
            ("1.4.0", "acme/core"),
            ("1.4.1", "acme/net"),
            ("1.4.2", "acme/wire"),
            ("1.4.3", "acme/far"),
            ("1.4.4", "acme/near"),
            ("1.4.5", "acme/nigh"),
            ("1.4.6", "acme/child"),
        ];
        let told = |(text, on): (&str, &str)| {
            alloc::format!("{text} Requirement {{ on: {on:?}, path: None, table: \"FROM\" }}")
        };
        assert_eq!(slots(&FORMAT, text), wanted.map(told));
    }

    #[test]
    fn what_somebody_else_says_is_left_alone_and_what_cannot_follow_is_told() {
        let text = "ARG T\nFROM acme/core:${T}\nFROM acme/core:${T}-alpine\nFROM acme/core:${U}\n\
                    ARG K=alpine\nFROM acme/core:${K}-slim\nFROM acme/core:${K}\nFROM acme/core\n\
                    LABEL version=1.4.0\n";
        let found = located(&FORMAT, text);
        assert!(found.elsewhere.is_empty(), "{found:?}");
        for (arguments, tag) in [
            ("MAJOR=1 MINOR=4", "$MAJOR.$MINOR"),
            ("T=1.4.0", "${T}-rc.1"),
            ("T=1.4.0", "1.${T}"),
            ("T=v1.4.0", "${T#v}"),
            ("T=1.4.0", "${T%.*}-alpine"),
            ("T=1.4.0", "${T}@sha256:00"),
        ] {
            let text = alloc::format!("ARG {arguments}\nFROM acme/core:{tag}\n");
            let found = located(&FORMAT, &text);
            let [Elsewhere::Unread { on, .. }] = found.elsewhere.as_slice() else {
                panic!("{tag}: {found:?}")
            };
            assert!(on == "acme/core" && found.slots.is_empty(), "{tag}: {found:?}");
        }
    }

    #[test]
    fn a_here_document_holds_no_instructions() {
        let own = "LABEL version=1.4.0\n";
        for (before, after) in [
            ("COPY <<EOF /child/Dockerfile\n", "EOF\n"),
            ("copy <<'E O F' <<-\"B\" /x/\nE O F\n", "\t\tB\n"),
            ("RUN cat 3<<-EOF | \\\n  sh\nEOF2\n", "\tEOF\n"),
            ("ONBUILD ADD --chown=1 <<_E /x\n", "_E\n"),
        ] {
            let inside = "FROM acme/core:1.4.0\nARG V=1.4.0\nLABEL version=0.1 \\\n";
            let text = alloc::format!("FROM x\n{before}{inside}{after}{own}");
            assert_eq!(slots(&FORMAT, &text), ["1.4.0 Version"], "{text}");
            let open = alloc::format!("FROM x\n{before}{inside}{own}");
            assert!(matches!(trouble(&FORMAT, &open), Trouble::Syntax { .. }), "{open}");
        }
        for none in
            ["RUN a <<<EOF", "RUN echo '<<EOF' \"\\\n <<EOF\"", "CMD cat <<EOF", "RUN a << EOF"]
        {
            let text = alloc::format!("FROM x\n{none}\n{own}");
            assert_eq!(slots(&FORMAT, &text), ["1.4.0 Version"], "{text}");
        }
    }

    #[test]
    fn labels_are_read_as_they_may_be_written() {
        for text in [
            "FROM x\nLABEL version 1.4.0\n",
            "FROM x\nLabel\t\"version\"='1.4.0' a=\"b version=2\"\n",
            "# escape=`\nFROM x\nLABEL a=b `\n  # c\n\n  version=1.4.0\n",
            "FROM x\nONBUILD LABEL version=2\nLABEL version=1.4.0\n",
            "FROM x\nARG A=2 V=\"1.4.0\"\nLABEL version=$V\n",
        ] {
            assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"], "{text}");
        }
    }
}
