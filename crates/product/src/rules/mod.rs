//! What breaks the policy: one file a rule, and its row in the table.
//!
//! A rule is generic. A scheme binds its policy's own ID to it (`[rule.CHAIN-1] enforces =
//! "part-date"`), and findings carry both.

pub(crate) mod ahead_of_line;
mod change_file;
mod change_missing;
pub(crate) mod changelog;
pub(crate) mod compatibility_note;
pub(crate) mod configuration;
pub(crate) mod future_date;
pub(crate) mod history;
mod identity;
mod installation;
mod lockfile_stale;
mod manifest_sound;
mod manifests_agree;
pub(crate) mod minimum_known;
mod module_path;
mod moved_by_hand;
pub(crate) mod not_lower;
pub(crate) mod planned;
mod pre_label_order;
mod release_step;
mod requirement_excludes;
mod restoring;
pub(crate) mod serial_reused;
pub(crate) mod tag_manifest;
pub(crate) mod tag_near_miss;
pub(crate) mod tag_unknown;
pub(crate) mod told;
mod unmanaged_version;
mod unreleased_change;
mod version_canonical;
mod version_parse;
mod works_with;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::OnceCell;

use place::{Finding, Place, RepoPath, Severity};

use crate::line::{LineState, line_states};
use crate::strays::Strays;
use crate::{Content, Inventory, Needs, Product, Snapshot};

/// One rule: what it demands, and what finds breaches of it.
pub struct Rule {
    /// Its generic ID.
    pub id: &'static str,
    /// How much a breach matters.
    pub severity: Severity,
    /// What it is broken by.
    pub about: About,
    /// What it demands: a full sentence.
    pub text: &'static str,
    /// A breach, and what mends it.
    pub example: &'static str,
    /// What finds breaches in content; `None` for rules that only planning and the audit enforce.
    pub check: Option<Check>,
    /// Who mends a breach, and when.
    pub mended: Mended,
}

/// What a rule is broken by, which says what follows from a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The policy as it is configured: nothing can be released under it.
    Configuration,
    /// What stands in files, or how tags are called.
    Content,
    /// A change of files that only a release may make. Releases that still wait for their tags have
    /// to be known before anybody is blamed.
    Change,
    /// What is asked for: planning alone enforces it.
    Request,
    /// What is published: the audit alone looks for it.
    History,
}

/// Who mends a breach of a rule, and when: what is mended first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mended {
    /// `lint --fix`, before anything else.
    First,
    /// `lint --fix`, in this turn, once nothing of an earlier one is left: a place that has to agree
    /// with another one would copy what is wrong there, and a requirement would follow it away and
    /// back.
    After(usize),
    /// People: only they can know how.
    ByHand,
    /// Nobody: it is published, and the next release goes on from it.
    Never,
}

impl Mended {
    /// How many turns there are.
    #[must_use]
    pub fn turns() -> usize {
        let after = RULES.iter().filter_map(|rule| match rule.mended {
            Self::After(turn) => Some(turn),
            Self::First | Self::ByHand | Self::Never => None,
        });
        after.max().unwrap_or(0) + 1
    }
}

impl Rule {
    /// How a breach is mended: a sentence.
    #[must_use]
    pub fn mending(&self) -> &'static str {
        match (self.mended, self.about) {
            (Mended::First | Mended::After(_), _) => "`lint --fix` mends it if it is clear how.",
            (Mended::ByHand, About::History) | (Mended::Never, _) => {
                "What is published stays as it is: the finding says what to do at the next release."
            }
            (Mended::ByHand, _) if self.check.is_some() => {
                "It is mended by hand, as the finding says."
            }
            (Mended::ByHand, _) if self.severity == Severity::Warning => {
                "The plan goes on, and its warning says what could be done."
            }
            (Mended::ByHand, _) => {
                "It is refused or told where it comes up, with what to do instead."
            }
        }
    }
}

/// Looks for breaches of one rule.
pub type Check = fn(&Lint<'_>, &mut Findings<'_>);

