//! A product line whose story is compared byte by byte: everything that a step leaves behind is
//! what it had to, and nothing else.

extern crate alloc;

use alloc::collections::{BTreeMap, BTreeSet};
use core::ops::Deref;
use std::fs;

use jiff::civil::{Date, date};
use syncline::demo::Step;

use super::Play;

/// Which of a step's new tags leads.
pub(crate) type Lead = fn(&Step, &BTreeSet<&String>) -> String;

/// A place that holds a component's version, told apart by the text around it.
pub(crate) struct Slot {
    pub(crate) component: &'static str,
    pub(crate) path: &'static str,
    pub(crate) before: &'static str,
    pub(crate) after: &'static str,
    /// How often it is there.
    pub(crate) times: usize,
    /// The version as this file's ecosystem writes it.
    pub(crate) written: fn(&str) -> String,
}

/// A place that is there once.
pub(crate) const fn slot(
    component: &'static str,
    path: &'static str,
    before: &'static str,
    after: &'static str,
    written: fn(&str) -> String,
) -> Slot {
    Slot { component, path, before, after, times: 1, written }
}

/// Every file's bytes, by its path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;
/// Every component's version, by its name.
pub(crate) type Versions = BTreeMap<String, String>;

/// A play, and every place that it may touch.
pub(crate) struct Line {
    play: Play,
    slots: &'static [Slot],
}

impl Deref for Line {
    type Target = Play;

    fn deref(&self) -> &Play {
        &self.play
    }
}

impl Line {
    /// The product line called `name` on its first day; `slots` is every place that a release of it
    /// may touch, and no other.
    pub(crate) fn set(name: &str, slots: &'static [Slot]) -> Self {
        Self { play: Play::set(name), slots }
    }

    /// Every file of the work tree, by its path.
    pub(crate) fn files(&self) -> Files {
        let listed = self.git(&["ls-files", "-z", "--cached", "--others"]);
        let paths = listed.split('\0').filter(|path| !path.is_empty());
        paths.map(|path| (path.to_owned(), fs::read(self.folder().join(path)).unwrap())).collect()
    }

    /// Every tag: the kind of object, the commit behind a tag object, the message.
    pub(crate) fn tag_objects(&self) -> BTreeMap<String, (String, String, String)> {
        let format =
            "--format=%(refname:strip=2)%00%(objecttype)%00%(*objectname)%00%(contents)%01";
        let listed = self.git(&["for-each-ref", format, "refs/tags"]);
        let rows = listed.split('\u{1}').map(str::trim_start).filter(|row| !row.is_empty());
        rows.map(|row| {
            let fields: Vec<String> = row.splitn(4, '\0').map(str::to_owned).collect();
            let [name, kind, commit, message] = fields.try_into().unwrap();
            (name, (kind, commit, message))
        })
        .collect()
    }

    /// The names of all tags.
    fn named(&self) -> BTreeSet<String> {
        self.tags().into_iter().collect()
    }

