//! The product line, made of the table of formats.

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};

use manifest::{FORMATS, Format, Located, SlotKind, Source};
use place::RepoPath;
use serde_json::Value;

use super::fixtures;
use crate::support::Repository;

/// The version that all samples and fixtures hold.
pub(crate) const OLD: &str = "1.4.0";
/// The version that all are released as: longer, and of the same major, which Go has in its paths.
pub(crate) const NEW: &str = "1.20.300";

/// The product line: its configuration, its files, and which of them is of which format.
pub(crate) struct Line {
    pub(crate) config: String,
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) formats: Vec<One>,
}

/// One format's file.
pub(crate) struct One {
    pub(crate) format: &'static Format,
    pub(crate) path: String,
    before: String,
}

/// An edit of a plan.
pub(crate) struct Edit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) role: String,
}

impl Line {
    /// A file of every format, each text as `dress` makes it. All components move as one, so that
    /// nothing is left out of a release; what the samples require is one of them.
    pub(crate) fn of_all(dress: fn(&str) -> String) -> Self {
        let config = String::from("scheme = \"semver-fixed\"\n\n");
        let mut line = Self { config, files: BTreeMap::new(), formats: Vec::new() };
        let mut required: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for format in FORMATS {
            let (path, files) = line.join(format);
            for (path, text) in files {
                line.files.insert(path, dress(&text));
            }
            let before = line.files[&path].clone();
            let found = located(format, &path, &before);
            if !found.by_path {
                let names = required_by(&found).filter(|(_, text)| text.contains(OLD));
                let names = names.map(|(on, _)| on.to_owned());
                required.entry(format.dialect.id).or_default().extend(names);
            }
            line.formats.push(One { format, path, before });
        }
        line.config.push_str("[component.required]\n");
        line.files.insert("required/VERSION".into(), dress(&format!("{OLD}\n")));
        for (dialect, names) in required.iter().filter(|(_, names)| !names.is_empty()) {
            let names: Vec<&String> = names.iter().collect();
            line.config.push_str(&format!("packages.{dialect} = {names:?}\n"));
        }
        line
    }

    /// The line in a repository of its own, released, with the plan of that.
    pub(crate) fn release(&self) -> (Repository, Value) {
        let repository = Repository::new();
        for (path, text) in &self.files {
            repository.write(path, text);
        }
        repository.write("release.toml", &self.config).commit("Start");
        let words = ["release", NEW, "--date", "2024-02-29"];
        let planned = repository.run(&[&["plan"], &words[..], &["--json"]].concat());
        assert_eq!(planned.code, 0, "{}", planned.stderr);
        let released = repository.run(&[&words[..], &["--yes"]].concat());
        assert_eq!(released.code, 0, "{}", released.stderr);
        (repository, serde_json::from_str(&planned.stdout).unwrap())
    }

    /// The files of one format, the one that is of it, and its component's entry.
    fn join(&mut self, format: &'static Format) -> (String, Vec<(String, String)>) {
        let id = format.id;
        if let Some(fixture) = fixtures::of(id) {
            self.config.push_str(&fixture.config.replace("{at}", id));
            let at = |path: &str| format!("{id}/{path}");
            let files: Vec<(String, String)> =
                fixture.files.iter().map(|(path, text)| (at(path), (*text).to_owned())).collect();
            return (at(fixture.files.first().unwrap().0), files);
        }
        let file = format.files.first().unwrap_or(&"some").replace('*', "x");
        let path = format!("{id}/{file}");
        let found = located(format, &path, format.sample);
        let mut files = vec![(path.clone(), format.sample.to_owned())];
        let entry = format!("{{ path = \"{path}\", format = \"{id}\" }}");
        let only_requires =
            found.slots.iter().all(|slot| matches!(slot.kind, SlotKind::Requirement { .. }));
        let manifests = if found.version().is_some() {
            entry
        } else {
            assert!(only_requires, "nothing moves {id}: write a file in every_format/fixtures/");
            files.push((format!("{id}/VERSION"), format!("{OLD}\n")));
            format!("\"{id}/VERSION\", {entry}")
        };
        self.config.push_str(&format!("[component.{id}]\nmanifests = [{manifests}]\n\n"));
        (path, files)
    }
}

