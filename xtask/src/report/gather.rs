//! Makes the facts of what was read.

use alloc::collections::BTreeMap;

use product::{Inventory, Product, Purpose, Status};
use tags::{OwnerId, Released};
use version::{Date, Form, LineVersion, Version};

use super::facts::{Behind, Compatibility, Component, Facts, Line, Move, Release, Requirement};
use crate::load::Loaded;
use crate::parties::{Lines, Matrix, Party, Policy, PolicyOptions, declared};
use crate::{Error, Session};

/// No matrix is of more versions: nobody could read it.
const VERSIONS: usize = 100;

/// Reads what a report of `lines` (places in [`Product::lines`]) tells of.
///
/// # Errors
/// What cannot be read; a configuration that cannot be meant.
pub fn gather(session: &Session, loaded: &mut Loaded, lines: &[usize]) -> Result<Facts, Error> {
    let inventory = loaded.read(session, Purpose::Status)?;
    let days = days(loaded, lines)?;
    let mut all = Vec::with_capacity(lines.len());
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    let statuses = product::status_of_lines(product, snapshot, &inventory, lines)?;
    for (line, status) in lines.iter().zip(statuses) {
        let matrix = compatibility(session, &loaded.product, *line)?;
        all.push(of_line(loaded, &inventory, *line, status, &days, matrix));
    }
    let (product, date) = (loaded.product.name.clone(), loaded.snapshot.date);
    Ok(Facts { product, date, lines: all })
}

/// A release before it is put into words.
struct Out<'a> {
    version: &'a Version,
    tag: &'a str,
    pre: bool,
}

/// The days of tags.
type Days = BTreeMap<String, Date>;

/// The day of every tag that is a release of `lines`.
fn days(loaded: &Loaded, lines: &[usize]) -> Result<Days, Error> {
    let (product, snapshot) = (&loaded.product, &loaded.snapshot);
    let on = |line: usize| lines.contains(&line);
    let members = product.components.iter().enumerate().filter(|(_, one)| on(one.line));
    let owners = members.map(|(at, _)| OwnerId::Component(at));
    let owners = owners.chain(lines.iter().map(|line| OwnerId::Product(*line)));
    let tags = owners.flat_map(|owner| snapshot.tags.released(owner));
    let mut names: Vec<&str> = tags.map(|one| one.tag.as_str()).collect();
    names.extend(snapshot.messages.keys().map(String::as_str));
    names.sort_unstable();
    names.dedup();
    let found = loaded.repo.tags(&names)?;
    let mut ids: Vec<_> = found.iter().flatten().map(|tag| tag.commit.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let commits = loaded.repo.commits(&ids)?;
    let commits: BTreeMap<_, _> =
        ids.iter().zip(commits.iter().map(|commit| commit.time)).collect();
    let days = names.iter().zip(&found).filter_map(|(name, tag)| {
        let tag = tag.as_ref()?;
        let seconds = tag.time.or_else(|| commits.get(&tag.commit).copied())?;
        let moment = jiff::Timestamp::from_second(seconds).ok()?;
        Some(((*name).to_owned(), jiff::tz::Offset::UTC.to_datetime(moment).date()))
    });
    Ok(days.collect())
}

fn of_line(
    loaded: &Loaded,
    inventory: &Inventory,
    index: usize,
    status: Status,
    days: &Days,
    matrix: Compatibility,
) -> Line {
    let product = &loaded.product;
    let scheme = product.lines.get(index).map(|line| &line.scheme);
    let members: Vec<usize> =
        (0..product.components.len()).filter(|at| line_of(product, *at) == Some(index)).collect();
    let own = loaded.snapshot.tags.released(OwnerId::Product(index));
    let billed = billed(loaded, days);
    let releases: Vec<Vec<Out<'_>>> = members
        .iter()
        .map(|at| {
            let tagged = loaded.snapshot.tags.released(OwnerId::Component(*at)).iter().map(out);
            let billed = billed.get(at).into_iter().flatten();
            let pre = |version| product.components.get(*at).is_some_and(|c| c.form.is_pre(version));
            tagged
                .chain(billed.map(|(version, tag)| Out { version, tag, pre: pre(version) }))
                .collect()
        })
        .collect();
    // How far every final release had come, by its day.
    let shared = scheme.filter(|scheme| scheme.shared());
    let advances = |form: &Form, releases: &mut dyn Iterator<Item = &Out<'_>>| {
        let finals = releases.filter(|one| !one.pre && shared.is_some());
        let dated = finals.filter_map(|one| Some((*days.get(one.tag)?, form.line(one.version))));
        highest(dated.collect())
    };
    let form = |at: &usize| product.components.get(*at).map(|component| &component.form);
    let own: Vec<Out<'_>> = own.iter().map(out).collect();
    let each: Vec<Vec<(Date, LineVersion)>> = members
        .iter()
        .zip(&releases)
        .map(|(at, own)| form(at).map_or_else(Vec::new, |form| advances(form, &mut own.iter())))
        .collect();
    let of_product =
        scheme.map_or_else(Vec::new, |scheme| advances(scheme.plain(), &mut own.iter()));
    let moves = highest(each.iter().flatten().chain(&of_product).cloned().collect());
    let places: BTreeMap<usize, usize> =
        members.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let place = |at: &usize| places.get(at).copied();
    let components = members.iter().zip(&releases).zip(&each);
    let components = components.filter_map(|((at, releases), advances)| {
        let component = product.components.get(*at)?;
        let behind = if component.retired { Vec::new() } else { behind(&moves, advances) };
        Some(Component {
            name: component.name.clone(),
            retired: component.retired,
            embeds: component.embeds.iter().filter_map(place).collect(),
            requires: requirements(product, inventory, *at),
            releases: releases.iter().map(|one| release(one, days)).collect(),
            behind,
        })
    });
    Line {
        scheme: scheme.map_or_else(String::new, |scheme| scheme.name().to_owned()),
        status,
        releases: own.iter().map(|one| release(one, days)).collect(),
        components: components.collect(),
        moves: moves.iter().map(|(day, to)| Move { day: *day, to: to.to_string() }).collect(),
        matrix,
        pairs: declared(product, &loaded.snapshot, inventory, &[index]),
    }
}

