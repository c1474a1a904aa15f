//! `compat --declared`: the pairs that release.toml declares, as they stand.

use product::Purpose;
use version::Date;

use crate::parties::{self, Declared, PolicyOptions};
use crate::render::Format;
use crate::{Error, Session, load, render};

/// Judges the declared pairs, those of the components in `names` alone where there are any, and
/// shows them.
pub(super) fn declared(
    session: &Session,
    options: &PolicyOptions,
    names: &[String],
) -> Result<Vec<Declared>, Error> {
    // Nothing here depends on the day.
    let mut loaded = load::load_committed(session, load::open(session)?, Date::MIN)?;
    let lines = parties::lines(&loaded.product, options.line.as_deref())?;
    for name in names {
        parties::component(&loaded.product, name)?;
    }
    let inventory = loaded.read(session, Purpose::Status)?;
    let mut pairs = parties::declared(&loaded.product, &loaded.snapshot, &inventory, &lines);
    let asked = |name: &String| names.is_empty() || names.contains(name);
    pairs.retain(|pair| asked(&pair.consumer.0) || asked(&pair.provider.0));
    if session.format == Format::Json {
        session.print(&render::declared_json(&pairs))?;
    } else if pairs.is_empty() {
        let who = if names.is_empty() { "no component" } else { "none of these" };
        session.say(&format!("{who} is said to work with another: `works-with` in release.toml\n"));
    } else {
        session.show(&render::declared(&pairs, session.width))?;
    }
    Ok(pairs)
}
