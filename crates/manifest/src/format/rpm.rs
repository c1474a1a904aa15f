//! RPM spec files: the main package's Version and Release, and the entry that a release adds to
//! `%changelog`.

mod requirements;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use version::native::RPM;

use super::Format;
use crate::stanza::{Piece, Stanza};
use crate::syntax::code::{self, Cursor};
use crate::{Beside, DayForm, LocateError, Located, SlotKind, Source};
use requirements::requirements;

pub(super) static FORMAT: Format = Format {
    id: "rpm",
    title: "RPM spec",
    files: &["*.spec", "*.spec.in"],
    dialect: &RPM,
    locks: &[],
    above: &[],
    locate,
    sample: r"# Version: 1.4.0
Name:           core
Version:        1.4.0
Release:        2%{?dist}
Requires:       net >= 1.4.0, data = %{version}
BuildRequires:  net-devel(x86-64) >= 1.4.0
Conflicts:      net < 1.4.0

%package devel
Requires:       %{name} = %{version}-%{release}, wire-devel >= 1.4.0
Summary:        Core 1.4.0

%description
Version: 1.4.0 of core.
Requires: net >= 1.4.0

%changelog
* Mon Nov 07 2016 A Person <a@example.org> - 1.4.0-2
- New upstream release.
",
};

fn locate(source: &Source<'_>) -> Result<Located, LocateError> {
    let mut found = Located::default();
    let (mut versions, mut releases) = (Vec::new(), Vec::new());
    let mut part = Part::Main;
    let (mut changelog, mut inside, mut automatic) = (None, false, false);
    for line in code::lines(source.body()) {
        if let Some(next) = section(line) {
            part = next;
            if let Some(package) = sub_package(line, found.name.as_deref()) {
                found.provides.push(package);
            }
            inside = line.text.trim_end() == "%changelog";
            if inside {
                changelog = Some(line);
            }
            continue;
        }
        let line = line.space();
        automatic |= inside && macro_is(line, "autochangelog");
        if part != Part::Text {
            for field in REQUIREMENTS {
                if let Some(value) = relation(line, field) {
                    requirements(source, field, value, &mut found)?;
                }
            }
        }
        if part != Part::Main {
            continue;
        }
        if let Some(value) = tag(line, "Name:") {
            found.name = Some(value.text.into());
        }
        versions.extend(tag(line, "Version:"));
        releases.extend(tag(line, "Release:"));
    }
    // Macros and `@VERSION@` are filled in by the build.
    found.one(source, "`Version:`", &versions, |value| value.contains(['%', '@']))?;
    let release = match releases.as_slice() {
        [value] => Some(count(*value)).filter(|count| !count.text.is_empty()),
        _ => None,
    };
    if let Some(release) = release {
        let kind = SlotKind::Beside(Beside::PackageRelease);
        found.slots.push(source.slot("Release", release.range(), release.text, kind)?);
    }
    found.slots.sort_by_key(|slot| slot.span);
    // What the build takes from the commits is nobody's to write.
    let written = found.version().is_some() && !automatic;
    if let Some(heading) = changelog.filter(|_| written) {
        found.stanzas.push(entry(source, heading, release));
    }
    Ok(found)
}

/// What a distribution's mark begins with, where it is written out.
const DISTRIBUTIONS: &[&str] = &["el", "fc", "mga", "suse", "amzn", "oe", "cl"];

