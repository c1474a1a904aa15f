//! Where a line stood at each commit, and which releases left it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use tags::OwnerId;
use version::{Given, Key, LineVersion, ProductTag};

use super::ancestry::Node;
use super::history::TagAt;
use super::past::Past;
use super::positions::Positions;
use super::release::Release;

/// A release that is not where the line was.
pub(crate) struct Strayed<'p, 'a> {
    pub(crate) release: &'p Release<'a>,
    /// Where the line was.
    pub(crate) line: LineVersion,
    /// The tag that held it there.
    pub(crate) held_by: &'p str,
    /// Whether the release is ahead of it, not behind.
    pub(crate) ahead: bool,
}

/// Everything that was released with one value of the shared parts.
struct Rung<'p, 'a> {
    line: LineVersion,
    /// The product's own releases first: their tags say best where the line was.
    releases: Vec<&'p Release<'a>>,
    /// What comes after any of them.
    after: Positions,
}

/// A line, and the tag that holds it there.
struct Held<'p> {
    line: LineVersion,
    tag: &'p str,
    told: &'p TagAt,
}

impl Held<'_> {
    /// Whether it was put there after `release` had come out on the same commit: by another plan,
    /// whose bill has that version already.
    fn is_after(&self, past: &Past<'_>, release: &Release<'_>) -> bool {
        let mut bill = self.told.bill.iter();
        self.told.plan != release.told.plan
            && bill.any(|(name, text)| {
                past.named(name).is_some_and(|(at, component)| {
                    let stated = || component.form.parse(text);
                    release.owner == OwnerId::Component(at)
                        && stated()
                            .is_ok_and(|stated| component.form.same(&stated, &release.version))
                })
            })
    }
}

/// The releases of a line's components that were ahead of it or behind it when they came out.
///
/// A release lands on the line: on the product's own, where that was released on the same commit,
/// else on the highest line before it. Pre-releases lead to a line and are not asked.
pub(crate) fn strayed<'p, 'a>(past: &'p Past<'a>, index: usize) -> Vec<Strayed<'p, 'a>> {
    let Some(line) = past.product.lines.get(index).filter(|line| line.scheme.shared()) else {
        return Vec::new();
    };
    let finals = || past.releases().iter().filter(|r| r.line == index && !r.pre);
    let rungs = rungs(finals());
    let here = on_commits(past, index, finals());
    // A component without files may be released twice on one commit: the last one counts.
    let mut last: BTreeMap<(Node, OwnerId), &Key> = BTreeMap::new();
    for release in finals().filter(|release| !release.billed) {
        last.insert((release.at, release.owner), &release.key);
    }
    // Where nothing of the product's own is on a commit, its releases cannot be told from a
    // component's: a tag of its own is always there, one of a role where its component takes part.
    let own: BTreeSet<Node> = finals().filter(|r| past.is_products(r)).map(|r| r.at).collect();
    let silent = |release: &Release<'_>| match line.scheme.release().product_tag {
        ProductTag::Line => line.tag.is_none(),
        ProductTag::Role(_) => !own.contains(&release.at),
        ProductTag::None => true,
    };
    let mut found = Vec::new();
    let mut reached = Reached::default();
    for release in finals().filter(|release| !release.billed && !past.is_products(release)) {
        let Some(own) = release.line_version() else { continue };
        if last.get(&(release.at, release.owner)) != Some(&&release.key) {
            continue;
        }
        let rung = before(past, &rungs, &mut reached, release).and_then(|at| rungs.get(at));
        let held = here.get(&release.at).into_iter().flatten();
        let held = held.filter(|held| rung.is_none_or(|rung| held.line >= rung.line));
        let held = held.filter(|held| !held.is_after(past, release));
        // The first of equals.
        let held = held.reduce(|best, next| if next.line > best.line { next } else { best });
        let Some(line) = held.map(|held| &held.line).or_else(|| rung.map(|rung| &rung.line)) else {
            continue;
        };
        let fresh = || {
            let given = Given { date: past.history.date, external: None, minimum: None };
            release.form.key(&release.form.fresh(&own, &given)) == release.key
        };
        let ahead = own > *line;
        if own != *line && !(ahead && silent(release) && fresh()) {
            // Hardly any release strays: only then it matters who held the line.
            let held_by = match (held, rung) {
                (Some(held), _) => held.tag,
                (None, rung) => rung.map_or("", |rung| holder(past, rung, release)),
            };
            found.push(Strayed { release, line: line.clone(), held_by, ahead });
        }
    }
    found
}