    /// How many commits HEAD has.
    pub(crate) fn commits(&self) -> usize {
        self.git(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
    }

    /// Everything that a refusal must leave alone.
    pub(crate) fn everything(&self) -> (Files, String, String) {
        let refs = self.git(&["for-each-ref"]);
        (self.files(), refs, self.git(&["ls-files", "--stage"]))
    }

    /// What holds after every release, whatever it was of.
    pub(crate) fn is_sound(&self, what: &str, versions: &Versions, day: Date) {
        assert_eq!(self.stage.versions(day).unwrap(), *versions, "{what}");
        assert_eq!(self.git(&["status", "--porcelain"]), "", "{what}");
        // A version of a later day than today's is worth a warning, and the story has such days.
        let lint = self.played(&["lint"], date(2016, 12, 31));
        assert_eq!((lint.code, lint.stdout.as_str()), (0, ""), "{what}: {}", lint.stderr);
    }

    /// `files` with every version moved from `old` to `new`, and nothing else.
    pub(crate) fn moved(&self, mut files: Files, old: &Versions, new: &Versions) -> Files {
        for slot in self.slots {
            let text = |versions: &Versions| {
                let version = (slot.written)(&versions[slot.component]);
                format!("{}{version}{}", slot.before, slot.after)
            };
            let file = files.get_mut(slot.path).unwrap();
            let held = String::from_utf8(file.clone()).unwrap();
            assert_eq!(
                held.matches(&text(old)).count(),
                slot.times,
                "{:?} in {}",
                text(old),
                slot.path
            );
            *file = held.replace(&text(old), &text(new)).into_bytes();
        }
        files
    }

    /// Plays one step and compares all that it left behind with what it had to. `product` is the
    /// product's own tag with these versions, where it has one; `lead` says which of the new tags has
    /// the bill of materials.
    pub(crate) fn play(
        &self,
        step: &Step,
        old: &Versions,
        product: fn(&Versions) -> Option<String>,
        lead: Lead,
    ) {
        let what = &step.title;
        self.stage.change(step).unwrap();
        let (files, tags, commits) = (self.files(), self.named(), self.commits());
        let mut words: Vec<&str> = step.run.iter().map(String::as_str).collect();
        words.push("--yes");
        let played = self.played(&words, step.date);
        assert_eq!(played.code, i32::from(step.exit), "{what}: {played:?}");
        if let Some(rule) = &step.refused {
            assert!(played.stderr.contains(rule.as_str()), "{what}: {}", played.stderr);
        }

        let wanted = self.moved(files.clone(), old, &step.expect);
        assert_same(&self.files(), &wanted, what);
        // One commit for a release that moves a file, none otherwise.
        assert_eq!(self.commits(), commits + usize::from(wanted != files), "{what}");

        // Once released, a version's tag is there for good. A first release may leave the manifest as
        // it is: its component is one that was asked for.
        let asked = |name: &String| words.iter().any(|word| *word == name || *word == "--all");
        let released = step.expect.iter().filter(|(name, version)| {
            old[*name] != **version || asked(name) || tags.contains(&format!("{name}-{version}"))
        });
        let mut all_tags = tags.clone();
        if step.refused.is_none() {
            all_tags.extend(released.map(|(name, version)| format!("{name}-{version}")));
            all_tags.extend(product(&step.expect));
        }
        assert_eq!(self.named(), all_tags, "{what}");
        let new: BTreeSet<&String> = all_tags.difference(&tags).collect();
        let head = self.git(&["rev-parse", "HEAD"]);
        let objects = self.tag_objects();
        for tag in &new {
            let (kind, commit, _) = &objects[*tag];
            assert_eq!((kind.as_str(), commit.as_str()), ("tag", head.trim()), "{what}: {tag}");
        }
        if step.refused.is_none() {
            let bills = new.iter().map(|tag| ((*tag).clone(), bill(&objects[*tag].2)));
            let bills: BTreeMap<String, Versions> = bills.filter(|(_, b)| !b.is_empty()).collect();
            assert_eq!(bills, BTreeMap::from([(lead(step, &new), step.expect.clone())]), "{what}");
        }
        self.is_sound(what, &step.expect, step.date);
    }
}

/// A comparison of whole maps would print every file of the repository.
pub(crate) fn assert_same(found: &Files, wanted: &Files, what: &str) {
    assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{what}");
    for (path, bytes) in wanted {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&found[path]), text(bytes), "{what}: {path}");
        assert_eq!(found[path], *bytes, "{what}: {path}");
    }
}

/// What a tag's message says of every component.
pub(crate) fn bill(message: &str) -> Versions {
    let lines = message.lines().filter_map(|line| line.strip_prefix("Release-Component: "));
    let entries = lines.map(|entry| entry.split_once(' ').unwrap());
    entries.map(|(name, version)| (name.to_owned(), version.to_owned())).collect()
}
