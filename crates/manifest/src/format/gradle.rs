//! gradle.properties: `version=1.4.0`.

use version::native::MAVEN;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{LocateError, Located, Source};

pub(super) static FORMAT: Format = Format {
    id: "gradle-properties",
    title: "gradle.properties",
    files: &["gradle.properties"],
    dialect: &MAVEN,
    locks: &[],
    above: &[],
    locate,
    sample: r"# version=1.4.0
! version=1.4.0
group=org.example
version=1.4.0
netVersion=1.4.0
",
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    found.one(source, "`version=`", &code::each_line(source.body(), value), |_| false)?;
    Ok(found)
}

/// `version = 1.4.0`, `version: 1.4.0`. A comment begins with another character than the key.
fn value(line: Cursor<'_>) -> Option<Cursor<'_>> {
    let rest = line.word("version")?.space();
    let rest = rest.word("=").or_else(|| rest.word(":"))?;
    Some(rest.space().trimmed())
}
