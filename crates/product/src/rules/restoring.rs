//! What a finding takes back to the last release: the version that moved, what went along with it,
//! and when a machine must not.

use alloc::format;
use alloc::string::String;

use place::Finding;
use tags::{OwnerId, Released};
use version::{Form, Version};

use super::{Findings, Lint};
use crate::config::Component;
use crate::inventory::{Bond, Own};
use crate::plan::to_reach;
use crate::spelling::mended;
use crate::strays::Strays;

/// How the version of a component is taken back to its last release.
pub(super) struct Restored<'a> {
    /// The primary place, and the version that it is taken back to; `None` where it is not.
    back: Option<(&'a Own, &'a Version)>,
    /// What `lint --fix` writes over the primary place; nothing where people have to do it, or to
    /// decide first.
    pub(super) fix: Option<String>,
    /// What to look at before that, ready to stand in front of other advice.
    first: String,
    /// What to do with the primary place where it heads an entry.
    entry: Option<String>,
    /// A higher release that the history under inspection does not have.
    elsewhere: Option<&'a str>,
}

impl Restored<'_> {
    /// What to do: `usual`, unless that would take the component below what is out elsewhere.
    pub(super) fn help(&self, usual: &str) -> String {
        match self.elsewhere {
            Some(tag) => {
                let instead = to_reach(tag);
                format!("{tag} is out, and is not in this branch's history: {instead}")
            }
            None => {
                let entry = self.entry.as_ref().map(|entry| format!("; {entry}"));
                format!("{}{usual}{}", self.first, entry.unwrap_or_default())
            }
        }
    }

    /// Whether something is to be looked at first.
    pub(super) fn has_advice(&self) -> bool {
        !self.first.is_empty() || self.elsewhere.is_some()
    }

    /// Where what a finding compares with is the highest: ready to stand behind it.
    pub(super) fn among(&self) -> &'static str {
        if self.elsewhere.is_some() { " in this branch's history" } else { "" }
    }
}

/// Leaves to people what a machine could mend, and what is in a commit.
pub(super) fn by_hand(finding: &mut Finding) {
    if finding.fix.take().is_some() {
        let help = finding.help.take().unwrap_or_default();
        finding.help = Some(format!("amend or rebase that commit: {help}"));
    }
}

impl Lint<'_> {
    /// Whether `lint --fix` writes `fix` where it belongs: not into a commit.
    pub(super) fn mends(&self, fix: Option<&String>) -> bool {
        fix.is_some() && !self.snapshot.committed
    }

    /// Whether `version` of component `index` is published, in whatever history: under a tag of its
    /// own, or, where it has none, under one of its line's.
    pub(super) fn is_out(&self, index: usize, component: &Component, version: &Version) -> bool {
        let own = self.snapshot.tags.released(OwnerId::Component(index));
        own.iter().any(|one| component.form.same(&one.version, version))
            || component.tag.is_none()
                && self.unseen_on(component.line).any(|(_, one)| one.version == *version)
    }

    /// The releases on a line that the history under inspection does not have, and their forms.
    fn unseen_on(&self, line: usize) -> impl Iterator<Item = (&Form, &Released)> {
        let product = self.product.lines.get(line).map(|one| one.scheme.plain());
        let product = product.map(|form| (form, OwnerId::Product(line)));
        let members = self.product.components.iter().enumerate();
        let members = members.filter(move |(_, one)| one.line == line);
        let members = members.map(|(index, one)| (&one.form, OwnerId::Component(index)));
        product
            .into_iter()
            .chain(members)
            .flat_map(|(form, id)| self.unseen(id).map(move |released| (form, released)))
    }

    /// The releases of one owner that the history under inspection does not have, highest first.
    fn unseen(&self, id: OwnerId) -> impl Iterator<Item = &Released> {
        let released = self.snapshot.tags.released(id).iter().rev();
        released.filter(|one| self.snapshot.is_out_of_sight(&one.tag))
    }

    /// The highest release that the history under inspection does not have, of what the manifest of
    /// component `index` is not below: nobody who is past it goes back to `released`, which is lower.
    fn out_elsewhere(
        &self,
        index: usize,
        component: &Component,
        released: Option<&Version>,
    ) -> Option<&str> {
        let form = &component.form;
        let version = self.inventory.version(index)?;
        let state = self.states.get(component.line)?;
        let (key, before) = (form.key(version), released.map(|released| form.key(released)));
        let mut own = self.unseen(OwnerId::Component(index));
        let own = own.find(|one| one.key <= key && state.in_range(form, &one.version));
        if let Some(own) = own.filter(|own| before.is_none_or(|before| own.key > before)) {
            return Some(&own.tag);
        }
        let line = form.line(version);
        let known = state.released_line.as_ref();
        let shared = self.unseen_on(component.line).filter_map(|(form, one)| {
            let theirs = form.line(&one.version);
            let between = theirs <= line && known.is_none_or(|known| theirs > *known);
            let seen = !theirs.is_empty() && state.in_range(form, &one.version);
            (between && seen).then_some((theirs, one))
        });
        // What is only shared says nothing of who is on the line that this history has.
        let shared = shared.filter(|_| known.is_none_or(|known| line > *known));
        shared.max_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, one)| one.tag.as_str())
    }

    /// How component `index` is taken back to `released`. What is published already under a name
    /// that nobody reads is not: the manifest is right then, and what was read is not all.
    pub(super) fn restored<'a>(
        &'a self,
        index: usize,
        released: Option<&'a Version>,
    ) -> Restored<'a> {
        let first = String::new();
        let none = Restored { back: None, fix: None, first, entry: None, elsewhere: None };
        let Some(component) = self.product.components.get(index) else { return none };
        if let Some(tag) = self.out_elsewhere(index, component, released) {
            return Restored { elsewhere: Some(tag), ..none };
        }
        let strays = self.strays.get_or_init(|| Strays::new(&self.snapshot.tags));
        let own = self.inventory.own(index).first();
        // The file may write it otherwise, and so may the tag.
        let version = self.inventory.version(index).map(Version::as_str);
        let texts = version.into_iter().chain(own.map(|own| own.text.as_str()));
        let mut advice = texts.filter_map(|text| strays.advice(self.product, index, text));
        if let Some(first) = advice.next() {
            return Restored { first, ..none };
        }
        let back = own.zip(released);
        let fix = back.and_then(|(own, released)| self.mended(&component.form, own, released));
        let entry = back.and_then(|(own, released)| self.entry(index, own, released));
        Restored { back: back.filter(|_| fix.is_some()), fix, entry, ..none }
    }

    /// What `lint --fix` writes over the place of `own`, for it to say `version`: nothing over the head
    /// of an entry, which says what was released then.
    pub(super) fn mended(&self, form: &Form, own: &Own, version: &Version) -> Option<String> {
        let entry = self.inventory.entry_instead_of(own);
        if entry.is_some() { None } else { mended(form, own, version) }
    }

    /// What people do for `own`, a place of component `index`, to say `version` where it heads an
    /// entry, as the end of a next step; `None` where it heads none.
    pub(super) fn entry(&self, index: usize, own: &Own, version: &Version) -> Option<String> {
        self.inventory.entry_instead_of(own)?;
        let component = self.product.components.get(index)?;
        let latest = self.states.get(component.line).and_then(|state| state.latest(index));
        let tagged = latest.filter(|latest| component.form.same(&latest.version, version));
        Some(match tagged {
            Some(latest) => format!(
                "entries are not renamed; `git checkout {} -- {}` has the file as it was released",
                latest.tag, own.path
            ),
            None => format!("entries are not renamed; write one of {version} on top"),
        })
    }
}

