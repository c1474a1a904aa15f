//! Releases that commits tell of, each beside what was out before it (SEMANTICS 26).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use tags::{OwnerId, Stated, TagIndex};
use version::{Before, Date, Form, Given, Key, LineVersion, Part, PartId, ProductTag, Version};

use crate::awaited::is_released;
use crate::line::line_states;
use crate::lower::{LoweredTag, because_line};
use crate::{Inventory, Product, Snapshot};

/// A release that a commit says it is, or that one squashed into it was.
#[derive(Debug, Clone)]
pub struct StatedRelease {
    /// The commit, as people name it; where that is still being made, the one that it is made on.
    pub commit: String,
    /// Whether the commit is still being made, and its message may change.
    pub in_the_making: bool,
    /// What it says.
    pub stated: Stated,
    /// What was out before it.
    pub before: Standing,
    /// Tags that other releases made for versions that it names: by component.
    pub taken: Vec<(String, String)>,
    /// Whether the commit under inspection is this release's own, or the last that was squashed
    /// into it: then its manifests say so too.
    pub inspected: bool,
}

/// Releases that one commit tells of, the oldest first: what squashes a branch may list its commits
/// from either end, and versions only rise.
#[must_use]
pub fn in_order(product: &Product, mut told: Vec<Stated>) -> Vec<Stated> {
    if falls(product, &told) {
        told.reverse();
        if falls(product, &told) {
            told.reverse();
        }
    }
    told
}

/// Whether a component, or a line, is lower in one of these releases than in one before it.
fn falls(product: &Product, told: &[Stated]) -> bool {
    let mut components: BTreeMap<usize, Key> = BTreeMap::new();
    let mut lines: BTreeMap<usize, LineVersion> = BTreeMap::new();
    told.iter().any(|stated| {
        let mut lower = false;
        let mut reached: BTreeMap<usize, LineVersion> = BTreeMap::new();
        for (name, text) in &stated.moved {
            let Some((index, component)) = component(product, name) else { continue };
            let Ok(version) = component.form.parse(text) else { continue };
            let (key, line) = (component.form.key(&version), component.form.line(&version));
            lower |= lines.get(&component.line).is_some_and(|before| line < *before);
            if !component.form.is_pre(&version) {
                reached.insert(component.line, line);
            }
            let before = components.insert(index, key.clone());
            lower |= before.is_some_and(|before| key < before);
        }
        lines.append(&mut reached);
        lower
    })
}

/// For each component that a release moved, its tags that are higher than what the release says.
#[must_use]
pub fn higher<'t>(product: &Product, tags: &'t TagIndex, stated: &Stated) -> Vec<Vec<&'t str>> {
    let moved = stated.moved.iter().filter_map(|(name, to)| {
        let (index, component) = component(product, name)?;
        let key = component.form.key(&component.form.parse(to).ok()?);
        let released = tags.released(OwnerId::Component(index)).iter().rev();
        let higher = released.take_while(|one| component.form.key(&one.version) > key);
        Some(higher.map(|one| one.tag.as_str()).collect())
    });
    moved.collect()
}

/// What was released at one point of the history, and where the lines stood.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// By line.
    lines: Vec<Option<LineVersion>>,
    /// By component.
    components: Vec<Stand>,
}

/// How one component stood.
#[derive(Debug, Clone, Default)]
struct Stand {
    baseline: Option<Version>,
    pending: Option<Version>,
    /// What its manifest said, or led to, where nothing of it was released.
    unreleased: Option<Version>,
}

impl StatedRelease {
    /// The tags that would make it a release and are not there, the product's last.
    #[must_use]
    pub fn missing(&self, product: &Product, snapshot: &Snapshot) -> Vec<String> {
        let mut missing = self.tag_names(product, snapshot);
        missing.retain(|name| !self.is_out(product, snapshot, name));
        missing
    }

    /// Whether what the tag `name` stands for is out: under that name, or, where the commit does not say
    /// how its tags are called, under the one that it had then.
    pub(crate) fn is_out(&self, product: &Product, snapshot: &Snapshot, name: &str) -> bool {
        let tags = &snapshot.tags;
        if tags.contains(name) || !self.stated.tags.is_empty() {
            return tags.contains(name);
        }
        let components = self.stated.moved.iter().filter_map(|(moved, to)| {
            let (index, component) = component(product, moved)?;
            let own = component.tag.as_ref()?.write(to).ok()?;
            (own == name).then_some(((OwnerId::Component(index), &component.form), to.as_str()))
        });
        let lines = product.lines.iter().enumerate().filter_map(|(index, line)| {
            let version = line.tag.as_ref()?.read(name)?;
            Some(((OwnerId::Product(index), line.scheme.form(None)?), version))
        });
        let mut all = components.chain(lines);
        all.any(|(owner, version)| is_released(tags, owner, version))
    }