impl One {
    /// What is wrong with this format's file after the release of `plan`.
    pub(crate) fn faults(&self, plan: &Value, repository: &Repository) -> Vec<String> {
        let (id, path) = (self.format.id, &self.path);
        let (before, after) = (&self.before, repository.file(path));
        let (old, new) = (located(self.format, path, before), located(self.format, path, &after));
        let mut faults = Vec::new();
        let edits = edits(plan, path);
        if edits.is_empty() {
            faults.push(format!("{id}: nothing moves in {path}"));
        }
        let blanks = || old.stanzas.iter().flat_map(|stanza| &stanza.blanks);
        for edit in &edits {
            let at = |span: place::Span| (span.start, span.end) == (edit.start, edit.end);
            let slot = old.slots.iter().any(|slot| at(slot.span));
            if !slot && !blanks().any(|blank| at(blank.span)) {
                faults.push(format!("{id}: `{}` becomes `{}`", edit.old, edit.new));
            }
        }
        let alone = new.version().is_none();
        let is_own = |kind: &SlotKind| match kind {
            SlotKind::Version
            | SlotKind::Secondary(_)
            | SlotKind::Derived(_)
            | SlotKind::Lock { .. } => true,
            // Beside a version of its own, nobody here takes what is shared.
            SlotKind::Shared => alone,
            _ => false,
        };
        for slot in new.slots.iter().filter(|slot| is_own(&slot.kind)) {
            // Android counts in one integer.
            let counts = slot.dialect.is_some_and(|dialect| dialect.id == "android");
            let wanted = if counts { "1020300" } else { NEW };
            if !slot.value().starts_with(wanted) {
                faults.push(format!("{id}: {:?} says {}", slot.kind, slot.value()));
            }
        }
        if !old.by_path {
            for ((on, old), (_, new)) in required_by(&old).zip(required_by(&new)) {
                if old.contains(OLD) && !new.contains(NEW) {
                    faults.push(format!("{id}: `{on}` is required as `{old}`, then `{new}`"));
                }
            }
        }
        faults
    }
}

/// Every package that is required, and how, unless a folder is named that it is taken from.
fn required_by(found: &Located) -> impl Iterator<Item = (&str, &str)> {
    found.slots.iter().filter_map(|slot| match &slot.kind {
        SlotKind::Requirement { on, path: None, .. } => Some((on.as_str(), slot.text.as_str())),
        _ => None,
    })
}

fn located(format: &Format, path: &str, text: &str) -> Located {
    let path = RepoPath::new(path).unwrap();
    let source = Source::new(&path, text.as_bytes()).unwrap();
    (format.locate)(&source).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"))
}

/// The plan's edits of one file, in their order.
pub(crate) fn edits(plan: &Value, path: &str) -> Vec<Edit> {
    let all = plan["edits"].as_array().unwrap().iter().filter(|edit| edit["path"] == path);
    let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.map(|edit| Edit {
        start: at(&edit["start"]),
        end: at(&edit["end"]),
        old: text(&edit["old"]),
        new: text(&edit["new"]),
        role: text(&edit["role"]),
    })
    .collect()
}

/// `before` with ascending edits made, each of which has to find what it expects.
pub(crate) fn spliced(before: &str, edits: &[Edit]) -> String {
    let (mut out, mut done) = (String::new(), 0);
    for edit in edits {
        assert_eq!(before.get(edit.start..edit.end), Some(edit.old.as_str()));
        out.push_str(before.get(done..edit.start).unwrap());
        out.push_str(&edit.new);
        done = edit.end;
    }
    out + before.get(done..).unwrap()
}