/// The part of a Release that counts, before any macro and any distribution: `1` of `1%{?dist}` and of
/// `1.el5`, `0.2.rc1`.
fn count(value: Cursor<'_>) -> Cursor<'_> {
    let (count, _) = value.until(|c| !c.is_ascii_alphanumeric() && c != '.');
    let starts = count.text.starts_with(|c: char| c.is_ascii_digit());
    let mut end = if starts { count.text.trim_end_matches('.').len() } else { 0 };
    // A count that begins with 0 is a pre-release's, and has its label behind it.
    let mut label = count.text.starts_with("0.");
    let mut at = 0;
    for piece in count.text.split('.') {
        let word = piece.starts_with(|c: char| c.is_ascii_alphabetic());
        let digits = piece.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let mark = piece.strip_suffix(digits).unwrap_or_default();
        if word && (!label || DISTRIBUTIONS.contains(&mark)) {
            end = end.min(usize::saturating_sub(at, 1));
            break;
        }
        label &= !word;
        at += piece.len() + 1;
    }
    Cursor { text: count.text.get(..end).unwrap_or_default(), at: count.at }
}

/// The entry below `%changelog`, which names the version as the one on top does: behind a hyphen or
/// not, with its epoch, with a release or not.
fn entry(source: &Source<'_>, heading: Cursor<'_>, release: Option<Cursor<'_>>) -> Stanza {
    let end = source.newline();
    let after = heading.range().end;
    let rest = source.body().get(after..).unwrap_or_default();
    let broken = rest.find('\n').map(|at| at + 1);
    let below = rest.get(broken.unwrap_or(rest.len())..).unwrap_or_default();
    let top = below.lines().find(|line| line.starts_with('*')).and_then(|top| top.split_once('>'));
    let (hyphen, label) = match top.map(|(_, label)| label.trim()) {
        Some(label) => match label.strip_prefix("- ") {
            Some(label) => (" - ", label),
            None => (" ", label),
        },
        None => (" - ", "1-1"),
    };
    let mut pieces = Vec::new();
    if broken.is_none() {
        pieces.push(Piece::text(end));
    }
    pieces.extend([Piece::text("* "), Piece::Day(DayForm::Rpm), Piece::text(" "), Piece::Name]);
    pieces.extend([Piece::text(" <"), Piece::Mail, Piece::text(">")]);
    if !label.is_empty() {
        let epoch =
            label.split_once(':').map_or_else(Default::default, |(epoch, _)| format!("{epoch}:"));
        pieces.extend([Piece::text(hyphen), Piece::text(epoch), Piece::Version]);
        if let Some(release) = release.filter(|_| label.contains('-')) {
            pieces.extend([Piece::text("-"), Piece::PackageRelease(release.text.into())]);
        }
    }
    pieces.push(Piece::text(end));
    pieces.push(Piece::Notes { before: "- ".into(), after: end.into() });
    if !below.trim().is_empty() {
        pieces.push(Piece::text(end));
    }
    let at = after + broken.unwrap_or(rest.len());
    // `1:1.4.0-2`: the version without epoch and release.
    let bare = label.split_once(':').map_or(label, |(_, bare)| bare);
    let kept_for = top.map(|_| bare.split('-').next().unwrap_or_default().into());
    Stanza { kept_for, ..Stanza::insertion(source.span(at..at).start, None, pieces) }
}

/// A part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The tags of the main package.
    Main,
    /// The tags of a sub-package.
    Sub,
    /// A script, a description, a list of files.
    Text,
}

/// What begins a part without tags.
const TEXTS: &[&str] = &[
    "%description",
    "%prep",
    "%generate_buildrequires",
    "%conf",
    "%build",
    "%install",
    "%check",
    "%clean",
    "%files",
    "%changelog",
    "%pre",
    "%post",
    "%trigger",
    "%filetrigger",
    "%transfiletrigger",
    "%verifyscript",
    "%sepolicy",
];

/// The tags that ask for other packages.
const REQUIREMENTS: &[&str] =
    &["Requires", "BuildRequires", "Recommends", "Suggests", "Supplements", "Enhances"];

/// Whether a line is that macro: `%name`, `%{name}` or `%{?name}`.
fn macro_is(line: Cursor<'_>, name: &str) -> bool {
    let named = line.word("%").map(|rest| rest.word("{").unwrap_or(rest));
    let named = named.map(|rest| rest.word("?").unwrap_or(rest).name().0);
    named.is_some_and(|word| word.text == name)
}

/// The part that a line begins, if it begins one.
fn section(line: Cursor<'_>) -> Option<Part> {
    let (word, _) = line.until(char::is_whitespace);
    if word.text == "%package" {
        return Some(Part::Sub);
    }
    let (word, _) = word.until(|c| c == '(');
    TEXTS.iter().any(|text| word.text.starts_with(text)).then_some(Part::Text)
}

/// The package that `%package devel` or `%package -n other` begins.
fn sub_package(line: Cursor<'_>, main: Option<&str>) -> Option<String> {
    let rest = line.word("%package ")?.space().trimmed();
    match rest.word("-n ") {
        Some(name) => Some(name.space().text.into()),
        None => Some(format!("{}-{}", main?, rest.text)),
    }
}

/// The value of a tag that asks for packages: `Requires:`, or with whom it is for, `Requires(post):`.
fn relation<'t>(line: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let rest = line.word_any_case(name)?;
    let rest = match rest.word("(") {
        Some(inside) => inside.until(|c| c == ')').1.word(")")?,
        None => rest,
    };
    Some(rest.word(":")?.space().trimmed())
}

