//! debian/changelog: the version of the entry on top, and the entry that a release adds.
//!
//! The format is that of deb-changelog(5), as `dch` writes it. The epoch and the Debian revision are
//! the packager's: they stand around the version, and a release keeps the one and starts the other
//! anew.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use version::native::DEB;

use super::Format;
use crate::stanza::{Blank, Piece, Stanza};
use crate::syntax::code::{self, Cursor};
use crate::{DayForm, LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "debian",
    title: "debian/changelog",
    files: &["changelog"],
    dialect: &DEB,
    locks: &[],
    above: &[],
    locate,
    sample: r"core (1:1.4.0-2) unstable; urgency=medium

  * New upstream release 1.4.0.

 -- A Person <a@example.org>  Mon, 07 Nov 2016 12:00:00 +0000

core (1:1.3.0-1) unstable; urgency=medium

  * First release.

 -- A Person <a@example.org>  Sun, 06 Nov 2016 12:00:00 +0000
",
};

/// The distribution of an entry that is still being written.
const UNRELEASED: &str = "UNRELEASED";

/// An entry's first line: `core (1:1.4.0-2) unstable; urgency=medium`.
struct Header<'t> {
    name: Cursor<'t>,
    /// All that stands in the brackets.
    whole: Cursor<'t>,
    epoch: &'t str,
    upstream: Cursor<'t>,
    revision: Option<&'t str>,
    distribution: Cursor<'t>,
    urgency: &'t str,
}

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut lines = code::lines(source.body()).filter(|line| !line.text.trim().is_empty());
    let Some(top) = lines.next().and_then(header) else {
        let wanted = "`package (version) distribution; urgency=…` as its first line".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    };
    let mut found = Located { name: Some(top.name.text.into()), ..Located::default() };
    // An entry that is still being written does not say what was released; without another one it
    // is all there is.
    let released = if top.distribution.text == UNRELEASED {
        lines.filter_map(header).find(|entry| entry.distribution.text != UNRELEASED)
    } else {
        None
    };
    let last = released.as_ref().unwrap_or(&top);
    found.value(source, "the version on top", last.upstream, SlotKind::Version, |_| false)?;
    let stanza = if top.distribution.text == UNRELEASED {
        finished(source, &top, released.as_ref())?
    } else {
        added(source, &top)
    };
    found.stanzas.push(stanza);
    Ok(found)
}

/// A new entry above the one on top, for the same distribution.
fn added(source: &Source<'_>, top: &Header<'_>) -> Stanza {
    let end = source.newline();
    let mut pieces = vec![Piece::text(format!("{} (", top.name.text))];
    pieces.extend(version(top, top.revision));
    let head = format!(") {}; urgency={}{end}{end}", top.distribution.text, top.urgency);
    pieces.push(Piece::Text(head));
    pieces.push(Piece::Notes { before: "  * ".into(), after: end.into() });
    pieces.push(Piece::Text(format!("{end} -- ")));
    pieces.extend(signature());
    pieces.push(Piece::Text(format!("{end}{end}")));
    let at = source.span(top.name.range()).start;
    Stanza::insertion(at, Some(source.span(top.upstream.range())), pieces)
}

/// The entry on top that is still being written, finished: its notes stay.
fn finished(
    source: &Source<'_>,
    top: &Header<'_>,
    released: Option<&Header<'_>>,
) -> Result<Stanza, LocateError> {
    let below = source.body().get(top.whole.range().end..).unwrap_or_default();
    let signed = code::lines(below).skip(1).take_while(|line| header(*line).is_none());
    let Some(signed) = signed.filter_map(|line| line.word(" -- ")).next() else {
        let message = "the entry on top has no line ` -- Name <mail>  date`".into();
        let trouble = Trouble::Syntax { syntax: "debian/changelog", message };
        return Err(source.refuse(top.whole.range(), trouble));
    };
    let signed = Cursor { at: signed.at + top.whole.range().end, ..signed };
    let last = released.unwrap_or(top);
    let distribution = released.map_or("unstable", |entry| entry.distribution.text);
    let blank = |at: Cursor<'_>, pieces| Blank {
        span: source.span(at.range()),
        old: at.text.into(),
        pieces,
    };
    Ok(Stanza {
        instead_of: Some(source.span(last.upstream.range())),
        kept_for: None,
        blanks: vec![
            blank(top.whole, version(top, top.revision.and(last.revision.or(top.revision)))),
            blank(top.distribution, vec![Piece::text(distribution)]),
            blank(signed, signature()),
        ],
    })
}

/// `1:VERSION-1`: the entry's epoch unless the version has one, and a revision where the entry does.
fn version(entry: &Header<'_>, revision: Option<&str>) -> Vec<Piece> {
    let mut pieces = vec![Piece::Epoch(entry.epoch.into()), Piece::Version];
    if let Some(revision) = revision {
        pieces.extend([Piece::text("-"), Piece::PackageRelease(revision.into())]);
    }
    pieces
}

