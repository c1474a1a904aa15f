//! Gemfile.lock: the gems of this repository's folders, and what they require of each other.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use version::native::RUBYGEMS;

use super::Format;
use crate::syntax::code::{self, Cursor};
use crate::{Holder, LocateError, Located, Pinned, SlotKind, Source, Trouble};

pub(super) static FORMAT: Format = Format {
    id: "gemfile-lock",
    title: "Gemfile.lock",
    files: &["Gemfile.lock", "*.gemfile.lock"],
    dialect: &RUBYGEMS,
    locks: &[],
    above: &[],
    locate,
    sample: r"PATH
  remote: ../net
  specs:
    net (1.4.0)

PATH
  remote: .
  specs:
    core (1.4.0)
      left (= 1.4.0)
      net (>= 1.4.0, < 2)

GEM
  remote: https://rubygems.org/
  specs:
    left (1.4.0)
      net (= 1.4.0)

PLATFORMS
  ruby

DEPENDENCIES
  core!
  left (= 1.4.0)
  net (~> 1.4.0)!

CHECKSUMS
  core (1.4.0)
  left (1.4.0) sha256=00

BUNDLED WITH
   2.5.6
",
};

/// An indented line: how far in it stands, the gem that it names, what is in its brackets.
struct Line<'t> {
    depth: usize,
    name: Cursor<'t>,
    inside: Option<Cursor<'t>>,
}

/// What Bundler's sections are called, those that hold gems.
const SECTIONS: &[&str] = &["PATH", "GEM", "GIT", "DEPENDENCIES", "CHECKSUMS"];

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let ours = ours(source)?;
    let mut section = "";
    let mut gem = "";
    let mut known = false;
    for line in code::lines(source.body()) {
        if let Some(name) = heading(line) {
            section = name;
            known |= SECTIONS.contains(&name);
            continue;
        }
        if line.text.starts_with('\t') {
            let message = "lines are indented by spaces".into();
            let trouble = Trouble::Syntax { syntax: "Gemfile.lock", message };
            return Err(source.refuse(line.range(), trouble));
        }
        let Some(line) = read(line) else { continue };
        let Some(inside) = line.inside else {
            gem = if line.depth == 4 { line.name.text } else { gem };
            continue;
        };
        let is_ours = ours.contains(line.name.text);
        match (section, line.depth) {
            ("PATH", 4) => {
                gem = line.name.text;
                own(source, &line, inside, &mut found)?;
            }
            ("PATH", 6) => {
                let by = Holder::Name(gem.to_string());
                requirement(source, &line, inside, &by, &mut found)?;
            }
            // What the Gemfile's own gem needs to be developed, as its gemspec has it.
            ("DEPENDENCIES", 2) => {
                let by = Holder::Folder(".".into());
                requirement(source, &line, inside, &by, &mut found)?;
            }
            ("CHECKSUMS", 2) if is_ours => own(source, &line, inside, &mut found)?,
            ("GEM" | "GIT", 4) => found.pinned.push(Pinned {
                name: line.name.text.to_string(),
                span: source.span(inside.range()),
                version: inside.text.to_string(),
                answers: Vec::new(),
            }),
            _ => {}
        }
    }
    if !known {
        let wanted = "`PATH`, `GEM` or another section with gems".into();
        return Err(source.refuse_whole(Trouble::NoVersion { wanted }));
    }
    Ok(found)
}

/// The gems of all PATH sections; none of them can be there twice.
fn ours<'t>(source: &Source<'t>) -> Result<BTreeSet<&'t str>, LocateError> {
    let mut section = "";
    let mut ours = BTreeSet::new();
    for line in code::lines(source.body()) {
        section = heading(line).unwrap_or(section);
        let gem = read(line).filter(|line| section == "PATH" && line.depth == 4);
        if let Some(Line { name, .. }) = gem
            && !ours.insert(name.text)
        {
            let what = format!("`{}` under PATH", name.text);
            let trouble = Trouble::Count { what, wanted: 1, found: 2 };
            return Err(source.refuse(name.range(), trouble));
        }
    }
    Ok(ours)
}

/// The section that a line begins.
fn heading(line: Cursor<'_>) -> Option<&str> {
    let name = line.text.trim_end();
    (!name.is_empty() && !name.starts_with(char::is_whitespace)).then_some(name)
}

/// `    name (inside)!`; anything else, such as `remote: .`, is none.
fn read(line: Cursor<'_>) -> Option<Line<'_>> {
    let start = line.space();
    let (name, rest) = start.until(|c| c.is_whitespace() || matches!(c, '!' | ':'));
    let depth = start.at - line.at;
    if name.text.is_empty() || rest.text.starts_with(':') {
        return None;
    }
    let inside = rest.space().word("(").map(|rest| rest.until(|c| c == ')'));
    match inside {
        Some((_, end)) if end.text.is_empty() => None,
        inside => Some(Line { depth, name, inside: inside.map(|(inside, _)| inside) }),
    }
}

/// `1.4.0`, or `1.4.0-java` for a platform.
fn own(
    source: &Source<'_>,
    line: &Line<'_>,
    inside: Cursor<'_>,
    found: &mut Located,
) -> Result<(), LocateError> {
    let (version, platform) = inside.until(|c| c == '-');
    // A pre-release has no hyphen here, and a platform no point.
    if platform.text.contains('.') {
        let (what, value) = (line.name.text.to_string(), inside.text.to_string());
        return Err(source.refuse(inside.range(), Trouble::Unplain { what, value }));
    }
    let kind = SlotKind::Lock { name: line.name.text.to_string() };
    found.slots.push(source.slot(line.name.text, version.range(), version.text, kind)?);
    Ok(())
}

/// `>= 1.4.0, < 2`: each bound is a slot, as it is in a gemspec.
fn requirement(
    source: &Source<'_>,
    line: &Line<'_>,
    inside: Cursor<'_>,
    by: &Holder,
    found: &mut Located,
) -> Result<(), LocateError> {
    let mut rest = Some(inside);
    while let Some(bounds) = rest {
        let (bound, after) = bounds.space().until(|c| c == ',');
        let bound = bound.trimmed();
        let kind = SlotKind::LockRequirement { by: by.clone(), on: line.name.text.to_string() };
        found.slots.push(source.slot(line.name.text, bound.range(), bound.text, kind)?);
        rest = after.word(",");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::conformance::{located, slots, trouble};

    use super::*;

    #[test]
    fn gems_of_paths_are_ours() {
        let by = |text: &str, by: &str, on: &str| {
            format!("{text} LockRequirement {{ by: {by}, on: \"{on}\" }}")
        };
        let own = |name: &str| format!("1.4.0 Lock {{ name: \"{name}\" }}");
        let here = "Folder(\".\")";
        assert_eq!(
            slots(&FORMAT, FORMAT.sample),
            [
                own("net"),
                own("core"),
                by("= 1.4.0", "Name(\"core\")", "left"),
                by(">= 1.4.0", "Name(\"core\")", "net"),
                by("< 2", "Name(\"core\")", "net"),
                by("= 1.4.0", here, "left"),
                by("~> 1.4.0", here, "net"),
                own("core"),
            ]
        );
        let pinned = located(&FORMAT, FORMAT.sample).pinned;
        assert_eq!(pinned.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["left"]);
        assert!(matches!(trouble(&FORMAT, ""), Trouble::NoVersion { .. }));
        let java = "PATH\n  specs:\n    core (1.4.0-java)\n";
        assert_eq!(slots(&FORMAT, java), [own("core")]);
    }
}