/// What was released with each value of the shared parts, the highest first.
fn rungs<'p, 'a: 'p>(finals: impl Iterator<Item = &'p Release<'a>>) -> Vec<Rung<'p, 'a>> {
    let mut rungs: BTreeMap<LineVersion, (Rung<'p, 'a>, BTreeSet<Node>)> = BTreeMap::new();
    for release in finals {
        let Some(line) = release.line_version() else { continue };
        let (rung, on) = rungs.entry(line.clone()).or_insert_with(|| {
            let rung = Rung { line, releases: Vec::new(), after: Positions::default() };
            (rung, BTreeSet::new())
        });
        // Releases come in the order of their owners, products first.
        rung.releases.push(release);
        if on.insert(release.at) {
            rung.after.unite(release.after);
        }
    }
    rungs.into_values().rev().map(|(rung, _)| rung).collect()
}

/// Where the line is put on a commit itself: by the product's own release there, or by components
/// that were never released before and whose manifests counted for it then, as the bill of the
/// operation states them (SEMANTICS 1).
fn on_commits<'p, 'a: 'p>(
    past: &'p Past<'a>,
    index: usize,
    finals: impl Iterator<Item = &'p Release<'a>>,
) -> BTreeMap<Node, Vec<Held<'p>>> {
    let mut here: BTreeMap<Node, Vec<Held<'p>>> = BTreeMap::new();
    let mut put = |at: Node, held: Held<'p>| here.entry(at).or_default().push(held);
    for release in finals.filter(|release| past.is_products(release)) {
        if let Some(line) = release.line_version() {
            put(release.at, Held { line, tag: release.tag, told: release.told });
        }
    }
    for operation in past.operations() {
        let Some((tag, told)) = operation.lead else { continue };
        let unreleased = told.bill.iter().filter_map(|(name, text)| {
            let (at, component) = past.named(name).filter(|(_, c)| c.line == index)?;
            let line = component.form.line(&component.form.parse(text).ok()?);
            let counts = !line.is_empty() && past.highest_at(at, operation.at).is_none();
            counts.then_some(line)
        });
        if let Some(line) = unreleased.max() {
            put(operation.at, Held { line, tag, told });
        }
    }
    here
}

/// The highest rung below each commit that was asked about: all that is released on one commit has
/// the same one.
type Reached = BTreeMap<Node, Option<usize>>;

/// The highest line before a release, by its place among the rungs.
fn before(
    past: &Past<'_>,
    rungs: &[Rung<'_, '_>],
    reached: &mut Reached,
    release: &Release<'_>,
) -> Option<usize> {
    let position = release.at.position();
    let highest = || rungs.iter().position(|rung| rung.after.contains(position));
    let highest = *reached.entry(release.at).or_insert_with(highest);
    // What a branch is bound to differs from release to release.
    if !past.has_bounds() {
        return highest;
    }
    let below = rungs.iter().enumerate().skip(highest?);
    let mut below = below.filter(|(_, rung)| rung.after.contains(position));
    below.find(|(_, rung)| holds(past, rung, release).is_some()).map(|(at, _)| at)
}

/// A release that held the line on that rung before another one.
fn holds<'p, 'a>(
    past: &Past<'a>,
    rung: &Rung<'p, 'a>,
    release: &Release<'_>,
) -> Option<&'p Release<'a>> {
    rung.releases.iter().copied().find(|other| {
        past.ancestry().is_before(other.at, release.at) && !past.is_out_of_range(release, other)
    })
}

fn holder<'p, 'a>(past: &Past<'a>, rung: &Rung<'p, 'a>, release: &Release<'_>) -> &'p str {
    holds(past, rung, release).map_or("", |held| held.tag)
}