impl Lint<'_> {
    /// The last release, `released`, where `lint --fix` takes the version of component `index` back to
    /// it: it was moved by hand, or is lower.
    pub(super) fn restores<'a>(
        &'a self,
        index: usize,
        released: Option<&'a Version>,
    ) -> Option<&'a Version> {
        let form = &self.product.components.get(index)?.form;
        let (version, last) = self.inventory.version(index).zip(released)?;
        let lower = || form.key(version) < form.key(last);
        let moved = !form.same(version, last) && (lower() || !self.is_releasing(index));
        self.restored(index, released).fix.filter(|_| moved).map(|_| last)
    }
}

impl Findings<'_> {
    /// Reports what goes along with a primary place that is restored.
    pub(super) fn restored_along(&mut self, lint: &Lint<'_>, index: usize, one: &Restored<'_>) {
        if let Some((own, released)) = one.back {
            self.along(lint, index, own, released);
        }
    }

    /// Reports what goes along with `own`, a place of component `index` whose finding lets
    /// `lint --fix` make it `version`: what is second to it and says the same, and would be taken for
    /// some other number ever after if it were left (SEMANTICS 20).
    pub(super) fn along(&mut self, lint: &Lint<'_>, index: usize, own: &Own, version: &Version) {
        let Some(component) = self.product.components.get(index) else { return };
        let form = &component.form;
        let Ok(stated) = own.version.as_ref().map(|version| form.key(version)) else { return };
        let all = lint.inventory.own(index);
        let primary = all.first().is_some_and(|first| first.place() == own.place());
        for second in all.iter().filter(|second| primary || second.path == own.path) {
            // What else states it in the first place's file, each build configuration of a project,
            // is restored at once: half of them could not be read as one version any more.
            let there = primary && second.path == own.path && second.place() != own.place();
            let along = second.bond != Bond::States && !second.must_agree()
                || there && second.bond == Bond::States;
            let same = second.version.as_ref().is_ok_and(|v| form.key(v) == stated);
            if !(along && same) {
                continue;
            }
            let fix = lint.mended(form, second, version);
            let writes = if lint.mends(fix.as_ref()) { "`lint --fix` writes" } else { "write" };
            self.add(
                Some(index),
                Some(second.place()),
                format!("`{}` says {} here too", component.name, second.text),
                format!("it goes along with {}: {writes} {version} here", own.spot(lint.snapshot)),
                fix,
            );
        }
    }
}