/// Every rule, in the order of their IDs.
pub const RULES: &[&Rule] = &[
    &ahead_of_line::RULE,
    &planned::ALL_TOGETHER,
    &history::BILL_AGREES,
    &history::BILL_COMPATIBLE,
    &planned::BRANCH_RANGE,
    &planned::CAPTION,
    &planned::CATCH_UP,
    &change_file::RULE,
    &change_missing::RULE,
    &changelog::RULE,
    &compatibility_note::RULE,
    &configuration::RULE,
    &history::DATE_ORDER,
    &planned::DIRTY,
    &planned::EMBEDS_FOLLOW,
    &planned::EXTERNAL_GIVEN,
    &future_date::RULE,
    &identity::RULE,
    &planned::IMPACT_LEVEL,
    &planned::IN_DEVELOPMENT,
    &installation::RULE,
    &history::LEAD_ANNOTATED,
    &lockfile_stale::RULE,
    &manifest_sound::RULE,
    &manifests_agree::RULE,
    &minimum_known::RULE,
    &planned::MINIMUM_LOWERED,
    &module_path::RULE,
    &moved_by_hand::RULE,
    &planned::NATIVE_FITS,
    &history::NATIVE_ORDER,
    &not_lower::RULE,
    &planned::ONE_DATE,
    &version_parse::PART_DATE,
    &planned::PRE_INSIDE,
    &pre_label_order::RULE,
    &planned::PRE_PENDING,
    &version_parse::PRE_SHAPE,
    &planned::PRE_UNSTABLE,
    &history::PRODUCT_ALONE,
    &planned::PRODUCT_FRESH,
    &release_step::RULE,
    &history::RELEASED_TWICE,
    &requirement_excludes::RULE,
    &serial_reused::RULE,
    &version_parse::SERIAL_START,
    &planned::SHARED_PART_ALONE,
    &planned::SHARED_SLOT,
    &planned::STALE_PLAN,
    &history::TAG_COMMIT,
    &planned::TAG_EXISTS,
    &tag_manifest::RULE,
    &history::TAG_MOVED,
    &tag_near_miss::RULE,
    &history::TAG_SPELLING,
    &tag_unknown::RULE,
    &history::TAG_UNREACHABLE,
    &unmanaged_version::RULE,
    &unreleased_change::RULE,
    &version_canonical::RULE,
    &version_parse::RULE,
    &works_with::RULE,
];

pub(crate) use unmanaged_version::files as texts;

/// The rule with a generic ID.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// Whether one of the `findings` is of a rule about this.
#[must_use]
pub fn any_about(findings: &[Finding], about: About) -> bool {
    findings.iter().filter_map(|finding| rule(finding.rule)).any(|rule| rule.about == about)
}

/// What rules look at.
pub struct Lint<'a> {
    pub(crate) product: &'a Product,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) inventory: &'a Inventory,
    pub(crate) states: &'a [LineState],
    /// The tags that are nobody's, once a rule asks for them.
    strays: OnceCell<Strays<'a>>,
}

/// The findings of one rule.
pub struct Findings<'a> {
    product: &'a Product,
    rule: &'static Rule,
    list: Vec<Finding>,
}

/// Lints everything in the snapshot; of staged content only where it says so. Errors first, each
/// severity in the order of places.
///
/// # Errors
/// What the snapshot still lacks.
pub fn lint(product: &Product, snapshot: &Snapshot) -> Result<Vec<Finding>, Needs> {
    Ok(lint_from(product, snapshot, &Inventory::take(product, snapshot)?))
}

/// As [`lint`], with the inventory that was taken of this snapshot.
#[must_use]
pub fn lint_from(product: &Product, snapshot: &Snapshot, inventory: &Inventory) -> Vec<Finding> {
    run(RULES, product, snapshot, inventory)
}

/// As [`lint_from`], by the rules of change files alone.
#[must_use]
pub fn lint_changes(product: &Product, snapshot: &Snapshot, inventory: &Inventory) -> Vec<Finding> {
    run(&[&change_file::RULE, &change_missing::RULE], product, snapshot, inventory)
}