fn line_of(product: &Product, at: usize) -> Option<usize> {
    product.components.get(at).map(|component| component.line)
}

fn out(released: &Released) -> Out<'_> {
    Out { version: &released.version, tag: &released.tag, pre: released.pre }
}

fn release(one: &Out<'_>, days: &Days) -> Release {
    Release {
        version: one.version.to_string(),
        tag: one.tag.to_owned(),
        day: days.get(one.tag).copied(),
        pre: one.pre,
    }
}

/// The releases of the components that no tags of their own tell of, as bills of materials do: each
/// once, by the earliest tag that has it; by component, ascending by version.
fn billed(loaded: &Loaded, days: &Days) -> BTreeMap<usize, Vec<(Version, String)>> {
    let mut found: BTreeMap<(usize, String), (Option<Date>, &str)> = BTreeMap::new();
    for (at, told) in product::bills(&loaded.product, &loaded.snapshot) {
        for (text, tag) in told {
            let here = (days.get(tag).copied(), tag);
            let earliest = found.entry((at, text)).or_insert(here);
            *earliest = here.min(*earliest);
        }
    }
    let mut all: BTreeMap<usize, Vec<(Version, String)>> = BTreeMap::new();
    for ((at, text), (_, tag)) in found {
        let Some(component) = loaded.product.components.get(at) else { continue };
        if let Ok(version) = component.form.parse(&text) {
            all.entry(at).or_default().push((version, tag.to_owned()));
        }
    }
    for (at, versions) in &mut all {
        if let Some(component) = loaded.product.components.get(*at) {
            versions.sort_by_key(|(version, _)| component.form.key(version));
        }
    }
    all
}

/// When the highest so far was reached, one entry a day at most.
fn highest(mut all: Vec<(Date, LineVersion)>) -> Vec<(Date, LineVersion)> {
    all.sort();
    let mut steps: Vec<(Date, LineVersion)> = Vec::new();
    for (day, line) in all {
        match steps.last_mut() {
            Some((_, highest)) if line <= *highest => {}
            Some((last, highest)) if *last == day => *highest = line,
            _ => steps.push((day, line)),
        }
    }
    steps
}

/// When a component that came to `own` was behind a line that came to `line`, both ascending by day.
fn behind(line: &[(Date, LineVersion)], own: &[(Date, LineVersion)]) -> Vec<Behind> {
    let Some((first, _)) = own.first() else { return Vec::new() };
    let mut days: Vec<Date> = line.iter().chain(own).map(|(day, _)| *day).collect();
    days.retain(|day| day >= first);
    days.sort_unstable();
    days.dedup();
    let at = |steps: &[(Date, LineVersion)], day: Date| {
        let known = steps.partition_point(|(step, _)| *step <= day);
        known.checked_sub(1).and_then(|last| steps.get(last)).map(|(_, to)| to.clone())
    };
    let mut all: Vec<Behind> = Vec::new();
    for day in days {
        let lags = at(own, day) < at(line, day);
        match all.last_mut() {
            Some(open) if open.to.is_none() && !lags => open.to = Some(day),
            Some(open) if open.to.is_none() => {}
            _ if lags => all.push(Behind { from: day, to: None }),
            _ => {}
        }
    }
    all
}

