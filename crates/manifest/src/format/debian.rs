//! debian/changelog: the version of the entry on top.

use version::native::DEB;

use super::Format;
use crate::syntax::code;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "debian",
    title: "debian/changelog",
    files: &["changelog"],
    dialect: &DEB,
    locks: &[],
    above: &[],
    locate,
    sample: r"core (1.4.0) unstable; urgency=medium

  * New upstream release 1.4.0.

 -- A Person <a@example.org>  Mon, 07 Nov 2016 12:00:00 +0000

core (1.3.0) unstable; urgency=medium

  * First release.

 -- A Person <a@example.org>  Sun, 06 Nov 2016 12:00:00 +0000
",
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let absent = || {
        let wanted = "`package (version) distribution; urgency=…` as its first line".into();
        source.refuse_whole(Trouble::NoVersion { wanted })
    };
    let mut lines = code::lines(source.body());
    let first = lines.find(|line| !line.text.trim().is_empty()).ok_or_else(absent)?;
    let (name, rest) = first.until(char::is_whitespace);
    let open = rest.space().word("(").filter(|_| !name.text.is_empty()).ok_or_else(absent)?;
    let (version, after) = open.until(|c| c == ')');
    let distribution = after.word(")").filter(|rest| rest.text.contains(';'));
    distribution.ok_or_else(absent)?;
    let mut found = Located { name: Some(name.text.into()), ..Located::default() };
    found.value(source, "the version on top", version, SlotKind::Version, |_| false)?;
    Ok(found)
}
