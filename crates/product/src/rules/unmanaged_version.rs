//! `unmanaged-version`: a component's version is written only where a release writes it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

use manifest::{Locator, Slot, is_lock};
use place::{Place, RepoPath, Severity, Span};
use tags::OwnerId;
use version::Version;

use super::{About, Findings, Lint, Mended, Rule};
use crate::config::Component;
use crate::mention::{names, states, takes};
use crate::words::{Occurrences, Words};
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
    ".mdx",
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
    "bower.json",
    "library.json",
    "haxelib.json",
    "build.zig.zon",
    "flake.nix",
    "default.nix",
    "shard.yml",
    "DESCRIPTION",
    "Project.toml",
    "sonar-project.properties",
    "Makefile",
    "GNUmakefile",
    "src/index.ts",
    "src/index.js",
    "src/version.ts",
    "src/version.js",
    "lib/version.js",
    "src/version.rs",
    "version.go",
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

/// The files that are looked at: texts that are tracked, that neither a history nor a lock file is,
/// and of which nothing says that they may have such versions; of staged content, those staged.
pub(crate) fn files<'s>(product: &Product, snapshot: &'s Snapshot) -> Vec<&'s RepoPath> {
    let tracked = snapshot.tracked.iter().flatten();
    let text = |path: &&RepoPath| kinds(path).next().is_some() && !is_lock(path.file_name());
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

/// How a file may say versions: a Makefile in two ways.
fn kinds(path: &RepoPath) -> impl Iterator<Item = Kind> {
    let name = path.file_name();
    let text = TEXTS.iter().any(|end| name.ends_with(end));
    let whole = path.as_str();
    let stating = |end: &&str| {
        // `conversion.json` is another file.
        let before = whole.strip_suffix(*end);
        before.is_some_and(|before| matches!(before.chars().next_back(), None | Some('/' | '.')))
    };
    let stating = STATING.iter().any(stating);
    let (ends, words) = HEADERS;
    let lower = name.to_ascii_lowercase();
    let header =
        ends.iter().any(|e| lower.ends_with(e)) && words.iter().any(|word| lower.contains(word));
    let all = [(text, Kind::Text), (stating, Kind::Stating), (header, Kind::Header)];
    all.into_iter().filter_map(|(is, kind)| is.then_some(kind))
}

fn check(lint: &Lint<'_>, findings: &mut Findings<'_>) {
    let managed = managed(lint);
    let (words, sought) = sought(lint);
    for path in files(lint.product, lint.snapshot) {
        let Some(content) = lint.snapshot.content(path) else { continue };
        let bytes = Some(content.bytes()).filter(|bytes| bytes.len() <= LARGEST);
        let text = bytes.and_then(|bytes| core::str::from_utf8(bytes).ok());
        let Some(text) = text else { continue };
        let is_header = kinds(path).all(|kind| kind == Kind::Header);
        let found = if is_header { Occurrences::default() } else { words.find(text) };
        // Hardly any text has a version of ours at all.
        if !is_header && found.is_empty() {
            continue;
        }
        let file = File { path, content, text, found, managed: managed.get(path) };
        for kind in kinds(path) {
            let owner = if kind == Kind::Text { None } else { owner(lint, &sought, path) };
            let named = |one: &&Sought<'_>| kind == Kind::Text || owner == Some(one.index);
            for one in sought.iter().filter(named) {
                if let Some((span, says)) = file.unmanaged(kind, one) {
                    findings.add(
                        Some(one.index),
                        Some(Place::bytes(path, span)),
                        says,
                        format!(
                            "list it: {{ path = \"{path}\", {} }} in the component's `manifests`; \
                             or let it be: unmanaged = [\"{path}\"] in [lint]",
                            listed(kind, one.component)
                        ),
                        None,
                    );
                }
            }
        }
    }
}

/// How a place in a file of that kind is listed.
fn listed(kind: Kind, component: &Component) -> String {
    match kind {
        Kind::Header => format!("format = \"{MACROS}\""),
        Kind::Text | Kind::Stating => {
            let labels = component.form.labels().next().is_some();
            format!("regex = '…(?<version>{})'", if labels { LABELLED } else { NUMBERS })
        }
    }
}

/// A component, and the versions that texts are searched for.
struct Sought<'a> {
    index: usize,
    component: &'a Component,
    now: Wanted<'a>,
    /// What it had before.
    before: Option<Wanted<'a>>,
}

/// A version, and its place among the words searched for.
struct Wanted<'a> {
    version: &'a Version,
    word: usize,
}

