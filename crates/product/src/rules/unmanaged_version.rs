//! `unmanaged-version`: a component's version is written only where a release writes it.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use manifest::{Locator, Slot};
use place::{Place, RepoPath, Severity, Span};
use tags::OwnerId;
use version::Version;

use super::restoring::names as called;
use super::{About, Findings, Lint, Mended, Rule};
use crate::config::Component;
use crate::{Content, Product, Snapshot};

pub(super) const RULE: Rule = Rule {
    id: "unmanaged-version",
    severity: Severity::Note,
    about: About::Content,
    text: "Where a text names a component together with its version, or a file beside it states that version, a release moves it too.",
    example: "README.md says `cargo add hammer@1.4.0`: after the next release it is wrong. List it as a manifest of hammer, with a `regex`; or leave it out with `unmanaged` in [lint].",
    check: Some(check),
    mended: Mended::ByHand,
};

/// What people and scripts read, by the end of its name.
const TEXTS: &[&str] = &[
    ".md",
    ".markdown",
    ".rst",
    ".adoc",
    ".txt",
    ".html",
    ".sh",
    ".ps1",
    ".yml",
    ".yaml",
    "Dockerfile",
    "README",
    "INSTALL",
    "Makefile",
];

/// Files that say what a package's version is without naming it, by the ends of their paths: for
/// whoever cites it, for tools, for its own code.
const STATING: &[&str] = &[
    "CITATION.cff",
    "codemeta.json",
    ".zenodo.json",
    "version.json",
    "src/index.ts",
    "src/index.js",
    "src/version.ts",
    "src/version.js",
    "lib/version.js",
    "src/version.rs",
];

/// Headers, and what one is called that has its package's version in macros.
const HEADERS: (&[&str], &[&str]) = (&[".h", ".hh", ".hpp", ".hxx"], &["version", "macros"]);

/// How those macros are found.
const MACROS: &str = "c-header";

/// What a pattern for versions without labels holds, and for those that may have one.
const NUMBERS: &str = r"[\d.]+";
const LABELLED: &str = r"\d[\w.+-]*\w";

/// Larger files are not written by hand.
const LARGEST: usize = 256 * 1024;

/// The files that are looked at: texts that are tracked, that a history is not, and of which
/// nothing says that they may have such versions; of staged content, those staged.
pub(crate) fn files<'s>(product: &Product, snapshot: &'s Snapshot) -> Vec<&'s RepoPath> {
    let tracked = snapshot.tracked.iter().flatten();
    let text = |path: &&RepoPath| kind(path).is_some();
    let staged = |path: &&RepoPath| {
        snapshot.staged.as_ref().is_none_or(|staged| staged.binary_search(path).is_ok())
    };
    let histories: BTreeSet<&RepoPath> = product.changelogs().map(|(_, one)| &one.path).collect();
    let change = |path: &&RepoPath| path.is_within(&product.changes) || histories.contains(*path);
    tracked
        .filter(text)
        .filter(staged)
        .filter(|path| !product.lint.leaves(path) && !change(path))
        .collect()
}

/// How a file says versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Behind or before a component's name.
    Text,
    /// As the version of the package that it is in.
    Stating,
    /// As that too, in macros.
    Header,
}

