//! EPICS databases: the value of the record that says a program's version.
//!
//! Source: EPICS, "Application Developer's Guide: Database Definition". A database says nothing of
//! versions; the custom is a constant record whose name ends in `VERSION`, as in
//! `$(P)CS:VERSION`.

use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::PLAIN;

use super::Format;
use crate::syntax::brackets;
use crate::syntax::code::{self, Cursor, HASH, Language};
use crate::{LocateError, Located, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "epics",
    title: "an EPICS database",
    // Any database may be called anything, and most say no version: one is named in release.toml.
    files: &[],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: r#"# record(stringin, "$(P)VERSION") { field(VAL, "1.4.0") }
record(stringin, "$(P)CS:VERSION")
{
    field(DESC, "core 1.4.0")
    field(VAL, "1.4.0")
    field(PINI, "YES")
    info(archive, "VAL")
}
record(stringin, "$(P)CS:PROTOCOL") {
    field(VAL, "1.4.0")
}
record(stringin, "$(P)FIRMWARE:VERSION") {
    field(INP, "@device.proto version")
}
"#,
};

/// The last part of the record's name, in any case.
const NAME: &str = "VERSION";

/// Single quotes are prose here.
const DATABASE: Language = Language { quotes: &['"'], ..HASH };

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let text = code::without_comments(source.body(), &DATABASE);
    let mut values = Vec::new();
    let mut done = 0;
    for line in code::lines(&text) {
        if line.at < done {
            continue;
        }
        let head = line.space();
        let Some(rest) = head.word("record").or_else(|| head.word("grecord")) else { continue };
        let Some(open) = rest.space().word("(") else { continue };
        let unclosed = || {
            let message = "a record is never closed".to_string();
            source.refuse(line.range(), Trouble::Syntax { syntax: "EPICS", message })
        };
        let (head, rest) = call(&text, open).ok_or_else(unclosed)?;
        // A record may add nothing to what is known of it: `record(ai, "x")`.
        let Some(body) = rest.space().word("{") else { continue };
        let fields = brackets::items(body).ok_or_else(unclosed)?;
        done = fields.last().map_or(body.at, |last| last.range().end);
        if head.get(1).is_some_and(|name| is_version(name.text)) {
            for piece in fields {
                values.extend(self::values(&text, piece));
            }
        }
    }
    let mut found = Located::default();
    let wanted = "`field(VAL, \"…\")` in a record whose name ends in VERSION";
    found.one(source, wanted, &values, |value| value.contains('$'))?;
    Ok(found)
}

/// The arguments from behind an opening bracket on, and what follows the closing one.
fn call<'t>(text: &'t str, inside: Cursor<'t>) -> Option<(Vec<Cursor<'t>>, Cursor<'t>)> {
    let whole = Cursor { text: text.get(inside.at..)?, at: inside.at };
    let items = brackets::items(whole)?;
    let end = items.last().map_or(inside.at, |last| last.range().end);
    let rest = Cursor { text: text.get(end..)?, at: end };
    Some((items, rest.space().word(")")?))
}

/// Whether a record is called so: `"$(P)CS:VERSION"`, but not `"$(P)NO_VERSION"`.
fn is_version(name: &str) -> bool {
    let name = name.trim_matches('"');
    let last = name.rsplit([':', ')', '}', '.', '-']).next().unwrap_or(name);
    last.eq_ignore_ascii_case(NAME)
}

/// The values of the field VAL among the calls of a record.
fn values<'t>(text: &'t str, body: Cursor<'t>) -> Vec<Cursor<'t>> {
    let mut found = Vec::new();
    let mut rest = body;
    let end = body.range().end;
    loop {
        let (name, after) = rest.space().name();
        let Some(inside) = after.space().word("(").filter(|inside| inside.at < end) else {
            return found;
        };
        let Some((items, behind)) = call(text, inside) else { return found };
        if let ("field", [field, value]) = (name.text, items.as_slice())
            && field.text.trim_matches('"') == "VAL"
        {
            found.push(value.quoted().map_or(*value, |(inside, _)| inside));
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use crate::Elsewhere;
    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn the_record_of_the_version_is_found_however_it_is_set() {
        assert_eq!(slots(&FORMAT, FORMAT.sample), ["1.4.0 Version"]);
        for text in [
            "record(stringout,\"$(P)VERSION\"){field(VAL,\"1.4.0\")field(PINI,\"YES\")}",
            "record(stringin, \"${IOC}:version\") { info(a, \"b\") field(\"VAL\", \"1.4.0\") }\n",
            "grecord(lsi, VERSION)\n{ field(VAL, 1.4.0) }\n",
            "record(ai, \"A\") {}\nrecord(ai, \"B\")\nrecord(stringin, \"A:VERSION\") { field(VAL, \"1.4.0\") }",
        ] {
            assert_eq!(slots(&FORMAT, text), ["1.4.0 Version"], "{text}");
        }
    }

    #[test]
    fn other_records_and_fields_are_left_alone() {
        let refused = |text: &str| trouble(&FORMAT, text);
        for text in [
            "record(stringin, \"$(P)VERSION\") { field(DESC, \"1.4.0\") }\n",
            "record(stringin, \"$(P)NO_VERSION\") { field(VAL, \"1.4.0\") }\n",
            "record(stringin, \"$(P)VERSION:OLD\") { field(VAL, \"1.4.0\") }\n",
            "record(stringin, \"$(P)VERSION\") { info(VAL, \"1.4.0\") }\n",
            "path \"1.4.0\"\n",
        ] {
            assert!(matches!(refused(text), Trouble::NoVersion { .. }), "{text}");
        }
        let open = "record(stringin, \"VERSION\") { field(VAL, \"1\")\n";
        assert!(matches!(refused(open), Trouble::Syntax { .. }));
        let one = "record(stringin, \"VERSION\") { field(VAL, \"1\") }\n";
        assert!(matches!(refused(&one.repeat(2)), Trouble::Count { .. }));
        let computed = located(&FORMAT, &one.replace("\"1\"", "\"$(V=1)\""));
        assert!(matches!(computed.elsewhere[..], [Elsewhere::Computed { .. }]));
    }
}