fn tag<'t>(line: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    Some(line.word_any_case(name)?.space().trimmed())
}

#[cfg(test)]
mod tests {
    use crate::conformance::{added, located, slots};

    use super::*;

    #[test]
    fn macros_are_left_alone() {
        for value in ["%{upstream}", "@VERSION@"] {
            let text =
                FORMAT.sample.replacen("Version:        1.4.0", &format!("Version: {value}"), 1);
            let found = located(&FORMAT, &text);
            assert!(found.version().is_none() && found.stanzas.is_empty(), "{value}");
        }
    }

    #[test]
    fn a_requirement_of_a_script_is_one() {
        for tag in ["Requires(post)", "requires(pre,postun)", "Requires"] {
            let text = FORMAT.sample.replacen("Requires:   ", &format!("{tag}:   "), 1);
            let wanted = ">= 1.4.0 Requirement { on: \"net\", path: None, table: \"Requires\" }";
            assert!(slots(&FORMAT, &text).iter().any(|slot| slot == wanted), "{tag}");
        }
        let other = FORMAT.sample.replacen("Requires:   ", "Requires_exclude:   ", 1);
        assert_eq!(slots(&FORMAT, &other).len() + 1, slots(&FORMAT, FORMAT.sample).len());
    }

    #[test]
    fn a_literal_distribution_is_none_of_the_count() {
        for (value, wanted) in [
            ("2.el5", "2"),
            ("2.1.fc38", "2.1"),
            ("0.2.rc1.el5", "0.2.rc1"),
            ("0.2.el5", "0.2"),
            ("0.2.rc1", "0.2.rc1"),
        ] {
            let found = slots(&FORMAT, &FORMAT.sample.replace("2%{?dist}", value));
            let release =
                found.iter().find_map(|slot| slot.strip_suffix(" Beside(PackageRelease)"));
            assert_eq!(release, Some(wanted), "{value}");
        }
    }

    #[test]
    fn kolab_8_the_release_is_what_counts_before_the_macros() {
        for (value, wanted) in [
            ("2%{?dist}", Some("2")),
            ("0.3.rc1%{?dist}", Some("0.3.rc1")),
            ("1.%{dist}", Some("1")),
            ("%{rel}", None),
            ("@RELEASE@", None),
            ("%autorelease", None),
        ] {
            let found = slots(&FORMAT, &FORMAT.sample.replace("2%{?dist}", value));
            let release =
                found.iter().find_map(|slot| slot.strip_suffix(" Beside(PackageRelease)"));
            assert_eq!(release, wanted, "{value}");
        }
    }

    #[test]
    fn an_entry_is_added_as_the_one_on_top_is_written() {
        let entry = "* Thu Feb 29 2024 A Name <name@example.org> - 2.0-1\n- One.\n- Two.\n\n* Mon";
        assert!(added(&FORMAT, FORMAT.sample, "2.0").contains(entry));
        let plain = FORMAT.sample.replace("> - 1.4.0-2", "> 3:1.4.0");
        let entry = "* Thu Feb 29 2024 A Name <name@example.org> 3:2.0\n- One.\n- Two.\n\n* Mon";
        assert!(added(&FORMAT, &plain, "2.0").contains(entry));
        let unlabelled = FORMAT.sample.replace("> - 1.4.0-2", ">");
        let entry = "* Thu Feb 29 2024 A Name <name@example.org>\n- One.\n";
        assert!(added(&FORMAT, &unlabelled, "2.0").contains(entry));
        let (none, _) = FORMAT.sample.split_once("%changelog").unwrap();
        assert!(located(&FORMAT, none).stanzas.is_empty());
        let empty = format!("{none}%changelog");
        let entry =
            "%changelog\n* Thu Feb 29 2024 A Name <name@example.org> - 2.0-1\n- One.\n- Two.\n";
        assert!(added(&FORMAT, &empty, "2.0").ends_with(entry));
        for automatic in
            ["%autochangelog\n", "%changelog\n%autochangelog\n", "%changelog\n%{?autochangelog}\n"]
        {
            let text = FORMAT.sample.replace("%changelog\n", automatic);
            assert!(located(&FORMAT, &text).stanzas.is_empty(), "{automatic}");
        }
        let told = FORMAT.sample.replace("- New", "- %autochangelog is not for us. New");
        assert_eq!(located(&FORMAT, &told).stanzas.len(), 1);
    }
}