fn kind(path: &RepoPath) -> Option<Kind> {
    let name = path.file_name();
    if TEXTS.iter().any(|end| name.ends_with(end)) {
        return Some(Kind::Text);
    }
    let whole = path.as_str();
    let stating = |end: &&str| {
        // `conversion.json` is another file.
        let before = whole.strip_suffix(*end);
        before.is_some_and(|before| matches!(before.chars().next_back(), None | Some('/' | '.')))
    };
    if STATING.iter().any(stating) {
        return Some(Kind::Stating);
    }
    let (ends, words) = HEADERS;
    let lower = name.to_ascii_lowercase();
    let header =
        ends.iter().any(|e| lower.ends_with(e)) && words.iter().any(|word| lower.contains(word));
    header.then_some(Kind::Header)
}

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let managed = managed(lint);
    for path in files(lint.product, lint.snapshot) {
        let Some(content) = lint.snapshot.content(path) else { continue };
        let bytes = Some(content.bytes()).filter(|bytes| bytes.len() <= LARGEST);
        let text = bytes.and_then(|bytes| core::str::from_utf8(bytes).ok());
        let (Some(text), Some(kind)) = (text, kind(path)) else { continue };
        let file = File { path, content, text, managed: &managed };
        let owner = owner(lint, path);
        for (index, component, state) in lint.components() {
            // Texts name what is out, whatever the manifest leads to.
            let latest =
                || state.latest(index).filter(|_| lint.inventory.development(index).is_some());
            let released = || latest().map(|latest| &latest.version);
            let Some(version) = lint.inventory.version(index).or_else(released) else { continue };
            if kind != Kind::Text && owner != Some(index) {
                continue;
            }
            let name = &component.name;
            let now = file.says(kind, component, version).map(|span| {
                (span, format!("`{name}` is said to be at {version} here, which no release moves"))
            });
            // The release has been: what it should have moved is wrong from now on.
            let past = || {
                let before = lint.before(index, version)?;
                let span = file.still_says(kind, component, before)?;
                let says =
                    format!("`{name}` is said to be at {before} here, and is {version} by now");
                Some((span, says))
            };
            let Some((span, says)) = now.or_else(past) else { continue };
            let how = match kind {
                Kind::Header => format!("format = \"{MACROS}\""),
                Kind::Text | Kind::Stating => {
                    let labels = component.form.labels().next().is_some();
                    format!("regex = '…(?<version>{})'", if labels { LABELLED } else { NUMBERS })
                }
            };
            findings.add(
                Some(index),
                Some(Place::bytes(path, span)),
                says,
                format!(
                    "list it: {{ path = \"{path}\", {how} }} in the component's `manifests`; or \
                     let it be: unmanaged = [\"{path}\"] in [lint]"
                ),
                None,
            );
        }
    }
}

impl Lint<'_> {
    /// The highest final release of a component below `version`.
    fn before(&self, index: usize, version: &Version) -> Option<&Version> {
        let form = &self.product.components.get(index)?.form;
        let released = self.snapshot.tags.released(OwnerId::Component(index)).iter();
        let mut below = released.map(|one| &one.version).rev();
        below.find(|one| !form.is_pre(one) && form.key(one) < form.key(version))
    }
}

/// The component whose folder a file is in, the innermost one: whom a file means that names nobody.
fn owner(lint: &Lint<'_>, path: &RepoPath) -> Option<usize> {
    let around = lint.components().filter(|(_, component, _)| path.is_within(&component.path));
    let deepest = around.max_by_key(|(_, component, _)| component.path.ancestors().count());
    deepest.map(|(index, ..)| index)
}

/// A file that is looked into, and what releases move.
struct File<'a> {
    path: &'a RepoPath,
    content: &'a Content,
    text: &'a str,
    managed: &'a BTreeSet<(RepoPath, Span)>,
}

