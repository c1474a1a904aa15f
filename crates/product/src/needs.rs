//! What has to be read before a plan or a lint can be made: nothing more than it looks at.

mod want;

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use place::RepoPath;
use tags::OwnerId;
use version::Participants;

use crate::changes::{is_policy, watched};
use crate::identity;
use crate::line::{Baseline, LineState, line_states};
use crate::rules::{compatibility_note, tag_near_miss, texts};
use crate::{
    Asked, Component, Inventory, Product, Request, Since, Snapshot, bills, brief, changelog, impact,
};

/// Reads that are still to be made. The caller makes exactly these, adds them to the snapshot, and
/// asks again until nothing is left: indirections (a workspace's root, a lockfile's folder) show
/// only when what points at them has been read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// Files of the view under inspection.
    pub files: BTreeSet<RepoPath>,
    /// Folders of it, to be listed.
    pub folders: BTreeSet<RepoPath>,
    /// Folders to be listed as they are on the disk, where something is missing.
    pub disk: BTreeSet<RepoPath>,
    /// Whether the names of all tracked files are wanted.
    pub tracked: bool,
    /// Texts to look into, if they are files that can be read.
    pub texts: BTreeSet<RepoPath>,
    /// Tags to resolve.
    pub tags: BTreeSet<String>,
    /// Tags whose messages are wanted.
    pub messages: BTreeSet<String>,
    /// Tags of whose commits is wanted what they say they released.
    pub told: BTreeSet<String>,
    /// Tags, and folders whose changed files since then are wanted.
    pub changes: BTreeSet<(String, RepoPath)>,
    /// Tags, and files as they were there.
    pub tagged_files: BTreeSet<(String, RepoPath)>,
    /// Tags, and folders to be listed as they were there.
    pub tagged_folders: BTreeSet<(String, RepoPath)>,
    /// Tags, since which the commits are wanted.
    pub commits: BTreeSet<String>,
    /// Whether git has to be asked who releases.
    pub author: bool,
}

/// What is to be done with the snapshot, and so what it has to hold.
#[derive(Debug, Clone, Copy)]
pub enum Purpose<'a> {
    /// To plan a request.
    Plan(&'a Request),
    /// To show where everything stands.
    Status,
    /// To lint.
    Lint,
    /// To see whether what changed is announced ([`Snapshot::announced`]).
    Announced,
    /// To know what was out at a commit ([`crate::Standing`]).
    Released,
    /// To tell of the commits since these tags ([`crate::notes`]).
    Told(&'a BTreeSet<String>),
}

impl Purpose<'_> {
    pub(crate) fn is_lint(self) -> bool {
        matches!(self, Self::Lint)
    }

    /// Whether a release is planned, of which a status tells as well.
    fn plans(self) -> bool {
        matches!(self, Self::Plan(_) | Self::Status)
    }

    /// Whether only what is in the history counts, the product's own tags included.
    fn is_past(self) -> bool {
        matches!(self, Self::Lint | Self::Released)
    }
}

impl Needs {
    /// What nearly everything that is done with `product` needs: a round of reads less.
    #[must_use]
    pub fn usual(product: &Product) -> Self {
        let folders = [RepoPath::root(), product.changes.clone()];
        Self { folders: folders.into(), ..Self::default() }
    }

