//! `native-order`: in every ecosystem that a component is written for, each release was an upgrade.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use tags::{OwnerId, StrayKind};
use version::{Dialect, Form};

use super::super::ancestry::Node;
use super::super::falls::falls;
use super::super::statement::{Statement, primary};
use super::super::{About, Audit, Findings};
use super::tag_manifest::disagreement;
use crate::audit::past::Past;
use crate::audit::release::Release;
use crate::rules::history::NATIVE_ORDER;

pub(super) const ROW: Audit = Audit { rule: &NATIVE_ORDER, check };

/// What a package was called when it came out.
struct Package<'a> {
    tag: &'a str,
    at: Node,
    text: String,
    /// The package's own release behind it, where its file states one.
    build: String,
    /// The release that it was; `None` for a tag that the scheme cannot read, as of an earlier one.
    release: Option<&'a Release<'a>>,
}

impl Package<'_> {
    /// Whether it has to be above `other`, where that came before it.
    fn follows(&self, other: &Self, past: &Past<'_>) -> bool {
        match (self.release, other.release) {
            // One version that came out twice is told as such.
            (Some(own), Some(other)) => {
                own.key != other.key && own.follows(other) && !past.is_out_of_range(own, other)
            }
            _ => self.tag != other.tag,
        }
    }

    /// What it is called beside `other`: with its own release where the version is the same.
    fn shown(&self, other: &Self) -> String {
        if self.text == other.text && self.is_whole(other) {
            return format!("{}-{}", self.text, self.build);
        }
        self.text.clone()
    }

    /// Whether both state the package's own release as well.
    fn is_whole(&self, other: &Self) -> bool {
        !self.build.is_empty() && !other.build.is_empty()
    }
}

/// The ecosystem's order of two packages: of their versions, then of their own releases, where an
/// unknown one is the lowest.
fn order(dialect: &Dialect, a: &Package<'_>, b: &Package<'_>) -> Ordering {
    (dialect.order)(&a.text, &b.text).then_with(|| match dialect.packages {
        Some(packages) if a.is_whole(b) => {
            (packages.order)(&format!("1-{}", a.build), &format!("1-{}", b.build))
        }
        _ => b.build.is_empty().cmp(&a.build.is_empty()),
    })
}

fn check(past: &Past<'_>, findings: &mut Findings<'_>) {
    let strays = strays(past);
    for (index, component) in past.product.components.iter().enumerate() {
        let strays = strays.get(&index).map_or(&[][..], Vec::as_slice);
        for dialect in dialects(past, index) {
            let packages = packages(past, index, dialect, strays);
            let order = |a: &Package<'_>, b: &Package<'_>| order(dialect, a, b);
            // An epoch that is configured was raised because of a fall before it, and not every file
            // tells from when on it was there.
            let lifted = component.form.epoch(dialect) > 0;
            let bare = |package: &Package<'_>| dialect.split_epoch(&package.text).0.is_none();
            let counts = |a: &Package<'_>, b: &Package<'_>| {
                // Packages of one version may differ in what nobody knows here.
                let told = dialect.packages.is_none() || a.text != b.text || a.is_whole(b);
                !(lifted && bare(a) && bare(b)) && told && a.follows(b, past)
            };
            let ancestry = past.ancestry();
            for (lower, higher) in falls(ancestry, &packages, |p| p.at, order, true, counts) {
                let about = About {
                    owner: Some(OwnerId::Component(index)),
                    tag: lower.tag,
                    at: Some(lower.at),
                };
                let (old, new) = (higher.shown(lower), lower.shown(higher));
                findings.add(
                    about,
                    format!(
                        "in {}, {new} ({}) is no upgrade of {old} ({}), which its history has",
                        dialect.title, lower.tag, higher.tag
                    ),
                    remedy(&component.form, dialect, higher, lower),
                );
            }
        }
    }
}

/// The tags that are nearly a component's, by component: under an earlier scheme they may have been
/// its releases, unless the release that they look like has its tag.
fn strays<'a>(past: &'a Past<'_>) -> BTreeMap<usize, Vec<(&'a str, Node)>> {
    let mut strays: BTreeMap<usize, Vec<(&'a str, Node)>> = BTreeMap::new();
    for stray in past.history.tags.strays() {
        let StrayKind::NearMiss { owner: OwnerId::Component(index), wanted, .. } = &stray.kind
        else {
            continue;
        };
        if wanted.as_ref().is_some_and(|wanted| past.history.tags.contains(wanted)) {
            continue;
        }
        let told = past.history.tagged.get(&stray.name);
        if let Some(at) = told.and_then(|told| past.ancestry().node(&told.commit)) {
            strays.entry(*index).or_default().push((&stray.name, at));
        }
    }
    strays
}

/// What mends it: an epoch, where the ecosystem has one and the versions themselves fell.
fn remedy(form: &Form, dialect: &Dialect, old: &Package<'_>, new: &Package<'_>) -> String {
    if old.text == new.text && new.is_whole(old) {
        return format!("let the package's release count on, above {}", old.build);
    }
    let (old, new) = (&old.text, &new.text);
    let Some(epoch) = dialect.epoch else {
        let title = dialect.title;
        return format!("{title} has no epoch: release above {old}, or publish under another name");
    };
    let known = [old, new].map(|text| dialect.split_epoch(text).0.unwrap_or(0));
    let next = known.into_iter().fold(form.epoch(dialect), u64::max).saturating_add(1);
    format!(
        "with the next release, raise the epoch: `[native.{}] epoch = {next}` in the scheme puts `{}` before versions, above {old}; packagers write it {}",
        dialect.id,
        epoch.mark(next),
        epoch.place
    )
}

/// The ecosystems that read a component's manifests, and sort what they read.
fn dialects(past: &Past<'_>, index: usize) -> Vec<&'static Dialect> {
    let own = past.inventory.own(index).iter().map(|own| own.dialect);
    let manifest = primary(past.inventory, index).map(|manifest| manifest.dialect);
    let mut dialects: Vec<&'static Dialect> = Vec::new();
    for dialect in manifest.into_iter().chain(own) {
        if dialect.sorts && !dialects.contains(&dialect) {
            dialects.push(dialect);
        }
    }
    dialects
}

/// What a component's packages were called: what the manifest states at each tag, else what the
/// scheme makes of the version.
fn packages<'a>(
    past: &'a Past<'_>,
    index: usize,
    dialect: &'static Dialect,
    strays: &[(&'a str, Node)],
) -> Vec<Package<'a>> {
    let stated = |tag: &str| match past.history.statements.get(&(index, tag.to_string())) {
        Some(Statement::Says { said, .. }) => {
            let own = said.iter().find(|said| said.dialect == dialect);
            own.map(|said| (said.text.clone() + &said.revision, said.release.clone()))
        }
        _ => None,
    };
    let mut packages: Vec<Package<'a>> = Vec::new();
    for release in past.of(OwnerId::Component(index)).filter(|release| !release.billed) {
        // Where the manifest states another version than the tag, that is told, and nobody knows
        // which of the two was packaged.
        if disagreement(past, release).is_some() {
            continue;
        }
        let text = stated(release.tag).or_else(|| {
            Some((release.form.native(dialect, &release.version, None).ok()?, String::new()))
        });
        if let Some((text, build)) = text {
            let (tag, at) = (release.tag, release.at);
            packages.push(Package { tag, at, text, build, release: Some(release) });
        }
    }
    for (tag, at) in strays {
        if let Some((text, build)) = stated(tag) {
            packages.push(Package { tag, at: *at, text, build, release: None });
        }
    }
    packages
}