fn signature() -> Vec<Piece> {
    let day = Piece::Day(DayForm::Mail);
    vec![Piece::Name, Piece::text(" <"), Piece::Mail, Piece::text(">  "), day]
}

fn header(line: Cursor<'_>) -> Option<Header<'_>> {
    let (name, rest) = line.until(char::is_whitespace);
    if name.text.is_empty() {
        return None;
    }
    let (whole, after) = rest.space().word("(")?.until(|c| c == ')');
    let (distribution, keys) = after.word(")")?.space().until(|c| c == ';');
    let urgency = keys.word(";")?.text.split(',').find_map(|key| {
        let (key, value) = key.split_once('=')?;
        key.trim().eq_ignore_ascii_case("urgency").then_some(value.trim())
    });
    let (epoch, upstream) = match whole.text.split_once(':') {
        Some((epoch, _)) => whole.text.split_at_checked(epoch.len() + 1)?,
        None => ("", whole.text),
    };
    let (upstream, revision) = match upstream.rsplit_once('-') {
        Some((upstream, revision)) => (upstream, Some(revision)),
        None => (upstream, None),
    };
    Some(Header {
        name,
        whole,
        epoch,
        upstream: Cursor { text: upstream, at: whole.at + epoch.len() },
        revision,
        distribution: distribution.trimmed(),
        urgency: urgency.unwrap_or("medium"),
    })
}

#[cfg(test)]
mod tests {
    use crate::conformance::{added, located, trouble};

    use super::*;

    #[test]
    fn kolab_8_a_release_adds_an_entry_on_top() {
        let after = added(&FORMAT, FORMAT.sample, "2.0~rc1");
        let entry = "core (1:2.0~rc1-1) unstable; urgency=medium\n\n  * One.\n  * Two.\n\n \
                     -- A Name <name@example.org>  Thu, 29 Feb 2024 00:00:00 +0000\n\n";
        assert_eq!(after, alloc::format!("{entry}{}", FORMAT.sample));
    }

    #[test]
    fn an_epoch_of_the_versions_own_takes_the_place_of_the_last() {
        for (version, written) in [("1:2.0", "core (1:2.0-1) "), ("2:1.0", "core (2:1.0-1) ")] {
            let after = added(&FORMAT, FORMAT.sample, version);
            assert!(after.starts_with(written), "{after}");
        }
    }

    #[test]
    fn a_native_package_stays_without_a_revision() {
        let text = "core (1.4.0) stable testing; urgency=high, binary-only=yes\n\n  * One.\n\n -- A \
                    <a@b>  Mon, 07 Nov 2016 12:00:00 +0000\n";
        let after = added(&FORMAT, text, "1.5.0");
        assert!(after.starts_with("core (1.5.0) stable testing; urgency=high\n"), "{after}");
    }

    #[test]
    fn an_unreleased_entry_is_finished_and_keeps_its_notes() {
        let draft = "core (1:1.4.0-3) UNRELEASED; urgency=low\n\n  * A fix.\n\n -- B <b@b>  Tue, 08 \
                     Nov 2016 12:00:00 +0000\n\n";
        let text = alloc::format!("{draft}{}", FORMAT.sample);
        assert_eq!(located(&FORMAT, &text).version().unwrap().text, "1.4.0");
        let after = added(&FORMAT, &text, "1.5.0");
        let entry = "core (1:1.5.0-1) unstable; urgency=low\n\n  * A fix.\n\n -- A Name \
                     <name@example.org>  Thu, 29 Feb 2024 00:00:00 +0000\n\n";
        assert_eq!(after, alloc::format!("{entry}{}", FORMAT.sample));
        let first = added(&FORMAT, draft, "1.4.0");
        assert!(first.starts_with("core (1:1.4.0-1) unstable; urgency=low\n"), "{first}");
        let unsigned = "core (1.4.0-1) UNRELEASED; urgency=low\n\n  * A fix.\n";
        assert!(matches!(trouble(&FORMAT, unsigned), Trouble::Syntax { .. }));
    }

    #[test]
    fn semantics_20_an_unreleased_entry_may_name_the_version_already() {
        for draft in ["1:1.5.0-1", "1:1.5.0-2", "1:1.4.0-3"] {
            let draft = alloc::format!(
                "core ({draft}) UNRELEASED; urgency=low\n\n  * A fix.\n\n -- B <b@b>  Tue, 08 \
                 Nov 2016 12:00:00 +0000\n\n"
            );
            let after = added(&FORMAT, &alloc::format!("{draft}{}", FORMAT.sample), "1.5.0");
            let entry = "core (1:1.5.0-1) unstable; urgency=low\n\n  * A fix.\n\n -- A Name \
                         <name@example.org>  Thu, 29 Feb 2024 00:00:00 +0000\n\n";
            assert_eq!(after, alloc::format!("{entry}{}", FORMAT.sample), "{draft}");
        }
    }
}