    /// Whether nothing is left to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What `purpose` needs that `snapshot` does not hold yet. A pure function: empty means that
/// planning (or linting) will not look at anything else.
#[must_use]
pub fn needs(product: &Product, snapshot: &Snapshot, purpose: Purpose<'_>) -> Needs {
    match Inventory::take(product, snapshot) {
        Ok(inventory) => needs_beyond(product, snapshot, &inventory, purpose),
        Err(needs) => needs,
    }
}

/// As [`needs`], of what comes beside the inventory, which was taken of this snapshot and needs
/// nothing more.
#[must_use]
pub fn needs_beyond(
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
    purpose: Purpose<'_>,
) -> Needs {
    let mut needs = Needs::default();
    if let Purpose::Told(tags) = purpose {
        for tag in tags {
            needs.commits_since(snapshot, tag);
        }
        return needs;
    }
    bills::reads(product, snapshot, &mut needs);
    needs.author = purpose.plans() && snapshot.author.is_none() && inventory.names_author();
    if !(needs.tags.is_empty() && needs.messages.is_empty() && needs.told.is_empty()) {
        return needs;
    }
    let states = line_states(product, snapshot, inventory);
    let look = Look { product, snapshot, inventory, purpose };
    for (line, state) in states.iter().enumerate() {
        look.at_line(line, state, &mut needs);
    }
    if let (Purpose::Announced, Some(Since::Commit(since))) = (purpose, &snapshot.announced) {
        announced(product, snapshot, since, &mut needs);
    }
    if purpose.plans() {
        brief::reads(product, snapshot, inventory, &states, &mut needs);
    }
    impact::reads(product, snapshot, inventory, &states, purpose, &mut needs);
    changelog::reads(product, snapshot, inventory, &states, purpose, &mut needs);
    if purpose.is_lint() {
        compatibility_note::reads(product, snapshot, inventory, &mut needs);
        tag_near_miss::reads(product, snapshot, &mut needs);
        needs.tracked = snapshot.tracked.is_none();
        let unread = texts(product, snapshot).into_iter();
        needs.texts.extend(unread.filter(|path| !snapshot.files.contains_key(path)).cloned());
    }
    needs
}

/// What is looked at, and what for.
struct Look<'a> {
    product: &'a Product,
    snapshot: &'a Snapshot,
    inventory: &'a Inventory,
    purpose: Purpose<'a>,
}

impl Look<'_> {
    /// Wants to know of the releases on a line.
    fn at_line(&self, line: usize, state: &LineState, needs: &mut Needs) {
        let Self { product, snapshot, purpose, .. } = *self;
        let held = product.lines.get(line).is_some_and(|line| is_policy(&line.scheme));
        let looks = looks_at_changes(product, snapshot, purpose, line);
        let passing = snapshot.only_reachable;
        if let Some(own) = state.product.as_ref().filter(|_| purpose.is_past()) {
            resolve(snapshot, OwnerId::Product(line), (&own.tag, passing), needs);
        }
        if purpose.plans() {
            any_of(snapshot, &state.holders(product, line), needs);
        }
        for (index, component) in product.components.iter().enumerate() {
            let Some(latest) = state.latest(index) else { continue };
            if component.retired {
                // It counts for the line, as far as its releases are in the history that counts.
                if purpose.is_past() {
                    resolve(snapshot, OwnerId::Component(index), (&latest.tag, passing), needs);
                }
                continue;
            }
            let concerned = concerns(product, purpose, index);
            if let Some(baseline) = state.baseline(index).filter(|_| looks && (concerned || held)) {
                needs.change(snapshot, &baseline.tag, watched(component));
            }
            self.before_range(state, (index, component), latest, needs);
            if concerned {
                self.at_last(index, latest, needs);
            }
        }
    }

    /// Wants to know whether the branch has what counts only where it does.
    fn before_range(
        &self,
        state: &LineState,
        (index, component): (usize, &Component),
        latest: &Baseline,
        needs: &mut Needs,
    ) {
        let mut wanted = |one: &Baseline| {
            resolve(self.snapshot, OwnerId::Component(index), (&one.tag, true), needs);
        };
        // What comes from before the branch's range counts only where the branch has it.
        let before = |one: &&Baseline| !state.in_range(&component.form, &one.version);
        let all = [Some(latest), state.baseline(index)];
        all.into_iter().flatten().filter(before).for_each(&mut wanted);
        // What no manifest says, the last release does that the branch has: a plan's bill of
        // materials names those that stay as well.
        if self.purpose.plans() && self.inventory.own(index).is_empty() {
            let here = state.instead.get(&index).map_or(Some(latest), Option::as_ref);
            here.into_iter().for_each(wanted);
        }
    }

    /// Wants what component `index` was at its last release, to be compared with what it is.
    fn at_last(&self, index: usize, latest: &Baseline, needs: &mut Needs) {
        let Self { product, snapshot, inventory, purpose } = *self;
        // A lint counts what is in the history only, and a plan refuses what is not (SEMANTICS
        // 18); a status tells what a plan does.
        let passing = snapshot.only_reachable;
        resolve(snapshot, OwnerId::Component(index), (&latest.tag, passing), needs);
        for path in identity::files(product, inventory, index) {
            if compares(snapshot, purpose, path) {
                needs.tagged_file(snapshot, &latest.tag, path);
            }
        }
        if purpose.is_lint() && snapshot.staged.is_none() {
            for slot in inventory.own(index) {
                needs.tagged_file(snapshot, &latest.tag, &slot.path);
            }
        }
    }
}

