//! VERSION files: one line that is the version.

use version::native::PLAIN;

use super::Format;
use crate::{LocateError, Located, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "plain",
    title: "VERSION",
    files: &["VERSION", "version", "version.txt", "VERSION.txt", ".version"],
    dialect: &PLAIN,
    locks: &[],
    above: &[],
    locate,
    sample: "1.4.0\n",
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let body = source.body();
    let value = body.trim();
    if value.is_empty() {
        let wanted = "one line with the version".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    let start = body.len() - body.trim_start().len();
    let range = start..start + value.len();
    let found = value.lines().filter(|line| !line.trim().is_empty()).count();
    if found > 1 {
        let trouble = Trouble::Count { what: "a line".into(), wanted: 1, found };
        return Err(source.refuse(range, trouble));
    }
    let slot = source.slot("the line", range, value, SlotKind::Version)?;
    Ok(Located { slots: alloc::vec![slot], ..Located::default() })
}