fn requirements(product: &Product, inventory: &Inventory, at: usize) -> Vec<Requirement> {
    let mut all: Vec<Requirement> = inventory
        .requires(at)
        .iter()
        // What a workspace's root asks of a package is none of another one.
        .filter(|edge| edge.on != at)
        .filter_map(|edge| {
            let on = product.components.get(edge.on)?.name.clone();
            Some(Requirement { on, text: edge.text.clone(), path: edge.path.to_string() })
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Which versions of a line work together: what `compat --matrix` says, of the newest
/// [`VERSIONS`] where there are more.
fn compatibility(
    session: &Session,
    product: &Product,
    index: usize,
) -> Result<Compatibility, Error> {
    let Some(line) = product.lines.get(index) else { return Ok(Compatibility::NoVersions) };
    if line.scheme.compat().is_empty() {
        return Ok(Compatibility::NoRules);
    }
    let options = PolicyOptions { line: line.name.clone(), ..PolicyOptions::default() };
    let policy = Policy::open(session, &options, &[], true)?;
    let known: Vec<Party> = policy.known().into_iter().map(|known| known.party).collect();
    if known.is_empty() {
        return Ok(Compatibility::NoVersions);
    }
    let lines = Lines::of(&known, true);
    let newest = newest(&known);
    let of = (newest.len() < known.len()).then_some(known.len());
    let matrix = Matrix::of(&policy, &newest, &lines, true);
    Ok(Compatibility::Of { matrix, of, too_far: policy.scheme.too_far() })
}

/// At most [`VERSIONS`] of the versions, in their order: of every name and role the newest, as many
/// of each as there is room for.
fn newest(known: &[Party]) -> Vec<Party> {
    let kind = |party: &'_ Party| (party.name.clone(), party.role.clone());
    let mut left: BTreeMap<_, usize> = BTreeMap::new();
    for party in known {
        *left.entry(kind(party)).or_default() += 1;
    }
    let each = (VERSIONS / left.len().max(1)).max(1);
    let kept = known.iter().filter(|party| {
        let Some(left) = left.get_mut(&kind(party)) else { return false };
        *left -= 1;
        *left < each
    });
    kept.take(VERSIONS).cloned().collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use version::Scheme;

    use super::*;

    fn day(n: i8) -> Date {
        date(2020, 1, n)
    }

    fn lines(all: &[(i8, &str)]) -> Vec<(Date, LineVersion)> {
        let scheme = Scheme::preset("semver").unwrap();
        let form = scheme.plain();
        all.iter().map(|(n, text)| (day(*n), form.line(&form.parse(text).unwrap()))).collect()
    }

    #[test]
    fn a_line_is_at_the_highest_that_was_ever_released() {
        let all = lines(&[(5, "1.1.0"), (1, "1.0.0"), (7, "1.0.9"), (5, "1.2.0"), (9, "1.2.1")]);
        let steps: Vec<String> =
            highest(all).iter().map(|(day, to)| format!("{day} {to}")).collect();
        assert_eq!(steps, ["2020-01-01 1.0", "2020-01-05 1.2"]);
    }

    #[test]
    fn behind_is_from_when_the_line_moved_until_the_component_did() {
        let line = lines(&[(1, "1.0.0"), (5, "1.1.0"), (9, "1.2.0")]);
        let times = |own: &[(i8, &str)]| {
            let all = behind(&line, &highest(lines(own)));
            all.iter().map(|one| (one.from, one.to)).collect::<Vec<_>>()
        };
        assert_eq!(times(&[(1, "1.0.0"), (5, "1.1.0"), (9, "1.2.0")]), []);
        assert_eq!(times(&[(1, "1.0.0")]), [(day(5), None)], "one time, however far");
        let twice = [(day(5), Some(day(7))), (day(9), Some(day(12)))];
        assert_eq!(times(&[(1, "1.0.0"), (7, "1.1.3"), (12, "1.2.0")]), twice);
        assert_eq!(times(&[(6, "1.1.0")]), [(day(9), None)], "not before it was there");
        assert_eq!(times(&[(6, "1.0.0")]), [(day(6), None)], "new, and behind at once");
        assert_eq!(times(&[]), []);
    }

    #[test]
    fn of_too_many_versions_the_newest_are_compared() {
        let scheme = Scheme::preset("semver").unwrap();
        let form = scheme.plain().clone();
        let party = |name: Option<&str>, text: String| Party {
            name: name.map(Into::into),
            role: None,
            version: form.parse(&text).unwrap(),
            form: form.clone(),
            component: None,
        };
        let alike: Vec<Party> = (0..150).map(|n| party(None, format!("1.{n}.0"))).collect();
        let kept = newest(&alike);
        assert_eq!((kept.len(), kept[0].version.as_str()), (VERSIONS, "1.50.0"));
        let mut apart: Vec<Party> = (0..90).map(|n| party(Some("a"), format!("1.{n}.0"))).collect();
        apart.extend((0..20).map(|n| party(Some("b"), format!("1.{n}.0"))));
        let kept = newest(&apart);
        let of = |name: &str| kept.iter().filter(|one| one.name.as_deref() == Some(name)).count();
        assert_eq!((of("a"), of("b")), (50, 20));
        assert_eq!(newest(&alike[..3]).len(), 3);
    }
}