    /// The tags that make it a release, the lead tag last: as its commit names them, where those are
    /// tags that it can have.
    #[must_use]
    pub fn tag_names(&self, product: &Product, snapshot: &Snapshot) -> Vec<String> {
        let own = |name: &String| self.owner(product, snapshot.date, name).is_some();
        let named: Vec<String> =
            self.stated.tags.iter().filter(|name| own(name)).cloned().collect();
        if !named.is_empty() {
            return named;
        }
        let mut after = self.before.clone();
        after.pass(product, &self.stated.moved);
        let moved = self.stated.moved.iter();
        let moved = moved.filter_map(|(name, to)| Some((component(product, name)?.1, to)));
        let mut names: Vec<String> = moved
            .clone()
            .filter_map(|(component, to)| component.tag.as_ref()?.write(to).ok())
            .collect();
        let mut lines: Vec<usize> = moved.map(|(component, _)| component.line).collect();
        lines.sort_unstable();
        lines.dedup();
        let given = Given { date: snapshot.date, external: None, minimum: None };
        for index in lines {
            let Some(line) = product.lines.get(index) else { continue };
            let by_line = matches!(line.scheme.release().product_tag, ProductTag::Line);
            let (form, Some(tag)) = (line.scheme.plain(), &line.tag) else { continue };
            let Some(now) = after.line(index).filter(|now| by_line && !now.is_empty()) else {
                continue;
            };
            if self.before.line(index) != Some(now) {
                let exact = self.stated.exact.as_ref().and_then(|text| form.parse(text).ok());
                let version = exact.unwrap_or_else(|| form.fresh(now, &given));
                names.extend(tag.write(version.as_str()));
            }
        }
        // One tag may be that of several components, or of the product as well.
        let mut once: Vec<String> = Vec::new();
        for name in names {
            once.retain(|known| *known != name);
            once.push(name);
        }
        once
    }

    /// What the release that the tag `name` stands for is called, if that is made on the day `date`,
    /// and the line that it is on; `None` where it is no tag of this release.
    fn owner(&self, product: &Product, date: Date, name: &str) -> Option<(String, usize)> {
        // A tag that is the product's as well as a component's is called by the product where that
        // moved: by a new line, or a pre-release of one.
        let own = || self.own(product, date, name);
        self.products(product, name, true)
            .or_else(own)
            .or_else(|| self.products(product, name, false))
    }

    /// The component's release that the tag `name` stands for.
    fn own(&self, product: &Product, date: Date, name: &str) -> Option<(String, usize)> {
        self.stated.moved.iter().find_map(|(moved, to)| {
            let (_, component) = component(product, moved)?;
            let own = component.tag.as_ref().and_then(|template| template.write(to).ok());
            let messages = &product.git.messages;
            let title = || messages.tag_title(&product.name, &component.name, to, date, name);
            (own.as_deref() == Some(name)).then(|| (title(), component.line))
        })
    }

    /// The product's release that the tag `name` stands for; with `new`, only where that is of
    /// another line than the last.
    fn products(&self, product: &Product, name: &str, new: bool) -> Option<(String, usize)> {
        let moved = self.stated.moved.iter();
        let mut lines = moved.filter_map(|(moved, _)| Some(component(product, moved)?.1.line));
        lines.find_map(|index| {
            let line = product.lines.get(index)?;
            let version = line.tag.as_ref()?.read(name)?;
            let form = line.scheme.plain();
            let reached = form.line(&form.parse(version).ok()?);
            if new && self.before.line(index) == Some(&reached) {
                return None;
            }
            // A product's tag is of the line that something moved to.
            let moved = self.stated.moved.iter().filter_map(|(moved, to)| {
                let (_, component) = component(product, moved)?;
                Some(component.form.line(&component.form.parse(to).ok()?))
            });
            if !moved.into_iter().any(|moved| moved == reached) {
                return None;
            }
            Some((format!("{} {version}", line.name.as_ref().unwrap_or(&product.name)), index))
        })
    }

    /// The tags that make it a release, those that are there among them, with their messages, the
    /// lead tag last: as if they had been made with the commit, whose own message is `message`.
    #[must_use]
    pub fn tags(&self, product: &Product, snapshot: &Snapshot, message: &str) -> Vec<LoweredTag> {
        let names = self.tag_names(product, snapshot);
        let plan = format!("{}{}\n", tags::PLAN_LINE, self.stated.plan);
        let because =
            message.lines().map(str::trim).find_map(|line| line.strip_prefix("Because: "));
        let tags = names.iter().filter_map(|name| {
            let (title, line) = self.owner(product, snapshot.date, name)?;
            let mut text = format!("{title}\n\n");
            if names.last() == Some(name) {
                text.push_str(&because.map(because_line).unwrap_or_default());
                text.push_str(&tags::write_bill(&self.bill(product, line)));
            }
            text.push_str(&plan);
            Some(LoweredTag { name: name.clone(), message: text })
        });
        tags.collect()
    }

    /// What that release is called: by its lead tag.
    #[must_use]
    pub fn title(&self, product: &Product, snapshot: &Snapshot) -> String {
        let lead = self.tag_names(product, snapshot).pop();
        lead.and_then(|lead| self.owner(product, snapshot.date, &lead))
            .map(|(title, _)| title)
            .unwrap_or_default()
    }