impl File<'_> {
    /// Where it says that a component is at `version`, and no release moves that.
    fn says(&self, kind: Kind, component: &Component, version: &Version) -> Option<Span> {
        let (text, wanted, name) = (self.text, version.as_str(), component.name.as_str());
        match kind {
            // `1.1` is in every file; what has three parts hardly means anything else.
            Kind::Text if wanted.split('.').count() < 3 => None,
            Kind::Text => self.spans(wanted).find(|span| names(text, span.start, wanted, name)),
            Kind::Stating => self.spans(wanted).find(|span| states(text, span.start, wanted, name)),
            Kind::Header => self.macros(component, version),
        }
    }

    /// The same of a version that is past, which texts may speak of: only where the name and nothing
    /// but signs stand before it, `name@1.4.0`, or where the file states it.
    fn still_says(&self, kind: Kind, component: &Component, version: &Version) -> Option<Span> {
        let wanted = version.as_str();
        match kind {
            Kind::Text if wanted.split('.').count() < 3 => None,
            Kind::Text => self
                .spans(wanted)
                .find(|span| takes(self.text, span.start, wanted, &component.name)),
            _ => self.says(kind, component, version),
        }
    }

    /// Every place of a version's text that no release moves.
    fn spans(&self, version: &str) -> impl Iterator<Item = Span> {
        let all = self.text.match_indices(version);
        let spans = all.map(|(at, found)| Span::new(at, at + found.len()));
        spans.filter(|span| self.is_free(*span))
    }

    /// Where the macros of a header say `version`.
    fn macros(&self, component: &Component, version: &Version) -> Option<Span> {
        let format = manifest::format(MACROS)?;
        let found = self.content.found(self.path, &Locator::Format(format)).ok()?;
        let form = &component.form;
        let says = |slot: &&Slot| {
            let dialect = slot.dialect.unwrap_or(format.dialect);
            let stated = form.from_native(dialect, &slot.value());
            stated.is_ok_and(|stated| form.key(&stated) == form.key(version))
        };
        let slot = found.version().filter(says)?;
        Some(slot.span).filter(|span| self.is_free(*span))
    }

    fn is_free(&self, span: Span) -> bool {
        let held = |(file, slot): &(RepoPath, Span)| {
            file == self.path && slot.start <= span.start && span.end <= slot.end
        };
        !self.managed.iter().any(held)
    }
}

/// The bytes that a release moves, in texts that are listed as manifests.
fn managed(lint: &Lint<'_>) -> BTreeSet<(RepoPath, Span)> {
    let own = |index| {
        let own = lint.inventory.own(index).iter().map(|own| (own.path.clone(), own.span));
        let edges = lint.inventory.requires(index).iter();
        own.chain(edges.map(|edge| (edge.path.clone(), edge.span))).collect::<Vec<_>>()
    };
    lint.components().flat_map(|(index, ..)| own(index)).collect()
}

/// What is before and after a version that stands by itself, without a `v`; `None` where it is part
/// of more.
fn alone<'t>(text: &'t str, at: usize, version: &str) -> Option<(&'t str, &'t str)> {
    let (before, rest) = text.split_at_checked(at)?;
    let after = rest.get(version.len()..)?;
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let ends = !after.starts_with(|c: char| part(c) && c != '.')
        && !after
            .strip_prefix('.')
            .is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()));
    let bare = before.strip_suffix('v').unwrap_or(before);
    (ends && !bare.ends_with(part)).then_some((bare, after))
}

/// Whether a version is the value of a key or constant called `version`, `__version__`, or so behind
/// the component's name: `version: 1.4.0`, `\"version\": \"1.4.0\"`, `CORE_VERSION = '1.4.0'`.
fn states(text: &str, at: usize, version: &str, component: &str) -> bool {
    let Some((before, after)) = alone(text, at, version) else { return false };
    // `1.4.0-rc.1` is another version.
    if after.starts_with(['-', '+']) {
        return false;
    }
    let quotes = |c: char| matches!(c, '"' | '\'' | '`' | ' ' | '\t');
    let key = before.trim_end_matches(quotes);
    let Some(key) = key.strip_suffix([':', '=']) else { return false };
    let key = key.trim_end_matches(quotes);
    let word = key.rsplit(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c)).next();
    let letters = |text: &str| -> String {
        let kept = text.chars().filter(char::is_ascii_alphanumeric);
        kept.map(|c| c.to_ascii_lowercase()).collect()
    };
    let word = letters(word.unwrap_or_default());
    let rest = word.strip_suffix("version");
    rest.is_some_and(|rest| rest.is_empty() || letters(component).ends_with(rest))
}