/// What files are searched for: each once, whatever the number of components and of files.
fn sought<'a>(lint: &'a Lint<'_>) -> (Words<'a>, Vec<Sought<'a>>) {
    let versions = lint.components().filter_map(|(index, component, state)| {
        // Texts name what is out, whatever the manifest leads to, and where there is none.
        let inventory = lint.inventory;
        let tagged = || inventory.own(index).is_empty() && inventory.unread(index).is_none();
        let out = || inventory.development(index).is_some() || tagged();
        let released = || Some(&state.latest(index).filter(|_| out())?.version);
        let now = lint.inventory.version(index).or_else(released)?;
        Some((index, component, now, lint.before(index, now)))
    });
    let versions: Vec<_> = versions.collect();
    let all = versions.iter().flat_map(|(.., now, before)| iter::once(*now).chain(*before));
    let words = Words::new(all.map(Version::as_str));
    let wanted = |version| Some(Wanted { version, word: words.place(version.as_str())? });
    let sought = versions.into_iter().filter_map(|(index, component, now, before)| {
        Some(Sought { index, component, now: wanted(now)?, before: before.and_then(wanted) })
    });
    let sought = sought.collect();
    (words, sought)
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
/// At the root, if that is nobody's, all of them where they have one number.
fn owner(lint: &Lint<'_>, all: &[Sought<'_>], path: &RepoPath) -> Option<usize> {
    let around = lint.components().filter(|(_, component, _)| path.is_within(&component.path));
    let deepest = around.max_by_key(|(_, component, _)| component.path.ancestors().count());
    let one_number = || {
        let (first, rest) = all.split_first().filter(|_| !path.as_str().contains('/'))?;
        rest.iter().all(|one| one.now.word == first.now.word).then_some(first.index)
    };
    deepest.map(|(index, ..)| index).or_else(one_number)
}

/// A file that is looked into, and what releases move.
struct File<'a> {
    path: &'a RepoPath,
    content: &'a Content,
    text: &'a str,
    /// Where the versions that are wanted stand in it.
    found: Occurrences,
    managed: Option<&'a BTreeSet<Span>>,
}

impl File<'_> {
    /// Where it says which version a component has, or had, and no release moves that; and what is to be
    /// said of it.
    fn unmanaged(&self, kind: Kind, one: &Sought<'_>) -> Option<(Span, String)> {
        let Sought { component, now, before, .. } = one;
        let (name, version) = (&component.name, now.version);
        let says = || {
            let span = self.says(kind, component, now)?;
            let says = format!("`{name}` is said to be at {version} here, which no release moves");
            Some((span, says))
        };
        // The release has been: what it should have moved is wrong from now on.
        let past = || {
            let before = before.as_ref()?;
            let span = self.still_says(kind, component, before)?;
            let before = before.version;
            let says = format!("`{name}` is said to be at {before} here, and is {version} by now");
            Some((span, says))
        };
        says().or_else(past)
    }

    /// Where it says that a component is at `version`, and no release moves that.
    fn says(&self, kind: Kind, component: &Component, version: &Wanted<'_>) -> Option<Span> {
        let (text, wanted) = (self.text, version.version.as_str());
        let name = component.name.as_str();
        match kind {
            // `1.1` is in every file; what has three parts hardly means anything else.
            Kind::Text if wanted.split('.').count() < 3 => None,
            Kind::Text => self.spans(version).find(|span| names(text, span.start, wanted, name)),
            Kind::Stating => {
                self.spans(version).find(|span| states(text, span.start, wanted, name))
            }
            Kind::Header => self.macros(component, version.version),
        }
    }

    /// The same of a version that is past, which texts may speak of: only where the name and nothing
    /// but signs stand before it, `name@1.4.0`, or where the file states it.
    fn still_says(&self, kind: Kind, component: &Component, version: &Wanted<'_>) -> Option<Span> {
        let wanted = version.version.as_str();
        match kind {
            Kind::Text if wanted.split('.').count() < 3 => None,
            Kind::Text => self
                .spans(version)
                .find(|span| takes(self.text, span.start, wanted, &component.name)),
            _ => self.says(kind, component, version),
        }
    }

    /// Every place of a version's text that no release moves.
    fn spans(&self, version: &Wanted<'_>) -> impl Iterator<Item = Span> {
        let length = version.version.as_str().len();
        let spans = self.found.of(version.word).iter().map(move |at| Span::new(*at, at + length));
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
        let held = |slot: &Span| slot.start <= span.start && span.end <= slot.end;
        !self.managed.into_iter().flatten().any(held)
    }
}

/// The bytes that a release moves, by the file that they are in.
fn managed(lint: &Lint<'_>) -> BTreeMap<RepoPath, BTreeSet<Span>> {
    let mut managed: BTreeMap<RepoPath, BTreeSet<Span>> = BTreeMap::new();
    let mut hold = |path: &RepoPath, span| {
        managed.entry(path.clone()).or_default().insert(span);
    };
    for (index, ..) in lint.components() {
        lint.inventory.own(index).iter().for_each(|own| hold(&own.path, own.span));
        lint.inventory.requires(index).iter().for_each(|edge| hold(&edge.path, edge.span));
        lint.inventory.locks(index).iter().for_each(|entry| hold(&entry.path, entry.span));
    }
    managed
}