    /// Every component of a line and its version after this release.
    fn bill(&self, product: &Product, line: usize) -> Vec<(String, String)> {
        let mut bill: Vec<(String, String)> = Vec::new();
        let mut moved = BTreeSet::new();
        for (name, to) in &self.stated.moved {
            let Some((index, component)) = component(product, name) else { continue };
            if moved.insert(index) {
                bill.push((component.name.clone(), to.clone()));
            }
        }
        for (index, component) in product.members(line).filter(|(at, _)| !moved.contains(at)) {
            let stand = self.before.components.get(index);
            let version = self.before.latest(index);
            let version = version.or(stand.and_then(|stand| stand.unreleased.as_ref()));
            bill.extend(version.map(|to| (component.name.clone(), to.as_str().into())));
        }
        bill
    }
}

impl Standing {
    /// How everything stood in `snapshot`, which was made for [`crate::Purpose::Released`], with
    /// the inventory that was taken of it.
    #[must_use]
    pub fn take(product: &Product, snapshot: &Snapshot, inventory: &Inventory) -> Self {
        let states = line_states(product, snapshot, inventory);
        let components = product.components.iter().enumerate().map(|(index, component)| {
            let state = states.get(component.line);
            let baseline = state.and_then(|state| state.baseline(index));
            let pending = state.and_then(|state| state.pending(index));
            let released = baseline.is_some() || pending.is_some();
            Stand {
                baseline: baseline.map(|baseline| baseline.version.clone()),
                pending: pending.map(|pending| pending.version.clone()),
                unreleased: inventory
                    .version(index)
                    .or(inventory.development(index))
                    .filter(|_| !released)
                    .cloned(),
            }
        });
        Self {
            components: components.collect(),
            lines: states.into_iter().map(|state| state.version).collect(),
        }
    }

    /// How everything stood after `moved`, components and versions, was released as well.
    pub fn pass(&mut self, product: &Product, moved: &[(String, String)]) {
        for (name, text) in moved {
            let Some((index, component)) = component(product, name) else { continue };
            let Ok(version) = component.form.parse(text) else { continue };
            let form = &component.form;
            let (line, is_pre) = (form.line(&version), form.is_pre(&version));
            if let Some(stand) = self.components.get_mut(index) {
                stand.unreleased = None;
                if is_pre {
                    stand.pending = Some(version);
                } else {
                    let done = |pending: &Version| form.key(pending) < form.key(&version);
                    stand.pending.take_if(|pending| done(pending));
                    stand.baseline = Some(version);
                }
            }
            let known = self.lines.get_mut(component.line);
            if let Some(known) = known.filter(|_| !is_pre && !line.is_empty())
                && known.as_ref().is_none_or(|known| line > *known)
            {
                *known = Some(line);
            }
        }
    }

    /// The line numbered `line`.
    pub(crate) fn line(&self, line: usize) -> Option<&LineVersion> {
        self.lines.get(line)?.as_ref()
    }

    /// What component `index` released last.
    pub(crate) fn latest(&self, index: usize) -> Option<&Version> {
        let stand = self.components.get(index)?;
        stand.pending.as_ref().or(stand.baseline.as_ref())
    }

    /// Whether `to` has a date that component `index` had before, and that the release did not choose.
    pub(crate) fn kept_its_date(&self, index: usize, form: &Form, to: &Version) -> bool {
        let stand = self.components.get(index);
        let had = stand.map(|stand| [&stand.baseline, &stand.pending, &stand.unreleased]);
        had.into_iter().flatten().flatten().any(|had| keeps_date(form, had, to))
    }

    /// Whether `to` promotes what was pending of component `index`.
    pub(crate) fn promotes(&self, index: usize, form: &Form, to: &Version) -> bool {
        let pending = self.components.get(index).and_then(|stand| stand.pending.as_ref());
        pending
            .and_then(|pending| form.promote(pending).ok())
            .is_some_and(|end| form.same(&end, to))
    }

    /// Whether `to` is one step of a release from where component `index` stood. `promotes` says
    /// whether the release promotes anybody.
    pub(crate) fn leads_to(
        &self,
        index: usize,
        (line, form): (usize, &Form),
        to: &Version,
        promotes: bool,
    ) -> bool {
        let Some(stand) = self.components.get(index) else { return true };
        let before = Before {
            baseline: stand.baseline.as_ref(),
            pending: stand.pending.as_ref(),
            unreleased: stand.unreleased.as_ref(),
            line: self.line(line).filter(|line| !line.is_empty()),
            promotes,
        };
        form.is_step(before, to)
    }
}

/// Whether `to` differs from `had` below its last date part at most: a patch within the month, or the
/// next candidate of one that is still to come out. Its date was an earlier operation's choice.
pub(crate) fn keeps_date(form: &Form, had: &Version, to: &Version) -> bool {
    let last = form.parts().iter().rposition(Part::is_date).map(PartId);
    form.moved(had, to).is_none_or(|part| last < Some(part))
}

/// The component that is called `name`, or was before, with its index.
pub(crate) fn component<'p>(
    product: &'p Product,
    name: &str,
) -> Option<(usize, &'p crate::Component)> {
    let index = product.called(name)?;
    Some((index, product.components.get(index)?))
}