/// Whether the line around a version names the component, and the version stands by itself.
fn names(text: &str, at: usize, version: &str, component: &str) -> bool {
    let Some((before, after)) = alone(text, at, version) else { return false };
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_before = before.get(start..).unwrap_or_default();
    let line_after = after.split('\n').next().unwrap_or_default();
    called(line_before, component) || called(line_after, component)
}

/// Whether a component is asked for in this version: `hammer@1.4.0`, `hammer = "^1.4.0"`.
fn takes(text: &str, at: usize, version: &str, component: &str) -> bool {
    let Some((before, after)) = alone(text, at, version) else { return false };
    let line = before.rsplit('\n').next().unwrap_or_default();
    let word = |c: char| c.is_ascii_alphanumeric();
    let named = line.trim_end_matches(|c: char| !word(c));
    let signs = line.get(named.len()..).unwrap_or_default();
    let last = component.rsplit('/').next().unwrap_or_default();
    let name = named.get(named.len().saturating_sub(last.len())..).unwrap_or_default();
    let start = named.len().saturating_sub(last.len());
    // `other/hammer` is somebody else's, for all that is known.
    let part_of_another = |c: char| word(c) || matches!(c, '/' | '-' | '_' | '.');
    signs.contains(['@', ':', '=', '^', '~', '"'])
        && !after.starts_with(['-', '+'])
        && name.eq_ignore_ascii_case(last)
        && !named.get(..start).unwrap_or_default().ends_with(part_of_another)
}

#[cfg(test)]
mod tests {
    use super::{names, states, takes};

    fn found(text: &str) -> bool {
        text.match_indices("1.4.0").any(|(at, _)| names(text, at, "1.4.0", "hammer"))
    }

    #[test]
    fn a_version_counts_where_its_line_names_the_component() {
        assert!(found("Take it:\n\n    cargo add hammer@1.4.0\n"));
        assert!(found("Hammer v1.4.0.\n"));
        assert!(found("download 1.4.0 of hammer"));
        assert!(!found("hammer\n1.4.0\n"), "another line may mean another thing");
        assert!(!found("hammer 11.4.0"));
        assert!(!found("hammer 1.4.0.1"));
        assert!(!found("hammer 1.4.01"));
        assert!(!found("nail 1.4.0"));
        assert!(!found("hammered: ^1.4.0"), "a name is a word of its own");
        assert!(!found("jackhammer@1.4.0"));
        assert!(found("acme-hammer@1.4.0"));
    }

    #[test]
    fn a_version_that_is_past_counts_where_it_is_asked_for() {
        let found = |text: &str, name: &str| {
            text.match_indices("1.4.0").any(|(at, _)| takes(text, at, "1.4.0", name))
        };
        for text in
            ["add hammer@1.4.0", "hammer = \"^1.4.0\"", "hammer:v1.4.0", "\"Hammer\": \"1.4.0\""]
        {
            assert!(found(text, "hammer"), "{text}");
            assert!(found(text, "@tools/hammer"), "{text}");
        }
        for text in
            ["hammer 1.4.0 could", "since 1.4.0 of hammer", "jackhammer@1.4.0", "hammer@1.4.0-rc.1"]
        {
            assert!(!found(text, "hammer"), "{text}");
        }
    }

    #[test]
    fn a_version_counts_as_the_value_of_a_key_called_version() {
        let found = |text: &str| {
            text.match_indices("1.4.0").any(|(at, _)| states(text, at, "1.4.0", "hammer"))
        };
        for text in [
            "cff-version: 1.2.0\nversion: 1.4.0\n",
            "{ \"version\": \"1.4.0\" }",
            "export const VERSION = '1.4.0';",
            "export const hammer_version = \"v1.4.0\";",
        ] {
            assert!(found(text), "{text}");
        }
        for text in [
            "cff-version: 1.4.0\n",
            "version: 1.4.0-rc.1\n",
            "minimumVersion = '1.4.0'",
            "date: 1.4.0",
            "version 1.4.0",
        ] {
            assert!(!found(text), "{text}");
        }
    }
}