/// Wants `tag`, the last release of its owner that may be in sight, to be resolved. The last one is
/// in sight most often. Where it is not, because releases are made on branches of their own, hardly
/// any is: `passing`, whether those that the history does not have are passed over, says that the
/// further it goes back, the more of them are asked for together.
pub(crate) fn resolve(
    snapshot: &Snapshot,
    owner: OwnerId,
    (tag, passing): (&str, bool),
    needs: &mut Needs,
) {
    const MORE: usize = 8;
    let unknown = |tag: &str| !snapshot.tagged.contains_key(tag);
    if needs.tag(snapshot, tag).is_none() && passing {
        let newest_first = || snapshot.tags.released(owner).iter().rev();
        let known =
            newest_first().take_while(|one| one.tag != tag).filter(|one| !unknown(&one.tag));
        let more = MORE * known.count();
        let further =
            newest_first().skip_while(|one| one.tag != tag).filter(|one| unknown(&one.tag));
        needs.tags.extend(further.take(more).map(|one| one.tag.clone()));
    }
}

/// Wants to know whether the history has any of `tags`: the first says it most often.
fn any_of(snapshot: &Snapshot, tags: &[&str], needs: &mut Needs) {
    let known = |tag: &&&str| snapshot.tagged.contains_key(**tag);
    let (known, unknown): (Vec<&&str>, Vec<&&str>) = tags.iter().partition(known);
    if known.iter().all(|tag| snapshot.is_elsewhere(tag)) {
        let some = if known.is_empty() { 1 } else { unknown.len() };
        needs.tags.extend(unknown.into_iter().take(some).map(|tag| String::from(*tag)));
    }
}

/// What changed since a commit, and the change files that it had already.
fn announced(product: &Product, snapshot: &Snapshot, since: &str, needs: &mut Needs) {
    for (_, component) in product.live() {
        needs.change(snapshot, since, watched(component));
    }
    needs.tagged_folder(snapshot, since, &product.changes);
}

/// Whether a file is compared with what it was at the last release: by plans, which a status makes as
/// well, and by lints that look at it.
fn compares(snapshot: &Snapshot, purpose: Purpose<'_>, path: &RepoPath) -> bool {
    let staged = || snapshot.staged.as_ref().is_none_or(|staged| staged.contains(path));
    matches!(purpose, Purpose::Lint | Purpose::Plan(_) | Purpose::Status) && staged()
}

/// Whether `index` can be a participant by name alone, or because of what it embeds.
fn concerns(product: &Product, purpose: Purpose<'_>, index: usize) -> bool {
    let Purpose::Plan(request) = purpose else { return true };
    let components = request.asked.components();
    let named = |index: usize| {
        let component = product.components.get(index);
        component.is_some_and(|component| components.contains(&component.name))
    };
    let embeds = || product.components.get(index).is_some_and(|c| !c.embeds.is_empty());
    request.asked.all() || components.is_empty() || named(index) || embeds()
}

/// Whether what changed since the baselines decides anything.
fn looks_at_changes(
    product: &Product,
    snapshot: &Snapshot,
    purpose: Purpose<'_>,
    line: usize,
) -> bool {
    // What is staged is not in the commit that would be compared.
    let holds = matches!(purpose, Purpose::Lint | Purpose::Plan(_)) && snapshot.staged.is_none();
    if holds && product.lines.get(line).is_some_and(|line| is_policy(&line.scheme)) {
        return true;
    }
    let by_change = product
        .lines
        .get(line)
        .is_some_and(|line| matches!(line.scheme.release().participants, Participants::Changed));
    match purpose {
        Purpose::Status | Purpose::Announced => true,
        Purpose::Lint | Purpose::Released | Purpose::Told(_) => false,
        Purpose::Plan(request) => match &request.asked {
            // What changed without anything to set having changed is a hint as well.
            asked if asked.is_auto() && impact::infers(product, line) => true,
            Asked::Release { .. } | Asked::Pre { .. } => {
                by_change && request.asked.components().is_empty() && !request.asked.all()
            }
            Asked::Patch { .. } => false,
        },
    }
}