fn run(
    rules: &[&'static Rule],
    product: &Product,
    snapshot: &Snapshot,
    inventory: &Inventory,
) -> Vec<Finding> {
    let states = line_states(product, snapshot, inventory);
    let lint = Lint { product, snapshot, inventory, states: &states, strays: OnceCell::new() };
    let mut all = Vec::new();
    for rule in rules {
        let Some(check) = rule.check else { continue };
        let mut findings = Findings { product, rule, list: Vec::new() };
        check(&lint, &mut findings);
        all.append(&mut findings.list);
    }
    if snapshot.committed {
        all.iter_mut().for_each(restoring::by_hand);
    }
    if let Some(staged) = &snapshot.staged {
        all.retain(|finding| lint.concerns(finding, staged));
    }
    all.sort_by(|a, b| {
        let place = || a.place.cmp(&b.place).then_with(|| a.cmp(b));
        b.severity.cmp(&a.severity).then_with(place)
    });
    // What is wrong with one place is said once, however many components look at it.
    let said = |one: &Finding| one.place.as_ref().map(|place| (one.rule, place.clone()));
    all.dedup_by(|a, b| {
        a == b || (said(a).is_some() && said(a) == said(b) && a.message == b.message)
    });
    all
}

impl Lint<'_> {
    /// The live components with their forms' states: index, and the state of its line.
    fn components(&self) -> impl Iterator<Item = (usize, &crate::Component, &LineState)> {
        self.product.live().filter_map(|(index, component)| {
            Some((index, component, self.states.get(component.line)?))
        })
    }

    /// Whether what a component's manifest says is a release's own doing: the commit under
    /// inspection says that it releases this version, an unfinished release has staged it, or it
    /// is released where this history does not reach: on another branch, or before a squash
    /// (SEMANTICS 26).
    fn is_releasing(&self, index: usize) -> bool {
        let Some(component) = self.product.components.get(index) else { return false };
        let Some(version) = self.inventory.version(index) else { return false };
        if self.snapshot.releasing.get(&component.name).is_some_and(|v| v == version.as_str()) {
            return true;
        }
        if self.is_out(index, component, version) {
            return true;
        }
        self.inventory.own(index).first().is_some_and(|own| {
            let there = self.snapshot.files.get(&own.path);
            there.is_some_and(Option::is_some) && self.is_unfinished(&own.path)
        })
    }

    /// Whether a file is as an unfinished release has planned it; one that nobody has read is taken
    /// for that.
    fn is_unfinished(&self, path: &RepoPath) -> bool {
        let Some(planned) = self.snapshot.unfinished.get(path) else { return false };
        let content = self.snapshot.files.get(path).and_then(Option::as_ref);
        content.and_then(Content::id).is_none_or(|there| there == planned)
    }

    /// Whether a finding is about staged content: its place, or its component's manifests.
    fn concerns(&self, finding: &Finding, staged: &[RepoPath]) -> bool {
        let is_staged = |path: &RepoPath| staged.binary_search(path).is_ok();
        if staged.iter().any(|path| path.as_str() == self.product.file) {
            return true;
        }
        if let Some(Place::File { path, .. }) = &finding.place
            && RepoPath::new(path).is_ok_and(|path| is_staged(&path))
        {
            return true;
        }
        let index = finding.component.as_ref().and_then(|name| self.product.component(name));
        // What release.toml says of a file is about that file, which need not be there any more.
        let configured =
            matches!(&finding.place, Some(Place::File { path, .. }) if *path == self.product.file);
        let mut changelogs = self.product.changelogs().filter(|(owner, _)| *owner == index);
        if configured && changelogs.any(|(_, changelog)| is_staged(&changelog.path)) {
            return true;
        }
        let listed = index.and_then(|index| self.product.components.get(index)?.manifests.as_ref());
        let mut listed = listed.into_iter().flatten().map(|manifest| &manifest.path);
        if configured && listed.any(is_staged) {
            return true;
        }
        index.is_some_and(|index| {
            let own = self.inventory.own(index).iter().map(|own| &own.path);
            let locks = self.inventory.locks(index).iter().map(|entry| &entry.path);
            own.chain(locks).any(is_staged)
        })
    }
}

impl Findings<'_> {
    /// Reports a breach. `component` and `place` say where, `help` what to do; `fix` is what to
    /// write over the place where the mending is mechanical.
    fn add(
        &mut self,
        component: Option<usize>,
        place: Option<Place>,
        message: impl Into<String>,
        help: impl Into<String>,
        fix: Option<String>,
    ) {
        let component = component.and_then(|index| self.product.components.get(index));
        let line = component.map_or(0, |component| component.line);
        let scheme = self.product.lines.get(line).map(|line| &line.scheme);
        let policy = scheme.and_then(|scheme| scheme.policy(self.rule.id));
        let help: String = help.into();
        self.list.push(Finding {
            rule: self.rule.id,
            policy: policy.map(|policy| policy.id.clone()),
            severity: policy.and_then(|policy| policy.severity).unwrap_or(self.rule.severity),
            message: message.into(),
            component: component.map(|component| component.name.to_string()),
            place,
            help: (!help.is_empty()).then_some(help),
            fix,
        });
    }

    /// As [`Findings::add`], where the policy says how much this breach matters, and by which of its
    /// rules; a severity that it gives the generic rule goes before that.
    fn weighed(
        &mut self,
        component: usize,
        place: Place,
        (severity, policy): (Severity, Option<String>),
        message: String,
        help: String,
    ) {
        self.add(Some(component), Some(place), message, help, None);
        let line = self.product.components.get(component).map_or(0, |component| component.line);
        let scheme = self.product.lines.get(line).map(|line| &line.scheme);
        let own = scheme.and_then(|scheme| scheme.policy(self.rule.id)?.severity);
        if let Some(finding) = self.list.last_mut() {
            finding.severity = own.unwrap_or(severity);
            finding.policy = policy.or(finding.policy.take());
        }
    }
}
